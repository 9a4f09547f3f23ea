package sample

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// refused returns the answer to a request that never gets as far as the API's own code.
func (s *Jira) refused(r *http.Request, seen *Request) (response, bool) {
	switch {
	case len(r.URL.RequestURI()) > 8_000:
		long := []byte("<html><body><h1>414 Request-URI Too Large</h1></body></html>\n")
		return response{status: http.StatusRequestURITooLong, contentType: "text/html", body: long}, true
	case r.Method == http.MethodGet && len(seen.Body) > 0 && s.isCloud():
		return forbidden("<html><body><h1>403 ERROR</h1><p>The request could not be satisfied.</p></body></html>\n"), true
	case strings.HasSuffix(r.URL.Path, "/serverInfo"): // for everyone
		return response{}, false
	}
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if s.isCloud() {
		if scheme == "Bearer" {
			answer := response{status: http.StatusForbidden, body: []byte(`{"error": "Failed to parse Connect Session Auth Token"}`)}
			return answer, true
		}
		user, token := "", ""
		if plain, err := base64.StdEncoding.DecodeString(secret); err == nil && scheme == "Basic" {
			user, token, _ = strings.Cut(string(plain), ":")
		}
		good := token != "" && user != "" && (s.opts.Token == "" || token == s.opts.Token)
		return s.unauthorised(), !good || s.opts.User != "" && !strings.EqualFold(user, s.opts.User)
	}
	good := scheme == "Bearer" && secret != "" && (s.opts.Token == "" || secret == s.opts.Token) && !s.expired
	return s.unauthorised(), !good
}

// limit counts the request and returns the headers that tell how much is left, or the answer 429.
func (s *Jira) limit(seen *Request) (response, bool) {
	b := s.bucket("", seen.At)
	if seen.At.Before(b.blocked) {
		seen.Early = true
		return s.tooMany(b.blocked, seen.At), true
	}
	most := s.opts.RateLimit
	if most == 0 {
		return response{}, false
	}
	reset := b.began.Add(s.per)
	if b.used >= most {
		b.blocked = reset
		return s.tooMany(reset, seen.At), true
	}
	b.used++
	var headers response
	headers.set("X-RateLimit-Limit", strconv.Itoa(most))
	headers.set("X-RateLimit-Remaining", strconv.Itoa(most-b.used))
	if s.isCloud() {
		headers.set("X-RateLimit-Reset", isoReset(reset))
		if 5*(most-b.used) < most {
			headers.set("X-RateLimit-NearLimit", "true")
		}
	} else {
		headers.set("X-RateLimit-FillRate", strconv.Itoa(most))
		headers.set("X-RateLimit-Interval-Seconds", strconv.Itoa(wholeSeconds(s.per)))
	}
	return headers, false
}

// tooMany is the answer 429. Cloud names the reset as a time, too; Data Center only how long to wait.
func (s *Jira) tooMany(reset, now time.Time) response {
	answer := jiraError(http.StatusTooManyRequests, "Rate limit exceeded.")
	answer.set("Retry-After", strconv.Itoa(wholeSeconds(reset.Sub(now))))
	answer.set("X-RateLimit-Limit", strconv.Itoa(s.opts.RateLimit))
	answer.set("X-RateLimit-Remaining", "0")
	if s.isCloud() {
		answer.set("X-RateLimit-Reset", isoReset(reset))
		answer.set("RateLimit-Reason", "jira-quota-tenant-based")
	}
	return answer
}

// isoReset rounds up to a whole second, so that who waits until then is not early.
func isoReset(reset time.Time) string {
	if whole := reset.Truncate(time.Second); whole.Before(reset) {
		reset = whole.Add(time.Second)
	}
	return reset.UTC().Format("2006-01-02T15:04:05Z")
}

// faulty returns the answer of a fault; of those that need the right answer first, none.
func (s *Jira) faulty(f Fault, seen *Request) response {
	switch f {
	case RateLimited:
		b := s.bucket("", seen.At)
		b.blocked = seen.At.Add(min(s.per, 7*time.Second))
		return s.tooMany(b.blocked, seen.At)
	case BareRateLimit:
		return response{status: http.StatusTooManyRequests}
	case ServerError:
		return jiraError(http.StatusInternalServerError, "Internal server error")
	case BadGateway:
		return response{
			status: http.StatusBadGateway, contentType: "text/html", body: []byte("<html><body><h1>502 Bad Gateway</h1></body></html>\n"),
		}
	case RequestTimeout:
		return response{status: http.StatusRequestTimeout}
	}
	return response{}
}
