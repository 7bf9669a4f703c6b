package scoring

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
)

// Scope says which leads a score is about: those of one of the markets, of one of the types, and for which the condition about what the lead is holds. What is left out does not
// matter; a lead of which it is not known is outside. Its short form is the condition alone.
type Scope struct {
	Market []string `json:"market,omitempty"`                     // values of lead.market
	Type   []string `json:"type,omitempty"`                       // values of lead.type
	When   string   `json:"when,omitempty" contract:"expression"` // reads lead.… alone
}

// UnmarshalText reads the short form.
func (s *Scope) UnmarshalText(text []byte) error {
	*s = Scope{When: string(text)}
	return nil
}

// UnmarshalJSON reads both forms.
func (s *Scope) UnmarshalJSON(data []byte) error {
	type plain Scope
	return lead.EitherForm(data, (*plain)(s), s.UnmarshalText)
}

// scope makes a fit rule without points that holds while the score applies, so that what the lead is decides it as it decides fit.
func (c *compiler) scope(path string, number int, spec Scope) {
	sc := &c.s.scores[number]
	var parts []string
	market, _ := c.s.schema.Attribute("market")
	parts = c.oneOf(parts, path+"/market", "market", spec.Market, market.Known)
	parts = c.oneOf(parts, path+"/type", "type", spec.Type, c.s.schema.Types())
	if strings.TrimSpace(spec.When) != "" {
		c.factual(path+"/when", c.s.schema.LeadCondition(&c.found, path+"/when", spec.When))
		parts = append(parts, "("+spec.When+")")
	}
	if len(parts) == 0 || c.found.Err() != nil {
		return
	}
	sc.scope = &rule{name: "for", key: c.key(path, "for /"+sc.Name), sort: onFit, score: number, basket: sc.basket} // no score's name has a space
	sc.scope.when = c.s.schema.LeadCondition(&c.found, path, strings.Join(parts, " and "))
	c.s.fits = append(c.s.fits, sc.scope)
	c.s.ruleOf[sc.scope.key] = sc.scope
}

// oneOf adds the condition that an attribute is one of some texts.
func (c *compiler) oneOf(parts []string, path, name string, texts, known []string) []string {
	if len(texts) == 0 {
		return parts
	}
	for _, text := range texts {
		if !slices.Contains(known, text) {
			c.found.Unknown(path, name, text, known)
		}
	}
	return append(parts, "lead."+name+" in "+quoted(texts))
}

// quoted writes a list of constants as an expression.
func quoted(texts []string) string {
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = fmt.Sprintf("%q", text)
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// factual checks that a condition is about what the lead is.
func (c *compiler) factual(path string, when *lead.Condition) bool {
	for _, name := range when.Names() {
		if !strings.HasPrefix(name, "lead.") {
			c.add(path, "not-fit", fmt.Sprintf("a rule about what the lead is reads %s", name), "let it read lead.… alone, or say each: with a kind of event")
			return false
		}
	}
	if when.Varies() {
		c.add(path, "reads-time", "a rule about what the lead is changes as time passes", "compare with a constant")
	}
	return true
}

// applies tells whether the score is about the lead.
func (sc *score) applies(st *State) bool {
	return sc.scope == nil || slices.Contains(st.Fit, sc.scope.key)
}

// about narrows a condition on events of a kind to the score's topics.
func (c *compiler) about(path string, spec Rule, kind lead.KindID, topics []string) *lead.Condition {
	when := c.s.schema.EventCondition(&c.found, path+"/when", spec.When, kind)
	switch {
	case len(topics) == 0:
		return when
	case c.s.schema.Prop(kind, "topic") < 0:
		c.add(path+"/each", "no-topic", fmt.Sprintf("the score is about topics, and %s has none", c.s.schema.KindOf(kind).Name), "leave it out, or give the kind a property topic: text")
		return when
	case c.found.Err() != nil:
		return when
	}
	return c.s.schema.EventCondition(&c.found, path+"/when", spec.narrowed(topics), kind)
}

// narrowed gives the rule's condition, with that on the topic if there are any.
func (r *Rule) narrowed(topics []string) string {
	when := strings.TrimSpace(r.When)
	switch {
	case len(r.Each) == 0 || len(topics) == 0:
		return when
	case when == "":
		return "event.topic in " + quoted(topics)
	}
	return "event.topic in " + quoted(topics) + " and (" + when + ")"
}
