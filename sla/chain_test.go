package sla

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// "a then b within g then c within h" is complete at the first c for which any b, at most h before, follows any a, at most g before it.
func TestThenWithinIsWhatItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, h := rapid.IntRange(1, 6).Draw(t, "g"), rapid.IntRange(1, 6).Draw(t, "h")
		e, _, found := parseEvidence(fmt.Sprintf("a then b within %dm then c within %dm", g, h))
		require.Empty(t, found)
		var list []Evidence
		for i := range rapid.IntRange(0, 12).Draw(t, "pieces") {
			at := lead.Instant(rapid.IntRange(1, 20).Draw(t, "at")) * lead.Instant(lead.Minute)
			list, _ = insert(list, Evidence{at, fmt.Sprintf("e%02d", i), rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "atom")})
		}
		first := lead.Instant(0)
		for i, a := range list {
			for j, b := range list[i+1:] {
				for _, c := range list[i+1+j+1:] {
					if a.Atom == "a" && b.Atom == "b" && c.Atom == "c" && b.At.Sub(a.At) <= lead.Span(g)*lead.Minute && c.At.Sub(b.At) <= lead.Span(h)*lead.Minute {
						first = lead.Earliest(first, c.At)
					}
				}
			}
		}
		n := need{expr: e, all: true}
		at, ok := n.met(list)
		require.Equal(t, first != 0, ok)
		require.Equal(t, first, at)
		require.Equal(t, ok, n.missing(list) == "")
	})
}

func TestASecondEmailIsAnsweredByACallInTime(t *testing.T) {
	p := followUp()
	p.Do, p.Within = "email then phone within 24h", term("5d")
	d := newDesk(t, p)
	c := d.event(lead.HandedOver, "2026-11-02 09:00")
	assert.Equal(t, "email then phone within 1d", c[0].Missing)
	d.contact("2026-11-02 10:00", "email", "")
	assert.Equal(t, "phone within 1d", d.terms.At(&d.st, d.now)[0].Missing)
	require.Empty(t, d.contact("2026-11-03 10:00:00.001", "phone", "no_answer"), "one millisecond too late after the e-mail")
	assert.Equal(t, "email then phone within 1d", d.terms.At(&d.st, d.now)[0].Missing)
	d.contact("2026-11-03 11:00", "email", "")
	c = d.contact("2026-11-04 11:00", "phone", "no_answer")
	require.Equal(t, []string{"kept"}, kinds(c), "its own millisecond is in time")
}

func TestThenWithinText(t *testing.T) {
	for text, want := range map[string]string{
		"email then phone within 24h":                     "email then phone within 1d",
		"(email then phone within 2h) then meeting_held":  "email then phone within 2h then meeting_held",
		"email then (phone then sms) within 2h":           "email then (phone then sms) within 2h",
		"email then (phone or sms) within 90m":            "email then phone or sms within 1h30m",
		"email then phone or sms within 90m and accepted": "",
	} {
		e, _, found := parseEvidence(text)
		if want == "" {
			assert.NotEmpty(t, found, text)
			continue
		}
		require.Empty(t, found, text)
		again, _, _ := parseEvidence(e.text())
		assert.Equal(t, e, again, text)
	}
	for _, bad := range []string{"email within 2h", "email then phone within", "email then phone within soon", "email then phone within 0h", "within 2h"} {
		_, _, found := parseEvidence(bad)
		require.Len(t, found, 1, bad)
		assert.Equal(t, "malformed-evidence", found[0].Code, bad)
	}
}

func TestWithoutAChannelTheSpanGoesToo(t *testing.T) {
	e, _, _ := parseEvidence("email then phone within 2h then sms within 3h")
	for gone, want := range map[string]string{"email": "phone then sms within 3h", "phone": "email then sms", "sms": "email then phone within 2h"} {
		rest, ok := e.without(func(atom string) bool { return atom == gone })
		require.True(t, ok)
		assert.Equal(t, want, rest.text())
	}
	_, ok := e.without(func(string) bool { return true })
	assert.False(t, ok)
}

// A piece of an expression that is dropped makes it easier to satisfy, never harder.
func TestFewerChannelsAreNeverHarder(t *testing.T) {
	atoms := []string{"email", "phone", "sms"}
	rapid.Check(t, func(t *rapid.T) {
		e, _, _ := parseEvidence(rapid.SampledFrom([]string{"email and phone", "email then phone", "2 of (email, phone, sms)", "email then phone within 5m", "(email or sms) and phone",
			"email then phone within 5m then sms", "2 of (email and sms, phone, sms)"}).Draw(t, "expr"))
		var list []Evidence
		for i := range rapid.IntRange(0, 8).Draw(t, "pieces") {
			list, _ = insert(list, Evidence{lead.Instant(rapid.IntRange(1, 15).Draw(t, "at")) * lead.Instant(lead.Minute), fmt.Sprint(i), rapid.SampledFrom(atoms).Draw(t, "atom")})
		}
		gone := rapid.SampledFrom(atoms).Draw(t, "gone")
		rest, ok := e.without(func(atom string) bool { return atom == gone })
		require.True(t, ok)
		list = slices.DeleteFunc(list, func(v Evidence) bool { return v.Atom == gone })
		if _, kept := e.after(list, point{}); kept {
			_, still := rest.after(list, point{})
			require.True(t, still, "%s, %v", rest.text(), list)
		}
	})
}

// hot is a promise that starts when a lead gets hot.
func hot() Promise {
	return Promise{Name: "call the hot", By: Sales, AsSoonAs: `total >= 50`, Do: "phone", Within: term("30m")}
}

func (d *desk) score(points int) {
	d.facts.SetScore(0, lead.Points(points)*lead.Point, lead.Points(points)*lead.Point, true)
}

func TestAConditionStartsAClockWhenItBecomesTrue(t *testing.T) {
	d := newDesk(t, hot())
	at := instant("2026-11-02 09:00")
	hear := func(points int, at lead.Instant) []Change {
		d.now = at
		d.see(nil)
		d.score(points)
		return d.terms.Apply(&d.st, d.bound("page_viewed", at), d.facts, at, nil)
	}
	require.Empty(t, hear(49, at))
	c := hear(50, at+1)
	require.Equal(t, []string{"started"}, kinds(c))
	assert.Equal(t, at+1, c[0].Start)
	assert.NotEmpty(t, c[0].Cause)
	require.Empty(t, hear(60, at+2), "it went on being true")
	require.Len(t, d.terms.Watched(&d.st, nil), 1)

	d.now = at + 3
	d.see(nil)
	d.score(40)
	require.Empty(t, d.terms.Advance(&d.st, d.facts, d.now, nil))
	assert.Empty(t, d.st.Held)
	d.st.Clocks = nil
	d.score(55)
	c = d.terms.Advance(&d.st, d.facts, d.now, nil)
	require.Equal(t, []string{"started"}, kinds(c), "by time alone")
	assert.Empty(t, c[0].Cause)
	require.Empty(t, d.terms.Advance(&d.st, d.facts, d.now, nil))
	assert.Equal(t, "from that moment", d.terms.Example("call the hot")[:len("from that moment")])
}

func TestFindingsOfConditionsThatStart(t *testing.T) {
	for name, c := range map[string]struct {
		change     func(*Promise)
		path, code string
	}{
		"when without event": {func(p *Promise) { p.When = "total > 1" }, "/call the hot/when", "strange-field"},
		"not foreseen":       {func(p *Promise) { p.AsSoonAs = `since("page_viewed") > since("email_opened")` }, "/call the hot/as_soon_as", "cannot-be-foreseen"},
		"of a period":        {func(p *Promise) { p.Every = text[Every]("week") }, "/call the hot", "two-families"},
	} {
		p := hot()
		c.change(&p)
		_, err := Compile(Agreement{Promises: []Promise{p}}, newSchema(t), calendars())
		var list diag.List
		require.ErrorAs(t, err, &list, name)
		require.Len(t, list, 1, "%s: %v", name, list)
		assert.Equal(t, [2]string{c.path, c.code}, [2]string{list[0].Place.Path, list[0].Code}, name)
	}
}
