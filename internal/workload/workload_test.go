package workload_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/internal/workload"
	"github.com/leadkit/leadkit/lead"
)

// The library and plain code reach the same totals, again and again.
func TestKitEqualsHand(t *testing.T) {
	log := workload.NewLog(100, 2_000)
	kit, err := workload.NewKit(log)
	require.NoError(t, err)
	hand := workload.NewHand(log)
	for range 3 {
		kit.Judge()
		hand.Judge()
		kit.Fold()
		hand.Fold()
		require.NoError(t, kit.Same(hand.Total))
	}
	require.Error(t, kit.Same(func(i int, at lead.Instant) float64 { return hand.Total(i, at) + 1e-4 }))
}

func TestRules(t *testing.T) {
	about, further, taking := map[string]int{}, 0, 0
	for _, r := range workload.Rules() {
		about[r.Kind]++
		if r.Kind != "" && r.If.Name != "" {
			further++
		}
		if r.Points < 0 {
			taking++
		}
	}
	assert.Len(t, workload.Rules(), 40)
	assert.Equal(t, 13, about[""])
	assert.Len(t, about, 13, "twelve kinds, and none")
	assert.Equal(t, 15, further)
	assert.Equal(t, 4, taking)
	assert.Equal(t, `topic in ["logistics", "retail"]`, workload.Rules()[11].If.String())
}
