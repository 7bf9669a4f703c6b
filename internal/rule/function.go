package rule

import (
	"fmt"
	"maps"
	"slices"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser/lexer"
	"github.com/leadkit/leadkit/lead/diag"
)

// function checks a call: min and max of numbers, times or durations, and the history functions.
func (c *checker) function(x *ast.CallNode) *node {
	callee, ok := x.Callee.(*ast.IdentifierNode)
	if !ok {
		return c.fail(at(x), codeNotAllowed, "values have no methods", "known functions: "+diag.Enumerate(functionNames()))
	}
	n := at(callee)
	n.to = c.end(n.to)
	if callee.Value == "min" || callee.Value == "max" {
		return c.extreme(n, callee.Value, x.Arguments)
	}
	if f, ok := functions[callee.Value]; ok {
		n.typ = f.gives
		return c.history(n, callee.Value, x.Arguments)
	}
	f := finding(callee.Location().From, callee.Location().To, codeFunction, fmt.Sprintf("unknown function %q", callee.Value), "")
	if _, isName := c.scope.Lookup(callee.Value); isName {
		f.Remedy = callee.Value + " is a name and stands without brackets"
	} else if f.Near = diag.Near(callee.Value, functionNames()); f.Near == "" {
		f.Remedy = "known functions: " + diag.Enumerate(functionNames())
	}
	c.found = append(c.found, f)
	return n
}

func functionNames() []string { return append(slices.Sorted(maps.Keys(functions)), "max", "min") }

// end returns the end of the bracket that opens at or after a rune.
func (c *checker) end(from int) int {
	depth := 0
	for _, t := range c.tokens {
		if t.From < from || t.Kind != lexer.Bracket {
			continue
		}
		if t.Value == "(" || t.Value == "[" {
			depth++
		} else if depth--; depth == 0 {
			return t.To
		}
	}
	return from
}

// extreme checks min(a, b, …) and max(a, b, …). Constant texts beside times or durations are read as such.
func (c *checker) extreme(n *node, name string, args []ast.Node) *node {
	n.op = opMin
	if name == "max" {
		n.op = opMax
	}
	if len(args) == 0 {
		return c.fail(n, codeArguments, name+" of nothing", "")
	}
	t := Missing
	for _, a := range args {
		k := c.expr(a)
		n.kids = append(n.kids, k)
		if t == Missing && k.typ.numeric() {
			t = k.typ
		}
	}
	for i, k := range n.kids {
		k = c.read(k, t)
		n.kids[i] = k
		if k.typ == broken {
			t = broken
		} else if t != broken && k.typ != t {
			c.fail(k, codeArguments, fmt.Sprintf("%s takes numbers, times or durations, all of one sort, and meets %s", name, k.typ.article()), "")
			t = broken
		}
	}
	n.typ = t
	return fold(n)
}

// history checks a history function, whose arguments are constant texts. What it reads is asked of the scope's resolver at the end.
func (c *checker) history(n *node, name string, args []ast.Node) *node {
	f := functions[name]
	most := f.required
	if f.window {
		most++
	}
	if len(args) < f.required || len(args) > most {
		return c.fail(n, codeArguments, fmt.Sprintf("%s has %d arguments", name, len(args)), "write "+f.shape)
	}
	p := &pending{node: n, call: Call{Func: name}}
	for i, a := range args {
		text, ok := a.(*ast.StringNode)
		if !ok {
			c.fail(at(a), codeArguments, "an argument of "+name+" is a constant text", "write "+f.shape)
			n.typ = broken
			continue
		}
		p.args = append(p.args, [2]int{a.Location().From, a.Location().To})
		if !c.argument(p, i, text, i == f.required) {
			n.typ = broken
		}
	}
	if n.typ != broken {
		n.op, n.call = opName, p
		c.calls = append(c.calls, p)
	}
	return n
}

func (c *checker) argument(p *pending, i int, text *ast.StringNode, window bool) bool {
	switch {
	case window:
		ms, ok := ParseSpan(text.Value)
		if !ok || ms == 0 {
			c.fail(at(text), codeDuration, fmt.Sprintf("%q is no duration", text.Value), `write "14d" or "1d12h"; units are ms, s, m, h, d and w`)
			return false
		}
		p.call.Within = ms
	case text.Value == "":
		c.fail(at(text), codeArguments, "an argument of "+p.call.Func+" is empty", "")
		return false
	case i == 0:
		p.call.Kind = text.Value
	default:
		p.call.Prop = text.Value
	}
	return true
}

// settle asks the resolver for the name behind every history call. The name goes by the call's canonical spelling and has the call's type.
func (c *checker) settle() {
	resolve := c.scope.resolver()
	for _, p := range c.calls {
		n := p.node
		if resolve == nil {
			c.fail(n, codeUnavailable, "there is no history here", "")
			continue
		}
		if p.full {
			p.call.Limit = 0
		}
		name, f := resolve(p.call)
		switch {
		case f != nil:
			told := *f
			told.Place.From, told.Place.To = p.place(f)
			told.Place.Path = ""
			c.found = append(c.found, told)
		case !name.readable():
			c.fail(n, codeUnavailable, p.call.String()+" cannot be read here", "")
		default:
			n.name = name
			n.name.Name, n.name.Type, n.name.Known = p.call.String(), n.typ, nil
		}
		n.call = nil
	}
}
