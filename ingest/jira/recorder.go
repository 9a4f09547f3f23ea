package jira

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode"

	"github.com/fewhands/fewhands/ingest"
)

// recorder is the transport below go-jira. It keeps every answer for us and shows the library an empty one instead,
// because of what the library does with the real one (v1.17.0):
//
//   - a time that ends in Z, or an empty one, fails a page, and what came before it is returned beside the error;
//   - changelogs and comments lose their totals, so that clipped ones look whole;
//   - a null resolutiondate becomes the year 1, unknown fields and links of the changelog are lost;
//   - errors that are no JSON carry whole pages of HTML.
type recorder struct{ next http.RoundTripper }

// answer is what the recorder kept of one call. It travels in the context of the call.
type answer struct {
	body []byte
	err  error
}

type answerKey struct{}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	kept, _ := req.Context().Value(answerKey{}).(*answer)
	if kept == nil {
		return nil, errors.New("a request outside of ask")
	}
	resp, err := r.next.RoundTrip(req)
	if err != nil {
		kept.err = err
		return nil, err
	}
	body, err := io.ReadAll(resp.Body) // from memory: the client below has read it whole
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		kept.err = err
		return nil, err
	}
	if kept.err = refusal(resp, body); kept.err == nil {
		kept.body = body
	}
	empty := "{}"
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		empty = "[]"
	}
	resp.Body = io.NopCloser(strings.NewReader(empty))
	return resp, nil
}

var (
	errNotFound = errors.New("not found")
	errBadQuery = errors.New("query refused")
)

// refusal is the error that an answer is; nil where it is a good one. A token that has expired is none of Jira's errors:
// Cloud answers as to someone who has not signed in, often with 200 and an empty list.
func refusal(resp *http.Response, body []byte) error {
	if reason := resp.Header.Get("X-Seraph-LoginReason"); reason != "" && reason != "OK" {
		return fmt.Errorf("%w: the sign-in ended as %s", ingest.ErrRefused, plain(reason))
	}
	if resp.StatusCode/100 == 2 {
		return nil
	}
	said := messages(body)
	if why := resp.Header.Get("X-Authentication-Denied-Reason"); why != "" {
		said = append(said, plain(why)) // such as a CAPTCHA that someone has to solve in a browser
	}
	text := fmt.Sprintf("answered %d", resp.StatusCode)
	if len(said) > 0 {
		text += ": " + strings.Join(said, "; ")
	}
	switch resp.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("%w: %s", ingest.ErrRefused, text)
	case http.StatusNotFound:
		return fmt.Errorf("%w: %s", errNotFound, text)
	case http.StatusBadRequest:
		return fmt.Errorf("%w: %s", errBadQuery, text)
	}
	return errors.New(text)
}

// messages are what an error of Jira says.
func messages(body []byte) []string {
	if !json.Valid(body) {
		return nil // a page of HTML
	}
	var all []string
	ingest.Members(body, func(name string, value json.RawMessage) {
		switch name {
		case "errorMessages":
			list, _ := ingest.Elements(value)
			for _, one := range list {
				all = append(all, plain(ingest.Text(one)))
			}
		case "errors":
			ingest.Members(value, func(field string, value json.RawMessage) {
				all = append(all, plain(field)+": "+plain(ingest.Text(value)))
			})
		}
	})
	return all
}

// plain is a text of the server as an error can hold it: one line, of bounded length.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > 300 {
		text = string(runes[:300]) + "…"
	}
	return text
}

// ask makes one request through the library and returns the body of its answer. Its errors hold no token.
func (s *Source) ask(ctx context.Context, call func(ctx context.Context) error) ([]byte, error) {
	kept := &answer{}
	err := call(context.WithValue(ctx, answerKey{}, kept))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case kept.err != nil:
		return nil, ingest.Redact(kept.err, s.secrets...)
	case kept.body != nil:
		return kept.body, nil
	case err == nil:
		err = errors.New("no answer was kept")
	}
	return nil, ingest.Redact(err, s.secrets...)
}

// get asks for what the library has no method for, or none that takes the parameters.
func (s *Source) get(ctx context.Context, path string) ([]byte, error) {
	return s.send(ctx, http.MethodGet, path, nil)
}

func (s *Source) send(ctx context.Context, method, path string, body any) ([]byte, error) {
	return s.ask(ctx, func(ctx context.Context) error {
		req, err := s.api.NewRequestWithContext(ctx, method, path, body)
		if err != nil {
			return err
		}
		_, err = s.api.Do(req, nil)
		return err
	})
}
