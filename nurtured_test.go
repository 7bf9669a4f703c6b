package leadkit

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
)

// The contact rules that both sides agreed on bind what marketing sends, too.
func TestContactRulesBindNurture(t *testing.T) {
	l := lifeUnder(t, `
calendars:
  mornings: {zone: UTC, open: {mon-fri: ["10:00-12:00"]}}
promises:
  contact_rules:
    an address:    {channels: email, address: email}
    by day:        {channels: email, hours: mornings}
    opt-in:        {channels: post, basis: letters, until: 2026-03-25}
nurture:
  contents: {guide: {channel: email}, letter: {channel: post}}
  programs:
    p: {enter: {when: 'stage == "inquiry"'}, exhausted: wait, ready: {upon: demo_requested}, streams: {only: {every: 1d, contents: [guide, letter]}}}
`)
	l.tell(0, lead.ConsentGiven, map[string]any{"channel": "any"})
	assert.Contains(t, l.tell(0, lead.Created, nil), `nurture: p (stage == "inquiry")`)
	assert.Empty(t, l.wait(24), "without an address there is nothing to be sent to; a letter may go once the rule has ended")
	assert.Empty(t, l.tell(24, lead.ProfileUpdated, map[string]any{"email": "a@b.example"}), "on a Saturday")
	next, ok := l.e.Next(&l.r)
	require.True(t, ok)
	assert.Equal(t, "Mon 10:00", next.Format("Mon 15:04"))
	assert.Equal(t, []string{"content due: p (next in the stream)"}, l.wait(4*24))
	assert.Empty(t, l.wait(5*24))
	next, _ = l.e.Next(&l.r)
	assert.Equal(t, "2026-03-26 00:00", next.Format("2006-01-02 15:04"), "the day after the rule's last")
}

// A rule that is read where the lead is binds contents on the lead's own clock.
func TestContactRulesBindNurtureWhereTheLeadIs(t *testing.T) {
	for zone, due := range map[string]string{"America/New_York": "14:00", "Asia/Tokyo": "01:00", "UTC": "10:00"} {
		l := lifeUnder(t, `
calendars:
  mornings: {zone: UTC, open: {daily: ["10:00-12:00"]}}
promises:
  contact_rules:
    by day: {channels: email, hours: mornings, their_zone: true}
nurture:
  contents: {guide: {channel: email}}
  programs:
    p: {enter: {when: 'stage == "inquiry"'}, exhausted: wait, ready: {upon: demo_requested}, streams: {only: {every: 1d, after: 1d, contents: [guide]}}}
`)
		l.tell(0, lead.ConsentGiven, map[string]any{"channel": "any"})
		l.tell(0, lead.Created, map[string]any{"zone": zone})
		l.wait(30)
		l.wait(31)
		l.wait(72)
		had := l.r.Nurture.Had
		require.Len(t, had, 1, zone)
		assert.Equal(t, due, had[0].At.Time().Format("15:04"), zone)
	}
}

// Hours are the person's, and so are the holidays, where the contract says so: on Easter Monday a lead in the United States is written to.
func TestHolidaysOfTheLeadsCountry(t *testing.T) {
	for about, due := range map[string]string{"FR": "Tue 08:00", "DE": "Tue 08:00", "US": "Mon 12:00", "XX": "Tue 08:00", "CH": "Wed 08:00"} {
		l := lifeUnder(t, `
nurture:
  their_hours: {zone: UTC, open: {mon-fri: ["08:00-20:00"]}, closed: [holidays FR], holidays: {CH: {days: [easter+1, easter+2]}}}
  their_holidays: true
  contents: {guide: {channel: email}}
  programs:
    p: {enter: {when: 'stage == "inquiry"'}, exhausted: wait, ready: {upon: demo_requested}, streams: {only: {every: 1d, contents: [guide]}}}
`)
		easterMonday := 17*24 + 4 // 6 April 2026, 12:00
		l.tell(easterMonday, lead.ConsentGiven, map[string]any{"channel": "any"})
		l.tell(easterMonday, lead.Created, map[string]any{"country": about})
		l.wait(easterMonday + 100)
		require.Len(t, l.r.Nurture.Had, 1, about)
		assert.Equal(t, due, l.r.Nurture.Had[0].At.Time().Format("Mon 15:04"), about)
	}
}

// The book tells, by program and content, what nurture did, and what it is worth against those who were held out.
func TestTheBookTellsWhatNurtureIsWorth(t *testing.T) {
	const contract = `
scores:
  interest: {read: {each: page_viewed, points: 10, decay: none}}
  temperature: {of: total, hot: 40, warm: 20, else: cold}
  total: interest
nurture:
  hold_out: 25%
  contents: {guide: {channel: email}, film: {channel: email}}
  programs:
    warm up:
      enter: {when: 'stage == "inquiry" or stage == "nurturing"'}
      exhausted: wait
      ready: {when: total >= 40}
      streams: {only: {every: 1d, steps: {hello: {send: guide}, asks: {for: page_viewed, at_most: 30d}, more: {send: film}}}}
`
	e := must(Load(File{Name: "c.yaml", Data: []byte(contract)}))
	var one, other Book
	for i := range 40 {
		l := &life{t: t, e: e}
		book := &one
		if i%2 == 1 {
			book = &other
		}
		id := "L" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		n := int64(0)
		hear := func(at int, kind string, props map[string]any) {
			l.n++
			effects, err := e.Apply(&l.r, lead.Event{ID: kind + string(rune(l.n)), Lead: id, Kind: kind, Time: hour(at), Props: props}, hour(at))
			require.NoError(t, err)
			n++
			require.NoError(t, e.Post(book, id, n, effects))
		}
		hear(0, lead.ConsentGiven, map[string]any{"channel": "email"})
		hear(0, lead.Created, nil)
		held := l.r.Nurture.Programs[0].Control
		for k := range 4 { // who receives something reads more
			if !held || k < 2 {
				hear(24*(k+1), "page_viewed", nil)
			}
		}
		if held {
			hear(100, lead.DemoRequested, nil)
		}
		hear(200, lead.Accepted, nil)
		switch {
		case i%5 == 0:
			hear(201, lead.Recycled, map[string]any{"reason": "not_mature", "qualification": "early"})
		case i%5 == 1:
			hear(201, lead.Lost, map[string]any{"reason": "to_competitor", "competitor": "Bolt"})
		case !held || i%2 == 0:
			hear(202, lead.NeedConfirmed, map[string]any{"date": hour(300)})
			hear(203, lead.Won, nil)
		}
	}
	require.NoError(t, one.Merge(&other))
	row := one.Nurture.Program("warm up")
	held := row.HeldOut
	require.Positive(t, held)
	assert.Equal(t, int64(40), row.Entered+held)
	assert.Equal(t, 2*row.Entered, row.Sent)
	assert.Equal(t, row.Entered, row.Ready)
	assert.Equal(t, row.Entered, row.HandedOver)
	assert.Equal(t, 2*row.Entered, row.Warmed, "to warm, then to hot")
	assert.Positive(t, row.TooEarly)
	assert.Positive(t, row.TooLate)
	assert.Equal(t, row.Won, one.Nurture.Content("film").Won, "after the last content that it received")
	list := one.Nurture.Uplift("warm up", lead.At(genesis.AddDate(2, 0, 0)))
	require.Len(t, list, 3)
	assert.Equal(t, []int64{row.Entered, held}, []int64{list[0].Treated.Of, list[0].Control.Of})
	assert.Equal(t, row.Won, list[0].Treated.Bought)
	assert.Positive(t, list[0].Gain)
	assert.Less(t, list[0].Low, list[0].Gain)
	assert.Equal(t, nurture.Horizons()[0], list[0].After)
}
