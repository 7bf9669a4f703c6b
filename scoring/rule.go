package scoring

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

func (c *compiler) rule(path string, score int, spec Rule) {
	sc := &c.s.scores[score]
	c.rules++
	r := &rule{name: spec.Name, key: c.key(path, sc.Name+"/"+spec.Name), score: score, number: len(sc.rules), points: spec.Points, group: -1}
	r.basket, r.capped = c.put(path, score, spec), spec.Min.Set || spec.Max.Set
	if spec.Worth == "" && spec.Points == 0 {
		c.add(path, "no-points", "the rule gives no points", "write points: with a number")
	}
	if magnitude(int64(spec.Points)) > uint64(lead.MostPoints) {
		c.add(path+"/points", "too-many-points", fmt.Sprintf("%s is beyond %s points", spec.Points, lead.MostPoints), "")
	}
	switch {
	case len(spec.Each) > 0 && spec.After != 0:
		c.add(path+"/after", "two-triggers", "each: and after: exclude each other", "leave out one of them")
		return
	case len(spec.Each) > 0:
		c.eventRule(path, r, spec)
	case spec.After != 0:
		c.silenceRule(path, r, spec)
	default:
		c.fitRule(path, r, spec)
	}
	r.reason = spec.words(r)
	c.s.ruleOf[r.key] = r
	sc.rules = append(sc.rules, r)
}

// unused reports what a rule says and its sort has no use for.
func (c *compiler) unused(path, sort string, keys map[string]bool) {
	for _, key := range []string{"after", "again", "at_least", "at_most", "cool_down", "decay", "diminishing", "down_to", "group", "max", "min", "of", "once", "times", "up_to", "when", "worth"} {
		if keys[key] {
			c.add(path+"/"+key, "unused-key", key+": has no meaning in "+sort, "leave it out")
		}
	}
}

func (r *Rule) clamped() bool { return r.AtLeast.Set || r.UpTo.Set }

func (c *compiler) fitRule(path string, r *rule, spec Rule) {
	r.sort = onFit
	c.unused(path, "a rule about what the lead is", map[string]bool{"worth": spec.Worth != "", "at_least": spec.AtLeast.Set, "up_to": spec.UpTo.Set, "at_most": len(spec.AtMost) > 0,
		"once": spec.Once, "cool_down": spec.CoolDown != 0, "decay": spec.Decay != Decay{}, "of": len(spec.Of) > 0, "again": spec.Again != 0, "times": spec.Times != 0,
		"diminishing": spec.Diminishing != Diminishing{}, "min": spec.Min.Set, "max": spec.Max.Set, "down_to": spec.DownTo.Set})
	if strings.TrimSpace(spec.When) == "" {
		c.add(path, "no-trigger", "the rule says not when it gives points", "write each: with a kind of event, when: with a condition, or after: 30d of silence")
		return
	}
	before := len(c.found)
	r.when = c.s.schema.LeadCondition(&c.found, path+"/when", spec.When)
	for i := range c.found[before:] {
		f, text := &c.found[before+i], []rune(spec.When)
		if f.Code == "unknown-name" && strings.HasPrefix(string(text[min(f.Place.From, len(text)):]), "event.") {
			f.Near, f.Remedy = "", "say each: with the kind of event that has it"
		}
	}
	if !c.factual(path+"/when", r.when) {
		return
	}
	c.s.fits = append(c.s.fits, r)
}

func (c *compiler) eventRule(path string, r *rule, spec Rule) {
	r.low, r.high = -lead.MostPoints, lead.MostPoints
	if spec.AtLeast.Set {
		r.low = max(r.low, spec.AtLeast.Points)
	}
	if spec.UpTo.Set {
		r.high = min(r.high, spec.UpTo.Points)
	}
	c.unused(path, "a rule about an event", map[string]bool{"of": len(spec.Of) > 0, "again": spec.Again != 0, "times": spec.Times != 0, "down_to": spec.DownTo.Set})
	switch {
	case spec.Worth != "" && spec.Points != 0:
		c.add(path+"/worth", "two-worths", "points: and worth: exclude each other", "leave out one of them")
	case spec.Worth == "" && spec.clamped():
		c.unused(path, "a rule without worth:", map[string]bool{"at_least": spec.AtLeast.Set, "up_to": spec.UpTo.Set})
	case r.low > r.high:
		c.add(path+"/at_least", "empty-range", fmt.Sprintf("at_least: %s is above up_to: %s", r.low, r.high), "")
	}
	c.fades(path+"/decay", r, spec)
	r.limit = c.limit(path, spec, r)
	c.triggers(path, r, spec)
	c.s.events = append(c.s.events, r)
}

// fades finds out how the rule's points fade.
func (c *compiler) fades(path string, r *rule, spec Rule) {
	sound := c.decay(path, spec.Decay)
	r.decay = spec.Decay
	if sc := &c.s.scores[r.score]; r.decay.Curve == Inherited {
		r.decay, sound = sc.Decay, sound && sc.fades
	}
	switch {
	case !sound: // what is wrong with the decay was said
	case r.decay.grained():
		r.fade = c.fade(path, r.decay, spec.Points)
		c.s.baskets[r.basket].grains = append(c.s.baskets[r.basket].grains, r)
	default:
		r.half = c.half(r.decay)
		r.group = int32(c.group(r.basket, r.half))
	}
}

// triggers compiles the rule for each of its kinds and gives it a home: that of its kind or, with several kinds, one of its own.
func (c *compiler) triggers(path string, r *rule, spec Rule) {
	kinds := c.kinds(path+"/each", spec.Each)
	for _, id := range kinds {
		t := trigger{rule: r, when: c.about(path, spec, id, c.s.scores[r.score].About)}
		c.noScores(path+"/when", t.when.Names())
		c.justNow(path+"/when", t.when.Names(), c.s.schema.KindOf(id).Name)
		if spec.Worth != "" {
			t.worth = c.s.schema.EventQuantity(&c.found, path+"/worth", spec.Worth, id)
			c.noScores(path+"/worth", t.worth.Names())
			if c.never(t.worth) {
				c.add(path+"/worth", "no-number", "this is never a number, so that the rule never gives points", "do not divide by zero")
				return
			}
		}
		c.s.kinds[id].triggers = append(c.s.kinds[id].triggers, t)
	}
	name := "rule/" + c.s.scores[r.score].Name + "/" + spec.Name
	if len(kinds) == 1 {
		name = "each/" + spec.Each[0]
	}
	h := c.homes[name]
	if h == nil {
		h = &home{name: name}
		c.homes[name] = h
	}
	h.rules = append(h.rules, r)
}

// justNow warns of who asks, upon an event, how long ago the last one of its kind was.
func (c *compiler) justNow(path string, names []string, kind string) {
	if since := fmt.Sprintf("since(%q)", kind); slices.Contains(names, since) {
		c.found.Warn(path, "just-now", fmt.Sprintf("upon %s, %s is 0: the last one is that event", kind, since), fmt.Sprintf(`for the first in a while write count(%q, "10d") < 2`, kind))
	}
}

// never tells whether a worth reads nothing, and is missing.
func (c *compiler) never(worth *lead.Quantity) bool {
	if worth == nil || len(worth.Names()) > 0 {
		return false
	}
	_, is := worth.Of(c.s.schema.NewFacts())
	return !is
}

// noScores keeps a score from depending on itself, and on the order in which events arrive.
func (c *compiler) noScores(path string, names []string) {
	for _, name := range names {
		if slices.Contains(c.s.schema.Scores(), name) || name == "temperature" || name == "grid" {
			c.add(path, "reads-score", "a scoring rule reads "+name+", which the order of events then would change",
				"let it read lead.…, event.… and history, and write what combines scores in total:")
			return
		}
	}
}

// kinds looks up kinds of event; each finding is reported once.
func (c *compiler) kinds(path string, names []string) (ids []lead.KindID) {
	for _, name := range names {
		id, ok := c.s.schema.FindKind(&c.found, path, name)
		switch {
		case !ok:
		case name == lead.ScoreOverridden || name == lead.ScoreFrozen || name == lead.ScoreResumed:
			c.add(path, "override-scores", "what a person does to a score by hand cannot give points", "")
		case slices.Contains(ids, id):
			c.add(path, "listed-twice", fmt.Sprintf("the kind %q is listed twice", name), "")
		default:
			ids = append(ids, id)
		}
	}
	return ids
}

// words tells in words what the rule goes by.
func (r *Rule) words(c *rule) string {
	var parts []string
	add := func(is bool, part string) {
		if is {
			parts = append(parts, part)
		}
	}
	add(len(r.Each) > 0, "each "+strings.Join(r.Each, " or "))
	add(r.After != 0, "after "+text(r.After))
	add(len(r.Of) > 0, "of "+strings.Join(r.Of, " and "))
	add(r.Again != 0, "again "+text(r.Again)+", "+fmt.Sprint(cmp.Or(r.Times, 1))+" times")
	add(strings.TrimSpace(r.When) != "", "when "+strings.TrimSpace(r.When))
	add(r.Worth != "", "worth "+r.Worth)
	add(r.AtLeast.Set, "at least "+r.AtLeast.String())
	add(r.UpTo.Set, "up to "+r.UpTo.String())
	add(c.sort == onEvent && c.decay.Curve > Lasting || c.decay.Window > 0, c.decay.String())
	for _, rate := range r.AtMost {
		add(true, "at most "+rate.String())
	}
	add(r.Once, "once")
	add(r.CoolDown != 0, "not again for "+r.CoolDown.String())
	add(r.Diminishing != Diminishing{}, "each further "+r.Diminishing.String())
	add(r.DownTo.Set, "down to "+r.DownTo.String())
	return strings.Join(parts, ", ")
}

func text(t interface{ MarshalText() ([]byte, error) }) string {
	b, _ := t.MarshalText()
	return string(b)
}
