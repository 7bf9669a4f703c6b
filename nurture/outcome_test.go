package nurture_test

import (
	"testing"

	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/nurture"
	"github.com/stretchr/testify/assert"
)

func TestWonWarmedTooEarlyTooLate(t *testing.T) {
	begin := func() *world {
		w := newWorld(t, nurture.Plan{Programs: []nurture.Program{course("p", days(7), "a", "b")}, Contents: emails("a", "b")})
		w.consent(start, "email")
		return w
	}
	last := func(w *world) string {
		s := w.steps[len(w.steps)-1]
		return s.Kind.String() + " " + s.Program + " " + s.Content + " (" + s.Reason + ")"
	}
	of := func(w *world, k nurture.Kind) int { return len(w.told(k)) }
	t.Run("given back as not mature after 30 days", func(t *testing.T) {
		w := begin()
		w.handOver(start + day)
		w.giveBack(start+31*day, "not_mature")
		assert.Equal(t, 1, of(w, nurture.TooEarly))
		w.handOver(start + 40*day)
		w.giveBack(start+70*day+1, "not_mature")
		w.handOver(start + 80*day)
		w.giveBack(start+81*day, "no_budget")
		assert.Equal(t, 1, of(w, nurture.TooEarly), "later, or for another reason, it was not too early")
		assert.EqualValues(t, 1, reportOf(w.steps).Content("a").TooEarly)
	})
	t.Run("bought elsewhere before the hand-over", func(t *testing.T) {
		w := begin()
		w.hear(start+day, lead.Lost, props{"reason": "price"})
		assert.Zero(t, of(w, nurture.TooLate))
		w.hear(start+day, lead.Lost, props{"reason": "to_competitor"})
		assert.Equal(t, "too_late p a (it bought elsewhere before the hand-over)", last(w))
		w.hear(start+2*day, lead.Lost, props{"reason": "to_competitor"})
		assert.Equal(t, 1, of(w, nurture.TooLate), "once")
	})
	t.Run("bought elsewhere before anybody tried", func(t *testing.T) {
		w := begin()
		w.handOver(start + day)
		w.hear(start+2*day, lead.Contacted, props{"channel": "phone", "direction": "inbound"})
		w.hear(start+3*day, lead.Lost, props{"reason": "to_competitor"})
		assert.Equal(t, "too_late p a (it bought elsewhere before sales tried to reach it)", last(w))
	})
	t.Run("bought elsewhere after an attempt", func(t *testing.T) {
		w := begin()
		w.handOver(start + day)
		w.hear(start+2*day, lead.Contacted, props{"channel": "phone", "direction": "outbound"})
		w.hear(start+3*day, lead.Lost, props{"reason": "to_competitor"})
		assert.Zero(t, of(w, nurture.TooLate))
	})
	t.Run("in no program", func(t *testing.T) {
		w := begin()
		w.stage(start+day, "lost")
		w.hear(start+2*day, lead.Lost, props{"reason": "to_competitor"})
		assert.Equal(t, "too_late  a (it bought elsewhere before the hand-over)", last(w))
		assert.EqualValues(t, 1, reportOf(w.steps).Program("").TooLate)
	})
	t.Run("won, after it left", func(t *testing.T) {
		w := begin()
		w.stage(start+day, "inquiry")
		w.stage(start+40*day, "customer")
		w.stage(start+50*day, "nurturing")
		w.stage(start+60*day, "customer")
		assert.Equal(t, 1, of(w, nurture.Won), "once for each program")
		assert.EqualValues(t, 1, reportOf(w.steps).Program("p").Won)
	})
	t.Run("a customer that enters is won already", func(t *testing.T) {
		plan := nurture.Plan{Programs: []nurture.Program{course("p", days(7), "a")}, Contents: emails("a"), Exit: nurture.Trigger{When: `stage == "lost"`}}
		plan.Programs[0].Enter.When = `stage == "customer"`
		w := newWorld(t, plan)
		w.stage(start, "customer")
		w.stage(start+day, "nurturing")
		w.stage(start+2*day, "customer")
		assert.Zero(t, of(w, nurture.Won))
	})
	t.Run("the plan's own words", func(t *testing.T) {
		plan := nurture.Plan{Programs: []nurture.Program{course("p", days(7), "a")}, Contents: emails("a"), Won: nurture.Trigger{Upon: []string{lead.Opportunity}},
			TooEarly: nurture.Untimely{Reasons: []string{"no_budget"}, Within: 5 * lead.Day}, TooLate: []string{"price"}}
		w := newWorld(t, plan)
		w.poke()
		w.handOver(start)
		w.giveBack(start+5*day, "no_budget")
		w.hear(start+6*day, lead.Lost, props{"reason": "price"})
		w.hear(start+7*day, lead.Opportunity, nil)
		assert.Equal(t, []int{1, 1, 1}, []int{of(w, nurture.TooEarly), of(w, nurture.TooLate), of(w, nurture.Won)})
	})
}
