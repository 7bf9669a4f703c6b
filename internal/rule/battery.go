package rule

// MostTogether is how many conditions a [Battery] takes.
const MostTogether = 64

// Battery is conditions that are asked together, such as those of all rules about one kind of event: one table, gone through once, tells which of them hold.
// It is immutable: any number of goroutines may use it at once. The zero Battery holds none.
type Battery struct{ table table }

// NewBattery puts conditions together, at most [MostTogether] of them: what is beyond is left out. A nil program is always true, a Quantity never.
func NewBattery(list []*Program) Battery {
	b := Battery{table{start: step{to: end}}}
	for i := min(len(list), MostTogether) - 1; i >= 0; i-- { // the last first: each knows where the next one starts
		switch p := list[i]; {
		case p == nil:
			b.table.start.proves |= 1 << i
		case p.number == nil:
			b.table.put(p.root, i)
		}
	}
	return b
}

// Holding tells which conditions hold: bit i is that of the i-th.
func (b *Battery) Holding(e *Env) uint64 { return b.table.run(e) }
