package leadkit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/leadtest"
)

// What two teams may promise each other, in one contract.
const owed = `
currency: EUR
calendars:
  default:
    zone: Europe/Paris
    open: {mon-fri: ["09:00-12:30", "14:00-18:00"]}
    closed: [holidays FR, holidays bridge]
    also_open: {2026-10-24: ["10:00-12:00"]}
    holidays:
      bridge:
        ical: |
          BEGIN:VCALENDAR
          VERSION:2.0
          BEGIN:VEVENT
          UID:1
          SUMMARY:Bridge
          DTSTART;VALUE=DATE:20260515
          DTEND;VALUE=DATE:20260516
          END:VEVENT
          END:VCALENDAR
  on call: {zone: Europe/Paris, open: {daily: ["08:00-20:00"]}}
  nights:  {zone: Europe/Paris, open: {daily: ["22:00-06:00"]}}
  calls:   {zone: Europe/Paris, open: {mon-fri: ["10:00-13:00"]}}
lead:
  attributes: {hot: bool, area: string}
  events: {hold_on: {}, go_on: {}, let_off: {}, asked: {}, visit_asked: {}, tried_hard: {}, night_asked: {}, chain_asked: {}, some_asked: {}, call_asked: {}}
moves:
  hand:     {from: [inquiry, nurturing], to: mql, upon: quote_requested}
  accepted: {from: mql, to: sal, upon: accepted}
  won:      {from: sal, to: customer, upon: won}
  recalled: {from: [mql, sal], to: nurturing, upon: recalled}
routing:
  channels: {inside: {}}
  people:
    Ada: {team: north, channels: inside}
    Ben: {team: north, channels: inside}
promises:
  accept or reject:
    by: sales
    from: handed_over
    do: accepted or rejected
    within: 4 working hours
    then: [remind at 50%, reassign at 100%, return to marketing at 200%]
  hot call:
    {by: sales, from: asked, do: phone, terms: [{when: lead.hot, within: 30 working minutes, calendar: on call}], within: 1 working day, at_risk: 80%,
     pause: hold_on, resume: go_on, waive: let_off, then: [remind at 50%, tell manager at 100%, tell director 1d after]}
  reach:   {by: sales, from: tried_hard, attempts: 6, channels: 2, apart: 4h, within: 10 working days, then: [return to marketing when exhausted]}
  rebook:  {by: sales, from: meeting_no_show, attempts: 2, ends: meeting_booked, within: 1 working day, then: [return to marketing at 100%, return to marketing when exhausted]}
  night:   {by: sales, from: night_asked, do: phone, within: 8 working hours, calendar: nights}
  chain:   {by: sales, from: chain_asked, do: email then phone within 2h, within: 24h}
  some:    {by: sales, from: some_asked, do: '2 of (email, phone, meeting_held)', within: 24h}
  call:    {by: sales, from: call_asked, do: phone, within: 1 working day}
  contact_rules:
    hours:   {when: 'lead.area == "strict"', channels: phone, hours: calls}
    opt in:  {when: 'lead.area == "opt in"', channels: phone, basis: marketing}
`

const owedStories = `
scenarios:
  six attempts over ten working days on two channels at least four hours apart:
    start: Monday 09:00
    steps:
      - tried_hard
      - {after: 1h, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - {after: 3h, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - {after: 1h, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - {after: 1d, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - {after: 1d, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - {after: 1d, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - {after: 1d, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - expect: {promises: {reach: pending}}
      - {after: 1d, contact_attempted: {channel: email, outcome: bounced}, by: Ada}
      - expect: {promises: {reach: pending}}
      - {after: 1h, contact_attempted: {channel: email, outcome: left_message}, by: Ada}
      - expect: {promises: {reach: kept}}

  a contact that reached the person ends the attempts:
    start: Monday 09:00
    steps:
      - tried_hard
      - {after: 1h, contact_attempted: {channel: phone, outcome: reached}, by: Ada, automatic: true}
      - expect: {promises: {reach: pending}}
      - {after: 1h, contact_attempted: {channel: phone, outcome: reached}, by: Ada}
      - expect: {promises: {reach: kept}}

  six attempts that cannot fit any more put the promise at risk before it breaks:
    start: Monday 09:00
    steps:
      - tried_hard
      - wait: 13d
      - expect: {promises: {reach: pending}}
      - wait: 241m
      - expect: {promises: {reach: at risk}, happens: [promise at risk]}

  a no-show is no contact and is rebooked within two tries:
    start: Monday 09:00
    steps:
      - quote_requested
      - accepted
      - {after: 1h, meeting_booked: {at: "+1d"}, by: Ada}
      - {after: 1d, meeting_no_show: {}}
      - expect: {promises: {rebook: pending}}
      - {after: 1h, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - {after: 1h, meeting_booked: {at: "+1d"}, by: Ada}
      - expect: {promises: {rebook: kept}, stage: sal}

  a no-show that nobody rebooks recycles the lead:
    start: Monday 09:00
    steps:
      - quote_requested
      - accepted
      - {after: 1d, meeting_no_show: {}}
      - wait: 1d
      - expect: {promises: {rebook: pending}, stage: sal}
      - wait: 1m
      - expect: {stage: nurturing, happens: [promise broken, "returned"]}

  two tries without an answer recycle the lead at once:
    start: Monday 09:00
    steps:
      - quote_requested
      - accepted
      - {after: 1d, meeting_no_show: {}}
      - {after: 1h, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - {after: 1h, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - expect: {stage: nurturing, promises: {rebook: kept}}

  silence is reassigned once and then recalled:
    start: Monday 09:00
    steps:
      - quote_requested
      - expect: {owner: Ada, promises: {accept or reject: pending}}
      - {at: Monday 14:30}
      - wait: 1m
      - expect: {owner: Ben, stage: mql, happens: [promise broken, routing asked]}
      - {at: Monday 18:00}
      - expect: {owner: Ben, stage: mql, not: [routing asked]}
      - {at: Tuesday 09:31}
      - expect: {owner: nobody, stage: nurturing, not: [routing asked], promises: {accept or reject: broken}}

  a hot lead on a Saturday is called by those on call:
    lead: {hot: true}
    start: 2026-03-07 19:45
    steps:
      - asked
      - expect: {next: at 20:00, promises: {hot call: pending}}
      - {at: Sunday 08:15, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - expect: {promises: {hot call: kept}}

  any other lead on a Saturday waits for Monday's opening:
    start: 2026-03-07 19:45
    steps:
      - asked
      - {at: 2026-03-09 17:59}
      - expect: {promises: {hot call: at risk}, not: [promise broken]}
      - wait: 2m
      - expect: {promises: {hot call: broken}, happens: [promise broken]}

  a working day over the change of clocks is the same time on the wall:
    start: 2026-03-27 16:00
    steps:
      - call_asked
      - {at: 2026-03-30 16:00}
      - expect: {promises: {call: pending}}
      - wait: 1m
      - expect: {promises: {call: broken}}

  a night of nine hours holds eight working hours and one more:
    start: 2026-10-24 22:00
    steps:
      - night_asked
      - {at: 2026-10-25 05:00}
      - expect: {promises: {night: pending}}
      - wait: 1m
      - expect: {promises: {night: broken}}

  a one-off opening on a Saturday counts:
    start: 2026-10-23 11:00
    steps:
      - call_asked
      - {at: 2026-10-24 11:00}
      - expect: {promises: {call: pending}}
      - wait: 1m
      - expect: {promises: {call: broken}}

  a bridge day from a calendar file is closed as a holiday is:
    start: 2026-05-13 11:00
    steps:
      - call_asked
      - {at: 2026-05-18 11:00}
      - expect: {promises: {call: pending}}
      - wait: 1m
      - expect: {promises: {call: broken}}

  a call two hours after the email answers it, and a later one does not:
    start: Monday 09:00
    steps:
      - chain_asked
      - {after: 1h, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - {after: 1h, contact_attempted: {channel: email, outcome: left_message}, by: Ada}
      - {after: 3h, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - expect: {promises: {chain: pending}}
      - {after: 1h, contact_attempted: {channel: email, outcome: left_message}, by: Ada}
      - {after: 2h, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada}
      - expect: {promises: {chain: kept}}

  two of three are enough and one twice is not two:
    start: Monday 09:00
    steps:
      - some_asked
      - {after: 1h, contact_attempted: {channel: email}, by: Ada}
      - {after: 1h, contact_attempted: {channel: email}, by: Ada}
      - expect: {promises: {some: pending}}
      - {after: 1h, meeting_held: {}, by: Ada}
      - expect: {promises: {some: kept}}

  each step comes once whatever pauses:
    start: Monday 09:00
    steps:
      - asked
      - {at: Monday 15:00}
      - expect: {happens: ["promise step: remind"]}
      - hold_on
      - expect: {happens: [promise paused], next: never}
      - wait: 30d
      - expect: nothing happens
      - go_on
      - expect: {promises: {hot call: pending}, not: ["promise step"]}
      - wait: 10d
      - expect: {promises: {hot call: broken}, happens: [promise broken, promise at risk], not: ["promise step: remind"]}
      - wait: 30d
      - expect: nothing happens

  a call in time of which one hears late corrects the breach:
    start: Monday 09:00
    steps:
      - asked
      - {at: Tuesday 08:00, contact_attempted: {channel: phone, outcome: no_answer}, by: Ada, heard: 2d later}
      - expect: {promises: {hot call: kept}, happens: [promise corrected]}

  what somebody forgoes is neither kept nor broken:
    start: Monday 09:00
    steps:
      - asked
      - {after: 1h, let_off: {}, by: Zoe}
      - wait: 30d
      - expect: {promises: {hot call: waived}, not: [promise broken]}

  without a basis there is no channel left to call on:
    lead: {area: opt in}
    steps:
      - call_asked
      - expect: {promises: {call: cancelled}, happens: ["promise cancelled: no permitted channel"]}

  hours that end before the deadline are said at the start:
    lead: {area: strict}
    start: Monday 09:00
    steps:
      - asked
      - {at: Monday 18:00, contact_attempted: {channel: phone}, by: Ada}
      - expect: {promises: {hot call: at risk}}
`

func TestStoriesOfPromises(t *testing.T) {
	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: []byte(owed)})
	require.NoError(t, err)
	leadtest.Run(t, engine, leadkit.File{Name: "stories.yaml", Data: []byte(owedStories)})
}
