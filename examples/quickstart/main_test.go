package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/host"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
	"github.com/leadkit/leadkit/funnel"
	"github.com/leadkit/leadkit/sla"
)

// runs keeps what the program printed, by its arguments.
var runs sync.Map

type printed struct {
	out, err string
	status   int
}

func try(args ...string) printed {
	key := strings.Join(args, "\x00")
	if p, ok := runs.Load(key); ok {
		return p.(printed)
	}
	var out, err bytes.Buffer
	status := run(args, &out, &err)
	p := printed{out.String(), err.String(), status}
	runs.Store(key, p)
	return p
}

// text runs the program and requires that it said nothing but its report.
func text(t *testing.T, args ...string) string {
	p := try(args...)
	require.Equal(t, exitOK, p.status, p.err)
	require.Empty(t, p.err, "no warning, no progress")
	return p.out
}

// whole is what became of the embedded log, read once.
var whole = sync.OnceValues(func() (*world, error) {
	c, err := readContract("")
	if err != nil {
		return nil, err
	}
	log, err := readLog("", c.engine, time.Time{}, &progress{})
	if err != nil {
		return nil, err
	}
	return replay(c, log, log.last(), &progress{})
})

// report gives the report on the embedded log, of a lead, or of the one that is chosen.
func report(t *testing.T, id string) *Report {
	w, err := whole()
	require.NoError(t, err)
	r, err := w.report(id)
	require.NoError(t, err)
	return r
}

// object gives the report as a program reads it.
func object(t *testing.T, from *Report) (r Report) {
	text, err := encode(from)
	require.NoError(t, err)
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&r))
	return r
}

func file(t *testing.T, name, content string) string {
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func TestTheReportFitsThePage(t *testing.T) {
	for i, line := range strings.Split(report(t, "").String(), "\n") {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), width, "line %d: %s", i+1, line)
		assert.Equal(t, strings.TrimRight(line, " "), line, "line %d ends in a space", i+1)
	}
}

func TestLeadsByStageSumToTheLeads(t *testing.T) {
	s := object(t, report(t, "")).Summary
	sum := int64(0)
	for _, line := range s.Stages {
		by := int64(0)
		for _, n := range line.By {
			by += n
		}
		assert.Equal(t, line.Leads, by, line.Stage)
		sum += line.Leads
	}
	assert.Equal(t, s.Leads, sum)
	assert.EqualValues(t, 500, s.Leads)
}

func TestEveryPromiseStandsInOneColumn(t *testing.T) {
	for _, p := range report(t, "").Summary.Promises {
		assert.Equal(t, p.Started, p.Kept+p.Late+p.Broken+p.Cancelled+p.Waived+p.Open, p.Promise)
	}
}

func TestSourcesSumToTheWhole(t *testing.T) {
	c := report(t, "").Summary.Costs
	var sum Source
	for _, s := range c.Sources {
		sum.add(s)
	}
	assert.Equal(t, [3]int64{c.Total.Leads, c.Total.HandedOver, c.Total.Sales}, [3]int64{sum.Leads, sum.HandedOver, sum.Sales})
	assert.Equal(t, c.Total.Spent, sum.Spent)
	assert.Equal(t, c.Total.PerHandOver, sum.PerHandOver)
}

func TestTheObjectAgreesWithTheLibrary(t *testing.T) {
	engine, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: sample.Contract()})
	require.NoError(t, err)
	log, err := sample.Log()
	require.NoError(t, err)
	h := host.New(engine)
	for _, e := range log {
		require.NoError(t, h.Apply(e.Event, e.At))
	}
	at := log[len(log)-1].At
	require.NoError(t, h.Wake(at))

	r := object(t, report(t, ""))
	s := r.Summary
	assert.Equal(t, engine.Hash(), r.Hash)
	assert.True(t, at.Equal(r.At))
	assert.EqualValues(t, len(log), r.Log.Events)
	for _, p := range s.Promises {
		tally := h.Book.Promises.Tally(sla.Which{Promise: p.Promise})
		assert.Equal(t, [4]int64{tally.Kept, tally.Late, tally.Broken, tally.Open}, [4]int64{p.Kept, p.Late, p.Broken, p.Open}, p.Promise)
	}
	costs := engine.Funnel().Costs(&h.Book.Funnel, funnel.During{})
	assert.Equal(t, costs.Total.Per("mql").Cost, s.Costs.Total.PerHandOver)
	assert.Equal(t, costs.Total.Per("customer").Cost, s.Costs.Total.PerSale)
	var records []*leadkit.Record
	for _, id := range h.Leads() {
		records = append(records, h.Records[id])
	}
	forecast, err := engine.Forecast(&h.Book, records, funnel.Sampling{Seed: seed})
	require.NoError(t, err)
	assert.Equal(t, forecast.Spread.P10, s.Expected.P10)
	assert.Equal(t, forecast.Spread.P90, s.Expected.P90)
	view, err := engine.At(h.Records[r.Story.Lead], at)
	require.NoError(t, err)
	assert.Equal(t, view.Lines, r.Story.Ledger)
	assert.True(t, view.Next.Time().Equal(*r.Story.Next))
}

func TestEarlierMeansFewer(t *testing.T) {
	var earlier Report
	require.NoError(t, json.Unmarshal([]byte(text(t, "-at", "2026-02-15", "-json")), &earlier))
	later := report(t, "")
	assert.Less(t, earlier.Log.Events, later.Log.Events)
	assert.Less(t, earlier.Summary.Leads, later.Summary.Leads)
	assert.Equal(t, "2026-02-15T23:59:59.999+01:00", earlier.At.Format(time.RFC3339Nano), "a date is the end of the day")
	for _, m := range earlier.Story.Moments {
		assert.False(t, m.At.After(earlier.At), "%s tells of the future", m.Text)
	}
	assert.Contains(t, text(t, "-at", "2020-01-01"), "0 leads with 0 events")
}

func TestAStoryIsAReplayOfTheRecord(t *testing.T) {
	w, err := whole()
	require.NoError(t, err)
	for i, id := range w.host.Leads() {
		if i%10 != 0 {
			continue
		}
		told, err := w.fold(id)
		require.NoError(t, err)
		hosted := w.host.Records[id].Clone()
		for _, r := range []*leadkit.Record{told.record, hosted} {
			_, err := w.engine.Advance(r, w.at)
			require.NoError(t, err)
		}
		want, err := json.Marshal(hosted)
		require.NoError(t, err)
		got, err := json.Marshal(told.record)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), id)
	}
}

func TestTheChosenLeadHasAStory(t *testing.T) {
	r := report(t, "")
	whats := map[string]bool{}
	for _, m := range r.Story.Moments {
		whats[m.What] = true
	}
	for _, what := range []string{"signal", "points", "stage", "nurture", "hand-over", "owner", "promise", "act"} {
		assert.True(t, whats[what], "the story tells of no %s", what)
	}
	assert.Equal(t, r, report(t, r.Story.Lead), "naming the chosen lead changes nothing")
	other := report(t, "L0001")
	assert.Contains(t, other.String(), "THE STORY OF L0001\n")
	assert.Equal(t, r.Summary, other.Summary, "the summary does not depend on the lead")
}

// asCSV writes the sample log with a column for each property of simple events, and the others as JSON.
func asCSV(t *testing.T) string {
	log, err := sample.Log()
	require.NoError(t, err)
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	columns := []string{"path", "seconds", "topic"}
	require.NoError(t, w.Write(append([]string{"kind", "id", "lead", "about", "at", "time", "automatic", "by", "props"}, columns...)))
	for _, e := range log {
		row := []string{e.Kind, e.ID, e.Lead, e.About, e.At.Format(time.RFC3339Nano), e.Time.Format(time.RFC3339Nano), "", e.By, ""}
		if e.Automatic {
			row[6] = "true"
		}
		for _, name := range columns {
			cell := ""
			if v, ok := e.Props[name]; ok {
				cell = fmt.Sprint(v)
				delete(e.Props, name)
			}
			row = append(row, cell)
		}
		if len(e.Props) > 0 {
			props, err := json.Marshal(e.Props)
			require.NoError(t, err)
			row[8] = string(props)
		}
		require.NoError(t, w.Write(row))
	}
	w.Flush()
	return b.String()
}

func TestCSVAndJSONLinesAreTheSameLog(t *testing.T) {
	assert.Equal(t, report(t, "").String(), text(t, "-events", file(t, "log.csv", asCSV(t))))
}

func TestACompressedLogIsTheSameLog(t *testing.T) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	data, err := os.ReadFile("testdata/tiny.jsonl")
	require.NoError(t, err)
	_, err = z.Write(data)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	with := func(events string) string { return text(t, "-contract", "testdata/tiny.yaml", "-events", events) }
	assert.Equal(t, with("testdata/tiny.jsonl"), with(file(t, "tiny.ndjson.gz", zipped.String())))
}

func TestTheOrderOfLinesIsThatOfLearning(t *testing.T) {
	data, err := os.ReadFile("testdata/tiny.jsonl")
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	lines[0], lines[4] = lines[4], lines[0]
	with := func(events string) string { return text(t, "-contract", "testdata/tiny.yaml", "-events", events) }
	assert.Equal(t, with("testdata/tiny.jsonl"), with(file(t, "mixed.jsonl", strings.Join(lines, "\n"))))
}

func TestAContractMayBeSplit(t *testing.T) {
	data, err := os.ReadFile("testdata/tiny.yaml")
	require.NoError(t, err)
	head, tail, found := strings.Cut(string(data), "promises:")
	require.True(t, found)
	one, two := file(t, "one.yaml", head), file(t, "two.yaml", "promises:"+tail)
	assert.Equal(t, text(t, "-contract", "testdata/tiny.yaml", "-events", "testdata/tiny.jsonl"),
		text(t, "-contract", one+","+two, "-events", "testdata/tiny.jsonl"))
}

func TestBadInputIsShownWithItsPlace(t *testing.T) {
	good := `{"at":"2026-03-05T08:00:00Z","id":"1","lead":"ann","kind":"lead_created"}` + "\n"
	header := "id,lead,kind,time,path,seconds,automatic\n"
	cases := map[string]struct {
		flag, name, content string
		want                []string
	}{
		"no JSON":                    {"-events", "log.jsonl", good + "{\n", []string{"log.jsonl:2: no event: unexpected EOF"}},
		"a key of no event":          {"-events", "log.jsonl", `{"id":"1","led":"ann"}`, []string{`log.jsonl:1: no event: json: unknown field "led"`}},
		"two objects on a line":      {"-events", "log.jsonl", good[:len(good)-1] + good, []string{"log.jsonl:1: no event: something follows the object"}},
		"an unknown kind":            {"-events", "log.jsonl", strings.Replace(good, "created", "creatd", 1), []string{`"lead_creatd"; did you mean "lead_created"?`}},
		"all problems of all lines":  {"-events", "log.jsonl", `{"at":"2026-03-05T08:00:00Z","kind":"page_viewed","lead":"a","props":{"pth":1}}` + "\n\n{", []string{"log.jsonl:1: event without an id: id", `log.jsonl:1: event without an id: props.pth`, "log.jsonl:3:"}},
		"an event from the future":   {"-events", "log.jsonl", good + `{"at":"2026-03-05T08:00:00Z","time":"2026-04-05T08:00:00Z","id":"2","lead":"ann","kind":"page_viewed"}`, []string{"log.jsonl:2: ", "future"}},
		"an empty table":             {"-events", "log.csv", "", []string{"log.csv:1: the header is missing"}},
		"an unknown column":          {"-events", "log.csv", "id,kind,time,secnds\n", []string{`log.csv:1: no kind of event has a property "secnds"; did you mean "seconds"?`}},
		"a missing column":           {"-events", "log.csv", "id,time\n", []string{`log.csv:1: the column "kind" is missing`}},
		"an event of nobody":         {"-events", "log.jsonl", `{"at":"2026-03-05T08:00:00Z","id":"1","kind":"page_viewed"}`, []string{"log.jsonl:1: 1: it has no lead"}},
		"no time at all":             {"-events", "log.csv", "id,kind\n", []string{`both columns "at" and "time" are missing`}},
		"a column twice":             {"-events", "log.csv", "id,kind,time,id\n", []string{`the column "id" stands twice`}},
		"a cell that is no time":     {"-events", "log.csv", header + "1,a,page_viewed,yesterday,/x,1,\n", []string{`log.csv:2: time is "yesterday"`}},
		"a cell that is no number":   {"-events", "log.csv", header + "1,a,page_viewed,2026-03-05T08:00:00Z,/x,many,\n", []string{"log.csv:2: 1: props.seconds is not a finite number"}},
		"a cell that is no truth":    {"-events", "log.csv", header + "1,a,page_viewed,2026-03-05T08:00:00Z,/x,1,maybe\n", []string{`log.csv:2: automatic is "maybe"`}},
		"a row that is too short":    {"-events", "log.csv", header + "1,a\n2,a,page_viewed,nine,/x,1,\n", []string{"log.csv:2: wrong number of fields", `log.csv:3: time is "nine"`}},
		"a quote that is never shut": {"-events", "log.csv", header + "1,\"a\n", []string{"log.csv:"}},
		"an unknown format":          {"-events", "log.xls", "", []string{"the extension says the format"}},
		"a broken archive":           {"-events", "log.jsonl.gz", "this is not compressed at all", []string{"log.jsonl.gz: gzip"}},
		"a bad contract":             {"-contract", "c.yaml", "scores:\n  fit:\n    rich: {when: lead.potentil > 5, points: x}\n", []string{"c.yaml:3:", "    rich: {when", "^^^", `did you mean "lead.potential"?`}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			p := try(c.flag, file(t, c.name, c.content))
			assert.Equal(t, exitInput, p.status)
			assert.Empty(t, p.out)
			for _, want := range c.want {
				assert.Contains(t, p.err, want)
			}
		})
	}
}

func TestBadFlagsAreRefused(t *testing.T) {
	for want, args := range map[string][]string{
		"did you mean \"ann\"?":             {"-contract", "testdata/tiny.yaml", "-events", "testdata/tiny.jsonl", "-lead", "anm"},
		"the first is \"ann\"":              {"-contract", "testdata/tiny.yaml", "-events", "testdata/tiny.jsonl", "-lead", "zebulon"},
		"-at \"soon\" is no time":           {"-at", "soon"},
		"-at \"0001-01-01\" lies outside":   {"-at", "0001-01-01"},
		"-led; -h lists the flags":          {"-led", "L1"},
		"nothing is expected":               {"extra"},
		"-contract: open nowhere.yaml":      {"-contract", "nowhere.yaml"},
		"-events: open nowhere.jsonl":       {"-events", "nowhere.jsonl"},
		"flag needs an argument: -contract": {"-contract"},
	} {
		p := try(args...)
		assert.Equal(t, exitInput, p.status, "%v", args)
		assert.Contains(t, p.err, want)
		assert.Empty(t, p.out)
	}
}

func TestHelpNamesEveryFlag(t *testing.T) {
	help := text(t, "-h")
	for _, name := range []string{"-contract", "-events", "-lead", "-at", "-json"} {
		assert.Contains(t, help, "\n  "+name+" ")
	}
	for _, line := range strings.Split(help, "\n") {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), width)
	}
}

func TestManyBadLinesAreCounted(t *testing.T) {
	p := try("-events", file(t, "log.jsonl", strings.Repeat("{\n", mostProblems+5)))
	assert.Equal(t, mostProblems, strings.Count(p.err, "log.jsonl:"))
	assert.Contains(t, p.err, "and 5 bad lines more")
}
