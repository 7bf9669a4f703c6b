package leadtest_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/leadtest"
)

const view = "page_viewed: {path: /prices}"

// Every sort of expectation that is wrong fails, and says what is.
func TestWrongExpectationFails(t *testing.T) {
	ripe := []string{"{after: 1h, " + view + "}", "{after: 1h, " + view + "}"}
	for _, c := range []struct{ name, expect, difference string }{
		{"stage", "{stage: inquiry}", "stage: inquiry, got mql"},
		{"temperature", "{temperature: cold}", "temperature: cold, got hot"},
		{"owner", "{owner: Ben}", "owner: Ben, got Ada"},
		{"owner nobody", "{owner: nobody}", "owner: nobody, got Ada"},
		{"cycle", "{cycle: 2}", "cycle: 2, got 1"},
		{"score", "{total: 49}", "total: 49, got 50"},
		{"score at least", "{total: at least 50.5}", "total: at least 50.5, got 50"},
		{"score at most", "{interest: at most 19}", "interest: at most 19, got 20"},
		{"score unscored", "{fit: unscored}", "fit: unscored, got 30"},
		{"promise", "{promises: {answer: kept}}", "answer: kept, got pending"},
		{"next in", "{next: in 3h}", "next: in 3h, got in 2h, at Mon 2 Mar 14:00:00.000"},
		{"next at", "{next: at Monday 13:00}", "next: at Monday 13:00, got in 2h, at Mon 2 Mar 14:00:00.000"},
		{"next never", "{next: never}", "next: never, got in 2h, at Mon 2 Mar 14:00:00.000"},
		{"nothing", "{happens: nothing}", "happens: nothing, got " + handOver},
		{"nothing in a word", "nothing happens", "happens: nothing, got " + handOver},
		{"happens", "{happens: returned}", "happens: returned, got " + handOver},
		{"happens about", "{happens: {handed over: sql}}", "happens: handed over: sql, got " + handOver},
		{"not", "{not: handed over}", "happens: not handed over, got handed over: mql"},
		{"not about", `{not: ["assigned: Ada"]}`, "happens: not assigned: Ada, got assigned: Ada"},
	} {
		t.Run(c.name, func(t *testing.T) {
			steps := append([]string{ripe[0], "expect: {stage: inquiry}", "{after: 2h, " + view + "}"}, "expect: "+c.expect)
			r := play(t, scenario("", steps...))
			assert.Equal(t, []string{c.difference}, differences(r))
			assert.False(t, r.Passed())
		})
	}
}

const handOver = "stage changed: mql, handed over: mql, routing asked: handed over, assigned: Ada, promise passed on: answer, noted: mql, promise started: answer, temperature changed: hot"

// What is right passes: the same sorts of expectation, and every way to say a time.
func TestRightExpectationPasses(t *testing.T) {
	for _, c := range []struct {
		name  string
		head  string
		steps []string
	}{
		{"all at once", "", []string{view, view, `expect: {stage: mql, temperature: hot, owner: Ada, cycle: 1, total: 50, fit: at least 30, interest: at most 20,
          happens: [handed over, {assigned: Ada}, "promise started: answer"], not: [returned, "handed over: sql"], promises: {answer: pending}, next: in 2h}`}},
		{"nothing", "", []string{"expect: {stage: inquiry}", "{after: 3d, page_viewed: , automatic: true}", "expect: nothing happens", "expect: {happens: nothing, next: never}"}},
		{"an expectation hears only what came after the last", "", []string{view, view, "expect: {happens: handed over}", "expect: {not: handed over}"}},
		{"decay", "", []string{"email_opened: {topic: x}", "expect: {interest: 20, temperature: hot}", "wait: 1d", "expect: {interest: 10}", "wait: 12h",
			"expect: {interest: 7, total: 37.1, temperature: warm}"}},
		// 20·(1 - 2^(-t/1d)) first rounds to a millionth of a point after 3.2 ms: from then on the lead is not hot any more.
		{"a flip is foreseen to the millisecond", "", []string{"email_opened", "expect: {temperature: hot, next: in 4ms}", "wait: 3ms", "expect: nothing happens",
			"wait: 1ms", `expect: {happens: ["temperature changed: warm"]}`, "accepted", "expect: {stage: sal}"}},
		{"a promise breaks one millisecond late", "", []string{view, view, "wait: 4 working hours", "expect: {promises: {answer: pending}, next: in 1ms, not: promise broken}",
			"wait: 1ms", "expect: {promises: {answer: broken}, happens: promise broken}"}},
		{"heard late", "", []string{view, view, "expect: {stage: mql}", "{after: 1h, accepted: , heard: 2d later}",
			"expect: {stage: sal, happens: [promise broken, promise corrected], promises: {answer: kept}}"}},
		{"nobody routes", "route: none", []string{view, view, "expect: {owner: nobody, happens: routing asked, not: assigned}"}},
		{"a duplicate", "", []string{"{" + view + ", id: once}", "{after: 1h, " + view + ", id: once}", "expect: {interest: 10}"}},
		{"at a day", "", []string{"{at: Friday 16:00, " + view + "}", "{at: Mon 10:00, " + view + "}", "expect: {promises: {answer: pending}, next: at 12:00}"}},
		{"at a time of day", "", []string{`{at: "16:30", ` + view + "}", `{at: "09:00", ` + view + "}", "expect: {next: at Tue 11:00}"}},
		{"after the start", "start: 2026-11-02 08:00", []string{"wait: 1h", "{at: +2h, " + view + "}", view, "expect: {next: in 2h}"}},
		{"at a date", "start: 2026-03-27T16:00:00+01:00", []string{"{at: 2026-03-30 10:00, " + view + "}", view, "expect: {next: at 2026-03-30T12:00:00+02:00}"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := play(t, scenario(c.head, c.steps...))
			assert.True(t, r.Passed(), leadtest.Text(r))
		})
	}
}

// What cannot go on stops, with a difference.
func TestStops(t *testing.T) {
	back := play(t, scenario("", "{at: 2026-03-05, "+view+"}", "{at: 2026-03-04, "+view+"}", "expect: {interest: 20}"))
	require.Equal(t, []string{"the scenario: a moment after Thu 5 Mar 00:00, got Wed 4 Mar 00:00"}, differences(back))
}

// What the contract does not know is found before anything is played.
func TestFindings(t *testing.T) {
	for _, c := range []struct{ name, step, finding string }{
		{"a kind of event", "{after: 1h, page_veiwed: {path: /x}}", `s.yaml:5:21: unknown kind of event "page_veiwed"; did you mean "page_viewed"?`},
		{"a verdict", "handed_over:", `s.yaml:5:9: unknown kind of event "handed_over"; `},
		{"a property", "page_viewed: {pth: /x}", `s.yaml:5:23: unknown property "pth"; did you mean "path"?`},
		{"a property's type", "page_viewed: {seconds: long}", `s.yaml:5:32: the value does not have the type that page_viewed gives it`},
		{"a known value", "contact_attempted: {channel: pigeon}", `s.yaml:5:38: channel is "pigeon", which is none of email, phone, sms, post, meeting, social, chat`},
		{"a stage", "expect: {stage: mlq}", `s.yaml:5:25: unknown stage "mlq"; did you mean "mql"?`},
		{"a temperature", "expect: {temperature: hott}", `s.yaml:5:31: unknown temperature "hott"; did you mean "hot"?`},
		{"an effect", "expect: {happens: [hande over]}", `s.yaml:5:28: unknown effect "hande over"; did you mean "handed over"?`},
		{"an effect that may not", "expect: {not: [promise brokn]}", `s.yaml:5:24: unknown effect "promise brokn"; did you mean "promise broken"?`},
		{"a promise", "expect: {promises: {anwser: kept}}", `s.yaml:5:29: unknown promise to a lead "anwser"; did you mean "answer"?`},
		{"a status", "expect: {promises: {answer: kpt}}", `s.yaml:5:37: unknown status "kpt"; did you mean "kept"?`},
		{"a score", "expect: {totl: 5}", `s.yaml:5:18: unknown score "totl"; did you mean "total"?`},
		{"an amount", "expect: {total: lots}", `s.yaml:5:25: "lots" is not what a score can be; write one such as 52, at least 50, at most 0 or unscored`},
		{"a moment", "{at: Fryday 16:00}", `s.yaml:5:14: "Fryday 16:00" is no moment; did you mean "friday"?`},
		{"a wait", "wait: 2 hors", `unknown unit "hors"; did you mean "hours"?`},
		{"a next", "expect: {next: soon}", `s.yaml:5:24: "soon" does not say when; write never, in 3h or at Friday 16:00`},
		{"two events", "{accepted: , won: }", `s.yaml:5:9: a step has one event, and this one has accepted and won; make two steps of it`},
		{"two times", "{after: 1h, wait: 1h}", `s.yaml:5:9: after, wait and at say the same in different ways; keep one of them`},
		{"an empty step", "{}", `s.yaml:5:9: nothing happens in this step, and nothing is expected; remove it`},
		{"by without an event", "{after: 1h, by: Ada}", `s.yaml:5:9: automatic, by, id and heard say something of an event, and there is none; add the event`},
		{"a word", "expect: nothing hapens", `s.yaml:5:17: an expectation in one word is nothing happens; did you mean "nothing happens"?`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := leadtest.Check(engine(t), scenario("", c.step, "expect: {stage: inquiry}"))
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.finding)
			assert.NotContains(t, err.Error(), "\n", "one mistake, one finding")
		})
	}
}

// A test that cannot fail is no test.
func TestVacuous(t *testing.T) {
	_, err := leadtest.Check(engine(t), scenario("", "{after: 1h, "+view+"}"))
	require.ErrorContains(t, err, "s.yaml:2:3: the scenario expects nothing, so that it cannot fail; end it with expect: …")
	_, err = leadtest.Check(engine(t))
	require.ErrorContains(t, err, "there are no scenarios")
	_, err = leadtest.Check(engine(t), leadkit.File{Name: "a.yaml", Data: []byte("scenarios: {x: {steps: [expect: nothing happens]}}")},
		leadkit.File{Name: "b.yaml", Data: []byte("scenarios: {x: {steps: [expect: nothing happens]}}")})
	require.ErrorContains(t, err, `b.yaml:1:13: the name "x" stands twice`)
}

// recorder is a test that only notes that it failed.
type recorder struct{ failures []string }

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func TestRunFails(t *testing.T) {
	var good, bad, wrong recorder
	leadtest.Run(&good, engine(t), scenario("", "expect: {stage: inquiry}"))
	assert.Empty(t, good.failures)
	leadtest.Run(&bad, engine(t), scenario("", "expect: {stage: mql}"))
	require.Len(t, bad.failures, 1)
	assert.Contains(t, bad.failures[0], "stage: expected mql")
	leadtest.Run(&wrong, engine(t), scenario("", "expect: {stag: mql}"))
	require.Len(t, wrong.failures, 1)
	assert.Contains(t, wrong.failures[0], `did you mean "stage"?`)
}

// Playing the same twice gives the same: nothing is shared between scenarios or runs.
func TestSameAgain(t *testing.T) {
	f := scenario("", view, view, "wait: 3d", "expect: {stage: sal}")
	assert.Equal(t, play(t, f), play(t, f))
}
