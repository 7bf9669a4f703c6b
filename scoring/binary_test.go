package scoring_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/leadkit/leadkit/internal/workload"
	"github.com/leadkit/leadkit/lead"
	"github.com/leadkit/leadkit/scoring"
)

func binaryOf(t require.TestingT, st *scoring.State) []byte {
	data, err := st.AppendBinary([]byte("before"))
	require.NoError(t, err)
	require.Equal(t, "before", string(data[:6]))
	return data[6:]
}

// Law 8: a state in binary is the state that it is in JSON.
func TestBinaryRoundTrip(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, end := drawWorld(r, 30)
		data := binaryOf(r, w.state)
		var back scoring.State
		require.NoError(r, back.UnmarshalBinary(data))
		require.Equal(r, encoded(r, w.state), encoded(r, &back))
		require.Equal(r, data, binaryOf(r, &back))
		require.Equal(r, w.scorer.Explain(w.state, end), w.scorer.Explain(&back, end))
	})
}

// No field is forgotten: a state in which every one is set comes back whole.
func TestBinaryHasEveryField(t *testing.T) {
	var st scoring.State
	number := int64(0)
	set(reflect.ValueOf(&st).Elem(), &number)
	var back scoring.State
	require.NoError(t, back.UnmarshalBinary(binaryOf(t, &st)))
	require.Equal(t, st, back)
}

// set gives every exported field a number, or a text, of its own; to each list one element.
func set(v reflect.Value, number *int64) {
	*number++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				set(v.Field(i), number)
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			set(v.Index(i), number)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		set(v.Index(0), number)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		set(v.Elem(), number)
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *number))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*number))
	default:
		v.SetInt(*number)
	}
}

// Law 6: whatever is not what AppendBinary writes is refused and changes nothing.
func TestMalformedBinaryIsRefused(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, _ := drawWorld(r, 10)
		data := binaryOf(r, w.state)
		switch at := rapid.IntRange(0, len(data)-1).Draw(r, "at"); rapid.IntRange(0, 3).Draw(r, "fault") {
		case 0:
			data = data[:at]
		case 1:
			data = append(data, 0)
		case 2:
			data[at] ^= byte(rapid.IntRange(1, 255).Draw(r, "bits"))
		default:
			data = rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(r, "anything")
		}
		requireStrict(r, data)
	})
}

// requireStrict: data is refused, or is exactly what the state that it gives is written as.
func requireStrict(t require.TestingT, data []byte) {
	st := scoring.State{From: 7}
	if err := st.UnmarshalBinary(data); err != nil {
		require.ErrorIs(t, err, scoring.ErrState)
		require.Equal(t, scoring.State{From: 7}, st)
		return
	}
	require.Equal(t, data, binaryOf(t, &st))
}

func FuzzBinary(f *testing.F) {
	kit, err := workload.NewKit(workload.NewLog(1, 60))
	require.NoError(f, err)
	f.Add([]byte{})
	f.Add(binaryOf(f, &scoring.State{}))
	kit.Fold()
	f.Add(binaryOf(f, &kit.States[0]))
	f.Fuzz(func(t *testing.T, data []byte) { requireStrict(t, data) })
}

// The state of the model of 40 rules keeps within 1 KiB, be there 100 events or a million in a hundred years.
func TestBinaryIsSmall(t *testing.T) {
	kit, err := workload.NewKit(workload.NewLog(1, 100))
	require.NoError(t, err)
	st := &kit.States[0]
	kit.Judge()
	for round := range 1_000 {
		kit.Fold()
		if round == 0 || round == 999 {
			size := len(binaryOf(t, st))
			t.Logf("after %d events: %d bytes in binary, %d in JSON", (round+1)*100, size, len(encoded(t, st)))
			assert.Less(t, size, 1024)
		}
	}
	for range 600 { // a hundred years more, busier ones, so that every line has a large sum for each of its epochs
		for i := range kit.Events {
			kit.Events[i].Time += lead.Instant(60 * lead.Day)
		}
		for range 20 {
			kit.Fold()
		}
	}
	size := len(binaryOf(t, st))
	t.Logf("after a hundred years: %d bytes", size)
	assert.Less(t, size, 1024)
}
