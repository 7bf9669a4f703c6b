package scoring

import (
	"slices"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Bounds of a model and of what it computes.
const (
	MostRules  = 8192 // in a model
	MostScores = 64   // in a model, the total not counted
	MostInRate = 64   // times in a limit: each is an instant to remember
	MostTimes  = 1000 // repetitions of a silence
	// MostEvents is how many events one rule counts in one cycle; further ones give nothing. It keeps every sum within its 128 bits.
	MostEvents = 1 << 28
	// MostScore bounds every score, as if it were its maximum and, negative, its minimum: 10^12 points.
	MostScore = 1_000_000_000_000 * lead.Point
)

// Total is the name of the score over all others.
const Total = "total"

// Scorer is a compiled Model. It is immutable and goroutine-safe; a [State] belongs to one goroutine at a time.
type Scorer struct {
	schema   *lead.Schema
	zone     *time.Location // nil: UTC
	first    int            // the schema's number of the first score; the others follow, total last
	scores   []score
	total    *linear // nil without scores
	heat     bands   // the temperature
	letters  bands   // of the grid
	digits   bands
	baskets  []basket
	halves   []half // the first does not decay
	groups   []pair
	homes    []home   // those with an even number of rules first
	nowhere  []uint16 // the places of a lead without lines
	places   []uint16 // those of a lead with all of them; nil where leads get theirs one home at a time
	kinds    []kind   // by KindID
	events   []*rule  // the rules at events, in the order of the model
	ruleOf   map[uint32]*rule
	fits     []*rule        // sorted by key
	holds    []lead.Battery // the conditions of fits
	judges   []judge        // sorted by key
	account  *account       // nil: companies are not scored
	sums     []combination  // that standing conditions read
	warnings diag.List
}

// score is a compiled Score.
type score struct {
	Score
	key      uint32
	rules    []*rule // in the order of the model
	fades    bool    // its decay is sound
	basket   int
	groups   map[string]int // baskets
	silences []*rule
	scope    *rule // holds while the score applies; nil: always
}

// pair is one half-life in one basket.
type pair struct{ basket, half int }

// home is the lines that lie together in a state, because the same kinds of event set their rules off.
type home struct {
	name  string
	rules []*rule // sorted by key
}

// kind is what an event of a kind sets off.
type kind struct {
	plain     bool      // see [Scorer.Fold]
	triggers  []trigger // those of one half-life together, and of these, those of one basket
	rounds    []round   // the same
	stirs     []uint32  // keys of activities
	overrides bool
	freezes   bool
	resumes   bool
	outside   bool // not a person, but that somebody outside has the lead, freezes or resumes
}

// round is up to 64 triggers of one kind, which are found by bits.
type round struct {
	triggers []trigger
	battery  lead.Battery // their conditions
	special  uint64       // those with limits, a fading by grains, or points that depend on the event
}

// trigger is an event rule as one kind of event sets it off. It holds what almost every event needs of its rule.
type trigger struct {
	size  uint64 // of the rule's points
	sign  uint64 // all ones if they are below zero
	half  *half
	group int32
	home  uint16
	place uint16
	at    uint16         // where all leads' lines are laid out alike: of its rule's line
	worth *lead.Quantity // nil: the rule's points
	rule  *rule
	when  *lead.Condition
}

// judge lists the attributes by which a score's fit rules judge.
type judge struct {
	key        uint32
	attributes []int
}

// sort is what a rule goes by.
type sort uint8

const (
	onEvent sort = iota
	onFit
	onSilence
)

// rule is a compiled Rule.
type rule struct {
	name    string
	reason  string // in words, for explanations
	key     uint32
	sort    sort
	score   int
	number  int // in the score's rules
	points  lead.Points
	low     lead.Points // of what one event gives
	high    lead.Points
	basket  int
	capped  bool // the basket is its own
	half    int
	group   int32 // -1 with a fade
	decay   Decay // its own, or its score's
	fade    *fade // nil: the half-life alone
	home    int
	place   int // in the home
	limit   *limit
	when    *lead.Condition // of a fit rule
	silence silence
}

// Names lists the scores in the order of their numbers in the schema, total last.
func (s *Scorer) Names() []string {
	var names []string
	for i := range s.scores {
		names = append(names, s.scores[i].Name)
	}
	if s.total != nil {
		names = append(names, Total)
	}
	return names
}

// Bands lists the temperature bands, the hottest first, and the band below them all; none without temperatures.
func (s *Scorer) Bands() (bands []Band, below string) { return slices.Clone(s.heat.list), s.heat.below }

// Warnings lists what compiles and probably does not mean what it says.
func (s *Scorer) Warnings() diag.List { return slices.Clone(s.warnings) }
