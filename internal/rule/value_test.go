package rule

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestListRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfN(rapid.StringMatching(`[ab\x1e ]{0,3}`), 0, 4).Draw(t, "items")
		item := rapid.StringMatching(`[ab\x1f]{0,3}`).Draw(t, "item")
		list := ListOf(items)
		require.Equal(t, len(items), len(ListItems(list)))
		require.True(t, slices.Equal(items, ListItems(list)))
		require.Equal(t, slices.Contains(items, item), has(list.Text, item), "%q in %q", item, items)
	})
	assert.Nil(t, ListItems(Value{Type: Text, Text: "\x1fa\x1f"}))
	assert.Nil(t, ListItems(Value{Type: List}))
	assert.False(t, has("", ""))
}

func TestValueJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := Value{}
		if typ := Type(rapid.IntRange(0, int(List)).Draw(t, "type")); typ != Missing {
			v = drawValue(t, Name{Name: "v", Type: typ})
		}
		data, err := json.Marshal(v)
		require.NoError(t, err)
		var back Value
		require.NoError(t, json.Unmarshal(data, &back))
		require.Equal(t, v, back, string(data))
	})
	var v Value
	assert.Error(t, json.Unmarshal([]byte(`["a\u001fb"]`), &v))
	assert.Error(t, json.Unmarshal([]byte(`{"t": 1, "d": 2}`), &v))
	assert.Error(t, json.Unmarshal([]byte(`[1]`), &v))
}

func TestSpanRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ms := rapid.Int64Range(0, maxSpan).Draw(t, "ms")
		back, ok := ParseSpan(FormatSpan(ms))
		require.True(t, ok, FormatSpan(ms))
		require.Equal(t, ms, back)
	})
}

func TestParseSpan(t *testing.T) {
	for text, want := range map[string]int64{"14d": 14 * 86_400_000, "1d12h": 129_600_000, "1w": 604_800_000, "250ms": 250, "1m1s1ms": 61_001, "90m": 5_400_000, "0s": 0,
		"365000d": maxSpan} {
		ms, ok := ParseSpan(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, ms, text)
	}
	for _, text := range []string{"", "d", "14", "14 d", " 14d", "-1d", "+1d", "1.5d", "14D", "1y", "1dd", "1d2", "365001d", "99999999999999999999d", "9223372036854775807ms",
		"365000d365000d", "1dm"} {
		_, ok := ParseSpan(text)
		assert.False(t, ok, text)
	}
}
