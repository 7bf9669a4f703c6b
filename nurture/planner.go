package nurture

import (
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// Planner is a compiled [Plan]: it says what a lead receives next, and when it is ready. It is immutable and goroutine-safe.
type Planner struct {
	programs []program // by priority
	index    map[string]int
	was      map[string]string // by a program's name in an earlier plan
	names    map[uint32]string // of the contents, by key
	contents []lead.Content
	topics   map[uint32]string
	caps     []Cap
	most     int // the largest number of a cap
	exit     *trigger
	won      *trigger
	hooks    [][]hook          // by kind of event
	channels map[string]string // of the contents, by name
	sent     int               // the position of a content's name in events of kind content_sent
	by       int               // and of its channel
	returned int               // that of the reason in events of kind returned
	lost     int               // and in events of kind lost
	notes    []int             // by kind: that of the note in reports of returns
	outbound int               // that of the direction of an attempt to reach the lead
	theirs   *wallHours
	holdOut  Share
	early    Untimely
	late     []string
	bands    []string
	warnings diag.List
}

type program struct {
	name      string
	purpose   string
	enter     *lead.Condition
	why       string // why a lead enters by the condition
	upon      bool   // it enters upon events: enter is nil, guards are on the hooks
	exit      *trigger
	ready     *trigger
	streams   []stream
	exhausted Policy
	restart   bool
	open      *calendar.Hours // outside of them nothing falls due; nil: always
	clock     *calendar.Hours // what working days are counted on
}

// trigger is a compiled [Trigger]; kinds of event are on the hooks. A nil trigger has no condition.
type trigger struct {
	when *lead.Condition
	why  string
}

// is reports whether the condition is true, if there is one.
func (t *trigger) is(f *lead.Facts) bool { return t != nil && t.when.True(f) }

// watched appends the condition if time alone may change it.
func (t *trigger) watched(list []*lead.Condition) []*lead.Condition {
	if t == nil {
		return list
	}
	return watched(t.when, list)
}

func watched(c *lead.Condition, list []*lead.Condition) []*lead.Condition {
	if c.Varies() {
		return append(list, c)
	}
	return list
}

type stream struct {
	Stream
	when     *lead.Condition
	why      string
	nodes    []node
	contents []content // those of the steps, then the stream's own, each once
}

type content struct {
	Content
	key      uint32
	when     *lead.Condition
	position *lead.Condition
	personas []*lead.Condition
}

// role is what an event of a kind does to a program. Of one event, the roles are played in this order.
type role uint8

const (
	confirms role = iota
	tries         // to reach the lead
	reports       // that it leaves, and why
	loses         // the demand
	wins          // it
	pauses
	freezes
	goes // to somebody outside
	resumes
	comes // back from there
	thaws
	exits // of program -1: every one
	enters
	answers // a step that waits
	raises  // a hand
)

type hook struct {
	role    role
	program int
	stream  int // of answers, as is node
	node    int
	guard   *lead.Condition
	why     string
}

// Warnings gives the findings that did not stop the plan from compiling.
func (p *Planner) Warnings() diag.List { return p.warnings }

// start is the stream in which a lead begins.
func (pr *program) start(f *lead.Facts) *stream {
	if s := pr.pulled(f); s != nil {
		return s
	}
	return &pr.streams[0]
}

// pulled is the last stream whose condition is true, nil if none is.
func (pr *program) pulled(f *lead.Facts) *stream {
	for i := len(pr.streams) - 1; i >= 0; i-- {
		if s := &pr.streams[i]; s.when != nil && s.when.True(f) {
			return s
		}
	}
	return nil
}

// stream finds a stream by name, nil if the plan no longer has it.
func (pr *program) stream(name string) *stream {
	for i := range pr.streams {
		if pr.streams[i].Name == name {
			return &pr.streams[i]
		}
	}
	return nil
}

// later is the instant at which a term is over, [lead.Forever] beyond the calendar's horizon.
func (pr *program) later(from lead.Instant, t calendar.Term) lead.Instant {
	if t.Measure == calendar.ElapsedTime {
		return min(from.Add(lead.Span(t.N)), lead.Forever)
	}
	return instant(pr.clock.Due(from.Time(), t))
}

// opening is the first instant from one on at which content may fall due, [lead.Forever] if there is none.
func (p *Planner) opening(pr *program, st *State, from lead.Instant) lead.Instant {
	for range mostOpenings {
		at := from
		if pr.open != nil {
			at = instant(pr.open.Add(at.Time(), 0))
		}
		if p.theirs == nil || at >= lead.Forever {
			return at
		}
		if from = p.theirs.opening(at, st.Zone, st.Holidays); from == at {
			return at
		}
	}
	return lead.Forever
}

// mostOpenings bounds the search for an instant at which our hours and theirs are open.
const mostOpenings = 500

func instant(t time.Time, err error) lead.Instant {
	if err != nil {
		return lead.Forever
	}
	return lead.At(t)
}

// release is the first instant at which all caps leave room for another content.
func (p *Planner) release(st *State) (first lead.Instant) {
	for _, c := range p.caps {
		first = max(first, c.release(st.Sent))
	}
	return first
}

// moment is when a step is over or a content of the program falls due, as far as is known now, given from when on the caps leave room; zero for never.
func (p *Planner) moment(st *State, pr *program, m *Membership, now, free lead.Instant) lead.Instant {
	if m.Ripe == 0 {
		return 0
	}
	if pr.waits(m) {
		return max(m.Ripe, now)
	}
	if at := p.opening(pr, st, max(m.Ripe, free)); at < lead.Forever {
		return at
	}
	return 0
}

// waits reports whether the lead is at a step that does not send: no cap and no hours hold it.
func (pr *program) waits(m *Membership) bool {
	if m.Step == "" {
		return false
	}
	s := pr.stream(m.Stream)
	if s == nil {
		return false
	}
	n, _ := s.node(m.Step)
	return n != nil && n.kind != sends
}

// Due gives the next instant after now at which something falls due by itself: a content, or the end of the time in which a lead that is ready may not be
// handed over. Zero is never. What conditions do by themselves is for [Planner.Watched].
func (p *Planner) Due(st *State, now lead.Instant) lead.Instant {
	if st.halted() {
		return 0
	}
	var due lead.Instant
	free := max(p.release(st), now+1)
	for i := range st.Programs {
		m := &st.Programs[i]
		at, ok := p.index[m.Program]
		if !ok || m.Left != 0 {
			continue
		}
		if m.Held > now {
			due = lead.Earliest(due, m.Held)
		}
		if m.Ripe != 0 && (due == 0 || max(m.Ripe, free) < due || max(m.Ripe, now+1) < due && p.programs[at].waits(m)) {
			due = lead.Earliest(due, p.moment(st, &p.programs[at], m, now+1, free))
		}
	}
	return due
}

// Watched appends the conditions whose change, by time alone, may do something to the lead.
func (p *Planner) Watched(st *State, list []*lead.Condition) []*lead.Condition {
	list = p.won.watched(p.exit.watched(list))
	for i := range p.programs {
		pr := &p.programs[i]
		m := st.in(pr.name)
		switch {
		case m != nil:
			list = pr.exit.watched(list)
			if !st.halted() {
				list = pr.watched(m, list)
			}
		case !st.halted() && !pr.upon:
			list = pr.exit.watched(watched(pr.enter, list))
		}
	}
	return list
}

// watched appends what matters to a lead that is in the program.
func (pr *program) watched(m *Membership, list []*lead.Condition) []*lead.Condition {
	for i := range pr.streams {
		list = watched(pr.streams[i].when, list)
	}
	list = pr.ready.watched(list)
	s := pr.stream(m.Stream)
	if m.Idle == Busy || s == nil {
		return list
	}
	for i := range s.contents {
		list = watched(s.contents[i].when, list)
		list = watched(s.contents[i].position, list)
		for _, c := range s.contents[i].personas {
			list = watched(c, list)
		}
	}
	return list
}
