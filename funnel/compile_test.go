package funnel

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

func TestEveryMistakeIsReportedAtItsPlace(t *testing.T) {
	schema, _ := newSchema(t, lead.Vocabulary{}, lead.Lifecycle{})
	_, err := Compile(Definition{
		Zone: "Europe/Pari",
		Steps: []Step{{Name: "inquiry"}, {Name: "inquiry"}, {Name: "mqll"}, {}, {Name: "asked", Upon: []string{"quote_requestd"}},
			{Name: "demo", Upon: []string{lead.MeetingHeld, lead.MeetingBooked}, When: `event.purpos == "demo"`, Amount: `event.kind`},
			{Name: "two", Stage: []string{"sql", "oportunity"}, When: "lead.employees >"}},
		Won: []string{"customer", "custommer"}, Lost: []string{"lost", "customer"},
		Probability: []Chance{{"sql", 1.5}, {"sql", 0.2}, {"customer", 0.5}, {"nowhere", 0.1}}, Smoothing: -1,
	}, schema)
	var found diag.List
	require.ErrorAs(t, err, &found)
	var places []string
	for _, f := range found {
		places = append(places, f.Place.Path+" "+f.Code)
	}
	for _, want := range []string{"/zone unknown-zone", "/steps/inquiry name-taken", "/steps/mqll unknown-stage", "/steps no-name", "/won unknown-stage",
		"/steps/asked/upon unknown-kind-of-event", "/steps/two/stage unknown-stage", "/lost won-and-lost", "/probability/sql bad-share",
		"/probability/sql name-taken", "/probability/customer already-decided", "/probability/nowhere unknown-stage", "/smoothing bad-weight"} {
		assert.Contains(t, places, want)
	}
	for _, path := range []string{"/steps/demo/when", "/steps/demo/amount", "/steps/two/when"} {
		n := slices.IndexFunc(found, func(f diag.Finding) bool { return f.Place.Path == path })
		assert.GreaterOrEqual(t, n, 0, path)
	}
	assert.Len(t, slices.Compact(slices.Clone(places)), len(places), "a mistake that concerns two kinds is said once")
	near := found[slices.IndexFunc(found, func(f diag.Finding) bool { return f.Place.Path == "/steps/mqll" })]
	assert.Equal(t, "mql", near.Near)
	assert.Equal(t, `unknown stage "mqll"`, near.Summary)
}

func TestTheZeroDefinitionCountsTheDefaultLifecycle(t *testing.T) {
	w := newWorld(t, Definition{})
	assert.Equal(t, []string{"inquiry", "mql", "sal", "sql", "opportunity", "customer"}, w.funnel.Steps())
	assert.Equal(t, "customer", w.funnel.Sale())
	assert.Equal(t, []string{"sal", ""}, []string{w.funnel.StepOf("sal"), w.funnel.StepOf("nurturing")})
	spec := w.funnel.Spec()
	assert.Equal(t, []string{"customer", "lost", "disqualified"}, append(slices.Clone(spec.Won), spec.Lost...))
}

// A lifecycle of other stages keeps the defaults that it has, and one that has none must say what to count.
func TestDefaultsAreThoseThatTheLifecycleHas(t *testing.T) {
	loans := lead.Lifecycle{Stages: []lead.Stage{{Name: "submitted", Owner: "sales"}, {Name: "approved", Owner: "sales", Final: true}},
		Entries: []lead.Entry{{Name: "in", To: "submitted"}}, Moves: []lead.Move{{Name: "ok", From: []string{"submitted"}, To: "approved", Upon: []string{lead.Won}}},
		Exits: []lead.Exit{{Name: "lost", From: []string{"submitted"}, Reasons: []lead.Reason{{Name: "no", To: "approved"}}}}}
	schema, _ := newSchema(t, lead.Vocabulary{}, loans)
	_, err := Compile(Definition{}, schema)
	assert.ErrorContains(t, err, "the lifecycle has none of the default steps")

	c, err := Compile(Definition{Steps: []Step{{Name: "submitted"}, {Name: "approved"}}}, schema)
	require.NoError(t, err)
	assert.Equal(t, "approved", c.Sale(), "without a stage of Won the last step is the sale")
	assert.Empty(t, c.Spec().Lost)
}

func TestShortForms(t *testing.T) {
	var s Step
	require.NoError(t, s.UnmarshalText([]byte(" sal ")))
	assert.Equal(t, Step{Stage: []string{"sal"}}, s)
	require.NoError(t, s.UnmarshalText(nil))
	assert.Equal(t, Step{}, s)
	var c Chance
	require.NoError(t, c.UnmarshalText([]byte("40%")))
	assert.Equal(t, Share(0.4), c.P)
}
