package routing

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Level is a quality, and what a lead of this quality costs.
type Level struct {
	Name  string     `json:"name" contract:"name"`
	When  string     `json:"when,omitempty" contract:"expression"` // a condition on the lead. Empty: every lead
	Price lead.Money `json:"price,omitzero"`
}

// Returns says which charged leads a partner may give back.
type Returns struct {
	Reasons []string  `json:"reasons,omitempty"` // none: nothing may be given back
	Within  lead.Span `json:"within,omitempty"`  // after the charge, its last instant included. Zero: at any time
	// AtMost bounds how many of them count in the period of one statement: "5", or "10%" of those that are charged in it.
	AtMost Ceiling `json:"at_most,omitzero"`
	// Settled says what the partner gets for them.
	Settled Settlement `json:"settled,omitempty"`
}

type level struct {
	Level
	when *lead.Condition
}

type pricing struct {
	levels  []level
	parts   [Shared + 1]Share // by exclusivity
	returns Returns
}

func (c *compiler) addPricing() {
	p := &c.r.pricing
	p.levels = c.levels("/quality", c.spec.Quality)
	p.parts = [...]Share{Exclusive: Whole, SemiExclusive: c.share("/semi_exclusive", c.spec.SemiExclusive, Whole), Shared: c.share("/shared", c.spec.Shared, Whole)}
	p.returns = c.spec.Returns
	p.returns.Reasons = slices.Clone(p.returns.Reasons)
	if fault := p.returns.AtMost.fault(); fault != "" {
		c.found.Add("/returns/at_most", "bad-ceiling", fault, "write one such as 5, or 10%")
	}
	if int(p.returns.Settled) >= len(settlementWords) {
		c.found.Add("/returns/settled", "unknown-settled", "the value is none of those that are known", "")
	}
	if p.returns.Within < 0 {
		c.found.Add("/returns/within", "bad-span", "a window cannot end before it begins", "write a span such as 7d")
	}
}

// share gives a share, or another if it is zero.
func (c *compiler) share(path string, s, or Share) Share {
	if s < 0 || s > Whole {
		c.found.Add(path, "bad-share", fmt.Sprintf("%s is no share", s), "write one from 0% to 100%")
	}
	if s == 0 {
		return or
	}
	return s
}

func (c *compiler) levels(base string, list []Level) (out []level) {
	for i, l := range list {
		path := diag.Join(base, l.Name)
		c.name(path, l.Name, slices.ContainsFunc(out, func(o level) bool { return o.Name == l.Name }))
		c.price(diag.Join(path, "price"), l.Price)
		l.Price = c.money(l.Price)
		if strings.TrimSpace(l.When) == "" && i+1 < len(list) {
			c.found.Warn(path, "level-takes-all", "every lead that comes here has this level: those after it never apply", "say when it applies, or put it last")
		}
		out = append(out, level{l, c.schema.LeadCondition(&c.found, diag.Join(path, "when"), l.When)})
	}
	return out
}

func first(levels []level, f *lead.Facts) (string, lead.Money) {
	for i := range levels {
		if levels[i].when.True(f) {
			return levels[i].Name, levels[i].Price
		}
	}
	return "", lead.Money{}
}

// Quality gives a lead's quality level and its full price: what is written on its receipt when it is handed over. It is empty if no level fits.
// Facts have to hold the lead at their instant.
func (r *Router) Quality(f *lead.Facts) (level string, price lead.Money) {
	return first(r.pricing.levels, f)
}

// Price gives what a lead costs the members of a channel, by the quality level on its receipt and by how many of them get it.
// It reports false where nothing is to be charged: the channel is not charged, or the receipt has no level that the policy knows.
func (r *Router) Price(rc *lead.Receipt, channel string) (lead.Money, bool) {
	ch, ok := r.Channel(channel)
	if !ok || !ch.Charged || rc == nil {
		return lead.Money{}, false
	}
	for i := range r.pricing.levels {
		if l := &r.pricing.levels[i]; l.Name == rc.Quality {
			return r.pricing.parts[ch.Sold].Of(l.Price), true
		}
	}
	return lead.Money{}, false
}

// Charge is a lead that a partner pays for.
type Charge struct {
	Request string       `json:"request"` // the decision that gave it to them
	Lead    string       `json:"lead"`
	Partner string       `json:"partner"`
	Channel string       `json:"channel"`
	Level   string       `json:"level"`
	Sold    Exclusivity  `json:"sold,omitempty"`
	Price   lead.Money   `json:"price"`
	At      lead.Instant `json:"at"`
}

// Bill gives the charge that a decision brings for its person. It reports false where nothing is to be charged.
func (r *Router) Bill(dec Decision, rc *lead.Receipt) (Charge, bool) {
	price, ok := r.Price(rc, dec.Channel)
	if !ok || dec.Person == "" {
		return Charge{}, false
	}
	ch, _ := r.Channel(dec.Channel)
	return Charge{Request: dec.Request, Lead: dec.Lead, Partner: dec.Person, Channel: dec.Channel, Level: rc.Quality, Sold: ch.Sold, Price: price, At: dec.At}, true
}

// Bills gives the charges that a decision brings, for all who get the lead.
func (r *Router) Bills(dec Decision, rc *lead.Receipt) (list []Charge) {
	for _, dec.Person = range append([]string{dec.Person}, dec.Also...) {
		if c, ok := r.Bill(dec, rc); ok {
			list = append(list, c)
		}
	}
	return list
}

// Credit is a charge that is given back: a claim, of which [Router.Invoices] says whether it is below the ceiling.
type Credit struct {
	Charge Charge       `json:"charge"`
	Reason string       `json:"reason"`
	At     lead.Instant `json:"at"`
}

// ErrNoReturn is wrapped by the errors of [Router.Credit].
var ErrNoReturn = errors.New("the lead may not be given back")

// Credit gives the claim for a charged lead that a partner gives back. The error, which wraps [ErrNoReturn], says why it is none.
func (r *Router) Credit(c Charge, reason string, at lead.Instant) (Credit, error) {
	rules := r.pricing.returns
	switch {
	case !slices.Contains(rules.Reasons, reason):
		return Credit{}, fmt.Errorf("%w: %q is no reason; known: %s", ErrNoReturn, reason, diag.Enumerate(rules.Reasons))
	case at < c.At:
		return Credit{}, fmt.Errorf("%w: it was charged only at %s", ErrNoReturn, c.At)
	case rules.Within > 0 && at > c.At.Add(rules.Within):
		return Credit{}, fmt.Errorf("%w: the window ended at %s", ErrNoReturn, c.At.Add(rules.Within))
	}
	return Credit{Charge: c, Reason: reason, At: at}, nil
}
