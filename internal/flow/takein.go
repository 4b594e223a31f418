package flow

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dayang/assets"
	"dayang/internal/bundle"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/importer"
	"dayang/internal/store"
)

// Taken is what manuscripts gave: an edition with its stories still unplaced, the files of its pictures, and what
// the editor should know.
type Taken struct {
	Edition  *edition.Edition
	Pictures store.Pictures
	Notes    []finding.Finding
	Preset   finding.Finding // which page was picked, and why
}

// TakeIn reads manuscripts, folders and edition JSON, or one edition package. preset names the page; "" lets the matter
// decide.
func (s *Shop) TakeIn(paths []string, preset string) (Taken, error) {
	return s.TakeInWith(importer.Options{}, paths, preset)
}

// TakeInWith is TakeIn with options for the readers.
func (s *Shop) TakeInWith(o importer.Options, paths []string, preset string) (Taken, error) {
	if len(paths) == 1 {
		if p, ok, err := importer.Package(paths[0]); ok || err != nil {
			return takePackage(p, err)
		}
	}
	r, err := importer.PathWith(o, paths...)
	if err != nil {
		return Taken{}, err
	}
	if preset != "" {
		if _, ok := edition.FormatNamed(preset); !ok {
			return Taken{}, fmt.Errorf("page preset %q: %w", preset, ErrNoPreset)
		}
	}
	return take(r, preset)
}

// takePackage takes a whole edition as it was packed.
func takePackage(p *bundle.Package, err error) (Taken, error) {
	if err != nil {
		return Taken{}, err
	}
	t := Taken{Edition: p.Edition, Pictures: store.Pictures{}}
	for _, pic := range p.Edition.Pictures {
		if t.Pictures[pic.ID], err = p.PictureBytes(pic.ID); err != nil {
			return Taken{}, err
		}
	}
	return t, nil
}

func take(r importer.Result, preset string) (Taken, error) {
	ed, note := importer.Choose(r, preset)
	t := Taken{Edition: ed, Pictures: store.Pictures{}, Notes: r.Notes, Preset: note}
	ed.Pictures = nil
	for _, f := range r.Pictures {
		p, err := t.Pictures.Add(f.Name, f.Data)
		if err != nil {
			t.Notes = append(t.Notes, unreadable(f.Name, err))
			dropPicture(ed, f.ID)
			continue
		}
		ed.Pictures = append(ed.Pictures, &p)
	}
	return t, nil
}

// dropPicture makes the uses of a picture that cannot be had into missing ones. ed is still being built.
func dropPicture(ed *edition.Edition, id string) {
	for _, st := range ed.Stories {
		for i := range st.Pictures {
			if st.Pictures[i].Picture == id {
				st.Pictures[i].Picture = ""
			}
		}
	}
}

// Sample answers the sample edition, its stories still unplaced.
func (s *Shop) Sample() (Taken, error) {
	dir, err := os.MkdirTemp("", "dayang-sample-*")
	if err != nil {
		return Taken{}, err
	}
	defer os.RemoveAll(dir)
	files := assets.Sample()
	if err := os.CopyFS(dir, files); err != nil {
		return Taken{}, fmt.Errorf("unpack the sample edition: %w", err)
	}
	r, err := importer.Path(filepath.Join(dir, "front-page.md"))
	if err != nil {
		return Taken{}, err
	}
	if err := readJSON(files, "head.json", &r.Head); err != nil {
		return Taken{}, err
	}
	var ear edition.Furniture
	if err := readJSON(files, "ear.json", &ear); err != nil {
		return Taken{}, err
	}
	r.Furniture = append(r.Furniture, importer.Furniture{Furniture: ear})
	r.PageName = "要闻"
	return take(r, "")
}

func readJSON(files fs.FS, name string, into any) error {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("read the sample edition's %s: %w", name, err)
	}
	return nil
}
