package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadkit/leadkit"
	"github.com/leadkit/leadkit/examples/quickstart/sample"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/lead/diag"
)

// ownColumns are the columns of CSV that are no properties.
var ownColumns = []string{"at", "id", "lead", "about", "kind", "time", "automatic", "by", "props"}

// readCSV reads a header and then an event a row.
func (r *reader) readCSV(raw io.Reader) error {
	rows := csv.NewReader(raw)
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		r.wrong.add(r.log.name, 1, "the header is missing: "+strings.Join(ownColumns, ","))
		return nil
	}
	if r.bad(err) || !r.header(header) {
		return nil
	}
	for {
		row, err := rows.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case r.bad(err):
			if errors.Is(err, csv.ErrFieldCount) {
				continue
			}
			return nil
		}
		line, _ := rows.FieldPos(0)
		e, problems := entryOf(r.engine, header, row)
		for _, p := range problems {
			r.wrong.add(r.log.name, line, p)
		}
		if len(problems) == 0 {
			r.take(line, e)
		}
	}
}

// bad notes what is wrong with the form of a row, and reports whether anything is.
func (r *reader) bad(err error) bool {
	if err == nil {
		return false
	}
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		r.wrong.add(r.log.name, parse.Line, parse.Err.Error())
	} else {
		r.wrong.add(r.log.name, 1, err.Error())
	}
	return true
}

// header checks the names of the columns.
func (r *reader) header(names []string) bool {
	known := append(slices.Clone(ownColumns), propertyNames(r.engine)...)
	for i, name := range names {
		names[i] = strings.TrimSpace(string(trimBOM([]byte(name))))
		switch {
		case slices.Contains(names[:i], names[i]):
			r.wrong.add(r.log.name, 1, fmt.Sprintf("the column %q stands twice", names[i]))
		case !slices.Contains(known, names[i]):
			r.wrong.add(r.log.name, 1, fmt.Sprintf("no kind of event has a property %q%s", names[i], nearly(names[i], known)))
		}
	}
	for _, name := range []string{"id", "kind"} {
		if !slices.Contains(names, name) {
			r.wrong.add(r.log.name, 1, fmt.Sprintf("the column %q is missing", name))
		}
	}
	if !slices.Contains(names, "at") && !slices.Contains(names, "time") {
		r.wrong.add(r.log.name, 1, `both columns "at" and "time" are missing`)
	}
	return len(r.wrong.lines) == 0
}

// nearly gives a hint at the known name that is meant, if one is near.
func nearly(name string, known []string) string {
	if near := diag.Near(name, known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

func propertyNames(engine *leadkit.Engine) []string {
	var names []string
	for id := range engine.Schema().Kinds() {
		for _, p := range engine.Schema().Props(lead.KindID(id)) {
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// entryOf reads a row. A cell that is not of its property's type stays a text, and the contract's schema says what is wrong with it.
func entryOf(engine *leadkit.Engine, header, row []string) (e sample.Entry, problems []string) {
	wrong := func(column, what string) { problems = append(problems, column+" "+what) }
	cells := map[string]string{}
	for i, name := range header {
		if row[i] != "" {
			cells[name] = row[i]
		}
	}
	e.ID, e.Lead, e.About, e.Kind, e.By = cells["id"], cells["lead"], cells["about"], cells["kind"], cells["by"]
	e.At, e.Time = instant(cells["at"], "at", wrong), instant(cells["time"], "time", wrong)
	if text := cells["automatic"]; text != "" {
		automatic, err := strconv.ParseBool(text)
		if err != nil {
			wrong("automatic", fmt.Sprintf("is %q: write true or false", text))
		}
		e.Automatic = automatic
	}
	if text := cells["props"]; text != "" {
		if err := json.Unmarshal([]byte(text), &e.Props); err != nil {
			wrong("props", "is no JSON object: "+err.Error())
		}
	}
	for _, name := range ownColumns {
		delete(cells, name)
	}
	for name, text := range cells {
		if e.Props == nil {
			e.Props = map[string]any{}
		}
		e.Props[name] = typed(engine, e.Kind, name, text)
	}
	return e, problems
}

func instant(text, column string, wrong func(column, what string)) time.Time {
	if text == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		wrong(column, fmt.Sprintf("is %q: write 2026-03-02T09:00:00Z or 2026-03-02T10:00:00+01:00", text))
	}
	return t
}

// typed reads a number or a truth where the property is one. All other types are read from texts anyway.
func typed(engine *leadkit.Engine, kind, name, text string) any {
	id, ok := engine.Schema().Kind(kind)
	if !ok {
		return text
	}
	i := slices.IndexFunc(engine.Schema().Props(id), func(p lead.Property) bool { return p.Name == name })
	if i < 0 {
		return text
	}
	switch engine.Schema().Props(id)[i].Type {
	case lead.Number:
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			return n
		}
	case lead.Bool:
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	}
	return text
}
