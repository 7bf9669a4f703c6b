//go:build race

package leadkit_test

// raced says that the race detector is on: its pools forget at random, so that allocations cannot be counted.
const raced = true
