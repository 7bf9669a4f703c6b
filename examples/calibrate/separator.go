package main

import (
	"bufio"
	"regexp"
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

// declared takes the line that spreadsheets write above the header, sep=; and tells what it says; 0 if there is none.
func declared(in *bufio.Reader) rune {
	head, _ := in.Peek(7)
	line, _, ends := strings.Cut(string(head), "\n")
	if text := strings.TrimSuffix(line, "\r"); ends && len(text) == 5 && strings.EqualFold(text[:4], "sep=") {
		_, _ = in.Discard(len(line) + 1)
		return rune(text[4])
	}
	return 0
}

// numbers writes numbers plainly, in columns in which all that has a digit is a number then.
func (s *sheet) numbers(plain func(cell string) string) {
	for i, cells := range s.cells {
		fresh := make([]string, len(cells))
		whole := true
		for row, cell := range cells {
			fresh[row] = plain(cell)
			_, err := strconv.ParseFloat(fresh[row], 64)
			whole = whole && (err == nil || !strings.ContainsAny(cell, "0123456789"))
		}
		if whole {
			s.cells[i] = fresh
		}
	}
}

var thousands = regexp.MustCompile(`^\s*[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?\s*$`)

// whole writes "1,234.5" as "1234.5".
func whole(cell string) string {
	if thousands.MatchString(cell) {
		return strings.ReplaceAll(cell, ",", "")
	}
	return cell
}

var spaces = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "")

// point writes "1.234,5" and "1 234,5" as "1234.5"; a cell without a digit stays what it is.
func point(cell string) string {
	if !strings.ContainsAny(cell, "0123456789") {
		return cell
	}
	number := spaces.Replace(cell)
	if at := strings.LastIndexByte(number, ','); at >= 0 {
		return strings.ReplaceAll(number[:at], ".", "") + "." + number[at+1:]
	}
	return number
}
