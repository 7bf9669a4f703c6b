package leadkit_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
	"github.com/leadkit/leadkit/lead/diag"
)

// load gives what is wrong with files.
func load(t *testing.T, files ...leadkit.File) diag.List {
	_, err := leadkit.Load(files...)
	if err == nil {
		return nil
	}
	var list diag.List
	require.ErrorAs(t, err, &list)
	return list
}

func file(name, text string) leadkit.File { return leadkit.File{Name: name, Data: []byte(text)} }

// marked gives the runes of the file that a finding underlines.
func marked(t *testing.T, f diag.Finding) string {
	runes := []rune(f.Origin.Text)
	require.LessOrEqual(t, f.Origin.Column-1+f.Origin.Width, len(runes), f.String())
	return string(runes[f.Origin.Column-1 : f.Origin.Column-1+f.Origin.Width])
}

// Ten mistakes in one contract give ten findings, in one pass, each at its place and with what would be right.
func TestTenMistakes(t *testing.T) {
	src := `contract: ten mistakes
currency: EURO
calendars:
  default: {zone: Europe/Pari, open: {mon-fri: ["09:00-17:00"]}}
lead:
  attributes: {fleet: nubmer, hired: date}
scores:
  fit:
    big fleet:   {when: 'lead.fleet > 20 and lead.employes > 5', points: 10}
    known:       {when: lead.hired > 5, pionts: 10}
  interest:
    opened:      {each: email_opened, points: 2, at_most: 3 per dya}
    prices:      {each: page_veiwed, points: 2}
    prices:      {each: page_viewed, points: ten}
moves:
  ripe: {from: inquiry, to: mlq, when: total >= 50}
`
	want := []struct{ mark, finding string }{
		{"EURO", "c.yaml:2:11: the currency is not an ISO 4217 code; write one such as EUR"},
		{"Europe/Pari", `c.yaml:4:19: unknown zone "Europe/Pari"; did you mean "Europe/Paris"?`},
		{"nubmer", `c.yaml:6:23: "nubmer" is no type: write one of string, number, bool, date, money, duration, list`},
		{"lead.employes", `c.yaml:9:46: unknown name "lead.employes"; did you mean "lead.employees"?`},
		{"lead.hired > 5", `c.yaml:10:25: `},
		{"pionts", `c.yaml:10:41: unknown key "pionts"; did you mean "points"?`},
		{"3 per dya", `c.yaml:12:59: "3 per dya" is not how often: write 3 per day, 1 per week, 2 per month or 3 within 36h`},
		{"page_veiwed", `c.yaml:13:25: unknown kind of event "page_veiwed"; did you mean "page_viewed"?`},
		{"prices", `c.yaml:14:5: the key "prices" stands twice; remove one of them`},
		{"mlq", `c.yaml:16:29: unknown stage "mlq"; did you mean "mql"?`},
	}
	found := load(t, file("c.yaml", src))
	require.Len(t, found, len(want), found.Error())
	for i, w := range want {
		assert.Contains(t, found[i].String(), w.finding)
		assert.Equal(t, w.mark, marked(t, found[i]))
	}
}

// An expression is underlined where it is wrong, however it is written.
func TestExpressionIsUnderlined(t *testing.T) {
	for name, value := range map[string]string{
		"plain":         `lead.employees > 5 and lead.flet > 2`,
		"single quotes": `'lead.industry == "it''s" and lead.flet > 2'`,
		"double quotes": `"lead.industry == \"r\\u00e9\" and lead.flet > 2"`,
		"escapes":       `"lead.industry == '\u00e9\x41' and lead.flet > 2"`,
		"a block":       "|\n        lead.employees > 5\n        and lead.flet > 2\n",
		"wide letters":  `'lead.industry == "日本" and lead.flet > 2'`,
	} {
		t.Run(name, func(t *testing.T) {
			for _, end := range []string{"\n", "\r\n"} {
				src := strings.ReplaceAll("lead: {attributes: {fleet: number}}\nscores:\n  fit:\n    big:\n      points: 5\n      when: "+value+"\n", "\n", end)
				found := load(t, file("c.yaml", src))
				require.Len(t, found, 1)
				assert.Equal(t, "lead.flet", marked(t, found[0]))
				assert.Equal(t, "lead.fleet", found[0].Near)
			}
		})
	}
	folded := "lead: {attributes: {fleet: number}}\nscores:\n  fit:\n    big:\n      points: 5\n      when: >\n        lead.employees > 5\n        and lead.flet > 2\n"
	found := load(t, file("c.yaml", folded))
	require.Len(t, found, 1)
	assert.Equal(t, [2]int{6, 13}, [2]int{found[0].Origin.Line, found[0].Origin.Column}, "a folded text at its beginning")
}

// Each sort of mistake in a file, alone.
func TestFindings(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"unknown calendar", "promises: {answer: {by: sales, from: handed_over, do: accepted, within: 2 working hours, calendar: ofice}}\ncalendars: {office: {zone: UTC, open: {mon: \"09:00-17:00\"}}}",
			`c.yaml:1:100: unknown calendar "ofice"; did you mean "office"?`},
		{"empty value", "scores:\n  fit:\n    x: {when: , points: 5}", `c.yaml:3:9: the value is empty; write a value, or leave the key out`},
		{"ambiguous", "lead: {attributes: {size: {type: string, known: [yes, on, 010]}}}", `c.yaml:1:50: some readers of YAML take yes for a truth value; write it in quotes: "yes"`},
		{"anchor and alias", "scores:\n  fit:\n    x: &x {when: lead.employees > 5, points: 5}\n    y: *x", `c.yaml:3:8: an anchor is not read`},
		{"a section misspelt", "scoers: {fit: {x: {when: lead.employees > 5, points: 5}}}\nmoves: {a: {from: inquiry, to: mql, when: total > 5}, w: {from: sal, to: customer, upon: won}, s: {from: mql, to: sal, upon: accepted}}",
			`c.yaml:1:1: unknown key "scoers"; did you mean "scores"?`},
		{"JSON", "{\n\t\"skew\": \"5 minutse\"\n}", `c.yaml:2:11: "5 minutse" is not a span of time: write one such as 90m, 36h or 14d`},
		{"JSON cut off", `{"skew": "5m"`, "c.yaml:1:1: the file is not YAML: what begins here does not end; end it"},
		{"two documents", "skew: 5m\n---\nskew: 6m", "c.yaml:3:1: the file holds more than one document"},
		{"not UTF-8", "contract: caf\xe9", "c.yaml:1:14: the file is not UTF-8"},
		{"deep", strings.Repeat("[", 100_000), "c.yaml:1:101: the file is not YAML: exceeded max depth of 100"},
		{"deep expression", "scores: {fit: {x: {points: 1, when: '" + strings.Repeat("(", 5_000) + "'}}}", "c.yaml:1:"},
		{"large", strings.Repeat("#", 1<<20+1), "c.yaml:1:1: the file is larger than 1048576 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			begin := time.Now()
			found := load(t, file("c.yaml", c.src))
			require.NotEmpty(t, found)
			assert.Contains(t, found[0].String(), c.want)
			assert.Less(t, time.Since(begin), 5*time.Second)
		})
	}
}

// A contract may lie in several files: sections are joined, and a finding bears its file.
func TestSeveralFiles(t *testing.T) {
	base := "lead: {attributes: {fleet: number}}\nscores:\n  fit:\n    big: {when: lead.fleet > 20, points: 10}\n"
	more := "scores:\n  interest:\n    opened: {each: email_opened, points: 2}\n"
	e, err := leadkit.Load(file("base.yaml", base), file("more.yaml", more))
	require.NoError(t, err)
	assert.Equal(t, []string{"fit", "interest", "total"}, e.Schema().Scores())
	whole, err := leadkit.Load(file("c.yaml", base+strings.TrimPrefix(more, "scores:\n")))
	require.NoError(t, err)
	assert.Equal(t, whole.Hash(), e.Hash(), "how it is split has no meaning")

	again := load(t, file("base.yaml", base), file("more.yaml", "scores:\n  fit: {}\n  size:\n    huge: {when: lead.flet > 200, points: 2}\nskew: 5m\n"), file("z.yaml", "skew: 5m\n"))
	require.Len(t, again, 3, again.Error())
	assert.Equal(t, `more.yaml:2:3: the name "fit" stands twice; rename one of them`, again[0].String())
	assert.Equal(t, `more.yaml:4:18: unknown name "lead.flet"; did you mean "lead.fleet"?`, again[1].String())
	assert.Equal(t, `z.yaml:1:1: the key "skew" stands in more.yaml too; remove one of them`, again[2].String())
}

// A contract that was made in Go has its findings by path.
func TestFindingsWithoutFile(t *testing.T) {
	c, err := leadkit.Parse(file("c.yaml", string(sample.Contract())))
	require.NoError(t, err)
	made := leadkit.Contract{Currency: "EURO", Scores: c.Scores}
	_, err = leadkit.Compile(&made)
	require.ErrorContains(t, err, "/currency: the currency is not an ISO 4217 code")
	assert.NotContains(t, err.Error(), "/lead/currency")
}

// Whatever one mistake breaks in the sample contract, it is told once: what follows from it elsewhere is not.
func TestOneMistakeOneFinding(t *testing.T) {
	src := string(sample.Contract())
	for _, c := range []struct{ was, is string }{
		{"fleet: number", "fleet: nubmer"}, {"fleet: number ", "flet: number "}, {"currency: EUR", "currency: EURO"}, {"points: 20", "pionts: 20"}, {"points: 20", "points: many"},
		{"hours: default", "hours: defualt"}, {"3 per day", "3 per dya"}, {"half-life 14d", "halflife 14d"}, {"of: total, hot", "of: totla, hot"},
		{"total: fit + interest", "total: fit + intrest"}, {"scores:", "scoers:"}, {"routing:", "ruoting:"}, {"zone: Europe/Paris\n    open", "zone: Europe/Pari\n    open"},
		{"each: email_opened", "each: email_opend"}, {"strategy: rotation", "strategy: rotaton"},
	} {
		t.Run(c.is, func(t *testing.T) {
			require.Contains(t, src, c.was)
			found := load(t, file("c.yaml", strings.Replace(src, c.was, c.is, 1)))
			if c.is == "flet: number " { // two places read what is not there any more
				assert.NotEmpty(t, found)
				return
			}
			assert.Len(t, found, 1, found.Error())
		})
	}
}

// A contract written in Go, YAML or JSON is one contract.
func TestRoundTrip(t *testing.T) {
	c, err := leadkit.Parse(file("c.yaml", string(sample.Contract())))
	require.NoError(t, err)
	e, err := leadkit.Compile(c)
	require.NoError(t, err)
	for name, write := range map[string]func() ([]byte, error){"yaml": c.YAML, "json": c.JSON} {
		data, err := write()
		require.NoError(t, err)
		back, err := leadkit.Load(file("c."+name, string(data)))
		require.NoError(t, err, string(data))
		assert.Equal(t, e.Hash(), back.Hash(), name)
		again, err := leadkit.Parse(file("c."+name, string(data)))
		require.NoError(t, err)
		text, err := map[string]func() ([]byte, error){"yaml": again.YAML, "json": again.JSON}[name]()
		require.NoError(t, err)
		assert.Equal(t, string(data), string(text), "written again, it is the same")
		assert.NotContains(t, string(data), "class", "nothing is written of what is not said")
	}
}

// Go's own JSON keeps a contract and its parts, too: what has a short form is written whole, and both are read.
func TestContractsSurvivePlainJSON(t *testing.T) {
	for _, text := range []string{string(sample.Contract()), `
scores:
  fit: {for: 'lead.market == "B2B"', retail: {when: 'lead.industry == "retail"', points: 3}}
  interest: {opened: {each: email_opened, points: 2}}
  company: {interest: interest, group: {decides: 'lead.job_title contains "director"'}}
routing:
  channels:
    field: {team: field, wins: {retail: {when: 'lead.industry == "retail"', chance: 30%}, others: 10%}}
  people:
    Ada: {channels: field, absent: [2026-03-02..2026-03-08]}
funnel:
  steps: {leads: inquiry, sales: customer}
  probability: {inquiry: 5%}
`} {
		c, err := leadkit.Parse(file("c.yaml", text))
		require.NoError(t, err)
		e, err := leadkit.Compile(c)
		require.NoError(t, err)
		data, err := json.Marshal(c)
		require.NoError(t, err)
		var read leadkit.Contract
		require.NoError(t, json.Unmarshal(data, &read))
		again, err := leadkit.Compile(&read)
		require.NoError(t, err)
		assert.Equal(t, e.Hash(), again.Hash())
	}
}

// The mark stands under the runes that are wrong, also behind tabs, accents and wide letters.
func TestShow(t *testing.T) {
	found := diag.List{
		{Origin: diag.Origin{File: "c", Line: 1, Column: 6, Width: 3, Text: "\t\té日 bad x"}, Summary: "it is bad", Remedy: "write good"},
		{Origin: diag.Origin{File: "c", Line: 2, Column: 3, Width: 2, Text: "a 日本"}, Summary: "wide"},
		{Origin: diag.Origin{File: "c", Line: 3, Column: 4, Width: 1, Text: "abc"}, Summary: "at the end"},
		{Origin: diag.Origin{File: "c", Line: 4, Column: 1001, Width: 3, Text: strings.Repeat("x", 1000) + "bad" + strings.Repeat("y", 1000)}, Summary: "far"},
		{Place: diag.Place{Path: "/skew"}, Summary: "no file"},
		{Origin: diag.Origin{File: "c", Line: 5, Column: 2, Width: 1, Text: "a\x1b[31m"}, Summary: "a \x1b[31m color"},
	}
	want := `c:1:6: it is bad; write good
      é日 bad x
          ^^^

c:2:3: wide
    a 日本
      ^^^^

c:3:4: at the end
    abc
       ^

c:4:1001: far
    ` + strings.Repeat("x", 60) + "bad" + strings.Repeat("y", 97) + `
    ` + strings.Repeat(" ", 60) + `^^^

/skew: no file

c:5:2: a �[31m color
    a�[31m
     ^
`
	assert.Equal(t, want, leadkit.Show(found))
}

// Mistakes in the scores that have a likely cause: what is found names it, and nothing else is found.
func TestFindingsOfScores(t *testing.T) {
	for src, want := range map[string]string{
		"  Fit: {big: {when: lead.employees > 5, points: 5}}": `c.yaml:2:3: "Fit" cannot be a score's name; write lower-case letters, digits and _, a letter first`,
		"  fit: 30":        `c.yaml:2:3: unknown key "fit"; known: company, grid, temperature, total, zone; a name of your own has keys with their values`,
		"  fit: {big: 30}": `c.yaml:2:9: unknown key "big"; known: about, decay, for, groups, max, min, was; a name of your own has keys with their values`,
		"  fit: {big: {when: lead.employees > 5, points: 5}}\n  grid: {letters: {of: fit, A: 3, else: B}}": "c.yaml:3:3: the grid has no digits; write digits: with the bands of a score",
		"  fit: {big: {when: lead.employees > 5, points: 5}}\n  grid: {digits: {of: fit, 1: 3, else: 2}}":  "c.yaml:3:3: the grid has no letters; write letters: with the bands of a score",
		`  fit: {read: {when: 'event.path == "/x"', points: 5}}`:                                           `c.yaml:2:23: unknown name "event.path"; say each: with the kind of event that has it`,
	} {
		found := load(t, file("c.yaml", "scores:\n"+src+"\n"))
		require.Len(t, found, 1, src)
		assert.Equal(t, want, found[0].String())
	}
}
