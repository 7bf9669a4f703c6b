package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
)

var outcomes = map[string]bool{"1": true, "yes": true, "y": true, "true": true, "t": true, "won": true, "0": false, "no": false, "n": false, "false": false, "f": false, "lost": false}

// decide reads the column with the outcome and leaves out the leads of which it says nothing yet: they are neither won nor lost. It tells how many.
func (s *sheet) decide(o *settings) (open int, err error) {
	cells, err := s.column(o.outcome)
	if err != nil {
		return 0, err
	}
	var rows []int
	for row, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == "" || slices.Contains(o.missing, cell) && !slices.Contains(o.won, cell) {
			continue
		}
		won, ok := o.outcomeOf(cell)
		if !ok {
			return 0, fmt.Errorf("%s:%d: %q in the column %q is no outcome: write 1 or 0, yes or no, true or false, won or lost, or say with -won which cells are a win, or with -missing which say nothing yet",
				s.name, s.lines[row], cell, o.outcome)
		}
		rows, s.won = append(rows, row), append(s.won, won)
	}
	switch {
	case len(rows) == 0:
		return 0, fmt.Errorf("%s:%d: the column %q says of no lead what became of it", s.name, s.header, o.outcome)
	case len(o.won) > 0 && !slices.Contains(s.won, true):
		return 0, fmt.Errorf("%s:%d: no cell of the column %q is %s; there are %s", s.name, s.header, o.outcome, strings.Join(o.won, " or "), diag.Enumerate(different(cells)))
	}
	s.keep(rows)
	return len(cells) - len(rows), nil
}

// outcomeOf reads a cell.
func (o *settings) outcomeOf(cell string) (won, ok bool) {
	if len(o.won) > 0 {
		return slices.Contains(o.won, cell), true
	}
	if n, err := strconv.ParseFloat(cell, 64); err == nil && (n == 0 || n == 1) {
		return n == 1, true
	}
	won, ok = outcomes[strings.ToLower(cell)]
	return won, ok
}

// different lists the different cells.
func different(cells []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(cells)))
}

// keep leaves some rows.
func (s *sheet) keep(rows []int) {
	for i, cells := range s.cells {
		kept := make([]string, len(rows))
		for k, row := range rows {
			kept[k] = cells[row]
		}
		s.cells[i] = kept
	}
	lines := make([]int, len(rows))
	for k, row := range rows {
		lines[k] = s.lines[row]
	}
	s.lines = lines
}
