package calendar_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/leadkit/leadkit/sla/calendar"
)

func sales() *calendar.Hours {
	h, err := calendar.Compile(calendar.Calendar{
		Zone:   "Europe/Paris",
		Open:   calendar.Week{{Days: "mon-fri", Spans: []string{"09:00-12:30", "14:00-18:00"}}},
		Closed: []string{"holidays FR", "2026-12-24..2026-12-31"},
	})
	if err != nil {
		panic(err)
	}
	return h
}

func Example() {
	h := sales()
	handedOver := time.Date(2026, 11, 20, 16, 0, 0, 0, h.Location()) // a Friday

	for _, text := range []string{"24h", "4 working hours", "1 working day"} {
		var term calendar.Term
		if err := term.UnmarshalText([]byte(text)); err != nil {
			panic(err)
		}
		due, err := h.Due(handedOver, term)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s: %s\n", term, h.Words(handedOver, due))
	}
	// Output:
	// 24h: Friday 16:00, due Saturday 16:00
	// 4 working hours: Friday 16:00, due Monday 11:00
	// 1 working day: Friday 16:00, due Monday 16:00
}

// The compiler answers a promise with an example, where a reader would most likely err.
func ExampleHours_Example() {
	h := sales()
	signed := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	fmt.Println(h.Example(signed, calendar.Working(4*time.Hour)))
	fmt.Println(h.Example(signed, calendar.Working(30*time.Minute)))
	fmt.Println(h.Example(signed, calendar.Days(10)))
	// Output:
	// Friday 16:00, due Monday 11:00
	// Friday 17:45, due Monday 09:15
	// Friday 16:00, due Monday 23 November 16:00
}

func ExampleHours_Spans() {
	h := sales()
	christmas := h.At(calendar.Date{Year: 2026, Month: 12, Day: 23}, 0, 0)
	for from, to := range h.Spans(christmas, christmas.AddDate(0, 0, 14)) {
		fmt.Println(from.Format("Mon 2 Jan 15:04"), "to", to.Format("15:04"))
		if from.Month() == time.January {
			break
		}
	}
	why, _ := h.Closed(calendar.Date{Year: 2027, Month: 1, Day: 1})
	fmt.Println("1 January:", why)
	// Output:
	// Wed 23 Dec 09:00 to 12:30
	// Wed 23 Dec 14:00 to 18:00
	// Mon 4 Jan 09:00 to 12:30
	// 1 January: New Year's Day
}

// Everything that is wrong is said at once.
func ExampleCompile_findings() {
	_, err := calendar.Compile(calendar.Calendar{
		Zone:   "Europe/Pariss",
		Open:   calendar.Week{{Days: "mon-fry", Spans: []string{"09:00-17:00", "16:00-18:00"}}},
		Closed: []string{"holidays DEU", "1st munday of may"},
	})
	fmt.Println(err)
	// Output:
	// /closed/0: unknown set of holidays "DEU"; did you mean "DE"?
	// /closed/1[4:10]: "1st munday of may" is no date: a weekday is missing; did you mean "monday"?
	// /open/mon-fry[0:7]: "mon-fry" are no days of the week; did you mean "fri"?
	// /zone: unknown zone "Europe/Pariss"; did you mean "Europe/Paris"?
}

func ExampleHolidays() {
	days, err := calendar.Holidays("GB-SCT", 2026)
	if err != nil {
		panic(err)
	}
	for _, d := range days[:4] {
		fmt.Println(d.Date, d.Name)
	}
	// Output:
	// 2026-01-01 New Year's Day
	// 2026-01-02 2 January
	// 2026-04-03 Good Friday
	// 2026-05-04 Early May Bank Holiday
}

// A calendar as it stands in a contract. The night shift that begins on Christmas Eve runs to its end, the one of Christmas Day does not begin.
func ExampleCalendar_onCall() {
	var spec calendar.Calendar
	err := json.Unmarshal([]byte(`{
		"zone": "Europe/Berlin",
		"open": {"daily": "22:00-06:00", "sat,sun": "08:00-20:00"},
		"closed": ["holidays DE-BY"]
	}`), &spec)
	if err != nil {
		panic(err)
	}
	h, err := calendar.Compile(spec)
	if err != nil {
		panic(err)
	}
	eve := h.At(calendar.Date{Year: 2026, Month: 12, Day: 24}, 23, 0)
	closing, _ := h.NextClosing(eve)
	opening, _ := h.NextOpening(eve)
	fmt.Println(h.Moment(closing, eve))
	fmt.Println(h.Moment(opening, eve))
	// Output:
	// Friday 06:00
	// Sunday 08:00
}
