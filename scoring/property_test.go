package scoring_test

import (
	"encoding/json"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

func encoded(t require.TestingT, st *scoring.State) string {
	data, err := json.Marshal(st)
	require.NoError(t, err)
	return string(data)
}

// Law 4: rules that remember sums leave the same bytes in any order of arrival.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(r, drawModel(r))
		history := drawHistory(r, 30)
		events := make([]lead.Bound, len(history))
		end := t0
		for i, h := range history {
			events[i] = w.bind(h.Kind, h.At, h.props())
			end = max(end, h.At)
		}
		shuffled := w.again()
		for _, b := range events {
			w.apply(b)
		}
		for _, b := range rapid.Permutation(events).Draw(r, "order") {
			shuffled.apply(b)
		}
		require.Equal(r, encoded(r, w.state), encoded(r, shuffled.state))
		for i := range w.scorer.Names() {
			a, known := w.scorer.Score(w.state, i, end)
			b, same := shuffled.scorer.Score(shuffled.state, i, end)
			require.Equal(r, known, same)
			require.Equal(r, a, b)
		}
	})
}

// Law 5: the lines of each score sum exactly to it, and the rounding among them is small.
func TestLinesSumToTheScore(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, end := drawWorld(r, 30)
		at := end + lead.Instant(rapid.Int64Range(0, int64(60*lead.Day)).Draw(r, "later"))
		sums := map[string]lead.Points{}
		for _, l := range w.scorer.Explain(w.state, at) {
			sums[l.Score] += l.Points
			if l.Rule == scoring.Rounding {
				require.LessOrEqual(r, max(l.Points, -l.Points), lead.Points(12))
			}
		}
		for i, name := range w.scorer.Names() {
			p, known := w.scorer.Score(w.state, i, at)
			require.Equal(r, p, sums[name], name)
			if !known {
				require.NotContains(r, sums, name)
			}
		}
	})
}

// Law 3's ground: bounds over a span hold at every millisecond of it, and are the score over an instant.
func TestOverIsSound(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, end := drawWorld(r, 30)
		size := rapid.SampledFrom([]lead.Span{0, 1, 50, lead.Minute, lead.Day, 30 * lead.Day, 900 * lead.Day}).Draw(r, "size")
		from := end + lead.Instant(rapid.Int64Range(0, int64(40*lead.Day)).Draw(r, "from"))
		to := from.Add(size)
		rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 0))
		for i := range w.scorer.Names() {
			lo, hi, known := w.scorer.Over(w.state, i, from, to)
			require.LessOrEqual(r, lo, hi)
			for k := range 40 {
				at := from + lead.Instant(rnd.Int64N(int64(size)+1))
				if k < 2 {
					at = []lead.Instant{from, to}[k]
				}
				p, same := w.scorer.Score(w.state, i, at)
				require.Equal(r, known, same)
				require.True(r, lo <= p && p <= hi, "%v not in %v..%v", p, lo, hi)
				if size == 0 {
					require.Equal(r, lo, hi)
				}
			}
		}
	})
}

// Where a sum of parts that fade at different paces, from both sides of zero, falls as a whole, the bounds are its values at the ends.
func TestOverIsTightWhereTheScoreFalls(t *testing.T) {
	w := newWorld(t, twoPaces)
	w.event("email_opened", t0, nil)
	w.event("page_viewed", t0, nil)
	// With x = 2^(-t/14d) the score is 100x - 20x², which grows with x up to x = 2.5: it falls from the beginning on.
	for _, span := range []lead.Span{lead.Second, lead.Hour, lead.Day, 5 * lead.Day} {
		lo, hi, _ := w.scorer.Over(w.state, 0, days(20), days(20).Add(span))
		first, _ := w.scorer.Score(w.state, 0, days(20))
		last, _ := w.scorer.Score(w.state, 0, days(20).Add(span))
		require.InDelta(t, int64(first), int64(hi), 1)
		require.InDelta(t, int64(last), int64(lo), 1)
	}
}

// Law 3: Next is the first millisecond at which the comparison changes.
func TestNextEqualsScanning(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, end := drawWorld(r, 12)
		score := rapid.IntRange(0, 2).Draw(r, "score")
		now, known := w.scorer.Score(w.state, score, end)
		threshold := lead.Points(rapid.Int64Range(-30, 60).Draw(r, "threshold")) * lead.Point
		if rapid.Bool().Draw(r, "near") {
			threshold = now + lead.Points(rapid.Int64Range(-3, 3).Draw(r, "off"))
		}
		next, ok := w.scorer.Next(w.state, score, threshold, end)
		is := func(at lead.Instant) bool {
			p, _ := w.scorer.Score(w.state, score, at)
			return p >= threshold
		}
		require.False(r, ok && !known)
		if !known {
			return
		}
		until := lead.Forever
		if ok {
			require.NotEqual(r, is(end), is(next))
			require.Equal(r, is(end), is(next-1))
			until = next - 1
		}
		rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 0))
		for range 200 {
			at := int64(end) + rnd.Int64N(int64(until-end)+1)
			require.Equal(r, is(end), is(lead.Instant(at)))
		}
	})
}

// Law 3 again, by every millisecond of a short while.
func TestNextEqualsScanningEveryMillisecond(t *testing.T) {
	for _, threshold := range []lead.Points{79_999_990, 79_999_000, 79_990_000, 80_000_000, 80_000_001} {
		w := newWorld(t, twoPaces)
		w.event("email_opened", t0, nil)
		w.event("page_viewed", t0, nil)
		now, _ := w.scorer.Score(w.state, 0, t0)
		var found lead.Instant
		for at := t0; at < after(30*lead.Minute) && found == 0; at++ {
			if p, _ := w.scorer.Score(w.state, 0, at); p >= threshold != (now >= threshold) {
				found = at
			}
		}
		next, ok := w.scorer.Next(w.state, 0, threshold, t0)
		if found != 0 {
			require.Equal(t, found, next)
		} else {
			require.True(t, !ok || next >= after(30*lead.Minute))
		}
	}
}

// Law 7: two records of one person merge to what one record would have, in either order.
func TestMergeAddsExactly(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		one := newWorld(r, drawModel(r))
		left, right := one.again(), one.again()
		end := t0
		for _, h := range drawHistory(r, 30) {
			b := one.bind(h.Kind, h.At, h.props())
			one.apply(b)
			if rapid.Bool().Draw(r, "left") {
				left.apply(b)
			} else {
				right.apply(b)
			}
			end = max(end, h.At)
		}
		ab, ba := left.state.Clone(), right.state.Clone()
		one.scorer.Merge(&ab, right.state)
		one.scorer.Merge(&ba, left.state)
		require.Equal(r, encoded(r, &ab), encoded(r, &ba))
		require.Equal(r, encoded(r, one.state), encoded(r, &ab))
		for i := range one.scorer.Names() {
			p, _ := one.scorer.Score(one.state, i, end)
			q, _ := one.scorer.Score(&ab, i, end)
			require.Equal(r, p, q)
		}
	})
}

// Law 8, and law 9 for what is worked out beside the state: a decoded state goes on as if it had never been encoded.
func TestDecodedStateGoesOn(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, end := drawWorld(r, 20)
		copied := w.again()
		*copied.person = *w.person
		require.NoError(r, json.Unmarshal([]byte(encoded(r, w.state)), copied.state))
		for i := range w.scorer.Names() {
			a, _ := w.scorer.Score(w.state, i, end)
			b, _ := w.scorer.Score(copied.state, i, end)
			require.Equal(r, a, b)
		}
		require.Equal(r, encoded(r, w.state), encoded(r, copied.state))
		for _, h := range drawHistory(r, 10) {
			b := w.bind(h.Kind, h.At, h.props())
			w.apply(b)
			copied.apply(b)
			end = max(end, h.At)
		}
		require.Equal(r, encoded(r, w.state), encoded(r, copied.state))
		require.Equal(r, w.scorer.Explain(w.state, end), w.scorer.Explain(copied.state, end))
		fresh := copied.state.Clone()
		for i := range w.scorer.Names() {
			a, _ := w.scorer.Score(w.state, i, end)
			b, _ := w.scorer.Score(&fresh, i, end)
			require.Equal(r, a, b)
		}
	})
}

// Law 9: the score is what a plain sum over all events, in numbers of 400 bits, rounds to, but for the last digit.
func TestScoreEqualsPlainSum(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		spans := map[string]lead.Span{"email_opened": lead.Span(rapid.Int64Range(int64(lead.Minute), int64(40*lead.Day)).Draw(r, "half-life")), "video_watched": 0}
		var rules []scoring.Rule
		for kind, span := range map[string]lead.Span{"email_opened": spans["email_opened"], "video_watched": 0} {
			rule := scoring.Rule{Name: kind, Each: []string{kind}, Points: drawPoints(r)}
			if span > 0 {
				rule.Decay = scoring.HalfLife(span)
			}
			rules = append(rules, rule)
		}
		points := map[string]lead.Points{rules[0].Name: rules[0].Points, rules[1].Name: rules[1].Points}
		w := newWorld(r, scoring.Model{Scores: []scoring.Score{{Name: "interest", Rules: rules}}})
		history := drawHistory(r, 40)
		at := t0
		for _, h := range history {
			w.event(h.Kind, h.At, h.props())
			at = max(at, h.At)
		}
		at += lead.Instant(rapid.Int64Range(0, int64(90*lead.Day)).Draw(r, "later"))
		want := new(big.Float).SetPrec(400)
		for _, h := range history {
			want.Add(want, fadedPlainly(points[h.Kind], at.Sub(h.At), spans[h.Kind]))
		}
		got, _ := w.scorer.Score(w.state, 0, at)
		diff, _ := want.Sub(want, new(big.Float).SetInt64(int64(got))).Float64()
		require.LessOrEqual(r, math.Abs(diff), 0.501)
	})
}

// fadedPlainly gives points·2^(-age/half-life) in millionths.
func fadedPlainly(points lead.Points, age, span lead.Span) *big.Float {
	f := new(big.Float).SetPrec(400).SetInt64(int64(points))
	if span == 0 {
		return f
	}
	whole := int64(age / span)
	f.Mul(f, powerOfTwo(-int64(age%span), int64(span)))
	return f.SetMantExp(f, -int(min(whole, 1<<20)))
}

// powerOfTwo gives 2^(num/den) by e^x's series.
func powerOfTwo(num, den int64) *big.Float {
	const prec = 400
	x := new(big.Float).SetPrec(prec).Quo(new(big.Float).SetPrec(prec).SetInt64(num), new(big.Float).SetPrec(prec).SetInt64(den))
	x.Mul(x, ln2())
	sum, term := new(big.Float).SetPrec(prec).SetInt64(1), new(big.Float).SetPrec(prec).SetInt64(1)
	for n := int64(1); n < 80; n++ {
		term.Mul(term, x).Quo(term, new(big.Float).SetPrec(prec).SetInt64(n))
		sum.Add(sum, term)
	}
	return sum
}

// ln2 is the sum of 1/(n·2^n).
func ln2() *big.Float {
	const prec = 400
	sum := new(big.Float).SetPrec(prec)
	for n := 1; n < prec; n++ {
		term := new(big.Float).SetPrec(prec).SetInt64(int64(n))
		sum.Add(sum, term.Quo(new(big.Float).SetPrec(prec).SetMantExp(big.NewFloat(1), -n), term))
	}
	return sum
}

// Fill says the same as Over and Temperature.
func TestFillEqualsOver(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, end := drawWorld(r, 15)
		name := rapid.SampledFrom(w.scorer.Names()).Draw(r, "score")
		cond := conditions(r, w.schema, name)
		at := end + lead.Instant(rapid.Int64Range(0, int64(20*lead.Day)).Draw(r, "later"))
		w.facts.At(at)
		w.scorer.Fill(w.state, w.facts)
		p, known := w.scorer.Score(w.state, map[string]int{"fit": 0, "interest": 1, "total": 2}[name], at)
		require.Equal(r, known && p.Float() >= 5, cond[0].True(w.facts))
		require.Equal(r, w.scorer.Temperature(w.state, at) == "hot", cond[1].True(w.facts))
	})
}

// Over a span, too, where the total finds again how its scores run.
func TestFillOverASpanEqualsOver(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, end := drawWorld(r, 15)
		from := end + lead.Instant(rapid.Int64Range(0, int64(20*lead.Day)).Draw(r, "later"))
		to := from.Add(lead.Span(rapid.Int64Range(1, int64(40*lead.Day)).Draw(r, "width")))
		w.facts.Over(from, to)
		w.scorer.Prepare(w.state)
		w.scorer.Fill(w.state, w.facts)
		for i, name := range w.scorer.Names() {
			lo, hi, known := w.scorer.Over(w.state, i, from, to)
			want := lead.Maybe
			switch {
			case known && lo.Float() >= 5:
				want = lead.Yes
			case !known || hi.Float() < 5:
				want = lead.No
			}
			require.Equal(r, want, conditions(r, w.schema, name)[0].Over(w.facts), name)
		}
	})
}
