package routing

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

// A desk is malformed or it is one: then it survives its encoding. Whatever it is, nothing panics, and a request that was decided stays so.
func FuzzDesk(f *testing.F) {
	p := team(3, Rotation, func(i int, p *Person) {
		p.Capacity = []Capacity{{Most: 2}, {Most: 3, Per: PerDay}, {Most: 4, Per: Rolling, Within: lead.Day}}
	})
	p.Channels[0].Mix = MixTemperature
	r := compiled(f, p)
	var d Desk
	for i := range 5 {
		q := ask(i)
		q.Temperature = "hot"
		r.Route(&d, q, 5)
	}
	r.Leave(&d, Leave{Person: "P01", From: 5, To: 50, Cover: "P02"}, 5)
	r.Release(&d, "l2", Dropped, 6)
	r.Advance(&d, 7, nil)
	f.Add([]byte(text(f, &d)))
	f.Add([]byte(`{"pools":[{"c":"sales","p":["P00","P01","P09"],"t":[5]},{"c":"sales","p":["P00","P01","P02"],"t":[9223372036854775807],"n":[1]}],"seats":[{"p":"P01","o":-3,"t":[9,3]},{"p":"P00"}]}`))
	f.Add([]byte(`{"clock":9223372036854775807,"taken":[{"q":"","l":"","f":true},{"q":"q1","l":"l1","p":"P00","c":"nowhere"},{"q":"q1","l":"l1","p":"P00","c":"sales","b":"strategy"}],"away":[{"p":"x"}],"drops":[{"l":"l9","p":"P02"}],"leaves":[{"p":"P00","f":9,"t":3}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		type plain Desk
		var raw plain
		if json.Unmarshal(data, &raw) != nil {
			return
		}
		d := Desk(raw)
		var read Desk
		err := json.Unmarshal(data, &read)
		if sound := d.Check(); sound != nil {
			require.ErrorIs(t, err, ErrDesk)
			require.Equal(t, Desk{}, read, "nothing has changed")
		} else {
			require.NoError(t, err)
			require.Equal(t, text(t, &read), text(t, reread(t, &read)))
		}
		const at = 100
		q := Request{ID: "new", Lead: "new", Channels: []string{"sales"}, Temperature: "hot"}
		dec := r.Route(&d, q, at)
		require.Equal(t, dec, r.Route(&d, q, at))
		r.Explain(&d, q, at, nil)
		r.Retry(&d, q, at)
		r.Advance(&d, at, nil)
		r.Due(&d, at)
		r.Leave(&d, Leave{Person: "P00", From: at, To: at + 9}, at)
		for _, end := range []End{Rejected, Dropped} {
			r.Release(&d, "l1", end, at)
			r.Release(&d, "new", end, at)
		}
		r.Route(&d, ask(9), at)
		r.MixOf(&d, "sales")
		r.Unfair(&d)
		d.Credit("sales", "P01")
		c := d.Clone()
		text(t, &c)
	})
}
