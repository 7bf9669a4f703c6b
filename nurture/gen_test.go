package nurture_test

import (
	"fmt"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/sla/calendar"
	"pgregory.net/rapid"
)

// This file is the one place where plans and histories for the laws are made up. A new kind of step is added here first.

// conditions that stand, from the simple to those that time alone turns over.
var conditions = []string{
	`stage == "nurturing"`, `total >= 50`, `fit >= 20 and stage == "nurturing"`, `since("page_viewed") > "20d"`, `count("page_viewed", "10d") >= 2`,
	`lead.next_project - now < "30d"`, `lead.industry == "retail"`, `not (total >= 30)`, `count("page_viewed", "3d") < 1`, `lead.may_email`,
}

func drawTerm(t *rapid.T) calendar.Term {
	return rapid.SampledFrom([]calendar.Term{days(1), days(7), calendar.Elapsed(36 * time.Hour), calendar.Days(3), calendar.Working(10 * time.Hour)}).Draw(t, "term")
}

func drawCondition(t *rapid.T) string { return rapid.SampledFrom(conditions).Draw(t, "condition") }

func maybe[T any](t *rapid.T, draw func(*rapid.T) T) (v T) {
	if rapid.Bool().Draw(t, "some") {
		v = draw(t)
	}
	return v
}

func drawTrigger(t *rapid.T, kinds ...string) nurture.Trigger {
	return nurture.Trigger{When: maybe(t, drawCondition), Upon: maybe(t, func(t *rapid.T) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(kinds), 1, 2, rapid.ID).Draw(t, "upon")
	})}
}

var names = []string{"a", "b", "c", "d", "e", "f", "g", "h"}

func drawContents(t *rapid.T) []nurture.Content {
	list := make([]nurture.Content, len(names))
	for i, name := range names {
		list[i] = nurture.Content{Name: name, Channel: rapid.SampledFrom([]string{"email", "email", "post", "sms"}).Draw(t, "channel"),
			Topic: rapid.SampledFrom([]string{"", "stock", "prices"}).Draw(t, "topic"), When: maybe(t, drawCondition),
			Persona: maybe(t, func(t *rapid.T) []string { return []string{"retailer"} })}
	}
	return list
}

func drawStream(t *rapid.T, i int) nurture.Stream {
	s := nurture.Stream{Name: fmt.Sprintf("s%d", i), Every: drawTerm(t), After: maybe(t, drawTerm), ByInterest: rapid.Bool().Draw(t, "interest"),
		Contents: rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 6, rapid.ID).Draw(t, "contents")}
	if i > 0 {
		s.When = drawCondition(t)
	}
	if rapid.Bool().Draw(t, "course") {
		s.After, s.Steps = calendar.Term{}, drawCourse(t)
	}
	return s
}

// drawCourse draws steps, each reached from the one before. They lead back only where time goes by.
func drawCourse(t *rapid.T) (list []nurture.Node) {
	n := rapid.IntRange(1, 6).Draw(t, "steps")
	ahead := func(from int) string {
		to := rapid.IntRange(from+1, n).Draw(t, "to")
		if to == n {
			return rapid.SampledFrom([]string{"", nurture.ToExit}).Draw(t, "end")
		}
		return fmt.Sprintf("n%d", to)
	}
	for i := range n {
		node := nurture.Node{Name: fmt.Sprintf("n%d", i)}
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0, 1:
			node.Send = rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 3, rapid.ID).Draw(t, "send")
		case 2:
			node.Wait = drawTerm(t)
		case 3:
			node.Until, node.Before = rapid.SampledFrom([]string{"next_project", "contract_ends"}).Draw(t, "until"), 20*lead.Day
			node.Else = ahead(i)
		case 4:
			node.For, node.AtMost = []string{"page_viewed", lead.MeetingBooked}, drawTerm(t)
			if rapid.Bool().Draw(t, "back") {
				node.Else = fmt.Sprintf("n%d", rapid.IntRange(0, i).Draw(t, "back to"))
			}
		case 5:
			for range rapid.IntRange(1, 2).Draw(t, "cases") {
				if to := ahead(i); to != "" {
					node.Branch = append(node.Branch, nurture.Case{When: drawCondition(t), To: to})
				}
			}
			if len(node.Branch) == 0 {
				node.Wait = drawTerm(t)
			}
		}
		list = append(list, node)
	}
	return list
}

func drawProgram(t *rapid.T, i int) nurture.Program {
	p := nurture.Program{Name: fmt.Sprintf("p%d", i), Exit: drawTrigger(t, "careers_page_viewed", lead.MeetingBooked), Ready: drawTrigger(t, lead.DemoRequested, "inbound_call"),
		OnReturn:  rapid.SampledFrom([]string{"", nurture.Resume, nurture.Restart}).Draw(t, "on_return"),
		Hours:     rapid.SampledFrom([]string{"", "", "office"}).Draw(t, "hours"),
		Exhausted: rapid.SampledFrom([]nurture.Policy{{Fate: nurture.Wait}, {Fate: nurture.Exit}, {Fate: nurture.Slow, Every: days(15)}}).Draw(t, "exhausted")}
	p.Enter.When = drawCondition(t)
	if rapid.IntRange(0, 3).Draw(t, "how") == 0 {
		p.Enter.Upon = []string{"page_viewed", lead.ConsentGiven}
	}
	for s := range rapid.IntRange(1, 3).Draw(t, "streams") {
		p.Streams = append(p.Streams, drawStream(t, s))
	}
	return p
}

func drawPlan(t *rapid.T) nurture.Plan {
	plan := nurture.Plan{Contents: drawContents(t), Personas: []nurture.Persona{{Name: "retailer", When: `lead.industry == "retail" or total >= 40`}},
		Hours: rapid.SampledFrom([]string{"", "office"}).Draw(t, "hours"), HoldOut: rapid.SampledFrom([]nurture.Share{0, 0, nurture.MostShare}).Draw(t, "held out"),
		Won: maybe(t, func(*rapid.T) nurture.Trigger { return nurture.Trigger{Upon: []string{lead.Won}} }), Freeze: []string{"video_watched"}, Thaw: []string{"form_sent"}, TheirHours: rapid.SampledFrom([]calendar.Calendar{{}, theirs}).Draw(t, "theirs"), Exit: nurture.Trigger{When: `stage == "lost"`},
		AtMost: rapid.SampledFrom([][]nurture.Cap{nil, {{N: 1, Per: lead.Day}}, {{N: 1, Per: lead.Day}, {N: 2, Per: lead.Week}}, {{N: 3, Per: 10 * lead.Day}}}).Draw(t, "caps")}
	if len(plan.TheirHours.Open) > 0 && rapid.Bool().Draw(t, "their holidays") {
		plan.TheirHours, plan.TheirHolidays = abroad, true
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "programs") {
		plan.Programs = append(plan.Programs, drawProgram(t, i))
	}
	return plan
}

// act is one thing that happens in a history.
type act struct {
	when lead.Instant
	do   func(*world, lead.Instant)
}

func hears(kind string, p props) func(*world, lead.Instant) {
	return func(w *world, when lead.Instant) { w.hear(when, kind, p) }
}

func drawAct(t *rapid.T) func(*world, lead.Instant) {
	n := rapid.IntRange(0, 120).Draw(t, "n")
	switch rapid.IntRange(0, 15).Draw(t, "what") {
	case 0, 1:
		return hears("page_viewed", props{"topic": rapid.SampledFrom([]string{"stock", "prices"}).Draw(t, "topic")})
	case 2, 3:
		channel := rapid.SampledFrom([]string{"email", "post", "any"}).Draw(t, "channel")
		return func(w *world, when lead.Instant) {
			w.hear(when, lead.ConsentGiven, props{"channel": channel, "basis": "consent", "expires": (when + lead.Instant(n+1)*day).Time()})
		}
	case 4:
		return hears(lead.Unsubscribed, nil)
	case 5:
		return func(w *world, when lead.Instant) {
			w.hear(when, lead.ProjectUpdated, props{"project": "x", "date": (when + lead.Instant(n)*day).Time()})
		}
	case 6:
		return hears(lead.ProfileUpdated, props{"industry": rapid.SampledFrom([]string{"retail", "mining"}).Draw(t, "industry")})
	case 7:
		name := rapid.SampledFrom(append([]string{"newsletter"}, names...)).Draw(t, "content")
		return func(w *world, when lead.Instant) { w.sentElsewhere(when, name) }
	case 8:
		return hears(rapid.SampledFrom([]string{"careers_page_viewed", lead.MeetingBooked, lead.DemoRequested, "inbound_call"}).Draw(t, "kind"), nil)
	case 9:
		return func(w *world, when lead.Instant) { w.score(when, lead.Points(n/3), lead.Points(n)) }
	case 10:
		return func(w *world, when lead.Instant) { w.handOver(when) }
	case 12:
		return hears(rapid.SampledFrom([]string{"video_watched", "form_sent"}).Draw(t, "freeze or thaw"), nil)
	case 13:
		return hears(lead.ContactChanged, props{"first_name": "Eve"})
	case 14:
		if rapid.Bool().Draw(t, "moves") {
			return hears(lead.ProfileUpdated, props{"country": rapid.SampledFrom([]string{"DE", "FR", "US", "CH"}).Draw(t, "country"), "region": rapid.SampledFrom([]string{"BY", "Bayern"}).Draw(t, "region")})
		}
		return hears(lead.ProfileUpdated, props{"zone": rapid.SampledFrom([]string{"America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Mars/Olympus"}).Draw(t, "zone")})
	case 15:
		return drawEnd(t)
	}
	return func(w *world, when lead.Instant) {
		w.advance(when)
		w.lead.Life.Until = when + lead.Instant(n)*day/4
		w.giveBack(when, "not_mature")
	}
}

// drawHistory draws things that happen in about half a year, at whole minutes.
func drawHistory(t *rapid.T) (list []act) {
	when := start
	if rapid.IntRange(0, 2).Draw(t, "agreed") > 0 {
		list = append(list, act{when, hears(lead.ConsentGiven, props{"channel": "any", "basis": "consent"})})
	}
	for range rapid.IntRange(1, 25).Draw(t, "acts") {
		when += lead.Instant(rapid.Int64Range(0, 12*24*60).Draw(t, "minutes")) * 60_000
		list = append(list, act{when, drawAct(t)})
	}
	return list
}

func drawEnd(t *rapid.T) func(*world, lead.Instant) {
	switch rapid.IntRange(0, 2).Draw(t, "end") {
	case 0:
		return hears(lead.Won, nil)
	case 1:
		return hears(lead.Lost, props{"reason": "to_competitor"})
	}
	return hears(lead.Contacted, props{"channel": "phone", "direction": "outbound"})
}
