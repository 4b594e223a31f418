package edition

import (
	"slices"

	"dayang/layout/geom"
)

// Master is a page that others are made after (主版): what stands on every page of its kind.
type Master struct {
	Name   string   `json:"name"`   // unique in its house style
	Format string   `json:"format"` // by name, one of House.PageFormats
	Frames []*Frame `json:"frames,omitempty"`
	Guides []Guide  `json:"guides,omitempty"`
}

// Plan is the pages that an edition of a title starts with (版面计划).
type Plan struct {
	Name  string     `json:"name"` // unique in its house style
	Pages []PlanPage `json:"pages"`
}

// PlanPage is one page of a Plan.
type PlanPage struct {
	Name   string `json:"name"`             // 版名
	Format string `json:"format,omitempty"` // by name; "" is its master's, or the title's first
	Master string `json:"master,omitempty"` // by name; "" is an empty page
}

// PageMasters answers the masters the title may choose from: its own, then the program's that none of them replaces
// by name.
func (h *House) PageMasters() []Master {
	out := slices.Clone(h.Masters)
	for _, m := range Masters() {
		if !slices.ContainsFunc(h.Masters, func(own Master) bool { return own.Name == m.Name }) {
			out = append(out, m)
		}
	}
	return out
}

// MasterNamed answers the master of a name, the title's or the program's, or nil.
func (h *House) MasterNamed(name string) *Master {
	for _, m := range h.PageMasters() {
		if m.Name == name {
			return &m
		}
	}
	return nil
}

// PagePlans answers the plans the title may choose from: its own, then the program's that none of them replaces by
// name.
func (h *House) PagePlans() []Plan {
	out := slices.Clone(h.Plans)
	for _, p := range Plans() {
		if !slices.ContainsFunc(h.Plans, func(own Plan) bool { return own.Name == p.Name }) {
			out = append(out, p)
		}
	}
	return out
}

// PlanNamed answers the plan of a name, the title's or the program's, or nil.
func (h *House) PlanNamed(name string) *Plan {
	for _, p := range h.PagePlans() {
		if p.Name == name {
			return &p
		}
	}
	return nil
}

// Lines of the parts of a master, of its format. A folio takes three; an ad at the foot a third of the page.
const (
	folioLines = 3
	plateLines = 11
)

// Masters answers the master pages that ship with the program: for a 四开 and a 对开 sheet a front page with nameplate
// and ear, an inside page with its folio line, and one with an ad over its lower third.
func Masters() []Master {
	var out []Master
	for _, of := range []struct{ sheet, format string }{{"四开", "四开·五栏·小五"}, {"对开", "对开·八栏·小五"}} {
		f, _ := FormatNamed(of.format)
		furniture := func(id string, kind FurnitureKind, at geom.Rect, words ...string) *Frame {
			fu := &Furniture{Kind: kind}
			for i, w := range words {
				fu.Paras = append(fu.Paras, &Para{ID: "p" + string(rune('1'+i)), Role: Label, Text: w})
			}
			return &Frame{ID: id, Kind: FurnitureFrame, Rect: at, Furniture: fu}
		}
		plate := plateLines
		ear := 1
		if of.sheet == "对开" {
			plate, ear = plateLines+3, 2
		}
		ad := f.Lines / 3
		folio := furniture("folio", Folio, f.Cells(0, 0, f.Columns, folioLines))
		out = append(out,
			Master{Name: of.sheet + "·要闻版", Format: f.Name, Frames: []*Frame{
				furniture("nameplate", Nameplate, f.Cells(0, 0, f.Columns-ear, plate)),
				furniture("ear", Ear, f.Cells(f.Columns-ear, 0, ear, plate), "今日导读"),
			}},
			Master{Name: of.sheet + "·内页", Format: f.Name, Frames: []*Frame{folio}},
			Master{Name: of.sheet + "·内页带广告", Format: f.Name, Frames: []*Frame{folio,
				furniture("ad", Advert, f.Cells(0, f.Lines-ad, f.Columns, ad))}},
		)
	}
	return out
}

// Plans answers the plans that ship with the program: four and eight pages of each sheet.
func Plans() []Plan {
	names := []string{"要闻", "本市", "民生", "经济", "国内", "国际", "文体", "副刊"}
	var out []Plan
	for _, sheet := range []string{"四开", "对开"} {
		for _, n := range []struct {
			zh    string
			pages int
		}{{"四版", 4}, {"八版", 8}} {
			p := Plan{Name: sheet + n.zh}
			for i := range n.pages {
				master := sheet + "·内页"
				if i == 0 {
					master = sheet + "·要闻版"
				}
				p.Pages = append(p.Pages, PlanPage{Name: names[i], Master: master})
			}
			p.Pages[n.pages-1].Name = names[7] // the last page is the 副刊, whatever their number
			out = append(out, p)
		}
	}
	return out
}
