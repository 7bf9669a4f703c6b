package rule

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead/diag"
)

// The bank of the sums that somebody answers for; the names lie in bank 0.
const sums = 1

// flowing is a scope of three names that flow, one that changes step by step and one that stays, and the sums that were asked for.
type flowing struct {
	scope *Scope
	asked []Combination
}

func newFlowing() *flowing {
	f := &flowing{scope: NewScope()}
	for i, name := range []string{"pull", "push", "drift", "steps", "still"} {
		f.scope.Declare(Name{Name: name, Type: Number, Slot: Slot{0, uint16(i)}, Varies: name != "still", Flows: i < 3})
	}
	f.scope.Declare(Name{Name: "age", Type: Span, Slot: Slot{0, 5}, Varies: true, Flows: true})
	return f
}

func (f *flowing) answer(c Combination) (Name, *diag.Finding) {
	f.asked = append(f.asked, c)
	return Name{Type: Number, Slot: Slot{sums, uint16(len(f.asked) - 1)}}, nil
}

// env gives the names their values and works out the sums.
func (f *flowing) env(values map[string]float64) *Env {
	var e Env
	e.Bank[0] = make([]Value, 6)
	for name, v := range values {
		n, _ := f.scope.Lookup(name)
		e.Bank[0][n.Slot.Index] = Value{Type: Number, Num: v}
	}
	for _, c := range f.asked {
		sum := Value{Type: Number}
		for _, m := range c.Of {
			v, is := values[m.Name]
			if !is && m.Optional {
				v, is = m.Else, true
			}
			if !is {
				sum = Value{}
				break
			}
			sum.Num += v * m.Factor
		}
		e.Bank[sums] = append(e.Bank[sums], sum)
	}
	return &e
}

// What flows is not added up in a standing condition unless somebody answers for the sum: it may keep balance for ever.
func TestStandingSumsWithoutAnAnswer(t *testing.T) {
	for src, fault := range map[string]string{
		`pull - push > 0`: `pull - push`,
		`pull >= 3 and not (1 + pull + 2 * push < 3)`: `1 + pull + 2 * push`,
		`pull - pull > 0`:                     `pull - pull`,
		`-(max(pull, push) - push) > 0`:       `max(pull, push) - push`,
		`(pull ?? 0) + push * 3 == 1`:         `(pull ?? 0) + push * 3`,
		`pull > push`:                         `pull > push`,
		`max(pull, push) > 3`:                 "",
		`min(pull + 1, 3 * push - 2) + 1 > 3`: "",
		`pull - steps > 0`:                    "",
		`2 * pull + 3 >= 5 or push < 1`:       "",
	} {
		f := newFlowing()
		_, found := Compile(src, f.scope, Standing)
		if fault == "" {
			assert.Empty(t, found, src)
			continue
		}
		if assert.Len(t, found, 1, src) {
			assert.Equal(t, codeUnforeseen, found[0].Code)
			assert.Contains(t, found[0].Remedy, "constant")
			assert.Equal(t, fault, src[found[0].Place.From:found[0].Place.To], src)
		}
		_, found = Compile(src, f.scope, Condition)
		assert.Empty(t, found, "what is read once may read anything")
	}
}

// What is asked of whoever answers for sums, and what is no sum of multiples.
func TestStandingSumsAreAskedFor(t *testing.T) {
	for src, want := range map[string]string{
		`pull + push >= 50`:                           "pull + push",
		`push + pull + still > 60`:                    "pull + push",
		`2 * pull - push > 10`:                        "2 * pull - push",
		`-(push - 0.5 * pull) > 10`:                   "-0.5 * pull + push",
		`(pull + push) / 3 > 10`:                      "pull + push",
		`pull / 4 + push > 10`:                        "0.25 * pull + push",
		`pull > push`:                                 "pull - push",
		`pull - 3 <= push`:                            "pull - push",
		`5 < pull - push <= 10`:                       "pull - push, pull - push",
		`pull + push - pull * 1 > 3`:                  "0 * pull + push",
		`pull - pull > 0`:                             "",
		`(pull ?? 0) + push > 3`:                      "(pull ?? 0) + push",
		`(pull ?? 0) + pull - 2 * (pull ?? 1.5) != 3`: "pull + (pull ?? 0) - 2 * (pull ?? 1.5)",
		`min(pull, 40) + push >= 60`:                  "pull + push",
		`drift - max(pull, push) > 0`:                 "drift - pull, drift - push",
		`max(pull + push, drift) > 0`:                 "pull + push",
		`pull + push + steps in [1, 2]`:               "pull + push",
		`(pull + push) == nil`:                        "pull + push",
		`drift >= 3 or not (pull + push < 3)`:         "pull + push",
		`pull + 1 > 3 and max(pull, push) > 3`:        "",
		`pull * 2 > 3`:                                "",
	} {
		f := newFlowing()
		f.scope.Combine(f.answer)
		p, found := Compile(src, f.scope.Child(), Standing)
		if !assert.Empty(t, found, src) {
			continue
		}
		var asked []string
		for _, c := range f.asked {
			asked = append(asked, c.String())
			again, found := Compile(c.String(), f.scope, Quantity)
			require.Empty(t, found, "a sum is an expression")
			assert.Equal(t, c.String(), again.String())
		}
		assert.Equal(t, want, strings.Join(asked, ", "), src)
		plain, _ := Compile(src, f.scope, Condition)
		assert.Equal(t, plain.String(), p.String())
		assert.Equal(t, plain.Names(), p.Names())
		assert.True(t, p.Varies())
	}
	many := "min(pull, 1)" + strings.Repeat(" + min(push, 2)", 7) + " > 0"
	for src, fault := range map[string]string{
		`age > age - "1d"`:                  `age > age - "1d"`,
		`age + age > "3d"`:                  "age + age",
		`1 + pull + (pull ?? push) > 0`:     "1 + pull + (pull ?? push)",
		`drift > 3 and pull * push > 10`:    "pull * push > 10",
		`pull > still * push`:               "pull > still * push",
		many:                                many[:len(many)-4],
		`1e300 * (1e300 * pull) + push > 0`: `1e300 * (1e300 * pull) + push`,
		`1e308 * pull + 1e308 * pull + 1e308 * push + drift > 0`:   `1e308 * pull + 1e308 * pull + 1e308 * push + drift`,
		`pull + 1e300 * (1e300 * still - 1e300 * drift) + pull> 0`: `pull + 1e300 * (1e300 * still - 1e300 * drift) + pull`,
	} {
		f := newFlowing()
		f.scope.Combine(f.answer)
		_, found := Compile(src, f.scope, Standing)
		if assert.Len(t, found, 1, src) {
			assert.Equal(t, codeUnforeseen, found[0].Code)
			assert.Equal(t, fault, src[found[0].Place.From:found[0].Place.To], src)
		}
	}
}

// Whoever answers may say why not, and an answer that cannot be read is none.
func TestStandingSumsThatAreRefused(t *testing.T) {
	f := newFlowing()
	f.scope.Combine(func(Combination) (Name, *diag.Finding) {
		return Name{}, &diag.Finding{Summary: "not today", Remedy: "ask tomorrow"}
	})
	_, found := Compile(`drift > 1 or pull + push > 3`, f.scope, Standing)
	require.Len(t, found, 1)
	assert.Equal(t, "when this changes cannot be foreseen: not today; ask tomorrow", found[0].Summary+"; "+found[0].Remedy)
	f.scope.Combine(func(Combination) (Name, *diag.Finding) { return Name{Type: Number, Slot: Slot{Bank: Banks}}, nil })
	_, found = Compile(`pull + push > 3`, f.scope, Standing)
	require.Len(t, found, 1)
	assert.Equal(t, codeUnforeseen, found[0].Code)
}

// A sum's comparison with a constant is an atom of its own.
func TestAtomsOfSums(t *testing.T) {
	f := newFlowing()
	f.scope.Combine(f.answer)
	p, found := Compile(`not (push + pull < 3) and drift > pull`, f.scope, Standing)
	require.Empty(t, found)
	assert.Equal(t, []Atom{{"pull + push", ">=", 3}, {"drift - pull", ">", 0}}, p.Atoms())
}

// drawLinear writes a linear form of what flows and what does not, with values and factors whose arithmetic is exact.
func drawLinear(t *rapid.T, depth int) string {
	if depth == 0 {
		return rapid.SampledFrom([]string{"pull", "push", "drift", "(pull ?? 2)", "(push ?? -1)", "still", "steps", "3", "-0.5"}).Draw(t, "leaf")
	}
	sub := func() string { return drawLinear(t, depth-1) }
	factor := rapid.SampledFrom([]string{"2", "0.5", "-1", "-4", "0"}).Draw(t, "factor")
	switch rapid.IntRange(0, 8).Draw(t, "op") {
	case 0:
		return "(" + factor + " * " + sub() + ")"
	case 1:
		return "(" + sub() + " / -2)"
	case 2:
		return "-(" + sub() + ")"
	case 3, 4:
		return rapid.SampledFrom([]string{"min", "max"}).Draw(t, "least or greatest") + "(" + sub() + ", " + sub() + ")"
	}
	return "(" + sub() + rapid.SampledFrom([]string{" + ", " - "}).Draw(t, "sign") + sub() + ")"
}

// A standing condition with sums answered for is at any instant what it is without: also where values are missing, and where sums lie in and around min and max.
func TestStandingSumsMeanTheSame(t *testing.T) {
	told, all := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		f := newFlowing()
		f.scope.Combine(f.answer)
		within := rapid.SampledFrom([]string{"%s", "not (%s)", "%s and drift < 50", "(%s ? pull > -2 : pull < 2)"}).Draw(t, "within")
		src := fmt.Sprintf(within, drawLinear(t, rapid.IntRange(1, 4).Draw(t, "left"))+rapid.SampledFrom([]string{" >= ", " > ", " < ", " <= ", " == ", " != "}).Draw(t, "compared")+
			drawLinear(t, rapid.IntRange(0, 2).Draw(t, "right")))
		all++
		p, found := Compile(src, f.scope, Standing)
		if found != nil { // it varies on both sides step by step, or is of too many pieces
			require.Equal(t, codeUnforeseen, found[0].Code, src)
			return
		}
		plain, found := Compile(src, f.scope, Condition)
		require.Empty(t, found)
		if len(f.asked) > 0 {
			told++
		}
		for range 5 {
			values := map[string]float64{}
			for _, name := range []string{"pull", "push", "drift", "steps", "still"} {
				if rapid.IntRange(0, 5).Draw(t, name+" is missing") > 0 {
					values[name] = float64(rapid.IntRange(-6, 6).Draw(t, name))
				}
			}
			e := f.env(values)
			require.Equal(t, plain.True(e), p.True(e), "%s with %v", src, values)
			require.Equal(t, p.True(e), p.Over(e) == Yes)
			require.NotEqual(t, Maybe, p.Over(e))
		}
	})
	t.Logf("sums in %d of %d", told, all)
	require.Greater(t, told, all/4)
}
