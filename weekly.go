package leadkit

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla"
)

// Weekly is what marketing and sales look at when they meet each week: what came in a week and what became of it by now, in whose hands, how soon, at what cost,
// and what both kept of what they promised. It is read off the [Book]; a week that the Book no longer keeps apart (see [lead.MostWeeks]) is empty.
type Weekly struct {
	Week lead.ISOWeek `json:"week"`
	// Reached is what was reached in the week by whichever lead, and Before the same of the week before.
	Reached funnel.Period `json:"reached"`
	Before  funnel.Period `json:"before"`
	// Cohort are the leads that came in the week, and how far they have come.
	Cohort funnel.Cohort `json:"cohort"`
	// Pace is how long the leads that reached a step in the week had taken, in the order of the steps.
	Pace []funnel.Spread `json:"pace"`
	// Teams are the steps that were reached in the hands of each team in the week, what became of those leads, and what was given back. Leads in nobody's hands have the name "".
	Teams []funnel.Line `json:"teams,omitempty"`
	Costs funnel.Costs  `json:"costs"`
	// Promises are the clocks that started in the week, by promise: those of all, then those that each team answered, broke or holds.
	Promises []WeekKept `json:"promises,omitempty"`

	steps []string
}

// WeekKept is how a promise was kept of which clocks started in a week.
type WeekKept struct {
	Promise string `json:"promise"`
	Team    string `json:"team,omitempty"` // empty: by all
	sla.Tally
}

// Weekly gives the report of a week. Its Monday begins in the funnel's zone, and of a promise in that of its calendar; [funnel.Funnel.Week] says in which week an
// instant lies. Of no week, the zero one, the report is empty.
func (e *Engine) Weekly(b *Book, week lead.ISOWeek) Weekly {
	w := Weekly{Week: week, Reached: e.weekOf(b, week), Before: e.weekOf(b, week-1), Cohort: funnel.Cohort{Name: week.String()}, steps: e.funnel.Steps()}
	if week <= 0 {
		return w
	}
	during := funnel.Weeks(week, week)
	filter := funnel.Filter{During: during}
	for _, cohort := range e.funnel.Cohorts(&b.Funnel, funnel.ByWeek, filter).Lines {
		w.Cohort = cohort
	}
	for _, step := range w.steps {
		w.Pace = append(w.Pace, b.Funnel.Velocity("", step, during))
	}
	w.Teams, w.Costs = e.funnel.Report(&b.Funnel, funnel.ByTeam, filter), e.funnel.Costs(&b.Funnel, during)
	for _, p := range e.contract.Promises.Promises {
		for _, team := range append([]string{""}, b.Promises.Teams()...) {
			k := WeekKept{p.Name, team, b.Promises.Tally(sla.Which{Promise: p.Name, Team: team, Week: week})}
			if k.Started+k.Kept+k.Late+k.Broken+k.Cancelled+k.Waived+k.Open != 0 {
				w.Promises = append(w.Promises, k)
			}
		}
	}
	return w
}

// weekOf gives the period view of a week, also of one in which nothing was.
func (e *Engine) weekOf(b *Book, week lead.ISOWeek) funnel.Period {
	if week > 0 {
		for _, line := range e.funnel.Weeks(&b.Funnel, funnel.Filter{During: funnel.Weeks(week, week)}).Lines {
			return line
		}
	}
	return funnel.Period{Week: max(0, week), Steps: make([]funnel.Worth, len(e.funnel.Steps()))}
}

// String gives the report as tables: what was reached, in whose hands, and what was kept. Shares are of the leads that came in the week.
func (w Weekly) String() string {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	line := func(cells ...any) {
		for _, cell := range cells {
			fmt.Fprint(t, cell, "\t")
		}
		fmt.Fprintln(t)
	}
	fmt.Fprintf(&b, "%s, from Monday %s: %d leads came, %d of them are open, %d won, %d lost\n", w.Week, w.Week.Monday().Format("2 January 2006"),
		w.Cohort.Leads, w.Cohort.Open, w.Cohort.Won, w.Cohort.Lost)
	line("", "reached", "week before", "of those that came", "median to there")
	for i, step := range w.steps {
		share, median := "-", "-"
		if i < len(w.Cohort.Steps) {
			share = fmt.Sprintf("%.0f %%", 100*w.Cohort.Steps[i].Share)
		}
		if i < len(w.Pace) && w.Pace[i].Count > 0 {
			median = (w.Pace[i].Median - w.Pace[i].Median%lead.Minute).String()
		}
		line(step, w.Reached.Steps[i].Leads, w.Before.Steps[i].Leads, share, median)
	}
	line("won", w.Reached.Won.Leads, w.Before.Won.Leads)
	line("lost", w.Reached.Lost.Leads, w.Before.Lost.Leads)
	if spent := w.Costs.Total; spent.Lead.Known {
		line("spent", spent.Total, moneyOr(w.Before.Spent, "-"))
		line("a lead", spent.Lead.Cost)
	}
	t.Flush()
	w.writeTeams(line)
	w.writePromises(line)
	t.Flush()
	return b.String()
}

// writeTeams lists what each team reached and what of it was given back.
func (w *Weekly) writeTeams(line func(...any)) {
	head := []any{"\nteam"}
	for _, step := range w.steps {
		head = append(head, step)
	}
	line(append(head, "given back")...)
	for _, team := range w.Teams {
		row, back := []any{orNobody(team.Name)}, int64(0)
		for _, s := range team.Steps {
			row = append(row, s.Leads)
		}
		for _, end := range team.Ends {
			if end.Kind == funnel.Left {
				back += end.Leads
			}
		}
		line(append(row, back)...)
	}
}

// writePromises lists how each promise was kept, by all and by each team.
func (w *Weekly) writePromises(line func(...any)) {
	line("\npromise", "kept", "late", "broken", "open", "kept in time")
	for _, k := range w.Promises {
		name, share := k.Promise, "-"
		if k.Team != "" {
			name = k.Team
		}
		if k.Kept+k.Late+k.Broken > 0 {
			share = fmt.Sprintf("%.0f %%", 100*k.Reliability().Share)
		}
		line(name, k.Kept, k.Late, k.Broken, k.Open, share)
	}
}

func moneyOr(m lead.Money, other string) string {
	if m.Minor == 0 {
		return other
	}
	return m.String()
}

func orNobody(team string) string {
	if team == "" {
		return "(nobody)"
	}
	return team
}
