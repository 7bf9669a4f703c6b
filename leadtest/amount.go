package leadtest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// amount is what a score must be: "52", "at least 50", "at most 0", "unscored". A number is as exact as it is written: 52 is what rounds to 52, 52.0 what rounds to
// 52.0.
type amount struct {
	Score string `json:"score" contract:"name"`
	Text  string `json:"is"`

	bound    string // "at least", "at most" or ""
	points   lead.Points
	decimals int
	unscored bool
}

// UnmarshalText takes any text. Whether it is an amount is asked when it is known that the key is a score.
func (a *amount) UnmarshalText(text []byte) error {
	a.Text = string(text)
	return nil
}

// parse reads the text, and reports whether it is an amount.
func (a *amount) parse() bool {
	if a.Text == "unscored" {
		a.unscored = true
		return true
	}
	number := a.Text
	for _, bound := range []string{"at least", "at most"} {
		if rest, ok := strings.CutPrefix(a.Text, bound+" "); ok {
			a.bound, number = bound, rest
		}
	}
	_, fraction, _ := strings.Cut(number, ".")
	a.decimals = min(len(fraction), 6)
	return a.points.UnmarshalText([]byte(number)) == nil
}

// met reports whether a score is as it must be.
func (a *amount) met(s lead.Score) bool {
	switch {
	case a.unscored || !s.Known:
		return a.unscored && !s.Known
	case a.bound == "at least":
		return s.Points >= a.points
	case a.bound == "at most":
		return s.Points <= a.points
	}
	return round(s.Points, a.decimals) == a.points
}

// round rounds points to a number of decimals, halves away from zero.
func round(p lead.Points, decimals int) lead.Points {
	unit := lead.Point
	for range decimals {
		unit /= 10
	}
	half := unit / 2
	if p < 0 {
		half = -half
	}
	return (p + half) / unit * unit
}

func pointsOf(s lead.Score) string {
	if !s.Known {
		return "unscored"
	}
	return round(s.Points, 2).String()
}

// ledger gives the lines of a score in words: "target industry +20, opened a campaign +2 (2 times)".
func ledger(score string, lines []lead.Line) string {
	var parts []string
	for _, l := range lines {
		if l.Score != score || round(l.Points, 2) == 0 {
			continue
		}
		part := fmt.Sprintf("%s %s", l.Rule, signed(round(l.Points, 2)))
		if l.Times > 1 {
			part += " (" + strconv.FormatInt(l.Times, 10) + " times)"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

func signed(p lead.Points) string {
	if p > 0 {
		return "+" + p.String()
	}
	return p.String()
}
