package funnel

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// However the notes are dealt out, ordered and merged, the tally is the same to the byte.
func TestMergeIsAssociativeAndCommutative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := generated(t, rapid.Uint64().Draw(t, "seed"), 10)
		whole := encode(t, w.tally(t))
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "deal"), 2))
		r.Shuffle(len(w.notes), func(i, j int) { w.notes[i], w.notes[j] = w.notes[j], w.notes[i] })
		parts := make([]*Tally, 1+r.IntN(5))
		for i := range parts {
			parts[i] = &Tally{}
		}
		for _, n := range w.notes {
			require.NoError(t, parts[r.IntN(len(parts))].Add(n))
		}
		for len(parts) > 1 {
			i := 1 + r.IntN(len(parts)-1)
			before := encode(t, parts[i])
			require.NoError(t, parts[i-1].Merge(parts[i]))
			assert.Equal(t, before, encode(t, parts[i]), "what is merged in stays as it is")
			parts = slices.Delete(parts, i, i+1)
		}
		assert.Equal(t, whole, encode(t, parts[0]))
	})
}

func TestTheEmptyTallyIsNeutral(t *testing.T) {
	tally := generated(t, 7, 20).tally(t)
	whole := encode(t, tally)
	require.NoError(t, tally.Merge(&Tally{}))
	assert.Equal(t, whole, encode(t, tally))
	assert.Equal(t, whole, encode(t, tally.Clone()))
	assert.Equal(t, "{}", encode(t, Tally{}))
}

func TestMergingWithItselfDoubles(t *testing.T) {
	tally := generated(t, 7, 20).tally(t)
	twice := tally.Clone()
	require.NoError(t, twice.Merge(tally))
	require.NoError(t, tally.Merge(tally))
	assert.Equal(t, encode(t, twice), encode(t, tally))
	assert.EqualValues(t, 40, tally.Reached("", Filter{}).Leads)
}

func TestACloneSharesNothing(t *testing.T) {
	w := generated(t, 3, 20)
	tally := w.tally(t)
	before := encode(t, tally)
	clone := tally.Clone()
	for _, n := range w.notes {
		require.NoError(t, clone.Add(n))
	}
	assert.Equal(t, before, encode(t, tally))
}

// The tally against the plain definition, computed from the leads' own paths.
func TestATallySaysWhatThePathsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := generated(t, rapid.Uint64().Draw(t, "seed"), 15)
		tally := w.tally(t)
		f := Filter{Channel: rapid.SampledFrom(append(channels, "")).Draw(t, "channel"), Team: rapid.SampledFrom(append(teams, "")).Draw(t, "team"),
			During: During{From: rapid.SampledFrom([]Month{0, lead.MonthOf(2026, 2)}).Draw(t, "from"), To: rapid.SampledFrom([]Month{0, lead.MonthOf(2026, 3)}).Draw(t, "to"),
				FromWeek: rapid.SampledFrom([]Week{0, 0, lead.WeekOf(2026, 2, 9)}).Draw(t, "from week"), ToWeek: rapid.SampledFrom([]Week{0, 0, lead.WeekOf(2026, 3, 1)}).Draw(t, "to week")}}
		from := rapid.SampledFrom(w.funnel.Steps()).Draw(t, "step")
		to := rapid.SampledFrom(w.funnel.Steps()).Draw(t, "other")
		var leads, both, valued, minor int64
		var spans Spans
		for _, r := range w.leads {
			a, ok := r.path.Find(from)
			b, too := r.path.Find(to)
			if ok && too && from != to && a.First < b.First {
				spans = append(spans, b.First.Sub(a.First))
			}
			g := Group{Month: monthOracle(a.First, "Europe/Paris"), Week: weekOracle(a.First, "Europe/Paris"), Channel: r.path.Channel, Campaign: r.path.Campaign, Team: a.Team}
			if !ok || !f.match(&g) {
				continue
			}
			leads, minor = leads+1, minor+a.Amount
			if a.Amount != 0 {
				valued++
			}
			if too {
				both++
			}
		}
		got := tally.Reached(from, f)
		assert.Equal(t, []int64{leads, valued, minor}, []int64{got.Leads, got.Valued, got.Amount.Minor})
		rate := tally.Conversion(from, to, f)
		assert.Equal(t, []int64{leads, both}, []int64{rate.Of, rate.Came})
		legs := slices.DeleteFunc(slices.Clone(tally.times(from, to, During{})), func(s lead.Span) bool { return s == 0 })
		assert.Equal(t, slices.Sorted(slices.Values(spans)), slices.Sorted(slices.Values(legs)))
	})
}

// Outcomes, too, are those of the paths, through reopenings.
func TestOutcomesAreThoseOfThePaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := generated(t, rapid.Uint64().Draw(t, "seed"), 15)
		tally := w.tally(t)
		for _, step := range append(w.funnel.Steps(), "") {
			var won, lost int64
			for _, r := range w.leads {
				if _, ok := r.path.Find(step); !ok && (step != "" || len(r.path.Reached) == 0) {
					continue
				}
				switch r.path.End {
				case Won:
					won++
				case Lost:
					lost++
				}
			}
			sum := tally.sum(step, Filter{})
			assert.Equal(t, []int64{won, lost}, []int64{sum.Won, sum.Lost}, step)
		}
	})
}

// In the cohort view no ratio exceeds 1, by whatever the leads are told apart; and the parts sum to the whole.
func TestCohortRatiosNeverExceedOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := generated(t, rapid.Uint64().Draw(t, "seed"), 15)
		tally := w.tally(t)
		whole := w.funnel.Cohorts(tally, Overall, Filter{}).Lines[0]
		for by := Overall; by <= ByOwner; by++ {
			var leads, customers int64
			for _, line := range w.funnel.Cohorts(tally, by, Filter{}).Lines {
				leads += line.Leads
				customers += line.Steps[len(line.Steps)-1].Came
				assert.Equal(t, line.Leads, line.Open+line.Won+line.Lost)
				for _, r := range line.Steps {
					assertRate(t, r)
				}
			}
			assert.Equal(t, []int64{whole.Leads, whole.Steps[len(whole.Steps)-1].Came}, []int64{leads, customers}, by.String())
			var reached int64
			for _, line := range w.funnel.Report(tally, by, Filter{}) {
				for _, s := range line.Steps {
					reached += s.Leads
					assertRate(t, s.Next)
					assertRate(t, s.Sale)
				}
			}
			var all int64
			for _, step := range w.funnel.Steps() {
				all += tally.Reached(step, Filter{}).Leads
			}
			assert.Equal(t, all, reached, by.String())
		}
		for _, from := range append(w.funnel.Steps(), "") {
			for _, to := range w.funnel.Steps() {
				for _, c := range tally.Groups {
					assert.LessOrEqual(t, c.of(to).Leads, c.Leads, "%s to %s", from, to)
				}
			}
		}
	})
}

func assertRate(t assert.TestingT, r Rate) {
	assert.LessOrEqual(t, r.Came, r.Of)
	assert.True(t, 0 <= r.Low && r.Low <= r.Share && r.Share <= r.High && r.High <= 1, r)
}

// frappe/crm divides the deals of a month by the leads of the same month (crm/api/dashboard.py): here that is 300 %.
func TestAMonthWithMoreSalesThanLeadsIsNoRatio(t *testing.T) {
	w := newWorld(t, Definition{})
	for _, id := range []string{"a", "b", "c", "d"} {
		w.event(t, id, lead.Created, day(1, 5), map[string]any{"entry": "contract"})
	}
	w.event(t, "e", lead.Created, day(2, 1), map[string]any{"entry": "contract"})
	for _, id := range []string{"a", "b", "c"} {
		w.event(t, id, lead.Won, day(2, 9), map[string]any{"amount": eur(100)})
	}
	tally := w.tally(t)
	periods := w.funnel.Periods(tally, Filter{})
	require.Len(t, periods.Lines, 2)
	february := periods.Lines[1]
	assert.EqualValues(t, 1, february.Entered.Leads)
	assert.EqualValues(t, 3, february.Won.Leads)
	assert.Equal(t, eur(300), february.Won.Amount)

	cohorts := w.funnel.Cohorts(tally, ByMonth, Filter{})
	assert.Equal(t, []string{"2026-01", "2026-02"}, []string{cohorts.Lines[0].Name, cohorts.Lines[1].Name})
	assert.Equal(t, 0.75, cohorts.Lines[0].Steps[5].Share)
	assert.Zero(t, cohorts.Lines[1].Steps[5].Share)
	assert.EqualValues(t, 1, cohorts.Lines[0].Open)
}

// The order in which a lead's steps become known changes no count between two steps and no time.
func TestArrivalChangesNoCountBetweenSteps(t *testing.T) {
	kinds := []string{lead.MeetingHeld, lead.QuoteRequested, lead.DemoRequested, "form_sent"}
	var steps []Step
	for _, kind := range kinds {
		steps = append(steps, Step{Name: kind, Upon: []string{kind}})
	}
	rapid.Check(t, func(t *rapid.T) {
		var happened []lead.Event
		for i, kind := range kinds {
			happened = append(happened, lead.Event{Lead: "l", Kind: kind, Time: day(1+rapid.IntRange(0, 3).Draw(t, "month"), 2+i)})
		}
		tell := func(list []lead.Event) *Tally {
			w := newWorld(t, Definition{Steps: steps})
			for _, ev := range list {
				w.hear(t, ev, lead.At(day(12, 1)))
			}
			tally := w.tally(t)
			for g, c := range tally.Groups {
				if g.Step == "" {
					delete(tally.Groups, g)
				} else {
					assert.Len(t, c.Too, 3)
				}
			}
			for leg := range tally.Legs {
				if leg.From == "" {
					delete(tally.Legs, leg)
				}
			}
			return tally
		}
		assert.Equal(t, encode(t, tell(happened)), encode(t, tell(rapid.Permutation(happened).Draw(t, "arrival"))))
	})
}

func TestATallyRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := generated(t, rapid.Uint64().Draw(t, "seed"), 10)
		text := encode(t, w.tally(t))
		var again Tally
		require.NoError(t, json.Unmarshal([]byte(text), &again))
		assert.Equal(t, text, encode(t, again))

		var notes []Note
		require.NoError(t, json.Unmarshal([]byte(encode(t, w.notes)), &notes))
		assert.Equal(t, text, encode(t, tallyOf(t, notes)), "notes survive their encoding")
		require.NoError(t, again.Merge(tallyOf(t, notes)), "a tally that was read goes on")
		assert.Equal(t, 2*w.tally(t).Reached("", Filter{}).Leads, again.Reached("", Filter{}).Leads)
	})
}

func TestWhatIsRefusedChangesNothing(t *testing.T) {
	tally := generated(t, 5, 10).tally(t)
	before := encode(t, tally)
	mark := Mark{Step: "mql", Month: lead.MonthOf(2026, 3)}
	other := mark
	other.Amount = lead.Money{Minor: 1, Currency: "USD"}
	huge := mark
	huge.Amount = lead.Money{Minor: lead.MostMinor + 1, Currency: "EUR"}
	for name, c := range map[string]struct {
		note Note
		want error
	}{
		"no kind":            {Note{At: 1, Mark: mark}, ErrNote},
		"no step":            {Note{Kind: Reached, At: 1}, ErrNote},
		"no time":            {Note{Kind: Reached, Mark: mark}, ErrNote},
		"beyond all time":    {Note{Kind: Reached, At: lead.Forever + 1, Mark: mark}, ErrNote},
		"a step twice":       {Note{Kind: Reached, At: 1, Mark: mark, Before: []Mark{mark}}, ErrNote},
		"another currency":   {Note{Kind: Reached, At: 1, Mark: other}, lead.ErrCurrency},
		"a currency before":  {Note{Kind: Won, At: 1, Before: []Mark{other}}, lead.ErrCurrency},
		"a huge amount":      {Note{Kind: Spent, At: 1, Mark: huge}, ErrNote},
		"reopened what":      {Note{Kind: Reopened, At: 1}, ErrNote},
		"too many steps":     {Note{Kind: Left, At: 1, Before: make([]Mark, MostReaches+1)}, ErrNote},
		"a week before all":  {Note{Kind: Reached, At: 1, Mark: Mark{Step: "mql", Week: -1}}, ErrNote},
		"a month before all": {Note{Kind: Reached, At: 1, Mark: Mark{Step: "mql", Month: -1}}, ErrNote},
	} {
		assert.ErrorIs(t, tally.Add(c.note), c.want, name)
		assert.Equal(t, before, encode(t, tally), name)
	}
	dollars := Tally{Currency: "USD"}
	assert.ErrorIs(t, tally.Merge(&dollars), lead.ErrCurrency)
	assert.Equal(t, before, encode(t, tally))
}

func TestNoSumOverflows(t *testing.T) {
	note := Note{Kind: Spent, At: 1, Mark: Mark{Amount: lead.Money{Minor: lead.MostMinor, Currency: "EUR"}}}
	var tally Tally
	require.NoError(t, tally.Add(note))
	var err error
	for range 64 {
		if err = tally.Merge(&tally); err != nil {
			break
		}
	}
	assert.ErrorIs(t, err, ErrLarge)
	assert.Positive(t, tally.Costs[Cost{}].Minor)
	text := encode(t, tally)
	var again Tally
	require.NoError(t, json.Unmarshal([]byte(text), &again))
	assert.ErrorIs(t, again.Merge(&tally), ErrLarge, "the bound survives the encoding")
	literal := Tally{Currency: "EUR", Costs: map[Cost]Sum{{}: {Times: 1, Minor: mostVolume - 5}}}
	assert.ErrorIs(t, literal.Merge(&tally), ErrLarge, "and a tally that was copied field by field")
	assert.ErrorIs(t, literal.Add(note), ErrLarge)
}

func TestMalformedTalliesAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"no object":            `[]`,
		"a group twice":        `{"groups":[{"step":"a","leads":1},{"step":"a","leads":1}]}`,
		"fewer than no leads":  `{"groups":[{"step":"a","leads":-1}]}`,
		"a bad month":          `{"groups":[{"step":"a","month":"2026-13","leads":1}]}`,
		"steps out of order":   `{"groups":[{"step":"a","leads":1,"too":[{"step":"c","leads":1},{"step":"b","leads":1}]}]}`,
		"a step twice":         `{"groups":[{"step":"a","leads":1,"too":[{"step":"b","leads":1},{"step":"b","leads":1}]}]}`,
		"a negative time":      `{"legs":[{"to":"a","times":[-1]}]}`,
		"a leg twice":          `{"legs":[{"to":"a","times":[1]},{"to":"a","times":[1]}]}`,
		"a cost twice":         `{"costs":[{"times":1},{"times":1}]}`,
		"an end twice":         `{"ends":[{"kind":"won","times":1},{"kind":"won","times":1}]}`,
		"no currency":          `{"currency":"euro"}`,
		"a sum beyond bounds":  `{"costs":[{"times":1,"amount":9223372036854775807}]}`,
		"a sum below bounds":   `{"costs":[{"times":1,"amount":-9223372036854775808}]}`,
		"sums beyond together": `{"costs":[{"times":1,"amount":2305843009213693951},{"channel":"a","times":1,"amount":2305843009213693951}]}`,
	} {
		tally := Tally{Currency: "EUR"}
		assert.Error(t, json.Unmarshal([]byte(text), &tally), name)
		assert.Equal(t, Tally{Currency: "EUR"}, tally, name)
	}
}

// Whatever is read as a tally can be reported on, merged and written, and reads back to the same bytes.
func FuzzTally(f *testing.F) {
	w := generated(f, 11, 5)
	f.Add(encode(f, w.tally(f)))
	f.Add(`{"currency":"EUR","groups":[{"step":"mql","leads":1,"won":-3,"lost":2}],"costs":[{"times":0,"amount":-5,"shared":true}]}`)
	f.Add(`{"groups":[{"leads":9007199254740993,"too":[{"step":"customer","leads":-1}]}],"legs":[{"from":"mql","to":"customer","times":[]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		var tally Tally
		if json.Unmarshal([]byte(text), &tally) != nil {
			return
		}
		written := encode(t, tally)
		var again Tally
		require.NoError(t, json.Unmarshal([]byte(written), &again))
		assert.Equal(t, written, encode(t, again))
		c := w.funnel
		_ = c.Cohorts(&tally, ByMonth, Filter{}).String()
		_, _, _ = c.Periods(&tally, Filter{}), c.Weeks(&tally, Filter{}), c.Report(&tally, ByTeam, Filter{})
		_ = c.Costs(&tally, During{}).String()
		odds := c.Odds(&tally, Filter{})
		_, _ = c.Forecast([]Open{{Stage: "mql", Amount: eur(3)}}, odds, Sampling{})
		needs, _ := c.Plan(Goal{Sales: eur(100), First: lead.MonthOf(2026, 3), Deal: eur(7)}, odds, &tally)
		_ = c.Compare(needs, &tally, Filter{})
		_ = again.Merge(&tally)
	})
}
