package lead

import (
	"cmp"
	"slices"
)

// Consent is the lawful basis for contacting a person on a channel for a purpose, or its refusal: a register by channel and purpose.
type Consent struct {
	Channel string  `json:"c"` // of a contact, or "any"
	Purpose string  `json:"p"` // "marketing" where the event names none
	Basis   string  `json:"b,omitempty"`
	Text    string  `json:"x,omitempty"` // the version of the text that the person was shown
	Proof   string  `json:"r,omitempty"`
	By      string  `json:"w,omitempty"` // who recorded it
	Expires Instant `json:"u,omitempty"`
	Refused bool    `json:"n,omitempty"`
	At      Instant `json:"t"`
	Event   string  `json:"e"`
}

// Marketing is the purpose of a consent that names none.
const Marketing = "marketing"

// consent folds a basis, its withdrawal or an unsubscription. One that names no channel speaks of any, an unsubscription of email.
func (s *Schema) consent(st *State, b *Bound) {
	get := func(name string) Value { return b.Value(s.Prop(b.Kind, name)) }
	kind := s.kinds[b.Kind].Name
	c := Consent{Channel: get("channel").Text, Purpose: orText(get("purpose").Text, Marketing), Basis: get("basis").Text, Text: get("text").Text,
		Proof: get("proof").Text, Expires: Instant(get("expires").Num), By: b.By, At: b.Time, Event: b.ID, Refused: kind != ConsentGiven}
	if c.Channel == "" {
		c.Channel = "any"
		if kind == Unsubscribed {
			c.Channel = "email"
		}
	}
	i, ok := slices.BinarySearchFunc(st.Basis, c, func(a, b Consent) int {
		return cmp.Or(cmp.Compare(a.Purpose, b.Purpose), cmp.Compare(a.Channel, b.Channel))
	})
	if !ok {
		st.Basis = slices.Insert(st.Basis, i, c)
	} else if old := &st.Basis[i]; later(c.At, c.Event, old.At, old.Event) {
		*old = c
	}
	if len(st.Basis) > MostConsents {
		st.Basis = dropOldest(st.Basis, func(c *Consent) (Instant, string) { return c.At, c.Event })
		st.Overfull = true
	}
}

// May reports whether a basis for contacting the lead on a channel for a purpose is on record at an instant, with the reason.
//
// What is recorded for the channel goes before what is recorded for "any", with two exceptions: a refusal for any channel stands against every older
// basis, and a basis that has expired is no longer one. Nothing on record is no. So is a basis for any channel when something was forgotten
// ([State.Overfull]), for that may have been the channel's own refusal.
func (st *State) May(channel, purpose string, at Instant) (bool, string) {
	if st.Gone != 0 {
		return false, "the person was erased"
	}
	own, any := st.recorded(channel, purpose, at), st.recorded("any", purpose, at)
	switch {
	case own == nil && st.Overfull && any != nil && !any.Refused:
		return false, "the channel's own record was forgotten"
	case own == nil, own.expired(at) && any != nil,
		any != nil && any.Refused && later(any.At, any.Event, own.At, own.Event):
		own = any
	}
	switch {
	case own == nil:
		return false, "no basis on record"
	case own.Refused:
		return false, "refused"
	case own.expired(at):
		return false, "the basis has expired"
	}
	return true, orText(own.Basis, "consent")
}

// recorded finds what was recorded for a channel and purpose by an instant.
func (st *State) recorded(channel, purpose string, at Instant) *Consent {
	for i := range st.Basis {
		if c := &st.Basis[i]; c.Channel == channel && c.Purpose == purpose && c.At <= at {
			return c
		}
	}
	return nil
}

func (c *Consent) expired(at Instant) bool { return !c.Refused && c.Expires != 0 && at >= c.Expires }

// expiry gives the first expiry of a basis after an instant, zero if there is none.
func (st *State) expiry(after Instant) Instant {
	var first Instant
	for _, c := range st.Basis {
		if c.Expires > after {
			first = Earliest(first, c.Expires)
		}
	}
	return first
}
