// Package document reads plain Go structs from YAML and JSON, strictly, and writes them: the one door to the YAML library.
//
// The structs are the grammar. A key is the field's json name, and the contract tag says the rest:
//
//	name        the field takes the element's own key: a slice of such structs is written as a mapping, in the slice's order
//	inline      the slice takes all keys that its struct does not know
//	value       the field takes an element that is written as a list, or as a list of one
//	ordered     the order of the slice has a meaning, so that it is part of the canonical form
//	expression  the text is an expression: its spelling is no part of the canonical form
//	doc         prose: no part of the canonical form
//
// A type with UnmarshalText reads a scalar, whatever else it is. A slice reads a lone value as a list of one. Every fault is a finding with its
// line and column, and all faults of a file are found at once. A misspelt key is reported and then read as the one it was meant to be, so that nothing
// below it goes unread and nothing seems missing.
package document
