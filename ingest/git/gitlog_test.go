package git

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

// sameAsGitLog compares what is stored with git's own porcelain, parsed another way: line by line and unquoted for the
// statuses, NUL by NUL for the line counts.
func sameAsGitLog(t *testing.T, db *sql.DB, f *fixture, name string) {
	t.Helper()
	log := []string{"-C", f.dir, "-c", "core.quotepath=true", "-c", "i18n.logOutputEncoding=UTF-8", "log", "-M50%", "-l999999"}
	var want []string
	counts := lineCountsOf(t, f.run("", append(log, "--format=%x01%x01%x01%H", "--numstat", "-z")...))
	sha := ""
	for line := range strings.Lines(f.run("", append(log, "--format=commit %H", "--name-status")...)) {
		line = strings.TrimSuffix(line, "\n")
		if rest, ok := strings.CutPrefix(line, "commit "); ok {
			sha = rest
		} else if line != "" {
			cells := strings.Split(line, "\t")
			path := unquote(t, cells[len(cells)-1])
			old := "<nil>"
			if len(cells) == 3 {
				old = fmt.Sprintf("%q", encodePath([]byte(unquote(t, cells[1]))))
			}
			want = append(want, fmt.Sprintf("%q %q %q %s %s", sha, cells[0][:1], encodePath([]byte(path)), old, counts[sha+path]))
		}
	}
	got := rows(t, db, `SELECT sha, chr(status), p.path, o.path, additions, deletions
		FROM raw.git_changes AS x JOIN raw.git_repositories AS r USING (repo_id)
		JOIN raw.git_commits USING (repo_id, commit_id)
		JOIN raw.git_paths AS p ON p.repo_id = r.repo_id AND p.path_id = x.path_id
		LEFT JOIN raw.git_paths AS o ON o.repo_id = r.repo_id AND o.path_id = x.old_path_id
		WHERE r.name = $1`, name)
	slices.Sort(got)
	slices.Sort(want)
	sameText(t, strings.Join(got, "\n")+"\n", strings.Join(want, "\n")+"\n")

	got = rows(t, db, `SELECT sha, a.name, a.email, c.name, c.email, epoch(authored_at)::BIGINT, epoch(committed_at)::BIGINT, parents
		FROM raw.git_commits JOIN raw.git_repositories AS r USING (repo_id)
		JOIN raw.git_identities AS a ON a.repo_id = r.repo_id AND a.identity_id = author_id
		JOIN raw.git_identities AS c ON c.repo_id = r.repo_id AND c.identity_id = committer_id
		WHERE r.name = $1`, name)
	want = nil
	for record := range strings.SplitSeq(f.run("", append(log, "--format=%x01%x01%x01%H%x02%an%x02%ae%x02%cn%x02%ce%x02%at%x02%ct%x02%p", "-s")...), "\x01\x01\x01") {
		if cells := strings.Split(strings.TrimSuffix(record, "\n"), "\x02"); len(cells) == 8 {
			want = append(want, fmt.Sprintf("%q %q %q %q %q %s %s %d", cells[0], decodeText([]byte(cells[1])), decodeText([]byte(cells[2])),
				decodeText([]byte(cells[3])), cells[4], cells[5], cells[6], len(strings.Fields(cells[7]))))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	sameText(t, strings.Join(got, "\n")+"\n", strings.Join(want, "\n")+"\n")
	for _, row := range rows(t, db, `SELECT sha FROM raw.git_commits AS c WHERE changes IS DISTINCT FROM
		(SELECT CASE WHEN c.parents < 2 THEN count(*) END FROM raw.git_changes AS x WHERE x.repo_id = c.repo_id AND x.commit_id = c.commit_id)`) {
		t.Errorf("commit %s: changes are not its number of changed files", row)
	}
}

// lineCountsOf maps commit and path to "additions deletions".
func lineCountsOf(t *testing.T, text string) map[string]string {
	t.Helper()
	counts := map[string]string{}
	for record := range strings.SplitSeq(text, "\x01\x01\x01") {
		sha, rest, _ := strings.Cut(record, "\x00")
		pieces := strings.Split(strings.TrimLeft(rest, "\x00\n"), "\x00")
		for i := 0; i < len(pieces); i++ {
			cells := strings.SplitN(pieces[i], "\t", 3)
			if len(cells) < 3 {
				continue
			}
			path := cells[2]
			if path == "" {
				path = pieces[i+2]
				i += 2
			}
			counts[sha+path] = strings.ReplaceAll(cells[0]+" "+cells[1], "-", "<nil>")
		}
	}
	return counts
}

// unquote reads a path as git quotes it for people.
func unquote(t *testing.T, text string) string {
	t.Helper()
	if !strings.HasPrefix(text, `"`) {
		return text
	}
	var b strings.Builder
	text = text[1 : len(text)-1]
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			b.WriteByte(text[i])
			continue
		}
		i++
		if at := strings.IndexByte(`abtnvfr"\`, text[i]); at >= 0 {
			b.WriteByte("\a\b\t\n\v\f\r\"\\"[at])
			continue
		}
		octal, err := strconv.ParseUint(text[i:i+3], 8, 8)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteByte(byte(octal))
		i += 2
	}
	return b.String()
}
