package document

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/leadkit/leadkit/lead/diag"
)

// sourceFile is one file, in lines.
type sourceFile struct {
	name  string
	lines []sourceLine
}

// sourceLine is a line without its end. It is read rune by rune: marks are the bytes at which every markEvery-th rune begins, so that a place in the middle of a
// file of one long line is found at once.
type sourceLine struct {
	text  string
	runes int
	marks []int
}

const markEvery = 1024

// newSource splits a file into lines as YAML does.
func newSource(name string, data []byte) *sourceFile {
	s := &sourceFile{name: name}
	for rest, more := string(data), true; more; {
		var text string
		text, rest, more = cutLine(rest)
		s.lines = append(s.lines, newLine(text))
	}
	return s
}

// cutLine cuts a text at its first end of a line: \n, \r\n, \r and the three of Unicode.
func cutLine(s string) (line, rest string, more bool) {
	at := strings.IndexAny(s, "\n\r\u0085\u2028\u2029")
	if at < 0 {
		return s, "", false
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	if strings.HasPrefix(s[at:], "\r\n") {
		size = 2
	}
	return s[:at], s[at+size:], true
}

func newLine(text string) sourceLine {
	l := sourceLine{text: text}
	for at := range text {
		if l.runes%markEvery == 0 {
			l.marks = append(l.marks, at)
		}
		l.runes++
	}
	return l
}

// from gives the line from a rune on, "" behind its end.
func (l *sourceLine) from(column int) string {
	if column < 0 || column >= l.runes {
		return ""
	}
	rest := l.text[l.marks[column/markEvery]:]
	for range column % markEvery {
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
	}
	return rest
}

// line gives a line by its number, from 1.
func (s *sourceFile) line(n int) *sourceLine {
	if n < 1 || n > len(s.lines) {
		return &sourceLine{}
	}
	return &s.lines[n-1]
}

// at gives the origin of some runes of a line. What lies outside of the file is its nearest place.
func (s *sourceFile) at(line, column, width int) diag.Origin {
	line = max(1, min(line, len(s.lines)))
	l := s.line(line)
	column = max(1, min(column, l.runes+1))
	return diag.Origin{File: s.name, Line: line, Column: column, Text: l.text, Width: max(1, min(width, l.runes+1-column))}
}

// origin finds where the runes from to to (excluded) of a node's value stand in the file; both zero means the whole node.
// It is exact in plain and quoted scalars of one line and in literal blocks; elsewhere it gives the node's beginning.
func (s *sourceFile) origin(n *yaml.Node, from, to int) diag.Origin {
	if n.Kind != yaml.ScalarNode || n.Value == "" {
		return s.at(n.Line, n.Column, 1)
	}
	switch {
	case n.Style&yaml.FoldedStyle != 0 || n.Style&yaml.LiteralStyle != 0 && to == 0:
		return s.at(n.Line, n.Column, 1)
	case n.Style&yaml.LiteralStyle != 0:
		line, column := s.inBlock(n, from)
		return s.at(line, column, to-from)
	}
	begin, end, ok := s.inLine(n, from, to)
	if !ok {
		return s.at(n.Line, n.Column, s.line(n.Line).runes)
	}
	return s.at(n.Line, begin, end-begin)
}

// inBlock maps a rune of a literal block to its line and column.
func (s *sourceFile) inBlock(n *yaml.Node, from int) (line, column int) {
	before, row, column := 0, 0, from
	for text, rest, more := cutLine(n.Value); more; text, rest, more = cutLine(rest) {
		next := before + utf8.RuneCountInString(text) + 1
		if next > from {
			break
		}
		before, row, column = next, row+1, from-next
	}
	return n.Line + 1 + row, s.blockIndent(n) + column + 1
}

// blockIndent gives how many spaces stand before each line of a literal block: as many as the value lacks of its first line that is not empty.
func (s *sourceFile) blockIndent(n *yaml.Node) int {
	row := 0
	for text, rest, more := cutLine(n.Value); ; text, rest, more = cutLine(rest) {
		if text != "" {
			return max(0, s.line(n.Line+1+row).runes-utf8.RuneCountInString(text))
		}
		if !more {
			return 0
		}
		row++
	}
}

// inLine maps a range of a scalar that stands in one line to columns, walking over escapes. It reports false if the scalar goes on in the next line.
func (s *sourceFile) inLine(n *yaml.Node, from, to int) (begin, end int, ok bool) {
	quote := quoteOf(n)
	column := n.Column
	rest := s.line(n.Line).from(column - 1)
	if quote != 0 && rest != "" {
		column, rest = column+1, rest[1:]
	}
	count := 0
	for _, r := range n.Value {
		if count == from {
			begin = column
		}
		if to > 0 && count == to {
			return begin, column, true
		}
		size := escape(rest, quote)
		if rest == "" || size == 1 && !strings.HasPrefix(rest, string(r)) {
			return 0, 0, false
		}
		for range size {
			_, bytes := utf8.DecodeRuneInString(rest)
			rest = rest[bytes:]
		}
		count, column = count+1, column+size
	}
	if count <= from { // behind the value
		begin = column
	}
	return begin, max(column, begin), true
}

func quoteOf(n *yaml.Node) byte {
	switch {
	case n.Style&yaml.SingleQuotedStyle != 0:
		return '\''
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return '"'
	}
	return 0
}

// escape gives how many runes of the file make the next rune of a scalar's value.
func escape(rest string, quote byte) int {
	switch {
	case quote == '\'' && strings.HasPrefix(rest, "''"):
		return 2
	case quote != '"' || len(rest) < 2 || rest[0] != '\\':
		return 1
	}
	switch rest[1] {
	case 'x':
		return 4
	case 'u':
		return 6
	case 'U':
		return 10
	}
	return 2
}
