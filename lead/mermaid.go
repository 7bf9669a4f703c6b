package lead

import (
	"fmt"
	"strings"
)

// Mermaid draws a lifecycle as a Mermaid flowchart. What goes back is dotted.
func (d Diagram) Mermaid(m *Machine) string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	for lane, owner := range m.owners() {
		fmt.Fprintf(&b, "  subgraph lane%d [%s]\n", lane, mermaidText(owner))
		for i, st := range m.spec.Stages {
			if st.Owner == owner {
				fmt.Fprintf(&b, "    s%d%s\n", i, d.mermaidBox(st))
			}
		}
		b.WriteString("  end\n")
	}
	for i, ways := range groups(d.ways(m), way.pair) {
		from, line := fmt.Sprint("s", ways[0].from), "-->"
		if ways[0].from < 0 {
			from = fmt.Sprintf("e%d(( ))", i)
		}
		if allBack(ways) {
			line = "-.->"
		}
		fmt.Fprintf(&b, "  %s %s|%s| s%d\n", from, line, mermaidText(d.lines(m, ways)...), ways[0].to)
	}
	return b.String()
}

func (d Diagram) mermaidBox(st Stage) string {
	if st.Final {
		return "([" + mermaidText(d.box(st)...) + "])"
	}
	return "[" + mermaidText(d.box(st)...) + "]"
}

var mermaidEntities = strings.NewReplacer(`"`, "#quot;", "#", "#35;", "<", "#lt;", ">", "#gt;", "\n", " ", "\r", " ", "`", "#96;")

// mermaidText quotes lines of text; the characters that Mermaid reads inside quotes are written as entities.
func mermaidText(lines ...string) string {
	escaped := make([]string, len(lines))
	for i, line := range lines {
		escaped[i] = mermaidEntities.Replace(line)
	}
	return `"` + strings.Join(escaped, "<br/>") + `"`
}
