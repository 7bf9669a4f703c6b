package leadkit

import (
	"fmt"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/routing"
)

// The parts of a stock that have no stage of their own.
const (
	Untouched  = "untouched" // nobody in sales ever had it
	CameBack   = "recycled"  // sales gave it back
	notInStock = ""
)

// Stock values the leads that nobody here works on, at an instant that is not before the clock of any record: those nobody has touched, those that came back, and by their
// stage those whose demand ended without a sale. Leads that sales has, customers, erased leads and those that a buyer has are not among them. No record is changed.
func (e *Engine) Stock(records []*Record, at time.Time) (routing.Stock, error) {
	stock := routing.Stock{At: lead.At(at)}
	for _, r := range records {
		c := r.Clone()
		if _, err := e.Advance(c, at); err != nil {
			return routing.Stock{}, fmt.Errorf("lead %q: %w", r.Lead.ID, err)
		}
		if kind := e.stockOf(c); kind != notInStock {
			e.router.Add(&stock, kind, e.value(c))
		}
	}
	return stock, nil
}

// stockOf says which part of the stock a lead belongs to.
func (e *Engine) stockOf(r *Record) string {
	life := &r.Lead.Life
	stage, ok := e.machine.Stage(life.Stage)
	switch {
	case !ok, r.Lead.Gone != 0, r.Deal != nil && len(r.Deal.Holders()) > 0, stage.HandedOver:
		return notInStock
	case stage.Final:
		return life.Stage
	case life.Returns > 0:
		return CameBack
	case life.Receipt != nil:
		return notInStock
	}
	return Untouched
}

// value values a lead at its record's clock.
func (e *Engine) value(r *Record) routing.Valuation {
	x := e.run(r)
	defer e.done(x)
	x.look(nil)
	return e.router.Value(x.facts)
}

// Offer is a lead on sale as it may be shown to buyers.
type Offer struct {
	Deal string `json:"deal"` // by which a buyer names it
	routing.Offer
}

// Offers describes all leads that are on sale, at an instant, so that each description fits as many of them as the contract asks: nobody can tell which lead it is.
// They come in the order of the records. Give all records that are on sale: a part of them says less of each.
func (e *Engine) Offers(records []*Record, at time.Time) []Offer {
	var stock []routing.Listing
	var list []Offer
	for _, r := range records {
		if d := r.Deal; d != nil && d.Closed == 0 && (d.Until == 0 || lead.At(at) < d.Until) {
			stock = append(stock, e.router.List(&r.Lead, lead.At(at)))
			list = append(list, Offer{Deal: d.ID})
		}
	}
	for i, o := range e.router.Offers(stock) {
		list[i].Offer = o
	}
	return list
}
