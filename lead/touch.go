package lead

import "strings"

// Touch is where a lead came from, once: family > channel > campaign > content, and what it cost.
type Touch struct {
	Family   string  `json:"f,omitempty"` // "traditional" or "digital"
	Channel  string  `json:"c,omitempty"`
	Campaign string  `json:"m,omitempty"`
	Content  string  `json:"o,omitempty"`
	Term     string  `json:"w,omitempty"` // the words that were paid for: utm_term
	Cost     Money   `json:"p,omitzero"`
	At       Instant `json:"t,omitempty"`
	By       string  `json:"e,omitempty"` // the event's id
}

// Known reports whether the touch says anything.
func (t Touch) Known() bool { return t.At != 0 }

// touched folds the source that an event names into the first and the latest touch. Which is first and which latest is decided by the events' own
// times, so a later event never overwrites the first source; one that is heard late, but happened before it, does.
func (s *Schema) touched(st *State, b *Bound) {
	get := func(name string) string { return b.Value(s.Prop(b.Kind, name)).Text }
	t := Touch{Family: get("source_family"), Channel: get("source_channel"), Campaign: get("source_campaign"), Content: get("source_content"),
		At: b.Time, By: b.ID}
	s.mapUTM(&t, get)
	if t == (Touch{At: b.Time, By: b.ID}) {
		return
	}
	if t.Channel != "" && s.familyOf[t.Channel] == "" {
		st.Unmapped++
	}
	t.Cost = s.money(b.Value(s.Prop(b.Kind, "cost")))
	if !st.First.Known() || later(st.First.At, st.First.By, t.At, t.By) {
		st.First = t
	}
	if !st.Latest.Known() || later(t.At, t.By, st.Latest.At, st.Latest.By) {
		st.Latest = t
	}
}

// mapUTM fills what the source's own properties leave open: the medium names the channel, or else the source does.
// A value that names no known channel is kept as it is; [State.Unmapped] counts these.
func (s *Schema) mapUTM(t *Touch, get func(string) string) {
	medium, source := strings.ToLower(get("utm_medium")), strings.ToLower(get("utm_source"))
	online := medium+source != "" // a link was followed: digital, unless the channel says otherwise
	if t.Channel == "" {
		t.Channel = orText(s.channelOf[medium], orText(s.channelOf[source], orText(medium, source)))
	}
	t.Campaign = orText(t.Campaign, get("utm_campaign"))
	t.Content = orText(t.Content, get("utm_content"))
	t.Term = get("utm_term")
	if t.Family = orText(t.Family, s.familyOf[t.Channel]); t.Family == "" && online {
		t.Family = "digital"
	}
}

func orText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
