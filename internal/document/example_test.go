package document_test

import (
	"fmt"

	"github.com/leadkit/leadkit/internal/document"
	"github.com/leadkit/leadkit/lead/diag"
)

type shop struct {
	Name  string `json:"shop"`
	Shelf []item `json:"shelf"`
}

type item struct {
	Name  string  `json:"name" contract:"name"`
	Price float64 `json:"price"`
}

func ExampleRead() {
	var s shop
	var found diag.List
	document.Read("shop.yaml", []byte("shop: corner\nshelf:\n  tea: {price: 3.5}\n  salt: {prise: 1}\n"), &s, document.Places{}, &found)
	fmt.Println(s.Name, s.Shelf[0])
	fmt.Println(found)
	// Output:
	// corner {tea 3.5}
	// shop.yaml:4:10: unknown key "prise"; did you mean "price"?
}
