package rule

import (
	"strings"

	"github.com/leadkit/leadkit/lead/diag"
)

// The codes of findings about expressions.
const (
	codeSyntax      = "syntax"              // the text cannot be read
	codeTooLong     = "too-long"            // more than maxSource bytes
	codeTooDeep     = "too-deep"            // brackets, signs or choices nested beyond maxDepth
	codeNotAllowed  = "not-allowed"         // expr has it, this language has not
	codeName        = "unknown-name"        // no such name in scope
	codeFunction    = "unknown-function"    // no such function
	codeArguments   = "wrong-arguments"     // a function's arguments are too few, too many, not constant or not of the right sort
	codeType        = "wrong-type"          // an operator does not take this, or the whole is not what is wanted
	codeValue       = "unknown-value"       // a constant that the name never equals
	codeDuration    = "bad-duration"        // a text in the place of a duration or a time that is none
	codePattern     = "bad-pattern"         // a regular expression that does not compile, or is too large
	codeUnforeseen  = "cannot-be-foreseen"  // a standing condition reads time in a way that nobody can predict
	codeUnavailable = "history-unavailable" // nobody answers for history functions here
)

func finding(from, to int, code, summary, remedy string) diag.Finding {
	return diag.Finding{Place: diag.Place{From: from, To: to}, Code: code, Summary: summary, Remedy: remedy}
}

// unknown is a finding about a name. Its near name is looked for first among the names with the same prefix, and only their last part counts. Nothing is looked for
// among nil.
func unknown(from, to int, name string, known []string) diag.Finding {
	f := finding(from, to, codeName, `unknown name "`+name+`"`, "")
	if known == nil {
		return f
	}
	if below := under(name+".", known); len(below) > 0 {
		f.Summary = `"` + name + `" is no value, only names under it are`
		f.Remedy = "known under " + name + ": " + diag.Enumerate(below)
		return f
	}
	prefix := name[:strings.LastIndex(name, ".")+1]
	siblings := under(prefix, known)
	if near := diag.Near(name[len(prefix):], siblings); near != "" {
		f.Near = prefix + near
	} else if len(siblings) == 0 {
		f.Near = diag.Near(name, known)
	}
	if f.Near == "" {
		f.Remedy = remedyUnknown(prefix, siblings, known)
	}
	return f
}

// under gives what follows the prefix in the names that begin with it.
func under(prefix string, known []string) []string {
	var rests []string
	for _, k := range known {
		if rest, ok := strings.CutPrefix(k, prefix); ok {
			rests = append(rests, rest)
		}
	}
	return rests
}

// roots gives what names begin with: themselves, or what stands before their first point, with that.
func roots(known []string) []string {
	list := make([]string, len(known))
	for i, name := range known {
		root, _, below := strings.Cut(name, ".")
		if list[i] = root; below {
			list[i] += "."
		}
	}
	return list
}

func remedyUnknown(prefix string, siblings, known []string) string {
	switch {
	case prefix == "":
		return `a text stands in quotes`
	case len(siblings) > 0:
		return "known under " + strings.TrimSuffix(prefix, ".") + ": " + diag.Enumerate(siblings)
	}
	return "a name is, or begins with, " + diag.Enumerate(roots(known))
}
