package ingest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// HTTPOptions tune the client of one source. The zero value suits a source on the internet.
type HTTPOptions struct {
	Clock     Clock                          // nil: the clock on the wall
	UserAgent string                         // "" is "fewhands"; it replaces what a client library sends
	Secrets   []string                       // tokens, which no error may contain
	Bucket    func(req *http.Request) string // which rate limit a request counts against; nil: one for all
	Trouble   func(text string)              // hears of a request that failed several times and is tried again; nil: nobody does
	JSON      bool                           // every answer is JSON: a 200 that is none was cut short or is not from the API

	Timeout    time.Duration // of one attempt, with its body; 0 means a minute
	MaxBytes   int64         // of one body; 0 means 64 MiB
	Failures   int           // how many failed attempts of one request end it; 0 means 8
	Refusals   int           // how often the rate limit may turn one request away; 0 means 40
	MinBackoff time.Duration // before the second attempt, doubled after each; 0 means a second
	MaxBackoff time.Duration // 0 means a minute
	MaxWait    time.Duration // the longest wait a server may ask for; 0 means an hour
	Seed       uint64        // of the jitter; 0 means another one each time
}

func (o HTTPOptions) withDefaults() HTTPOptions {
	orDuration := func(d *time.Duration, value time.Duration) {
		if *d == 0 {
			*d = value
		}
	}
	orDuration(&o.Timeout, time.Minute)
	orDuration(&o.MinBackoff, time.Second)
	orDuration(&o.MaxBackoff, time.Minute)
	orDuration(&o.MaxWait, time.Hour)
	if o.Clock == nil {
		o.Clock = SystemClock{}
	}
	if o.UserAgent == "" {
		o.UserAgent = "fewhands"
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = 64 << 20
	}
	if o.Failures == 0 {
		o.Failures = 8
	}
	if o.Refusals == 0 {
		o.Refusals = 40
	}
	if o.Seed == 0 {
		o.Seed = rand.Uint64()
	}
	return o
}

// NewHTTPClient returns the client that every client library of a source works on. Below it, so that no library has to:
//
//   - a request is tried again after transport errors, bodies cut short, 408, 429 and 5xx, a bounded number of times;
//   - Retry-After and ratelimit-reset are honoured, before the limit turns a request away where the source says so;
//   - bodies are read whole, within a bound, before anyone sees the response;
//   - redirects to another host are refused: a token must not follow them;
//   - errors carry no secret, and a context that is done ends everything at once.
//
// An answer of any status is no error. It is safe for concurrent use; CloseIdleConnections ends its connections.
func NewHTTPClient(opts HTTPOptions) *http.Client {
	opts = opts.withDefaults()
	pool := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          16,
		MaxIdleConnsPerHost:   16,
		IdleConnTimeout:       60 * time.Second,
		TLSHandshakeTimeout:   15 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
	limit := newLimiter(opts.Clock)
	retry := &retrier{opts: opts, limit: limit, random: rand.New(rand.NewPCG(opts.Seed, opts.Seed))}
	return &http.Client{Transport: &transport{
		opts: opts,
		pool: pool,
		client: &retryablehttp.Client{
			HTTPClient: &http.Client{
				Transport:     &attempts{opts: opts, limit: limit, pool: pool},
				CheckRedirect: sameHost,
			},
			// The number of retries is counted by the retrier, which also does the waiting.
			RetryMax:     opts.Failures + opts.Refusals,
			CheckRetry:   retry.check,
			Backoff:      func(time.Duration, time.Duration, int, *http.Response) time.Duration { return 0 },
			ErrorHandler: retryablehttp.PassthroughErrorHandler,
		},
	}}
}

// transport is the outermost part: what a client library calls once per request.
type transport struct {
	opts   HTTPOptions
	client *retryablehttp.Client
	pool   *http.Transport
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := context.WithValue(req.Context(), triesKey{}, &tries{})
	again, err := retryablehttp.FromRequest(req.Clone(ctx))
	if err != nil {
		return nil, Redact(err, t.opts.Secrets...)
	}
	again.Header.Set("User-Agent", t.opts.UserAgent)
	resp, err := t.client.Do(again)
	if err == nil {
		return resp, nil
	}
	if resp != nil && resp.Body != nil {
		resp.Body.Close()
	}
	var tried *url.Error
	if errors.As(err, &tried) {
		err = tried.Err // the URL says nothing that the stream and its window do not
	}
	switch ended := req.Context().Err(); {
	case ended != nil:
		err = ended
	case !isFinal(err):
		err = fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	return nil, Redact(err, t.opts.Secrets...)
}

// CloseIdleConnections is what http.Client.CloseIdleConnections calls.
func (t *transport) CloseIdleConnections() { t.pool.CloseIdleConnections() }

var errRedirect = errors.New("redirect to another host refused")

// sameHost lets a redirect through only where the same server answers, as safely as before.
func sameHost(req *http.Request, via []*http.Request) error {
	first := via[0].URL
	if req.URL.Host != first.Host || (first.Scheme == "https" && req.URL.Scheme != "https") {
		return fmt.Errorf("%w: %s", errRedirect, req.URL.Host)
	}
	if len(via) >= 5 {
		return errors.New("more than 5 redirects")
	}
	return nil
}
