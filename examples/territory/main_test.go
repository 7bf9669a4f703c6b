package main

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/sla"
)

func TestTheYearIsTheSameEveryTime(t *testing.T) {
	var one, other, errs bytes.Buffer
	require.Zero(t, run([]string{"-leads", "400"}, &one, &errs), errs.String())
	require.Zero(t, run([]string{"-leads", "400"}, &other, &errs))
	assert.Equal(t, one.String(), other.String())
	for _, part := range []string{"FOUR STRATEGIES", "batch by value", "WHO HAD WHAT, BY ROTATION", "Lucas Simon", "THE YEAR, BY BATCH BY VALUE", "Dec"} {
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

// What the page says of the batches is what the book says, and one lead at a time is the remedy.
func TestWhyTheBatchesAnswerLate(t *testing.T) {
	var years []*year
	for _, s := range strategies {
		y, err := live(s, 3000)
		require.NoError(t, err)
		years = append(years, y)
	}
	for _, y := range years {
		book := y.book.Promises.Tally(sla.Which{Promise: promise})
		var sum part
		for _, p := range y.byPlace() {
			sum.kept, sum.all = sum.kept+p.kept, sum.all+p.all
		}
		assert.Equal(t, part{book.Kept, book.Kept + book.Late + book.Broken}, sum, y.name)
		busiest, others := y.byLoad()
		assert.Less(t, busiest.all+others.all, sum.all, "of those inside alone")
		assert.Positive(t, busiest.kept)
	}
	rotation, batches, bounded := years[0], years[2], years[3]
	at := batches.byPlace()
	require.Len(t, at, 3, "as many as the quotas allow")
	assert.Len(t, bounded.byPlace(), 1)
	for i := range at[1:] {
		assert.Less(t, at[i+1].kept*at[i].all, at[i].kept*at[i+1].all, "who is called later is called too late more often")
	}
	assert.Less(t, batches.kept(), bounded.kept())
	var out bytes.Buffer
	why(&out, rotation, batches, bounded)
	assert.Contains(t, out.String(), fmt.Sprintf("up to 3 at once, and calls one after the other:\n  of those that came first %s were called in time, of number 2 %s, of number 3 %s.", at[0], at[1], at[2]))
	assert.Contains(t, out.String(), percent(bounded.kept())+" are kept")
	out.Reset()
	why(&out, batches, rotation, bounded)
	assert.Empty(t, out.String(), "there is nothing to explain")
}

func held(r *leadkit.Record) bool { return r.Deal != nil && len(r.Deal.Holders()) > 0 }
