package lead

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMonths(t *testing.T) {
	assert.Equal(t, "2011-10", MonthOf(2011, 10).String())
	for _, text := range []string{"1970-01", "2011-10", "9999-12"} {
		var m Month
		require.NoError(t, m.UnmarshalText([]byte(text)))
		assert.Equal(t, text, m.String())
		assert.True(t, m.Valid())
	}
	assert.False(t, (LastMonth + 1).Valid())
	for _, bad := range []string{"2011", "2011-13", "2011-00", "2011/10", "2011-1", "-011-10", "2011-+1"} {
		var m Month
		assert.Error(t, m.UnmarshalText([]byte(bad)), bad)
	}
}
