package leadkit

import (
	"reflect"
	"sync"

	"github.com/leadkit/leadkit/scoring"
)

// Clone gives a copy of a record that shares no memory with it.
func (r *Record) Clone() *Record { return clone(r) }

func clone(r *Record) *Record {
	c := *r
	c.Scores = r.Scores.Clone() // it keeps what it has worked out beside its plain data
	v := reflect.ValueOf(&c).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.CanSet() && f.Type() != reflect.TypeFor[scoring.State]() {
			unshare(f)
		}
	}
	return &c
}

// unshare replaces every slice, map and pointer reachable through exported fields by a copy. A record holds plain data only, so that is all of it.
func unshare(v reflect.Value) {
	if flat(v.Type()) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				unshare(f)
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(fresh, v)
		v.Set(fresh)
		if !flat(v.Type().Elem()) {
			for i := range v.Len() {
				unshare(v.Index(i))
			}
		}
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		fresh := reflect.New(v.Type().Elem())
		fresh.Elem().Set(v.Elem())
		unshare(fresh.Elem())
		v.Set(fresh)
	case reflect.Map:
		if v.IsNil() {
			return
		}
		fresh := reflect.MakeMapWithSize(v.Type(), v.Len())
		for iter := v.MapRange(); iter.Next(); {
			item := reflect.New(v.Type().Elem()).Elem()
			item.Set(iter.Value())
			unshare(item)
			fresh.SetMapIndex(iter.Key(), item)
		}
		v.Set(fresh)
	}
}

// flats remembers what flat found out about a type.
var flats sync.Map

// flat reports whether copying a value of a type shares nothing that is exported.
func flat(t reflect.Type) bool {
	if known, ok := flats.Load(t); ok {
		return known.(bool)
	}
	is := true
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			is = is && (!t.Field(i).IsExported() || flat(t.Field(i).Type))
		}
	case reflect.Slice, reflect.Map, reflect.Pointer, reflect.Interface, reflect.Array:
		is = false
	}
	flats.Store(t, is)
	return is
}
