package leadkit

import (
	"errors"
	"slices"

	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/sla"
	"github.com/leadkit/leadkit/sla/calendar"
)

// DefaultSkew is how far clocks may disagree where the contract says nothing.
const DefaultSkew = 5 * lead.Minute

// Load parses and compiles a contract, and reports everything that is wrong with it in one pass: an error is a [diag.List] with file, line and column.
// Warnings alone are no error; [Engine.Warnings] has them.
func Load(files ...File) (*Engine, error) {
	c, _ := Parse(files...) // what Parse found, Compile reports
	return Compile(c)
}

// Compile checks a contract whole and compiles it. An error is a [diag.List] of all that is wrong, in the order of the contract's text, or of its paths.
// The contract is not to be changed afterwards.
func Compile(c *Contract) (*Engine, error) {
	b := builder{c: c, e: &Engine{parts: parts{contract: c, skew: c.Skew, calendars: map[string]*calendar.Hours{}}}}
	b.build()
	found := append(slices.Clone(c.found), b.causes()...)
	c.places.Resolve(found)
	if err := found.Err(); err != nil {
		return nil, err
	}
	b.e.warnings = found
	b.e.hash = c.hash()
	b.e.inert, b.e.alone = b.e.inertKinds(), b.e.aloneKinds()
	return b.e, nil
}

// builder compiles room after room, each with what the schema has learned from those before it.
type builder struct {
	c      *Contract
	e      *Engine
	found  diag.List // what the rooms found
	missed []string  // names that a fault kept from being declared
}

func (b *builder) build() {
	if b.e.skew == 0 {
		b.e.skew = DefaultSkew
	}
	if b.c.Skew < 0 || b.c.Skew > lead.Hour {
		b.found.Add("/skew", "bad-skew", "the skew is not between 0 and 1h", "leave it out for 5m")
	}
	b.addCalendars()
	b.e.schema = b.vocabulary()
	if b.e.schema == nil {
		return // without a vocabulary, every further finding would be noise
	}
	s, calendars := b.e.schema, b.e.calendars
	b.e.scorer = compiled(b, "/scores", func() (*scoring.Scorer, error) { return scoring.Compile(b.c.Scores, s) })
	if b.e.scorer == nil {
		b.declare(b.c.Scores)
	}
	b.e.machine = compiled(b, "", func() (*lead.Machine, error) { return lead.Compile(b.c.Lifecycle, s) })
	b.onReturn()
	b.e.planner = compiled(b, "/nurture", func() (*nurture.Planner, error) { return nurture.Compile(b.plan(), s, calendars) })
	if b.e.planner != nil {
		s.DeclareContents(b.e.planner.Contents())
	}
	b.e.router = compiled(b, "/routing", func() (*routing.Router, error) { return routing.Compile(b.c.Routing, s, calendars) })
	if b.e.router != nil {
		s.DeclareMembers(b.e.router.People())
	}
	b.e.terms = compiled(b, "/promises", func() (*sla.Terms, error) { return sla.Compile(b.agreement(), s, calendars) })
	b.e.ruled = len(b.c.Promises.ContactRules) > 0
	b.e.funnel = compiled(b, "/funnel", func() (*funnel.Funnel, error) { return funnel.Compile(b.c.Funnel, s) })
	b.e.kinds = kindsOf(s)
	b.e.routes = len(b.c.Routing.Channels) > 0
	b.retention()
	b.resale()
}

// compiled compiles one room and puts what it found under the room's place in the contract.
func compiled[T any](b *builder, path string, compile func() (T, error)) T {
	x, err := compile()
	var list diag.List
	if w, ok := any(x).(interface{ Warnings() diag.List }); ok && err == nil {
		list = w.Warnings()
	} else if err != nil && !errors.As(err, &list) {
		list.Add("", "failed", err.Error(), "")
	}
	for _, f := range list {
		f.Place.Path = path + f.Place.Path
		b.found = append(b.found, f)
	}
	return x
}

// addCalendars compiles the calendars. Where none is named "default", it is always open, in UTC; so is one with a finding, for what else there is to find.
func (b *builder) addCalendars() {
	always, _ := calendar.Compile(calendar.Calendar{Name: "default", Open: calendar.Always()})
	b.e.calendars["default"] = always
	for _, c := range b.c.Calendars {
		hours := compiled(b, diag.Join("/calendars", c.Name), func() (*calendar.Hours, error) { return calendar.Compile(c) })
		if hours == nil {
			hours = always
		}
		b.e.calendars[c.Name] = hours
	}
}

func kindsOf(s *lead.Schema) (k knownKinds) {
	k.assigned, _ = s.Kind(lead.Assigned)
	k.erased, _ = s.Kind(lead.Erased)
	k.traded, _ = s.Kind(lead.Traded)
	k.shared, _ = s.Kind(lead.PartnerReturned)
	k.appointed, _ = s.Kind(lead.OwnerOverridden)
	k.request, k.owner = s.Prop(k.assigned, "request"), s.Prop(k.assigned, "owner")
	k.also = s.Prop(k.assigned, "also")
	k.team, k.route = s.Prop(k.assigned, "team"), s.Prop(k.assigned, "route")
	return k
}
