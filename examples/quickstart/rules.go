package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/scoring"
)

// mostRules is how many rules the summary shows.
const mostRules = 8

// ruleTable shows what sales says of the rules, the worst first.
func (s *Summary) ruleTable() string {
	rows := [][]string{{"<rule", "gave", "leads", "<stayed", "<came back most as", "<fair points"}}
	for _, r := range s.Rules[:min(mostRules, len(s.Rules))] {
		fair := "-"
		if r.Fair != nil {
			fair = r.Fair.String()
		}
		rows = append(rows, []string{r.Rule, signed(r.Points), grouped(r.Handed),
			fmt.Sprintf("%s, %.0f to %.0f", share(r.Stayed.Had, r.Stayed.Of), 100*r.Stayed.Low, 100*r.Stayed.High), oftenest(r), fair})
	}
	return table(rows)
}

// oftenest gives the most frequent reason why leads of a rule were rejected or recycled.
func oftenest(r scoring.Review) string {
	all := slices.Concat(r.Rejected, r.Recycled, r.Disqualified)
	if len(all) == 0 {
		return "-"
	}
	most := slices.MaxFunc(all, func(a, b scoring.Count) int {
		return cmp.Or(cmp.Compare(a.Times, b.Times), strings.Compare(b.Reason, a.Reason))
	})
	return fmt.Sprintf("%s %s", spelled(most.Reason), grouped(most.Times))
}
