package calendar

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Around the last change of the clock of every zone, against the definition, minute by minute.
func TestEveryZoneEqualsTheOracle(t *testing.T) {
	zones := changing(t)
	names := make([]string, 0, len(zones))
	for name := range zones {
		names = append(names, name)
	}
	slices.Sort(names)
	days := [][]string{{"09:00-12:30", "14:00-18:00"}, {"22:00-05:00"}, {"00:00-24:00"}, {"00:00-02:30", "02:45-24:00"}, {"01:30-03:15"}}
	step, compared := 1, 0
	if testing.Short() {
		step = 11
	}
	for i := 0; i < len(names); i += step {
		changes := zones[names[i]]
		last := changes[len(changes)-1]
		if last.Year() < 1973 {
			continue // offsets of odd seconds
		}
		spans := days[i%len(days)]
		week := [7][]string{}
		for w := range week {
			week[w] = spans
		}
		h := compiled(t, Calendar{Zone: names[i], Open: Week{{"daily", spans}}})
		newOracle(h.Location(), int(last.Unix()/86_400)-2, week, nil, nil).check(t, h)
		compared++
	}
	require.Greater(t, compared*step, 350)
}
