package ingest

import (
	"context"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
)

// What a caller branches on. Each names what to do next: other credentials, another try later, nothing.
var (
	// ErrRefused says that the source knows us and said no: 401 or 403.
	ErrRefused = errors.New("credentials refused")

	// ErrUnreachable says that no answer came at all, after every retry.
	ErrUnreachable = errors.New("no answer")

	// ErrIncomplete says that a part of the source was read and stored, and the rest was not. The next run goes on.
	ErrIncomplete = errors.New("incomplete")
)

// safeError is an error whose text has lost its secrets. It remembers of the one behind it only which sentinels it was:
// unwrapping must not bring a token back.
type safeError struct {
	text string
	is   []error
}

func (e *safeError) Error() string   { return e.text }
func (e *safeError) Unwrap() []error { return e.is }

// sentinels are what survives in an error whose text had to be changed.
var sentinels = []error{ErrRefused, ErrUnreachable, ErrIncomplete, errRedirect, errTooLarge, context.Canceled, context.DeadlineExceeded}

// Redact returns err without any of the secrets in its text, in whatever form a URL or a header would show them. An
// error without one is returned as it is.
func Redact(err error, secrets ...string) error {
	if err == nil {
		return nil
	}
	text := redactText(err.Error(), secrets)
	if text == err.Error() {
		return err
	}
	safe := &safeError{text: text}
	for _, sentinel := range sentinels {
		if errors.Is(err, sentinel) {
			safe.is = append(safe.is, sentinel)
		}
	}
	return safe
}

func redactText(text string, secrets []string) string {
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		for _, form := range []string{
			secret,
			url.QueryEscape(secret),
			url.PathEscape(secret),
			base64.StdEncoding.EncodeToString([]byte(secret)),
			base64.URLEncoding.EncodeToString([]byte(secret)),
		} {
			text = strings.ReplaceAll(text, form, "[secret]")
		}
	}
	return text
}
