package lead

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/internal/rule"
)

// mostTried bounds how many combinations of values are tried.
const mostTried = 20_000

// together looks for facts under which all conditions hold at one instant, and gives them in words: " (total = 50)", "" where any will do. It tries the
// constants that the conditions name, and their neighbours. It answers only where the names can be had apart from each other: of two scores
// one of which may be the sum, of the temperature and its score, of two looks at one history, it claims nothing.
func (s *Schema) together(list []fact, scope *rule.Scope) (string, bool) {
	w := witness{schema: s, list: list}
	if !w.gather(scope) || !w.try(0) {
		return "", false
	}
	return w.words(), true
}

type witness struct {
	schema *Schema
	list   []fact
	names  []rule.Name
	tries  [][]Value // by name
	env    rule.Env
}

// gather lists the names with the values to try, and reports whether they can be judged.
func (w *witness) gather(scope *rule.Scope) bool {
	var source strings.Builder
	for _, f := range w.list {
		for _, name := range f.condition.Names() {
			n, ok := w.lookup(scope, name)
			if !ok {
				return false
			}
			if name != "stage" && !slices.ContainsFunc(w.names, func(o rule.Name) bool { return o.Name == name }) {
				w.names = append(w.names, n)
			}
		}
		source.WriteString(f.condition.String() + " ")
	}
	total := 1
	for _, n := range w.names {
		values := candidates(n, source.String())
		w.tries = append(w.tries, values)
		if total *= len(values); total > mostTried {
			return false
		}
	}
	w.room()
	return w.apart()
}

// lookup finds a name, or the call of a history function.
func (w *witness) lookup(scope *rule.Scope, name string) (rule.Name, bool) {
	if n, ok := scope.Lookup(name); ok {
		return n, true
	}
	call := strings.ReplaceAll(name, ", ", ",")
	at := slices.IndexFunc(w.schema.tracks, func(t track) bool { return t.name == call })
	if at < 0 {
		return rule.Name{}, false
	}
	return rule.Name{Name: name, Type: w.schema.tracks[at].result(), Slot: rule.Slot{Bank: bankMemory, Index: uint16(at)}}, true
}

// apart reports whether the names can have their values apart from each other. A total can beside other scores as long as one is left that is not named.
func (w *witness) apart() bool {
	scores, calls, total, band := 0, 0, 0, 0
	for _, n := range w.names {
		switch {
		case n.Name == "temperature":
			band++
		case n.Slot.Bank == bankScore && n.Name == "total":
			total++
		case n.Slot.Bank == bankScore:
			scores++
		case n.Slot.Bank == bankMemory:
			calls++
		}
	}
	free := len(w.schema.scores) - 1 - scores
	return calls < 2 && (band == 0 || scores+total == 0) && (total == 0 || scores == 0 || free > 0)
}

// room makes the environment as large as the names need.
func (w *witness) room() {
	grow := func(slot rule.Slot) {
		if short := int(slot.Index) + 1 - len(w.env.Bank[slot.Bank]); short > 0 {
			w.env.Bank[slot.Bank] = append(w.env.Bank[slot.Bank], make([]Value, short)...)
		}
	}
	grow(stageSlot)
	w.env.Bank[bankCombination] = make([]Value, len(w.schema.sums))
	for _, n := range w.names {
		grow(n.Slot)
	}
}

// try fills the names from one on with every combination of values until all conditions hold.
func (w *witness) try(at int) bool {
	if at == len(w.names) {
		w.combine()
		return !slices.ContainsFunc(w.list, func(f fact) bool {
			w.env.Bank[stageSlot.Bank][stageSlot.Index] = text(f.stage)
			return f.condition != nil && !f.condition.program.True(&w.env)
		})
	}
	slot := w.names[at].Slot
	for _, v := range w.tries[at] {
		w.env.Bank[slot.Bank][slot.Index] = v
		if w.try(at + 1) {
			return true
		}
	}
	return false
}

// combine works out what the conditions add up of the scores.
func (w *witness) combine() {
	for i := range w.schema.sums {
		w.env.Bank[bankCombination][i] = w.schema.sums[i].plainly(w.env.Bank[bankScore])
	}
}

// words gives the facts found: " when total = 50 and lead.market = B2B".
func (w *witness) words() string {
	var list []string
	for _, n := range w.names {
		v := w.env.Bank[n.Slot.Bank][n.Slot.Index]
		list = append(list, n.Name+" = "+wordsOf(v))
	}
	if len(list) == 0 {
		return ""
	}
	return " when " + strings.Join(list, " and ")
}

func wordsOf(v Value) string {
	switch v.Type {
	case rule.Number:
		return strconv.FormatFloat(v.Num, 'g', -1, 64)
	case rule.Bool:
		return strconv.FormatBool(v.Num != 0)
	case rule.Span:
		return Span(v.Num).String()
	case rule.Time:
		return Instant(v.Num).String()
	case rule.List:
		return strings.Join(rule.ListItems(v), ", ")
	case rule.Text:
		return quoted(v.Text)
	}
	return "nothing"
}

var (
	quotedText = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	plainNum   = regexp.MustCompile(`-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b`)
)

// candidates gives the values to try for a name: what the conditions compare with, what lies just beside it, and nothing.
func candidates(n rule.Name, source string) (list []Value) {
	add := func(v Value) {
		if !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	var texts []string
	for _, q := range quotedText.FindAllString(source, -1) {
		if t, err := strconv.Unquote(q); err == nil {
			texts = append(texts, t)
		}
	}
	switch n.Type {
	case rule.Bool:
		add(truth(true))
		add(truth(false))
	case rule.Number:
		for _, k := range plainNum.FindAllString(quotedText.ReplaceAllString(source, ""), -1) {
			if f, err := strconv.ParseFloat(k, 64); err == nil && !math.IsInf(f, 0) {
				add(number(f))
				add(number(f + 1))
				add(number(f - 1))
			}
		}
		add(number(0))
	case rule.Span, rule.Time:
		for _, t := range texts {
			near(n.Type, t, add)
		}
	case rule.Text, rule.List:
		for _, t := range append(texts, n.Known...) {
			if n.Type == rule.List {
				add(rule.ListOf([]string{t}))
			} else {
				add(text(t))
			}
		}
	}
	add(Value{})
	return list
}

// near adds a span or a date that a text says, and its neighbours.
func near(t rule.Type, said string, add func(Value)) {
	ms, ok := rule.ParseSpan(said)
	if t == rule.Time {
		v, wrong := dateValue(said)
		ms, ok = int64(v.Num), wrong == "" && v != (Value{})
	}
	if !ok {
		return
	}
	for _, beside := range []int64{0, 1, -1} {
		add(Value{Type: t, Num: float64(ms + beside)})
	}
}
