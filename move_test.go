package leadkit

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// Moving goes over to a generated contract; the record lives on under it as one that was always there, and the laws hold.
func TestAMovedRecordKeepsTheLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := compileGenerated(t), compileGenerated(t)
		history := genHistory(t)
		at := history[len(history)-1].at.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "hours")) * time.Hour)
		how := rapid.SampledFrom([]string{"", KeepPromises, ReplanPromises, RestartPromises}).Draw(t, "promises")
		one, stored := folder{t: t, e: before}, folder{t: t, e: before, roundTrip: true}
		for _, f := range []*folder{&one, &stored} {
			f.fold(history)
			effects, err := after.Move(&f.r, before, at, how)
			require.NoError(t, err)
			f.e = after
			f.take(effects)
		}
		require.Equal(t, string(encode(t, &one.r)), string(encode(t, &stored.r)))
		require.Equal(t, string(encode(t, one.effects)), string(encode(t, stored.effects)))
		require.Equal(t, after.Hash(), one.r.Contract)
		if before.Hash() != after.Hash() {
			_, err := before.Advance(&one.r, at)
			require.ErrorIs(t, err, ErrContract)
		}
		view, err := after.At(&one.r, at)
		require.NoError(t, err)
		sums := map[string]lead.Points{}
		for _, line := range view.Lines {
			sums[line.Score] += line.Points
		}
		for _, s := range view.Scores {
			require.Equal(t, s.Points, sums[s.Name], s.Name)
		}
		if next, ok := after.Next(&one.r); ok && next.Before(at.AddDate(1, 0, 0)) {
			verdictBefore := verdict(after, &one.r, one.r.Clock)
			require.Equal(t, verdictBefore, verdict(after, &one.r, lead.At(next)-1), "changed before Next")
			require.NotEqual(t, verdictBefore, verdict(after, &one.r, lead.At(next)), "nothing changed at Next")
		}
		asleep, awake := one.r.Clone(), one.r.Clone()
		end := at.Add(monthLater)
		_, err = after.Advance(asleep, end)
		require.NoError(t, err)
		for now := at; now.Before(end); now = now.Add(131 * time.Hour) {
			_, err = after.Advance(awake, now)
			require.NoError(t, err)
		}
		_, err = after.Advance(awake, end)
		require.NoError(t, err)
		require.Equal(t, string(encode(t, asleep)), string(encode(t, awake)))
	})
}

const (
	beforeMove = `
currency: EUR
lead: {attributes: {fleet: number, badge: string}}
scores:
  fit:      {big fleet: {when: lead.fleet > 20, points: 10}}
  interest: {opened: {each: email_opened, points: 10, decay: none}, read: {each: page_viewed, points: 5, decay: none}}
stages:
  inquiry:  {owner: marketing}
  warming:  {owner: marketing}
  mql:      {owner: sales, handed_over: true}
  customer: {owner: sales, handed_over: true, final: true}
moves:
  cold: {from: inquiry, to: warming, after: 7d}
  ripe: {from: [inquiry, warming], to: mql, when: interest >= 50}
  won:  {from: mql, to: customer, upon: won}
promises:
  follow up: {by: sales, from: handed_over, do: phone, within: 48h}
  write:     {by: sales, from: handed_over, do: email, within: 48h}
nurture:
  contents: {guide: {channel: post}, letter: {channel: post}}
  programs:
    warm up: {enter: {when: 'stage == "warming"'}, ready: {when: interest >= 50}, exhausted: wait, streams: {all: {every: 30d, contents: [guide, letter]}}}
    other:   {enter: {when: 'stage == "warming"'}, ready: {when: interest >= 50}, exhausted: wait, streams: {all: {every: 30d, contents: [guide, letter]}}}
`
	afterMove = `
currency: EUR
lead: {attributes: {fleet: number, badge: number}}
scores:
  fit:      {big fleet: {when: lead.fleet > 20, points: 15}}
  interest: {opened an email: {each: email_opened, points: 20, decay: none, was: opened}}
stages:
  inquiry:   {owner: marketing}
  nurturing: {owner: marketing, was: warming}
  mql:       {owner: sales, handed_over: true}
  customer:  {owner: sales, handed_over: true, final: true}
moves:
  cold: {from: inquiry, to: nurturing, after: 7d}
  ripe: {from: [inquiry, nurturing], to: mql, when: interest >= 45}
  won:  {from: mql, to: customer, upon: won}
promises:
  follow up: {by: sales, from: handed_over, do: phone, within: 24h}
nurture:
  contents: {guide: {channel: post}, letter: {channel: post}}
  programs:
    keep warm: {was: warm up, enter: {when: 'stage == "nurturing"'}, ready: {when: interest >= 45}, exhausted: wait, streams: {all: {every: 30d, contents: [guide, letter]}}}
`
)

func TestWhatAMoveDoes(t *testing.T) {
	l := lifeUnder(t, beforeMove)
	after := lifeUnder(t, afterMove).e
	l.tell(0, lead.Created, map[string]any{"fleet": 30, "badge": "blue"})
	for i := range 4 {
		l.tell(1+i, "email_opened", nil)
	}
	l.tell(5, "page_viewed", nil)
	l.wait(8 * 24)
	require.Equal(t, "warming", l.r.Lead.Life.Stage)
	effects, err := after.Move(&l.r, l.e, hour(9*24), "")
	require.NoError(t, err)
	assert.Equal(t, []string{
		"moved: " + after.Hash() + " (of another type now, and no longer known: badge)",
		"stage changed: nurturing (contract changed)",
		"nurture: other (the plan has the program no more)",
	}, told(effects)[:3])
	var rules []string
	for _, m := range effects[0].Scores {
		rules = append(rules, m.String())
	}
	assert.Contains(t, rules, "interest/opened an email: was interest/opened; points 10 → 20; what it gave stays")
	assert.Contains(t, rules, "interest/read: dropped with its 5")
	assert.Equal(t, movedCause, effects[0].Cause)
	v, err := after.At(&l.r, hour(9*24))
	require.NoError(t, err)
	assert.Equal(t, []any{"nurturing", "keep warm"}, []any{v.Stage, v.Nurture[0].Program})
	assert.Equal(t, []lead.Points{15 * lead.Point, 40 * lead.Point}, []lead.Points{v.Scores[0].Points, v.Scores[1].Points})
	assert.Contains(t, told(must(after.Apply(&l.r, lead.Event{ID: "more", Lead: "L1", Kind: "email_opened", Time: hour(9 * 24)}, hour(9*24)))), "handed over: mql (ripe)")
}

func TestWhatAMoveDoesToPromises(t *testing.T) {
	after := lifeUnder(t, afterMove).e
	for how, due := range map[string]int{KeepPromises: 49, ReplanPromises: 25, RestartPromises: 34} {
		l := lifeUnder(t, beforeMove)
		l.tell(0, lead.Created, nil)
		l.tell(1, lead.StageOverridden, map[string]any{"stage": "mql"})
		effects, err := after.Move(&l.r, l.e, hour(10), how)
		require.NoError(t, err)
		assert.Contains(t, told(effects), "promise: write (another contract)", "a promise that is gone is cancelled")
		v, err := after.At(&l.r, hour(10))
		require.NoError(t, err)
		for _, p := range v.Promises {
			if p.Promise == "follow up" && p.Status != "cancelled" {
				assert.Equal(t, lead.At(hour(due)), p.Due, how)
			}
		}
	}
}

func TestAMoveIsRefused(t *testing.T) {
	l := lifeUnder(t, beforeMove)
	l.tell(0, lead.Created, nil)
	l.wait(8 * 24)
	other := must(Compile(&Contract{}))
	dollars := must(Load(File{Name: "c", Data: []byte("currency: USD\n" + beforeMove[len("\ncurrency: EUR\n"):])}))
	before := string(encode(t, &l.r))
	for name, try := range map[string]func() error{
		"a stage that is gone":  func() error { _, err := other.Move(&l.r, l.e, hour(9*24), ""); return err },
		"another currency":      func() error { _, err := dollars.Move(&l.r, l.e, hour(9*24), ""); return err },
		"what is no way":        func() error { _, err := other.Move(&l.r, l.e, hour(9*24), "forget"); return err },
		"from a third contract": func() error { _, err := dollars.Move(&l.r, other, hour(9*24), ""); return err },
		"in the past":           func() error { _, err := other.Move(&l.r, l.e, hour(1), ""); return err },
	} {
		assert.Error(t, try(), name)
		assert.Equal(t, before, string(encode(t, &l.r)), name)
	}
	_, err := other.Move(&l.r, l.e, hour(9*24), "")
	var fault *MoveError
	require.True(t, errors.As(err, &fault) && errors.Is(err, ErrMove))
	assert.Equal(t, MoveError{Lead: "L1", Stage: "warming"}, *fault)
	assert.Equal(t, `lead "L1": the contract has no stage "warming"; write was: warming at the stage that takes its leads`, err.Error())
	_, err = l.e.Move(&l.r, l.e, hour(9*24), "")
	assert.NoError(t, err, "under the same contract it is an Advance")
}
