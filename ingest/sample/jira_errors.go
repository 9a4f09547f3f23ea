package sample

import (
	"net/http"
)

// jiraError is an answer as most of the API words errors.
func jiraError(status int, messages ...string) response {
	return response{status: status, body: encode(struct {
		Messages []string          `json:"errorMessages"`
		Errors   map[string]string `json:"errors"`
	}{messages, map[string]string{}}, nil)}
}

func (s *Jira) noIssue() response {
	if s.isCloud() {
		return jiraError(http.StatusNotFound, "Issue does not exist or you do not have permission to see it.")
	}
	return jiraError(http.StatusNotFound, "Issue Does Not Exist")
}

// noPath is what the API says to an address it does not have.
func (s *Jira) noPath(path string) response {
	if s.isCloud() {
		return response{
			status: http.StatusNotFound, contentType: "text/html;charset=UTF-8",
			body: []byte("<html><head><title>Oops, you&#39;ve found a dead link. - JIRA</title></head><body></body></html>\n"),
		}
	}
	return response{status: http.StatusNotFound, body: encode(map[string]any{
		"message": "null for uri: " + s.url() + path, "status-code": http.StatusNotFound,
	}, nil)}
}

func jiraOK(body any) response { return response{status: http.StatusOK, body: encode(body, nil)} }

// unauthorised is the answer to credentials that are not good.
func (s *Jira) unauthorised() response {
	if s.isCloud() {
		r := response{
			status: http.StatusUnauthorized, contentType: "text/html;charset=UTF-8",
			body: []byte("Client must be authenticated to access this resource."),
		}
		r.set("WWW-Authenticate", "OAuth realm=\""+s.url()+"\"")
		r.set("X-Seraph-LoginReason", "AUTHENTICATED_FAILED")
		return r
	}
	r := response{status: http.StatusUnauthorized, body: encode(map[string]any{
		"message": "Client must be authenticated to access this resource.", "status-code": http.StatusUnauthorized,
	}, nil)}
	r.set("X-Seraph-LoginReason", "AUTHENTICATED_FAILED")
	return r
}

func forbidden(text string) response {
	return response{status: http.StatusForbidden, contentType: "text/html;charset=UTF-8", body: []byte(text)}
}
