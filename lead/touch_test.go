package lead

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhereALeadCameFrom(t *testing.T) {
	s := newSchema(t, own())
	utm := func(medium, source string) map[string]any {
		return map[string]any{"utm_medium": medium, "utm_source": source}
	}
	for _, test := range []struct {
		name     string
		props    map[string]any
		family   string
		channel  string
		unmapped int64
	}{
		{"a paid click", utm("CPC", "google"), "digital", "paid_advertising", 0},
		{"a mailing", utm("email", "may"), "digital", "newsletter", 0},
		{"a channel by its name", utm("webinar", ""), "digital", "webinar", 0},
		{"a medium that says nothing", utm("none", "blog"), "digital", "blog", 0},
		{"a QR code", utm("qr", "fair"), "traditional", "flyer", 0},
		{"the contract's own", utm("audio", "spotify"), "digital", "podcast", 0},
		{"nothing we know", utm("carrier", "pigeon"), "digital", "carrier", 1},
		{"only a source", utm("", "pigeon"), "digital", "pigeon", 1},
		{"said outright", map[string]any{"source_channel": "trade_show", "utm_medium": "cpc"}, "traditional", "trade_show", 0},
		{"said outright, unknown", map[string]any{"source_channel": "balloon"}, "", "balloon", 1},
		{"with its family", map[string]any{"source_family": "traditional", "source_channel": "balloon"}, "traditional", "balloon", 1},
		{"a family alone", map[string]any{"source_family": "traditional"}, "traditional", "", 0},
	} {
		var st State
		s.Apply(&st, bound(t, s, "1", Created, start, test.props))
		assert.Equal(t, []any{test.family, test.channel, test.unmapped}, []any{st.First.Family, st.First.Channel, st.Unmapped}, test.name)
		assert.Equal(t, st.First, st.Latest)
	}
	var st State
	s.Apply(&st, bound(t, s, "1", Created, start, map[string]any{"cost": 3}))
	assert.False(t, st.First.Known(), "a cost is no source")
	assert.Equal(t, Money{300, "EUR"}, st.Cost)
}

func TestEveryChannelIsKnownByItsName(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	for _, c := range Channels() {
		for _, medium := range append(c.UTM, c.Name) {
			var st State
			s.Apply(&st, bound(t, s, "1", Touched, start, map[string]any{"utm_medium": medium}))
			assert.Equal(t, Touch{Family: c.Family, Channel: c.Name, At: start, By: "1"}, st.First, medium)
		}
	}
	assert.Len(t, s.Channels(), len(Channels()))
	assert.Len(t, Channels(), 20)
}

func TestTheFirstSourceIsNeverOverwrittenByALaterOne(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	var st State
	touch := func(id string, at Instant, campaign string) {
		s.Apply(&st, bound(t, s, id, Touched, at, map[string]any{"utm_medium": "cpc", "utm_campaign": campaign, "utm_content": "red", "utm_term": "crm", "cost": 2}))
	}
	touch("b", start, "spring")
	touch("c", start.Add(Day), "summer")
	assert.Equal(t, Touch{Family: "digital", Channel: "paid_advertising", Campaign: "spring", Content: "red", Term: "crm", Cost: Money{200, "EUR"}, At: start, By: "b"}, st.First)
	assert.Equal(t, "summer", st.Latest.Campaign)
	touch("d", start.Add(Hour), "between")
	assert.Equal(t, []string{"spring", "summer"}, []string{st.First.Campaign, st.Latest.Campaign})
	touch("a", start, "same instant")
	assert.Equal(t, "same instant", st.First.Campaign, "of one instant, the first by id")
	touch("e", start.Add(-Day), "earlier, heard late")
	assert.Equal(t, "earlier, heard late", st.First.Campaign)
	assert.Equal(t, Money{1000, "EUR"}, st.Cost)
}

func TestMayWeContact(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	type given struct {
		kind  string
		props map[string]any
	}
	give := func(props map[string]any) given { return given{ConsentGiven, props} }
	refuse := func(props map[string]any) given { return given{ConsentRevoked, props} }
	type of = map[string]any
	for _, test := range []struct {
		name   string
		events []given
		may    bool
		why    string
	}{
		{"nothing on record", nil, false, "no basis on record"},
		{"for the channel", []given{give(of{"channel": "email", "basis": "contract"})}, true, "contract"},
		{"for any channel", []given{give(of{})}, true, "consent"},
		{"for another channel", []given{give(of{"channel": "phone"})}, false, "no basis on record"},
		{"for another purpose", []given{give(of{"purpose": "service"})}, false, "no basis on record"},
		{"withdrawn", []given{give(of{"channel": "email"}), refuse(of{"channel": "email"})}, false, "refused"},
		{"given again", []given{refuse(of{"channel": "email"}), give(of{"channel": "email"})}, true, "consent"},
		{"refused altogether", []given{give(of{"channel": "email"}), refuse(of{})}, false, "refused"},
		{"given after refusing altogether", []given{refuse(of{}), give(of{"channel": "email"})}, true, "consent"},
		{"the channel's refusal against any", []given{refuse(of{"channel": "email"}), give(of{})}, false, "refused"},
		{"unsubscribed", []given{give(of{}), {Unsubscribed, nil}}, false, "refused"},
		{"unsubscribed from another", []given{give(of{}), {Unsubscribed, of{"channel": "sms"}}}, true, "consent"},
		{"expired", []given{give(of{"channel": "email", "expires": start.Add(Day)})}, false, "the basis has expired"},
		{"not yet expired", []given{give(of{"channel": "email", "expires": start.Add(Day + 1)})}, true, "consent"},
		{"expired, and any holds", []given{give(of{"channel": "email", "expires": start.Add(Day)}), give(of{})}, true, "consent"},
		{"expired, and any refused before", []given{refuse(of{}), give(of{"channel": "email", "expires": start.Add(Day)})}, false, "refused"},
	} {
		var st State
		for i, e := range test.events {
			s.Apply(&st, bound(t, s, test.name, e.kind, start.Add(Span(i)), e.props))
		}
		may, why := st.May("email", Marketing, start.Add(Day))
		assert.Equal(t, []any{test.may, test.why}, []any{may, why}, test.name)
		may, _ = st.May("email", Marketing, start-1)
		assert.False(t, may, "before it was recorded")
		st.Erase(start.Add(Day))
		may, why = st.May("email", Marketing, start.Add(Day))
		assert.Equal(t, "the person was erased", why)
		assert.False(t, may)
	}
}

func TestAForgottenRefusalIsNoPermission(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	var st State
	s.Apply(&st, bound(t, s, "0", ConsentRevoked, start, map[string]any{"channel": "phone"}))
	for i := range MostConsents {
		s.Apply(&st, bound(t, s, "p", ConsentGiven, start.Add(Span(i+1)), map[string]any{"channel": "email", "purpose": string(rune('A' + i))}))
	}
	s.Apply(&st, bound(t, s, "z", ConsentGiven, start.Add(Day), nil))
	require.Len(t, st.Basis, MostConsents)
	may, why := st.May("phone", Marketing, start.Add(Day))
	assert.False(t, may)
	assert.Equal(t, "the channel's own record was forgotten", why)
}

func TestAConsentKeepsItsProof(t *testing.T) {
	s := newSchema(t, Vocabulary{})
	var st State
	b := bound(t, s, "7", ConsentGiven, start, map[string]any{"channel": "phone", "purpose": "offers", "basis": "consent", "text": "v3", "proof": "form 12", "expires": "2028-01-01"})
	b.By = "anna"
	s.Apply(&st, b)
	expires := Instant(1830297600000)
	assert.Equal(t, []Consent{{Channel: "phone", Purpose: "offers", Basis: "consent", Text: "v3", Proof: "form 12", By: "anna", Expires: expires, At: start, Event: "7"}}, st.Basis)
	assert.Equal(t, Instant(0), s.Due(&st, start), "no condition reads it")
	s.compiled(t, `lead.may_phone`)
	assert.Equal(t, expires, s.Due(&st, start))
	assert.Equal(t, Instant(0), s.Due(&st, expires))
}
