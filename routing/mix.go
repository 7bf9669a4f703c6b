package routing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// Mix says by what a channel's rotation keeps everybody's mix of leads like the team's: there is a rotation for each band.
//
// In each band nobody is ever a whole lead ahead of or behind their weight's share, while the same people can take the leads. So of somebody with n leads, in a channel with
// b bands, no band's share is (b+1)/n or more away from the channel's.
type Mix uint8

// By what a mix is kept.
const (
	NoMix          Mix = iota
	MixTemperature     // the temperature on the receipt
	MixValue           // the policy's value classes
)

var mixWords = []string{"none", "temperature", "value"}

// String gives the word a contract writes.
func (m Mix) String() string { return word(mixWords, int(m)) }

// MarshalText gives the word of String.
func (m Mix) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the word.
func (m *Mix) UnmarshalText(text []byte) error {
	i, err := readWord("mix", mixWords, text)
	*m = Mix(i)
	return err
}

// Class is a band of value: the leads whose potential is below an amount and that are in no class before. Without an amount it is all the others. The short form is the amount alone.
type Class struct {
	Name  string     `json:"name" contract:"name"`
	Below lead.Money `json:"below,omitzero"`
}

// UnmarshalText reads the short form, the amount alone.
func (c *Class) UnmarshalText(text []byte) error { return c.Below.UnmarshalText(text) }

// MostBands bounds the bands of a channel: leads of further ones are of the band "".
const MostBands = 16

// band gives the band of a lead in a channel.
func (r *Router) band(d *Desk, ch *channel, q *Request) string {
	band := ""
	switch ch.Mix {
	case NoMix:
		return ""
	case MixTemperature:
		band = q.Temperature
	case MixValue:
		band = r.class(q.Potential)
	}
	if _, known := d.pool(ch.Name, band); !known && d.bands(ch.Name) >= MostBands-1 {
		return ""
	}
	return band
}

func (r *Router) class(potential lead.Money) string {
	for _, c := range r.classes {
		if c.Below.Minor == 0 || potential.Minor < c.Below.Minor {
			return c.Name
		}
	}
	return ""
}

// bands counts the bands of a channel, the one without a name aside.
func (d *Desk) bands(channel string) (n int) {
	for i := range d.Pools {
		if d.Pools[i].Channel == channel && d.Pools[i].Band != "" {
			n++
		}
	}
	return n
}

// feed counts a lead in a person's mix, or with -1 takes it out again.
func (r *Router) feed(d *Desk, x *index, dec *Decision, n int) {
	c, ok := r.channelOf[dec.Channel]
	if !ok || r.channels[c].Mix == NoMix {
		return
	}
	m := r.channels[c].member(r.personOf[dec.Person])
	if m < 0 {
		return
	}
	r.rank(d, x, c, dec.Band).keep(d)
	at, _ := d.pool(dec.Channel, dec.Band)
	p := &d.Pools[at]
	if len(p.Got) != len(p.People) { // it did not keep a mix before
		p.Got = make([]int, len(p.People))
	}
	p.Got[m] = max(0, p.Got[m]+n)
}

// Part says how much of one band somebody got.
type Part struct {
	Person string `json:"person"`
	Team   string `json:"team,omitempty"`
	Band   string `json:"band"`
	Got    int    `json:"got"`   // leads of the band
	Of     int    `json:"of"`    // leads of all bands
	Share  Share  `json:"share"` // of the band in the person's leads
	All    Share  `json:"all"`   // in those of the whole channel
	Drift  Share  `json:"drift"` // the one less the other
	Bound  Share  `json:"bound"` // what [Mix] promises to stay below while the same people can take the leads; never more than the whole
}

// MixOf reports the mix of leads of a channel that keeps one: by person, then band, since they joined it. Leads given by an owner's right or by hand count too.
func (r *Router) MixOf(d *Desk, channel string) (list []Part) {
	var pools []*Pool
	total, all := map[string]int{}, 0
	for i := range d.Pools {
		p := &d.Pools[i]
		if p.Channel != channel || len(p.Got) != len(p.People) {
			continue
		}
		pools = append(pools, p)
		for m, n := range p.Got {
			total[p.People[m]] += n
			all += n
		}
	}
	for _, p := range pools {
		sum := 0
		for _, n := range p.Got {
			sum += n
		}
		for m, n := range p.Got {
			of := total[p.People[m]]
			if of == 0 {
				continue
			}
			part := Part{Person: p.People[m], Team: r.teamIn(channel, p.People[m]), Band: p.Band, Got: n, Of: of, Share: ratio(n, of), All: ratio(sum, all)}
			part.Drift, part.Bound = part.Share-part.All, min(Whole, ratio(len(pools)+1, of))
			list = append(list, part)
		}
	}
	slices.SortStableFunc(list, func(a, b Part) int { return strings.Compare(a.Person, b.Person) })
	return list
}

func ratio(n, of int) Share { return Share(int64(n) * int64(Whole) / int64(of)) }

func (r *Router) teamIn(channel, person string) string {
	c, ok := r.channelOf[channel]
	p, known := r.personOf[person]
	if !ok || !known {
		return ""
	}
	return r.channels[c].teamOf(&r.people[p])
}

// fewLeads is how many leads a team has to have got before its mix says something.
const fewLeads = 20

// Unfair finds teams to which leads of one band alone were given, twenty or more, while others got leads of other bands: teams that receive only poor leads rebel.
// The places are in the policy.
func (r *Router) Unfair(d *Desk) (found diag.List) {
	type fed struct {
		bands map[string]int
		sum   int
		place string
	}
	teams, all := map[string]*fed{}, map[string]bool{}
	for i := range r.channels {
		for _, p := range r.MixOf(d, r.channels[i].Name) {
			if p.Got == 0 {
				continue
			}
			if teams[p.Team] == nil {
				teams[p.Team] = &fed{bands: map[string]int{}, place: diag.Join("/people", p.Person, "team")}
			}
			t := teams[p.Team]
			t.bands[p.Band] += p.Got
			t.sum += p.Got
			all[p.Band] = true
		}
	}
	for name, t := range teams {
		if len(t.bands) > 1 || len(all) < 2 || t.sum < fewLeads {
			continue
		}
		for band := range t.bands {
			found.Warn(t.place, "one-band", fmt.Sprintf("the team %q got %d leads, every one of them %q", name, t.sum, band), "let its channel take leads of other bands too")
		}
	}
	found.Sort()
	return found
}

// addClasses checks the value classes.
func (c *compiler) addClasses() {
	for i, k := range c.spec.Classes {
		path := diag.Join("/classes", k.Name)
		c.name(path, k.Name, slices.ContainsFunc(c.spec.Classes[:i], func(o Class) bool { return o.Name == k.Name }))
		c.price(diag.Join(path, "below"), k.Below)
		k.Below = c.money(k.Below)
		if n := len(c.r.classes); n > 0 && (c.r.classes[n-1].Below.Minor == 0 || k.Below.Minor != 0 && k.Below.Minor <= c.r.classes[n-1].Below.Minor) {
			c.found.Add(path, "class-never", "no lead is ever in this class: those before it take them all", "write the classes from the smallest amount to the largest, and last the one without")
		}
		c.r.classes = append(c.r.classes, k)
	}
	if len(c.r.classes) >= MostBands {
		c.found.Add("/classes", "too-many", fmt.Sprintf("there are %d value classes or more", MostBands), "write fewer")
	}
}

// lookAtMix finds a mix that nothing keeps.
func (c *compiler) lookAtMix(ch *channel) {
	path := diag.Join("/channels", ch.Name, "mix")
	switch {
	case int(ch.Mix) >= len(mixWords):
		c.found.Add(path, "unknown-mix", "the value is none of those that are known", "")
	case ch.Mix != NoMix && ch.Strategy != Rotation:
		c.found.Add(path, "mix-without-rotation", fmt.Sprintf("the strategy %s keeps no mix", ch.Strategy), "take the strategy away: rotation is the default")
	case ch.Mix == MixValue && len(c.r.classes) == 0:
		c.found.Add(path, "no-classes", "there are no value classes", "write them under classes")
	}
}
