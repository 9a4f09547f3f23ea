package sample

import (
	"encoding/json"
	"net/http"
)

// The API's own error codes.
const (
	codeInvalidInput = 2001
	codeArguments    = 2002
	codeRateLimit    = 2020
	codeNotFound     = 2100
)

func apiError(status, code int, message string, errors ...string) response {
	type fault struct {
		Message string   `json:"message"`
		Code    int      `json:"code"`
		Errors  []string `json:"errors,omitempty"`
	}
	body, err := json.Marshal(map[string]fault{"error": {message, code, errors}})
	if err != nil {
		panic("sample: " + err.Error())
	}
	return response{status: status, body: body}
}

func notFound() response { return apiError(http.StatusNotFound, codeNotFound, "Not Found") }

// invalid is the answer to a parameter the API cannot read.
func invalid(errors ...string) *response {
	r := apiError(http.StatusBadRequest, codeInvalidInput, "Invalid Input Provided", errors...)
	return &r
}
