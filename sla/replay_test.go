package sla

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// Law 1: the same history, folded again, gives the same bytes and the same changes.
func TestLawReplay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newRuledDesk(t, genRules(t), genPromises(t)...)
		history := genHistory(t, d)
		again := d.again()
		for _, one := range []*desk{d, again} {
			for _, h := range history {
				one.hear(h.b, h.at)
			}
			one.until(one.now.Add(40 * lead.Day))
		}
		require.Equal(t, encoded(t, d.st), encoded(t, again.st))
		require.Equal(t, encoded(t, d.all), encoded(t, again.all))
	})
}
