package sample

import (
	"net/http"
	"strconv"
	"time"
)

// allowance returns the name of the bucket a request is counted in, and how many are let through per window.
func (s *PagerDuty) allowance(key, path string) (string, int) {
	if path == "/oncalls" && s.opts.OnCallRateLimit > 0 {
		return key + path, s.opts.OnCallRateLimit
	}
	return key, s.opts.RateLimit
}

// limit counts the request and returns the headers that tell how much is left, or the answer 429.
func (s *PagerDuty) limit(key string, seen *Request) (response, bool) {
	name, most := s.allowance(key, seen.Path)
	b := s.bucket(name, seen.At)
	if seen.At.Before(b.blocked) {
		seen.Early = true
		return tooMany(most, b.blocked.Sub(seen.At)), true
	}
	if most == 0 {
		return response{}, false
	}
	reset := b.began.Add(s.per).Sub(seen.At)
	if b.used >= most {
		answer := tooMany(most, reset)
		b.block(answer, seen.At)
		return answer, true
	}
	b.used++
	var headers response
	headers.limits(most, most-b.used, reset)
	return headers, false
}

// block holds a client to the reset it was told, which is in whole seconds.
func (b *bucket) block(answer response, now time.Time) {
	seconds, err := strconv.Atoi(answer.header["ratelimit-reset"])
	if err != nil {
		panic("sample: a rate limit without a reset")
	}
	b.blocked = now.Add(time.Duration(seconds) * time.Second)
}

func tooMany(most int, reset time.Duration) response {
	answer := apiError(http.StatusTooManyRequests, codeRateLimit, "Rate Limit Exceeded",
		"Your account is using a large number of requests. Please wait.")
	answer.limits(most, 0, reset)
	return answer
}

func (r *response) limits(most, left int, reset time.Duration) {
	r.set("ratelimit-limit", strconv.Itoa(most))
	r.set("ratelimit-remaining", strconv.Itoa(left))
	r.set("ratelimit-reset", strconv.Itoa(wholeSeconds(reset)))
}
