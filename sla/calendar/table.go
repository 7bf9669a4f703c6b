package calendar

import (
	"sort"
)

// A calendar is a set of open instants. The table measures it: the open time from the start of the horizon to any instant, and back from a measure
// to an instant, both by one binary search over the exceptional dates and arithmetic on the weeks between them. The closed time is measured in the
// same way, so that the next closing is the same search as the next opening and a year-long closure costs no more than a lunch break.

// side chooses what is measured.
type side int

const (
	open side = iota
	shut
	sides
)

// piece is a stretch of one side of a date; before is how much of that side the date has earlier on. All in milliseconds since the date begins.
type piece struct{ from, to, before int32 }

// pattern is what happens on a date, from the first instant the wall clock shows it to the first instant it shows the next.
type pattern struct {
	pieces [sides][]piece
	total  [sides]int32
	length int32 // 24 h, unless the clock changes
	// last is the last closing of the spans that begin on this date, in milliseconds since it begins; 0 if none begins, which is what makes an open date.
	last int32
}

func (p *pattern) opens() int {
	if p.last > 0 {
		return 1
	}
	return 0
}

// measure is how much of side s lies before rel.
func (p *pattern) measure(s side, rel int64) int64 {
	pieces := p.pieces[s]
	for i := len(pieces) - 1; i >= 0; i-- {
		if q := pieces[i]; rel > int64(q.from) {
			return int64(q.before) + min(rel, int64(q.to)) - int64(q.from)
		}
	}
	return 0
}

// least is where the measure of side s first reaches m, 0 < m ≤ total.
func (p *pattern) least(s side, m int64) int64 {
	pieces := p.pieces[s]
	for i := len(pieces) - 1; i > 0; i-- {
		if int64(pieces[i].before) < m {
			return int64(pieces[i].from) + m - int64(pieces[i].before)
		}
	}
	return int64(pieces[0].from) + m
}

// most is where the measure of side s begins to exceed m, 0 ≤ m < total.
func (p *pattern) most(s side, m int64) int64 {
	pieces := p.pieces[s]
	for i := len(pieces) - 1; i > 0; i-- {
		if int64(pieces[i].before) <= m {
			return int64(pieces[i].from) + m - int64(pieces[i].before)
		}
	}
	return int64(pieces[0].from) + m
}

// run is an exceptional date and, up to the next run, the ordinary dates after it.
type run struct {
	start int64 // the instant at which the exceptional date begins
	open  int64 // the open time before it
	day   int32 // its number
	dates int32 // the open dates before it
	at    int32 // index of its pattern
}

// table covers the horizon, from runs[0].start, where the first date begins, to the start of the last run, which is a sentinel.
type table struct {
	runs     []run
	patterns []pattern // distinct ones; the first seven are the ordinary week, from Monday
	sums     [15]int64 // open time of the ordinary week before the i-th weekday, over two weeks
	opens    [15]int32 // the same for open dates
}

// The patterns of the ordinary week.
func (t *table) week(day int) *pattern { return &t.patterns[weekdayOf(day)] }

// within is the measure of side s over n ordinary dates, the first of them day.
func (t *table) within(s side, day, n int) int64 {
	w := weekdayOf(day)
	sum := int64(n/7)*t.sums[7] + t.sums[w+n%7] - t.sums[w]
	if s == shut {
		return int64(n)*dayMs - sum
	}
	return sum
}

// before is the measure of side s before run r.
func (t *table) before(s side, r *run) int64 {
	if s == shut {
		return r.start - t.runs[0].start - r.open
	}
	return r.open
}

func (t *table) first() int64 { return t.runs[0].start }
func (t *table) last() int64  { return t.runs[len(t.runs)-1].start }

func (t *table) total(s side) int64 { return t.before(s, &t.runs[len(t.runs)-1]) }

// measure is how much of side s lies between the start of the horizon and x.
func (t *table) measure(s side, x int64) int64 {
	x = min(max(x, t.first()), t.last())
	r := &t.runs[sort.Search(len(t.runs), func(i int) bool { return t.runs[i].start > x })-1]
	p, sum, rel := &t.patterns[r.at], t.before(s, r), x-r.start
	if rel < int64(p.length) {
		return sum + p.measure(s, rel)
	}
	rel -= int64(p.length)
	n := int(rel / dayMs)
	return sum + int64(p.total[s]) + t.within(s, int(r.day)+1, n) + t.week(int(r.day)+1+n).measure(s, rel%dayMs)
}

// least is the first instant by which m of side s has passed, 0 < m ≤ total: a duration that uses up a span exactly ends at its closing.
func (t *table) least(s side, m int64) int64 {
	r := &t.runs[sort.Search(len(t.runs), func(i int) bool { return t.before(s, &t.runs[i]) >= m })-1]
	p := &t.patterns[r.at]
	m -= t.before(s, r)
	if m <= int64(p.total[s]) {
		return r.start + p.least(s, m)
	}
	m -= int64(p.total[s])
	day, week := int(r.day)+1, t.within(s, 0, 7)
	n := int((m-1)/week) * 7
	for m -= int64(n/7) * week; m > int64(t.week(day + n).total[s]); n++ {
		m -= int64(t.week(day + n).total[s])
	}
	return r.start + int64(p.length) + int64(n)*dayMs + t.week(day+n).least(s, m)
}

// most is the first instant of side s at which m of it has passed, 0 ≤ m < total: what is left after a span is used up begins with the next one.
func (t *table) most(s side, m int64) int64 {
	r := &t.runs[sort.Search(len(t.runs), func(i int) bool { return t.before(s, &t.runs[i]) > m })-1]
	p := &t.patterns[r.at]
	m -= t.before(s, r)
	if m < int64(p.total[s]) {
		return r.start + p.most(s, m)
	}
	m -= int64(p.total[s])
	day, week := int(r.day)+1, t.within(s, 0, 7)
	n := int(m/week) * 7
	for m -= int64(n/7) * week; m >= int64(t.week(day + n).total[s]); n++ {
		m -= int64(t.week(day + n).total[s])
	}
	return r.start + int64(p.length) + int64(n)*dayMs + t.week(day+n).most(s, m)
}

// runOf is the last run that begins on day or earlier; day lies in the horizon.
func (t *table) runOf(day int) *run {
	return &t.runs[sort.Search(len(t.runs), func(i int) bool { return int(t.runs[i].day) > day })-1]
}

// on gives where day begins and its pattern.
func (t *table) on(day int) (int64, *pattern) {
	r := t.runOf(day)
	if int(r.day) == day {
		return r.start, &t.patterns[r.at]
	}
	return r.start + int64(t.patterns[r.at].length) + int64(day-int(r.day)-1)*dayMs, t.week(day)
}

// ordinal counts the open dates before day.
func (t *table) ordinal(day int) int {
	r := t.runOf(day)
	if int(r.day) == day {
		return int(r.dates)
	}
	n, w := day-int(r.day)-1, weekdayOf(int(r.day)+1)
	return int(r.dates) + t.patterns[r.at].opens() + n/7*int(t.opens[7]) + int(t.opens[w+n%7]-t.opens[w])
}

// nth is the open date that has k open dates before it, 0 ≤ k < ordinal of the horizon's end.
func (t *table) nth(k int) int {
	r := &t.runs[sort.Search(len(t.runs), func(i int) bool { return int(t.runs[i].dates) > k })-1]
	k -= int(r.dates)
	if k < t.patterns[r.at].opens() {
		return int(r.day)
	}
	k -= t.patterns[r.at].opens()
	week := int(t.opens[7])
	day := int(r.day) + 1 + k/week*7
	for k %= week; k >= t.week(day).opens(); day++ {
		k -= t.week(day).opens()
	}
	return day
}
