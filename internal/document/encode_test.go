package document_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/internal/document"
)

func TestEncodeOmitsZeroes(t *testing.T) {
	assert.Equal(t, "{}\n", text(t, &garden{}))
	assert.Equal(t, "beds:\n  north: {}\n", text(t, &garden{Beds: []bed{{Name: "north"}}}))
	assert.Equal(t, "rate: 3 per day\n", text(t, &garden{Rate: rate{3, "day"}}))
}

// Whatever a struct holds comes back from YAML and from JSON, be it a text that YAML takes for something else.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := genGarden(t)
		for _, write := range []func(any) ([]byte, error){document.YAML, document.JSON} {
			data, err := write(&g)
			require.NoError(t, err)
			back, found := read(string(data))
			require.Empty(t, found, string(data))
			require.Equal(t, g, back, string(data))
		}
	})
}

func genGarden(t *rapid.T) garden {
	word := rapid.OneOf(rapid.SampledFrom([]string{"yes", "No", "on", "null", "~", "010", "1e3", "16:30", "0x1f", "-", "a: b", "#x", "*x", "&x", "!x", "[", "{", "2026-01-02", "é 日\U0001f600",
		"'", `"`, `\`, " x ", "a\nb", "a\n\n b\n", "\n", "...", "---", "<<", "=", "%", "@x", "`x", "true", ".inf", "\t", "a\tb", "1_0", "+1", "a #b", "|", ">", "? x"}), rapid.StringMatching(`[ -~é]{1,12}`))
	name := rapid.OneOf(rapid.SampledFrom([]string{"on", "no", "a/b", "~", "1", "null", "x: y", "y"}), rapid.StringMatching(`[a-z][a-z ']{0,10}[a-z]`))
	var beds []bed
	for _, n := range rapid.SliceOfNDistinct(name, 0, 3, rapid.ID).Draw(t, "beds") {
		b := bed{Name: n, Soil: rapid.OneOf(rapid.Just(""), word).Draw(t, "soil")}
		for _, p := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"rose", "no", "lily of the valley"}), 0, 2, rapid.ID).Draw(t, "plants") {
			b.Plants = append(b.Plants, plant{Name: p, Number: rapid.IntRange(0, 3).Draw(t, "number")})
		}
		beds = append(beds, b)
	}
	g := garden{
		Title: rapid.OneOf(rapid.Just(""), word).Draw(t, "title"), Open: rapid.Bool().Draw(t, "open"), Count: rapid.Int().Draw(t, "count"),
		Share: rapid.Float64().Draw(t, "share"), Size: rapid.Uint().Draw(t, "size"), Beds: beds,
	}
	if rapid.Bool().Draw(t, "more") {
		g.Tags = rapid.SliceOfN(word, 1, 3).Draw(t, "tags")
		g.Rates = []rate{{rapid.IntRange(0, 9).Draw(t, "n"), "day"}}
		g.Gate = &gate{Width: 1 + rapid.IntRange(0, 3).Draw(t, "width")}
		g.Chance = map[string]string{name.Draw(t, "key"): word.Draw(t, "chance")}
		g.Owner = word.Draw(t, "owner")
	}
	return g
}

// The canonical form leaves out prose, spelling, and the order of what has none.
func TestCanonical(t *testing.T) {
	canonical := func(src string) string {
		g, found := read(src)
		require.Empty(t, found)
		return string(document.Canonical(&g))
	}
	a := canonical("title: one\nrule: 'lead.x   ==  \"a\" and y'\nbeds: {a: {}, b: {}}\n")
	assert.Equal(t, a, canonical("beds: {b: {}, a: {}}\nrule: lead.x == 'a'  and y\n"))
	assert.NotEqual(t, a, canonical("beds: {b: {}, a: {}}\nrule: lead.x == 'a ' and y\n"), "space inside a text means something")
	assert.NotEqual(t, canonical("paths: {a: {}, b: {}}"), canonical("paths: {b: {}, a: {}}"), "an order that means something")
	for _, pair := range [][2]string{{"not x", "notx"}, {"a in b", "ain b"}, {`'it\'s'`, `'its'`}, {"1 2", "12"}} {
		assert.NotEqual(t, canonical("rule: "+quote(pair[0])), canonical("rule: "+quote(pair[1])))
	}
}

func quote(s string) string {
	g := garden{Title: s}
	data, _ := document.JSON(&g)
	return string(data[len("{\n  \"title\": ") : len(data)-len("\n}")])
}
