package lead_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

func TestWhatConditionsCouldBe(t *testing.T) {
	s, err := lead.NewSchema(lead.Vocabulary{}, "EUR")
	require.NoError(t, err)
	require.True(t, s.DeclareTemperature([]string{"hot", "cold"}))
	assert.Equal(t, []string{"hot", "cold"}, s.Temperatures())
	for _, c := range []struct {
		src                string
		hot, france, small bool
	}{
		{`temperature == "hot"`, true, true, true},
		{`temperature != "hot" and lead.country in ["FR", "BE"]`, false, true, true},
		{`lead.country == "BE" or lead.potential > 100`, true, true, true},
		{`lead.country == "BE"`, true, false, true},
		{`lead.country startsWith "F" and lead.potential <= 100 and not (temperature == "hot")`, false, true, true},
		{`lead.potential > 100 and lead.employees > 3`, true, true, false},
	} {
		var found diag.List
		cond := s.LeadCondition(&found, "", c.src)
		require.NoError(t, found.Err())
		assert.Equal(t, c.hot, s.CouldText(cond, "temperature", "hot"), c.src)
		assert.Equal(t, c.france, s.CouldText(cond, "lead.country", "FR"), c.src)
		assert.Equal(t, c.small, s.CouldNumber(cond, "lead.potential", 0, 100), c.src)
	}
	assert.True(t, s.CouldText(nil, "temperature", "hot"), "no condition is always true")
}
