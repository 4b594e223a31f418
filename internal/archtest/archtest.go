// Package archtest keeps the map of packages true: which package may import which. For tests only.
//
// Start with Rules, the map itself, and Check, which compares packages with it. Arrows point down the map and never
// up; a package that is not on the map is a violation, so that whoever adds one says what it may lean on. Imports of
// test files are free. The package reads no source: a test gives it what the go command lists.
package archtest

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Module is the import path of the module whose packages Rules names.
const Module = "dayang"

// Package is one package as the go command lists it.
type Package struct {
	ImportPath string
	Imports    []string // of its files that are not tests
}

// Rule says which packages of the module the packages that match Pattern may import. Patterns are paths below the
// module; a trailing /... stands for the package and all below it. "..." alone is the whole module.
type Rule struct {
	Pattern string
	May     []string
}

// Rules is the map of the house, from the top down. The first rule that matches a package counts. Every package of
// internal, app and cmd may also import internal/words.
var Rules = []Rule{
	{"cmd/dayang", []string{"..."}},
	{"app/...", []string{"app/...", "internal/...", "layout/...", "fonts", "assets"}},
	{"internal/flow", []string{"internal/...", "layout/...", "fonts", "assets"}},                                                                                                         // whole jobs, for the command line and the window alike
	{"internal/tools/specimen", []string{"internal/compose", "internal/edition", "internal/segment", "internal/pdf", "internal/raster", "layout/geom", "fonts"}},                         // the whole line, to show what it sets
	{"internal/tools/bench", []string{"assets", "fonts", "internal/compose", "internal/edit", "internal/edition", "internal/raster", "internal/store", "layout/display", "layout/geom"}}, // the whole line, to time it
	{"internal/tools/...", []string{"fonts", "layout/geom"}},                                                                                                                             // commands that make what is committed

	{"internal/compose", []string{"internal/edition", "internal/segment", "internal/hyphen", "internal/finding", "layout/...", "fonts"}},
	{"internal/preflight", []string{"internal/pdf/objects", "internal/edition", "internal/finding", "internal/colour", "layout/display", "layout/geom"}},
	{"internal/proof", []string{"internal/edition", "internal/finding", "internal/ngram", "internal/segment", "assets"}},
	{"internal/lists", []string{"internal/proof"}},
	{"internal/proof/score", []string{"internal/proof", "internal/segment", "internal/repair"}},
	{"internal/repair", []string{"internal/edition", "internal/finding", "internal/manuscript", "internal/ngram", "internal/segment"}},
	{"internal/importer", []string{"internal/bounded", "internal/bundle", "internal/colour", "internal/edition", "internal/finding", "internal/manuscript", "layout/geom"}},
	{"internal/watch", nil},
	{"internal/exporter", []string{"internal/edition"}},
	{"internal/bundle", []string{"internal/bounded", "internal/edition"}},
	{"internal/bounded", nil},
	{"internal/manuscript", []string{"internal/edition", "layout/geom"}},
	{"internal/epaper", []string{"internal/edition", "internal/raster", "layout/display", "layout/geom"}},
	{"internal/store", []string{"internal/colour", "internal/edit", "internal/edition", "internal/pdf/ads", "layout/geom"}},
	{"internal/edit", []string{"internal/edition", "layout/geom"}},
	{"internal/edit/edittest", []string{"internal/edit", "internal/edition", "layout/geom"}},
	{"internal/workflow", []string{"internal/edition"}},
	{"internal/markup", []string{"internal/edition", "layout/display", "layout/geom", "fonts"}},
	{"internal/redcheck", []string{"internal/edition", "internal/revision", "layout/display", "layout/geom"}},
	{"internal/house", []string{"internal/edition", "layout/dummy", "layout/geom", "assets"}},
	{"internal/segment", []string{"internal/ngram", "assets"}},
	{"internal/ngram", []string{"assets"}},
	{"internal/ngram/mkmodel", nil},
	{"internal/hyphen", []string{"assets"}},
	{"internal/segment/mkdict", nil},
	{"internal/finding", []string{"internal/edition", "layout/geom"}},
	{"internal/edition", []string{"layout/geom"}},
	{"internal/revision", nil},
	{"internal/clipboard", nil},
	{"internal/words", nil},
	{"internal/measure", []string{"layout/geom"}},
	{"internal/pdf", []string{"internal/pdf/...", "internal/colour", "layout/display", "layout/geom", "fonts"}},
	{"internal/pdf/fontpack", []string{"layout/display", "layout/geom", "fonts"}},
	{"internal/pdf/pdfx", []string{"internal/colour", "layout/display", "layout/geom", "fonts"}},
	{"internal/pdf/objects", nil},
	{"internal/pdf/ads", []string{"internal/pdf/objects", "internal/pdf/pdfx", "layout/geom"}},
	{"internal/colour", nil},
	{"internal/raster", []string{"layout/display", "layout/geom", "fonts"}},
	{"internal/golden", nil},
	{"internal/archtest", nil},

	{"layout", []string{"layout/..."}},
	{"layout/dummy", []string{"layout/makeup", "layout/para", "layout/geom"}},
	{"layout/makeup", []string{"layout/para", "layout/display", "layout/geom"}},
	{"layout/para", []string{"layout/unibreak", "layout/geom"}},
	{"layout/unibreak", nil},
	{"layout/display", []string{"layout/geom"}},
	{"layout/geom", nil},

	{"fonts", []string{"layout/geom"}},
	{"assets", nil},
}

// Home says that an import and all below it have only some packages as their home.
type Home struct {
	Import string
	Only   []string
}

// Homes names the imports that one corner of the house keeps to itself.
var Homes = []Home{
	{"fyne.io/fyne/v2/app", []string{"cmd/dayang"}}, // the only part that needs cgo: without it UI tests build fast
	{"fyne.io", []string{"app/...", "cmd/..."}},
	{"github.com/signintech/gopdf", []string{"internal/pdf/..."}},
	{"github.com/go-ego/gse", []string{"internal/segment"}},
	{"github.com/mattn/go-sqlite3", []string{"internal/store"}},
	{"github.com/pdfcpu/pdfcpu", []string{"internal/preflight", "internal/pdf/ads", "internal/pdf/objects"}}, // it reads; what writes our files is another
	{"github.com/pelletier/go-toml/v2", []string{"internal/house"}},
	{"database/sql", []string{"internal/store"}},
}

// Pure names what the engine, layout and all below it, does without: it has values in and values out, no clock, no
// files, no chance, no log.
var Pure = []string{"os", "time", "net", "math/rand", "database", "log", "syscall", "fyne.io", Module + "/internal"}

// pureExceptions lists the imports of Pure that one package of the engine has a reason for.
var pureExceptions = map[string][]string{
	"layout/dummy": {"math/rand/v2"}, // annealing draws from PCG, whose seed is an input: the same seed, the same pages
}

// standardOnly are packages that use nothing but the standard library and what Rules grants them.
var standardOnly = []string{"assets", "internal/colour", "internal/words", "internal/golden", "internal/archtest", "layout/..."}

// forTests are packages that tests import and nobody else.
var forTests = []string{"internal/golden", "internal/archtest", "internal/edit/edittest"}

// Violation is one import that the map does not allow.
type Violation struct {
	Package, Import string
	Why             string
}

// String answers the violation in words.
func (v Violation) String() string {
	if v.Import == "" {
		return fmt.Sprintf("%s: %s", v.Package, v.Why)
	}
	return fmt.Sprintf("%s imports %s: %s", v.Package, v.Import, v.Why)
}

// Check compares packages with the map and answers what it does not allow, sorted. Packages of other modules are skipped.
func Check(pkgs []Package) []Violation {
	var out []Violation
	for _, p := range pkgs {
		name, ok := own(p.ImportPath)
		if !ok {
			continue
		}
		i := slices.IndexFunc(Rules, func(r Rule) bool { return matches(r.Pattern, name) })
		if i < 0 {
			out = append(out, Violation{name, "", "not on the map; add it to archtest.Rules and say what it may import"})
			continue
		}
		for _, imp := range p.Imports {
			if why := judge(name, imp, Rules[i].May); why != "" {
				out = append(out, Violation{name, imp, why})
			}
		}
	}
	slices.SortFunc(out, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Import, b.Import))
	})
	return out
}

// judge answers why a package may not import something, or "".
func judge(name, imp string, may []string) string {
	if matches("layout/...", name) && slices.ContainsFunc(Pure, func(p string) bool { return under(p, imp) }) &&
		!slices.Contains(pureExceptions[name], imp) {
		return "the engine is pure"
	}
	for _, h := range Homes {
		if under(h.Import, imp) {
			if !matchesAny(h.Only, name) {
				return "its home is " + strings.Join(h.Only, ", ")
			}
			break // the first home that matches is the narrowest
		}
	}
	target, ok := own(imp)
	switch {
	case !ok:
		if first, _, _ := strings.Cut(imp, "/"); strings.Contains(first, ".") && matchesAny(standardOnly, name) {
			return "this package uses the standard library alone"
		}
	case slices.Contains(forTests, target):
		return "only tests may"
	case target == "internal/words" && !matches("layout/...", name) && name != "fonts" && name != "assets":
	case !matchesAny(may, target):
		return "the arrow points up the map, or across it"
	}
	return ""
}

// own answers a package's path below the module, and whether it is of the module.
func own(importPath string) (string, bool) {
	return strings.CutPrefix(importPath, Module+"/")
}

// under reports whether imp is root or lies below it.
func under(root, imp string) bool { return imp == root || strings.HasPrefix(imp, root+"/") }

func matches(pattern, name string) bool {
	switch {
	case pattern == "...":
		return true
	case path.Base(pattern) == "...":
		return under(path.Dir(pattern), name)
	}
	return pattern == name
}

func matchesAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, name) })
}
