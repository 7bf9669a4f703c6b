package leadkit

import "github.com/leadkit/leadkit/internal/document"

// Parse reads a contract from YAML or JSON, which may be split over files: sections and names of all files are joined.
//
// It is strict: an unknown key, a wrong type, a key that stands twice, an alias or a value that YAML readers disagree about is a finding. The error
// is a [diag.List]; the contract that comes with it holds what could be read, so that Compile can find what else is wrong. See [Load].
func Parse(files ...File) (*Contract, error) {
	c := &Contract{places: document.Places{}}
	for _, f := range files {
		document.Read(f.Name, f.Data, c, c.places, &c.found)
	}
	return c, c.found.Err()
}
