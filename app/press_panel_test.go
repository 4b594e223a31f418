package app

import (
	"context"
	"testing"

	"dayang/internal/edition"
	"dayang/internal/flow"
	"dayang/internal/pdf"
	"dayang/layout/display"
)

// TestThePressPanelLooksAtThePress: the switches change how the page is drawn, the chooser the title's condition, and
// another edition begins as usual.
func TestThePressPanelLooksAtThePress(t *testing.T) {
	shop := flow.NewShop()
	asked := 0
	s := newStage(t, func(d *Deps) {
		d.Plates = func(pics display.PictureSource, press flow.Press) (*flow.Plates, error) {
			asked++
			return shop.Plates(pics, press)
		}
	}).open()
	s.d.showPanel("press")
	p := s.d.frame.press
	p.kind.SetSelected(p.kinds[flow.LookPlates])
	s.pump()
	if s.d.pressLook.Kind != flow.LookPlates || s.d.plates == nil || asked != 1 || !s.d.pressLook.Show[0] || !p.inks[3].Checked || p.inks[3].Disabled() {
		t.Fatalf("plates: %+v, asked %d times", s.d.pressLook, asked)
	}
	p.inks[0].SetChecked(false)
	if s.d.pressLook.Show[0] || !s.d.pressLook.Show[3] || asked != 1 {
		t.Errorf("without cyan: %+v, asked %d times", s.d.pressLook, asked)
	}
	p.condition.SetSelected(edition.NewsprintB)
	s.pump()
	if s.d.ed.House.Press != edition.NewsprintB || s.d.plates.Press.Name != edition.NewsprintB {
		t.Errorf("condition %q, plates of %q", s.d.ed.House.Press, s.d.plates.Press.Name)
	}
	p.kind.SetSelected(p.kinds[flow.LookScreen])
	s.pump()
	if s.d.pressLook.Kind != flow.LookScreen || !p.inks[3].Disabled() {
		t.Errorf("as usual: %+v", s.d.pressLook)
	}
}

// TestSendingFromTheWindow: what the dialog says is what is sent; what left is recorded, once; what preflight stopped is
// asked about, and goes with an override.
func TestSendingFromTheWindow(t *testing.T) {
	var got []flow.Outgoing
	stop := true
	s := newStage(t, func(d *Deps) {
		d.Send = func(_ context.Context, o flow.Outgoing) ([]flow.Sent, error) {
			got = append(got, o)
			if stop && !o.Override {
				return nil, &flow.StoppedError{Path: o.Path}
			}
			return []flow.Sent{{Path: o.Path}}, o.Record(edition.Entry{Who: o.By.Who, Act: edition.ActExport, Export: &edition.Export{File: "a.pdf"}})
		}
	}).open()
	b := s.d.newSendBox()
	if b.name.Text != flow.DefaultPattern || b.pages.SelectedIndex() != 0 || !b.why.Visible() {
		t.Errorf("it opens with %q, pages %d, unsigned %v", b.name.Text, b.pages.SelectedIndex(), b.why.Visible())
	}
	b.pages.SetSelectedIndex(2)
	b.numbers.SetText("99")
	b.who.SetText("王编辑")
	b.send()
	if len(got) != 0 {
		t.Fatal("pages that are not there were sent")
	}
	s.d.dismiss()
	b.numbers.SetText("1")
	b.standard.SetSelectedIndex(1)
	b.split.SetChecked(true)
	b.why.SetText("总编电话同意")
	b.send()
	s.until("the question", func() bool { _, up := s.d.boxUp(); return up && len(s.d.jobs) == 0 })
	o := got[0]
	if len(o.Only) != 1 || o.Only[0] != s.d.ed.Pages[0].ID || !o.Split || o.Press.Options.Standard != pdf.X1a || o.Unsigned != "总编电话同意" || o.By.Who != "王编辑" {
		t.Errorf("sent %+v", o)
	}
	if len(s.d.ed.Record) != 0 {
		t.Error("a stopped export was recorded")
	}
	box, _ := s.d.boxUp()
	box.Dialog.(interface{ Confirm() }).Confirm()
	s.until("the end", func() bool { return len(got) == 2 && len(s.d.jobs) == 0 })
	if !got[1].Override || len(s.d.ed.Record) != 1 || s.d.ed.Record[0].Who != "王编辑" {
		t.Errorf("override %v, record %+v", got[1].Override, s.d.ed.Record)
	}
	if s.d.exporter() != "王编辑" {
		t.Errorf("next time it is %q", s.d.exporter())
	}
}

func TestPagesByNumber(t *testing.T) {
	ed := &edition.Edition{}
	for i := range 6 {
		ed.Pages = append(ed.Pages, &edition.Page{ID: string(rune('a' + i)), Number: i + 1})
	}
	for in, want := range map[string]string{"1": "a", "1，3-5": "acde", "2—3、6": "bcf", "7": "", "": "", "x": "", "3-1": ""} {
		ids, ok := pagesByNumber(ed, in)
		got := ""
		for _, id := range ids {
			got += id
		}
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", in, got, ok, want)
		}
	}
}
