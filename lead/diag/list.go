package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// List is all that is wrong with one specification. It is an error when it holds one of severity Error; see [List.Err].
type List []Finding

// Add appends a finding of severity Error at path.
func (l *List) Add(path, code, summary, remedy string) {
	*l = append(*l, Finding{Place: Place{Path: path}, Code: code, Summary: summary, Remedy: remedy})
}

// Warn appends a finding of severity Warning at path.
func (l *List) Warn(path, code, summary, remedy string) {
	*l = append(*l, Finding{Place: Place{Path: path}, Severity: Warning, Code: code, Summary: summary, Remedy: remedy})
}

// Unknown appends "unknown <what> <name>" at path, with the nearest of known as the near name and, if none is near, the known ones as the remedy.
func (l *List) Unknown(path, what, name string, known []string) {
	f := Finding{Place: Place{Path: path}, Code: "unknown-" + strings.ReplaceAll(what, " ", "-"),
		Summary: fmt.Sprintf("unknown %s %q", what, name), Near: Near(name, known)}
	if f.Near == "" {
		f.Remedy = "known: " + Enumerate(known)
	}
	*l = append(*l, f)
}

// Place appends findings that were made about a string on its own, as found at path.
func (l *List) Place(path string, found List) {
	for _, f := range found {
		f.Place.Path = path
		*l = append(*l, f)
	}
}

// Sort orders the list by file, line and column where these are known and else by path and range; then by code and summary.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Origin.File, b.Origin.File),
			cmp.Compare(a.Origin.Line, b.Origin.Line),
			cmp.Compare(a.Origin.Column, b.Origin.Column),
			cmp.Compare(a.Place.Path, b.Place.Path),
			cmp.Compare(a.Place.From, b.Place.From),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Summary, b.Summary),
		)
	})
}

// Err returns the sorted list as an error if it holds a finding of severity Error, and else nil.
// Warnings alone are no error; a caller that wants them reads the list.
func (l List) Err() error {
	l.Sort()
	for _, f := range l {
		if f.Severity == Error {
			return l
		}
	}
	return nil
}

// Error gives every finding, each on its line.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, f := range l {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// Join makes a path of segments, escaping "~" and "/" inside them: Join("/scores", "fit") is "/scores/fit".
func Join(base string, segments ...string) string {
	for _, s := range segments {
		base += "/" + escaper.Replace(s)
	}
	return base
}

var escaper = strings.NewReplacer("~", "~0", "/", "~1")

// Enumerate gives names in words, sorted, the first twelve of them: "a, b, c".
func Enumerate(names []string) string {
	const most = 12
	sorted := slices.Sorted(slices.Values(names))
	sorted = slices.Compact(sorted)
	if len(sorted) > most {
		return strings.Join(sorted[:most], ", ") + fmt.Sprintf(" and %d more", len(sorted)-most)
	}
	return strings.Join(sorted, ", ")
}
