package sample

import (
	"net"
	"net/http"
	"strconv"
)

// Fault is a way in which a request can go wrong that is not the client's doing.
type Fault string

// The faults of the real services.
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
	Between   func(n int) // called before each request is answered, one at a time, with how many came before; may call Do
	StopAfter int         // every request after so many fails, as when a service goes down for good; 0: never
}

// mix is the finishing step of splitmix64: neighbouring numbers come out unrelated.
func mix(n uint64) uint64 {
	n = (n ^ n>>30) * 0xBF58476D1CE4E5B9
	n = (n ^ n>>27) * 0x94D049BB133111EB
	return n ^ n>>31
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
