package ingest

// Access is whether the credentials of a source let a part of it be read.
type Access struct {
	Part string // such as "incidents", or "project OPS"
	Err  error  // nil: it may be read
}
