package main

import (
	"bufio"
	"strconv"
	"strings"
)

// separator finds out what stands between cells: what stands most often in the header, outside quotes. Spreadsheets write semicolons where decimals have
// commas.
func separator(in *bufio.Reader) rune {
	head, _ := in.Peek(in.Size())
	best, most, quoted := ',', 0, false
	counts := map[rune]int{}
	for _, b := range string(head) {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '\n':
			return best
		case b == ',' || b == ';' || b == '\t' || b == '|':
			if counts[b]++; counts[b] > most {
				best, most = b, counts[b]
			}
		}
	}
	return best
}

// points writes decimal commas as points in columns in which all that has a digit is a number so.
func (s *sheet) points() {
	for i, cells := range s.cells {
		fresh := make([]string, len(cells))
		whole := true
		for row, cell := range cells {
			fresh[row] = strings.Replace(strings.TrimSpace(cell), ",", ".", 1)
			_, err := strconv.ParseFloat(fresh[row], 64)
			whole = whole && (err == nil || !strings.ContainsAny(cell, "0123456789"))
		}
		if whole {
			s.cells[i] = fresh
		}
	}
}
