package diag

// Near returns the known name closest to name, or "" if none is close: at most one edit in three characters, at least one, where an edit inserts,
// deletes, replaces or swaps (Damerau-Levenshtein, restricted). Upper and lower case (of ASCII) are one. Ties go to the name that sorts first. Nothing is close to
// the empty name.
func Near(name string, known []string) string {
	wrong := fold(name)
	best, at := "", max(1, len(wrong)/3)
	for _, k := range known {
		if k == "" || name == "" {
			continue
		}
		d := distance(wrong, fold(k))
		if d < at || d == at && (best == "" || k < best) {
			best, at = k, d
		}
	}
	return best
}

func fold(s string) []rune {
	runes := []rune(s)
	for i, r := range runes {
		if 'A' <= r && r <= 'Z' {
			runes[i] = r + 'a' - 'A'
		}
	}
	return runes
}

// distance is the optimal string alignment distance, in three rows.
func distance(a, b []rune) int {
	older, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], older[j-2]+1)
			}
		}
		older, prev, cur = prev, cur, older
	}
	return prev[len(b)]
}
