package leadtest

import (
	"slices"
	"strings"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla"
)

// effectNames are the words that an expectation may use for effects: the kinds of effect, and what became of a promise or a program.
func effectNames() []string {
	names := []leadkit.EffectKind{leadkit.StageChanged, leadkit.HandedOver, leadkit.Delivered, leadkit.Returned, leadkit.Warmed, leadkit.RouteAsked, leadkit.Assigned, leadkit.Released,
		leadkit.Answered, leadkit.ContentDue, leadkit.AtRisk, leadkit.Escalated, leadkit.Broken, leadkit.Corrected, leadkit.Billed, leadkit.Credited, leadkit.Listed, leadkit.Traded,
		leadkit.Moved, leadkit.Erased, leadkit.Merged, leadkit.Refused, leadkit.Stuck, leadkit.Noted, leadkit.Judged, leadkit.CompanyTold}
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = string(name)
	}
	for _, k := range []sla.Kind{sla.Started, sla.Kept, sla.KeptLate, sla.Cancelled, sla.Paused, sla.Resumed, sla.Waived, sla.Barred, sla.Narrowed, sla.Passed,
		sla.Uncovered, sla.Moved, sla.Ended} {
		list = append(list, "promise "+k.String())
	}
	for k := nurture.Entered; k <= nurture.TooLate; k++ {
		if k != nurture.ContentDue {
			list = append(list, "nurture "+k.String())
		}
	}
	return list
}

// nameOf gives the word for an effect.
func nameOf(f *leadkit.Effect) string {
	switch {
	case f.Kind == leadkit.Promised && f.Promise != nil:
		return "promise " + f.Promise.Kind.String()
	case f.Kind == leadkit.Nurtured && f.Content != nil:
		return "nurture " + f.Content.Kind.String()
	}
	return string(f.Kind)
}

// subjectsOf gives what an effect is about: what an expectation may name.
func subjectsOf(f *leadkit.Effect) []string {
	list := []string{f.Subject}
	if c := f.Content; c != nil {
		list = append(list, c.Content, c.Stream)
	}
	if p := f.Promise; p != nil && p.Kind == sla.StepDue {
		list = append(list, p.Step, p.Escalation().String())
	}
	return list
}

// is reports whether an effect is what is claimed: of that name, and about that subject or for a reason in which its words stand.
func (a about) is(f *leadkit.Effect) bool {
	if a.Effect != nameOf(f) {
		return false
	}
	return a.Subject == "" || slices.Contains(subjectsOf(f), a.Subject) || strings.Contains(f.Reason, a.Subject)
}

// words gives an effect on one line: what it is, about what.
func words(f *leadkit.Effect) string {
	text := nameOf(f)
	switch {
	case f.Kind == leadkit.Escalated:
		return text + ": " + f.Subject + ", " + subjectsOf(f)[2]
	case f.Content != nil && f.Content.Content != "":
		return text + ": " + f.Content.Content
	case f.Kind == leadkit.Released:
		return text
	case f.Subject != "":
		return text + ": " + f.Subject
	}
	return text
}
