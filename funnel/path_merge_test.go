package funnel

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTwoPathsOfOnePersonBecomeOne(t *testing.T) {
	one := Path{Reached: []Reach{{Step: "mql", First: 30, Type: "framework"}, {Step: "sql", First: 50}}, Channel: "website", Team: "north", Owner: "anna", Deal: 700, Dealt: 50}
	other := Path{Reached: []Reach{{Step: "inquiry", First: 10}, {Step: "mql", First: 20, Last: 25, Times: 1}}, Channel: "trade_show", Owner: "ben", Deal: 900, Dealt: 50, Closing: 99, End: Lost}
	got := one
	got.Merge(&other)
	assert.Equal(t, Path{Reached: []Reach{{Step: "inquiry", First: 10}, {Step: "mql", First: 20, Last: 30, Times: 2}, {Step: "sql", First: 50}},
		Channel: "trade_show", Team: "north", Owner: "anna", Deal: 900, Dealt: 50, Closing: 99}, got, "the demand of the first one goes on")
	assert.Len(t, one.Reached, 2)
	again := other
	again.Merge(&one)
	assert.Equal(t, got.Reached, again.Reached, "whichever comes first")
	assert.Equal(t, Lost, again.End)
}
