package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const header = "case_id,activity,lifecycle,resource,timestamp,REG_DATE,AMOUNT_REQ\n"

const small = header + `1,A_SUBMITTED,COMPLETE,112,2011-10-28T16:30:00.000+02:00,2011-10-28T16:30:00.000+02:00,20000
1,A_PARTLYSUBMITTED,COMPLETE,112,2011-10-28T16:30:00.000+02:00,2011-10-28T16:30:00.000+02:00,20000
1,W_Afhandelen leads,SCHEDULE,112,2011-10-28T16:30:00.000+02:00,2011-10-28T16:30:00.000+02:00,20000
1,W_Afhandelen leads,START,10863,2011-10-31T09:30:00.000+01:00,2011-10-28T16:30:00.000+02:00,20000
1,A_PREACCEPTED,COMPLETE,10863,2011-10-31T09:31:00.000+01:00,2011-10-28T16:30:00.000+02:00,20000
1,W_Afhandelen leads,START,10863,2011-11-02T09:30:00.000+01:00,2011-10-28T16:30:00.000+02:00,20000
2,A_SUBMITTED,COMPLETE,112,2011-11-01T00:10:00.000+01:00,2011-11-01T00:10:00.000+01:00,5000
2,W_Afhandelen leads,SCHEDULE,112,2011-11-01T10:00:00.000+01:00,2011-11-01T00:10:00.000+01:00,5000
2,W_Afhandelen leads,START,112,2011-11-01T11:00:00.000+01:00,2011-11-01T00:10:00.000+01:00,5000
2,A_APPROVED,COMPLETE,112,2011-11-04T11:00:00.000+01:00,2011-11-01T00:10:00.000+01:00,5000
2,A_REGISTERED,COMPLETE,112,2011-11-04T11:00:00.000+01:00,2011-11-01T00:10:00.000+01:00,5000
3,A_SUBMITTED,COMPLETE,112,2011-10-31T23:59:59.999+01:00,2011-10-31T23:59:59.999+01:00,700
3,W_Afhandelen leads,SCHEDULE,112,2011-11-07T09:00:00.000+01:00,2011-10-31T23:59:59.999+01:00,700
3,A_DECLINED,COMPLETE,112,2011-11-21T09:00:00.000+01:00,2011-10-31T23:59:59.999+01:00,700
`

func write(t *testing.T, text string) string {
	name := filepath.Join(t.TempDir(), "log.csv")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	return name
}

// Over the weekend on which the clocks went back, 16:30 on Friday to 09:30 on Monday is one working hour, and 66 hours.
func TestReportOfASmallLog(t *testing.T) {
	var out bytes.Buffer
	require.Zero(t, run([]string{"-json", "-log", write(t, small)}, &out, io.Discard))
	var r report
	require.NoError(t, json.Unmarshal(out.Bytes(), &r))
	require.Equal(t, 3, r.Leads)
	require.Equal(t, 14, r.Events)
	require.EqualValues(t, 3, r.Reached["A_SUBMITTED"])
	require.EqualValues(t, 1, r.Reached["A_APPROVED"])
	require.EqualValues(t, 0, r.Reached["O_SENT"])
	require.Equal(t, response{Leads: 2, Median: (66*3600 + 3600) / 2.0, P90: 66 * 3600, Within1h: 1, Within24h: 1, Within1wh: 2, Within8wh: 2, MedianWorking: 3600,
		Promised: 3, Kept: 2, Broken: 1}, r.FirstResponse)
	require.Equal(t, amounts{Requested: 25700, Approved: 5000}, r.Amount)
	require.Equal(t, map[string]month{"2011-10": {Submitted: 2}, "2011-11": {Submitted: 1, Approved: 1}}, r.ByMonth)
	require.Equal(t, map[string]month{"2011-W43": {Submitted: 1}, "2011-W44": {Submitted: 2, Approved: 1}}, r.ByWeek, "the last of October and the first of November are in one")
	require.Len(t, r.Weeks, 3)
	require.Equal(t, kept{Name: "2011-W43", Answered: 1, Within1wh: 1, Median: 66 * 3600, MedianWorking: 3600}, r.Weeks[0])
}

func TestReportForPeople(t *testing.T) {
	var out bytes.Buffer
	require.Zero(t, run([]string{"-log", write(t, small)}, &out, io.Discard))
	require.Contains(t, out.String(), "3 loan applications, 14 events")
	require.Contains(t, out.String(), "median of working time    1h0m0s")
	require.NotContains(t, out.String(), "2011-W44")
	out.Reset()
	require.Zero(t, run([]string{"-by", "week", "-log", write(t, small)}, &out, io.Discard))
	require.Contains(t, out.String(), "first response by the week in which it was asked for")
	require.Contains(t, out.String(), "2011-W44             2         1  50.0 %")
	require.NotContains(t, out.String(), "2011-10")
	require.Equal(t, 2, run([]string{"-by", "day", "-log", write(t, small)}, &out, io.Discard))
}

func TestDiagram(t *testing.T) {
	for form, says := range map[string]string{"mermaid": "flowchart", "dot": "digraph"} {
		var out bytes.Buffer
		require.Zero(t, run([]string{"-diagram", form, "-log", write(t, small)}, &out, io.Discard))
		require.Contains(t, out.String(), says)
		require.Contains(t, out.String(), "approve")
	}
	require.Equal(t, 2, run([]string{"-diagram", "png", "-log", write(t, small)}, io.Discard, io.Discard))
}

func TestBadInputExitsTwo(t *testing.T) {
	cases := map[string]struct {
		args []string
		says string
	}{
		"no log":           {nil, "BPI Challenge 2012"},
		"no such file":     {[]string{"-log", "nowhere.csv"}, "nowhere.csv"},
		"no such column":   {[]string{"-log", write(t, "a,b\n1,2\n")}, "no column case_id"},
		"not gzip":         {[]string{"-log", func() string { n := write(t, small); _ = os.Rename(n, n+".gz"); return n + ".gz" }()}, "gzip"},
		"unknown activity": {[]string{"-log", write(t, header+"1,W_Koffie,START,1,2011-10-28T16:30:00.000+02:00,x,1\n")}, "unknown activity"},
		"bad time":         {[]string{"-log", write(t, header+"1,A_SUBMITTED,COMPLETE,1,2011-13-28T16:30:00.000+02:00,x,1\n")}, ":2:"},
		"going back":       {[]string{"-log", write(t, small+"3,A_ACCEPTED,COMPLETE,112,2011-11-20T09:00:00.000+01:00,x,700\n")}, "before the record's clock"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var errs bytes.Buffer
			require.Equal(t, 2, run(c.args, io.Discard, &errs))
			require.Contains(t, errs.String(), c.says)
		})
	}
}

// The public log, where it is at hand. The figures were read off it by an independent program.
func TestPublicLog(t *testing.T) {
	const name = "../../../shared/data/bpi2012_loan_applications.csv.gz"
	if _, err := os.Stat(name); err != nil {
		t.Skip("the public log is not here")
	}
	var out bytes.Buffer
	require.Zero(t, run([]string{"-json", "-log", name}, &out, io.Discard))
	var r report
	require.NoError(t, json.Unmarshal(out.Bytes(), &r))
	require.Equal(t, 13087, r.Leads)
	require.Equal(t, 262200, r.Events)
	require.EqualValues(t, 2246, r.Reached["A_APPROVED"])
	require.EqualValues(t, 3254, r.Reached["O_SENT_BACK"])
	require.Equal(t, response{Leads: 4755, Median: 2546.844, P90: 53318.358, Within1h: 2650, Within24h: 4578, Within1wh: 3985, Within8wh: 4755,
		MedianWorking: 715.414, Promised: 4755, Kept: 4755}, r.FirstResponse)
	require.Equal(t, amounts{Requested: 177634511, Approved: 35290338}, r.Amount)
	require.Equal(t, month{Submitted: 2393, Approved: 500}, r.ByMonth["2011-10"])
	require.Equal(t, [2]month{{Submitted: 465, Approved: 101}, {Submitted: 689, Approved: 125}}, [2]month{r.ByWeek["2011-W52"], r.ByWeek["2012-W01"]})
	require.Equal(t, [2]any{172, 6749.364}, [2]any{r.Weeks[13].Answered, r.Weeks[13].Median})
}
