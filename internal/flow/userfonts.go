package flow

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dayang/fonts"
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
		end := strings.ToLower(filepath.Ext(e.Name()))
		if !slices.Contains([]string{".ttf", ".otf", ".ttc", ".otc"}, end) || len(ids) >= mostFonts {
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
			id := name
			if i > 0 {
				id = fmt.Sprintf("%s#%d", name, i)
			}
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
