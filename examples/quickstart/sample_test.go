package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
)

// A sales director who reads the quickstart has to find its figures plausible: these bounds are those of the trade, not of the generator.
func TestTheSampleIsPlausible(t *testing.T) {
	r := report(t, "")
	s := r.Summary
	reached := map[string]float64{}
	for _, step := range s.Steps {
		reached[step.Step] = float64(step.Leads)
	}
	within := func(low, high, got float64, what string) {
		assert.GreaterOrEqual(t, got, low, what)
		assert.LessOrEqual(t, got, high, what)
	}
	within(0.30, 0.45, reached["mql"]/float64(s.Leads), "leads that become mql")
	within(0.70, 0.85, reached["sal"]/reached["mql"], "mql that sales accepts")
	within(0.08, 0.15, reached["customer"]/reached["mql"], "mql that become customers")
	for _, side := range s.Sides {
		within(0.50, 0.85, float64(side.Kept)/float64(side.Kept+side.Late+side.Broken), "promises kept by "+side.By)
	}
	within(0.02, 0.15, float64(r.Log.Automatic)/float64(r.Log.Events), "automatic events")
	assert.Positive(t, r.Log.Twice)
	assert.Positive(t, r.Log.Late)
	exits := map[string]bool{}
	for _, line := range s.Exits {
		exits[line.Exit] = true
	}
	for _, exit := range []string{lead.Rejected, lead.Recycled, lead.Disqualified, lead.Lost} {
		assert.True(t, exits[exit], exit)
	}
}

// Most of a real log has no effect: benchmarks fold this one.
func TestMostOfTheSampleHasNoEffect(t *testing.T) {
	w, err := whole()
	require.NoError(t, err)
	events, effects := len(w.log.entries), 0
	for _, list := range w.effects {
		effects += len(list)
	}
	assert.GreaterOrEqual(t, events, 18_000)
	assert.LessOrEqual(t, events, 100_000)
	assert.LessOrEqual(t, float64(effects)/float64(events), 0.25)
}

func TestTheSampleHasEveryKindOfEffect(t *testing.T) {
	w, err := whole()
	require.NoError(t, err)
	had := map[leadkit.EffectKind]bool{}
	for _, list := range w.effects {
		for _, f := range list {
			had[f.Kind] = true
		}
	}
	for _, kind := range []leadkit.EffectKind{leadkit.StageChanged, leadkit.HandedOver, leadkit.Returned, leadkit.Warmed, leadkit.RouteAsked, leadkit.Assigned,
		leadkit.Released, leadkit.Answered, leadkit.ContentDue, leadkit.Nurtured, leadkit.Promised, leadkit.Escalated, leadkit.Broken, leadkit.Corrected,
		leadkit.Billed, leadkit.Credited, leadkit.Listed, leadkit.Refused, leadkit.Noted} {
		assert.True(t, had[kind], "no lead has lived through %q", kind)
	}
}
