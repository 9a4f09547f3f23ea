package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The test binary is fewhands itself when asked: scripts and the kill test run the real program.
const runAsMain = "FEWHANDS_TEST_RUN_AS_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(runAsMain) != "" {
		main()
		return
	}
	testscript.Main(m, map[string]func(){"fewhands": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			env.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			env.Setenv("GIT_AUTHOR_NAME", "Ana Lind")
			env.Setenv("GIT_AUTHOR_EMAIL", "ana@example.com")
			env.Setenv("GIT_COMMITTER_NAME", "Ana Lind")
			env.Setenv("GIT_COMMITTER_EMAIL", "ana@example.com")
			return nil
		},
	})
}
