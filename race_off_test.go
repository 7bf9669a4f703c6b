//go:build !race

package leadkit_test

const raced = false
