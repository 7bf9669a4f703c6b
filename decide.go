package leadkit

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/sla"
)

// act does what the engine itself has to do upon an event: an answer to a request, an erasure.
func (x *run) act(b *lead.Bound) {
	if x.r.Lead.Contact.Event == b.ID { // another person answers for the lead: what the former one did is no sign of interest
		x.renew()
		x.moved()
		x.look(b)
	}
	if x.r.Lead.Gone != 0 {
		x.r.Scores.Erase() // of what people write, nothing is kept any more
	}
	switch b.Kind {
	case x.e.kinds.assigned:
		x.assigned(b)
	case x.e.kinds.appointed:
		x.appointed(b)
	case x.e.kinds.erased:
		x.erase()
	case x.e.kinds.shared:
		x.leaveOne(b)
	case x.e.kinds.traded:
		x.trade(b)
	default:
		if refused := x.e.scorer.Refuses(b); refused != "" {
			x.emit(Effect{Kind: Refused, Subject: x.e.schema.KindOf(b.Kind).Name, Reason: refused})
		}
	}
}

// take takes a step of the lifecycle and tells the other rooms.
func (x *run) take(step lead.Step) {
	if step.Stuck {
		x.emit(Effect{Kind: Stuck, Subject: step.Move, Reason: step.Refused})
		return
	}
	if step.Refused != "" {
		x.emit(Effect{Kind: Refused, Subject: step.Move, Reason: step.Refused, Lacks: step.Lacks})
		x.r.Lead.Life.Await(step)
		return
	}
	life := &x.r.Lead.Life
	cycle, had := life.Cycle, life.Owner != "" || life.Route != "" || len(x.r.Asked) > 0
	p := x.e.machine.Take(&x.r.Lead, step, x.r.Clock)
	x.moved()
	id := x.emit(Effect{Kind: StageChanged, Subject: p.To, Reason: reasonOf(p), Passage: &p}).ID
	x.tell(lead.StageEntered, id, lead.TextProp("stage", p.To), lead.TextProp("from", p.From), lead.TextProp("move", p.Move), lead.TextProp("reason", p.Reason))
	act := x.actOf(step)
	x.answer(p, act)
	x.judge(p, act)
	back := x.e.machine.Returns(p)
	if back {
		x.giveBack(step, p)
		if x.e.contract.OnReturn.Owner == ForgetOwner {
			life.Had = ""
		}
	}
	if had && x.ended(p) {
		x.release(endOf(p, act), reasonOf(p))
	}
	if x.e.machine.HandsOver(p) {
		x.handOver(p)
	}
	if cycle > 0 && life.Cycle != cycle && !(back && x.e.contract.OnReturn.Score == KeepScore) {
		x.renew()
		x.fresh = false
	}
	x.unlist()
	x.list(p)
}

// ended reports whether a passage takes the lead from whoever had it.
func (x *run) ended(p lead.Passage) bool {
	to, _ := x.e.machine.Stage(p.To)
	return to.Final || !to.HandedOver
}

// actOf gives the kind of the event that a step is upon, which is the one that is heard now; empty where none is. A contract may call its moves as it likes.
func (x *run) actOf(step lead.Step) string {
	if step.Event == "" {
		return ""
	}
	return x.e.schema.KindOf(x.heard.Kind).Name
}

func endOf(p lead.Passage, act string) routing.End {
	switch {
	case act == lead.Rejected:
		return routing.Rejected
	case act == lead.Recycled:
		return routing.Recycled
	case act == lead.Recalled, p.Move == lead.OverrideEnded:
		return routing.Dropped
	}
	return routing.Finished
}

// release tells the desk that whoever had the lead, or was asked to take it, has it no more.
func (x *run) release(end routing.End, reason string) {
	x.emit(Effect{Kind: Released, Subject: x.r.Lead.ID, Reason: reason, End: end})
	x.r.Asked = nil
}

// answers reports whether an act is one of the two answers to a hand-over.
func answers(act string) bool { return act == lead.Accepted || act == lead.Rejected }

// answer tells that sales accepted or rejected a hand-over: its first answer, whatever a manager's hand undoes.
func (x *run) answer(p lead.Passage, act string) {
	receipt := x.r.Lead.Life.Receipt
	if receipt != nil && answers(act) && !slices.ContainsFunc(x.r.Judged, answers) {
		x.emit(Effect{Kind: Answered, Subject: act, Reason: p.Reason, Receipt: receipt})
	}
}

// outcomes are the acts that say what a hand-over was worth.
var outcomes = []string{lead.Accepted, lead.Rejected, lead.Recycled, lead.Disqualified, lead.Lost, lead.Won}

// judge tells what became of a hand-over, each outcome once: it is how the rules learn what sales thinks of the leads they bring.
func (x *run) judge(p lead.Passage, act string) {
	receipt := x.r.Lead.Life.Receipt
	if receipt == nil || !slices.Contains(outcomes, act) || slices.Contains(x.r.Judged, act) || answers(act) && len(x.r.Judged) > 0 {
		return
	}
	v := scoring.Judge(receipt, act, p.Reason, x.r.Judged...)
	x.r.Judged = append(x.r.Judged, act)
	x.emit(Effect{Kind: Judged, Subject: act, Reason: p.Reason, Verdict: &v})
}

func reasonOf(p lead.Passage) string {
	if p.Reason != "" {
		return p.Move + ": " + p.Reason
	}
	return p.Move
}

// tell queues an internal event at this instant.
func (x *run) tell(kind, id string, props ...lead.Prop) {
	n := len(x.queue)
	if n == cap(x.queue) {
		x.queue = append(x.queue, lead.Bound{})
	}
	x.queue = x.queue[:n+1]
	b := &x.queue[n]
	if !x.e.schema.Make(b, kind, x.r.Clock, props...) {
		x.queue = x.queue[:n]
		return
	}
	b.ID, b.Lead, b.By = id, x.r.Lead.ID, "contract"
}

// handOver freezes the receipt and asks who takes the lead.
func (x *run) handOver(p lead.Passage) {
	receipt := x.receipt(p)
	f := x.emit(Effect{Kind: HandedOver, Subject: p.To, Reason: p.Move})
	receipt.ID = f.ID
	f.Receipt = receipt
	dossier := x.e.planner.Dossier(&x.r.Nurture, &x.r.Lead, receipt.Lines)
	f.Dossier = &dossier
	x.r.Lead.Life.Receipt = receipt
	x.r.Judged = nil
	x.tell(lead.HandedOver, f.ID, lead.TextProp("move", p.Move))
	x.route("handed over", nil)
}

// receipt is what both sides will judge the lead on.
func (x *run) receipt(p lead.Passage) *lead.Receipt {
	r := x.r
	receipt := &lead.Receipt{
		Cycle: r.Lead.Life.Cycle, At: r.Clock, Contract: x.e.hash, Stage: p.To, Move: p.Move,
		Lines: x.e.scorer.Explain(&r.Scores, r.Clock), Temperature: x.e.scorer.Temperature(&r.Scores, r.Clock),
		Grid: x.e.scorer.Grid(&r.Scores, r.Clock), Type: r.Lead.Text("type"), Completeness: x.e.schema.Completeness(&r.Lead),
		First: r.Lead.First, Latest: r.Lead.Latest, Cost: r.Lead.Cost,
	}
	if potential, ok := r.Lead.Number("potential"); ok {
		receipt.Potential, _ = lead.MoneyOf(potential, x.e.schema.Currency())
	}
	for i, name := range x.e.schema.Scores() {
		points, known := x.e.scorer.Score(&r.Scores, i, r.Clock)
		receipt.Scores = append(receipt.Scores, lead.Score{Name: name, Points: points, Known: known})
	}
	x.look(nil)
	receipt.Quality, _ = x.e.router.Quality(x.facts)
	return receipt
}

// route asks the host for a person or channel.
func (x *run) route(cause string, not []string) {
	if !x.e.routes {
		return
	}
	f := x.emit(Effect{Kind: RouteAsked, Subject: cause})
	x.look(nil)
	q := x.e.router.Request(f.ID, x.facts, x.r.Clock, cause, not)
	f.Route = &q
	x.r.ask(f.ID, x.r.Clock)
}

// giveBack tells a return, and credits what was charged for the lead.
func (x *run) giveBack(step lead.Step, p lead.Passage) {
	id := x.emit(Effect{Kind: Returned, Subject: p.To, Reason: reasonOf(p), Passage: &p}).ID
	for _, charge := range x.r.Charges {
		if credit, err := x.e.router.Credit(charge, p.Reason, x.r.Clock); err == nil {
			x.emit(Effect{Kind: Credited, Subject: charge.Partner, Reason: p.Reason, Credit: &credit})
		} else {
			x.emit(Effect{Kind: Refused, Subject: string(Credited), Reason: err.Error()})
		}
	}
	x.r.Charges = nil
	x.tell(lead.Returned, id, lead.TextProp("exit", step.Exit), lead.TextProp("reason", p.Reason), lead.TextProp("stage", p.To))
}

// nurtured passes on what nurture decided.
func (x *run) nurtured() {
	for i := range x.steps {
		s := x.steps[i]
		kind := Nurtured
		if s.Kind == nurture.ContentDue {
			kind = ContentDue
		}
		f := x.emit(Effect{Kind: kind, Subject: s.Program, Reason: s.Reason, Content: &s})
		if s.Kind == nurture.Ready {
			x.tell(lead.Ready, f.ID, lead.TextProp("program", s.Program), lead.TextProp("cause", s.Reason))
		}
	}
}

// promised passes on what became of promises, and does what a broken one calls for.
func (x *run) promised() {
	for i := range x.changes {
		c := x.changes[i]
		if c.Kind == sla.Delivered {
			id := x.emit(Effect{Kind: Delivered, Subject: c.List, Reason: c.Reason}).ID
			x.tell(lead.Delivered, id, lead.TextProp("move", c.Reason))
			continue
		}
		f := x.emit(Effect{Kind: promiseKind(c.Kind), Subject: c.Promise, Reason: cmp.Or(c.Missing, c.Reason), Promise: &c})
		switch c.Kind {
		case sla.Broken:
			x.tell(lead.PromiseBroken, f.ID, lead.TextProp("promise", c.Promise), lead.TextProp("by", c.By))
		case sla.StepDue:
			x.escalate(c, f.ID)
		}
	}
}

func promiseKind(k sla.Kind) EffectKind {
	switch k {
	case sla.AtRisk:
		return AtRisk
	case sla.StepDue:
		return Escalated
	case sla.Broken:
		return Broken
	case sla.Corrected:
		return Corrected
	}
	return Promised
}

// escalate does the steps of an escalation that are the engine's: the others are the host's, by their effect.
func (x *run) escalate(c sla.Change, id string) {
	switch c.Step {
	case sla.ReassignAct:
		if x.r.Lead.Life.Appointed(x.r.Clock) {
			return // a manager's word stands
		}
		var not []string
		if owner := x.r.Lead.Life.Owner; owner != "" {
			not = []string{owner}
		}
		x.release(routing.Dropped, c.Promise)
		x.route(sla.ReassignAct, not)
	case sla.ReturnAct:
		x.tell(lead.Recalled, id, lead.TextProp("reason", c.Promise))
	}
}

// noted passes on what the book is to count.
func (x *run) noted() {
	for i := range x.notes {
		n := x.notes[i]
		x.emit(Effect{Kind: Noted, Subject: n.Step, Note: &n})
	}
}
