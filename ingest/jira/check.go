package jira

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/fewhands/fewhands/ingest"
)

// Check asks whose token it is and what the site is, and for one issue of every project, and stores nothing.
func (s *Source) Check(ctx context.Context) []ingest.Access {
	myself, err := s.ask(ctx, func(ctx context.Context) error {
		_, _, err := s.api.User.GetSelfWithContext(ctx)
		return err
	})
	if err == nil && userID(myself) == "" {
		err = fmt.Errorf("%w: nobody is signed in", ingest.ErrRefused)
	}
	list := []ingest.Access{{Part: "site", Err: err}}
	if err != nil {
		return list
	}
	info, err := s.get(ctx, "rest/api/2/serverInfo")
	if err == nil {
		if is := deploymentOf(info); is != s.Deployment {
			err = fmt.Errorf("jira.deployment: the site says that it is %s, not %s", is, s.Deployment)
		}
	}
	if list[0].Err = err; err != nil {
		return list
	}
	for i, named := range s.Projects {
		list = append(list, ingest.Access{Part: "project " + named, Err: s.checkProject(ctx, i, named)})
		if ctx.Err() != nil || errors.Is(list[i+1].Err, ingest.ErrUnreachable) {
			break
		}
	}
	return list
}

func (s *Source) checkProject(ctx context.Context, i int, named string) error {
	raw, err := s.ask(ctx, func(ctx context.Context) error {
		_, _, err := s.api.Project.GetWithContext(ctx, url.PathEscape(named))
		return err
	})
	if errors.Is(err, errNotFound) {
		return fmt.Errorf("jira.projects[%d]: no project %q that the token's user may see", i, named)
	}
	if err != nil {
		return err
	}
	_, err = s.search(ctx, query{where: "project = " + ingest.Field(raw, "id"), order: "created", fields: []string{"created"}, size: 1}, place{})
	return err
}
