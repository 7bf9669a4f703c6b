package lead

import (
	"slices"
	"strings"

	"github.com/leadkit/leadkit/internal/rule"
)

// Topic counts the signals about one topic.
type Topic struct {
	Name  string  `json:"n"`
	Times int64   `json:"c"`
	Last  Instant `json:"t"`
}

// topic counts a signal about a topic. Of more than [MostTopics], the ones met longest ago are forgotten: which remain does not depend on the order
// of arrival; a topic that is forgotten and met again counts from one.
func (st *State) topic(name string, at Instant) {
	i := slices.IndexFunc(st.Topics, func(t Topic) bool { return t.Name == name }) // few: quicker than a binary search
	if i < 0 {
		i, _ = slices.BinarySearchFunc(st.Topics, name, func(t Topic, name string) int { return strings.Compare(t.Name, name) })
		st.Topics = slices.Insert(st.Topics, i, Topic{Name: name})
	}
	st.Topics[i].Times++
	st.Topics[i].Last = max(st.Topics[i].Last, at)
	if len(st.Topics) > MostTopics {
		st.Topics = dropOldest(st.Topics, func(t *Topic) (Instant, string) { return t.Last, t.Name })
	}
}

// TopTopic gives the topic with the most signals, of these the latest, of these the first by name; "" if there is none.
func (st *State) TopTopic() string {
	var top Topic
	for _, t := range st.Topics {
		if t.Times > top.Times || t.Times == top.Times && t.Last > top.Last {
			top = t
		}
	}
	return top.Name
}

func (st *State) topicList() Value {
	if len(st.Topics) == 0 {
		return Value{}
	}
	names := make([]string, len(st.Topics))
	for i, t := range st.Topics {
		names[i] = t.Name
	}
	return rule.ListOf(names)
}
