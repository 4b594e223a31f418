package flow

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dayang/fonts"
	"dayang/internal/words"
)

// mostFonts and mostFontBytes bound a folder of fonts: a CJK collection has 100 MB at most and ten faces.
const (
	mostFonts     = 200
	mostFontBytes = 200 << 20
)

// AddFonts registers the fonts of a folder: TrueType, OpenType with CFF outlines, and collections. A font goes by its
// file's name without the ending; the second and later faces of a collection have #1, #2, … behind it. A house style's
// paragraph styles name fonts so. It answers the ids, and an error for every file that could not be taken; a folder
// that is not there has no fonts.
func AddFonts(reg *fonts.Registry, dir string) (ids []string, faults []error) {
	list, err := os.ReadDir(dir)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			faults = append(faults, fmt.Errorf("read the fonts in %q: %w", dir, err))
		}
		return nil, faults
	}
	for _, e := range list {
		if !isFontFile(e.Name()) || len(ids) >= mostFonts {
			continue
		}
		path := filepath.Join(dir, e.Name())
		data, err := readFont(path)
		if err != nil {
			faults = append(faults, fmt.Errorf("font %q: %w", path, err))
			continue
		}
		name := strings.TrimSuffix(e.Name(), filepath.Ext(e.Name()))
		for i := range facesIn(data) {
			id := faceID(name, i)
			if err := reg.Add(id, data, i); err != nil {
				faults = append(faults, err)
				continue
			}
			face, _ := reg.Face(id)
			if err := face.Embeddable(); err != nil { // it can be seen and not be printed: better told now
				faults = append(faults, fmt.Errorf("font %q: %w", id, err))
			}
			ids = append(ids, id)
		}
	}
	return ids, faults
}

func readFont(path string) ([]byte, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() || st.Size() > mostFontBytes {
		return nil, errors.New("it is no font file, or too large for one")
	}
	return os.ReadFile(path)
}

// facesIn answers how many faces a file has. OpenType, "Font Collections".
func facesIn(data []byte) int {
	if len(data) < 12 || string(data[:4]) != "ttcf" {
		return 1
	}
	return int(min(binary.BigEndian.Uint32(data[8:]), 64))
}

// FontError is why a font file was not taken.
type FontError struct {
	Name string // of the file
	Why  words.Text
	Err  error // nil where Why says all
}

func (e *FontError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("font file %q: %s: %v", e.Name, e.Why.EN, e.Err)
	}
	return fmt.Sprintf("font file %q: %s", e.Name, e.Why.EN)
}

func (e *FontError) Unwrap() error { return e.Err }

// Words says it to whoever chose the file.
func (e *FontError) Words() words.Text {
	return words.Text{ZH: "字体文件“%s”没有采用：%s", EN: "The font file %q was not taken: %s"}.F(e.Name, e.Why)
}

var sayFont = struct{ kind, broken, embed, taken, ours, full, copied words.Text }{
	kind:   words.Text{ZH: "只收 TTF、OTF、TTC、OTC；WOFF、PFB 等请先转成 OTF。", EN: "only TTF, OTF, TTC and OTC are taken; have WOFF, PFB and others made into OTF first."},
	broken: words.Text{ZH: "读不出字形，文件可能损坏。", EN: "its glyphs cannot be read; the file may be damaged."},
	embed:  words.Text{ZH: "字体的许可位不许嵌入 PDF，印厂用不了。请换一款，或向字体公司购买可嵌入的授权。", EN: "its licence bits forbid embedding in a PDF, so that the plate room could not use it. Choose another, or obtain one that may be embedded."},
	taken:  words.Text{ZH: "已有一个同名而不同的字体。请先给文件改名。", EN: "another font of this name is here already. Give the file another name first."},
	ours:   words.Text{ZH: "程序自带的字体用了这个名字。请先给文件改名。", EN: "a font that ships with the program has this name. Give the file another name first."},
	full:   words.Text{ZH: "字体夹已满。", EN: "the folder of fonts is full."},
	copied: words.Text{ZH: "存不进字体夹。", EN: "it cannot be kept in the folder of fonts."},
}

// TakeFont copies a font file into the folder that AddFonts reads and registers its faces, by the same names. What
// cannot be read or must not be embedded is refused with a *FontError, and nothing is changed. The same file taken
// again is no error.
func TakeFont(reg *fonts.Registry, dir, path string) (ids []string, err error) {
	base := filepath.Base(path)
	refuse := func(why words.Text, err error) ([]string, error) { return nil, &FontError{base, why, err} }
	if !isFontFile(base) {
		return refuse(sayFont.kind, nil)
	}
	data, err := readFont(path)
	if err != nil {
		return refuse(sayFont.broken, err)
	}
	name := strings.TrimSuffix(base, filepath.Ext(base))
	if _, ours := fonts.Builtin().Face(name); ours {
		return refuse(sayFont.ours, nil)
	}
	trial := &fonts.Registry{}
	for i := range facesIn(data) {
		id := faceID(name, i)
		if err := trial.Add(id, data, i); err != nil {
			return refuse(sayFont.broken, err)
		}
		face, _ := trial.Face(id)
		if err := face.Embeddable(); err != nil {
			return refuse(sayFont.embed, err)
		}
		ids = append(ids, id)
	}
	list, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return refuse(sayFont.copied, err)
	}
	for _, e := range list {
		if !isFontFile(e.Name()) || !strings.EqualFold(strings.TrimSuffix(e.Name(), filepath.Ext(e.Name())), name) {
			continue
		}
		if have, err := readFont(filepath.Join(dir, e.Name())); err != nil || !bytes.Equal(have, data) {
			return refuse(sayFont.taken, err)
		}
		return ids, nil // it is there
	}
	if len(list) >= mostFonts {
		return refuse(sayFont.full, nil)
	}
	err = os.MkdirAll(dir, 0o755)
	if err == nil {
		err = replaceWith(filepath.Join(dir, base), data)
	}
	if err != nil {
		return refuse(sayFont.copied, err)
	}
	for i, id := range ids {
		if err := reg.Add(id, data, i); err != nil {
			return refuse(sayFont.broken, err)
		}
	}
	return ids, nil
}

func isFontFile(name string) bool {
	return slices.Contains([]string{".ttf", ".otf", ".ttc", ".otc"}, strings.ToLower(filepath.Ext(name)))
}

// faceID names a face of a font file.
func faceID(name string, i int) string {
	if i > 0 {
		return fmt.Sprintf("%s#%d", name, i)
	}
	return name
}
