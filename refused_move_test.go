package leadkit

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

// Known wrong elsewhere: a move that is refused, because the stage lacks what it needs, is tried again at every tick for ever.
func TestWrongARefusedStageMoveRetriedForEver(t *testing.T) {
	l := lifeUnder(t, `
scores:
  interest: {opened: {each: email_opened, points: 50, decay: half-life 30d}}
stages:
  inquiry:  {owner: marketing}
  mql:      {owner: sales, handed_over: true, needs: [company]}
  customer: {owner: sales, handed_over: true, final: true}
moves:
  ripe: {from: inquiry, to: mql, when: interest >= 40}
  old:  {from: inquiry, to: mql, after: 2d}
  won:  {from: mql, to: customer, upon: won}
  hand: {from: inquiry, to: mql, upon: quote_requested}
`)
	l.tell(0, lead.Created, nil)
	l.tell(1, "email_opened", nil)
	wakes := 0
	for next, ok := l.e.Next(&l.r); ok; next, ok = l.e.Next(&l.r) {
		effects, err := l.e.Advance(&l.r, next)
		require.NoError(t, err)
		assert.Empty(t, effects)
		if wakes++; wakes > 3 {
			t.Fatal("the engine asks to be woken again and again for a move that cannot be taken")
		}
	}
	assert.Equal(t, "inquiry", l.r.Lead.Life.Stage)
	assert.Empty(t, l.wait(10_000), "neither refused again nor stuck, however long one waits")
	assert.Equal(t, []string{"refused: hand (stage mql needs company)"}, l.tell(10_000, lead.QuoteRequested, nil), "an act is refused once, when it is done")
	assert.Empty(t, l.wait(20_000))
	assert.Contains(t, l.tell(20_001, lead.ProfileUpdated, map[string]any{"company": "Moreau"}), "stage changed: mql (old)", "and is taken when it can be")
}
