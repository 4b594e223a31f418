// Package flow is the one line from manuscript to press as the window and the command line both walk it: take in,
// make up, proof, draw, export.
//
// Start with Shop, which holds what every step needs. Each step takes an edition and answers a value; what is to
// be changed comes back as an edit.Change for the caller to commit. Long steps take a context and stop when it is
// done. The package shows nothing and keeps no edition.
package flow

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"dayang/fonts"
	"dayang/internal/compose"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/lists"
	"dayang/internal/proof"
	"dayang/internal/repair"
	"dayang/internal/segment"
)

// Shop is what the steps share: the fonts, and the dictionary, which is read once when first needed.
// It may be used from several goroutines.
type Shop struct {
	Fonts *fonts.Registry
	open  func() (*segment.Dictionary, error)
	past  archive
	own   learnt
	lists listCache
}

// NewShop answers a shop with the fonts that ship.
func NewShop() *Shop {
	return &Shop{Fonts: fonts.Builtin(), open: sync.OnceValues(segment.Open)}
}

// Words answers the dictionary with what was learnt, reading it on the first call, which takes a few tenths of a
// second. What was learnt and cannot be read stops nothing; LearntTrouble tells of it.
func (s *Shop) Words() (segment.Segmenter, error) {
	d, err := s.open()
	if err != nil {
		return nil, fmt.Errorf("open the dictionary: %w", err)
	}
	return s.mixed(d), nil
}

// Composer answers a new composer. Its caches are its own: use one at a time, from one goroutine at a time.
func (s *Shop) Composer() (*compose.Composer, error) {
	words, err := s.Words()
	if err != nil {
		return nil, err
	}
	return compose.New(s.Fonts, words), nil
}

// ProofOptions is what a title's proof desk brings along.
type ProofOptions struct {
	Roster []proof.Person // beside those of Lists
	Lists  lists.Set      // the title's lists; see Lists
	Date   string         // of issue, 2006-01-02; "" is the edition's own
	Past   []Past         // other issues of the title, for what is printed again; see Archive
}

// Proof answers every remark on an edition: those of the proofreading rules, then those of its composition.
func (s *Shop) Proof(ctx context.Context, ed *edition.Edition, notes []finding.Finding, o ProofOptions) ([]finding.Finding, error) {
	words, err := s.Words()
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	date := o.Date
	if date == "" {
		date = ed.Head.Date
	}
	before, heads := earlier(ed, o.Past)
	found := o.checker(words, before, date, ed.House).Edition(ed)
	found = append(found, IssueFindings(ed, heads)...)
	return append(found, notes...), ctx.Err()
}

// ProofPara answers the remarks on one paragraph alone, quickly enough to ask while it is being written.
func (s *Shop) ProofPara(ed *edition.Edition, story, para string, o ProofOptions) ([]finding.Finding, error) {
	words, err := s.Words()
	st := ed.Story(story)
	if err != nil || st == nil {
		return nil, err
	}
	date := o.Date
	if date == "" {
		date = ed.Head.Date
	}
	return o.checker(words, nil, date, ed.House).Para(st, para), nil
}

// Checker answers the proofreading rules with what the options bring, for texts that belong to no edition.
func (s *Shop) Checker(o ProofOptions) (*proof.Checker, error) {
	words, err := s.Words()
	if err != nil {
		return nil, err
	}
	return o.checker(words, nil, o.Date, nil), nil
}

func (o ProofOptions) checker(words segment.Segmenter, before []proof.Earlier, date string, house *edition.House) *proof.Checker {
	return proof.New(words, proof.Options{
		Roster: append(slices.Clip(o.Roster), o.Lists.Roster...), Lists: o.Lists.Words, Slips: o.Lists.Slips, Places: o.Lists.Places,
		Earlier: before, Date: date, House: house,
		Successors: func(pieces []string) []int { return repair.Successors(pieces, words) },
	})
}

// ReplaceFile writes a file whole or not at all: beside its place, synced, then renamed over it.
func ReplaceFile(path string, write func(*os.File) error) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	if err = write(tmp); err != nil {
		return err
	}
	if err = tmp.Sync(); err != nil {
		return err
	}
	if err = tmp.Chmod(0o644); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// replaceWith is ReplaceFile for bytes that are all there.
func replaceWith(path string, data []byte) error {
	return ReplaceFile(path, func(f *os.File) error { _, err := f.Write(data); return err })
}
