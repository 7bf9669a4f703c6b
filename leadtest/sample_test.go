package leadtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
	"github.com/leadkit/leadkit/leadtest"
)

func sampleEngine(t require.TestingT) *leadkit.Engine {
	e, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: sample.Contract()})
	require.NoError(t, err)
	return e
}

// The quickstart's contract keeps its word.
func TestSample(t *testing.T) {
	leadtest.Run(t, sampleEngine(t), leadkit.File{Name: "scenarios.yaml", Data: sample.Scenarios()})
}
