package routing

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

func TestFindingsOfTheMarket(t *testing.T) {
	for _, c := range []struct {
		name  string
		edit  func(*Policy)
		place string
		code  string
	}{
		{"a quota of nobody", func(p *Policy) { p.Quotas = []Quota{{Person: "Ana", AtMost: 3}} }, "/quotas/0/person", "unknown-person"},
		{"two quotas of one person", func(p *Policy) { p.Quotas = []Quota{{AtMost: 3}, {AtLeast: 1}} }, "/quotas/1", "double-quota"},
		{"a quota below zero", func(p *Policy) { p.Quotas = []Quota{{AtMost: -3}} }, "/quotas/0", "bad-quota"},
		{"a quota without end", func(p *Policy) { p.Quotas = []Quota{{AtLeast: mostQuota + 1}} }, "/quotas/0", "bad-quota"},
		{"a minimum above the maximum", func(p *Policy) { p.Quotas = []Quota{{Band: "hot", AtLeast: 3, AtMost: 2}} }, "/quotas/0", "impossible-quota"},
		{"a quota that bounds nothing", func(p *Policy) { p.Quotas = []Quota{{Band: "hot"}} }, "/quotas/0", "empty-quota"},
		{"quotas by temperature and by value", func(p *Policy) {
			p.Classes, p.Quotas = []Class{{"large", lead.Money{}}}, []Quota{{Band: "hot", AtMost: 3}, {Band: "large", AtMost: 3}}
		}, "/quotas/1/band", "mixed-bands"},
		{"two bounds of returns", func(p *Policy) { p.Returns.AtMost = Ceiling{Number: 1, Share: 1} }, "/returns/at_most", "bad-ceiling"},
		{"an unknown settlement", func(p *Policy) { p.Returns.Settled = 7 }, "/returns/settled", "unknown-settled"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := offices()
			c.edit(&p)
			r, err := Compile(p, schema(t), hours(t))
			var list diag.List
			if err == nil {
				list = r.Warnings()
			} else {
				require.ErrorAs(t, err, &list)
			}
			assert.Contains(t, pairs(list), [2]string{c.place, c.code})
		})
	}
}
