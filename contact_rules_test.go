package leadkit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla"
	"github.com/leadkit/leadkit/sla/calendar"
)

// newsletters is a lead that is sent a, b, c and so on by email, one a day, under a contact rule. It is the hour 0.
func newsletters(t *testing.T, rule string) *life {
	l := lifeUnder(t, `
calendars:
  mornings: {zone: UTC, open: {daily: ["10:00-12:00"]}}
promises:
  call: {by: sales, from: quote_requested, do: email, within: 100d}
  contact_rules: {the rule: {`+rule+`}}
nurture:
  contents: {a: {channel: email}, b: {channel: email}, c: {channel: email}, d: {channel: email}}
  programs:
    p: {enter: {when: 'stage == "inquiry"'}, exhausted: wait, ready: {upon: demo_requested}, streams: {only: {every: 1d, contents: [a, b, c, d]}}}
`)
	l.tell(0, lead.ConsentGiven, map[string]any{"channel": "any"})
	return l
}

// dues gives the hours at which contents fell due, up to one.
func (l *life) dues(until int) (list []float64) {
	l.wait(until)
	for _, had := range l.r.Nurture.Had {
		list = append(list, had.At.Time().Sub(genesis).Hours())
	}
	slices.Sort(list)
	return list
}

func contact(channel, outcome string) map[string]any {
	return map[string]any{"channel": channel, "direction": "outbound", "outcome": outcome}
}

// What contact rules limit, contents wait for, exactly, and they count as what people do counts.
func TestLimitsOfContactRulesBindContents(t *testing.T) {
	for name, c := range map[string]struct {
		rule string
		do   func(l *life)
		want []float64
	}{
		"at most":                      {"channels: email, at_most: 1 per 3d", nil, []float64{0, 72, 144, 216}},
		"at most, of several":          {"at_most: 2 per 3d", nil, []float64{0, 24, 72, 96}},
		"another channel":              {"channels: phone, at_most: 1 per 3d", nil, []float64{0, 24, 48, 72}},
		"what people do counts":        {"channels: email, at_most: 1 per 3d", func(l *life) { l.tell(10, lead.Contacted, contact("email", "")) }, []float64{0, 82, 154, 226}},
		"on all channels together":     {"at_most: 1 per 3d", func(l *life) { l.tell(10, lead.Contacted, contact("phone", "")) }, []float64{0, 82, 154, 226}},
		"what the lead does does not":  {"at_most: 1 per 3d", func(l *life) { l.tell(10, lead.Contacted, map[string]any{"channel": "email", "direction": "inbound"}) }, []float64{0, 72, 144, 216}},
		"a rule for people":            {"at_most: 1 per 3d, binds: people", func(l *life) { l.tell(10, lead.Contacted, contact("email", "")) }, []float64{0, 24, 48, 72}},
		"a rule for contents":          {"at_most: 1 per 3d, binds: contents", func(l *life) { l.tell(10, lead.Contacted, contact("email", "")) }, []float64{0, 72, 144, 216}},
		"with hours":                   {"at_most: 1 per 3d, hours: mornings", nil, []float64{2, 74, 146, 218}},
		"a limit that ends":            {"at_most: 1 per 30d, until: 2026-03-21", nil, []float64{0, 40, 64, 88}},
		"sent elsewhere":               {"at_most: 1 per 3d", func(l *life) { l.tell(10, lead.ContentSent, map[string]any{"content": "b"}) }, []float64{0, 10, 82, 154}},
		"sent elsewhere, unknown":      {"at_most: 1 per 3d", func(l *life) { l.tell(10, lead.ContentSent, map[string]any{"content": "fair", "channel": "post"}) }, []float64{0, 10, 82, 154, 226}},
		"what was due is sent once":    {"at_most: 2 per 3d", func(l *life) { l.tell(10, lead.ContentSent, map[string]any{"content": "a"}) }, []float64{0, 24, 72, 96}},
		"after a refusal":              {"after_refusal: 5d", func(l *life) { l.tell(10, lead.Contacted, contact("phone", "refused")) }, []float64{0, 130, 154, 178}},
		"refused on another channel":   {"channels: email, after_refusal: 5d", func(l *life) { l.tell(10, lead.Contacted, contact("phone", "refused")) }, []float64{0, 24, 48, 72}},
		"a refusal, and only contents": {"after_refusal: 5d, binds: contents", func(l *life) { l.tell(10, lead.Contacted, contact("phone", "refused")) }, []float64{0, 130, 154, 178}},
		"heard late": {"at_most: 1 per 3d", func(l *life) {
			l.wait(20)
			_, err := l.e.Apply(&l.r, lead.Event{ID: "late", Lead: "L1", Kind: lead.Contacted, Time: hour(10), Props: contact("phone", "")}, hour(20))
			require.NoError(l.t, err)
		}, []float64{0, 82, 154, 226}},
		"another person was sent nothing": {"at_most: 1 per 3d", func(l *life) {
			l.tell(10, lead.Contacted, contact("email", "refused"))
			l.tell(30, lead.ContactChanged, map[string]any{"first_name": "Eve"})
			l.tell(31, lead.ConsentGiven, map[string]any{"channel": "any"})
		}, []float64{31, 103, 175, 247}},
	} {
		l := newsletters(t, c.rule)
		l.tell(0, lead.Created, nil)
		if c.do != nil {
			c.do(l)
		}
		require.Equal(t, c.want, l.dues(400), name)
	}
}

// The attempt that is heard counts before what it causes, and what is sent counts for people.
func TestContentsAndPeopleCountTogether(t *testing.T) {
	l := newsletters(t, "channels: email, at_most: 2 per 3d")
	l.tell(0, lead.Created, nil)
	l.wait(47)
	l.tell(47, lead.QuoteRequested, nil)
	assert.Contains(t, l.tell(48, lead.Contacted, contact("email", "")), "promise: call (more than 2 per 3d)", "two contents were sent")
	l = newsletters(t, "channels: email, at_most: 2 per 3d, binds: people")
	l.tell(0, lead.Created, nil)
	l.wait(47)
	l.tell(47, lead.QuoteRequested, nil)
	require.NotContains(t, fmt.Sprint(l.tell(48, lead.Contacted, contact("email", ""))), "more than")

	l = lifeUnder(t, `
promises: {contact_rules: {once: {at_most: 1 per 3d}}}
nurture:
  contents: {thanks: {channel: email}}
  programs:
    p: {enter: {upon: contact_attempted}, exhausted: wait, ready: {upon: demo_requested}, streams: {only: {every: 1d, contents: [thanks]}}}
`)
	l.tell(0, lead.ConsentGiven, map[string]any{"channel": "any"})
	l.tell(0, lead.Created, nil)
	l.tell(5, lead.Contacted, contact("phone", "no_answer"))
	require.Equal(t, []float64{77}, l.dues(200))
}

// Of what waits it is said until when, and for which rule.
func TestAViewSaysForWhichContactRuleAContentWaits(t *testing.T) {
	for rule, want := range map[string]string{
		"channels: email, at_most: 1 per 1d": "one of 3 contents at 2026-03-21T08:00:00.000Z, first of them \"b\"",
		"channels: email, at_most: 1 per 3d": "waits for the contact rules until 2026-03-23T08:00:00.000Z: more than 1 per 3d",
		"hours: mornings":                    "waits for the contact rules until 2026-03-20T10:00:00.000Z: outside the permitted hours",
	} {
		l := newsletters(t, rule)
		l.tell(0, lead.Created, nil)
		l.wait(1)
		if strings.Contains(rule, "3d") {
			l.wait(30)
		}
		v, err := l.e.At(&l.r, l.r.Clock.Time())
		require.NoError(t, err)
		require.Equal(t, want, v.Nurture[0].Note, rule)
	}
}

func TestWhomAContactRuleBinds(t *testing.T) {
	_, err := Load(File{Name: "c.yaml", Data: []byte("promises:\n  contact_rules:\n    r: {at_most: 1 per 3d, binds: persons}\n")})
	require.ErrorContains(t, err, "known: contents, people")
}

// limited is one contact that rules count, as a plain definition has it.
type limited struct {
	at               lead.Instant
	channel          string
	refused, content bool
}

// permits reports whether rules let a content go, counting one by one.
func permits(rules []sla.ContactRule, past []limited, channel string, at lead.Instant) bool {
	for _, r := range rules {
		if r.Binds == "people" || len(r.Channels) > 0 && !slices.Contains(r.Channels, channel) {
			continue
		}
		n := 0
		for _, p := range past {
			switch {
			case len(r.Channels) > 0 && !slices.Contains(r.Channels, p.channel):
			case p.refused && r.AfterRefusal > 0 && at.Sub(p.at) < r.AfterRefusal:
				return false
			case at.Sub(p.at) < r.AtMost.Per && (r.Binds == "" || p.content):
				n++
			}
		}
		if r.AtMost.Times > 0 && n >= r.AtMost.Times {
			return false
		}
	}
	return true
}

// simulated sends contents one by one, at the first instant at which the rhythm and the rules let one go, among all at which that can begin.
func simulated(rules []sla.ContactRule, contents []nurture.Content, every lead.Span, history []heard) (sent []string) {
	var past []limited
	left, ripe, now := slices.Clone(contents), lead.At(genesis), lead.At(genesis)
	until := func(to lead.Instant) {
		for {
			times := []lead.Instant{max(ripe, now)}
			for _, p := range past {
				for _, r := range rules {
					times = append(times, max(ripe, now, p.at.Add(r.AtMost.Per)), max(ripe, now, p.at.Add(r.AfterRefusal)))
				}
			}
			slices.Sort(times)
			at, i := lead.Instant(0), -1
			for _, at = range times {
				if i = slices.IndexFunc(left, func(c nurture.Content) bool { return at <= to && permits(rules, past, c.Channel, at) }); i >= 0 {
					break
				}
			}
			if i < 0 {
				now = to
				return
			}
			past = append(past, limited{at: at, channel: left[i].Channel, content: true})
			sent = append(sent, at.String()+" "+left[i].Name)
			left, ripe, now = slices.Delete(left, i, i+1), at.Add(every), at
		}
	}
	for _, h := range history {
		until(lead.At(h.at))
		past = append(past, limited{at: lead.At(h.ev.Time), channel: h.ev.Props["channel"].(string), refused: h.ev.Props["outcome"] == "refused", content: h.ev.Kind == lead.ContentSent})
	}
	until(lead.At(genesis.AddDate(1, 0, 0)))
	return sent
}

// Contents fall due at the very instants at which a plain count of all that was tried says that they may.
func TestContentsKeepLimitsToTheMillisecond(t *testing.T) {
	waited := 0
	rapid.Check(t, func(t *rapid.T) {
		var rules []sla.ContactRule
		for i := range rapid.IntRange(1, 3).Draw(t, "rules") {
			r := sla.ContactRule{Name: fmt.Sprint("r", i), Channels: pickSome(t, "channels", []string{"email", "post", "phone"}), Binds: rapid.SampledFrom([]string{"", "people", "contents"}).Draw(t, "binds"),
				AtMost: sla.Limit{Times: rapid.IntRange(1, 3).Draw(t, "times"), Per: rapid.SampledFrom([]lead.Span{7 * lead.Hour, 2 * lead.Day, 9 * lead.Day}).Draw(t, "per")}}
			if rapid.IntRange(0, 2).Draw(t, "refusal counts") == 0 {
				r.AfterRefusal = rapid.SampledFrom([]lead.Span{lead.Day, 20 * lead.Day}).Draw(t, "after refusal")
			}
			rules = append(rules, r)
		}
		var contents []nurture.Content
		var names []string
		for i := range 6 {
			name := string(rune('a' + i))
			contents, names = append(contents, nurture.Content{Name: name, Channel: rapid.SampledFrom([]string{"email", "email", "post"}).Draw(t, "channel")}), append(names, name)
		}
		every := rapid.SampledFrom([]lead.Span{6 * lead.Hour, lead.Day}).Draw(t, "every")
		c := &Contract{Promises: sla.Agreement{ContactRules: rules}, Nurture: nurture.Plan{Contents: contents, Programs: []nurture.Program{{Name: "p", Enter: nurture.Entry{When: `stage == "inquiry"`},
			Exhausted: nurture.Policy{Fate: nurture.Wait}, Ready: nurture.Trigger{Upon: []string{lead.DemoRequested}},
			Streams: []nurture.Stream{{Name: "only", Every: calendar.Elapsed(time.Duration(every) * time.Millisecond), Contents: names}}}}}}
		f := folder{t: t, e: must(Load(File{Name: "c.yaml", Data: must(c.YAML())}))}
		at := genesis
		f.fold([]heard{{at, lead.Event{ID: "yes", Lead: "L1", Kind: lead.ConsentGiven, Time: at, Props: map[string]any{"channel": "any"}}}, {at, lead.Event{ID: "in", Lead: "L1", Kind: lead.Created, Time: at}}})
		var history []heard
		for i := range rapid.IntRange(0, 12).Draw(t, "events") {
			at = at.Add(time.Duration(rapid.IntRange(1, 40*3600_000).Draw(t, "later")) * time.Millisecond)
			ev := lead.Event{ID: fmt.Sprint("e", i), Lead: "L1", Kind: lead.Contacted, Time: at, Props: contact(rapid.SampledFrom([]string{"email", "post", "phone"}).Draw(t, "by"), rapid.SampledFrom([]string{"", "no_answer", "refused"}).Draw(t, "outcome"))}
			if rapid.IntRange(0, 3).Draw(t, "elsewhere") == 0 {
				ev.Kind, ev.Props = lead.ContentSent, map[string]any{"content": fmt.Sprint("fair ", i), "channel": "email"}
			}
			if rapid.IntRange(0, 3).Draw(t, "late") == 0 {
				ev.Time = at.Add(-time.Duration(rapid.IntRange(0, int(at.Sub(genesis)/time.Millisecond)).Draw(t, "by")) * time.Millisecond)
			}
			history = append(history, heard{at, ev})
		}
		f.fold(history)
		f.wake(genesis.AddDate(1, 0, 0))
		var sent []string
		for _, e := range f.effects {
			if e.Kind == ContentDue {
				sent = append(sent, e.At.String()+" "+e.Content.Content)
			}
		}
		want := simulated(rules, contents, every, history)
		require.Equal(t, want, sent)
		if len(want) > 1 && want[1][:13] != genesis.Add(time.Duration(every)*time.Millisecond).Format("2006-01-02T15") {
			waited++
		}
	})
	require.Positive(t, waited)
}
