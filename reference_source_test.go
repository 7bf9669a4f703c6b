package leadkit_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// source is what the docstrings of one package say.
type source struct {
	types  map[string]string              // by type
	fields map[string]map[string]fieldDoc // by type and field
	consts map[string]string              // the values of text constants
	files  []*ast.File
}

// fieldDoc is the comment above a field, and the one beside it.
type fieldDoc struct{ above, beside string }

func readSource(t *testing.T, pkg string) *source {
	s := &source{types: map[string]string{}, fields: map[string]map[string]fieldDoc{}, consts: map[string]string{}}
	names, err := filepath.Glob(filepath.Join(".", filepath.FromSlash(strings.TrimPrefix(strings.TrimPrefix(pkg, module), "/")), "*.go"))
	require.NoError(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments)
		require.NoError(t, err)
		s.read(file)
	}
	return s
}

func (s *source) read(file *ast.File) {
	s.files = append(s.files, file)
	for _, d := range file.Decls {
		d, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				s.readType(d, spec)
			case *ast.ValueSpec:
				s.readValue(d, spec)
			}
		}
	}
}

func (s *source) readType(d *ast.GenDecl, spec *ast.TypeSpec) {
	s.types[spec.Name.Name] = d.Doc.Text() + spec.Doc.Text()
	st, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	fields := map[string]fieldDoc{}
	for _, f := range st.Fields.List {
		for _, name := range f.Names {
			fields[name.Name] = fieldDoc{f.Doc.Text(), f.Comment.Text()}
		}
	}
	s.fields[spec.Name.Name] = fields
}

func (s *source) readValue(d *ast.GenDecl, spec *ast.ValueSpec) {
	if d.Tok != token.CONST || len(spec.Names) != len(spec.Values) {
		return
	}
	for i, name := range spec.Names {
		if lit, ok := spec.Values[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
			s.consts[name.Name], _ = strconv.Unquote(lit.Value)
		}
	}
}

// effects gives the kinds of effect with the comments beside them.
func (s *source) effects() (list [][2]string) {
	for _, file := range s.files {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if t, ok := spec.Type.(*ast.Ident); ok && t.Name == "EffectKind" && len(spec.Values) == 1 {
				name, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				list = append(list, [2]string{name, strings.TrimSpace(spec.Comment.Text())})
			}
			return false
		})
	}
	return list
}

// derived gives the flat names of lead.… with the comments beside them.
func (s *source) derived() (list [][3]string) {
	for _, file := range s.files {
		comments := map[int]string{}
		for _, group := range file.Comments {
			comments[int(group.Pos())] = strings.TrimSpace(group.Text())
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || spec.Names[0].Name != "derived" {
				return true
			}
			for _, element := range spec.Values[0].(*ast.CompositeLit).Elts {
				list = append(list, derivedName(element.(*ast.CompositeLit), comments))
			}
			return false
		})
	}
	return list
}

func derivedName(element *ast.CompositeLit, comments map[int]string) (row [3]string) {
	row[0], _ = strconv.Unquote(element.Elts[0].(*ast.KeyValueExpr).Value.(*ast.BasicLit).Value)
	row[1] = element.Elts[1].(*ast.KeyValueExpr).Value.(*ast.Ident).Name
	nearest := 1 << 30
	for pos, text := range comments {
		if after := pos - int(element.End()); after >= 0 && after < nearest {
			nearest, row[2] = after, text
		}
	}
	return row
}
