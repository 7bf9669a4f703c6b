package lead

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestMermaidIsStableAndWhole(t *testing.T) {
	m, _ := machineOf(t, small())
	want := `flowchart LR
  subgraph lane0 ["marketing"]
    s0["new"]
    s2(["dead"])
  end
  subgraph lane1 ["sales"]
    s1["sold"]
  end
  e0(( )) -->|"came in"| s0
  s0 -->|"ripe<br/>asked"| s1
  s1 -.->|"lost (price)"| s2
  s2 -.->|"came back"| s0
`
	assert.Equal(t, want, m.Mermaid())
	odd := small()
	odd.Moves[0].Name = "a \"hand\" <b>\n#1"
	m, _ = machineOf(t, odd)
	assert.Contains(t, m.Mermaid(), `|"a #quot;hand#quot; #lt;b#gt; #35;1<br/>asked"|`)
}

func TestDOTIsStableAndWhole(t *testing.T) {
	m, _ := machineOf(t, small())
	_, body, ok := strings.Cut(m.DOT(), "arrowsize=0.7];\n")
	assert.True(t, ok)
	assert.Equal(t, `  subgraph cluster_0 {
    label="marketing"; labeljust=l; style="rounded,filled"; color="#bbbbbb"; fillcolor="#eef4fb";
    s0 [label="new"];
    s2 [label="dead", peripheries=2];
  }
  subgraph cluster_1 {
    label="sales"; labeljust=l; style="rounded,filled"; color="#bbbbbb"; fillcolor="#f3f8ec";
    s1 [label="sold"];
  }
  s0 -> s1 [style=invis, weight=8];
  s1 -> s2 [style=invis, weight=8];
  e0 [shape=point, width=0.12, label=""];
  e0 -> s0 [label="came in"];
  s0 -> s1 [label="ripe\nasked"];
  s1 -> s2 [label="lost (price)", style=dashed];
  s0 -> s2 [label="came back", style=dashed, dir=back];
}
`, body)
	odd := small()
	odd.Moves[0].Name = "a \"hand\" \\n\n#1"
	m, _ = machineOf(t, odd)
	assert.Contains(t, m.DOT(), `[label="a \"hand\" \\n #1\nasked"]`)
}

func TestDiagramsOfTheDefault(t *testing.T) {
	m, _ := machineOf(t, Lifecycle{})
	for name, draw := range map[string]func() string{"Mermaid": m.Mermaid, "DOT": m.DOT} {
		text := draw()
		assert.Equal(t, text, draw(), name)
		for _, mv := range m.Spec().Moves {
			assert.Contains(t, text, mv.Name, name)
		}
		for _, more := range []string{CameBack, "disqualified (no_product, outside_territory, academic + 4)", "rejected (duplicate, already_in_opportunity)"} {
			assert.Contains(t, text, more, name)
		}
	}
	assert.Contains(t, Diagram{Reasons: -1}.DOT(m), `"disqualified"`)
	assert.Contains(t, Diagram{Reasons: 1}.DOT(m), `"disqualified (no_product + 6)"`)
}

func TestDiagramsCountLeads(t *testing.T) {
	x := newStory(t, small())
	x.event(start, Created, nil)
	x.event(start, QuoteRequested, map[string]any{"amount": 1})
	y := newStory(t, small())
	y.event(start, Created, nil)
	counts := CountPassages(CountPassages(nil, x.taken), y.taken)
	assert.Equal(t, []Count{{"", "new", "came in", 2}, {"new", "sold", "asked", 1}}, counts)
	d := Diagram{Counts: counts}
	for _, text := range []string{d.Mermaid(x.m), strings.ReplaceAll(d.DOT(x.m), `\n`, "<br/>")} {
		for _, want := range []string{`"new<br/>2 leads"`, `"sold<br/>1 lead"`, `"dead<br/>0 leads"`, `"came in<br/>2"`, `"ripe<br/>asked<br/>1 = 50.0 %"`, `"lost (price)"`} {
			assert.Contains(t, text, want)
		}
	}
}

func TestCountsDoNotDependOnTheOrderOfLeads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stages := rapid.SampledFrom([]string{"", "a", "b"})
		list := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Passage {
			return Passage{From: stages.Draw(t, "from"), To: stages.Draw(t, "to"), Move: stages.Draw(t, "move")}
		})).Draw(t, "passages")
		assert.Equal(t, CountPassages(nil, list), CountPassages(nil, rapid.Permutation(list).Draw(t, "order")))
		var n int64
		for _, c := range CountPassages(nil, list) {
			n += c.Leads
		}
		assert.Equal(t, int64(len(list)), n)
	})
}
