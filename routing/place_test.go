package routing

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

func TestALeadGivenByHandIsOnTheDesk(t *testing.T) {
	r := compiled(t, team(2, Rotation, func(_ int, p *Person) { p.Capacity = []Capacity{{Most: 1}} }))
	at := instant("2026-03-02 09:00")
	var d Desk
	first := r.Route(&d, ask(0), at)
	assert.Equal(t, "P00", first.Person)
	by := func(request, person string) Decision {
		return r.Placed(request, &lead.State{ID: "l0", Life: lead.Life{Owner: person, Team: "south", Route: "sales"}}, at+1)
	}
	assert.True(t, r.Place(&d, by("hand", "P01")))
	assert.False(t, r.Place(&d, by("hand", "P01")), "told twice")
	assert.Equal(t, [2]int{0, 1}, [2]int{d.Seat("P00").Open, d.Seat("P01").Open}, "who had it has it no more")
	assert.Equal(t, "was given it by hand", d.Taken[1].Why())
	assert.Equal(t, "P00", r.Route(&d, ask(1), at+2).Person, "P01 is full")
	assert.Empty(t, r.Route(&d, ask(2), at+2).Person, "and so is P00")
	assert.True(t, r.Place(&d, by("boss", "the boss")), "who has no seat")
	assert.Equal(t, 0, d.Seat("P01").Open)
	assert.Equal(t, text(t, d), text(t, reread(t, &d)))
	assert.True(t, r.Release(&d, "l0", Dropped, at+3))
	assert.False(t, r.Release(&d, "l0", Dropped, at+3))
	assert.False(t, r.Place(&d, Decision{Lead: "l0"}), "a decision has a request")
}

// A lead given by hand takes no turn: whoever is next stays next.
func TestALeadGivenByHandTakesNoTurn(t *testing.T) {
	r := compiled(t, team(2, Rotation, nil))
	at := instant("2026-03-02 09:00")
	var d Desk
	r.Place(&d, Decision{Request: "hand", Lead: "l9", Channel: "sales", Person: "P00", At: at})
	assert.Equal(t, "P00", r.Route(&d, ask(0), at).Person)
	r.Release(&d, "l9", Rejected, at)
	assert.Equal(t, "P01", r.Route(&d, ask(1), at).Person, "and gives none back")
}

// What is given by hand weighs like what is routed.
func TestALeadGivenByHandWeighs(t *testing.T) {
	s := schema(t)
	r, err := Compile(team(2, LeastValue, nil), s, nil)
	require.NoError(t, err)
	st := lead.State{ID: "l9", Life: lead.Life{Owner: "P00", Route: "sales"}}
	facts(t, s, &st, 1, map[string]any{"potential": 5000})
	var d Desk
	require.True(t, r.Place(&d, r.Placed("hand", &st, 1)))
	assert.Equal(t, int64(500_000), d.Seat("P00").Value)
	q := ask(1)
	q.Potential = eur(100)
	assert.Equal(t, "P01", r.Route(&d, q, 2).Person)
	assert.Equal(t, "P01", r.Route(&d, Request{ID: "q2", Lead: "l2", Channels: q.Channels, Potential: q.Potential}, 3).Person)
	r.Release(&d, "l9", Finished, 4)
	assert.Zero(t, d.Seat("P00").Value)
}
