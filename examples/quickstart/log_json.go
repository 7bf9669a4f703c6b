package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/leadkit/leadkit/examples/quickstart/sample"
)

// mostLine is how long a line of JSON may be, in bytes.
const mostLine = 1 << 20

// readJSON reads JSON Lines. Empty lines are passed over.
func (r *reader) readJSON(raw io.Reader) error {
	lines := bufio.NewScanner(raw)
	lines.Buffer(nil, mostLine)
	n := 0
	for lines.Scan() {
		n++
		text := bytes.TrimSpace(lines.Bytes())
		if n == 1 {
			text = trimBOM(text)
		}
		if len(text) == 0 {
			continue
		}
		var e sample.Entry
		if err := decode(text, &e); err != nil {
			r.wrong.add(r.log.name, n, "no event: "+err.Error())
			continue
		}
		r.take(n, e)
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		r.wrong.add(r.log.name, n+1, fmt.Sprintf("the line is longer than %d bytes", mostLine))
		return nil
	}
	return lines.Err()
}

// decode reads one JSON object with no key that an event does not have, and nothing behind it.
func decode(text []byte, e *sample.Entry) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(e); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the object")
	}
	return nil
}
