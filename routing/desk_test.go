package routing

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// history is what the test itself remembers of a desk, to judge it by.
type history struct {
	router *Router
	desk   *Desk // carried on in memory
	twin   *Desk // written and read back before every step, as after a crash
	now    lead.Instant
	asked  int
	routed []Request
	got    []Decision
	counts map[string][]lead.Instant // by person: when leads came that were not rejected
	where  map[string]Decision       // by lead: who has it
	let    map[string][]string       // by lead: who rejected or dropped it
}

func TestDesk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &history{router: compilable(t, policies(t)), desk: &Desk{}, twin: &Desk{}, now: instant("2026-03-01 08:00"),
			counts: map[string][]lead.Instant{}, where: map[string]Decision{}, let: map[string][]string{}}
		t.Repeat(map[string]func(*rapid.T){
			"":           h.check,
			"route":      h.route,
			"route more": h.route,
			"again":      h.again,
			"release":    h.release,
			"retry":      h.retry,
			"leave":      h.leave,
			"wait":       func(t *rapid.T) { h.now += lead.Instant(rapid.Int64Range(1, int64(40*lead.Hour)).Draw(t, "wait")) },
		})
	})
}

// both does a step on both desks and demands the same answer.
func both[T any](t *rapid.T, h *history, step func(*Desk) T) T {
	h.twin = reread(t, h.twin)
	a, b := step(h.desk), step(h.twin)
	require.Equal(t, a, b, "a crash makes no difference")
	return a
}

func (h *history) route(t *rapid.T) {
	h.asked++
	q := requests(t, h.asked)
	if old, ok := h.where[q.Lead]; ok {
		if old.Person != "" && q.Cause == Reassign {
			h.let[q.Lead] = append(h.let[q.Lead], old.Person)
		}
		// What Route is to see: the lead taken from where it was.
		h.router.Release(h.desk, old.Request, endOf(q), h.now)
		h.router.Release(h.twin, old.Request, endOf(q), h.now)
	}
	able := both(t, h, func(d *Desk) []Refusal { return h.router.Explain(d, q, h.now, nil) })
	want := plainly(h.router, h.desk, q, h.now)
	dec := both(t, h, func(d *Desk) Decision { return h.router.Route(d, q, h.now) })
	require.Equal(t, []string{want.channel, want.person}, []string{dec.Channel, dec.Person}, "the fast way is the plain definition")
	if want.credit != nil {
		require.Equal(t, want.credit, plainCredit(h.desk, &h.router.channels[h.router.channelOf[dec.Channel]], dec.Band))
	}
	h.judge(t, q, dec, able)
	h.routed, h.got, h.where[q.Lead] = append(h.routed, q), append(h.got, dec), dec
	if dec.Person != "" {
		h.counts[dec.Person] = append(h.counts[dec.Person], h.now)
	}
}

func endOf(q Request) End {
	if q.Cause == Reassign {
		return Dropped
	}
	return Recycled
}

// judge compares a decision with the plain definition of who can take the lead.
func (h *history) judge(t *rapid.T, q Request, dec Decision, able []Refusal) {
	require.Equal(t, q.ID, dec.Request)
	if dec.By == ByOpportunity {
		require.NotContains(t, h.let[q.Lead], dec.Person, "never back to who let it drop")
		return
	}
	for _, name := range q.Channels {
		can := map[string]bool{}
		for _, f := range able {
			if f.Channel == name && (f.Reasons == 0 || f.Reasons&^(OffHours|Wider) == 0 && f.Person == dec.Person && dec.By != ByStrategy && h.owns(name, f.Reasons)) {
				can[f.Person] = true
			}
		}
		if len(can) == 0 {
			require.NotEqual(t, name, dec.Channel, "nobody there can take it")
			continue
		}
		if name != dec.Channel && h.router.by == ExpectedValue {
			continue // another channel in which it is worth more: see plainly
		}
		require.Equal(t, name, dec.Channel, "the first channel that has somebody takes it")
		require.True(t, can[dec.Person], "%s can take it: %v", dec.Person, able)
		require.NotContains(t, h.let[q.Lead], dec.Person, "never back to who let it drop")
		require.NotContains(t, q.Not, dec.Person)
		return
	}
	if h.router.by == ExpectedValue && slices.Contains(q.Channels, dec.Channel) {
		return
	}
	require.True(t, dec.Queue, "nobody can take it, so it waits: never silently unassigned")
	require.Equal(t, DefaultFallback, dec.Team)
	require.NotZero(t, dec.Reasons)
}

// owns reports whether the account's owner gets the lead in spite of what matters between others only.
func (h *history) owns(channel string, why Reason) bool {
	ch, _ := h.router.Channel(channel)
	return ch.Hours == PreferOpen || why&OffHours == 0
}

func (h *history) again(t *rapid.T) {
	if len(h.routed) == 0 {
		return
	}
	i := rapid.IntRange(0, len(h.routed)-1).Draw(t, "which")
	before := text(t, h.desk)
	dec := both(t, h, func(d *Desk) Decision { return h.router.Route(d, h.routed[i], h.now) })
	require.Equal(t, h.got[i], dec, "the same request gives the same decision")
	require.Equal(t, before, text(t, h.desk), "and takes no turn")
}

// retry asks again about a lead that waits, perhaps.
func (h *history) retry(t *rapid.T) {
	if len(h.routed) == 0 {
		return
	}
	var waiting []int
	for i, q := range h.routed {
		if held := h.where[q.Lead]; held.Request == q.ID && held.Queue {
			waiting = append(waiting, i)
		}
	}
	i := rapid.IntRange(0, len(h.routed)-1).Draw(t, "which")
	waits := slices.Contains(waiting, i)
	if len(waiting) > 0 && !waits {
		i, waits = waiting[i%len(waiting)], true
	}
	q, before := h.routed[i], text(t, h.desk)
	want := plainly(h.router, h.desk, q, h.now)
	if due := h.router.Due(h.desk, h.now); due != 0 && waits && want.channel == "" {
		for _, at := range []lead.Instant{h.now + (due-h.now)/2, due - 1} {
			require.Empty(t, plainly(h.router, h.desk, q, at).channel, "until it is due, time lets nobody take it")
		}
	}
	ok := both(t, h, func(d *Desk) bool { _, ok := h.router.Retry(d, q, h.now); return ok })
	dec := h.router.Route(h.desk, q, h.now)
	require.Equal(t, waits && want.channel != "", ok)
	if !ok {
		require.Equal(t, before, text(t, h.desk), "nothing changes")
		require.Equal(t, h.got[i], dec)
		return
	}
	require.Equal(t, []string{want.channel, want.person}, []string{dec.Channel, dec.Person})
	h.got[i], h.where[q.Lead] = dec, dec
	if dec.Person != "" {
		h.counts[dec.Person] = append(h.counts[dec.Person], h.now)
	}
}

func (h *history) release(t *rapid.T) {
	if len(h.got) == 0 {
		return
	}
	dec := h.got[rapid.IntRange(0, len(h.got)-1).Draw(t, "which")]
	end := oneOf(t, "end", Finished, Recycled, Rejected, Dropped)
	name := oneOf(t, "by", dec.Request, dec.Lead)
	held, open := h.where[dec.Lead]
	if name == dec.Request && held.Request != dec.Request {
		open = false
	}
	require.Equal(t, open, both(t, h, func(d *Desk) bool { return h.router.Release(d, name, end, h.now) }))
	if !open {
		return
	}
	delete(h.where, dec.Lead)
	if held.Person == "" {
		return
	}
	if end == Rejected || end == Dropped {
		h.let[dec.Lead] = append(h.let[dec.Lead], held.Person)
	}
	if end == Rejected {
		i := slices.Index(h.counts[held.Person], held.At)
		h.counts[held.Person] = slices.Delete(h.counts[held.Person], i, i+1)
	}
}

func (h *history) leave(t *rapid.T) {
	from := h.now + lead.Instant(rapid.Int64Range(-int64(lead.Day), int64(lead.Day)).Draw(t, "from"))
	l := Leave{Person: oneOf(t, "person", "P00", "P01", "P02"), From: from, To: from + lead.Instant(rapid.Int64Range(0, int64(3*lead.Day)).Draw(t, "length")),
		Cover: oneOf(t, "cover", "", "P00", "P03")}
	both(t, h, func(d *Desk) bool { return h.router.Leave(d, l, h.now) })
}

// check holds after every step.
func (h *history) check(t *rapid.T) {
	require.Equal(t, text(t, h.desk), text(t, h.twin), "what is in memory alone makes no difference")
	open := map[string]int{}
	for lead, dec := range h.where {
		open[dec.Person]++
		i := slices.IndexFunc(h.desk.Taken, func(x Taken) bool { return x.Closed == 0 && x.Lead == lead })
		require.GreaterOrEqual(t, i, 0, "no lead is lost")
		require.Equal(t, dec, h.desk.Taken[i].Decision)
	}
	unfinished := 0
	for _, x := range h.desk.Taken {
		if x.Closed == 0 {
			unfinished++
		}
	}
	require.Equal(t, len(h.where), unfinished, "every lead is somewhere exactly once")
	require.Len(t, h.desk.Waiting(), open[""]-h.inShop())
	for _, s := range h.desk.Seats {
		require.Equal(t, open[s.Person], s.Open)
		h.within(t, s.Person)
	}
	h.desk.Settle()
	for _, p := range h.desk.Pools {
		var sum int64
		for _, c := range p.Credit {
			sum += c
		}
		require.Zero(t, sum, "what one is ahead, the others are behind")
	}
}

func (h *history) inShop() (n int) {
	for _, dec := range h.where {
		if dec.Channel == "shop" {
			n++
		}
	}
	return n
}

// within demands that no capacity was ever exceeded, counted naively.
func (h *history) within(t *rapid.T, name string) {
	p := &h.router.people[h.router.personOf[name]]
	for _, c := range p.Capacity {
		most := map[int64]int{}
		for i, at := range h.counts[name] {
			switch c.Per {
			case AtOnce:
			case Rolling:
				for _, later := range h.counts[name][i:] {
					if later < at.Add(c.Within) {
						most[int64(-i)]++
					}
				}
			default:
				most[c.Per.index(at.Time().In(p.clock.zone))]++
			}
		}
		for _, n := range most {
			require.LessOrEqual(t, n, c.Most, "%s: %s", name, c)
		}
		if c.Per == AtOnce {
			require.LessOrEqual(t, h.desk.Seat(name).Open, c.Most)
		}
	}
}

func TestDeskIsBounded(t *testing.T) {
	r := compiled(t, team(3, Rotation, nil))
	var d Desk
	for i := range 9 * MostFinished {
		r.Route(&d, ask(i), lead.Instant(i+1))
		r.Release(&d, ask(i).Lead, Dropped, lead.Instant(i+1))
	}
	assert.LessOrEqual(t, len(d.Taken), 4*MostFinished)
	assert.Len(t, d.Drops, MostDrops)
	last := 9*MostFinished - MostFinished + 1
	assert.Equal(t, lead.Instant(last+1), r.Route(&d, ask(last), 1).At, "a request is remembered for some time after it was released")
}

func TestOldestOpenLeadIsForgotten(t *testing.T) {
	r := compiled(t, team(2, LeastLoaded, nil))
	var d Desk
	for i := range MostOpen + 10 {
		r.Route(&d, ask(i), 1)
	}
	assert.Equal(t, MostOpen, d.Seats[0].Open+d.Seats[1].Open)
	assert.False(t, r.Release(&d, "l9", Finished, 1))
	assert.True(t, r.Release(&d, "l10", Finished, 1))
}

func TestCopyOfADesk(t *testing.T) {
	r := compiled(t, team(3, Rotation, nil))
	var d Desk
	for i := range 5 {
		r.Route(&d, ask(i), 1)
	}
	c := d.Clone()
	assert.Equal(t, text(t, d), text(t, c))
	a, b := r.Route(&d, ask(5), 2), r.Route(&c, ask(5), 2)
	assert.Equal(t, a, b, "a copy goes on as the first does")
	r.Route(&d, ask(6), 2)
	assert.NotEqual(t, text(t, d), text(t, c), "and shares nothing with it")
}
