package routing

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func points(pairs ...int32) (list []Point) {
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, Point{pairs[i], pairs[i+1]})
	}
	return list
}

func square(lat, lon, side int32) *shape {
	return newShape(points(lat, lon, lat, lon+side, lat+side, lon+side, lat+side, lon))
}

func TestShapeHoldsItsBorder(t *testing.T) {
	l := newShape(points(0, 0, 0, 4, 2, 4, 2, 2, 4, 2, 4, 0)) // an L
	for _, c := range []struct {
		lat, lon int32
		in       bool
	}{{1, 1, true}, {1, 3, true}, {3, 1, true}, {3, 3, false}, {0, 0, true}, {2, 3, true}, {3, 2, true}, {2, 2, true}, {4, 3, false}, {5, 1, false}, {0, 5, false}, {2, 0, true}} {
		assert.Equal(t, c.in, l.holds(Point{c.lat, c.lon}), "%d, %d", c.lat, c.lon)
	}
}

// A point is in a convex polygon exactly if it is on the same side of every side.
func TestShapeOfATriangle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(what string) Point {
			return Point{rapid.Int32Range(-90, 90).Draw(t, what), rapid.Int32Range(-90, 90).Draw(t, what)}
		}
		a, b, c, p := draw("a"), draw("b"), draw("c"), draw("p")
		s := newShape([]Point{a, b, c})
		area := turn(a.spot(), b.spot(), c.spot())
		require.Equal(t, area != 0, s.simple())
		if area == 0 {
			return
		}
		in := true
		for _, side := range [][2]Point{{a, b}, {b, c}, {c, a}} {
			in = in && sign(turn(side[0].spot(), side[1].spot(), p.spot()))*sign(area) >= 0
		}
		require.Equal(t, in, s.holds(p))
	})
}

func TestShapesThatOverlap(t *testing.T) {
	base := square(0, 0, 10)
	for _, c := range []struct {
		name  string
		other *shape
		want  bool
	}{
		{"the same", square(0, 0, 10), true},
		{"the same, with a corner more", newShape(points(0, 0, 0, 5, 0, 10, 10, 10, 10, 0)), true},
		{"neighbours", square(0, 10, 10), false},
		{"corner to corner", square(10, 10, 10), false},
		{"apart", square(30, 0, 10), false},
		{"one inside", square(2, 2, 3), true},
		{"one inside, at the border", square(0, 0, 5), true},
		{"one around", square(-5, -5, 30), true},
		{"crossing", square(5, 5, 10), true},
		{"through it, from border to border", newShape(points(0, 5, 10, 5, 10, 8, 0, 8)), true},
		{"along the border, with a bay", newShape(points(0, 10, 0, 20, 10, 20, 10, 10, 5, 12)), false},
		{"a diamond on the corners", newShape(points(5, -5, 15, 5, 5, 15, -5, 5)), true},
	} {
		assert.Equal(t, c.want, base.overlaps(c.other), c.name)
		assert.Equal(t, c.want, c.other.overlaps(base), "%s, seen from the other", c.name)
	}
}

// Two rectangles on a small grid share more than a border exactly if they share a cell of the grid.
func TestOverlapOfRectangles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(what string) (lo, hi Point) {
			lo = Point{rapid.Int32Range(0, 5).Draw(t, what), rapid.Int32Range(0, 5).Draw(t, what)}
			return lo, Point{lo.Lat + rapid.Int32Range(1, 4).Draw(t, what), lo.Lon + rapid.Int32Range(1, 4).Draw(t, what)}
		}
		a, b := draw("a")
		c, d := draw("c")
		of := func(lo, hi Point) *shape {
			return newShape(points(lo.Lat, lo.Lon, lo.Lat, hi.Lon, hi.Lat, hi.Lon, hi.Lat, lo.Lon))
		}
		want := max(a.Lat, c.Lat) < min(b.Lat, d.Lat) && max(a.Lon, c.Lon) < min(b.Lon, d.Lon)
		require.Equal(t, want, of(a, b).overlaps(of(c, d)))
	})
}

func TestSidesThatCross(t *testing.T) {
	assert.True(t, square(0, 0, 4).simple())
	assert.False(t, newShape(points(0, 0, 4, 4, 4, 0, 0, 4)).simple(), "a bow")
	assert.False(t, newShape(points(0, 0, 0, 4, 0, 2, 4, 2)).simple(), "a side that goes back on itself")
	assert.False(t, newShape(points(0, 0, 4, 0, 4, 4, 0, 0, 0, 4)).simple(), "a corner twice")
}

func TestCircleIsRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		centre := Point{rapid.Int32Range(-65*degree, 65*degree).Draw(t, "lat"), rapid.Int32Range(-140*degree, 140*degree).Draw(t, "lon")}
		within := Distance(rapid.Int64Range(1000, int64(MostDistance)).Draw(t, "within"))
		corners := circle(centre, within)
		require.True(t, newShape(corners).simple())
		require.True(t, newShape(corners).holds(centre))
		for i, c := range corners {
			next := corners[(i+1)%len(corners)]
			half := Point{(c.Lat + next.Lat) / 2, (c.Lon + next.Lon) / 2}
			require.InEpsilon(t, float64(within), haversine(centre, c), 0.01, "a corner")
			require.InEpsilon(t, float64(within), haversine(centre, half), 0.01, "a side")
		}
	})
}

// haversine gives the distance on a sphere (Sinnott, 1984).
func haversine(a, b Point) float64 {
	rad := func(n int32) float64 { return float64(n) * math.Pi / 180 / degree }
	h := math.Pow(math.Sin(rad(b.Lat-a.Lat)/2), 2) + math.Cos(rad(a.Lat))*math.Cos(rad(b.Lat))*math.Pow(math.Sin(rad(b.Lon-a.Lon)/2), 2)
	return 2 * earth * math.Asin(math.Sqrt(h))
}

func TestSeriesOfTheCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-2*math.Pi, 2*math.Pi).Draw(t, "x")
		require.InDelta(t, math.Sin(x), sine(x), 1e-11)
		require.InDelta(t, math.Cos(x), cosine(x), 1e-11)
	})
}

// One rectangle lies in another exactly if its corners do; and then it is no larger.
func TestShapeInsideAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(what string) (lo, hi Point, s *shape) {
			lo = Point{rapid.Int32Range(0, 3).Draw(t, what), rapid.Int32Range(0, 3).Draw(t, what)}
			hi = Point{lo.Lat + rapid.Int32Range(1, 4).Draw(t, what), lo.Lon + rapid.Int32Range(1, 4).Draw(t, what)}
			corners := points(lo.Lat, lo.Lon, lo.Lat, hi.Lon, hi.Lat, hi.Lon, hi.Lat, lo.Lon)
			if rapid.Bool().Draw(t, "other way round") {
				corners[1], corners[3] = corners[3], corners[1]
			}
			return lo, hi, newShape(corners)
		}
		a, b, s := draw("a")
		c, d, o := draw("c")
		require.Equal(t, uint64(2*(b.Lat-a.Lat)*(b.Lon-a.Lon)), s.area)
		in := c.Lat <= a.Lat && c.Lon <= a.Lon && b.Lat <= d.Lat && b.Lon <= d.Lon
		require.Equal(t, in, s.inside(o))
		if in {
			require.LessOrEqual(t, s.area, o.area)
		}
	})
	l := newShape(points(0, 0, 0, 4, 2, 4, 2, 2, 4, 2, 4, 0)) // an L
	assert.True(t, square(0, 0, 2).inside(l))
	assert.False(t, newShape(points(0, 3, 3, 0, 1, 0)).inside(square(0, 0, 2)), "out of it and in again")
	assert.True(t, newShape(points(4, 0, 0, 0, 0, 4)).inside(l), "a side touches a corner")
	assert.False(t, newShape(points(0, 0, 4, 2, 2, 4)).inside(l), "all its corners are in, and a side is out")
	world := newShape(points(-90*degree, -180*degree, -90*degree, 180*degree, 90*degree, 180*degree, 90*degree, -180*degree))
	assert.Equal(t, uint64(2*180*360*degree*degree), world.area, "the largest there is")
}
