package routing

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Point is a place on the globe (WGS 84) in millionths of a degree, about a tenth of a metre. Its text form is "50.6292, 3.0573": latitude, then longitude.
// The zero Point is no place; it lies in the sea.
type Point struct{ Lat, Lon int32 }

const degree = 1_000_000

// String gives the text form.
func (p Point) String() string {
	return strconv.FormatFloat(float64(p.Lat)/degree, 'f', -1, 64) + ", " + strconv.FormatFloat(float64(p.Lon)/degree, 'f', -1, 64)
}

// MarshalText gives the text of String, nothing for the zero Point.
func (p Point) MarshalText() ([]byte, error) {
	if p == (Point{}) {
		return nil, nil
	}
	return []byte(p.String()), nil
}

// UnmarshalText reads the text form.
func (p *Point) UnmarshalText(text []byte) error {
	*p = Point{}
	if len(text) == 0 {
		return nil
	}
	lat, lon, _ := strings.Cut(string(text), ",")
	a, err := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	b, err2 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	read, ok := pointOf(a, b)
	if err != nil || err2 != nil || !ok {
		return fmt.Errorf("%q is no place: write latitude and longitude in degrees, such as 50.6292, 3.0573", text)
	}
	*p = read
	return nil
}

// pointOf gives the point at so many degrees, rounded; false for what is not on the globe.
func pointOf(lat, lon float64) (Point, bool) {
	if !(math.Abs(lat) <= 90) || !(math.Abs(lon) <= 180) {
		return Point{}, false
	}
	return Point{int32(math.Round(lat * degree)), int32(math.Round(lon * degree))}, true
}

// Distance is a length in metres. Its text form is "30 km" or "500 m".
type Distance int64

// MostDistance bounds the radius of a region.
const MostDistance Distance = 500_000

// String gives the text form.
func (d Distance) String() string {
	if d%1000 == 0 {
		return fmt.Sprintf("%d km", d/1000)
	}
	return fmt.Sprintf("%d m", d)
}

// MarshalText gives the text of String.
func (d Distance) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the text form.
func (d *Distance) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	unit := int64(1)
	number, km := strings.CutSuffix(s, "km")
	if km {
		unit = 1000
	} else if number, km = strings.CutSuffix(s, "m"); !km {
		number = ""
	}
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 32)
	if err != nil || n <= 0 || Distance(n*unit) > MostDistance {
		return fmt.Errorf("%q is no distance: write one such as 30 km, at most %s", s, MostDistance)
	}
	*d = Distance(n * unit)
	return nil
}
