package leadtest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/internal/document"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla"
	"github.com/leadkit/leadkit/sla/calendar"
)

// checker finds what is wrong with scenarios before any is played: what the contract does not know can neither happen nor be expected.
type checker struct {
	e     *leadkit.Engine
	hours *calendar.Hours
	found diag.List
	at    document.Places
}

// unknown reports a key that the contract does not know, at the key.
func (c *checker) unknown(path, what, name string, known []string) {
	c.found.Unknown(path, what, name, known)
	c.found[len(c.found)-1].Origin = c.at.Key(path)
}

// causes leaves out what only follows from a value that could not be read.
func (c *checker) causes(read diag.List) diag.List {
	return slices.DeleteFunc(c.found, func(f diag.Finding) bool {
		return slices.ContainsFunc(read, func(r diag.Finding) bool {
			path := r.Place.Path
			return f.Place.Path == path || path != "" && f.Place.Path == path[:strings.LastIndex(path, "/")]
		})
	})
}

func (c *checker) book(b *book) {
	if len(b.Scenarios) == 0 {
		c.found.Add("", "no-scenarios", "there are no scenarios", "write scenarios: with a name and steps")
	}
	for i := range b.Scenarios {
		c.scenario(&b.Scenarios[i])
	}
}

func (c *checker) scenario(s *scenario) {
	path := diag.Join("/scenarios", s.Name)
	if s.Route != "" && s.Route != "none" {
		c.found.Unknown(path+"/route", "route", s.Route, []string{"none"})
	}
	start, err := start(s, c.hours)
	if err != nil {
		c.found.Add(path+"/start", "bad-moment", err.Error(), "")
	}
	c.event(path+"/lead", lead.Created, s.Lead, start)
	expects := 0
	for i := range s.Steps {
		c.step(path+"/steps/"+strconv.Itoa(i), &s.Steps[i], start)
		if s.Steps[i].Expect != nil {
			expects++
		}
	}
	if expects == 0 {
		c.found.Add(path, "expects-nothing", "the scenario expects nothing, so that it cannot fail", "end it with expect: …")
	}
}

func (c *checker) step(path string, s *step, start time.Time) {
	times := 0
	for _, given := range []bool{!s.After.IsZero(), !s.Wait.IsZero(), !s.At.isZero()} {
		if given {
			times++
		}
	}
	switch {
	case times > 1:
		c.found.Add(path, "ambiguous", "after, wait and at say the same in different ways", "keep one of them")
	case len(s.Events) > 1:
		c.found.Add(path, "many-events", fmt.Sprintf("a step has one event, and this one has %s and %s", s.Events[0].Kind, s.Events[1].Kind), "make two steps of it")
	case times == 0 && len(s.Events) == 0 && s.Expect == nil:
		c.found.Add(path, "empty", "nothing happens in this step, and nothing is expected", "remove it")
	case len(s.Events) == 0 && (s.Automatic || s.By != "" || s.ID != "" || s.Heard.Span != 0):
		c.found.Add(path, "empty", "automatic, by, id and heard say something of an event, and there is none", "add the event")
	}
	for _, h := range s.Events {
		c.event(diag.Join(path, h.Kind), h.Kind, h.Props, start)
	}
	if s.Expect != nil {
		c.expect(path+"/expect", s.Expect)
	}
}

// event binds an event as it will be applied, and reports what the contract would refuse.
func (c *checker) event(path, kind string, props []property, at time.Time) {
	schema := c.e.Schema()
	id, ok := schema.Kind(kind)
	if !ok || schema.KindOf(id).Class == lead.Verdict {
		c.unknown(path, "kind of event", kind, c.kinds())
		return
	}
	ev, wrong := event(c.e, kind, props, at, at, c.hours)
	for _, name := range wrong {
		c.found.Add(diag.Join(path, name), "wrong-type", "the value does not have the type that "+kind+" gives it", "")
	}
	var bound lead.Bound
	var refused *lead.EventError
	if err := schema.Bind(ev, &bound); errors.As(err, &refused) {
		for _, p := range refused.Problems {
			c.problem(path, kind, p)
		}
	}
}

// kinds lists the kinds of event that can be told, and the keys that a step may have beside.
func (c *checker) kinds() []string {
	list := []string{"after", "at", "wait", "automatic", "heard", "by", "id", "expect"}
	for _, name := range c.e.Schema().KindNames() {
		if id, _ := c.e.Schema().Kind(name); c.e.Schema().KindOf(id).Class != lead.Verdict {
			list = append(list, name)
		}
	}
	return list
}

func (c *checker) problem(path, kind string, p lead.Problem) {
	name, ok := strings.CutPrefix(p.Field, "props.")
	if !ok {
		c.found.Add(path, "bad-event", p.Field+" "+p.What, "")
		return
	}
	id, _ := c.e.Schema().Kind(kind)
	if c.e.Schema().Prop(id, name) >= 0 {
		c.found.Add(diag.Join(path, name), "wrong-type", name+" "+p.What, "")
		return
	}
	var known []string
	for _, prop := range c.e.Schema().Props(id) {
		known = append(known, prop.Name)
	}
	c.unknown(diag.Join(path, name), "property", name, known)
}

func (c *checker) expect(path string, x *expectation) {
	if len(x.Happens) == 1 && len(x.Happens[0].Of) == 1 && x.Happens[0].Of[0] == (about{Effect: "nothing"}) {
		x.nothing, x.Happens = true, nil
	}
	c.stage(path, x)
	bands, below := c.e.Scorer().Bands()
	names := []string{below}
	for _, b := range bands {
		names = append(names, b.Name)
	}
	if x.Temperature != nil && !slices.Contains(names, *x.Temperature) {
		c.found.Unknown(path+"/temperature", "temperature", *x.Temperature, names)
	}
	c.claims(path+"/happens", x.Happens)
	c.claims(path+"/not", x.Not)
	c.promises(path, x)
	c.scores(path, x)
	if x.nothing && len(x.Not) > 0 {
		c.found.Add(path+"/not", "idle", "where nothing happens, this does not happen either", "leave it out")
	}
}

func (c *checker) stage(path string, x *expectation) {
	var names []string
	for _, s := range c.e.Machine().Stages() {
		names = append(names, s.Name)
	}
	if x.Stage != nil && !slices.Contains(names, *x.Stage) {
		c.found.Unknown(path+"/stage", "stage", *x.Stage, names)
	}
}

func (c *checker) claims(path string, claims []claim) {
	for i, claim := range claims {
		for _, a := range claim.Of {
			if slices.Contains(effectNames(), a.Effect) {
				continue
			}
			at := path + "/" + strconv.Itoa(i)
			c.found.Unknown(at, "effect", a.Effect, append(effectNames(), "nothing"))
		}
	}
}

func (c *checker) promises(path string, x *expectation) {
	var names []string
	for _, s := range c.e.Terms().At(&sla.State{}, 0) {
		names = append(names, s.Promise)
	}
	for _, p := range x.Promises {
		at := diag.Join(path, "promises", p.Promise)
		if !slices.Contains(names, p.Promise) {
			c.unknown(at, "promise to a lead", p.Promise, names)
		} else if !slices.Contains(statuses, p.Status) {
			c.found.Unknown(at, "status", p.Status, statuses)
		}
	}
}

var statuses = []string{sla.StatusNotStarted, sla.StatusPending, sla.StatusAtRisk, sla.StatusPaused, sla.StatusBroken, sla.StatusKept, sla.StatusKeptLate,
	sla.StatusCancelled, sla.StatusWaived}

func (c *checker) scores(path string, x *expectation) {
	known := c.e.Schema().Scores()
	keys := append(slices.Clone(known), "stage", "temperature", "owner", "cycle", "happens", "not", "next", "promises")
	for i := range x.Scores {
		a := &x.Scores[i]
		at := diag.Join(path, a.Score)
		if !slices.Contains(known, a.Score) {
			c.unknown(at, "score", a.Score, keys)
		} else if !a.parse() {
			c.found.Add(at, "bad-amount", fmt.Sprintf("%q is not what a score can be", a.Text), "write one such as 52, at least 50, at most 0 or unscored")
		}
	}
}
