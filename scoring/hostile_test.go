package scoring_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/scoring"
)

// hostile is a rule whose text is made to crash, to hang, to spend memory, or to mean something else than it says.
type hostile struct {
	when, worth string
	finding     string // its code; empty: the rule compiles, and
	want        string // this is the score after one page_viewed of 5 seconds, with a path and no topic
}

// The pitfalls of expression engines, as rules of a model: each is a finding at its place, or has a defined value.
func TestHostileRules(t *testing.T) {
	for name, list := range map[string][]hostile{
		"01 brackets": {{when: strings.Repeat("(", 700_000), finding: "too-long"},
			{when: strings.Repeat("[", 4000), finding: "too-deep"}, {worth: strings.Repeat("-", 4000) + "1", finding: "too-deep"}},
		"02 loops": {{when: `let r = 1..300000; count(r, any(r, # < 0)) > 1`, finding: "not-allowed"},
			{worth: `sum(1..9, #)`, finding: "not-allowed"}},
		"03 memory": {{when: `reduce(1..28, #acc + #acc, "a") == "a"`, finding: "not-allowed"},
			{when: `repeat(event.path, 1000000) == "a"`, finding: "unknown-function"}},
		"04 builtins": {{when: `any(event.path, true)`, finding: "unknown-function"},
			{when: `event.path matches event.topic`, finding: "not-allowed"}, {worth: `len(event.path)`, finding: "unknown-function"}},
		"05 methods": {{when: `lead.Wipe()`, finding: "not-allowed"}, {when: `$env != nil`, finding: "unknown-name"}},
		"06 constants": {{when: `event.topic in ["", "a"]`, want: "unscored"}, {when: `not (event.topic in ["", "a"])`, want: "1"},
			{when: `event.seconds in ["a", "b"]`, finding: "wrong-type"}},
		"07 missing": {{when: `event.topic == "x"`, want: "unscored"}, {when: `event.topic != "x"`, want: "unscored"},
			{when: `event.topic startsWith ""`, want: "unscored"},
			{when: `event.toppic == "x"`, finding: "unknown-name"}, {worth: `event.closeness * 3`, want: "unscored"},
			{worth: `(event.closeness ?? 2) * 3`, want: "6"}},
		"08 no condition": {{when: `event.path`, finding: "wrong-type"}, {when: `event.seconds`, finding: "wrong-type"},
			{worth: `event.path`, finding: "wrong-type"}, {worth: `event.seconds > 3`, finding: "wrong-type"}},
		"09 numbers of another type": {{when: `event.seconds == 5 and event.seconds == 5.0`, want: "1"},
			{when: `event.seconds == "5"`, finding: "wrong-type"}},
		"10 arithmetic": {{worth: `9223372036854775807 + event.seconds`, want: "1000000000"},
			{worth: `1 / (event.seconds - 5)`, want: "unscored"}, {worth: `0 / 0`, finding: "no-number"},
			{worth: `1e308 * 10`, finding: "no-number"}, {worth: `event.seconds / 2`, want: "2.5"}, {worth: `-1e300`, want: "-1000000000"}},
		"11 binding": {{when: `not event.seconds > 5`, finding: "wrong-type"}, {when: `not (event.seconds > 5)`, want: "1"},
			{when: `event.seconds ?? 3 > 2`, finding: "syntax"}},
		"12 names": {{when: `count("page_viewed") > 0`, want: "1"}, {when: `count > 0`, finding: "unknown-name"},
			{when: `len > 0`, finding: "unknown-name"}},
		"13 time": {{when: `now() > "2026-01-01"`, finding: "unknown-function"},
			{when: `since("page_viewed") >= "14d"`, want: "unscored"}, {when: `now - event.time == "0d"`, want: "1"},
			{when: `now - event.time > 14d`, finding: "syntax"}},
		"14 bare env": {{when: `event["path"] == "/prices"`, want: "1"}, {when: `lead`, finding: "unknown-name"},
			{when: `event`, finding: "unknown-name"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, h := range list {
				h.check(t)
			}
		})
	}
}

func (h hostile) check(t *testing.T) {
	text, path := h.when+h.worth, "/interest/rule/when"
	rule := scoring.Rule{Each: []string{"page_viewed"}, When: h.when, Points: lead.Point}
	if h.worth != "" {
		rule.Points, rule.Worth, path = 0, h.worth, "/interest/rule/worth"
	}
	if len(text) > 60 {
		text = text[:60] + "…"
	}
	_, err := scoring.Compile(one(rule), newSchema(t))
	if h.finding != "" {
		var found diag.List
		require.ErrorAs(t, err, &found, text)
		assert.Equal(t, h.finding, found[0].Code, "%s: %v", text, found[0])
		assert.Equal(t, path, found[0].Place.Path, text)
		return
	}
	require.NoError(t, err, text)
	w := newWorld(t, one(rule))
	w.event("page_viewed", t0, map[string]any{"seconds": 5.0, "path": "/prices"})
	assert.Equal(t, h.want, w.score("interest", t0), text)
}
