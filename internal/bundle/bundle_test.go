package bundle

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"dayang/internal/bounded"
	"dayang/internal/edit/edittest"
	"dayang/internal/edition"
	"dayang/layout/geom"
)

// files is a PictureSource in memory.
type files map[string][]byte

func (f files) PictureBytes(id string) ([]byte, error) {
	if data, ok := f[id]; ok {
		return data, nil
	}
	return nil, errors.New("no such picture")
}

// add keeps a picture's file and answers what an edition knows of it.
func (f files) add(name, format string, w, h int, data []byte) *edition.Picture {
	sum := sha256.Sum256(data)
	id := hex.EncodeToString(sum[:])
	f[id] = data
	return &edition.Picture{ID: id, Name: name, Format: format, Width: w, Height: h, Bytes: int64(len(data))}
}

// sample makes an edition with a little of everything.
func sample(t testing.TB, seed uint64) (*edition.Edition, files) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	ed := &edition.Edition{House: edition.DefaultHouse(), Head: edition.Head{ID: "x", Title: "某报", Date: "2026-11-24", Issue: r.IntN(9999)}}
	pics := files{}
	for i := range 1 + r.IntN(3) {
		img := image.NewGray(image.Rect(0, 0, 4+i, 3))
		for k := range img.Pix {
			img.Pix[k] = byte(r.Uint32())
		}
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			t.Fatal(err)
		}
		ed.Pictures = append(ed.Pictures, pics.add(fmt.Sprint("图", i), "png", 4+i, 3, b.Bytes()))
	}
	for i := range r.IntN(5) {
		s := &edition.Story{ID: fmt.Sprint("s", i+1), Slug: "稿<名>&", Kind: edition.Feature, Priority: 1 + r.IntN(5), Jump: r.IntN(3), Section: "版组"}
		s.Paras = []*edition.Para{{ID: "p1", Role: edition.Headline, Text: "标题𠮷"}, {ID: "p2", Role: edition.Lead, Text: "一行\u2028二行。", Spans: []edition.Span{{From: 0, To: 2, Style: edition.Bold}}}}
		s.Pictures = []edition.PictureUse{{Picture: ed.Pictures[0].ID, Caption: &edition.Para{ID: "p3", Role: edition.Caption, Text: "图说"}, PrefCols: 2}}
		ed.Stories = append(ed.Stories, s)
	}
	f := edition.Formats()[r.IntN(len(edition.Formats()))]
	for i := range 1 + r.IntN(2) {
		p := &edition.Page{ID: fmt.Sprint("page-", i+1), Number: i + 1, Name: "要闻", Format: f}
		for k, s := range ed.Stories {
			if i == 0 {
				p.Frames = append(p.Frames, &edition.Frame{ID: fmt.Sprint("f", k), Kind: edition.StoryFrame, Story: s.ID, Rect: geom.Rect{X: f.TypeArea.X, Y: f.TypeArea.Y + geom.Length(k)*20*geom.MM, W: 50*geom.MM + geom.Length(r.IntN(1000)), H: 15 * geom.MM}})
			}
		}
		ed.Pages = append(ed.Pages, p)
	}
	if err := edition.Validate(ed); err != nil {
		t.Fatal(err)
	}
	return ed, pics
}

func write(t testing.TB, ed *edition.Edition, pics files) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, ed, pics, Fonts(ed, nil)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRoundTrip(t *testing.T) {
	for seed := range uint64(100) {
		ed, pics := sample(t, seed)
		data := write(t, ed, pics)
		if !Is(data) {
			t.Fatal("not known for a package")
		}
		p, err := Open(data)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(p.Edition, ed) {
			t.Fatalf("seed %d: the edition came back different", seed)
		}
		if !reflect.DeepEqual(files(p.pictures), pics) || !reflect.DeepEqual(p.Fonts, Fonts(ed, nil)) || len(p.Fonts) == 0 {
			t.Fatalf("seed %d: pictures or fonts came back different", seed)
		}
		if again := write(t, p.Edition, pics); !bytes.Equal(again, data) {
			t.Fatalf("seed %d: packed again it has other bytes", seed)
		}
	}
}

// repacked changes parts of an archive; nil takes one out.
func repacked(t testing.TB, data []byte, change func(name string, content []byte) []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if content = change(f.Name, content); content == nil {
			continue
		}
		p, err := w.Create(f.Name)
		if err == nil {
			_, err = p.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRefusals(t *testing.T) {
	ed, pics := sample(t, 0)
	for seed := uint64(1); len(ed.Stories) == 0; seed++ {
		ed, pics = sample(t, seed)
	}
	data := write(t, ed, pics)
	replace := func(old, new string) []byte {
		return repacked(t, data, func(name string, c []byte) []byte {
			if name == indexName {
				return bytes.Replace(c, []byte(old), []byte(new), 1)
			}
			return c
		})
	}
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"a newer one", replace(`"version": 1`, `"version": 3`), &NewerError{}},
		{"another format", replace(format, "something"), ErrNotPackage},
		{"no edition", replace(`"edition": {`, `"other": {`), ErrDamaged},
		{"no document", replace(`{`, `{{`), ErrDamaged},
		{"a frame of no story", replace(`"story": "s1"`, `"story": "s99"`), ErrDamaged},
		{"a picture gone", repacked(t, data, func(n string, c []byte) []byte {
			if strings.HasPrefix(n, mediaDir) {
				return nil
			}
			return c
		}), ErrDamaged},
		{"another picture", repacked(t, data, func(n string, c []byte) []byte {
			if strings.HasPrefix(n, mediaDir) {
				return append(c, 0)
			}
			return c
		}), ErrDamaged},
		{"cut off", data[:len(data)/2], bounded.ErrDamaged},
		{"empty", nil, bounded.ErrDamaged},
	} {
		_, err := Open(c.data)
		var newer *NewerError
		if _, want := c.want.(*NewerError); want && errors.As(err, &newer) {
			continue
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	// A newer document may have members of other types.
	odd := repacked(t, data, func(n string, c []byte) []byte {
		if n == indexName {
			return []byte(`{"format":"dayang edition package","version":9,"edition":"elsewhere"}`)
		}
		return c
	})
	var newer *NewerError
	if _, err := Open(odd); !errors.As(err, &newer) || newer.Version != 9 {
		t.Errorf("%v", err)
	}
}

// TestFlippedBits: a package with any bit flipped is refused, or is the same edition with the same pictures.
func TestFlippedBits(t *testing.T) {
	ed, pics := sample(t, 5)
	data := write(t, ed, pics)
	r := rand.New(rand.NewPCG(1, 1))
	refused := 0
	for range 2000 {
		bad := bytes.Clone(data)
		bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
		p, err := Open(bad)
		if err != nil {
			refused++
			continue
		}
		if !reflect.DeepEqual(p.Edition, ed) || !reflect.DeepEqual(files(p.pictures), pics) {
			t.Fatal("read as another edition")
		}
	}
	if refused < 1000 {
		t.Errorf("%d of 2000 refused", refused)
	}
}

func FuzzOpen(f *testing.F) {
	ed, pics := sample(f, 1)
	f.Add(write(f, ed, pics))
	f.Add(binary.LittleEndian.AppendUint32(nil, 0x04034b50))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Open(data)
		if err != nil {
			return
		}
		if err := edition.Validate(p.Edition); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := Write(&b, p.Edition, p, p.Fonts); err != nil {
			t.Fatal(err)
		}
		again, err := Open(b.Bytes())
		if err != nil || len(again.Edition.Stories) != len(p.Edition.Stories) {
			t.Fatal(err)
		}
	})
}

// TestRoundTripAfterWork: whatever a run of changes makes of an edition comes back from its package, every kind of node
// and field that changes know of.
func TestRoundTripAfterWork(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 21))
		ed := edittest.Edition(2)
		for range 40 {
			next, err := edittest.Random(ed, r).Apply(ed)
			if err != nil {
				t.Fatal(err)
			}
			ed = next
		}
		pics := files{}
		ids := map[string]string{} // content's id by the edition's: pictures here have bytes of their own
		whole := *ed
		whole.Pictures = nil
		for i, p := range ed.Pictures {
			data := fmt.Appendf(nil, "picture %d of %d", i, seed)
			sum := sha256.Sum256(data)
			q := *p
			q.ID, q.Bytes = hex.EncodeToString(sum[:]), int64(len(data))
			ids[p.ID], pics[q.ID] = q.ID, data
			whole.Pictures = append(whole.Pictures, &q)
		}
		text, err := json.Marshal(&whole)
		if err != nil {
			t.Fatal(err)
		}
		for was, now := range ids {
			text = bytes.ReplaceAll(text, []byte(`"`+was+`"`), []byte(`"`+now+`"`))
		}
		var want edition.Edition
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		p, err := Open(write(t, &want, pics))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		a, _ := json.Marshal(&want)
		b, _ := json.Marshal(p.Edition)
		if !bytes.Equal(a, b) {
			t.Fatalf("seed %d: the edition came back different\n%s\n%s", seed, a, b)
		}
	}
}
