package importer

import (
	"encoding/xml"
	"errors"
	"path"
	"regexp"
	"strings"

	"dayang/internal/bounded"
	"dayang/internal/finding"
	"dayang/internal/manuscript"
)

// autoAlt is what programs write by themselves where a picture's description should be.
var autoAlt = regexp.MustCompile(`(?i)^(?:图片|图像|图形|Picture|Image|Grafik|图)\s*\d*$|^descri|已自动生成|automatically generated|AI[- ]generated|AI 生成|^(?:https?:|file:|[A-Za-z]:\\)|\.(?:jpe?g|png|gif|bmp|tiff?|webp)$|^[A-Za-z0-9_\-]{1,40}$`)

// drawing reads a picture, a text box or another object.
func (w *wordReader) drawing(x *bounded.XML, object bool) error {
	alt, found, other, boxed := "", false, false, false
	var walk func(e xml.StartElement) error
	walk = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "docPr", "cNvPr":
			if alt == "" {
				alt = bounded.Attr(e, "descr")
			}
		case "shape", "rect":
			if a := bounded.Attr(e, "alt"); a != "" && alt == "" {
				alt = a
			}
		case "blip", "imagedata":
			id := bounded.Attr(e, "embed")
			if id == "" {
				id = bounded.Attr(e, "link")
			}
			if id == "" {
				id = bounded.Attr(e, "id")
			}
			if rel, ok := w.rels[id]; ok && !found {
				found = true
				if err := w.picture(rel, alt); err != nil {
					return err
				}
			}
		case "chart", "relIds", "OLEObject":
			other = true
		case "txbxContent":
			boxed = true
			// The box's paragraphs are paragraphs of the text, after the one that holds it.
			outer, at, looks := w.open, w.items, w.looks
			defer w.inner(len(w.pinned), len(at))()
			w.open, w.items, w.looks = nil, nil, nil
			err := w.blocks(x)
			w.flush()
			inner := w.items
			w.open, w.items, w.looks = outer, at, looks
			if w.open != nil {
				w.open.after = append(w.open.after, inner...)
			}
			return err
		case "AlternateContent":
			done := false
			return x.Children(func(e xml.StartElement) error {
				if done {
					return x.Skip()
				}
				done = true
				return x.Children(walk, nil)
			}, nil)
		}
		return x.Children(walk, nil)
	}
	err := x.Children(walk, nil)
	if !found && !boxed && (other || object) {
		w.objects++
	}
	return err
}

// picture keeps a picture for after the open paragraph.
func (w *wordReader) picture(rel relation, alt string) error {
	if w.open == nil {
		return nil
	}
	alt = strings.Join(strings.Fields(alt), " ")
	if autoAlt.MatchString(alt) {
		alt = ""
	}
	it := manuscript.Item{Missing: true, Alt: alt}
	switch {
	case rel.external:
		w.note(NotePicture, finding.Warning, finding.Place{}, rel.target, sayRich.linked.F(rel.target), 1)
	case !w.zip.Has(rel.target):
		w.note(NotePicture, finding.Warning, finding.Place{}, path.Base(rel.target), sayFiles.noPicture.F(path.Base(rel.target)), 1)
	case w.pictures[rel.target] != "": // shown again: unpacked once, or the limit would count it as often as it is shown
		it.Picture, it.Missing = w.pictures[rel.target], false
	default:
		data, err := w.zip.Read(rel.target)
		if errors.Is(err, bounded.ErrDamaged) {
			w.note(NotePicture, finding.Error, finding.Place{}, path.Base(rel.target), sayFiles.badPicture.F(path.Base(rel.target)), 1)
			break
		}
		if err != nil {
			return err
		}
		it.Picture, it.Missing = w.keep(path.Base(rel.target), data)
		w.pictures[rel.target] = it.Picture
	}
	w.open.after = append(w.open.after, it)
	return nil
}
