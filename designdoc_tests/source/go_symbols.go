package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
)

func recv(e ast.Expr) string {
	for {
		switch t := e.(type) {
		case *ast.StarExpr:
			e = t.X
		case *ast.ParenExpr:
			e = t.X
		case *ast.IndexExpr:
			e = t.X
		case *ast.IndexListExpr:
			e = t.X
		case *ast.Ident:
			return t.Name
		default:
			return "?"
		}
	}
}
func last(e ast.Expr) string {
	switch t := e.(type) {
	case *ast.SelectorExpr:
		return t.Sel.Name
	case *ast.StarExpr:
		return last(t.X)
	case *ast.IndexExpr:
		return last(t.X)
	case *ast.IndexListExpr:
		return last(t.X)
	case *ast.Ident:
		return t.Name
	case *ast.ParenExpr:
		return last(t.X)
	}
	return "?"
}

func main() {
	for _, path := range os.Args[1:] {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			fmt.Fprintln(os.Stderr, path, err)
			continue
		}
		say := func(kind, name string, pos token.Pos) {
			fmt.Printf("%s\t%s\t%s\t%d\n", path, kind, name, fset.Position(pos).Line)
		}
		typ := func(s *ast.TypeSpec) {
			name := s.Name.Name
			if s.Assign.IsValid() {
				say("alias", name, s.Pos())
				return
			}
			switch t := s.Type.(type) {
			case *ast.StructType:
				say("struct", name, s.Pos())
				for _, fl := range t.Fields.List {
					for _, n := range fl.Names {
						if n.Name != "_" {
							say("field", name+"."+n.Name, n.Pos())
						}
					}
					if len(fl.Names) == 0 {
						say("field", name+"."+last(fl.Type), fl.Pos())
					}
				}
			case *ast.InterfaceType:
				say("interface", name, s.Pos())
				for _, m := range t.Methods.List {
					for _, n := range m.Names {
						say("method", name+"."+n.Name, n.Pos())
					}
				}
			default:
				say("type", name, s.Pos())
			}
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.Name == "_" {
					continue
				}
				if d.Recv != nil && len(d.Recv.List) > 0 {
					say("method", recv(d.Recv.List[0].Type)+"."+d.Name.Name, d.Pos())
				} else {
					say("function", d.Name.Name, d.Pos())
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						if s.Name.Name != "_" {
							typ(s)
						}
					case *ast.ValueSpec:
						for _, n := range s.Names {
							if n.Name != "_" {
								say("value", n.Name, n.Pos())
							}
						}
					case *ast.ImportSpec:
						say("import", s.Path.Value[1:len(s.Path.Value)-1], s.Pos())
					}
				}
			}
		}
	}
}
