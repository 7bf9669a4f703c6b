package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla"
)

// taken tells of an event.
func (t *teller) taken(e sample.Entry, twice bool) Moment {
	id, _ := t.engine.Schema().Kind(e.Kind)
	class := t.engine.Schema().KindOf(id).Class
	m := Moment{At: e.At, What: class.String(), Text: spelled(e.Kind)}
	if e.Automatic {
		m.Text += " (automatic)"
	}
	if class == lead.Signal {
		m.kind = "signal"
	} else {
		m.Text += t.details(id, e.Event)
		if e.By != "" {
			m.Text += ", by " + e.By
		}
	}
	if late := e.At.Sub(e.Time); late > lateness {
		m.Text += " (heard of " + words(late) + " late)"
	}
	if twice {
		m.Text += " (again: a duplicate, nothing changes)"
	}
	return m
}

// silentProps are properties that tell a person nothing, or that the story's head tells.
var silentProps = []string{"meeting", "quote", "visitor", "proof", "text", "request", "note"}

// details gives an act's or a fact's own properties, in the order of their declaration.
func (t *teller) details(id lead.KindID, ev lead.Event) string {
	if ev.Kind == lead.Created || ev.Kind == lead.ProfileUpdated {
		return ""
	}
	var texts []string
	for _, p := range t.engine.Schema().Props(id) {
		if v, ok := ev.Props[p.Name]; ok && !slices.Contains(silentProps, p.Name) {
			texts = append(texts, t.value(p, v))
		}
	}
	if note, ok := ev.Props["note"].(string); ok {
		texts = append(texts, fmt.Sprintf("%q", note))
	}
	if len(texts) == 0 {
		return ""
	}
	return ": " + strings.Join(texts, ", ")
}

// value writes a property for people.
func (t *teller) value(p lead.Property, v any) string {
	text := fmt.Sprint(v)
	switch p.Type {
	case lead.Date:
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			text = at.In(t.zone).Format(dayLayout)
		}
		return spelled(p.Name) + " " + text
	case lead.Amount:
		if n, ok := v.(float64); ok {
			if m, ok := lead.MoneyOf(n, t.engine.Schema().Currency()); ok {
				return roundly(m)
			}
		}
	case lead.Bool:
		return spelled(p.Name) + " " + text
	}
	return spelled(text)
}

// effect tells of an effect. Those that only other systems need are passed over.
func (t *teller) effect(f *leadkit.Effect) {
	m := Moment{At: f.At.Time()}
	switch {
	case f.Kind == leadkit.StageChanged:
		m.What, m.Text = "stage", t.passage(f.Passage)
	case f.Kind == leadkit.HandedOver:
		m.What, m.Text = "hand-over", t.receipt(f.Receipt)
	case f.Kind == leadkit.Warmed:
		m.What, m.Text = "heat", "now "+or(f.Subject, "unscored")+", "+f.Reason
	case f.Kind == leadkit.Assigned:
		m.What, m.Text = "owner", t.assigned(f)
	case f.Kind == leadkit.Released:
		m.What, m.Text = "owner", "no longer with "+or(t.owner, "anybody")+": "+spelled(f.Reason)
	case f.Content != nil:
		m.What, m.Text = "nurture", nurtured(f.Content)
	case f.Promise != nil:
		m.What, m.Text = "promise", t.promised(f.Promise)
	case f.Charge != nil:
		m.What, m.Text = "money", fmt.Sprintf("%s pays %s for a lead of level %s", f.Charge.Partner, exactly(f.Charge.Price), f.Charge.Level)
	case f.Credit != nil:
		m.What, m.Text = "money", fmt.Sprintf("%s gets %s back: %s", f.Credit.Charge.Partner, exactly(f.Credit.Charge.Price), spelled(f.Credit.Reason))
	case f.Listing != nil:
		m.What, m.Text = "resale", fmt.Sprintf("offered to others without a name, for %s or more", exactly(f.Value.Reserve))
	case f.Kind == leadkit.Refused || f.Kind == leadkit.Stuck:
		m.What, m.Text = string(f.Kind), f.Subject+": "+f.Reason
	default:
		return
	}
	t.tell(m)
}

func (t *teller) passage(p *lead.Passage) string {
	stage, _ := t.engine.Machine().Stage(p.To)
	text := joined(" ", p.From, "→", p.To) + ", " + p.Move
	if p.Reason != "" {
		text += ": " + spelled(p.Reason)
	}
	if stage.Owner != "" {
		text += " (" + stage.Owner + " acts)"
	}
	return text
}

// receipt tells a hand-over with what is frozen on its receipt.
func (t *teller) receipt(r *lead.Receipt) string {
	var scores []string
	for _, s := range r.Scores {
		if s.Known {
			scores = append(scores, s.Name+" "+tenths(s.Points))
		}
	}
	facts := []string{strings.Join(scores, ", "), r.Temperature, prefixed("quality ", r.Quality), spelled(r.Type)}
	if r.Potential.Currency != "" {
		facts = append(facts, "potential "+roundly(r.Potential))
	}
	facts = append(facts, fmt.Sprintf("%.0f %% of what is wanted is known", 100*r.Completeness), prefixed("from ", source(r.First)))
	if r.Cost.Currency != "" {
		facts = append(facts, "cost so far "+exactly(r.Cost))
	}
	var lines []string
	for _, l := range r.Lines {
		if l.Score != r.Scores[len(r.Scores)-1].Name && clean(l.Points) != 0 {
			lines = append(lines, l.Rule+" "+signed(l.Points))
		}
	}
	return fmt.Sprintf("to sales, as %s, because of %q\nreceipt %.8s, cycle %d: %s\nwhy: %s",
		r.Stage, r.Move, r.ID, r.Cycle, joined("; ", facts...), strings.Join(lines, ", "))
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// source writes a touch: "trade show, spring fleet".
func source(t lead.Touch) string { return joined(", ", spelled(t.Channel), t.Campaign) }

// assigned tells who has the lead, and why: the desk's answer says it.
func (t *teller) assigned(f *leadkit.Effect) string {
	for _, e := range t.world.heard[f.Lead] {
		if e.ID == f.Cause {
			cause, _ := e.Props["cause"].(string)
			team, _ := e.Props["team"].(string)
			return joined(", ", joined(" of ", or(f.Subject, "nobody yet"), spelled(team)), spelled(cause))
		}
	}
	return or(f.Subject, "nobody yet")
}

func nurtured(s *nurture.Step) string {
	text := spelled(s.Kind.String()) + ": " + joined(", ", s.Program, s.Stream)
	switch {
	case s.Kind == nurture.ContentDue:
		text = fmt.Sprintf("to be sent by %s: %q", s.Channel, s.Content)
	case s.Content != "":
		text += fmt.Sprintf(", %q", s.Content)
	}
	return text + prefixed("; ", s.Reason)
}

// promised tells what became of a promise.
func (t *teller) promised(c *sla.Change) string {
	text := c.By + ": " + c.Promise + ", "
	switch c.Kind {
	case sla.Started:
		return text + "started, due " + t.moment(c.Due)
	case sla.StepDue:
		return fmt.Sprintf("%s%s, at %s of the time", text, c.Step, c.Share)
	case sla.Broken:
		return text + "BROKEN, missing: " + spelled(c.Missing)
	case sla.Kept, sla.KeptLate, sla.Corrected:
		text += c.Kind.String() + ", after " + words(c.Elapsed.Duration())
		if c.Kind == sla.Corrected {
			text += ": the proof was heard of late, it was not broken"
		}
		return text
	}
	return text + c.Kind.String() + prefixed(": ", spelled(c.Reason))
}

// who gives the lines of a story's head.
func (w *world) who(st *lead.State) []string {
	l := w.engine.Schema().View(st)
	person := joined(", ", joined(" ", l.Person.FirstName, l.Person.LastName), l.Person.JobTitle, l.Company.Name, l.Company.Industry)
	need := []string{joined(" ", l.Place.Country, l.Place.PostalCode, l.Place.Region), l.Market, spelled(l.Need.Type)}
	if l.Need.Potential.Currency != "" {
		need = append(need, "potential "+roundly(l.Need.Potential))
	}
	from := prefixed("came by ", source(l.Source.First))
	if l.Source.Cost.Currency != "" {
		from = joined(", ", from, "cost so far "+exactly(l.Source.Cost))
	}
	return slices.DeleteFunc([]string{person, joined(", ", need...), from}, func(s string) bool { return s == "" })
}
