package sample_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
	"github.com/leadkit/leadkit/lead"
)

func TestTheLogFitsTheContract(t *testing.T) {
	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: sample.Contract()})
	require.NoError(t, err)
	assert.Empty(t, engine.Warnings())
	log, err := sample.Log()
	require.NoError(t, err)
	leads := map[string]bool{}
	for i, e := range log {
		var bound lead.Bound
		require.NoError(t, engine.Bind(e.Event, &bound), "line %d", i+1)
		require.False(t, i > 0 && e.At.Before(log[i-1].At), "line %d is not in the order of learning", i+1)
		leads[e.Lead] = true
	}
	assert.Greater(t, len(leads), 500, "500 leads, and what has none")
}

func TestTheContractIsTheCallers(t *testing.T) {
	sample.Contract()[0] = 'x'
	assert.NotEqual(t, byte('x'), sample.Contract()[0])
}
