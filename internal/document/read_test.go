package document_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/internal/document"
	"github.com/leadkit/leadkit/lead/diag"
)

func TestRead(t *testing.T) {
	want := garden{Title: "mine", Open: true, Count: -3, Size: 7, Share: 0.5, Rate: rate{3, "day"}, Tags: []string{"a", "b"}, Rates: []rate{{1, "week"}},
		Beds: []bed{{Name: "north", Soil: "clay", Plants: []plant{{Name: "rose", Number: 2}, {Name: "lily", Months: []string{"may"}}}}, {Name: "south"}},
		Gate: &gate{Width: 2}, Chance: map[string]string{"rain": "high"}, shared: shared{Owner: "Ada"}}
	for name, src := range map[string]string{
		"yaml": "title: mine\nopen: true\ncount: -3\nsize: 7\nshare: 0.5\nrate: 3 per day\ntags: [a, b]\nrates: 1 per week\n" +
			"beds:\n  north:\n    soil: clay\n    rose: 2\n    lily: [may]\n  south:\ngate: {width: 2}\nchance: {rain: high}\nowner: Ada\n",
		"json": `{"title": "mine", "open": true, "count": -3, "size": 7, "share": 5e-1, "rate": "3 per day", "tags": ["a", "b"], "rates": ["1 per week"],` +
			`"beds": {"north": {"soil": "clay", "rose": {"number": 2}, "lily": ["may"]}, "south": {}}, "gate": {"width": 2}, "chance": {"rain": "high"}, "owner": "Ada"}`,
	} {
		t.Run(name, func(t *testing.T) {
			got, found := read(src)
			assert.Empty(t, found)
			assert.Equal(t, want, got)
		})
	}
}

// What a file says the same in: ends of lines, marks at its beginning, tabs in JSON.
func TestSameFile(t *testing.T) {
	src := "beds:\n  north: {rose: x}\n"
	for name, same := range map[string]string{
		"CRLF": strings.ReplaceAll(src, "\n", "\r\n"), "CR": strings.ReplaceAll(src, "\n", "\r"), "BOM": "\ufeff" + src,
	} {
		t.Run(name, func(t *testing.T) {
			var g garden
			var found diag.List
			document.Read("f", []byte(same), &g, document.Places{}, &found)
			require.Len(t, found, 1)
			assert.Equal(t, 17, found[0].Origin.Column)
			assert.Equal(t, "  north: {rose: x}", found[0].Origin.Text)
		})
	}
	_, found := read("\ufefftitel: x\n")
	assert.Equal(t, []string{`f:1:1: unknown key "titel"; did you mean "title"?`}, found, "a mark at the beginning takes no column")
	_, found = read("{\n\t\"title\": \"x\",\n\t\"count\": \"y\"\n}\n")
	assert.Equal(t, []string{`f:3:12: "y" is not a whole number`}, found, "JSON may be indented with tabs")
}

func TestEmptyFile(t *testing.T) {
	for _, src := range []string{"", "\n\n", "# a comment\n", "---\n", "\ufeff", "--- \n# x\n...\n"} {
		g, found := read(src)
		assert.Empty(t, found, "%q", src)
		assert.Equal(t, garden{}, g)
	}
}

func TestFindings(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"unknown key", "tilte: x", `f:1:1: unknown key "tilte"; did you mean "title"?`},
		{"unknown key, none near", "gate: {colour: red}", `f:1:8: unknown key "colour"; known: width`},
		{"unknown key, at home deeper", "width: 1", `f:1:1: unknown key "width"; it stands under gate:`},
		{"wrong type", "count: many", `f:1:8: "many" is not a whole number`},
		{"a fraction", "count: 1.5", `f:1:8: "1.5" is not a whole number`},
		{"beyond the type", "small: 300", `f:1:8: "300" is not a whole number`},
		{"below zero", "size: -1", `f:1:7: "-1" is not a whole number`},
		{"not a number", "share: .nan", `f:1:8: ".nan" is not a number`},
		{"infinity", "share: inf", `f:1:8: "inf" is not a number`},
		{"too large a number", "share: 1e999", `f:1:8: "1e999" is not a number`},
		{"hexadecimal", "share: 0x10", `f:1:8: "0x10" is not a number`},
		{"underscores", "count: 1_000", `f:1:8: "1_000" is not a whole number`},
		{"octal", "count: 010", `f:1:8: "010" is not a whole number; write it without the zero before it`},
		{"a number in quotes", `count: "5"`, `f:1:9: "5" is not a whole number; write it without quotes`},
		{"another truth", "open: yes", `f:1:7: "yes" is not true or false`},
		{"a truth as text", "title: on", `f:1:8: some readers of YAML take on for a truth value; write it in quotes: "on"`},
		{"an octal text", "tags: [010]", `f:1:8: some readers of YAML take 010 for an octal number; write it without the zero, or in quotes: "010"`},
		{"a time of day", "title: 16:30", `f:1:8: some readers of YAML take 16:30 for a number of base 60; write it in quotes: "16:30"`},
		{"a truth as name", "beds: {no: {}}", `f:1:8: some readers of YAML take no for a truth value; write it in quotes: "no"`},
		{"empty", "title:\ncount: 1", `f:1:1: the value is empty; write a value, or leave the key out`},
		{"null", "title: ~", `f:1:8: the value is empty; write a value, or leave the key out`},
		{"a small grammar", "rate: often", `f:1:7: "often" is no rate`},
		{"inside a small grammar", "rate: 3 per dya", `f:1:13: unknown unit "dya"; did you mean "day"?`},
		{"a list for a text", "title: [a]", `f:1:8: a list stands where a text belongs`},
		{"a mapping for a value", "rate: {n: 3}", `f:1:7: a mapping stands where a single value belongs`},
		{"a list for a value", "rate: [3 per day]", `f:1:7: a list stands where a single value belongs`},
		{"a text for a mapping", "gate: wide", `f:1:7: "wide" stands where keys with their values belong; known keys: width`},
		{"a text for names", "beds: north", `f:1:7: "north" stands where names with their values belong`},
		{"a list for a file", "- a", `f:1:1: a list stands where keys with their values belong; known keys: `},
		{"duplicate key", "title: a\ntitle: b", `f:2:1: the key "title" stands twice; remove one of them`},
		{"duplicate name", "beds:\n  a: {}\n  a: {}", `f:3:3: the key "a" stands twice; remove one of them`},
		{"anchor", "title: &x a", `f:1:8: an anchor is not read; write the value where it is needed, without &x`},
		{"alias", "tags: [*x]", `f:1:8: the file is not YAML: `},
		{"tag", "title: !!str 5", `f:1:8: a tag is not read; write the value without !!str`},
		{"anchor at a key", "&x title: a", `f:1:1: an anchor is not read; write the value where it is needed, without &x`},
		{"merge", "gate: {<<: {width: 1}}", `f:1:8: unknown key "<<"; known: width`},
		{"no text as key", "? [a]\n: b", `f:1:3: a key is a text`},
		{"two documents", "title: a\n---\ncount: 1", `f:3:1: the file holds more than one document; put what follows into a file of its own`},
		{"tab", "gate:\n\twidth: 1", `f:2:1: the file is not YAML: found character that cannot start any token; a tab cannot indent; put a text that begins with this character in quotes`},
		{"a colon", "title: a: b", `f:1:9: the file is not YAML: mapping values are not allowed in this context; put a text that holds ": " in quotes`},
		{"not ended", "title: 'abc\ncount: 1\n", `f:1:8: the file is not YAML: what begins here does not end; end it`},
		{"a list not ended", "tags: [a", `f:1:7: the file is not YAML: what begins here does not end; end it`},
		{"not UTF-8", "title: caf\xe9", `f:1:11: the file is not UTF-8; save it with the encoding UTF-8`},
		{"UTF-16", "\xff\xfet\x00", `f:1:1: the file is not UTF-8; save it with the encoding UTF-8`},
		{"a control character", "count: 1\ntitle: a\x1b[31m", `f:2:9: the character U+001B may not stand in a file; remove it`},
		{"half a JSON pair", `{"title": "\ud83d\ude00"}`, `; write the character itself`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found := read(c.src)
			require.Len(t, found, 1, "%q", found)
			assert.Contains(t, found[0], c.want)
			_, windows := read(strings.ReplaceAll(c.src, "\n", "\r\n"))
			assert.Equal(t, found, windows, "the same with CRLF")
		})
	}
}

// A misspelt key is read as what it was meant to be, so that what else is wrong below it comes up too, and nothing seems missing.
func TestMisspeltKeyIsRead(t *testing.T) {
	g, found := read("gaet: {width: x}\ncuont: 3\n")
	assert.Equal(t, []string{`f:1:1: unknown key "gaet"; did you mean "gate"?`, `f:1:15: "x" is not a whole number`, `f:2:1: unknown key "cuont"; did you mean "count"?`}, found)
	assert.Equal(t, 3, g.Count)
	g, found = read("cuont: [a]\n")
	assert.Len(t, found, 1, "what cannot be meant is not read")
	assert.Zero(t, g.Count)
	g, found = read("cuont: 1\ncount: 2\n")
	assert.Len(t, found, 1)
	assert.Equal(t, 2, g.Count)
}

func TestSeveralFiles(t *testing.T) {
	var g garden
	var found diag.List
	places := document.Places{}
	document.Read("a", []byte("title: x\ntags: [a]\nbeds:\n  north: {rose: 1}\ngate: {width: 1}\nrate: 1 per day\n"), &g, places, &found)
	document.Read("b", []byte("title: y\ntags: [b]\nbeds:\n  south: {}\n  north: {}\nowner: Ada\ngate: {width: 2}\nrate: 2 per day\n"), &g, places, &found)
	assert.Equal(t, []string{
		`b:1:1: the key "title" stands in a too; remove one of them`,
		`b:5:3: the name "north" stands twice; rename one of them`,
		`b:7:8: the key "width" stands in a too; remove one of them`,
		`b:8:1: the key "rate" stands in a too; remove one of them`,
	}, shown(found))
	assert.Equal(t, []string{"a", "b"}, g.Tags, "lists are joined")
	assert.Equal(t, []bed{{Name: "north", Plants: []plant{{Name: "rose", Number: 1}}}, {Name: "south"}}, g.Beds, "names are joined")
	assert.Equal(t, "Ada", g.Owner)
	second := diag.List{{Place: diag.Place{Path: "/tags/1"}}}
	places.Resolve(second)
	assert.Equal(t, diag.Origin{File: "b", Line: 2, Column: 8, Text: "tags: [b]", Width: 1}, second[0].Origin, "an element keeps its file")
}

// However bad a file is, it is read in bounded time and gives a bounded number of findings.
func TestHostileFiles(t *testing.T) {
	wide := func(text string, times int) string { return strings.Repeat(text, times) }
	for name, src := range map[string]string{
		"brackets": wide("[", 100_000), "braces": wide("{a: ", 100_000), "closed": wide("[", 50_000) + wide("]", 50_000), "dashes": wide("- ", 100_000),
		"questions": wide("? ", 100_000), "unknown keys": wide("a: 1\n", 100_000), "one long line": "{" + wide("tags: [{}], ", 80_000) + "}",
		"a long list": "tags: [" + wide("{},", 300_000) + "]", "anchors": wide("&a ", 100_000), "a long text": `title: "` + wide(`\n`, 400_000) + `"`,
		"aliases": "title: &a x\ntags: [" + wide("*a,", 100_000) + "]", "comments": wide("#\n", 500_000), "quotes": wide("''", 500_000),
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			_, found := read(src)
			assert.LessOrEqual(t, len(found), document.MostFindings+1)
			assert.Less(t, time.Since(begin), 20*time.Second)
			if name != "comments" && name != "a long text" {
				assert.NotEmpty(t, found)
			}
		})
	}
	_, found := read(wide("a: 1\n", 1000))
	assert.Contains(t, found[len(found)-1], "there may be more findings than these 200")
	_, found = read("title: " + wide("x", document.MostSource))
	assert.Equal(t, []string{"f:1:1: the file is larger than 1048576 bytes; split it into several files"}, found)
	_, found = read("title: " + wide("x", document.MostSource-len("title: ")))
	assert.Empty(t, found)
}
