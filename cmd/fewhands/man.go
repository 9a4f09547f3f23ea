package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newManCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "man FOLDER",
		Short: "Write manual pages into a folder",
		Long:  `Write a manual page of every command into a folder, which is made if it is not there.`,
		Example: `  fewhands man /usr/local/share/man/man1
  fewhands man man && man -l man/fewhands-nightly.1`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runMan(cmd, g, args[0])
		},
	}
}

func runMan(cmd *cobra.Command, g *globals, folder string) error {
	date, err := g.date()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	root := cmd.Root()
	root.DisableAutoGenTag = true // the date of writing would be another each time
	head := doc.GenManHeader{Section: "1", Source: "Fewhands " + versionText(), Manual: "Fewhands", Date: &date}
	if err := doc.GenManTree(root, &head, folder); err != nil {
		return fmt.Errorf("man: %w", err)
	}
	pages, err := filepath.Glob(filepath.Join(folder, "fewhands*.1"))
	if err != nil {
		return err
	}
	slices.Sort(pages)
	for _, page := range pages {
		if err := os.Chmod(page, 0o644); err != nil { // for everybody to read, whatever the umask
			return err
		}
		if _, err := fmt.Fprintln(cmd.OutOrStdout(), page); err != nil {
			return err
		}
	}
	return nil
}
