package routing

// switching is what it costs to give a lead to somebody else.
type switching struct {
	cost int64
	lead int
}

func (a switching) less(b switching) bool {
	return a.cost < b.cost || a.cost == b.cost && a.lead < b.lead
}

// heap is a binary heap of the cheapest.
type heap []switching

func (h *heap) push(o switching) {
	*h = append(*h, o)
	list := *h
	i := len(list) - 1
	for i > 0 && o.less(list[(i-1)/2]) {
		list[i] = list[(i-1)/2]
		i = (i - 1) / 2
	}
	list[i] = o
}

func (h *heap) pop() {
	list := *h
	n := len(list) - 1
	list[0] = list[n]
	*h = list[:n]
	if n > 0 {
		list[:n].sink(0)
	}
}

func (h heap) order() {
	for i := len(h)/2 - 1; i >= 0; i-- {
		h.sink(i)
	}
}

func (h heap) sink(i int) {
	o := h[i]
	for {
		c := 2*i + 1
		if c >= len(h) {
			break
		}
		if c+1 < len(h) && h[c+1].less(h[c]) {
			c++
		}
		if !h[c].less(o) {
			break
		}
		h[i] = h[c]
		i = c
	}
	h[i] = o
}
