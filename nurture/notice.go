package nurture

import (
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// notice notes what became of the lead: that it is warmer, that it bought; and where it is.
func (w *walk) notice() {
	if w.p.theirs != nil {
		l := w.f.Lead()
		w.st.Zone, w.st.Holidays = w.p.theirs.known(l.Text("zone")), w.p.theirs.holidays(l.Text("country"), l.Text("region"))
	}
	if w.f.Lead().Gone != 0 {
		w.st.Reports = nil // what people wrote of the person
	}
	w.warm()
	if w.st.mayWin() && w.p.won.is(w.f) {
		w.win(w.p.won.why)
	}
}

// mayWin reports whether there is a program that the lead entered, and of which it was not yet said that it bought.
func (st *State) mayWin() bool {
	for i := range st.Programs {
		if m := &st.Programs[i]; m.First != 0 && m.Won == 0 {
			return true
		}
	}
	return false
}

// warm says that the temperature rose, in each program that the lead is in and that does not stand still.
func (w *walk) warm() {
	if len(w.p.bands) == 0 {
		return
	}
	band, _ := w.f.Temperature()
	was := w.st.Band
	if band == was {
		return
	}
	w.st.Band = band
	before, now := slices.Index(w.p.bands, was), slices.Index(w.p.bands, band)
	if was == "" || now < 0 || now > before || w.st.halted() {
		return
	}
	for i := range w.p.programs {
		if m := w.st.in(w.p.programs[i].name); m != nil {
			w.sayAfter(Warmed, m, "from "+was+" to "+band)
		}
	}
}

// win says, once for each program that the lead entered, that it bought.
func (w *walk) win(why string) {
	for i := range w.st.Programs {
		m := &w.st.Programs[i]
		if m.First == 0 || m.Won != 0 {
			continue
		}
		m.Won = w.at
		w.sayAfter(Won, m, why)
		w.out[len(w.out)-1].Cohort = m.First
	}
}

// try notes the first attempt of sales to reach the lead that it was handed.
func (w *walk) try(b *lead.Bound) {
	if w.st.Paused != 0 && w.st.Tried == 0 && b.Value(w.p.outbound).Text != "inbound" {
		w.st.Tried = w.at
	}
}

// early says that a lead that sales gives back was handed over too early.
func (w *walk) early(b *lead.Bound) {
	reason := b.Value(w.p.returned).Text
	if slices.Contains(w.p.early.Reasons, reason) && w.at <= w.st.Paused.Add(w.p.early.Within) {
		w.each(TooEarly, reason+" within "+w.p.early.Within.String()+" of the hand-over")
	}
}

// lost says, once in a cycle, that the lead bought elsewhere before anybody could sell to it.
func (w *walk) lost(b *lead.Bound) {
	if w.st.Late != 0 || !slices.Contains(w.p.late, b.Value(w.p.lost).Text) {
		return
	}
	switch {
	case w.st.Paused == 0:
		w.st.Late = w.at
		w.each(TooLate, "it bought elsewhere before the hand-over")
	case w.st.Tried == 0:
		w.st.Late = w.at
		w.each(TooLate, "it bought elsewhere before sales tried to reach it")
	}
}

// each says something in every program that the lead is in, or in none if it is in none.
func (w *walk) each(kind Kind, why string) {
	said := len(w.out)
	for i := range w.p.programs {
		if m := w.st.in(w.p.programs[i].name); m != nil {
			w.sayAfter(kind, m, why)
		}
	}
	if len(w.out) == said {
		w.out = append(w.out, Step{Kind: kind, Content: w.p.names[w.st.latest().Key], At: w.at, Reason: why})
	}
}
