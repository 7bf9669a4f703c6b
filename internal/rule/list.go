package rule

import "strings"

// separator stands before, between and after the items of a list. A text that holds it is a member of no list.
const separator = "\x1f"

// ListOf returns a set of texts as one value, in the order given. The caller refuses items that hold the control character U+001F.
func ListOf(items []string) Value {
	if len(items) == 0 {
		return Value{Type: List, Text: separator}
	}
	return Value{Type: List, Text: separator + strings.Join(items, separator) + separator}
}

// ListItems returns the items of a list in the order they were given to [ListOf], and nil for an empty list or a value of another type.
func ListItems(v Value) []string {
	if v.Type != List || len(v.Text) <= len(separator) {
		return nil
	}
	return strings.Split(v.Text[len(separator):len(v.Text)-len(separator)], separator)
}

// needle is what occurs in a list's text exactly if item is a member, or "" if item can be no member.
func needle(item string) string {
	if strings.Contains(item, separator) {
		return ""
	}
	return separator + item + separator
}

// has tells whether item is a member of list, without allocating.
func has(list, item string) bool {
	if strings.Contains(item, separator) {
		return false
	}
	for from := 1; from+len(item) < len(list); {
		at := strings.Index(list[from:], item)
		if at < 0 {
			return false
		}
		at += from
		if end := at + len(item); list[at-1] == separator[0] && end < len(list) && list[end] == separator[0] {
			return true
		}
		from = at + 1
	}
	return false
}
