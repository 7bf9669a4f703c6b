package scoring

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

const precise = 400

// roots[k] is 2^(2^-k).
var roots = func() []*big.Float {
	list := []*big.Float{new(big.Float).SetPrec(precise).SetInt64(2)}
	for k := range 64 {
		list = append(list, new(big.Float).SetPrec(precise).Sqrt(list[k]))
	}
	return list
}()

// plainPower is 2^(part/2^64) · 2^63.
func plainPower(part uint64) *big.Float {
	f := new(big.Float).SetPrec(precise).SetInt64(1)
	for bit := range 64 {
		if part>>bit&1 == 1 {
			f.Mul(f, roots[64-bit])
		}
	}
	return f.SetMantExp(f, 63)
}

func TestTables(t *testing.T) {
	for i := range uint64(256) {
		want, _ := plainPower(i << 56).Int(nil)
		require.Equal(t, want.Uint64(), coarse[i])
		above := plainPower(i << 48)
		above.Sub(above.SetMantExp(above, 1), new(big.Float).SetMantExp(big.NewFloat(1), 64))
		want, _ = above.Int(nil)
		require.Equal(t, want.Uint64(), medium[i])
	}
}

func TestPowerIsAtMostFourBelow(t *testing.T) {
	check := func(t require.TestingT, part uint64) {
		diff := plainPower(part)
		diff.Sub(diff, new(big.Float).SetUint64(power(part)))
		d, _ := diff.Float64()
		require.True(t, 0 <= d && d < 4, "power(%d) is %g below", part, d)
	}
	for _, part := range []uint64{0, 1, 1 << 48, 1<<48 - 1, 1<<56 - 1, 1 << 63, math.MaxUint64} {
		check(t, part)
	}
	rapid.Check(t, func(r *rapid.T) { check(r, rapid.Uint64().Draw(r, "part")) })
}

// What decays never grows: from one millisecond to the next, also across tables and epochs, for the longest half-life too.
func TestFadingNeverGrows(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		span := lead.Span(rapid.Int64Range(int64(ShortestHalfLife), int64(LongestHalfLife)).Draw(r, "half-life"))
		h := newHalf(rapid.SampledFrom([]lead.Span{span, ShortestHalfLife, LongestHalfLife, 14 * lead.Day}).Draw(r, "which"))
		t0 := lead.Instant(rapid.Int64Range(1, int64(lead.Forever)/2).Draw(r, "t0"))
		w := h.weight(t0)
		var s epochSums
		s.add(0, w.points(lead.MostPoints))
		at := t0 + lead.Instant(rapid.Int64Range(0, min(int64(h.span)*64, int64(lead.Forever)/2)).Draw(r, "later"))
		before := s.at(h.epoch(t0), h.fading(at))
		for range 200 {
			at++
			now := s.at(h.epoch(t0), h.fading(at))
			require.False(r, before.less(now), "%v grew to %v", before, now)
			before = now
		}
	})
}

// Decay against its closed form.
func TestDecayEqualsExp2(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := newHalf(lead.Span(rapid.Int64Range(int64(ShortestHalfLife), int64(3650*lead.Day)).Draw(r, "half-life")))
		points := lead.Points(rapid.Int64Range(-int64(lead.MostPoints), int64(lead.MostPoints)).Draw(r, "points"))
		t0 := lead.Instant(rapid.Int64Range(1, 4_000_000_000_000).Draw(r, "t0"))
		age := lead.Span(rapid.Int64Range(0, int64(h.span)*40).Draw(r, "age"))
		w := h.weight(t0)
		var s epochSums
		s.add(0, w.points(points))
		got := rounded(s.at(h.epoch(t0), h.fading(t0.Add(age))))
		want := float64(points) * math.Exp2(-float64(age)/float64(h.span))
		require.InDelta(r, want, float64(got), 1+math.Abs(want)*1e-12)
	})
}

// The sum at an instant against numbers of any size.
func TestSumsEqualBigIntegers(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var s epochSums
		joined := new(big.Int)
		for i := range s {
			s[i] = Wide{rapid.Int64Range(-1<<58, 1<<58).Draw(r, "hi"), rapid.Uint64().Draw(r, "lo")}
			joined.Add(joined, new(big.Int).Lsh(s[i].big(), uint(64-32*i)))
		}
		f := fading{rapid.Uint64Range(1<<63, math.MaxUint64).Draw(r, "mantissa"), rapid.Int64Range(0, 260).Draw(r, "whole")}
		joined.Mul(joined, new(big.Int).SetUint64(f.mantissa))
		joined.Quo(joined, new(big.Int).Lsh(big.NewInt(1), uint(127+f.whole)))
		require.Equal(r, joined.String(), s.at(0, f).big().String())
		moved := s
		require.Equal(r, s.at(0, f), moved.at(3, fading{f.mantissa, f.whole + 96}))
	})
}

func (w Wide) big() *big.Int {
	hi, lo := w.size()
	n := new(big.Int).Lsh(new(big.Int).SetUint64(hi), 64)
	n.Add(n, new(big.Int).SetUint64(lo))
	if w.Hi < 0 {
		n.Neg(n)
	}
	return n
}

func TestWideText(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := Wide{rapid.Int64().Draw(r, "hi"), rapid.Uint64().Draw(r, "lo")}
		if rapid.Bool().Draw(r, "small") {
			w.Hi = int64(w.Lo) >> 63
		}
		text, err := w.MarshalText()
		require.NoError(r, err)
		var back Wide
		require.NoError(r, back.UnmarshalText(text))
		require.Equal(r, w, back)
		want, ok := new(big.Int).SetString(string(text), 16)
		require.True(r, ok)
		require.Equal(r, want.String(), w.big().String())
	})
	for _, bad := range []string{"", "-", "x", "1.5", "80000000000000000000000000000000", "123456789012345678901234567890123"} {
		var w Wide
		require.Error(t, w.UnmarshalText([]byte(bad)), bad)
	}
}

// The total against exact fractions.
func TestTotalEqualsFractions(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		src, value := drawTotal(r, 3)
		p := parser{src: src, names: []string{"a", "b"}}
		root := p.whole()
		if p.fault.Code == "bad-number" {
			return // multiplied out to more than six places
		}
		require.Empty(r, p.fault.Code, src)
		l := linear{root: root, names: p.names}
		l.reduce()
		a, b := rapid.Int64Range(-1e14, 1e14).Draw(r, "a"), rapid.Int64Range(-1e14, 1e14).Draw(r, "b")
		sc := &Scorer{total: &l, scores: []score{{basket: 0}, {basket: 1}}, baskets: []basket{newBasket("", Level{}, Level{}), newBasket("", Level{}, Level{})}}
		q := reading{s: sc, st: &State{}, v: &view{known: 3, aside: &aside{fit: []lead.Points{lead.Points(a), lead.Points(b)}}}, from: 1, to: 1}
		e := q.total()
		if !root.reads(0) && !root.reads(1) {
			require.False(r, e.known)
			return
		}
		want := value(big.NewRat(a, 1), big.NewRat(b, 1))
		half := new(big.Rat).Sub(want, big.NewRat(int64(e.lo), 1))
		require.LessOrEqual(r, new(big.Rat).Abs(half).Cmp(big.NewRat(1, 2)), 0, "%s: %v is not %v", src, e.lo, want)
		require.Equal(r, e.lo, e.hi)
		sum := Wide{}
		core, caps := l.core()
		for _, part := range core.parts() {
			sum = sum.add(q.term(&part))
		}
		require.Equal(r, q.term(core), sum)
		require.True(r, len(caps) > 0 || core == &l.root)
		q.to = 1000
		over := q.total()
		require.Equal(r, []lead.Points{e.lo, e.hi}, []lead.Points{over.lo, over.hi})
	})
}

// drawTotal draws an expression and what it is worth in millionths, for a and b in millionths.
func drawTotal(r *rapid.T, depth int) (string, func(a, b *big.Rat) *big.Rat) {
	constants := map[string]*big.Rat{"2": big.NewRat(2, 1), "0.5": big.NewRat(1, 2), "0.125": big.NewRat(1, 8), "10": big.NewRat(10, 1)}
	constant := rapid.SampledFrom([]string{"2", "0.5", "0.125", "10"}).Draw(r, "constant")
	n := constants[constant]
	if depth == 0 {
		switch rapid.IntRange(0, 2).Draw(r, "leaf") {
		case 0:
			return "a", func(a, _ *big.Rat) *big.Rat { return a }
		case 1:
			return "b", func(_, b *big.Rat) *big.Rat { return b }
		}
		return constant, func(_, _ *big.Rat) *big.Rat { return new(big.Rat).Mul(n, big.NewRat(1_000_000, 1)) }
	}
	x, f := drawTotal(r, depth-1)
	y, g := drawTotal(r, depth-1)
	switch rapid.IntRange(0, 6).Draw(r, "form") {
	case 0:
		return x + " + (" + y + ")", func(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(f(a, b), g(a, b)) }
	case 1:
		return "(" + x + ") - (" + y + ")", func(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(f(a, b), g(a, b)) }
	case 2:
		return constant + " * (" + x + ")", func(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(f(a, b), n) }
	case 3:
		return "(" + x + ") / -" + constant, func(a, b *big.Rat) *big.Rat { return new(big.Rat).Neg(new(big.Rat).Quo(f(a, b), n)) }
	case 4:
		return "min(" + x + ", " + y + ")", func(a, b *big.Rat) *big.Rat { return extremeRat(f(a, b), g(a, b), -1) }
	case 5:
		return "max(" + x + "," + y + ")", func(a, b *big.Rat) *big.Rat { return extremeRat(f(a, b), g(a, b), 1) }
	}
	return "-(" + x + ")", func(a, b *big.Rat) *big.Rat { return new(big.Rat).Neg(f(a, b)) }
}

func extremeRat(x, y *big.Rat, sign int) *big.Rat {
	if x.Cmp(y) == sign {
		return x
	}
	return y
}

// An epoch begins at the first millisecond that is counted to it.
func TestEpochsBeginWhenTheyAreCounted(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := newHalf(lead.Span(rapid.Int64Range(int64(ShortestHalfLife), int64(LongestHalfLife)).Draw(r, "half-life")))
		epoch := rapid.Int64Range(1, int64(lead.Forever)/int64(h.span)>>epochBits+1).Draw(r, "epoch")
		require.Equal(r, epoch, h.epoch(h.begin(epoch)))
		require.Equal(r, epoch-1, h.epoch(h.begin(epoch)-1))
	})
	none := half{}
	require.Equal(t, [2]lead.Instant{0, math.MaxInt64}, [2]lead.Instant{none.begin(0), none.begin(1)})
}

// What is worked out beside the lines is what is worked out from them anew, also where events fall upon the ends of epochs.
func TestGroupsAreTheSumsOfTheirLines(t *testing.T) {
	schema, err := lead.NewSchema(lead.Vocabulary{}, "")
	require.NoError(t, err)
	s, err := Compile(Model{Scores: []Score{{Name: "interest", Decay: HalfLife(lead.Day), Rules: []Rule{
		{Name: "opened", Each: []string{"email_opened"}, Points: 3 * lead.Point}, {Name: "again", Each: []string{"email_opened"}, Points: lead.Point}}}}}, schema)
	require.NoError(t, err)
	kind, _ := schema.Kind("email_opened")
	h := newHalf(lead.Day)
	rapid.Check(t, func(r *rapid.T) {
		st, f := &State{}, schema.NewFacts()
		for range rapid.IntRange(1, 12).Draw(r, "events") {
			at := h.begin(rapid.Int64Range(600, 604).Draw(r, "epoch")) + lead.Instant(rapid.IntRange(-1, 1).Draw(r, "beside"))
			b := lead.Bound{Kind: kind, Time: at}
			f.Hear(&b)
			s.Apply(st, &b, f)
		}
		live, fresh := st.view, new(view)
		s.work(fresh, st)
		for i := range live.groups {
			require.Equal(r, live.groups[i], fresh.groups[i])
			require.Equal(r, live.sums(i), fresh.sums(i))
		}
	})
}
