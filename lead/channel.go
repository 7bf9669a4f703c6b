package lead

import (
	"slices"
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
)

// Channel is a way by which leads come, of one of the two families.
type Channel struct {
	Family string `json:"family,omitempty"` // "traditional" or "digital"
	Name   string `json:"name" contract:"name"`
	// UTM are the values of utm_medium or utm_source, besides the name, that mean the channel. Upper and lower case are one.
	UTM []string `json:"utm,omitempty"`
}

// UnmarshalText reads the short form, the family alone.
func (c *Channel) UnmarshalText(text []byte) error {
	c.Family = string(text)
	return nil
}

// UnmarshalJSON reads both forms: the object, and the family alone.
func (c *Channel) UnmarshalJSON(data []byte) error {
	type plain Channel
	return EitherForm(data, (*plain)(c), c.UnmarshalText)
}

// Channels lists the ways by which leads come that every contract knows. The slice is the caller's.
func Channels() []Channel {
	return []Channel{
		traditional("trade_show"), traditional("event", "event"), traditional("cold_call"), traditional("meeting"), traditional("flyer", "qr"),
		traditional("letter"), traditional("press", "print"), traditional("tv"), traditional("radio"), traditional("billboard"),
		digital("website", "organic", "web"), digital("newsletter", "email", "e-mail"), digital("blog"), digital("contact_form"),
		digital("white_paper"), digital("webinar"), digital("tutorial"),
		digital("social_network", "social", "social-media", "social_media", "sm"),
		digital("paid_advertising", "cpc", "ppc", "paid", "paid_search", "paidsearch", "display", "banner", "cpm", "paid_social", "paid-social"),
		digital("referral", "affiliate"),
	}
}

func traditional(name string, utm ...string) Channel { return Channel{"traditional", name, utm} }
func digital(name string, utm ...string) Channel     { return Channel{"digital", name, utm} }

// checkChannels reports what is wrong with a contract's channels. A built-in one may be named again to give it more UTM values.
func checkChannels(found *diag.List, list []Channel) {
	names, values, families := map[string]bool{}, map[string]string{}, map[string]string{}
	for _, c := range Channels() {
		families[c.Name] = c.Family
		c.claim(values)
	}
	for _, c := range list {
		path := diag.Join("/channels", c.Name)
		checkName(found, path, c.Name, names)
		family, builtin := families[c.Name]
		switch {
		case builtin && c.Family != "" && c.Family != family:
			found.Add(diag.Join(path, "family"), "name-taken", "the channel "+quoted(c.Name)+" is built in, as "+family, "leave the family out")
		case !builtin && c.Family != "traditional" && c.Family != "digital":
			found.Add(diag.Join(path, "family"), "bad-family", "a channel is of no family "+quoted(c.Family), "write traditional or digital")
		}
		if owner := c.claim(values); owner != "" {
			found.Add(diag.Join(path, "utm"), "name-taken", "a UTM value of channel "+quoted(c.Name)+" means "+quoted(owner)+" already", "remove it from one of them")
		}
	}
	if len(list) > mostNames {
		found.Add("/channels", "too-many", "more channels than anybody can tell apart", "")
	}
}

// claim notes which UTM values mean the channel. It gives the other channel that has one of them already, "" if there is none.
func (c Channel) claim(values map[string]string) (other string) {
	for _, v := range append(slices.Clone(c.UTM), c.Name) {
		v = strings.ToLower(v)
		if owner := values[v]; owner != "" && owner != c.Name {
			other = owner
			continue
		}
		values[v] = c.Name
	}
	return other
}

func (s *Schema) addChannels(list []Channel) {
	for _, c := range append(Channels(), list...) {
		c.claim(s.channelOf)
		if s.familyOf[c.Name] == "" {
			s.familyOf[c.Name] = c.Family
		}
	}
}

// Channels lists the names of the ways by which leads come, the contract's own included, sorted.
func (s *Schema) Channels() []string {
	names := make([]string, 0, len(s.familyOf))
	for name := range s.familyOf {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
