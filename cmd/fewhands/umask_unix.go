//go:build unix

package main

import "syscall"

func restrictNewFiles() { syscall.Umask(0o077) }
