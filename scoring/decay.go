package scoring

import (
	"fmt"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Curve is how points fade.
type Curve uint8

// The curves. The zero Curve is that of whatever contains the rule: a rule takes its score's, a score has none.
const (
	Inherited Curve = iota
	Lasting         // points stay
	Halving         // points halve with each half-life
	Linear          // points sink evenly, to nothing after a span
	Stepping        // points lose so much after each interval
)

// Decay says how points fade as time passes. Its text form is a curve,
//
//	none
//	half-life 14d
//	linear 30d               nothing is left after 30 days
//	5 off every 7d           of a rule's points; 20% off every 7d, of whatever an event gave
//	window 90d               the same until it is 90 days old, then nothing
//
// and what may be added to it, in this order:
//
//	down to 5, down to 20%   after linear and off: less than this is never left
//	within 90d               after all but none and window: from this age on nothing is left
//	grain 1d                 after all but none and a mere half-life: see below
//
// All but none and a mere half-life go by grains: time is cut, from 1970 on, into grains of one length. An event's age is how many grains have begun since its own, so that all
// events of one grain fade together. An event of age k has, of n grains in all, (n-k)/n of its points with linear; with off, as much less as whole intervals fit into k grains;
// within a window, nothing from k = n on. n is the span divided by the grain, rounded up. The grain is by default a thirtieth of the span after which nothing changes any more
// (with off: the largest whole part of an interval that is not longer, or the interval), and at least a minute.
type Decay struct {
	Curve    Curve
	HalfLife lead.Span // of Halving
	Span     lead.Span // of Linear: until nothing is left
	Off      Part      // of Stepping
	Every    lead.Span // of Stepping
	Floor    Part      // of Linear and Stepping
	Window   lead.Span // zero: none
	Grain    lead.Span // zero: the default
}

// HalfLife is the decay that halves points with each span.
func HalfLife(span lead.Span) Decay { return Decay{Curve: Halving, HalfLife: span} }

// grained reports whether the decay goes by grains.
func (d Decay) grained() bool { return d.Curve >= Linear || d.Window > 0 }

// String gives the text form, empty for the zero Decay.
func (d Decay) String() string {
	text, window := "", d.Window
	switch d.Curve {
	case Lasting:
		if text = "none"; window > 0 {
			text, window = "window "+window.String(), 0
		}
	case Halving:
		text = "half-life " + d.HalfLife.String()
	case Linear:
		text = "linear " + d.Span.String()
	case Stepping:
		text = d.Off.String() + " off every " + d.Every.String()
	}
	if d.Floor != (Part{}) {
		text += " down to " + d.Floor.String()
	}
	if window > 0 {
		text += " within " + window.String()
	}
	if d.Grain > 0 {
		text += " grain " + d.Grain.String()
	}
	return text
}

// MarshalText gives the text of String.
func (d Decay) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the text form.
func (d *Decay) UnmarshalText(text []byte) error {
	r := reader{words: strings.Fields(string(text))}
	*d = Decay{}
	if len(r.words) == 0 {
		return nil
	}
	d.read(&r)
	if r.failed || len(r.words) > 0 {
		*d = Decay{}
		return fmt.Errorf("%q is no decay: write none, half-life 14d, linear 30d, 5 off every 7d, 20%% off every 7d or window 90d", text)
	}
	return nil
}

func (d *Decay) read(r *reader) {
	switch {
	case r.take("none"):
		d.Curve = Lasting
		return
	case r.take("window"):
		d.Curve, d.Window = Lasting, r.span()
	case r.take("half-life"):
		d.Curve, d.HalfLife = Halving, r.span()
	case r.take("linear"):
		d.Curve, d.Span = Linear, r.span()
	default:
		d.Curve, d.Off = Stepping, r.part()
		r.failed = !r.take("off", "every") || r.failed
		d.Every = r.span()
	}
	if d.Curve >= Linear && r.take("down", "to") {
		d.Floor = r.part()
	}
	if d.Curve != Lasting && r.take("within") {
		d.Window = r.span()
	}
	if d.grained() && r.take("grain") {
		d.Grain = r.span()
	}
}

// reader reads words. Once it has failed, it has failed.
type reader struct {
	words  []string
	failed bool
}

// take passes over words if they come next.
func (r *reader) take(words ...string) bool {
	if len(r.words) < len(words) {
		return false
	}
	for i, w := range words {
		if r.words[i] != w {
			return false
		}
	}
	r.words = r.words[len(words):]
	return true
}

func (r *reader) next() []byte {
	if len(r.words) == 0 {
		r.failed = true
		return nil
	}
	word := r.words[0]
	r.words = r.words[1:]
	return []byte(word)
}

func (r *reader) span() (s lead.Span) {
	r.failed = s.UnmarshalText(r.next()) != nil || s <= 0 || r.failed
	return s
}

func (r *reader) part() (p Part) {
	r.failed = p.UnmarshalText(r.next()) != nil || p.Points <= 0 || r.failed
	return p
}

// Part is a number of points or, with Percent, so many hundredths of them. Its text form is "5" or "20%".
type Part struct {
	Points  lead.Points
	Percent bool
}

// String gives the text form.
func (p Part) String() string {
	if p.Percent {
		return p.Points.String() + "%"
	}
	return p.Points.String()
}

// MarshalText gives the text of String.
func (p Part) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the text form.
func (p *Part) UnmarshalText(text []byte) error {
	number, percent := strings.CutSuffix(string(text), "%")
	p.Percent = percent
	return p.Points.UnmarshalText([]byte(number))
}
