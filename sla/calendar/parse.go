package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadkit/leadkit/lead/diag"
)

var (
	weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	months   = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	ordinals = []string{"1st", "2nd", "3rd", "4th", "5th"}
	longDays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
	longMons = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
)

const ruleRemedy = `write a date such as 2026-12-24, a stretch such as 2026-12-24..2026-12-31, or one of every year such as "dec 24", "1st mon of may", "easter+1", "wed before nov 23"`

// token is a word of a small grammar and where it stands, in runes.
type token struct {
	text     string
	from, to int
}

// scan cuts a text into words: runs of letters, digits, "-", "+" and ":", and the sign "..". Letters become small.
func scan(text string) []token {
	var tokens []token
	for at := 0; at < len(text); {
		n := len(text[at:]) - len(strings.TrimLeft(text[at:], " \t,"))
		at += n
		end := at
		switch {
		case at == len(text):
			return tokens
		case strings.HasPrefix(text[at:], ".."):
			end += 2
		default:
			for end < len(text) && !strings.ContainsRune(" \t,", rune(text[end])) && !strings.HasPrefix(text[end:], "..") {
				end++
			}
		}
		from := utf8.RuneCountInString(text[:at])
		tokens = append(tokens, token{strings.ToLower(text[at:end]), from, from + utf8.RuneCountInString(text[at:end])})
		at = end
	}
	return tokens
}

// parser reads a day rule. The first fault is kept, later ones follow from it.
type parser struct {
	text   string
	tokens []token
	at     int
	fault  *diag.Finding
}

// parseRule reads a rule of dates; on a fault it returns it, placed within the text.
func parseRule(text string) (rule, *diag.Finding) {
	p := &parser{text: text, tokens: scan(text)}
	var r rule
	r.day = p.day(0)
	if p.take("..") {
		to := p.day(0)
		r.to = &to
	}
	p.moved(&r)
	p.inYears(&r)
	if p.fault == nil && p.at < len(p.tokens) {
		p.fail(fmt.Sprintf("%q is not understood here", p.peek().text), "", nil)
	}
	if p.fault == nil {
		p.sense(&r)
	}
	return r, p.fault
}

func (p *parser) peek() token {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	n := utf8.RuneCountInString(p.text)
	return token{"", n, n}
}

func (p *parser) take(words ...string) bool {
	if p.at < len(p.tokens) && slices.Contains(words, p.tokens[p.at].text) {
		p.at++
		return true
	}
	return false
}

// fail keeps the first fault, at the word that is next.
func (p *parser) fail(summary, remedy string, known []string) {
	if p.fault != nil {
		return
	}
	t := p.peek()
	p.fault = &diag.Finding{Code: "malformed-date", Summary: fmt.Sprintf("%q is no date: %s", p.text, summary), Remedy: remedy,
		Place: diag.Place{From: t.from, To: t.to}, Near: diag.Near(t.text, known)}
	if remedy == "" && p.fault.Near == "" {
		p.fault.Remedy = ruleRemedy
	}
}

// index finds the word that is next in either spelling and goes past it.
func (p *parser) index(short, long []string) (int, bool) {
	word := p.peek().text
	for i := range short {
		if word == short[i] || long != nil && word == long[i] {
			p.at++
			return i, true
		}
	}
	return 0, false
}

// deepest bounds how often one day may lean on another.
const deepest = 3

func (p *parser) day(depth int) day {
	switch word := p.peek().text; {
	case depth > deepest:
		p.fail("too many days that lean on days", "", nil)
	case word == "":
		p.fail("it ends too early", "", nil)
	case len(word) == len("2026-12-24") && word[0] <= '9':
		return p.date(word)
	case slices.Contains(ordinals, word) || word == "last":
		return p.nth()
	case word[0] >= '0' && word[0] <= '9':
		return p.dayMonth()
	case strings.HasPrefix(word, "easter") || word == "orthodox":
		return p.easter()
	case isDay(word):
		return p.near(depth)
	}
	return p.monthDay()
}

func isDay(word string) bool {
	return slices.Contains(weekdays, word) || slices.Contains(longDays, word)
}

func (p *parser) date(word string) day {
	var d Date
	if err := d.UnmarshalText([]byte(word)); err != nil {
		p.fail("that date does not exist", "", nil)
		return day{}
	}
	if d.Year < FirstYear || d.Year > LastYear {
		p.fail(fmt.Sprintf("calendars are worked out for the years %d to %d", FirstYear, LastYear), "write a date within them", nil)
	}
	p.at++
	return day{kind: onDate, date: dayOf(d.Year, d.Month, d.Day)}
}

func (p *parser) number(what string) int {
	n, err := strconv.Atoi(p.peek().text)
	if err != nil || n < 0 {
		p.fail("a "+what+" is missing", "", nil)
		return 1
	}
	p.at++
	return n
}

func (p *parser) month() int {
	m, ok := p.index(months, longMons)
	if !ok {
		p.fail("a month is missing", "", slices.Concat(months, longMons, longDays, ordinals, []string{"easter", "last", "holidays"}))
	}
	return m + 1
}

func (p *parser) monthDay() day {
	m := p.month()
	return p.checked(m, p.number("day of the month"))
}

func (p *parser) dayMonth() day {
	n := p.number("day of the month")
	return p.checked(p.month(), n)
}

func (p *parser) checked(month, n int) day {
	const leap = 2000
	d := day{kind: onMonthDay, month: time.Month(month), n: n}
	if _, ok := d.in(leap); !ok || n < 1 {
		p.at--
		p.fail(fmt.Sprintf("%s has no day %d", months[month-1], n), "", nil)
	}
	return d
}

func (p *parser) nth() day {
	d := day{kind: onNth, n: -1}
	if i, ok := p.index(ordinals, nil); ok {
		d.n = i + 1
	} else {
		p.take("last")
	}
	d.weekday = p.weekday()
	p.take("of", "in")
	d.month = time.Month(p.month())
	return d
}

func (p *parser) weekday() int {
	i, ok := p.index(weekdays, longDays)
	if !ok {
		p.fail("a weekday is missing", "", slices.Concat(weekdays, longDays))
	}
	return i
}

func (p *parser) easter() day {
	d := day{kind: onEaster}
	if p.take("orthodox") {
		d.kind = onOrthodox
	}
	word, ok := strings.CutPrefix(p.peek().text, "easter")
	if !ok {
		p.fail(`"easter" is missing`, "", nil)
	}
	n, err := strconv.Atoi(word)
	if word != "" && (err != nil || n < -366 || n > 366) {
		p.fail("after easter comes a number of days, such as easter+1 or easter-2", "", nil)
	}
	d.n = n
	p.at++
	return d
}

func (p *parser) near(depth int) day {
	d := day{kind: nearDay, n: 1, weekday: p.weekday()}
	if p.take("on") {
		d.n = 0
		if !p.take("or") {
			p.fail(`after "on" comes "or before" or "or after"`, "", nil)
		}
	}
	d.back = p.take("before")
	if !d.back && !p.take("after") {
		p.fail(`after a weekday comes "before" or "after" and a day`, "", []string{"before", "after"})
	}
	base := p.day(depth + 1)
	d.base = &base
	return d
}

// moved reads "moved sun-1" and "observed sat-1 sun+1".
func (p *parser) moved(r *rule) {
	r.also = p.take("observed")
	if !r.also && !p.take("moved") {
		return
	}
	for n := 0; ; n++ {
		word := p.peek().text
		i := slices.IndexFunc(weekdays, func(w string) bool { return strings.HasPrefix(word, w) })
		by, err := 0, error(nil)
		if i >= 0 {
			by, err = strconv.Atoi(word[3:])
		}
		if i < 0 || err != nil || by < -7 || by > 7 {
			if n == 0 || i >= 0 {
				p.fail(`a weekday and a number of days are missing, such as sat-1 or sun+1`, "", nil)
			}
			return
		}
		r.shift[i] = by
		p.at++
	}
}

// inYears reads "from 1999", "until 2018", "in 2012" and "every 5 years from 2000".
func (p *parser) inYears(r *rule) {
	if p.take("every") {
		r.every = p.number("number of years")
		if !p.take("years") {
			p.fail(`"years" is missing`, "", nil)
		}
		if p.peek().text != "from" {
			p.fail(`"from" and the first year are missing`, "", nil)
		}
	}
	if p.take("in") {
		r.first = p.number("year")
		r.last = r.first
		return
	}
	if p.take("from") {
		r.first = p.number("year")
	}
	if p.take("until") {
		r.last = p.number("year")
	}
}

// sense refuses what can be read and means nothing.
func (p *parser) sense(r *rule) {
	p.at = 0
	switch to := r.to; {
	case to != nil && to.yearly() != r.day.yearly():
		p.fail("a stretch goes from a date to a date, or from a day of every year to another", "", nil)
	case to != nil && !to.yearly() && to.date < r.day.date:
		p.fail("the stretch ends before it begins", "turn its dates round", nil)
	case to != nil && r.shift != [7]int{}:
		p.fail("a stretch is not moved", "", nil)
	case r.last != 0 && r.last < r.first:
		p.fail("its last year comes before its first", "", nil)
	case !r.day.yearly() && (r.first != 0 || r.last != 0):
		p.fail("one date needs no years", "", nil)
	}
}
