package leadkit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

const kept = `
retention: {after: 30d, except: [customer]}
scores:
  interest: {opened: {each: email_opened, points: 15, decay: none}}
promises:
  follow up: {by: sales, from: handed_over, do: phone, within: 24h}
`

func TestRetentionIsPartOfNext(t *testing.T) {
	l := lifeUnder(t, kept)
	l.e = l.e.WithKey([]byte("secret"))
	l.tell(0, lead.Created, map[string]any{"email": "Ada@B.example", "mobile": "+33 6 12 34 56 78", "potential": 5000})
	l.tell(24, "email_opened", nil)
	next, ok := l.e.Next(&l.r)
	require.True(t, ok)
	assert.Equal(t, hour(24*31), next)
	assert.Empty(t, l.wait(24*31-1))
	effects, err := l.e.Advance(&l.r, hour(24*40))
	require.NoError(t, err)
	require.Len(t, effects, 1)
	assert.Equal(t, []any{Erased, lead.At(hour(24 * 31))}, []any{effects[0].Kind, effects[0].At})
	want := []string{lead.Mark([]byte("secret"), "ada@b.example"), lead.Mark([]byte("secret"), "+33612345678")}
	assert.ElementsMatch(t, want, effects[0].Marks)
	assert.ElementsMatch(t, want, l.r.Lead.Marks)
	assert.NotContains(t, strings.ToLower(string(encode(t, &l.r))), "ada@")
	assert.NotContains(t, want, lead.Mark([]byte("other"), "ada@b.example"), "who lacks the key cannot try addresses out")
	_, ok = l.e.Next(&l.r)
	assert.False(t, ok, "once")
	assert.Empty(t, l.tell(24*41, lead.ProfileUpdated, map[string]any{"email": "ada@b.example"}))
	assert.NotContains(t, string(encode(t, &l.r)), "ada@")
}

func TestRetentionExceptsStages(t *testing.T) {
	l := lifeUnder(t, kept)
	l.tell(0, lead.Created, map[string]any{"email": "ada@b.example"})
	l.tell(1, lead.StageOverridden, map[string]any{"stage": "customer"})
	assert.NotContains(t, l.wait(24*400), "erased: L1 ()")
	assert.Contains(t, l.tell(24*400, lead.Reopened, nil), "erased: L1 ()", "whoever leaves the stage after the time is up is erased at once")
	for contract, code := range map[string]string{
		"retention: {after: 1h}":                       "bad-retention /retention/after",
		"retention: {except: [customer]}":              "no-time /retention",
		"retention: {after: 30d, except: [custommer]}": "unknown-stage /retention/except/0",
	} {
		_, err := Load(File{Name: "c", Data: []byte(contract)})
		var found diag.List
		require.ErrorAs(t, err, &found)
		assert.Equal(t, code, found[0].Code+" "+found[0].Place.Path, contract)
	}
}

// After an erasure the record holds nothing that people wrote of a person or knew of them, wherever it was written; it is what the lead's log is from then on: with it and what comes later,
// a host comes to the same record.
func TestAnErasedRecordReplaysFromItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, history := compileGenerated(t), genHistory(t)
		for i := range history {
			history[i].ev.Props = secretive(e.schema, history[i].ev)
		}
		f := folder{t: t, e: e}
		f.fold(history)
		at := history[len(history)-1].at
		f.fold([]heard{{at, lead.Event{ID: "erase", Lead: "L1", Kind: lead.Erased, Time: at}}})
		require.NotContains(t, string(encode(t, &f.r)), secret)
		require.NotContains(t, string(encode(t, &f.r)), "@")
		stored := folder{t: t, e: e, r: reread(t, &f.r), desk: f.desk.Clone()}
		rest := of("L1", genHistory(t))
		for i := range rest {
			rest[i].at, rest[i].ev.Time = rest[i].at.Add(at.Sub(genesis)), rest[i].ev.Time.Add(at.Sub(genesis))
			rest[i].ev.Props = secretive(e.schema, rest[i].ev)
		}
		f.fold(rest)
		stored.fold(rest)
		require.Equal(t, string(encode(t, &f.r)), string(encode(t, &stored.r)))
		require.NotContains(t, string(encode(t, &f.r)), secret, "nor does what comes later bring it back")
	})
}

const secret = "SECRET"

// secretive writes a secret into every free text of an event.
func secretive(s *lead.Schema, ev lead.Event) map[string]any {
	props := map[string]any{}
	for name, v := range ev.Props {
		props[name] = v
	}
	id, _ := s.Kind(ev.Kind)
	for _, p := range s.Props(id) {
		closed := len(p.Known) > 0 || strings.HasPrefix(p.Name, "source_") || strings.HasPrefix(p.Name, "utm_") || p.Name == "entry"
		switch _, given := props[p.Name]; {
		case p.Type != lead.Text || closed, given && ev.Kind != lead.ProfileUpdated && p.Name != "note" && p.Name != "reason" && p.Name != "qualification", ev.Kind == lead.Assigned || ev.Kind == lead.OwnerOverridden && p.Name != "reason":
		case p.Name == "reason" && (ev.Kind == lead.Rejected || ev.Kind == lead.Recycled || ev.Kind == lead.Disqualified || ev.Kind == lead.Lost):
		case p.Name == "stage" || p.Name == "score" || p.Name == "promise" || p.Name == "type" || p.Name == "market" || p.Name == "new_contact" || p.Name == "cover" || p.Name == "person" || p.Name == "purpose" || p.Name == "email":
		default:
			props[p.Name] = fmt.Sprint(secret, " ", p.Name)
		}
	}
	return props
}

// What is known of an erased person is gone for every room at once: the temperature that nurture saw last, too, whichever way the next event takes.
func TestNobodySeesAnErasedTemperature(t *testing.T) {
	l := lifeUnder(t, `
scores:
  temperature: {hot: 50, else: cold}
  fit: {school: {when: 'lead.email endsWith ".edu"', points: 10}}
nurture:
  contents: {guide: {channel: email}}
  programs: {welcome: {enter: {when: 'stage == "inquiry"'}, exhausted: wait, streams: {all: {every: 7d, contents: [guide]}}}}
`)
	l.tell(0, lead.Created, map[string]any{"email": "ada@b.edu"})
	require.Equal(t, "cold", l.r.Nurture.Band)
	l.tell(1, lead.Erased, nil)
	require.Empty(t, l.r.Temperature)
	require.Empty(t, l.r.Nurture.Band)
}
