package rule

import (
	"maps"
	"slices"

	"github.com/leadkit/leadkit/lead/diag"
)

// Name is a name that expressions may read.
type Name struct {
	Name   string   // dotted: "lead.industry", "event.path", "fit", "stage", "now"
	Type   Type     // what its slot holds; a value of any other type there reads as missing
	Slot   Slot     // where an environment holds it
	Known  []string // of a Text or List: the only texts it can hold; a constant compared with it must be among them. nil: any
	Varies bool     // changes by itself as time passes: now, scores, history
	Flows  bool     // of a number, time or duration that varies: at every instant, not step by step
}

// Scope is the names that an expression may read, and who answers for its history functions.
// A scope is filled while a contract compiles; it is not for use by several goroutines at once.
type Scope struct {
	parent  *Scope
	names   map[string]Name
	resolve func(Call) (Name, *diag.Finding)
	combine func(Combination) (Name, *diag.Finding)
}

// NewScope returns a scope without names.
func NewScope() *Scope { return &Scope{names: map[string]Name{}} }

// Child returns a scope that sees the names of s, those it has now and those it gets later. What the child declares is its own.
func (s *Scope) Child() *Scope { return &Scope{parent: s, names: map[string]Name{}} }

// Declare adds a name. It changes nothing and returns false if the name is empty or taken, here or in a parent, if its type is none, or if its
// slot lies in no bank.
func (s *Scope) Declare(n Name) bool {
	if _, taken := s.Lookup(n.Name); taken || n.Name == "" || !n.readable() {
		return false
	}
	s.names[n.Name] = n
	return true
}

func (n Name) readable() bool { return n.Type > Missing && n.Type <= List && n.Slot.Bank < Banks }

// Lookup returns the name as it was declared, here or in a parent.
func (s *Scope) Lookup(name string) (Name, bool) {
	for ; s != nil; s = s.parent {
		if n, ok := s.names[name]; ok {
			return n, true
		}
	}
	return Name{}, false
}

// Names returns every name in scope, parents' included, sorted.
func (s *Scope) Names() []string {
	all := map[string]bool{}
	for ; s != nil; s = s.parent {
		for name := range s.names {
			all[name] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// Resolve names who answers for the history functions of s and of its children: f gives the name that holds the call's value, or says why
// there is none. A finding whose Place.Path is "kind", "prop" or "within" is placed at that argument, any other at the whole call.
// Without a resolver every history function is a finding.
func (s *Scope) Resolve(f func(Call) (Name, *diag.Finding)) { s.resolve = f }

func (s *Scope) resolver() func(Call) (Name, *diag.Finding) {
	for ; s != nil; s = s.parent {
		if s.resolve != nil {
			return s.resolve
		}
	}
	return nil
}
