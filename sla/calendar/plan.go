package calendar

import (
	"cmp"
	"encoding/binary"
	"slices"
	"time"
)

// The horizon: calendars are worked out for the dates of these years.
const (
	FirstYear = 1970
	LastYear  = 2099
)

var (
	firstDay = dayOf(FirstYear, 1, 1)
	endDay   = dayOf(LastYear+1, 1, 1)
)

// reachDays is how many dates before a date can have spans that run into it: one for a span over midnight, one more where a date is skipped.
const reachDays = 2

// span is open wall time in milliseconds since midnight of the date it begins on; to is at most 48 h.
type span struct{ from, to int64 }

// plan is a checked specification: which spans begin on which date.
type plan struct {
	zone  zone
	week  [7][]span
	shut  map[int]string // closed dates, and why
	extra map[int][]span // one-off openings
}

// spans gives the spans that begin on a date. They may overlap: each is read off the clock by itself, and what they have in common counts once.
func (p *plan) spans(day int) []span {
	spans, extra := p.week[weekdayOf(day)], p.extra[day]
	if _, ok := p.shut[day]; ok {
		spans = nil
	}
	if len(spans)+len(extra) == 0 || p.skips(day) {
		return nil
	}
	if len(extra) == 0 {
		return spans
	}
	return slices.Concat(spans, extra)
}

// skips reports whether the clocks jump over the whole date, as Samoa's did over 2011-12-30. It has no hours.
func (p *plan) skips(day int) bool {
	return p.begin(day) == p.begin(day+1)
}

// begin is the first instant of a date.
func (p *plan) begin(day int) int64 { return p.zone.reached(int64(day) * dayMs) }

// union merges spans that overlap or touch, in order of their beginnings. It works in place.
func union(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	merged := spans[:0]
	for _, s := range spans {
		if n := len(merged); n > 0 && s.from <= merged[n-1].to {
			merged[n-1].to = max(merged[n-1].to, s.to)
		} else if s.from < s.to {
			merged = append(merged, s)
		}
	}
	return merged
}

// layout is a date worked out: its open spans, in milliseconds since it begins, its length and the last closing of the spans that begin on it.
type layout struct {
	spans        []span
	length, last int64
}

// layout works a date out from the spans that begin on it and shortly before, each end read off the clock on the wall. It reuses buf.
func (p *plan) layout(day int, buf []span) layout {
	begin, end := p.begin(day), p.begin(day+1)
	l := layout{spans: buf[:0], length: end - begin}
	for d := day - reachDays; d <= day; d++ {
		for _, s := range p.spans(d) {
			from, to := p.zone.instant(int64(d)*dayMs+s.from), p.zone.instant(int64(d)*dayMs+s.to)
			if d == day && from < to {
				l.last = max(l.last, to-begin)
			}
			if from, to = max(from, begin), min(to, end); from < to {
				l.spans = append(l.spans, span{from - begin, to - begin})
			}
		}
	}
	l.spans = union(l.spans)
	return l
}

// ordinary is the layout of a weekday in a week without exceptions.
func (p *plan) ordinary(weekday int) layout {
	l := layout{length: dayMs}
	for d := -reachDays; d <= 0; d++ {
		for _, s := range p.week[((weekday+d)%7+7)%7] {
			if d == 0 {
				l.last = max(l.last, s.to)
			}
			if from, to := max(int64(d)*dayMs+s.from, 0), min(int64(d)*dayMs+s.to, dayMs); from < to {
				l.spans = append(l.spans, span{from, to})
			}
		}
	}
	l.spans = union(l.spans)
	return l
}

// key tells layouts apart.
func (l *layout) key(buf []byte) []byte {
	buf = binary.AppendVarint(binary.AppendVarint(buf[:0], l.length), l.last)
	for _, s := range l.spans {
		buf = binary.AppendVarint(binary.AppendVarint(buf, s.from), s.to)
	}
	return buf
}

func (l *layout) pattern() pattern {
	p := pattern{length: int32(l.length), last: int32(l.last)}
	var at int64
	for _, s := range l.spans {
		p.add(shut, at, s.from)
		p.add(open, s.from, s.to)
		at = s.to
	}
	p.add(shut, at, l.length)
	return p
}

func (p *pattern) add(s side, from, to int64) {
	if from < to {
		p.pieces[s] = append(p.pieces[s], piece{int32(from), int32(to), p.total[s]})
		p.total[s] += int32(to - from)
	}
}

// exceptional lists, in order, the dates that may differ from the ordinary week: near a change of the clock, a closed date or a one-off opening.
func (p *plan) exceptional() []int {
	days := []int{firstDay}
	for i, at := range p.zone.at[1:] {
		day := int(floor(at+p.zone.off[i], dayMs))
		for d := day - 1; d <= day+1+reachDays; d++ {
			days = append(days, d)
		}
	}
	reach := 0
	if p.nights() {
		reach = reachDays
	}
	for d := range p.shut {
		for i := range reach + 1 {
			days = append(days, d+i)
		}
	}
	for d := range p.extra {
		for i := range reach + 1 {
			days = append(days, d+i)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	return slices.DeleteFunc(days, func(d int) bool { return d < firstDay || d >= endDay })
}

// nights reports whether any span runs over midnight, so that one date can change the next.
func (p *plan) nights() bool {
	night := func(s span) bool { return s.to > dayMs }
	for _, spans := range p.week {
		if slices.ContainsFunc(spans, night) {
			return true
		}
	}
	for _, spans := range p.extra {
		if slices.ContainsFunc(spans, night) {
			return true
		}
	}
	return false
}

// table works out the whole horizon.
func (p *plan) table() table {
	var t table
	var spans []span
	var key []byte
	var week [7]string
	known := map[string]int32{} // patterns by key
	add := func(l layout) {
		known[string(key)] = int32(len(t.patterns))
		t.patterns = append(t.patterns, l.pattern())
	}
	for w := range 7 {
		l := p.ordinary(w)
		key = l.key(key)
		week[w] = string(key)
		add(l)
	}
	t.addUp()
	for _, day := range p.exceptional() {
		l := p.layout(day, spans)
		spans, key = l.spans, l.key(key)
		if len(t.runs) > 0 && string(key) == week[weekdayOf(day)] {
			continue
		}
		if _, ok := known[string(key)]; !ok {
			add(l)
		}
		t.append(p.begin(day), day, known[string(key)])
	}
	t.append(p.begin(endDay), endDay, 0)
	t.runs = slices.Clip(t.runs)
	return t
}

// addUp sums the ordinary week, twice over.
func (t *table) addUp() {
	for i := range 14 {
		q := &t.patterns[i%7]
		t.sums[i+1], t.opens[i+1] = t.sums[i]+int64(q.total[open]), t.opens[i]+int32(q.opens())
	}
}

// append adds a run, its sums continued from the one before.
func (t *table) append(start int64, day int, at int32) {
	r := run{start: start, day: int32(day), at: at}
	if len(t.runs) > 0 {
		prev := &t.runs[len(t.runs)-1]
		q := &t.patterns[prev.at]
		r.open = prev.open + int64(q.total[open]) + t.within(open, int(prev.day)+1, day-int(prev.day)-1)
		r.dates = int32(t.ordinal(day))
	}
	t.runs = append(t.runs, r)
}

func floor(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// horizon bounds the instants at which the clock changes that matter to the table.
func horizon() (from, until time.Time) {
	return time.Date(FirstYear, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -7), time.Date(LastYear+1, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 7)
}
