package routing

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

func market() Policy {
	return Policy{Resale: Resale{
		Reasons: []string{"no_product", "outside_territory"}, Stages: []string{"lost"},
		Asks:       []Level{{"large", `lead.potential >= 50000`, eur(12_000)}, {"any", "", eur(4_000)}},
		FindsBuyer: 400_000, LosesPerWeek: 100_000, Returned: 80_000, AtLeast: eur(500), Recover: 200_000,
		Regions: []string{"Bretagne"}, Industries: []string{"metal", "retail"}, Topics: []string{"laser", "press", "robot", "saw"},
	}}
}

func TestValue(t *testing.T) {
	s := schema(t)
	r, err := Compile(market(), s, nil)
	require.NoError(t, err)
	created := instant("2026-01-01 00:00")
	st := lead.State{ID: "l1", Created: created, Cost: eur(3_000)}
	v := r.Value(facts(t, s, &st, created.Add(15*lead.Day), map[string]any{"potential": 60000}))
	assert.Equal(t, Valuation{Lead: "l1", At: created.Add(15 * lead.Day), Weeks: 2, Cost: eur(3_000), Worth: eur(9_720), Expected: eur(3_577), Reserve: eur(3_888),
		Lines: []Amount{{"a fresh lead, large", eur(12_000)}, {"2 weeks old", eur(-2_280)}, {"40% find a buyer", eur(-5_832)}}}, v)
	v = r.Value(facts(t, s, &st, created.Add(400*lead.Day), map[string]any{"potential": 100}))
	assert.Equal(t, eur(653), v.Reserve, "20 % of its cost of 30.00 are to be left when 8 % come back")
	assert.Equal(t, Amount{"the least to be left after returns", eur(649)}, v.Lines[len(v.Lines)-1])
}

func TestValueAddsUpAndFalls(t *testing.T) {
	s := schema(t)
	rapid.Check(t, func(t *rapid.T) {
		p := market()
		share := func(label string) Share { return Share(rapid.Int64Range(0, int64(Whole)-1).Draw(t, label)) }
		p.Resale.FindsBuyer, p.Resale.LosesPerWeek, p.Resale.Returned, p.Resale.Recover = share("buyer"), share("loses"), share("returned"), share("recover")
		p.Resale.Sold, p.SemiExclusive = oneOf(t, "sold", Exclusive, SemiExclusive), share("semi")
		r, err := Compile(p, s, nil)
		require.NoError(t, err)
		st := lead.State{Created: 1, Cost: eur(rapid.Int64Range(0, 100_000).Draw(t, "cost"))}
		last := int64(lead.MostMinor)
		for week := range lead.Span(30) {
			v := r.Value(facts(t, s, &st, lead.Instant(1).Add(week*lead.Week), nil))
			var sum int64
			for _, l := range v.Lines {
				sum += l.Amount.Minor
			}
			require.Equal(t, v.Reserve.Minor, sum, "the lines add up")
			require.LessOrEqual(t, v.Reserve.Minor, last, "it is never worth more when older")
			require.LessOrEqual(t, v.Expected.Minor, v.Worth.Minor)
			require.GreaterOrEqual(t, v.Reserve.Minor, p.Resale.AtLeast.Minor)
			last = v.Reserve.Minor
		}
	})
}

func TestListable(t *testing.T) {
	r := compiled(t, market())
	st := &lead.State{}
	assert.True(t, r.Listable(st, "disqualified", "no_product"))
	assert.False(t, r.Listable(st, "disqualified", "job_seeker"))
	assert.True(t, r.Listable(st, "lost", ""))
	assert.False(t, r.Listable(st, "lost", "price"), "a reason goes before the stage")
	assert.False(t, r.Listable(&lead.State{Gone: 5}, "disqualified", "no_product"), "erased")
	assert.False(t, compiled(t, Policy{}).Listable(st, "lost", ""), "a policy that offers none")
}

func TestList(t *testing.T) {
	s := schema(t)
	r, err := Compile(market(), s, nil)
	require.NoError(t, err)
	at := instant("2026-03-01 00:00")
	st := lead.State{ID: "l1", Created: at.Add(-20 * lead.Day), Topics: []lead.Topic{{Name: "laser", Times: 1}, {Name: "my cousin Paul", Times: 9}, {Name: "press", Times: 2},
		{Name: "robot", Times: 3}, {Name: "saw", Times: 4}}}
	facts(t, s, &st, at, map[string]any{"type": "consumables", "country": "FR", "region": "Bretagne", "industry": "metal", "employees": 50, "potential": 4999.99,
		"email": "p.martin@acme.fr"})
	l := r.List(&st, at)
	assert.JSONEq(t, `{"type":"consumables","country":"FR","region":"Bretagne","industry":"metal","size":"50-249","potential":"below 5000","age":"below 4 weeks",
		"topics":["press","robot","saw"]}`, text(t, l))
	st.Gone = at
	assert.Equal(t, "{}", text(t, r.List(&st, at)), "nothing is said of who was erased")
}

// TestNoPersonalFieldReachesAListing plants a string in every field of a lead that can hold one, and looks for it in the listing.
func TestNoPersonalFieldReachesAListing(t *testing.T) {
	s := schema(t)
	r, err := Compile(market(), s, nil)
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) { plant(t, s, r, rapid.StringMatching(`[A-Za-z0-9 @.é-]{0,12}`).Draw(t, "seed")) })
}

func FuzzListing(f *testing.F) {
	s := schema(f)
	r, err := Compile(market(), s, nil)
	require.NoError(f, err)
	f.Add("Paul Martin")
	f.Fuzz(func(t *testing.T, seed string) { plant(t, s, r, seed) })
}

func plant(t require.TestingT, s *lead.Schema, r *Router, seed string) {
	var st lead.State
	n, planted := 0, 0
	fill(reflect.ValueOf(&st).Elem(), func() string { n++; return fmt.Sprintf("zq%dzq%s", n, seed) })
	st.Gone, st.Fields = 0, nil
	attributes := map[string]any{}
	for _, name := range s.AttributeNames() {
		p, _ := s.Attribute(name)
		switch {
		case p.Type == lead.Text && len(p.Known) > 0:
			attributes[name] = p.Known[len(seed)%len(p.Known)]
		case p.Type == lead.Text:
			planted++
			attributes[name] = strings.ToValidUTF8(fmt.Sprintf("zq%dzq%s", planted, seed), "")
		case p.Type == lead.Number || p.Type == lead.Amount:
			attributes[name] = 31415.92
		}
	}
	var b lead.Bound
	require.NoError(t, s.Bind(lead.Event{ID: "e", Kind: lead.ProfileUpdated, Time: instant("2026-01-01 00:00").Time(), Props: attributes}, &b))
	s.Apply(&st, &b)
	require.Greater(t, n, 40, "every field was filled")
	require.Greater(t, planted, 15, "and every attribute that takes any text")
	require.Equal(t, planted, countAttributes(&st, "zq"))
	st.Topics = append(st.Topics, lead.Topic{Name: "saw", Times: 1})
	said := text(t, r.List(&st, instant("2026-01-02 00:00")))
	require.NotContains(t, said, "zq")
	require.NotContains(t, said, "3141", "nor an exact number")
	require.Contains(t, said, "saw", "though a word of the closed list does")
}

func countAttributes(st *lead.State, part string) (n int) {
	for _, f := range st.Fields {
		if strings.Contains(f.Value.Text, part) {
			n++
		}
	}
	return n
}

// fill sets every string in a value, and gives every slice and pointer one element.
func fill(v reflect.Value, next func() string) {
	if !v.CanSet() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(next())
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), next)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), next)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), next)
	}
}

func TestListingTypeHoldsNoText(t *testing.T) {
	var check func(reflect.Type)
	check = func(x reflect.Type) {
		switch x.Kind() {
		case reflect.Uint8:
		case reflect.Array:
			check(x.Elem())
		case reflect.Struct:
			if x == reflect.TypeFor[Term]() {
				return
			}
			for i := range x.NumField() {
				check(x.Field(i).Type)
			}
		default:
			t.Errorf("%s can hold anything", x)
		}
	}
	check(reflect.TypeFor[Listing]())
	assert.Error(t, json.Unmarshal([]byte(`{"region":"Paul Martin"}`), new(Listing)), "nor can a term be read in from outside")
}

// stocks draws listings, few values to a field, so that some are alike.
func stocks(t *rapid.T) []Listing {
	r := compiled(t, market())
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Listing {
		l := Listing{Type: r.resale.open[ofType][oneOf(t, "type", "consumables", "one_off_purchase")], Industry: r.resale.open[ofIndustry][oneOf(t, "industry", "", "metal")],
			Country: oneOf(t, "country", Country{}, Country{'F', 'R'}, Country{'B', 'E'}), Size: Size(rapid.IntRange(0, 2).Draw(t, "size")),
			Potential: Potential(rapid.IntRange(0, 7).Draw(t, "potential")), Age: Age(rapid.IntRange(0, 7).Draw(t, "age"))}
		l.Topics[0] = r.resale.open[ofTopic][oneOf(t, "topic", "", "saw", "press")]
		return l
	}), 0, 40).Draw(t, "stock")
}

func TestAnonymise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock, k := stocks(t), rapid.IntRange(2, 5).Draw(t, "k")
		offers := Anonymise(stock, k)
		require.Len(t, offers, len(stock))
		count := map[Listing]int{}
		withheld := 0
		for i, o := range offers {
			if o.Withheld {
				withheld++
				require.Equal(t, Listing{}, o.Listing)
				continue
			}
			count[o.Listing]++
			require.True(t, covering(o.Listing, stock[i]), "%+v is said of %+v", o.Listing, stock[i])
		}
		for l, n := range count {
			require.GreaterOrEqual(t, n, k, "%+v", l)
		}
		require.Less(t, withheld, k)
		n := len(stock)
		turned := make([]Listing, n)
		for i := range stock {
			turned[n-1-i] = stock[i]
		}
		for i, o := range Anonymise(turned, k) {
			require.Equal(t, offers[n-1-i], o, "whatever the order")
		}
	})
}

// covering reports whether what a says is true of b.
func covering(a, b Listing) bool {
	return (a.Type == Term{} || a.Type == b.Type) && (a.Country == Country{} || a.Country == b.Country) && (a.Region == Term{} || a.Region == b.Region) &&
		(a.Industry == Term{} || a.Industry == b.Industry) && (a.Size == 0 || a.Size == b.Size) && (a.Topics == Topics{} || a.Topics == b.Topics) &&
		(a.Potential == 0 || a.Potential == b.Potential || a.Potential == b.Potential+1 && b.Potential != 0) &&
		(a.Age == 0 || a.Age == b.Age || a.Age == b.Age+1 && b.Age != 0)
}

func TestAnonymiseLeavesWhatIsCommon(t *testing.T) {
	a := Listing{Country: Country{'F', 'R'}, Age: 2}
	b := Listing{Country: Country{'F', 'R'}, Age: 1}
	assert.Equal(t, []Offer{{Listing: a}, {Listing: a}, {Withheld: true}}, Anonymise([]Listing{a, a, b}, 2))
	assert.Equal(t, []Offer{{Listing: a}, {Listing: a}}, Anonymise([]Listing{a, b}, 2), "below 2 weeks is true of both")
	assert.Equal(t, []Offer{{Listing: a}, {Listing: b}}, Anonymise([]Listing{a, b}, 1))
}
