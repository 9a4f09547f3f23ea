package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/fewhands/fewhands/sql"
)

// secret is something that names a person, and how it is looked for.
type secret struct {
	text   string
	first  string // its first word
	isWord bool   // only where no letter or digit stands beside it
}

func secretsOf(texts []string) []secret {
	var list []secret
	slices.Sort(texts)
	for _, text := range slices.Compact(texts) {
		if all := wordsOf(text); len(all) > 0 {
			list = append(list, secret{text, all[0], true})
		}
	}
	return list
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

var (
	escapedRune = regexp.MustCompile(`\\u[0-9a-fA-F]{4}`)
	pictureURL  = regexp.MustCompile(`data:image/svg\+xml[^'"]*`)
)

// readings are all that a file can be read as: its name, its bytes, the text of its markup, of its JSON, of its pictures, the files in
// it if it is an archive, and its rows if it is Parquet.
func readings(ctx context.Context, dir, name string) ([]string, error) {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	all := []string{name, string(text)}
	switch filepath.Ext(name) {
	case ".html":
		plain := html.UnescapeString(string(text))
		all = append(all, plain, escapedRune.ReplaceAllStringFunc(plain, func(code string) string {
			n, _ := strconv.ParseUint(code[2:], 16, 32)
			return string(rune(n))
		}))
		for _, picture := range pictureURL.FindAllString(plain, -1) {
			drawn, err := url.PathUnescape(picture)
			if err != nil {
				return nil, err
			}
			all = append(all, html.UnescapeString(drawn))
		}
		address, err := url.PathUnescape(string(text))
		if err == nil {
			all = append(all, address)
		}
	case ".xlsx":
		archive, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
		if err != nil {
			return nil, err
		}
		for _, entry := range archive.File {
			r, err := entry.Open()
			if err != nil {
				return nil, err
			}
			inside, err := io.ReadAll(r)
			if err != nil {
				return nil, err
			}
			all = append(all, entry.Name, html.UnescapeString(string(inside)))
		}
	case ".parquet":
		rows, err := parquetText(ctx, filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		all = append(all, rows)
	}
	return all, nil
}

func parquetText(ctx context.Context, path string) (string, error) {
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		return "", err
	}
	defer db.Close()
	rows, err := db.Query(ctx, fmt.Sprintf("SELECT t::VARCHAR FROM read_parquet('%s') AS t", path))
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var all strings.Builder
	for rows.Next() {
		var row string
		if err := rows.Scan(&row); err != nil {
			return "", err
		}
		all.WriteString(row + "\n")
	}
	return all.String(), rows.Err()
}

// leaks lists the secrets that the files below dir tell, as "file: secret". skip says which files are not looked at.
func leaks(t *testing.T, dir string, secrets []secret, skip func(name string) bool) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || skip(filepath.ToSlash(name)) {
			return err
		}
		all, err := readings(t.Context(), dir, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, text := range all {
			has := map[string]bool{}
			for _, w := range wordsOf(text) {
				has[w] = true
			}
			for _, s := range secrets {
				if has[s.first] && s.in(text) {
					found = append(found, name+": "+s.text)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// in tells whether a text has the secret, as a word of its own. Keys and addresses count in any case, a first name only as it is
// written.
func (s secret) in(text string) bool {
	want := s.text
	if strings.ContainsAny(want, ".@-_ ") {
		text, want = strings.ToLower(text), strings.ToLower(want)
	}
	for at := 0; ; {
		i := strings.Index(text[at:], want)
		if i < 0 {
			return false
		}
		before, after := []rune(text[max(0, at+i-4):at+i]), []rune(text[at+i+len(want):min(len(text), at+i+len(want)+4)])
		isPart := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
		if !(len(before) > 0 && isPart(before[len(before)-1]) || len(after) > 0 && isPart(after[0])) {
			return true
		}
		at += i + len(want)
	}
}

// A test that looks for leaks is worth what it finds: a name planted in every form that a file can have it in.
func TestEveryPlantedLeakIsFound(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("text.html", "<td>Siobhán O&#39;Byrne</td>")
	put("island.html", `<script type="application/json">{"name":"Siobh\u00e1n O\u0027Byrne"}</script>`)
	put("picture.html", `<img src='data:image/svg+xml;charset=utf-8,%3Ctext%3ESiobh%C3%A1n O%27Byrne%3C/text%3E'>`)
	put("attribute.html", `<p title="siobhan.byrne@example.com">`)
	put("link.html", `<a href="people/siobhan-byrne.html">`)
	put("a.csv", "entity\npayments (Siobhán)\n")
	put("people/siobhan-byrne.csv", "")
	put("clean.html", "<p>Siobhánesque, and SIOBHAN-BYRNES</p>")
	var book bytes.Buffer
	archive := zip.NewWriter(&book)
	w, err := archive.Create("xl/sharedStrings.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, strings.Repeat("<t>Siobhán O&apos;Byrne</t>", 100)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	put("a.xlsx", book.String())
	db, err := sql.Open(t.Context(), "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(t.Context(), fmt.Sprintf("COPY (SELECT 'Siobhán O''Byrne' AS name FROM range(1000)) TO '%s' (FORMAT parquet, COMPRESSION zstd)", filepath.Join(dir, "a.parquet")))
	if err != nil {
		t.Fatal(err)
	}
	rows.Close()
	secrets := secretsOf([]string{"Siobhán O'Byrne", "Siobhán", "siobhan.byrne@example.com", "siobhan-byrne"})
	files := map[string]bool{}
	for _, leak := range leaks(t, dir, secrets, func(string) bool { return false }) {
		name, _, _ := strings.Cut(leak, ": ")
		files[name] = true
	}
	for _, want := range []string{"text.html", "island.html", "picture.html", "attribute.html", "link.html", "a.csv", "people/siobhan-byrne.csv", "a.xlsx", "a.parquet"} {
		if !files[want] {
			t.Errorf("nothing is found in %s", want)
		}
	}
	if files["clean.html"] {
		t.Error("something is found in clean.html")
	}
}
