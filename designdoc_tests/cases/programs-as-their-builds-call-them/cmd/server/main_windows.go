//go:build windows

package main

func init() {}
