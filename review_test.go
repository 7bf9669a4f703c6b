package leadkit

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

const reviewed = `
contract: reviewed
scores:
  interest:
    took a white paper: {each: white_paper_downloaded, points: 20}
    read the prices: {each: page_viewed, points: 15}
    looked for a job: {each: careers_page_viewed, points: -5}
moves:
  ripe:     {from: inquiry, to: mql, when: interest >= 15}
  accepted: {from: mql, to: sal, upon: accepted}
  won:      {from: sal, to: customer, upon: won}
`

// tell folds events of a lead, a minute apart, and posts their effects.
func tell(t *testing.T, e *Engine, b *Book, id string, events ...lead.Event) *Record {
	var r Record
	for i, ev := range events {
		at := genesis.Add(time.Duration(i) * time.Minute)
		ev.ID, ev.Lead, ev.Time = fmt.Sprintf("%s-%d", id, i), id, at
		effects, err := e.Apply(&r, ev, at)
		require.NoError(t, err)
		require.NoError(t, e.Post(b, id, int64(i+1), effects))
	}
	return &r
}

// What sales says of hand-overs reaches the rules that helped to them, through the book.
func TestReviewThroughAContract(t *testing.T) {
	e := must(Load(File{Name: "reviewed.yaml", Data: []byte(reviewed)}))
	is := func(kind string) lead.Event { return lead.Event{Kind: kind} }
	because := func(kind, reason string) lead.Event {
		return lead.Event{Kind: kind, Props: map[string]any{"reason": reason, "note": "called twice", "qualification": "none"}}
	}
	var paper, prices Book
	for i := range 3 {
		tell(t, e, &paper, fmt.Sprint("refused ", i), is(lead.Created), is("careers_page_viewed"), is("white_paper_downloaded"), because(lead.Rejected, "below_definition"))
	}
	r := tell(t, e, &paper, "came back", is(lead.Created), is("white_paper_downloaded"), is(lead.Accepted), because(lead.Recycled, "not_mature"))
	require.Equal(t, []string{lead.Accepted, lead.Recycled}, r.Judged)
	tell(t, e, &prices, "sold", is(lead.Created), is("page_viewed"), is(lead.Accepted), is(lead.Won))
	tell(t, e, &prices, "open", is(lead.Created), is("page_viewed"))
	require.NoError(t, prices.Merge(&paper))
	list := e.Review(&prices)
	require.Len(t, list, 3)
	require.Equal(t, "took a white paper", list[0].Rule)
	require.Equal(t, []scoring.Count{{Reason: "below_definition", Times: 3}}, list[0].Rejected)
	require.Equal(t, []scoring.Count{{Reason: "not_mature", Times: 1}}, list[0].Recycled)
	require.Equal(t, scoring.Share{Had: 0, Of: 4, Low: 0, High: list[0].Stayed.High}, list[0].Stayed)
	require.Equal(t, "looked for a job", list[1].Rule)
	require.True(t, list[1].Against)
	require.Equal(t, "read the prices", list[2].Rule)
	require.EqualValues(t, 2, list[2].Handed)
	require.Equal(t, "1 of 1 (100 %, 21 to 100 %)", list[2].Stayed.String())
	require.EqualValues(t, 1, list[2].Won)
	require.Negative(t, list[0].Fair.Points)
	require.Positive(t, list[2].Fair.Points)
}

// One hand-over is answered once, however often it comes back: what is said of it after it came back is a reason more, and no answer more.
func TestAHandOverIsAnsweredOnce(t *testing.T) {
	e := must(Load(File{Name: "reviewed.yaml", Data: []byte(reviewed)}))
	is := func(kind, reason string) lead.Event {
		return lead.Event{Kind: kind, Props: map[string]any{"reason": reason, "note": "no telephone", "qualification": "none"}}
	}
	for name, c := range map[string]struct {
		said                    []lead.Event
		answered, back, unasked int64
	}{
		"recycled, then disqualified":           {[]lead.Event{is(lead.Recycled, "not_mature"), is(lead.Disqualified, "academic")}, 1, 0, 1},
		"rejected, then disqualified":           {[]lead.Event{is(lead.Rejected, "incomplete"), is(lead.Disqualified, "academic")}, 1, 0, 0},
		"accepted, recycled, then disqualified": {[]lead.Event{{Kind: lead.Accepted}, is(lead.Recycled, "not_mature"), is(lead.Disqualified, "academic")}, 1, 1, 0},
	} {
		var b Book
		tell(t, e, &b, "L", append([]lead.Event{{Kind: lead.Created}, {Kind: "white_paper_downloaded"}}, c.said...)...)
		all := b.Rules.All
		require.EqualValues(t, 1, all.Handed, name)
		require.Equal(t, []scoring.Count{{Reason: "academic", Times: 1}}, all.Disqualified, name)
		require.Equal(t, [3]int64{c.answered, c.back, c.unasked}, [3]int64{all.Answered(), all.Back, all.Unasked}, name)
	}
}

// Every hand-over is counted once for each rule on its receipt, and each answer at most once.
func TestReviewCountsEveryHandOver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, history := compileGenerated(t), genHistory(t)
		f := folder{t: t, e: e}
		f.fold(history)
		f.wake(end(history))
		var b Book
		require.NoError(t, e.Post(&b, "s", 1, f.effects))
		var handed, accepted int64
		for _, effect := range f.effects {
			switch {
			case effect.Kind == HandedOver:
				handed++
			case effect.Kind == Judged && effect.Subject == lead.Accepted:
				accepted++
			}
		}
		require.Equal(t, handed, b.Rules.All.Handed)
		require.Equal(t, accepted, b.Rules.All.Accepted)
		require.LessOrEqual(t, b.Rules.All.Answered(), handed)
		require.LessOrEqual(t, b.Rules.All.Back, accepted)
		for _, line := range e.Review(&b) {
			require.False(t, line.Gone)
			require.LessOrEqual(t, line.Handed, handed)
		}
	})
}
