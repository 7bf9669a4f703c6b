package routing

import "math"

// shape is a polygon on the map, its corners in millionths of a degree. Its sides are straight where latitude and longitude are the axes (plate carrée), and whatever is asked
// of it is answered exactly, in whole numbers. It does not reach across the 180th meridian. Its border is part of it.
type shape struct {
	corners  []Point
	min, max Point
	area     uint64 // twice the area, in square millionths of a degree of the map
}

func newShape(corners []Point) *shape {
	s := &shape{corners: corners, min: corners[0], max: corners[0]}
	for _, c := range corners {
		s.min = Point{min(s.min.Lat, c.Lat), min(s.min.Lon, c.Lon)}
		s.max = Point{max(s.max.Lat, c.Lat), max(s.max.Lon, c.Lon)}
	}
	var twice int64 // the sum may run over on its way; what it comes to does not
	a := corners[len(corners)-1]
	for _, c := range corners {
		twice += int64(a.Lon)*int64(c.Lat) - int64(c.Lon)*int64(a.Lat)
		a = c
	}
	s.area = uint64(max(twice, -twice))
	return s
}

// spot is a place in half millionths of a degree, so that the middle of a side is one.
type spot struct{ lat, lon int64 }

func (p Point) spot() spot { return spot{2 * int64(p.Lat), 2 * int64(p.Lon)} }

// middle gives what lies between two corners.
func middle(a, b spot) spot { return spot{(a.lat + b.lat) / 2, (a.lon + b.lon) / 2} }

// turn is positive where c lies to the left of the way from a to b, negative to the right, zero on their line.
func turn(a, b, c spot) int64 { return (b.lon-a.lon)*(c.lat-a.lat) - (c.lon-a.lon)*(b.lat-a.lat) }

// between reports whether c, which is on the line through a and b, lies between them or on one of them.
func between(a, b, c spot) bool {
	return min(a.lat, b.lat) <= c.lat && c.lat <= max(a.lat, b.lat) && min(a.lon, b.lon) <= c.lon && c.lon <= max(a.lon, b.lon)
}

// holds reports whether a point is in the shape or on its border.
func (s *shape) holds(p Point) bool {
	if p.Lat < s.min.Lat || p.Lat > s.max.Lat || p.Lon < s.min.Lon || p.Lon > s.max.Lon {
		return false
	}
	return s.at(p.spot()) >= 0
}

// at tells where a spot is: 1 inside, 0 on the border, -1 outside.
func (s *shape) at(p spot) int {
	where := -1
	a := s.corners[len(s.corners)-1].spot()
	for _, c := range s.corners {
		b := c.spot()
		side := turn(a, b, p)
		if side == 0 && between(a, b, p) {
			return 0
		}
		if (a.lat > p.lat) != (b.lat > p.lat) && (side > 0) == (b.lat > a.lat) {
			where = -where
		}
		a = b
	}
	return where
}

// sides calls f with each side until it is false.
func (s *shape) sides(f func(a, b spot) bool) bool {
	a := s.corners[len(s.corners)-1].spot()
	for _, c := range s.corners {
		b := c.spot()
		if !f(a, b) {
			return false
		}
		a = b
	}
	return true
}

// simple reports whether no two sides touch but neighbours at their common corner.
func (s *shape) simple() bool {
	n := len(s.corners)
	for i := range n {
		a, b := s.corners[i].spot(), s.corners[(i+1)%n].spot()
		if a == b || turn(a, b, s.corners[(i+2)%n].spot()) == 0 && between(a, b, s.corners[(i+2)%n].spot()) {
			return false
		}
		for j := i + 2; j < n; j++ {
			if (j+1)%n != i && touch(a, b, s.corners[j].spot(), s.corners[(j+1)%n].spot()) {
				return false
			}
		}
	}
	return true
}

// touch reports whether two sides have a point in common.
func touch(a, b, c, d spot) bool {
	p, q, r, s := turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)
	return sign(p)*sign(q) < 0 && sign(r)*sign(s) < 0 ||
		p == 0 && between(a, b, c) || q == 0 && between(a, b, d) || r == 0 && between(c, d, a) || s == 0 && between(c, d, b)
}

// cross reports whether two sides cross within both.
func cross(a, b, c, d spot) bool {
	return sign(turn(a, b, c))*sign(turn(a, b, d)) < 0 && sign(turn(c, d, a))*sign(turn(c, d, b)) < 0
}

func sign(n int64) int {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}

// overlaps reports whether two shapes share more than their borders: sides cross, or a piece of a side of one lies inside the other, or they are the same.
func (s *shape) overlaps(o *shape) bool {
	if s.max.Lat <= o.min.Lat || o.max.Lat <= s.min.Lat || s.max.Lon <= o.min.Lon || o.max.Lon <= s.min.Lon {
		return false
	}
	apart := s.sides(func(a, b spot) bool {
		return o.sides(func(c, d spot) bool { return !cross(a, b, c, d) })
	})
	if !apart {
		return true
	}
	in, on := s.pieces(o)
	other, _ := o.pieces(s)
	return in || other || on
}

// inside reports whether all of a shape lies in another, borders included. The same shape does.
func (s *shape) inside(o *shape) bool {
	within := s.sides(func(a, b spot) bool {
		return o.sides(func(c, d spot) bool { return !cross(a, b, c, d) })
	})
	return within && s.sides(func(a, b spot) bool {
		for from := a; from != b; {
			to := o.next(from, b)
			if o.at(middle(from, to)) < 0 {
				return false
			}
			from = to
		}
		return true
	})
}

// pieces cuts the sides of s at the corners of o that lie on them, and tells whether a piece is inside of o, and whether all are on its border.
func (s *shape) pieces(o *shape) (in, on bool) {
	on = true
	s.sides(func(a, b spot) bool {
		for from := a; from != b; {
			to := o.next(from, b)
			where := o.at(middle(from, to))
			in, on, from = in || where > 0, on && where == 0, to
		}
		return !in
	})
	return in, on
}

// next gives the first corner on the way from a to b, b if there is none before.
func (s *shape) next(a, b spot) spot {
	to := b
	for _, c := range s.corners {
		if p := c.spot(); p != a && turn(a, to, p) == 0 && between(a, to, p) {
			to = p
		}
	}
	return to
}

// corners of a circle, and the mean radius of the earth in metres.
const (
	circleCorners = 64
	earth         = 6_371_008.8
)

// circle gives a polygon of 64 corners for what lies within a distance of a point on a sphere: corners and sides are within 1 % of the radius of it,
// up to 500 km and 65 degrees of latitude. Its corners are the series of the great circle's end up to the second order, in roundings that every processor makes alike.
func circle(centre Point, within Distance) []Point {
	lat := float64(centre.Lat) * (math.Pi / 180 / degree)
	far := float64(within) / earth
	c, s := cosine(lat), sine(lat)
	tan := s / c
	list := make([]Point, circleCorners)
	for i := range list {
		angle := float64(i) * (2 * math.Pi / circleCorners)
		north, east := float64(far*cosine(angle)), float64(far*sine(angle))
		up := float64(north) - float64(float64(float64(east*east)*tan)/2)
		along := float64(float64(east/c) * float64(1+float64(north*tan)))
		list[i] = Point{centre.Lat + int32(math.Round(float64(up*(180/math.Pi*degree)))), centre.Lon + int32(math.Round(float64(along*(180/math.Pi*degree))))}
	}
	return list
}

// sine and cosine are their power series, without the fused operations that some processors have, so that a contract means the same everywhere.
func sine(x float64) float64   { return series(x, x, 1) }
func cosine(x float64) float64 { return series(1, x, 0) }

func series(term, x float64, n float64) (sum float64) {
	square := float64(x * x)
	for range 24 {
		sum += term
		term = -float64(float64(term*square) / float64(float64(n+1)*float64(n+2)))
		n += 2
	}
	return sum
}
