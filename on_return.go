package leadkit

import (
	"cmp"
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/sla"
)

// OnReturn says what becomes of a lead that comes out of the hands of sales, be it rejected, recycled or recalled: of its score, its owner, the promises to it, and its place in
// the nurture's streams. What is empty has the default.
type OnReturn struct {
	// Score: "reset" (the default) lets what the lead did before count no more, "keep" lets it count on. What the lead is counts in both.
	Score string `json:"score,omitempty"`
	// Owner: "remember" (the default) keeps who had it, for routing to find again with keep_owner; "forget" does not.
	Owner string `json:"owner,omitempty"`
	// Promises: "cancel" (the default) ends those that run and do not say themselves what cancels them, "keep" lets them run on.
	Promises string `json:"promises,omitempty"`
	// Position: "resume" (the default) or "restart" of the programs that do not say it themselves.
	Position string `json:"position,omitempty"`
}

// What a returned lead's score, owner and promises can become.
const (
	ResetScore    = "reset"
	KeepScore     = "keep"
	RememberOwner = "remember"
	ForgetOwner   = "forget"
	CancelRunning = "cancel"
	KeepRunning   = "keep"
)

// onReturn checks what the contract says of a lead that comes back.
func (b *builder) onReturn() {
	o := b.c.OnReturn
	for _, f := range []struct {
		path, value string
		known       []string
	}{{"/score", o.Score, []string{ResetScore, KeepScore}}, {"/owner", o.Owner, []string{RememberOwner, ForgetOwner}},
		{"/promises", o.Promises, []string{CancelRunning, KeepRunning}}, {"/position", o.Position, []string{nurture.Resume, nurture.Restart}}} {
		if f.value != "" && !slices.Contains(f.known, f.value) {
			b.found.Unknown("/on_return"+f.path, "way to come back", f.value, f.known)
		}
	}
}

// plan gives the nurture's plan with what the rest of the contract says of it.
func (b *builder) plan() nurture.Plan {
	plan := b.c.Nurture
	plan.Bands = hottestFirst(b.c.Scores.Temperature)
	plan.Programs = slices.Clone(plan.Programs)
	for i := range plan.Programs {
		if at := &plan.Programs[i].OnReturn; *at == "" && b.c.OnReturn.Position == nurture.Restart {
			*at = nurture.Restart
		}
	}
	return plan
}

func hottestFirst(t scoring.Temperature) (names []string) {
	bands := slices.Clone(t.Bands)
	slices.SortStableFunc(bands, func(a, b scoring.Band) int { return cmp.Compare(b.From, a.From) })
	for _, band := range bands {
		names = append(names, band.Name)
	}
	if t.Else != "" {
		names = append(names, t.Else)
	}
	return names
}

// agreement gives the promises with what the rest of the contract says of them.
func (b *builder) agreement() sla.Agreement {
	a := b.c.Promises
	if b.c.OnReturn.Promises != KeepRunning {
		return a
	}
	a.Promises = slices.Clone(a.Promises)
	for i := range a.Promises {
		if p := &a.Promises[i]; len(p.Cancel) == 0 && (len(p.From) > 0 || p.AsSoonAs != "") {
			p.Cancel = []string{lead.Won, lead.Lost, lead.Disqualified, lead.Erased}
		}
	}
	return a
}
