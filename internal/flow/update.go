package flow

import (
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/importer"
	"dayang/internal/store"
	"dayang/internal/words"
)

// Conflicts is what becomes of stories that both the manuscript and an editor have changed.
type Conflicts uint8

// The ways to deal with conflicts.
const (
	KeepEdited     Conflicts = iota // the editor's words stand; a finding says so
	TakeManuscript                  // the manuscript's words stand; the editor's can be had back by undo
)

// Updated is what manuscripts that came again did to an edition.
type Updated struct {
	States map[importer.UpdateState]int
	Notes  []finding.Finding
}

// Update reads manuscripts again and brings their stories up to date in an edition file: pictures that are new, a step
// each, then all the stories as one step.
func (s *Shop) Update(file *store.File, o importer.Options, paths []string, how Conflicts) (Updated, error) {
	r, err := importer.PathWith(o, paths...)
	if err != nil {
		return Updated{}, err
	}
	out := Updated{States: map[importer.UpdateState]int{}, Notes: r.Notes}
	updates := importer.Updates(file.Edition(), r)
	var steps []func(*edition.Edition) (edit.Change, error)
	for _, u := range updates {
		out.States[u.State]++
		if u.State != importer.Same {
			out.Notes = append(out.Notes, u.Note)
		}
		switch {
		case u.State == importer.Changed, u.State == importer.Conflict && how == TakeManuscript:
			steps = append(steps, func(ed *edition.Edition) (edit.Change, error) { return edit.SetStory(ed, usable(ed, u.Story)) })
		case u.State == importer.Additional:
			steps = append(steps, func(ed *edition.Edition) (edit.Change, error) { return edit.AddStory(ed, usable(ed, u.Story)), nil })
		}
	}
	if len(steps) == 0 {
		return out, nil
	}
	for _, f := range r.Pictures {
		if file.Edition().Picture(f.ID) != nil {
			continue
		}
		if _, err := file.AddPicture(f.Name, f.Data); err != nil { // the story keeps the place; see usable
			out.Notes = append(out.Notes, finding.Finding{Rule: importer.NotePicture, Level: finding.Error, Text: f.Name, Score: 1,
				Message: words.Text{ZH: "图片“%s”读不出来，它的位置留空。", EN: "The picture %q cannot be read; its place stays empty."}.F(f.Name)})
		}
	}
	change, err := edit.Sequence(file.Edition(), words.Text{ZH: "更新来稿", EN: "Update Manuscripts"}, steps...)
	if err != nil || change.Empty() {
		return out, err
	}
	_, err = file.Do(change)
	return out, err
}

// usable answers the story with places kept for pictures that the edition does not have.
func usable(ed *edition.Edition, st *edition.Story) *edition.Story {
	c := *st
	c.Pictures = append([]edition.PictureUse(nil), st.Pictures...)
	for i := range c.Pictures {
		if u := &c.Pictures[i]; u.Picture != "" && ed.Picture(u.Picture) == nil {
			u.Picture = ""
			if u.AspectW == 0 || u.AspectH == 0 {
				u.AspectW, u.AspectH, u.Guess = 3, 2, true
			}
		}
	}
	return &c
}
