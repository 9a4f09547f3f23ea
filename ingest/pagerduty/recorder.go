package pagerduty

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/PagerDuty/go-pagerduty"

	"github.com/fewhands/fewhands/ingest"
)

// recorder is the HTTP client below go-pagerduty. It keeps the body of every good answer for us and shows the library an
// empty one instead, because of what the library does with the real one (v1.8.0):
//
//   - Channel.UnmarshalJSON panics where a channel's type is null;
//   - CommonLogEntryField.EventDetails is a map of strings: one nested value fails the page of a hundred entries;
//   - LogEntry drops note, Schedule.OverrideSubschedule never decodes, and what is unknown is lost everywhere;
//   - checkResponse wraps errors with %v, so that a cancelled context is no longer seen to be one.
//
// Answers of another status go to the library as they are: it makes the APIError.
type recorder struct{ http *http.Client }

// answer is what the recorder kept of one call. It travels in the context of the call.
type answer struct {
	body []byte
	err  error
}

type answerKey struct{}

func (r *recorder) Do(req *http.Request) (*http.Response, error) {
	kept, _ := req.Context().Value(answerKey{}).(*answer)
	if kept == nil {
		return nil, errors.New("a request outside of ask")
	}
	resp, err := r.http.Do(req)
	if err != nil {
		kept.err = err
		return nil, err
	}
	if resp.StatusCode/100 != 2 {
		return resp, nil
	}
	kept.body, err = io.ReadAll(resp.Body) // from memory: the client below has read it whole
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		kept.err = err
		return nil, err
	}
	resp.Body = io.NopCloser(strings.NewReader(`{"incident":{}}`)) // for a list it is empty, for GetIncident an incident
	return resp, nil
}

var (
	errNotFound = errors.New("not found")
	errNoRight  = errors.New("not part of the account's plan")
	errTooMany  = errors.New("more than the API will page through")
)

// codeArguments is the API's error code for offset and limit that are together over 10,000.
const codeArguments = 2002

// ask makes one request through the library and returns the body of its answer. Its errors hold no token.
func (s *Source) ask(ctx context.Context, call func(ctx context.Context) error) ([]byte, error) {
	kept := &answer{}
	err := call(context.WithValue(ctx, answerKey{}, kept))
	switch {
	case kept.err != nil:
		err = kept.err
	case err == nil && kept.body != nil:
		return kept.body, nil
	case err == nil:
		err = errors.New("no answer was kept")
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, ingest.Redact(meaning(err), s.secrets...)
}

// meaning gives an error of the API the sentinel that we branch on.
func meaning(err error) error {
	var api pagerduty.APIError
	if !errors.As(err, &api) {
		return err
	}
	var is error
	switch api.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		is = ingest.ErrRefused
	case http.StatusPaymentRequired:
		is = errNoRight
	case http.StatusNotFound:
		is = errNotFound
	case http.StatusBadRequest:
		if api.APIError.Valid && api.APIError.ErrorObject.Code == codeArguments {
			is = errTooMany
		}
	}
	if is == nil {
		return err
	}
	return fmt.Errorf("%w: %w", is, err)
}

// page is one page of a list.
type page struct {
	objects []json.RawMessage
	limit   int
	more    bool
	total   int // -1: not said
}

// readPage takes a page apart. The objects keep the bytes they came in.
func readPage(body []byte, key string) (page, error) {
	p := page{total: -1}
	isList := false
	var bad error
	number := func(name string, value json.RawMessage, to *int) {
		if n, err := strconv.Atoi(string(value)); err == nil {
			*to = n
		} else if string(value) != "null" {
			bad = fmt.Errorf("%s is %s", name, value)
		}
	}
	ingest.Members(body, func(name string, value json.RawMessage) {
		switch name {
		case key:
			p.objects, isList = ingest.Elements(value)
		case "more":
			p.more = string(value) == "true"
		case "limit":
			number(name, value, &p.limit)
		case "total":
			number(name, value, &p.total)
		}
	})
	if !isList {
		bad = fmt.Errorf("an answer without a list of %s", key)
	}
	return p, bad
}
