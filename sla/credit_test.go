package sla

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// A credit is so much for each breach, never more than its bound, and says when the bound was reached.
func TestACreditIsCapped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		each, n := rapid.Int64Range(1, 10_000).Draw(t, "each"), rapid.Int64Range(0, 1000).Draw(t, "n")
		most := rapid.SampledFrom([]int64{0, each, 5 * each, 1_000_000}).Draw(t, "most")
		eur := func(minor int64) Amount { return Amount{Money: lead.Money{Minor: minor, Currency: "EUR"}} }
		c := Credit{Each: eur(each)}
		if most > 0 {
			c.AtMost = eur(most)
		}
		got, capped := c.times(n, 0)
		want := each * n
		if most > 0 {
			want = min(want, most)
		}
		require.Equal(t, eur(want), got)
		require.Equal(t, most > 0 && each*n > most, capped)
	})
	got, capped := Credit{Each: Amount{Leads: 2}}.times(1<<62, 0)
	assert.True(t, capped)
	assert.Equal(t, lead.MostMinor, got.Leads)
}

func TestCreditsForBrokenPromisesByMonth(t *testing.T) {
	p := followUp()
	p.Credit = Credit{Each: text[Amount]("50 EUR"), AtMost: text[Amount]("100 EUR")}
	first := newDesk(t, p)
	var r Report
	for _, start := range []string{"2026-10-31 23:30", "2026-11-02 09:00", "2026-11-03 09:00", "2026-11-04 09:00"} {
		d := first.again()
		d.event(lead.HandedOver, start)
		d.until(d.now.Add(2 * lead.Day))
		for i := range d.all {
			r.Add(d.terms, &d.all[i])
		}
	}
	got := r.Credits(first.terms, 0, instant("2026-11-10 00:00"))
	require.Len(t, got, 2)
	assert.Equal(t, CreditDue{"follow up", Sales, instant("2026-10-01 00:00"), instant("2026-11-01 00:00"), 1, 0, text[Amount]("50 EUR"), false}, got[0])
	assert.Equal(t, CreditDue{"follow up", Sales, instant("2026-11-01 00:00"), instant("2026-12-01 00:00"), 3, 0, text[Amount]("100 EUR"), true}, got[1])
	assert.Len(t, r.Credits(first.terms, instant("2026-11-01 00:00"), instant("2026-11-10 00:00")), 1)

	d := first.again() // evidence in time, heard late, takes the breach back
	d.event(lead.HandedOver, "2026-12-01 09:00")
	d.contact("2026-12-01 09:30", "email", "")
	d.late(lead.Contacted, "2026-12-01 10:00", "2026-12-04 10:00", "channel", "phone")
	for i := range d.all {
		r.Add(d.terms, &d.all[i])
	}
	assert.Len(t, r.Credits(first.terms, 0, d.now), 2)
}

func TestReplacementLeadsForAPeriodThatWasNotKept(t *testing.T) {
	p := volume("month", "3 mql")
	p.Credit = Credit{Each: text[Amount]("5 leads")}
	d := newDesk(t, p)
	var r Report
	for range 3 {
		r.AddReceipt(d.terms, receipt("2026-09-10 09:00", 60), "mql")
	}
	r.AddReceipt(d.terms, receipt("2026-10-10 09:00", 60), "mql")
	got := r.Credits(d.terms, instant("2026-09-01 00:00"), instant("2026-11-15 00:00"))
	require.Len(t, got, 1, "September was kept, November has not ended")
	assert.Equal(t, CreditDue{"volume", Marketing, instant("2026-10-01 00:00"), instant("2026-11-01 00:00"), 1, 2, Amount{Leads: 5}, false}, got[0])

	for credit, want := range map[Credit]Amount{{EachMissing: Amount{Leads: 1}}: {Leads: 2}, {EachMissing: text[Amount]("30 EUR")}: text[Amount]("60 EUR"),
		{Each: text[Amount]("100 EUR"), EachMissing: text[Amount]("30 EUR")}:  text[Amount]("160 EUR"),
		{EachMissing: text[Amount]("30 EUR"), AtMost: text[Amount]("50 EUR")}: text[Amount]("50 EUR")} {
		p.Credit = credit
		got := r.Credits(newDesk(t, p).terms, instant("2026-09-01 00:00"), instant("2026-11-15 00:00"))
		require.Len(t, got, 1)
		assert.Equal(t, [2]any{want, want == text[Amount]("50 EUR")}, [2]any{got[0].Amount, got[0].Capped})
	}
}

func TestFindingsOfCredits(t *testing.T) {
	for name, c := range map[string]struct {
		c          Credit
		path, code string
	}{
		"nothing":        {Credit{AtMost: text[Amount]("5 EUR")}, "/follow up/credit/each", "malformed-amount"},
		"negative":       {Credit{Each: Amount{Leads: -1}}, "/follow up/credit/each", "malformed-amount"},
		"other unit":     {Credit{Each: text[Amount]("5 EUR"), AtMost: text[Amount]("5 leads")}, "/follow up/credit/at_most", "another-unit"},
		"other currency": {Credit{Each: text[Amount]("5 USD")}, "/follow up/credit/each", "another-currency"},
		"none missing":   {Credit{EachMissing: text[Amount]("1 lead")}, "/follow up/credit/each_missing", "nothing-missing"},
		"small bound":    {Credit{Each: text[Amount]("5 EUR"), AtMost: text[Amount]("4 EUR")}, "/follow up/credit/at_most", "bound-below-credit"},
	} {
		p := followUp()
		p.Credit = c.c
		_, err := Compile(Agreement{Promises: []Promise{p}}, newSchema(t), calendars())
		var list diag.List
		require.ErrorAs(t, err, &list, name)
		require.Len(t, list, 1, name)
		assert.Equal(t, [2]string{c.path, c.code}, [2]string{list[0].Place.Path, list[0].Code}, name)
	}
}

func TestAmountText(t *testing.T) {
	for in, want := range map[string]string{"50 EUR": "50.00 EUR", "1 lead": "1 lead", "2 leads": "2 leads", "12.34 EUR": "12.34 EUR"} {
		a := text[Amount](in)
		data, err := a.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, want, string(data))
		assert.Equal(t, a, text[Amount](string(data)))
	}
	for _, bad := range []string{"", "50", "0 EUR", "-1 EUR", "0 leads", "x leads", "two leads", "1.5 leads"} {
		assert.Error(t, new(Amount).UnmarshalText([]byte(bad)), bad)
	}
}

func TestTheShareOfReturnsWithTheirReport(t *testing.T) {
	p := Promise{Name: "reports", By: Both, Every: text[Every]("month"), OfWhich: []Portion{text[Portion]("75% reported")}}
	d := newDesk(t, p)
	var r, o Report
	for i, reported := range []bool{true, true, false, true} {
		[]*Report{&r, &o}[i%2].AddReturn(d.terms, reported, instant("2026-10-10 09:00"))
	}
	r.AddReturn(d.terms, false, instant("2026-11-10 09:00"))
	r.Merge(&o)
	got := r.Periods(d.terms, 0, instant("2026-11-15 00:00"))
	require.Len(t, got, 2)
	assert.Equal(t, []Part{{text[Portion]("75% reported"), 3, true}}, got[0].Parts)
	assert.Equal(t, [2]int64{4, 1}, [2]int64{got[0].Returned, got[1].Returned})
	assert.True(t, got[0].Kept)
	assert.False(t, got[1].Kept)
}

func TestTheTimeToAnswerAReturn(t *testing.T) {
	d := newDesk(t, Promise{Name: "answer", By: Marketing, From: []string{lead.Returned}, Do: "content_sent or handed_over", Within: term("2 working days")})
	require.Equal(t, []string{"started"}, kinds(d.event(lead.Returned, "2026-11-06 16:00")))
	require.Equal(t, []string{"kept"}, kinds(d.event(lead.ContentSent, "2026-11-10 16:00")))
}

func TestTheAgendaOfAMeeting(t *testing.T) {
	meet := Promise{Name: "meet", By: Both, Every: text[Every]("2 weeks"), About: []string{"broken promises", "the fair in May", "recycled twice", "untouched 5 working days"}}
	first := newDesk(t, meet, followUp())
	subject := func(id string, change func(*desk)) Subject {
		d := first.again()
		d.lead.ID = id
		change(d)
		d.until(instant("2026-11-16 10:00"))
		return Subject{&d.lead, &d.st, d.lead.Life.Stage != "customer"}
	}
	given := func(d *desk) {
		d.lead.Life.Receipt = &lead.Receipt{At: instant("2026-11-02 09:00")}
	}
	leads := []Subject{
		subject("broken", func(d *desk) { d.event(lead.HandedOver, "2026-11-02 09:00") }),
		subject("broken before", func(d *desk) { d.event(lead.HandedOver, "2026-10-02 09:00") }),
		subject("twice", func(d *desk) { d.lead.Life.Returns = 2 }),
		subject("once", func(d *desk) { d.lead.Life.Returns = 1 }),
		subject("untouched", func(d *desk) { given(d); d.contact("2026-11-09 10:00", "phone", "no_answer") }),
		subject("bought", func(d *desk) { given(d); d.lead.Life.Owner, d.lead.Life.Stage = "Ada", "customer" }),
		subject("touched", func(d *desk) {
			given(d)
			d.contact("2026-11-09 18:00", "phone", "no_answer")
			d.contact("2026-11-10 08:00", "phone", "")
		}),
		{},
	}
	got := first.terms.Agenda("meet", leads, instant("2026-10-26 10:00"), instant("2026-11-16 10:00"))
	var short []string
	for _, item := range got {
		short = append(short, item.Point+": "+item.Lead)
	}
	assert.Equal(t, []string{"broken promises: broken", "the fair in May: ", "recycled twice: twice", "untouched 5 working days: untouched"}, short)
	assert.Equal(t, "follow up: broken, 13d1h late, missing email and phone", got[0].Words)
	assert.Equal(t, "returned 2 times", got[2].Words)
	assert.Empty(t, first.terms.Agenda("follow up", leads, 0, instant("2026-11-16 10:00")))
	assert.Empty(t, first.terms.Agenda("none", leads, 0, instant("2026-11-16 10:00")))
}
