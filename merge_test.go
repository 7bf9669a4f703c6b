package leadkit

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/scoring"
)

// of gives a history to another lead.
func of(leadID string, history []heard) []heard {
	list := make([]heard, len(history))
	for i, h := range history {
		h.ev.Lead, h.ev.ID = leadID, leadID+" "+h.ev.ID
		list[i] = h
	}
	return list
}

// pair folds two histories of one person into two records.
func pair(t *rapid.T, e *Engine) (a, b folder, at time.Time) {
	one, other := genHistory(t), of("L2", genHistory(t))
	a, b = folder{t: t, e: e}, folder{t: t, e: e}
	a.fold(one)
	b.fold(other)
	at = one[len(one)-1].at
	if last := other[len(other)-1].at; last.After(at) {
		at = last
	}
	return a, b, at.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "hours later")) * time.Hour)
}

// Law 7: two records of one person merge commutatively: whichever survives, it holds the same. The absorbed one names it, and takes nothing any more.
func TestLawMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := compileGenerated(t)
		a, b, at := pair(t, e)
		a.wake(at) // under their own ids, of which those of effects are made
		b.wake(at)
		ab, ba := [2]*Record{a.r.Clone(), b.r.Clone()}, [2]*Record{b.r.Clone(), a.r.Clone()}
		ba[0].Lead.ID, ba[1].Lead.ID = "L1", "L2" // so that the survivor is called the same
		one, err := e.Merge(ab[0], ab[1], at)
		require.NoError(t, err)
		_, err = e.Merge(ba[0], ba[1], at)
		require.NoError(t, err)
		require.Equal(t, ab[0].Member.Company, ba[0].Member.Company)
		ab[0].Member, ba[0].Member = scoring.Member{}, scoring.Member{} // how often each told its company is its own
		require.Equal(t, string(encode(t, ab[0])), string(encode(t, ba[0])))
		ids := map[string]bool{}
		for _, f := range one {
			require.False(t, ids[f.ID], "%s %s", f.Kind, f.Subject)
			ids[f.ID] = true
		}
		stone := string(encode(t, ab[1]))
		_, err = e.Apply(ab[1], lead.Event{ID: "late", Lead: "L2", Kind: "email_opened", Time: at}, at)
		var merged *MergedError
		require.ErrorAs(t, err, &merged)
		require.Equal(t, MergedError{"L2", "L1"}, *merged)
		require.Equal(t, stone, string(encode(t, ab[1])))
		_, ok := e.Next(ab[1])
		require.False(t, ok)
	})
}

// Laws 1, 2, 3 and 5 hold for what was merged: it lives on as any other record.
func TestAMergedRecordKeepsTheLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := compileGenerated(t)
		a, b, at := pair(t, e)
		stored := folder{t: t, e: e, r: reread(t, &a.r), desk: a.desk.Clone(), roundTrip: true}
		other := reread(t, &b.r)
		effects, err := e.Merge(&a.r, &b.r, at)
		require.NoError(t, err)
		again, err := e.Merge(&stored.r, &other, at)
		require.NoError(t, err)
		require.Equal(t, string(encode(t, effects)), string(encode(t, again)))
		view, err := e.At(&a.r, at)
		require.NoError(t, err)
		sums := map[string]lead.Points{}
		for _, line := range view.Lines {
			sums[line.Score] += line.Points
		}
		for _, s := range view.Scores {
			require.Equal(t, s.Points, sums[s.Name], s.Name)
		}
		if next, ok := e.Next(&a.r); ok && next.Before(at.AddDate(1, 0, 0)) {
			before := verdict(e, &a.r, a.r.Clock)
			require.Equal(t, before, verdict(e, &a.r, lead.At(next)-1), "changed before Next")
			require.NotEqual(t, before, verdict(e, &a.r, lead.At(next)), "nothing changed at Next")
		}
		rest := of("L1", genHistory(t))[1:]
		for i := range rest {
			rest[i].at, rest[i].ev.Time = rest[i].at.Add(at.Sub(genesis)), rest[i].ev.Time.Add(at.Sub(genesis))
		}
		a.between = func(f *folder, until time.Time) { f.wake(until) }
		a.effects, stored.effects = nil, nil
		a.fold(rest)
		stored.fold(rest)
		require.Equal(t, string(encode(t, &a.r)), string(encode(t, &stored.r)))
		require.Equal(t, string(encode(t, a.effects)), string(encode(t, stored.effects)))
	})
}

// Sums add exactly: rules that remember sums give a merged record the score of one that heard it all.
func TestMergedSumsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := must(Compile(genSums(t)))
		var list []heard
		for _, h := range append(genHistory(t), of("L2", genHistory(t))...) {
			if id, _ := e.schema.Kind(h.ev.Kind); e.schema.KindOf(id).Class == lead.Signal && h.ev.Kind != lead.QuoteRequested || h.ev.Kind == lead.ProfileUpdated || h.ev.Kind == lead.Created {
				h.at = genesis.Add(900 * 24 * time.Hour)
				list = append(list, h)
			}
		}
		one := folder{t: t, e: e}
		var a, b folder
		a, b = folder{t: t, e: e}, folder{t: t, e: e}
		for _, h := range list {
			if h.ev.Lead == "L2" {
				b.fold([]heard{h})
			} else {
				a.fold([]heard{h})
			}
			h.ev.Lead = "L1"
			one.fold([]heard{h})
		}
		_, err := e.Merge(&a.r, &b.r, a.r.Clock.Time())
		require.NoError(t, err)
		for i, name := range e.schema.Scores() {
			for _, later := range []lead.Span{0, lead.Hour, 30 * lead.Day} {
				p, known := e.scorer.Score(&one.r.Scores, i, one.r.Clock.Add(later))
				q, also := e.scorer.Score(&a.r.Scores, i, one.r.Clock.Add(later))
				require.Equal(t, p, q, name)
				require.Equal(t, known, also, name)
			}
		}
	})
}

func TestAMergeIsRefused(t *testing.T) {
	e, other := must(Compile(&Contract{})), must(Compile(&Contract{Skew: lead.Minute}))
	record := func(e *Engine, id string, at time.Time) *Record {
		r := &Record{}
		_, err := e.Apply(r, lead.Event{ID: "e" + id, Lead: id, Kind: lead.Created, Time: at}, at)
		require.NoError(t, err)
		return r
	}
	same := record(e, "L1", genesis)
	stone := record(e, "L3", genesis)
	_, err := e.Merge(record(e, "L9", genesis), stone, genesis)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		a, b *Record
		at   time.Time
		is   error
	}{
		"itself":          {same, same, genesis, ErrLead},
		"the same lead":   {same, record(e, "L1", genesis), genesis, ErrLead},
		"nobody":          {same, &Record{}, genesis, ErrLead},
		"a tombstone":     {same, stone, genesis, ErrMerged},
		"into a tomb":     {stone, same, genesis, ErrMerged},
		"by another law":  {same, record(other, "L2", genesis), genesis, ErrContract},
		"in the past":     {record(e, "L2", genesis.Add(time.Hour)), same, genesis, ErrPast},
		"at no time":      {same, record(e, "L2", genesis), time.Time{}, lead.ErrRefused},
		"what is no time": {same, record(e, "L2", genesis), time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC), lead.ErrRefused},
	} {
		before := [2]string{string(encode(t, c.a)), string(encode(t, c.b))}
		effects, err := e.Merge(c.a, c.b, c.at)
		assert.ErrorIs(t, err, c.is, name)
		assert.Empty(t, effects, name)
		assert.Equal(t, before, [2]string{string(encode(t, c.a)), string(encode(t, c.b))}, name)
	}
	assert.True(t, errors.Is(&MergedError{}, ErrMerged))
}

// Two halves of one interest make a hand-over; what sales had of the other record comes along.
func TestWhatAMergeMakesDue(t *testing.T) {
	l := lifeUnder(t, `
scores:
  interest: {opened: {each: email_opened, points: 30, decay: none}}
moves:
  ripe:          {from: [inquiry, nurturing], to: mql, when: interest >= 50}
  raised a hand: {from: inquiry, to: mql, upon: quote_requested}
  accepted:      {from: mql, to: sal, upon: accepted}
  won:           {from: sal, to: customer, upon: won}
  deal:          {from: sal, to: opportunity, upon: opportunity_opened}
  sql:           {from: sal, to: sql, upon: need_confirmed}
  back:          {from: mql, to: nurturing, upon: recalled}
promises:
  follow up: {by: sales, from: handed_over, do: email and phone, within: 24h}
`)
	apply := func(r *Record, id, leadID string, n int, kind string, props map[string]any) {
		_, err := l.e.Apply(r, lead.Event{ID: id, Lead: leadID, Kind: kind, Time: hour(n), Props: props}, hour(n))
		require.NoError(t, err)
	}
	var a, b, c Record
	apply(&a, "a1", "A", 0, lead.Created, map[string]any{"cost": 3})
	apply(&a, "a2", "A", 1, "email_opened", nil)
	apply(&b, "b1", "B", 2, lead.Created, map[string]any{"cost": 4})
	apply(&b, "b2", "B", 3, "email_opened", nil)
	effects, err := l.e.Merge(&a, &b, hour(4))
	require.NoError(t, err)
	assert.Equal(t, []string{"merged: B ()", "stage changed: mql (ripe)", "handed over: mql (ripe)", "noted: mql ()", "promise: follow up (email and phone)"}, told(effects))
	assert.Equal(t, lead.Merged, effects[0].Cause)
	assert.Equal(t, lead.Money{Minor: 700, Currency: "EUR"}, a.Lead.Cost)
	assert.Equal(t, Record{Contract: l.e.Hash(), Clock: lead.At(hour(4)), Lead: lead.State{ID: "B"}, Merged: "A", Seen: b.Seen}, b)

	apply(&c, "c1", "C", 5, lead.Created, nil)
	apply(&c, "c2", "C", 6, "email_opened", nil)
	apply(&a, "a3", "A", 7, lead.Assigned, map[string]any{"owner": "Emma"})
	effects, err = l.e.Merge(&c, &a, hour(8))
	require.NoError(t, err)
	assert.Equal(t, []string{"released: A (merged into C)", "merged: A ()", "stage changed: mql (merged)", "assigned: Emma (merged)"}, told(effects))
	assert.Equal(t, routing.Decision{Request: effects[3].ID, Lead: "C", Person: "Emma", At: lead.At(hour(8)), By: routing.ByHand}, *effects[3].Placed)
	v, err := l.e.At(&c, hour(8))
	require.NoError(t, err)
	require.Len(t, v.Promises, 1, "the promise that was made goes on")
	assert.Equal(t, lead.At(hour(28)), v.Promises[0].Due)
	duplicate, err := l.e.Apply(&c, lead.Event{ID: "a2", Lead: "C", Kind: "email_opened", Time: hour(1)}, hour(9))
	require.NoError(t, err)
	assert.Empty(t, duplicate, "what either heard, both have heard")
	assert.Equal(t, 90*lead.Point, v.Scores[0].Points)
}
