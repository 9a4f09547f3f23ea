package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/jira"
	"github.com/fewhands/fewhands/ingest/pagerduty"
	"github.com/fewhands/fewhands/ingest/sample"
)

// The credentials that the servers of the demo ask for.
const (
	demoToken = "sample"
	demoUser  = "fewhands@example.com"
)

// ingestSample reads the organisation's accounts from servers in this process, over HTTP as any other.
func ingestSample(ctx context.Context, j *job, organisation *sample.Organisation) error {
	// Servers and readers share a clock that sleeping moves on, so that rate limits cost no time.
	clock := sample.NewClock(organisation.AsOf)
	url, stop, err := serve(sample.NewPagerDuty(organisation.PagerDuty(), sample.PagerDutyOptions{Token: demoToken, Clock: clock}))
	if err != nil {
		return err
	}
	defer stop()
	pages, err := pagerduty.New(pagerduty.Config{URL: url, Token: demoToken, Since: organisation.From, Clock: clock, Seed: 1})
	if err != nil {
		return err
	}
	url, stopJira, err := serve(sample.NewJira(organisation.Jira(), sample.JiraOptions{User: demoUser, Token: demoToken, Clock: clock}))
	if err != nil {
		return err
	}
	defer stopJira()
	tickets, err := jira.New(jira.Config{
		URL: url, Deployment: jira.Cloud, User: demoUser, Token: demoToken, Projects: organisation.Projects(), Since: organisation.From,
		Reliability: jira.Kinds{Labels: []string{"reliability", "incident", "postmortem", "on-call", "toil"}, Types: []string{"Incident", "Postmortem"}},
		Customer:    jira.Kinds{Labels: []string{"customer", "support"}},
		Clock:       clock, Seed: 1,
	})
	if err != nil {
		return err
	}
	for _, source := range []ingest.Source{pages, tickets} {
		bar := newProgress(j.g, j.stderr, j.log, source.Name(), "objects")
		_, err := ingest.Run(ctx, j.db, source, ingest.Options{Clock: clock, Progress: bar})
		bar.close()
		if err != nil {
			return err
		}
	}
	return nil
}

// serve lets a handler answer on this machine until stop is called.
func serve(handler http.Handler) (url string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	return "http://" + listener.Addr().String(), func() {
		_ = server.Close()
		<-served
	}, nil
}

// writeDemoFiles writes what people would have written by hand. The servers are gone when the demo ends, so the config
// names only what stays: other commands build and report from what was read.
func writeDemoFiles(dir string, organisation *sample.Organisation, repositories []string) error {
	var config strings.Builder
	config.WriteString("# The config of the sample organisation. Its pages and tickets came from servers that only the demo runs.\n")
	config.WriteString("sample: true\nwarehouse: fewhands.duckdb\norganisation: org.yaml\nmorale: pulse.csv\ngit:\n  repositories:\n")
	for _, path := range repositories {
		fmt.Fprintf(&config, "    - path: git/%s\n", filepath.Base(path))
	}
	config.WriteString("reports: {dir: public}\nexports: [{to: exports, formats: [csv, parquet, xlsx]}]\n")
	for name, text := range map[string][]byte{
		"fewhands.yaml": []byte(config.String()), "org.yaml": organisation.OrgYAML(), "pulse.csv": organisation.Pulse(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}
