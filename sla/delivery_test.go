package sla

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

// delivered drives the promises as the root does: a delivery is heard as an event at its instant.
func (d *desk) delivered(changes []Change) (all []Change) {
	for _, c := range changes {
		if all = append(all, c); c.Kind == Delivered {
			all = append(all, d.hear(d.bound(lead.Delivered, c.At, "move", c.Reason), c.At)...)
		}
	}
	return all
}

func listed(t *testing.T, atOnce string) *desk {
	d := &desk{t: t, s: newSchema(t)}
	var err error
	d.terms, err = Compile(Agreement{Delivery: Delivery{At: "breaks", AtOnce: atOnce}, Promises: []Promise{followUp()}}, d.s, calendars())
	require.NoError(t, err)
	d.facts = d.s.NewFacts()
	d.see(nil)
	return d
}

func TestClocksStartAtTheDelivery(t *testing.T) {
	d := listed(t, "")
	require.Empty(t, d.delivered(d.event(lead.HandedOver, "2026-11-06 19:00", "move", "ripe")))
	monday := instant("2026-11-09 09:00")
	assert.Equal(t, monday, d.terms.Due(&d.st, d.now))
	c := d.delivered(d.until(monday))
	require.Equal(t, []string{"delivered", "started"}, kinds(c))
	assert.Equal(t, []any{"ripe", "breaks", "e1"}, []any{c[0].Reason, c[0].List, c[0].Event})
	assert.Equal(t, [2]lead.Instant{monday, monday.Add(lead.Day)}, [2]lead.Instant{c[1].Start, c[1].Due})
	assert.Zero(t, d.st.Delivery)

	d = listed(t, "")
	require.Equal(t, []string{"delivered", "started"}, kinds(d.delivered(d.event(lead.HandedOver, "2026-11-06 15:00"))), "while the list is open")
}

func TestAHandRaiserIsDeliveredAtOnce(t *testing.T) {
	d := listed(t, `event.move == "raised a hand" or lead.country == "FR"`)
	require.Equal(t, []string{"delivered", "started"}, kinds(d.delivered(d.event(lead.HandedOver, "2026-11-06 19:00", "move", "raised a hand"))))
	d = listed(t, `event.move == "raised a hand"`)
	require.Empty(t, d.event(lead.HandedOver, "2026-11-06 19:00", "move", "ripe"))
}

func TestWhatIsGivenBackBeforeItsDeliveryIsNotDelivered(t *testing.T) {
	d := listed(t, "")
	d.event(lead.HandedOver, "2026-11-06 19:00")
	d.event(lead.Returned, "2026-11-07 19:00")
	require.Empty(t, d.until(instant("2026-12-01 00:00")))
}
