package leadtest_test

import (
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/leadtest"
)

// contract is small, so that every figure in these tests can be worked out by hand.
const contract = `
calendars:
  default: {zone: Europe/Paris, open: {mon-fri: ["09:00-17:00"]}}
lead: {attributes: {fleet: number}}
scores:
  fit: {a fleet: {when: lead.fleet >= 20, points: 30}}
  interest:
    read a page: {each: page_viewed, points: 10}
    halves:      {each: email_opened, points: 20, decay: half-life 1d}
  temperature: {of: total, hot: 50, warm: 30, else: cold}
moves:
  ripe:     {from: inquiry, to: mql, when: total >= 50}
  accepted: {from: mql, to: sal, upon: accepted}
  won:      {from: sal, to: customer, upon: won}
routing:
  channels: {sales: {}}
  people: {Ada: {team: sales, channels: sales}}
promises:
  answer: {by: sales, from: handed_over, do: accepted or rejected, within: 4 working hours, then: [remind at 50%]}
`

func engine(t require.TestingT) *leadkit.Engine {
	e, err := leadkit.Load(leadkit.File{Name: "contract.yaml", Data: []byte(contract)})
	require.NoError(t, err)
	return e
}

// scenario makes a file of one scenario from its steps.
func scenario(head string, steps ...string) leadkit.File {
	text := "scenarios:\n  a story:\n    lead: {fleet: 25}\n"
	if head != "" {
		text += "    " + head + "\n"
	}
	return leadkit.File{Name: "s.yaml", Data: []byte(text + "    steps:\n      - " + strings.Join(steps, "\n      - ") + "\n")}
}

func play(t require.TestingT, f leadkit.File) leadtest.Result {
	results, err := leadtest.Check(engine(t), f)
	require.NoError(t, err)
	require.Len(t, results, 1)
	return results[0]
}

// differences gives what is not as expected, each as "of: expected, got".
func differences(r leadtest.Result) []string {
	var list []string
	for _, d := range r.Differences {
		list = append(list, fmt.Sprintf("%s: %s, got %s", d.Of, d.Expected, d.Got))
	}
	return list
}
