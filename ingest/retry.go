package ingest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// retrier decides what is tried again, and waits before it is.
type retrier struct {
	opts  HTTPOptions
	limit *limiter

	mu     sync.Mutex
	random *rand.Rand
}

type triesKey struct{}

// tries counts what has become of one request.
type tries struct{ failures, refusals int }

// check is called after every attempt. It waits on the clock and not on the timer of retryablehttp, which knows only
// real time; the Backoff given to retryablehttp is always 0.
func (r *retrier) check(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	n, _ := ctx.Value(triesKey{}).(*tries)
	switch {
	case n == nil, err != nil && isFinal(err):
		return false, nil
	case err == nil && resp.StatusCode == http.StatusTooManyRequests:
		if n.refusals++; n.refusals > r.opts.Refusals {
			return false, nil
		}
		wait, err := r.wait(resp, n.refusals)
		if err != nil {
			return false, err
		}
		r.limit.pause(bucketOf(r.opts, resp.Request), wait)
		return true, nil // the limiter lets no request of the bucket through before
	case err != nil || isTransient(resp.StatusCode):
		if n.failures++; n.failures >= r.opts.Failures {
			return false, nil
		}
		wait, waitErr := r.wait(resp, n.failures)
		r.tell(n.failures, wait, resp, err)
		err = waitErr
		if err == nil {
			err = r.opts.Clock.Sleep(ctx, wait)
		}
		return err == nil, err
	}
	return false, nil
}

// tell says that a request keeps failing, so that nobody wonders why nothing happens. One or two failures are usual.
func (r *retrier) tell(failures int, wait time.Duration, resp *http.Response, err error) {
	if r.opts.Trouble == nil || failures < 3 {
		return
	}
	what := "no answer"
	if err == nil {
		what = http.StatusText(resp.StatusCode)
	}
	r.opts.Trouble(fmt.Sprintf("%s, attempt %d of %d failed, next in %s", what, failures, r.opts.Failures, wait.Round(time.Second)))
}

// wait is how long to stay away: what the answer asks for, or else a backoff.
func (r *retrier) wait(resp *http.Response, failures int) (time.Duration, error) {
	if resp != nil {
		asked, ok := waitAsked(resp.Header, r.opts.Clock.Now())
		if ok && asked > r.opts.MaxWait {
			return 0, fmt.Errorf("%w %s", errWait, asked)
		}
		if ok && asked > 0 {
			return asked, nil
		}
	}
	return r.backoff(failures), nil
}

var errWait = errors.New("the source asks to wait")

// isFinal tells errors that another attempt cannot mend.
func isFinal(err error) bool {
	var certificate *tls.CertificateVerificationError
	return errors.Is(err, errRedirect) || errors.Is(err, errTooLarge) || errors.Is(err, errWait) ||
		errors.As(err, &certificate)
}

func isTransient(status int) bool {
	return status == http.StatusRequestTimeout || status == http.StatusTooEarly ||
		(status >= 500 && status != http.StatusNotImplemented)
}

// backoff doubles from MinBackoff to MaxBackoff; a random half of it is left out, so that many clients which failed
// together do not come back together.
func (r *retrier) backoff(failures int) time.Duration {
	wait := r.opts.MaxBackoff
	if shift := failures - 1; shift < 20 {
		wait = min(r.opts.MinBackoff<<shift, r.opts.MaxBackoff)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return wait/2 + time.Duration(r.random.Float64()*float64(wait/2))
}
