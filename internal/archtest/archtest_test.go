package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// tags are the build tags of the program.
const tags = "x11,migrated_fynedo,ne"

// list asks the go command for the packages of the module.
func list(t *testing.T) []Package {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-tags", tags, "-json=ImportPath,Imports", Module+"/...")
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("no go command to list the packages with")
	}
	if err != nil {
		t.Fatal(err)
	}
	var pkgs []Package
	for dec := json.NewDecoder(out); ; {
		var p Package
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("read the go command's list: %v\n%s", err, complaint.String())
		}
		pkgs = append(pkgs, p)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("go list: %v\n%s", err, complaint.String())
	}
	return pkgs
}

func TestTheMapIsTrue(t *testing.T) {
	pkgs := list(t)
	seen := false
	for _, p := range pkgs {
		seen = seen || p.ImportPath == Module+"/layout/geom" || p.ImportPath == Module+"/internal/edition"
	}
	if !seen {
		t.Fatalf("the go command lists %d packages, none of ours", len(pkgs))
	}
	for _, v := range Check(pkgs) {
		t.Error(v)
	}
}

// A map that allows everything would be true, too: each kind of violation is found where it is planted.
func TestPlantedViolationsAreFound(t *testing.T) {
	for _, c := range []struct {
		pkg, imp string
		lawful   bool
	}{
		{"layout/para", "dayang/layout/geom", true},
		{"layout/para", "fmt", true},
		{"layout/para", "dayang/layout/makeup", false}, // up the map
		{"layout/para", "dayang/layout/display", false},
		{"layout/makeup", "dayang/layout/para", true},
		{"layout/makeup", "dayang/internal/edition", false},
		{"layout/makeup", "dayang/internal/words", false},
		{"layout/makeup", "os", false},
		{"layout/makeup", "os/exec", false},
		{"layout/makeup", "time", false},
		{"layout/makeup", "net/http", false},
		{"layout/makeup", "math/rand/v2", false},
		{"layout/makeup", "golang.org/x/image/vector", false},
		{"layout/dummy", "math/rand/v2", true},
		{"layout/dummy", "math/rand", false},
		{"layout/display", "database/sql", false},
		{"layout/display", "dayang/internal/golden", false},
		{"layout", "dayang/layout/dummy", true},
		{"fonts", "github.com/go-text/typesetting/font", true},
		{"fonts", "dayang/layout/display", false},
		{"fonts", "dayang/internal/words", false},
		{"assets", "embed", true},
		{"assets", "golang.org/x/text/width", false},
		{"internal/edition", "dayang/layout/geom", true},
		{"internal/edition", "dayang/internal/edit", false},
		{"internal/edit", "dayang/internal/words", true},
		{"internal/edit", "dayang/internal/store", false},
		{"internal/store", "database/sql", true},
		{"internal/store", "github.com/mattn/go-sqlite3", true},
		{"internal/importer", "github.com/mattn/go-sqlite3", false},
		{"internal/proof", "github.com/go-ego/gse", false},
		{"internal/segment", "github.com/go-ego/gse", true},
		{"internal/segment", "dayang/assets", true},
		{"internal/pdf", "github.com/signintech/gopdf", true},
		{"internal/pdf/pdfx", "github.com/signintech/gopdf", true},
		{"internal/preflight", "github.com/signintech/gopdf", false},
		{"internal/raster", "dayang/internal/golden", false},
		{"internal/raster", "fyne.io/fyne/v2/canvas", false},
		{"internal/colour", "github.com/pdfcpu/pdfcpu/pkg/api", false},
		{"internal/compose", "dayang/app", false},
		{"internal/compose", "dayang/layout/makeup", true},
		{"app", "fyne.io/fyne/v2/widget", true},
		{"app", "fyne.io/fyne/v2/app", false},
		{"app", "dayang/cmd/dayang", false},
		{"app", "dayang/internal/store", true},
		{"cmd/dayang", "fyne.io/fyne/v2/app", true},
		{"cmd/dayang", "dayang/app", true},
		{"cmd/dayang", "dayang/internal/golden", false},
	} {
		got := Check([]Package{{Module + "/" + c.pkg, []string{c.imp}}})
		if len(got) == 0 != c.lawful {
			t.Errorf("%s importing %s: lawful %v, violations %v", c.pkg, c.imp, c.lawful, got)
		}
	}
	if got := Check([]Package{{Module + "/internal/misc", nil}}); len(got) != 1 {
		t.Errorf("a package that is not on the map: %v", got)
	}
	if got := Check([]Package{{"example.org/other", []string{"os"}}}); len(got) != 0 {
		t.Errorf("another module's package: %v", got)
	}
}

// No two packages may be allowed to import each other, or the map has no up and down.
func TestTheMapHasNoCircles(t *testing.T) {
	names := []string{}
	for _, r := range Rules {
		names = append(names, strings.TrimSuffix(r.Pattern, "/..."))
	}
	may := func(from, to string) bool {
		for _, r := range Rules {
			if matches(r.Pattern, from) {
				return matchesAny(r.May, to)
			}
		}
		return false
	}
	var visit func(start, at string, way []string)
	done := map[string]bool{}
	visit = func(start, at string, way []string) {
		for _, next := range names {
			if next == at || !may(at, next) {
				continue
			}
			if next == start {
				t.Errorf("a circle: %s", strings.Join(append(way, next), " → "))
				return
			}
			if key := start + " " + next; !done[key] {
				done[key] = true
				visit(start, next, append(way, next))
			}
		}
	}
	for _, n := range names {
		visit(n, n, []string{n})
	}
}
