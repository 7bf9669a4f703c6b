package sla

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// ContactRule says under which conditions the person may be contacted: dated data, by country, market and channel, that binds every promise, and every content that
// nurture sends.
//
//	contact_rules:
//	  consumers in France: {when: 'lead.country == "FR" and lead.market == "B2C"', channels: phone, hours: calls in France, at_most: 4 per 30d, after_refusal: 60d}
//	  opt-in in France:    {when: 'lead.country == "FR" and lead.market == "B2C"', channels: phone, since: 2026-08-11, basis: marketing}
//	  an address:          {channels: email, address: email}
//	  no flood:            {channels: [email, sms], at_most: 3 per 7d}
//	  newsletters:         {channels: email, at_most: 1 per 7d, binds: contents}
//
// A channel that a rule does not permit when a clock starts is dropped from its promise, and named. An attempt that breaks a rule is no evidence, and
// is reported as [Barred]. A content waits for the instant at which hours, limits and refusals let it go, and is withheld where a basis or an address is missing. Rules are
// read in the lead's present state, their dates and hours at the instant of the attempt.
type ContactRule struct {
	Name string `json:"name" contract:"name"`
	// Ready names rules that are ready, "calls to consumers FR": see [ReadyRules]. It is also the short form of a rule, and the other fields are then left out.
	Ready string `json:"ready,omitempty"`
	// When is a condition on the lead: its country, its market. Empty: all leads.
	When string `json:"when,omitempty" contract:"expression"`
	// Channels are those that the rule is about. Empty: all. AtMost and AfterRefusal count attempts and contents on any of them together.
	Channels []string `json:"channels,omitempty"`
	// Binds says whom the rule binds, and whose contacts AtMost counts: "people", who attempt to reach the lead, or the "contents" that nurture sends. Empty: both, together.
	Binds string `json:"binds,omitempty"`
	// Since and Until are the first and the last day on which the rule is in force, on its calendar's clock. Zero: always.
	Since calendar.Date `json:"since,omitzero"`
	Until calendar.Date `json:"until,omitzero"`
	// Hours is the calendar in whose hours an attempt may be made; it has the zone, too. Empty: at any hour.
	Hours string `json:"hours,omitempty"`
	// TheirZone reads hours and dates on the lead's own clock: in the zone of its attribute zone, or where its country has only one, that one. Where neither is
	// known, such as of a lead in the United States or in Spain without a zone, it is the calendar's own.
	TheirZone bool `json:"their_zone,omitempty"`
	// AtMost is how many attempts may be made in any span of time, contents among them, and AfterRefusal how long none may be made after a contact whose outcome was
	// refused. Of a former person who answered for the lead, neither counts any.
	AtMost       Limit     `json:"at_most,omitzero"`
	AfterRefusal lead.Span `json:"after_refusal,omitempty"`
	// Basis is the purpose for which a lawful basis has to be on record, such as "marketing".
	Basis string `json:"basis,omitempty"`
	// Address are the attributes of which one has to be known: without any the channel is absent.
	Address []string `json:"address,omitempty"`
}

// UnmarshalText reads the short form, the name of ready rules.
func (r *ContactRule) UnmarshalText(text []byte) error {
	r.Ready = string(text)
	return nil
}

// UnmarshalJSON reads the short form or the rule whole.
func (r *ContactRule) UnmarshalJSON(data []byte) error {
	type plain ContactRule
	return lead.EitherForm(data, (*plain)(r), func(text []byte) error {
		*r = ContactRule{}
		return r.UnmarshalText(text)
	})
}

// Limit is a number of attempts in a span of time. Its text form is "4 per 30d".
type Limit struct {
	Times int
	Per   lead.Span
}

// String gives the text form.
func (l Limit) String() string { return strconv.Itoa(l.Times) + " per " + l.Per.String() }

// MarshalText gives the text form, nothing for the zero Limit.
func (l Limit) MarshalText() ([]byte, error) {
	if l == (Limit{}) {
		return nil, nil
	}
	return []byte(l.String()), nil
}

// UnmarshalText reads the text form.
func (l *Limit) UnmarshalText(text []byte) error {
	words := fields(text)
	if len(words) == 3 && words[1] == "per" {
		n, err := strconv.Atoi(words[0])
		var per lead.Span
		if err == nil && per.UnmarshalText([]byte(words[2])) == nil && (Limit{n, per}).valid() {
			*l = Limit{n, per}
			return nil
		}
	}
	return malformed("limit", string(text), "limit of attempts", `write it as in "4 per 30d"`)
}

func (l Limit) valid() bool { return l.Times >= 1 && l.Times <= mostAttempts && l.Per > 0 }

// contactRule is a compiled contact rule.
type contactRule struct {
	ContactRule
	when  *lead.Condition
	hours *calendar.Hours // nil: at any hour
	clock *calendar.Hours // on which the rule's days begin
}

// takes reports whether the rule is about a channel.
func (r *contactRule) takes(channel string) bool {
	return len(r.Channels) == 0 || slices.Contains(r.Channels, channel)
}

// binds reports whether the rule binds what people do, or the contents that are sent.
func (r *contactRule) binds(who string) bool { return r.Binds == "" || r.Binds == who }

// The two that a rule can bind.
const (
	people   = "people"
	contents = "contents"
)

// there gives the rule as it is where the lead is.
func (t *Terms) there(r *contactRule, st *lead.State) contactRule {
	c := *r
	if r.TheirZone {
		loc := t.zones.of(st)
		c.clock = t.zones.in(r.clock, loc)
		if r.hours != nil {
			c.hours = t.zones.in(r.hours, loc)
		}
	}
	return c
}

// dated reports whether the rule is in force at an instant.
func (r *contactRule) dated(at lead.Instant) bool {
	if r.Since == (calendar.Date{}) && r.Until == (calendar.Date{}) {
		return true
	}
	day := r.clock.DateOf(at.Time())
	return before(r.Since, day) && (r.Until == (calendar.Date{}) || before(day, r.Until))
}

// before reports whether a date is not after another.
func before(d, e calendar.Date) bool {
	return d.Year < e.Year || d.Year == e.Year && (d.Month < e.Month || d.Month == e.Month && d.Day <= e.Day)
}

func (c *compiler) rules(list []ContactRule) {
	seen := map[string]bool{}
	for _, spec := range c.expand(list) {
		path := diag.Join("/contact_rules", spec.Name)
		if spec.Name == "" || seen[spec.Name] {
			c.found.Add(path, "name-taken", fmt.Sprintf("the contact rule %q has no name of its own", spec.Name), "choose another name")
		}
		seen[spec.Name] = true
		r := contactRule{ContactRule: spec, when: c.schema.LeadCondition(&c.found, path+"/when", spec.When)}
		for _, name := range spec.Channels {
			oneOf(&c.found, path+"/channels", "channel", name, c.channels)
		}
		for _, name := range spec.Address {
			oneOf(&c.found, path+"/address", "attribute", name, c.schema.AttributeNames())
		}
		if spec.Binds != "" {
			oneOf(&c.found, path+"/binds", "party", spec.Binds, []string{people, contents})
		}
		c.ruleHours(path, &r)
		c.ruleLimits(path, &r)
		c.t.rules = append(c.t.rules, r)
		c.t.tries = max(c.t.tries, spec.AtMost.Per, spec.AfterRefusal)
		if spec.TheirZone && c.t.zones == nil {
			c.t.zones = &zones{atlas: world()}
		}
	}
}

func (c *compiler) ruleHours(path string, r *contactRule) {
	r.clock = c.calendars[defaultCalendar]
	if r.Hours != "" {
		if r.hours = c.calendars[r.Hours]; r.hours == nil {
			r.hours = c.ready[r.Hours]
		}
		if r.hours == nil {
			c.found.Unknown(path+"/hours", "calendar", r.Hours, c.calendarNames())
		}
		r.clock = r.hours
	}
	if r.clock == nil {
		r.clock = c.t.plain
	}
}

func (c *compiler) calendarNames() []string {
	names := make([]string, 0, len(c.calendars))
	for name := range c.calendars {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (c *compiler) ruleLimits(path string, r *contactRule) {
	if r.AtMost != (Limit{}) && !r.AtMost.valid() {
		c.found.Add(path+"/at_most", "malformed-limit", "the limit of attempts is none", fmt.Sprintf(`write it as in "4 per 30d", up to %d attempts`, mostAttempts))
	}
	if r.AfterRefusal < 0 {
		c.found.Add(path+"/after_refusal", "negative-span", "a time cannot be negative", "")
	}
	if r.Until != (calendar.Date{}) && !before(r.Since, r.Until) {
		c.found.Add(path+"/until", "never-in-force", "the rule ends before it begins", "")
	}
	if r.Hours == "" && r.AtMost == (Limit{}) && r.AfterRefusal == 0 && r.Basis == "" && len(r.Address) == 0 {
		c.found.Add(path, "nothing-ruled", "the rule forbids nothing", "write hours:, at_most:, after_refusal:, basis: or address:")
	}
}
