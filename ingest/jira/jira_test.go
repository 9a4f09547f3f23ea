package jira

import (
	"os"
	"testing"

	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
)

var deployments = []string{Cloud, DataCenter}

func TestSource(t *testing.T) {
	for _, deployment := range deployments {
		t.Run(deployment, func(t *testing.T) { sourcetest.Run(t, underTest(deployment)) })
	}
}

func TestKilledAnywhereItGoesOn(t *testing.T) {
	for _, deployment := range deployments {
		t.Run(deployment, func(t *testing.T) {
			t.Setenv("JIRA_DEPLOYMENT", deployment)
			sourcetest.Killed(t, underTest(deployment), "TestKilledChild", 8)
		})
	}
}

func TestKilledChild(t *testing.T) {
	sourcetest.Child(t, underTest(os.Getenv("JIRA_DEPLOYMENT")), sample.NewClock(now))
}
