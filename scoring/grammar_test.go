package scoring_test

import (
	"encoding"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
