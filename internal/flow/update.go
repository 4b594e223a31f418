package flow

import (
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/importer"
	"dayang/internal/words"
)

// Conflicts is what becomes of stories that both the manuscript and an editor have changed.
type Conflicts uint8

// The ways to deal with conflicts.
const (
	KeepEdited     Conflicts = iota // the editor's words stand; a finding says so
	TakeManuscript                  // the manuscript's words stand; the editor's can be had back by undo
)

// Updated is what manuscripts did to an edition.
type Updated struct {
	States map[importer.UpdateState]int
	Notes  []finding.Finding // places are those of the edition
	// Stories are the ids of the stories that were added or set, in the manuscripts' order.
	Stories  []string
	Held     []string // ids of the stories that were left as an editor made them, though their manuscript changed
	Pictures int      // that are new to the edition
}

// Count answers how many stories are in one of some states.
func (u Updated) Count(of ...importer.UpdateState) int {
	n := 0
	for _, s := range of {
		n += u.States[s]
	}
	return n
}

// Keeper is where an edition is kept while manuscripts come in. A store is one.
type Keeper interface {
	Edition() *edition.Edition
	Do(edit.Change) (*edition.Edition, error)
	AddPicture(name string, data []byte) (edition.Picture, error)
}

// Update reads manuscripts and brings an edition up to date with them; see Admit.
func (s *Shop) Update(file Keeper, o importer.Options, paths []string, how Conflicts) (Updated, error) {
	r, err := importer.PathWith(o, paths...)
	if err != nil {
		return Updated{}, err
	}
	return Admit(file, r, how)
}

// Admit brings an edition up to date with manuscripts that have been read: pictures that are new, a step each, then all
// the stories as one step. A story whose manuscript is known is set anew, one that is not is added, and one that an editor
// has changed since is dealt with as how says.
func Admit(file Keeper, r importer.Result, how Conflicts) (Updated, error) {
	out := Updated{States: map[importer.UpdateState]int{}}
	type place struct {
		story string
		paras map[string]string
	}
	became := map[string]place{} // where the result's stories stand now
	for _, f := range r.Pictures {
		if file.Edition().Picture(f.ID) != nil {
			continue
		}
		if _, err := file.AddPicture(f.Name, f.Data); err != nil { // the story keeps the place; see usable
			out.Notes = append(out.Notes, unreadable(f.Name, err))
			continue
		}
		out.Pictures++
	}
	ed := file.Edition()
	var changes []edit.Change
	for _, u := range importer.Updates(ed, r) {
		out.States[u.State]++
		story, note := u.Story, u.Note
		var c edit.Change
		var err error
		switch {
		case u.State == importer.Changed, u.State == importer.Conflict && how == TakeManuscript:
			c, err = edit.SetStory(ed, usable(ed, story))
			if u.State == importer.Conflict {
				note.Message = sayWon.F(story.Slug)
			}
		case u.State == importer.Conflict:
			out.Held = append(out.Held, story.ID)
			if filled := fill(ed, ed.Story(story.ID), story); filled != nil {
				c, err = edit.SetStory(ed, filled)
				note.Message = sayFilled.F(note.Message)
			}
		case u.State == importer.Additional:
			fresh := usable(ed, story)
			fresh.ID = edit.NextStoryID(ed)
			note.Place.Story = fresh.ID
			story, c = fresh, edit.AddStory(ed, fresh)
		}
		if err == nil && len(c.Ops) > 0 {
			changes = append(changes, c)
			out.Stories = append(out.Stories, story.ID)
			ed, err = c.Apply(ed)
		}
		if err != nil {
			return out, err
		}
		if u.State != importer.Same {
			out.Notes = append(out.Notes, note)
		}
		if u.State == importer.Changed || u.State == importer.Additional || u.State == importer.Conflict && how == TakeManuscript {
			became[u.From] = place{story.ID, u.Paras}
		}
	}
	idle := len(out.Notes) == 0 && out.Pictures == 0 // all of it was here before: nothing need be said again
	for _, n := range r.Notes {
		if n.Place.Story != "" {
			at, ok := became[n.Place.Story]
			if !ok {
				continue
			}
			n.Place.Story, n.Place.Para = at.story, at.paras[n.Place.Para]
			if n.Place.Para == "" {
				n.Place.From, n.Place.To = 0, 0
			}
		} else if idle && n.Rule != importer.NoteFile && n.Level != finding.Error {
			continue
		}
		out.Notes = append(out.Notes, n)
	}
	change := edit.Compound(words.Text{ZH: "收稿", EN: "Take In Manuscripts"}, changes...)
	if out.States[importer.Additional] < len(out.Stories) {
		change.Label = words.Text{ZH: "更新来稿", EN: "Update Manuscripts"}
	}
	if change.Empty() {
		return out, nil
	}
	_, err := file.Do(change)
	return out, err
}

// sayWon tells of a conflict in which the manuscript was to win.
var sayWon = words.Text{ZH: "“%s”有新稿，编辑改过的地方以来稿为准；撤销可以找回。", EN: "%q came again and its words replace those that had been edited; undo brings them back."}

// sayFilled is what is added to the words of a conflict.
var sayFilled = words.Text{ZH: "%s缺的图片已经补上。", EN: "%s The picture it was missing has come and is in its place."}

// fill answers an edited story with the pictures that it was missing and its manuscript has now, or nil if there are none:
// they take nothing of what an editor did.
func fill(ed *edition.Edition, old, now *edition.Story) *edition.Story {
	c := *old
	c.Pictures = append([]edition.PictureUse(nil), old.Pictures...)
	filled := false
	for i := range min(len(c.Pictures), len(now.Pictures)) {
		if id := now.Pictures[i].Picture; c.Pictures[i].Picture == "" && id != "" && ed.Picture(id) != nil {
			c.Pictures[i].Picture, filled = id, true
		}
	}
	if !filled {
		return nil
	}
	return &c
}

// unreadable is the finding for a picture that cannot be had.
func unreadable(name string, err error) finding.Finding {
	return finding.Finding{Rule: importer.NotePicture, Category: "import", Level: finding.Error, Text: name, Score: 1,
		Message: words.Text{ZH: "图片“%s”读不出来，它的位置留空。", EN: "The picture %q cannot be read; its place stays empty."}.F(name),
		Reason:  words.Text{ZH: err.Error(), EN: err.Error()}}
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
