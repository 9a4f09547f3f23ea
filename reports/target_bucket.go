package reports

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/logging"
	gcaws "gocloud.dev/aws"
	"gocloud.dev/blob"
	"gocloud.dev/blob/s3blob"
	"gocloud.dev/gcerrors"
)

// Bucket is a bucket of S3 or a store that speaks its protocol, and a prefix in it. Credentials come from where the tools of AWS
// look: the environment, shared files, or the machine's role; never from the URL.
type Bucket struct {
	name, prefix string
	params       url.Values
	isPathStyle  bool
}

// bucketParams are what the URL of a bucket may ask for.
var bucketParams = []string{
	"region", "endpoint", "profile", "anonymous", "dualstack", "fips", "hostname_immutable", "use_path_style",
	"request_checksum_calculation", "response_checksum_validation",
}

// ParseBucket reads s3://bucket/prefix?region=…&endpoint=…; endpoint is the URL of a store other than Amazon's, and
// use_path_style=true puts the name of the bucket into the path. Errors do not repeat what may be a secret.
func ParseBucket(to string) (Bucket, error) {
	var b Bucket
	u, err := url.Parse(to)
	if err != nil {
		return b, errors.New("is no URL; want s3://bucket/prefix")
	}
	switch {
	case u.Scheme != "s3":
		return b, fmt.Errorf("want a folder or s3://bucket/prefix, not %s://", u.Scheme)
	case u.User != nil:
		return b, errors.New("credentials belong into the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), not into the URL")
	case u.Host == "" || u.Port() != "":
		return b, errors.New("want the name of a bucket after s3://; another store than Amazon's is ?endpoint=https://…")
	case u.Fragment != "":
		return b, errors.New("want no # in the URL")
	}
	b.name, b.prefix = u.Host, strings.Trim(path.Clean("/"+u.Path), "/")
	if b.params, err = url.ParseQuery(u.RawQuery); err != nil {
		return b, errors.New("what follows the ? is no list of parameters")
	}
	for name, values := range b.params {
		if !slices.Contains(bucketParams, name) {
			return b, fmt.Errorf("knows no parameter %q; want one of %s", name, strings.Join(bucketParams, ", "))
		}
		if len(values) != 1 {
			return b, fmt.Errorf("has the parameter %s twice", name)
		}
	}
	if endpoint := b.params.Get("endpoint"); endpoint != "" {
		e, err := url.Parse(endpoint)
		if err != nil || e.Scheme != "http" && e.Scheme != "https" || e.Host == "" || e.User != nil {
			return b, errors.New("want an endpoint such as https://s3.example.com")
		}
		if b.params.Get("request_checksum_calculation") == "" {
			b.params.Set("request_checksum_calculation", "when_required") // other stores do not know the newer ones
		}
	}
	for _, name := range []string{"anonymous", "dualstack", "fips", "hostname_immutable", "use_path_style"} {
		if text := b.params.Get(name); text != "" {
			if _, err := strconv.ParseBool(text); err != nil {
				return b, fmt.Errorf("want true or false for %s, not %q", name, text)
			}
		}
	}
	b.isPathStyle, _ = strconv.ParseBool(b.params.Get("use_path_style"))
	b.params.Del("use_path_style")
	return b, nil
}

func (b Bucket) String() string { return strings.TrimSuffix("s3://"+b.name+"/"+b.prefix, "/") }

// responseTime is how long a store may take before it begins to answer.
const responseTime = 60 * time.Second

// attempts is how often a request is tried, unless AWS_MAX_ATTEMPTS says otherwise.
const attempts = 4

// open makes a client. secrets are what no error may repeat.
func (b Bucket) open(ctx context.Context) (bucket *blob.Bucket, secrets []string, err error) {
	config, err := gcaws.V2ConfigFromURLParams(ctx, b.params)
	if err != nil {
		return nil, nil, err
	}
	config.HTTPClient = awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) { t.ResponseHeaderTimeout = responseTime })
	config.Logger = logging.Nop{} // what matters is an error
	tries := attempts
	if n, err := strconv.Atoi(os.Getenv("AWS_MAX_ATTEMPTS")); err == nil && n > 0 { // gocloud's own retryer would not look at it
		tries = n
	}
	config.Retryer = func() aws.Retryer {
		return retry.NewStandard(func(o *retry.StandardOptions) { o.MaxAttempts = tries })
	}
	if !aws.IsCredentialsProvider(config.Credentials, aws.AnonymousCredentials{}) {
		credentials, err := config.Credentials.Retrieve(ctx)
		if err != nil {
			return nil, nil, fmt.Errorf("%w: there are none; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", ErrRefused)
		}
		secrets = []string{credentials.AccessKeyID, credentials.SecretAccessKey, credentials.SessionToken}
	}
	if config.Region == "" {
		config.Region = "us-east-1" // what stores other than Amazon's take for any
	}
	client := s3.NewFromConfig(config, func(o *s3.Options) { o.UsePathStyle = b.isPathStyle })
	bucket, err = s3blob.OpenBucketV2(ctx, client, b.name, &s3blob.Options{RequestChecksumCalculation: config.RequestChecksumCalculation})
	return bucket, secrets, err
}

// take sends what is not there yet as it is, datapackage.json last: until then readers see the export before, whose hashes tell them
// that a file has changed since.
func (b Bucket) take(ctx context.Context, parcels []parcel) (paths []string, err error) {
	bucket, secrets, err := b.open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = b.told(errors.Join(err, bucket.Close()), secrets) }()
	for _, p := range parcels {
		old := map[string]string{}
		text, err := bucket.ReadAll(ctx, b.key(p.packageFile()))
		if err == nil {
			old, err = former(text)
		}
		if err != nil && gcerrors.Code(err) != gcerrors.NotFound && !isRefused(err) { // who may write need not be allowed to read
			return paths, err
		}
		for _, f := range p.files {
			if err := b.send(ctx, bucket, f); err != nil {
				return paths, fmt.Errorf("%s: %w", f.name, err)
			}
			paths = append(paths, b.String()+"/"+f.name)
		}
		if !bytes.Equal(text, p.text) {
			err := upload(ctx, bucket, b.key(p.packageFile()), bytes.NewReader(p.text), &blob.WriterOptions{ContentType: "application/json"})
			if err != nil {
				return paths, fmt.Errorf("%s: %w", p.packageFile(), err)
			}
		}
		paths = append(paths, b.String()+"/"+p.packageFile())
		for name, hash := range without(old, p) {
			if err := b.removeFormer(ctx, bucket, path.Join(p.folder, name), hash); err != nil {
				return paths, fmt.Errorf("remove %s: %w", name, err)
			}
		}
	}
	return paths, nil
}

// Check tells whether the bucket answers and lets us in. It writes nothing: whether it may be written to shows when it is.
func (b Bucket) Check(ctx context.Context) (err error) {
	bucket, secrets, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = b.told(errors.Join(err, bucket.Close()), secrets) }()
	if _, err = bucket.Attributes(ctx, b.key(packageName)); gcerrors.Code(err) != gcerrors.NotFound {
		return err
	}
	// Nothing has been exported there yet, or there is no such bucket. Who may write need not be allowed to list.
	is, err := bucket.IsAccessible(ctx)
	switch {
	case isRefused(err):
		return nil
	case err == nil && !is:
		return errors.New("there is no such bucket")
	}
	return err
}

func (b Bucket) key(name string) string { return path.Join(b.prefix, name) }

// hashNote is the metadata in which an object's SHA-256 is kept.
const hashNote = "sha256"

// send uploads a file unless the same one is there. An object appears whole or not at all.
func (b Bucket) send(ctx context.Context, bucket *blob.Bucket, f stagedFile) error {
	key := b.key(f.name)
	has, err := bucket.Attributes(ctx, key)
	switch {
	case err == nil && has.Size == f.bytes && has.Metadata[hashNote] == f.hash:
		return nil
	case err != nil && gcerrors.Code(err) != gcerrors.NotFound && !isRefused(err):
		return err
	}
	text, err := os.Open(f.local)
	if err != nil {
		return err
	}
	defer text.Close()
	return upload(ctx, bucket, key, text, &blob.WriterOptions{
		ContentType: mediaTypes[f.format], Metadata: map[string]string{hashNote: f.hash},
	})
}

func upload(ctx context.Context, bucket *blob.Bucket, key string, text io.Reader, opts *blob.WriterOptions) error {
	ctx, abort := context.WithCancel(ctx) // a writer that is closed without it would keep half a file
	defer abort()
	w, err := bucket.NewWriter(ctx, key, opts)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, text); err != nil {
		abort()
		return errors.Join(err, w.Close())
	}
	return w.Close()
}

// removeFormer removes an object of the export before that is still as it wrote it.
func (b Bucket) removeFormer(ctx context.Context, bucket *blob.Bucket, name, hash string) error {
	has, err := bucket.Attributes(ctx, b.key(name))
	if gcerrors.Code(err) == gcerrors.NotFound || err == nil && has.Metadata[hashNote] != hash {
		return nil
	}
	if err != nil {
		return err
	}
	return bucket.Delete(ctx, b.key(name))
}

// told is an error as it may be told: without keys, and as ErrRefused where the store refused them.
func (b Bucket) told(err error, secrets []string) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	text := err.Error()
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	if isRefused(err) {
		return fmt.Errorf("%w: %s", ErrRefused, text)
	}
	return errors.New(text)
}

// refusals are the codes of S3 for credentials that do not do.
var refusals = []string{
	"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "AccountProblem", "AllAccessDisabled", "Forbidden",
}

func isRefused(err error) bool {
	var coded smithy.APIError
	if errors.As(err, &coded) && slices.Contains(refusals, coded.ErrorCode()) {
		return true
	}
	var answered *awshttp.ResponseError
	return errors.As(err, &answered) && (answered.HTTPStatusCode() == http.StatusForbidden || answered.HTTPStatusCode() == http.StatusUnauthorized)
}
