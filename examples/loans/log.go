package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadkit/leadkit/lead"
)

// row is one line of the log.
type row struct {
	application string
	kind        string
	person      string
	at          lead.Instant
	amount      float64
	line        int
}

var columns = []string{"case_id", "activity", "lifecycle", "resource", "timestamp", "AMOUNT_REQ"}

// work gives the contract's words for the log's work items, which are in Dutch.
var work = map[string]string{
	"W_Afhandelen leads": "leads", "W_Completeren aanvraag": "filling", "W_Nabellen offertes": "offer_call", "W_Nabellen incomplete dossiers": "papers",
	"W_Valideren aanvraag": "assessing", "W_Beoordelen fraude": "fraud", "W_Wijzigen contractgegevens": "contract",
}

var phases = map[string]string{"SCHEDULE": "scheduled", "START": "started", "COMPLETE": "completed"}

// logReader reads rows.
type logReader struct {
	name  string
	file  *os.File
	csv   *csv.Reader
	at    []int // the place of each column
	kinds map[string]map[string]string
	line  int
}

func openLog(name string) (*logReader, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	var in io.Reader = bufio.NewReaderSize(f, 1<<16)
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(in); err != nil {
			f.Close()
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	l := &logReader{name: name, file: f, csv: csv.NewReader(bufio.NewReaderSize(in, 1<<16)), kinds: map[string]map[string]string{}, line: 1}
	l.csv.ReuseRecord = true
	head, err := l.csv.Read()
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, c := range columns {
		at := slices.Index(head, c)
		if at < 0 {
			f.Close()
			return nil, fmt.Errorf("%s:1: there is no column %s; the columns are %s", name, c, strings.Join(head, ", "))
		}
		l.at = append(l.at, at)
	}
	return l, nil
}

func (l *logReader) close() { l.file.Close() }

// next reads a row; io.EOF after the last.
func (l *logReader) next(r *row) error {
	fields, err := l.csv.Read()
	l.line++
	if err == io.EOF {
		return err
	}
	if err != nil {
		return fmt.Errorf("%s: %w", l.name, err)
	}
	r.line, r.application, r.person = l.line, fields[l.at[0]], fields[l.at[3]]
	if r.kind, err = l.kind(fields[l.at[1]], fields[l.at[2]]); err != nil {
		return l.fault(err)
	}
	if r.at, err = instant(fields[l.at[4]]); err != nil {
		return l.fault(err)
	}
	if r.amount, err = strconv.ParseFloat(fields[l.at[5]], 64); err != nil {
		return l.fault(err)
	}
	return nil
}

func (l *logReader) fault(err error) error { return fmt.Errorf("%s:%d: %w", l.name, l.line, err) }

// kind gives the contract's kind of event for an activity in a phase.
func (l *logReader) kind(activity, phase string) (string, error) {
	if kind, ok := l.kinds[activity][phase]; ok {
		return kind, nil
	}
	kind := strings.ToLower(activity)
	if item, ok := work[activity]; ok {
		kind = item + "_" + phases[phase]
	}
	if !lead.IsName(kind) || strings.HasPrefix(activity, "W_") && (work[activity] == "" || phases[phase] == "") {
		return "", fmt.Errorf("unknown activity %q in phase %q", activity, phase)
	}
	if l.kinds[activity] == nil {
		l.kinds[strings.Clone(activity)] = map[string]string{}
	}
	l.kinds[activity][strings.Clone(phase)] = kind
	return kind, nil
}

// instant reads RFC 3339 to the millisecond. The log's own form is read by hand, because the log is long.
func instant(s string) (lead.Instant, error) {
	if t, ok := fixed(s); ok {
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	return lead.At(t), err
}

// fixed reads 2011-10-01T00:38:44.546+02:00.
func fixed(s string) (lead.Instant, bool) {
	const form = "0000-00-00T00:00:00.000+00:00"
	if len(s) != len(form) || s[23] != '+' && s[23] != '-' {
		return 0, false
	}
	for i := range len(form) {
		if digit := '0' <= s[i] && s[i] <= '9'; digit != (form[i] == '0') || !digit && i != 23 && s[i] != form[i] {
			return 0, false
		}
	}
	n := func(from, to int) (v int) {
		for _, c := range s[from:to] {
			v = v*10 + int(c-'0')
		}
		return v
	}
	year, month, day := n(0, 4), n(5, 7), n(8, 10)
	if month < 1 || month > 12 || day < 1 || day > 28 && time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() != day {
		return 0, false
	}
	minutes := n(11, 13)*60 + n(14, 16)
	offset := n(24, 26)*60 + n(27, 29)
	if s[23] == '-' {
		offset = -offset
	}
	date := lead.At(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC))
	return date + lead.Instant((minutes-offset)*60_000+n(17, 19)*1000+n(20, 23)), true
}
