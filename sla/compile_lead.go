package sla

import (
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// perLead compiles a promise about each lead.
func (c *compiler) perLead(path string, p *promise) {
	c.checkTerms(path, p)
	c.need(path, p)
	c.steps(path, p)
	uses := map[lead.KindID]*touch{}
	use := func(id lead.KindID) *touch {
		if uses[id] == nil {
			uses[id] = &touch{p: p}
		}
		return uses[id]
	}
	if p.OnResume != "" {
		oneOf(&c.found, path+"/on_resume", "answer to the end of a pause", p.OnResume, []string{MoveClock, KeepClock, RestartClock})
	}
	if p.OnNewOwner != "" {
		oneOf(&c.found, path+"/on_new_owner", "answer to a new owner", p.OnNewOwner, []string{KeepClock, ReplanClock, RestartClock})
	}
	if p.OnChange != "" {
		oneOf(&c.found, path+"/on_change", "answer to another contract", p.OnChange, []string{KeepClock, ReplanClock, RestartClock})
	}
	c.starts(path, p, use)
	c.cases(p)
	c.watch(path, p)
	c.evidence(p, use)
	c.controls(path, p, use)
	for id := range lead.KindID(c.schema.Kinds()) { // in the order of kinds, not of the map
		if u := uses[id]; u != nil {
			c.t.touches[id] = append(c.t.touches[id], *u)
		}
	}
	c.t.since = max(c.t.since, p.Since)
}

func (c *compiler) checkTerms(path string, p *promise) {
	if p.Within.IsZero() && len(p.Terms) == 0 && !p.measured {
		c.found.Add(path, "no-term", "the promise says not until when", `write within: with a term such as "24h" or "8 working hours"`)
	}
	if p.Within.N < 0 {
		c.found.Add(path+"/within", "negative-span", "a time cannot be negative", "")
	}
	for i, cs := range p.Terms {
		at := fmt.Sprintf("%s/terms/%d", path, i)
		if cs.Within.N <= 0 {
			c.found.Add(at+"/within", "no-term", "the case says not until when", `write within: with a term such as "30 minutes"`)
		}
		if cs.When == "" {
			c.found.Add(at+"/when", "no-condition", "the case has no condition", "write what always holds as the promise's own within:")
		}
	}
	if p.Since < 0 {
		c.found.Add(path+"/since", "negative-span", "a time cannot be negative", "")
	}
	if p.AtRisk < 0 || p.AtRisk >= 100 {
		c.found.Add(path+"/at_risk", "bad-share", "a promise is at risk before its time is used up", `write a share below 100%, such as "80%"`)
	}
}

// need compiles what satisfies the promise.
func (c *compiler) need(path string, p *promise) {
	text, at := p.Do, path+"/do"
	if p.Attempts != 0 || p.Channels != 0 || p.Apart != 0 || p.Ends != "" {
		if p.Do != "" {
			c.found.Add(path, "two-needs", "a promise has evidence or a cadence, not both", "leave out do:, or attempts: and what belongs to it")
			return
		}
		c.cadence(path, p)
		text, at = p.Ends, path+"/ends"
		if text == "" {
			text = atomReached
		}
	} else if p.Do == "" {
		c.found.Add(path, "no-evidence", "the promise says not what satisfies it", `write do: with evidence such as "email and phone", or attempts: with a number`)
		return
	}
	e, atoms, found := parseEvidence(text)
	c.found.Place(at, found)
	p.need.expr, p.need.all = e, e.ordered() || p.need.cadence != nil
	for _, a := range atoms {
		c.atom(at, a)
	}
	p.uses = p.channels(c.channels)
	c.t.narrows = c.t.narrows || len(p.uses) > 0
	p.need.whole = p.need.missing(nil)
}

// mostAttempts bounds a cadence.
const mostAttempts = 24

func (c *compiler) cadence(path string, p *promise) {
	switch {
	case p.Attempts < 1 || p.Attempts > mostAttempts:
		c.found.Add(path+"/attempts", "bad-cadence", fmt.Sprintf("a cadence has 1 to %d attempts", mostAttempts), "")
	case p.Channels < 0 || p.Channels > len(c.channels):
		c.found.Add(path+"/channels", "bad-cadence", fmt.Sprintf("there are %d channels", len(c.channels)), "")
	case p.Channels > p.Attempts:
		c.found.Add(path+"/channels", "bad-cadence", "there are more channels than attempts", "")
	case p.Apart < 0:
		c.found.Add(path+"/apart", "negative-span", "a time cannot be negative", "")
	}
	for _, term := range append(casesOf(p), p.Within) {
		if least := int64(p.Apart) * int64(max(0, p.Attempts-1)); term.Measure == calendar.ElapsedTime && term.N > 0 && p.Apart > 0 && p.Attempts <= mostAttempts && least > term.N {
			c.found.Add(path, "cannot-be-kept", fmt.Sprintf("%d attempts %s apart take longer than %s", p.Attempts, p.Apart, term), "give more time, or ask for fewer attempts")
		}
	}
	names := make([]string, len(c.channels))
	for i, name := range c.channels {
		names[i] = attemptAtom + name
	}
	p.need.cadence = &cadence{attempts: p.Attempts, channels: max(1, p.Channels), apart: p.Apart, names: names}
}

func casesOf(p *promise) []calendar.Term {
	terms := make([]calendar.Term, len(p.Terms))
	for i, cs := range p.Terms {
		terms[i] = cs.Within
	}
	return terms
}

// atom reports an atom that is unknown, or that is both a channel and a kind of event of the contract.
func (c *compiler) atom(path string, a spot) {
	_, kind := c.schema.Kind(a.atom)
	word := slices.Contains(append([]string{atomContact, atomReached}, c.channels...), a.atom)
	f := diag.Finding{Place: diag.Place{Path: path, From: a.from, To: a.to}}
	switch {
	case kind && word:
		f.Code, f.Summary, f.Remedy = "ambiguous-evidence", fmt.Sprintf("%q is a kind of event and also a word for a contact", a.atom), "give the kind another name"
	case !kind && !word:
		f.Code, f.Summary = "unknown-evidence", fmt.Sprintf("unknown evidence %q", a.atom)
		known := slices.Concat([]string{atomContact, atomReached}, c.channels, c.schema.KindNames())
		if f.Near = diag.Near(a.atom, known); f.Near == "" {
			f.Remedy = "write a kind of event, or one of " + diag.Enumerate(known[:2+len(c.channels)])
		}
	default:
		return
	}
	c.found = append(c.found, f)
}

func (c *compiler) steps(path string, p *promise) {
	if p.AtRisk != 0 {
		p.marks = append(p.marks, mark{what: markRisk, share: p.AtRisk})
	}
	p.marks = append(p.marks, mark{what: markBroken, share: 100})
	for i, s := range p.Then {
		at := fmt.Sprintf("%s/then/%d", path, i)
		switch {
		case !s.valid():
			c.found.Add(at, "malformed-step", fmt.Sprintf("%q is no step of escalation", s), stepRemedy)
		case slices.Contains(p.Then[:i], s):
			c.found.Add(at, "step-twice", fmt.Sprintf("the step %q is there twice", s), "")
		case s.Exhausted && p.Attempts == 0:
			c.found.Add(at, "no-attempts", "the promise has no attempts that could be exhausted", "write attempts: with a number")
		}
		if !s.Exhausted {
			p.marks = append(p.marks, mark{s.String(), s.At, s})
		}
	}
}

// cases compiles the conditions of terms once more for clocks that come from another contract, when the event that started them is gone.
func (c *compiler) cases(p *promise) {
	for _, cs := range p.Terms {
		var none diag.List
		when := c.schema.LeadCondition(&none, "", cs.When)
		if none.Err() != nil {
			when = nil
		}
		p.cases = append(p.cases, when)
	}
}

func (c *compiler) starts(path string, p *promise, use func(lead.KindID) *touch) {
	for _, name := range p.From {
		id, ok := c.schema.FindKind(&c.found, path+"/from", c.starting(name))
		if !ok {
			continue
		}
		use(id).start = c.starter(&c.found, path, p, id)
		if delivered, ok := c.schema.Kind(lead.Delivered); ok && name == lead.HandedOver && c.t.delivery == nil { // what another contract's list still held
			var none diag.List
			if s := c.starter(&none, path, p, delivered); none.Err() == nil {
				use(delivered).start = s
			}
		}
	}
}

func (c *compiler) starter(found *diag.List, path string, p *promise, id lead.KindID) *starter {
	s := &starter{guard: c.schema.EventCondition(found, path+"/when", p.When, id)}
	for i, cs := range p.Terms {
		s.cases = append(s.cases, c.schema.EventCondition(found, fmt.Sprintf("%s/terms/%d/when", path, i), cs.When, id))
	}
	return s
}

// watch compiles the condition that starts a clock.
func (c *compiler) watch(path string, p *promise) {
	if p.AsSoonAs == "" {
		return
	}
	if p.When != "" && len(p.From) == 0 {
		c.found.Add(path+"/when", "strange-field", "no event starts the clock, so that there is none to put a condition on", "write it in as_soon_as:")
	}
	s := &starter{}
	for i, cs := range p.Terms {
		s.cases = append(s.cases, c.schema.LeadCondition(&c.found, fmt.Sprintf("%s/terms/%d/when", path, i), cs.When))
	}
	when := c.schema.Standing(&c.found, path+"/as_soon_as", p.AsSoonAs)
	c.t.watches = append(c.t.watches, watch{touch{p: p, start: s}, when})
}

// evidence enters the atoms at the kinds of event that can satisfy them.
func (c *compiler) evidence(p *promise, use func(lead.KindID) *touch) {
	enter := func(id lead.KindID, a atom) {
		if u := use(id); !slices.Contains(u.atoms, a) {
			u.atoms = append(u.atoms, a)
		}
	}
	p.need.each(func(name string) {
		if id, ok := c.schema.Kind(name); ok {
			enter(id, atom{name: name, sort: sortKind})
			return
		}
		a := atom{name: name, sort: sortContact, channel: name}
		switch name {
		case atomContact:
			a.channel = ""
		case atomReached:
			a = atom{name: name, sort: sortReached}
		}
		enter(c.t.contact, a)
	})
	if p.need.cadence != nil {
		enter(c.t.contact, atom{name: attemptAtom, sort: sortAttempt})
	}
}

// exits are the kinds that end a clock by default.
var exits = []string{lead.Returned, lead.Won, lead.Lost, lead.Disqualified, lead.Erased}

// controls enters the kinds that pause, resume, cancel and waive.
func (c *compiler) controls(path string, p *promise, use func(lead.KindID) *touch) {
	list := func(field string, names []string, set func(*touch)) {
		for _, name := range names {
			if id, ok := c.schema.FindKind(&c.found, path+"/"+field, name); ok {
				set(use(id))
			}
		}
	}
	list("pause", p.Pause, func(u *touch) { u.pause = true })
	list("resume", p.Resume, func(u *touch) { u.resume = true })
	list("cancel", p.Cancel, func(u *touch) { u.cancel = true })
	list("waive", p.Waive, func(u *touch) { u.waive = true })
	if len(p.Cancel) == 0 {
		for _, name := range exits {
			if id, ok := c.schema.Kind(name); ok && !slices.Contains(p.From, name) && use(id).atoms == nil {
				use(id).exit = true
			}
		}
	}
	switch {
	case len(p.Pause) > 0 && len(p.Resume) == 0:
		c.found.Add(path, "no-resume", "nothing lets the clock go on after a pause", "write resume: with a kind of event")
	case len(p.Resume) > 0 && len(p.Pause) == 0:
		c.found.Add(path, "no-pause", "the clock resumes and nothing pauses it", "write pause: with a kind of event")
	}
	for _, name := range p.Pause {
		if slices.Contains(p.Resume, name) {
			c.found.Add(path+"/resume", "pause-and-resume", fmt.Sprintf("%q pauses and resumes the clock", name), "let different events do so")
		}
	}
}
