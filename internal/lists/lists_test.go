package lists

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"dayang/internal/proof"
)

func read(t *testing.T, k Kind, s string) Table {
	t.Helper()
	out, err := Read(k, strings.NewReader(s))
	if err != nil {
		t.Fatalf("read %q: %v", s, err)
	}
	return out
}

// TestForms reads one roster in every form that a desk has it in.
func TestForms(t *testing.T) {
	want := []proof.Person{
		{Name: "褚怀瑾", Titles: []string{"市委书记"}, Rank: 1, From: "2024-01-05"},
		{Name: "温如石", Titles: []string{"市委副书记", "市长"}, Rank: 2},
	}
	chinese := "姓名,职务,次序,自,至\n褚怀瑾,市委书记,1,2024-01-05,\n温如石,市委副书记；市长,2,,\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(chinese)
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{
		"chinese":          chinese,
		"english":          "name,titles,rank,from,to\r\n褚怀瑾,市委书记,1,2024-01-05,\r\n温如石,市委副书记;市长,2\r\n",
		"bare":             "褚怀瑾,市委书记,1,2024-01-05\n# 一句说明\n\n温如石,市委副书记；市长,2\n",
		"other order":      "次序,姓名,自,职务\n1,褚怀瑾,2024-01-05,市委书记\n2, 温如石 ,,市委副书记；市长\n",
		"from spreadsheet": "姓名\t职务\t次序\t自\n褚怀瑾\t市委书记\t1\t2024-01-05\n温如石\t市委副书记；市长\t2\n",
		"with mark":        "\ufeff" + chinese,
		"GB18030":          gb,
	} {
		var set Set
		if f := set.Add(read(t, Roster, s)); f != nil {
			t.Errorf("%s: %v", name, f)
		}
		if !reflect.DeepEqual(set.Roster, want) {
			t.Errorf("%s: %+v", name, set.Roster)
		}
	}
}

// TestFaults says what is wrong with the line on which it is wrong, and uses the others.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		text string
		want string // the English of the first fault with its line; "" is none
		good int
	}{
		{Roster, "姓名,职务\n褚怀瑾,市委书记\n,市长\n", `line 3: “Name” may not be empty.`, 1},
		{Roster, "褚怀瑾,,第一\n温如石,市长,2\n", `line 1: Rank is a number, not “第一”.`, 1},
		{Roster, "褚怀瑾,市长,1,2024年1月\n", `line 1: Write dates as 2026-01-31, not “2024年1月”.`, 0},
		{Roster, "褚怀瑾,市长,1,2024-05-01,2023-01-01\n", `line 1: “To” is before “From”.`, 0},
		{Roster, "褚怀瑾,市长\n褚怀瑾,书记\n", `line 2: “褚怀瑾” repeats entry 1.`, 1},
		{Roster, "褚怀瑾,市长,1,,,多\n", `line 1: One cell too many: “多”.`, 0},
		{Words, "词语,类别\n拉皮条,禁\n", `line 2: Kind is forbidden, careful or preferred, not “禁”.`, 0},
		{Words, "帐户,规范\n", `line 1: A preferred form needs “Instead”.`, 0},
		{Slips, "误,正\n布署,布署\n", `line 2: “Wrong” and “Right” are the same.`, 0},
		{Places, "芦湾镇,\n", `line 1: “In” may not be empty.`, 0},
		{Places, "芦湾镇,青屏市\n芦湾镇,别处县\n", "", 2},
		{Words, "帐户,规范,账户\n残废人,禁用,残疾人,新华社,残废军人;残废证\n", "", 2},
	} {
		tab := read(t, c.kind, c.text)
		var set Set
		faults := set.Add(tab)
		got := ""
		if len(faults) > 0 {
			got = faults[0].Error()
			if faults[0].Text.ZH == "" || strings.Contains(faults[0].Text.ZH+faults[0].Text.EN, "%!") {
				t.Errorf("%q: %+v", c.text, faults[0].Text)
			}
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
		if n := len(set.Roster) + len(set.Words) + len(set.Slips) + len(set.Places); n != c.good {
			t.Errorf("%q: %d good entries, want %d", c.text, n, c.good)
		}
	}
	if _, err := Read(Roster, strings.NewReader("姓名,职务,电话\n褚怀瑾,市长,1\n")); !errors.Is(err, ErrColumns) || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a strange column: %v", err)
	}
	if _, err := Read("phones", strings.NewReader("")); !errors.Is(err, ErrKind) {
		t.Errorf("a strange list: %v", err)
	}
}

// TestEdit adds, changes, removes and imports; the table before stays as it was.
func TestEdit(t *testing.T) {
	a := read(t, Slips, "布署,部署\n渡假,度假\n")
	b := a.With(-1, []string{" 复盖 ", "覆盖"}).With(0, []string{"布署", "部署", "分布署名"}).Without(1)
	if got := cells(b); got != "布署|部署|分布署名/复盖|覆盖|" {
		t.Errorf("edited: %s", got)
	}
	if got := cells(a); got != "布署|部署|/渡假|度假|" {
		t.Errorf("the table before changed: %s", got)
	}
	c, added, changed, faults := b.Import(read(t, Slips, "误\t正\n复盖\t复蓋\n亲睐\t青睐\n空\t\n"))
	if got := cells(c); got != "布署|部署|分布署名/复盖|复蓋|/亲睐|青睐|" || added != 1 || changed != 1 || len(faults) != 1 {
		t.Errorf("imported: %s, %d added, %d changed, %v", got, added, changed, faults)
	}
}

func cells(t Table) string {
	var out []string
	for _, r := range t.Rows {
		out = append(out, strings.Join(r.Cells, "|"))
	}
	return strings.Join(out, "/")
}

// FuzzRead writes whatever is read and reads it again: the same entries.
func FuzzRead(f *testing.F) {
	f.Add("姓名,职务\n褚怀瑾,\"市委\n书记\"\n#x\n")
	f.Add("a\tb\tc\n\t\t\n")
	f.Add("\"#a\",b\n")
	f.Fuzz(func(t *testing.T, s string) {
		for _, k := range Kinds {
			a, err := Read(k, strings.NewReader(s))
			if err != nil {
				continue
			}
			for _, fault := range a.Check() {
				if fault.Row >= len(a.Rows) || fault.Text.ZH == "" || fault.Text.EN == "" {
					t.Fatalf("%+v", fault)
				}
			}
			var set Set
			set.Add(a)
			for i := range a.Rows { // what is too much is told of and not kept
				a.Rows[i].Cells = a.Rows[i].Cells[:len(k.Columns())]
				if strings.ContainsAny(strings.Join(a.Rows[i].Cells, ""), "\r\n\t#\"\ufeff") || strings.Join(a.Rows[i].Cells, "") == "" {
					return
				}
			}
			var buf bytes.Buffer
			if err := a.Write(&buf); err != nil {
				t.Fatal(err)
			}
			b, err := Read(k, &buf)
			if err != nil {
				t.Fatalf("%q cannot be read again: %v", s, err)
			}
			if cells(a) != cells(b) {
				t.Fatalf("%q became %q", cells(a), cells(b))
			}
		}
	})
}
