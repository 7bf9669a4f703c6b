package sla

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

func TestSpeedToLeadIsMeasuredWithoutAPromise(t *testing.T) {
	d := &desk{t: t, s: newSchema(t)}
	var err error
	d.terms, err = Compile(Agreement{SpeedFrom: []string{lead.QuoteRequested}, Promises: []Promise{followUp()}}, d.s, calendars())
	require.NoError(t, err)
	d.facts = d.s.NewFacts()
	d.see(nil)
	d.event(lead.QuoteRequested, "2026-11-06 17:30") // on a Friday; the office closes at 18:00
	d.event(lead.HandedOver, "2026-11-06 17:33")
	d.event(lead.Accepted, "2026-11-06 17:50")
	d.contact("2026-11-09 09:10", "phone", "no_answer")
	assert.Len(t, d.terms.At(&d.st, d.now), 1, "a measure is no promise")
	d.until(instant("2026-11-20 00:00"))
	var r Report
	for i := range d.all {
		r.Add(d.terms, &d.all[i])
	}
	at := instant("2026-11-20 00:00")
	band := func(name string) (Bands, Bands) {
		x := r.Responses(d.terms, Which{Promise: name}, at)
		return x.Bands, x.WorkingBands
	}
	elapsed, working := band(SpeedToLead)
	assert.Equal(t, [2]Bands{{Later: 1}, {Hour: 1}}, [2]Bands{elapsed, working})
	elapsed, _ = band(TimeToHandOver)
	assert.Equal(t, Bands{FiveMinutes: 1}, elapsed)
	elapsed, _ = band(TimeToAccept)
	assert.Equal(t, Bands{HalfHour: 1}, elapsed)
	elapsed, _ = band(TimeToConversation)
	assert.Equal(t, Bands{Waiting: 1}, elapsed)
	s := r.Tally(Which{})
	assert.Equal(t, [3]int64{1, 0, 1}, [3]int64{s.Started, s.Kept, s.Broken}, "only the promise is counted among promises")
	assert.EqualValues(t, 1, r.Tally(Which{Promise: SpeedToLead}).Kept)
}

func TestAMeasuresNameIsTaken(t *testing.T) {
	p := followUp()
	p.Name = SpeedToLead
	_, err := Compile(Agreement{SpeedFrom: []string{lead.QuoteRequested}, Promises: []Promise{p}}, newSchema(t), calendars())
	require.ErrorContains(t, err, "made twice")
	_, err = Compile(Agreement{SpeedFrom: []string{"quote_requestd"}}, newSchema(t), calendars())
	require.ErrorContains(t, err, "quote_requestd")
}
