package lead

import (
	"slices"
	"strconv"

	"github.com/leadkit/leadkit/internal/rule"
	"github.com/leadkit/leadkit/lead/diag"
)

// track is a compiled call of a history function: what is to be remembered of which events.
type track struct {
	name   string
	fn     string
	kind   KindID
	prop   int
	within int64
	keep   int
	grain  int64
}

// resolve answers the expression compiler for history functions: it checks the call and gives it a slot.
func (s *Schema) resolve(c rule.Call) (rule.Name, *diag.Finding) {
	if c.Func == "change" {
		return s.change(c)
	}
	id, ok := s.kindOf[c.Kind]
	if !ok {
		var l diag.List
		l.Unknown("kind", "kind of event", c.Kind, s.KindNames())
		return rule.Name{}, &l[0]
	}
	t := track{fn: c.Func, kind: id, prop: -1, within: c.Within}
	if f := t.check(s, c); f != nil {
		return rule.Name{}, f
	}
	at := slices.IndexFunc(s.tracks, func(u track) bool { return u.name == t.name })
	if at < 0 {
		at = len(s.tracks)
		s.tracks = append(s.tracks, t)
		s.tracksOf[id] = append(s.tracksOf[id], at)
	}
	s.tracks[at].keep = max(s.tracks[at].keep, t.keep)
	return rule.Name{Name: t.name, Type: t.result(), Slot: rule.Slot{Bank: bankMemory, Index: uint16(at)}, Varies: t.varies(), Flows: t.fn == "since"}, nil
}

// check completes the track of a call, or says what is wrong with the call.
func (t *track) check(s *Schema, c rule.Call) *diag.Finding {
	t.name = c.Func + "(" + strconv.Quote(c.Kind)
	switch c.Func {
	case "count":
		if c.Within > 0 {
			if c.Limit <= 0 || c.Limit > MostRemembered {
				return &diag.Finding{Code: "unbounded-count", Summary: "a count within a time must be compared with a constant",
					Remedy: "compare it with a number from 1 to " + strconv.Itoa(MostRemembered)}
			}
			t.keep = c.Limit
		}
	case "last", "since":
		t.keep = 1
	case "sum":
		if f := t.checkSum(s, c); f != nil {
			return f
		}
	default:
		return &diag.Finding{Code: "unknown-function", Summary: "there is no history function " + c.Func, Remedy: "write count, last, since, sum or change"}
	}
	if c.Within > 0 {
		t.name += "," + strconv.Quote(rule.FormatSpan(c.Within))
	}
	t.name += ")"
	return nil
}

func (t *track) checkSum(s *Schema, c rule.Call) *diag.Finding {
	p, ok := named(s.props[t.kind], c.Prop)
	if !ok || inExpressions[p.Type] != rule.Number {
		return &diag.Finding{Place: diag.Place{Path: "prop"}, Code: "unknown-property",
			Summary: quoted(c.Prop) + " is no number that a " + c.Kind + " has", Remedy: "sum a number or an amount"}
	}
	t.prop = s.Prop(t.kind, c.Prop)
	t.name += "," + strconv.Quote(c.Prop)
	t.grain = max(1, (c.Within+grains-1)/grains)
	return nil
}

// grains is how many grains of time the window spans: what was summed in a grain counts until as many have begun since. So a sum is of whole events,
// and each leaves the window within a grain, a thirtieth of the window, of the time at which it is as old as the window is long.
func (t *track) grains() int64 { return (t.within + t.grain - 1) / t.grain }

func (t *track) result() rule.Type {
	switch t.fn {
	case "last":
		return rule.Time
	case "since":
		return rule.Span
	}
	return rule.Number
}

func (t *track) varies() bool { return t.fn == "since" || t.within > 0 }
