package reports

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

const (
	testKey    = "AKIATESTKEY0000000"
	testSecret = "secret-of-the-test-that-nobody-may-see"
)

// s3Server is a real S3 server over HTTP, which asks for testKey, notes every request and fails those that it is told to.
type s3Server struct {
	*httptest.Server
	store *s3mem.Backend

	mu       sync.Mutex
	requests []string                     // method and key
	fail     func(r *http.Request) string // how; "" is not at all
}

func newS3Server(t *testing.T) *s3Server {
	t.Helper()
	s := &s3Server{store: s3mem.New()}
	if err := s.store.CreateBucket("numbers"); err != nil {
		t.Fatal(err)
	}
	s3 := gofakes3.New(s.store).Server()
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.requests = append(s.requests, r.Method+" "+strings.TrimPrefix(r.URL.Path, "/numbers/"))
		how := ""
		if s.fail != nil {
			how = s.fail(r)
		}
		s.mu.Unlock()
		switch {
		case !strings.Contains(r.Header.Get("Authorization"), "Credential="+testKey+"/"):
			key, _, _ := strings.Cut(strings.TrimPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential="), "/")
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, "<Error><Code>InvalidAccessKeyId</Code><Message>There is no key %s</Message></Error>", key)
		case how == "500":
			w.WriteHeader(http.StatusInternalServerError)
		case how == "half": // takes the half of it and goes away
			_, _ = io.CopyN(io.Discard, r.Body, max(r.ContentLength/2, 1))
			panic(http.ErrAbortHandler)
		default:
			s3.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(s.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", testKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", testSecret)
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_MAX_ATTEMPTS", "1") // the SDK would sleep between them
	return s
}

func (s *s3Server) url(prefix string) string {
	return "s3://numbers/" + prefix + "?region=eu-north-1&use_path_style=true&endpoint=" + s.URL
}

// failing makes the server fail some requests.
func (s *s3Server) failing(how func(r *http.Request) string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = how
}

// sent are the objects that were put since it was last asked, in order.
func (s *s3Server) sent() (keys []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.requests {
		if key, ok := strings.CutPrefix(r, "PUT "); ok {
			keys = append(keys, key)
		}
	}
	s.requests = nil
	return keys
}

// objects are all that the bucket has.
func (s *s3Server) objects(t *testing.T) map[string]string {
	t.Helper()
	list, err := s.store.ListBucket("numbers", &gofakes3.Prefix{}, gofakes3.ListBucketPage{})
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, object := range list.Contents {
		got, err := s.store.GetObject("numbers", object.Key, nil)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(got.Contents)
		if err != nil {
			t.Fatal(err)
		}
		texts[object.Key] = string(text)
	}
	return texts
}

// parcelOf is one of CSV files made up on the spot.
func parcelOf(t *testing.T, texts map[string]string) parcel {
	t.Helper()
	s := &stage{folder: t.TempDir(), opts: ExportOptions{Weeks: 1}}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if err := os.WriteFile(s.local(name), []byte(texts[name]), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := s.staged(name, FormatCSV, dataset{Name: strings.TrimSuffix(name, ".csv")}); err != nil {
			t.Fatal(err)
		}
	}
	text, err := s.describe(s.files, false)
	if err != nil {
		t.Fatal(err)
	}
	return parcel{files: s.files, text: text}
}

func (s *s3Server) take(t *testing.T, prefix string, p parcel) error {
	t.Helper()
	b, err := ParseBucket(s.url(prefix))
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.take(t.Context(), []parcel{p})
	return err
}

func TestBucketGetsTheExportAsAFolderDoes(t *testing.T) {
	s, dir := newS3Server(t), t.TempDir()
	paths, err := exportTo(t, Target{To: s.url("team/x"), Formats: Formats}, Target{To: dir, Formats: Formats})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for name, text := range tree(t, dir) {
		want["team/x/"+name] = text
	}
	if got := s.objects(t); !maps.Equal(got, want) {
		t.Errorf("the bucket has %v, the folder %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
	if !slices.Contains(paths, "s3://numbers/team/x/metrics.parquet") || len(paths) != 2*len(want) {
		t.Errorf("it says %v", paths)
	}
}

func TestPrivateFilesGoToABucketOnlyWhereItSaysSo(t *testing.T) {
	s := newS3Server(t)
	_, err := Export(t.Context(), hostile(t), ExportOptions{Targets: []Target{{To: s.url("public")}, {To: s.url("hr"), Private: true}}, Private: true, Weeks: 1})
	if err != nil {
		t.Fatal(err)
	}
	private := 0
	for key := range s.objects(t) {
		if strings.Contains(key, "people_weekly") || strings.Contains(key, privateFolder) {
			private++
			if !strings.HasPrefix(key, "hr/private/") {
				t.Errorf("the bucket has %s", key)
			}
		}
	}
	if private != 4 {
		t.Errorf("%d files about people, want 4", private)
	}
}

// An unchanged file is not sent again, a changed one is, datapackage.json comes last, and what no longer belongs goes after that.
func TestOnlyWhatChangedIsSent(t *testing.T) {
	s := newS3Server(t)
	first := parcelOf(t, map[string]string{"a.csv": "1", "b.csv": "1", "c.csv": "1"})
	for i, want := range [][]string{{"x/a.csv", "x/b.csv", "x/c.csv", "x/datapackage.json"}, nil} {
		if err := s.take(t, "x", first); err != nil {
			t.Fatal(err)
		}
		if got := s.sent(); !slices.Equal(got, want) {
			t.Errorf("run %d sent %v, want %v", i, got, want)
		}
	}
	if err := s.take(t, "x", parcelOf(t, map[string]string{"a.csv": "1", "b.csv": "2"})); err != nil {
		t.Fatal(err)
	}
	if got := s.sent(); !slices.Equal(got, []string{"x/b.csv", "x/datapackage.json"}) {
		t.Errorf("sent %v", got)
	}
	if got := slices.Sorted(maps.Keys(s.objects(t))); !slices.Equal(got, []string{"x/a.csv", "x/b.csv", "x/datapackage.json"}) {
		t.Errorf("the bucket has %v", got)
	}
}

// Wherever an upload fails, the readers of the bucket have the export before, told by its datapackage.json, and the next run sends
// what is missing and no more.
func TestAnUploadCanBeRepeatedAfterAFailureHalfWay(t *testing.T) {
	for _, how := range []string{"500", "half"} {
		for fails := range 4 {
			t.Run(fmt.Sprint(how, " at ", fails), func(t *testing.T) {
				s := newS3Server(t)
				old := parcelOf(t, map[string]string{"a.csv": "old a", "b.csv": "old b", "c.csv": "old c"})
				if err := s.take(t, "", old); err != nil {
					t.Fatal(err)
				}
				s.sent()
				next := parcelOf(t, map[string]string{"a.csv": "new a", "b.csv": "new b", "c.csv": "new c"})
				puts := 0
				s.failing(func(r *http.Request) string {
					if r.Method != http.MethodPut {
						return ""
					}
					puts++
					if puts == fails+1 {
						return how
					}
					return ""
				})
				if err := s.take(t, "", next); err == nil || errors.Is(err, ErrRefused) {
					t.Fatalf("the failure is %v", err)
				}
				objects := s.objects(t)
				if objects[packageName] != string(old.text) {
					t.Error("datapackage.json is new before its files are")
				}
				for _, name := range []string{"a", "b", "c"} {
					if got := objects[name+".csv"]; got != "old "+name && got != "new "+name {
						t.Errorf("%s is %q", name, got)
					}
				}
				s.failing(nil)
				s.sent()
				if err := s.take(t, "", next); err != nil {
					t.Fatal(err)
				}
				if got := s.sent(); len(got) != 4-fails || got[len(got)-1] != packageName {
					t.Errorf("the second run sent %v", got)
				}
				if got := s.objects(t); got["a.csv"] != "new a" || got["c.csv"] != "new c" || got[packageName] != string(next.text) {
					t.Errorf("the bucket has %v", got)
				}
			})
		}
	}
}

func TestRefusedCredentialsAreToldWithoutThem(t *testing.T) {
	s, dir := newS3Server(t), t.TempDir()
	for _, key := range []string{"AKIAWRONG00000000", ""} {
		t.Setenv("AWS_ACCESS_KEY_ID", key)
		if key == "" {
			t.Setenv("AWS_SECRET_ACCESS_KEY", "")
		}
		_, err := exportTo(t, Target{To: s.url("x")}, Target{To: dir})
		if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "s3://numbers/x") {
			t.Fatalf("the error is %v", err)
		}
		for _, secret := range []string{"AKIAWRONG00000000", testSecret} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("the error shows a key: %v", err)
			}
		}
	}
	if len(tree(t, dir)) != 7 {
		t.Errorf("the folder has %v", fileNames(t, dir))
	}
}

func TestAnUnreachableBucketDoesNotStopTheOthers(t *testing.T) {
	s, dir := newS3Server(t), t.TempDir()
	s.Close()
	paths, err := exportTo(t, Target{To: s.url("x")}, Target{To: dir})
	if err == nil || errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "s3://numbers/x") {
		t.Errorf("the error is %v", err)
	}
	if len(paths) != 7 || len(tree(t, dir)) != 7 {
		t.Errorf("written are %v", paths)
	}
}

func TestAnInterruptedUploadLeavesNoHalf(t *testing.T) {
	s := newS3Server(t)
	ctx, cancel := context.WithCancel(t.Context())
	s.failing(func(r *http.Request) string {
		if r.Method == http.MethodPut && path.Base(r.URL.Path) == "b.csv" {
			cancel()
		}
		return ""
	})
	b, err := ParseBucket(s.url("x"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.take(ctx, []parcel{parcelOf(t, map[string]string{"a.csv": "a", "b.csv": "b", "c.csv": "c"})})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	objects := s.objects(t)
	if _, told := objects["x/"+packageName]; told || objects["x/c.csv"] != "" {
		t.Errorf("the bucket has %v", objects)
	}
}

func TestSomebodyElsesDataPackageInABucketIsNotReplaced(t *testing.T) {
	s := newS3Server(t)
	text, err := json.Marshal(map[string]string{"name": "rainfall"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.store.PutObject("numbers", "x/"+packageName, nil, strings.NewReader(string(text)), int64(len(text)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.take(t, "x", parcelOf(t, map[string]string{"a.csv": "a"})); err == nil || !strings.Contains(err.Error(), "no export of fewhands") {
		t.Errorf("the error is %v", err)
	}
	if got := s.objects(t); len(got) != 1 {
		t.Errorf("the bucket has %v", got)
	}
}

func TestBucketsAreReadStrictly(t *testing.T) {
	for to, want := range map[string]string{
		"s3://numbers":      "",
		"s3://numbers/a/b/": "",
		"s3://numbers/a?region=eu-north-1&endpoint=https://minio.example.com:9000&use_path_style=true&hostname_immutable=true": "",
		"gs://numbers":                       "want a folder or s3://bucket/prefix, not gs://",
		"s3://" + testKey + ":x@numbers":     "credentials belong into the environment",
		"s3:///a":                            "want the name of a bucket",
		"s3://numbers:9000/a":                "want the name of a bucket",
		"s3://numbers/a#b":                   "want no #",
		"s3://numbers?secret_key=x":          `knows no parameter "secret_key"`,
		"s3://numbers?region=a&region=b":     "has the parameter region twice",
		"s3://numbers?use_path_style=yes":    `want true or false for use_path_style`,
		"s3://numbers?endpoint=minio:9000":   "want an endpoint such as",
		"s3://numbers?endpoint=http://a:b@c": "want an endpoint such as",
		"s3://numbers?%zz":                   "is no list of parameters",
		"s3://num bers":                      "is no URL",
	} {
		b, err := ParseBucket(to)
		switch {
		case want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", to, err, want)
		case err != nil && strings.Contains(err.Error(), testKey):
			t.Errorf("%s: the error shows it", to)
		case err == nil && strings.ContainsAny(b.String(), "?&"):
			t.Errorf("%s is called %s", to, b)
		}
	}
}
