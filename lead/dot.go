package lead

import (
	"fmt"
	"slices"
	"strings"
)

// DOT draws a lifecycle in Graphviz's language, for dot. What goes back is dashed.
func (d Diagram) DOT(m *Machine) string {
	var b strings.Builder
	b.WriteString(`digraph lifecycle {
  rankdir=LR; newrank=true; nodesep=0.35; ranksep=0.9; fontname="Helvetica"; fontsize=13;
  node [fontname="Helvetica", fontsize=12, shape=box, style="rounded,filled", fillcolor=white, color="#555555", margin="0.15,0.08"];
  edge [fontname="Helvetica", fontsize=9, color="#555555", arrowsize=0.7];
`)
	for lane, owner := range m.owners() {
		fmt.Fprintf(&b, "  subgraph cluster_%d {\n    label=%s; labeljust=l; style=\"rounded,filled\"; color=%q; fillcolor=%q;\n", lane, dotText(owner), "#bbbbbb",
			dotColours[lane%len(dotColours)])
		for i, st := range m.spec.Stages {
			if st.Owner == owner {
				fmt.Fprintf(&b, "    s%d [label=%s%s];\n", i, dotText(d.box(st)...), dotEnds(st))
			}
		}
		b.WriteString("  }\n")
	}
	for i := 1; i < len(m.spec.Stages); i++ {
		fmt.Fprintf(&b, "  s%d -> s%d [style=invis, weight=8];\n", i-1, i)
	}
	d.dotWays(&b, m)
	b.WriteString("}\n")
	return b.String()
}

var dotColours = []string{"#eef4fb", "#f3f8ec", "#fdf4e7", "#f6effa", "#f2f2f2"}

func dotEnds(st Stage) string {
	if st.Final {
		return ", peripheries=2"
	}
	return ""
}

// dotWays draws the ways on. One that several stages have in common runs through a junction that bears its name.
func (d Diagram) dotWays(b *strings.Builder, m *Machine) {
	type common struct {
		to          int
		move, label string
	}
	var single []way
	for i, ways := range groups(d.ways(m), func(w way) common { return common{w.to, w.move, w.label} }) {
		if len(ways) == 1 {
			single = append(single, ways[0])
		} else {
			d.dotJunction(b, m, fmt.Sprint("j", i), ways)
		}
	}
	for i, ways := range groups(single, way.pair) {
		w := ways[0]
		e := dotEdge{from: fmt.Sprint("s", w.from), to: fmt.Sprint("s", w.to), lines: d.lines(m, ways), dashed: allBack(ways), against: w.from > w.to}
		if w.from < 0 {
			e.from = fmt.Sprint("e", i)
			fmt.Fprintf(b, "  %s [shape=point, width=0.12, label=\"\"];\n", e.from)
		}
		e.draw(b)
	}
}

func (d Diagram) dotJunction(b *strings.Builder, m *Machine, join string, ways []way) {
	to := ways[0].to
	before := slices.ContainsFunc(ways, func(w way) bool { return w.from < to })
	fmt.Fprintf(b, "  %s [label=%s, shape=box, style=filled, fillcolor=white, color=white, fontsize=9, margin=0.03, height=0.2];\n", join, dotText(ways[0].label))
	for _, w := range ways {
		e := dotEdge{from: fmt.Sprint("s", w.from), to: join, dashed: w.back, against: w.from >= to, open: true}
		if flow := d.flow(m, w); flow != "" {
			e.lines = []string{flow}
		}
		e.draw(b)
	}
	dotEdge{from: join, to: fmt.Sprint("s", to), dashed: allBack(ways), against: !before}.draw(b)
}

// dotEdge is an arrow. One against the contract's order of stages is drawn from its head, so that the stages keep that order.
type dotEdge struct {
	from, to              string
	lines                 []string
	dashed, against, open bool
}

func (e dotEdge) draw(b *strings.Builder) {
	var more []string
	if len(e.lines) > 0 {
		more = append(more, "label="+dotText(e.lines...))
	}
	if e.dashed {
		more = append(more, "style=dashed")
	}
	switch {
	case e.open:
		more = append(more, "dir=none")
	case e.against:
		more = append(more, "dir=back")
	}
	if e.against {
		e.from, e.to = e.to, e.from
	}
	fmt.Fprintf(b, "  %s -> %s [%s];\n", e.from, e.to, strings.Join(more, ", "))
}

var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ")

// dotText quotes lines of text.
func dotText(lines ...string) string {
	escaped := make([]string, len(lines))
	for i, line := range lines {
		escaped[i] = dotEscapes.Replace(line)
	}
	return `"` + strings.Join(escaped, `\n`) + `"`
}
