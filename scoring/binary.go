package scoring

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/lead"
)

// binaryVersion begins every binary state. It changes when the layout does; an older one is then still read.
const binaryVersion = 1

// ErrState is wrapped by every error about a binary state that cannot be read.
var ErrState = errors.New("malformed state")

// AppendBinary appends the state in binary: a version, then the fields. Equal states give equal bytes. Numbers take as many bytes as they need, keys and instants are
// told by their difference from those before. It never fails. A rule takes some 22 bytes, and some 35 once it has given for longer than 32 of its half-lives.
func (st *State) AppendBinary(b []byte) ([]byte, error) {
	told := *st
	told.Lines = st.withRests()
	c := coder{data: append(b, binaryVersion)}
	c.state(&told)
	return c.data, nil
}

// MarshalBinary gives what AppendBinary appends.
func (st *State) MarshalBinary() ([]byte, error) { return st.AppendBinary(nil) }

// UnmarshalBinary reads what AppendBinary writes, and nothing else: what AppendBinary would not have written is an error that wraps [ErrState], and leaves st as it is.
func (st *State) UnmarshalBinary(data []byte) error {
	if len(data) == 0 || data[0] != binaryVersion {
		return fmt.Errorf("%w: it is of no known version", ErrState)
	}
	var read State
	c := coder{data: data[1:], reading: true}
	c.state(&read)
	read.Lines = slices.DeleteFunc(read.Lines, func(l Line) bool { return l.Count == 0 }) // they only told of a rest
	if c.failed || len(c.data) > 0 {
		return fmt.Errorf("%w: it ends too early or too late", ErrState)
	}
	if again, _ := read.MarshalBinary(); !bytes.Equal(again, data) {
		return fmt.Errorf("%w: it is not written as it should be", ErrState)
	}
	*st = read
	return nil
}

// coder writes or reads. The layout is stated once, for both: a method for each type names its fields in their order, and what it points to is written or read.
// A new field is one more line in its method, a list is [listed], what few states have stands behind [coder.some].
type coder struct {
	data    []byte // written so far, or still to be read
	reading bool
	failed  bool
}

func (c *coder) state(st *State) {
	signed64(c, &st.From)
	var key uint32
	last := st.From
	listed(c, &st.Lines, func(l *Line) {
		c.after(&l.Key, &key)
		later(c, &l.Last, &last)
		unsigned(c, &l.Count)
		c.wide(&l.Sum)
		c.restOf(st, l.Key)
	})
	c.keys(&st.Fit)
	c.keys(&st.Judged)
	key = 0
	listed(c, &st.Active, func(a *Activity) {
		c.after(&a.Key, &key)
		later(c, &a.Last, &last)
	})
	c.overrides(&st.Overrides)
	c.overrides(&st.Frozen)
	c.overrides(&st.Away)
	key = 0
	listed(c, &st.Past, func(p *Past) {
		c.after(&p.Key, &key)
		signed64(c, &p.From)
		listed(c, &p.Points, c.points)
	})
}

// What a rest has, by bits.
const (
	hasGiven = 1 << iota
	hasOlder
	hasHeld
	hasLess
	hasOld
	hasTimes
	hasGrains
	hasAll = 1<<iota - 1
)

// has tells what a rest has.
func (r *Rest) has() (bits uint32) {
	set := func(bit uint32, is bool) {
		if is {
			bits |= bit
		}
	}
	set(hasGiven, r.Given != 0)
	set(hasOlder, r.Older != [epochs - 1]Wide{})
	set(hasHeld, r.Held != 0)
	set(hasLess, r.Less != 0)
	set(hasOld, r.Old != Wide{})
	set(hasTimes, len(r.Times) > 0)
	set(hasGrains, len(r.Grains) > 0)
	return bits
}

// restOf codes the rest of a line: most have none.
func (c *coder) restOf(st *State, key uint32) {
	r := Rest{Key: key}
	if !c.reading {
		r = st.rest(key)
	}
	has := r.has()
	unsigned(c, &has)
	c.failed = c.failed || has > hasAll
	c.rest(&r, has)
	if c.reading && has != 0 {
		st.Rests = append(st.Rests, r)
	}
}

func (c *coder) rest(r *Rest, has uint32) {
	if has&hasGiven != 0 {
		c.points(&r.Given)
	}
	if has&hasOlder != 0 {
		for i := range r.Older {
			c.wide(&r.Older[i])
		}
	}
	if has&hasHeld != 0 {
		unsigned(c, &r.Held)
	}
	if has&hasLess != 0 {
		c.points(&r.Less)
	}
	if has&hasOld != 0 {
		c.wide(&r.Old)
	}
	if has&hasTimes != 0 {
		var last lead.Instant
		listed(c, &r.Times, func(t *lead.Instant) { later(c, t, &last) })
	}
	if has&hasGrains != 0 {
		var index int64
		listed(c, &r.Grains, func(g *Grain) {
			later(c, &g.Index, &index)
			c.wide(&g.Sum)
		})
	}
}

// overrides codes overrides sorted by score.
func (c *coder) overrides(list *[]Override) {
	var name string
	listed(c, list, func(o *Override) {
		c.override(o)
		c.failed = c.failed || o.Score < name
		name = o.Score
	})
}

func (c *coder) override(o *Override) {
	c.text(&o.Score)
	c.points(&o.Points)
	o.Unscored = c.some(o.Unscored)
	signed64(c, &o.At)
	signed64(c, &o.Until)
	c.text(&o.By)
	c.text(&o.Reason)
	c.text(&o.Event)
}

// keys codes ascending keys.
func (c *coder) keys(list *[]uint32) {
	var key uint32
	listed(c, list, func(k *uint32) { c.after(k, &key) })
}

// after codes a key that follows another.
func (c *coder) after(key, before *uint32) {
	step := *key - *before
	unsigned(c, &step)
	*key = *before + step
	c.failed = c.failed || *key < *before
	*before = *key
}

// later codes a number by its difference from the one before.
func later[T ~int64](c *coder, n, before *T) {
	step := *n - *before
	signed64(c, &step)
	*n = *before + step
	*before = *n
}

// points codes whole points shorter than others.
func (c *coder) points(p *lead.Points) {
	whole := *p%lead.Point == 0
	if whole = c.some(whole); !whole {
		signed64(c, p)
		return
	}
	n := *p / lead.Point
	signed64(c, &n)
	*p = n * lead.Point
}

// some codes a truth.
func (c *coder) some(is bool) bool {
	n := uint32(0)
	if is {
		n = 1
	}
	unsigned(c, &n)
	c.failed = c.failed || n > 1
	return n == 1
}

func (c *coder) text(s *string) {
	data := []byte(*s)
	listed(c, &data, func(b *byte) { c.bytes(b) })
	*s = string(data)
}

// wide codes the sign and the bytes of a magnitude.
func (c *coder) wide(w *Wide) {
	hi, lo := w.size()
	var all [16]byte
	binary.BigEndian.PutUint64(all[:8], hi)
	binary.BigEndian.PutUint64(all[8:], lo)
	size := uint32(len(bytes.TrimLeft(all[:], "\x00")))<<1 | uint32(uint64(w.Hi)>>63)
	unsigned(c, &size)
	if size>>1 > 16 {
		c.failed = true
		return
	}
	for i := 16 - int(size>>1); i < 16; i++ {
		c.bytes(&all[i])
	}
	if c.reading {
		*w = signed(size&1 == 1, binary.BigEndian.Uint64(all[:8]), binary.BigEndian.Uint64(all[8:]))
	}
}

func (c *coder) bytes(b *byte) {
	switch {
	case !c.reading:
		c.data = append(c.data, *b)
	case len(c.data) == 0:
		c.failed = true
	default:
		*b, c.data = c.data[0], c.data[1:]
	}
}

func unsigned(c *coder, n *uint32) {
	if !c.reading {
		c.data = binary.AppendUvarint(c.data, uint64(*n))
		return
	}
	v, size := binary.Uvarint(c.data)
	if size <= 0 || v>>32 != 0 {
		c.failed, c.data, v, size = true, nil, 0, 0
	}
	*n, c.data = uint32(v), c.data[size:]
}

func signed64[T ~int64](c *coder, n *T) {
	if !c.reading {
		c.data = binary.AppendVarint(c.data, int64(*n))
		return
	}
	v, size := binary.Varint(c.data)
	if size <= 0 {
		c.failed, c.data, v, size = true, nil, 0, 0
	}
	*n, c.data = T(v), c.data[size:]
}

// listed codes how many there are, and each. An element has at least one byte, so a list is never longer than what is left to read.
func listed[T any](c *coder, list *[]T, each func(*T)) {
	n := uint32(len(*list))
	unsigned(c, &n)
	if int(n) > len(c.data) && c.reading {
		c.failed, c.data, n = true, nil, 0
	}
	if c.reading && n > 0 {
		*list = slices.Grow([]T(nil), int(n))[:n]
	}
	for i := range *list {
		each(&(*list)[i])
	}
}
