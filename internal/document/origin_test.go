package document_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/internal/document"
	"github.com/leadkit/leadkit/lead/diag"
)

// resolve reads a file whose rule is the value, and gives the origin of some of its runes.
func resolve(t require.TestingT, src string, from, to int) (string, diag.Origin) {
	var g garden
	var found diag.List
	places := document.Places{}
	document.Read("f", []byte(src), &g, places, &found)
	require.Empty(t, found, src)
	list := diag.List{{Place: diag.Place{Path: "/rule", From: from, To: to}}}
	places.Resolve(list)
	return g.Rule, list[0].Origin
}

// The runes "bad" of a value are found wherever and however it is written.
func TestOriginIsExact(t *testing.T) {
	for name, src := range map[string]string{
		"plain":                     "rule: lead.a > bad + 1",
		"plain, wide":               "title: é日\nrule: é日 bad",
		"single quotes":             `rule: 'it''s ''quoted'', bad'`,
		"double quotes":             `rule: "a \"b\" \\ \x41 \u00e9 \U0001F600 bad"`,
		"in a flow":                 `{title: "x, y", rule: 'x == "é" and bad', count: 1}`,
		"JSON":                      `{"title": "x", "rule": "x == \"a\" and \/ bad"}`,
		"a literal block":           "rule: |\n  a\n\n  and bad or c\n",
		"a block, indented more":    "rule: |-\n      one\n        two bad\n",
		"a block, with its indent":  "rule: |2\n    bad\n  x\n",
		"a block, blank at first":   "rule: |\n\n\n  a bad\n",
		"a block, with a comment":   "rule: | # why\n  bad\ntitle: x\n",
		"CRLF":                      "title: x\r\nrule: 'a bad'\r\n",
		"a block, CRLF":             "title: x\r\nrule: |\r\n  a\r\n  a bad\r\n",
		"a text of a line and more": "rule: a bad\n  and so on",
	} {
		t.Run(name, func(t *testing.T) {
			value, _ := resolve(t, src, 0, 0)
			before, _, ok := strings.Cut(value, "bad")
			require.True(t, ok)
			from := utf8.RuneCountInString(before)
			_, o := resolve(t, src, from, from+3)
			assert.Equal(t, "bad", fault(t, src, o))
		})
	}
}

// In a folded text, and behind the first line of one that goes on, the beginning is shown.
func TestOriginOfFolded(t *testing.T) {
	_, o := resolve(t, "title: x\nrule: >\n  a\n  bad\n", 2, 5)
	assert.Equal(t, diag.Origin{File: "f", Line: 2, Column: 7, Text: "rule: >", Width: 1}, o)
	_, o = resolve(t, "rule: one\n  bad\n", 4, 7)
	assert.Equal(t, diag.Origin{File: "f", Line: 1, Column: 7, Text: "rule: one", Width: 3}, o)
	_, o = resolve(t, "rule: \"one  \n\n  bad\"\n", 4, 7)
	assert.Equal(t, 7, o.Column)
}

// Any text, written in any way, is found rune by rune: the file's own rune is the value's.
func TestOriginProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringMatching(`[a-z"'\\é日😀 ]{0,12}[a-z][a-z"'\\é日😀 #:,]{0,20}[a-z]`).Draw(t, "value")
		value = strings.TrimSpace(strings.NewReplacer(": ", ":", " #", "#").Replace(value))
		src := rapid.SampledFrom(ways).Draw(t, "way")(value)
		runes := []rune(value)
		at := rapid.IntRange(0, len(runes)-1).Draw(t, "at")
		got, o := resolve(t, src, at, at+1)
		require.Equal(t, value, strings.TrimSuffix(got, "\n"))
		mark := fault(t, src, o)
		switch r := string(runes[at]); {
		case mark == r:
		default:
			require.Contains(t, []string{`\` + r, r + r, fmt.Sprintf(`\u%04x`, runes[at]), fmt.Sprintf(`\U%08x`, runes[at])}, mark, src)
		}
	})
}

// ways are how a text of one line can be written.
var ways = []func(string) string{
	func(s string) string { return "rule: '" + strings.ReplaceAll(s, "'", "''") + "'\n" },
	func(s string) string {
		return `{"rule": "` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(s) + `"}`
	},
	func(s string) string {
		return `{rule: "` + strings.NewReplacer(`"`, `\"`, `\`, `\\`, "é", `\u00e9`, "😀", `\U0001f600`).Replace(s) + `", count: 1}`
	},
	func(s string) string { return "rule: |\n   " + s + "\n" },
	func(s string) string { return "title: x\nrule: |-\n  " + s },
}

// A finding without a place of its own is shown at the nearest value above it.
func TestResolveAbove(t *testing.T) {
	var g garden
	var found diag.List
	places := document.Places{}
	document.Read("f", []byte("beds:\n  a/b~c: {soil: clay}\ntags: x\n"), &g, places, &found)
	list := diag.List{
		{Place: diag.Place{Path: diag.Join("/beds", "a/b~c") + "/colour"}}, {Place: diag.Place{Path: "/tags/0"}}, {Place: diag.Place{Path: "/nowhere"}},
		{Place: diag.Place{Path: "/tags"}, Origin: diag.Origin{File: "g", Line: 9}},
	}
	places.Resolve(list)
	assert.Equal(t, diag.Origin{File: "f", Line: 2, Column: 3, Text: "  a/b~c: {soil: clay}", Width: 5}, list[0].Origin)
	assert.Equal(t, diag.Origin{File: "f", Line: 3, Column: 7, Text: "tags: x", Width: 1}, list[1].Origin)
	assert.Equal(t, 1, list[2].Origin.Line)
	assert.Equal(t, 9, list[3].Origin.Line, "what has an origin keeps it")
}
