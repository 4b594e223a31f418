// Package lists reads and writes the lists that a paper's proof desk keeps: people with their titles and rank (人名表),
// words not to use or to write in one way (用语表), its own slips of the pen (差错表), and places (地名表).
//
// Start with Read, which makes a Table of a CSV file or of what was copied from a spreadsheet; Check says what is
// wrong with it, row by row; Set gathers tables as the proofreading rules take them. A list is a plain file with one
// entry a line, whose first line names the columns, in Chinese or in English, in any order:
//
//	roster.csv  姓名,职务,次序,自,至          name,titles,rank,from,to
//	words.csv   词语,类别,改为,说明,例外      text,kind,instead,why,except
//	slips.csv   误,正,例外                    wrong,right,except
//	places.csv  地名,属于                     name,in
//
// Several titles or exceptions stand in one cell, parted by ";" or "；". Without a line of names the columns stand in
// the order above. A line that begins with # is a remark. Files are UTF-8; what a Chinese spreadsheet saved as GB18030
// is read too. The package opens no files.
package lists

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"dayang/internal/proof"
	"dayang/internal/words"
)

// Kind is one of the lists.
type Kind string

// The lists.
const (
	Roster Kind = "roster"
	Words  Kind = "words"
	Slips  Kind = "slips"
	Places Kind = "places"
)

// Kinds are the lists in the order in which a person sees them.
var Kinds = []Kind{Roster, Words, Slips, Places}

// Name is what a person calls the list.
func (k Kind) Name() words.Text {
	switch k {
	case Roster:
		return words.Text{ZH: "人名表", EN: "People"}
	case Words:
		return words.Text{ZH: "用语表", EN: "Words"}
	case Slips:
		return words.Text{ZH: "差错表", EN: "Slips"}
	}
	return words.Text{ZH: "地名表", EN: "Places"}
}

// File is the name of the list's file.
func (k Kind) File() string { return string(k) + ".csv" }

// Column is one column of a list.
type Column struct {
	ID   string
	Name words.Text
	Hint words.Text // what stands in it
}

// Columns are the columns of a list.
func (k Kind) Columns() []Column {
	except := Column{"except", words.Text{ZH: "例外", EN: "Except"}, words.Text{ZH: "不算错的上下文，用；分开", EN: "contexts in which it stands, parted by ;"}}
	switch k {
	case Roster:
		return []Column{
			{"name", words.Text{ZH: "姓名", EN: "Name"}, words.Text{ZH: "姓名", EN: "the name"}},
			{"titles", words.Text{ZH: "职务", EN: "Titles"}, words.Text{ZH: "职务，用；分开", EN: "titles, parted by ;"}},
			{"rank", words.Text{ZH: "次序", EN: "Rank"}, words.Text{ZH: "名单里的次序，1 在最前", EN: "place in a list, 1 stands first"}},
			{"from", words.Text{ZH: "自", EN: "From"}, words.Text{ZH: "任职首日，2026-01-31", EN: "first day, 2026-01-31"}},
			{"to", words.Text{ZH: "至", EN: "To"}, words.Text{ZH: "任职末日，空为现任", EN: "last day, empty: still"}},
		}
	case Words:
		return []Column{
			{"text", words.Text{ZH: "词语", EN: "Text"}, words.Text{ZH: "文中的写法", EN: "as it stands in the text"}},
			{"kind", words.Text{ZH: "类别", EN: "Kind"}, words.Text{ZH: "禁用、慎用、规范", EN: "forbidden, careful or preferred"}},
			{"instead", words.Text{ZH: "改为", EN: "Instead"}, words.Text{ZH: "应写作", EN: "what to write instead"}},
			{"why", words.Text{ZH: "说明", EN: "Why"}, words.Text{ZH: "依据", EN: "the reason"}},
			except,
		}
	case Slips:
		return []Column{
			{"wrong", words.Text{ZH: "误", EN: "Wrong"}, words.Text{ZH: "错误的写法", EN: "the slip"}},
			{"right", words.Text{ZH: "正", EN: "Right"}, words.Text{ZH: "正确的写法", EN: "what is right"}},
			except,
		}
	}
	return []Column{
		{"name", words.Text{ZH: "地名", EN: "Name"}, words.Text{ZH: "如 芦湾镇", EN: "such as 芦湾镇"}},
		{"in", words.Text{ZH: "属于", EN: "In"}, words.Text{ZH: "所在的市、县、区", EN: "the city or county it lies in"}},
	}
}

// Row is one entry.
type Row struct {
	Line  int // of the file, from 1; 0 is a row that no file has
	Cells []string
}

// Table is one list. Its rows have as many cells as the list has columns.
type Table struct {
	Kind Kind
	Rows []Row
}

// ErrKind is returned for a list that there is none of.
var ErrKind = errors.New("no such list")

// ErrColumns is returned for a first line that names a column of the list and one that it does not have.
var ErrColumns = errors.New("a column that the list does not have")

// maxList is the longest list that is read, in bytes.
const maxList = 16 << 20

// Read reads a list: commas or, as spreadsheets copy, tabs between its cells.
func Read(k Kind, r io.Reader) (Table, error) {
	t := Table{Kind: k}
	if !slices.Contains(Kinds, k) {
		return t, fmt.Errorf("%q: %w", k, ErrKind)
	}
	data, err := io.ReadAll(io.LimitReader(r, maxList))
	if err != nil {
		return t, fmt.Errorf("read the %s: %w", k, err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		if data, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data); err != nil {
			return t, fmt.Errorf("read the %s as GB18030: %w", k, err)
		}
	}
	c := csv.NewReader(bytes.NewReader(data))
	c.Comment, c.FieldsPerRecord, c.LazyQuotes, c.TrimLeadingSpace = '#', -1, true, true
	if line, _, _ := bytes.Cut(data, []byte("\n")); bytes.ContainsRune(line, '\t') {
		c.Comma = '\t'
		c.TrimLeadingSpace = false // a tab would be trimmed too
	}
	cols := k.Columns()
	var order []int // order[i] is the column that the file's i-th cell belongs to
	for first := true; ; first = false {
		rec, err := c.Read()
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return t, fmt.Errorf("read the %s: %w", k, err)
		}
		line, _ := c.FieldPos(0)
		if first {
			if order, err = header(cols, rec); err != nil {
				return t, fmt.Errorf("read the %s, line %d: %w", k, line, err)
			}
			if order != nil {
				continue
			}
			for i := range cols {
				order = append(order, i)
			}
		}
		row := Row{Line: line, Cells: make([]string, len(cols))}
		any := false
		for i, cell := range rec {
			cell = strings.TrimSpace(cell)
			any = any || cell != ""
			if i < len(order) {
				row.Cells[order[i]] = cell
			} else if cell != "" {
				row.Cells = append(row.Cells, cell) // Check tells
			}
		}
		if any {
			t.Rows = append(t.Rows, row)
		}
	}
}

// header answers which column each cell of a first line names; nil if it names none.
func header(cols []Column, rec []string) ([]int, error) {
	var out []int
	named, strange := 0, ""
	for _, cell := range rec {
		cell = strings.TrimSpace(cell)
		i := slices.IndexFunc(cols, func(c Column) bool {
			return strings.EqualFold(cell, c.ID) || cell == c.Name.ZH || strings.EqualFold(cell, c.Name.EN)
		})
		if i >= 0 {
			named++
		} else if cell != "" {
			strange = cell
		}
		out = append(out, i)
	}
	switch {
	case named == 0 || named == 1 && len(rec) > 1:
		return nil, nil
	case strange != "":
		return nil, fmt.Errorf("%q: %w", strange, ErrColumns)
	}
	for i := len(out) - 1; i >= 0; i-- {
		if out[i] < 0 {
			out = slices.Delete(out, i, i+1)
		}
	}
	return out, nil
}

// Write writes the list as a CSV file with its columns' Chinese names, so that a spreadsheet shows it well.
func (t Table) Write(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	var names []string
	for _, col := range t.Kind.Columns() {
		names = append(names, col.Name.ZH)
	}
	if err := c.Write(names); err != nil {
		return err
	}
	for _, r := range t.Rows {
		cells := slices.Clone(r.Cells)
		if strings.HasPrefix(cells[0], "#") {
			cells[0] = " " + cells[0] // no remark
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// Fault is what is wrong with a row.
type Fault struct {
	Row    int // index into Rows
	Line   int // of the file, 0 if it came from none
	Column int // index into Columns; −1 is the whole row
	Text   words.Text
}

// Error says the line and what is wrong, in English; a person is shown Text.
func (f Fault) Error() string {
	if f.Line > 0 {
		return fmt.Sprintf("line %d: %s", f.Line, f.Text.EN)
	}
	return fmt.Sprintf("row %d: %s", f.Row+1, f.Text.EN)
}

// kinds are the words by which lists call the kinds of entries.
var kinds = map[string]proof.ListKind{
	"forbidden": proof.Forbidden, "禁用": proof.Forbidden, "careful": proof.Careful, "慎用": proof.Careful,
	"preferred": proof.Preferred, "规范": proof.Preferred, "规范用法": proof.Preferred,
}

// Check answers what is wrong with the list; nil if all of it can be used.
func (t Table) Check() []Fault {
	var out []Fault
	seen := map[string]int{}
	for i, r := range t.Rows {
		for _, f := range t.check(r) {
			f.Row, f.Line = i, r.Line
			out = append(out, f)
		}
		k := r.Cells[0]
		if t.Kind == Roster {
			k += "\t" + r.Cells[3] // who changed office stands twice
		} else if t.Kind == Places {
			k += "\t" + r.Cells[1]
		}
		if j, ok := seen[k]; ok && r.Cells[0] != "" {
			out = append(out, Fault{Row: i, Line: r.Line, Text: words.Text{ZH: "“%s”与第 %d 条重复。", EN: "“%s” repeats entry %d."}.F(r.Cells[0], j+1)})
		} else {
			seen[k] = i
		}
	}
	return out
}

// CheckRow answers what is wrong with one entry by itself.
func (t Table) CheckRow(cells []string) []Fault { return t.check(Row{Cells: cells}) }

func (t Table) check(r Row) []Fault {
	cols := t.Kind.Columns()
	var out []Fault
	say := func(col int, zh, en string, args ...any) {
		out = append(out, Fault{Column: col, Text: words.Text{ZH: zh, EN: en}.F(args...)})
	}
	if len(r.Cells) > len(cols) {
		say(-1, "多出一格：“%s”。", "One cell too many: “%s”.", r.Cells[len(cols)])
	}
	for len(r.Cells) < len(cols) {
		r.Cells = append(slices.Clone(r.Cells), "")
	}
	if r.Cells[0] == "" {
		say(0, "“%[1]s”不能空着。", "“%[2]s” may not be empty.", cols[0].Name.ZH, cols[0].Name.EN)
	}
	switch t.Kind {
	case Roster:
		if n := utf8.RuneCountInString(r.Cells[0]); n == 1 || n > 20 {
			say(0, "“%s”不像姓名。", "“%s” is no name.", r.Cells[0])
		}
		if s := r.Cells[2]; s != "" {
			if n, err := strconv.Atoi(s); err != nil || n < 0 {
				say(2, "次序要写数字，不是“%s”。", "Rank is a number, not “%s”.", s)
			}
		}
		for i := 3; i <= 4; i++ {
			if s := r.Cells[i]; s != "" {
				if _, err := time.Parse(time.DateOnly, s); err != nil {
					say(i, "日期写作 2026-01-31，不是“%s”。", "Write dates as 2026-01-31, not “%s”.", s)
				}
			}
		}
		if a, b := r.Cells[3], r.Cells[4]; a != "" && b != "" && b < a {
			say(4, "“至”在“自”之前。", "“To” is before “From”.")
		}
	case Words:
		if _, ok := kinds[strings.ToLower(r.Cells[1])]; !ok {
			say(1, "类别写禁用、慎用或规范，不是“%s”。", "Kind is forbidden, careful or preferred, not “%s”.", r.Cells[1])
		} else if kinds[strings.ToLower(r.Cells[1])] == proof.Preferred && r.Cells[2] == "" {
			say(2, "规范写法要写“改为”。", "A preferred form needs “Instead”.")
		}
		if r.Cells[2] != "" && r.Cells[2] == r.Cells[0] {
			say(2, "“改为”与“词语”相同。", "“Instead” is the same as “Text”.")
		}
	case Slips:
		if r.Cells[1] == "" {
			say(1, "“正”不能空着。", "“Right” may not be empty.")
		} else if r.Cells[1] == r.Cells[0] {
			say(1, "“误”与“正”相同。", "“Wrong” and “Right” are the same.")
		}
	case Places:
		if r.Cells[1] == "" {
			say(1, "“属于”不能空着。", "“In” may not be empty.")
		}
	}
	return out
}

// split parts a cell that holds several things.
func split(cell string) []string {
	var out []string
	for _, s := range strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '；' || r == '\n' }) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Set is a desk's lists as the proofreading rules take them.
type Set struct {
	Roster []proof.Person
	Words  []proof.ListEntry
	Slips  []proof.Slip
	Places []proof.Place
}

// Add adds a table's entries. Rows with a fault are left out and told of.
func (s *Set) Add(t Table) []Fault {
	faults := t.Check()
	bad := map[int]bool{}
	for _, f := range faults {
		bad[f.Row] = true
	}
	for i, r := range t.Rows {
		if bad[i] {
			continue
		}
		c := r.Cells
		switch t.Kind {
		case Roster:
			rank, _ := strconv.Atoi(c[2]) // "" is no rank
			s.Roster = append(s.Roster, proof.Person{Name: c[0], Titles: split(c[1]), Rank: rank, From: c[3], To: c[4]})
		case Words:
			s.Words = append(s.Words, proof.ListEntry{Text: c[0], Kind: kinds[strings.ToLower(c[1])], Instead: c[2], Why: c[3], Except: split(c[4])})
		case Slips:
			s.Slips = append(s.Slips, proof.Slip{Wrong: c[0], Right: c[1], Except: split(c[2])})
		case Places:
			s.Places = append(s.Places, proof.Place{Name: c[0], In: c[1]})
		}
	}
	return faults
}

// With answers the table with cells in the place of the i-th row, or behind the last if i is −1.
func (t Table) With(i int, cells []string) Table {
	t.Rows = slices.Clone(t.Rows)
	row := Row{Cells: make([]string, len(t.Kind.Columns()))}
	for k := range row.Cells {
		if k < len(cells) {
			row.Cells[k] = strings.TrimSpace(cells[k])
		}
	}
	if i < 0 || i >= len(t.Rows) {
		t.Rows = append(t.Rows, row)
	} else {
		row.Line = t.Rows[i].Line
		t.Rows[i] = row
	}
	return t
}

// Without answers the table without its i-th row.
func (t Table) Without(i int) Table {
	if i < 0 || i >= len(t.Rows) {
		return t
	}
	t.Rows = slices.Delete(slices.Clone(t.Rows), i, i+1)
	return t
}

// Import adds another table's rows: one whose first cell is known replaces that row, others come behind. It answers
// how many came in and how many took another's place; rows with a fault stay out and are told of.
func (t Table) Import(o Table) (out Table, added, changed int, faults []Fault) {
	faults = o.Check()
	bad := map[int]bool{}
	for _, f := range faults {
		bad[f.Row] = true
	}
	out = t
	for i, r := range o.Rows {
		if bad[i] {
			continue
		}
		at := slices.IndexFunc(out.Rows, func(x Row) bool {
			return x.Cells[0] == r.Cells[0] && (t.Kind != Roster || x.Cells[3] == r.Cells[3]) && (t.Kind != Places || x.Cells[1] == r.Cells[1])
		})
		if at < 0 {
			added++
		} else if !slices.Equal(out.Rows[at].Cells, r.Cells) {
			changed++
		}
		out = out.With(at, r.Cells)
	}
	return out, added, changed, faults
}
