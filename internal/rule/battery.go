package rule

import "math/bits"

// MostTogether is how many conditions a [Battery] takes, and of how many contents of a bank it tells at once.
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

// HoldingEach tells of up to [MostTogether] contents of one bank, the other banks being as they are, which conditions hold of each: bit i of holding[j] is that of the j-th
// condition and the i-th content. It asks one thing of all contents before the next, so that the processor does one thing many times in a row. The bank is left as any of them.
func (b *Battery) HoldingEach(e *Env, bank uint8, contents [][]Value, holding []uint64) {
	t := &b.table
	all := ^uint64(0) >> (MostTogether - len(contents))
	for j := range holding {
		holding[j] = all & -(t.start.proves >> (j & 63) & 1)
	}
	for i := range t.alone {
		r := &t.alone[i]
		is := r.holdsEach(e, bank, contents)
		prove(holding, r.yesProves, is)
		prove(holding, r.noProves, all&^is)
	}
	if t.rows == nil {
		return
	}
	for i, content := range contents {
		e.Bank[bank] = content
		prove(holding, t.walk(e), 1<<(i&63))
	}
}

// prove notes that some conditions, by bits, hold of some contents, by bits.
func prove(holding []uint64, conditions, of uint64) {
	for ; conditions != 0; conditions &= conditions - 1 {
		holding[bits.TrailingZeros64(conditions)] |= of
	}
}
