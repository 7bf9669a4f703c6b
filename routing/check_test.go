package routing

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMalformedDeskIsRefused(t *testing.T) {
	for name, malformed := range map[string]string{
		"cut off":                            `{"clock":5,"seats":[{"p":"P0`,
		"a clock before 1970":                `{"clock":-1}`,
		"two seats of one person":            `{"seats":[{"p":"P00"},{"p":"P00"}]}`,
		"seats out of order":                 `{"seats":[{"p":"P01"},{"p":"P00"}]}`,
		"less than no lead":                  `{"seats":[{"p":"P00","o":-3}]}`,
		"less than no value":                 `{"seats":[{"p":"P00","v":-1}]}`,
		"more than two turns owed":           `{"seats":[{"p":"P00","b":99999999999999999}]}`,
		"times out of order":                 `{"seats":[{"p":"P00","t":[9,3]}]}`,
		"less than no lead in a day":         `{"seats":[{"p":"P00","c":[{"u":"day","i":1,"n":-1}]}]}`,
		"a count of no period":               `{"seats":[{"p":"P00","c":[{"u":"open","i":1,"n":1}]}]}`,
		"a credit for nobody":                `{"pools":[{"c":"sales","p":["P00"],"t":[5,-5]}]}`,
		"a person without a credit":          `{"pools":[{"c":"sales","p":["P00","P01"],"t":[0]}]}`,
		"credits that do not cancel out":     `{"pools":[{"c":"sales","p":["P00","P01"],"t":[5,-4]}]}`,
		"the largest credit there is":        `{"pools":[{"c":"sales","p":["P00","P01"],"t":[-9223372036854775808,-9223372036854775808]}]}`,
		"people of a rotation out of order":  `{"pools":[{"c":"sales","p":["P01","P00"],"t":[0,0]}]}`,
		"two rotations of one band":          `{"pools":[{"c":"a","b":"x","p":[],"t":[]},{"c":"a","b":"x","p":[],"t":[]}]}`,
		"less than no lead of a band":        `{"pools":[{"c":"sales","p":["P00"],"t":[0],"n":[-1]}]}`,
		"one request decided twice":          `{"taken":[{"q":"q1","l":"l1","t":1,"x":2},{"q":"q1","l":"l1","t":1}]}`,
		"a lead in two places":               `{"taken":[{"q":"q1","l":"l1","t":1},{"q":"q2","l":"l1","t":1}]}`,
		"somebody has what waits":            `{"taken":[{"q":"q1","l":"l1","t":1,"p":"P00","f":true}]}`,
		"others without when they had it":    `{"taken":[{"q":"q1","l":"l1","t":1,"p":"P00","y":["P01"]}]}`,
		"drops out of order":                 `{"drops":[{"l":"b","p":"P00","t":1},{"l":"a","p":"P00","t":1}]}`,
		"a leave that ends before it begins": `{"leaves":[{"p":"P00","f":9,"t":3}]}`,
		"absent twice":                       `{"away":[{"p":"P00"},{"p":"P00"}]}`,
		"a word for nothing":                 `{"taken":[{"q":"q1","l":"l1","t":1,"b":"magic"}]}`,
	} {
		d := Desk{Clock: 7}
		require.Error(t, json.Unmarshal([]byte(malformed), &d), name)
		assert.Equal(t, Desk{Clock: 7}, d, "%s: nothing has changed", name)
		if name != "cut off" {
			assert.ErrorIs(t, json.Unmarshal([]byte(malformed), &d), ErrDesk, name)
		}
	}
}

// What decisions led to is never refused: every step of TestDesk reads it back. Here at its bounds.
func TestFullDeskIsSound(t *testing.T) {
	r := compiled(t, team(2, Rotation, nil))
	var d Desk
	for i := range MostOpen + 4*MostFinished + 5 {
		r.Route(&d, ask(i), 1)
	}
	assert.NoError(t, d.Check())
}
