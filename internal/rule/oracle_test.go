package rule

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/test/crowdsec"
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

// The reasons that chosen gives.
const (
	sameMeaning  = ""
	missingValue = "a value is missing"
	notFinite    = "a division by zero, or a result that is not finite"
	largeInteger = "an integer beyond 2^53"
	mixedExtreme = "min or max of integers and floats"
)

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
	refused                                    map[string]int // by the first finding's code
	differs                                    map[string]int // by reason
}

func (c *tally) String() string {
	return fmt.Sprintf("in our language %d (conditions %d), compared %d, refused by expr %d, chosen differences %v, not in our language %v",
		c.covered, c.conditions, c.agreed, c.refusedByExpr, c.differs, c.refused)
}

// hold compares one expression on each environment.
func (c *tally) hold(t require.TestingT, src string, s *Scope, envs []*Env, vmEnvs []map[string]any, options ...expr.Option) {
	n, found := anything(src, s)
	if len(found) > 0 {
		c.refused[found[0].Code]++
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

// corpus is a file of expressions inside expr's module.
func corpus(t *testing.T, path string) []string {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/expr-lang/expr").Output()
	require.NoError(t, err)
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), path))
	require.NoError(t, err)
	var lines []string
	if strings.HasSuffix(path, ".json") {
		require.NoError(t, json.Unmarshal(data, &lines))
		return lines
	}
	for s := bufio.NewScanner(strings.NewReader(string(data))); s.Scan(); {
		lines = append(lines, s.Text())
	}
	return lines
}

// The names that both generated corpora use, in the types expr's tests give them, and values for them beside those of expr's tests.
var generated = []struct {
	ok            bool
	i             int
	f64           float64
	str, bar, i64 any
}{
	{true, 1, .5, "str", "foo", int64(1)},
	{false, 0, -2, "", "bar", int64(3)},
	{true, -7, 1e9, "foo", "str", int64(-1)},
}

func generatedEnvs(w *world) (envs []*Env, vmEnvs []map[string]any) {
	for _, g := range generated {
		vm := map[string]any{"ok": g.ok, "i": g.i, "i64": g.i64, "i32": int32(g.i), "f64": g.f64, "f32": float32(g.f64), "str": g.str,
			"foo": map[string]any{"Bar": g.bar}}
		envs = append(envs, w.env(func(n Name) Value {
			name, member, _ := strings.Cut(n.Name, ".")
			v := vm[name]
			if member != "" {
				v = v.(map[string]any)[member]
			}
			return fromGo(v)
		}))
		vmEnvs = append(vmEnvs, vm)
	}
	return envs, vmEnvs
}

func fromGo(v any) Value {
	switch x := reflect.ValueOf(v); x.Kind() {
	case reflect.Bool:
		return Value{Type: Bool, Num: oneIf(x.Bool())}
	case reflect.String:
		return Value{Type: Text, Text: x.String()}
	case reflect.Float64, reflect.Float32:
		return Value{Type: Number, Num: x.Float()}
	}
	return Value{Type: Number, Num: float64(reflect.ValueOf(v).Int())}
}

func TestExprGeneratedCorpora(t *testing.T) {
	for path, least := range map[string]int{"testdata/generated.txt": 2449, "test/fuzz/fuzz_corpus.txt": 4217} {
		w := &world{scope: NewScope()}
		w.declare(facts, Bool, nil, "ok")
		w.declare(facts, Number, nil, "i", "i64", "i32", "f64", "f32")
		w.declare(facts, Text, nil, "str", "foo.Bar")
		envs, vmEnvs := generatedEnvs(w)
		c, lines := newTally(), corpus(t, path)
		for _, src := range lines {
			c.hold(t, src, w.scope, envs, vmEnvs)
		}
		t.Logf("%s: %d expressions, %v", path, len(lines), c)
		assert.GreaterOrEqual(t, c.agreed, least, path)
	}
}

// The rules of a security product. Their members are given the types of its event; those of maps are texts.
func TestExprCrowdsecCorpus(t *testing.T) {
	c, lines := newTally(), corpus(t, "testdata/crowdsec.json")
	w := &world{scope: NewScope()}
	words := map[string]bool{"": true}
	for _, src := range lines {
		if tree, err := parser.Parse(src); err == nil {
			ast.Walk(&tree.Node, &members{world: w, words: words})
		}
	}
	texts := slices.Sorted(func(yield func(string) bool) {
		for w := range words {
			if !yield(w) {
				return
			}
		}
	})
	var envs []*Env
	var vmEnvs []map[string]any
	for seed := range 8 {
		e := w.env(func(n Name) Value {
			pick := int(n.Slot.Index)*7 + seed*31
			switch n.Type {
			case Bool:
				return Value{Type: Bool, Num: float64(pick % 2)}
			case Number:
				return Value{Type: Number, Num: float64(pick % 5)}
			}
			return Value{Type: Text, Text: texts[pick%len(texts)]}
		})
		envs, vmEnvs = append(envs, e), append(vmEnvs, w.forVM(e))
	}
	for _, src := range lines {
		c.hold(t, src, w.scope, envs, vmEnvs)
	}
	t.Logf("crowdsec: %d expressions, %v", len(lines), c)
	assert.GreaterOrEqual(t, c.agreed, 336)
}

// members declares the members of evt that a rule reads, and collects its texts.
type members struct {
	world *world
	words map[string]bool
}

func (m *members) Visit(n *ast.Node) {
	if s, ok := (*n).(*ast.StringNode); ok {
		m.words[s.Value] = true
	}
	if path, ok := dotted(*n); ok {
		if m.world.clashes(path) {
			return
		}
		if t := memberType(reflect.TypeFor[crowdsec.Event](), strings.Split(path, ".")[1:]); t != Missing {
			m.world.declare(facts, t, nil, path)
		}
	}
}

// clashes tells whether one of the names is a member of the other, which no nested map can hold.
func (w *world) clashes(path string) bool {
	return slices.ContainsFunc(w.names, func(n Name) bool {
		return strings.HasPrefix(n.Name+".", path+".") || strings.HasPrefix(path+".", n.Name+".")
	})
}

func dotted(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return n.Value, n.Value == "evt"
	case *ast.MemberNode:
		base, ok := dotted(n.Node)
		property, text := n.Property.(*ast.StringNode)
		if !ok || !text || strings.Contains(property.Value, ".") {
			return "", false
		}
		return base + "." + property.Value, true
	}
	return "", false
}

func memberType(t reflect.Type, path []string) Type {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if len(path) == 0 {
		return map[reflect.Kind]Type{reflect.Bool: Bool, reflect.String: Text, reflect.Int: Number, reflect.Int32: Number, reflect.Int64: Number, reflect.Interface: Text}[t.Kind()]
	}
	switch t.Kind() {
	case reflect.Struct:
		if f, ok := t.FieldByName(path[0]); ok {
			return memberType(f.Type, path[1:])
		}
	case reflect.Map:
		return memberType(t.Elem(), path[1:])
	case reflect.Interface:
		return memberType(t, path[1:])
	}
	return Missing
}
