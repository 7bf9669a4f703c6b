package scoring

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// Verdict is what became of a lead that was handed over, and the rules that had given it points, or taken them, at that instant. It holds nothing personal.
type Verdict struct {
	// Outcome is the kind of the act: [lead.Accepted], [lead.Rejected], [lead.Recycled], [lead.Disqualified], [lead.Lost] or [lead.Won]; empty for the hand-over itself.
	Outcome string `json:"outcome,omitempty"`
	Reason  string `json:"reason,omitempty"`
	// After says that the lead had been accepted before, Again that it had come back before: rejected, recycled or disqualified.
	After bool   `json:"after,omitempty"`
	Again bool   `json:"again,omitempty"`
	Rules []Gave `json:"rules,omitempty"` // in the order of the receipt
}

// Gave is what a rule gave, or took if Points are negative, at a hand-over.
type Gave struct {
	Score  string      `json:"s"`
	Rule   string      `json:"r"`
	Points lead.Points `json:"p"`
}

// Judge gives the verdict on a hand-over from its receipt: the lines of rules, without what bounded or rounded them and what a person set.
// before are the outcomes that the same hand-over had already.
func Judge(receipt *lead.Receipt, outcome, reason string, before ...string) Verdict {
	v := Verdict{Outcome: outcome, Reason: reason, After: slices.Contains(before, lead.Accepted), Again: slices.ContainsFunc(before, isReturn)}
	for _, l := range receipt.Lines {
		if l.Points != 0 && l.Score != Total && l.Rule != SetByHand && l.Rule != Frozen && (l.Given != 0 || l.Times > 0) {
			v.Rules = append(v.Rules, Gave{l.Score, l.Rule, l.Points})
		}
	}
	return v
}

// isReturn reports whether an act says that the lead is not what was promised, for now or for ever.
func isReturn(act string) bool {
	return act == lead.Rejected || act == lead.Recycled || act == lead.Disqualified
}

// Verdicts are what became of the leads that each rule helped to hand over. They are plain data and hold nothing of a lead; the zero Verdicts is ready. In
// whatever order they are added and merged, the result is the same.
type Verdicts struct {
	All   Outcomes   `json:"all"`             // of all hand-overs
	Rules []RuleFate `json:"rules,omitempty"` // sorted by score, rule, then Against
}

// RuleFate is what became of the leads that one rule gave points to or, if Against, took them from.
type RuleFate struct {
	Score   string      `json:"s"`
	Rule    string      `json:"r"`
	Against bool        `json:"a,omitempty"`
	Points  lead.Points `json:"p"` // what it gave in all, at the hand-overs
	Outcomes
}

// Outcomes count what became of hand-overs.
type Outcomes struct {
	Handed       int64   `json:"handed"`
	Accepted     int64   `json:"accepted,omitempty"`
	Won          int64   `json:"won,omitempty"`
	Rejected     []Count `json:"rejected,omitempty"`     // sorted by reason
	Recycled     []Count `json:"recycled,omitempty"`     // sorted by reason
	Disqualified []Count `json:"disqualified,omitempty"` // sorted by reason
	Lost         []Count `json:"lost,omitempty"`         // sorted by reason
	// Back counts those among the accepted that were recycled or disqualified, Unasked those that were before any answer. Each hand-over is in at most one of them, once.
	Back    int64 `json:"back,omitempty"`
	Unasked int64 `json:"unasked,omitempty"`
}

// Count is how often a reason was given.
type Count struct {
	Reason string `json:"reason"`
	Times  int64  `json:"n"`
}

// Add counts a verdict.
func (v *Verdicts) Add(x Verdict) {
	v.All.add(&x)
	for _, g := range x.Rules {
		fate := v.fate(RuleFate{Score: g.Score, Rule: g.Rule, Against: g.Points < 0})
		fate.add(&x)
		if x.Outcome == "" {
			fate.Points = plus(fate.Points, g.Points)
		}
	}
}

func (o *Outcomes) add(x *Verdict) {
	switch x.Outcome {
	case "":
		o.Handed++
	case lead.Accepted:
		o.Accepted++
	case lead.Won:
		o.Won++
	case lead.Lost:
		o.Lost = counted(o.Lost, x.Reason, 1)
	case lead.Rejected:
		o.Rejected = counted(o.Rejected, x.Reason, 1)
	case lead.Recycled:
		o.Recycled = counted(o.Recycled, x.Reason, 1)
		o.back(x)
	case lead.Disqualified:
		o.Disqualified = counted(o.Disqualified, x.Reason, 1)
		o.back(x)
	}
}

func (o *Outcomes) back(x *Verdict) {
	switch {
	case x.Again: // counted when it came back first
	case x.After:
		o.Back++
	default:
		o.Unasked++
	}
}

// Answered counts the hand-overs of which it is known what the other side says.
func (o *Outcomes) Answered() int64 { return o.Accepted + sum(o.Rejected) + o.Unasked }

// Kept counts those that were accepted and did not come back.
func (o *Outcomes) Kept() int64 { return o.Accepted - o.Back }

func sum(list []Count) (n int64) {
	for _, c := range list {
		n += c.Times
	}
	return n
}

// counted counts a reason in a sorted list.
func counted(list []Count, reason string, times int64) []Count {
	i, ok := slices.BinarySearchFunc(list, reason, func(c Count, reason string) int { return cmp.Compare(c.Reason, reason) })
	if !ok {
		list = slices.Insert(list, i, Count{Reason: reason})
	}
	list[i].Times += times
	return list
}

func (f *RuleFate) compare(o RuleFate) int {
	against := func(f *RuleFate) int {
		if f.Against {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(f.Score, o.Score), cmp.Compare(f.Rule, o.Rule), against(f)-against(&o))
}

// fate finds a rule's counts, or adds them.
func (v *Verdicts) fate(key RuleFate) *RuleFate {
	i, ok := slices.BinarySearchFunc(v.Rules, key, func(f, key RuleFate) int { return f.compare(key) })
	if !ok {
		v.Rules = slices.Insert(v.Rules, i, key)
	}
	return &v.Rules[i]
}

// Merge adds other verdicts, which are not changed.
func (v *Verdicts) Merge(o *Verdicts) {
	v.All.merge(&o.All)
	for i := range o.Rules {
		from := &o.Rules[i]
		to := v.fate(RuleFate{Score: from.Score, Rule: from.Rule, Against: from.Against})
		to.Points = plus(to.Points, from.Points)
		to.merge(&from.Outcomes)
	}
}

func (o *Outcomes) merge(x *Outcomes) {
	o.Handed += x.Handed
	o.Accepted += x.Accepted
	o.Won += x.Won
	o.Back += x.Back
	o.Unasked += x.Unasked
	o.Rejected, o.Recycled = joined(o.Rejected, x.Rejected), joined(o.Recycled, x.Recycled)
	o.Disqualified, o.Lost = joined(o.Disqualified, x.Disqualified), joined(o.Lost, x.Lost)
}

func joined(list, more []Count) []Count {
	for _, c := range more {
		list = counted(list, c.Reason, c.Times)
	}
	return list
}
