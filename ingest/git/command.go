package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// pinned is what no git configuration, of the user or of the repository, may change about our reading.
var pinned = []string{
	"advice.graftFileDeprecated=false",
	"core.hooksPath=/dev/null",
	"core.fsmonitor=false",
	"core.quotepath=false",
	"core.attributesFile=/dev/null",
	"core.pager=cat",
	"color.ui=false",
	"diff.renames=true",
	"diff.renameLimit=999999",
	"diff.external=",
	"i18n.logOutputEncoding=UTF-8",
	"log.follow=false",
	"log.mailmap=false",
	"log.showSignature=false",
	"mailmap.file=",
	"protocol.allow=never",
	"safe.directory=*",
	"trailer.separators=:",
}

// local runs git on one repository on this machine. Its only inputs are the objects and refs: it sees no work tree, no
// index, no attributes of the tree, no hooks and no network, and none of the user's configuration.
type local struct {
	dir string // absolute path of the git directory
}

func (l local) arguments(args []string) []string {
	all := []string{"--git-dir=" + l.dir, "--no-pager", "--literal-pathspecs", "--no-replace-objects"}
	for _, set := range pinned {
		all = append(all, "-c", set)
	}
	return append(all, args...)
}

// environment makes the git directory the work tree and gives it no index: where git would look for .gitattributes or
// .mailmap of a work tree it finds nothing, in a bare repository and in any other alike.
func (l local) environment() []string {
	return append(environment("GIT_EXEC_PATH"),
		"GIT_WORK_TREE="+l.dir,
		"GIT_INDEX_FILE="+l.dir+"/no-index-for-fewhands",
		"GIT_CONFIG_NOSYSTEM=1",
		"GIT_CONFIG_GLOBAL=/dev/null",
		"HOME=/nonexistent", // git before 2.32 does not know GIT_CONFIG_GLOBAL
		"XDG_CONFIG_HOME=/nonexistent",
		"GIT_ATTR_NOSYSTEM=1",
		"GIT_GRAFT_FILE=/dev/null",
		"GIT_ALLOW_PROTOCOL=", // a partial clone fetches nothing
		"GIT_NO_LAZY_FETCH=1",
		"GIT_FLUSH=0", // one write per full buffer, not per commit
	)
}

// environment is the process's own without its GIT_ variables, except the kept ones (a name, or a prefix ending in _),
// and with what every git needs to neither ask nor lock.
func environment(keep ...string) []string {
	var env []string
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		name = strings.ToUpper(name)
		if strings.HasPrefix(name, "GIT_") && !kept(name, keep) || name == "LC_ALL" || name == "LANGUAGE" {
			continue
		}
		env = append(env, entry)
	}
	return append(env, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0")
}

func kept(name string, keep []string) bool {
	for _, k := range keep {
		if name == k || strings.HasSuffix(k, "_") && strings.HasPrefix(name, k) {
			return true
		}
	}
	return false
}

// output runs a git command and returns what it wrote; a long one is streamed by start instead.
func (l local) output(ctx context.Context, stdin io.Reader, args ...string) ([]byte, error) {
	return run(ctx, l.command(ctx, args), stdin)
}

// line is output for commands that answer with one line; it is without the line's end.
func (l local) line(ctx context.Context, args ...string) (string, error) {
	out, err := l.output(ctx, nil, args...)
	return strings.TrimSuffix(string(out), "\n"), err
}

func (l local) command(ctx context.Context, args []string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", l.arguments(args)...)
	cmd.Dir = l.dir
	cmd.Env = l.environment()
	return cmd
}

func run(ctx context.Context, cmd *exec.Cmd, stdin io.Reader) ([]byte, error) {
	var stdout bytes.Buffer
	var stderr tail
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &stdout, &stderr
	err := cmd.Run()
	return stdout.Bytes(), commandError(ctx, cmd, err, &stderr)
}

// process is a running git whose output is read as it comes.
type process struct {
	ctx    context.Context
	cmd    *exec.Cmd
	stdin  io.WriteCloser // nil unless asked for
	stdout io.ReadCloser
	stderr tail
}

// start runs a git command for streaming. The caller reads stdout to its end (or kills), closes stdin, and waits.
func (l local) start(ctx context.Context, withStdin bool, args ...string) (*process, error) {
	p := &process{ctx: ctx, cmd: l.command(ctx, args)}
	p.cmd.Stderr = &p.stderr
	p.cmd.WaitDelay = 10 * time.Second
	var err error
	if withStdin {
		if p.stdin, err = p.cmd.StdinPipe(); err != nil {
			return nil, err
		}
	}
	if p.stdout, err = p.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, commandError(ctx, p.cmd, err, &p.stderr)
	}
	return p, nil
}

// wait ends the process; its error says how git failed.
func (p *process) wait() error {
	return commandError(p.ctx, p.cmd, p.cmd.Wait(), &p.stderr)
}

// stop ends a process whose further output is of no interest, or whose output made no sense: err is why. Where git
// itself had failed, that is the better reason.
func (p *process) stop(err error) error {
	if p.stdin != nil {
		p.stdin.Close()
	}
	if err == nil || !errors.Is(err, io.ErrUnexpectedEOF) {
		_ = p.cmd.Process.Kill() // else it is ending by itself and has something to say
	}
	failed := p.wait()
	var exit *exitError
	if errors.As(failed, &exit) && exit.status > 0 || p.ctx.Err() != nil {
		return failed
	}
	return err
}

// exitError says that git ended with a status other than 0.
type exitError struct {
	command string // the subcommand, such as "diff-tree"
	status  int    // -1 when killed
	stderr  string // its last lines, without credentials
}

func (e *exitError) Error() string {
	text := fmt.Sprintf("git %s: exit status %d", e.command, e.status)
	if e.stderr != "" {
		text += ": " + e.stderr
	}
	return text
}

func commandError(ctx context.Context, cmd *exec.Cmd, err error, stderr *tail) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return &exitError{command: subcommand(cmd.Args), status: exit.ExitCode(), stderr: redact(stderr.String())}
	}
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("%w: no git on the PATH", ErrNoGit)
	}
	return fmt.Errorf("git %s: %w", subcommand(cmd.Args), err)
}

// subcommand finds the first argument that is neither an option nor the value of -c.
func subcommand(args []string) string {
	for i := 1; i < len(args); i++ {
		if args[i] == "-c" {
			i++
		} else if !strings.HasPrefix(args[i], "-") {
			return args[i]
		}
	}
	return ""
}

// tail keeps the last 4 KiB written to it.
type tail struct{ kept []byte }

func (t *tail) Write(p []byte) (int, error) {
	const most = 4096
	t.kept = append(t.kept, p[max(0, len(p)-most):]...)
	if extra := len(t.kept) - most; extra > 0 {
		t.kept = append(t.kept[:0], t.kept[extra:]...)
	}
	return len(p), nil
}

// String is the last five lines, joined by "; ".
func (t *tail) String() string {
	lines := strings.FieldsFunc(string(t.kept), func(r rune) bool { return r == '\n' || r == '\r' })
	return strings.Join(lines[max(0, len(lines)-5):], "; ")
}
