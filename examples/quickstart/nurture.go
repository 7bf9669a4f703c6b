package main

import (
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
)

// Nurture is what marketing's programs did.
type Nurture struct {
	Programs []NurtureLine    `json:"programs"` // each with its contents
	Uplift   []nurture.Uplift `json:"uplift,omitempty"`
}

// NurtureLine is what a program, or one of its contents, did.
type NurtureLine struct {
	nurture.Row
	Contents []nurture.Row `json:"contents,omitempty"`
}

// nurture asks the book what became of those who were nurtured. The uplift is told only where somebody was held out, after the times that enough leads have had.
func (w *world) nurture(s *Summary) {
	r := &w.host.Book.Nurture
	for _, program := range r.Programs() {
		line := NurtureLine{Row: r.Program(program)}
		for _, row := range r.Rows {
			if row.Program == program && row.Content != "" {
				line.Contents = append(line.Contents, row)
			}
		}
		s.Nurture.Programs = append(s.Nurture.Programs, line)
		if line.HeldOut > 0 {
			s.Nurture.Uplift = append(s.Nurture.Uplift, slices.DeleteFunc(r.Uplift(program, lead.At(w.at)), func(u nurture.Uplift) bool { return u.Control.Of == 0 })...)
		}
	}
}

func (n *Nurture) print(b *strings.Builder) {
	if len(n.Programs) == 0 {
		return
	}
	title(b, "NURTURE, AND WHAT CAME AFTER EACH CONTENT")
	rows := [][]string{{"<program and content", "entered", "sent", "warmed", "ready", "handed over", "won", "too early", "too late"}}
	for _, line := range n.Programs {
		rows = append(rows, nurtureRow(line.Program, line.Row))
		for _, row := range line.Contents {
			rows = append(rows, nurtureRow("  "+row.Content, row))
		}
	}
	b.WriteString(table(rows))
	for _, u := range n.Uplift {
		b.WriteString("  " + wrap(2, u.String()) + "\n")
	}
}

func nurtureRow(name string, r nurture.Row) []string {
	return []string{name, dash(r.Entered), dash(r.Sent), dash(r.Warmed), dash(r.Ready), dash(r.HandedOver), dash(r.Won), dash(r.TooEarly), dash(r.TooLate)}
}
