package preflight

import (
	"testing"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// pageFault is one fault put on a good page.
type pageFault struct {
	rule  string
	level finding.Level
	what  string
	items []display.Item
}

func pageFaults(t testing.TB) []pageFault {
	at := func(y geom.Length) geom.Rect { return box(5, y, 20, 6) }
	line := func(p display.Paint, w float64) display.Item {
		return display.Rule{From: geom.Point{X: 5 * mm, Y: 34 * mm}, To: geom.Point{X: 40 * mm, Y: 34 * mm}, Thickness: geom.FromPt(w), Paint: p}
	}
	word := func(size float64, p display.Paint) display.Item { return text(t, size, 5*mm, 36*mm, "字", p) }
	colour := func(c display.Colour) display.Paint { return display.Paint{Colour: c} }
	pic := func(id string, w, h geom.Length) display.Item {
		return display.Picture{Box: box(5, 12, w, h), ID: id, Crop: display.WholePicture}
	}
	return []pageFault{
		{RuleResolution, fault, "90 dpi", []display.Item{pic("photo", 34, 25)}},
		{RuleResolution, warning, "127 dpi", []display.Item{pic("photo", 24, 18)}},
		{RuleResolution, fault, "a tenth of a picture", []display.Item{display.Picture{Box: box(5, 12, 12, 9), ID: "photo", Crop: display.Crop{W: 1000, H: 1000}}}},
		{RuleConverted, hint, "RGB", []display.Item{pic("photo", 12, 9)}},
		{RuleNoPicture, fault, "no such picture", []display.Item{pic("gone", 12, 9)}},
		{RuleText, fault, "4 pt", []display.Item{word(4, over)}},
		{RuleText, warning, "5.5 pt", []display.Item{word(5.5, over)}},
		{RuleTintText, warning, "7 pt in K50", []display.Item{word(7, colour(display.Colour{K: 500}))}},
		{RuleInksText, warning, "9 pt in red", []display.Item{word(9, colour(display.Colour{M: 1000, Y: 1000}))}},
		{RuleReversed, warning, "7 pt white", []display.Item{word(7, colour(display.White))}},
		{RuleReversed, warning, "9 pt white on two inks", []display.Item{fillOf(box(4, 28, 30, 11), display.Colour{C: 1000, M: 500}), word(9, colour(display.White))}},
		{RuleLine, fault, "0.05 pt", []display.Item{line(over, .05)}},
		{RuleLine, warning, "0.2 pt", []display.Item{line(over, .2)}},
		{RuleTintLine, warning, "half a point of K50", []display.Item{line(colour(display.Colour{K: 500}), .5)}},
		{RuleRichBlack, warning, "four inks", []display.Item{word(20, colour(display.Colour{C: 500, M: 400, Y: 400, K: 1000}))}},
		{RuleSpot, warning, "unplanned", []display.Item{fillOf(at(32), display.Colour{Spot: "Gold", Tint: 1000})}},
		{RuleWhiteOver, fault, "white", []display.Item{word(20, display.Paint{Overprint: true})}},
		{RuleBlackKnock, warning, "9 pt", []display.Item{word(9, colour(display.Black))}},
		{RuleBlackKnock, warning, "a hairline", []display.Item{line(colour(display.Black), .5)}},
		{RuleInk, fault, "300 %", []display.Item{fillOf(at(32), display.Colour{C: 1000, M: 1000, Y: 1000})}},
		{RuleInk, warning, "230 %", []display.Item{fillOf(at(32), display.Colour{C: 1000, M: 1000, Y: 300})}},
		{RuleInk, fault, "a headline over a tint", []display.Item{fillOf(box(4, 28, 30, 11), display.Colour{C: 1000, M: 900}), text(t, 24, 5*mm, 37*mm, "大字", over)}},
		{RuleInk, fault, "a box over a tint", []display.Item{fillOf(box(4, 28, 30, 11), display.Colour{C: 1000, M: 900}), display.Fill{Areas: []geom.Rect{box(8, 30, 10, 5)}, Paint: over}}},
		{RuleBleed, warning, "ends at the trim", []display.Item{fillOf(box(0, 15, 3, 20), display.Colour{M: 500})}},
		{RuleBleed, warning, "clipped at the trim", []display.Item{display.Group{Clip: box(0, 0, 60, 40), Items: []display.Item{fillOf(box(-3, 15, 6, 20), display.Colour{M: 500})}}}},
	}
}

// TestEveryFaultOnAPageIsFound puts one fault on a good page; the finding points at its frame and its spot.
func TestEveryFaultOnAPageIsFound(t *testing.T) {
	covered := map[string]bool{RuleOverset: true} // below
	for _, c := range pageFaults(t) {
		covered[c.rule] = true
		t.Run(c.rule+"/"+c.what, func(t *testing.T) {
			p := good(t)
			p.Items = append(p.Items, display.Mark{Frame: "f2", Bounds: box(5, 30, 20, 8)})
			p.Items = append(p.Items, c.items...)
			found := Pages([]display.Page{p}, PageOptions{Press: press(), Pictures: photos()})
			for _, f := range found {
				if f.Rule == c.rule && f.Level == c.level && f.Place.Page == "p1" && !f.Place.Spot.Empty() && (f.Place.Frame == "f2" || c.rule == RuleBleed || c.rule == RuleConverted) {
					return
				}
			}
			t.Errorf("%v of %s not found; found:%s", c.level, c.rule, list(found))
		})
	}
	if found := Pages([]display.Page{small(display.Mark{Frame: "f1"})}, PageOptions{Press: press()}); !has(found, RuleEmpty, fault) {
		t.Errorf("an empty page:%s", list(found))
	}
	covered[RuleEmpty] = true
	covered[RuleAdSize], covered[RuleAdMissing] = true, true // TestAdsOnPages
	for _, r := range Rules() {
		if r.Page && !covered[r.ID] && r.ID != RuleLineArt { // what is one bit is known only in the file
			t.Errorf("%s has no seeded fault", r.ID)
		}
	}
}

// TestAdsOnPages: an ad scaled, an ad that is not there, a space still empty; and an ad as it should be.
func TestAdsOnPages(t *testing.T) {
	pic := &edition.Picture{ID: "ad", Format: "pdf", Name: "ad.pdf", Width: 567, Height: 283} // 20 × 10 mm
	frame := &edition.Frame{ID: "f9", Kind: edition.FurnitureFrame, Rect: box(5, 20, 30, 15), Furniture: &edition.Furniture{Kind: edition.Advert, Ad: "ad"}}
	for _, c := range []struct {
		what string
		at   geom.Rect
		id   string
		ad   string // of the frame
		rule string
		lvl  finding.Level
	}{
		{"fits", box(5, 20, 20, 10), "ad", "ad", "", 0},
		{"scaled", box(5, 20, 24, 12), "ad", "ad", RuleAdSize, warning},
		{"not in the edition", box(5, 20, 20, 10), "gone", "ad", RuleNoPicture, fault},
		{"empty", box(5, 20, 20, 10), "ad", "", RuleAdMissing, warning},
	} {
		p := good(t)
		p.Items = append(p.Items, display.Mark{Frame: "f9", Bounds: frame.Rect}, display.Ad{Box: c.at, ID: c.id})
		f, fu := *frame, *frame.Furniture
		fu.Ad, f.Furniture = c.ad, &fu
		ed := &edition.Edition{House: &edition.House{}, Pictures: []*edition.Picture{pic, {ID: "photo", Width: 120, Height: 90}}, Pages: []*edition.Page{{ID: "p1", Number: 1, Frames: []*edition.Frame{&f}}}}
		found := Pages([]display.Page{p}, PageOptions{Press: press(), Edition: ed})
		if c.rule == "" && len(found) > 0 || c.rule != "" && (len(found) != 1 || found[0].Rule != c.rule || found[0].Level != c.lvl || found[0].Place.Frame != "f9") {
			t.Errorf("%s: %s", c.what, list(found))
		}
	}
}

func TestNotesOfMakeUpAreToldWithTheRest(t *testing.T) {
	notes := []finding.Finding{
		{Rule: "MK-01", Level: fault, Place: finding.Place{Page: "p1", Frame: "f1"}},
		{Rule: "MK-02", Level: warning, Place: finding.Place{Page: "p1"}},
	}
	found := Pages([]display.Page{good(t)}, PageOptions{Press: press(), Notes: notes})
	if len(found) != 1 || found[0].Rule != RuleOverset || found[0].Place.Frame != "f1" {
		t.Error(list(found))
	}
}

// TestAHouseDecides: a planned ink is no fault, a rule may be off or weigh more, and the preset's limits count.
func TestAHouseDecides(t *testing.T) {
	h := &edition.House{Spots: map[string]edition.Spot{"gold": {Ink: "Gold"}}, Checks: map[string]string{RuleText: "off", RuleTintText: "error"}}
	p := good(t)
	p.Items = append(p.Items, fillOf(box(5, 32, 10, 6), display.Colour{Spot: "Gold", Tint: 1000}),
		text(t, 4, 20*mm, 36*mm, "小", over), text(t, 7, 30*mm, 36*mm, "网", display.Paint{Colour: display.Colour{K: 500}}))
	found := Pages([]display.Page{p}, PageOptions{Press: press(), Edition: &edition.Edition{House: h, Pictures: []*edition.Picture{{ID: "photo", Width: 120, Height: 90}}}})
	if len(found) != 1 || found[0].Rule != RuleTintText || found[0].Level != fault {
		t.Error(list(found))
	}
	ink := fillOf(box(5, 32, 10, 6), display.Colour{C: 1000, M: 1000, Y: 500})
	for i, want := range []finding.Level{fault, warning} {
		p := good(t)
		p.Items = append(p.Items, ink)
		if found := Pages([]display.Page{p}, PageOptions{Press: edition.Presses()[i]}); !has(found, RuleInk, want) || len(found) != 1 {
			t.Errorf("250 %% for %s:%s", edition.Presses()[i].Name, list(found))
		}
	}
}
