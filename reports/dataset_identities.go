package reports

import (
	"cmp"
	"context"
)

func (e exporter) identities() dataset {
	return dataset{
		Name: "identities", Title: "Who is who", Private: true,
		About: "One row per account, per name and address of a repository, and per person of org.yaml: who it is. Bots are here too.",
		Fields: []field{
			label("person", "Person", "Key of the person: the id in org.yaml, or made from the name. The file is private: it is written when it is asked for only.").required(),
			field{
				Name: "source", Title: "Source", Required: true,
				About: "Where the identity is from: git, pagerduty, jira, or org for the person's entry in org.yaml.",
			},
			label("account", "Account", "The account's id in its source; in git the name of the repository; of an entry in org.yaml its id."),
			label("name", "Name", "The name as the source has it: in git before .mailmap."),
			label("email", "E-mail", "The address as the source has it: in git before .mailmap; empty where the source shows none."),
			label("matched_by", "Matched by", "By what it is this person's, the first that holds: alone (nothing else is), org.yaml, mailmap, email (another identity "+
				"has its address), noreply (the login of its noreply address), former (an account or a .mailmap ties an earlier address), plus (the same "+
				"name, and the same address but for what stands after a +), name (the same name in the same repository)."),
		},
		rows: func(ctx context.Context, _ int, add func(...any) error) error {
			_, at, err := identified(ctx, e.db)
			if err != nil {
				return err
			}
			seen := map[[6]string]bool{}
			var failed error
			err = eachIdentity(ctx, e.db, func(person int64, repository string, id Identity) {
				row := [6]string{at[person].Person, id.Source, cmp.Or(id.Account, repository), id.Name, id.Email, id.MatchedBy}
				if !seen[row] && failed == nil {
					seen[row] = true
					failed = add(row[0], row[1], row[2], row[3], row[4], row[5])
				}
			})
			if failed != nil {
				return failed
			}
			return err
		},
	}
}
