package sla

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

func (d *desk) moveDeadline(at, promise, deadline string) []Change {
	b := d.bound(lead.DeadlineOverridden, instant(at), "promise", promise, "reason", "the customer asked for it")
	b.By = "Max"
	b.Values[d.s.Prop(b.Kind, "deadline")] = lead.Value{Num: float64(instant(deadline))}
	return d.hear(b, instant(at))
}

func TestAManagerMovesADeadline(t *testing.T) {
	p := followUp()
	p.AtRisk, p.Then = 80, steps("remind at 50%", "tell manager at 100%", "return to marketing at 200%")
	d := newDesk(t, p, call("24h"))
	d.event(lead.HandedOver, "2026-11-02 09:00")
	c := d.moveDeadline("2026-11-02 10:00", "follow up", "2026-11-05 12:00")
	require.Equal(t, []string{"moved"}, kinds(c))
	assert.Equal(t, [3]string{"Max", "the customer asked for it", "follow up"}, [3]string{c[0].Who, c[0].Reason, c[0].Promise})
	assert.Equal(t, instant("2026-11-05 12:00"), c[0].Due)
	c = d.until(instant("2026-11-10 09:00"))
	require.Equal(t, []string{"remind at 50%", "at risk", "broken", "return to marketing at 200%", "broken", "tell manager at 100%"}, kinds(c))
	assert.Equal(t, "call", c[2].Promise, "the other promise is left alone")
	assert.Equal(t, instant("2026-11-05 12:00:00.001"), c[4].At)
	require.Empty(t, d.moveDeadline("2026-11-11 09:00", "follow up", "2026-11-12 12:00"), "what is broken stays so")
}

func TestADeadlineThatHasPassedBreaksAtTheNextMillisecond(t *testing.T) {
	d := newDesk(t, followUp())
	d.event(lead.HandedOver, "2026-11-02 09:00")
	d.moveDeadline("2026-11-02 11:00", "follow up", "2026-11-02 10:00")
	c := d.until(instant("2026-11-03 11:00"))
	require.Equal(t, []string{"broken"}, kinds(c))
	assert.Equal(t, instant("2026-11-02 11:00")+1, c[0].At)
	require.Empty(t, d.moveDeadline("2026-11-04 11:00", "no such promise", "2026-11-05 10:00"))
}
