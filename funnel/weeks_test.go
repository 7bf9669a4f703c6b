package funnel

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

const paris = "Europe/Paris"

// plainly counts a week from the notes and the paths alone, and by the standard library's weeks.
func (w *world) plainly(week Week) (p Period, velocity Spans, teams map[string]int64) {
	in := func(at lead.Instant) bool { return weekOracle(at, paris) == week }
	p, teams = Period{Week: week, Steps: make([]Worth, len(w.funnel.names))}, map[string]int64{}
	var spent int64
	add := func(to *Worth, n *Note, known int64) {
		to.Leads, to.Valued = to.Leads+1, to.Valued+known
		to.Amount = lead.Money{Minor: to.Amount.Minor + n.Amount.Minor, Currency: "EUR"}
	}
	for i := range w.notes {
		n := &w.notes[i]
		if !in(n.At) {
			continue
		}
		switch n.Kind {
		case Reached:
			add(&p.Steps[slices.Index(w.funnel.names, n.Step)], n, valued(n.Amount))
			teams[n.Team]++
			if len(n.Before) == 0 {
				add(&p.Entered, n, valued(n.Amount))
			}
		case Won:
			add(&p.Won, n, 0)
		case Lost:
			add(&p.Lost, n, 0)
		case Spent:
			spent += n.Amount.Minor
		}
	}
	for _, worth := range append(slices.Clone([]*Worth{&p.Entered, &p.Won, &p.Lost}), pointers(p.Steps)...) {
		worth.Amount.Currency = "EUR"
	}
	p.Spent = lead.Money{Minor: spent, Currency: "EUR"}
	for _, r := range w.leads {
		a, ok := r.path.Find("mql")
		b, too := r.path.Find("customer")
		if ok && too && a.First < b.First && in(b.First) {
			velocity = append(velocity, b.First.Sub(a.First))
		}
	}
	return p, velocity, teams
}

func pointers[T any](list []T) (out []*T) {
	for i := range list {
		out = append(out, &list[i])
	}
	return out
}

// Every figure of a week against its plain definition, over a small log of leads.
func TestWeeksAgainstAPlainCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := generated(t, rapid.Uint64().Draw(t, "seed"), 12)
		tally := w.tally(t)
		view := w.funnel.Weeks(tally, Filter{})
		seen := map[Week]bool{}
		for i := range w.notes {
			if w.notes[i].Kind != Left && w.notes[i].Kind != Reopened {
				seen[weekOracle(w.notes[i].At, paris)] = true
			}
		}
		var spent int64
		for _, line := range view.Lines {
			want, velocity, teams := w.plainly(line.Week)
			assert.Equal(t, want, line, line.Week.String())
			delete(seen, line.Week)
			week := Weeks(line.Week, line.Week)
			assert.Equal(t, want.Spent, w.funnel.Costs(tally, week).Total.Total)
			spent += want.Spent.Minor
			assert.Equal(t, slices.Sorted(slices.Values(velocity)),
				slices.DeleteFunc(slices.Sorted(slices.Values(tally.times("mql", "customer", week))), func(s lead.Span) bool { return s == 0 }))
			for _, team := range w.funnel.Report(tally, ByTeam, Filter{During: week}) {
				var reached int64
				for _, s := range team.Steps {
					reached += s.Leads
				}
				assert.Equal(t, teams[team.Name], reached, team.Name)
			}
		}
		assert.Empty(t, seen, "no week is left out")
		assert.Equal(t, w.funnel.Costs(tally, During{}).Total.Total.Minor, spent)
		w.cohortsPlainly(t, tally)
	})
}

// cohortsPlainly compares the cohorts of weeks with the leads' own paths.
func (w *world) cohortsPlainly(t *rapid.T, tally *Tally) {
	entered := map[Week][]*Path{}
	for _, r := range w.leads {
		if first := r.path.Cohort(); first != 0 {
			week := weekOracle(first, paris)
			entered[week] = append(entered[week], &r.path)
		}
	}
	lines := w.funnel.Cohorts(tally, ByWeek, Filter{}).Lines
	require.Len(t, lines, len(entered))
	for _, line := range lines {
		var week Week
		require.NoError(t, week.UnmarshalText([]byte(line.Name)))
		var won, lost int64
		came := make([]int64, len(w.funnel.names))
		for _, p := range entered[week] {
			won, lost = won+one(p.End == Won), lost+one(p.End == Lost)
			for i, step := range w.funnel.names {
				_, ok := p.Find(step)
				came[i] += one(ok)
			}
		}
		assert.Equal(t, []int64{int64(len(entered[week])), won, lost}, []int64{line.Leads, line.Won, line.Lost}, line.Name)
		for i, r := range line.Steps {
			assert.Equal(t, came[i], r.Came, line.Name)
		}
	}
}

func one(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// aged moves the lives of some leads back by years.
func aged(r *rand.Rand, notes []Note) []Note {
	zone, err := time.LoadLocation(paris)
	if err != nil {
		panic(err) // only in a test, on a machine without time zone data
	}
	back := map[string]lead.Span{}
	move := func(m *Mark, at *lead.Instant, by lead.Span) {
		*at = at.Add(-by)
		m.Month, m.Week = monthIn(*at, zone), weekIn(*at, zone)
	}
	var list []Note
	for _, n := range notes {
		by, ok := back[n.Lead]
		if !ok {
			by = lead.Span([]int{0, 70 + r.IntN(50), r.IntN(400)}[r.IntN(3)]) * 7 * lead.Day
			back[n.Lead] = by
		}
		n.Before = slices.Clone(n.Before)
		for i := range n.Before {
			move(&n.Before[i], &n.Before[i].First, by)
		}
		move(&n.Mark, &n.At, by)
		list = append(list, n)
	}
	return list
}

// oldest gives the first week that is kept apart anywhere in a tally.
func oldest(t *Tally) Week {
	first := lead.LastWeek
	see := func(w Week) {
		if w != 0 {
			first = min(first, w)
		}
	}
	for g := range t.Groups {
		see(g.Week)
	}
	for l := range t.Legs {
		see(l.Week)
	}
	for c := range t.Costs {
		see(c.Week)
	}
	for e := range t.Ends {
		see(e.Week)
	}
	return first
}

// Whatever makes a tally know of a newer week, all that now lies too far behind it loses its own.
func TestOldWeeksAreCountedByMonth(t *testing.T) {
	newer := lead.WeekOf(2026, 3, 9)
	note := func(kind string, week Week) Note {
		at := lead.At(week.Monday())
		return Note{Kind: kind, At: at, Mark: Mark{Step: "mql", Month: lead.MonthOf(at.Time().Year(), at.Time().Month()), Week: week}, End: Won}
	}
	behind := note(Reached, newer-1)
	behind.Step, behind.Before = "sal", []Mark{note(Reached, newer).Mark}
	all := func(t *testing.T, week Week) *Tally {
		return tallyOf(t, []Note{note(Reached, week), note(Won, week), note(Spent, week)})
	}
	literal := func(o *Tally) *Tally { return &Tally{Groups: o.Groups, Legs: o.Legs, Costs: o.Costs, Ends: o.Ends} }
	for name, make := range map[string]func(t *testing.T, old *Tally) *Tally{
		"a note":               func(t *testing.T, old *Tally) *Tally { require.NoError(t, old.Add(note(Lost, newer))); return old },
		"a step before a note": func(t *testing.T, old *Tally) *Tally { require.NoError(t, old.Add(behind)); return old },
		"a tally":              func(t *testing.T, old *Tally) *Tally { require.NoError(t, old.Merge(all(t, newer))); return old },
		"a literal tally": func(t *testing.T, old *Tally) *Tally {
			require.NoError(t, old.Merge(literal(all(t, newer))))
			return old
		},
		"into a newer tally": func(t *testing.T, old *Tally) *Tally { o := all(t, newer); require.NoError(t, o.Merge(old)); return o },
		"into a literal tally": func(t *testing.T, old *Tally) *Tally {
			o := literal(all(t, newer))
			require.NoError(t, o.Merge(old))
			return o
		},
		"old notes": func(t *testing.T, _ *Tally) *Tally {
			o := all(t, newer)
			for _, kind := range []string{Reached, Won, Spent} {
				require.NoError(t, o.Add(note(kind, newer-lead.MostWeeks)))
			}
			return o
		},
		"what is read": func(t *testing.T, old *Tally) *Tally {
			both, o := literal(all(t, newer)), literal(old)
			for g, c := range o.Groups {
				both.Groups[g] = c
			}
			for l, s := range o.Legs {
				both.Legs[l] = s
			}
			var read Tally
			require.NoError(t, json.Unmarshal([]byte(encode(t, both)), &read))
			return &read
		},
	} {
		t.Run(name, func(t *testing.T) {
			kept := all(t, newer-lead.MostWeeks+1)
			got := make(t, kept)
			if name != "old notes" {
				assert.Equal(t, newer-lead.MostWeeks+1, oldest(got), "the last week that is kept")
			}
			got = make(t, all(t, newer-lead.MostWeeks))
			assert.Greater(t, oldest(got), newer-lead.MostWeeks)
			assert.EqualValues(t, 1, got.Reached("mql", Filter{During: Months(0, lead.MonthOf(2024, 3))}).Leads)
		})
	}
}

// What is the same but for the week has one order.
func TestWeeksHaveAnOrder(t *testing.T) {
	assert.Negative(t, Group{Week: 1}.compare(Group{Week: 2}))
	assert.Negative(t, Leg{Week: 1}.compare(Leg{Week: 2}))
	assert.Negative(t, Cost{Week: 1}.compare(Cost{Week: 2}))
	assert.Negative(t, End{Week: 1}.compare(End{Week: 2}))
	assert.Negative(t, End{Month: 1, Week: 2}.compare(End{Month: 2, Week: 1}))
}

// A step that was reached before the lead's entry was known took no time, in the week of the entry.
func TestAStepBeforeTheEntryIsOfItsWeek(t *testing.T) {
	w := newWorld(t, withDemo())
	w.event(t, "l", lead.Created, day(3, 10), nil)
	w.hear(t, lead.Event{Lead: "l", Kind: lead.MeetingHeld, Time: day(3, 3), Props: map[string]any{"purpose": "demo"}}, lead.At(day(3, 11)))
	tally, week := w.tally(t), lead.WeekOf(2026, 3, 10)
	assert.Equal(t, Spread{Count: 1}, tally.Velocity("", "demo", Weeks(week, week)))
	assert.Equal(t, 7*lead.Day, tally.Velocity("demo", "inquiry", Weeks(week, week)).Median)
	assert.EqualValues(t, 1, tally.Reached("demo", Filter{During: Weeks(week-1, week-1)}).Leads, "but it was reached when it was")
}

// However old the notes are, and however they are ordered, dealt out and merged, the same weeks are kept apart, no more than there may be, and nothing is lost by month.
func TestWhichWeeksAreKeptDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := generated(t, rapid.Uint64().Draw(t, "seed"), 12)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "deal"), 3))
		notes := aged(r, w.notes)
		whole := tallyOf(t, notes)
		want := encode(t, whole)
		newest := Week(0)
		months, weeks := map[Month]int64{}, map[Week]int64{}
		for i := range notes {
			newest = max(newest, notes[i].newest())
		}
		for i := range notes {
			if n := &notes[i]; n.Kind == Reached {
				months[n.Month]++
				if n.Week > newest-lead.MostWeeks {
					weeks[n.Week]++
				}
			}
		}
		reached := func(d During) (sum int64) {
			for _, step := range w.funnel.names {
				sum += whole.Reached(step, Filter{During: d}).Leads
			}
			return sum
		}
		for m, n := range months {
			assert.Equal(t, n, reached(Months(m, m)), m.String())
		}
		for week, n := range weeks {
			assert.Equal(t, n, reached(Weeks(week, week)), week.String())
		}
		assert.LessOrEqual(t, len(w.funnel.Weeks(whole, Filter{}).Lines), lead.MostWeeks)
		assert.Greater(t, oldest(whole), newest-lead.MostWeeks)
		assert.Zero(t, reached(Weeks(1, newest-lead.MostWeeks)), "what is older has no week")

		r.Shuffle(len(notes), func(i, j int) { notes[i], notes[j] = notes[j], notes[i] })
		parts := make([]*Tally, 3)
		for i := range parts {
			parts[i] = &Tally{}
		}
		for _, n := range notes {
			require.NoError(t, parts[r.IntN(len(parts))].Add(n))
		}
		if rapid.Bool().Draw(t, "written and read between") {
			var back Tally
			require.NoError(t, json.Unmarshal([]byte(encode(t, parts[1])), &back))
			parts[1] = &back
		}
		if rapid.Bool().Draw(t, "a literal") {
			parts[2] = &Tally{Currency: parts[2].Currency, Groups: parts[2].Groups, Legs: parts[2].Legs, Costs: parts[2].Costs, Ends: parts[2].Ends}
		}
		r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		require.NoError(t, parts[1].Merge(parts[2]))
		require.NoError(t, parts[0].Merge(parts[1]))
		assert.Equal(t, want, encode(t, parts[0]))
	})
}

// A tally that was written before weeks were kept is read, and goes on; what it has is in no week.
func TestATallyWithoutWeeksIsRead(t *testing.T) {
	w := newWorld(t, Definition{})
	var tally Tally
	require.NoError(t, json.Unmarshal([]byte(`{"currency":"EUR","groups":[{"month":"2026-02","leads":1},{"step":"inquiry","month":"2026-02","leads":1}],
		"legs":[{"to":"inquiry","times":[0]}]}`), &tally))
	w.event(t, "l", lead.Created, day(2, 10), nil)
	require.NoError(t, tally.Merge(w.tally(t)))
	assert.EqualValues(t, 2, tally.Reached("inquiry", Filter{During: Months(lead.MonthOf(2026, 2), lead.MonthOf(2026, 2))}).Leads)
	lines := w.funnel.Cohorts(&tally, ByWeek, Filter{}).Lines
	assert.Equal(t, []string{"2026-W07", "none"}, []string{lines[0].Name, lines[1].Name})
	assert.Len(t, w.funnel.Weeks(&tally, Filter{}).Lines, 1)
	assert.Equal(t, 2, tally.Velocity("", "inquiry", During{}).Count)
}

func TestWeeksOfTheContractsClock(t *testing.T) {
	for name, c := range map[string]struct {
		zone, at, week, month string
	}{
		"the last day of a year of 53 weeks":         {paris, "2026-12-31T12:00:00Z", "2026-W53", "2026-12"},
		"the first day of a year, in its week 53":    {paris, "2027-01-01T12:00:00Z", "2026-W53", "2027-01"},
		"the first Monday after it":                  {paris, "2027-01-03T23:00:00Z", "2027-W01", "2027-01"},
		"the Sunday before it":                       {paris, "2027-01-03T22:59:59Z", "2026-W53", "2027-01"},
		"a December day of the next year's week 1":   {paris, "2025-12-29T12:00:00Z", "2026-W01", "2025-12"},
		"Sunday night on which the clocks went on":   {paris, "2026-03-29T21:59:59Z", "2026-W13", "2026-03"},
		"the Monday after, an hour earlier in UTC":   {paris, "2026-03-29T22:00:00Z", "2026-W14", "2026-03"},
		"Sunday night on which they went back":       {paris, "2026-10-25T22:59:59Z", "2026-W43", "2026-10"},
		"the Monday after, at midnight in winter":    {paris, "2026-10-25T23:00:00Z", "2026-W44", "2026-10"},
		"a month that begins on Thursday":            {paris, "2026-09-30T22:00:00Z", "2026-W40", "2026-10"},
		"and the day before, of the same week":       {paris, "2026-09-30T21:59:59Z", "2026-W40", "2026-09"},
		"already Monday there, Sunday in UTC":        {"Pacific/Kiritimati", "2026-06-07T10:00:00Z", "2026-W24", "2026-06"},
		"still Sunday there, Monday in UTC":          {"America/New_York", "2026-06-08T03:59:59Z", "2026-W23", "2026-06"},
		"the week without a Friday, on its Sunday":   {"Pacific/Apia", "2012-01-01T09:59:59Z", "2011-W52", "2012-01"},
		"and on the Saturday that came in its place": {"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-W52", "2011-12"},
	} {
		w := newWorld(t, Definition{Zone: c.zone})
		at, err := time.Parse(time.RFC3339, c.at)
		require.NoError(t, err)
		w.event(t, "l", lead.Created, at, nil)
		tally := w.tally(t)
		assert.Equal(t, c.week, w.funnel.Cohorts(tally, ByWeek, Filter{}).Lines[0].Name, name)
		assert.Equal(t, c.month, w.funnel.Cohorts(tally, ByMonth, Filter{}).Lines[0].Name, name)
	}
}

// A week that crosses the end of a month is one week, and in each month the days that lie in it.
func TestAWeekAcrossTheEndOfAMonth(t *testing.T) {
	w := newWorld(t, Definition{Zone: paris})
	for i, d := range []time.Time{day(9, 28), day(9, 30), day(10, 1), day(10, 4), day(10, 5)} {
		w.event(t, string(rune('a'+i)), lead.Created, d, nil)
	}
	w.event(t, "a", lead.QuoteRequested, day(10, 2), nil)
	tally := w.tally(t)
	september, october, week := Months(lead.MonthOf(2026, 9), lead.MonthOf(2026, 9)), Months(lead.MonthOf(2026, 10), lead.MonthOf(2026, 10)), lead.WeekOf(2026, 9, 30)
	entered := func(d During) int64 { return tally.Reached("", Filter{During: d}).Leads }
	assert.Equal(t, []int64{2, 3, 4, 1}, []int64{entered(september), entered(october), entered(Weeks(week, week)), entered(Weeks(week+1, week+1))})
	both := Weeks(week, week)
	both.From = lead.MonthOf(2026, 10)
	assert.EqualValues(t, 2, entered(both), "what lies in both")
	view := w.funnel.Weeks(tally, Filter{During: october})
	require.Len(t, view.Lines, 2)
	assert.Equal(t, [2]any{week, int64(2)}, [2]any{view.Lines[0].Week, view.Lines[0].Entered.Leads})
	assert.Equal(t, Spread{Count: 1, Least: 4 * lead.Day, P10: 4 * lead.Day, Median: 4 * lead.Day, P90: 4 * lead.Day, Most: 4 * lead.Day},
		tally.Velocity("inquiry", "mql", Weeks(week, week)))
	assert.Equal(t, 1, tally.Velocity("inquiry", "mql", october).Count, "by when the second step was reached")
	assert.Zero(t, tally.Velocity("inquiry", "mql", september).Count)
	assert.Equal(t, rateOf(1, 4), tally.Conversion("inquiry", "mql", Filter{During: Weeks(week, week)}))
}
