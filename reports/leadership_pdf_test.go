package reports

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

// aBrowser is one to print with; without it the test is skipped, but in CI.
func aBrowser(t *testing.T) string {
	t.Helper()
	path, err := findBrowser()
	if err != nil && os.Getenv("CI") != "true" {
		t.Skip("NO CHROMIUM ON PATH: THE PDF GOES UNTESTED")
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLeadershipIsPrintedAsAPDF(t *testing.T) {
	aBrowser(t)
	dir := hostileSite(t, SiteOptions{PDF: true})
	paper, err := os.ReadFile(filepath.Join(dir, leadershipPDF))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(tree(t, dir)["leadership.html"], `href="leadership.pdf"`) {
		t.Error("the page does not lead to its PDF")
	}
	sizes := regexp.MustCompile(`/MediaBox \[0 0 (\S+) (\S+)\]`).FindAllStringSubmatch(string(paper), -1)
	if len(sizes) == 0 || len(sizes) > 2 {
		t.Errorf("%d pages", len(sizes))
	}
	for _, size := range sizes {
		if !strings.HasPrefix(size[1], "59") || !strings.HasPrefix(size[2], "84") {
			t.Errorf("a page of %s × %s points is not A4", size[1], size[2])
		}
	}
	for _, is := range []string{"CreationDate (D:20261118", "/Creator (Fewhands)", "/ToUnicode"} {
		if !bytes.Contains(paper, []byte(is)) {
			t.Errorf("the PDF has no %s", is)
		}
	}
	links := regexp.MustCompile(`/URI \(([^)]*)\)`).FindAllStringSubmatch(string(paper), -1)
	if len(links) == 0 {
		t.Error("the PDF has no links")
	}
	for _, link := range links {
		file, _, _ := strings.Cut(link[1], "#")
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(file))); err != nil || strings.Contains(file, ":") {
			t.Errorf("the PDF leads to %s", link[1])
		}
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		return
	}
	text, err := exec.Command("pdftotext", filepath.Join(dir, leadershipPDF), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "What matters") || !strings.Contains(string(text), "Page 1 of ") {
		t.Errorf("the text of the PDF is %.200q", text)
	}
	for _, person := range everyone() {
		if strings.Contains(string(text), shown(person)) {
			t.Errorf("the PDF names %.30q", person)
		}
	}
}

func TestPrintingTwiceGivesTheSame(t *testing.T) {
	browser := aBrowser(t)
	s := &site{opts: SiteOptions{Title: "Acme"}, period: period{asOf: asOf, week: monday()}}
	page, err := s.renderUnder(paperHead(), "", "leadership.html", "leadership.html", "For leaders", leadershipPage{Headline: headline{Says: "It is so."}})
	if err != nil {
		t.Fatal(err)
	}
	var papers [2][]byte
	for i := range papers {
		if papers[i], err = printPage(t.Context(), browser, page); err != nil {
			t.Fatal(err)
		}
		papers[i] = settlePDF(papers[i], asOf)
	}
	if !bytes.Equal(papers[0], papers[1]) {
		t.Error("the second PDF is not the first")
	}
}

// What a page is printed from could hold anything: here it is all that a page may not have.
func TestABrowserThatPrintsReachesNothing(t *testing.T) {
	browser := aBrowser(t)
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	defer server.Close()
	page := `<!doctype html><title>x</title><link rel="stylesheet" href="` + server.URL + `/a.css"><img src="` + server.URL + `/a.png">` +
		`<script src="` + server.URL + `/a.js"></script><script>fetch('` + server.URL + `/b'); document.title = 'y'</script><iframe src="` + server.URL + `/c"></iframe>text`
	if _, err := printPage(t.Context(), browser, []byte(page)); err != nil {
		t.Fatal(err)
	}
	if n := requests.Load(); n > 0 {
		t.Errorf("the page made %d requests", n)
	}
}

func TestWithoutABrowserTheSiteIsWrittenAndSaysWhatIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := findBrowser(); err == nil {
		t.Skip("this machine has a browser that is on no PATH")
	}
	dir := filepath.Join(t.TempDir(), "public")
	index, err := Site(t.Context(), empty(t), SiteOptions{Dir: dir, PDF: true})
	if !errors.As(err, new(UnprintedError)) || !strings.Contains(err.Error(), "none of chromium, chromium-browser, google-chrome") {
		t.Errorf("got %v", err)
	}
	files := tree(t, dir)
	if index != filepath.Join(dir, "index.html") || files["leadership.html"] == "" || strings.Contains(files["leadership.html"], "leadership.pdf") {
		t.Error("the page is not there, or leads to a PDF that is not")
	}
}
