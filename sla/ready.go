package sla

import (
	"fmt"
	"slices"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
	"github.com/leadkit/leadkit/sla/calendar"
)

// ConsumerCallsFR names the ready rules for unsolicited telephone calls to consumers in France.
const ConsumerCallsFR = "calls to consumers FR"

// Ready are contact rules that need only be named, with the calendar of their hours, which bears the same name.
//
//	contact_rules:
//	  France: calls to consumers FR
type Ready struct {
	Name  string
	Hours calendar.Calendar
	Rules []ContactRule
}

// ReadyRules lists the ready contact rules. They are data as of their dates and no legal advice; a contract may write its own instead. The slice is the caller's.
//
// "calls to consumers FR": leads of the market B2C in France are called at most four times in 30 days, Monday to Friday, public holidays excepted, 10:00-13:00 and 14:00-20:00 on their
// own clock, not in the 60 days after a refusal, and from 11 August 2026 only with a basis on record for the purpose "marketing".
// Source: Code de la consommation, articles L. 223-1 and D. 223-8 (décret n° 2022-1313 du 13 octobre 2022), and loi n° 2025-594 du 30 juin 2025, article 16.
func ReadyRules() []Ready {
	const who = `lead.country == "FR" and lead.market == "B2C"`
	phone := []string{"phone"}
	return []Ready{{
		Name: ConsumerCallsFR,
		Hours: calendar.Calendar{Name: ConsumerCallsFR, Zone: "Europe/Paris", Open: calendar.Week{{Days: "mon-fri", Spans: []string{"10:00-13:00", "14:00-20:00"}}},
			Closed: []string{"holidays FR"}},
		Rules: []ContactRule{
			{Name: "calls", When: who, Channels: phone, Hours: ConsumerCallsFR, TheirZone: true, AtMost: Limit{4, 30 * lead.Day}, AfterRefusal: 60 * lead.Day},
			{Name: "prior consent", When: who, Channels: phone, Hours: ConsumerCallsFR, TheirZone: true, Since: calendar.Date{Year: 2026, Month: 8, Day: 11}, Basis: lead.Marketing},
		},
	}}
}

// expand puts ready rules in the place of their names.
func (c *compiler) expand(list []ContactRule) (all []ContactRule) {
	known := ReadyRules()
	for _, spec := range list {
		if spec.Ready == "" {
			all = append(all, spec)
			continue
		}
		path := diag.Join("/contact_rules", spec.Name)
		i := slices.IndexFunc(known, func(r Ready) bool { return r.Name == spec.Ready })
		if i < 0 {
			names := make([]string, len(known))
			for i := range known {
				names[i] = known[i].Name
			}
			c.found.Unknown(path, "ready contact rule", spec.Ready, names)
			continue
		}
		if only := (ContactRule{Name: spec.Name, Ready: spec.Ready}); !equalRules(spec, only) {
			c.found.Add(path, "strange-field", fmt.Sprintf("the rule is %q, as it is", spec.Ready), "leave the other fields out, or write the rule whole")
		}
		hours, err := calendar.Compile(known[i].Hours)
		if err != nil {
			c.found.Add(path, "no-zone-data", err.Error(), "import time/tzdata in the program")
			continue
		}
		c.ready[known[i].Name] = hours
		for _, r := range known[i].Rules {
			r.Name = spec.Name + ": " + r.Name
			all = append(all, r)
		}
	}
	return all
}

func equalRules(a, b ContactRule) bool {
	same := slices.Equal(a.Channels, b.Channels) && slices.Equal(a.Address, b.Address)
	return same && a.When == b.When && a.Binds == b.Binds && a.Hours == b.Hours && a.TheirZone == b.TheirZone && a.Since == b.Since && a.Until == b.Until &&
		a.AtMost == b.AtMost && a.AfterRefusal == b.AfterRefusal && a.Basis == b.Basis
}
