package rule

import (
	"testing"

	"github.com/expr-lang/expr"
)

const (
	benchCondition = `t0 startsWith "/pricing" and lead.employees >= 50 and lead.industry in ["retail", "logistics"]`
	benchQuantity  = `min(n0 * 2 + 3, 40)`
	benchStanding  = `fit + 2 * interest >= 50 and now - d0 > "30d" and temperature == "hot"`
)

func benchEnv(w *world) *Env {
	return w.env(func(n Name) Value {
		switch n.Name {
		case "t0":
			return Value{Type: Text, Text: "/pricing/enterprise"}
		case "lead.industry":
			return Value{Type: Text, Text: "logistics"}
		case "temperature":
			return Value{Type: Text, Text: "hot"}
		case "d0":
			return Value{Type: n.Type}
		case "now":
			return Value{Type: n.Type, Num: 1.8e12}
		}
		return Value{Type: n.Type, Num: 60}
	})
}

func BenchmarkTrue(b *testing.B) {
	w := newWorld()
	e := benchEnv(w)
	for name, src := range map[string]string{"three atoms": benchCondition, "one atom": `lead.employees >= 50`, "computed": benchStanding} {
		p, _ := Compile(src, w.scope, Condition)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !p.True(e) {
					b.Fatal("false")
				}
			}
		})
	}
	b.Run("three atoms by expr", func(b *testing.B) {
		vm := w.forVM(e)
		p, err := expr.Compile(benchCondition, expr.Env(vm))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if ok, _ := expr.Run(p, vm); ok != true {
				b.Fatal(ok)
			}
		}
	})
}

func BenchmarkNumber(b *testing.B) {
	w := newWorld()
	e := benchEnv(w)
	p, _ := Compile(benchQuantity, w.scope, Quantity)
	b.ReportAllocs()
	for b.Loop() {
		if f, ok := p.Number(e); f != 40 || !ok {
			b.Fatal(f)
		}
	}
}

func BenchmarkOver(b *testing.B) {
	w := newWorld()
	e := benchEnv(w)
	later := benchEnv(w)
	e.Upper = later.Bank
	p, _ := Compile(benchStanding, w.scope, Standing)
	b.ReportAllocs()
	for b.Loop() {
		if p.Over(e) != Yes {
			b.Fatal("not certain")
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	w := newWorld()
	b.ReportAllocs()
	for b.Loop() {
		if p, _ := Compile(benchCondition, w.scope, Condition); p == nil {
			b.Fatal("does not compile")
		}
	}
}
