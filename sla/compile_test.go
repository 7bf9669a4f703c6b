package sla

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

func TestFindings(t *testing.T) {
	with := func(change func(*Promise)) Promise {
		p := followUp()
		change(&p)
		return p
	}
	each := func(change func(*Promise)) Promise {
		p := Promise{Name: "volume", By: Marketing, Every: text[Every]("month"), Deliver: text[Volume]("120 mql")}
		change(&p)
		return p
	}
	for name, c := range map[string]struct {
		p          Promise
		path, code string
		near       string
	}{
		"no name":                      {with(func(p *Promise) { p.Name = "" }), "/", "bad-name", ""},
		"nobody owes it":               {with(func(p *Promise) { p.By = "sale" }), "/follow up/by", "unknown-side", "sales"},
		"neither lead nor period":      {with(func(p *Promise) { p.From = nil }), "/follow up", "no-trigger", ""},
		"lead and period":              {with(func(p *Promise) { p.Every = text[Every]("week") }), "/follow up", "two-families", ""},
		"unknown start":                {with(func(p *Promise) { p.From = []string{"handed_ovr"} }), "/follow up/from", "unknown-kind-of-event", "handed_over"},
		"condition that is wrong":      {with(func(p *Promise) { p.When = "lead.industri == 1" }), "/follow up/when", "unknown-name", "lead.industry"},
		"unknown evidence":             {with(func(p *Promise) { p.Do = "email and phon" }), "/follow up/do", "unknown-evidence", "phone"},
		"no evidence":                  {with(func(p *Promise) { p.Do = "" }), "/follow up", "no-evidence", ""},
		"malformed evidence":           {with(func(p *Promise) { p.Do = "email and" }), "/follow up/do", "malformed-evidence", ""},
		"no term":                      {with(func(p *Promise) { p.Within = term("0") }), "/follow up", "no-term", ""},
		"negative term":                {with(func(p *Promise) { p.Within = calendar.Days(-1) }), "/follow up/within", "negative-span", ""},
		"unknown calendar":             {with(func(p *Promise) { p.Calendar = "break" }), "/follow up/calendar", "unknown-calendar", "breaks"},
		"case without condition":       {with(func(p *Promise) { p.Terms = []Case{{Within: term("1h")}} }), "/follow up/terms/0/when", "no-condition", ""},
		"case without term":            {with(func(p *Promise) { p.Terms = []Case{{When: "total > 1"}} }), "/follow up/terms/0/within", "no-term", ""},
		"temperature that is none":     {with(func(p *Promise) { p.Terms = []Case{{When: `temperature == "hott"`, Within: term("1h")}} }), "/follow up/terms/0/when", "unknown-value", "hot"},
		"negative since":               {with(func(p *Promise) { p.Since = -1 }), "/follow up/since", "negative-span", ""},
		"at risk when it is too late":  {with(func(p *Promise) { p.AtRisk = 100 }), "/follow up/at_risk", "bad-share", ""},
		"step that is none":            {with(func(p *Promise) { p.Then = []Step{{Do: "shout", At: 50}} }), "/follow up/then/0", "malformed-step", ""},
		"step at no share":             {with(func(p *Promise) { p.Then = []Step{{Do: RemindAct}} }), "/follow up/then/0", "malformed-step", ""},
		"step that is there twice":     {with(func(p *Promise) { p.Then = steps("remind at 50%", "remind at 50%") }), "/follow up/then/1", "step-twice", ""},
		"evidence and cadence":         {with(func(p *Promise) { p.Attempts = 3 }), "/follow up", "two-needs", ""},
		"cadence without attempts":     {with(func(p *Promise) { p.Do, p.Channels = "", 2 }), "/follow up/attempts", "bad-cadence", ""},
		"cadence with few attempts":    {with(func(p *Promise) { p.Do, p.Attempts, p.Channels = "", 1, 2 }), "/follow up/channels", "bad-cadence", ""},
		"cadence on too many channels": {with(func(p *Promise) { p.Do, p.Attempts, p.Channels = "", 20, 19 }), "/follow up/channels", "bad-cadence", ""},
		"cadence that takes too long":  {with(func(p *Promise) { p.Do, p.Attempts, p.Apart = "", 6, 5*lead.Hour }), "/follow up", "cannot-be-kept", ""},
		"cadence ended by nothing":     {with(func(p *Promise) { p.Do, p.Attempts, p.Ends = "", 6, "reachd" }), "/follow up/ends", "unknown-evidence", "reached"},
		"pause without end":            {with(func(p *Promise) { p.Pause = []string{"hold_on"} }), "/follow up", "no-resume", ""},
		"end without pause":            {with(func(p *Promise) { p.Resume = []string{"hold_on"} }), "/follow up", "no-pause", ""},
		"pause that is its own end":    {with(func(p *Promise) { p.Pause, p.Resume = []string{"hold_on"}, []string{"hold_on"} }), "/follow up/resume", "pause-and-resume", ""},
		"unknown cancel":               {with(func(p *Promise) { p.Cancel = []string{"lots"} }), "/follow up/cancel", "unknown-kind-of-event", "lost"},
		"period's field in a lead's":   {with(func(p *Promise) { p.Deliver = text[Volume]("120 mql") }), "/follow up/deliver", "strange-field", ""},
		"lead's field in a period's":   {each(func(p *Promise) { p.Do = "email" }), "/volume/do", "strange-field", ""},
		"unknown stage":                {each(func(p *Promise) { p.Deliver.Stage = "mqll" }), "/volume/deliver", "unknown-stage", "mql"},
		"unknown score":                {each(func(p *Promise) { p.OfWhich = []Portion{text[Portion]("60% totl >= 70")} }), "/volume/of_which/0", "unknown-score", "total"},
		"unknown type":                 {each(func(p *Promise) { p.OfWhich = []Portion{text[Portion]("60% type consumable")} }), "/volume/of_which/0", "unknown-lead-type", "consumables"},
		"share of more than all":       {each(func(p *Promise) { p.OfWhich = []Portion{{Share: 120, What: WhatAccepted}} }), "/volume/of_which/0", "bad-share", ""},
		"period that is none":          {each(func(p *Promise) { p.Every = Every{Unit: "moon", N: 1} }), "/volume/every", "malformed-period", ""},
		"leads and meetings":           {each(func(p *Promise) { p.About = []string{"broken promises"} }), "/volume", "two-families", ""},
		"a period and nothing":         {each(func(p *Promise) { p.Deliver = Volume{} }), "/volume", "nothing-promised", ""},
	} {
		_, err := Compile(Agreement{Promises: []Promise{c.p}}, newSchema(t), calendars())
		var list diag.List
		require.ErrorAs(t, err, &list, name)
		require.Len(t, list, 1, "%s: %v", name, err)
		assert.Equal(t, [3]string{c.path, c.code, c.near}, [3]string{list[0].Place.Path, list[0].Code, list[0].Near}, "%s: %v", name, err)
	}
}

func TestAllFindingsComeAtOnceAndAConditionOnSeveralKindsIsFaultedOnce(t *testing.T) {
	p := followUp()
	p.From, p.When = []string{lead.HandedOver, lead.Accepted}, "lead.industri == 1"
	q := followUp()
	q.Do = "emial then (phone or sma)"
	r := followUp()
	r.Name, r.Do = "third", "accepted and phone and x"
	_, err := Compile(Agreement{Promises: []Promise{p, q, r}}, newSchema(t), calendars())
	var list diag.List
	require.ErrorAs(t, err, &list)
	var got []string
	for _, f := range list {
		got = append(got, f.Place.Path+" "+f.Code)
	}
	assert.Equal(t, []string{"/follow up name-taken", "/follow up/do unknown-evidence", "/follow up/do unknown-evidence", "/follow up/when unknown-name",
		"/third/do unknown-evidence"}, got)
	assert.Equal(t, diag.Place{Path: "/follow up/do", From: 0, To: 5}, list[1].Place)
	assert.Equal(t, diag.Place{Path: "/follow up/do", From: 21, To: 24}, list[2].Place)
}

func TestACalendarIsAskedForOnlyWhereItIsNeeded(t *testing.T) {
	_, err := Compile(Agreement{Promises: []Promise{followUp()}}, newSchema(t), nil)
	require.NoError(t, err)
	p := followUp()
	p.Within = term("8 working hours")
	_, err = Compile(Agreement{Promises: []Promise{p}}, newSchema(t), nil)
	require.ErrorContains(t, err, `unknown calendar "default"`)
}

func TestAKindNamedLikeAChannelIsAmbiguous(t *testing.T) {
	s, err := lead.NewSchema(lead.Vocabulary{Events: []lead.Kind{{Name: "phone"}}}, "")
	require.NoError(t, err)
	_, err = Compile(Agreement{Promises: []Promise{followUp()}}, s, nil)
	require.ErrorContains(t, err, `"phone" is a kind of event and also a word for a contact`)
}

func TestExamplesOfDeadlines(t *testing.T) {
	hot := followUp()
	hot.Name, hot.Within, hot.Terms = "call", term("1 working day"), []Case{{When: `temperature == "hot"`, Within: term("30 minutes")}}
	d := newDesk(t, followUp(), hot, Promise{Name: "volume", By: Marketing, Every: text[Every]("month"), Deliver: text[Volume]("120 mql"), OfWhich: []Portion{text[Portion]("90% accepted")}},
		Promise{Name: "meet", By: Both, Every: text[Every]("2 weeks"), About: []string{"broken promises"}},
		Promise{Name: "half day", By: Sales, From: []string{lead.HandedOver}, Do: "phone", Within: term("4 working hours")})
	for name, want := range map[string]string{
		"follow up": "handed over Friday 16:00, due Saturday 16:00",
		"call":      `if temperature == "hot": handed over Friday 16:00, due Friday 16:30; else: handed over Friday 16:00, due Monday 16:00`,
		"half day":  "handed over Friday 16:00, due Monday 11:00",
		"volume":    "120 mql handed over from 1 November 2026 to 30 November 2026, 90% accepted",
		"meet":      "a meeting between 26 October 2026 and 8 November 2026",
		"other":     "",
	} {
		assert.Equal(t, want, d.terms.Example(name))
	}
}

func TestSmallGrammars(t *testing.T) {
	for _, s := range []string{"remind at 50%", "tell manager at 100%", "tell the head of sales at 150%", "reassign at 100%", "return to marketing at 1000%"} {
		assert.Equal(t, s, text[Step](s).String())
	}
	for in, out := range map[string]string{"month": "month", "1 month": "month", "2 weeks": "2 weeks", "quarter": "quarter", "3 months": "quarter", "2 quarters": "6 months", "year": "year", "10 days": "10 days"} {
		assert.Equal(t, out, text[Every](in).String())
		assert.Equal(t, text[Every](in), text[Every](out))
	}
	assert.Equal(t, Volume{120, "mql"}, text[Volume]("120 mql"))
	assert.Equal(t, Volume{120, ""}, text[Volume]("120 leads"))
	for _, s := range []string{"90% accepted", "60% total >= 70", "60% fit >= -2.5", "95% completeness >= 75%", "30% type consumables", "20% temperature hot", "10% quality A"} {
		assert.Equal(t, s, text[Portion](s).String())
	}
	for _, bad := range []string{"", "remind", "remind at", "remind at 0%", "remind at 1001%", "at 50%", "tell at 50%", "shout at 50%", "remind at fifty", "remind at -5%"} {
		var s Step
		assert.Error(t, s.UnmarshalText([]byte(bad)), bad)
	}
	for _, bad := range []string{"", "moon", "0 weeks", "-1 weeks", "two weeks", "121 days", "1 2 weeks", "week month"} {
		var e Every
		assert.Error(t, e.UnmarshalText([]byte(bad)), bad)
	}
	for _, bad := range []string{"", "120", "mql", "0 mql", "-5 mql", "120 mql sal", "9999999999 mql"} {
		var v Volume
		assert.Error(t, v.UnmarshalText([]byte(bad)), bad)
	}
	for _, bad := range []string{"", "accepted", "101% accepted", "90% accepted now", "90% total", "90% total > 70", "90% total >= 70%", "90% completeness >= 75", "30% type", "30% type a b"} {
		var p Portion
		assert.Error(t, p.UnmarshalText([]byte(bad)), bad)
	}
}

func TestTheSpecSurvivesJSON(t *testing.T) {
	p := answer("24h")
	p.Terms = []Case{{When: `temperature == "hot"`, Within: term("30m")}}
	for _, p := range []Promise{p, cadenceOf(6, 2, 4*lead.Hour, "10 working days"), {Name: "volume", By: Marketing, Every: text[Every]("month"), Deliver: text[Volume]("120 mql"),
		OfWhich: []Portion{text[Portion]("90% accepted"), text[Portion]("60% total >= 70")}}} {
		var back Promise
		decode(t, encoded(t, p), &back)
		assert.Equal(t, p, back)
	}
	h := hot()
	h.Credit, h.OnNewOwner = Credit{Each: text[Amount]("50 EUR"), AtMost: text[Amount]("500 EUR")}, KeepClock
	a := Agreement{Promises: []Promise{h}, ContactRules: france()}
	var back Agreement
	decode(t, encoded(t, a), &back)
	assert.Equal(t, a, back)
}
