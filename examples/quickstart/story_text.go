package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla"
)

func (s *Story) print(b *strings.Builder, zone *time.Location) {
	title(b, "THE STORY OF "+s.Lead)
	for _, line := range s.Who {
		b.WriteString("  " + wrap(2, line) + "\n")
	}
	day, clock := "", ""
	for i := range s.Moments {
		m := &s.Moments[i]
		if d := m.At.Format(dayLayout); d != day {
			day, clock = d, ""
			b.WriteString("\n  " + d + "\n")
		}
		now := m.At.Format("15:04")
		if now == clock {
			b.WriteString(strings.Repeat(" ", 9))
		} else {
			clock = now
			b.WriteString("  " + now + "  ")
		}
		m.print(b)
	}
	s.printStanding(b, zone)
}

// behind is the column in which the text of a moment begins.
const behind = 21

func (m *Moment) print(b *strings.Builder) {
	text := m.text()
	for i, line := range strings.Split(text, "\n") {
		if i == 0 {
			fmt.Fprintf(b, "%-10s  ", m.What)
		} else {
			b.WriteString(strings.Repeat(" ", behind))
		}
		b.WriteString(wrap(behind, line) + "\n")
	}
}

// text gives a moment's text with its points: signals are counted, points lead to the total.
func (m *Moment) text() string {
	text := m.Text
	if m.kind != "" {
		text = tallied(strings.Split(text, "\n"))
	}
	var gains []string
	for _, g := range m.Points {
		gains = append(gains, given(g.Points)+" "+g.Rule+times(g.Times))
	}
	points := strings.Join(gains, ", ")
	if m.Total != "" {
		points = joined(", ", points, "total "+m.Total)
	}
	if m.kind != "" && points != "" {
		return text + "\n" + points
	}
	return joined("; ", text, points)
}

func times(n int64) string {
	if n < 2 {
		return ""
	}
	return fmt.Sprintf(" (%d×)", n)
}

// tallied counts equal texts, in the order of their first.
func tallied(texts []string) string {
	var names []string
	counts := map[string]int64{}
	for _, text := range texts {
		if counts[text]++; counts[text] == 1 {
			names = append(names, text)
		}
	}
	for i, name := range names {
		names[i] = name + times(counts[name])
	}
	return strings.Join(names, ", ")
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// printStanding tells where the lead stands in the end.
func (s *Story) printStanding(b *strings.Builder, zone *time.Location) {
	title(b, "WHERE "+s.Lead+" STANDS")
	row := func(name, text string) {
		if text != "" {
			fmt.Fprintf(b, "  %-11s %s\n", name, wrap(14, text))
		}
	}
	stage := or(s.Stage, "no lead yet")
	if s.Since != nil {
		stage += " since " + s.Since.Format(momentLayout)
	}
	row("stage", stage+prefixed(": ", s.Meaning))
	row("who acts", joined(": ", s.Acts, joined(" in ", s.Owner, spelled(s.Route))))
	row("score", s.score())
	b.WriteString(s.ledger())
	for i, line := range s.Outlook {
		row(first(i, "outlook"), line)
	}
	for i, p := range s.Promises {
		row(first(i, "promises"), standing(&p, zone))
	}
	for i, n := range s.Nurture {
		row(first(i, "nurture"), n.Program+", "+n.Stream+": "+localised(n.Note, zone))
	}
	if s.Next == nil {
		row("wakes up", "never by itself")
		return
	}
	row("wakes up", s.Next.In(zone).Format(momentLayout+":05")+prefixed(": ", strings.Join(s.Upcoming, "; ")))
}

func first(i int, name string) string {
	if i == 0 {
		return name
	}
	return " "
}

// score gives the scores on one line, the total first: "total 43.2 (warm) = fit 35.0, interest 8.2".
func (s *Story) score() string {
	var parts []string
	total := "unscored"
	for i, score := range s.Scores {
		switch {
		case !score.Known:
		case i == len(s.Scores)-1:
			total = score.Name + " " + tenths(score.Points) + prefixed(", ", s.Temperature)
		default:
			parts = append(parts, score.Name+" "+tenths(score.Points))
		}
	}
	return joined(": ", total, strings.Join(parts, ", "))
}

// ledger gives a line for each rule that counts now, by score, except the total, whose lines are the scores.
func (s *Story) ledger() string {
	var b strings.Builder
	for _, l := range s.Ledger {
		if l.Score == s.Scores[len(s.Scores)-1].Name || l.Points == 0 && l.Given == 0 {
			continue
		}
		rule := l.Rule
		if l.Points != l.Given && l.Given != 0 {
			rule += ", faded from " + given(l.Given)
		}
		fmt.Fprintf(&b, "%14s%7s  %-9s %s\n", "", signed(l.Points), l.Score, wrap(33, rule+times(l.Times)+reason(l)))
	}
	return b.String()
}

// reason gives a line's reason, where it says more than how the rule is written.
func reason(l lead.Line) string {
	if l.Reason == "" {
		return ""
	}
	return ": " + strings.Join(slices.DeleteFunc(strings.Split(l.Reason, "; "), func(s string) bool { return s == "" }), "; ")
}

// standing says how a promise stands.
func standing(p *sla.Standing, zone *time.Location) string {
	parts := []string{p.Promise + ": " + p.Status}
	switch {
	case p.Answered != 0:
		parts = append(parts, "answered "+p.Answered.Time().In(zone).Format(momentLayout))
	case p.Status == sla.StatusPending || p.Status == sla.StatusAtRisk:
		parts = append(parts, "due "+p.Due.Time().In(zone).Format(momentLayout), p.Used.String()+" of the time used")
	case p.Status == sla.StatusBroken:
		parts = append(parts, "was due "+p.Due.Time().In(zone).Format(momentLayout))
	}
	if p.Late > 0 {
		parts = append(parts, words(p.Late.Duration())+" late")
	}
	if p.Missing != "" && p.Status != sla.StatusCancelled && p.Status != sla.StatusWaived {
		parts = append(parts, "missing "+spelled(p.Missing))
	}
	return strings.Join(parts, ", ")
}

// outlookLayout is how an outlook writes instants, in UTC.
const outlookLayout = "Mon 2 Jan 2006 15:04:05.000"

var spelledOut = regexp.MustCompile(`[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3}`)

var instants = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)

// localised writes the instants in a text on the zone's clock.
func localised(text string, zone *time.Location) string {
	return inZone(inZone(text, instants, time.RFC3339, zone), spelledOut, outlookLayout, zone)
}

func inZone(text string, pattern *regexp.Regexp, layout string, zone *time.Location) string {
	return pattern.ReplaceAllStringFunc(text, func(s string) string {
		t, err := time.Parse(layout, s)
		if err != nil {
			return s
		}
		return t.In(zone).Format(momentLayout)
	})
}
