package leadkit

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Two contracts differ exactly where their hashes do, and one does not differ from itself.
func TestDiffIsWhatTheHashSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := compileGenerated(t), compileGenerated(t)
		require.Empty(t, Diff(a, a))
		again, err := Load(File{Name: "again", Data: must(a.contract.YAML())})
		require.NoError(t, err)
		require.Empty(t, Diff(a, again))
		require.Equal(t, a.Hash() == b.Hash(), len(Diff(a, b)) == 0)
		require.Len(t, Diff(b, a), len(Diff(a, b)))
	})
}

func TestDiffInWords(t *testing.T) {
	words := func(from, to string) (list []string) {
		for _, d := range Diff(lifeUnder(t, from).e, lifeUnder(t, to).e) {
			list = append(list, d.String())
		}
		return list
	}
	assert.Equal(t, []string{
		"lead, attributes, badge, type: string → number",
		"scores, fit, big fleet, points: 10 → 15",
		"scores, interest, opened an email: renamed opened → opened an email",
		"scores, interest, opened an email, points: 10 → 20",
		"scores, interest, read: gone: {each: [page_viewed], points: 5, decay: none}",
		"stages, nurturing: renamed warming → nurturing",
		"moves, cold, to: warming → nurturing",
		"moves, ripe, from: [inquiry, warming] → [inquiry, nurturing]",
		"moves, ripe, when: threshold 50 → 45",
		"exits, rejected: new: {from: [mql], reasons: {below_definition: {to: nurturing, requires: [note], again: 30d}, " +
			"incomplete: {to: nurturing, requires: [note]}, misrouted: {to: nurturing, requires: [note]}}}", // of the default, as far as there are its stages
		"nurture, programs, keep warm: renamed warm up → keep warm",
		"nurture, programs, keep warm, enter, when: stage==\"warming\" → stage==\"nurturing\"",
		"nurture, programs, keep warm, ready, when: threshold 50 → 45",
		"nurture, programs, other: gone: {enter: {when: stage==\"warming\"}, ready: {when: interest>=50}, streams: {all: {every: 30d, contents: [guide, letter]}}, exhausted: wait}",
		"promises, follow up, within: 2d → 24h",
		"promises, write: gone: {by: sales, from: [handed_over], do: email, within: 2d}",
		"precedence: new: [mql, nurturing, inquiry, customer]",
	}, words(beforeMove, afterMove))
	assert.Empty(t, words(beforeMove, "# a comment\n"+beforeMove))
	assert.Empty(t, words("currency: EUR", "contract: prose alone"), "what is left out is the default")
	assert.Equal(t, []string{"moves: order b, a → a, b"}, words(twoMoves("b", "a"), twoMoves("a", "b")))
	const one = "stages: {inquiry: {owner: m}, nurturing: {owner: m}, customer: {owner: m, final: true}}\n" +
		"moves: {cold: {from: inquiry, to: nurturing, after: 7d}, won: {from: [inquiry, nurturing], to: customer, upon: won}}"
	const other = "stages: {inquiry: {owner: m, was: nurturing}, customer: {owner: m, final: true}}\nmoves: {won: {from: inquiry, to: customer, upon: won}}"
	assert.Contains(t, words(one, other), "stages, inquiry: taken over nurturing → inquiry")
}

func twoMoves(first, second string) string {
	move := map[string]string{"a": "  a: {from: inquiry, to: mql, upon: quote_requested}\n", "b": "  b: {from: inquiry, to: nurturing, upon: demo_requested}\n"}
	return "stages: {inquiry: {owner: m}, nurturing: {owner: m, final: true}, mql: {owner: s, final: true, handed_over: true}}\nmoves:\n" + move[first] + move[second]
}
