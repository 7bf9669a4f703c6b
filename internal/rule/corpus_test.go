package rule

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/test/crowdsec"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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

// A typing gives the names of the generated corpora types, and values of these to us and to expr.
type typing struct {
	world  *world
	envs   []*Env
	vmEnvs []map[string]any
}

// The values that expr's tests give the names that both generated corpora use, and others of the same types.
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

// asInExpr gives names the types that expr's tests give them: several of numbers, which are all one to us. What has no type of ours there, such as a function that is
// named and not called, is not declared.
func asInExpr() typing {
	t := typing{world: &world{scope: NewScope()}}
	w := t.world
	w.declare(facts, Bool, nil, "ok")
	w.declare(facts, Number, nil, "i", "i64", "i32", "f64", "f32")
	w.declare(facts, Text, nil, "str", "foo.Bar")
	for _, g := range generated {
		vm := map[string]any{"ok": g.ok, "i": g.i, "i64": g.i64, "i32": int32(g.i), "f64": g.f64, "f32": float32(g.f64), "str": g.str,
			"foo": map[string]any{"Bar": g.bar}}
		t.envs = append(t.envs, w.env(func(n Name) Value {
			name, member, _ := strings.Cut(n.Name, ".")
			v := vm[name]
			if member != "" {
				v = v.(map[string]any)[member]
			}
			return fromGo(v)
		}))
		t.vmEnvs = append(t.vmEnvs, vm)
	}
	return t
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

// asDrawn gives all names of the corpora types of ours by chance: an expression is of the language if there is a schema in which it is.
func asDrawn(r *rand.Rand) typing {
	t := typing{world: &world{scope: NewScope()}}
	names := []string{"ok", "i", "i64", "i32", "f64", "f32", "str", "array", "list", "add", "div", "half", "score", "greet", "fn", "foobar"}
	if r.IntN(2) == 0 {
		names = append(names, "foo")
	} else {
		names = append(names, "foo.Bar", "foo.String", "foo.Qux")
	}
	for _, name := range names {
		t.world.declare(facts, []Type{Bool, Number, Text, List}[r.IntN(4)], nil, name)
	}
	for range generated {
		e := t.world.env(func(n Name) Value {
			texts := []string{"", "foo", "bar", "str"}
			switch n.Type {
			case Bool:
				return Value{Type: Bool, Num: float64(r.IntN(2))}
			case Number:
				return Value{Type: Number, Num: []float64{0, 1, -7, .5, 3, 1e9}[r.IntN(6)]}
			case List:
				return ListOf(texts[r.IntN(3) : 2+r.IntN(3)])
			}
			return Value{Type: Text, Text: texts[r.IntN(4)]}
		})
		t.envs, t.vmEnvs = append(t.envs, e), append(t.vmEnvs, t.world.forVM(e))
	}
	return t
}

// fits gives the first typing in which an expression is of the language; the first of all if there is none.
func fits(src string, typings []typing) *typing {
	for i := range typings {
		_, found := anything(src, typings[i].world.scope)
		if len(found) == 0 {
			return &typings[i]
		}
		if strings.Contains(src, "$env") || slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Code != codeName && f.Code != codeType }) {
			break // no schema mends that
		}
	}
	return &typings[0]
}

// shape finds what no rule needs: calls, loops, ranges, let, maps.
type shape struct{ odd bool }

func (s *shape) Visit(n *ast.Node) {
	switch x := (*n).(type) {
	case *ast.CallNode, *ast.BuiltinNode, *ast.PredicateNode, *ast.PointerNode, *ast.VariableDeclaratorNode, *ast.SequenceNode, *ast.MapNode:
		s.odd = true
	case *ast.BinaryNode:
		s.odd = s.odd || x.Operator == ".."
	}
}

func shaped(src string) bool {
	tree, err := parser.Parse(src)
	if err != nil {
		return false
	}
	var s shape
	ast.Walk(&tree.Node, &s)
	return !s.odd
}

// TestExprGeneratedCorpora holds every expression of both corpora. Those of a rule's shape, some 19,000, are counted: compared with expr, or refused, and why.
func TestExprGeneratedCorpora(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	typings := []typing{asInExpr()}
	for range 96 {
		typings = append(typings, asDrawn(r))
	}
	for path, least := range map[string]int{"testdata/generated.txt": 3700, "test/fuzz/fuzz_corpus.txt": 5000} {
		all, rules, lines := newTally(), newTally(), corpus(t, path)
		for _, src := range lines {
			c := all
			if shaped(src) {
				c = rules
			}
			x := fits(src, typings)
			c.hold(t, src, x.world.scope, x.envs, x.vmEnvs)
		}
		t.Logf("%s: %d expressions, of the shape of rules %v", path, len(lines), rules)
		t.Logf("%s: of other shapes, calls of min and max among them, %v", path, all)
		assert.GreaterOrEqual(t, rules.agreed+all.agreed, least, path)
		for reason, n := range rules.refused {
			known := slices.ContainsFunc(refusals, func(r reasoned) bool { return r.reason == reason })
			assert.True(t, known, "%d refused for a reason that is not written down: %s", n, reason)
		}
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
