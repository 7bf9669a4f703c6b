package bench

import (
	"strconv"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/interpreter"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/internal/workload"
)

// celEngine runs a program for each rule, over flat typed variables.
type celEngine struct {
	onEvent, onPerson []celRule
	in                inputs[interpreter.Activation]
}

type celRule struct {
	cel.Program
	number int
}

func newCEL(t testing.TB, log *workload.Log) rival {
	l := language{quote: strconv.Quote, list: [2]string{"[", "]"}, name: "%s",
		ops: infix(map[string]string{"contains": "%s.contains(%s)", "startsWith": "%s.startsWith(%s)", "endsWith": "%s.endsWith(%s)"})}
	var e celEngine
	event, person := celEnv(t, factsOf(&log.Events[0])), celEnv(t, log.People[0].Props())
	for i, r := range workload.Rules() {
		if r.Kind == "" {
			e.onPerson = append(e.onPerson, celRule{celProgram(t, person, l.condition(r, " && ")), i})
		} else {
			e.onEvent = append(e.onEvent, celRule{celProgram(t, event, l.condition(r, " && ")), i})
		}
	}
	e.in = inputsOf(log, func(facts map[string]any) interpreter.Activation {
		for name, v := range facts {
			facts[name] = event.CELTypeAdapter().NativeToValue(v)
		}
		a, err := interpreter.NewActivation(facts)
		require.NoError(t, err)
		return a
	})
	return newWork(log, &e)
}

func celEnv(t testing.TB, facts map[string]any) *cel.Env {
	var vars []cel.EnvOption
	for name, v := range facts {
		typ := cel.StringType
		if _, number := v.(float64); number {
			typ = cel.DoubleType
		}
		vars = append(vars, cel.Variable(name, typ))
	}
	env, err := cel.NewEnv(vars...)
	require.NoError(t, err)
	return env
}

func celProgram(t testing.TB, env *cel.Env, source string) cel.Program {
	ast, issues := env.Compile(source)
	require.NoError(t, issues.Err(), source)
	p, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
	require.NoError(t, err)
	return p
}

func (e *celEngine) event(i int, give func(int))  { run(e.onEvent, e.in.events[i], give) }
func (e *celEngine) person(i int, give func(int)) { run(e.onPerson, e.in.people[i], give) }

func run(rules []celRule, in interpreter.Activation, give func(int)) {
	for _, r := range rules {
		v, _, err := r.Eval(in)
		if err != nil {
			panic(err)
		}
		if v.Value().(bool) {
			give(r.number)
		}
	}
}
