package git

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// tag leads to a commit; those of files and trees are left out.
type tag struct {
	name string
	sha  string
	at   time.Time // the tagger's date, or the commit's for a lightweight tag
}

var tagFields = strings.Join([]string{
	"%(refname:strip=2)", "%(objecttype)", "%(objectname)", "%(creatordate:raw)", "%(*objecttype)", "%(*objectname)",
}, "%00")

// readTags lists the tags by name; without any the list is empty, not nil.
func readTags(ctx context.Context, l local) ([]tag, error) {
	out, err := l.output(ctx, nil, "for-each-ref", "--sort=refname", "--format="+tagFields, "refs/tags")
	if err != nil {
		return nil, err
	}
	tags := []tag{}
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\x00")
		if len(f) != 6 {
			return nil, fmt.Errorf("tags: %q has %d fields", line[:min(len(line), 80)], len(f))
		}
		t := tag{name: decodeText([]byte(f[0]))}
		t.at, _ = parseTime([]byte(f[3]))
		switch {
		case f[1] == "commit":
			t.sha = f[2]
		case f[4] == "commit":
			t.sha = f[5]
		case f[4] == "tag": // a tag of a tag; git before 2.45 looks only one step far
			t.sha, err = l.line(ctx, "rev-parse", "--verify", "-q", f[2]+"^{commit}")
			if err != nil {
				continue
			}
		default:
			continue
		}
		tags = append(tags, t)
	}
	return tags, nil
}
