package sla

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// The bounds of an evidence expression.
const (
	mostEvidenceText  = 1000 // bytes
	mostEvidenceDepth = 16   // brackets within brackets
	mostAtoms         = 32
)

// join says how the items of an expression belong together.
type join uint8

const (
	joinAtom join = iota
	joinAll       // a and b
	joinSome      // n of (a, b); a or b is 1 of (a, b)
	joinThen      // a then b
)

// expr is an evidence expression.
type expr struct {
	join  join
	atom  string
	n     int // of joinSome
	items []expr
	// within is, of an item behind then, how long after the one before it at most. Zero: at any time.
	within lead.Span
}

// text gives the canonical text, in which brackets stand only where they are needed.
func (e *expr) text() string {
	switch e.join {
	case joinAtom:
		return e.atom
	case joinAll:
		return e.list(" and ", joinSome, joinThen)
	case joinThen:
		return e.list(" then ", joinThen)
	}
	if e.n == 1 {
		return e.list(" or ", joinSome, joinThen)
	}
	return strconv.Itoa(e.n) + " of (" + e.list(", ") + ")"
}

// list joins the items' texts, with those that are of one of the loose kinds in brackets.
func (e *expr) list(by string, loose ...join) string {
	texts := make([]string, len(e.items))
	for i := range e.items {
		texts[i] = e.items[i].text()
		for _, l := range loose {
			if e.items[i].join == l && (l != joinSome || e.items[i].n == 1) {
				texts[i] = "(" + texts[i] + ")"
			}
		}
		if w := e.items[i].within; w != 0 {
			texts[i] += " within " + w.String()
		}
	}
	return strings.Join(texts, by)
}

// each visits the atoms' names from left to right.
func (e *expr) each(visit func(atom string)) {
	if e.join == joinAtom {
		visit(e.atom)
	}
	for i := range e.items {
		e.items[i].each(visit)
	}
}

// ordered reports whether the order of events matters to the expression.
func (e *expr) ordered() bool {
	for i := range e.items {
		if e.items[i].ordered() {
			return true
		}
	}
	return e.join == joinThen
}

// spot is an atom and the place where it was written, in runes.
type spot struct {
	atom     string
	from, to int
}

// parser reads an evidence expression from the left.
type parser struct {
	text  string
	pos   int
	depth int
	atoms []spot
	found diag.List
}

// parseEvidence reads an expression. Where it is malformed, the list has the one finding that says so.
func parseEvidence(text string) (expr, []spot, diag.List) {
	p := parser{text: text}
	if len(text) > mostEvidenceText || !utf8.ValidString(text) {
		p.fail(0, len(text), fmt.Sprintf("the evidence is no text of at most %d bytes", mostEvidenceText), "")
		return expr{}, nil, p.found
	}
	e := p.then()
	if p.found == nil && p.pos < len(text) {
		from := p.pos
		word := p.next()
		p.fail(from, p.pos, fmt.Sprintf("%q is not expected here", word), "join evidence by and, or, then")
	}
	if p.found == nil && len(p.atoms) > mostAtoms {
		p.fail(0, len(text), fmt.Sprintf("there are more than %d pieces of evidence", mostAtoms), "")
	}
	return e, p.atoms, p.found
}

// fail adds a finding about the bytes from..to, unless there is one already.
func (p *parser) fail(from, to int, summary, remedy string) {
	if p.found == nil {
		place := diag.Place{From: utf8.RuneCountInString(p.text[:from]), To: utf8.RuneCountInString(p.text[:to])}
		p.found = diag.List{{Place: place, Code: "malformed-evidence", Summary: summary, Remedy: remedy}}
	}
}

// peek gives the next word or sign, "" at the end, and leaves pos at its first byte.
func (p *parser) peek() string {
	p.pos += len(p.text[p.pos:]) - len(strings.TrimLeft(p.text[p.pos:], " \t\n\r"))
	rest := p.text[p.pos:]
	n := len(rest) - len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz0123456789_"))
	if n == 0 && rest != "" {
		_, n = utf8.DecodeRuneInString(rest)
	}
	return rest[:n]
}

func (p *parser) next() string {
	word := p.peek()
	p.pos += len(word)
	return word
}

func (p *parser) take(word string) bool {
	if p.peek() != word {
		return false
	}
	p.next()
	return true
}

func (p *parser) or() expr  { return p.chain("or", joinSome, p.and) }
func (p *parser) and() expr { return p.chain("and", joinAll, p.item) }

// then reads items joined by then, each but the first within a span of the one before it, where one is written.
func (p *parser) then() expr {
	items := flat(nil, joinThen, p.or())
	for p.found == nil && p.take("then") {
		e := p.or()
		if p.found == nil && p.take("within") {
			e.within = p.span()
			items = append(items, e)
			continue
		}
		items = flat(items, joinThen, e)
	}
	if len(items) == 1 {
		return items[0]
	}
	return expr{join: joinThen, items: items}
}

func (p *parser) span() (s lead.Span) {
	p.peek()
	from := p.pos
	if s.UnmarshalText([]byte(p.next())) != nil || s <= 0 {
		p.fail(from, p.pos, "a span of time is missing", `write it as in "email then phone within 24h"`)
		return 0
	}
	return s
}

// chain reads items joined by a word. Brackets that change nothing, (a and b) and c, leave one list.
func (p *parser) chain(word string, by join, item func() expr) expr {
	items := flat(nil, by, item())
	for p.found == nil && p.take(word) {
		items = flat(items, by, item())
	}
	if len(items) == 1 {
		return items[0]
	}
	e := expr{join: by, items: items}
	if by == joinSome {
		e.n = 1
	}
	return e
}

func flat(items []expr, by join, e expr) []expr {
	if e.join == by && e.within == 0 && (by != joinSome || e.n == 1) {
		return append(items, e.items...)
	}
	return append(items, e)
}

// item reads an atom, brackets, "any of (…)" or "n of (…)".
func (p *parser) item() expr {
	word := p.peek()
	from := p.pos
	switch {
	case word == "(":
		return p.bracket()
	case word == "any":
		p.next()
		return p.some(from, 1)
	case word != "" && '0' <= word[0] && word[0] <= '9':
		p.next()
		n, err := strconv.Atoi(word)
		if err != nil {
			p.fail(from, p.pos, fmt.Sprintf("%q is no number", word), "")
		}
		return p.some(from, n)
	case word == "" || word == "and" || word == "or" || word == "then" || word == "of" || word == "within" || word[0] < 'a' || word[0] > 'z':
		p.fail(from, from+len(word), "a piece of evidence is missing", "write a kind of event, a channel such as email, or reached")
		return expr{}
	}
	p.next()
	p.atoms = append(p.atoms, spot{word, p.runes(from), p.runes(p.pos)})
	return expr{atom: word}
}

func (p *parser) runes(at int) int { return utf8.RuneCountInString(p.text[:at]) }

func (p *parser) bracket() expr {
	from := p.pos
	p.next()
	if p.depth++; p.depth > mostEvidenceDepth {
		p.fail(from, p.pos, fmt.Sprintf("there are more than %d brackets within brackets", mostEvidenceDepth), "")
		return expr{}
	}
	e := p.then()
	p.close(from)
	return e
}

func (p *parser) close(from int) {
	p.depth--
	if p.found == nil && !p.take(")") {
		p.fail(from, from+1, "the bracket is not closed", "")
	}
}

// some reads the rest of "n of (a, b)".
func (p *parser) some(from, n int) expr {
	if !p.take("of") || p.peek() != "(" {
		p.fail(from, p.pos, "a list is missing", `write it as in "any of (a, b)" or "2 of (a, b, c)"`)
		return expr{}
	}
	open := p.pos
	p.next()
	if p.depth++; p.depth > mostEvidenceDepth {
		p.fail(open, p.pos, fmt.Sprintf("there are more than %d brackets within brackets", mostEvidenceDepth), "")
		return expr{}
	}
	e := expr{join: joinSome, n: n, items: []expr{p.then()}}
	for p.found == nil && p.take(",") {
		e.items = append(e.items, p.then())
	}
	p.close(open)
	if n < 1 || n > len(e.items) {
		p.fail(from, p.pos, fmt.Sprintf("%d of %d is never satisfied, or always", n, len(e.items)), "")
	}
	return e.simple()
}

// simple writes lists that are plain joins as these: "2 of (a, b)" is a and b, "1 of (a)" is a.
func (e expr) simple() expr {
	switch {
	case len(e.items) == 1:
		return e.items[0]
	case e.n == len(e.items):
		return joined(joinAll, 0, e.items)
	case e.n == 1:
		return joined(joinSome, 1, e.items)
	}
	return e
}

func joined(by join, n int, list []expr) expr {
	var items []expr
	for _, item := range list {
		items = flat(items, by, item)
	}
	return expr{join: by, n: n, items: items}
}
