package reports

import "strings"

// commonWords are first names and logins that are words of their own: alone they name nobody for certain. Their whole names are
// still hidden.
var commonWords = func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(`
		able ace admin alert alerts amber angel anon anonymous app apple april art ash august autumn aws azure
		bad bank bar base bash bay bean bear bell best bill bishop black blue bolt bond book bot brook brown buck bug build builder bush buy
		cache call can candy car card case cash cat chance chase check china chip christian christmas chuck city clay clear client cliff cloud code
		coffee con cook core corn cost crash create cron crystal daemon dark data date dawn day dean deal debug default delta deploy
		design dev developer devops diamond dick digit dirk disk dns doc docker docs don dot drew drop dusk duty dev
		earl east easter echo eden edge edit editor elk else end engine engineering error eve event ever exam export
		faith fall fan far fat fault feature field file fin finance fire first fish fix flag flint flow flora fly forest fox france frank frost fry full
		game gate gay gem gene general german ghost gift git github gitlab gold good grace grant gray green grey group guest guy
		hall hand happy harbor hardy hash hawk hazel heath heather heaven help helper herb hero high hill holly home honey hook hope host hot house hub hunter
		ice idle image import in index info infra iris issue iron it ivy
		jack jade jar jasmine java jenkins jersey jet job jordan joy judge july june just justice
		kernel key kid king kit lake lance land lane large lark last law lead leaf legal lily lime line link linux list lock log login lot love low luck 		mac mail main maintainer major man manager mark marsh mason master mat max may mean med melody mercy merge merit mild miles mine miracle mist mode monitor moon more morning moss mother
		name night no noble none noreply norm north note null oak ocean off old olive one op open operations ops orange order out owl owner
		page pages paris park part pass pat patch path patience pause pay payment payments peace pearl penny pepper person phoenix pierce pike pin pine piper platform pool poppy port post power price prince product production proxy prudence push
		qa quality queen query queue quick quill rain ray red reed release reliability reno repo reports reviewer rich ridge ring rio river rob robin robot rock rocky rod root rose rowan royal ruby run runner rusty
		sage sales salt sandy scarlet scout search security self serene server service sharp shell shore shy sick silver site sky small snow soft sol some son song south spam spring spruce stack staff star start state sterling stone storage store storm story sue summer sun sunny support sync system
		tab table tag tail tale team tech temple term test tester testing tiger tool tools top town trace tree trinity true trust
		under unknown unit update us user users val van vault venus verity version vic victor victory view violet virgin vote
		wade wait walker wall ward warm watch water wave way web webhook wells west white wiki will willow win windows winter wolf wood woods word work worker world worth
		year yes young zion zone
	`) {
		words[word] = true
	}
	return words
}()
