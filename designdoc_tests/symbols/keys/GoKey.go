// Command GoKey prints what Go code defines, or uses, as the compiler's own libraries read it.
//
// Paths are read from standard input. With the argument "symbols" it prints path, kind and qualified name of each
// definition; with "references", path and qualified name of the user, and of what is used. All files are those of one
// target, in whichever modules. Of what no build for Linux has, and of names that are not known since a library is not
// there, the used path is "?"; the name is "*" where that is all of a file.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

var files = token.NewFileSet()

func main() {
	var paths []string
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if path := lines.Text(); path != "" {
			paths = append(paths, path)
		}
	}
	if os.Args[1] == "symbols" {
		printSymbols(paths)
	} else {
		printReferences(paths)
	}
}

// A definition is what a declaration gives a qualified name.
type definition struct {
	kind, name string
	ident      *ast.Ident
}

func printSymbols(paths []string) {
	for _, path := range paths {
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			fmt.Printf("%s\tunjudged\t\n", path)
			continue
		}
		for _, each := range definitions(file) {
			fmt.Printf("%s\t%s\t%s\n", path, each.kind, each.name)
		}
	}
}

// definitions returns what a file defines; of what functions define inside, types alone.
func definitions(file *ast.File) []definition {
	var found []definition
	add := func(kind, outer string, ident *ast.Ident) {
		if ident.Name != "_" {
			found = append(found, definition{kind, qualified(outer, ident.Name), ident})
		}
	}
	addType := func(outer string, spec *ast.TypeSpec) {
		if spec.Assign.IsValid() {
			if outer == "" {
				add("value", outer, spec.Name)
			}
			return
		}
		add("type", outer, spec.Name)
		inside := qualified(outer, spec.Name.Name)
		switch type_ := spec.Type.(type) {
		case *ast.StructType:
			for _, field := range type_.Fields.List {
				for _, name := range field.Names {
					add("value", inside, name)
				}
				if len(field.Names) == 0 {
					add("value", inside, embedded(field.Type))
				}
			}
		case *ast.InterfaceType:
			for _, field := range type_.Methods.List {
				for _, name := range field.Names {
					add("function", inside, name)
				}
			}
		}
	}
	addLocal := func(outer string, node ast.Node) {
		ast.Inspect(node, func(inner ast.Node) bool {
			if spec, ok := inner.(*ast.TypeSpec); ok {
				addType(outer, spec)
			}
			return true
		})
	}
	for _, declaration := range file.Decls {
		switch each := declaration.(type) {
		case *ast.FuncDecl:
			outer := receiver(each)
			add("function", outer, each.Name)
			if each.Body != nil {
				addLocal(qualified(outer, each.Name.Name), each.Body)
			}
		case *ast.GenDecl:
			for _, spec := range each.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					addType("", spec)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						add("value", "", name)
					}
					for _, value := range spec.Values {
						addLocal("", value)
					}
				}
			}
		}
	}
	return found
}

func qualified(outer, name string) string {
	if outer == "" {
		return name
	}
	return outer + "." + name
}

// receiver returns the name of the type that a method is of.
func receiver(function *ast.FuncDecl) string {
	if function.Recv == nil || len(function.Recv.List) == 0 {
		return ""
	}
	return embedded(function.Recv.List[0].Type).Name
}

// embedded returns the name of a type without its package, pointer and arguments.
func embedded(expression ast.Expr) *ast.Ident {
	switch each := expression.(type) {
	case *ast.Ident:
		return each
	case *ast.StarExpr:
		return embedded(each.X)
	case *ast.ParenExpr:
		return embedded(each.X)
	case *ast.SelectorExpr:
		return each.Sel
	case *ast.IndexExpr:
		return embedded(each.X)
	case *ast.IndexListExpr:
		return embedded(each.X)
	}
	return ast.NewIdent("_")
}

// A place is a path and a qualified name.
type place struct{ path, name string }

// A target is the packages of a target by their folders, checked as they are imported.
type target struct {
	folders  map[string][]string
	modules  map[string]string // folders by the paths of modules
	checked  map[string]*types.Package
	parsed   map[string][]*ast.File
	infos    map[string]*types.Info
	places   map[types.Object]place
	homes    map[string]map[string]string // by folder: the files of types
	standard types.Importer
}

func printReferences(paths []string) {
	all := &target{
		folders: map[string][]string{}, modules: map[string]string{}, checked: map[string]*types.Package{},
		parsed: map[string][]*ast.File{}, infos: map[string]*types.Info{}, places: map[types.Object]place{},
		homes: map[string]map[string]string{}, standard: importer.ForCompiler(files, "source", nil),
	}
	context := build.Default
	context.GOOS, context.GOARCH, context.CgoEnabled = "linux", "amd64", false
	for _, path := range paths {
		folder, name := filepath.Split(path)
		if matches, err := context.MatchFile(folder, name); err != nil || !matches {
			fmt.Printf("%s\t\t?\t*\n", path)
			continue
		}
		folder = filepath.Clean(folder)
		all.folders[folder] = append(all.folders[folder], path)
		all.findModule(folder)
	}
	var folders []string
	for folder := range all.folders {
		folders = append(folders, folder)
	}
	sort.Strings(folders)
	for _, folder := range folders {
		all.check(folder)
	}
	lines := map[string]bool{}
	for _, folder := range folders {
		all.references(folder, lines)
	}
	var sorted []string
	for line := range lines {
		sorted = append(sorted, line)
	}
	sort.Strings(sorted)
	for _, line := range sorted {
		fmt.Println(line)
	}
}

// findModule notes the module that a folder is in.
func (t *target) findModule(folder string) {
	for outer := folder; outer != filepath.Dir(outer); outer = filepath.Dir(outer) {
		text, err := os.ReadFile(filepath.Join(outer, "go.mod"))
		if err != nil {
			continue
		}
		for _, line := range strings.Split(string(text), "\n") {
			if words := strings.Fields(line); len(words) > 1 && words[0] == "module" {
				t.modules[strings.Trim(words[1], `"`)] = outer
			}
		}
		return
	}
}

// Import returns a package: of the target, of the standard library, or an empty one in the place of others'.
func (t *target) Import(path string) (*types.Package, error) {
	for module, folder := range t.modules {
		if path == module || strings.HasPrefix(path, module+"/") {
			inside := filepath.Join(folder, strings.TrimPrefix(path, module))
			if len(t.folders[inside]) > 0 {
				return t.check(inside), nil
			}
		}
	}
	if !strings.Contains(strings.Split(path, "/")[0], ".") {
		return t.standard.Import(path)
	}
	return nil, fmt.Errorf("%s is not there", path)
}

func (t *target) check(folder string) *types.Package {
	if known, ok := t.checked[folder]; ok {
		return known
	}
	t.homes[folder] = map[string]string{}
	for _, path := range t.folders[folder] {
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			fmt.Printf("%s\t\t?\t*\n", path)
			continue
		}
		t.parsed[folder] = append(t.parsed[folder], file)
		for _, each := range definitions(file) {
			if each.kind == "type" {
				t.homes[folder][each.name] = path
			}
		}
	}
	info := &types.Info{
		Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	config := types.Config{Importer: t, Error: func(error) {}, FakeImportC: true}
	found, _ := config.Check(folder, files, t.parsed[folder], info)
	t.checked[folder], t.infos[folder] = found, info
	for _, file := range t.parsed[folder] {
		for _, each := range definitions(file) {
			if object := info.Defs[each.ident]; object != nil {
				t.places[object] = t.at(folder, file, each.name)
			}
		}
	}
	return found
}

// at returns the place of a definition: members are of the file that their type stands in.
func (t *target) at(folder string, file *ast.File, name string) place {
	path := files.Position(file.Package).Filename
	if outer, _, ok := strings.Cut(name, "."); ok {
		if home := t.homes[folder][outer]; home != "" {
			path = home
		}
	}
	return place{path, name}
}

func (t *target) references(folder string, lines map[string]bool) {
	info := t.infos[folder]
	for _, file := range t.parsed[folder] {
		for _, declaration := range file.Decls {
			switch each := declaration.(type) {
			case *ast.FuncDecl:
				t.within(folder, file, qualified(receiver(each), each.Name.Name), each, info, lines)
			case *ast.GenDecl:
				for _, spec := range each.Specs {
					if type_, ok := spec.(*ast.TypeSpec); ok && !type_.Assign.IsValid() {
						t.within(folder, file, type_.Name.Name, type_, info, lines)
					}
				}
			}
		}
	}
}

// within prints what a declaration uses.
func (t *target) within(folder string, file *ast.File, name string, node ast.Node, info *types.Info, lines map[string]bool) {
	if name == "_" {
		return
	}
	user := t.at(folder, file, name)
	skipped := map[*ast.Ident]bool{}
	if function, ok := node.(*ast.FuncDecl); ok && function.Recv != nil {
		ast.Inspect(function.Recv, func(inner ast.Node) bool {
			if ident, ok := inner.(*ast.Ident); ok {
				skipped[ident] = true
			}
			return true
		})
	}
	ast.Inspect(node, func(inner ast.Node) bool {
		if local, ok := inner.(*ast.TypeSpec); ok && inner != node && !local.Assign.IsValid() {
			t.within(folder, file, qualified(name, local.Name.Name), local, info, lines)
			return false
		}
		if interface_, ok := inner.(*ast.InterfaceType); ok {
			if type_, ok := node.(*ast.TypeSpec); ok && type_.Type == inner {
				for _, method := range interface_.Methods.List {
					if len(method.Names) == 1 {
						t.within(folder, file, qualified(name, method.Names[0].Name), method.Type, info, lines)
						skipped[method.Names[0]] = true
					}
				}
			}
		}
		if _, ok := inner.(*ast.FuncType); ok && isOfInterface(node, inner) {
			return false
		}
		ident, ok := inner.(*ast.Ident)
		if !ok || skipped[ident] || ident.Name == "_" {
			return true
		}
		object := info.Uses[ident]
		if object == nil {
			if info.Defs[ident] == nil {
				lines[fmt.Sprintf("%s\t%s\t?\t%s", user.path, user.name, ident.Name)] = true
			}
			return true
		}
		switch each := object.(type) {
		case *types.Func:
			object = each.Origin()
		case *types.Var:
			object = each.Origin()
		}
		if used, ok := t.places[object]; ok && used != user {
			lines[fmt.Sprintf("%s\t%s\t%s\t%s", user.path, user.name, used.path, used.name)] = true
		}
		return true
	})
}

// isOfInterface tells whether a function's type is that of a method that an interface asks for.
func isOfInterface(node, function ast.Node) bool {
	type_, ok := node.(*ast.TypeSpec)
	if !ok {
		return false
	}
	interface_, ok := type_.Type.(*ast.InterfaceType)
	if !ok {
		return false
	}
	for _, method := range interface_.Methods.List {
		if method.Type == function && len(method.Names) == 1 {
			return true
		}
	}
	return false
}
