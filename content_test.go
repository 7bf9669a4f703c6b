package leadkit

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/lead"
)

const library = `
contract: library
scores:
  trucks:
    about: trucks
    opened: {each: [email_opened, email_clicked], worth: 10 * event.closeness}
nurture:
  contents:
    truck guide: {channel: email, topic: trucks, closeness: 0.4}
    van guide:   {channel: email, topic: vans, closeness: 1}
    leaflet:     {channel: post, topic: trucks}
`

// An event that names a content of the contract is about its topic, and as close to the offer, unless it says otherwise itself.
func TestContentsCarryTopicAndCloseness(t *testing.T) {
	e := must(Load(File{Name: "library.yaml", Data: []byte(library)}))
	for _, c := range []struct {
		name  string
		props map[string]any
		want  string
	}{
		{"as the contract says", map[string]any{"content": "truck guide"}, "4"},
		{"of another topic", map[string]any{"content": "van guide"}, "unscored"},
		{"its own topic counts", map[string]any{"content": "van guide", "topic": "trucks"}, "10"},
		{"its own closeness counts", map[string]any{"content": "truck guide", "closeness": 0.7}, "7"},
		{"nobody says how close", map[string]any{"content": "leaflet"}, "unscored"},
		{"an unknown content", map[string]any{"content": "truck guides"}, "unscored"},
		{"no content", nil, "unscored"},
	} {
		var r Record
		_, err := e.Apply(&r, lead.Event{ID: "1", Lead: "L1", Kind: "email_opened", Time: genesis, Props: c.props}, genesis)
		require.NoError(t, err)
		v, err := e.At(&r, genesis)
		require.NoError(t, err)
		got := "unscored"
		if v.Scores[0].Known {
			got = v.Scores[0].Points.String()
		}
		require.Equal(t, c.want, got, c.name)
	}
}
