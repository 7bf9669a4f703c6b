package sla

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Curve is how long answers took, where some are not there yet: the product-limit estimate of the share that is unanswered after a time. A clock without an answer counts
// among those still waiting as long as it ran, and not afterwards; so it is neither dropped nor taken for answered.
//
// Source: E. L. Kaplan and P. Meier, Nonparametric Estimation from Incomplete Observations, Journal of the American Statistical Association 53 (1958), 457-481.
type Curve struct {
	// Answered and Open count the spans that ended with an answer, and those that did not.
	Answered, Open int
	steps          []step
}

// step is the share unanswered from a span on.
type step struct {
	at   lead.Span
	left float64
}

// NewCurve estimates from the spans of those answered and of those that ran so long without an answer. Of equal spans the answers come first.
func NewCurve(answered, open []lead.Span) Curve {
	answered, open = slices.Clone(answered), slices.Clone(open)
	slices.Sort(answered)
	slices.Sort(open)
	c := Curve{Answered: len(answered), Open: len(open)}
	waiting, left, o := len(answered)+len(open), 1.0, 0
	for i := 0; i < len(answered); {
		at, n := answered[i], 0
		for ; o < len(open) && open[o] < at; o++ {
			waiting--
		}
		for ; i < len(answered) && answered[i] == at; i++ {
			n++
		}
		left *= float64(waiting-n) / float64(waiting)
		waiting -= n
		c.steps = append(c.steps, step{at, left})
	}
	return c
}

// Left gives the share that is still unanswered after a span.
func (c *Curve) Left(after lead.Span) float64 {
	i, found := slices.BinarySearchFunc(c.steps, after, func(s step, at lead.Span) int { return int(min(max(s.at-at, -1), 1)) })
	if found {
		i++
	}
	if i == 0 {
		return 1
	}
	return c.steps[i-1].left
}

// Percentile gives the span within which p in a hundred are answered, p from 1 to 100; false if so many are not foreseeable from what was seen.
// Where nothing is open it is [Times.Percentile].
func (c *Curve) Percentile(p int) (lead.Span, bool) {
	const rounding = 1e-9
	if p < 1 || p > 100 {
		return 0, false
	}
	for _, s := range c.steps {
		if s.left <= 1-float64(p)/100+rounding {
			return s.at, true
		}
	}
	return 0, false
}

// Median gives the span within which half are answered.
func (c *Curve) Median() (lead.Span, bool) { return c.Percentile(50) }

// Bands count responses as the trade speaks of them. Each answer is in one band, its bound included.
type Bands struct {
	FiveMinutes int64 `json:"5m"`
	HalfHour    int64 `json:"30m"`
	Hour        int64 `json:"1h"`
	Day         int64 `json:"24h"`
	Later       int64 `json:"later"`
	// Never are those that were cancelled or waived, or broken and ended, without an answer, Waiting those not answered yet.
	Never   int64 `json:"never"`
	Waiting int64 `json:"waiting"`
}

func bands(answered *Times) (b Bands) {
	last := 0
	for _, band := range []struct {
		to    lead.Span
		count *int64
	}{{5 * lead.Minute, &b.FiveMinutes}, {30 * lead.Minute, &b.HalfHour}, {lead.Hour, &b.Hour}, {lead.Day, &b.Day}} {
		n := answered.Within(band.to)
		*band.count = int64(n - last)
		last = n
	}
	b.Later = int64(answered.Len() - last)
	return b
}

// Responses are how long the answers took that a question is about.
type Responses struct {
	Elapsed      Curve
	Working      Curve // on the promises' calendars
	Bands        Bands
	WorkingBands Bands
}

// Responses gives how long answers took, as seen at an instant. Clocks that wait count as long as they run, pauses included; those that were cancelled or waived, as long as
// they ran. With a promise such as
//
//	speed to lead:   {by: sales, from: [quote_requested, demo_requested], do: contact, within: 5m, once: true}
//
// it is speed to lead; with handed_over, accepted or reached in place of contact, the time to hand over, to acceptance and to conversation.
func (r *Report) Responses(t *Terms, w Which, at lead.Instant) Responses {
	var elapsed, working Times
	var open, openWorking []lead.Span
	var never, waiting int64
	waits := map[cellKey]*Times{} // across weeks: a clock can have begun to wait where no weeks were kept
	for i := range r.Cells {
		c := &r.Cells[i]
		if !w.takes(c) {
			continue
		}
		elapsed.Merge(&c.Elapsed)
		working.Merge(&c.Working)
		open = append(open, c.GivenUp.All()...)
		openWorking = append(openWorking, c.GivenUpWorking.All()...)
		never += c.Cancelled + c.Waived + c.Unanswered
		k := cellKey{promise: c.Promise, who: c.Who}
		if waits[k] == nil {
			waits[k] = &Times{}
		}
		waits[k].Merge(&c.Waiting)
	}
	for k, starts := range waits { // in any order: the curve sorts
		p := t.promise(k.promise)
		for _, start := range starts.All() {
			waiting++
			ran := max(0, at.Sub(lead.Instant(start)))
			open = append(open, ran)
			if p != nil && ran > 0 {
				ran = p.working(&Clock{Calendar: t.named(p, p.Calendar, k.who)}, lead.Instant(start), at)
			}
			openWorking = append(openWorking, ran)
		}
	}
	out := Responses{NewCurve(elapsed.All(), open), NewCurve(working.All(), openWorking), bands(&elapsed), bands(&working)}
	for _, b := range []*Bands{&out.Bands, &out.WorkingBands} {
		b.Never, b.Waiting = never, waiting
	}
	return out
}

// Share is a share of a count, with the interval in which it lies with 95 % confidence. Of none, it is anything from 0 to 1.
type Share struct {
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Wilson gives the share k of n with its interval at 95 %, by [lead.Wilson].
func Wilson(k, n int64) Share {
	if n <= 0 || k < 0 || k > n {
		return Share{0, 0, 1}
	}
	low, high := lead.Wilson(k, n)
	return Share{float64(k) / float64(n), low, high}
}

// Reliability gives the share of the promises with a verdict that were kept in time. What was cancelled or waived has none.
func (t *Tally) Reliability() Share { return Wilson(t.Kept, t.Kept+t.Late+t.Broken) }
