package scoring

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Compile checks a model against the schema, which learns the names of the scores, of total and of the temperature bands, and returns the scorer or a [diag.List]
// of all that is wrong. Places are relative to the model: "/fit/target industry/when", "/total". The scorer goes on to learn which sums of scores standing conditions
// read, as these compile against the schema; it is used when they have.
func Compile(m Model, schema *lead.Schema) (*Scorer, error) {
	c := compiler{s: &Scorer{schema: schema, halves: []half{{}}, kinds: make([]kind, schema.Kinds()), ruleOf: map[uint32]*rule{}},
		keys: map[uint32]string{}, homes: map[string]*home{}, pairs: map[pair]int{}}
	c.zone(m.Zone)
	c.declare(m)
	for i, sc := range m.Scores {
		c.score(i, sc)
	}
	c.renames(m)
	c.settle()
	c.total(m)
	c.temperature(m.Temperature)
	c.grid(m.Grid)
	c.account(m.Company)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	c.s.warnings = c.found
	schema.Combine(c.s.combine)
	return c.s, nil
}

type compiler struct {
	s     *Scorer
	found diag.List
	keys  map[uint32]string // what each key is of
	homes map[string]*home
	pairs map[pair]int
	rules int
}

func (c *compiler) add(path, code, summary, remedy string) { c.found.Add(path, code, summary, remedy) }

func (c *compiler) zone(name string) {
	if name == "" || name == "UTC" {
		return
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		c.add("/zone", "unknown-zone", fmt.Sprintf("%q is no time zone that this program has data of", name), "write an IANA name such as Europe/Paris, or import time/tzdata in the program")
	}
	c.s.zone = loc
}

// declare makes the scores known to the schema before any rule is read, so that a rule that reads one is told so.
func (c *compiler) declare(m Model) {
	for i, sc := range m.Scores {
		number, ok := c.s.schema.DeclareScore(sc.Name)
		switch path := diag.Join("", sc.Name); {
		case sc.Name == Total:
			c.add(path, "name-taken", `"total" is the name of the score over all others`, "choose another name")
		case !ok && !lead.IsName(sc.Name):
			c.add(path, "bad-name", fmt.Sprintf("%q cannot be a score's name", sc.Name), "write lower-case letters, digits and _, a letter first")
		case !ok:
			c.add(path, "name-taken", fmt.Sprintf("the name %q is taken", sc.Name), "choose another name")
		case i == 0:
			c.s.first = number
		}
	}
	if len(m.Scores) > MostScores {
		c.add("", "too-many-scores", fmt.Sprintf("there are %d scores, at most %d can be", len(m.Scores), MostScores), "")
	}
	if len(m.Scores) > 0 && len(c.found) == 0 {
		c.s.schema.DeclareScore(Total)
	}
}

// key hashes a name (FNV-1a, 32 bits) and reports two names with one hash.
func (c *compiler) key(path, name string) uint32 {
	key := hash(name)
	if other, ok := c.keys[key]; ok && other != name {
		c.add(path, "key-collision", fmt.Sprintf("%q and %q have the same 32-bit key", name, other), "rename one of them")
	}
	c.keys[key] = name
	return key
}

func hash(name string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(name))
	return h.Sum32()
}

func (c *compiler) score(number int, spec Score) {
	path := diag.Join("", spec.Name)
	sc := score{Score: spec, key: c.key(path, spec.Name), groups: map[string]int{}, basket: c.basket(path, "", spec.Min, spec.Max)}
	sc.fades = c.decay(path+"/decay", spec.Decay)
	if len(spec.Rules) == 0 {
		c.found.Warn(path, "no-rules", fmt.Sprintf("the score %q has no rules and stays unscored", spec.Name), "")
	}
	c.s.scores = append(c.s.scores, sc)
	c.groups(path, number, spec)
	c.scope(path+"/for", number, spec.For)
	seen := map[string]bool{}
	for _, r := range spec.Rules {
		at := diag.Join(path, r.Name)
		if r.Name == "" || seen[r.Name] {
			c.add(at, "name-taken", fmt.Sprintf("the score %q has two rules named %q, or one without a name", spec.Name, r.Name), "give each rule its name")
		}
		if spoken(r.Name) {
			c.add(at, "name-taken", fmt.Sprintf("%q is what a ledger says of other lines than a rule's", r.Name), "choose another name")
		}
		seen[r.Name] = true
		c.rule(at, number, r)
	}
}

// spoken tells whether a ledger calls lines so that no rule gave.
func spoken(name string) bool {
	return name == Rounding || name == SetByHand || name == Frozen || strings.HasPrefix(name, "at least ") || strings.HasPrefix(name, "at most ")
}

// decay checks what is said of a decay, whatever the points.
func (c *compiler) decay(path string, d Decay) (ok bool) {
	before := len(c.found)
	switch {
	case d.Curve > Stepping:
		c.add(path, "unknown-decay", "the decay has no such curve", "write none, half-life 14d, linear 30d, 20% off every 7d or window 90d")
	case d.Curve != Halving && d.HalfLife != 0:
		c.add(path, "unused-half-life", "a half-life is given, and the points do not halve", "write half-life 14d")
	case d.Curve == Halving && (d.HalfLife < ShortestHalfLife || d.HalfLife > LongestHalfLife):
		c.add(path, "bad-half-life", fmt.Sprintf("a half-life of %s is not between %s and %s", d.HalfLife, ShortestHalfLife, LongestHalfLife), "write one such as half-life 14d")
	case !d.grained() && d.Grain != 0 || d.Curve != Linear && d.Span != 0 || d.Curve != Stepping && (d.Every != 0 || d.Off != Part{}) ||
		d.Curve < Linear && d.Floor != Part{} || d.Curve == Inherited && d.Window != 0:
		c.add(path, "bad-decay", fmt.Sprintf("the decay %q does not go together", d), "write one such as linear 30d down to 5 within 90d")
	case d.grained():
		c.grained(path, d)
	}
	return len(c.found) == before
}

// half numbers a half-life.
func (c *compiler) half(d Decay) int {
	if d.Curve != Halving || d.HalfLife < ShortestHalfLife || d.HalfLife > LongestHalfLife {
		return 0
	}
	i := slices.IndexFunc(c.s.halves, func(h half) bool { return h.span == d.HalfLife })
	if i < 0 {
		i = len(c.s.halves)
		c.s.halves = append(c.s.halves, newHalf(d.HalfLife))
	}
	return i
}

// settle puts in order what is found by its place.
func (c *compiler) settle() {
	if c.rules > MostRules {
		c.add("", "too-many-rules", fmt.Sprintf("there are %d rules, at most %d can be", c.rules, MostRules), "")
	}
	homes := slices.SortedFunc(maps.Values(c.homes), func(a, b *home) int { // two lines lie where a processor fetches them at once: those of pairs first
		return cmp.Or(cmp.Compare(len(a.rules)%2, len(b.rules)%2), cmp.Compare(a.name, b.name))
	})
	for _, h := range homes {
		slices.SortFunc(h.rules, func(a, b *rule) int { return cmp.Compare(a.key, b.key) })
		for i, r := range h.rules {
			r.home, r.place = len(c.s.homes), i
		}
		c.s.homes = append(c.s.homes, *h)
	}
	c.places()
	for i := range c.s.kinds {
		c.s.kinds[i].settle(c.s)
	}
	slices.SortFunc(c.s.fits, func(a, b *rule) int { return cmp.Compare(a.key, b.key) })
	c.s.holds = lead.Batteries(each(c.s.fits, func(r *rule) *lead.Condition { return r.when }))
	c.judges()
	for name, is := range map[string]func(*kind){lead.ScoreOverridden: func(k *kind) { k.overrides = true },
		lead.ScoreFrozen: func(k *kind) { k.freezes = true }, lead.ScoreResumed: func(k *kind) { k.resumes = true },
		lead.PassedOn: func(k *kind) { k.freezes, k.outside = true, true }, lead.TakenBack: func(k *kind) { k.resumes, k.outside = true, true }} { // while a partner has the lead, nobody here warms it
		if id, ok := c.s.schema.Kind(name); ok {
			is(&c.s.kinds[id])
		}
	}
	for i := range c.s.kinds {
		c.s.kinds[i].plain = c.s.kinds[i].isPlain()
	}
}

// isPlain tells whether all that events of a kind do is to give points, by what they themselves are, by rules none of which is special.
func (k *kind) isPlain() bool {
	quiet := len(k.stirs) == 0 && !k.overrides && !k.freezes && !k.resumes
	return quiet && !slices.ContainsFunc(k.rounds, func(r round) bool { return r.special != 0 }) &&
		!slices.ContainsFunc(k.triggers, func(t trigger) bool { return !t.when.Plain() })
}

// places lays out the lines.
func (c *compiler) places() {
	c.s.nowhere = slices.Repeat([]uint16{nowhere}, len(c.s.homes))
	if len(c.s.events) > mostLines {
		return
	}
	at := 0
	for _, h := range c.s.homes {
		c.s.places = append(c.s.places, uint16(at))
		at += len(h.rules)
	}
}

// settle arranges the triggers.
func (k *kind) settle(s *Scorer) {
	slices.SortStableFunc(k.triggers, func(a, b trigger) int {
		return cmp.Or(cmp.Compare(a.rule.half, b.rule.half), cmp.Compare(a.rule.group, b.rule.group))
	})
	for part := range slices.Chunk(k.triggers, 64) {
		r := round{triggers: part, battery: lead.Batteries(each(part, func(t trigger) *lead.Condition { return t.when }))[0]}
		for i := range part {
			if part[i].settle(s) {
				r.special |= 1 << i
			}
		}
		k.rounds = append(k.rounds, r)
	}
}

// settle notes what is needed of the rule, and reports whether it is special.
func (t *trigger) settle(s *Scorer) bool {
	r := t.rule
	t.size, t.sign, t.half = magnitude(int64(r.points)), sign(r.points), &s.halves[r.half]
	t.group, t.home, t.place = r.group, uint16(r.home), uint16(r.place)
	if s.places != nil {
		t.at = s.places[r.home] + t.place
	}
	return r.limit != nil || r.fade != nil || t.worth != nil
}

func each[T, U any](list []T, f func(T) U) []U {
	all := make([]U, len(list))
	for i, x := range list {
		all[i] = f(x)
	}
	return all
}

// judges finds out which facts a score's fit rules judge by.
func (c *compiler) judges() {
	for i := range c.s.scores {
		sc := &c.s.scores[i]
		var numbers []int
		for _, r := range sc.rules {
			if r.sort != onFit {
				continue
			}
			for _, name := range r.when.Names() {
				if name, is := strings.CutPrefix(name, "lead."); is {
					if number, ok := c.s.schema.AttributeNumber(name); ok {
						numbers = append(numbers, number)
					}
				}
			}
		}
		slices.Sort(numbers)
		c.s.judges = append(c.s.judges, judge{sc.key, slices.Compact(numbers)})
	}
	c.s.judges = slices.DeleteFunc(c.s.judges, func(j judge) bool { return len(j.attributes) == 0 })
	slices.SortFunc(c.s.judges, func(a, b judge) int { return cmp.Compare(a.key, b.key) })
}
