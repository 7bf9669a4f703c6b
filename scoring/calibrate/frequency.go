package calibrate

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Frequencies is the second learner, for teams with few outcomes or drifting ones: naive Bayes over the values that leads had, as Odoo's predictive
// scoring has it. What was learned is in [Counts], whole numbers, so that it is updated by every win and loss, taken back, and merged in any order.
// To forget, keep Counts by month and merge the latest.
//
// The score is in points on the scale of a [Card], and the sum of the lines of Explain: 0 are even odds.
type Frequencies struct {
	// Score names the score in explanations. Empty: chance.
	Score string
	// Stages lists the stages of the pipeline in their order. A won lead counts as won in every one; a lost one as lost in those up to its own.
	Stages []string
	// Smoothing is added to every count when it is read. 0: 0.1, which is Odoo's.
	Smoothing float64
	// Least is how many outcomes a value must have been seen with to count. 0: 1.
	Least int
	// Few is how many wins, and how many losses, a team must have for its own counts to be read; else those of all teams are. 0: 1.
	Few int
	// Double is how many points double the odds. 0: 20.
	Double int
}

// Past is a lead and what became of it.
type Past struct {
	Team string
	// Stage is where the lead was when it was lost. Empty: in no stage. It is not read of a won lead.
	Stage string
	// Known are the values of the lead's fields. Empty ones are missing and not counted.
	Known map[string]string
	Won   bool
}

// Present is a lead whose outcome is not known. Stage is where it is now.
type Present struct {
	Team, Stage string
	Known       map[string]string
}

// complete fills in the defaults, also for what is out of range.
func (f Frequencies) complete() Frequencies {
	if f.Check() != nil {
		f.Smoothing, f.Double = 0, 0
	}
	f.Score = orElse(f.Score, "chance")
	f.Smoothing = orElse(f.Smoothing, 0.1)
	f.Least = orElse(f.Least, 1)
	f.Few = orElse(f.Few, 1)
	f.Double = orElse(f.Double, 20)
	return f
}

// Check reports what is wrong with the settings, as a [diag.List]. Where it is not called, numbers out of range count as their defaults.
func (f Frequencies) Check() error {
	var found diag.List
	if f.Smoothing < 0 || f.Smoothing > 1000 || math.IsNaN(f.Smoothing) {
		found.Add("/smoothing", "out-of-range", fmt.Sprintf("%v is not between 0 and 1000", f.Smoothing), "write 0 for 0.1")
	}
	if f.Double < 0 || f.Double > MostDouble {
		found.Add("/double", "out-of-range", fmt.Sprintf("%d is not between 0 and %d", f.Double, MostDouble), "write 0 for 20")
	}
	seen := map[string]bool{"": true}
	for _, stage := range f.Stages {
		if seen[stage] {
			found.Add(diag.Join("/stages", stage), "name-taken", fmt.Sprintf("there are two stages named %q, or one without a name", stage), "give each stage its name")
		}
		seen[stage] = true
	}
	return found.Err()
}

// Learn counts an outcome. A stage that is not declared is an error, and nothing is counted.
func (f Frequencies) Learn(c *Counts, p Past) error { return f.tell(c, p, 1) }

// Unlearn takes an outcome back, when a lost lead is reopened, say. It is an error, and changes nothing, if the counts do not hold it.
func (f Frequencies) Unlearn(c *Counts, p Past) error { return f.tell(c, p, -1) }

func (f Frequencies) tell(c *Counts, p Past, by int64) error {
	var found diag.List
	if p.Stage != "" && !slices.Contains(f.Stages, p.Stage) {
		found.Unknown("/stage", "stage", p.Stage, f.Stages)
		return found
	}
	one := f.counts(p, by)
	if by < 0 && !c.holds(one) {
		found.Add("", "not-counted", "the outcome was never counted", "")
		return found
	}
	c.Merge(one)
	return nil
}

// counts gives an outcome as counts.
func (f Frequencies) counts(p Past, by int64) Counts {
	n := Count{Won: by}
	if !p.Won {
		n = Count{Lost: by}
	}
	team := Team{Name: p.Team, Count: n}
	for _, field := range slices.Sorted(maps.Keys(p.Known)) {
		if value := p.Known[field]; value != "" {
			team.Values = append(team.Values, Value{Field: field, Value: value, Count: n})
		}
	}
	reached := f.Stages
	if !p.Won {
		reached = f.Stages[:slices.Index(f.Stages, p.Stage)+1]
	}
	for _, stage := range slices.Sorted(slices.Values(reached)) {
		team.Stages = append(team.Stages, Stage{Name: stage, Count: n})
	}
	return Counts{Teams: []Team{team}}
}

// Explain gives the lines whose sum is the lead's score: one for how often the team wins at all, then one for the stage, then one for every field whose
// value was seen before, by name. Each is so many points that 2^(points/Double) is how much likelier the value is among won leads than among lost ones:
//
//	points = Double · log2( (won with the value + s) / (won with the field + k·s) / ((lost with the value + s) / (lost with the field + k·s)) )
//
// s being the smoothing and k the number of the field's values. Of a stage, all won and all lost leads of the team stand below the line. A field that
// no won lead, or no lost one, ever had is passed over. Without any outcome there are no lines.
func (f Frequencies) Explain(c *Counts, p Present) []lead.Line {
	f = f.complete()
	team, whose := f.team(c, p.Team)
	if team.Won+team.Lost == 0 {
		return nil
	}
	lines := []lead.Line{f.line("how often "+whose+" wins", team.Count, Count{}, 0)}
	if i := slices.IndexFunc(team.Stages, func(s Stage) bool { return s.Name == p.Stage }); i >= 0 && team.Won > 0 && team.Lost > 0 {
		lines = append(lines, f.line("stage: "+p.Stage, team.Stages[i].Count, team.Count, 0))
	}
	for _, field := range slices.Sorted(maps.Keys(p.Known)) {
		value, whole, kinds := team.value(field, p.Known[field])
		if value.Won+value.Lost < int64(f.Least) || whole.Won == 0 || whole.Lost == 0 {
			continue
		}
		lines = append(lines, f.line(field+": "+p.Known[field], value, whole, float64(kinds)))
	}
	return lines
}

// line weighs a value against its field.
func (f Frequencies) line(rule string, value, whole Count, kinds float64) lead.Line {
	s := f.Smoothing
	odds := (float64(value.Won) + s) / (float64(value.Lost) + s)
	if whole != (Count{}) {
		odds *= (float64(whole.Lost) + kinds*s) / (float64(whole.Won) + kinds*s)
	}
	points, _ := lead.PointsOf(float64(f.Double) * math.Log2(odds))
	return lead.Line{Score: f.Score, Rule: rule, Points: points, Times: value.Won + value.Lost, Reason: fmt.Sprintf("%d won, %d lost", value.Won, value.Lost)}
}

// team gives the counts to read: the team's own, or those of all if it has too few.
func (f Frequencies) team(c *Counts, name string) (Team, string) {
	if i := slices.IndexFunc(c.Teams, func(t Team) bool { return t.Name == name }); i >= 0 {
		if t := c.Teams[i]; t.Won >= int64(f.Few) && t.Lost >= int64(f.Few) {
			return t, strings.TrimSpace("the team " + name)
		}
	}
	return c.all(), "any team"
}

// Sum gives the score of the lines.
func Sum(lines []lead.Line) (sum lead.Points) {
	for _, l := range lines {
		sum += l.Points
	}
	return sum
}

// Probability gives the probability of winning with a score. It is never below 0.0001 nor above 0.9999: what is open is neither won nor lost.
func (f Frequencies) Probability(score lead.Points) float64 {
	p := sigmoid(score.Float() * math.Ln2 / float64(f.complete().Double))
	return min(max(p, 0.0001), 0.9999)
}
