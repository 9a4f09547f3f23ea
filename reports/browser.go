package reports

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Browsers that can print, by the names they are installed as, and where they are when no PATH has them.
var (
	browserNames  = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"}
	browserPlaces = []string{"/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}
)

// printingTime is how long a browser may take to print two pages on a busy machine.
const printingTime = 2 * time.Minute

// findBrowser is the first browser there is. Its error names all that were looked for.
func findBrowser() (string, error) {
	for _, name := range browserNames {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	for _, path := range browserPlaces {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no browser to print with: none of %s is on the PATH", strings.Join(browserNames, ", "))
}

// printPage prints a page that needs no other file. The browser gets a profile of its own that is gone afterwards, no address it
// could reach, and of the environment only what it needs to start.
func printPage(ctx context.Context, browser string, page []byte) (paper []byte, err error) {
	dir, err := os.MkdirTemp("", "fewhands-print-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, removeAll(dir)) }()
	from, to := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(from, page, 0o600); err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, printingTime)
	defer stop()
	args := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--no-pings", "--disable-dev-shm-usage",
		"--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--host-resolver-rules=MAP * ~NOTFOUND",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--print-to-pdf=" + to,
	}
	says, err := runBrowser(ctx, dir, browser, sandboxed(args), from)
	if _, missing := os.Stat(to); missing != nil && bytes.Contains(says, []byte("No usable sandbox")) {
		says, err = runBrowser(ctx, dir, browser, append(args, "--no-sandbox"), from)
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("print with %s: %w", browser, ctx.Err())
	}
	paper, missing := os.ReadFile(to)
	if missing != nil || !bytes.HasPrefix(paper, []byte("%PDF-")) {
		return nil, fmt.Errorf("print with %s: no PDF came of it: %w", browser, errors.Join(err, errors.New(lastLine(says))))
	}
	return paper, nil
}

// sandboxed keeps the browser's sandbox, which there is none of for root.
func sandboxed(args []string) []string {
	if os.Geteuid() == 0 {
		return append(args, "--no-sandbox")
	}
	return args
}

func runBrowser(ctx context.Context, dir, browser string, args []string, page string) (says []byte, err error) {
	cmd := exec.CommandContext(ctx, browser, append(args, (&url.URL{Scheme: "file", Path: filepath.ToSlash(page)}).String())...)
	cmd.Env = []string{"HOME=" + dir, "TMPDIR=" + dir}
	for _, name := range []string{"PATH", "LANG", "LC_ALL", "SystemRoot", "LOCALAPPDATA", "ProgramFiles"} {
		if value, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	cmd.WaitDelay = 5 * time.Second
	return cmd.CombinedOutput()
}

// removeAll removes a folder in which the helpers of a browser that has ended may still be writing.
func removeAll(dir string) (err error) {
	for range 1000 {
		if err = os.RemoveAll(dir); err == nil {
			return nil
		}
	}
	return err
}

func lastLine(text []byte) string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return shorten(clean(lines[len(lines)-1]), 240)
}
