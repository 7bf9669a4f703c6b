package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress says on a terminal how far long work has come; elsewhere it is silent.
type progress struct {
	w     io.Writer // nil: no terminal
	n     int64
	what  string
	begun time.Time
	told  time.Time
}

// The first word comes late, so that short work says nothing.
const (
	firstWord  = 700 * time.Millisecond
	betweenTwo = 100 * time.Millisecond
	perGlance  = 256 // steps between two looks at the clock
)

func newProgress(w io.Writer) *progress {
	if !terminal(w) {
		return &progress{}
	}
	return &progress{w: w, begun: time.Now()}
}

// terminal reports whether w is one.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// step counts one step of some work.
func (p *progress) step(what string) {
	if p.w == nil {
		return
	}
	if what != p.what {
		p.what, p.n = what, 0
	}
	p.n++
	if p.n%perGlance != 0 {
		return
	}
	now := time.Now()
	if now.Sub(p.begun) < firstWord || now.Sub(p.told) < betweenTwo {
		return
	}
	p.told = now
	fmt.Fprintf(p.w, "\r\x1b[K%s: %s events", p.what, grouped(p.n))
}

// done wipes the line.
func (p *progress) done() {
	if p.w != nil && !p.told.IsZero() {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.told = time.Time{}
	}
}
