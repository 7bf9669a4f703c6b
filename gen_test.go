package leadkit

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/leadkit/leadkit/routing"
	"github.com/leadkit/leadkit/scoring"
	"github.com/leadkit/leadkit/sla"
	"github.com/leadkit/leadkit/sla/calendar"
)

// This file is the one place where contracts and histories for the laws are made up. A new rule, trigger or promise is added here first.

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func text[T any, P interface {
	*T
	UnmarshalText([]byte) error
}](s string) T {
	var v T
	if err := P(&v).UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return v
}

// pickSome draws a part of a list, in its order.
func pickSome[T any](t *rapid.T, label string, list []T) []T {
	var some []T
	for i, x := range list {
		if rapid.Bool().Draw(t, fmt.Sprintf("%s %d", label, i)) {
			some = append(some, x)
		}
	}
	return some
}

// genContract makes up a contract that compiles.
func genContract(t *rapid.T) *Contract {
	return &Contract{
		Name:      "generated",
		Calendars: genCalendars(t),
		Lead:      lead.Vocabulary{Attributes: []lead.Property{{Name: "fleet", Type: lead.Number}}, Events: []lead.Kind{{Name: "pinged", Props: []lead.Property{{Name: "strength", Type: lead.Number}}}}},
		Scores:    genModel(t),
		Lifecycle: genLifecycle(t),
		OnReturn: OnReturn{Score: rapid.SampledFrom([]string{"", KeepScore}).Draw(t, "score"), Owner: rapid.SampledFrom([]string{"", ForgetOwner}).Draw(t, "owner"),
			Promises: rapid.SampledFrom([]string{"", KeepRunning}).Draw(t, "promises"), Position: rapid.SampledFrom([]string{"", nurture.Restart}).Draw(t, "position")},
		Nurture:  genNurture(t),
		Routing:  genRouting(t),
		Promises: genPromises(t),

		Retention: genRetention(t),
	}
}

func genRetention(t *rapid.T) Retention {
	if rapid.IntRange(0, 3).Draw(t, "retention") != 3 {
		return Retention{}
	}
	return Retention{After: rapid.SampledFrom([]lead.Span{lead.Day, 12 * lead.Day, 60 * lead.Day}).Draw(t, "kept for"), Except: pickSome(t, "except", []string{"nurturing", "customer"})}
}

func genCalendars(t *rapid.T) []calendar.Calendar {
	zone := rapid.SampledFrom([]string{"Europe/Paris", "America/New_York", "UTC", "Australia/Lord_Howe"}).Draw(t, "zone")
	return []calendar.Calendar{{Name: "default", Zone: zone, Open: calendar.Week{
		{Days: "mon-thu", Spans: []string{"09:00-12:30", "14:00-18:00"}}, {Days: "fri", Spans: []string{"09:00-12:00"}}}},
		{Name: "long days", Zone: "Europe/Paris", Open: calendar.Week{{Days: "daily", Spans: []string{"07:00-21:00"}}}}}
}

var halfLives = []lead.Span{lead.Minute, 7 * lead.Hour, lead.Day, 14 * lead.Day, 90 * lead.Day}

func genPoints(t *rapid.T, label string) lead.Points {
	n := rapid.Int64Range(-60, 60).Filter(func(n int64) bool { return n != 0 }).Draw(t, label)
	return lead.Points(n) * lead.Point / lead.Points(rapid.SampledFrom([]int64{1, 3, 7}).Draw(t, label+" part"))
}

func genModel(t *rapid.T) scoring.Model {
	fit := []scoring.Rule{
		{Name: "target industry", When: `lead.industry in ["retail", "logistics"]`, Points: genPoints(t, "industry")},
		{Name: "big fleet", When: `lead.fleet > 50`, Points: genPoints(t, "fleet")},
		{Name: "student", When: `lead.email endsWith ".edu"`, Points: genPoints(t, "student")},
	}
	half := func(label string) scoring.Decay {
		return scoring.HalfLife(rapid.SampledFrom(halfLives).Draw(t, label))
	}
	interest := []scoring.Rule{
		{Name: "opened", Each: []string{"email_opened"}, Points: genPoints(t, "opened"), AtMost: []scoring.Rate{{Times: 3, Per: scoring.Daily}}},
		{Name: "read prices", Each: []string{"page_viewed"}, When: `event.path startsWith "/prices"`, Points: genPoints(t, "prices"), Decay: half("prices decay")},
		{Name: "pinged", Each: []string{"pinged"}, Worth: "event.strength * 2", AtLeast: scoring.At(-20 * lead.Point), UpTo: scoring.At(20 * lead.Point), Decay: half("ping decay")},
		{Name: "careers", Each: []string{"careers_page_viewed"}, Points: genPoints(t, "careers"), Decay: scoring.Decay{Curve: scoring.Lasting}},
		{Name: "often", Each: []string{"page_viewed"}, When: `count("page_viewed", "7d") >= 3`, Points: genPoints(t, "often"), Once: true},
		{Name: "silent", After: scoring.Silence(10 * lead.Day), Points: -7 * lead.Point, Again: scoring.Interval(5 * lead.Day), Times: 3},
	}
	fades := func(label string) scoring.Decay {
		if rapid.Bool().Draw(t, label+" by halves") {
			return half(label)
		}
		return text[scoring.Decay](rapid.SampledFrom([]string{"linear 30d", "window 20d", "20% off every 5d down to 20%", "linear 12h grain 1h", "half-life 3d within 10d"}).Draw(t, label+" by grains"))
	}
	interest = append(interest,
		scoring.Rule{Name: "clicked", Each: []string{"page_viewed"}, Points: genPoints(t, "clicked"), Decay: fades("clicked decay"), Group: "web", Min: scoring.At(-20 * lead.Point), Max: scoring.At(25 * lead.Point)},
		scoring.Rule{Name: "again and again", Each: []string{"email_opened"}, Points: genPoints(t, "again"), Diminishing: text[scoring.Diminishing]("50% within 7d"), Decay: text[scoring.Decay]("3 off every 2d down to 1"), Group: "web"},
		scoring.Rule{Name: "surge", Each: []string{"pinged"}, When: `change("interest", "10d") > 5`, Points: genPoints(t, "surge"), Decay: fades("surge decay")},
		scoring.Rule{Name: "lost sight", After: scoring.Silence(8 * lead.Day), Points: -9 * lead.Point, Again: scoring.Interval(4 * lead.Day), Times: 9, DownTo: scoring.At(-5 * lead.Point)},
	)
	m := scoring.Model{
		Scores: []scoring.Score{
			{Name: "fit", Rules: pickSome(t, "fit", fit)},
			{Name: "interest", Decay: fades("decay"), Groups: []scoring.Group{{Name: "web", Max: scoring.At(35 * lead.Point), Min: scoring.At(-25 * lead.Point)}}, Rules: pickSome(t, "interest", interest)},
		},
		Total: rapid.SampledFrom([]string{"fit + interest", "max(fit, interest)", "fit + 0.5 * interest", "min(60, max(-10, fit - interest))"}).Draw(t, "total"),
		Grid: scoring.Grid{Letters: scoring.Axis{Of: "fit", Bands: []scoring.Band{{Name: "A", From: 10 * lead.Point}}, Else: "B"},
			Digits: scoring.Axis{Of: "interest", Bands: []scoring.Band{{Name: "1", From: 20 * lead.Point}, {Name: "2", From: 0}}, Else: "3"}},
		Temperature: scoring.Temperature{Of: "total", Bands: []scoring.Band{{Name: "hot", From: 40 * lead.Point}, {Name: "warm", From: 15 * lead.Point}}, Else: "cold"},
	}
	if rapid.IntRange(0, 4).Draw(t, "of some") == 0 {
		m.Scores[1].For = scoring.Scope{When: `lead.industry == "retail"`}
	}
	if rapid.Bool().Draw(t, "companies") {
		m.Company = scoring.Account{Fit: "fit", Interest: "interest", Step: genStep(t), Reached: []string{"email_opened"},
			Group: []scoring.Role{{Name: "decides", When: `lead.industry == "retail"`}}}
	}
	if rapid.Bool().Draw(t, "capped") {
		m.Scores[1].Max = scoring.At(45 * lead.Point)
		m.Scores[1].Min = scoring.At(-30 * lead.Point)
	}
	return m
}

func genStep(t *rapid.T) lead.Points {
	return rapid.SampledFrom([]lead.Points{0, 7 * lead.Point, 25_500_000}).Draw(t, "step")
}

func genLifecycle(t *rapid.T) lead.Lifecycle {
	l := lead.DefaultLifecycle()
	threshold := rapid.IntRange(5, 50).Draw(t, "threshold")
	more := []lead.Move{
		{Name: "ripe", From: []string{"inquiry", "nurturing"}, To: "mql", When: fmt.Sprintf("total >= %d and fit > -5", threshold)},
		{Name: "warm for a while", From: []string{"inquiry", "nurturing"}, To: "mql", When: fmt.Sprintf("interest >= %d", threshold/2), For: 2 * lead.Day},
		{Name: "not ready yet", From: []string{"inquiry"}, To: "nurturing", After: 7 * lead.Day},
		{Name: "cooled", From: []string{"inquiry"}, To: "nurturing", When: fmt.Sprintf("total < %d and count(\"page_viewed\", \"30d\") < 2", threshold/3), For: 3 * lead.Day},
		{Name: "falling", From: []string{"nurturing"}, To: "inquiry", When: `change("interest", "20d") < -4`},
		{Name: "quiet", From: []string{"nurturing"}, To: "inquiry", When: `since("email_opened") > "20d" and not (temperature == "hot")`},
		{Name: "ripe by both", From: []string{"inquiry"}, To: "mql", When: fmt.Sprintf("%s >= %d", rapid.SampledFrom([]string{"fit + interest", "min(fit, 20) + 2 * interest", "(fit ?? 0) + interest + (lead.fleet ?? 0) / 10"}).Draw(t, "sum"), threshold)},
		{Name: "out of balance", From: []string{"inquiry"}, To: "nurturing", When: rapid.SampledFrom([]string{"interest > fit", "2 * interest - fit < -10", "total - 0.5 * interest > 3"}).Draw(t, "difference")},
	}
	l.Moves = append(l.Moves, pickSome(t, "move", more)...)
	if rapid.IntRange(0, 3).Draw(t, "loop") == 0 { // an overlap of two conditions, in which a lead goes round until it is stuck
		l.Moves = append(l.Moves, lead.Move{Name: "to", From: []string{"inquiry"}, To: "nurturing", When: "interest >= 5"},
			lead.Move{Name: "fro", From: []string{"nurturing"}, To: "inquiry", When: "interest < 20"})
	}
	return l
}

func genNurture(t *rapid.T) nurture.Plan {
	if rapid.Bool().Draw(t, "no nurture") {
		return nurture.Plan{}
	}
	plan := nurture.Plan{
		Contents: []nurture.Content{{Name: "guide", Channel: "email"}, {Name: "letter", Channel: "post"}, {Name: "film", Channel: "email", Topic: "costs"}},
		HoldOut:  rapid.SampledFrom([]nurture.Share{0, 0, nurture.MostShare}).Draw(t, "hold out"),
		Freeze:   []string{"webinar_registered"}, Thaw: []string{"webinar_attended"},
		AtMost: []nurture.Cap{text[nurture.Cap]("2 per week")},
		Hours:  rapid.SampledFrom([]string{"", "default"}).Draw(t, "hours"),
		Programs: []nurture.Program{{
			Name:  "warm up",
			Enter: nurture.Entry{When: `stage == "nurturing"`},
			Ready: nurture.Trigger{When: "total >= 30"},
			Streams: []nurture.Stream{
				{Name: "first", Every: text[calendar.Term]("3d"), Contents: []string{"guide", "film"}},
				{Name: "second", When: "interest >= 10", Every: text[calendar.Term]("2 working days"), Contents: []string{"letter", "guide"}},
			},
			Exhausted: text[nurture.Policy](rapid.SampledFrom([]string{"wait", "exit"}).Draw(t, "exhausted")),
			OnReturn:  rapid.SampledFrom([]string{"", nurture.Resume, nurture.Restart}).Draw(t, "return"),
		}},
	}
	if rapid.Bool().Draw(t, "quiet") {
		plan.TheirHours = calendar.Calendar{Open: calendar.Week{{Days: "mon-sat", Spans: []string{"08:00-20:00"}}}, Closed: []string{"easter+1", "holidays DE"}}
		plan.TheirHolidays = rapid.Bool().Draw(t, "their holidays")
	}
	if rapid.Bool().Draw(t, "steps") {
		plan.Programs[0].Streams[0].Steps = genCourse(t)
	}
	return plan
}

// genCourse makes up a course with every kind of step.
func genCourse(t *rapid.T) []nurture.Node {
	wait := text[calendar.Term](rapid.SampledFrom([]string{"1 working day", "36h", "10 working hours"}).Draw(t, "wait"))
	return []nurture.Node{
		{Name: "greet", Send: []string{"guide"}},
		{Name: "breathe", Wait: wait},
		{Name: "asks", For: []string{"page_viewed"}, When: `event.topic == "service"`, AtMost: wait, Else: rapid.SampledFrom([]string{"", "breathe"}).Draw(t, "else")},
		{Name: "fork", Branch: []nurture.Case{{When: rapid.SampledFrom([]string{"total >= 10", `lead.may_email`, `since("email_opened") > "3d"`}).Draw(t, "fork"), To: "near"},
			{When: `lead.fleet > 50`, To: nurture.ToExit}}},
		{Name: "letter", Send: []string{"letter", "film"}},
		{Name: "near", Until: "next_project", Before: 30 * lead.Day},
		{Name: "film", Send: []string{"film", "letter"}},
	}
}

func genRouting(t *rapid.T) routing.Policy {
	if rapid.Bool().Draw(t, "no routing") {
		return routing.Policy{}
	}
	return routing.Policy{
		Resale: routing.Resale{Reasons: []string{"academic"}, Stages: []string{"lost"}, Sold: routing.Exclusivity(rapid.IntRange(0, 2).Draw(t, "sold")), ListedFor: 20 * lead.Day,
			Asks: []routing.Level{{Name: "any", Price: lead.Money{Minor: 900, Currency: "EUR"}}}},
		Returns:  routing.Returns{Reasons: []string{"wrong_number"}, Within: 7 * lead.Day},
		Channels: []routing.Channel{{Name: "inside_sales", Cost: lead.Money{Minor: 4000, Currency: "EUR"}}},
		People: []routing.Person{{Name: "Ada", Team: "north", Channels: []string{"inside_sales"}, Calendar: rapid.SampledFrom([]string{"", "long days"}).Draw(t, "Ada's calendar"),
			Absent: pickSome(t, "absent", []routing.Absence{{Dates: "2026-03-25..2026-03-31", Cover: "Ben"}, {Dates: "2026-04-20", Cover: "Ben"}, {Dates: "2026-05-04..2026-05-08"}})}, {Name: "Ben", Channels: []string{"inside_sales"}, Capacity: []routing.Capacity{text[routing.Capacity]("3 per day")}}},
	}
}

func genPromises(t *rapid.T) sla.Agreement {
	term := func(label string) calendar.Term {
		return text[calendar.Term](rapid.SampledFrom([]string{"24h", "4 working hours", "1 working day", "30m", "2 working days"}).Draw(t, label))
	}
	all := []sla.Promise{
		{Name: "accept or reject", By: sla.Sales, From: []string{"handed_over"}, Do: "accepted or rejected", Within: term("accept"), Calendar: rapid.SampledFrom([]string{"", sla.OwnerCalendar}).Draw(t, "owner's"),
			OnNewOwner: rapid.SampledFrom([]string{"", sla.ReplanClock}).Draw(t, "on new owner"),
			Then:       []sla.Step{text[sla.Step]("remind at 50%"), text[sla.Step]("tell manager 2h before"), text[sla.Step](rapid.SampledFrom([]string{"reassign at 100%", "return to marketing at 150%"}).Draw(t, "step"))}},
		{Name: "follow up", By: sla.Sales, From: []string{"handed_over"}, Do: "email and phone", Within: term("follow"), AtRisk: 80,
			Terms: []sla.Case{{When: `temperature == "hot"`, Within: term("hot"), Calendar: rapid.SampledFrom([]string{"", "long days"}).Draw(t, "on call")}}},
		{Name: "rebook", By: sla.Sales, From: []string{"meeting_no_show"}, Do: "meeting_booked", Within: term("rebook")},
		{Name: "call the hot", By: sla.Sales, AsSoonAs: rapid.SampledFrom([]string{"total >= 20", `stage == "mql" and interest < 15`, `since("page_viewed") > "3d"`, `grid in ["A1", "A2"]`, `change("total", "6d") >= 12`}).Draw(t, "as soon as"),
			Do: "email then phone within 6h", Within: term("hot call"), OnNewOwner: rapid.SampledFrom([]string{"", sla.KeepClock, sla.RestartClock}).Draw(t, "new owner")},
	}
	rules := []sla.ContactRule{
		{Name: "France", Ready: sla.ConsumerCallsFR},
		{Name: "theirs", Channels: []string{"phone"}, Hours: "long days", TheirZone: true},
		{Name: "hours", Channels: []string{"phone"}, Hours: "default", AtMost: text[sla.Limit]("2 per 10d")},
		{Name: "no flood", Channels: []string{"email", "post"}, AtMost: text[sla.Limit](rapid.SampledFrom([]string{"1 per 5d", "2 per 200h", "3 per 30d"}).Draw(t, "flood")), Hours: rapid.SampledFrom([]string{"", "long days"}).Draw(t, "flood hours"),
			Binds: rapid.SampledFrom([]string{"", "people", "contents"}).Draw(t, "binds")},
		{Name: "no means no", AfterRefusal: rapid.SampledFrom([]lead.Span{3 * lead.Day, 40 * lead.Day}).Draw(t, "refusal")},
		{Name: "basis", Channels: []string{"email"}, When: "fit > 0", Basis: "marketing", Since: calendar.Date{Year: 2026, Month: time.April, Day: 1}},
	}
	a := sla.Agreement{Promises: pickSome(t, "promise", all), ContactRules: pickSome(t, "contact rule", rules)}
	if rapid.Bool().Draw(t, "listed") {
		a.Delivery = sla.Delivery{At: "default", AtOnce: rapid.SampledFrom([]string{"", `event.move == "raised a hand"`, `temperature == "hot"`}).Draw(t, "at once")}
	}
	if rapid.Bool().Draw(t, "measured") {
		a.SpeedFrom = []string{lead.QuoteRequested}
	}
	return a
}

// heard is one line of a history: an event and when it was learned.
type heard struct {
	at time.Time
	ev lead.Event
}

var genesis = time.Date(2026, time.March, 20, 8, 0, 0, 0, time.UTC) // the clocks change within the histories

var gaps = []time.Duration{0, time.Millisecond, time.Second, 17 * time.Minute, 5 * time.Hour, 30 * time.Hour, 9 * 24 * time.Hour, 45 * 24 * time.Hour}

// genHistory makes up events of one lead: signals and acts, some late, some automatic, some twice.
func genHistory(t *rapid.T) []heard {
	at := genesis
	history := []heard{{at, genCreated(t)}}
	for i := range rapid.IntRange(1, 25).Draw(t, "events") {
		at = at.Add(rapid.SampledFrom(gaps).Draw(t, "gap") + time.Duration(rapid.IntRange(0, 999).Draw(t, "ms"))*time.Millisecond)
		h := heard{at, genEvent(t, i, at)}
		history = append(history, h)
		if rapid.IntRange(0, 9).Draw(t, "twice") == 0 {
			history = append(history, h)
		}
	}
	if rapid.Bool().Draw(t, "heard late") {
		history = append(history, heardLate(at)...)
	}
	return history
}

// heardLate is a lead that raised its hand and was answered in time, of which the host learns three weeks later.
func heardLate(at time.Time) []heard {
	event := func(id, kind string, after time.Duration, props map[string]any) lead.Event {
		return lead.Event{ID: id, Lead: "L1", Kind: kind, Time: at.Add(after), Props: props}
	}
	by := func(channel string) map[string]any {
		return map[string]any{"channel": channel, "direction": "outbound", "outcome": "reached"}
	}
	later := at.Add(21 * 24 * time.Hour)
	return []heard{
		{at, event("reset", lead.StageOverridden, 0, map[string]any{"stage": "nurturing"})},
		{at, event("hand", lead.QuoteRequested, 0, nil)},
		{later, event("mail", lead.Contacted, 10*time.Minute, by("email"))},
		{later, event("call", lead.Contacted, 20*time.Minute, by("phone"))},
		{later, event("yes", lead.Accepted, 25*time.Minute, nil)},
	}
}

func genCreated(t *rapid.T) lead.Event {
	props := map[string]any{"email": rapid.SampledFrom([]string{"a@b.example", "x@campus.edu"}).Draw(t, "email"), "source_channel": "website", "potential": 25000.0}
	if rapid.Bool().Draw(t, "industry known") {
		props["industry"] = rapid.SampledFrom([]string{"retail", "mining"}).Draw(t, "industry")
	}
	if rapid.Bool().Draw(t, "company known") {
		props["company"] = rapid.SampledFrom([]string{"ACME", "Globex"}).Draw(t, "company")
	}
	return lead.Event{ID: "created", Lead: "L1", Kind: lead.Created, Time: genesis, Props: props}
}

func genEvent(t *rapid.T, i int, at time.Time) lead.Event {
	ev := lead.Event{ID: fmt.Sprintf("e%d", i), Lead: "L1", Time: at}
	make := rapid.SampledFrom(eventMakers).Draw(t, "kind")
	ev.Kind, ev.Props = make(t, at)
	if rapid.IntRange(0, 4).Draw(t, "late") == 0 {
		ev.Time = at.Add(-time.Duration(rapid.IntRange(0, 10*86400).Draw(t, "late by")) * time.Second)
		if ev.Time.Before(genesis) {
			ev.Time = genesis
		}
	}
	ev.Automatic = rapid.IntRange(0, 9).Draw(t, "automatic") == 0
	return ev
}

type eventMaker func(t *rapid.T, at time.Time) (string, map[string]any)

// genTrade makes up a step of a sale. Most are refused: the sale itself is tested where it is decided.
func genTrade(t *rapid.T, _ time.Time) (string, map[string]any) {
	return lead.Traded, map[string]any{"step": rapid.SampledFrom([]string{"interest", "interest", "ask", "answer", "reveal", "offer", "accept", "deliver", "return", "recall", "decline", "withdraw", ""}).Draw(t, "step"),
		"buyer": rapid.SampledFrom([]string{"Dubois", "Dubois", "Durand"}).Draw(t, "buyer"), "question": "1", "text": "how many?", "price": 9.0, "reason": "wrong_number"}
}

func plainEvent(kind string, props map[string]any) eventMaker {
	return func(*rapid.T, time.Time) (string, map[string]any) { return kind, props }
}

var eventMakers = []eventMaker{
	plainEvent("email_opened", map[string]any{"topic": "costs"}),
	plainEvent("page_viewed", map[string]any{"path": "/prices/all"}),
	plainEvent("page_viewed", map[string]any{"path": "/about", "topic": "service"}),
	plainEvent("careers_page_viewed", nil),
	plainEvent(lead.ProfileUpdated, map[string]any{"company": "ACME"}),
	func(t *rapid.T, at time.Time) (string, map[string]any) {
		return lead.ScoreFrozen, map[string]any{"score": rapid.SampledFrom([]string{"", "fit", "interest", "total"}).Draw(t, "frozen"), "until": at.Add(9 * 24 * time.Hour)}
	},
	plainEvent(lead.ScoreResumed, nil),
	plainEvent("webinar_registered", nil),
	plainEvent("webinar_attended", nil),
	func(t *rapid.T, _ time.Time) (string, map[string]any) {
		return "pinged", map[string]any{"strength": rapid.Float64Range(-30, 30).Draw(t, "strength")}
	},
	func(t *rapid.T, _ time.Time) (string, map[string]any) {
		return lead.ProfileUpdated, map[string]any{"country": rapid.SampledFrom([]string{"FR", "FR", "US"}).Draw(t, "country"), "market": "B2C", "fleet": float64(rapid.IntRange(0, 100).Draw(t, "fleet")), "zone": rapid.SampledFrom([]string{"Asia/Tokyo", "America/New_York"}).Draw(t, "zone")}
	},
	func(t *rapid.T, at time.Time) (string, map[string]any) {
		return lead.ConsentGiven, map[string]any{"channel": rapid.SampledFrom([]string{"any", "email", "post"}).Draw(t, "channel"),
			"basis": "consent", "expires": at.Add(20 * 24 * time.Hour)}
	},
	plainEvent(lead.ConsentGiven, map[string]any{"channel": "any", "purpose": routing.Purpose("Dubois"), "basis": "consent"}),
	genTrade, genTrade, genTrade,
	plainEvent(lead.Unsubscribed, nil),
	plainEvent(lead.ContentSent, map[string]any{"content": "brochure", "channel": "email"}),
	func(t *rapid.T, _ time.Time) (string, map[string]any) {
		if rapid.IntRange(0, 3).Draw(t, "erased") < 3 {
			return "email_opened", nil
		}
		return lead.Erased, nil
	},
	plainEvent(lead.QuoteRequested, map[string]any{"amount": 12000.0}),
	plainEvent(lead.Accepted, nil),
	plainEvent(lead.Rejected, map[string]any{"reason": "incomplete", "note": "no telephone"}),
	plainEvent(lead.Rejected, map[string]any{"reason": "nonsense"}),
	plainEvent(lead.Recycled, map[string]any{"reason": "not_mature", "qualification": "too early"}),
	func(_ *rapid.T, at time.Time) (string, map[string]any) {
		return lead.Recycled, map[string]any{"reason": "project_postponed", "project_date": at.Add(60 * 24 * time.Hour)}
	},
	plainEvent(lead.Disqualified, map[string]any{"reason": "academic"}),
	plainEvent(lead.Lost, map[string]any{"reason": "no_decision"}),
	plainEvent(lead.Reopened, nil),
	func(t *rapid.T, _ time.Time) (string, map[string]any) {
		return lead.Contacted, map[string]any{"channel": rapid.SampledFrom([]string{"email", "phone"}).Draw(t, "by"), "direction": "outbound",
			"outcome": rapid.SampledFrom([]string{"reached", "no_answer", "bounced", "refused"}).Draw(t, "outcome")}
	},
	func(_ *rapid.T, at time.Time) (string, map[string]any) {
		return lead.NeedConfirmed, map[string]any{"date": at.Add(40 * 24 * time.Hour)}
	},
	plainEvent(lead.MeetingNoShow, nil),
	plainEvent(lead.MeetingBooked, nil),
	plainEvent(lead.Won, map[string]any{"amount": 20000.0}),
	plainEvent(lead.CostIncurred, map[string]any{"amount": 12.34}),
	plainEvent(lead.ScoreOverridden, map[string]any{"score": "interest", "points": 33.0, "reason": "met at a fair"}),
	plainEvent(lead.StageOverridden, map[string]any{"stage": "nurturing", "reason": "by hand"}),
	func(t *rapid.T, at time.Time) (string, map[string]any) {
		return lead.StageOverridden, map[string]any{"stage": rapid.SampledFrom([]string{"inquiry", "nurturing", "mql", "sal", "lost"}).Draw(t, "stage"),
			"reason": "for a time", "until": at.Add(time.Duration(rapid.IntRange(-1, 20*24).Draw(t, "for")) * time.Hour)}
	},
	func(t *rapid.T, at time.Time) (string, map[string]any) {
		props := map[string]any{"owner": rapid.SampledFrom([]string{"Ada", "Cleo"}).Draw(t, "owner"), "reason": "by hand"}
		if rapid.Bool().Draw(t, "for a time") {
			props["until"] = at.Add(time.Duration(rapid.IntRange(-1, 20*24).Draw(t, "for")) * time.Hour)
		}
		return lead.OwnerOverridden, props
	},
	func(t *rapid.T, at time.Time) (string, map[string]any) {
		props := map[string]any{"person": rapid.SampledFrom([]string{"Ada", "Ben"}).Draw(t, "ill"), "until": at.Add(time.Duration(rapid.IntRange(1, 400).Draw(t, "absent for")) * time.Hour)}
		if rapid.Bool().Draw(t, "covered") {
			props["cover"] = "Cleo"
		}
		if rapid.Bool().Draw(t, "later") {
			props["from"] = at.Add(time.Duration(rapid.IntRange(-5, 100).Draw(t, "absent from")) * time.Hour)
		}
		return lead.AbsenceStarted, props
	},
	func(t *rapid.T, at time.Time) (string, map[string]any) {
		return lead.Assigned, map[string]any{"owner": rapid.SampledFrom([]string{"Ada", "Ben"}).Draw(t, "to")}
	},
	plainEvent(lead.ContactChanged, map[string]any{"first_name": "Eve", "email": "e@b.example"}),
	plainEvent(lead.Recycled, map[string]any{"reason": "new_contact", "new_contact": "Eve"}),
	func(_ *rapid.T, at time.Time) (string, map[string]any) {
		return lead.ActPlanned, map[string]any{"act": "proposal", "at": at.Add(5 * 24 * time.Hour)}
	},
}
