package lead

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Diagram says how a lifecycle is drawn: a lane for each owner, a box for each stage, an arrow for each pair of stages that a move, an exit or a coming back
// joins, with their names. The text is the same for the same lifecycle and counts. The zero Diagram draws the lifecycle alone.
type Diagram struct {
	// Counts are how many leads went from stage to stage. With them a box shows how many came in, and an arrow how many took it and their
	// share of those who came into the stage it leaves: the conversion. An arrow that no lead took has no number.
	Counts []Count
	// Reasons is how many reasons of an exit an arrow names, 0 for 3, less than 0 for none. Of the others it says how many there are.
	Reasons int
}

// Count is how often leads passed from a stage to another.
type Count struct {
	From  string `json:"from,omitempty"` // empty: they entered
	To    string `json:"to"`
	Move  string `json:"move"` // the move, entry or exit
	Leads int64  `json:"leads"`
}

// CountPassages adds passages to counts, which stay sorted: those of one lead after another, as far as a lead remembers them.
func CountPassages(counts []Count, passages []Passage) []Count {
	for _, p := range passages {
		c := Count{From: p.From, To: p.To, Move: p.Move}
		i, ok := slices.BinarySearchFunc(counts, c, func(a, b Count) int {
			return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Move, b.Move))
		})
		if !ok {
			counts = slices.Insert(counts, i, c)
		}
		counts[i].Leads++
	}
	return counts
}

// Mermaid draws the lifecycle as a Mermaid flowchart: the zero [Diagram].
func (m *Machine) Mermaid() string { return Diagram{}.Mermaid(m) }

// DOT draws the lifecycle in Graphviz's language: the zero [Diagram].
func (m *Machine) DOT() string { return Diagram{}.DOT(m) }

// owners lists the stages' owners in the contract's order.
func (m *Machine) owners() (list []string) {
	for _, st := range m.spec.Stages {
		if !slices.Contains(list, st.Owner) {
			list = append(list, st.Owner)
		}
	}
	return list
}

func (m *Machine) place(stage string) int {
	return slices.IndexFunc(m.spec.Stages, func(s Stage) bool { return s.Name == stage })
}

// way is one way on: from a stage to another by a move, entry or exit. Stages are given by their places in the contract; an entry comes from place -1.
type way struct {
	from, to int
	move     string
	label    string
	back     bool // out of sales' hands, or by itself
}

// ways lists all ways on, in the contract's order.
func (d Diagram) ways(m *Machine) (list []way) {
	add := func(from, to, move, label string, back bool) {
		w := way{m.place(from), m.place(to), move, label, back}
		if !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	for _, e := range m.spec.Entries {
		add("", e.To, e.Name, e.Name, false)
	}
	for _, mv := range m.spec.Moves {
		for _, from := range mv.From {
			add(from, mv.To, mv.Name, mv.Name, m.handed(from) && !m.handed(mv.To))
		}
	}
	for _, x := range m.spec.Exits {
		for _, to := range x.targets() {
			for _, from := range x.From {
				add(from, to, x.Name, d.exit(x, to), true)
			}
		}
		for _, r := range x.Reasons {
			if r.Back != "" {
				add(r.To, r.Back, CameBack, CameBack, true)
			}
		}
	}
	return list
}

func (x *Exit) targets() (list []string) {
	for _, r := range x.Reasons {
		if !slices.Contains(list, r.To) {
			list = append(list, r.To)
		}
	}
	return list
}

// exit names an exit with some of the reasons for which it leads to a stage: "rejected (misrouted, incomplete + 1)".
func (d Diagram) exit(x Exit, to string) string {
	most := d.Reasons
	if most == 0 {
		most = 3
	}
	var reasons []string
	for _, r := range x.Reasons {
		if r.To == to {
			reasons = append(reasons, r.Name)
		}
	}
	switch more := len(reasons) - most; {
	case most < 0:
		return x.Name
	case more > 0:
		return fmt.Sprintf("%s (%s + %d)", x.Name, strings.Join(reasons[:most], ", "), more)
	}
	return x.Name + " (" + strings.Join(reasons, ", ") + ")"
}

// came gives how many leads came into a stage.
func (d Diagram) came(stage string) (n int64) {
	for _, c := range d.Counts {
		if c.To == stage {
			n += c.Leads
		}
	}
	return n
}

// box gives the lines of a stage's box.
func (d Diagram) box(st Stage) []string {
	if len(d.Counts) == 0 {
		return []string{st.Name}
	}
	return []string{st.Name, plural(d.came(st.Name))}
}

func plural(n int64) string {
	if n == 1 {
		return "1 lead"
	}
	return fmt.Sprint(n, " leads")
}

// flow gives the line that says how many leads took some ways from one stage to another, "" if none did.
func (d Diagram) flow(m *Machine, ways ...way) string {
	if len(d.Counts) == 0 {
		return ""
	}
	from, n := "", int64(0)
	if ways[0].from >= 0 {
		from = m.spec.Stages[ways[0].from].Name
	}
	for _, c := range d.Counts {
		if c.From == from && slices.ContainsFunc(ways, func(w way) bool { return c.Move == w.move && c.To == m.spec.Stages[w.to].Name }) {
			n += c.Leads
		}
	}
	all := d.came(from)
	switch {
	case n == 0:
		return ""
	case from == "" || all == 0:
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d = %.1f %%", n, 100*float64(n)/float64(all))
}

// groups parts ways by what key says of them, in order of first appearance.
func groups[K comparable](list []way, key func(way) K) (parts [][]way) {
	at := map[K]int{}
	for _, w := range list {
		i, ok := at[key(w)]
		if !ok {
			i = len(parts)
			at[key(w)] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], w)
	}
	return parts
}

// pair is the two stages that a way joins. Entries are apart from each other.
type pair struct {
	from, to int
	entry    string
}

func (w way) pair() pair {
	if w.from < 0 {
		return pair{w.from, w.to, w.move}
	}
	return pair{w.from, w.to, ""}
}

// lines gives the labels of ways, and how many leads took them.
func (d Diagram) lines(m *Machine, ways []way) (lines []string) {
	for _, w := range ways {
		if !slices.Contains(lines, w.label) {
			lines = append(lines, w.label)
		}
	}
	if flow := d.flow(m, ways...); flow != "" {
		lines = append(lines, flow)
	}
	return lines
}

func allBack(ways []way) bool {
	return !slices.ContainsFunc(ways, func(w way) bool { return !w.back })
}
