package nurture_test

import (
	"testing"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func drawStep(t *rapid.T) nurture.Step {
	return nurture.Step{Kind: nurture.Kind(rapid.IntRange(0, int(nurture.TooLate)+1).Draw(t, "kind")), Control: rapid.Bool().Draw(t, "control"), At: start + 100*day,
		Cohort: rapid.SampledFrom([]lead.Instant{0, start, start - 40*day}).Draw(t, "cohort"), Program: rapid.SampledFrom([]string{"p", "q", "r"}).Draw(t, "program"),
		Content: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "content")}
}

func reportOf(steps []nurture.Step) (r nurture.Report) {
	for _, s := range steps {
		r.Add(s)
	}
	return r
}

// TestReportsAddUp: however steps are split over reports, and in whatever order these are merged, the sum is the report of all.
func TestReportsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := rapid.SliceOf(rapid.Custom(drawStep)).Draw(t, "steps")
		at := rapid.IntRange(0, len(steps)).Draw(t, "at")
		left, right := reportOf(steps[:at]), reportOf(steps[at:])
		one, other := nurture.Report{}, nurture.Report{}
		one.Merge(left)
		one.Merge(right)
		other.Merge(right)
		other.Merge(left)
		assert.Equal(t, reportOf(steps), one)
		assert.Equal(t, one, other)
		assert.Equal(t, one, decoded(t, one))
		assert.Equal(t, left, reportOf(steps[:at]), "merging leaves the merged report as it was")
		var total int64
		for _, s := range steps {
			if s.Kind >= nurture.Entered && s.Kind <= nurture.TooLate && (!s.Control || s.Kind == nurture.HeldOut) {
				total++
			}
		}
		var sum int64
		for _, name := range []string{"p", "q", "r"} {
			r := one.Program(name)
			sum += r.Entered + r.Moved + r.Sent + r.Withheld + r.Exhausted + r.Ready + r.Exited + r.HandedOver + r.Resumed +
				r.Turned + r.HeldOut + r.Frozen + r.Warmed + r.Won + r.TooEarly + r.TooLate
		}
		assert.Equal(t, total, sum, "each step is counted once")
	})
}

func TestReportByProgramAndContent(t *testing.T) {
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{course("first", days(7), "a", "b"), course("second", days(7), "c")}, Contents: emails("a", "b", "c")})
	w.consent(start, "email")
	w.advance(start + 8*day)
	w.score(start+9*day, 0, 60)
	r := reportOf(w.steps)
	assert.Equal(t, nurture.Row{Program: "first", Entered: 1, Sent: 2, Ready: 1}, r.Program("first"))
	assert.Equal(t, nurture.Row{Content: "b", Sent: 1, Ready: 1}, r.Content("b"))
	assert.Equal(t, nurture.Row{Program: "second", Entered: 1, Sent: 1, Exhausted: 1}, r.Program("second"))
}

func TestPositions(t *testing.T) {
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "a", "b", "c")}, Contents: emails("a", "b", "c"),
		AtMost: []nurture.Cap{{N: 1, Per: 10 * lead.Day}}})
	w.consent(start, "email")
	before := encoded(t, w.st)
	assert.Equal(t, []nurture.Position{{Program: "basics", Stream: "only", Since: start, Next: "b", When: start + 10*day, Sent: 1, Left: 2,
		Note: `one of 2 contents at 2026-11-12T08:00:00.000Z, first of them "b"`}}, w.p.At(&w.st, w.clock), "the cap makes it ten days")
	w.advance(start + 10*day)
	assert.Equal(t, `"c" at 2026-11-22T08:00:00.000Z, if it suits`, w.p.At(&w.st, w.clock)[0].Note)
	w.advance(start + 20*day)
	assert.Equal(t, "has received everything, which is noted at 2026-12-02T08:00:00.000Z", w.p.At(&w.st, w.clock)[0].Note)
	w.advance(start + 30*day)
	assert.Equal(t, "nothing is left that suits; waits for more", w.p.At(&w.st, w.clock)[0].Note)
	assert.NotEqual(t, before, encoded(t, w.st))
}

func TestDossier(t *testing.T) {
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "a", "b")}, Contents: emails("a", "b")})
	w.lead.Life.Passages = []lead.Passage{{To: "mql", At: start - 9*day, Move: "ripe"}, {To: "nurturing", At: start - 5*day, Move: lead.Recycled, Reason: "no_budget"}}
	w.consent(start, "email")
	for i, topic := range []string{"stock", "prices", "stock"} {
		w.hear(start+lead.Instant(i+1), "page_viewed", props{"topic": topic})
	}
	w.hear(start+4, lead.ProjectUpdated, props{"project": "x", "date": "2027-03-01"})
	w.hear(start+5, lead.ProfileUpdated, props{"qualification": "needs a second warehouse"})
	w.advance(start + 7*day)
	lines := []lead.Line{{Score: "fit", Rule: "retail", Points: 10 * lead.Point}, {Score: "total", Rule: "rounding"}, {Score: "interest", Rule: "careers page", Points: -20 * lead.Point}}
	d := w.p.Dossier(&w.st, &w.lead, lines)
	assert.Equal(t, `interests: stock (2), prices (1)
project: 2027-03-01
received: b on 2026-11-09, a on 2026-11-02
scores because: interest careers page -20, fit retail 10
came back: recycled no_budget on 2026-10-28
qualification: needs a second warehouse
`, d.String())
	assert.Equal(t, d, decoded(t, d))
	assert.Equal(t, lead.Points(10*lead.Point), lines[0].Points, "the caller's lines stay in their order")
}

// TestTheListOfContentsIsBounded: what is sent elsewhere does not make the state grow for ever, nor the plan's own contents be forgotten.
func TestTheListOfContentsIsBounded(t *testing.T) {
	w := newWorld(t, nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "a", "b")}, Contents: emails("a", "b"), AtMost: []nurture.Cap{{N: 5, Per: lead.Day}}})
	w.consent(start, "email")
	for i := range nurture.MostReceived + 50 {
		w.hear(start+lead.Instant(i), lead.ContentSent, props{"content": "newsletter " + string(rune('0'+i))})
	}
	assert.Len(t, w.st.Had, nurture.MostReceived)
	assert.Len(t, w.st.Sent, 5)
	w.advance(start + 30*day)
	assert.Equal(t, []string{"a", "b"}, w.contents())
}
