package leadkit

import (
	"github.com/leadkit/leadkit/sla/calendar"
)

// Deadlines answers each promise with an example of what it means, in the contract's order: "follow up: handed over Friday 16:00, due Saturday 16:00".
// Both sides can read these before they sign.
func (e *Engine) Deadlines() []string {
	var lines []string
	for _, p := range e.contract.Promises.Promises {
		if example := e.terms.Example(p.Name); example != "" {
			lines = append(lines, p.Name+": "+example)
		}
	}
	return lines
}

// Calendar gives a calendar of the contract by its name. The one named "default" is always there.
func (e *Engine) Calendar(name string) (*calendar.Hours, bool) {
	h, ok := e.calendars[name]
	return h, ok
}
