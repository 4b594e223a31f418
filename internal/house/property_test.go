package house

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"dayang/assets"
	"dayang/internal/edition"
	"dayang/layout/geom"
)

// draw answers any value a kind of a setting allows, by the file's own reading of what a stranger might write.
func draw(r *rand.Rand, h *edition.House, k kind) any {
	for {
		var v any
		switch r.IntN(8) {
		case 0:
			v = []any{"auto", "body", "", "0字", "-0.05字", "正文"}[r.IntN(6)]
		case 1:
			v = int64(r.IntN(30))
		case 2:
			v = r.Float64() * 50
		case 3:
			v = fmt.Sprintf("%.3f%s", r.Float64()*3-0.5, []string{"字", "行"}[r.IntN(2)])
		case 4:
			v = fmt.Sprintf("%d%%", r.IntN(220))
		case 5:
			names := h.TypeSizes()
			v = names[r.IntN(len(names))].Name
		case 6:
			v = r.IntN(2) == 0
		case 7:
			v = []any{"gb", "严格", "kaiming", "left", "push-out-only", "wave", "x1a", "报宋", "a\"b\\c #", []any{"song", "hei"}, []any{"小初", "28pt"}}[r.IntN(11)]
		}
		if got, m := k.read(h, v); m.ZH == "" {
			return got
		}
	}
}

// vary gives some fields of a value other contents.
func vary[T any](r *rand.Rand, h *edition.House, settings []setting[T], t *T, may func(setting[T]) bool) {
	for _, s := range settings {
		if r.IntN(4) == 0 && may(s) {
			put(s.at(t), draw(r, h, s.kind))
		}
	}
}

// random answers a house that a paper might keep.
func random(r *rand.Rand) *edition.House {
	h := edition.DefaultHouse()
	h.Name = []string{"dayang", "清江日报", "a \"quoted\" name", "斜杠\\号"}[r.IntN(4)]
	name := func(i int) string {
		return []string{"花絮", "a b", "x.y", "报红", "kai", "with\"quote", "Ünï"}[i%7] + []string{"", "2"}[i/7%2]
	}
	for i := range r.IntN(4) {
		if h.Sizes == nil {
			h.Sizes = map[string]float64{}
		}
		h.Sizes[[]string{"三号", "小五", "报宋", "特 号"}[i]] = []float64{15.75, 9, 9.2, 100, 8.999999}[r.IntN(5)]
	}
	for i := range r.IntN(4) {
		n := name(r.IntN(14))
		h.Colours[n] = [4]int{r.IntN(1001), r.IntN(1001), r.IntN(1001), r.IntN(1001)}
		if i > 0 {
			if h.Spots == nil {
				h.Spots = map[string]edition.Spot{}
			}
			h.Spots[n] = edition.Spot{Ink: "PANTONE " + n, Tint: r.IntN(1001)}
		}
	}
	if r.IntN(3) == 0 {
		delete(h.Colours, "tint")
		delete(h.Styles, "lead")
	}
	colours := append(keysSorted(h.Colours), "", "paper", "black")
	change := func(n string) {
		s := h.Styles[n]
		vary(r, h, styleSettings, &s, func(x setting[edition.TextStyle]) bool {
			return (!s.Character || x.character) && x.key != "colour" && x.key != "gap" && x.key != "gap_min" && x.key != "gap_max"
		})
		if s.Font == "" && !s.Character {
			s.Font = edition.KaiFont
		}
		if r.IntN(4) == 0 {
			s.Colour = colours[r.IntN(len(colours))]
		}
		if r.IntN(4) == 0 && !s.Character {
			s.GapMin, s.Gap, s.GapMax = r.IntN(100), 100+r.IntN(200), 300+r.IntN(700)
		}
		h.Styles[n] = s
	}
	for _, n := range keysSorted(h.Styles) {
		if r.IntN(3) == 0 {
			change(n)
		}
	}
	for range r.IntN(5) { // new ones, and old ones moved below another; what is based on them stays
		n := name(r.IntN(14))
		if _, taken := h.Styles[n]; taken {
			continue
		}
		s := edition.TextStyle{Character: r.IntN(2) == 0}
		var parents []string
		for _, p := range keysSorted(h.Styles) {
			if h.Styles[p].Character == s.Character {
				parents = append(parents, p)
			}
		}
		if s.Character && (len(parents) == 0 || r.IntN(2) == 0) {
			s = root(true)
		} else if p := parents[r.IntN(len(parents))]; r.IntN(4) == 0 {
			s = root(s.Character)
		} else {
			s = h.Styles[p]
			s.Based = p
		}
		h.Styles[n] = s
		change(n)
		if s := h.Styles["note"]; !h.Styles[n].Character && r.IntN(2) == 0 && n != h.Styles["note"].Based {
			heir := false
			for p := n; p != ""; p = h.Styles[p].Based {
				heir = heir || p == "note"
			}
			if !heir {
				s.Based = n
				h.Styles["note"] = s
			}
		}
	}
	for i := range h.Headlines {
		if r.IntN(3) == 0 {
			h.Headlines[i].MinPt, h.Headlines[i].MaxPt, h.Headlines[i].MaxRows = 10+float64(r.IntN(10)), 20+r.Float64()*30, 1+r.IntN(4)
		}
	}
	if r.IntN(4) == 0 {
		h.Headlines = slices.Delete(h.Headlines, 1, 2)
	}
	vary(r, h, fitSettings, &h.Fit, func(setting[edition.HeadFit]) bool { return true })
	for i := range r.IntN(3) {
		f := edition.Formats()[r.IntN(6)]
		f.Name = name(i)
		switch r.IntN(4) {
		case 0:
			f.TypeArea.X += geom.Length(r.IntN(9000))
		case 1:
			f.TypeArea.W -= geom.Length(r.IntN(90000))
			f.ColumnGap += geom.Length(r.IntN(90))
		case 2:
			f.TypeArea.Y = (f.Trim.H - f.TypeArea.H) / 2
		}
		h.Formats = append(h.Formats, f)
	}
	for _, w := range weights {
		if r.IntN(8) == 0 {
			if h.MakeUp == nil {
				h.MakeUp = map[string]float64{}
			}
			h.MakeUp[w.field] = float64(r.IntN(1000)) / 8
		}
	}
	for i := range r.IntN(3) {
		if h.Checks == nil {
			h.Checks = map[string]string{}
		}
		h.Checks[fmt.Sprintf("DU-%02d", i)] = []string{"off", "hint", "warning", "error"}[r.IntN(4)]
		h.Ignore = append(h.Ignore, name(i)+"\n\u2028\"")
	}
	for i := range r.IntN(3) {
		p := edition.Presses()[r.IntN(2)]
		p.Based, p.Name = p.Name, name(i)
		if i == 0 && r.IntN(2) == 0 {
			p.Name = p.Based
		} else if len(h.Presses) > 0 && r.IntN(2) == 0 {
			p = h.Presses[0]
			p.Based, p.Name = p.Name, name(i)
		}
		vary(r, h, pressSettings, &p, func(setting[edition.Press]) bool { return true })
		h.Presses = append(h.Presses, p)
		h.Press = p.Name
	}
	kinds := append(edition.LineKinds(), "", edition.NoLine)
	h.ColumnRule, h.BlockRule = kinds[r.IntN(len(kinds))], kinds[r.IntN(len(kinds))]
	for i := range r.IntN(3) {
		h.Masters = append(h.Masters, randomMaster(r, name(i)))
		p := edition.Plan{Name: name(i)}
		for range r.IntN(3) {
			p.Pages = append(p.Pages, edition.PlanPage{Name: name(r.IntN(14)), Format: []string{"", "四开·六栏·小五"}[r.IntN(2)], Master: []string{"", name(i), "四开·内页"}[r.IntN(3)]})
		}
		h.Plans = append(h.Plans, p)
	}
	return h
}

// randomMaster answers a master page whose frames say something of every kind.
func randomMaster(r *rand.Rand, name string) edition.Master {
	m := edition.Master{Name: name, Format: "四开·五栏·小五"}
	for range r.IntN(3) {
		m.Guides = append(m.Guides, edition.Guide{Vertical: r.IntN(2) == 0, At: geom.Length(r.IntN(9_000_000))})
	}
	for k := range r.IntN(4) {
		f := &edition.Frame{ID: fmt.Sprint("a b", k)}
		fillAny(r, reflect.ValueOf(f).Elem())
		f.ID = fmt.Sprint("a b", k)
		f.Story, f.Picture, f.Furniture.Ad = "", "", ""
		// What no frame can be is put right.
		f.Rect.W, f.Rect.H = 20*geom.MM+f.Rect.W, 20*geom.MM+f.Rect.H
		f.Turn %= 18000
		f.Kind, f.Head = edition.FurnitureFrame, edition.HeadSide
		f.Notch.Corner, f.Notch.W, f.Notch.H = edition.TopRight, geom.MM+1, geom.MM
		f.Split.Mode = edition.SplitFree
		f.Wrap.Kind, f.Wrap.Side = edition.WrapShape, edition.WrapLarger
		f.Wrap.Outline = []edition.OutlinePoint{{}, {X: 10000}, {Y: r.IntN(10000)}}
		f.Shade.Kind = edition.ShadeCross
		f.Shade.Share %= 1001
		f.Crop = &edition.Crop{X: 1, W: 2, H: 3}
		for i := range f.Split.Measures {
			f.Split.Measures[i]++
		}
		f.Furniture.Paras = []*edition.Para{{ID: "p1", Role: edition.Label, Text: "导\"读\u2028#", Spans: []edition.Span{{From: 0, To: 2, Style: "bold"}}}}
		f.Caption, f.Credit = f.Furniture.Paras[0], nil
		m.Frames = append(m.Frames, f)
	}
	return m
}

// fillAny gives every field of a value something other than nothing.
func fillAny(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillAny(r, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			fillAny(r, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1+r.IntN(2), 2))
		for i := range v.Len() {
			fillAny(r, v.Index(i))
		}
	case reflect.String:
		v.SetString([]string{"要闻", "x.y", "a\"b"}[r.IntN(3)])
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(1 + r.IntN(9999)))
	case reflect.Int64:
		v.SetInt(int64(1 + r.IntN(9_999_999)))
	default:
		panic(v.Kind())
	}
}

func keysSorted[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// A saved house reads back as it was, and is saved again in the same bytes.
func TestSaveThenLoadIsNoChange(t *testing.T) {
	sections := map[string]int{}
	for seed := range uint64(200) {
		h := random(rand.New(rand.NewPCG(seed, 7)))
		before, _ := json.Marshal(h)
		data, err := Save(h)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, before)
		}
		back, err := Load(data, "f.toml")
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, data)
		}
		same(t, back, h)
		again, err := Save(back)
		if err != nil || !bytes.Equal(again, data) {
			t.Fatalf("seed %d: saved again it differs: %v\n%s\n%s", seed, err, data, again)
		}
		if after, _ := json.Marshal(h); !bytes.Equal(before, after) {
			t.Fatalf("seed %d: Save changed the house", seed)
		}
		for _, s := range topKeys {
			if bytes.Contains(data, []byte("\n["+s+".")) || bytes.Contains(data, []byte("\n["+s+"]")) || bytes.Contains(data, []byte("\n"+s+" =")) {
				sections[s]++
			}
		}
	}
	for _, s := range topKeys {
		if sections[s] < 10 {
			t.Errorf("the houses drawn had %s only %d times", s, sections[s])
		}
	}
}

// The default says nothing of itself.
func TestTheDefaultSavesAsNothing(t *testing.T) {
	data, err := Save(Default())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range bytes.Split(bytes.TrimSpace(data), []byte("\n")) {
		if len(l) > 0 && l[0] != '#' {
			t.Errorf("the default is saved with %q", l)
		}
	}
}

// Whatever a file holds, Load answers a house that can be saved and read back, or faults that name the file.
func FuzzLoad(f *testing.F) {
	f.Add(assets.House())
	for seed := range uint64(8) {
		if data, err := Save(random(rand.New(rand.NewPCG(seed, 7)))); err == nil {
			f.Add(data)
		}
	}
	f.Add([]byte("[styles]\nbody.size = 0x10\n[[headlines]]\nmin=1"))
	f.Add([]byte("presses.x = {based = \"x\"}\nformats.\"\".trim = [1979-05-27, inf]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Load(data, "f.toml")
		if err != nil {
			all, ok := err.(Errors)
			if !ok || len(all) == 0 {
				t.Fatalf("an error of another kind: %v", err)
			}
			for _, e := range all {
				if e.File != "f.toml" || e.Message.ZH == "" || e.Message.EN == "" {
					t.Fatalf("a fault without its words: %#v", e)
				}
			}
			return
		}
		out, err := Save(h)
		if err != nil {
			t.Fatalf("what was loaded cannot be saved: %v", err)
		}
		back, err := Load(out, "f.toml")
		if err != nil {
			t.Fatalf("what was saved cannot be loaded: %v\n%s", err, out)
		}
		same(t, back, h)
	})
}
