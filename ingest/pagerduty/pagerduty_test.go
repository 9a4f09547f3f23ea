package pagerduty

import (
	"testing"

	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
)

func TestSource(t *testing.T) { sourcetest.Run(t, underTest) }

func TestKilledAnywhereItGoesOn(t *testing.T) { sourcetest.Killed(t, underTest, "TestKilledChild", 12) }

func TestKilledChild(t *testing.T) { sourcetest.Child(t, underTest, sample.NewClock(now)) }
