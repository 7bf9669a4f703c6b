package rule

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestScope(t *testing.T) {
	parent := NewScope()
	child := parent.Child()
	assert.True(t, parent.Declare(Name{Name: "lead.a", Type: Text}))
	assert.True(t, child.Declare(Name{Name: "event.b", Type: Bool, Slot: Slot{1, 2}}))
	assert.False(t, child.Declare(Name{Name: "lead.a", Type: Bool}), "taken by the parent, after the child was made")
	assert.False(t, parent.Declare(Name{Name: "lead.a", Type: Bool}))
	assert.False(t, parent.Declare(Name{Type: Bool}), "no name")
	assert.False(t, parent.Declare(Name{Name: "x"}), "no type")
	assert.False(t, parent.Declare(Name{Name: "x", Type: List + 1}))
	assert.False(t, parent.Declare(Name{Name: "x", Type: Bool, Slot: Slot{Bank: Banks}}), "no such bank")

	_, ok := parent.Lookup("event.b")
	assert.False(t, ok, "a child's names are its own")
	n, ok := child.Lookup("event.b")
	assert.True(t, ok)
	assert.Equal(t, Slot{1, 2}, n.Slot)
	n, ok = child.Lookup("lead.a")
	assert.True(t, ok)
	assert.Equal(t, Text, n.Type)
	assert.Equal(t, []string{"lead.a"}, parent.Names())
	assert.Equal(t, []string{"event.b", "lead.a"}, child.Names())
}
