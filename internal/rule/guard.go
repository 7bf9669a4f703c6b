package rule

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
	"github.com/leadkit/leadkit/lead/diag"
)

// The limits of an expression's text, checked before anything recursive reads it: expr's parser has no limit of its own on brackets and signs, and
// a stack overflow ends the process.
const (
	maxSource = 4096 // bytes
	maxDepth  = 64   // open brackets, signs in a row, and choices (?:) in one expression
)

// scan splits the source into tokens and refuses what is too long, too deep, or has a token that the language lacks.
func scan(src string) ([]lexer.Token, diag.List) {
	switch {
	case len(src) > maxSource:
		return nil, diag.List{finding(0, 0, codeTooLong,
			fmt.Sprintf("the expression has %d bytes, and %d are allowed", len(src), maxSource), "split it into several rules")}
	case !utf8.ValidString(src):
		return nil, diag.List{finding(0, 0, codeSyntax, "the expression is not valid UTF-8", "")}
	case strings.TrimSpace(src) == "":
		return nil, diag.List{finding(0, 0, codeSyntax, "the expression is empty", "")}
	}
	tokens, err := lexer.Lex(file.NewSource(src))
	if err != nil {
		return nil, diag.List{unreadable(err, src)}
	}
	g := guard{}
	for i, t := range tokens {
		g.token(t, i > 0 && (tokens[i-1].Value == "." || tokens[i-1].Value == "?."))
	}
	if len(g.open) > 0 {
		t := g.open[len(g.open)-1]
		g.found = append(g.found, finding(t.From, t.To, codeSyntax, "a bracket is not closed", ""))
	}
	g.found.Sort()
	return tokens, g.found
}

// guard reads tokens in order and keeps count of how deep they nest.
type guard struct {
	found          diag.List
	open           []lexer.Token // brackets
	signs, choices int
	tooDeep        bool // said already
}

func (g *guard) token(t lexer.Token, member bool) {
	if t.Kind == lexer.Bytes || !member && (t.Kind == lexer.Operator || t.Kind == lexer.Bracket) && t.Value != "}" && !allowed[t.Value] {
		g.found = append(g.found, refuse(t))
	}
	g.count(t)
	if what := g.over(); what != "" && !g.tooDeep {
		g.tooDeep = true
		g.found = append(g.found, finding(t.From, t.To, codeTooDeep, fmt.Sprintf("more than %d %s", maxDepth, what), ""))
	}
}

func (g *guard) count(t lexer.Token) {
	sign := t.Kind == lexer.Operator && (t.Value == "not" || t.Value == "!" || t.Value == "-" || t.Value == "+")
	if !sign {
		g.signs = 0
	}
	switch {
	case sign:
		g.signs++
	case t.Kind == lexer.Operator && t.Value == "?":
		g.choices++
	case t.Kind == lexer.Bracket && strings.Contains("([{", t.Value):
		g.open = append(g.open, t)
	case t.Kind == lexer.Bracket:
		g.close(t)
	}
}

func (g *guard) close(t lexer.Token) {
	last := len(g.open) - 1
	if last < 0 || g.open[last].Value != map[string]string{")": "(", "]": "[", "}": "{"}[t.Value] {
		g.found = append(g.found, finding(t.From, t.To, codeSyntax, strconv.Quote(t.Value)+" closes nothing", ""))
		return
	}
	g.open = g.open[:last]
}

func (g *guard) over() string {
	switch {
	case len(g.open) > maxDepth:
		return "brackets inside each other"
	case g.signs > maxDepth:
		return "signs in a row"
	case g.choices > maxDepth:
		return "choices (?:) in one expression"
	}
	return ""
}

// widen extends a range of runes over the brackets that pair with those inside it. The brackets of tokens are balanced.
func widen(tokens []lexer.Token, from, to int) (int, int) {
	var open []lexer.Token
	for _, t := range tokens {
		switch {
		case t.Kind != lexer.Bracket:
		case strings.Contains("([{", t.Value):
			open = append(open, t)
		case len(open) > 0:
			first := open[len(open)-1]
			open = open[:len(open)-1]
			if opens, closes := from <= first.From && first.To <= to, from <= t.From && t.To <= to; opens != closes {
				from, to = min(from, first.From), max(to, t.To)
			}
		}
	}
	return from, to
}

// allowed are the operators and brackets of the language. Whatever else expr's lexer knows is refused where it stands.
var allowed = wordSet(`. ?. ? : ?? , + - * / % == != < <= > >= and or && || not ! in contains startsWith endsWith matches ( ) [ ]`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// remedies for tokens that people try.
var remedies = map[string]string{
	"=": `compare with ==`, "&": `write "and"`, "|": `write "or"`, "let": `write the value where it is used`, "if": `write: condition ? a : b`,
	"else": `write: condition ? a : b`, "..": `compare both ends: x >= 1 and x <= 5`, "**": "multiply", "^": "multiply",
	"{": `lists of constants stand in [ ]`, "<>": `write !=`,
}

// refuse is the finding about a token that is not in the language.
func refuse(t lexer.Token) diag.Finding {
	f := finding(t.From, t.To, codeNotAllowed, strconv.Quote(t.Value)+" is not part of the language", remedies[t.Value])
	if t.Kind == lexer.Bytes {
		f.Summary = "bytes are not part of the language"
	}
	if t.Value == "=" {
		f.Code, f.Summary = codeSyntax, `"=" compares nothing`
	}
	return f
}

// unreadable says in a plain sentence what expr's lexer or parser met.
func unreadable(err error, src string) diag.Finding {
	var e *file.Error
	if !errors.As(err, &e) {
		return finding(0, 0, codeSyntax, "the expression cannot be read", "")
	}
	end := utf8.RuneCountInString(src)
	to := min(max(e.From+1, e.To, 1), end)
	from := min(max(0, e.From), to-1)
	if word, ok := badNumber(e.Message); ok {
		from = max(0, to-utf8.RuneCountInString(word))
	}
	summary, remedy := plain(e.Message, string([]rune(src)[from:to]))
	return finding(from, to, codeSyntax, summary, remedy)
}

// sentences are expr's messages, by their beginnings, and ours.
var sentences = [...]struct{ starts, summary, remedy string }{
	{"unexpected token EOF", "the expression ends too early", ""},
	{"unexpected end of expression", "the expression ends too early", ""},
	{"literal not terminated", "a text has no closing quote", ""},
	{"unclosed comment", "a comment has no end", ""},
	{"invalid char escape", "unknown escape in a text", `a backslash is written \\`},
	{"unable to unescape", "unknown escape in a text", `a backslash is written \\`},
	{"expected name", "a name is missing after the dot", ""},
	{"Operator (", `"??" beside another operator needs brackets`, "write (a ?? b) > c"},
	{"invalid integer", "the number is too large", ""},
	{"invalid float", "the number is too large", ""},
	{"float literal", "the number is too large", ""},
	{"integer literal", "the number is too large", ""},
	{"invalid hex", "the number is too large", ""},
	{"invalid octal", "the number is too large", ""},
	{"invalid binary", "the number is too large", ""},
	{"compilation failed: expression exceeds", "the expression has too many parts", ""},
}

func plain(message, text string) (summary, remedy string) {
	for _, s := range sentences {
		if strings.HasPrefix(message, s.starts) {
			return s.summary, s.remedy
		}
	}
	if _, ok := badNumber(message); ok {
		return strconv.Quote(text) + " is no number", `a duration stands in quotes: "14d"`
	}
	if strings.HasPrefix(message, "unrecognized character") || strings.HasPrefix(message, "unexpected token") {
		return "unexpected " + strconv.Quote(text), ""
	}
	return "the expression cannot be read: " + message, ""
}

// badNumber gives the word that expr's lexer took for the beginning of a number.
func badNumber(message string) (string, bool) {
	quoted, ok := strings.CutPrefix(message, "bad number syntax: ")
	word, err := strconv.Unquote(quoted)
	return word, ok && err == nil
}
