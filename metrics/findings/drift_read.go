package findings

import (
	"context"
	"fmt"
	"slices"

	"github.com/fewhands/fewhands/metrics/drift"
	"github.com/fewhands/fewhands/sql"
)

// driftBatch is about how many answers are read at once. Each reading goes through the facts again.
const driftBatch = 1_500_000

// place is a service or repository and what happened there.
type place struct {
	scope, entity string
	answers       [len(sources)][]answer
}

// answer is a row of findings.answers; what is NULL there is 0.
type answer struct {
	second, item          int64
	policy, other, person int32
}

// eachPlace calls fn with every service and then every repository that has any work, in the order of their numbers.
func (d *drifter) eachPlace(ctx context.Context, tx *sql.Tx, fn func(*place)) error {
	batches, err := d.batches(ctx, tx)
	if err != nil {
		return err
	}
	for _, batch := range batches {
		query := fmt.Sprintf(`
			SELECT number, source_rank, happened_second, item, policy_id, other_policy_id, person_id
			FROM findings.answers
			WHERE scope_rank = %d AND number BETWEEN %d AND %d AND %s
			ORDER BY number, source_rank, happened_second, item, person_id`, batch.rank, batch.from, batch.to, d.span())
		var p *place
		var number int32
		err := tx.Each(ctx, query, func(row []sql.Value) error {
			if n := row[0].(int32); p == nil || n != number {
				if p != nil {
					fn(p)
				}
				number = n
				p = &place{scope: []string{1: "service", 2: "repo"}[batch.rank], entity: d.names[batch.rank][n]}
			}
			policy, _ := row[4].(int32)
			other, _ := row[5].(int32)
			person, _ := row[6].(int32)
			list := &p.answers[row[1].(int32)-1]
			*list = append(*list, answer{row[2].(int64), row[3].(int64), policy, other, person})
			return nil
		})
		if err != nil {
			return err
		}
		if p != nil {
			fn(p)
		}
	}
	return nil
}

// span says which answers lie in the weeks of the histories.
func (d *drifter) span() string {
	return fmt.Sprintf("happened_second >= %d AND happened_second < %d", d.start, d.start+int64(d.weeks)*drift.Week)
}

type batch struct {
	rank     int
	from, to int32
}

// batches cuts the places into ranges of numbers that hold about driftBatch answers each.
func (d *drifter) batches(ctx context.Context, tx *sql.Tx) ([]batch, error) {
	var list []batch
	var n int64
	query := "SELECT scope_rank, number, count(*) FROM findings.answers WHERE " + d.span() + " GROUP BY scope_rank, number ORDER BY scope_rank, number"
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		rank, number, items := int(row[0].(int32)), row[1].(int32), row[2].(int64)
		if len(list) == 0 || list[len(list)-1].rank != rank || n+items > driftBatch {
			list, n = append(list, batch{rank, number, number}), 0
		}
		list[len(list)-1].to = number
		n += items
		return nil
	})
	return list, err
}

// history puts together the answers to one item, and finds out who was on call.
func (d *drifter) history(answers []answer) *history {
	items := 1
	for i := range answers[1:] {
		if answers[i].item != answers[i+1].item || answers[i].second != answers[i+1].second {
			items++
		}
	}
	h := &history{}
	h.Incidents = make([]drift.Incident, 0, items)
	responders := make([]int32, 0, len(answers))
	for i := range answers {
		a := &answers[i]
		if i == 0 || a.item != answers[i-1].item || a.second != answers[i-1].second {
			h.add(d, a)
		}
		if a.person > 0 {
			one := &h.Incidents[len(h.Incidents)-1]
			responders = append(responders, a.person)
			one.Responders = responders[len(responders)-len(one.Responders)-1 : len(responders) : len(responders)]
		}
	}
	return h
}

func (h *history) add(d *drifter, a *answer) {
	one := drift.Incident{At: a.second - d.start}
	one.OnCall, one.Roster = d.rotas[a.policy].at(a.second)
	if others, known := d.rotas[a.other].at(a.second); known {
		one.Roster = true
		one.OnCall = union(one.OnCall, others)
	}
	if one.Roster {
		h.rostered++
	}
	h.Incidents = append(h.Incidents, one)
}

// union are the people of both lists, the first before the others. It changes neither list.
func union(first, others []int32) []int32 {
	all := first[:len(first):len(first)]
	for _, p := range others {
		if !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}
