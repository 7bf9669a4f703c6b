package funnel

import "github.com/leadkit/leadkit/lead"

// Filter selects groups of leads. Its zero value selects all, and so does each empty field.
type Filter struct {
	From, To                             Month // both included
	Channel, Campaign, Type, Team, Owner string
}

func (f *Filter) match(g *Group) bool {
	return within(g.Month, f.From, f.To) && fits(f.Channel, g.Channel) && fits(f.Campaign, g.Campaign) && fits(f.Type, g.Type) &&
		fits(f.Team, g.Team) && fits(f.Owner, g.Owner)
}

func within(m, from, to Month) bool { return (from == 0 || m >= from) && (to == 0 || m <= to) }

func fits(want, is string) bool { return want == "" || want == is }

// Dimension is by what leads are told apart.
type Dimension uint8

// The dimensions.
const (
	Overall Dimension = iota // not at all: one line, named ""
	ByMonth
	ByChannel
	ByCampaign
	ByType
	ByTeam
	ByOwner
)

var dimensionNames = [...]string{"overall", "month", "channel", "campaign", "type", "team", "owner"}

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
	return Group{Month: e.Month, Channel: e.Channel, Campaign: e.Campaign, Type: e.Type, Team: e.Team, Owner: e.Owner}
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

// Reached gives the period view of one step: the leads that reached it in the filter's months, in the hands it names. The step "" is the entry.
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
