package rule

import "slices"

// many is the number of constants from which on looking one up beats comparing each.
const many = 8

// set is the constants on the right of an in: all texts, or all numbers, sorted, each once.
type set struct {
	texts   []string
	numbers []float64
	index   map[string]struct{} // of texts, when they are many
}

// settle sorts the set once it is complete.
func (s *set) settle() {
	slices.Sort(s.texts)
	slices.Sort(s.numbers)
	s.texts, s.numbers = slices.Compact(s.texts), slices.Compact(s.numbers)
	if len(s.texts) < many {
		return
	}
	s.index = make(map[string]struct{}, len(s.texts))
	for _, t := range s.texts {
		s.index[t] = struct{}{}
	}
}

func (s *set) hasText(text string) bool {
	if s.index != nil {
		_, ok := s.index[text]
		return ok
	}
	for _, t := range s.texts {
		if t == text {
			return true
		}
	}
	return false
}

func (s *set) hasNumber(number float64) bool {
	if len(s.numbers) >= many {
		_, ok := slices.BinarySearch(s.numbers, number)
		return ok
	}
	for _, n := range s.numbers {
		if n == number {
			return true
		}
	}
	return false
}

func (s *set) empty() bool { return len(s.texts)+len(s.numbers) == 0 }
