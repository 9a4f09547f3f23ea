package metrics

import (
	"testing"

	"pgregory.net/rapid"
)

// What log entries say of an incident is the same in whatever order they are found.
func TestLogEntriesAgainstAPlainCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type entry struct {
			kind   entryKind
			moment int64
		}
		entries := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) entry {
			return entry{entryKind(rapid.IntRange(0, 2*int(entryOfNobody)-1).Draw(t, "kinds")), rapid.Int64Range(0, 5).Draw(t, "moment")}
		}), 0, 12).Draw(t, "entries")
		r := &incidentReader{incidents: []incidentFacts{1: {assigned: notYet, acknowledged: notYet, is: isUrgent}}, reassigned: map[int32]int64{}}
		for _, e := range entries {
			r.add(1, e.kind, e.moment)
		}
		first := func(kind entryKind) (moment int64, n int32) {
			moment = notYet
			for _, e := range entries {
				if e.kind&kind != 0 {
					moment = min(moment, e.moment)
					n++
				}
			}
			return moment, n
		}
		got := r.incidents[1]
		assigned, _ := first(entryAssigns)
		acknowledged, _ := first(entryAcknowledges)
		reassigned, reassignments := first(entryReassigns)
		_, escalations := first(entryEscalates)
		_, runbooks := first(entryNamesRunbook)
		_, unnamed := first(entryOfNobody)
		isAgain := false
		for _, e := range entries {
			isAgain = isAgain || e.kind&entryAssigns != 0 && e.moment != assigned
		}
		if got.assigned != assigned || got.acknowledged != acknowledged || got.reassignments != reassignments || got.escalations != escalations {
			t.Fatalf("%+v of %+v", got, entries)
		}
		if moment, ok := r.reassigned[1]; ok != (reassignments > 0) || ok && moment != reassigned {
			t.Fatalf("reassigned at %d (%v) of %+v", moment, ok, entries)
		}
		want := isUrgent
		for flag, is := range map[incidentFlags]bool{namesRunbook: runbooks > 0, isUnnamed: unnamed > 0, wasAssignedAgain: isAgain} {
			if is {
				want |= flag
			}
		}
		if got.is != want {
			t.Fatalf("flags %b, want %b, of %+v", got.is, want, entries)
		}
	})
}
