package leadkit

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

// Four leads of ten, in a month of which the agreement covers half: one is accepted, one is bought, three are left without an answer.
func TestWhatAPeriodOwes(t *testing.T) {
	e, err := Load(File{Name: "c.yaml", Data: []byte(`
currency: EUR
calendars: {default: {zone: Europe/Paris, open: {mon-fri: ["09:00-18:00"]}}}
moves:
  hand:     {from: [inquiry, nurturing], to: mql, upon: quote_requested}
  accepted: {from: mql, to: sal, upon: accepted}
  recalled: {from: [mql, sal], to: nurturing, upon: recalled}
  won:      {from: [mql, sal], to: customer, upon: won}
promises:
  volume: {by: marketing, every: month, deliver: 10 mql, of_which: [50% accepted], credit: {each_missing: 1 lead, at_most: 3 leads}}
  answer: {by: sales, from: handed_over, do: accepted or rejected, within: 4 working hours, credit: {each: 50 EUR, at_most: 100 EUR}, cancel: erased}
  meet:   {by: both, every: 2 weeks, about: [broken promises, untouched 5 working days]}
`)})
	require.NoError(t, err)
	var book Book
	var records []*Record
	at := time.Date(2026, time.March, 20, 9, 0, 0, 0, time.UTC)
	later := at.AddDate(0, 0, 20)
	for i := range 4 {
		r, position := &Record{}, int64(0)
		records = append(records, r)
		post := func(effects []Effect, err error) {
			require.NoError(t, err)
			position++
			require.NoError(t, e.Post(&book, fmt.Sprint("L", i), position, effects))
		}
		tell := func(kind string) {
			post(e.Apply(r, lead.Event{ID: kind, Lead: fmt.Sprint("L", i), Kind: kind, Time: at, By: "Mia"}, at))
		}
		tell(lead.Created)
		tell(lead.QuoteRequested)
		switch i {
		case 0:
			tell(lead.Accepted)
		case 1:
			tell(lead.Won)
		}
		post(e.Advance(r, later))
	}
	signed := time.Date(2026, time.March, 16, 12, 0, 0, 0, time.UTC)
	month := e.Periods(&book, signed, later)[2]
	assert.Equal(t, [5]any{"volume", int64(5), int64(4), int64(1), false}, [5]any{month.Promise, month.Promised, month.Delivered, month.Accepted, month.Kept}, "10 for a month, 5 for half of it")
	var credits []string
	for _, c := range e.Credits(&book, signed, later) {
		credits = append(credits, fmt.Sprint(c.Promise, ": ", c.Breaches, " breaches, ", c.Missing, " missing, ", c.Amount, " ", c.Capped))
	}
	assert.Equal(t, []string{"answer: 3 breaches, 0 missing, 100.00 EUR true", "volume: 1 breaches, 1 missing, 1 lead false"}, credits)
	var agenda []string
	for _, item := range e.Agenda("meet", records, signed, later) {
		agenda = append(agenda, item.Point+": "+item.Lead)
	}
	assert.Equal(t, []string{"broken promises: L1", "broken promises: L2", "broken promises: L3",
		"untouched 5 working days: L0", "untouched 5 working days: L2", "untouched 5 working days: L3"}, agenda, "who bought is not untouched, and nobody need own a lead")
}
