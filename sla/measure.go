package sla

import "github.com/leadkit/leadkit/lead"

// The measures that an agreement with SpeedFrom takes: each from the lead's own act, to the first attempt of a person to reach the lead, to the hand-over, to its acceptance,
// and to the first contact that reached the person. They have no deadline and are counted apart: [Report.Responses] gives them by name.
const (
	SpeedToLead        = "speed to lead"
	TimeToHandOver     = "time to hand over"
	TimeToAccept       = "time to accept"
	TimeToConversation = "time to conversation"
)

// speeds gives the measures as promises that nobody owes.
func speeds(from []string) []Promise {
	if len(from) == 0 {
		return nil
	}
	measure := func(name, do string) Promise { return Promise{Name: name, From: from, Do: do} }
	return []Promise{measure(SpeedToLead, atomContact), measure(TimeToHandOver, lead.HandedOver), measure(TimeToAccept, lead.Accepted), measure(TimeToConversation, atomReached)}
}
