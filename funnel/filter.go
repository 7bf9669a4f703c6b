package funnel

import "github.com/leadkit/leadkit/lead"

// During selects a stretch of time by whole months or weeks. Its zero value selects all, and each zero bound is none; with bounds of both kinds it is what lies within both.
// Of weeks that the [Tally] no longer keeps apart nothing is selected by a first week, and all by a last one.
type During struct {
	From, To         Month // both included
	FromWeek, ToWeek Week  // both included
}

// Months selects the months from the first to the last.
func Months(first, last Month) During { return During{From: first, To: last} }

// Weeks selects the weeks from the first to the last.
func Weeks(first, last Week) During { return During{FromWeek: first, ToWeek: last} }

func (d *During) has(m Month, w Week) bool {
	return within(m, d.From, d.To) && within(w, d.FromWeek, d.ToWeek)
}

// Filter selects groups of leads. Its zero value selects all, and so does each empty field.
type Filter struct {
	During
	Channel, Campaign, Type, Team, Owner string
}

func (f *Filter) match(g *Group) bool {
	return f.has(g.Month, g.Week) && fits(f.Channel, g.Channel) && fits(f.Campaign, g.Campaign) && fits(f.Type, g.Type) &&
		fits(f.Team, g.Team) && fits(f.Owner, g.Owner)
}

func within[P Month | Week](p, from, to P) bool {
	return (from == 0 || p >= from) && (to == 0 || p <= to)
}

func fits(want, is string) bool { return want == "" || want == is }

// Dimension is by what leads are told apart.
type Dimension uint8

// The dimensions.
const (
	Overall Dimension = iota // not at all: one line, named ""
	ByMonth
	ByWeek // leads of weeks that the tally no longer keeps apart are in the line "none"
	ByChannel
	ByCampaign
	ByType
	ByTeam
	ByOwner
)

var dimensionNames = [...]string{"overall", "month", "week", "channel", "campaign", "type", "team", "owner"}

// String gives the dimension as a word.
func (d Dimension) String() string {
	if int(d) < len(dimensionNames) {
		return dimensionNames[d]
	}
	return "overall"
}

// of gives the name of the line to which a group belongs.
func (d Dimension) of(g *Group) string {
	switch d {
	case ByMonth:
		return g.Month.String()
	case ByWeek:
		return g.Week.String()
	case ByChannel:
		return g.Channel
	case ByCampaign:
		return g.Campaign
	case ByType:
		return g.Type
	case ByTeam:
		return g.Team
	case ByOwner:
		return g.Owner
	}
	return ""
}

func (e *End) group() Group {
	return Group{Month: e.Month, Week: e.Week, Channel: e.Channel, Campaign: e.Campaign, Type: e.Type, Team: e.Team, Owner: e.Owner}
}

// Worth is a number of leads and what they were worth.
type Worth struct {
	Leads  int64      `json:"leads"`
	Valued int64      `json:"valued,omitempty"` // leads whose amount is known
	Amount lead.Money `json:"amount,omitzero"`
}

func (t *Tally) money(minor int64) lead.Money {
	if minor == 0 && t.Currency == "" {
		return lead.Money{}
	}
	return lead.Money{Minor: minor, Currency: t.Currency}
}

func (t *Tally) worth(leads, valued, minor int64) Worth {
	return Worth{Leads: leads, Valued: valued, Amount: t.money(minor)}
}

// Reached gives the period view of one step: the leads that reached it in the filter's months and weeks, in the hands it names. The step "" is the entry.
func (t *Tally) Reached(step string, f Filter) Worth {
	c := t.sum(step, f)
	return t.worth(c.Leads, c.Valued, c.Minor)
}

// Conversion gives the cohort view of two steps: of the leads that reached from, where the filter says, how many reached to as well, wherever and whenever.
// The step "" is the entry.
func (t *Tally) Conversion(from, to string, f Filter) Rate {
	c := t.sum(from, f)
	return c.rate(from, to)
}

func (c *Count) rate(from, to string) Rate {
	if from == to {
		return rateOf(c.Leads, c.Leads)
	}
	return rateOf(c.of(to).Leads, c.Leads)
}

// of gives the leads of the group that reached another step.
func (c *Count) of(step string) Too {
	for _, too := range c.Too {
		if too.Step == step {
			return too
		}
	}
	return Too{Step: step}
}

// sum adds up the groups of a step.
func (t *Tally) sum(step string, f Filter) Count {
	var sum Count
	for g, c := range t.Groups {
		if g.Step == step && c != nil && f.match(&g) {
			sum.merge(c)
		}
	}
	return sum
}
