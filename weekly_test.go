package leadkit

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla"
)

// posted folds some leads under one contract and gives the effects of all.
func posted(t *rapid.T) (*Engine, []Effect) {
	e := compileGenerated(t)
	var all []Effect
	for range rapid.IntRange(1, 3).Draw(t, "leads") {
		f, history := folder{t: t, e: e}, genHistory(t)
		f.fold(history)
		f.wake(end(history))
		all = append(all, f.effects...)
	}
	return e, all
}

// Law 7 for the book: however effects are dealt out to shards and these are merged, written and read between, the same weeks are kept and every weekly report is the same.
func TestLawWeeksOfMergedBooks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, effects := posted(t)
		var whole Book
		parts := make([]Book, 3)
		for i := range effects {
			require.NoError(t, e.Post(&whole, "whole", int64(i+1), effects[i:i+1]))
			n := rapid.IntRange(0, 2).Draw(t, "shard")
			require.NoError(t, e.Post(&parts[n], fmt.Sprint(n), int64(i+1), effects[i:i+1]))
		}
		for i := range parts {
			if rapid.Bool().Draw(t, "written") {
				var back Book
				require.NoError(t, json.Unmarshal(encode(t, parts[i]), &back))
				parts[i] = back
			}
		}
		order := rapid.Permutation([]int{0, 1, 2}).Draw(t, "order")
		sum := &parts[order[0]]
		for _, n := range order[1:] {
			require.NoError(t, sum.Merge(&parts[n]))
		}
		require.Equal(t, string(encode(t, whole.Funnel)), string(encode(t, sum.Funnel)))
		require.Equal(t, string(encode(t, whole.Promises)), string(encode(t, sum.Promises)))
		for _, line := range e.Funnel().Weeks(&whole.Funnel, funnel.Filter{}).Lines {
			w := e.Weekly(&whole, line.Week)
			require.Equal(t, string(encode(t, w)), string(encode(t, e.Weekly(sum, line.Week))))
			require.Equal(t, w.String(), e.Weekly(sum, line.Week).String())
		}
	})
}

// The weekly report against a plain count of the effects: steps and ends by their own time, promises by the start of their clocks.
func TestTheWeeklyReportAgainstAPlainCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, effects := posted(t)
		var b Book
		require.NoError(t, e.Post(&b, "one", 1, effects))
		zone := e.contract.Calendars[0].Zone
		reached, ended, kept, newest := map[string]int64{}, map[string]int64{}, map[string]int64{}, [2]lead.ISOWeek{}
		entered, spent, paced := map[lead.ISOWeek]int64{}, map[lead.ISOWeek]int64{}, map[string]int64{}
		weekOf := func(at lead.Instant, zone string) lead.ISOWeek {
			year, n := at.Time().In(mustZone(zone)).ISOWeek()
			return text[lead.ISOWeek](fmt.Sprintf("%04d-W%02d", year, n))
		}
		for i := range effects {
			if n := effects[i].Note; n != nil {
				week := weekOf(n.At, "UTC")
				newest[0] = max(newest[0], week)
				switch n.Kind {
				case funnel.Reached:
					reached[week.String()+n.Step]++
					last := n.At
					if len(n.Before) == 0 {
						entered[week]++
					} else {
						last = max(last, n.Before[0].First)
					}
					paced[weekOf(last, "UTC").String()+n.Step]++
				case funnel.Spent:
					spent[week] += n.Amount.Minor
				case funnel.Won, funnel.Lost:
					ended[week.String()]++
				}
			}
			if c := effects[i].Promise; c != nil {
				week := weekOf(c.Start, zone)
				newest[1] = max(newest[1], week)
				switch {
				case c.Kind == sla.Kept, c.Kind == sla.Corrected:
					kept[week.String()+c.Promise]++
				}
			}
		}
		for week := max(1, newest[0]-lead.MostWeeks+1); week <= newest[0]; week++ {
			w := e.Weekly(&b, week)
			for i, step := range e.Funnel().Steps() {
				assert.Equal(t, reached[week.String()+step], w.Reached.Steps[i].Leads, "%s in %s", step, week)
				assert.EqualValues(t, paced[week.String()+step], w.Pace[i].Count, "%s in %s", step, week)
				var byTeams int64
				for _, team := range w.Teams {
					byTeams += team.Steps[i].Leads
				}
				assert.Equal(t, w.Reached.Steps[i].Leads, byTeams)
			}
			assert.Equal(t, [2]int64{entered[week], spent[week]}, [2]int64{w.Cohort.Leads, w.Costs.Total.Total.Minor}, week.String())
			assert.Equal(t, ended[week.String()], w.Reached.Won.Leads+w.Reached.Lost.Leads, week.String())
			assert.Equal(t, encode(t, e.Weekly(&b, week-1).Reached), encode(t, w.Before))
			got := map[string]int64{}
			for _, k := range w.Promises {
				if k.Team == "" {
					got[k.Promise] = k.Kept
				}
			}
			for _, p := range e.contract.Promises.Promises {
				if week > newest[1]-lead.MostWeeks {
					assert.Equal(t, kept[week.String()+p.Name], got[p.Name], "%s in %s", p.Name, week)
				}
			}
		}
	})
}

func TestTheReportOfNoWeekIsEmpty(t *testing.T) {
	e := must(Load(File{Name: "c.yaml", Data: []byte("currency: EUR")}))
	for _, week := range []lead.ISOWeek{-1, 0, 1, lead.LastWeek} {
		w := e.Weekly(&Book{}, week)
		assert.Zero(t, w.Cohort.Leads)
		assert.Len(t, w.Reached.Steps, 6)
		assert.Contains(t, w.String(), "0 leads came")
	}
}
