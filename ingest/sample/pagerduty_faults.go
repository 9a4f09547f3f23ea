package sample

import (
	"net/http"
	"time"
)

// faulty returns the answer of a fault; of those that need the right answer first, none.
func (s *PagerDuty) faulty(f Fault, key string, seen *Request) response {
	switch f {
	case RateLimited:
		name, most := s.allowance(key, seen.Path)
		answer := tooMany(max(1, most), min(s.per, 7*time.Second))
		s.bucket(name, seen.At).block(answer, seen.At)
		return answer
	case BareRateLimit:
		return response{status: http.StatusTooManyRequests}
	case ServerError:
		return apiError(http.StatusInternalServerError, 2000, "Internal Error")
	case BadGateway:
		return response{
			status: http.StatusBadGateway, contentType: "text/html", body: []byte("<html><body><h1>502 Bad Gateway</h1></body></html>\n"),
		}
	case RequestTimeout:
		return response{status: http.StatusRequestTimeout}
	}
	return response{}
}
