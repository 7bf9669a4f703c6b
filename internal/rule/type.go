package rule

// article names the type in a sentence.
func (t Type) article() string {
	switch t {
	case Bool:
		return "a condition"
	case Number:
		return "a number"
	case Text:
		return "a text"
	case Time:
		return "a time"
	case Span:
		return "a duration"
	case List:
		return "a list"
	}
	return "nothing"
}

// numeric tells whether values of the type lie in Value.Num and are ordered.
func (t Type) numeric() bool { return t == Number || t == Time || t == Span }

// worded tells whether values of the type lie in Value.Text.
func (t Type) worded() bool { return t == Text || t == List }

// read gives a constant text the type that its neighbour wants: a duration beside a duration, a time beside a time.
func (c *checker) read(n *node, t Type) *node {
	if !n.known() || n.typ != Text || t != Span && t != Time {
		return n
	}
	if t == Span {
		return c.readSpan(n)
	}
	ms, ok := parseTime(n.value.Text)
	if !ok {
		return c.fail(n, codeDuration, "\""+n.value.Text+"\" is no date", `write "2026-11-02" or "2026-11-02T09:30:00Z"`)
	}
	return retype(n, Time, ms)
}

func (c *checker) readSpan(n *node) *node {
	ms, ok := ParseSpan(n.value.Text)
	if !ok {
		return c.fail(n, codeDuration, "\""+n.value.Text+"\" is no duration", `write "14d" or "1d12h"; units are ms, s, m, h, d and w`)
	}
	return retype(n, Span, ms)
}

func retype(n *node, t Type, ms int64) *node {
	return &node{typ: t, value: Value{Type: t, Num: float64(ms)}, from: n.from, to: n.to}
}

// readOffset reads a constant text that is added to or taken from a time or a duration: a date if it can be one, else a duration.
func (c *checker) readOffset(n *node) *node {
	if !n.known() || n.typ != Text {
		return n
	}
	if ms, ok := parseTime(n.value.Text); ok {
		return retype(n, Time, ms)
	}
	return c.readSpan(n)
}
