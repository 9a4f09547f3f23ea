package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// Exports to a store of S3 that lets us in, refuses us and is away: the exit code says which, what can be written is written, and no
// secret is shown.
func TestExportsToABucketEndWithTheRightCode(t *testing.T) {
	const key, secret = "AKIATESTKEY0000000", "secret-of-the-test-that-nobody-may-see"
	store := s3mem.New()
	if err := store.CreateBucket("numbers"); err != nil {
		t.Fatal(err)
	}
	s3 := gofakes3.New(store).Server()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Authorization"), "Credential="+key+"/") {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, "<Error><Code>InvalidAccessKeyId</Code><Message>no such key</Message></Error>")
			return
		}
		s3.ServeHTTP(w, r)
	}))
	defer server.Close()
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
		"AWS_CONFIG_FILE": filepath.Join(t.TempDir(), "none"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(t.TempDir(), "none"),
	} {
		t.Setenv(name, value)
	}
	dir := t.TempDir()
	config := smallWarehouse(t, dir)
	plain := readText(t, config)
	exportTo := func(url string) {
		t.Helper()
		writeText(t, config, plain+"exports: [{to: \""+url+"\"}, {to: exports}]\n")
	}
	bucket := "s3://numbers/fewhands?region=eu-north-1&use_path_style=true&endpoint=" + server.URL
	command := func(name string, want int) string {
		t.Helper()
		code, out := onSampleDay(t.Context(), name, "--config", config)
		if code != want {
			t.Errorf("%s: exit code %d, want %d:\n%s", name, code, want, out)
		}
		if strings.Contains(out, secret) || strings.Contains(out, key) {
			t.Errorf("%s: a secret is shown:\n%s", name, out)
		}
		return out
	}

	exportTo(bucket)
	command("export", exitDone)
	list, err := store.ListBucket("numbers", &gofakes3.Prefix{}, gofakes3.ListBucketPage{})
	if err != nil {
		t.Fatal(err)
	}
	sent := map[string]bool{}
	for _, object := range list.Contents {
		sent[object.Key] = true
	}
	for _, name := range []string{"metrics.csv", "findings.csv", "scorecard.csv", "truck_factor.csv", "data_dictionary.csv", "datapackage.json"} {
		if !sent["fewhands/"+name] {
			t.Errorf("%s is not in the bucket: %v", name, sent)
		}
	}
	command("check", exitDone)

	for _, test := range []struct {
		name, key, url string
		code           int
		says           string
	}{
		{"a key that is unknown", "AKIANOBODY00000000", bucket, exitRefused, "credentials refused"},
		{"a bucket that is not there", key, strings.Replace(bucket, "numbers", "letters", 1), exitFailed, "s3://letters/fewhands"},
		{"no store at all", key, strings.Replace(bucket, server.URL, "http://127.0.0.1:1", 1), exitFailed, "s3://numbers/fewhands"},
	} {
		t.Setenv("AWS_ACCESS_KEY_ID", test.key)
		if err := os.RemoveAll(filepath.Join(dir, "exports")); err != nil {
			t.Fatal(err)
		}
		exportTo(test.url)
		if out := command("export", test.code); !strings.Contains(out, test.says) {
			t.Errorf("%s: %q is not said:\n%s", test.name, test.says, out)
		}
		if _, err := os.Stat(filepath.Join(dir, "exports", "metrics.csv")); err != nil {
			t.Errorf("%s: the folder beside it has no export: %v", test.name, err)
		}
		if out := command("check", test.code); !strings.Contains(out, test.says) {
			t.Errorf("%s: check does not say %q:\n%s", test.name, test.says, out)
		}
	}
}
