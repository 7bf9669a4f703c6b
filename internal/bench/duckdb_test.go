package bench

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/stretchr/testify/require"

	"github.com/leadkit/leadkit/internal/workload"
	"github.com/leadkit/leadkit/lead"
)

// duck does all the work in SQL, over tables loaded before the clock starts: two queries, each a sum of CASEs.
// It has no state between events: the totals hold at the end of the log alone.
type duck struct {
	db     *sql.DB
	fit    string
	events string
	totals [2]map[int]float64 // of each lead: what it is, what it did
}

func newDuckDB(t testing.TB, log *workload.Log) rival {
	connector, err := duckdb.NewConnector("", nil)
	require.NoError(t, err)
	d := &duck{db: sql.OpenDB(connector)}
	t.Cleanup(func() { _ = d.db.Close() })
	people := load(t, d.db, connector, "people", len(log.People), func(i int) map[string]any { return log.People[i].Props() })
	events := load(t, d.db, connector, "events", len(log.Events), func(i int) map[string]any {
		facts := factsOf(&log.Events[i])
		facts["lead"], facts["at"] = float64(log.Events[i].Lead), float64(log.Events[i].At)
		return facts
	})
	var onEvent, onPerson []string
	l := language{quote: single, list: [2]string{"(", ")"}, name: `"%s"`,
		ops: infix(map[string]string{"==": "%s = %s", "contains": "contains(%s, %s)", "startsWith": "starts_with(%s, %s)", "endsWith": "ends_with(%s, %s)"})}
	for _, r := range workload.Rules() {
		worth := fmt.Sprintf("CASE WHEN %s THEN %d.0::DOUBLE ELSE 0 END", l.condition(r, " AND "), r.Points)
		if r.Kind == "" {
			onPerson = append(onPerson, worth)
			continue
		}
		onEvent = append(onEvent, fmt.Sprintf(`%s * pow(2, ("at" - %d) / %d.0)`, worth, workload.End, r.Half))
	}
	d.fit = fmt.Sprintf(`SELECT number::INTEGER, %s FROM %s`, strings.Join(onPerson, " + "), people)
	d.events = fmt.Sprintf(`SELECT "lead"::INTEGER, sum(%s) FROM %s GROUP BY "lead"`, strings.Join(onEvent, " + "), events)
	return d
}

// load makes a table of n rows, their numbers among the columns, and gives its name.
func load(t testing.TB, db *sql.DB, connector *duckdb.Connector, name string, n int, row func(int) map[string]any) string {
	first := row(0)
	columns, definition := []string{"number"}, []string{"number DOUBLE"}
	for _, column := range slices.Sorted(maps.Keys(first)) {
		typ := "VARCHAR"
		if _, number := first[column].(float64); number {
			typ = "DOUBLE"
		}
		columns, definition = append(columns, column), append(definition, fmt.Sprintf("%q %s", column, typ))
	}
	_, err := db.ExecContext(t.Context(), fmt.Sprintf("CREATE TABLE %s (%s)", name, strings.Join(definition, ", ")))
	require.NoError(t, err)
	conn, err := connector.Connect(t.Context())
	require.NoError(t, err)
	defer conn.Close()
	appender, err := duckdb.NewAppenderFromConn(conn, "", name)
	require.NoError(t, err)
	for i := range n {
		facts, values := row(i), []driver.Value{float64(i)}
		for _, column := range columns[1:] {
			values = append(values, facts[column])
		}
		require.NoError(t, appender.AppendRow(values...))
	}
	require.NoError(t, appender.Close())
	return name
}

func (d *duck) Judge() { d.totals[0] = d.ask(d.fit) }
func (d *duck) Fold()  { d.totals[1] = d.ask(d.events) }

func (d *duck) Total(i int, at lead.Instant) float64 {
	if at != workload.End {
		panic("the queries answer for the end of the log")
	}
	return d.totals[0][i] + d.totals[1][i]
}

func (d *duck) ask(query string) map[int]float64 {
	rows, err := d.db.Query(query)
	if err != nil {
		panic(err)
	}
	defer rows.Close()
	totals := map[int]float64{}
	for rows.Next() {
		var i int
		var points float64
		if err := rows.Scan(&i, &points); err != nil {
			panic(err)
		}
		totals[i] = points
	}
	if err := rows.Err(); err != nil {
		panic(err)
	}
	return totals
}
