package scoring_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// yearly is a model with every sort of rule, decay, limit and cap.
var yearly = scoring.Model{
	Zone:  "Europe/Paris",
	Total: "min(90, max(-20, fit + interest))",
	Scores: []scoring.Score{
		{Name: "fit", Rules: []scoring.Rule{{Name: "busy", When: "lead.visits > 3", Points: 12 * lead.Point}, {Name: "idle", When: "lead.visits < 2", Points: -7 * lead.Point}}},
		{Name: "interest", Decay: scoring.HalfLife(14 * lead.Day), Min: scoring.At(-30 * lead.Point), Max: scoring.At(70 * lead.Point),
			Groups: []scoring.Group{{Name: "web", Max: scoring.At(25 * lead.Point), Min: scoring.At(-3 * lead.Point)}},
			Rules: []scoring.Rule{
				{Name: "opened", Each: []string{"email_opened"}, Points: 2 * lead.Point, AtMost: []scoring.Rate{{Times: 3, Per: scoring.Daily}, {Times: 8, Per: scoring.Weekly}}},
				{Name: "opened often", Each: []string{"email_opened"}, Points: 3 * lead.Point, Decay: decay("1 off every 5d down to 0.5"), Diminishing: diminishing("50% within 3d"), Max: scoring.At(9 * lead.Point)},
				{Name: "read", Each: []string{"page_viewed"}, Worth: "event.seconds / 20", AtLeast: scoring.At(-4 * lead.Point), UpTo: scoring.At(8 * lead.Point), Decay: decay("linear 30d"), Group: "web"},
				{Name: "watched", Each: []string{"video_watched"}, Points: 6 * lead.Point, Decay: decay("half-life 20d within 60d"), CoolDown: 36 * lead.Hour, Group: "web"},
				{Name: "seen lately", Each: []string{"video_watched", "page_viewed"}, Points: lead.Point, Decay: decay("window 10d"), Group: "web", Max: scoring.At(5 * lead.Point)},
				{Name: "quote", Each: []string{"quote_requested"}, Points: 20 * lead.Point, Decay: decay("20% off every 7d"), AtMost: []scoring.Rate{{Times: 2, Per: scoring.Monthly}, {Times: 1, Span: 5 * lead.Day}}},
				{Name: "first quote", Each: []string{"quote_requested"}, Points: 5 * lead.Point, Once: true, Decay: decay("none")},
				{Name: "silent", After: scoring.Silence(9 * lead.Day), Points: -6 * lead.Point, Again: scoring.Interval(4 * lead.Day), Times: 5, DownTo: scoring.At(-10 * lead.Point)},
				{Name: "no film", After: scoring.Silence(20 * lead.Day), Of: []string{"video_watched"}, Points: -2 * lead.Point},
			}},
	},
}

func diminishing(text string) (d scoring.Diminishing) {
	if err := d.UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return d
}

// diary keeps every event that ever gave, and adds everything up again each time it is asked: no sums, no grains, no state.
type diary struct {
	zone   *time.Location
	given  map[string][]gift
	last   map[string]lead.Instant // by kind; "" for any
	visits float64
}

type gift struct {
	at     lead.Instant
	points float64
}

func (d *diary) happens(h happening) {
	for _, r := range yearly.Scores[1].Rules {
		for _, kind := range r.Each {
			if kind == h.Kind {
				d.gives(&r, h)
			}
		}
	}
	d.last[h.Kind], d.last[""] = h.At, h.At
}

func (d *diary) gives(r *scoring.Rule, h happening) {
	points := r.Points.Float()
	if r.Worth != "" {
		points = min(max(h.Num/20, r.AtLeast.Points.Float()), r.UpTo.Points.Float())
	}
	rates := r.AtMost
	if r.CoolDown > 0 {
		rates = append(rates[:len(rates):len(rates)], scoring.Rate{Times: 1, Span: r.CoolDown})
	}
	for _, rate := range rates {
		if d.beside(r.Name, rate, h.At) >= rate.Times {
			return
		}
	}
	if r.Once && len(d.given[r.Name]) > 0 {
		return
	}
	if r.Diminishing != (scoring.Diminishing{}) {
		points *= math.Pow(0.5, float64(d.beside(r.Name, scoring.Rate{Span: r.Diminishing.Span}, h.At)))
	}
	d.given[r.Name] = append(d.given[r.Name], gift{h.At, points})
}

func (d *diary) beside(rule string, rate scoring.Rate, at lead.Instant) (n int) {
	for _, g := range d.given[rule] {
		a, b := g.at.Time().In(d.zone), at.Time().In(d.zone)
		y1, w1 := a.ISOWeek()
		y2, w2 := b.ISOWeek()
		if rate.Per == scoring.Rolling && at.Sub(g.at) < rate.Span || rate.Per == scoring.Daily && a.Format("20060102") == b.Format("20060102") ||
			rate.Per == scoring.Weekly && y1 == y2 && w1 == w2 || rate.Per == scoring.Monthly && a.Format("200601") == b.Format("200601") {
			n++
		}
	}
	return n
}

// scores gives fit, interest and total at an instant.
func (d *diary) scores(at lead.Instant) [3]float64 {
	fit, interest, web, quiet := 0.0, 0.0, 0.0, 0.0
	if d.visits > 3 {
		fit += 12
	} else if d.visits < 2 {
		fit -= 7
	}
	for _, r := range yearly.Scores[1].Rules {
		if len(r.Each) == 0 {
			quiet += d.silence(&r, at)
			continue
		}
		sum := hold(d.left(&r, at), r.Min, r.Max)
		if r.Group == "web" {
			web += sum
		} else {
			interest += sum
		}
	}
	interest += hold(web, yearly.Scores[1].Groups[0].Min, yearly.Scores[1].Groups[0].Max)
	if film, ok := d.last["video_watched"]; ok && at.Sub(film) >= 20*lead.Day {
		interest -= 2
	}
	if interest > -10 {
		interest = max(-10, interest+quiet)
	}
	interest = hold(interest, yearly.Scores[1].Min, yearly.Scores[1].Max)
	return [3]float64{fit, interest, min(90, max(-20, fit+interest))}
}

func (d *diary) silence(r *scoring.Rule, at lead.Instant) float64 {
	last, ok := d.last[""]
	if !ok || len(r.Of) > 0 || at.Sub(last) < 9*lead.Day {
		return 0
	}
	return r.Points.Float() * float64(min(1+(at.Sub(last)-9*lead.Day)/(4*lead.Day), 5))
}

func (d *diary) left(r *scoring.Rule, at lead.Instant) (sum float64) {
	fades := r.Decay
	if fades.Curve == scoring.Inherited {
		fades = yearly.Scores[1].Decay
	}
	for _, g := range d.given[r.Name] {
		left, _ := aged(fades, yearlyGrain[r.Name], r.Points, g.at, at).Float64()
		if fades.Curve == scoring.Halving {
			left *= math.Exp2(-float64(at-g.at) / float64(fades.HalfLife))
		}
		sum += g.points * left
	}
	return sum
}

// yearlyGrain are the default grains, by hand.
var yearlyGrain = map[string]lead.Span{"opened": 1, "first quote": 1, "opened often": 12 * lead.Hour, "read": lead.Day, "watched": 2 * lead.Day, "seen lately": 8 * lead.Hour, "quote": 28 * lead.Hour}

func hold(x float64, least, most scoring.Level) float64 {
	if most.Set {
		x = min(x, most.Points.Float())
	}
	if least.Set {
		x = max(x, least.Points.Float())
	}
	return x
}

// A year, day by day, at some instants of each day.
func TestYearAgainstADiary(t *testing.T) {
	for seed := range uint64(4) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		w := newWorld(t, yearly)
		d := &diary{zone: must(time.LoadLocation("Europe/Paris")), given: map[string][]gift{}, last: map[string]lead.Instant{}, visits: 2}
		w.event(lead.ProfileUpdated, t0, map[string]any{"visits": 2.0})
		d.last[""] = 0
		delete(d.last, "")
		at := t0
		for day := range 365 {
			quiet := day/40%2 == 1 && rnd.IntN(30) > 0
			for range rnd.IntN(6) {
				at += lead.Instant(rnd.Int64N(int64(4*lead.Hour))) + 1
				if h := (happening{happenings[rnd.IntN(len(happenings))], at, float64(rnd.IntN(401) - 150)}); !quiet {
					w.event(h.Kind, h.At, h.props())
					d.happens(h)
				}
				want := d.scores(at)
				for i := range 3 {
					got, known := w.scorer.Score(w.state, i, at)
					require.True(t, known || want[i] == 0)
					require.InDelta(t, want[i], got.Float(), 3e-5, "seed %d, day %d, %s", seed, day, w.scorer.Names()[i])
				}
			}
			if day%60 == 20 {
				d.visits = float64(rnd.IntN(6))
				w.event(lead.ProfileUpdated, at, map[string]any{"visits": d.visits})
			}
			at = max(at+1, days(day+1))
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
