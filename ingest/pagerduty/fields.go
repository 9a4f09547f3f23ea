package pagerduty

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/ingest"
)

// fields is what the reading itself needs to know of an incident, a log entry or an on-call. All else waits in the
// payload for staging. A field of another type than we know counts as absent: one odd object must not end a stream.
type fields struct {
	id, createdAt, status, incident string
}

// readFields reads them, and adds the users that the object refers to.
func readFields(raw json.RawMessage, people *mentions) fields {
	var f fields
	ingest.Members(raw, func(name string, value json.RawMessage) {
		switch name {
		case "id":
			f.id = ingest.Text(value)
		case "created_at":
			f.createdAt = ingest.Text(value)
		case "status":
			f.status = ingest.Text(value)
		case "incident":
			f.incident = ingest.Field(value, "id")
		case "agent", "user", "last_status_change_by":
			people.add(value)
		case "assignees", "assignments", "acknowledgements":
			people.addAll(value)
		}
	})
	return f
}

// object makes an object of the fields, which must have an id.
func (f fields) object(raw json.RawMessage) (ingest.Object, error) {
	if f.id == "" {
		return ingest.Object{}, errors.New("an object without an id")
	}
	created, err := ingest.Instant(f.createdAt)
	if err != nil {
		return ingest.Object{}, fmt.Errorf("%s: created_at: %w", f.id, err)
	}
	return ingest.Object{ID: f.id, CreatedAt: created, Payload: raw}, nil
}

// reached is the cursor of a stream that is read along time: all from Since to Until is stored.
type reached struct {
	Since time.Time `json:"since"`
	Until time.Time `json:"until"`
}
