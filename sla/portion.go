package sla

import (
	"fmt"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Portion is a share of the leads handed over that must have a quality, at least. Its text forms are
//
//	90% accepted               sales accepted them
//	60% total >= 70            the score of that name was at least so high at the hand-over
//	95% completeness >= 75%    at least that share of the wanted attributes was known
//	90% reported               of the leads returned in the period, those whose return carried the required report
//	30% type consumables       the lead's type, in the same way its temperature and its quality level
type Portion struct {
	Share Percent
	// What is "accepted", "reported", "completeness", "type", "temperature", "quality", or a score's name.
	What string
	// Least is the bound of a score, or of completeness as a number of percent.
	Least lead.Points
	// Is is the value of type, temperature or quality.
	Is string
}

// The qualities of a Portion that are no scores.
const (
	WhatAccepted     = "accepted"
	WhatReported     = "reported"
	WhatCompleteness = "completeness"
	WhatType         = "type"
	WhatTemperature  = "temperature"
	WhatQuality      = "quality"
)

// named reports whether the quality is one that has a text for its value.
func (p Portion) named() bool {
	return p.What == WhatType || p.What == WhatTemperature || p.What == WhatQuality
}

// score reports whether the quality is a score.
func (p Portion) score() bool {
	return !p.named() && p.What != WhatAccepted && p.What != WhatReported && p.What != WhatCompleteness
}

// String gives the text form.
func (p Portion) String() string {
	switch {
	case p.What == WhatAccepted || p.What == WhatReported:
		return p.Share.String() + " " + p.What
	case p.named():
		return p.Share.String() + " " + p.What + " " + p.Is
	case p.What == WhatCompleteness:
		return fmt.Sprintf("%s %s >= %s%%", p.Share, p.What, p.Least)
	}
	return fmt.Sprintf("%s %s >= %s", p.Share, p.What, p.Least)
}

// MarshalText gives the text form.
func (p Portion) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the text form.
func (p *Portion) UnmarshalText(text []byte) error {
	words := fields(text)
	var q Portion
	ok := len(words) >= 2 && q.Share.UnmarshalText([]byte(words[0])) == nil && q.Share <= 100
	if ok {
		q.What = words[1]
		switch rest := words[2:]; {
		case q.What == WhatAccepted || q.What == WhatReported:
			ok = len(rest) == 0
		case q.named():
			ok = len(rest) == 1
			q.Is = strings.Join(rest, "")
		default:
			ok = len(rest) == 2 && rest[0] == ">=" && q.least(rest[1])
		}
	}
	if !ok {
		return malformed("portion", string(text), "share of the leads", `write "90% accepted", "60% total >= 70", "95% completeness >= 75%" or "30% type consumables"`)
	}
	*p = q
	return nil
}

func (p *Portion) least(text string) bool {
	number, percent := strings.CutSuffix(text, "%")
	return percent == (p.What == WhatCompleteness) && p.Least.UnmarshalText([]byte(number)) == nil
}

// of reports whether a lead had the quality when it was handed over. What sales answered, and what came back, is not on the receipt.
func (p Portion) of(r *lead.Receipt) bool {
	switch p.What {
	case WhatAccepted, WhatReported:
		return false
	case WhatCompleteness:
		known, ok := lead.PointsOf(r.Completeness * 100) // rounded: 0.29 * 100 is a little less than 29
		return ok && known >= p.Least
	case WhatType:
		return r.Type == p.Is
	case WhatTemperature:
		return r.Temperature == p.Is
	case WhatQuality:
		return r.Quality == p.Is
	}
	for _, s := range r.Scores {
		if s.Name == p.What {
			return s.Known && s.Points >= p.Least
		}
	}
	return false
}

// check finds what is wrong with a portion; at is its place.
func (p Portion) check(found *diag.List, at string, s *lead.Schema) {
	switch {
	case p.Share < 1 || p.Share > 100:
		found.Add(at, "bad-share", "a share of the leads is from 1% to 100%", "")
	case p.What == WhatType:
		oneOf(found, at, "lead type", p.Is, s.Types())
	case p.What == WhatCompleteness && (p.Least <= 0 || p.Least > 100*lead.Point):
		found.Add(at, "bad-share", "completeness is from 1% to 100%", "")
	case p.score():
		oneOf(found, at, "score", p.What, append(s.Scores(), WhatAccepted, WhatReported, WhatCompleteness, WhatType, WhatTemperature, WhatQuality))
	}
}
