package nurture

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Dossier is what sales needs to know of a nurtured lead before the first call.
type Dossier struct {
	Lead      string       `json:"lead"`
	Interests []lead.Topic `json:"interests,omitempty"` // the most signals first
	Project   lead.Instant `json:"project,omitempty"`   // the earliest date of an open project
	Received  []Delivery   `json:"received,omitempty"`  // the last [MostDeliveries] contents, the latest first
	Reasons   []lead.Line  `json:"reasons,omitempty"`   // the lines of the scores, the weightiest first, those of no points left out
	Programs  []Membership `json:"programs,omitempty"`  // in which it is or was
	Signals   []Signal     `json:"signals,omitempty"`   // what it last did that scored, the latest first, at most [MostSignals]
	Returns   []Return     `json:"returns,omitempty"`   // how often it came back before, and why: those that are remembered, the latest first
	// What sales reported when it gave the lead back, as far as it is known of the lead.
	Qualification string `json:"qualification,omitempty"`
	Competitor    string `json:"competitor,omitempty"`
}

// Signal is what a lead did, as a rule of the scores has it.
type Signal struct {
	What  string       `json:"what"` // the rule's name
	Times int64        `json:"times"`
	Last  lead.Instant `json:"last"`
}

// MostSignals is how many signals a Dossier names.
const MostSignals = 10

// Return is a passage out of the hands of sales, with the note that came with it, as far as it is remembered.
type Return struct {
	lead.Passage
	Note string `json:"note,omitempty"`
}

// MostDeliveries is how many contents a Dossier names.
const MostDeliveries = 10

// Delivery is a content that the lead received.
type Delivery struct {
	Content string       `json:"content"`
	Topic   string       `json:"topic,omitempty"`
	At      lead.Instant `json:"at"`
}

// Dossier gathers what is known of a lead: lines are the explanation of its scores. It changes nothing. Contents that the plan no longer has are left out.
func (p *Planner) Dossier(st *State, l *lead.State, lines []lead.Line) Dossier {
	return Dossier{
		Lead: l.ID, Interests: interests(l), Project: l.NextProject(), Received: p.deliveries(st), Reasons: reasons(lines),
		Signals:  signals(lines),
		Programs: slices.Clone(st.Programs), Returns: returns(st, l), Qualification: l.Text("qualification"), Competitor: l.Text("competitor"),
	}
}

func interests(l *lead.State) []lead.Topic {
	list := slices.Clone(l.Topics)
	slices.SortStableFunc(list, func(a, b lead.Topic) int { return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(b.Last, a.Last)) })
	return list
}

func (p *Planner) deliveries(st *State) []Delivery {
	var list []Delivery
	for _, had := range st.Had {
		if name, ok := p.names[had.Key]; ok {
			list = append(list, Delivery{Content: name, Topic: p.topics[had.Key], At: had.At})
		}
	}
	slices.SortFunc(list, func(a, b Delivery) int { return cmp.Or(cmp.Compare(b.At, a.At), strings.Compare(a.Content, b.Content)) })
	return list[:min(len(list), MostDeliveries)]
}

func reasons(lines []lead.Line) []lead.Line {
	list := slices.DeleteFunc(slices.Clone(lines), func(l lead.Line) bool { return l.Points == 0 })
	slices.SortStableFunc(list, func(a, b lead.Line) int { return cmp.Compare(weight(b), weight(a)) })
	return list
}

func weight(l lead.Line) lead.Points { return max(l.Points, -l.Points) }

// signals lists what events gave points, in whatever score.
func signals(lines []lead.Line) []Signal {
	var list []Signal
	for _, l := range lines {
		s := Signal{What: l.Rule, Times: l.Times, Last: l.Last}
		if l.Last != 0 && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b Signal) int { return cmp.Or(cmp.Compare(b.Last, a.Last), strings.Compare(a.What, b.What)) })
	return list[:min(len(list), MostSignals)]
}

// returns lists the passages that exits made.
func returns(st *State, l *lead.State) []Return {
	exits := []string{lead.Rejected, lead.Recycled, lead.Disqualified, lead.Lost, lead.Recalled}
	var list []Return
	for _, p := range slices.Backward(l.Life.Passages) {
		if slices.Contains(exits, p.Move) {
			list = append(list, Return{p, st.told(p.At).Note})
		}
	}
	return list
}

// String gives the dossier as a few lines to read.
func (d Dossier) String() string {
	var b strings.Builder
	line := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%s: %s\n", title, text)
		}
	}
	line("interests", words(d.Interests, func(t lead.Topic) string { return fmt.Sprintf("%s (%d)", t.Name, t.Times) }))
	if d.Project != 0 {
		line("project", day(d.Project))
	}
	line("received", words(d.Received, func(r Delivery) string { return r.Content + " on " + day(r.At) }))
	line("scores because", words(d.Reasons, func(l lead.Line) string { return fmt.Sprintf("%s %s %s", l.Score, l.Rule, l.Points) }))
	line("last signals", words(d.Signals, func(s Signal) string { return fmt.Sprintf("%s (%d, %s)", s.What, s.Times, day(s.Last)) }))
	line("came back", words(d.Returns, Return.words))
	line("qualification", d.Qualification)
	line("competitor", d.Competitor)
	return b.String()
}

func (r Return) words() string {
	text := r.Move
	if r.Reason != "" {
		text += " " + r.Reason
	}
	if text += " on " + day(r.At); r.Note != "" {
		text += fmt.Sprintf(": %q", r.Note)
	}
	return text
}

func words[T any](list []T, word func(T) string) string {
	texts := make([]string, len(list))
	for i, item := range list {
		texts[i] = word(item)
	}
	return strings.Join(texts, ", ")
}

func day(i lead.Instant) string { return i.Time().Format("2006-01-02") }
