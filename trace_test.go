package leadkit

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

// Law 5 by event: over generated contracts and histories, the lines of the trace sum exactly to what At gives, and every line of an event names one of the log.
func TestTraceSumsToAt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, history := compileGenerated(t), genHistory(t)
		f, ids := folder{t: t, e: e}, map[string]bool{scoring.ByTime: true}
		f.fold(history)
		at := f.r.Clock.Add(lead.Span(rapid.Int64Range(0, int64(90*lead.Day)).Draw(t, "later"))).Time()
		trace, plain := e.Trace(at), Record{}
		for _, h := range history {
			ids[h.ev.ID] = true
			_, err := trace.Apply(h.ev, h.at)
			require.NoError(t, err)
			_, err = e.Apply(&plain, h.ev, h.at)
			require.NoError(t, err)
		}
		lines, err := trace.Lines()
		require.NoError(t, err)
		view, err := e.At(&plain, at)
		require.NoError(t, err)
		sums := map[string]lead.Points{}
		for _, l := range lines {
			sums[l.Score] += l.Points
			require.True(t, l.Event == "" || ids[l.Event], l.Event)
		}
		for _, s := range view.Scores {
			require.Equal(t, s.Points, sums[s.Name], s.Name)
		}
	})
}
