package scoring

import (
	"fmt"
	"math/bits"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Diminishing says what share of the points of the one before each further event gives, within a stretch of the calendar or any span: the third at 50% gives a quarter. Events
// count together as in a [Rate]: those that gave in the same stretch or less than the span before or after, in order of arrival. Its text form is "50% per day" or "50% within 7d".
type Diminishing struct {
	Share Part
	Per   Period
	Span  lead.Span // for Rolling
}

// String gives the text form, empty for the zero Diminishing.
func (d Diminishing) String() string {
	switch {
	case d == Diminishing{}:
		return ""
	case d.Per == Rolling || int(d.Per) >= len(periodNames):
		return d.Share.String() + " within " + d.Span.String()
	}
	return d.Share.String() + " per " + periodNames[d.Per]
}

// MarshalText gives the text of String.
func (d Diminishing) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the text form.
func (d *Diminishing) UnmarshalText(text []byte) error {
	words := strings.Fields(string(text))
	*d = Diminishing{}
	if len(words) == 0 {
		return nil
	}
	var r Rate
	if d.Share.UnmarshalText([]byte(words[0])) != nil || !d.Share.Percent || r.UnmarshalText([]byte("1 "+strings.Join(words[1:], " "))) != nil {
		*d = Diminishing{}
		return fmt.Errorf("%q is no share of the event before: write 50%% per day or 50%% within 7d", text)
	}
	d.Per, d.Span = r.Per, r.Span
	return nil
}

// fewer is a compiled Diminishing.
type fewer struct {
	rate  Rate
	share fraction
	depth int // after so many, an event gives as much, or nothing
}

func (c *compiler) fewer(path string, d Diminishing, most lead.Points) *fewer {
	switch {
	case d == Diminishing{}:
		return nil
	case !d.Share.Percent || d.Share.Points <= 0 || d.Share.whole():
		c.add(path, "bad-share", fmt.Sprintf("each further event would give %s of the one before", d.Share), "write a share such as 50% per day")
		return nil
	case d.Per > Monthly || (d.Per == Rolling) != (d.Span > 0):
		c.add(path, "bad-rate", fmt.Sprintf("%q does not say within which time", d), "write 50% per day or 50% within 7d")
		return nil
	}
	share, _ := d.Share.fraction(0)
	f := &fewer{rate: Rate{Per: d.Per, Span: d.Span}, share: share}
	for p := most; p != 0 && f.depth < MostInRate; f.depth++ {
		p = share.points(p)
	}
	return f
}

// points gives a share of points, rounded to millionths, halves away from zero.
func (f fraction) points(p lead.Points) lead.Points {
	hi, lo := bits.Mul64(magnitude(int64(p)), f.num)
	lo, carry := bits.Add64(lo, f.den/2, 0)
	q, _ := bits.Div64(hi+carry, lo, f.den) // at most p: the share is below one
	if p < 0 {
		return -lead.Points(q)
	}
	return lead.Points(q)
}

// diminish gives what is left of the points of an event at t after those that gave beside it.
func (l *limit) diminish(points lead.Points, times []lead.Instant, t lead.Instant) lead.Points {
	if l == nil || l.fewer == nil {
		return points
	}
	for range min(l.count(&l.fewer.rate, times, t), l.fewer.depth) {
		points = l.fewer.share.points(points)
	}
	return points
}
