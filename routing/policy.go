package routing

import "github.com/leadkit/leadkit/lead"

// Policy says who takes which lead. The zero Policy sends every lead to the fallback queue.
type Policy struct {
	// Channels are tried in this order, or with Choose "expected value" as a lead is worth most with whoever would get it there.
	Channels []Channel `json:"channels,omitempty" contract:"ordered"`
	// Choose says how the channel is chosen among those that take a lead.
	Choose Choose `json:"choose,omitempty"`
	// People are the members of the channels. Their order has no meaning: ties go by name.
	People []Person `json:"people,omitempty"`
	// Classes are the bands of value, from the smallest potential to the largest.
	Classes []Class `json:"classes,omitempty" contract:"ordered"`
	// Regions are parts of the map that a territory may name.
	Regions []Region `json:"regions,omitempty"`
	// Needs are the skills that some leads ask for.
	Needs []Need `json:"needs,omitempty"`
	// Fallback names the queue, or the team that keeps it, of leads that nobody can take. Empty: "unassigned".
	Fallback string `json:"fallback,omitempty"`
	// PublicDomains are further domains that say nothing of a company: see [Accounts].
	PublicDomains []string `json:"public_domains,omitempty"`
	// HoldAmbiguous keeps a lead in the fallback queue that fits several accounts, until somebody says which it is. Otherwise it is routed as if it had none.
	HoldAmbiguous bool `json:"hold_ambiguous,omitempty"`
	// KeepOwner gives a lead that comes back to the person who had it, if they can take it.
	KeepOwner bool `json:"keep_owner,omitempty"`
	// Quotas bound what people get when many leads are assigned together.
	Quotas []Quota `json:"quotas,omitempty"`
	// Quality are the levels by which partners are charged, the first that fits.
	Quality []Level `json:"quality,omitempty" contract:"ordered"`
	// SemiExclusive and Shared are what a partner pays of the price who is not the only one to get the lead. Zero: all of it.
	SemiExclusive Share `json:"semi_exclusive,omitempty"`
	Shared        Share `json:"shared,omitempty"`
	// Returns says which charged leads a partner may give back.
	Returns Returns `json:"returns,omitzero"`
	// Resale says which unwanted leads are offered to others, and at what price.
	Resale Resale `json:"resale,omitzero"`
}

// DefaultFallback is the name of the fallback queue of a policy that names none.
const DefaultFallback = "unassigned"

// The usual channels. A contract may name its own.
const (
	FieldSales      = "field_sales"
	InsideSales     = "inside_sales"
	Telemarketing   = "telemarketing"
	ECommerce       = "e_commerce"
	ExternalNetwork = "external_network"
	Marketplace     = "marketplace"
)

// Channel is a way to handle leads.
type Channel struct {
	Name    string `json:"name" contract:"name"`
	Meaning string `json:"meaning,omitempty" contract:"doc"` // what the channel is, for people
	// Takes is a condition on the lead, read once when its routing is asked for. Empty: every lead.
	Takes string `json:"takes,omitempty" contract:"expression"`
	// Unattended says that the channel takes leads itself, without a person: a shop, a marketplace.
	Unattended bool `json:"unattended,omitempty"`
	// Team is the team of members who name none, and of the channel itself.
	Team string `json:"team,omitempty"`
	// Cost is what handling one lead costs.
	Cost lead.Money `json:"cost,omitzero"`
	// Wins says how likely a lead is won here: the first that fits counts. None: never, so that a lead is worth its cost alone.
	Wins []Odds `json:"wins,omitempty" contract:"ordered"`
	// Margin is what is left of the potential of a lead that is won. Zero: all of it.
	Margin Share `json:"margin,omitempty"`
	// Strategy chooses among the members who can take a lead.
	Strategy Strategy `json:"strategy,omitempty"`
	// Mix keeps everybody's mix of leads like the team's, by temperature or by value class. It needs the strategy rotation.
	Mix Mix `json:"mix,omitempty"`
	// Hours says what a member's calendar decides.
	Hours Hours `json:"hours,omitempty"`
	// Charged says that the members pay for their leads; Sold, how many of them get each: one, two, or up to [MostShared].
	Charged bool        `json:"charged,omitempty"`
	Sold    Exclusivity `json:"sold,omitempty"`
}

// Person is somebody who takes leads: an employee, or in an external network a partner.
type Person struct {
	Name string `json:"name" contract:"name"`
	Team string `json:"team,omitempty"` // empty: that of the channel
	// Channels are those the person works in, at least one.
	Channels  []string `json:"channels"`
	Skills    []string `json:"skills,omitempty"`    // what needs may ask for
	Languages []string `json:"languages,omitempty"` // "fr", "nl". None: all
	// Territory are countries, postal areas by their first characters or as a range, and regions: "BE", "FR 59", "FR 59000-62999", "around Lille".
	// Accounts are named accounts. Neither: everywhere. Among those who can take a lead, those go first whose part of the territory is the most specific: a named account,
	// then the smallest shape on the map, then the postal area with the fewest codes, then a region, a country, a region of countries, everywhere.
	Territory []Area   `json:"territory,omitempty"`
	Accounts  []string `json:"accounts,omitempty"`
	// Wins says how likely the person wins leads of a type, which the channel's odds say of everybody else: "framework_contract: 30%". The type "any" is all others.
	Wins []Closing `json:"wins,omitempty"`
	// Weight is the person's share in a rotation beside the others', from 0.01 to 100 with two decimals. Zero: 1.
	Weight float64 `json:"weight,omitempty"`
	// Capacity are limits that all hold at once: "14 per month", "3 per day", "20 open", "10 within 7d". None: no limit.
	Capacity []Capacity `json:"capacity,omitempty"`
	// Calendar names the person's hours, whose zone is also that of their periods and absences. Empty: "default" where there is one, and else always, in UTC.
	Calendar string    `json:"calendar,omitempty"`
	Absent   []Absence `json:"absent,omitempty"`
}

// Region is a part of the map with a name: some areas, what a lead's attribute region says, what lies around a place, or a polygon. It is all of these together.
type Region struct {
	Name string `json:"name" contract:"name"`
	// Areas are countries and postal areas.
	Areas []Area `json:"areas,omitempty"`
	// Called are the values of a lead's region that mean this one, whatever their capitals; in Country, if one is given.
	Called  []string `json:"called,omitempty"`
	Country string   `json:"country,omitempty"`
	// Around is the middle of a circle, and Within its radius: "50.6292, 3.0573" and "30 km".
	Around Point    `json:"around,omitzero"`
	Within Distance `json:"within,omitempty"`
	// Polygon are the corners of a shape, in their order, at least three. Its sides are straight on a map with latitude and longitude for axes.
	Polygon []Point `json:"polygon,omitempty"`
}

// Absence is a time in which a person takes nothing.
type Absence struct {
	// Dates are the first and the last date, "2026-08-03..2026-08-21", or one date alone.
	Dates string `json:"dates"`
	// Cover is who can take the absent person's leads meanwhile: those of their territory, and of their accounts.
	Cover string `json:"cover,omitempty"`
}

// UnmarshalText reads the short form, the dates alone.
func (a *Absence) UnmarshalText(text []byte) error {
	a.Dates = string(text)
	return nil
}

// Odds say how likely a lead is won when a condition is true. Without one it always is. The short form is the chance alone.
type Odds struct {
	Name   string `json:"name" contract:"name"`
	When   string `json:"when,omitempty" contract:"expression"` // about the lead; empty: all others
	Chance Share  `json:"chance"`                               // that it is won
}

// UnmarshalText reads the short form, the chance alone.
func (o *Odds) UnmarshalText(text []byte) error { return o.Chance.UnmarshalText(text) }

// Closing says how likely a person wins leads of a type. The short form is the chance alone.
type Closing struct {
	Type   string `json:"type" contract:"name"`
	Chance Share  `json:"chance"` // that such a lead is won
}

// UnmarshalText reads the short form, the chance alone.
func (c *Closing) UnmarshalText(text []byte) error { return c.Chance.UnmarshalText(text) }

// AnyType are the leads of all types for which a person's chance is not given.
const AnyType = "any"

// Need is a skill that a lead asks for when a condition is true.
type Need struct {
	Skill string `json:"skill" contract:"name"`
	When  string `json:"when" contract:"expression"` // about the lead, read when it is routed
}

// UnmarshalText reads the short form, the condition alone.
func (n *Need) UnmarshalText(text []byte) error {
	n.When = string(text)
	return nil
}
