package leadkit

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/routing"
)

const holderContract = `
currency: EUR
scores: {interest: {opened: {each: email_opened, points: 40}}}
moves:
  won: {from: sal, to: customer, upon: won}
  accepted: {from: mql, to: sal, upon: accepted}
  raised a hand: {from: [inquiry, nurturing, lost], to: mql, upon: quote_requested}
  of age: {from: [lost, nurturing], to: mql, when: lead.employees > 500}
  reopened: {from: lost, to: nurturing, upon: reopened}
nurture:
  contents: {one: {channel: email}, two: {channel: email}}
  freeze: webinar_registered
  thaw: webinar_attended
  exit: {when: 'stage == "customer"'}
  programs: {comeback: {enter: {upon: email_opened}, exhausted: wait, streams: {only: {every: 10d, contents: [one, two]}}}}
routing:
  channels: {inside_sales: {}}
  people: {Eve: {channels: inside_sales}}
  returns: {reasons: [wrong_number]}
  resale: {reasons: [price], sold: semi_exclusive}
`

// sold gives the life of a lead that was lost, listed, and bought by Durand.
func sold(t *testing.T) *life {
	l := lifeUnder(t, holderContract)
	l.tell(0, lead.Created, map[string]any{"email": "p.martin@acme.example"})
	l.tell(0, lead.ConsentGiven, map[string]any{"channel": "email", "basis": "consent"})
	l.tell(1, lead.QuoteRequested, nil)
	l.tell(2, lead.Accepted, nil)
	l.tell(3, lead.Lost, map[string]any{"reason": "price"})
	buys(l, 4, "Durand")
	require.Equal(t, "Durand", l.r.Lead.Life.Outside)
	return l
}

func buys(l *life, at int, buyer string) {
	promised(l, at, buyer)
	l.tell(at, lead.ConsentGiven, map[string]any{"channel": "any", "purpose": routing.Purpose(buyer), "basis": "consent"})
	l.tell(at, lead.Traded, map[string]any{"step": "deliver", "buyer": buyer})
}

func promised(l *life, at int, buyer string) {
	for _, step := range []string{"interest", "reveal", "offer", "accept"} {
		l.tell(at, lead.Traded, map[string]any{"step": step, "buyer": buyer, "price": 40.0})
	}
}

func recall(l *life, at int, buyer string) []string {
	return l.tell(at, lead.Traded, map[string]any{"step": "recall", "buyer": buyer, "reason": "nothing done"})
}

// A lead that its buyer has is handed over to nobody, whatever it does. What it did is told, and counts once it was taken back.
func TestASoldLeadIsHandedOverOnceItIsTakenBack(t *testing.T) {
	l := sold(t)
	told := l.tell(10, lead.QuoteRequested, nil)
	assert.Equal(t, []string{"refused: raised a hand (it is with Durand, and handed over only once it is no longer)"}, only(told, "refused", "stage changed", "handed over", "routing asked"))
	assert.Equal(t, "lost", l.r.Lead.Life.Stage)
	buys(l, 11, "Duval")
	assert.Empty(t, only(recall(l, 12, "Durand"), "handed over"), "another buyer still has it")
	assert.Equal(t, []string{"stage changed: mql (raised a hand)", "handed over: mql (raised a hand)", "routing asked: handed over ()"},
		only(recall(l, 13, "Duval"), "stage changed", "handed over", "routing asked"))
	assert.Empty(t, l.r.Lead.Life.Awaited)
}

// A buyer who gives the lead back ends it, too; and what would hand it over by itself waits as well.
func TestWhatWouldHandOverASoldLeadByItselfWaits(t *testing.T) {
	l := sold(t)
	assert.Empty(t, only(l.tell(10, lead.ProfileUpdated, map[string]any{"employees": 900.0}), "handed over"))
	assert.Empty(t, only(l.wait(24*300), "handed over"))
	view, err := l.e.At(&l.r, hour(24*300))
	require.NoError(t, err)
	var why []string
	for _, c := range view.Duty.Refused {
		if c.Move == "of age" {
			why = append(why, c.Why)
		}
	}
	assert.Equal(t, []string{"it is with Durand, and handed over only once it is no longer"}, why)
	back := l.tell(24*301, lead.Traded, map[string]any{"step": "return", "buyer": "Durand", "reason": "wrong_number"})
	assert.Equal(t, []string{"handed over: mql (of age)"}, only(back, "handed over"))
}

// What waits is forgotten where the lead goes on by another way; what a manager does by hand is refused and does not wait.
func TestByHandASoldLeadGoesToNobody(t *testing.T) {
	l := sold(t)
	byHand := l.tell(10, lead.StageOverridden, map[string]any{"stage": "mql", "reason": "an old friend"})
	assert.Equal(t, []string{"refused: stage_overridden (it is with Durand, and handed over only once it is no longer)"}, only(byHand, "refused", "handed over"))
	assert.Equal(t, []string{"refused: assigned (it is with Durand: take it back first)"}, only(l.tell(11, lead.Assigned, map[string]any{"owner": "Eve"}), "refused", "assigned"))
	assert.Empty(t, l.r.Lead.Life.Owner)
	assert.Empty(t, only(recall(l, 12, "Durand"), "handed over"))
}

// To whom a lead was promised before it went elsewhere, is told.
func TestAPromisedLeadThatGoesElsewhere(t *testing.T) {
	l := lifeUnder(t, holderContract)
	l.tell(0, lead.Created, nil)
	l.tell(1, lead.QuoteRequested, nil)
	l.tell(2, lead.Accepted, nil)
	l.tell(3, lead.Lost, map[string]any{"reason": "price"})
	promised(l, 4, "Durand")
	promised(l, 4, "Duval")
	require.Equal(t, routing.SoldOut, l.r.Deal.Ended)
	told := l.tell(5, lead.QuoteRequested, nil)
	assert.Equal(t, []string{"handed over: mql (raised a hand)", "lead traded: end ()", "lead traded: tell ()", "lead traded: tell ()"}, only(told, "handed over", "lead traded"))
	assert.Equal(t, []string{"refused: traded (deliver: the buyer has not come so far, or further)"},
		only(l.tell(6, lead.Traded, map[string]any{"step": "deliver", "buyer": "Durand"}), "refused"))
}

// That a buyer no longer has the lead does not end what a person, or the contract, has frozen; nor does that end the other.
func TestFreezesAreKeptApart(t *testing.T) {
	for name, personFirst := range map[string]bool{"frozen before the sale": true, "frozen during it": false} {
		t.Run(name, func(t *testing.T) {
			l := lifeUnder(t, holderContract)
			freeze := func(at int) {
				l.tell(at, lead.ScoreFrozen, map[string]any{"reason": "asked for quiet"})
				l.tell(at, "webinar_registered", nil)
			}
			l.tell(0, lead.Created, map[string]any{"email": "p.martin@acme.example"})
			l.tell(0, lead.ConsentGiven, map[string]any{"channel": "email", "basis": "consent"})
			l.tell(1, lead.QuoteRequested, nil)
			l.tell(2, lead.Accepted, nil)
			l.tell(3, lead.Lost, map[string]any{"reason": "price"})
			l.tell(3, "email_opened", nil)
			if personFirst {
				freeze(4)
			}
			buys(l, 5, "Durand")
			if !personFirst {
				freeze(6)
			}
			l.tell(7, "email_opened", nil)
			recall(l, 8, "Durand")
			assert.Equal(t, 40*lead.Point, l.total(), "a person froze it")
			assert.Empty(t, only(l.wait(24*30), "content due"), "so did the contract")
			l.tell(24*31, lead.ScoreResumed, nil)
			assert.Equal(t, 80*lead.Point, l.total())
			l.tell(24*31, "webinar_attended", nil)
			assert.NotEmpty(t, only(l.wait(24*60), "content due"))
		})
	}
}

// Of two sales of one person, merged, the buyers of both keep what they have, and whoever waits by the sale that ends is told.
func TestMergedDeals(t *testing.T) {
	begin := func(id string) *life {
		l := lifeUnder(t, holderContract)
		l.id = id
		l.tell(0, lead.Created, nil)
		l.tell(1, lead.QuoteRequested, nil)
		l.tell(2, lead.Accepted, nil)
		l.tell(3, lead.Lost, map[string]any{"reason": "price"})
		return l
	}
	one, other := begin("L1"), begin("L2")
	buys(one, 4, "Durand")
	promised(other, 5, "Duval")
	other.tell(5, lead.Traded, map[string]any{"step": "interest", "buyer": "Duroc"})
	dropped := other.r.Deal.ID
	effects, err := one.e.Merge(&one.r, &other.r, hour(6))
	require.NoError(t, err)
	var told []string
	for _, f := range effects {
		if f.Kind == Traded {
			assert.Equal(t, dropped, f.Trade.Deal)
			told = append(told, f.Subject+" "+f.Trade.Buyer)
		}
	}
	assert.Equal(t, []string{"end ", "tell Duroc", "tell Duval"}, told)
	assert.Equal(t, "Durand", one.r.Lead.Life.Outside)

	third := begin("L3")
	buys(third, 6, "Dupont")
	_, err = one.e.Merge(&third.r, &one.r, hour(7))
	require.NoError(t, err)
	assert.Equal(t, []string{"Dupont", "Durand"}, third.r.Deal.Holders(), "both have paid, and both have it")
	assert.Equal(t, routing.SoldOut, third.r.Deal.Ended)
	assert.Empty(t, only(recall(third, 8, "Durand"), "nurture"))
	assert.Equal(t, "Dupont", third.r.Lead.Life.Outside)
}

func TestWhatIsForSale(t *testing.T) {
	_, err := Load(File{Name: "c.yaml", Data: []byte("currency: EUR\nrouting: {resale: {stages: [mql, lots], reasons: [prize]}}\n")})
	var list diag.List
	require.True(t, errors.As(err, &list))
	var codes []string
	for _, f := range list {
		codes = append(codes, f.Place.Path+" "+f.Code)
	}
	assert.Equal(t, []string{"/routing/resale/stages/0 still-wanted", "/routing/resale/stages/1 unknown-stage", "/routing/resale/reasons/0 unknown-reason"}, codes)
}
