package rule

import (
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/parser"
	"github.com/leadkit/leadkit/lead/diag"
)

// Every built-in of expr is off: a call of any name is read as a plain call, with plain arguments. disabled covers the built-in functions, and
// overruled the predicates (count, sum, any …), which the parser otherwise reads in a syntax of their own whether they are disabled or not.
// Both tables are only read.
var disabled, overruled = builtinsOff()

func builtinsOff() (map[string]bool, conf.FunctionsTable) {
	names, functions := map[string]bool{}, conf.FunctionsTable{}
	for _, f := range builtin.Builtins {
		names[f.Name], functions[f.Name] = true, nil
	}
	return names, functions
}

// parse reads the source into expr's tree. It does not check it: expr's checker stops at the first fault, knows neither missing
// values nor our types, and takes exponential time on a ?: b and on chained comparisons, whose trees share nodes.
func parse(src string) (tree ast.Node, found diag.List) {
	defer func() {
		if recover() != nil {
			tree, found = nil, diag.List{finding(0, 0, codeSyntax, "the expression cannot be read", "")}
		}
	}()
	parsed, err := parser.ParseWithConfig(src, &conf.Config{MaxNodes: maxSource, Functions: overruled, Disabled: disabled})
	if err != nil {
		return nil, diag.List{unreadable(err, src)}
	}
	return parsed.Node, nil
}
