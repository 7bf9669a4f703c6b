package bench

import (
	"strings"
	"testing"

	"github.com/casbin/govaluate"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/internal/workload"
)

// govaluateEngine runs an expression for each rule, over a flat map.
type govaluateEngine struct {
	onEvent, onPerson []govaluateRule
	in                inputs[govaluate.MapParameters]
}

type govaluateRule struct {
	*govaluate.EvaluableExpression
	number int
}

// texts are what the language lacks.
var texts = map[string]govaluate.ExpressionFunction{
	"contains":   func(a ...any) (any, error) { return strings.Contains(a[0].(string), a[1].(string)), nil },
	"startsWith": func(a ...any) (any, error) { return strings.HasPrefix(a[0].(string), a[1].(string)), nil },
	"endsWith":   func(a ...any) (any, error) { return strings.HasSuffix(a[0].(string), a[1].(string)), nil },
}

func newGovaluate(t testing.TB, log *workload.Log) rival {
	l := language{quote: single, list: [2]string{"(", ")"}, name: "[%s]",
		ops: infix(map[string]string{"contains": "contains(%s, %s)", "startsWith": "startsWith(%s, %s)", "endsWith": "endsWith(%s, %s)"})}
	e := govaluateEngine{in: inputsOf(log, func(facts map[string]any) govaluate.MapParameters { return facts })}
	for i, r := range workload.Rules() {
		x, err := govaluate.NewEvaluableExpressionWithFunctions(l.condition(r, " && "), texts)
		require.NoError(t, err)
		if r.Kind == "" {
			e.onPerson = append(e.onPerson, govaluateRule{x, i})
		} else {
			e.onEvent = append(e.onEvent, govaluateRule{x, i})
		}
	}
	return newWork(log, &e)
}

func (e *govaluateEngine) event(i int, give func(int))  { evaluate(e.onEvent, e.in.events[i], give) }
func (e *govaluateEngine) person(i int, give func(int)) { evaluate(e.onPerson, e.in.people[i], give) }

func evaluate(rules []govaluateRule, in govaluate.MapParameters, give func(int)) {
	for _, r := range rules {
		v, err := r.Eval(in)
		if err != nil {
			panic(err)
		}
		if v.(bool) {
			give(r.number)
		}
	}
}
