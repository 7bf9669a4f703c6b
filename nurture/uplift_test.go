package nurture_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// cohort is a report of one month in which leads entered, some held out, and some of each bought at once.
func cohort(treated, bought, control, alone int) (r nurture.Report) {
	add := func(kind nurture.Kind, n int, held bool) {
		for range n {
			r.Add(nurture.Step{Kind: kind, Program: "p", At: start, Cohort: start, Control: held})
		}
	}
	add(nurture.Entered, treated, false)
	add(nurture.HeldOut, control, true)
	add(nurture.Won, bought, false)
	add(nurture.Won, alone, true)
	return r
}

// The examples are those of Newcombe's table II, by his method 10.
func TestTheIntervalIsNewcombes(t *testing.T) {
	for _, c := range []struct {
		treated, bought, control, alone int
		low, high                       float64
	}{{70, 56, 80, 48, 0.0524, 0.3339}, {10, 9, 10, 3, 0.1705, 0.8090}, {7, 6, 7, 2, 0.0582, 0.8062}, {56, 5, 29, 0, -0.0381, 0.1926},
		{10, 0, 20, 0, -0.1611, 0.2775}, {10, 0, 10, 0, -0.2775, 0.2775}, {10, 10, 20, 0, 0.6791, 1}, {10, 10, 10, 0, 0.6075, 1}} {
		r := cohort(c.treated, c.bought, c.control, c.alone)
		u := r.Uplift("p", start+366*day)[0]
		assert.InDelta(t, c.low, u.Low, 0.00005, "%v", c)
		assert.InDelta(t, c.high, u.High, 0.00005, "%v", c)
		assert.InDelta(t, float64(c.bought)/float64(c.treated)-float64(c.alone)/float64(c.control), u.Gain, 1e-12)
	}
}

// TestTheIntervalHolds: it contains the difference, stays within what a difference can be, and turns over when the sides are exchanged.
func TestTheIntervalHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(1, 200).Draw(t, "n"), rapid.IntRange(1, 200).Draw(t, "m")
		a, b := rapid.IntRange(0, n).Draw(t, "a"), rapid.IntRange(0, m).Draw(t, "b")
		one, other := cohort(n, a, m, b), cohort(m, b, n, a)
		u, v := one.Uplift("p", start+366*day)[0], other.Uplift("p", start+366*day)[0]
		require.LessOrEqual(t, u.Low, u.Gain)
		require.LessOrEqual(t, u.Gain, u.High)
		require.True(t, u.Low >= -1-1e-12 && u.High <= 1+1e-12)
		require.InDelta(t, -v.High, u.Low, 1e-12)
		require.InDelta(t, -v.Low, u.High, 1e-12)
	})
}

// TestTheIntervalCovers: of true differences, it contains about 95 in 100. The sides are counted out exactly, not drawn.
func TestTheIntervalCovers(t *testing.T) {
	binomial := func(n int, p float64) []float64 {
		list := make([]float64, n+1)
		for k := range list {
			lg := func(x int) float64 { v, _ := math.Lgamma(float64(x + 1)); return v }
			list[k] = math.Exp(lg(n) - lg(k) - lg(n-k) + float64(k)*math.Log(p) + float64(n-k)*math.Log(1-p))
		}
		return list
	}
	for _, c := range []struct {
		n, m int
		p, q float64
	}{{40, 20, 0.2, 0.1}, {60, 15, 0.05, 0.05}, {30, 30, 0.5, 0.3}} {
		covered := 0.0
		ps, qs := binomial(c.n, c.p), binomial(c.m, c.q)
		for a, pa := range ps {
			for b, pb := range qs {
				if r := (nurture.Report{Cohorts: []nurture.Cohort{{Program: "p", Month: "2026-11", Treated: int64(c.n), Bought: [3]int64{int64(a)}, Control: int64(c.m),
					Alone: [3]int64{int64(b)}}}}); pa*pb > 1e-12 {
					if u := r.Uplift("p", start+366*day)[0]; u.Low <= c.p-c.q && c.p-c.q <= u.High {
						covered += pa * pb
					}
				}
			}
		}
		assert.InDelta(t, 0.95, covered, 0.035, "%v", c)
	}
}

func TestUpliftCountsOnlyWhatHasHadItsTime(t *testing.T) {
	r := cohort(3, 0, 2, 0)
	for _, after := range []int{91, 92, 300, 400} {
		r.Add(nurture.Step{Kind: nurture.Won, Program: "p", At: start + lead.Instant(after)*day, Cohort: start})
	}
	list := r.Uplift("p", at("2027-12-01T00:00:00Z"))
	require.Len(t, list, 3)
	assert.Equal(t, []int64{1, 2, 3}, []int64{list[0].Treated.Bought, list[1].Treated.Bought, list[2].Treated.Bought})
	// November 2026 is over, with its 91 days, on 2 March 2027.
	assert.Zero(t, r.Uplift("p", at("2027-03-01T23:59:59Z"))[0].Treated.Of)
	early := r.Uplift("p", at("2027-03-02T00:00:00Z"))
	assert.Equal(t, []int64{3, 0, 0}, []int64{early[0].Treated.Of, early[1].Treated.Of, early[2].Treated.Of})
	assert.Equal(t, []float64{-1, 1}, []float64{early[2].Low, early[2].High}, "nothing is known yet")
	assert.Equal(t, "p after 91d: 33.3 % of 3 bought, 0.0 % of 2 held out: 33.3 points more (-37.8 to 79.2)", early[0].String())
	assert.Equal(t, "p after 365d: 0.0 % of 0 bought, nothing to compare with", early[2].String())
	assert.Equal(t, []string{"p"}, r.Programs())
}

func TestWhoIsHeldOutDependsOnTheIdAlone(t *testing.T) {
	const share nurture.Share = 1000
	held := func(id string, of nurture.Share) bool {
		plan := nurture.Plan{Programs: []nurture.Program{course("p", days(7), "a"), course("q", days(7), "a")}, Contents: emails("a"), HoldOut: of}
		w := newWorld(t, plan)
		w.lead.ID = id
		w.poke()
		require.Equal(t, w.st.Programs[0].Control, w.st.Programs[1].Control, "out of one program, out of all")
		return w.st.Programs[0].Control
	}
	n := 0
	for i := range 300 {
		id := fmt.Sprintf("lead-%d", i)
		if held(id, share) {
			n++
			require.True(t, held(id, 2*share), "who is held out of a small share is held out of a larger one")
		}
	}
	assert.InDelta(t, 30, n, 15)
	assert.Equal(t, 31, n, "the same leads everywhere, for ever")
}

func TestWhoIsHeldOutReceivesNothingAndAllElseHappens(t *testing.T) {
	pr := course("p", days(7), "a", "b")
	pr.Streams[0].Steps = []nurture.Node{{Name: "hello", Send: []string{"a"}}, {Name: "leave", To: nurture.ToExit}}
	pr.Streams = append(pr.Streams, nurture.Stream{Name: "buy", When: "total >= 40", Every: days(1), Contents: []string{"b"}})
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{pr}, Contents: emails("a", "b"), HoldOut: nurture.MostShare})
	w.lead.ID = "lead-2"
	w.consent(start, "email")
	w.score(start+day, 0, 60)
	w.handOver(start + 2*day)
	w.giveBack(start+3*day, "no_budget")
	w.advance(start + 100*day)
	w.handOver(start + 100*day)
	w.stage(start+101*day, "customer")
	assert.Equal(t, []string{"Mon 2026-11-02 09:00 held_out p/only", "Tue 2026-11-03 09:00 moved p/buy", "Tue 2026-11-03 09:00 ready p/buy", "Wed 2026-11-04 09:00 paused p/buy",
		"Thu 2026-11-05 09:00 resumed p/buy", "Thu 2026-11-05 09:00 ready p/buy", "Wed 2027-02-10 09:00 paused p/buy", "Thu 2027-02-11 09:00 won p/buy",
		"Thu 2027-02-11 09:00 exited p/buy"}, w.told())
	r := reportOf(w.steps)
	assert.Equal(t, nurture.Row{Program: "p", HeldOut: 1}, r.Program("p"), "it is in no count but its own")
	assert.Equal(t, []nurture.Cohort{{Program: "p", Month: "2026-11", Control: 1, Alone: [3]int64{0, 1, 1}}}, r.Cohorts)
}

func TestShares(t *testing.T) {
	for text, want := range map[string]nurture.Share{"10%": 1000, "2.5%": 250, "0%": 0, "50%": 5000, "0.01%": 1} {
		var s nurture.Share
		require.NoError(t, s.UnmarshalText([]byte(text)), text)
		assert.Equal(t, want, s)
		assert.Equal(t, text, s.String())
	}
	for _, text := range []string{"", "10", "51%", "-1%", "0.001%", "ten%", "100%", "%"} {
		assert.Error(t, new(nurture.Share).UnmarshalText([]byte(text)), text)
	}
}
