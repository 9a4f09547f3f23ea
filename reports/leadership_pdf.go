package reports

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"time"
)

const leadershipPDF = "leadership.pdf"

// UnprintedError says why a site has no PDF. All the rest of it is there.
type UnprintedError struct{ err error }

func (e UnprintedError) Error() string { return "leadership.pdf: " + e.err.Error() }
func (e UnprintedError) Unwrap() error { return e.err }

// nowhere is what the links of a page to print are relative to. A browser makes them whole; in the PDF they are relative again, to
// where it lies.
const nowhere = "https://pages.invalid/"

// print makes the PDF of the edition for leaders: of a page that has no script, may load nothing, and lies alone in its folder.
func (s *site) print(ctx context.Context, page leadershipPage) error {
	browser, err := findBrowser()
	if err != nil {
		return err
	}
	text, err := s.renderUnder(paperHead(), "", "leadership.html", "leadership.html", "For leaders", page)
	if err != nil {
		return err
	}
	paper, err := printPage(ctx, browser, text)
	if err != nil {
		return err
	}
	return s.write(leadershipPDF, settlePDF(paper, s.period.asOf))
}

// paperHead is that of a page that is only printed.
func paperHead() head {
	h := newHead(true, "", false)
	h.Scripts, h.Base = nil, nowhere
	h.Policy = "default-src 'none'; style-src " + hash(string(h.Style)) + "; img-src data:; base-uri " + strings.TrimSuffix(nowhere, "/") + "; form-action 'none'"
	return h
}

var (
	datesOfPDF = regexp.MustCompile(`/(CreationDate|ModDate) \(D:[0-9]{14}\+00'00'\)`)
	makerOfPDF = regexp.MustCompile(`/Creator \((?:[^()\\]|\\.)*\)`)
	linksOfPDF = regexp.MustCompile(`/URI \(` + regexp.QuoteMeta(nowhere) + `[^()\\]*\)`)
)

// settlePDF takes out of a PDF when and by what it was made, and makes its links relative. What is put in is as long as what was
// there, because a PDF knows its objects by where they begin.
func settlePDF(paper []byte, asOf time.Time) []byte {
	paper = datesOfPDF.ReplaceAllFunc(paper, func(old []byte) []byte {
		name, _, _ := bytes.Cut(old, []byte(" "))
		return padded(string(name)+" (D:"+asOf.UTC().Format("20060102150405")+"+00'00')", len(old))
	})
	paper = makerOfPDF.ReplaceAllFunc(paper, func(old []byte) []byte { return padded("/Creator (Fewhands)", len(old)) })
	return linksOfPDF.ReplaceAllFunc(paper, func(old []byte) []byte {
		return padded("/URI ("+strings.TrimPrefix(string(old), "/URI ("+nowhere), len(old))
	})
}

// padded fills up with spaces, which mean nothing between the parts of a PDF.
func padded(text string, length int) []byte {
	if len(text) > length {
		return []byte(text)[:length]
	}
	return append([]byte(text), bytes.Repeat([]byte(" "), length-len(text))...)
}
