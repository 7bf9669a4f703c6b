package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
)

func TestTheYearIsTheSameEveryTime(t *testing.T) {
	var one, other, errs bytes.Buffer
	require.Zero(t, run([]string{"-leads", "400"}, &one, &errs), errs.String())
	require.Zero(t, run([]string{"-leads", "400"}, &other, &errs))
	assert.Equal(t, one.String(), other.String())
	for _, part := range []string{"THREE STRATEGIES", "batch by value", "WHO HAD WHAT, BY ROTATION", "Lucas Simon", "THE YEAR, BY BATCH BY VALUE", "Dec"} {
		assert.Contains(t, one.String(), part)
	}
}

func TestWrongFlags(t *testing.T) {
	var out, errs bytes.Buffer
	assert.Equal(t, 2, run([]string{"-leads", "0"}, &out, &errs))
	assert.Equal(t, 2, run([]string{"-lead"}, &out, &errs))
	assert.Empty(t, out.String())
}

// Every lead that was handed over is with somebody, in the shop, in the queue or waits for a batch: once. And the books add up.
func TestNoLeadIsLostAndTheBooksAddUp(t *testing.T) {
	for _, s := range strategies {
		y, err := live(s, 1500)
		require.NoError(t, err)
		require.Len(t, y.desks, 40)
		handed := int64(0)
		for _, m := range y.months {
			handed += m.leads
		}
		had := y.shop.leads + int64(y.queued+len(y.pending))
		for _, p := range y.desks {
			had += p.leads
			require.Equal(t, p.leads, p.bands[0]+p.bands[1]+p.bands[2], "every lead has a temperature")
		}
		assert.Equal(t, handed, had, s.name)
		assert.Zero(t, y.gap, "no batch could have been better")
		assert.Positive(t, y.sold)
		for _, inv := range append(y.engine.Invoices(&y.book), y.engine.Sales(&y.book)...) {
			var sum int64
			for _, it := range inv.Items {
				sum += it.Amount.Minor
			}
			assert.Equal(t, inv.Net.Minor, sum)
		}
		for _, r := range y.records {
			assert.False(t, r.Lead.Life.Owner != "" && held(r), "who sells a lead has it no more")
		}
	}
}

func held(r *leadkit.Record) bool { return r.Deal != nil && len(r.Deal.Holders()) > 0 }
