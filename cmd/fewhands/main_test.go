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
	testscript.Main(tidy{m}, map[string]func(){"fewhands": main})
}

// sampleCommand is `sample DIR` in a script: a copy of what `fewhands demo --seed 1 --as-of 2026-07-20` has written.
func sampleCommand(script *testscript.TestScript, isNegated bool, args []string) {
	if isNegated || len(args) != 1 {
		script.Fatalf("usage: sample DIR")
	}
	script.Check(copySample(script.MkAbs(args[0])))
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"sample": sampleCommand},
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
