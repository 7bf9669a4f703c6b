package routing

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestGapsAndOverlapsOfTerritories(t *testing.T) {
	area := func(texts ...string) (list []Area) {
		for _, text := range texts {
			var a Area
			require.NoError(t, a.UnmarshalText([]byte(text)))
			list = append(list, a)
		}
		return list
	}
	for _, c := range []struct {
		name string
		of   [][]Area
		want []string
	}{
		{"all of it", [][]Area{area("FR 0", "FR 1", "FR 2-5"), area("FR 6-9")}, nil},
		{"somebody is everywhere", [][]Area{area("FR 0"), nil}, nil},
		{"somebody has the country", [][]Area{area("FR 0"), area("FR")}, nil},
		{"gaps", [][]Area{area("FR 00-29", "FR 59"), area("FR 60000-61999", "BE")}, []string{"/channels/sales: nobody in sales takes FR 30-58, 62-99"}},
		{"one within the other is the more specific", [][]Area{area("FR 0-9"), area("FR 59", "FR 62000-62999")}, nil},
		{"the same is shared", [][]Area{area("FR 0-9"), area("FR 0-9")}, nil},
		{"ranges that cross", [][]Area{area("FR 00-60"), area("FR 59000-62999", "FR 63-99")}, []string{"/people/P01/territory: FR 59000-62999 crosses FR 00-60, which P00 has"}},
		{"one's own", [][]Area{area("FR 00-60", "FR 59-99")}, nil},
		{"letters of an unknown form are not surveyed", [][]Area{area("MT VLT"), area("MT MST")}, nil},
		{"British areas", [][]Area{area("GB AB-LU"), area("GB ME-SM", "GB SR-ZE")}, []string{"/channels/sales: nobody in sales takes GB M, SN-SP"}},
		{"British districts", [][]Area{area("GB AB-SW", "GB SY-ZE"), area("GB SW1-SW3", "GB SW20")}, nil},
		{"between British districts", [][]Area{area("GB AB-ST", "GB SY-ZE"), area("GB SW1-SW9"), area("GB SW12", "GB SW14A 1")}, []string{"/channels/sales: nobody in sales takes GB SW10-SW11, SW13"}},
		{"behind the last British district", [][]Area{area("GB AB-ST", "GB SY-ZE"), area("GB SW5-SW9")}, nil},
		{"Dutch digits", [][]Area{area("NL 1-4"), area("NL 5000-8999")}, []string{"/channels/sales: nobody in sales takes NL 9"}},
		{"Dutch letters", [][]Area{area("NL 1-9"), area("NL 1012 AA-1012 KZ")}, nil},
		{"between Dutch letters", [][]Area{area("NL 1000-1011", "NL 1013-9999"), area("NL 1012 BA-1012 KZ"), area("NL 1012 MA-1012 TZ")}, []string{"/channels/sales: nobody in sales takes NL 1012 L"}},
		{"Canadian areas", [][]Area{area("CA A-J", "CA K1A-K1C"), area("CA K1E-K2B", "CA K4", "CA L-V")}, []string{"/channels/sales: nobody in sales takes CA K2C-K3Z, X-Y"}},
		{"Irish routing keys", [][]Area{area("IE A-C", "IE D01-D06"), area("IE D07-D24", "IE E-Y")}, []string{"/channels/sales: nobody in sales takes IE D6W"}},
		{"two countries", [][]Area{area("NL 1-8"), area("GB AB-YO")}, []string{"/channels/sales: nobody in sales takes GB ZE", "/channels/sales: nobody in sales takes NL 9"}},
		{"British districts that cross", [][]Area{area("GB AB-ZE"), area("GB SW1-SW10"), area("GB SW9-SW20")}, []string{"/people/P02/territory: GB SW9-SW20 crosses GB SW1-SW10, which P01 has"}},
		{"a British district in its area", [][]Area{area("GB AB-ZE"), area("GB SW"), area("GB SW1"), area("GB SW1A 1AA")}, nil},
		{"shapes that cross", [][]Area{area("left"), area("right"), area("left"), area("middle")},
			[]string{"/people/P03/territory: middle crosses left, which P00 has", "/people/P03/territory: middle crosses right, which P01 has"}},
		{"a shape in another is the more specific one", [][]Area{area("left"), area("quarter")}, nil},
		{"the same shape by two names", [][]Area{area("left"), area("left too")}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := team(len(c.of), Rotation, func(i int, p *Person) { p.Territory = c.of[i] })
			for i, name := range []string{"left", "middle", "right"} {
				p.Regions = append(p.Regions, Region{Name: name, Polygon: square(0, int32(i)*5, 10-5*int32(i&1)+5*int32(i&1)).corners})
			}
			p.Regions[2].Polygon = square(0, 10, 10).corners
			p.Regions = append(p.Regions, Region{Name: "quarter", Polygon: square(0, 0, 5).corners}, Region{Name: "left too", Polygon: square(0, 0, 10).corners})
			var got []string
			for _, f := range compiled(t, p).Warnings() {
				got = append(got, f.Place.Path+": "+f.Summary)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// Whatever areas there are, a code is in a gap exactly if nobody takes it.
func TestGapsAreWhatNobodyTakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []codeRange
		var plots []*plot
		for range rapid.IntRange(1, 5).Draw(t, "areas") {
			n := rapid.IntRange(1, 3).Draw(t, "digits")
			a := rapid.IntRange(0, int(pow10(n))-1).Draw(t, "from")
			b := min(int(pow10(n))-1, a+rapid.IntRange(0, 30).Draw(t, "more"))
			o := &plot{kind: postalArea, country: "FR", from: fmt.Sprintf("%0*d", n, a), to: fmt.Sprintf("%0*d", n, b)}
			plots, list = append(plots, o), append(list, o.span())
		}
		var gaps []*plot
		for _, g := range numeric.gaps(list) {
			var a Area
			require.NoError(t, a.UnmarshalText([]byte("FR "+g)))
			gaps = append(gaps, plotOf(a))
		}
		for code := range 1000 {
			q := Request{Country: "FR", Postal: fmt.Sprintf("%03d", code)}
			taken, gap := false, false
			for _, o := range plots {
				taken = taken || o.holds(&q)
			}
			for _, o := range gaps {
				gap = gap || o.holds(&q)
			}
			require.Equal(t, taken, !gap, "%s", q.Postal)
		}
	})
}

func TestCountriesThatAConditionNames(t *testing.T) {
	for takes, want := range map[string]string{
		`lead.country in ["FR", "BE", "DE", "NL"] and lead.employees > 9`: "nobody in sales takes DE, NL, which the channel does",
		`lead.country in ["FR", "BE"]`:                                    "",
		`lead.country != "FR"`:                                            "", // which countries leads come from, it does not say
		`lead.employees > 9`:                                              "",
	} {
		p := team(2, Rotation, func(i int, p *Person) { p.Territory = []Area{{Country: []string{"FR", "BE"}[i]}} })
		p.Channels[0].Takes = takes
		got := ""
		for _, f := range compiled(t, p).Warnings() {
			got += f.Summary
		}
		assert.Equal(t, want, got, takes)
	}
}
