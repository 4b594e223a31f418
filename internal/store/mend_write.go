package store

import (
	"context"
	"errors"
	"hash/crc32"
	"maps"
	"slices"
	"time"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
)

// severed answers the edition without references to what is not there; each is reported.
func (m *mending) severed(ed *edition.Edition) *edition.Edition {
	out := *ed
	has := func(id string) bool { return id == "" || ed.Picture(id) != nil }
	out.Stories = nil
	for _, s := range ed.Stories {
		c := *s
		c.Pictures = slices.Clone(s.Pictures)
		for i, u := range c.Pictures {
			if !has(u.Picture) {
				c.Pictures[i].Picture = ""
				m.lose(storyNode, s.ID, words.Text{ZH: "“%s”缺一张图片，留着位置", EN: "%q lacks a picture; its place is kept"}.F(s.Slug))
			}
		}
		out.Stories = append(out.Stories, &c)
	}
	out.Pages = nil
	for _, p := range ed.Pages {
		c := *p
		c.Frames = nil
		for _, f := range p.Frames {
			g := *f
			if f.Story != "" && ed.Story(f.Story) == nil {
				g.Story = ""
				m.lose(pageNode, p.ID, words.Text{ZH: "第%d版有一个框的稿件丢了", EN: "a frame on page %d has lost its story"}.F(p.Number))
			}
			if !has(f.Picture) {
				g.Picture = ""
				m.lose(pageNode, p.ID, words.Text{ZH: "第%d版有一个框的图片丢了", EN: "a frame on page %d has lost its picture"}.F(p.Number))
			}
			c.Frames = append(c.Frames, &g)
		}
		out.Pages = append(out.Pages, &c)
	}
	out.Flags = nil
	for _, f := range ed.Flags {
		if f.Story != "" && ed.Story(f.Story) == nil || f.Page != "" && ed.Page(f.Page) == nil {
			m.lose(flagNode, f.ID, words.Text{ZH: "一条批注所在的稿件或版丢了：%s", EN: "a flag has lost its story or page: %s"}.F(nameOf(f)))
			continue
		}
		out.Flags = append(out.Flags, f)
	}
	return &out
}

// history keeps the steps that lead to the edition: all of them if the seal proves them, otherwise those that can be
// walked back from it without a gap.
func (m *mending) history(union map[int64]logRow) {
	for _, id := range slices.Sorted(maps.Keys(m.snaps)) {
		m.kept = append(m.kept, m.snaps[id])
	}
	if m.base != nil {
		for _, id := range slices.Sorted(maps.Keys(m.base.snaps)) {
			if _, has := m.snaps[id]; !has {
				m.kept = append(m.kept, m.base.snaps[id])
			}
		}
	}
	if m.Exact && m.logSeal() == m.seal.log {
		for _, seq := range slices.Sorted(maps.Keys(m.log)) {
			m.steps = append(m.steps, m.log[seq])
		}
		for _, seq := range slices.Sorted(maps.Keys(m.moves)) {
			m.byMoves = append(m.byMoves, m.moves[seq])
		}
		return
	}
	seqs := slices.Sorted(maps.Keys(union))
	slices.Reverse(seqs)
	walked := map[int64]bool{}
	ed := m.ed
	for _, seq := range seqs {
		if union[seq].state != Done {
			continue
		}
		before, err := m.change[seq].Inverse().Apply(ed)
		if err != nil {
			break
		}
		ed = before
		walked[seq] = true
	}
	ed = m.ed
	slices.Reverse(seqs)
	for _, seq := range seqs {
		if union[seq].state != Undone {
			continue
		}
		next, err := m.change[seq].Apply(ed)
		if err != nil {
			break
		}
		ed = next
		walked[seq] = true
	}
	lost := 0
	for _, seq := range seqs {
		if walked[seq] {
			m.steps = append(m.steps, union[seq])
		} else {
			lost++
		}
	}
	moves := maps.Clone(m.moves)
	if m.base != nil {
		for seq, mv := range m.base.moves {
			if _, has := moves[seq]; !has {
				moves[seq] = mv
			}
		}
	}
	for _, seq := range slices.Sorted(maps.Keys(moves)) {
		if walked[moves[seq].Step] {
			m.byMoves = append(m.byMoves, moves[seq])
		}
	}
	m.lose("step", "", words.Text{ZH: "历史不完整：留下 %d 步，另有 %d 步读得出但接不上", EN: "the history is not whole: %d steps are kept, %d more can be read but lead nowhere"}.F(len(m.steps), lost))
}

// write puts the new file together at temp; path is where the damaged one is.
func (m *mending) write(temp, path string) error {
	db := openDB(temp, creating, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")
	defer db.Close()
	if err := migrate(context.Background(), db, 0); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	want := map[string]bool{}
	for _, p := range m.ed.Pictures {
		want[p.ID] = true
	}
	for _, r := range m.steps {
		notePictures(m.change[r.seq], want)
	}
	var kept []keptSnapshot
	for _, k := range m.kept {
		ed, err := unpackEdition(k.packed, k.sum)
		if err != nil {
			continue
		}
		for _, p := range ed.Pictures {
			want[p.ID] = true
		}
		kept = append(kept, k)
	}
	have := map[string]bool{}
	take := func(id string, turn int, data []byte) error {
		if !want[id] || have[id] {
			return nil
		}
		have[id] = true
		_, err := tx.Exec("INSERT INTO file (id, turn, bytes) VALUES (?, ?, ?)", id, turn, data)
		return err
	}
	if err := m.pictures.each(take); err != nil {
		return err
	}
	for id := range want {
		if have[id] {
			continue
		}
		if data, ok := keptPicture(path, id); ok {
			pic, err := ProbeAd("", data)
			if err != nil {
				continue
			}
			if err := take(id, pic.Turn, data); err != nil {
				return err
			}
		}
	}
	ed := m.withPictures(have)
	var s seal
	for _, r := range m.steps {
		if err := r.insert(tx); err != nil {
			return err
		}
		s.log += r.mark()
	}
	for _, mv := range m.byMoves {
		if err := mv.insert(tx); err != nil {
			return err
		}
		s.log += mv.mark()
	}
	for _, k := range kept {
		if err := k.insert(tx, k.packed); err != nil {
			return err
		}
		s.log += k.mark()
	}
	if ed != m.ed {
		c := edit.Diff(words.Text{ZH: "修复：去掉读不出的图片", EN: "Repair: pictures that cannot be read removed"}, m.ed, ed)
		c.At, c.Who = time.Now().UnixMilli(), userName()
		f := &File{}
		packed, err := f.pack(c)
		if err != nil {
			return err
		}
		r := logRow{at: c.At, who: c.Who, zh: c.Label.ZH, en: c.Label.EN, packed: packed, sum: int64(crc32.Checksum(packed, castagnoli)), state: Done}
		for _, q := range m.steps {
			r.seq = max(r.seq, q.seq)
		}
		r.seq++
		if err := r.insert(tx); err != nil {
			return err
		}
		s.log += r.mark()
		m.ed = ed
	}
	if err := writeNodes(tx, &s, m.ed); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	m.Pages, m.Stories, m.Pictures, m.Steps, m.Snapshots = len(m.ed.Pages), len(m.ed.Stories), len(m.ed.Pictures), len(m.steps), len(kept)
	if m.base != nil && !(m.Exact && m.whole) {
		m.Backup = m.base.path
	}
	if err := db.Close(); err != nil {
		return err
	}
	return passes(temp)
}

// passes checks what was put together: a repair that does not pass is no repair.
func passes(temp string) error {
	f, err := OpenReadOnly(temp)
	if err != nil {
		return err
	}
	return errors.Join(f.Check(), f.Close())
}

// withPictures answers the edition without the pictures whose bytes nothing has; each is reported.
func (m *mending) withPictures(have map[string]bool) *edition.Edition {
	out := *m.ed
	out.Pictures = nil
	for _, p := range m.ed.Pictures {
		if have[p.ID] {
			out.Pictures = append(out.Pictures, p)
			continue
		}
		m.Exact = false
		m.lose(pictureNode, p.ID, words.Text{ZH: "图片读不出，请重新放入：%s", EN: "the picture cannot be read, put it in again: %s"}.F(p.Name))
	}
	if len(out.Pictures) == len(m.ed.Pictures) {
		return m.ed
	}
	return m.severed(&out)
}
