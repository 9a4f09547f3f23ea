package metrics

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/fewhands/fewhands/sql"
)

// codeOf is an entity and the parts of repositories that are its code.
type codeOf struct {
	scope, entity string
	parts         []*followedPart
}

// ownership is which service a part of a repository belongs to, and which team that.
type ownership map[int32]owned // by service_id

type owned struct{ service, team string } // keys; team is "" where nobody owns the service

func readOwnership(ctx context.Context, tx *sql.Tx) (ownership, error) {
	o := ownership{}
	const query = `
		SELECT services.service_id, services.service, COALESCE(teams.team, '')
		FROM facts.services AS services
		LEFT JOIN facts.teams AS teams
		    ON teams.team_id = services.team_id`
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		o[row[0].(int32)] = owned{row[1].(string), row[2].(string)}
		return nil
	})
	return o, err
}

// levels are the services, then the teams, then the organisation. No part is twice in one level, so that the entities of a
// level can be counted side by side.
func (o ownership) levels(repositories []*followed) [3][]*codeOf {
	byKey := [2]map[string]*codeOf{{}, {}}
	organisation := &codeOf{scope: "org", entity: "organisation"}
	levels := [3][]*codeOf{{}, {}, {organisation}}
	for _, repository := range repositories {
		for _, part := range repository.parts {
			organisation.parts = append(organisation.parts, part)
			of := o[part.service]
			for level, key := range []string{of.service, of.team} {
				if key == "" {
					continue
				}
				code := byKey[level][key]
				if code == nil {
					code = &codeOf{scope: []string{"service", "team"}[level], entity: key}
					byKey[level][key] = code
					levels[level] = append(levels[level], code)
				}
				code.parts = append(code.parts, part)
			}
		}
	}
	return levels
}

// writeLevel counts the entities of a level, as many at a time as there are processors, and writes their rows in order.
func writeLevel(level []*codeOf, weeks int, crowd *crowd, out *authorshipTables) error {
	for batch := range slices.Chunk(level, largestBatch) {
		rows := make([][]weekRow, len(batch))
		var working sync.WaitGroup
		slots := make(chan struct{}, runtime.GOMAXPROCS(0))
		for i, code := range batch {
			working.Go(func() {
				slots <- struct{}{}
				rows[i] = followParts(code.parts, weeks, crowd)
				<-slots
			})
		}
		working.Wait()
		for i, code := range batch {
			if err := out.write(code.scope, code.entity, rows[i]); err != nil {
				return err
			}
		}
	}
	return nil
}
