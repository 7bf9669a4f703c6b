package nurture_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
)

func TestTwoPlacesInOneProgramBecomeOne(t *testing.T) {
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{course("p", days(7), "a", "b")}, Contents: emails("a", "b")})
	day := func(n int) lead.Instant { return start.Add(lead.Span(n) * lead.Day) }
	one := nurture.State{Cycle: 1, Contents: 2, Programs: []nurture.Membership{{Program: "p", Stream: "s", Since: day(0), Ripe: day(5), Last: day(2), Sent: 2}},
		Had: []nurture.Received{{Key: 1, At: day(1)}, {Key: 3, At: day(2)}}}
	other := nurture.State{Cycle: 1, Contents: 1, Withheld: 1, Programs: []nurture.Membership{{Program: "o", Stream: "s", Since: day(1), Ripe: day(4)},
		{Program: "p", Stream: "s", Since: day(1), Ripe: day(7), Last: day(3), Sent: 1}}, Had: []nurture.Received{{Key: 2, At: day(3)}, {Key: 3, At: day(4)}}}
	merge := func(st, o nurture.State) nurture.State {
		w.p.Merge(&st, &o, 2, day(4))
		return st
	}
	before := encoded(t, other)
	got := merge(one, other)
	assert.Equal(t, before, encoded(t, other), "the other is not changed")
	assert.Equal(t, encoded(t, got), encoded(t, merge(other, one)), "whichever comes first")
	assert.Equal(t, nurture.Membership{Program: "p", Stream: "s", Since: day(0), Ripe: day(7), Last: day(3), Sent: 3}, got.Programs[1], "the later of both rhythms")
	assert.Equal(t, []nurture.Received{{Key: 1, At: day(1)}, {Key: 2, At: day(3)}, {Key: 3, At: day(4)}}, got.Had)
	assert.Equal(t, []any{2, int64(3), int64(1)}, []any{got.Cycle, got.Contents, got.Withheld})

	one.Paused, one.Programs[0].Wait, one.Programs[0].Ripe = day(3), 2*lead.Day, 0
	got = merge(one, other)
	assert.Equal(t, nurture.Membership{Program: "o", Stream: "s", Since: day(1)}, got.Programs[0], "sales has the lead: what was due in no time waits no longer")
	assert.Equal(t, []any{3 * lead.Day, lead.Instant(0)}, []any{got.Programs[1].Wait, got.Programs[1].Ripe})
	got = merge(other, one)
	assert.Equal(t, day(7), got.Programs[1].Ripe, "marketing has it: what waited goes on")

	other.Programs[1].Left, other.Programs[1].Ripe = day(2), 0
	got = merge(nurture.State{Programs: one.Programs, Paused: day(3)}, other)
	assert.Zero(t, got.Programs[1].Left, "who is in it goes before who left it")
}

// TestMergedLives: of two lives under one plan the joint one is the same whichever comes first, and what either has received never comes again.
func TestMergedLives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := drawPlan(t)
		one, two := newWorld(t, plan), newWorld(t, plan)
		one.live(drawHistory(t))
		two.live(drawHistory(t))
		end := max(one.clock, two.clock)
		one.advance(end)
		two.advance(end)
		if (one.st.Paused != 0) != (two.st.Paused != 0) {
			return // which of both says where the lead stands matters then
		}
		had := slices.Concat(contentsOf(one.steps[one.person:]), one.other, contentsOf(two.steps[two.person:]), two.other)
		merge := func(a, b nurture.State) nurture.State {
			a = decoded(t, a)
			one.p.Merge(&a, &b, 3, end)
			require.NoError(t, a.Check())
			return a
		}
		joint, turned := merge(one.st, two.st), merge(two.st, one.st)
		for _, st := range []*nurture.State{&joint, &turned} { // these are of the record that says where the lead stands
			st.Paused, st.Tried, st.Zone, st.Holidays, st.Band = one.st.Paused, one.st.Tried, one.st.Zone, one.st.Holidays, ""
		}
		require.Equal(t, encoded(t, joint), encoded(t, turned))

		one.st, one.steps, one.quiet = joint, nil, false
		one.poke()
		one.advance(end + 100*day)
		for _, s := range one.steps {
			require.False(t, s.Kind == nurture.ContentDue && slices.Contains(had, s.Content), s)
		}
	})
}
