package nurture_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla/calendar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func (w *world) live(history []act) {
	w.poke()
	for _, a := range history {
		a.do(w, a.when)
	}
	w.advance(w.clock + 60*day)
}

// TestTheGeneratorMakesEveryKindOfStep: the laws are worth what is generated. The temperature belongs to the engine, and with it what warmed.
func TestTheGeneratorMakesEveryKindOfStep(t *testing.T) {
	seen := map[nurture.Kind]int{}
	for seed := range 300 {
		w := newWorld(t, rapid.Custom(drawPlan).Example(seed))
		w.live(rapid.Custom(drawHistory).Example(seed))
		for _, s := range w.steps {
			seen[s.Kind]++
		}
	}
	t.Log(seen)
	for k := nurture.Entered; k <= nurture.TooLate; k++ {
		assert.True(t, seen[k] > 0 || k == nurture.Warmed, k)
	}
}

func TestLawsOfContents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := drawPlan(t)
		w := newWorld(t, plan)
		w.live(drawHistory(t))
		checkOnce(t, w)
		checkHours(t, w, plan)
		checkCaps(t, w, plan)
		checkHands(t, w)
		checkPlaces(t, w)
		require.Zero(t, w.idle, "nothing was said at a due instant")
	})
}

// checkOnce: no content goes to a person twice, across programs.
func checkOnce(t *rapid.T, w *world) {
	list := append(contentsOf(w.steps[w.person:]), w.other...)
	slices.Sort(list)
	require.Equal(t, slices.Compact(slices.Clone(list)), list)
	require.EqualValues(t, len(w.contents()), w.st.Contents)
	require.Len(t, w.st.Had, len(list))
}

func checkHours(t *rapid.T, w *world, plan nurture.Plan) {
	h := office(t)
	for _, s := range w.steps {
		i := slices.IndexFunc(plan.Programs, func(p nurture.Program) bool { return p.Name == s.Program })
		if s.Kind == nurture.ContentDue && (plan.Hours != "" || plan.Programs[i].Hours != "") {
			require.True(t, h.Open(s.At.Time()), s)
		}
	}
}

// checkCaps: at each content, the last stretch of the cap's length holds no more than the cap allows, what was sent elsewhere included.
func checkCaps(t *rapid.T, w *world, plan nurture.Plan) {
	for _, limit := range plan.AtMost {
		for _, s := range w.steps[w.person:] {
			if s.Kind != nurture.ContentDue {
				continue
			}
			since := s.At.Add(-limit.Per)
			n := 0
			for _, due := range dues(w.steps[w.person:]) {
				if due > since && due <= s.At {
					n++
				}
			}
			for _, sent := range w.elsewhere {
				if sent > since && sent < s.At {
					n++
				}
			}
			require.LessOrEqual(t, n, limit.N, "%s at %s", limit, s)
		}
	}
}

// checkPlaces: a lead is in a program exactly if it entered it once more than it left it, and a lead that is held out receives nothing there.
func checkPlaces(t *rapid.T, w *world) {
	in := map[string]int{}
	for _, s := range w.steps {
		switch s.Kind {
		case nurture.Entered, nurture.HeldOut:
			in[s.Program]++
		case nurture.Exited:
			in[s.Program]--
		case nurture.ContentDue, nurture.Withheld, nurture.Exhausted, nurture.Turned:
			require.False(t, s.Control, s)
		}
	}
	for _, m := range w.st.Programs {
		if m.Left == 0 {
			in[m.Program]--
		}
		require.True(t, !m.Control || m.Sent == 0 && m.Ripe == 0)
	}
	for program, n := range in {
		require.Zero(t, n, program)
	}
}

// checkHands: between paused or frozen and resumed, a program says nothing but its end and what became of the lead.
func checkHands(t *rapid.T, w *world) {
	paused := map[string]bool{}
	for _, s := range w.steps {
		switch s.Kind {
		case nurture.Paused, nurture.Frozen:
			paused[s.Program] = true
		case nurture.TooEarly, nurture.TooLate, nurture.Won:
		case nurture.Resumed, nurture.Exited:
			delete(paused, s.Program)
		default:
			require.False(t, paused[s.Program], s)
		}
	}
}

// TestTicks: any number of calls in between changes nothing: neither the steps nor the state.
func TestTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan, history := drawPlan(t), drawHistory(t)
		one := newWorld(t, plan)
		one.live(history)
		many := newWorld(t, plan)
		many.poke()
		seed := rapid.Int64().Draw(t, "seed")
		rnd := rand.New(rand.NewSource(seed))
		for _, a := range history {
			for many.clock < a.when && rnd.Intn(4) > 0 {
				many.advance(many.clock + 1 + lead.Instant(rnd.Int63n(int64(a.when-many.clock))))
				many.poke()
			}
			many.advance(a.when)
			many.poke()
			a.do(many, a.when)
			many.poke()
		}
		many.advance(one.clock)
		require.Equal(t, one.steps, many.steps)
		require.Equal(t, one.st, many.st)
	})
}

// TestDueIsExact: nothing happens before what Due and Watched foresee. The lead is poked at instants in between; the state is the same to the byte.
func TestDueIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, drawPlan(t))
		w.poke()
		for _, a := range drawHistory(t) {
			a.do(w, a.when)
		}
		next, due := w.next(w.clock + 400*day)
		if next == 0 || next == w.clock+1 {
			return
		}
		before, steps := encoded(t, w.st), len(w.steps)
		for range 5 {
			w.clock = lead.Instant(rapid.Int64Range(int64(w.clock), int64(next-1)).Draw(t, "between"))
			w.poke()
			require.Equal(t, before, encoded(t, w.st))
			require.Len(t, w.steps, steps)
			again, _ := w.next(w.clock + 400*day)
			require.Equal(t, next, again, "what is next does not depend on when one asks")
		}
		w.advance(next)
		require.True(t, !due || before != encoded(t, w.st), "something happens when it is due")
	})
}

func encoded(t require.TestingT, v any) string {
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}

func decoded[T any](t require.TestingT, v T) (back T) {
	require.NoError(t, json.Unmarshal([]byte(encoded(t, v)), &back))
	return back
}

// TestRoundTrip: plan, state, steps and report survive their encoding, in the middle of a life.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan, history := drawPlan(t), drawHistory(t)
		require.Equal(t, plan, decoded(t, plan))
		one, two := newWorld(t, plan), newWorld(t, decoded(t, plan))
		one.live(history)
		two.poke()
		for _, a := range history {
			a.do(two, a.when)
			two.st = decoded(t, two.st)
		}
		two.advance(one.clock)
		require.Equal(t, one.steps, two.steps)
		require.Equal(t, encoded(t, one.st), encoded(t, two.st))
		require.Equal(t, one.steps, append([]nurture.Step(nil), decoded(t, one.steps)...))
	})
}

// TestThePlainDefinition compares one program of one stream with the plain definition of when its contents fall due, minute by minute.
func TestThePlainDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := nurture.Plan{Programs: []nurture.Program{course("p", drawTerm(t), names...)}, Contents: emails(names...),
			Hours:  rapid.SampledFrom([]string{"", "office"}).Draw(t, "hours"),
			AtMost: rapid.SampledFrom([][]nurture.Cap{nil, {{N: 1, Per: 2 * lead.Day}}, {{N: 2, Per: lead.Week}, {N: 1, Per: lead.Day}}}).Draw(t, "caps")}
		entry := start + lead.Instant(rapid.Int64Range(0, 7*24*60).Draw(t, "entry"))*60_000
		w := newWorld(t, plan)
		w.consent(entry, "email")
		w.advance(entry + 30*day)
		require.Equal(t, plainly(t, plan, entry, entry+30*day), dues(w.steps))
	})
}

// TestThePlainCourse compares a course that sends and waits in turn with its plain definition, minute by minute.
func TestThePlainCourse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var steps []nurture.Node
		for i := range 2 * rapid.IntRange(1, 4).Draw(t, "steps") {
			if i%2 == 0 {
				steps = append(steps, nurture.Node{Name: fmt.Sprint(i), Send: names[i/2 : i/2+1]})
			} else {
				steps = append(steps, nurture.Node{Name: fmt.Sprint(i), Wait: drawTerm(t)})
			}
		}
		steps = append(steps, nurture.Node{Name: "leave", To: nurture.ToExit})
		plan := nurture.Plan{Programs: []nurture.Program{course("p", drawTerm(t))}, Contents: emails(names...), Hours: rapid.SampledFrom([]string{"", "office"}).Draw(t, "hours"),
			AtMost: rapid.SampledFrom([][]nurture.Cap{nil, {{N: 1, Per: 2 * lead.Day}}}).Draw(t, "caps")}
		plan.Programs[0].Streams[0].Steps = steps
		entry := start + lead.Instant(rapid.Int64Range(0, 7*24*60).Draw(t, "entry"))*60_000
		w := newWorld(t, plan)
		w.lead.Basis = []lead.Consent{{Channel: "any", Purpose: lead.Marketing, At: start, Event: "e"}}
		w.advance(entry)
		w.poke()
		w.advance(entry + 60*day)
		require.Equal(t, plainCourse(t, plan, w.st.Programs[0].First), dues(w.steps))
		require.Equal(t, nurture.Exited, w.steps[len(w.steps)-1].Kind)
	})
}

// plainCourse walks a course of sends and waits: a content goes at the first minute that the last wait, the rhythm, the hours and the caps allow.
func plainCourse(t *rapid.T, plan nurture.Plan, now lead.Instant) (sent []lead.Instant) {
	h, s := office(t), plan.Programs[0].Streams[0]
	later := func(from lead.Instant, term calendar.Term) lead.Instant {
		end, err := h.Due(from.Time(), term)
		require.NoError(t, err)
		return lead.At(end)
	}
	for _, n := range s.Steps {
		if !n.Wait.IsZero() {
			now = later(now, n.Wait)
		}
		if len(n.Send) == 0 {
			continue
		}
		free := func() bool {
			last := lead.Instant(0)
			if len(sent) > 0 {
				last = sent[len(sent)-1]
			}
			return (last == 0 || now >= later(last, s.Every) && (len(plan.AtMost) == 0 || now >= last.Add(plan.AtMost[0].Per))) && (plan.Hours == "" || h.Open(now.Time()))
		}
		for !free() {
			now += 60_000
		}
		sent = append(sent, now)
	}
	return sent
}

func dues(steps []nurture.Step) (list []lead.Instant) {
	for _, s := range steps {
		if s.Kind == nurture.ContentDue {
			list = append(list, s.At)
		}
	}
	return list
}

func plainly(t *rapid.T, plan nurture.Plan, entry, end lead.Instant) (sent []lead.Instant) {
	h, every := office(t), plan.Programs[0].Streams[0].Every
	for now := entry; now <= end && len(sent) < len(names); now += 60_000 {
		free := plan.Hours == "" || h.Open(now.Time())
		if len(sent) > 0 {
			ripe, err := h.Due(sent[len(sent)-1].Time(), every)
			require.NoError(t, err)
			free = free && now >= lead.At(ripe)
		}
		for _, limit := range plan.AtMost {
			n := 0
			for _, s := range sent {
				if s > now.Add(-limit.Per) {
					n++
				}
			}
			free = free && n < limit.N
		}
		if free {
			sent = append(sent, now)
		}
	}
	return sent
}

// TestPausingShiftsTheRest: with a rhythm of elapsed time and no hours or caps, time in the hands of sales moves what was still to come, and nothing else.
func TestPausingShiftsTheRest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := nurture.Plan{Programs: []nurture.Program{course("p", days(rapid.IntRange(1, 9).Draw(t, "every")), names...)}, Contents: emails(names...)}
		taken := start + lead.Instant(rapid.Int64Range(0, 60*24).Draw(t, "taken"))*3_600_000 + 1
		away := lead.Instant(rapid.Int64Range(0, 60*24).Draw(t, "for")) * 3_600_000
		plain, paused := newWorld(t, plan), newWorld(t, plan)
		plain.consent(start, "email")
		plain.advance(start + 200*day)
		paused.consent(start, "email")
		paused.handOver(taken)
		paused.giveBack(taken+away, "no_budget")
		paused.advance(start + 200*day)
		want := dues(plain.steps)
		for i := range want {
			if want[i] >= taken {
				want[i] += away
			}
		}
		assert.Equal(t, want, dues(paused.steps))
	})
}

// drawState draws a state that no history leaves behind: sometimes one that is malformed.
func drawState(t *rapid.T) (st nurture.State) {
	instant := rapid.Custom(func(t *rapid.T) lead.Instant {
		return lead.Instant(rapid.OneOf(rapid.Int64(), rapid.Int64Range(0, int64(lead.Forever)), rapid.Int64Range(int64(start), int64(start+90*day))).Draw(t, "i"))
	})
	span := rapid.Custom(func(t *rapid.T) lead.Span { return lead.Span(instant.Draw(t, "span")) })
	for range rapid.IntRange(0, 4).Draw(t, "programs") {
		st.Programs = append(st.Programs, nurture.Membership{Program: rapid.SampledFrom([]string{"p0", "p1", "p2", "gone"}).Draw(t, "program"),
			Stream: rapid.SampledFrom([]string{"s0", "s1", "gone", ""}).Draw(t, "stream"), Left: maybe(t, func(t *rapid.T) lead.Instant { return instant.Draw(t, "left") }),
			Ripe: instant.Draw(t, "ripe"), Wait: span.Draw(t, "wait"), Last: instant.Draw(t, "last"), Held: instant.Draw(t, "held"),
			Idle: rapid.SampledFrom([]nurture.Idle{nurture.Busy, nurture.Empty, nurture.Blocked}).Draw(t, "idle"), Slow: rapid.Bool().Draw(t, "slow")})
	}
	st.Sent = rapid.SliceOfN(instant, 0, 5).Draw(t, "sent")
	for _, k := range rapid.SliceOfN(rapid.Uint32(), 0, 3).Draw(t, "had") {
		st.Had = append(st.Had, nurture.Received{Key: k, At: instant.Draw(t, "at")})
	}
	return st
}

// TestNothingPanics: whatever a state says, there is an answer. Where Check finds no fault, time goes on to its end.
func TestNothingPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, drawPlan(t))
		w.st = drawState(t)
		w.p.Due(&w.st, w.clock)
		w.p.At(&w.st, w.clock)
		w.p.Dossier(&w.st, &w.lead, nil)
		if w.st.Check() == nil {
			w.live(drawHistory(t))
			require.NoError(t, w.st.Check())
			return
		}
		for range 3 {
			w.poke()
			w.clock++
		}
	})
}

func TestCheck(t *testing.T) {
	assert.NoError(t, new(nurture.State).Check())
	for name, st := range map[string]nurture.State{
		"programs twice":    {Programs: []nurture.Membership{{Program: "a"}, {Program: "a"}}},
		"programs unsorted": {Programs: []nurture.Membership{{Program: "b"}, {Program: "a"}}},
		"contents unsorted": {Had: []nurture.Received{{Key: 2, At: 1}, {Key: 1, At: 1}}},
		"sent unsorted":     {Sent: []lead.Instant{2, 1}},
		"negative instant":  {Programs: []nurture.Membership{{Program: "a", Ripe: -1}}},
		"endless wait":      {Programs: []nurture.Membership{{Program: "a", Wait: lead.Span(lead.Forever) + 1}}},
		"unknown idleness":  {Programs: []nurture.Membership{{Program: "a", Idle: "x"}}},
		"too many contents": {Had: make([]nurture.Received, nurture.MostReceived+1)},
		"too many sent":     {Sent: make([]lead.Instant, nurture.MostPerCap+1)},
		"too many programs": {Programs: make([]nurture.Membership, nurture.MostMemberships+1)},
	} {
		assert.ErrorIs(t, st.Check(), nurture.ErrMalformed, name)
	}
}
