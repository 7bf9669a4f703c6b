package sla_test

import (
	"fmt"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla"
	"github.com/leadkit/leadkit/sla/calendar"
)

// The sentence as the two teams signed it: sales follows up by email and by phone within 24 hours of the transmission.
func Example() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	agreement := sla.Agreement{Promises: []sla.Promise{{
		Name:   "follow up",
		By:     sla.Sales,
		From:   []string{lead.HandedOver},
		Do:     "email and phone",
		Within: calendar.Elapsed(24 * time.Hour),
		Then:   []sla.Step{{Do: sla.RemindAct, At: 50}, {Do: "tell manager", At: 100}},
	}}}
	terms, err := sla.Compile(agreement, schema, nil)
	if err != nil {
		fmt.Println(err)
		return
	}

	var promises sla.State
	var changes []sla.Change
	var event lead.Bound
	facts := schema.NewFacts()
	friday := lead.At(time.Date(2026, time.November, 6, 16, 0, 0, 0, time.UTC))

	schema.Make(&event, lead.HandedOver, friday)
	changes = terms.Apply(&promises, &event, facts, friday, changes)
	written := friday.Add(30 * lead.Minute)
	schema.Make(&event, lead.Contacted, written, lead.TextProp("channel", "email"))
	changes = terms.Apply(&promises, &event, facts, written, changes)

	for due := terms.Due(&promises, written); due != 0; due = terms.Due(&promises, due) {
		changes = terms.Advance(&promises, facts, due, changes)
	}
	for _, c := range changes {
		fmt.Println(c.At, c.String())
	}
	// Output:
	// 2026-11-06T16:00:00.000Z follow up: started, missing: email and phone
	// 2026-11-07T04:00:00.000Z follow up: remind at 50%, missing: phone
	// 2026-11-07T16:00:00.001Z follow up: broken, missing: phone
	// 2026-11-07T16:00:00.001Z follow up: tell manager at 100%, missing: phone
}

// The compiler answers with an example of each deadline.
func ExampleTerms_Example() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	office, _ := calendar.Compile(calendar.Calendar{Zone: "Europe/Paris", Open: calendar.Week{{Days: "mon-fri", Spans: []string{"09:00-18:00"}}}})
	terms, err := sla.Compile(sla.Agreement{Promises: []sla.Promise{
		{Name: "follow up", By: sla.Sales, From: []string{lead.HandedOver}, Do: "email and phone", Within: calendar.Elapsed(24 * time.Hour)},
		{Name: "accept or reject", By: sla.Sales, From: []string{lead.HandedOver}, Do: "accepted or rejected", Within: calendar.Working(4 * time.Hour)},
		{Name: "volume", By: sla.Marketing, Every: sla.Every{N: 1, Unit: sla.UnitMonth}, Deliver: sla.Volume{Count: 120}, OfWhich: []sla.Portion{{Share: 90, What: sla.WhatAccepted}}},
	}}, schema, map[string]*calendar.Hours{"default": office})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range terms.Promises() {
		fmt.Printf("%s: %s\n", p.Name, terms.Example(p.Name))
	}
	// Output:
	// accept or reject: handed over Friday 16:00, due Monday 11:00
	// follow up: handed over Friday 16:00, due Saturday 16:00
	// volume: 120 leads handed over from 1 November 2026 to 30 November 2026, 90% accepted
}

// How a promise stands, in words for the person who owes it.
func ExampleTerms_At() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	terms, _ := sla.Compile(sla.Agreement{Promises: []sla.Promise{
		{Name: "reach", By: sla.Sales, From: []string{lead.Accepted}, Attempts: 6, Channels: 2, Apart: 4 * lead.Hour, Within: calendar.Elapsed(240 * time.Hour)},
	}}, schema, nil)
	var promises sla.State
	var event lead.Bound
	facts := schema.NewFacts()
	at := lead.At(time.Date(2026, time.November, 6, 16, 0, 0, 0, time.UTC))
	schema.Make(&event, lead.Accepted, at)
	terms.Apply(&promises, &event, facts, at, nil)
	at = at.Add(lead.Day)
	schema.Make(&event, lead.Contacted, at, lead.TextProp("channel", "phone"), lead.TextProp("outcome", "no_answer"))
	terms.Apply(&promises, &event, facts, at, nil)
	fmt.Println(terms.At(&promises, at)[0].Words)
	// Output:
	// reach: pending, due Monday 16 November 16:00, 10% used, missing 5 attempts and 1 more channel, or reached
}

// The sales director's figures.
func ExampleReport() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	terms, _ := sla.Compile(sla.Agreement{Promises: []sla.Promise{
		{Name: "call", By: sla.Sales, From: []string{lead.HandedOver}, Do: "phone", Within: calendar.Elapsed(24 * time.Hour)},
	}}, schema, nil)
	var report sla.Report
	facts := schema.NewFacts()
	for _, took := range []lead.Span{10 * lead.Minute, 2 * lead.Hour, 30 * lead.Hour, 0} {
		var promises sla.State
		var event lead.Bound
		at := lead.At(time.Date(2026, time.November, 6, 16, 0, 0, 0, time.UTC))
		schema.Make(&event, lead.HandedOver, at)
		changes := terms.Apply(&promises, &event, facts, at, nil)
		if took > 0 {
			changes = terms.Advance(&promises, facts, at.Add(took), changes)
			schema.Make(&event, lead.Contacted, at.Add(took), lead.TextProp("channel", "phone"))
			changes = terms.Apply(&promises, &event, facts, at.Add(took), changes)
		}
		for i := range changes {
			report.Add(terms, &changes[i])
		}
	}
	all := report.Tally(sla.Which{Promise: "call"})
	slow, _ := all.Elapsed.Percentile(90)
	fmt.Printf("%d calls owed: %d in time, %d late, %d open\n", all.Started, all.Kept, all.Late, all.Open)
	fmt.Printf("%d within an hour, nine in ten within %s\n", all.Elapsed.Within(lead.Hour), slow)
	// Output:
	// 4 calls owed: 2 in time, 1 late, 1 open
	// 1 within an hour, nine in ten within 1d6h
}

// Calls to consumers in France, as dated data: what is not permitted is dropped from the promise, and named.
func ExampleContactRule() {
	schema, _ := lead.NewSchema(lead.Vocabulary{}, "EUR")
	consumers := `lead.country == "FR" and lead.market == "B2C"`
	terms, err := sla.Compile(sla.Agreement{
		Promises: []sla.Promise{{Name: "follow up", By: sla.Sales, From: []string{lead.HandedOver}, Do: "email and phone", Within: calendar.Elapsed(24 * time.Hour)}},
		ContactRules: []sla.ContactRule{
			{Name: "opt-in", When: consumers, Channels: []string{"phone"}, Since: calendar.Date{Year: 2026, Month: time.August, Day: 11}, Basis: "marketing"},
		},
	}, schema, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var person lead.State
	var event lead.Bound
	facts := schema.NewFacts()
	for _, day := range []int{10, 11} {
		at := lead.At(time.Date(2026, time.August, day, 12, 0, 0, 0, time.UTC))
		schema.Make(&event, lead.ProfileUpdated, at, lead.TextProp("country", "FR"), lead.TextProp("market", "B2C"))
		schema.Apply(&person, &event)
		schema.Make(&event, lead.HandedOver, at)
		facts.See(&person)
		facts.Hear(&event)
		facts.At(at)
		for _, c := range terms.Apply(new(sla.State), &event, facts, at, nil) {
			fmt.Println(at, c.String())
		}
	}
	// Output:
	// 2026-08-10T12:00:00.000Z follow up: started, missing: email and phone
	// 2026-08-11T12:00:00.000Z follow up: started, without phone (no basis on record), missing: email
}
