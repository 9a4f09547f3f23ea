package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

//go:embed starter
var starter embed.FS

func newInitCommand() *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write a commented fewhands.yaml and org.yaml to begin with",
		Long: `Write a commented fewhands.yaml and org.yaml to begin with. A file that is there already is left as it is. What they
say is valid from the start: take the # from the lines you want.`,
		Example: `  fewhands init
  fewhands init --dir /etc/fewhands`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runInit(dir, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&dir, "dir", ".", "the `folder` to write them to; it is made if it is not there")
	return cmd
}

func runInit(dir string, stdout io.Writer) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return usageError{fmt.Errorf("--dir: %w", err)}
	}
	kept := 0
	names := []string{"fewhands.yaml", "org.yaml"}
	for _, name := range names {
		text, err := starter.ReadFile("starter/" + name)
		if err != nil {
			return err
		}
		path := filepath.Join(dir, name)
		switch err := writeNew(path, text); {
		case errors.Is(err, fs.ErrExist):
			kept++
			fmt.Fprintf(stdout, "%s is there already and stays as it is\n", path)
		case err != nil:
			return err
		default:
			fmt.Fprintln(stdout, path)
		}
	}
	if kept == len(names) {
		return usageError{errors.New("nothing was written: both files are there already")}
	}
	return nil
}

// writeNew writes a file that is not there yet: neither a file nor a link is written over or through.
func writeNew(path string, text []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}
