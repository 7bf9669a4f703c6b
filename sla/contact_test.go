package sla

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// france is what binds unsolicited calls to consumers in France.
func france() []ContactRule {
	who := `lead.country == "FR" and lead.market == "B2C"`
	return []ContactRule{
		{Name: "calls", When: who, Channels: []string{"phone"}, Hours: "calls", AtMost: text[Limit]("4 per 30d"), AfterRefusal: 60 * lead.Day},
		{Name: "opt-in", When: who, Channels: []string{"phone"}, Since: text[calendar.Date]("2026-08-11"), Basis: "marketing"},
	}
}

// consumer is a desk with a consumer in France, of whom a basis may be on record.
func consumer(t *testing.T, at string, basis bool, promises ...Promise) *desk {
	d := newRuledDesk(t, france(), promises...)
	d.event(lead.ProfileUpdated, at, "country", "FR", "market", "B2C")
	if basis {
		d.event(lead.ConsentGiven, at, "channel", "phone", "basis", "consent")
	}
	return d
}

func call(within string) Promise {
	return Promise{Name: "call", By: Sales, From: []string{lead.HandedOver}, Do: "phone", Within: term(within)}
}

func TestAChannelThatIsNotPermittedIsDroppedAndNamed(t *testing.T) {
	d := consumer(t, "2026-08-11 00:00", false, followUp())
	c := d.event(lead.HandedOver, "2026-08-11 11:00")
	require.Equal(t, []string{"started"}, kinds(c))
	assert.Equal(t, []Dropped{{"phone", "no basis on record"}}, c[0].Dropped)
	assert.Equal(t, "email", c[0].Missing)
	assert.Equal(t, "follow up: started, without phone (no basis on record), missing: email", c[0].String())
	assert.Equal(t, c[0].Dropped, d.terms.At(&d.st, d.now)[0].Dropped)
	require.Equal(t, []string{"kept"}, kinds(d.contact("2026-08-11 12:00", "email", "")))
}

func TestARuleBindsFromItsDateOnward(t *testing.T) {
	d := consumer(t, "2026-08-10 00:00", false, followUp())
	c := d.event(lead.HandedOver, "2026-08-10 11:00")
	assert.Empty(t, c[0].Dropped, "prior consent is asked for from 11 August 2026")
	assert.Empty(t, d.contact("2026-08-10 19:59", "phone", ""))
	assert.Equal(t, []string{"kept"}, kinds(d.contact("2026-08-10 20:00", "email", "")))

	d = consumer(t, "2026-08-10 00:00", false, followUp())
	d.event(lead.HandedOver, "2026-08-10 11:00")
	c = d.contact("2026-08-11 10:30", "phone", "")
	require.Equal(t, []string{"barred"}, kinds(c))
	assert.Equal(t, "no basis on record", c[0].Reason)
}

func TestWithoutAPermittedChannelThePromiseIsCancelled(t *testing.T) {
	d := consumer(t, "2026-08-11 00:00", false, call("24h"))
	c := d.event(lead.HandedOver, "2026-08-11 11:00")
	require.Equal(t, []string{"started", "cancelled"}, kinds(c))
	assert.Equal(t, "no permitted channel", c[1].Reason)
	assert.Equal(t, []Dropped{{"phone", "no basis on record"}}, c[1].Dropped)
	assert.Empty(t, d.st.Clocks)
	assert.Empty(t, d.until(instant("2026-10-01 00:00")))
	assert.Equal(t, StatusCancelled, d.terms.At(&d.st, d.now)[0].Status)
}

func TestARuleBindsOnlyThoseItIsAbout(t *testing.T) {
	d := newRuledDesk(t, france(), call("24h"))
	d.event(lead.ProfileUpdated, "2026-08-11 00:00", "country", "FR", "market", "B2B")
	require.Equal(t, []string{"started"}, kinds(d.event(lead.HandedOver, "2026-08-11 11:00")))
	require.Equal(t, []string{"kept"}, kinds(d.contact("2026-08-11 23:00", "phone", "")))
}

func TestAnAttemptOutsideThePermittedHoursIsNoEvidence(t *testing.T) {
	for at, why := range map[string]string{"2026-11-06 09:59:59.999": reasonHours, "2026-11-06 10:00": "", "2026-11-06 12:59:59.999": "", "2026-11-06 13:00": reasonHours,
		"2026-11-06 14:00": "", "2026-11-06 20:00": reasonHours, "2026-11-07 11:00": reasonHours} {
		d := consumer(t, "2026-11-06 08:00", true, call("5d"))
		d.event(lead.HandedOver, "2026-11-06 09:00")
		c := d.contact(at, "phone", "")
		want := "kept"
		if why != "" {
			want = "barred"
		}
		require.Equal(t, []string{want}, kinds(c), at)
		assert.Equal(t, why, c[0].Reason, at)
	}
}

func TestPermittedHoursThatEndBeforeTheDeadlineAreSaidAtTheStart(t *testing.T) {
	d := consumer(t, "2026-11-06 08:00", true, call("24h"))
	c := d.event(lead.HandedOver, "2026-11-06 16:00") // a Friday
	require.Equal(t, []string{"started"}, kinds(c))
	assert.Equal(t, instant("2026-11-07 16:00"), c[0].Due)
	assert.Equal(t, instant("2026-11-06 19:59:59.999"), c[0].Latest)
	assert.Equal(t, "call: started, to begin by 2026-11-06T18:59:59.999Z, missing: phone", c[0].String())
	c = d.until(instant("2026-11-08 00:00"))
	require.Equal(t, []string{"at risk", "broken"}, kinds(c))
	assert.Equal(t, instant("2026-11-06 20:00"), c[0].At)
	assert.Equal(t, reasonFit, c[0].Reason)

	d = consumer(t, "2026-11-06 08:00", true, call("24h"))
	c = d.event(lead.HandedOver, "2026-11-06 20:30")
	require.Equal(t, []string{"started", "at risk"}, kinds(c), "no permitted hour is left at all")

	d = consumer(t, "2026-11-05 08:00", true, call("24h"))
	c = d.event(lead.HandedOver, "2026-11-05 11:00")
	assert.Zero(t, c[0].Latest, "the deadline itself is in the permitted hours")
}

func TestAtMostFourAttemptsInThirtyDays(t *testing.T) {
	p := cadenceOf(6, 1, 0, "60 working days")
	p.Ends = "accepted"
	d := consumer(t, "2026-11-02 08:00", true, p)
	require.Equal(t, []string{"started"}, kinds(d.event(lead.Accepted, "2026-11-02 09:00")))
	for _, day := range []string{"02", "03", "04", "05"} {
		require.Empty(t, d.contact("2026-11-"+day+" 10:00", "phone", "no_answer"))
	}
	c := d.contact("2026-11-06 10:00", "phone", "no_answer")
	require.Equal(t, []string{"barred"}, kinds(c))
	assert.Equal(t, "more than 4 per 30d", c[0].Reason)
	c = d.contact("2026-12-02 10:00", "phone", "no_answer")
	require.Equal(t, []string{"barred"}, kinds(c), "the one that was barred was made, and counts: four in the last thirty days")
	require.Empty(t, d.contact("2026-12-07 10:00", "phone", "no_answer"))
	assert.Equal(t, "1 attempt, or accepted", d.terms.At(&d.st, d.now)[0].Missing)
}

func TestSixtyDaysAfterARefusal(t *testing.T) {
	p := followUp()
	p.Do = "phone then email"
	d := consumer(t, "2026-11-02 08:00", true, p)
	d.event(lead.HandedOver, "2026-11-02 09:00")
	c := d.contact("2026-11-02 10:00", "phone", "refused")
	require.Equal(t, []string{"narrowed"}, kinds(c), "the call itself was permitted; another one would not be")
	assert.Equal(t, "email", c[0].Missing)
	assert.Equal(t, []Dropped{{"phone", "refused"}}, c[0].Dropped)
	for at, want := range map[string][]Dropped{"2026-12-30 10:00": {{"phone", "refused"}}, "2026-12-31 10:00": nil} { // sixty days end on 1 January at 10:00
		late := d.again()
		late.st, late.lead, late.now = d.st.Clone(), d.lead, d.now
		c := late.event(lead.HandedOver, at)
		assert.Equal(t, want, c[len(c)-1].Dropped, at)
	}
}

func TestARefusalDropsTheChannelFromRunningPromises(t *testing.T) {
	d := newDesk(t, followUp(), call("5d"))
	d.event(lead.HandedOver, "2026-11-06 16:00")
	d.contact("2026-11-06 16:30", "email", "")
	require.Empty(t, d.event(lead.Unsubscribed, "2026-11-06 17:00", "channel", "phone"), "that is about marketing")
	c := d.event(lead.ConsentRevoked, "2026-11-06 17:00", "channel", "phone", "purpose", "sales")
	require.Equal(t, []string{"cancelled", "narrowed", "kept"}, kinds(c))
	assert.Equal(t, "no permitted channel", c[0].Reason)
	assert.Equal(t, instant("2026-11-06 16:30"), c[2].Answered)
	assert.Empty(t, d.until(instant("2027-01-01 00:00")))
}

func TestAChannelWithoutAnAddressIsAbsent(t *testing.T) {
	rules := []ContactRule{{Name: "mail", Channels: []string{"email"}, Address: []string{"email"}}, {Name: "phone", Channels: []string{"phone", "sms"}, Address: []string{"mobile"}}}
	d := newRuledDesk(t, rules, followUp())
	d.event(lead.ProfileUpdated, "2026-11-06 15:00", "email", "a@b.example")
	c := d.event(lead.HandedOver, "2026-11-06 16:00")
	assert.Equal(t, []Dropped{{"phone", "no address"}}, c[0].Dropped)
}

func TestACadenceDoesWithoutADroppedChannel(t *testing.T) {
	rules := []ContactRule{{Name: "only email", Channels: []string{"phone", "sms", "post", "meeting", "social", "chat"}, Basis: "sales"}}
	d := newRuledDesk(t, rules, cadenceOf(3, 2, 4*lead.Hour, "10 working days"))
	d.event(lead.ConsentGiven, "2026-11-06 15:00", "channel", "email", "purpose", "sales")
	c := d.event(lead.Accepted, "2026-11-06 16:00")
	assert.Len(t, c[0].Dropped, 6)
	assert.Equal(t, "3 attempts and 1 more channel, or reached", c[0].Missing)
	d.contact("2026-11-09 09:00", "email", "no_answer")
	d.contact("2026-11-09 14:00", "email", "no_answer")
	require.Equal(t, []string{"kept"}, kinds(d.contact("2026-11-09 19:00", "email", "no_answer")))
}

func TestErasureLeavesNoPermittedChannel(t *testing.T) {
	d := newDesk(t, call("24h"))
	d.lead.Gone = instant("2026-11-01 00:00")
	require.Equal(t, []string{"started", "cancelled"}, kinds(d.event(lead.HandedOver, "2026-11-06 16:00")))
}

// A rule that binds contents alone asks nothing of people, and the other way round: neither a basis, nor an address, nor hours, nor a limit.
func TestARuleBindsPeopleOrContents(t *testing.T) {
	rules := func(binds string) []ContactRule {
		return []ContactRule{{Name: "basis", Binds: binds, Basis: "marketing"}, {Name: "address", Binds: binds, Address: []string{"email"}}, {Name: "hours", Binds: binds, Hours: "calls"},
			{Name: "limit", Binds: binds, AtMost: Limit{1, 30 * lead.Day}}}
	}
	mail := followUp()
	mail.Do, mail.Within = "email", term("5d")
	for binds, free := range map[string][2]bool{"": {false, false}, "people": {false, true}, "contents": {true, false}} {
		for _, r := range rules(binds) {
			d := newRuledDesk(t, []ContactRule{r}, mail)
			c := d.event(lead.HandedOver, "2026-11-06 16:00")
			d.terms.Sent(&d.st, "guide", "email", d.now, d.now)
			if binds != "contents" {
				d.contact("2026-11-06 16:10", "phone", "")
			}
			c = append(c, d.contact("2026-11-06 22:00", "email", "")...)
			require.Equal(t, free[0], kinds(c)[len(c)-1] == "kept", "%s for people, bound are: %s", r.Name, binds)
			why, _ := d.terms.Permit(&d.st, nil, d.facts, "email", d.now)
			require.Equal(t, free[1], why == "", "%s for contents, bound are: %s", r.Name, binds)
		}
	}
}

// What two leads that are one were sent is remembered within the same bounds as what one was.
func TestMergedContentsAreBounded(t *testing.T) {
	d := newRuledDesk(t, []ContactRule{{Name: "limit", AtMost: Limit{24, 30 * lead.Day}}}, call("5d"))
	other := d.again()
	for i := range 2 * MostTries {
		d.terms.Sent(&d.st, "guide", "email", d.now+lead.Instant(i), d.now+lead.Instant(i))
		d.terms.Sent(&other.st, "film", "email", d.now+lead.Instant(i), d.now+lead.Instant(i))
	}
	joint, _ := d.terms.Merge(&d.st, &other.st, d.now+1000, nil)
	require.LessOrEqual(t, len(joint.Tries), MostTries)
	require.Equal(t, d.now+2*MostTries-1, joint.Tries[len(joint.Tries)-1].At)
	turned, _ := d.terms.Merge(&other.st, &d.st, d.now+1000, nil)
	require.Equal(t, joint.Tries, turned.Tries)
}

func TestFindingsOfContactRules(t *testing.T) {
	date := text[calendar.Date]
	for name, c := range map[string]struct {
		r          ContactRule
		path, code string
		near       string
	}{
		"condition":      {ContactRule{Name: "r", When: `lead.contry == "FR"`, Hours: "calls"}, "/contact_rules/r/when", "unknown-name", "lead.country"},
		"channel":        {ContactRule{Name: "r", Channels: []string{"phon"}, Hours: "calls"}, "/contact_rules/r/channels", "unknown-channel", "phone"},
		"calendar":       {ContactRule{Name: "r", Hours: "call"}, "/contact_rules/r/hours", "unknown-calendar", "calls"},
		"attribute":      {ContactRule{Name: "r", Address: []string{"emial"}}, "/contact_rules/r/address", "unknown-attribute", "email"},
		"bound":          {ContactRule{Name: "r", Hours: "calls", Binds: "persons"}, "/contact_rules/r/binds", "unknown-party", ""},
		"limit":          {ContactRule{Name: "r", AtMost: Limit{99, lead.Day}}, "/contact_rules/r/at_most", "malformed-limit", ""},
		"refusal":        {ContactRule{Name: "r", AfterRefusal: -1}, "/contact_rules/r/after_refusal", "negative-span", ""},
		"never in force": {ContactRule{Name: "r", Hours: "calls", Since: date("2026-08-11"), Until: date("2026-08-10")}, "/contact_rules/r/until", "never-in-force", ""},
		"nothing":        {ContactRule{Name: "r"}, "/contact_rules/r", "nothing-ruled", ""},
		"no name":        {ContactRule{Hours: "calls"}, "/contact_rules/", "name-taken", ""},
	} {
		_, err := Compile(Agreement{Promises: []Promise{followUp()}, ContactRules: []ContactRule{c.r}}, newSchema(t), calendars())
		var list diag.List
		require.ErrorAs(t, err, &list, name)
		require.Len(t, list, 1, "%s: %v", name, list)
		assert.Equal(t, [3]string{c.path, c.code, c.near}, [3]string{list[0].Place.Path, list[0].Code, list[0].Near}, name)
	}
}

func TestLimitText(t *testing.T) {
	l := text[Limit]("4 per 30d")
	assert.Equal(t, Limit{4, 30 * lead.Day}, l)
	data, err := l.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, "4 per 30d", string(data))
	for _, bad := range []string{"", "4", "4 in 30d", "0 per 30d", "4 per", "25 per 1d", "4 per 0d", "x per 1d"} {
		assert.Error(t, new(Limit).UnmarshalText([]byte(bad)), bad)
	}
}
