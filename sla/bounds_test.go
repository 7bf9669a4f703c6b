package sla

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/sla/calendar"
)

func TestBracketsAreBounded(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("(", n) + "a" + strings.Repeat(")", n) }
	parsed(t, nested(mostEvidenceDepth))
	for _, deep := range []string{nested(mostEvidenceDepth + 1), strings.Repeat("any of (", mostEvidenceDepth+1) + "a" + strings.Repeat(")", mostEvidenceDepth+1)} {
		_, _, found := parseEvidence(deep)
		require.Len(t, found, 1)
		assert.Equal(t, "there are more than 16 brackets within brackets", found[0].Summary)
	}
	parsed(t, nested(1)+" and "+nested(1)+strings.Repeat(" and (a)", 20)) // side by side is not within
}

func TestWhatIsPastIsBounded(t *testing.T) {
	d := newDesk(t, Promise{Name: "rebook", By: Sales, From: []string{lead.MeetingNoShow}, Do: "meeting_booked", Within: term("1d")}, followUp())
	at := instant("2026-11-02 10:00")
	d.hear(d.bound(lead.HandedOver, at), at)
	d.hear(d.bound(lead.Returned, at), at)
	for range 3 * MostPast {
		at = at.Add(lead.Hour)
		d.hear(d.bound(lead.MeetingNoShow, at), at)
		d.hear(d.bound(lead.MeetingBooked, at+1), at+1)
	}
	require.Len(t, d.st.Past, MostPast+1)
	assert.Equal(t, "follow up#1", d.st.Past[0].ID(), "another promise's clock stays")
	assert.Equal(t, []string{"rebook#9", "rebook#12"}, []string{d.st.Past[1].ID(), d.st.Past[MostPast].ID()})
}

func TestWhatIsRecentIsBoundedAndForgotten(t *testing.T) {
	p := followUp()
	p.Since, p.Do = lead.Hour, "email then phone"
	d := newDesk(t, p)
	at := instant("2026-11-02 10:00")
	for range 3 * MostRecent {
		at++
		d.hear(d.bound(lead.Contacted, at, "channel", "email"), at)
	}
	require.Len(t, d.st.Recent, MostRecent)
	assert.Equal(t, at, d.st.Recent[MostRecent-1].At, "the latest stay")
	at = at.Add(lead.Hour)
	d.hear(d.bound(lead.Contacted, at, "channel", "email"), at)
	assert.Len(t, d.st.Recent, 2, "what is older than an hour can start nothing any more")
}

func TestAShareOfAlmostNoTimeComesAfterTheStart(t *testing.T) {
	d := newDesk(t, Promise{Name: "call", By: Sales, From: []string{lead.HandedOver}, Do: "phone", Within: calendar.Elapsed(time.Millisecond), Then: steps("remind at 50%")})
	d.event(lead.HandedOver, "2026-11-06 16:00")
	c := d.until(instant("2026-11-06 17:00"))
	require.Equal(t, []string{"remind at 50%", "broken"}, kinds(c))
	assert.Equal(t, []lead.Instant{instant("2026-11-06 16:00") + 1, instant("2026-11-06 16:00") + 2}, []lead.Instant{c[0].At, c[1].At})
}

func TestAShareOfAlmostNoTimeComesAfterAPause(t *testing.T) {
	d := newDesk(t, Promise{Name: "call", By: Sales, From: []string{lead.HandedOver}, Do: "phone", Within: calendar.Working(time.Millisecond), Then: steps("remind at 50%"),
		Pause: []string{"hold_on"}, Resume: []string{"go_on"}})
	d.event(lead.HandedOver, "2026-11-07 16:00") // a Saturday: half a millisecond is used up on Monday as soon as the office opens
	d.event("hold_on", "2026-11-08 10:00")
	d.event("go_on", "2026-11-09 10:00")
	c := d.until(instant("2026-11-10 10:00"))
	require.Equal(t, []string{"remind at 50%", "broken"}, kinds(c))
	assert.Equal(t, []lead.Instant{instant("2026-11-09 10:00") + 1, instant("2026-11-09 10:00") + 2}, []lead.Instant{c[0].At, c[1].At})
}
