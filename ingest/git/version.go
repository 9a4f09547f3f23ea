package git

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
)

var versionNumber = regexp.MustCompile(`\b(\d+)\.(\d+)`)

// checkVersion makes sure that there is a git, 2.30 or newer: older ones lack options we use.
func checkVersion(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "git", "version")
	cmd.Env = environment("GIT_EXEC_PATH")
	out, err := run(ctx, cmd, nil)
	if err != nil {
		return err
	}
	return newEnough(string(out))
}

func newEnough(answer string) error {
	m := versionNumber.FindStringSubmatch(answer)
	if m == nil {
		return fmt.Errorf("%w: git version says %q", ErrNoGit, answer)
	}
	major, _ := strconv.Atoi(m[1])
	minor, _ := strconv.Atoi(m[2])
	if major < 2 || major == 2 && minor < 30 {
		return fmt.Errorf("%w: this one is %s", ErrNoGit, m[0])
	}
	return nil
}
