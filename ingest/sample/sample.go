// Package sample is an organisation that does not exist, and the servers that hold its data: strict stand-ins for the
// real services, over real HTTP, for tests and for the demo. The rule that keeps it simple: a stand-in knows what the
// real service does and nothing of who asks, so a client that works here has been made to work there.
package sample
