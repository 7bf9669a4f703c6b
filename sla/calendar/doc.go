// Package calendar is working time: which instants a team, a person or an on-call rota is there for, and what a deadline is then.
//
//	zone: Europe/Paris
//	open: {mon-fri: ["09:00-12:30", "14:00-18:00"], sat: ["10:00-12:00"]}
//	closed: [holidays FR, "2026-12-24..2026-12-31"]
//	also_open: {"2026-12-05": ["10:00-16:00"]}
//
// The specification is a [Calendar], a plain struct. [Compile] checks all of it and gives [Hours], which never change:
//
//	h, err := calendar.Compile(spec)
//	due, err := h.Due(handedOver, calendar.Working(4*time.Hour)) // Friday 16:00, due Monday 11:00
//
// # Hours
//
// Hours are a set of open instants. It is made of half-open spans of wall time: 17:00 of "09:00-17:00" is closed. Add, Sub and Between
// measure that set; NextOpening, NextClosing, PrevOpening and PrevClosing find its edges. What uses up a span exactly ends at its closing;
// no duration, outside hours, is the next opening.
//
// A span's ends are what the clock on the wall shows, on the days when it changes too: a wall time that does not exist moves later by the
// gap, one that happens twice is the first, and a day of 25 hours that is open all day counts 25. A date that the clocks jump over has no hours.
//
// The three measures of a [Term] are elapsed time ("24h"), open time ("8 working hours") and open dates ("1 working day", see [Hours.AddDays]).
//
// # Holidays
//
// Closed dates are data: dates, yearly rules and built-in sets by country and region ("holidays DE-BY", see [Sets] and [Holidays]), sets of one's own, and the
// all-day events of an iCalendar text ([ICal]). [Calendar.Keeping] gives a calendar as it is where another country's or region's holidays are kept.
//
// # Cost and bounds
//
// Hours are worked out for the years 1970 to 2099, as the few dates a year that differ from the ordinary week: some tens of kilobytes.
// Every question is a binary search over these and arithmetic on the weeks between, so ten years cost what one day does. Beyond the horizon
// a calendar is closed, and a duration that does not fit is a [*HorizonError]; no search runs on.
//
// Zones come from the machine's time zone data. A program that must not depend on it imports time/tzdata; two machines answer alike if their data is alike.
package calendar
