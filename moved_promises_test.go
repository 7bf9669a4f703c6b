package leadkit

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla"
)

const signedBefore = `
calendars:
  default:  {zone: Europe/Paris, open: {mon-fri: ["09:00-18:00"]}}
  mornings: {zone: Europe/Paris, open: {mon-fri: ["09:00-10:00"]}}
moves:
  hand: {from: inquiry, to: mql, upon: quote_requested}
  back: {from: mql, to: nurturing, upon: recalled}
`

// under gives one lead that was handed over an hour after it came, and what moving it to another contract says of its promises.
func under(t *testing.T, before, after, how string, at int) (l *life, book *Book, effects []Effect) {
	l, book = lifeUnder(t, signedBefore+before), &Book{}
	for i, kind := range []string{lead.Created, lead.QuoteRequested} {
		effects, err := l.e.Apply(&l.r, lead.Event{ID: kind, Lead: "L1", Kind: kind, Time: hour(i)}, hour(i))
		require.NoError(t, err)
		require.NoError(t, l.e.Post(book, "s", int64(i+1), effects))
	}
	to := lifeUnder(t, signedBefore+after).e
	effects, err := to.Move(&l.r, l.e, hour(at), how)
	require.NoError(t, err)
	require.NoError(t, to.Post(book, "s", 3, effects))
	l.e = to
	return l, book, effects
}

func (l *life) due(at int) map[string]string {
	v, err := l.e.At(&l.r, hour(at))
	require.NoError(l.t, err)
	due := map[string]string{}
	for _, p := range v.Promises {
		due[p.Promise] = p.Status
		if p.Due != 0 {
			due[p.Promise] += " " + p.Due.Sub(lead.At(genesis)).String()
		}
	}
	return due
}

func TestEachPromiseSaysWhatAnotherContractDoesToIt(t *testing.T) {
	const before = `
promises:
  call:  {by: sales, from: handed_over, do: phone, within: 48h}
  write: {by: sales, from: handed_over, do: email, within: 48h}
  visit: {by: sales, from: handed_over, do: meeting_held, within: 48h}
  post:  {by: sales, from: handed_over, do: post, within: 48h}
`
	const after = `
promises:
  call:  {by: sales, from: handed_over, do: phone, within: 24h, on_change: keep}
  write: {by: sales, from: handed_over, do: email, within: 24h, on_change: re-plan}
  visit: {by: sales, from: handed_over, do: meeting_held, within: 24h, on_change: restart}
  post:  {by: sales, from: handed_over, do: post, within: 24h}
`
	for how, post := range map[string]string{"": "pending 2d1h", ReplanPromises: "pending 1d1h", RestartPromises: "pending 1d10h"} {
		l, _, _ := under(t, before, after, how, 10)
		assert.Equal(t, map[string]string{"call": "pending 2d1h", "write": "pending 1d1h", "visit": "pending 1d10h", "post": post}, l.due(10), how)
	}
}

func TestARenamedPromiseGoesOn(t *testing.T) {
	l, book, effects := under(t, `
promises:
  phone them: {by: sales, from: handed_over, do: phone, within: 48h}
`, `
promises:
  call: {was: phone them, by: sales, from: handed_over, do: phone, within: 24h}
`, "", 10)
	assert.Empty(t, promisedTo(effects), "it is neither ended nor begun")
	assert.Equal(t, map[string]string{"call": "pending 2d1h"}, l.due(10))
	effects, err := l.e.Apply(&l.r, lead.Event{ID: "c", Lead: "L1", Kind: lead.Contacted, By: "Mia", Time: hour(11), Props: map[string]any{"channel": "phone"}}, hour(11))
	require.NoError(t, err)
	i := slices.IndexFunc(effects, func(f Effect) bool { return f.Promise != nil })
	assert.Equal(t, "phone them#1 kept", effects[i].Promise.Key(), "its clock bears the id that it began with")
	require.NoError(t, l.e.Post(book, "s", 4, effects))
	for range 2 {
		l.e.MoveBook(book)
		s := book.Promises.Tally(sla.Which{Promise: "call"})
		assert.Equal(t, [3]int64{1, 1, 0}, [3]int64{s.Started, s.Kept, s.Open})
		assert.Equal(t, []string{"call"}, book.Promises.Promises())
	}
}

func TestWhereLessIsAskedForAPromiseIsKeptByTheMove(t *testing.T) {
	l := lifeUnder(t, signedBefore+"promises:\n  follow up: {by: sales, from: handed_over, do: email and phone, within: 48h}\n")
	l.tell(0, lead.Created, nil)
	l.tell(1, lead.QuoteRequested, nil)
	l.tell(2, lead.Contacted, map[string]any{"channel": "email"})
	to := lifeUnder(t, signedBefore+"promises:\n  follow up: {by: sales, from: handed_over, do: email, within: 48h}\n").e
	effects, err := to.Move(&l.r, l.e, hour(10), "")
	require.NoError(t, err)
	assert.Equal(t, []string{"follow up: kept, "}, promisedTo(effects))
}

func TestAPauseThatNothingEndsAnyMoreEnds(t *testing.T) {
	l := lifeUnder(t, signedBefore+"lead: {events: {hold_on: {}, go_on: {}}}\npromises:\n  call: {by: sales, from: handed_over, do: phone, within: 10h, pause: hold_on, resume: go_on}\n")
	l.tell(0, lead.Created, nil)
	l.tell(1, lead.QuoteRequested, nil)
	l.tell(3, "hold_on", nil)
	for how, due := range map[string]string{KeepPromises: "pending 1d4h", ReplanPromises: "pending 1d4h", RestartPromises: "pending 1d6h"} {
		r := l.r.Clone()
		to := lifeUnder(t, signedBefore+"promises:\n  call: {by: sales, from: handed_over, do: phone, within: 10h}\n")
		_, err := to.e.Move(r, l.e, hour(20), how)
		require.NoError(t, err)
		to.r = *r
		assert.Equal(t, map[string]string{"call": due}, to.due(20), how)
	}
}

// A lead that waited for a list, under a contract that has none, is delivered with the move, and what was promised from then on begins.
func TestAPendingListIsDeliveredWhereThereAreNone(t *testing.T) {
	const call = "\n  call: {by: sales, from: handed_over, do: phone, within: 24h}\n"
	l, _, effects := under(t, "promises:\n  delivery: {at: mornings}"+call, "promises:"+call, "", 4)
	assert.Contains(t, told(effects), "lead delivered:  (hand)")
	assert.Equal(t, []string{"call: started, contract"}, promisedTo(effects)[:1])
	assert.Equal(t, map[string]string{"call": "pending 1d4h"}, l.due(4))
	_, ok := l.e.Next(&l.r)
	assert.True(t, ok)
}

func TestARenamedMoveGoesOnWaiting(t *testing.T) {
	const scores = "\nscores: {interest: {opened: {each: email_opened, points: 50, decay: none}}}\n"
	l := lifeUnder(t, scores+`moves: {ripe: {from: inquiry, to: mql, when: interest >= 50, for: 10h}, back: {from: mql, to: nurturing, upon: recalled}}`)
	l.tell(0, lead.Created, nil)
	l.tell(1, "email_opened", nil)
	for name, want := range map[string]int{"{was: ripe, ": 11, "{": 18} {
		r := l.r.Clone()
		to := lifeUnder(t, scores+`moves: {ready to buy: `+name+`from: inquiry, to: mql, when: interest >= 50, for: 10h}, back: {from: mql, to: nurturing, upon: recalled}}`).e
		_, err := to.Move(r, l.e, hour(8), "")
		require.NoError(t, err)
		next, ok := to.Next(r)
		require.True(t, ok)
		assert.Equal(t, hour(want), next.UTC(), name)
	}
}
