package leadkit

import (
	"errors"
	"fmt"
	"time"

	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/sla"
)

// Book is what became of all leads: periods and aggregates. It is plain data; the zero Book is ready. Books of different shards merge in any order.
type Book struct {
	// Positions are how far each shard has been posted. What comes at or below its shard's position is passed over.
	Positions map[string]int64 `json:"positions,omitempty"`
	Funnel    funnel.Tally     `json:"funnel"`
	Promises  sla.Report       `json:"promises"`
	Nurture   nurture.Report   `json:"nurture"`
	// Rules are what the other side says of the rules that helped to hand leads over: see [Engine.Review].
	Rules scoring.Verdicts `json:"rules,omitzero"`
	// Partners are the statements of those who pay for leads.
	Partners routing.Statements `json:"partners,omitempty"`
	// Sales are the statements of those who bought leads that were listed.
	Sales routing.Statements `json:"sales,omitempty"`
}

// ErrShard is wrapped when two books to be merged were posted from the same shard.
var ErrShard = errors.New("both books were posted from the same shard")

// advance moves a shard's position, and reports whether there is anything new at it.
func (b *Book) advance(shard string, position int64) bool {
	if position <= b.Positions[shard] {
		return false
	}
	if b.Positions == nil {
		b.Positions = map[string]int64{}
	}
	b.Positions[shard] = position
	return true
}

// Post counts effects. A shard is one stream of effects with growing positions, from 1: a partition, a table. Posting again what was posted does nothing,
// so that a host may post at least once.
func (e *Engine) Post(b *Book, shard string, position int64, effects []Effect) error {
	if !b.advance(shard, position) {
		return nil
	}
	for i := range effects {
		if err := e.post(b, &effects[i]); err != nil {
			return fmt.Errorf("effect %s (%s of lead %q): %w", effects[i].ID, effects[i].Kind, effects[i].Lead, err)
		}
	}
	return nil
}

func (e *Engine) post(b *Book, f *Effect) error {
	switch {
	case f.Note != nil:
		return b.Funnel.Add(*f.Note)
	case f.Promise != nil:
		b.Promises.Add(e.terms, f.Promise)
	case f.Content != nil:
		b.Nurture.Add(*f.Content)
	case f.Trade != nil && f.Trade.Charge != nil:
		return b.Sales.Charge(e.month(f.At), *f.Trade.Charge)
	case f.Trade != nil && f.Trade.Credit != nil:
		return b.Sales.Credit(e.month(f.At), *f.Trade.Credit)
	case f.Charge != nil:
		return b.Partners.Charge(e.month(f.At), *f.Charge)
	case f.Credit != nil:
		return b.Partners.Credit(e.month(f.At), *f.Credit)
	case f.Verdict != nil:
		b.Rules.Add(*f.Verdict)
	case f.Kind == HandedOver && f.Receipt != nil:
		b.Rules.Add(scoring.Judge(f.Receipt, "", ""))
		b.Promises.AddReceipt(e.terms, f.Receipt, f.Subject)
	case f.Kind == Returned, f.Kind == Refused && f.Lacks != "":
		b.Promises.AddReturn(e.terms, f.Kind == Returned, f.At)
	case f.Kind == Answered && f.Receipt != nil:
		b.Promises.AddOutcome(e.terms, f.Receipt, f.Receipt.Stage, f.Subject)
	}
	return nil
}

func (e *Engine) month(at lead.Instant) string { return e.funnel.Month(at).String() }

// Observe counts an event that has no lead: what a campaign cost, a meeting of the teams. An event that has one, or means nothing to the book, is refused
// with an error that wraps [lead.ErrRefused]; a position that was posted already is passed over.
func (e *Engine) Observe(b *Book, shard string, position int64, ev lead.Event) error {
	var bound lead.Bound
	if err := e.schema.Bind(ev, &bound); err != nil {
		return err
	}
	if bound.Lead != "" {
		return fmt.Errorf("event %q belongs to lead %q, apply it to the lead's record: %w", bound.ID, bound.Lead, lead.ErrRefused)
	}
	if ev.Kind != lead.CostIncurred && ev.Kind != lead.MeetingHeld {
		return fmt.Errorf("event %q of kind %s has no lead and means nothing to the book: %w", bound.ID, ev.Kind, lead.ErrRefused)
	}
	if !b.advance(shard, position) || bound.Automatic {
		return nil
	}
	switch ev.Kind {
	case lead.CostIncurred:
		for _, note := range e.funnel.Spend(&bound, nil) {
			if err := b.Funnel.Add(note); err != nil {
				return err
			}
		}
	case lead.MeetingHeld:
		b.Promises.AddMeeting(e.terms, bound.Value(e.schema.Prop(bound.Kind, "purpose")).Text, bound.Time)
	}
	return nil
}

// Merge adds another book, of other shards. After an error the book is unchanged.
func (b *Book) Merge(o *Book) error {
	for shard := range o.Positions {
		if _, both := b.Positions[shard]; both {
			return fmt.Errorf("shard %q: %w", shard, ErrShard)
		}
	}
	sum, partners, sales := b.Funnel.Clone(), append(routing.Statements(nil), b.Partners...), append(routing.Statements(nil), b.Sales...)
	if err := errors.Join(sum.Merge(&o.Funnel), partners.Merge(o.Partners), sales.Merge(o.Sales)); err != nil {
		return err
	}
	b.Funnel, b.Partners, b.Sales = *sum, partners, sales
	b.Promises.Merge(&o.Promises)
	b.Nurture.Merge(o.Nurture)
	b.Rules.Merge(&o.Rules)
	for shard, position := range o.Positions {
		b.advance(shard, position)
	}
	return nil
}

// Answer makes the event by which a decision of the desk comes back to the lead that asked for it.
func (e *Engine) Answer(d routing.Decision) lead.Event {
	props := map[string]any{"request": d.Request, "route": d.Channel, "team": d.Team, "owner": d.Person, "cause": d.Why()}
	if len(d.Also) > 0 {
		props["also"] = d.Also
	}
	return lead.Event{ID: effectID(d.Lead, d.Request, Assigned, "", d.Try), Lead: d.Lead, Kind: lead.Assigned, Time: d.At.Time(), By: "desk", Props: props}
}

// Forecast gives the expected sales of open records as a distribution, by the chances that the book shows or the contract gives.
func (e *Engine) Forecast(b *Book, records []*Record, s funnel.Sampling) (funnel.Forecast, error) {
	var open []funnel.Open
	for _, r := range records {
		if o, ok := e.funnel.Open(&r.Path, &r.Lead); ok {
			open = append(open, o)
		}
	}
	return e.funnel.Forecast(open, e.funnel.Odds(&b.Funnel, funnel.Filter{}), s)
}

// Periods judges the promises about periods, from an instant to another.
func (e *Engine) Periods(b *Book, from, to time.Time) []sla.Period {
	return b.Promises.Periods(e.terms, lead.At(from), lead.At(to))
}

// Review reads what the other side says of the rules, the worst first: of each, the leads that it helped to hand over which stayed, came back, and why, and the points
// that calibration would give.
func (e *Engine) Review(b *Book) []scoring.Review { return e.scorer.Review(&b.Rules) }
