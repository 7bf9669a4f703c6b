package workload

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// The kinds of event.
const (
	opened = iota
	clicked
	viewed
	careers
	paper
	video
	registered
	webinar
	form
	call
	quote
	demo
)

// kinds names the kinds of event.
var kinds = [...]string{"email_opened", "email_clicked", "page_viewed", "careers_page_viewed", "white_paper_downloaded", "video_watched",
	"event_registered", "webinar_attended", "form_sent", "inbound_call", "quote_requested", "demo_requested"}

// halves are the half-lives.
var halves = [...]lead.Span{7 * lead.Day, 14 * lead.Day, 30 * lead.Day, 90 * lead.Day}

// Rule is one rule as data.
type Rule struct {
	Kind   string // of event; empty: it is about what the lead is
	If     Test   // the zero Test is always true
	Points int
	Half   lead.Span // zero: no decay
}

// Test compares a property of the event, or an attribute of the lead, with constants: numbers as float64, or texts.
type Test struct {
	Name   string // "seconds"
	Op     string // == != > >= in contains startsWith endsWith
	Values []any  // one, or for in several
}

// String gives the test in the language of rules: `seconds > 60`.
func (t Test) String() string {
	if t.Name == "" {
		return ""
	}
	list := make([]string, len(t.Values))
	for i, v := range t.Values {
		if list[i] = fmt.Sprint(v); t.texts() {
			list[i] = strconv.Quote(v.(string))
		}
	}
	if t.Op == "in" {
		return t.Name + " in [" + strings.Join(list, ", ") + "]"
	}
	return t.Name + " " + t.Op + " " + list[0]
}

func (t Test) texts() bool { _, is := t.Values[0].(string); return is }

func on(kind, points, half int, test ...any) Rule {
	r := Rule{Kind: kinds[kind], Points: points, Half: halves[half]}
	r.If = testOf(test)
	return r
}

func is(points int, test ...any) Rule { return Rule{Points: points, If: testOf(test)} }

func testOf(test []any) Test {
	if len(test) == 0 {
		return Test{}
	}
	return Test{Name: test[0].(string), Op: test[1].(string), Values: test[2:]}
}

// Rules gives the 40 rules, those about events first.
func Rules() []Rule {
	return []Rule{
		on(opened, 1, 0),
		on(opened, 2, 0, "closeness", ">", 0.5),
		on(clicked, 3, 0),
		on(clicked, 5, 1, "url", "contains", "/demo"),
		on(viewed, 1, 0),
		on(viewed, 10, 1, "path", "startsWith", "/pricing"),
		on(viewed, 4, 0, "seconds", ">", 60.0),
		on(viewed, -5, 1, "path", "==", "/unsubscribe"),
		on(careers, -10, 2),
		on(careers, -20, 3, "path", "startsWith", "/careers/apply"),
		on(paper, 8, 1),
		on(paper, 6, 2, "topic", "in", "logistics", "retail"),
		on(video, 2, 0),
		on(video, 5, 1, "share", ">=", 0.75),
		on(registered, 10, 2),
		on(registered, 4, 2, "topic", "==", "roadmap"),
		on(webinar, 12, 2),
		on(webinar, 8, 2, "minutes", ">", 30.0),
		on(form, 15, 2),
		on(form, 10, 1, "form", "==", "contact"),
		on(call, 20, 2),
		on(call, 10, 2, "seconds", ">", 120.0),
		on(quote, 40, 3),
		on(quote, 20, 3, "amount", ">", 10000.0),
		on(demo, 35, 3),
		on(demo, 15, 3, "product", "==", "suite"),
		on(demo, 5, 2, "product", "!=", "suite"),

		is(30, "industry", "in", "retail", "logistics"),
		is(10, "industry", "==", "manufacturing"),
		is(10, "country", "==", "FR"),
		is(5, "country", "in", "DE", "BE", "CH"),
		is(15, "job_title", "contains", "director"),
		is(20, "job_title", "startsWith", "chief"),
		is(5, "market", "==", "B2B"),
		is(5, "visits", ">", 10.0),
		is(10, "visits", ">", 50.0),
		is(3, "language", "==", "fr"),
		is(7, "company", "startsWith", "Acme"),
		is(1, "visits", ">=", 1.0),
		is(-40, "email", "endsWith", ".edu"),
	}
}

// Model gives the rules as leadkit takes them: two scores, fit and interest, and their total.
func Model() scoring.Model {
	fit, interest := scoring.Score{Name: "fit"}, scoring.Score{Name: "interest"}
	for i, r := range Rules() {
		rule := scoring.Rule{Name: fmt.Sprintf("rule %d", i+1), Points: lead.Points(r.Points) * lead.Point}
		if r.Kind == "" {
			rule.When = "lead." + r.If.String()
			fit.Rules = append(fit.Rules, rule)
			continue
		}
		rule.Each, rule.Decay = []string{r.Kind}, scoring.HalfLife(r.Half)
		if r.If.Name != "" {
			rule.When = "event." + r.If.String()
		}
		interest.Rules = append(interest.Rules, rule)
	}
	return scoring.Model{Scores: []scoring.Score{fit, interest}, Total: "fit + interest",
		Temperature: scoring.Temperature{Bands: []scoring.Band{{Name: "hot", From: 70 * lead.Point}, {Name: "warm", From: 40 * lead.Point}}, Else: "cold"}}
}
