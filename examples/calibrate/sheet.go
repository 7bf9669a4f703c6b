package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring/calibrate"
)

// sheet is a CSV file: the cells by column, and the line of each row.
type sheet struct {
	name   string
	head   []string
	cells  [][]string // by column
	lines  []int
	header int    // its line
	won    []bool // see decide
}

// mostHeader is how many bytes of a header are looked at for what stands between its cells.
const mostHeader = 1 << 16

// readSheet reads a CSV file whole. Faults are told with file and line.
func readSheet(name string) (*sheet, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, mostHeader)
	if magic, _ := in.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) || strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("%s:1: %w", name, err)
		}
		in = bufio.NewReaderSize(z, mostHeader)
	}
	if mark, _ := in.Peek(3); string(mark) == "\ufeff" {
		_, _ = in.Discard(3)
	}
	s := &sheet{name: name, header: 1}
	rows := csv.NewReader(in)
	if rows.Comma = declared(in); rows.Comma != 0 {
		s.header = 2
	} else {
		rows.Comma = separator(in)
	}
	if err := s.read(rows); err != nil {
		return nil, err
	}
	if rows.Comma == ',' {
		s.numbers(whole)
	} else {
		s.numbers(point)
	}
	return s, nil
}

func (s *sheet) read(in *csv.Reader) error {
	in.ReuseRecord = true
	for line := s.header; ; {
		record, err := in.Read()
		var bad *csv.ParseError
		switch {
		case err == io.EOF && s.head == nil:
			return fmt.Errorf("%s:%d: the file is empty", s.name, line)
		case err == io.EOF && len(s.lines) == 0:
			return fmt.Errorf("%s:%d: there are no rows below the header", s.name, s.header)
		case err == io.EOF:
			return nil
		case errors.As(err, &bad):
			return fmt.Errorf("%s:%d: %w", s.name, s.header-1+bad.Line, bad.Err)
		case err != nil:
			return fmt.Errorf("%s:%d: %w", s.name, line, err)
		}
		line, _ = in.FieldPos(0)
		line += s.header - 1
		if err := s.take(record, line); err != nil {
			return fmt.Errorf("%s:%d: %w", s.name, line, err)
		}
		line++
	}
}

func (s *sheet) take(record []string, line int) error {
	for i, cell := range record {
		if !utf8.ValidString(cell) {
			return fmt.Errorf("cell %d is no text in UTF-8: save the file as CSV in UTF-8", i+1)
		}
	}
	if s.head == nil {
		return s.begin(record)
	}
	for i, cell := range record {
		if len(cell) > lead.MostText { // nobody shares so long a text, and a contract has none
			cell = strings.ToValidUTF8(cell[:lead.MostText], "")
		}
		s.cells[i] = append(s.cells[i], strings.Clone(cell))
	}
	s.lines = append(s.lines, line)
	return nil
}

// begin takes the header. A column without a name, as of row numbers, is called by its place.
func (s *sheet) begin(record []string) error {
	for i, name := range record {
		if name = strings.TrimSpace(strings.Clone(name)); name == "" {
			name = fmt.Sprint("column ", i+1)
		}
		if slices.Contains(s.head, name) {
			return fmt.Errorf("column %d has the name of an earlier one: %q", i+1, name)
		}
		s.head = append(s.head, name)
	}
	s.cells = make([][]string, len(s.head))
	return nil
}

// column gives a column's cells.
func (s *sheet) column(name string) ([]string, error) {
	i := slices.Index(s.head, name)
	if i < 0 {
		return nil, fmt.Errorf("%s:%d: there is no column %q; the columns are %s", s.name, s.header, name, strings.Join(s.head, ", "))
	}
	return s.cells[i], nil
}

// identifier gives the column that names the leads: the one asked for, or the first in which all values differ and none is missing, no value being
// a fraction.
func (s *sheet) identifier(name string, facts []string) (string, error) {
	if name != "" {
		_, err := s.column(name)
		return name, err
	}
	for i, cells := range s.cells {
		if slices.Contains(facts, s.head[i]) || slices.ContainsFunc(cells, fraction) {
			continue
		}
		sorted := slices.Sorted(slices.Values(cells))
		if sorted[0] != "" && len(cells) > 1 && len(slices.Compact(sorted)) == len(cells) {
			return s.head[i], nil
		}
	}
	return "", nil
}

func fraction(cell string) bool {
	n, err := strconv.ParseFloat(cell, 64)
	return err == nil && n != math.Trunc(n)
}

// table makes a table of all columns but those named. ids is the column that names the leads, if one does.
func (s *sheet) table(outcome, ids string, without, missing []string) *calibrate.Table {
	t := &calibrate.Table{Outcome: s.won}
	for i, name := range s.head {
		if name == ids {
			t.IDs = s.cells[i]
		}
		if name != outcome && !slices.Contains(without, name) {
			t.Columns = append(t.Columns, calibrate.ParseColumn(name, s.cells[i], missing...))
		}
	}
	return t
}

// like makes a table of the columns that a card reads, each of the type that it has there.
func (s *sheet) like(c *calibrate.Card, missing []string) (*calibrate.Table, error) {
	t := &calibrate.Table{Outcome: s.won}
	for _, a := range c.Attributes {
		cells, err := s.column(a.Column)
		if err != nil {
			return nil, err
		}
		if a.Type == lead.Text {
			t.Columns = append(t.Columns, calibrate.TextColumn(a.Column, cells, missing...))
			continue
		}
		column, bad := calibrate.NumberColumn(a.Column, cells, missing...)
		if bad >= 0 {
			return nil, fmt.Errorf("%s:%d: %q in the column %q is no number: write one, or say with -missing that it means nothing is known", s.name, s.lines[bad], cells[bad], a.Column)
		}
		t.Columns = append(t.Columns, column)
	}
	return t, nil
}
