package routing

import "strings"

// Reason is a set of reasons, out of a closed list, why a candidate does not get a lead. The empty set means that the candidate can take it.
// Its text form is words with commas.
type Reason uint16

// The reasons.
const (
	NotTaken     Reason = 1 << iota // the channel does not take such leads
	Absent                          // the person is away
	Full                            // a capacity of the person is used up
	Outside                         // the place is not in the person's territory, nor in that of somebody they cover for
	NoLanguage                      // the person does not speak the lead's language
	NoSkill                         // the person lacks a skill that the lead needs
	Barred                          // the request excludes the person, or the person had the lead and rejected or dropped it
	OffHours                        // the person is not at work, and the channel requires it, or others who can take the lead are
	NoMember                        // nobody works in the channel
	Wider                           // the lead lies in a more specific territory of others who can take it
	ManyAccounts                    // the lead fits several accounts, and waits until somebody says which
	OverQuota                       // a quota of the person keeps the room they have for others: only in a batch
	reasonsCount = iota
)

var reasonWords = [reasonsCount]string{"channel does not take it", "absent", "at capacity", "outside territory", "language", "skill",
	"had it before", "not at work", "nobody works there", "a wider territory", "several accounts fit", "over quota"}

// String gives the reasons in words, "" if there is none.
func (r Reason) String() string {
	var list []string
	for i, w := range reasonWords {
		if r>>i&1 != 0 {
			list = append(list, w)
		}
	}
	return strings.Join(list, ", ")
}

// MarshalText gives the words of String.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the words.
func (r *Reason) UnmarshalText(text []byte) error {
	*r = 0
	if len(text) == 0 {
		return nil
	}
	for w := range strings.SplitSeq(string(text), ", ") {
		i, err := readWord("reason", reasonWords[:], []byte(w))
		if err != nil {
			return err
		}
		*r |= 1 << i
	}
	return nil
}

// Refusal says of one candidate why not. A channel that does not take the lead is one candidate, without a person.
type Refusal struct {
	Channel string `json:"channel"`
	Person  string `json:"person,omitempty"`
	Reasons Reason `json:"reasons"` // none: the candidate can take the lead
}
