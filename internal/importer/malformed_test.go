package importer

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dayang/internal/edition"
)

// reader is one of the importer's readers with a good file of its kind.
type reader struct {
	name string
	read func(name string, data []byte) (Result, error)
	good []byte
}

func readers() []reader {
	return []reader{
		{"docx", DOCX, wordFile(wp("yt", "市委全会强调") + wp("a3", "干在实处") + wp("by", "张三") + wp("", news) + `<w:tbl><w:tr><w:tc>` + wp("", "区县") + `</w:tc><w:tc>` + wp("", "产值") + `</w:tc></w:tr></w:tbl><w:p>` + fmt.Sprintf(drawing, "", "rId5") + `</w:p>`)},
		{"html", HTML, []byte(`<!DOCTYPE html><html><head><meta charset=utf-8><title>x</title></head><body><article><h1>标题在这里</h1><p>` + news + `</p><table><tr><td>区县<td>产值</table><figure><img src=a.jpg><figcaption>图说</figcaption></figure><ol><li>一</ol></article></body></html>`)},
		{"ninjs", Ninjs, []byte(`{"uri":"u","type":"text","headlines":[{"role":"main","value":"标题在这里"}],"bodies":[{"contenttype":"text/html","value":"<p>` + news + `</p>"}],"associations":[{"type":"picture","renditions":[{"href":"a.jpg","width":3}]}]}`)},
		{"nitf", NITF, []byte(nitfStory)},
		{"newsml", NewsML, []byte(newsItemXML("text", `<by>张三</by><headline>标题在这里</headline>`, `<inlineXML><html><body><p>`+news+`</p></body></html></inlineXML>`))},
		{"markdown", Markdown, []byte("## 标题在这里\n\n" + news + "\n\n![图说](a.jpg)\n")},
		{"text", Text, []byte("标题在这里\n\n" + news)},
	}
}

// spoil answers the n-th damage of a file: cut off, bits flipped, stretches doubled, taken out, swapped, filled.
func spoil(good []byte, n int) []byte {
	r := rand.New(rand.NewPCG(uint64(n), uint64(len(good))))
	b := bytes.Clone(good)
	at := r.IntN(len(b))
	span := 1 + r.IntN(min(64, len(b)))
	end := min(len(b), at+span)
	switch n % 7 {
	case 0:
		return b[:at]
	case 1:
		for range 1 + r.IntN(20) {
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		}
	case 2:
		return append(b[:end:end], b[at:]...)
	case 3:
		return append(b[:at:at], b[end:]...)
	case 4:
		for i := at; i < end; i++ {
			b[i] = byte(r.Uint32())
		}
	case 5:
		for i := at; i < end; i++ {
			b[i] = 0
		}
	case 6:
		return append(bytes.Repeat(b[at:end], 50), b...)
	}
	return b
}

// TestMalformed reads twenty and more damaged files of each kind: each is read soundly, or refused with the file's name and
// words for it in both languages.
func TestMalformed(t *testing.T) {
	for _, c := range readers() {
		if _, err := c.read("好", c.good); err != nil {
			t.Fatalf("%s: the good file: %v", c.name, err)
		}
		refused := 0
		for n := range 70 {
			r, err := c.read("坏", spoil(c.good, n))
			if err == nil {
				sound(t, r)
				continue
			}
			refused++
			var f *FileError
			if w := Why(err); !errors.As(err, &f) || f.Name != "坏" || w.ZH == "" || w.EN == "" || strings.HasPrefix(w.EN, "reading it failed") {
				t.Errorf("%s, damage %d: no words for %v", c.name, n, err)
			}
		}
		t.Logf("%s: %d of 70 damaged files refused, the others read", c.name, refused)
	}
	// Damage inside a Word file's parts, behind a sound archive.
	for name := range wordParts("") {
		if strings.HasPrefix(name, "word/media") {
			continue
		}
		for n := range 20 {
			parts := wordParts(wp("a3", "标题在这里") + wp("", news))
			parts[name] = string(spoil([]byte(parts[name]), n))
			r, err := DOCX("坏", packed(parts))
			if err == nil {
				sound(t, r)
			} else if w := Why(err); strings.HasPrefix(w.EN, "reading it failed") {
				t.Errorf("%s, damage %d: no words for %v", name, n, err)
			}
		}
	}
}

// TestTruncatedDOCX: a Word file cut off anywhere is refused and never read in part, since its directory stands last.
func TestTruncatedDOCX(t *testing.T) {
	good := readers()[0].good
	for n := 0; n < len(good)-1; n += 1 + len(good)/200 {
		if _, err := DOCX("稿.docx", good[:n]); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut at %d of %d: %v", n, len(good), err)
		}
	}
}

func FuzzDOCX(f *testing.F) {
	// The fuzzer works on the parts that hold words, since behind a compression it would hardly reach them.
	good := wordParts(wp("yt", "引题") + wp("a3", "标题在这里") + wp("by", "张三") + wp("", news) + `<w:tbl><w:tr><w:tc>` + wp("", "甲") + `</w:tc></w:tr></w:tbl><w:p><w:r><w:footnoteReference w:id="1"/><w:commentReference w:id="0"/></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p><w:p>` + fmt.Sprintf(drawing, "图", "rId5") + `</w:p>`)
	delete(good, "word/media/image2.emf")
	delete(good, "word/media/image3.png")
	f.Add([]byte(good["word/document.xml"]), []byte(good["word/styles.xml"]), []byte(good["word/numbering.xml"]), []byte(good["word/comments.xml"]), false)
	f.Add([]byte(good["word/document.xml"]), []byte("<a/>"), []byte("<a/>"), []byte("<a/>"), true)
	f.Fuzz(func(t *testing.T, document, styles, numbers, comments []byte, refuse bool) {
		parts := maps.Clone(good)
		parts["word/document.xml"], parts["word/styles.xml"], parts["word/numbering.xml"], parts["word/comments.xml"] = string(document), string(styles), string(numbers), string(comments)
		o := Options{}
		if refuse {
			o.Changes = RefuseChanges
		}
		r, err := DOCXWith("f.docx", packed(parts), o)
		checkFuzzed(t, r, err)
	})
}

func FuzzDOCXArchive(f *testing.F) {
	f.Add(readers()[0].good)
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := DOCX("f.docx", data)
		checkFuzzed(t, r, err)
	})
}

func FuzzHTML(f *testing.F)  { fuzzReader(f, 1) }
func FuzzNinjs(f *testing.F) { fuzzReader(f, 2) }
func FuzzNITF(f *testing.F)  { fuzzReader(f, 3) }

func fuzzReader(f *testing.F, n int) {
	c := readers()[n]
	f.Add(c.good)
	for i := range 7 {
		f.Add(spoil(c.good, i))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := c.read("f", data)
		checkFuzzed(t, r, err)
	})
}

func FuzzPhotoData(f *testing.F) {
	f.Add(withSegments(segment(0xe1, xmp), exif(0x10e, "说明", 0x13b, "李四"), iptc(dataSet(1, 90, "\x1b%G")+dataSet(2, 120, "说明"))))
	f.Add([]byte("MM\x00*\x00\x00\x00\x08\x00\x01\x02\xbc\x00\x01\x00\x00\x00\x06\x00\x00\x00\x1a\x00\x00\x00\x00<a>b</a>"))
	f.Add([]byte("RIFF\x16\x00\x00\x00WEBPXMP \x08\x00\x00\x00<a>b</a>"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x04eXIfII*\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d := ReadPhotoData(data)
		for _, s := range []string{d.Caption, d.Headline, d.Creator, d.Credit} {
			if strings.ToValidUTF8(s, "") != s || strings.ContainsAny(s, "\x00\n") {
				t.Fatalf("%q", s)
			}
		}
	})
}

// checkFuzzed says what holds of any answer: a sound result whose notes point into it, or an error that has words.
func checkFuzzed(t *testing.T, r Result, err error) {
	t.Helper()
	if err != nil {
		if w := Why(err); w.ZH == "" || strings.HasPrefix(w.EN, "reading it failed") {
			t.Fatalf("no words for %v", err)
		}
		return
	}
	sound(t, r)
	for _, n := range r.Notes {
		if n.Place.Story == "" {
			continue
		}
		i := slices.IndexFunc(r.Stories, func(s *edition.Story) bool { return s.ID == n.Place.Story })
		if i < 0 {
			t.Fatalf("a note about no story: %+v", n)
		}
		if n.Place.Para == "" {
			continue
		}
		p := r.Stories[i].Para(n.Place.Para)
		if p == nil || n.Place.From < 0 || n.Place.To < n.Place.From || n.Place.To > len([]rune(p.Text)) {
			t.Fatalf("a note outside its paragraph: %+v in %+v", n, p)
		}
	}
}
