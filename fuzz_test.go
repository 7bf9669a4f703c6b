package leadkit

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
)

// FuzzApply gives arbitrary records, events and instants to an engine: nothing panics, and an error leaves the record as it was.
func FuzzApply(f *testing.F) {
	engine := must(Compile(rapid.Custom(genContract).Example(7)))
	folded := folder{t: f, e: engine}
	folded.fold(rapid.Custom(genHistory).Example(7))
	f.Add([]byte(`{}`), []byte(`{"id":"1","lead":"L1","kind":"lead_created","time":"2026-03-20T08:00:00Z"}`), int64(1774000000000))
	f.Add(encode(f, &folded.r), []byte(`{"id":"x","lead":"L1","kind":"page_viewed","time":"2027-03-20T08:00:00Z","props":{"path":"/prices"}}`), int64(1805000000000))
	f.Fuzz(func(t *testing.T, record, event []byte, at int64) {
		var r Record
		var ev lead.Event
		if json.Unmarshal(record, &r) != nil || json.Unmarshal(event, &ev) != nil {
			t.Skip()
		}
		r.Contract = engine.hash
		before := string(encode(t, &r))
		if _, err := engine.Apply(&r, ev, time.UnixMilli(at%(1<<46))); err != nil {
			require.Equal(t, before, string(encode(t, &r)))
			return
		}
		engine.Next(&r)
		_, err := engine.At(&r, r.Clock.Time().Add(40*24*time.Hour))
		_ = err // beyond the end of time it is refused
	})
}
