package rule

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// These tests hold the evaluator against expr's own virtual machine, run without its optimizer, which changes results.
//
// The chosen differences, where both accept an expression:
//
//  1. Missing values. A comparison with nil is false here, != included; in expr x != nil-valued y is true, and < fails at run time.
//  2. Division by zero and results that are not finite are missing here; in expr they are infinite or not a number, and integers fail at run time.
//  3. Numbers are float64. expr computes with the integer types it is given, which wrap around silently, and tells integers beyond 2^53 apart.
//  4. min and max of integer constants and floats are numbers like all others; expr gives them the first one's type and then fails at run time.
//
// chosen tells by which of them an expression may differ; a difference that it does not know fails the test.
//
// Of what expr accepts, these are refused here, although they are of the shape of rules: see refusals.

// The reasons that chosen gives.
const (
	sameMeaning  = ""
	missingValue = "a value is missing"
	notFinite    = "a division by zero, or a result that is not finite"
	largeInteger = "an integer beyond 2^53"
	mixedExtreme = "min or max of integers and floats"
)

// refusals are the chosen differences in what is accepted, each with words by which its findings are known.
var refusals = []reasoned{
	{"$env, which is everything at once", []string{"$env"}},
	{"powers, which processors round differently", []string{`"**" is not`, `"^" is not`}},
	{"members by a computed name or a position", []string{"the member of a name is written out", "only names have members", "this is not part of the language"}},
	{"lists that are not constants behind in", []string{"list", `"in"`}},
	{"nil as a value", []string{"nil"}},
	{"if, and a choice with nothing between", []string{`"if" is not`, "nothing between"}},
	{"texts looked for that are not constants", []string{"constant text", "pattern"}},
	{"names without a type: functions, structures", []string{"array", "foo", "add", "greet", "div", "half", "score"}},
	{"types that do not go together, whatever the names are", []string{"chooses between", "compares", "joins", "does not take", "looked for among"}},
}

type reasoned struct {
	reason string
	words  []string
}

// refusal gives the reason for which an expression is refused; the first finding's code if it is none of these.
func refusal(src string, found diag.List) string {
	for _, f := range found {
		text := f.Summary
		if f.Code == codeName {
			text = string([]rune(src)[f.Place.From:f.Place.To]) // what is unknown
		}
		for _, r := range refusals {
			if slices.ContainsFunc(r.words, func(w string) bool { return strings.Contains(text, w) }) {
				return r.reason
			}
		}
	}
	return found[0].Code
}

// chosen finds out by which written difference expr may answer otherwise: it evaluates every part of the expression.
func chosen(src string, s *Scope, e *Env) string {
	tree, err := parser.Parse(src)
	if err != nil {
		return sameMeaning
	}
	v := &differences{scope: s, env: e}
	ast.Walk(&tree.Node, v)
	return v.reason
}

type differences struct {
	scope  *Scope
	env    *Env
	reason string
}

func (d *differences) Visit(n *ast.Node) {
	part, found := anything((*n).String(), d.scope)
	if len(found) > 0 || part == nil {
		return
	}
	v := fast(part, d.env)
	_, isName := (*n).(*ast.IdentifierNode)
	_, isMember := (*n).(*ast.MemberNode)
	switch {
	case v.Type == Missing && (isName || isMember):
		d.reason = missingValue
	case v.Type == Missing && d.reason != missingValue:
		d.reason = notFinite
	case v.Type == Number && math.Abs(v.Num) > 1<<53 && d.reason == sameMeaning:
		d.reason = largeInteger
	}
}

// tally counts what became of the expressions of a corpus.
type tally struct {
	covered, conditions, agreed, refusedByExpr int
	refused                                    map[string]int // by reason, else by the first finding's code
	differs                                    map[string]int // by reason
}

func (c *tally) String() string {
	total := c.covered
	for _, n := range c.refused {
		total += n
	}
	return fmt.Sprintf("%d, in our language %d (conditions %d), compared %d, refused by expr %d, chosen differences %v, not in our language %v",
		total, c.covered, c.conditions, c.agreed, c.refusedByExpr, c.differs, c.refused)
}

// hold compares one expression on each environment.
func (c *tally) hold(t require.TestingT, src string, s *Scope, envs []*Env, vmEnvs []map[string]any, options ...expr.Option) {
	n, found := anything(src, s)
	if len(found) > 0 {
		c.refused[refusal(src, found)]++
		for _, f := range found {
			assert.LessOrEqual(t, f.Place.To, utf8.RuneCountInString(src), src)
			assert.Less(t, f.Place.From, f.Place.To, "%s: %v", src, f)
		}
		return
	}
	c.covered++
	if n.typ == Bool {
		c.conditions++
	}
	program, err := expr.Compile(src, append(options, expr.Env(vmEnvs[0]), expr.Optimize(false))...)
	if err != nil {
		c.refusedByExpr++
		return
	}
	c.agreed++
	for i, e := range envs {
		ours := evaluate(n, e)
		theirs, err := expr.Run(program, vmEnvs[i])
		if err == nil && same(ours, theirs) {
			continue
		}
		reason := chosen(src, s, e)
		if reason == sameMeaning && err != nil && strings.Contains(err.Error(), "interface {} is float64, not int") && extremes.MatchString(src) {
			reason = mixedExtreme
		}
		if reason == sameMeaning {
			assert.Fail(t, "an unknown difference", "%s\nours %+v\ntheirs %v (%v)\nenv %v", src, ours, theirs, err, vmEnvs[i])
		}
		c.differs[reason]++
	}
}

var extremes = regexp.MustCompile(`(min|max)\(`)

// same compares our value with expr's.
func same(ours Value, theirs any) bool {
	switch x := reflect.ValueOf(theirs); x.Kind() {
	case reflect.Bool:
		return ours == Value{Type: Bool, Num: oneIf(x.Bool())}
	case reflect.Int, reflect.Int32, reflect.Int64:
		return ours == Value{Type: Number, Num: float64(x.Int())}
	case reflect.Float64, reflect.Float32:
		return ours == Value{Type: Number, Num: x.Float()}
	case reflect.String:
		return ours == Value{Type: Text, Text: x.String()}
	case reflect.Slice:
		return slices.Equal(ListItems(ours), theirs.([]string))
	}
	return theirs == nil && ours.Type == Missing
}

func newTally() *tally { return &tally{refused: map[string]int{}, differs: map[string]int{}} }

// TestDifferential compares random expressions of the language on random values.
func TestDifferential(t *testing.T) {
	w, c := newWorld(), newTally()
	rapid.Check(t, func(t *rapid.T) { differ(t, w, c) })
	t.Log(c)
	require.Zero(t, len(c.refused), "the writer writes only what we accept: %v", c.refused)
	require.Zero(t, c.refusedByExpr)
	require.Zero(t, c.differs[missingValue]+c.differs[largeInteger], "nothing is missing here, and every number is a float64")
}

func FuzzDifferential(f *testing.F) {
	w, c := newWorld(), newTally()
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { differ(t, w, c) }))
}

func differ(t *rapid.T, w *world, c *tally) {
	sources := writer{t: t, plain: true}
	src := sources.condition(rapid.IntRange(1, 4).Draw(t, "depth"))
	if rapid.IntRange(0, 4).Draw(t, "quantity") == 0 {
		src = sources.number(3)
	}
	e := w.env(func(n Name) Value { return drawValue(t, n) })
	c.hold(t, src, w.scope, []*Env{e}, []map[string]any{w.forVM(e)})
}
