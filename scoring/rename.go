package scoring

import (
	"fmt"

	"github.com/leadkit/leadkit/lead/diag"
)

// renames checks what scores and rules were called before: each former name is claimed once, and by nothing that is still called so.
func (c *compiler) renames(m Model) {
	names, claimed := map[string]bool{Total: true}, map[string]bool{}
	for _, sc := range m.Scores {
		names[sc.Name] = true
	}
	for _, sc := range m.Scores {
		path := diag.Join("", sc.Name)
		c.renamed(path, "score", sc.Was, names, claimed)
		rules, taken := map[string]bool{}, map[string]bool{}
		for _, r := range sc.Rules {
			rules[r.Name] = true
		}
		for _, r := range sc.Rules {
			c.renamed(diag.Join(path, r.Name), "rule", r.Was, rules, taken)
		}
	}
}

func (c *compiler) renamed(path, what, was string, names, claimed map[string]bool) {
	switch {
	case was == "":
		return
	case names[was]:
		c.add(path+"/was", "still-there", fmt.Sprintf("there still is a %s %q", what, was), "leave out was:, or the "+what+" of that name")
	case claimed[was]:
		c.add(path+"/was", "claimed-twice", fmt.Sprintf("two of them were the %s %q", what, was), "leave was: to one of them")
	}
	claimed[was] = true
}
