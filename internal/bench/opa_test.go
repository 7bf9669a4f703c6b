package bench

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/internal/workload"
)

// opaEngine asks two prepared queries, which give the numbers of the rules that hold, of parsed input.
type opaEngine struct {
	t                 testing.TB
	onEvent, onPerson rego.PreparedEvalQuery
	in                inputs[ast.Value]
}

func newOPA(t testing.TB, log *workload.Log) rival {
	l := language{quote: strconv.Quote, list: [2]string{"{", "}"}, name: "input.%s",
		ops: infix(map[string]string{"contains": "contains(%s, %s)", "startsWith": "startswith(%s, %s)", "endsWith": "endswith(%s, %s)"})}
	var module strings.Builder
	module.WriteString("package work\n")
	for i, r := range workload.Rules() {
		set := "events"
		if r.Kind == "" {
			set = "people"
		}
		fmt.Fprintf(&module, "%s contains %d if { %s }\n", set, i, l.condition(r, "; "))
	}
	e := opaEngine{t: t, onEvent: prepare(t, module.String(), "data.work.events"), onPerson: prepare(t, module.String(), "data.work.people")}
	e.in = inputsOf(log, func(facts map[string]any) ast.Value {
		v, err := ast.InterfaceToValue(facts)
		require.NoError(t, err)
		return v
	})
	return newWork(log, &e)
}

func prepare(t testing.TB, module, query string) rego.PreparedEvalQuery {
	q, err := rego.New(rego.Query(query), rego.Module("work.rego", module)).PrepareForEval(t.Context())
	require.NoError(t, err)
	return q
}

func (e *opaEngine) event(i int, give func(int))  { e.ask(&e.onEvent, e.in.events[i], give) }
func (e *opaEngine) person(i int, give func(int)) { e.ask(&e.onPerson, e.in.people[i], give) }

func (e *opaEngine) ask(q *rego.PreparedEvalQuery, in ast.Value, give func(int)) {
	answer, err := q.Eval(e.t.Context(), rego.EvalParsedInput(in))
	if err != nil {
		panic(err)
	}
	for _, number := range answer[0].Expressions[0].Value.([]any) {
		rule, err := strconv.Atoi(string(number.(json.Number)))
		if err != nil {
			panic(err)
		}
		give(rule)
	}
}
