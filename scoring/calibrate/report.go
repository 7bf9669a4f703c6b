package calibrate

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/leadkit/leadkit/lead/diag"
)

// Report says how well probabilities foretold outcomes.
type Report struct {
	Leads    int     `json:"leads"`
	Won      int     `json:"won"`
	BaseRate float64 `json:"base_rate"` // the share of the leads that won
	Foreseen float64 `json:"foreseen"`  // the mean probability: what that share was to be
	AUC      float64 `json:"auc"`       // see [AUC]
	KS       float64 `json:"ks"`        // see [KS]
	Brier    float64 `json:"brier"`     // see [Brier]
	// Lift is by tenths of the leads, those with the highest probabilities first.
	Lift []Tenth `json:"lift"`
	// Calibration is by bands of probability a tenth wide; bands without leads are left out.
	Calibration []Band `json:"calibration"`
}

// Tenth is a tenth of the leads. Leads of equal probability at its edge are shared out evenly, so that it may hold fractions of leads.
type Tenth struct {
	Leads float64 `json:"leads"`
	Won   float64 `json:"won"`
	Lift  float64 `json:"lift"` // the share of them that won, over that of all leads
	// Caught is the share of all won leads that are in this tenth and those above it.
	Caught float64 `json:"caught"`
}

// Band is the leads with a probability of at least From and, but for the last band, below To.
type Band struct {
	From     float64 `json:"from"`
	To       float64 `json:"to"`
	Leads    int     `json:"leads"`
	Won      int     `json:"won"`
	Foreseen float64 `json:"foreseen"` // their mean probability
	Rate     float64 `json:"rate"`     // the share of them that won
}

// Measure compares probabilities with outcomes. The error is a [diag.List]: there are no leads, the lengths differ, or a number is no probability.
func Measure(probabilities []float64, won []bool) (Report, error) {
	var found diag.List
	if len(probabilities) != len(won) || len(won) == 0 {
		found.Add("", "bad-length", fmt.Sprintf("there are %d probabilities and %d outcomes", len(probabilities), len(won)), "")
	} else if i := slices.IndexFunc(probabilities, func(p float64) bool { return !(p >= 0 && p <= 1) }); i >= 0 {
		found.Add("", "bad-number", fmt.Sprintf("the probability of lead %d is %v", i, probabilities[i]), "")
	}
	if err := found.Err(); err != nil {
		return Report{}, err
	}
	probabilities, won = inOrder(probabilities, won)
	r := Report{Leads: len(won), AUC: AUC(probabilities, won), KS: KS(probabilities, won), Brier: Brier(probabilities, won),
		Lift: lift(probabilities, won), Calibration: calibration(probabilities, won)}
	for i, w := range won {
		r.Foreseen += probabilities[i] / float64(len(won))
		if w {
			r.Won++
		}
	}
	r.BaseRate = ratio(r.Won, r.Leads)
	return r, nil
}

// Evaluate measures a card on a table, whose outcomes it has not seen.
func Evaluate(c *Card, t *Table) (Report, error) {
	probabilities, err := c.Probabilities(t)
	if err != nil {
		return Report{}, err
	}
	return Measure(probabilities, t.Outcome)
}

// tie is the leads of one score.
type tie struct{ won, lost float64 }

func (t tie) leads() float64 { return t.won + t.lost }

// ties groups leads by their score, the lowest first. Scores that are not numbers come first.
func ties(scores []float64, won []bool) (list []tie) {
	scores, won = inOrder(scores, won)
	for i := range scores {
		if i == 0 || cmp.Compare(scores[i], scores[i-1]) != 0 {
			list = append(list, tie{})
		}
		if last := &list[len(list)-1]; won[i] {
			last.won++
		} else {
			last.lost++
		}
	}
	return list
}

func total(list []tie) (sum tie) {
	for _, t := range list {
		sum.won += t.won
		sum.lost += t.lost
	}
	return sum
}

// AUC is the probability that a won lead has a higher score than a lost one, an equal score counted half: the Mann-Whitney statistic, exact. It is 0.5
// when all leads have the same outcome.
func AUC(scores []float64, won []bool) float64 {
	list := ties(scores, won)
	sum := total(list)
	if sum.won == 0 || sum.lost == 0 {
		return 0.5
	}
	below, pairs := 0.0, 0.0
	for _, t := range list {
		pairs += t.won * (below + t.lost/2)
		below += t.lost
	}
	return pairs / (sum.won * sum.lost)
}

// KS is the Kolmogorov-Smirnov statistic: the largest difference, over all scores, between the shares of won and of lost leads up to that score. It is
// 0 when all leads have the same outcome.
func KS(scores []float64, won []bool) (most float64) {
	list := ties(scores, won)
	sum := total(list)
	if sum.won == 0 || sum.lost == 0 {
		return 0
	}
	var below tie
	for _, t := range list {
		below.won += t.won
		below.lost += t.lost
		most = max(most, math.Abs(below.won/sum.won-below.lost/sum.lost))
	}
	return most
}

// inOrder gives both sorted by score, so that sums do not depend on the order in which leads came.
func inOrder(scores []float64, won []bool) ([]float64, []bool) {
	order := make([]int, min(len(scores), len(won)))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(scores[a], scores[b]), cmp.Compare(bit(won[a]), bit(won[b])))
	})
	s, w := make([]float64, len(order)), make([]bool, len(order))
	for i, row := range order {
		s[i], w[i] = scores[row], won[row]
	}
	return s, w
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Brier is the mean of the squares of probability less outcome (Brier 1950); 0 is perfect. It is 0 without leads.
func Brier(probabilities []float64, won []bool) (sum float64) {
	probabilities, won = inOrder(probabilities, won)
	for i, p := range probabilities {
		d := p - float64(bit(won[i]))
		sum += d * d / float64(len(won))
	}
	return sum
}

func lift(scores []float64, won []bool) []Tenth {
	list := ties(scores, won)
	sum := total(list)
	size := sum.leads() / 10
	tenths, at := make([]Tenth, 10), 0
	for _, t := range slices.Backward(list) {
		for rest := t.leads(); rest > 1e-9; {
			d := &tenths[at]
			part := rest
			if at < 9 {
				part = min(rest, size-d.Leads)
			}
			d.Leads += part
			d.Won += t.won * part / t.leads()
			if rest -= part; at < 9 && d.Leads >= size-1e-9 {
				at++
			}
		}
	}
	caught := 0.0
	for i := range tenths {
		d := &tenths[i]
		caught += d.Won
		if sum.won > 0 && d.Leads > 0 {
			d.Lift, d.Caught = d.Won/d.Leads/(sum.won/sum.leads()), caught/sum.won
		}
	}
	return tenths
}

func calibration(probabilities []float64, won []bool) []Band {
	bands := make([]Band, 10)
	for i := range bands {
		bands[i].From, bands[i].To = float64(i)/10, float64(i+1)/10
	}
	for i, p := range probabilities {
		b := &bands[min(int(p*10), 9)]
		b.Leads++
		b.Foreseen += p
		if won[i] {
			b.Won++
		}
	}
	bands = slices.DeleteFunc(bands, func(b Band) bool { return b.Leads == 0 })
	for i := range bands {
		b := &bands[i]
		b.Foreseen /= float64(b.Leads)
		b.Rate = ratio(b.Won, b.Leads)
	}
	return bands
}

// String prints the report for people.
func (r *Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d leads, %d won (%s), %s foreseen\n", r.Leads, r.Won, percent(r.BaseRate), percent(r.Foreseen))
	fmt.Fprintf(&b, "AUC %.4f, KS %.4f, Brier score %.4f\n\n", r.AUC, r.KS, r.Brier)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "tenth\tleads\twon\tlift\tcaught so far\t")
	for i, d := range r.Lift {
		fmt.Fprintf(t, "%d\t%.0f\t%s\t%.2f\t%s\t\n", i+1, d.Leads, percent(d.Won/max(d.Leads, 1e-9)), d.Lift, percent(d.Caught))
	}
	t.Flush()
	fmt.Fprintln(&b)
	fmt.Fprintln(t, "probability\tleads\tforeseen\twon\t")
	for _, d := range r.Calibration {
		fmt.Fprintf(t, "%.0f to %s\t%d\t%s\t%s\t\n", 100*d.From, fmt.Sprintf("%.0f %%", 100*d.To), d.Leads, percent(d.Foreseen), percent(d.Rate))
	}
	t.Flush()
	return b.String()
}
