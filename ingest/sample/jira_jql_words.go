package sample

import "strings"

// jqlKeywords are the words that JQL's grammar is made of. As a value they need quotes, also where they are a project's key.
var jqlKeywords = words("and or not in is order by empty null was changed asc desc on during before after from to")

// jqlReserved are the words that JQL keeps for later. They need quotes wherever they stand.
var jqlReserved = words(`abort access add alias all alter any as audit avg begin between boolean break byte catch cf char
	character check checkpoint collate collation column commit connect continue count create current date decimal declare decrement
	default defaults define delete delimiter difference distinct divide do double drop else encoding end equals escape exclusive exec
	execute exists explain false fetch file field first float for function go goto grant greater group having identified if
	immediate increment index initial inner inout input insert int integer intersect intersection into isempty isnull join last left
	less like limit lock long max min minus mode modify modulo more multiply next noaudit notin nowait number object of option outer
	output power previous prior privileges public raise raw remainder rename resource return returns revoke right row rowid rownum
	rows select session set share size sqrt start strict string subtract sum synonym table then trans transaction trigger true uid
	union unique update user validate values view when whenever where while with`)

func words(list string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		all[word] = true
	}
	return all
}
