package calibrate

import "math"

// matrix is a square one, by rows.
type matrix struct {
	n int
	v []float64
}

func newMatrix(n int) matrix { return matrix{n, make([]float64, n*n)} }

func (m matrix) at(i, j int) *float64 { return &m.v[i*m.n+j] }

func (m matrix) row(i int) []float64 { return m.v[i*m.n : (i+1)*m.n] }

// triangle is the lower triangle L of a Cholesky decomposition L·Lᵀ.
type triangle struct{ matrix }

// cholesky decomposes a symmetric matrix whose lower triangle is filled. It is false unless the matrix is positive definite.
func cholesky(m matrix) (triangle, bool) {
	l := triangle{newMatrix(m.n)}
	for i := range m.n {
		for j := range i + 1 {
			sum := *m.at(i, j) - dot(l.row(i)[:j], l.row(j)[:j])
			switch {
			case i != j:
				*l.at(i, j) = sum / *l.at(j, j)
			case !(sum > 0):
				return l, false
			default:
				*l.at(i, i) = math.Sqrt(sum)
			}
		}
	}
	return l, true
}

func dot(a, b []float64) (sum float64) {
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

// solve gives x of L·Lᵀ·x = b.
func (l triangle) solve(b []float64) []float64 {
	x := make([]float64, l.n)
	for i := range x {
		x[i] = (b[i] - dot(l.row(i)[:i], x[:i])) / *l.at(i, i)
	}
	for i := l.n - 1; i >= 0; i-- {
		for j := i + 1; j < l.n; j++ {
			x[i] -= *l.at(j, i) * x[j]
		}
		x[i] /= *l.at(i, i)
	}
	return x
}

// inverse gives the inverse of L·Lᵀ.
func (l triangle) inverse() matrix {
	m := newMatrix(l.n)
	unit := make([]float64, l.n)
	for i := range unit {
		unit[i] = 1
		copy(m.row(i), l.solve(unit))
		unit[i] = 0
	}
	return m
}
