package sla

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// point is a place in the order of evidence: an event.
type point struct {
	at lead.Instant
	id string
}

func (p point) compare(q point) int { return cmp.Or(cmp.Compare(p.at, q.at), cmp.Compare(p.id, q.id)) }

// after finds when the expression was satisfied by evidence, sorted, that came after a point.
func (e *expr) after(list []Evidence, from point) (point, bool) {
	switch e.join {
	case joinAtom:
		for i := range list {
			p := point{list[i].At, list[i].ID}
			if list[i].Atom == e.atom && p.compare(from) > 0 {
				return p, true
			}
		}
		return point{}, false
	case joinThen:
		if e.timed() {
			return e.chained(list, from)
		}
		for i := range e.items {
			var ok bool
			if from, ok = e.items[i].after(list, from); !ok {
				return point{}, false
			}
		}
		return from, true
	case joinAll:
		return e.nth(list, from, len(e.items))
	}
	return e.nth(list, from, e.n)
}

// nth finds when n items were satisfied: the n-th smallest of their points.
func (e *expr) nth(list []Evidence, from point, n int) (point, bool) {
	var room [mostAtoms]point
	points := room[:0]
	for i := range e.items {
		p, ok := e.items[i].after(list, from)
		if !ok {
			continue
		}
		at := len(points)
		for at > 0 && p.compare(points[at-1]) < 0 {
			at--
		}
		points = append(points, point{})
		copy(points[at+1:], points[at:])
		points[at] = p
	}
	if len(points) < n {
		return point{}, false
	}
	return points[n-1], true
}

// lacks gives what is missing after a point, as an expression; nil if nothing is.
func (e *expr) lacks(list []Evidence, from point) *expr {
	if _, ok := e.after(list, from); ok {
		return nil
	}
	switch e.join {
	case joinAll:
		return all(e.open(list, from))
	case joinSome:
		items := e.open(list, from)
		n := e.n - (len(e.items) - len(items))
		rest := expr{join: joinSome, n: n, items: items}.simple()
		return &rest
	case joinThen:
		if e.timed() {
			return e.rest(list, from)
		}
		for i := range e.items {
			p, ok := e.items[i].after(list, from)
			if ok {
				from = p
				continue
			}
			rest := joined(joinThen, 0, append([]expr{*e.items[i].lacks(list, from)}, e.items[i+1:]...))
			if len(rest.items) == 1 {
				return &rest.items[0]
			}
			return &rest
		}
	}
	return e
}

// open gives what each item still lacks.
func (e *expr) open(list []Evidence, from point) (items []expr) {
	for i := range e.items {
		if rest := e.items[i].lacks(list, from); rest != nil {
			items = append(items, *rest)
		}
	}
	return items
}

func all(items []expr) *expr {
	if len(items) == 1 {
		return &items[0]
	}
	e := joined(joinAll, 0, items)
	return &e
}

// cadence is a number of attempts to reach the person.
type cadence struct {
	attempts, channels int
	apart              lead.Span
	names              []string // of the channels, as attempts on them are noted
}

// attemptAtom begins the atoms by which a cadence notes attempts, "attempt phone". No atom of an expression has a space.
const attemptAtom = "attempt "

// count walks the attempts in their order, counting each that comes long enough after the last one counted, until those that are asked for are there.
func (c *cadence) count(list []Evidence) (attempts, channels int, last lead.Instant) {
	used := uint64(0)
	for i := range list {
		if !strings.HasPrefix(list[i].Atom, attemptAtom) || attempts > 0 && list[i].At < last.Add(c.apart) {
			continue
		}
		attempts, last = attempts+1, list[i].At
		for ch, name := range c.names {
			if name == list[i].Atom && used&(1<<ch) == 0 {
				used |= 1 << ch
				channels++
			}
		}
		if attempts >= c.attempts && channels >= c.channels {
			break
		}
	}
	return attempts, channels, last
}

// need is what satisfies a promise: an expression, or a cadence that an expression ends.
type need struct {
	expr
	cadence *cadence
	all     bool   // every piece of evidence matters, not only the first of each atom
	endless bool   // no evidence ends the cadence early
	whole   string // in words, what is missing before there is any evidence
}

// met finds when the evidence was complete.
func (n *need) met(list []Evidence) (lead.Instant, bool) {
	if n == nil {
		return 0, false // no channel is left
	}
	var p point
	ok := false
	if n == nil {
		return 0, false
	}
	if !n.endless {
		p, ok = n.after(list, point{})
	}
	if n.cadence == nil {
		return p.at, ok
	}
	attempts, channels, last := n.cadence.count(list)
	if attempts >= n.cadence.attempts && channels >= n.cadence.channels && (!ok || last < p.at) {
		return last, true
	}
	return p.at, ok
}

// missing says in words what evidence is missing, "" if none is.
func (n *need) missing(list []Evidence) string {
	if n != nil && n.whole != "" && len(list) == 0 {
		return n.whole
	}
	if _, ok := n.met(list); ok || n == nil {
		return ""
	}
	rest := ""
	if !n.endless {
		rest = spaced(n.lacks(list, point{}).text())
	}
	if n.cadence == nil {
		return rest
	}
	attempts, channels, _ := n.cadence.count(list)
	var parts []string
	if left := n.cadence.attempts - attempts; left > 0 {
		parts = append(parts, counted(left, "attempt"))
	}
	if left := n.cadence.channels - channels; left > 0 {
		parts = append(parts, counted(left, "more channel"))
	}
	text := strings.Join(parts, " and ")
	if rest == "" {
		return text
	}
	return text + ", or " + rest
}

// spaced writes names as words: "quote_requested" as "quote requested".
func spaced(name string) string { return strings.ReplaceAll(name, "_", " ") }

// counted gives "1 attempt", "2 attempts".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
