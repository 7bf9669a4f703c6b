package lead

// Lifecycle is the common language of the two teams as a value: which stages a lead passes, who owns each and what it means,
// what moves it, and the closed lists of reasons for which it leaves.
//
// A section that is empty has the default of [DefaultLifecycle]: beside stages of the contract's own, as much of it as names only stages that there are.
type Lifecycle struct {
	Stages  []Stage `json:"stages,omitempty"`
	Entries []Entry `json:"entries,omitempty" contract:"ordered"`
	Moves   []Move  `json:"moves,omitempty" contract:"ordered"`
	Exits   []Exit  `json:"exits,omitempty"`
	// Precedence lists stages, the strongest first: of two records of one person that are merged, the one in the stronger stage says where the lead stands.
	// Stages that it does not name follow: those in sales' hands, then those in marketing's, then the final ones that were won, then the other final ones; of these
	// the one further from the entries, then the one first by name. So a demand that is open is not lost in one that has ended.
	Precedence []string `json:"precedence,omitempty"`
}

// Stage is where a lead can be.
type Stage struct {
	Name string `json:"name" contract:"name"`
	// Owner is the team that must act while a lead is here.
	Owner string `json:"owner"`
	// Meaning says in a sentence what it means that a lead is here.
	Meaning string `json:"meaning,omitempty"`
	// Needs are the attributes that must be known before a lead may enter. next_project is one too.
	Needs []string `json:"needs,omitempty"`
	// HandedOver says that sales has the lead, or has been given it. Entering such a stage from one that is not, is the hand-over.
	HandedOver bool `json:"handed_over,omitempty"`
	// Final says that the demand ends here.
	Final bool `json:"final,omitempty"`
	// Was are the names of stages of an earlier contract whose leads are in this one now: it was called so, or took them over.
	Was []string `json:"was,omitempty" contract:"doc"`
}

// Entry says what makes a record a lead, and where it begins. The first that fits is taken.
type Entry struct {
	Name string   `json:"name" contract:"name"`
	Upon []string `json:"upon,omitempty"`                       // kinds of event; none: lead_created
	When string   `json:"when,omitempty" contract:"expression"` // a condition on the event and the lead
	To   string   `json:"to"`                                   // the stage where it begins
}

// Move takes a lead from a stage to another: upon an event, when a standing condition is true, or after some time in the stage.
// Its name is unique among moves, entries and exits.
//
// Of several that can be taken at one instant, those upon an event go before the others, and among these the first in the contract is taken.
// No move is taken twice at one instant.
type Move struct {
	Name string `json:"name" contract:"name"`
	// From are the stages that it leaves, To is the one it enters.
	From []string `json:"from"`
	To   string   `json:"to"`
	// Upon are kinds of event, any of which triggers the move if When is true at that instant.
	Upon []string `json:"upon,omitempty"`
	// When is a standing condition, or with Upon a guard.
	When string `json:"when,omitempty" contract:"expression"`
	// For is how long When has to have been true without a break. Only without Upon.
	For Span `json:"for,omitempty"`
	// After is how long the lead must have been in the stage. When, if given, must be true then. Only without Upon.
	After Span `json:"after,omitempty"`
	// Requires are the properties that the event must carry. Without them nothing moves, and the refusal is noted.
	Requires []string `json:"requires,omitempty"`
	// Over names the moves that this one goes before where both can be taken, which stand below it in the contract: that order is meant.
	Over []string `json:"over,omitempty"`
	// Was is its name in an earlier contract: how long When has been true goes on.
	Was string `json:"was,omitempty" contract:"doc"`
}

// Exit is a way out of the hands of sales, with its closed list of reasons. Its name is the kind of event that takes it:
// rejected (before acceptance), recycled (after it), disqualified or lost.
type Exit struct {
	Name    string   `json:"name" contract:"name"`
	From    []string `json:"from"` // the stages from which there is this way out
	Reasons []Reason `json:"reasons"`
}

// Reason is why a lead leaves.
type Reason struct {
	Name string `json:"name" contract:"name"`
	// To is the stage it goes to.
	To string `json:"to"`
	// Requires is the report that has to come with it: properties of the event. Fields that a lead has as attributes are written back to it.
	Requires []string `json:"requires,omitempty"`
	// When must be true, or the exit is refused: an unreachable lead must have been tried.
	When string `json:"when,omitempty" contract:"expression"`
	// Again is the earliest time after which the lead may be handed over again by a standing move or a room's verdict, such as the end of its nurture.
	// An event of its own, or a person's act, does not wait. Zero: at once.
	Again Span `json:"again,omitempty"`
	// Before moves that time to so long before the date in the named property: "contract_ends". Where the event does not carry it, the lead's
	// attribute of the same name is read; where that is not known either, Again counts from the event.
	Before string `json:"before,omitempty"`
	// Back is the stage to which the lead comes back by itself then. Empty: it does not.
	Back string `json:"back,omitempty"`
}

// DefaultLifecycle gives the lifecycle of a contract that says nothing else. The value is the caller's.
func DefaultLifecycle() Lifecycle {
	return Lifecycle{Stages: defaultStages(), Entries: defaultEntries(), Moves: defaultMoves(), Exits: defaultExits(),
		Precedence: []string{"opportunity", "sql", "sal", "mql", "nurturing", "inquiry", "customer", "lost", "disqualified"}}
}

func defaultStages() []Stage {
	return []Stage{
		{Name: "inquiry", Owner: "marketing", Meaning: "A need was detected; nothing is known yet of its maturity."},
		{Name: "nurturing", Owner: "marketing", Meaning: "Not ready to buy; kept warm with the right content."},
		{Name: "mql", Owner: "sales", Meaning: "Qualified by marketing and handed over; sales owes an answer.", HandedOver: true},
		{Name: "sal", Owner: "sales", Meaning: "Accepted by sales, who now tries to reach the person.", HandedOver: true},
		{Name: "sql", Owner: "sales", Meaning: "Sales has spoken to the person and confirmed need and date.", HandedOver: true},
		{Name: "opportunity", Owner: "sales", Meaning: "There is an amount and a closing date.", HandedOver: true},
		{Name: "customer", Owner: "sales", Meaning: "The contract is signed.", HandedOver: true, Final: true},
		{Name: "lost", Owner: "marketing", Meaning: "This demand went elsewhere or nowhere; the person may come back.", Final: true},
		{Name: "disqualified", Owner: "marketing", Meaning: "Will never buy from us; may be worth something to others.", Final: true},
	}
}

func defaultEntries() []Entry {
	return []Entry{
		{Name: "contract to finalise", When: `event.entry == "contract"`, To: "opportunity"},
		{Name: "quote to convert", When: `event.entry == "quote"`, To: "sql"},
		{Name: "need detected", To: "inquiry"},
	}
}

func defaultMoves() []Move {
	unready := []string{"inquiry", "nurturing"}
	return []Move{
		{Name: "raised a hand", From: append(unready, "lost"), To: "mql", Upon: []string{QuoteRequested, DemoRequested}},
		{Name: "ready", From: unready, To: "mql", Upon: []string{Ready}},
		{Name: "accepted", From: []string{"mql"}, To: "sal", Upon: []string{Accepted}},
		{Name: "need confirmed", From: []string{"sal"}, To: "sql", Upon: []string{NeedConfirmed}, Requires: []string{"date"}},
		{Name: "opportunity opened", From: []string{"sal", "sql"}, To: "opportunity", Upon: []string{Opportunity}, Requires: []string{"amount", "closing"}},
		{Name: "won", From: []string{"sql", "opportunity"}, To: "customer", Upon: []string{Won}},
		{Name: "recalled", From: []string{"mql", "sal", "sql"}, To: "nurturing", Upon: []string{Recalled}},
		{Name: "reopened", From: []string{"lost", "disqualified", "customer"}, To: "nurturing", Upon: []string{Reopened}},
	}
}

func defaultExits() []Exit {
	anywhere := []string{"inquiry", "nurturing", "mql", "sal", "sql", "opportunity"}
	return []Exit{
		{Name: Rejected, From: []string{"mql"}, Reasons: []Reason{
			{Name: "misrouted", To: "nurturing", Requires: []string{"note"}},
			{Name: "incomplete", To: "nurturing", Requires: []string{"note"}},
			{Name: "below_definition", To: "nurturing", Requires: []string{"note"}, Again: 30 * Day},
			{Name: "duplicate", To: "disqualified"},
			{Name: "already_in_opportunity", To: "disqualified"},
		}},
		{Name: Recycled, From: []string{"sal", "sql", "opportunity"}, Reasons: []Reason{
			{Name: "project_postponed", To: "nurturing", Requires: []string{"project_date"}, Again: 30 * Day, Before: "project_date"},
			{Name: "no_date", To: "nurturing", Requires: []string{"qualification"}, Again: 30 * Day},
			{Name: "new_contact", To: "nurturing", Requires: []string{"new_contact"}},
			{Name: "not_mature", To: "nurturing", Requires: []string{"qualification"}, Again: 30 * Day},
			{Name: "no_budget", To: "nurturing", Requires: []string{"qualification"}, Again: 90 * Day},
			{Name: "unreachable", To: "nurturing", When: `count("contact_attempted") >= 6`, Again: 30 * Day},
		}},
		{Name: Disqualified, From: anywhere, Reasons: []Reason{
			{Name: "no_product", To: "disqualified"}, {Name: "outside_territory", To: "disqualified"}, {Name: "academic", To: "disqualified"},
			{Name: "job_seeker", To: "disqualified"}, {Name: "competitor", To: "disqualified"}, {Name: "supplier", To: "disqualified"},
			{Name: "false_data", To: "disqualified"},
		}},
		{Name: Lost, From: []string{"sal", "sql", "opportunity"}, Reasons: []Reason{
			{Name: "to_competitor", To: "lost", Requires: []string{"competitor"}, Again: 90 * Day, Before: "contract_ends", Back: "nurturing"},
			{Name: "no_decision", To: "lost", Again: 90 * Day, Back: "nurturing"},
			{Name: "price", To: "lost", Again: 180 * Day, Back: "nurturing"},
			{Name: "missing_function", To: "lost", Requires: []string{"note"}, Again: 180 * Day, Back: "nurturing"},
		}},
	}
}
