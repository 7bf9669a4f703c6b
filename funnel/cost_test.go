package funnel

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// Whatever is spent on whatever, the lines sum to the total and the total to what was spent.
func TestCostsSumToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := generated(t, rapid.Uint64().Draw(t, "seed"), 15)
		tally := w.tally(t)
		from := rapid.SampledFrom([]Month{0, lead.MonthOf(2026, 2), lead.MonthOf(2026, 3)}).Draw(t, "from")
		costs := w.funnel.Costs(tally, During{From: from})
		spent, leads, per := int64(0), costs.Uncosted, make([]int64, len(w.funnel.Steps()))
		for _, n := range w.notes {
			if n.Kind == Spent && n.Month >= from {
				spent += n.Amount.Minor
			}
		}
		var sum int64
		for _, line := range costs.Lines {
			sum += line.Total.Minor
			assert.Equal(t, line.Total.Minor, line.Direct.Minor+line.Shared.Minor)
			if line.Uncosted {
				assert.Zero(t, line.Total.Minor)
				continue
			}
			leads += line.Lead.Leads
			for i, s := range line.Steps {
				per[i] += s.Leads
			}
		}
		assert.Equal(t, []int64{spent, spent}, []int64{sum, costs.Total.Total.Minor})
		assert.Equal(t, tally.Reached("", Filter{During: During{From: from}}).Leads, leads)
		for i, s := range costs.Total.Steps {
			assert.Equal(t, per[i], s.Leads)
		}
	})
}

// spend spends on what has no lead.
func (w *world) spend(t testing_, about string, amount lead.Money, props map[string]any) {
	t.Helper()
	all := map[string]any{"amount": amount}
	for k, v := range props {
		all[k] = v
	}
	w.hear(t, lead.Event{Kind: lead.CostIncurred, About: about, Time: day(3, 1), Props: all}, 0)
}

func (w *world) from(t testing_, id, channel, campaign string) {
	t.Helper()
	w.event(t, id, lead.Created, day(3, 1), map[string]any{"source_channel": channel, "source_campaign": campaign})
}

func TestCostsFollowTheSourceThatTheyName(t *testing.T) {
	w := newWorld(t, Definition{})
	w.from(t, "a", "webinar", "spring")
	w.from(t, "b", "webinar", "autumn")
	w.from(t, "c", "webinar", "autumn")
	w.from(t, "d", "flyer", "spring")
	w.from(t, "e", "tv", "")
	w.event(t, "a", lead.QuoteRequested, day(3, 2), nil)
	w.event(t, "a", lead.CostIncurred, day(3, 2), map[string]any{"amount": eur(7)})
	w.spend(t, "channel:webinar", lead.Money{Minor: 10001, Currency: "EUR"}, nil)
	w.spend(t, "campaign:spring", eur(10), nil)
	w.spend(t, "", eur(5), map[string]any{"source_channel": "webinar", "source_campaign": "autumn"})
	w.spend(t, "campaign:nobody came", eur(3), nil)
	w.spend(t, "team:sales", eur(50), nil)
	w.spend(t, "", eur(1), nil)
	w.event(t, "a", lead.CostIncurred, day(3, 2), map[string]any{"amount": eur(2), "source_channel": "press", "source_campaign": "autumn"})
	w.spend(t, "channel:press", eur(4), nil)
	costs := w.funnel.Costs(w.tally(t), During{})
	type line struct {
		channel, campaign string
		direct, shared    int64
		uncosted, general bool
	}
	var got []line
	for _, l := range costs.Lines {
		got = append(got, line{l.Channel, l.Campaign, l.Direct.Minor, l.Shared.Minor, l.Uncosted, l.General})
	}
	assert.Equal(t, []line{
		{"", "nobody came", 0, 300, false, false},
		{"flyer", "spring", 0, 500, false, false},
		{"press", "", 0, 400, false, false}, // no lead came by the press, so that its cost stays by itself
		{"press", "autumn", 200, 0, false, false},
		{"tv", "", 0, 0, true, false},
		{"webinar", "autumn", 0, 6667 + 500, false, false},
		{"webinar", "spring", 700, 3334 + 500, false, false},
		{"", "", 0, 5100, false, true},
	}, got)
	assert.EqualValues(t, 1, costs.Uncosted)
	spring := costs.Lines[6]
	assert.Equal(t, Per{Step: "mql", Leads: 1, Cost: lead.Money{Minor: 4534, Currency: "EUR"}, Known: true}, spring.Per("mql"))
	assert.Equal(t, Per{Step: "customer"}, spring.Per("customer"))
	assert.Equal(t, spring.Lead, spring.Per(""))
	assert.Equal(t, Per{Step: "elsewhere"}, spring.Per("elsewhere"))
	assert.EqualValues(t, 4, costs.Total.Lead.Leads, "the uncosted lead makes none look cheap")
	assert.Equal(t, lead.Money{Minor: 10001 + 8200, Currency: "EUR"}, costs.Total.Total)
}

// In Marketo a program without period costs drops out of the revenue reports (nation.marketo.com ba-p/247483).
func TestASourceWithoutCostIsUncostedAndStays(t *testing.T) {
	w := newWorld(t, Definition{})
	w.from(t, "a", "tv", "")
	w.spend(t, "channel:radio", lead.Money{Currency: "EUR"}, nil)
	costs := w.funnel.Costs(w.tally(t), During{})
	require.Len(t, costs.Lines, 1)
	assert.True(t, costs.Lines[0].Uncosted)
	assert.False(t, costs.Lines[0].Lead.Known)
	assert.Contains(t, costs.String(), "uncosted")
	assert.EqualValues(t, 1, costs.Lines[0].Lead.Leads)
}

func TestWhatIsNoCostOfASourceIsNotSpent(t *testing.T) {
	w := newWorld(t, Definition{})
	var b lead.Bound
	at := day(3, 1)
	amount := map[string]any{"amount": eur(5)}
	for name, ev := range map[string]lead.Event{
		"another kind":    {ID: "x", Kind: lead.Won, Time: at, Props: amount},
		"on a lead":       {ID: "x", Kind: lead.CostIncurred, Lead: "l", Time: at, Props: amount},
		"automatic":       {ID: "x", Kind: lead.CostIncurred, Time: at, Props: amount, Automatic: true},
		"without amount":  {ID: "x", Kind: lead.CostIncurred, Time: at},
		"of a team meets": {ID: "x", Kind: lead.MeetingHeld, Time: at},
	} {
		require.NoError(t, w.schema.Bind(ev, &b))
		assert.Empty(t, w.funnel.Spend(&b, nil), name)
	}
}
