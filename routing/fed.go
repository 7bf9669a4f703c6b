package routing

import (
	"fmt"
	"math"

	"github.com/leadkit/leadkit/lead/diag"
)

// lookAtTeams finds teams that can get leads of one temperature or value class alone, by what their channels take, while others get the others.
func (c *compiler) lookAtTeams() {
	var classes []string
	for _, k := range c.r.classes {
		classes = append(classes, k.Name)
	}
	c.feeds("temperature", c.schema.Temperatures(), func(ch *channel, i int, band string) bool { return c.schema.CouldText(ch.takes, "temperature", band) })
	c.feeds("value class", classes, func(ch *channel, i int, _ string) bool { return c.takesClass(ch, i) })
}

// takesClass reports whether a channel can take leads of a value class.
func (c *compiler) takesClass(ch *channel, i int) bool {
	low, high := 0.0, math.MaxFloat64
	if i > 0 {
		low = c.r.classes[i-1].Below.Float()
	}
	if below := c.r.classes[i].Below; below.Minor != 0 {
		high = math.Nextafter(below.Float(), 0)
	}
	return c.schema.CouldNumber(ch.takes, "lead.potential", low, high)
}

// feeds warns of each team that can get leads of one band alone, if there are teams that get others.
func (c *compiler) feeds(what string, bands []string, takes func(ch *channel, i int, band string) bool) {
	var teams []string // in the order in which they are met
	fed, place, all := map[string]map[string]bool{}, map[string]string{}, map[string]bool{}
	for i := range c.r.channels {
		ch := &c.r.channels[i]
		for j, band := range bands {
			if !takes(ch, j, band) {
				continue
			}
			for _, m := range ch.members {
				team, path := c.r.people[m].Team, diag.Join("/people", c.r.people[m].Name, "team")
				if team == "" {
					team, path = ch.Team, diag.Join("/channels", ch.Name, "takes")
				}
				if team == "" {
					team = ch.Name
				}
				if fed[team] == nil {
					teams, fed[team], place[team] = append(teams, team), map[string]bool{}, path
				}
				fed[team][band], all[band] = true, true
			}
		}
	}
	for _, team := range teams {
		for band := range fed[team] {
			if len(fed[team]) == 1 && len(all) > 1 {
				c.found.Warn(place[team], "one-band", fmt.Sprintf("%s can get leads of one %s alone: %q", team, what, band), "let a channel of theirs take others too")
			}
		}
	}
}
