package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
)

// contract is a compiled contract, with what the engine does not need to know: its name, and the zone in which its people live.
type contract struct {
	engine *leadkit.Engine
	spec   *leadkit.Contract
	zone   *time.Location
}

// readContract reads the files, named with commas between, or the embedded contract.
func readContract(names string) (*contract, error) {
	files := []leadkit.File{{Name: "contract.yaml", Data: sample.Contract()}}
	if names != "" {
		var err error
		if files, err = readFiles(strings.Split(names, ",")); err != nil {
			return nil, err
		}
	}
	engine, err := leadkit.Load(files...)
	if err != nil {
		return nil, err
	}
	spec, err := leadkit.Parse(files...)
	if err != nil {
		return nil, err
	}
	return &contract{engine: engine, spec: spec, zone: zoneOf(spec)}, nil
}

func readFiles(names []string) ([]leadkit.File, error) {
	var files []leadkit.File
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("-contract: %w", err)
		}
		files = append(files, leadkit.File{Name: name, Data: data})
	}
	return files, nil
}

// zoneOf gives the zone of the calendar "default", or else of the first calendar, or UTC.
func zoneOf(spec *leadkit.Contract) *time.Location {
	name := ""
	for _, c := range spec.Calendars {
		if name == "" || c.Name == "default" {
			name = c.Zone
		}
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}
