package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
)

// row is a holiday of one or several sets. The tables below them are the laws, in the grammar that [Compile] describes.
type row struct{ sets, on, name string }

// namedRule is a row's rule, parsed.
type namedRule struct {
	rule
	name string
}

// tables are the built-in sets, by country. They are checked for the years 2000 to 2040; before, the main changes of law are in them, after, today's law is.
func tables() [][]row {
	return [][]row{france(), germany(), spain(), italy(), belgium(), netherlands(), unitedKingdom(), unitedStates()}
}

// Sets lists the built-in sets of holidays, sorted: countries by ISO 3166-1 ("FR") and regions by ISO 3166-2 ("DE-BY"). A country's set is what all of it
// keeps, a region's is that and its own days.
func Sets() []string {
	var names []string
	for _, table := range tables() {
		for _, r := range table {
			names = append(names, strings.Fields(r.sets)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// setRules gives the rules of a built-in set, nil if there is none of that name.
func setRules(set string) []namedRule {
	country, _, region := strings.Cut(set, "-")
	var rules []namedRule
	found := false
	for _, table := range tables() {
		for _, r := range table {
			codes := strings.Fields(r.sets)
			own := slices.Contains(codes, set)
			found = found || own
			if own || region && slices.Contains(codes, country) {
				parsed, _ := parseRule(r.on) // a test parses every row
				rules = append(rules, namedRule{parsed, r.name})
			}
		}
	}
	if !found {
		return nil
	}
	return rules
}

// Holidays gives the dates of a built-in set in a year of the horizon, in order. A date that two holidays share comes once, by the name that the law has first.
// The error is a [diag.List].
func Holidays(set string, year int) ([]Holiday, error) {
	rules := setRules(set)
	if rules == nil {
		return nil, diag.List{unknownSet("", set, nil)}
	}
	if year < FirstYear || year > LastYear {
		return nil, diag.List{{Code: "out-of-range", Summary: fmt.Sprintf("%d is not within the years %d to %d", year, FirstYear, LastYear)}}
	}
	var days []Holiday
	for i := range rules {
		for y := year - 1; y <= year+1; y++ { // a holiday can be observed over the turn of the year
			rules[i].in(y, func(day int) {
				if d := dateOf(day); d.Year == year {
					days = append(days, Holiday{d, rules[i].name})
				}
			})
		}
	}
	slices.SortStableFunc(days, func(a, b Holiday) int { return cmp.Compare(a.Date.String(), b.Date.String()) })
	return slices.CompactFunc(days, func(a, b Holiday) bool { return a.Date == b.Date }), nil
}

// unknownSet is the finding about a name that is no set. A region of a known country most likely has no days of its own.
func unknownSet(path, name string, own []string) diag.Finding {
	known := append(Sets(), own...)
	f := diag.Finding{Place: diag.Place{Path: path}, Code: "unknown-set-of-holidays", Summary: fmt.Sprintf("unknown set of holidays %q", name)}
	country, _, region := strings.Cut(name, "-")
	if region && slices.Contains(known, country) {
		regions := slices.DeleteFunc(known, func(s string) bool { return !strings.HasPrefix(s, country+"-") })
		f.Remedy = fmt.Sprintf("regions of %s with days of their own are %s; elsewhere write holidays %s", country, strings.Join(regions, ", "), country)
		if len(regions) == 0 {
			f.Remedy = fmt.Sprintf("no region of %s has days of its own: write holidays %s", country, country)
		}
		return f
	}
	if f.Near = diag.Near(name, known); f.Near == "" {
		f.Remedy = "known: " + diag.Enumerate(slices.DeleteFunc(known, func(s string) bool { return strings.Contains(s, "-") }))
	}
	return f
}
