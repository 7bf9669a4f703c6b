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
		x[i] /= *l.at(i, i)
		plus(x[:i], -x[i], l.row(i))
	}
	return x
}

// plus adds a multiple of b to a, which may be shorter.
func plus(a []float64, times float64, b []float64) {
	for i, x := range b[:len(a)] {
		a[i] += times * x
	}
}

// inverse gives the inverse of L·Lᵀ, which is Mᵀ·M, M being the inverse of L.
func (l triangle) inverse() matrix {
	m, product := newMatrix(l.n), newMatrix(l.n)
	for i := range l.n {
		row := m.row(i)
		for k, x := range l.row(i)[:i] {
			plus(row[:k+1], -x, m.row(k))
		}
		row[i] = 1
		for k := range i + 1 {
			row[k] /= *l.at(i, i)
		}
		for k, x := range row[:i+1] {
			plus(product.row(k)[:k+1], x, row)
		}
	}
	for i := range l.n {
		for k := range i {
			*product.at(k, i) = *product.at(i, k)
		}
	}
	return product
}
