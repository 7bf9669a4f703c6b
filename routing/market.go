package routing

import (
	"errors"
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Market carries on the sale of unwanted leads: pure steps over a [Deal].
//
// A buyer shows interest in a listing and may ask. The seller, whom nobody knows yet, answers, and chooses to whom to reveal itself. Who knows the seller offers a
// price and terms, which the seller declines, or accepts at the reserve price of that day or above. The lead is delivered if there is a lawful basis that names
// the recipient ([Purpose]), and charged. It may be given back like any charged lead; and the seller may take it back from somebody who does nothing with
// it. Never is it promised to more buyers than the policy's exclusivity allows: one, two, or [MostShared].
type Market struct{ r *Router }

// Market gives the policy's market.
func (r *Router) Market() Market { return Market{r} }

// Purpose gives the purpose of a lawful basis for passing a person's data on to a recipient. One that names nobody is none.
func Purpose(recipient string) string { return "transfer to " + recipient }

// Open begins a deal when a lead is listed. The id is to tell nothing of the lead.
func (m Market) Open(id string, at lead.Instant) *Deal {
	d := &Deal{ID: id, Opened: at}
	if span := m.r.resale.ListedFor; span > 0 {
		d.Until = at.Add(span)
	}
	return d
}

// Due gives the next instant after another one at which a listing ends by itself, zero for never.
func (m Market) Due(d *Deal, after lead.Instant) lead.Instant {
	if d == nil || d.Closed != 0 || d.Until <= after {
		return 0
	}
	return d.Until
}

// Advance ends a listing whose time is over at exactly this instant, and appends what came of it.
func (m Market) Advance(d *Deal, at lead.Instant, list []Trade) []Trade {
	if d == nil || d.Closed != 0 || d.Until == 0 || d.Until != at {
		return list
	}
	return d.end(Expired, at, list)
}

// Apply takes one step at an instant that is not before the last one, and appends what came of it. The facts hold the lead. An error is a [Denial], or wraps
// [NoGoodReason] and [ErrNoReturn], and leaves the deal as it was. A step that was taken already is refused for the stand that it led to.
func (m Market) Apply(d *Deal, s Step, f *lead.Facts, at lead.Instant, list []Trade) ([]Trade, error) {
	switch {
	case d == nil:
		return list, NoDeal
	case f.Lead().Gone != 0:
		return list, GoneForGood
	}
	if s.Kind == StepWithdraw {
		if d.Closed != 0 {
			return list, NotOnSale
		}
		return d.end(Withdrawn, at, list), nil
	}
	if s.Kind == StepInterest {
		return d.welcome(s, at, list)
	}
	i, ok := d.find(s.Buyer)
	if s.Kind == StepAnswer {
		return d.answer(s, f.Lead(), list)
	}
	if !ok {
		return list, NoBuyer
	}
	return m.deal(d, &d.Buyers[i], s, f, at, list)
}

// deal takes a step with a buyer.
func (m Market) deal(d *Deal, b *Buyer, s Step, f *lead.Facts, at lead.Instant, list []Trade) ([]Trade, error) {
	out := Trade{Kind: s.Kind, Deal: d.ID, Buyer: b.Name, Price: b.Price, Reason: s.Reason}
	var err error
	switch s.Kind {
	case StepAsk:
		out.Question, out.Text = s.Question, s.Text
		err = d.ask(b, s, at)
	case StepReveal:
		err = d.reveal(b)
	case StepOffer:
		out.Price, out.Text = s.Price, s.Text
		err = m.offer(d, b, s, at)
	case StepAccept:
		return m.accept(d, b, f, at, append(list, out))
	case StepDecline:
		err = d.decline(b, at)
	case StepDeliver:
		out.Charge, err = m.deliver(d, b, s, f, at)
	case StepReturn:
		out.Credit, err = m.giveBack(d, b, s, at)
	case StepRecall:
		err = d.recall(b, at)
	default:
		err = UnknownStep
	}
	if err != nil {
		return list, err
	}
	return append(list, out), nil
}

// welcome notes a buyer's interest. Who once had the lead, or was declined, may come again.
func (d *Deal) welcome(s Step, at lead.Instant, list []Trade) ([]Trade, error) {
	if d.Closed != 0 {
		return list, NotOnSale
	}
	i, ok := d.find(s.Buyer)
	switch {
	case s.Buyer == "" || len(s.Buyer) > MostSaid:
		return list, NoBuyer
	case ok && d.Buyers[i].Stand < GaveBack:
		return list, WrongStand
	case ok:
		d.Buyers[i] = Buyer{Name: s.Buyer, Stand: Interested, Since: at, Knows: d.Buyers[i].Knows}
	case len(d.Buyers) >= MostBuyers:
		return list, TooMany
	default:
		d.Buyers = slices.Insert(d.Buyers, i, Buyer{Name: s.Buyer, Stand: Interested, Since: at})
	}
	return append(list, Trade{Kind: StepInterest, Deal: d.ID, Buyer: s.Buyer}), nil
}

func (d *Deal) ask(b *Buyer, s Step, at lead.Instant) error {
	switch {
	case d.Closed != 0:
		return NotOnSale
	case s.Text == "" || s.Question == "" || len(s.Text)+len(s.Question) > MostSaid:
		return TooLong
	case d.question(s.Question) != nil:
		return AskedTwice
	case len(d.Asked) >= MostQuestions:
		return TooMany
	}
	d.Asked = append(d.Asked, Question{ID: s.Question, Buyer: b.Name, At: at, Text: s.Text})
	return nil
}

// answer answers a question. An answer that tells who the lead is, is refused.
func (d *Deal) answer(s Step, st *lead.State, list []Trade) ([]Trade, error) {
	q := d.question(s.Question)
	switch {
	case q == nil || q.Answer != "":
		return list, NoQuestion
	case s.Text == "" || len(s.Text) > MostSaid:
		return list, TooLong
	case tellsWho(st, s.Text):
		return list, TellsWho
	}
	q.Answer = s.Text
	return append(list, Trade{Kind: StepAnswer, Deal: d.ID, Buyer: q.Buyer, Question: q.ID, Text: s.Text}), nil
}

func (d *Deal) reveal(b *Buyer) error {
	switch {
	case d.Closed != 0:
		return NotOnSale
	case b.Knows:
		return WrongStand
	}
	b.Knows = true
	return nil
}

func (m Market) offer(d *Deal, b *Buyer, s Step, at lead.Instant) error {
	switch {
	case d.Closed != 0:
		return NotOnSale
	case !b.Knows:
		return Hidden
	case b.Stand != Interested && b.Stand != Offering:
		return WrongStand
	case s.Price.Minor <= 0 || s.Price.Minor > lead.MostMinor || s.Price.Currency != m.r.currency:
		return NoPrice
	case len(s.Text) > MostSaid:
		return TooLong
	}
	b.Stand, b.Since, b.Price, b.Terms = Offering, at, s.Price, s.Text
	return nil
}

// accept promises the lead to a buyer. The last whom it may be promised to ends the listing.
func (m Market) accept(d *Deal, b *Buyer, f *lead.Facts, at lead.Instant, list []Trade) ([]Trade, error) {
	most := m.r.resale.Sold.places()
	before := list[:len(list)-1]
	switch {
	case b.Stand != Offering:
		return before, WrongStand
	case d.Taken() >= most:
		return before, AllSold
	case d.Closed != 0:
		return before, NotOnSale
	case b.Price.Minor < m.r.Value(f).Reserve.Minor:
		return before, BelowReserve
	}
	b.Stand, b.Since = Agreed, at
	if d.Taken() >= most {
		list = d.end(SoldOut, at, list)
	}
	return list, nil
}

// decline declines an offer, or before there is one, a buyer.
func (d *Deal) decline(b *Buyer, at lead.Instant) error {
	if b.Stand != Interested && b.Stand != Offering && b.Stand != Agreed {
		return WrongStand
	}
	*b = Buyer{Name: b.Name, Stand: Declined, Since: at, Knows: b.Knows}
	d.reopen(at)
	return nil
}

// deliver gives the lead to a buyer, and charges it.
func (m Market) deliver(d *Deal, b *Buyer, s Step, f *lead.Facts, at lead.Instant) (*Charge, error) {
	if b.Stand != Agreed {
		return nil, WrongStand
	}
	if may, _ := f.Lead().May("any", Purpose(b.Name), at); !may {
		return nil, NoBasis
	}
	ask, _ := first(m.r.resale.asks, f)
	charge := Charge{Request: s.ID, Lead: f.Lead().ID, Partner: b.Name, Channel: Marketplace, Level: ask, Sold: m.r.resale.Sold, Price: b.Price, At: at}
	b.Stand, b.Since, b.Charge = Holding, at, &charge
	told := charge
	return &told, nil
}

// giveBack takes a lead back that a buyer does not want. It may be sold again.
func (m Market) giveBack(d *Deal, b *Buyer, s Step, at lead.Instant) (*Credit, error) {
	if b.Stand != Holding {
		return nil, WrongStand
	}
	credit, err := m.r.Credit(*b.Charge, s.Reason, at)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", NoGoodReason, err)
	}
	b.Stand, b.Since, b.Charge = GaveBack, at, nil
	d.reopen(at)
	return &credit, nil
}

// recall takes the lead from a buyer, who keeps what they owe.
func (d *Deal) recall(b *Buyer, at lead.Instant) error {
	if b.Stand != Holding {
		return WrongStand
	}
	b.Stand, b.Since, b.Charge = Dispossessed, at, nil
	d.reopen(at)
	return nil
}

// reopen puts a lead on sale again that was sold out and came back, for what was left of its time.
func (d *Deal) reopen(at lead.Instant) {
	if d.Ended == SoldOut && (d.Until == 0 || at < d.Until) {
		d.Closed, d.Ended = 0, OnSale
	}
}

// end ends a listing and tells the buyers who wait for nothing now.
func (d *Deal) end(how Ending, at lead.Instant, list []Trade) []Trade {
	d.Closed, d.Ended = at, how
	list = append(list, Trade{Kind: StepEnd, Deal: d.ID, Ended: how})
	for i := range d.Buyers {
		b := &d.Buyers[i]
		waits := b.Stand == Interested || b.Stand == Offering || b.Stand == Agreed && how != SoldOut && how != Expired
		if how == Unlisted {
			waits = waits || b.Stand == Holding
		}
		if !waits {
			continue
		}
		b.Stand, b.Since = Told, at
		list = append(list, Trade{Kind: StepTell, Deal: d.ID, Buyer: b.Name, Ended: how})
	}
	return list
}

// Erase ends a deal because the person was erased, takes away all that was written, and appends whom to tell: those who wait, and those who have the lead and are to
// erase it too. What was agreed and charged stays.
func (m Market) Erase(d *Deal, at lead.Instant, list []Trade) []Trade {
	if d == nil || d.Ended == Unlisted {
		return list
	}
	d.Asked = nil
	for i := range d.Buyers {
		d.Buyers[i].Terms = ""
	}
	return d.end(Unlisted, at, list)
}

// Close ends a deal because the lead went elsewhere, and appends whom to tell: also those whom it was promised to before the listing ended. Who has it, keeps it.
func (m Market) Close(d *Deal, at lead.Instant, list []Trade) []Trade {
	if d == nil || d.Closed != 0 && d.Taken() == len(d.Holders()) {
		return list
	}
	return d.end(Withdrawn, at, list)
}

// Join ends another deal of the same person, whose records were merged, and appends whom to tell. Who has the lead by it, has it by d from now on, even if those are more than
// may buy it, but never more than [MostShared].
func (m Market) Join(d, other *Deal, at lead.Instant, list []Trade) []Trade {
	if d == nil || other == nil {
		return list
	}
	for i := range other.Buyers {
		b := &other.Buyers[i]
		if b.Stand == Holding && d.admit(b) {
			b.Stand, b.Since = Told, at // it is d that says so now
		}
	}
	list = m.Close(other, at, list)
	for i := range other.Buyers {
		if b := &other.Buyers[i]; b.Stand == Holding {
			b.Stand, b.Since = Told, at
			list = append(list, Trade{Kind: StepTell, Deal: other.ID, Buyer: b.Name, Ended: Withdrawn})
		}
	}
	if d.Closed == 0 && d.Taken() >= m.r.resale.Sold.places() {
		list = d.end(SoldOut, at, list)
	}
	return list
}

// admit takes over a buyer who has the lead, if there is a place, and they have not bought it by this deal, too.
func (d *Deal) admit(b *Buyer) bool {
	i, ok := d.find(b.Name)
	switch {
	case d.Taken() >= MostShared, ok && d.Buyers[i].Stand == Holding, !ok && len(d.Buyers) >= MostBuyers:
		return false
	case ok:
		d.Buyers[i] = *b
	default:
		d.Buyers = slices.Insert(d.Buyers, i, *b)
	}
	return true
}

// Denied gives the denial that an error is or wraps, zero for none.
func Denied(err error) Denial {
	var d Denial
	errors.As(err, &d)
	return d
}
