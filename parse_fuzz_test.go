package leadkit_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
	"github.com/leadkit/leadkit/lead/diag"
)

// FuzzParse compiles whatever bytes there are: nothing panics, an error is a list of findings, and each stands at a place that the file has.
func FuzzParse(f *testing.F) {
	whole := sample.Contract()
	f.Add(whole)
	for from := 0; from+400 < len(whole); from += 400 {
		f.Add(whole[from : from+400])
	}
	for _, src := range []string{"", "{}", "[", "a: &a *a", "scores: {fit: {x: {when: \"\\x41 > \", points: 1e9}}}", "\ufeffskew: 010\r\n", "? [", "--- a\n--- b", "skew: |2\n  5m\n",
		"moves: {a: {from: x, to: y, when: >\n  total > 5\n}}", "contract: 'it''s'", "\xff\xfe", "<<: {a: 1}", "!!map {}", "routing: {people: {a: {capacity: 3 per day}}}"} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := leadkit.Load(leadkit.File{Name: "c.yaml", Data: data})
		var found diag.List
		switch {
		case err == nil:
			found = e.Warnings()
		case !errors.As(err, &found) || len(found) == 0:
			t.Fatalf("the error is no list of findings: %v", err)
		}
		for _, f := range found {
			valid(t, f)
		}
		_ = leadkit.Show(found)
		if err == nil {
			rewritten(t, data, e.Hash())
		}
	})
}

func valid(t *testing.T, f diag.Finding) {
	o := f.Origin
	switch {
	case f.Summary == "" || f.Code == "":
		t.Errorf("a finding says nothing: %#v", f)
	case o == diag.Origin{} && f.Place.Path == "":
		return // about the contract as a whole, which stands nowhere
	case o.File != "c.yaml" || o.Line < 1 || o.Column < 1 || o.Width < 1 || o.Column+o.Width-1 > max(1, utf8.RuneCountInString(o.Text)+1):
		t.Errorf("a finding has no place: %#v", f)
	}
}

// rewritten checks that what compiles means the same when it is written and read again.
func rewritten(t *testing.T, data []byte, hash string) {
	c, err := leadkit.Parse(leadkit.File{Name: "c.yaml", Data: data})
	if err != nil {
		t.Fatal(err)
	}
	for _, write := range []func() ([]byte, error){c.YAML, c.JSON} {
		text, err := write()
		if err != nil {
			t.Fatal(err)
		}
		e, err := leadkit.Load(leadkit.File{Name: "again.yaml", Data: text})
		if err != nil {
			t.Fatalf("%v\nof\n%s", err, text)
		}
		if e.Hash() != hash {
			t.Fatalf("another contract:\n%s", text)
		}
	}
}
