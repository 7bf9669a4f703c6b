package calibrate

import "math"

// design is a table as indicators: in each row, the parameters that are 1. Parameter 0 is the intercept and stands in every row, unwritten.
type design struct {
	params int
	active []int32 // of all rows, one after another
	ends   []int   // where each row's end
	won    []bool
}

func (d *design) row(i int) []int32 {
	if i == 0 {
		return d.active[:d.ends[0]]
	}
	return d.active[d.ends[i-1]:d.ends[i]]
}

// solution is a logistic regression: the parameters and their covariance.
type solution struct {
	beta       []float64
	covariance matrix
}

const (
	mostSteps = 60
	enough    = 1e-9 // a step this small ends the search
)

// logistic maximises the likelihood less ridge/2 times the squares of all parameters but the intercept, by Newton's method with halved steps where
// a whole one does not better the value. With a ridge the maximum exists and is unique, and the inverse of the last curvature is the covariance.
func logistic(d *design, ridge float64) solution {
	beta := make([]float64, d.params)
	value := d.value(beta, ridge)
	for range mostSteps {
		gradient, curvature := d.slopes(beta, ridge)
		root, ok := cholesky(curvature)
		if !ok {
			break
		}
		step := root.solve(gradient)
		next, better := d.search(beta, step, ridge, value)
		moved := 0.0
		for i := range beta {
			moved = max(moved, math.Abs(next[i]-beta[i]))
		}
		beta, value = next, better
		if moved < enough {
			break
		}
	}
	_, curvature := d.slopes(beta, ridge)
	root, ok := cholesky(curvature)
	if !ok {
		return solution{beta, newMatrix(d.params)}
	}
	return solution{beta, root.inverse()}
}

// search goes along a step as far as the value does not fall.
func (d *design) search(beta, step []float64, ridge, value float64) ([]float64, float64) {
	next := make([]float64, len(beta))
	for length := 1.0; length > 1e-6; length /= 2 {
		for i := range beta {
			next[i] = beta[i] + length*step[i]
		}
		if v := d.value(next, ridge); v >= value {
			return next, v
		}
	}
	return beta, value
}

func (d *design) odds(i int, beta []float64) float64 {
	z := beta[0]
	for _, p := range d.row(i) {
		z += beta[p]
	}
	return z
}

// value is the penalised log-likelihood.
func (d *design) value(beta []float64, ridge float64) (v float64) {
	for i, won := range d.won {
		z := d.odds(i, beta)
		if won {
			z = -z
		}
		v -= softplus(z)
	}
	for _, b := range beta[1:] {
		v -= ridge / 2 * b * b
	}
	return v
}

// softplus is log(1+e^z).
func softplus(z float64) float64 { return max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) }

// sigmoid turns log-odds into a probability.
func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// slopes gives the gradient of value, and the negative of its second derivatives, of which the lower triangle is filled.
func (d *design) slopes(beta []float64, ridge float64) ([]float64, matrix) {
	gradient, curvature := make([]float64, d.params), newMatrix(d.params)
	for i, won := range d.won {
		p := sigmoid(d.odds(i, beta))
		residual, weight := -p, p*(1-p)
		if won {
			residual++
		}
		gradient[0] += residual
		*curvature.at(0, 0) += weight
		active := d.row(i)
		for k, a := range active {
			gradient[a] += residual
			*curvature.at(int(a), 0) += weight
			for _, b := range active[:k+1] { // they rise
				*curvature.at(int(a), int(b)) += weight
			}
		}
	}
	for i := 1; i < d.params; i++ {
		gradient[i] -= ridge * beta[i]
		*curvature.at(i, i) += ridge
	}
	return gradient, curvature
}
