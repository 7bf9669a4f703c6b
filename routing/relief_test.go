package routing

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

func TestLeadsPassToTheCoverAndBack(t *testing.T) {
	r := compiled(t, offices())
	var d Desk
	before := instant("2026-08-02 12:00")
	q := Request{ID: "q1", Lead: "l1", Channels: []string{FieldSales}, Country: "FR", Postal: "13001"}
	require.Equal(t, "Ben", r.Route(&d, q, before).Person)
	assert.Empty(t, r.Advance(&d, before, nil), "Ben is there")

	first, last := instant("2026-08-03 00:00"), instant("2026-08-22 00:00")
	require.Equal(t, first, r.Due(&d, before))
	want := Relief{Lead: "l1", Request: "q1", Channel: FieldSales, Person: "Ben", Cover: "Anna", At: first, Until: last}
	assert.Equal(t, []Relief{want}, r.Advance(&d, first, nil))
	said := text(t, d)
	assert.Empty(t, r.Advance(&d, first, nil), "told once")
	assert.Equal(t, said, text(t, d), "asking again changes nothing")
	assert.Empty(t, r.Advance(reread(t, &d), first+1, nil), "nor does a crash")

	require.Equal(t, last, r.Due(&d, first))
	want.Cover, want.At, want.Until = "Ben", last, 0
	assert.Equal(t, []Relief{want}, r.Advance(&d, last, nil), "Ben is back")
	assert.Zero(t, r.Due(&d, last))
	assert.Empty(t, d.Away)
}

func TestCoverFallsIll(t *testing.T) {
	r := compiled(t, offices())
	var d Desk
	at := instant("2026-08-02 12:00")
	r.Route(&d, Request{ID: "q1", Lead: "l1", Channels: []string{FieldSales}, Country: "FR", Postal: "13001"}, at)
	at = instant("2026-08-10 08:00")
	require.Equal(t, "Anna", r.Advance(&d, at, nil)[0].Cover, "however late the host wakes")
	require.True(t, r.Leave(&d, Leave{Person: "Anna", From: at, To: at.Add(lead.Day)}, at))
	list := r.Advance(&d, at, nil)
	require.Len(t, list, 1)
	assert.Empty(t, list[0].Cover, "nobody covers now")
	assert.Equal(t, at.Add(lead.Day), list[0].Until)
	assert.Equal(t, at.Add(lead.Day), r.Due(&d, at))
	assert.Equal(t, "Anna", r.Advance(&d, at.Add(lead.Day), nil)[0].Cover)
	require.True(t, r.Release(&d, "l1", Finished, at.Add(lead.Day)))
	assert.Empty(t, r.Advance(&d, instant("2026-08-22 00:00"), nil), "Ben has nothing open")
	assert.Empty(t, d.Away)
	assert.Zero(t, r.Due(&d, at))
}

// Between two instants that Due gives, nothing becomes of anybody's leads.
func TestCoverChangesOnlyWhenItIsDue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := compilable(t, policies(t))
		var d Desk
		at := instant("2026-03-01 08:00")
		for i := range rapid.IntRange(1, 6).Draw(t, "leads") {
			q := requests(t, i)
			q.Channels = []string{"field", "inside"}
			r.Route(&d, q, at)
		}
		if rapid.Bool().Draw(t, "leave") {
			r.Leave(&d, Leave{Person: "P00", From: at, To: at.Add(3 * lead.Day), Cover: oneOf(t, "cover", "", "P01")}, at)
		}
		r.Advance(&d, at, nil)
		for range 20 {
			next := r.Due(&d, at)
			until := next
			if next == 0 {
				until = at.Add(400 * lead.Day)
			}
			for _, between := range []lead.Instant{at + (until-at)/2, until - 1} {
				require.Empty(t, r.Advance(&d, between, nil), "nothing is due at %s", between)
			}
			if next == 0 {
				return
			}
			require.Greater(t, next, at)
			for _, x := range r.Advance(&d, next, nil) {
				require.NotEqual(t, x.Person == x.Cover, r.cover(&d, x.Person, next) != x.Person)
			}
			at = next
		}
	})
}
