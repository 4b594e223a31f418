package importer

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dayang/internal/edition"
	"dayang/layout/geom"
)

const smallJob = `{"page":[400,600],"trim_mm":[141.1,211.7],"type_area":[20,20,360,560],"em":9,"lead":12,"colw":126,"gap":18,
"pages":[{"no":3,"mast":"要　闻","date":"12月13日","issue":"第1期","folio_l":"左","folio_r":"右",
"articles":[{"id":"A","x":20,"w":270,"y":160,"kicker":"引题","kicker_y":160,"head":"主题","head_size":22,"head_y":178,"head_h":30,
"byline":"■记者","byline_y":212,"body_y":228,"body_h":120,"ncol":2,"nline":10,"paras":[[["b","亮点："],["n","正文第一段。"]],[["n","第二段。"]]]}],
"photo":{"file":"../outside.jpg","x":20,"w":100,"y":400,"h":66,"title":"晨","caption":"桥","cap_y":470},"rules":[[20,150,380,150,2]]}]}`

func jobFile(t *testing.T, text string) string {
	path := filepath.Join(t.TempDir(), "job.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestJob: every box stands where the job has it, bold stretches are spans, and a photo outside the folder is not read.
func TestJob(t *testing.T) {
	path := jobFile(t, smallJob)
	if !IsJobFile(path) {
		t.Error("the job is not known as one")
	}
	d, err := Job(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := edition.Validate(d.Edition); err != nil {
		t.Fatal(err)
	}
	p := d.Edition.Pages[0]
	var text *edition.Frame
	words := 0
	for _, f := range p.Frames {
		switch {
		case f.Kind == edition.StoryFrame:
			text = f
		case f.Kind == edition.FurnitureFrame:
			words++
		case f.Kind == edition.RuleFrame && f.Weight != 2*geom.Pt:
			t.Errorf("the rule is %v thick", f.Weight)
		}
	}
	if words != 8 { // masthead, issue, kicker, head, byline, caption, two of the folio
		t.Errorf("%d frames of words", words)
	}
	if text == nil || text.Rect != (geom.Rect{X: 20 * geom.Pt, Y: 228 * geom.Pt, W: 270 * geom.Pt, H: 120 * geom.Pt}) || text.Columns != 2 || !text.OffGrid {
		t.Errorf("the text stands at %+v", text)
	}
	q := d.Edition.Stories[0].Paras[0]
	if q.Text != "亮点：正文第一段。" || len(q.Spans) != 1 || q.Spans[0] != (edition.Span{From: 0, To: 3, Style: edition.Bold}) {
		t.Errorf("the first paragraph is %+v", q)
	}
	if len(d.Notes) != 1 || len(d.Pictures) != 0 {
		t.Errorf("a photo outside the folder: %d notes, %d pictures", len(d.Notes), len(d.Pictures))
	}
}

// TestJobWild: measures that no page has are refused, not laid out.
func TestJobWild(t *testing.T) {
	for _, change := range [][2]string{{`"em":9`, `"em":0`}, {`"colw":126`, `"colw":1e300`}, {`"ncol":2`, `"ncol":0`}, {`"head_size":22`, `"head_size":-1`}, {`[20,150,380,150,2]`, `[20,150,380,150,-2]`}, {`"pages":[`, `"pages":7,"x":[`}} {
		text := strings.Replace(smallJob, change[0], change[1], 1)
		if text == smallJob {
			t.Fatalf("%s is not in the job", change[0])
		}
		if _, err := Job(jobFile(t, text)); !errors.Is(err, ErrJSON) {
			t.Errorf("%s: %v", change[1], err)
		}
	}
}
