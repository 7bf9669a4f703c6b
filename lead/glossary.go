package lead

import (
	"fmt"
	"slices"
	"strings"
)

// Term is one line of the glossary: a stage, what it means, who owns it, and what can happen there.
type Term struct {
	Stage   string
	Meaning string
	Owner   string
	Acts    []string // "accepted: to sal", "rejected (5 reasons)"
}

// Glossary gives the common language that the two teams lack: each stage with its meaning, its owner and the acts that leave it.
func (m *Machine) Glossary() []Term {
	terms := make([]Term, len(m.spec.Stages))
	for i, st := range m.spec.Stages {
		terms[i] = Term{Stage: st.Name, Meaning: st.Meaning, Owner: st.Owner}
		for _, mv := range m.spec.Moves {
			if slices.Contains(mv.From, st.Name) {
				terms[i].Acts = append(terms[i].Acts, mv.Name+": to "+mv.To)
			}
		}
		for _, x := range m.exits {
			if x.from[st.Name] {
				terms[i].Acts = append(terms[i].Acts, fmt.Sprintf("%s (%d reasons)", x.Name, len(x.Reasons)))
			}
		}
	}
	return terms
}

// FormatGlossary prints terms as text, a paragraph each.
func FormatGlossary(terms []Term) string {
	var b strings.Builder
	for _, t := range terms {
		fmt.Fprintf(&b, "%s (%s): %s\n", t.Stage, t.Owner, t.Meaning)
		for _, act := range t.Acts {
			fmt.Fprintf(&b, "    %s\n", act)
		}
	}
	return b.String()
}
