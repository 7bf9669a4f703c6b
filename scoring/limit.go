package scoring

import (
	"fmt"
	"slices"
	"time"

	"github.com/leadkit/leadkit/lead"
)

// limit is a compiled set of limits of one rule.
type limit struct {
	rates    []Rate
	once     bool
	fewer    *fewer
	remember int // how many instants
	zone     *time.Location
}

func (c *compiler) limit(path string, spec Rule, r *rule) *limit {
	rates := slices.Clone(spec.AtMost)
	for _, r := range rates {
		at := path + "/at_most"
		if r.Times < 1 || r.Times > MostInRate {
			c.add(at, "bad-rate", fmt.Sprintf("%d times is not between 1 and %d", r.Times, MostInRate), "")
		}
		if r.Per > Monthly || (r.Per == Rolling) != (r.Span > 0) {
			c.add(at, "bad-rate", fmt.Sprintf("%q is not how often", r), "write 3 per day or 3 within 36h")
		}
	}
	if spec.CoolDown < 0 {
		c.add(path+"/cool_down", "negative-span", "a time cannot be negative", "")
	}
	if spec.CoolDown > 0 {
		rates = append(rates, Rate{Times: 1, Span: spec.CoolDown})
	}
	most := lead.Points(magnitude(int64(spec.Points)))
	if spec.Worth != "" {
		most = max(r.high, -r.low)
	}
	less := c.fewer(path+"/diminishing", spec.Diminishing, most)
	if len(rates) == 0 && !spec.Once && less == nil {
		return nil
	}
	l := &limit{rates: rates, once: spec.Once, fewer: less, zone: c.s.zone}
	if less != nil {
		l.remember = less.depth
	}
	for _, r := range rates {
		l.remember = max(l.remember, r.Times)
	}
	return l
}

// admits decides whether an event at t may give points. A rate counts the remembered events that gave in the same stretch of the calendar or, for a rolling span, less
// than the span before or after. The latest are remembered, as many as the largest rate counts: an event so late that what gave beside it may be forgotten gives nothing.
func (l *limit) admits(given uint32, times []lead.Instant, t lead.Instant) bool {
	if l.once && given > 0 {
		return false
	}
	full := len(times) > 0 && len(times) >= l.remember
	if full && t < times[0] {
		return false
	}
	for i := range l.rates {
		if full && l.beside(&l.rates[i], times[0], t) || l.count(&l.rates[i], times, t) >= l.rates[i].Times {
			return false
		}
	}
	return true
}

func (l *limit) count(r *Rate, times []lead.Instant, t lead.Instant) (n int) {
	for _, u := range times {
		if l.beside(r, u, t) {
			n++
		}
	}
	return n
}

// beside tells whether two events count together.
func (l *limit) beside(r *Rate, t, u lead.Instant) bool {
	if r.Per == Rolling {
		return max(t-u, u-t) < lead.Instant(r.Span)
	}
	return l.stretch(r.Per, t) == l.stretch(r.Per, u)
}

// stretch numbers the days, weeks or months of the calendar.
func (l *limit) stretch(p Period, t lead.Instant) int64 {
	const day = int64(lead.Day)
	var days int64
	switch {
	case l.zone == nil && p != Monthly:
		days = int64(t) / day
	default:
		at := t.Time()
		if l.zone != nil {
			at = at.In(l.zone)
		}
		year, month, d := at.Date()
		if p == Monthly {
			return int64(year)*12 + int64(month)
		}
		days = time.Date(year, month, d, 0, 0, 0, 0, time.UTC).Unix() / (day / int64(lead.Second))
	}
	if p == Weekly {
		return (days + 3) / 7 // 1970-01-01 was a Thursday
	}
	return days
}

// note remembers that an event gave.
func (l *limit) note(times []lead.Instant, t lead.Instant) []lead.Instant {
	if l == nil || l.remember == 0 {
		return times
	}
	if times == nil {
		times = make([]lead.Instant, 0, l.remember+1)
	}
	i, _ := slices.BinarySearch(times, t)
	return l.latest(slices.Insert(times, i, t))
}

// latest forgets what the limit need not know.
func (l *limit) latest(times []lead.Instant) []lead.Instant {
	if len(times) > l.remember {
		times = slices.Delete(times, 0, len(times)-l.remember)
	}
	return times
}
