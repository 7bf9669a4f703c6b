package funnel

import (
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// sight is one event of one lead, as the funnel looks at it.
type sight struct {
	*Funnel
	p    *Path
	b    *lead.Bound
	f    *lead.Facts
	lead *lead.State
	when lead.Instant
}

// Apply folds one event of a lead into its path and appends to out what the [Tally] has to know. An automatic event changes nothing.
//
// The event has to be in the lead's state already, and the facts have to hold both. An event comes before the stage_entered that it causes.
// A step is noted at its first reach only, with the event's own time, but never after at; an earlier one that is heard of later changes nothing.
// A lead's source and month of entry stay what they were at its first step.
func (c *Funnel) Apply(p *Path, b *lead.Bound, f *lead.Facts, at lead.Instant, out []Note) []Note {
	st := f.Lead()
	if b.Automatic || int(b.Kind) >= len(c.kinds) || st == nil {
		return out
	}
	p.hold(&st.Life)
	k := &c.kinds[b.Kind]
	if !k.any {
		return out
	}
	s := sight{c, p, b, f, st, min(b.Time, at)}
	if k.deal >= 0 {
		s.deal(b.Value(k.deal))
	}
	if v := b.Value(k.closing); v != (lead.Value{}) {
		p.Closing = lead.Instant(v.Num)
	}
	if k.cost >= 0 {
		out = s.cost(k, out)
	}
	for i := range k.triggers {
		out = s.reach(&k.triggers[i], out)
	}
	if k.entered {
		out = s.enter(out)
	}
	return out
}

// Hears reports whether events of a kind can be a step, a cost or an amount. One that cannot may be left out.
func (c *Funnel) Hears(kind lead.KindID) bool { return int(kind) < len(c.kinds) && c.kinds[kind].any }

// hold remembers who has the lead.
func (p *Path) hold(life *lead.Life) {
	if (life.Team != p.Team || life.Owner != p.Owner) && (life.Team != "" || life.Owner != "") {
		p.Team, p.Owner = life.Team, life.Owner
	}
}

// minor gives an amount in minor units, 0 if it is missing.
func (c *Funnel) minor(v lead.Value) int64 {
	m, _ := lead.MoneyOf(v.Num, c.currency)
	return m.Minor
}

func (s *sight) deal(v lead.Value) {
	if v != (lead.Value{}) {
		s.p.deal(s.minor(v), s.when)
	}
}

func (s *sight) cost(k *interest, out []Note) []Note {
	minor := s.minor(s.b.Value(k.cost))
	if minor == 0 {
		return out
	}
	n := s.note(Spent, minor)
	channel, campaign := s.b.Value(k.source[0]).Text, s.b.Value(k.source[1]).Text
	if channel != "" || campaign != "" {
		n.Channel, n.Campaign = channel, campaign
	}
	return append(out, n)
}

// note begins a note with where the lead stands.
func (s *sight) note(kind string, minor int64) Note {
	n := Note{Kind: kind, Lead: s.b.Lead, At: s.when, Mark: Mark{Month: s.Month(s.when), Week: s.Week(s.when), Type: s.lead.Text("type"), Team: s.p.Team, Owner: s.p.Owner}}
	n.Channel, n.Campaign = s.source()
	n.Amount = s.money(minor)
	return n
}

func (s *sight) source() (channel, campaign string) {
	if len(s.p.Reached) > 0 {
		return s.p.Channel, s.p.Campaign
	}
	return s.lead.First.Channel, s.lead.First.Campaign
}

func (c *Funnel) money(minor int64) lead.Money {
	if minor == 0 {
		return lead.Money{}
	}
	return lead.Money{Minor: minor, Currency: c.currency}
}

// worth gives what the lead is worth now: what sales last named, or else its potential.
func (s *sight) worth() int64 {
	if s.p.Dealt != 0 && s.p.Deal != 0 {
		return s.p.Deal
	}
	potential, _ := s.lead.Number("potential")
	m, _ := lead.MoneyOf(potential, s.currency)
	return m.Minor
}

func (s *sight) worthAt(t *trigger) int64 {
	if t.amount == nil {
		return s.worth()
	}
	amount, ok := t.amount.Of(s.f)
	if !ok {
		return 0
	}
	m, _ := lead.MoneyOf(amount, s.currency)
	return m.Minor
}

// reach notes a step.
func (s *sight) reach(t *trigger, out []Note) []Note {
	if !t.when.True(s.f) {
		return out
	}
	if r := s.p.find(t.step); r != nil {
		r.Times++
		r.Last = max(r.Last, r.First, s.when)
		return out
	}
	if len(s.p.Reached) >= MostReaches {
		return out
	}
	if len(s.p.Reached) == 0 {
		s.p.Channel, s.p.Campaign = s.lead.First.Channel, s.lead.First.Campaign
	}
	life := &s.lead.Life
	n := s.note(Reached, s.worthAt(t))
	n.Step, n.Team, n.Owner, n.End = t.step, life.Team, life.Owner, s.p.End
	s.look(&n)
	s.p.Reached = append(s.p.Reached, Reach{Step: t.step, First: s.when, Type: n.Type, Team: n.Team, Owner: n.Owner, Amount: n.Amount.Minor})
	n.Cohort = s.p.Cohort()
	return append(out, n)
}

// look fills in what the lead had reached before.
func (s *sight) look(n *Note) {
	if last := s.p.before(s.when); last != nil {
		n.From, n.Since = last.Step, s.when.Sub(last.First)
	}
	n.Before = s.marks()
}

func (s *sight) marks() []Mark {
	if len(s.p.Reached) == 0 {
		return nil
	}
	list := make([]Mark, len(s.p.Reached))
	for i := range s.p.Reached {
		r := &s.p.Reached[i]
		list[i] = Mark{Step: r.Step, First: r.First, Month: s.Month(r.First), Week: s.Week(r.First), Channel: s.p.Channel, Campaign: s.p.Campaign,
			Type: r.Type, Team: r.Team, Owner: r.Owner, Amount: s.money(r.Amount)}
	}
	return list
}

// exits are the moves by which a lead leaves the hands of sales, or the demand ends.
var exits = []string{lead.Rejected, lead.Recycled, lead.Disqualified, lead.Lost, lead.Recalled}

// enter notes what it means that the lead entered a stage: that a demand that had ended goes on, which steps are reached,
// that the demand ends, or that sales gave the lead back.
func (s *sight) enter(out []Note) []Note {
	stage := s.text(s.entered.stage)
	end := s.end(stage)
	if s.p.End != "" && s.p.End != end {
		out = s.reopen(out)
	}
	triggers := s.byStage[stage]
	for i := range triggers {
		out = s.reach(&triggers[i], out)
	}
	move := s.text(s.entered.move)
	switch {
	case end != "" && s.p.End == "":
		out = append(out, s.ending(end))
		s.p.End = end
	case end == "" && slices.Contains(exits, move):
		out = append(out, s.ending(Left))
	}
	if s.lead.Life.Owner == "" && s.lead.Life.Team == "" { // it is nobody's now, and what comes is not the last one's doing
		s.p.Owner, s.p.Team = "", ""
	}
	return out
}

func (s *sight) text(prop int) string { return s.b.Value(prop).Text }

// end gives how a demand in a stage has ended, "" if it goes on.
func (c *Funnel) end(stage string) string {
	switch {
	case c.won[stage]:
		return Won
	case c.lost[stage]:
		return Lost
	}
	return ""
}

// ending makes a note of the kind that says how and why, and lists the steps that the lead has reached.
func (s *sight) ending(kind string) Note {
	n := s.note(kind, s.worth())
	n.Stage, n.Reason, n.Before = s.text(s.entered.from), s.text(s.entered.reason), s.marks()
	if move := s.text(s.entered.move); slices.Contains(exits, move) {
		n.Exit = move
	}
	return n
}

func (s *sight) reopen(out []Note) []Note {
	n := s.ending(Reopened)
	n.End = s.p.End
	s.p.End, s.p.Deal, s.p.Closing, s.p.Dealt = "", 0, 0, s.when // the next demand is worth what will be named for it
	return append(out, n)
}

// Spend appends the note of money that was spent on no lead: on a campaign, a channel or a team. The event names it by its source, or by what
// it is about: "campaign:spring", "channel:trade_show", "team:sales". Other events, automatic ones and amounts of zero give none.
func (c *Funnel) Spend(b *lead.Bound, out []Note) []Note {
	if b.Automatic || b.Lead != "" || int(b.Kind) >= len(c.kinds) || c.kinds[b.Kind].cost < 0 {
		return out
	}
	k := &c.kinds[b.Kind]
	n := Note{Kind: Spent, At: b.Time, Mark: Mark{Month: c.Month(b.Time), Week: c.Week(b.Time), Amount: c.money(c.minor(b.Value(k.cost)))}, Shared: true}
	if n.Amount.Minor == 0 {
		return out
	}
	n.about(b.About)
	if channel := b.Value(k.source[0]).Text; channel != "" {
		n.Channel = channel
	}
	if campaign := b.Value(k.source[1]).Text; campaign != "" {
		n.Campaign = campaign
	}
	return append(out, n)
}

func (n *Note) about(subject string) {
	what, name, _ := strings.Cut(subject, ":")
	switch what {
	case "campaign":
		n.Campaign = name
	case "channel":
		n.Channel = name
	case "team":
		n.Team = name
	}
}
