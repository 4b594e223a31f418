// Package bundle is the edition package: one whole issue in a zip archive, to be handed to another desk or kept.
//
// Start with Write and Open. The archive holds
//
//	edition.json   {"format": "dayang edition package", "version": 1, "edition": {head, house, pages, stories, pictures}};
//	               version 2 if the edition also has flags or a record
//	media/         every picture's file, named by its id (the SHA-256 of its bytes, in hex) and its format
//	fonts.json     the fonts the edition uses, by id, family and PostScript name; no font file is packed
//
// Lengths in edition.json are EMU (12 700 to the point), offsets into text are runes, as in package edition. The same
// edition gives the same bytes. A reader refuses what it cannot take whole: a picture that is not what its id says, a
// document that edition.Validate finds fault with, a version newer than its own. Packages are read within limits.
package bundle

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"dayang/internal/bounded"
	"dayang/internal/edition"
)

const (
	format = "dayang edition package"
	// Version is the most that Write writes and that Open reads.
	Version   = 2
	indexName = "edition.json"
	fontsName = "fonts.json"
	mediaDir  = "media/"
)

// limits are those of an issue of some hundred pages: thousands of pictures, gigabytes in all.
var limits = bounded.Limits{Entries: 20_000, Unpacked: 4 << 30, Part: 256 << 20}

// The errors callers decide on.
var (
	ErrNotPackage = errors.New("no edition package")
	ErrDamaged    = errors.New("the edition package is damaged")
)

// NewerError is why a package of a later program was not read.
type NewerError struct{ Version int }

// Error answers the version.
func (e *NewerError) Error() string {
	return fmt.Sprintf("an edition package of version %d; this program reads up to %d", e.Version, Version)
}

// PictureSource answers a picture's file.
type PictureSource interface {
	PictureBytes(id string) ([]byte, error)
}

// Font is one font that the edition uses.
type Font struct {
	ID         string   `json:"id"`
	Family     string   `json:"family,omitempty"`
	PostScript string   `json:"postscript,omitempty"`
	UsedBy     []string `json:"used_by"` // the house's styles, sorted
}

// content is an edition in the package's own names.
type content struct {
	Head     edition.Head       `json:"head"`
	House    *edition.House     `json:"house"`
	Pages    []*edition.Page    `json:"pages"`
	Stories  []*edition.Story   `json:"stories"`
	Pictures []*edition.Picture `json:"pictures"`
	Flags    []*edition.Flag    `json:"flags,omitempty"`
	Record   []*edition.Entry   `json:"record,omitempty"`
}

type index struct {
	Format  string   `json:"format"`
	Version int      `json:"version"`
	Edition *content `json:"edition"`
}

// Fonts answers the fonts that the edition's styles name, sorted by id; name adds what is known of each.
func Fonts(ed *edition.Edition, name func(*Font)) []Font {
	used := map[string][]string{}
	if ed.House != nil {
		for style, s := range ed.House.Styles {
			for _, id := range []string{s.Font, s.Latin, s.BoldFont, s.LatinBold} {
				if id != "" && !slices.Contains(used[id], style) {
					used[id] = append(used[id], style)
				}
			}
		}
	}
	out := make([]Font, 0, len(used))
	for id, by := range used {
		slices.Sort(by)
		f := Font{ID: id, UsedBy: by}
		if name != nil {
			name(&f)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b Font) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// Write packs an edition with the files of its pictures.
func Write(w io.Writer, ed *edition.Edition, pics PictureSource, fonts []Font) error {
	if err := edition.Validate(ed); err != nil {
		return fmt.Errorf("pack the edition: %w", err)
	}
	z := zip.NewWriter(w)
	put := func(name string, method uint16, write func(io.Writer) error) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: noTime})
		if err == nil {
			err = write(f)
		}
		if err != nil {
			return fmt.Errorf("pack %q: %w", name, err)
		}
		return nil
	}
	putJSON := func(name string, v any) error {
		return put(name, zip.Deflate, func(w io.Writer) error {
			enc := json.NewEncoder(w)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", " ")
			return enc.Encode(v)
		})
	}
	version := 1 // as long as there is nothing that a program of that version would drop
	if len(ed.Flags)+len(ed.Record) > 0 {
		version = 2
	}
	err := putJSON(indexName, index{format, version, &content{ed.Head, ed.House, ed.Pages, ed.Stories, ed.Pictures, ed.Flags, ed.Record}})
	if err != nil {
		return err
	}
	if fonts == nil {
		fonts = []Font{}
	}
	if err := putJSON(fontsName, fonts); err != nil {
		return err
	}
	for _, p := range ed.Pictures {
		data, err := pics.PictureBytes(p.ID)
		if err != nil {
			return fmt.Errorf("pack picture %q: %w", p.Name, err)
		}
		if err := put(mediaName(p), zip.Store, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil { // packed already
			return err
		}
	}
	return z.Close()
}

// noTime stands for the time of every part, so that the same edition gives the same bytes: the first that zip can write.
var noTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func mediaName(p *edition.Picture) string { return mediaDir + p.ID + "." + p.Format }

// Package is an edition package that was read.
type Package struct {
	Edition  *edition.Edition
	Fonts    []Font
	pictures map[string][]byte
}

// PictureBytes answers a picture's file.
func (p *Package) PictureBytes(id string) ([]byte, error) {
	if data, ok := p.pictures[id]; ok {
		return data, nil
	}
	return nil, fmt.Errorf("picture %q: %w", id, bounded.ErrNoPart)
}

// Is reports whether bytes are an edition package, by its directory.
func Is(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return false
	}
	z, err := bounded.Open(data, limits)
	return err == nil && z.Has(indexName)
}

// Open reads a package whole.
func Open(data []byte) (*Package, error) {
	z, err := bounded.Open(data, limits)
	if err != nil {
		return nil, fmt.Errorf("open the package: %w", err)
	}
	if !z.Has(indexName) {
		return nil, ErrNotPackage
	}
	text, err := z.Read(indexName)
	if err != nil {
		return nil, fmt.Errorf("open the package: %w", err)
	}
	var in index
	if err := json.Unmarshal(text, &in); err != nil {
		// A newer program's document may not fit this one's types: its version is looked at first.
		var only struct{ Version int }
		if json.Unmarshal(text, &only) == nil && only.Version > Version {
			return nil, &NewerError{only.Version}
		}
		return nil, fmt.Errorf("read %s: %w: %w", indexName, ErrDamaged, err)
	}
	switch {
	case in.Format != format:
		return nil, fmt.Errorf("its format is %q: %w", in.Format, ErrNotPackage)
	case in.Version > Version:
		return nil, &NewerError{in.Version}
	case in.Edition == nil || in.Version < 1:
		return nil, fmt.Errorf("%s has no edition: %w", indexName, ErrDamaged)
	}
	p := &Package{pictures: map[string][]byte{}}
	c := in.Edition
	p.Edition = &edition.Edition{Head: c.Head, House: c.House, Pages: c.Pages, Stories: c.Stories, Pictures: c.Pictures,
		Flags: c.Flags, Record: c.Record}
	if err := edition.Validate(p.Edition); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	for _, pic := range p.Edition.Pictures {
		data, err := z.Read(mediaName(pic))
		if errors.Is(err, bounded.ErrNoPart) {
			return nil, fmt.Errorf("picture %q is not in it: %w", pic.Name, ErrDamaged)
		}
		if err != nil {
			return nil, fmt.Errorf("read picture %q: %w", pic.Name, err)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != pic.ID {
			return nil, fmt.Errorf("picture %q is not the one that was packed: %w", pic.Name, ErrDamaged)
		}
		p.pictures[pic.ID] = data
	}
	if z.Has(fontsName) {
		text, err := z.Read(fontsName)
		if err != nil {
			return nil, fmt.Errorf("open the package: %w", err)
		}
		if err := json.Unmarshal(text, &p.Fonts); err != nil {
			return nil, fmt.Errorf("read %s: %w: %w", fontsName, ErrDamaged, err)
		}
	}
	return p, nil
}
