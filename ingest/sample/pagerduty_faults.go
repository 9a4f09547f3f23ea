package sample

import (
	"net"
	"net/http"
	"strconv"
	"time"
)

// Fault is a way in which a request can go wrong that is not the client's doing.
type Fault string

// The faults of the real service.
const (
	RateLimited     Fault = "429"              // with headers that name a reset
	BareRateLimit   Fault = "429 bare"         // without headers or body
	ServerError     Fault = "500"              // with the API's error body
	BadGateway      Fault = "502"              // an HTML page of something in front of the API
	RequestTimeout  Fault = "408"              // with an empty body
	ConnectionReset Fault = "connection reset" // before any answer
	TruncatedBody   Fault = "truncated body"   // the right answer, cut off half-way
)

// AllFaults is every kind of fault.
var AllFaults = []Fault{RateLimited, BareRateLimit, ServerError, BadGateway, RequestTimeout, ConnectionReset, TruncatedBody}

// Faults is what goes wrong on purpose. Which requests fail, and how, depends on the seed and the request's number only.
type Faults struct {
	Share     float64     // of requests that fail, 0 to 1
	Seed      uint64      // of the choice
	Kinds     []Fault     // nil: AllFaults
	MostInRow int         // after so many failed requests one goes well; 0: 4, so that bounded retries are enough
	Between   func(n int) // called before each request is answered, one at a time, with how many came before; may call PagerDuty.Do
	StopAfter int         // every request after so many fails, as when a service goes down for good; 0: never
}

// fault chooses what happens to request n.
func (s *PagerDuty) fault(n int) Fault {
	f := s.opts.Faults
	if f.StopAfter > 0 && n >= f.StopAfter {
		return []Fault{BadGateway, ConnectionReset}[n%2]
	}
	most := f.MostInRow
	if most == 0 {
		most = 4
	}
	dice := mix(f.Seed + uint64(n)*0x9E3779B97F4A7C15)
	if float64(dice>>11)/(1<<53) >= f.Share || s.failed >= most {
		s.failed = 0
		return ""
	}
	s.failed++
	kinds := f.Kinds
	if kinds == nil {
		kinds = AllFaults
	}
	return kinds[mix(dice)%uint64(len(kinds))]
}

// mix is the finishing step of splitmix64: neighbouring numbers come out unrelated.
func mix(n uint64) uint64 {
	n = (n ^ n>>30) * 0xBF58476D1CE4E5B9
	n = (n ^ n>>27) * 0x94D049BB133111EB
	return n ^ n>>31
}

// faulty returns the answer of a fault; of those that need the right answer first, none.
func (s *PagerDuty) faulty(f Fault, key string, seen *Request) response {
	switch f {
	case RateLimited:
		name, most := s.allowance(key, seen.Path)
		answer := tooMany(max(1, most), min(s.opts.RateWindow, 7*time.Second))
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

// write sends the answer, or what the fault leaves of it.
func write(w http.ResponseWriter, answer response, fault Fault) {
	if fault == ConnectionReset {
		reset(w)
	}
	for name, value := range answer.header {
		w.Header().Set(name, value)
	}
	if answer.contentType == "" && len(answer.body) > 0 {
		answer.contentType = "application/json; charset=utf-8"
	}
	if answer.contentType != "" {
		w.Header().Set("Content-Type", answer.contentType)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(answer.body)))
	w.WriteHeader(answer.status)
	if fault == TruncatedBody {
		_, _ = w.Write(answer.body[:len(answer.body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler) // closes the connection without a word in the log
	}
	_, _ = w.Write(answer.body) // a client that has gone away needs no answer
}

// reset ends the connection without an answer, by a TCP reset where there is TCP. It does not return.
func reset(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // without it the close would be an orderly one
		}
		_ = conn.Close()
	}
	panic(http.ErrAbortHandler)
}
