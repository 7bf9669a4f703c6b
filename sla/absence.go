package sla

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Absence is what a lead was told, by an event absence_started, of a person's absence. Those that the contract names need not be told. A person who is their own cover
// is there, whatever the contract says.
type Absence struct {
	Person string `json:"p"`
	lead.Away
}

// Why a clock passes on, or nobody has it.
const (
	reasonAway = "absent"
	reasonBack = "back"
)

// absent gives the absence of a person at an instant: what was told goes before what the contract says.
func (t *Terms) absent(st *State, who string, at lead.Instant) (lead.Away, bool) {
	for _, a := range slices.Backward(st.Away) {
		if a.Person == who && a.From <= at && at < a.To {
			return a.Away, a.Cover != who
		}
	}
	m, _ := t.schema.Member(who)
	return m.At(at)
}

// turn gives the first instant after another at which an absence of a person begins or ends, zero for none.
func (t *Terms) turn(st *State, who string, after lead.Instant) (next lead.Instant) {
	see := func(a lead.Away) {
		for _, at := range [2]lead.Instant{a.From, a.To} {
			if at > after && at < lead.Forever {
				next = lead.Earliest(next, at)
			}
		}
	}
	m, _ := t.schema.Member(who)
	for _, a := range m.Away {
		see(a)
	}
	for _, a := range st.Away {
		if a.Person == who {
			see(a.Away)
		}
	}
	return next
}

// mostTurns bounds how many turns are looked at for one that passes a clock on.
const mostTurns = 64

// change gives the first instant after another at which a clock passes to another than who holds it, or nobody has it any more; zero for none.
func (t *Terms) change(st *State, c *Clock, at lead.Instant) lead.Instant {
	who := c.keeps()
	was := t.standIn(st, who, at)
	for range mostTurns {
		var next lead.Instant
		for name, n := who, 0; n < mostCovers; n++ {
			next = lead.Earliest(next, t.turn(st, name, at))
			a, away := t.absent(st, name, at)
			if !away {
				break
			}
			name = a.Cover
		}
		if next == 0 {
			return 0
		}
		at = next
		by := t.standIn(st, who, at)
		if by == "" && was != "" || by != "" && by != c.Holder {
			return at
		}
		was = by
	}
	return 0
}

// mostCovers bounds how far one cover is looked for behind another.
const mostCovers = 16

// standIn gives who keeps a person's promises at an instant: the person, unless absent; else the cover, or the cover's if that is absent too. Empty: nobody.
func (t *Terms) standIn(st *State, who string, at lead.Instant) string {
	for range mostCovers {
		a, away := t.absent(st, who, at)
		if !away || who == "" {
			return who
		}
		who = a.Cover
	}
	return ""
}

// hold gives a clock to the lead's owner, or to whoever stands in. It reports false where the owner is absent and nobody covers.
func (t *Terms) hold(st *State, c *Clock, who string, f *lead.Facts, at lead.Instant) bool {
	c.Holder, c.For = who, ""
	covered := true
	if by := t.standIn(st, who, at); by != who {
		if covered = by != ""; covered {
			c.Holder, c.For = by, who
		}
	}
	c.Team = t.team(f, c.Holder)
	t.foresee(st, c, at)
	return covered
}

// keeps gives the person for whom a clock is held.
func (c *Clock) keeps() string { return cmp.Or(c.For, c.Holder) }

// foresee marks when a clock passes on by an absence.
func (t *Terms) foresee(st *State, c *Clock, at lead.Instant) {
	if is := func(k Mark) bool { return k.What == markAway }; slices.ContainsFunc(c.Marks, is) {
		c.Marks = slices.DeleteFunc(slices.Clone(c.Marks), is)
	}
	if next := t.change(st, c, at); next != 0 && c.Holder != "" {
		c.Marks = append(c.Marks, Mark{next, markAway})
		c.sortMarks()
	}
	if len(c.Marks) == 0 {
		c.Marks = nil
	}
}

// leave passes a clock to whoever stands in from this instant on for the person for whom it is held, or back to that one. Nothing is said if that is who holds it.
func (t *Terms) leave(p *promise, st *State, c *Clock, f *lead.Facts, at lead.Instant, out []Change) []Change {
	by := t.standIn(st, c.keeps(), at)
	if by == c.Holder {
		t.foresee(st, c, at)
		return out
	}
	ch := p.change(c, Passed, at)
	ch.Reason, ch.Who, ch.Team = reasonAway, by, t.team(f, by)
	if by == c.For {
		ch.Reason = reasonBack
	}
	if c.Broken != 0 {
		ch.Was = Broken
	}
	if by == "" {
		ch.Kind, ch.Who, ch.Team, ch.Was = Uncovered, c.Holder, c.Team, 0
		t.foresee(st, c, at)
		return append(out, ch)
	}
	if c.For, c.Holder, c.Team = c.keeps(), by, ch.Team; c.For == by {
		c.For = ""
	}
	t.foresee(st, c, at)
	return append(out, ch)
}

// away notes an absence that the lead is told of, and passes on the clocks of whoever is absent already, or is back.
func (m *moment) away(out []Change) []Change {
	get := func(name string) lead.Value { return m.b.Value(m.t.schema.Prop(m.b.Kind, name)) }
	a := Absence{get("person").Text, lead.Away{From: lead.Instant(get("from").Num), To: lead.Instant(get("until").Num), Cover: get("cover").Text}}
	if a.From == 0 {
		a.From = min(m.b.Time, m.at)
	}
	if a.To == 0 {
		a.To = lead.Forever
	}
	if a.Person == "" || a.To <= m.at || a.To <= a.From {
		return out
	}
	was := make([]string, len(m.st.Clocks))
	for i := range m.st.Clocks {
		was[i] = m.t.standIn(m.st, m.st.Clocks[i].keeps(), m.at)
	}
	m.st.know(a, m.at)
	for i := range m.st.Clocks {
		c := &m.st.Clocks[i]
		p := m.t.promise(c.Promise)
		if p == nil || c.Holder == "" {
			continue
		}
		if was[i] == m.t.standIn(m.st, c.keeps(), m.at) {
			m.t.foresee(m.st, c, m.at)
			continue
		}
		n := len(out)
		if out = m.t.leave(p, m.st, c, m.f, m.at, out); len(out) > n {
			out[n].Event = m.b.ID
		}
	}
	return out
}

// know remembers an absence. Of two of one person that begin at one instant, the later told holds. Those that are over are forgotten.
func (st *State) know(a Absence, at lead.Instant) {
	st.Away = slices.DeleteFunc(st.Away, func(o Absence) bool { return o.To <= at || o.Person == a.Person && o.From == a.From })
	i, _ := slices.BinarySearchFunc(st.Away, a, func(x, y Absence) int { return cmp.Or(cmp.Compare(x.Person, y.Person), cmp.Compare(x.From, y.From)) })
	st.Away = slices.Insert(st.Away, i, a)
	if len(st.Away) > MostAway {
		first := 0
		for i := range st.Away {
			if st.Away[i].To < st.Away[first].To {
				first = i
			}
		}
		st.Away = slices.Delete(st.Away, first, first+1)
	}
}

// team gives the team of a person, or where there is none that of the lead.
func (t *Terms) team(f *lead.Facts, who string) string {
	if f != nil && f.Lead() != nil {
		if life := &f.Lead().Life; life.Team != "" && (who == life.Owner || who == "") {
			return life.Team
		}
	}
	m, _ := t.schema.Member(who)
	return m.Team
}
