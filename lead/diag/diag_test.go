package diag

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// slow is the distance by its plain recursive definition.
func slow(a, b []rune) int {
	switch {
	case len(a) == 0:
		return len(b)
	case len(b) == 0:
		return len(a)
	}
	x, y := a[len(a)-1], b[len(b)-1]
	cost := 1
	if x == y {
		cost = 0
	}
	d := min(slow(a[:len(a)-1], b)+1, slow(a, b[:len(b)-1])+1, slow(a[:len(a)-1], b[:len(b)-1])+cost)
	if len(a) > 1 && len(b) > 1 && x == b[len(b)-2] && y == a[len(a)-2] {
		d = min(d, slow(a[:len(a)-2], b[:len(b)-2])+1)
	}
	return d
}

func TestDistanceIsThePlainDefinition(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abcé")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := []rune(word.Draw(t, "a")), []rune(word.Draw(t, "b"))
		require.Equal(t, slow(a, b), distance(a, b))
		require.Equal(t, distance(a, b), distance(b, a), "the distance is symmetric")
	})
}

func TestNearIsTheBestWithinReach(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abAB")), 0, 7, -1)
	rapid.Check(t, func(t *rapid.T) {
		name, known := word.Draw(t, "name"), rapid.SliceOfN(word, 0, 6).Draw(t, "known")
		reach := max(1, len(fold(name))/3)
		got := Near(name, known)
		if got == "" {
			for _, k := range known {
				require.True(t, k == "" || name == "" || slow(fold(name), fold(k)) > reach, "%q is near %q", k, name)
			}
			return
		}
		for _, k := range known {
			d, least := slow(fold(name), fold(k)), slow(fold(name), fold(got))
			require.LessOrEqual(t, least, reach)
			require.True(t, k == "" || least < d || least == d && got <= k, "%q is nearer than %q", k, got)
		}
	})
}

func TestNear(t *testing.T) {
	known := []string{"industry", "employees", "budget", "Email"}
	for name, want := range map[string]string{
		"industy": "industry", "Industry": "industry", "emial": "Email", "budgte": "budget", "colour": "", "": "", "bugdte": "budget",
	} {
		assert.Equal(t, want, Near(name, known), name)
	}
	assert.Equal(t, "fat", Near("fit", []string{"fut", "fat"}), "of two equally near, the first by name")
	assert.Equal(t, "", Near("x", nil))
}

func TestSortIsByPlaceAndStable(t *testing.T) {
	finding := rapid.Custom(func(t *rapid.T) Finding {
		return Finding{
			Place:  Place{Path: rapid.SampledFrom([]string{"", "/a", "/b"}).Draw(t, "path"), From: rapid.IntRange(0, 2).Draw(t, "from")},
			Origin: Origin{File: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "file"), Line: rapid.IntRange(0, 2).Draw(t, "line")},
			Code:   rapid.SampledFrom([]string{"c", "d"}).Draw(t, "code"), Summary: rapid.SampledFrom([]string{"s", "t"}).Draw(t, "summary"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		list := List(rapid.SliceOfN(finding, 1, 8).Draw(t, "list"))
		shuffled := List(rapid.Permutation(list).Draw(t, "shuffled"))
		list.Sort()
		shuffled.Sort()
		require.Equal(t, list, shuffled, "the order does not depend on the order of finding")
		for i := 1; i < len(list); i++ {
			require.LessOrEqual(t, fmt.Sprint(list[i-1].Origin.File, list[i-1].Origin.Line, list[i-1].Place.Path), fmt.Sprint(list[i].Origin.File, list[i].Origin.Line, list[i].Place.Path))
		}
	})
}

// split undoes Join.
func split(path string) (segments []string) {
	for _, s := range strings.Split(path, "/")[1:] {
		segments = append(segments, strings.ReplaceAll(strings.ReplaceAll(s, "~1", "/"), "~0", "~"))
	}
	return segments
}

func TestJoinKeepsSegmentsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		segments := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("a~/01")), 0, 5, -1), 1, 4).Draw(t, "segments")
		require.Equal(t, segments, split(Join("", segments...)))
	})
	assert.Equal(t, "/scores/a~1b~0c", Join("/scores", "a/b~c"))
	assert.Equal(t, "/x", Join("/x"))
}

func TestErr(t *testing.T) {
	var l List
	assert.NoError(t, l.Err(), "nothing found")
	l.Warn("/b", "odd", "this is odd", "")
	assert.NoError(t, l.Err(), "a warning is no error")
	l.Add("/a", "wrong", "this is wrong", "write it right")
	err := fmt.Errorf("contract: %w", l.Err())
	var got List
	require.True(t, errors.As(err, &got))
	assert.Equal(t, []string{"/a", "/b"}, []string{got[0].Place.Path, got[1].Place.Path})
	assert.Equal(t, "/a: this is wrong; write it right\n/b: warning: this is odd", got.Error())
}

func TestUnknownNamesTheNearOneOrAllThatAreKnown(t *testing.T) {
	var l List
	l.Unknown("/x", "kind of event", "acepted", []string{"accepted", "rejected"})
	l.Unknown("/y", "stage", "colour", []string{"sal", "mql", "sal"})
	assert.Equal(t, Finding{Place: Place{Path: "/x"}, Code: "unknown-kind-of-event", Summary: `unknown kind of event "acepted"`, Near: "accepted"}, l[0])
	assert.Equal(t, "known: mql, sal", l[1].Remedy)
	assert.Empty(t, l[1].Near)
}

func TestPlacePutsFindingsWhereTheTextStands(t *testing.T) {
	var l List
	l.Place("/moves/ripe/when", List{{Place: Place{Path: "inner", From: 3, To: 5}, Code: "c"}})
	assert.Equal(t, Place{Path: "/moves/ripe/when", From: 3, To: 5}, l[0].Place)
}

func TestFindingInWords(t *testing.T) {
	for want, f := range map[string]Finding{
		`unknown name "x"`:                             {Summary: `unknown name "x"`},
		`/a: wrong`:                                    {Place: Place{Path: "/a"}, Summary: "wrong"},
		`/a[2:4]: wrong`:                               {Place: Place{Path: "/a", From: 2, To: 4}, Summary: "wrong"},
		`c.yaml:3:7: wrong; did you mean "b"?`:         {Place: Place{Path: "/a", From: 2, To: 4}, Origin: Origin{File: "c.yaml", Line: 3, Column: 7}, Summary: "wrong", Near: "b"},
		`/a: warning: odd; did you mean "b"?; do that`: {Place: Place{Path: "/a"}, Severity: Warning, Summary: "odd", Near: "b", Remedy: "do that"},
	} {
		assert.Equal(t, want, f.String())
	}
	assert.Equal(t, "error warning", Error.String()+" "+Warning.String())
}

func TestEnumerateStopsAtTwelve(t *testing.T) {
	var names []string
	for i := range 15 {
		names = append(names, fmt.Sprintf("n%02d", 14-i))
	}
	assert.Equal(t, "n00, n01, n02, n03, n04, n05, n06, n07, n08, n09, n10, n11 and 3 more", Enumerate(names))
	assert.Equal(t, "", Enumerate(nil))
	assert.Equal(t, "n14", names[0], "the caller's list is left as it is")
}
