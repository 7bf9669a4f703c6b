package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/examples/quickstart/sample"
)

func log(t *testing.T, seed uint64) []sample.Entry {
	w, err := newWorld(sample.Contract(), seed)
	require.NoError(t, err)
	log, err := w.live(30)
	require.NoError(t, err)
	require.NotEmpty(t, log)
	return log
}

func TestTheSameSeedGivesTheSameLog(t *testing.T) {
	assert.Equal(t, log(t, 7), log(t, 7))
	assert.NotEqual(t, log(t, 7), log(t, 8))
}

func TestALogIsInTheOrderOfLearning(t *testing.T) {
	log := log(t, 7)
	for i := 1; i < len(log); i++ {
		assert.False(t, log[i].At.Before(log[i-1].At), "entry %d", i)
		assert.False(t, log[i].Time.After(log[i].At), "entry %d is from the future", i)
	}
}
