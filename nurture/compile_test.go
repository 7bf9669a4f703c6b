package nurture_test

import (
	"math"
	"testing"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla/calendar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sound is a plan without a finding.
func sound() nurture.Plan {
	return nurture.Plan{Programs: []nurture.Program{course("basics", days(7), "a", "b")}, Contents: emails("a", "b")}
}

func TestFindings(t *testing.T) {
	first := func(change func(*nurture.Program)) func(*nurture.Plan) {
		return func(p *nurture.Plan) { change(&p.Programs[0]) }
	}
	stream := func(change func(*nurture.Stream)) func(*nurture.Plan) {
		return func(p *nurture.Plan) { change(&p.Programs[0].Streams[0]) }
	}
	cases := []struct {
		name, path, code string
		change           func(*nurture.Plan)
	}{
		{"no entry", "/programs/basics/enter", "no-entry", first(func(p *nurture.Program) { p.Enter = nurture.Entry{} })},
		{"unknown name in a condition", "/programs/basics/enter/when", "unknown-name", first(func(p *nurture.Program) { p.Enter.When = "totl > 3" })},
		{"unknown kind to enter", "/programs/basics/enter/upon", "unknown-kind-of-event", first(func(p *nurture.Program) { p.Enter.Upon = []string{"page_vieewd"} })},
		{"unknown kind to exit", "/programs/basics/exit/upon", "unknown-kind-of-event", first(func(p *nurture.Program) { p.Exit.Upon = []string{"x"} })},
		{"ready upon ready", "/programs/basics/ready/upon", "circular", first(func(p *nurture.Program) { p.Ready.Upon = []string{"ready"} })},
		{"exhausted unstated", "/programs/basics/exhausted", "exhausted-unstated", first(func(p *nurture.Program) { p.Exhausted = nurture.Policy{} })},
		{"slow without a rhythm", "/programs/basics/exhausted", "no-rhythm", first(func(p *nurture.Program) { p.Exhausted = nurture.Policy{Fate: nurture.Slow} })},
		{"on_return misspelt", "/programs/basics/on_return", "unknown-way-to-come-back", first(func(p *nurture.Program) { p.OnReturn = "restrat" })},
		{"program without streams", "/programs/basics/streams", "no-streams", first(func(p *nurture.Program) { p.Streams = nil })},
		{"unknown calendar of a program", "/programs/basics/hours", "unknown-calendar", first(func(p *nurture.Program) { p.Hours = "ofice" })},
		{"unknown calendar of the plan", "/hours", "unknown-calendar", func(p *nurture.Plan) { p.Hours = "ofice" }},
		{"rhythm missing", "/programs/basics/streams/only/every", "no-rhythm", stream(func(s *nurture.Stream) { s.Every = calendar.Term{} })},
		{"rhythm of seconds", "/programs/basics/streams/only/every", "no-rhythm", stream(func(s *nurture.Stream) { s.Every = calendar.Term{N: 1000} })},
		{"negative wait", "/programs/basics/streams/only/after", "negative-span", stream(func(s *nurture.Stream) { s.After = days(-1) })},
		{"unknown aim", "/programs/basics/streams/only/aim", "unknown-aim", stream(func(s *nurture.Stream) { s.Aim = "whyus" })},
		{"unknown content", "/programs/basics/streams/only/contents/1", "unknown-content", stream(func(s *nurture.Stream) { s.Contents = []string{"a", "z"} })},
		{"content twice in a stream", "/programs/basics/streams/only/contents/1", "content-twice", stream(func(s *nurture.Stream) { s.Contents = []string{"a", "a"} })},
		{"unreachable stream", "/programs/basics/streams/late", "unreachable-stream", first(func(p *nurture.Program) {
			p.Streams = append(p.Streams, nurture.Stream{Name: "late", Every: days(1), Contents: []string{"a"}})
		})},
		{"stream declared twice", "/programs/basics/streams/only", "name-taken", first(func(p *nurture.Program) {
			p.Streams = append(p.Streams, nurture.Stream{Name: "only", When: "fit > 1", Every: days(1), Contents: []string{"a"}})
		})},
		{"program declared twice", "/programs/basics", "name-taken", func(p *nurture.Plan) { p.Programs = append(p.Programs, p.Programs[0]) }},
		{"content declared twice", "/contents/a", "name-taken", func(p *nurture.Plan) { p.Contents = append(p.Contents, p.Contents[0]) }},
		{"content without a name", "/contents/", "no-name", func(p *nurture.Plan) { p.Contents = append(p.Contents, emails("")...) }},
		{"no channel", "/contents/a/channel", "no-channel", func(p *nurture.Plan) { p.Contents[0].Channel = "" }},
		{"unknown channel", "/contents/a/channel", "unknown-channel", func(p *nurture.Plan) { p.Contents[0].Channel = "emial" }},
		{"closer than the offer", "/contents/a/closeness", "out-of-range", func(p *nurture.Plan) { p.Contents[0].Closeness = 1.5 }},
		{"no closeness", "/contents/a/closeness", "out-of-range", func(p *nurture.Plan) { p.Contents[0].Closeness = math.NaN() }},
		{"names of one key", "/contents/liquid", "name-collision", func(p *nurture.Plan) { p.Contents = append(p.Contents, emails("costarring", "liquid")...) }},
		{"unknown persona", "/contents/a/persona", "unknown-persona", func(p *nurture.Plan) { p.Contents[0].Persona = []string{"buyer"} }},
		{"persona without a condition", "/personas/buyer/when", "no-condition", func(p *nurture.Plan) { p.Personas = []nurture.Persona{{Name: "buyer"}} }},
		{"useless cap", "/at_most/0", "bad-cap", func(p *nurture.Plan) { p.AtMost = []nurture.Cap{{N: 0, Per: lead.Week}} }},
		{"unknown name in the plan's readiness", "/ready/when", "unknown-name", func(p *nurture.Plan) {
			p.Programs[0].Ready, p.Ready.When = nurture.Trigger{}, "totl > 3"
			p.Programs = append(p.Programs, p.Programs[0])
			p.Programs[1].Name = "twin"
		}},
		{"a name with a slash", "/programs/a~1b/exhausted", "exhausted-unstated", first(func(p *nurture.Program) { p.Name, p.Exhausted = "a/b", nurture.Policy{} })},
	}
	s, h := schemaOf(t), office(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			plan := sound()
			c.change(&plan)
			p, err := nurture.Compile(plan, s, map[string]*calendar.Hours{"office": h})
			require.Error(t, err)
			assert.Nil(t, p)
			var errors []string
			for _, f := range err.(diag.List) {
				if f.Severity == diag.Error {
					errors = append(errors, f.Place.Path+" "+f.Code)
				}
			}
			assert.Equal(t, []string{c.path + " " + c.code}, errors, "this finding and no other: %s", err)
		})
	}
}

func TestWorkingDaysNeedACalendar(t *testing.T) {
	plan := sound()
	plan.Programs[0].Streams[0].Every = calendar.Days(5)
	_, err := nurture.Compile(plan, schemaOf(t), nil)
	assert.EqualError(t, err, `/programs/basics/streams/only/every: "5 working days" needs a calendar, and there is none; `+
		`write hours: with a calendar's name, or declare a calendar "default"`)
	_, err = nurture.Compile(plan, schemaOf(t), map[string]*calendar.Hours{"default": office(t)})
	assert.NoError(t, err)
}

func TestWarnings(t *testing.T) {
	plan := sound()
	plan.Contents = append(plan.Contents, emails("idle")...)
	plan.Programs[0].Ready = nurture.Trigger{}
	plan.Programs[0].Streams[0].Contents = nil
	p, err := nurture.Compile(plan, schemaOf(t), nil)
	require.NoError(t, err)
	var codes []string
	for _, f := range p.Warnings() {
		codes = append(codes, f.Place.Path+" "+f.Code)
	}
	assert.Equal(t, []string{"/contents/a unused-content", "/contents/b unused-content", "/contents/idle unused-content", "/programs/basics/ready never-ready",
		"/programs/basics/streams/only/contents no-contents"}, codes)
}

func TestTheUsualFinalStagesEndEveryProgramUnlessThePlanSaysOtherwise(t *testing.T) {
	for _, c := range []struct {
		exit nurture.Trigger
		left bool
	}{{nurture.Trigger{}, true}, {nurture.Trigger{Upon: []string{lead.MeetingBooked}}, false}, {nurture.Trigger{When: `stage == "disqualified"`}, true}} {
		plan := sound()
		plan.Programs[0].Enter.When = "fit >= 0"
		plan.Exit = c.exit
		w := newWorld(t, plan)
		w.consent(start, "email")
		w.stage(start+1, "disqualified")
		assert.Equal(t, c.left, len(w.told(nurture.Exited)) == 1, c.exit)
	}
}

func TestASchemaWithoutStages(t *testing.T) {
	s, err := lead.NewSchema(lead.Vocabulary{}, "")
	require.NoError(t, err)
	plan := sound()
	plan.Programs[0].Enter = nurture.Entry{Upon: []string{"page_viewed"}}
	plan.Programs[0].Ready = nurture.Trigger{Upon: []string{lead.DemoRequested}}
	_, err = nurture.Compile(plan, s, nil)
	assert.ErrorContains(t, err, `/programs/basics/exit: no lead ever leaves "basics"`)
	plan.Programs[0].Exit.Upon = []string{lead.Won}
	_, err = nurture.Compile(plan, s, nil)
	assert.NoError(t, err)
}

func TestSmallGrammars(t *testing.T) {
	for text, want := range map[string]nurture.Cap{"2 per week": {N: 2, Per: lead.Week}, "1 per day": {N: 1, Per: lead.Day}, "3 per 14d": {N: 3, Per: 14 * lead.Day},
		"1 per hour": {N: 1, Per: lead.Hour}} {
		var c nurture.Cap
		require.NoError(t, c.UnmarshalText([]byte(text)))
		assert.Equal(t, want, c)
		assert.Equal(t, text, c.String())
	}
	for text, want := range map[string]nurture.Policy{"wait": {Fate: nurture.Wait}, "exit": {Fate: nurture.Exit}, "slow every 30d": {Fate: nurture.Slow, Every: days(30)},
		"slow every 5 working days": {Fate: nurture.Slow, Every: calendar.Days(5)}} {
		var p nurture.Policy
		require.NoError(t, p.UnmarshalText([]byte(text)))
		assert.Equal(t, want, p)
		assert.Equal(t, text, p.String())
	}
	for _, text := range []string{"", "2", "two per week", "2 per", "2 per fortnight", "-"} {
		assert.Error(t, new(nurture.Cap).UnmarshalText([]byte(text)), text)
	}
	for _, text := range []string{"", "waits", "wait 3d", "slow", "slow every", "slow every week", "slow every 0 days x", "repeat"} {
		assert.Error(t, new(nurture.Policy).UnmarshalText([]byte(text)), text)
	}
	for k := nurture.Entered; k <= nurture.TooLate; k++ {
		assert.Equal(t, k, decoded(t, k))
	}
	assert.Error(t, new(nurture.Kind).UnmarshalText([]byte("")))
}
