package scoring_test

import (
	"encoding"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

func TestGrammars(t *testing.T) {
	type scalar interface {
		encoding.TextMarshaler
	}
	read := func(into encoding.TextUnmarshaler, text string) error { return into.UnmarshalText([]byte(text)) }
	for text, into := range map[string]encoding.TextUnmarshaler{"none": new(scoring.Decay), "half-life 14d": new(scoring.Decay), "": new(scoring.Decay), "-2.5": new(scoring.Level), "0": new(scoring.Level),
		"3 per day": new(scoring.Rate), "1 per week": new(scoring.Rate), "2 per month": new(scoring.Rate), "3 within 1d12h": new(scoring.Rate),
		"30d of silence": new(scoring.Silence), "every 30d": new(scoring.Interval)} {
		require.NoError(t, read(into, text), text)
		back, err := into.(scalar).MarshalText()
		require.NoError(t, err)
		assert.Equal(t, text, string(back))
	}
	for text, into := range map[string]encoding.TextUnmarshaler{"half-life": new(scoring.Decay), "linear": new(scoring.Decay), "half-life x": new(scoring.Decay), "NaN": new(scoring.Level), "much": new(scoring.Level),
		"3 per hour": new(scoring.Rate), "x per day": new(scoring.Rate), "3 within": new(scoring.Rate), "3 within x": new(scoring.Rate), "often": new(scoring.Rate),
		"30d": new(scoring.Silence), "x of silence": new(scoring.Silence), "30d ": new(scoring.Interval), "every x": new(scoring.Interval)} {
		assert.Error(t, read(into, text), text)
	}
}

// Law 8: a model survives JSON, also where it has what can be written shortly, and its short forms are read there, too.
func TestAModelSurvivesJSON(t *testing.T) {
	m := scoring.Model{Total: "fit + interest", Zone: "Europe/Paris",
		Scores: []scoring.Score{
			{Name: "fit", For: scoring.Scope{Market: []string{"B2B"}, When: "lead.visits > 3"}, Rules: []scoring.Rule{{Name: "busy", When: "lead.visits > 3", Points: lead.Point}}},
			{Name: "interest", Decay: decay("20% off every 7d"), Min: scoring.At(0), Groups: []scoring.Group{{Name: "web", Max: scoring.At(3)}}, Rules: []scoring.Rule{
				{Name: "opened", Each: []string{"email_opened"}, Points: 5, AtMost: []scoring.Rate{{Times: 2, Per: scoring.Daily}}, Diminishing: diminishing("50% within 7d"), Group: "web"},
				{Name: "silent", After: scoring.Silence(lead.Day), Points: -5, Again: scoring.Interval(lead.Day), Times: 2, DownTo: scoring.At(-3)}}}},
		Temperature: scoring.Temperature{Bands: []scoring.Band{{Name: "hot", From: 7}}, Else: "cold"},
		Company:     scoring.Account{Interest: "interest", Group: []scoring.Role{{Name: "decides", When: "lead.visits > 1"}}}}
	data, err := json.Marshal(m)
	require.NoError(t, err)
	var read scoring.Model
	require.NoError(t, json.Unmarshal(data, &read))
	assert.Equal(t, m, read)
	var short scoring.Score
	require.NoError(t, json.Unmarshal([]byte(`{"for": "lead.visits > 3"}`), &short))
	assert.Equal(t, "lead.visits > 3", short.For.When)
	var role scoring.Role
	require.NoError(t, json.Unmarshal([]byte(`"lead.visits > 1"`), &role))
	assert.Equal(t, scoring.Role{When: "lead.visits > 1"}, role)
	assert.Error(t, role.UnmarshalJSON(nil))
	assert.Error(t, json.Unmarshal([]byte(`7`), &role))
}
