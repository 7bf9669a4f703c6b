package routing

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
)

// Quota bounds what people get of a batch, beside their capacity: see [Router.Batch].
type Quota struct {
	// Person is whom it is about. Empty: everybody, but who has one of their own for the same band.
	Person string `json:"person,omitempty"`
	// Band is a temperature, that of the receipt, or the name of one of the policy's value classes; all quotas name the one or all the other, as every lead is in one
	// band. Empty: all leads together.
	Band string `json:"band,omitempty"`
	// AtLeast is met before anything is weighed, as far as it can be; AtMost is never exceeded. Zero: no limit.
	AtLeast int `json:"at_least,omitempty"`
	AtMost  int `json:"at_most,omitempty"`
}

// mostQuota bounds the numbers of a quota.
const mostQuota = 1 << 20

// quotas are the compiled ones.
type quotas struct {
	list  []Quota
	bands []string // those that are named, sorted; "" is none of them
	value bool     // they are value classes
}

func (c *compiler) addQuotas() {
	q := &c.r.quotas
	for i, spec := range c.spec.Quotas {
		path := diag.Join("/quotas", fmt.Sprint(i))
		_, known := c.r.personOf[spec.Person]
		switch {
		case spec.Person != "" && !known:
			c.found.Unknown(diag.Join(path, "person"), "person", spec.Person, slices.Collect(maps.Keys(c.r.personOf)))
		case slices.ContainsFunc(q.list, func(o Quota) bool { return o.Person == spec.Person && o.Band == spec.Band }):
			c.found.Add(path, "double-quota", "there are two quotas for the same person and band", "keep one of them")
		}
		switch {
		case min(spec.AtLeast, spec.AtMost) < 0 || max(spec.AtLeast, spec.AtMost) > mostQuota:
			c.found.Add(path, "bad-quota", fmt.Sprintf("a quota counts from 0 to %d leads", mostQuota), "")
		case spec.AtMost > 0 && spec.AtLeast > spec.AtMost:
			c.found.Add(path, "impossible-quota", fmt.Sprintf("at least %d are more than at most %d", spec.AtLeast, spec.AtMost), "raise the one or lower the other")
		case spec.AtLeast == 0 && spec.AtMost == 0:
			c.found.Warn(path, "empty-quota", "the quota bounds nothing", "write at_least or at_most")
		}
		q.list = append(q.list, spec)
		if value := slices.ContainsFunc(c.r.classes, func(k Class) bool { return k.Name == spec.Band }); spec.Band != "" && len(q.bands) > 0 && value != q.value {
			c.found.Add(diag.Join(path, "band"), "mixed-bands", "some quotas are by temperature, others by value class", "name bands of one sort")
		} else if spec.Band != "" {
			q.value = value
		}
		if spec.Band != "" && !slices.Contains(q.bands, spec.Band) {
			q.bands = append(q.bands, spec.Band)
		}
	}
	slices.Sort(q.bands)
}

// of gives what bounds a person in a band, "" for all leads together.
func (q *quotas) of(person, band string) (own Quota) {
	for _, o := range q.list {
		if o.Band == band && (o.Person == person || o.Person == "" && own.Person == "") {
			own = o
		}
	}
	return own
}

// bandOf gives the number of a request's band.
func (r *Router) bandOf(q *Request) int {
	if r.quotas.value {
		return r.quotas.band(r.class(q.Potential))
	}
	return r.quotas.band(q.Temperature)
}

// band gives the number of a band, 0 for one that no quota names.
func (q *quotas) band(name string) int {
	i, ok := slices.BinarySearchFunc(q.bands, name, strings.Compare)
	if !ok {
		return 0
	}
	return i + 1
}
