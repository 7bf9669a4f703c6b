package rule

import "math"

// extent is the values that a number, time, duration or condition may take over a span of time: every present one lies in lo … hi, ends included.
// A condition is a number from 0 (false) to 1 (true).
type extent struct {
	lo, hi float64 // finite, lo <= hi
	gone   Truth   // whether the value is missing: Yes throughout, No never
}

// wording is the same for a text or a list.
type wording struct {
	text  string // the value, unless loose
	loose bool   // the text changes
	gone  Truth
}

var (
	yes     = extent{lo: 1, hi: 1, gone: No}
	no      = extent{gone: No}
	maybe   = extent{hi: 1, gone: No}
	missing = extent{gone: Yes}
)

func (t Truth) extent() extent {
	switch t {
	case Yes:
		return yes
	case No:
		return no
	}
	return maybe
}

// truth reads the extent of a condition; a missing condition is false.
func (x extent) truth() Truth {
	switch {
	case x.gone == Yes || x.hi == 0:
		return No
	case x.lo == 1 && x.gone == No:
		return Yes
	}
	return Maybe
}

func not(t Truth) Truth {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Maybe
}

func truthOf(b bool) Truth {
	if b {
		return Yes
	}
	return No
}

// either is the extent of a value that is x or y, nobody knows which or when.
func either(x, y extent) extent {
	switch {
	case x.gone == Yes:
		x.lo, x.hi = y.lo, y.hi
	case y.gone != Yes:
		x.lo, x.hi = min(x.lo, y.lo), max(x.hi, y.hi)
	}
	x.gone = both(x.gone, y.gone)
	return x
}

func eitherWording(x, y wording) wording {
	switch {
	case x.gone == Yes:
		x.text, x.loose = y.text, y.loose
	case y.gone != Yes:
		x.loose = x.loose || y.loose || x.text != y.text
	}
	x.gone = both(x.gone, y.gone)
	return x
}

// both is what holds of a value that is one of two.
func both(x, y Truth) Truth {
	if x == y {
		return x
	}
	return Maybe
}

// anyGone is whether a result is missing that needs both operands.
func anyGone(x, y Truth) Truth {
	switch {
	case x == Yes || y == Yes:
		return Yes
	case x == No && y == No:
		return No
	}
	return Maybe
}

// whole makes a computed extent finite: a value that overflows is missing.
func whole(lo, hi float64, gone Truth) extent {
	const most = math.MaxFloat64
	if lo > hi || lo > most || hi < -most {
		return missing
	}
	if lo < -most || hi > most {
		gone = Maybe
	}
	return extent{lo: max(lo, -most), hi: min(hi, most), gone: gone}
}

// relate compares two numeric extents.
func relate(o op, x, y extent) Truth {
	always, never := false, false
	switch o {
	case opEq:
		always, never = x.lo == x.hi && y.lo == y.hi && x.lo == y.lo, x.hi < y.lo || x.lo > y.hi
	case opNe:
		never, always = x.lo == x.hi && y.lo == y.hi && x.lo == y.lo, x.hi < y.lo || x.lo > y.hi
	case opLt:
		always, never = x.hi < y.lo, x.lo >= y.hi
	case opLe:
		always, never = x.hi <= y.lo, x.lo > y.hi
	case opGt:
		always, never = x.lo > y.hi, x.hi <= y.lo
	case opGe:
		always, never = x.lo >= y.hi, x.hi < y.lo
	}
	return certainly(always, never, anyGone(x.gone, y.gone))
}

// certainly is the truth of a comparison that holds always or never while its operands are present, and is false when one is missing.
func certainly(always, never bool, gone Truth) Truth {
	switch {
	case never || gone == Yes:
		return No
	case always && gone == No:
		return Yes
	}
	return Maybe
}

// operate is + - * / %, min and max over extents. Rounding is monotone, so the ends of the result are computed from ends of the operands.
func operate(o op, x, y extent) extent {
	gone := anyGone(x.gone, y.gone)
	if gone == Yes {
		return missing
	}
	switch o {
	case opAdd:
		return whole(x.lo+y.lo, x.hi+y.hi, gone)
	case opSub:
		return whole(x.lo-y.hi, x.hi-y.lo, gone)
	case opMul:
		return corners(x.lo*y.lo, x.lo*y.hi, x.hi*y.lo, x.hi*y.hi, gone)
	case opDiv:
		return divide(x, y, gone)
	case opMod:
		return modulo(x, y, gone)
	case opMin:
		return whole(min(x.lo, y.lo), min(x.hi, y.hi), gone)
	}
	return whole(max(x.lo, y.lo), max(x.hi, y.hi), gone)
}

func corners(a, b, c, d float64, gone Truth) extent {
	return whole(min(a, b, c, d), max(a, b, c, d), gone)
}

func divide(x, y extent, gone Truth) extent {
	switch {
	case y.lo == 0 && y.hi == 0:
		return missing
	case y.lo <= 0 && y.hi >= 0:
		return whole(math.Inf(-1), math.Inf(1), Maybe)
	}
	return corners(x.lo/y.lo, x.lo/y.hi, x.hi/y.lo, x.hi/y.hi, gone)
}

// modulo has the sign of x, is no further from zero than x, and nearer than y.
func modulo(x, y extent, gone Truth) extent {
	switch {
	case y.lo == 0 && y.hi == 0:
		return missing
	case x.lo == x.hi && y.lo == y.hi:
		m := math.Mod(x.lo, y.lo)
		return extent{lo: m, hi: m, gone: gone}
	case y.lo <= 0 && y.hi >= 0:
		gone = Maybe
	}
	most := max(math.Abs(y.lo), math.Abs(y.hi))
	return extent{lo: max(min(x.lo, 0), -most), hi: min(max(x.hi, 0), most), gone: gone}
}
