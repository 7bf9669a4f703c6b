package nurture_test

import (
	"fmt"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/lead"
)

// Sales gives back who has a future but cannot buy now. Marketing keeps the relation: first about the problem, then why us, until the moment is more favourable. What the
// lead does is scored, what speaks against it, too; and at the right moment it goes back to sales, who learns at once what there is to know.
func Example_story() {
	engine, err := leadkit.Load(leadkit.File{Name: "story.yaml", Data: []byte(`
scores:
  interest:
    opened a campaign: {each: email_opened, points: 5, decay: none}
    read the site:     {each: page_viewed, points: 10, decay: none}
    took a white paper: {each: white_paper_downloaded, points: 20, decay: none}
    looked for a job:  {each: careers_page_viewed, points: -20, decay: none}
    went silent:       {after: 60d of silence, points: -10}
  temperature: {of: total, hot: 40, warm: 20, else: cold}
  total: interest
on_return: {score: reset, owner: remember, promises: cancel, position: resume}
nurture:
  at_most: [1 per day, 2 per week]
  their_hours: {zone: Europe/Paris, open: {mon-fri: ["08:00-20:00"]}, closed: [holidays FR]}
  contents:
    cost of stock:   {channel: email, topic: stock}
    a day's work:    {channel: email}
    how Bolt did it: {channel: email}
    site visit:      {channel: email}
  programs:
    given back:
      enter: {when: 'stage == "nurturing" and lead.return_reason in ["project_postponed", "not_mature", "no_date"]'}
      streams:
        the problem:
          aim: problem
          every: 7d
          steps:
            first:   {send: cost of stock}
            asks:    {for: white_paper_downloaded, at_most: 20 working days, else: another, to: read}
            another: {send: a day's work}
            read:    {until: next_project, before: 90d}
        why us:       {aim: why_us, when: total >= 20, every: 5 working days, contents: how Bolt did it}
        ready to buy: {aim: ready_to_buy, when: 'lead.next_project - now < "60d"', every: 3 working days, contents: site visit}
      exhausted: slow every 60d
      ready: {when: 'total >= 40 or lead.next_project - now < "30d"', upon: demo_requested}
`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	var record leadkit.Record
	monday, n := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC), 0
	hear := func(day int, kind string, props map[string]any) {
		n++
		at := monday.AddDate(0, 0, day)
		effects, err := engine.Apply(&record, lead.Event{ID: fmt.Sprint("e", n), Lead: "L1", Kind: kind, By: "Ada", Time: at, Props: props}, at)
		if err != nil {
			fmt.Println(err)
		}
		for _, f := range effects {
			switch f.Kind {
			case leadkit.Returned, leadkit.ContentDue, leadkit.Warmed, leadkit.Nurtured:
				what := f.Reason
				if f.Content != nil {
					what = f.Content.String()[25:]
				}
				fmt.Println(f.At.Time().Format("02 Jan"), f.Kind, what)
			case leadkit.HandedOver:
				fmt.Print(f.At.Time().Format("02 Jan"), " handed over: ", f.Reason, "\n", f.Dossier)
			}
		}
	}
	hear(0, lead.Created, nil)
	hear(0, lead.ConsentGiven, map[string]any{"channel": "email", "basis": "consent"})
	hear(1, lead.QuoteRequested, nil)
	hear(2, lead.Accepted, nil)
	hear(3, lead.Recycled, map[string]any{"reason": "project_postponed", "project_date": "2026-12-01", "note": "New warehouse only at the end of the year."})
	hear(10, "email_opened", map[string]any{"topic": "stock"})
	hear(45, "careers_page_viewed", nil)
	hear(50, "white_paper_downloaded", map[string]any{"topic": "stock"})
	hear(60, "page_viewed", map[string]any{"topic": "stock"})
	hear(61, "page_viewed", map[string]any{"topic": "stock"})
	hear(280, "email_opened", nil)
	// Output:
	// 02 Mar temperature changed was unscored
	// 03 Mar handed over: raised a hand
	// 05 Mar returned recycled: project_postponed
	// 05 Mar nurture entered given back/the problem (stage == "nurturing" and lead.return_reason in ["no_date", "not_mature", "project_postponed"])
	// 05 Mar content due content_due given back/the problem/first: cost of stock by email (next in the stream)
	// 25 Mar nurture turned given back/the problem/asks (nothing came within 20 working days)
	// 25 Mar content due content_due given back/the problem/another: a day's work by email (next in the stream)
	// 02 May nurture warmed given back/the problem: a day's work (from cold to warm)
	// 02 May nurture moved given back/why us (total >= 20)
	// 02 May temperature changed was cold
	// 04 May content due content_due given back/why us: how Bolt did it by email (next in the stream)
	// 11 May nurture exhausted given back/why us (it received everything)
	// 01 Jul temperature changed was warm
	// 02 Oct nurture moved given back/ready to buy (lead.next_project - now < "60d")
	// 02 Oct content due content_due given back/ready to buy: site visit by email (next in the stream)
	// 05 Oct nurture exhausted given back/ready to buy (it received everything)
	// 01 Nov nurture ready given back/ready to buy: site visit (total >= 40 or lead.next_project - now < "30d")
	// 01 Nov handed over: ready
	// interests: stock (4)
	// project: 2026-12-01
	// received: site visit on 2026-10-02, how Bolt did it on 2026-05-04, a day's work on 2026-03-25, cost of stock on 2026-03-05
	// scores because: interest read the site 20, interest took a white paper 20, interest looked for a job -20, total interest 15, interest went silent -10, interest opened a campaign 5
	// last signals: went silent (1, 2026-07-01), read the site (2, 2026-05-02), took a white paper (1, 2026-04-21), looked for a job (1, 2026-04-16), opened a campaign (1, 2026-03-12)
	// came back: recycled project_postponed on 2026-03-05: "New warehouse only at the end of the year."
	// 01 Nov nurture paused given back/ready to buy: site visit (sales has the lead)
	// 07 Dec temperature changed was cold
}
