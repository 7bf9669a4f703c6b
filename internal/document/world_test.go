package document_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/internal/document"
	"github.com/leadkit/leadkit/lead/diag"
)

// garden is a struct of every sort that a document may hold.
type garden struct {
	Title  string            `json:"title,omitempty" contract:"doc"`
	Rule   string            `json:"rule,omitempty" contract:"expression"`
	Open   bool              `json:"open,omitempty"`
	Count  int               `json:"count,omitempty"`
	Small  int8              `json:"small,omitempty"`
	Size   uint              `json:"size,omitempty"`
	Share  float64           `json:"share,omitempty"`
	Rate   rate              `json:"rate,omitzero"`
	Tags   []string          `json:"tags,omitempty"`
	Rates  []rate            `json:"rates,omitempty"`
	Beds   []bed             `json:"beds,omitempty"`
	Paths  []bed             `json:"paths,omitempty" contract:"ordered"`
	Chance map[string]string `json:"chance,omitempty"`
	Gate   *gate             `json:"gate,omitempty"`
	shared
}

// shared is embedded: its keys are the garden's.
type shared struct {
	Owner string `json:"owner,omitempty"`
}

type gate struct {
	Width int `json:"width,omitempty"`
}

// bed has its name as its key, and takes all keys that it does not know as its plants.
type bed struct {
	Name   string  `json:"name" contract:"name"`
	Soil   string  `json:"soil,omitempty"`
	Plants []plant `json:"plants,omitempty" contract:"inline"`
}

// plant may be written as a number, or as a list of months.
type plant struct {
	Name   string   `json:"name" contract:"name"`
	Number int      `json:"number,omitempty"`
	Months []string `json:"months,omitempty" contract:"value"`
}

func (p *plant) UnmarshalText(text []byte) (err error) {
	p.Number, err = strconv.Atoi(string(text))
	return err
}

// rate is a small grammar with its own finding: "3 per day".
type rate struct {
	N   int
	Per string
}

func (r rate) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%d per %s", r.N, r.Per), nil }

func (r *rate) UnmarshalText(text []byte) error {
	number, per, ok := strings.Cut(string(text), " per ")
	n, err := strconv.Atoi(number)
	if !ok || err != nil {
		return fmt.Errorf("%q is no rate", text)
	}
	units := []string{"day", "week"}
	if diag.Near(per, units) != per {
		from := len([]rune(number)) + len(" per ")
		return diag.List{{Place: diag.Place{From: from, To: len([]rune(string(text)))}, Code: "unknown-unit", Summary: "unknown unit " + strconv.Quote(per), Near: diag.Near(per, units)}}
	}
	*r = rate{n, per}
	return nil
}

// read reads one file and gives what was found, one line each.
func read(src string) (garden, []string) {
	var g garden
	var found diag.List
	document.Read("f", []byte(src), &g, document.Places{}, &found)
	return g, shown(found)
}

func shown(found diag.List) []string {
	lines := make([]string, len(found))
	for i, f := range found {
		lines[i] = f.String()
	}
	return lines
}

// fault gives the runes of the file that an origin marks.
func fault(t require.TestingT, src string, o diag.Origin) string {
	require.Contains(t, src, o.Text)
	runes := []rune(o.Text)
	require.LessOrEqual(t, o.Column-1+o.Width, len(runes))
	return string(runes[o.Column-1 : o.Column-1+o.Width])
}

func text(t *testing.T, v *garden) string {
	data, err := document.YAML(v)
	require.NoError(t, err)
	return string(data)
}
