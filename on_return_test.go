package leadkit

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

const returning = `
lead: {attributes: {fleet: number}}
scores:
  fit:      {big: {when: lead.fleet > 20, points: 30}}
  interest: {opened: {each: email_opened, points: 10, decay: none}}
routing:
  channels: {direct: {}}
  people:
    Ada: {channels: direct}
  keep_owner: true
promises:
  call: {by: sales, from: handed_over, do: phone, within: 30d}
nurture:
  contents: {guide: {channel: email}, film: {channel: email}}
  programs:
    warm up:
      enter: {when: 'stage == "inquiry" or stage == "nurturing"'}
      exhausted: wait
      ready: {upon: demo_requested}
      streams:
        only: {every: 7d, steps: {hello: {send: guide}, breathe: {wait: 10d}, last: {send: film}}}
`

// came is a lead that was nurtured, handed over on its third day and given back on its fourth.
func came(t *testing.T, more string) *life {
	l := lifeUnder(t, returning+more)
	l.tell(0, lead.Created, map[string]any{"fleet": 30})
	l.tell(1, lead.ConsentGiven, map[string]any{"channel": "email"})
	l.tell(2, "email_opened", nil)
	l.tell(48, lead.QuoteRequested, nil)
	l.tell(49, lead.Assigned, map[string]any{"owner": "Ada"})
	l.tell(50, lead.Accepted, nil)
	l.tell(72, lead.Recycled, map[string]any{"reason": "no_budget", "qualification": "next year", "note": "They like us; the budget comes in March."})
	return l
}

func TestWhatBecomesOfAReturnedLeadIsStated(t *testing.T) {
	state := func(l *life) string {
		v, err := l.e.At(&l.r, l.r.Clock.Time())
		require.NoError(t, err)
		running := 0
		for _, p := range v.Promises {
			if p.Status == "pending" {
				running++
			}
		}
		return fmt.Sprintf("interest %s, owner %q, %d running, at %s", v.Scores[1].Points, l.r.Lead.Life.Had, running, l.r.Nurture.Programs[0].Step)
	}
	for said, want := range map[string]string{
		"": `interest 0, owner "Ada", 0 running, at breathe`,
		"on_return: {score: reset, owner: remember, promises: cancel, position: resume}": `interest 0, owner "Ada", 0 running, at breathe`,
		"on_return: {score: keep}":       `interest 10, owner "Ada", 0 running, at breathe`,
		"on_return: {owner: forget}":     `interest 0, owner "", 0 running, at breathe`,
		"on_return: {promises: keep}":    `interest 0, owner "Ada", 1 running, at breathe`,
		"on_return: {position: restart}": `interest 0, owner "Ada", 0 running, at breathe`,
	} {
		t.Run(said, func(t *testing.T) {
			l := came(t, said)
			assert.Equal(t, want, state(l))
			next := l.r.Nurture.Programs[0].Ripe
			if strings.Contains(said, "restart") {
				assert.Equal(t, lead.At(hour(72+240)), next, "it waits all of its ten days again")
			} else {
				assert.Equal(t, lead.At(hour(72+240-47)), next, "of ten days it had waited 47 hours")
			}
		})
	}
	_, err := Load(File{Name: "c.yaml", Data: []byte("on_return: {score: kepe, position: again}")})
	assert.ErrorContains(t, err, `c.yaml:1:20: unknown way to come back "kepe"`)
	assert.ErrorContains(t, err, `unknown way to come back "again"`)
}

func TestAHandOverCarriesWhatSalesNeedsToKnow(t *testing.T) {
	l := came(t, "")
	effects, err := l.e.Apply(&l.r, lead.Event{ID: "again", Lead: "L1", Kind: lead.DemoRequested, Time: hour(100)}, hour(100))
	require.NoError(t, err)
	for _, f := range effects {
		if f.Kind == HandedOver {
			require.NotNil(t, f.Dossier)
			assert.Equal(t, `received: guide on 2026-03-20
scores because: fit big 30, total fit 30
came back: recycled no_budget on 2026-03-23: "They like us; the budget comes in March."
qualification: next year
`, f.Dossier.String())
			return
		}
	}
	t.Fatal("not handed over")
}

// A lead that its nurture finds ready is handed over at that instant, by the lifecycle that a contract has that says nothing else.
func TestAReadyLeadIsHandedOverAtOnce(t *testing.T) {
	l := lifeUnder(t, `
nurture:
  contents: {guide: {channel: email}}
  programs:
    postponed:
      enter: {when: 'stage == "nurturing" and lead.return_reason == "project_postponed"'}
      exhausted: wait
      ready: {when: 'lead.next_project - now < "30d"'}
      streams: {only: {every: 7d, contents: guide}}
`)
	l.tell(0, lead.Created, nil)
	l.tell(1, lead.QuoteRequested, nil)
	l.tell(2, lead.Accepted, nil)
	l.tell(3, lead.Recycled, map[string]any{"reason": "project_postponed", "project_date": hour(100 * 24)})
	assert.Empty(t, l.wait(70*24))
	next, ok := l.e.Next(&l.r)
	require.True(t, ok)
	assert.WithinDuration(t, hour(70*24), next, time.Second, "thirty days before")
	told := l.wait(100 * 24)
	assert.Contains(t, told, "stage changed: mql (ready)")
	assert.Contains(t, told, "handed over: mql (ready)")
}
