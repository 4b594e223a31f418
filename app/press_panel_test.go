package app

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"dayang/internal/edition"
	"dayang/internal/flow"
	"dayang/internal/pdf"
	"dayang/internal/words"
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
	b.show()
	if b.name.Text != flow.DefaultPattern || b.pages.SelectedIndex() != 0 || !b.why.Visible() {
		t.Errorf("it opens with %q, pages %d, unsigned %v", b.name.Text, b.pages.SelectedIndex(), b.why.Visible())
	}
	b.pages.SetSelectedIndex(2)
	b.numbers.SetText("99")
	b.who.SetText("王编辑")
	if b.send("") || len(got) != 0 {
		t.Fatal("pages that are not there were sent")
	}
	b.numbers.SetText("1")
	b.standard.SetSelectedIndex(1)
	b.split.SetChecked(true)
	b.why.SetText("总编电话同意")
	b.asItIs()
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

// TestUnsignedPagesAtTheExport: to the press a page goes signed off, in the box itself, or with a word; the keyboard is
// put where something is wanting. A proof for the office needs neither.
func TestUnsignedPagesAtTheExport(t *testing.T) {
	var got []flow.Outgoing
	s := newStage(t, func(d *Deps) {
		d.Send = func(_ context.Context, o flow.Outgoing) ([]flow.Sent, error) {
			got = append(got, o)
			return []flow.Sent{{Path: o.Path}}, nil
		}
	}).open()
	ask := func() *sendBox {
		b := s.d.newSendBox()
		b.who.SetText("王编辑")
		b.show()
		return b
	}
	sent := func(what string, n int) {
		t.Helper()
		s.until(what, func() bool { return len(got) == n && len(s.d.jobs) == 0 })
		s.d.dismiss()
	}
	enter := &fyne.KeyEvent{Name: fyne.KeyReturn}
	held := func() fyne.Focusable { return s.d.win.Canvas().Focused() }

	b := ask()
	if held() != b.sure || !strings.Contains(b.against.Text, "还差 3 个校次") || !strings.Contains(b.unsigned.Text, "01") {
		t.Errorf("the keyboard is at %T; against: %q; said: %q", held(), b.against.Text, b.unsigned.Text)
	}
	b.sure.TypedKey(enter)
	if len(s.d.ed.Record) > 0 || !b.needs.Visible() || held() != b.sure {
		t.Fatal("signed without the points being acknowledged")
	}
	b.plain.OnTapped()
	if held() != b.why || b.needs.text != wSendNeedsWhy.In(words.ZH) {
		t.Errorf("unsigned without a word: the keyboard is at %T, said %q", held(), b.needs.text)
	}
	b.why.SetText("总编电话同意")
	b.why.TypedKey(enter)
	sent("an unsigned page", 1)
	if got[0].Unsigned != "总编电话同意" || len(s.d.ed.Record) > 0 {
		t.Errorf("sent with %q, record %v", got[0].Unsigned, s.d.ed.Record)
	}

	b = ask()
	b.standard.SetSelectedIndex(2)
	if b.why.Visible() || b.sign.Visible() || !strings.Contains(b.unsigned.Text, "未签样") {
		t.Errorf("a proof asks: why %v, sign %v, said %q", b.why.Visible(), b.sign.Visible(), b.unsigned.Text)
	}
	b.who.SetText("")
	b.accept()
	if held() != b.who {
		t.Errorf("without a name the keyboard is at %T", held())
	}
	b.who.SetText("王编辑")
	b.who.TypedKey(enter)
	sent("a proof", 2)
	if got[1].Unsigned != "" || got[1].Press.Options.Standard != pdf.Proof {
		t.Errorf("sent %+v", got[1])
	}

	b = ask()
	b.sure.SetChecked(true)
	b.sure.TypedKey(enter)
	sent("a page signed in the box", 3)
	if r := s.d.ed.Record; len(r) != 1 || r[0].Act != edition.ActSign || r[0].Who != "王编辑" || len(r[0].Over) == 0 || r[0].Snapshot == 0 {
		t.Errorf("record %+v", r)
	}
	if got[2].Unsigned != "" || len(flow.UnsignedPages(got[2].Edition, got[2].Only)) != 0 {
		t.Error("the page was sent as if it were not signed")
	}
	if b = ask(); b.sign.Visible() || b.why.Visible() || b.unsigned.Visible() {
		t.Error("a signed page is asked about")
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
