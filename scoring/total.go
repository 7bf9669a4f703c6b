package scoring

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Bounds on the text of a total.
const (
	mostTotal = 4096 // bytes
	mostDepth = 32   // brackets and signs in one another
)

func (c *compiler) total(m Model) {
	if len(m.Scores) == 0 {
		if m.Total != "" {
			c.add("/total", "no-scores", "there are no scores to make a total of", "")
		}
		return
	}
	src := m.Total
	if strings.TrimSpace(src) == "" {
		src = strings.Join(c.names(), " + ")
	}
	p := parser{src: src, names: c.names()}
	root := p.whole()
	switch {
	case p.fault.Code != "" && strings.TrimSpace(m.Total) == "" && c.found.Err() != nil: // a name is at fault, as was said
		return
	case p.fault.Code != "":
		p.fault.Place.Path = "/total"
		c.found = append(c.found, p.fault)
		return
	}
	if !slices.ContainsFunc(c.s.scores, func(sc score) bool { return root.reads(slices.Index(p.names, sc.Name)) }) {
		c.add("/total", "no-scores", "the total reads no score", "write one such as fit + interest")
	}
	c.s.total = &linear{root: root, names: p.names}
	c.s.total.reduce()
}

func (c *compiler) names() []string {
	names := make([]string, len(c.s.scores))
	for i := range c.s.scores {
		names[i] = c.s.scores[i].Name
	}
	return names
}

// parser reads a total by recursive descent. The first fault ends the reading.
type parser struct {
	src   string
	at    int
	depth int
	names []string
	fault diag.Finding
}

// fail reports a fault about the text from a byte to the present one.
func (p *parser) fail(from int, code, summary, remedy string) term {
	if p.fault.Code == "" {
		to := min(max(p.at, from+1), len(p.src))
		p.fault = diag.Finding{Code: code, Summary: summary, Remedy: remedy,
			Place: diag.Place{From: utf8.RuneCountInString(p.src[:from]), To: utf8.RuneCountInString(p.src[:to])}}
	}
	p.at = len(p.src)
	return term{form: isConst}
}

func (p *parser) whole() term {
	if len(p.src) > mostTotal {
		return p.fail(0, "too-long", fmt.Sprintf("the expression is longer than %d bytes", mostTotal), "")
	}
	t := p.sum()
	if p.peek() != 0 {
		return p.fail(p.at, "bad-syntax", fmt.Sprintf("%q is not expected here", rest(p.src[p.at:])), "a total knows + - * / min max, brackets, constants and scores")
	}
	return t
}

func rest(src string) string {
	if r, size := utf8.DecodeRuneInString(src); r != utf8.RuneError {
		return src[:size]
	}
	return src[:min(1, len(src))]
}

// peek gives the next byte that is no space, 0 at the end.
func (p *parser) peek() byte {
	for p.at < len(p.src) && strings.IndexByte(" \t\r\n", p.src[p.at]) >= 0 {
		p.at++
	}
	if p.at == len(p.src) {
		return 0
	}
	return p.src[p.at]
}

func (p *parser) take(b byte) bool {
	if p.peek() != b {
		return false
	}
	p.at++
	return true
}

func (p *parser) sum() term {
	kids := []term{p.product()}
	for {
		sign := int64(lead.Point)
		from := p.at
		switch p.peek() {
		case '+':
		case '-':
			sign = -sign
		default:
			return join(isSum, kids)
		}
		p.at++
		t := p.product()
		kids = append(kids, p.times(from, t, sign))
	}
}

func (p *parser) product() term {
	t := p.factor()
	for {
		b := p.peek()
		if b != '*' && b != '/' {
			return t
		}
		p.at++
		from := p.at
		u := p.factor()
		switch {
		case b == '/' && u.form == isConst && u.factor != 0:
			t = p.divided(from, t, u.factor)
		case b == '/':
			return p.fail(from, "not-linear", "a total divides by a constant other than 0 alone", "")
		case u.form == isConst:
			t = p.times(from, t, u.factor)
		case t.form == isConst:
			t = p.times(from, u, t.factor)
		default:
			return p.fail(from, "not-linear", "a total cannot multiply scores with one another", "multiply by constants, add, or take min or max")
		}
	}
}

func (p *parser) factor() term {
	p.depth++
	defer func() { p.depth-- }()
	from := p.at
	b := p.peek()
	switch {
	case p.depth > mostDepth:
		return p.fail(from, "too-deep", fmt.Sprintf("brackets and signs are nested more than %d deep", mostDepth), "")
	case p.take('-'):
		return p.times(from, p.factor(), -int64(lead.Point))
	case p.take('('):
		t := p.sum()
		if !p.take(')') {
			return p.fail(from, "bad-syntax", "a bracket is not closed", "")
		}
		return t
	case '0' <= b && b <= '9' || b == '.':
		return p.number()
	case 'a' <= b && b <= 'z':
		return p.name()
	}
	return p.fail(p.at, "bad-syntax", "a score or a constant is missing", "write one such as fit + interest")
}

func (p *parser) scan(set string) string {
	from := p.at
	for p.at < len(p.src) && strings.IndexByte(set, p.src[p.at]) >= 0 {
		p.at++
	}
	return p.src[from:p.at]
}

func (p *parser) number() term {
	from := p.at
	n, ok := decimal(p.scan("0123456789."))
	if !ok {
		return p.fail(from, "bad-number", "a constant has at most six decimal places and is at most a million", "")
	}
	return term{form: isConst, factor: n}
}

func (p *parser) name() term {
	from := p.at
	name := p.scan("abcdefghijklmnopqrstuvwxyz0123456789_")
	if p.peek() == '(' && (name == "min" || name == "max") {
		return p.extreme(name)
	}
	score := slices.Index(p.names, name)
	if score < 0 {
		var l diag.List
		l.Unknown("", "score", name, p.names)
		p.at = from + len(name)
		t := p.fail(from, l[0].Code, l[0].Summary, l[0].Remedy)
		p.fault.Near = l[0].Near
		return t
	}
	return term{form: isScore, score: score, factor: int64(lead.Point)}
}

func (p *parser) extreme(name string) term {
	from := p.at
	var kids []term
	for p.at++; ; p.at++ {
		kids = append(kids, p.sum())
		if p.peek() != ',' {
			break
		}
	}
	if !p.take(')') {
		return p.fail(from, "bad-syntax", "a bracket is not closed", "")
	}
	if name == "min" {
		return join(isMin, kids)
	}
	return join(isMax, kids)
}

// join makes one term of several; of constants a constant.
func join(f form, kids []term) term {
	if len(kids) == 1 {
		return kids[0]
	}
	value := kids[0].factor
	for i, k := range kids {
		switch {
		case k.form != isConst:
			return term{form: f, kids: kids}
		case i == 0:
		case f == isMin:
			value = min(value, k.factor)
		case f == isMax:
			value = max(value, k.factor)
		default:
			value += k.factor
		}
	}
	return term{form: isConst, factor: value}
}

// times multiplies a term by a constant, down to its scores. A negative one turns minima into maxima.
func (p *parser) times(from int, t term, factor int64) term {
	return p.scaled(from, t, func(n int64) (int64, bool) {
		w := product(n, factor)
		hi, lo := w.size()
		if hi != 0 || lo%uint64(lead.Point) != 0 {
			return 0, false
		}
		n = int64(lo / uint64(lead.Point))
		if w.Hi < 0 {
			n = -n
		}
		return n, true
	}, factor < 0)
}

func (p *parser) divided(from int, t term, by int64) term {
	return p.scaled(from, t, func(n int64) (int64, bool) {
		hi, lo := product(n, int64(lead.Point)).size()
		if hi != 0 || lo%magnitude(by) != 0 {
			return 0, false
		}
		q := int64(lo / magnitude(by))
		if n < 0 != (by < 0) {
			q = -q
		}
		return q, true
	}, by < 0)
}

func (p *parser) scaled(from int, t term, f func(int64) (int64, bool), turned bool) term {
	switch {
	case turned && t.form == isMin:
		t.form = isMax
	case turned && t.form == isMax:
		t.form = isMin
	}
	if t.form == isScore || t.form == isConst || t.form == isTotal {
		n, ok := f(t.factor)
		if !ok || magnitude(n) > uint64(mostFactor) {
			return p.fail(from, "bad-number", "multiplied out, a constant has more than six decimal places or is beyond a million", "write a decimal such as 0.333333")
		}
		t.factor = n
	}
	for i := range t.kids {
		t.kids[i] = p.scaled(from, t.kids[i], f, turned)
	}
	return t
}
