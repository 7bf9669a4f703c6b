package lead

// Content is what a contract says of a content: what it is about, and how close to the offer, from 0 to 1. Empty and 0 are not said.
type Content struct {
	Name      string
	Topic     string
	Closeness float64
}

// carrier is where events of a kind have what they say of a content; -1: nowhere.
type carrier struct{ content, topic, closeness int }

// DeclareContents makes contents known: an event that names one, and says not itself what it is about or how close to the offer, is taken to say it. See
// [Schema.Bind].
func (s *Schema) DeclareContents(list []Content) {
	s.contents, s.carriers = make(map[string]Content, len(list)), nil
	for _, c := range list {
		s.contents[c.Name] = c
	}
	for id := range s.kinds {
		at := func(name string, t Type) int {
			if i := s.Prop(KindID(id), name); i >= 0 && s.props[id][i].Type == t {
				return i
			}
			return -1
		}
		s.carriers = append(s.carriers, carrier{at("content", Text), at("topic", Text), at("closeness", Number)})
	}
}

// complete adds what the contract says of the event's content.
func (s *Schema) complete(b *Bound) {
	if len(s.contents) == 0 || s.carriers[b.Kind].content < 0 {
		return
	}
	at := s.carriers[b.Kind]
	c, ok := s.contents[b.Values[at.content].Text]
	if !ok {
		return
	}
	if at.topic >= 0 && b.Values[at.topic] == (Value{}) {
		b.Values[at.topic] = text(c.Topic)
	}
	if at.closeness >= 0 && b.Values[at.closeness] == (Value{}) && c.Closeness > 0 {
		b.Values[at.closeness] = number(c.Closeness)
	}
}
