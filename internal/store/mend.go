package store

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/words"
)

// mending puts an edition together.
type mending struct {
	*Report
	*salvage
	base *foundation // nil: there is none

	ed      *edition.Edition // as saved
	steps   []logRow         // the history that leads to it
	change  map[int64]edit.Change
	kept    []keptSnapshot
	byMoves []move
}

func (m *mending) lose(kind, id string, text words.Text) {
	m.Losses = append(m.Losses, Loss{Kind: kind, ID: id, Text: text})
}

// mend decides what the edition was.
func (m *mending) mend() error {
	if len(m.nodes)+len(m.stray)+len(m.log) == 0 && m.base == nil {
		return ErrNothingSaved
	}
	union, changes := maps.Clone(m.log), maps.Clone(m.changes)
	if m.base != nil && m.base.log != nil {
		for seq, r := range m.base.log {
			if _, has := union[seq]; !has {
				union[seq], changes[seq] = r, m.base.states[seq]
			}
		}
	}
	m.change = changes
	ed, exact := m.fromNodes(union)
	replayed := m.replay(union)
	if !exact && replayed != nil {
		if m.proves(replayed) {
			ed, exact = replayed, true
		} else if m.seal == nil && m.agrees(replayed) {
			// Nothing contradicts it, and nothing proves it: the state after the last step that is left.
			ed = replayed
			m.lose("edition", "", words.Text{ZH: "封记已损坏，不能证明最后几步都在", EN: "the seal is damaged: it cannot be proven that the very last steps are there"})
		}
	}
	m.Exact = exact
	if ed == nil {
		ed = m.patchwork(union)
	}
	if ed == nil {
		return ErrNothingSaved
	}
	m.ed = ed
	m.history(union)
	return nil
}

// proves reports whether the seal says that this is the edition that was acknowledged last.
func (m *mending) proves(ed *edition.Edition) bool {
	if ed == nil || m.seal == nil || edition.Validate(ed) != nil {
		return false
	}
	s, err := sealOf(ed)
	return err == nil && s.nodes == m.seal.nodes && s.placed == m.seal.placed
}

// agrees reports whether an edition holds every node that the file's trees lead to, as it is there.
func (m *mending) agrees(ed *edition.Edition) bool {
	have := map[nodeKey]int64{}
	eachNode(ed, func(kind, id string, _ int, node any) error { //nolint:errcheck // it answers none
		if text, err := encode(kind, id, node); err == nil {
			have[nodeKey{kind, id}] = sumOf(kind, id, text)
		}
		return nil
	})
	for k, r := range m.nodes {
		if have[k] != r.sum {
			return false
		}
	}
	return true
}

// maxTries bounds how many ways are tried to fill the gaps.
const maxTries = 512

// fromNodes answers the edition that the nodes make, the gaps filled from the history, from the backup and from stray
// pages, if the seal proves that it is the one.
func (m *mending) fromNodes(union map[int64]logRow) (*edition.Edition, bool) {
	try := func(nodes map[nodeKey]*row) *edition.Edition {
		total := uint64(0)
		for k, r := range nodes {
			total += nodeMark(k.kind, k.id, r.sum)
		}
		if m.seal == nil || total != m.seal.nodes {
			return nil
		}
		ed := arrange(nodes, m.base)
		if m.proves(ed) {
			return ed
		}
		return nil
	}
	if ed := try(m.nodes); ed != nil {
		return ed, true
	}
	// A file of the form that had no seal: whole trees and places that fit are all the proof there is.
	if m.seal == nil && m.whole {
		if ed, _, err := assemble(cloneRows(m.nodes)); err == nil && edition.Validate(ed) == nil {
			m.lose("edition", "", words.Text{ZH: "封记已损坏或没有，只能按各部分的校验和认定", EN: "the seal is damaged or missing: only the sums of its parts speak for it"})
			return ed, false
		}
	}
	var gaps []nodeKey
	choices := map[nodeKey][]*row{}
	offer := func(k nodeKey, r *row) {
		if _, has := m.nodes[k]; has {
			return
		}
		if choices[k] == nil {
			gaps = append(gaps, k)
		}
		choices[k] = append(choices[k], r)
	}
	for k, r := range m.latest(union) {
		offer(k, r)
	}
	for k, list := range m.stray {
		for _, r := range list {
			offer(k, r)
		}
	}
	if m.seal == nil || len(gaps) == 0 {
		return nil, false
	}
	tries := 0
	var fill func(i int, nodes map[nodeKey]*row) *edition.Edition
	fill = func(i int, nodes map[nodeKey]*row) *edition.Edition {
		if tries > maxTries {
			return nil
		}
		if i == len(gaps) {
			tries++
			return try(nodes)
		}
		for _, r := range choices[gaps[i]] {
			nodes[gaps[i]] = r
			if ed := fill(i+1, nodes); ed != nil {
				return ed
			}
		}
		delete(nodes, gaps[i]) // it may have been deleted
		return fill(i+1, nodes)
	}
	ed := fill(0, maps.Clone(m.nodes))
	return ed, ed != nil
}

func cloneRows(nodes map[nodeKey]*row) []*row {
	var out []*row
	for _, r := range nodes {
		c := *r
		out = append(out, &c)
	}
	return out
}

// latest answers each node as the newest step that is done left it, or as the backup has it where no step has.
func (m *mending) latest(union map[int64]logRow) map[nodeKey]*row {
	out := map[nodeKey]*row{}
	put := func(kind, id string, pos int, node any) error {
		text, err := encode(kind, id, node)
		if err == nil {
			out[nodeKey{kind, id}] = &row{kind: kind, id: id, pos: int64(pos), sum: sumOf(kind, id, text), node: node}
		}
		return err
	}
	if m.base != nil {
		eachNode(m.base.ed, put) //nolint:errcheck // what came from JSON goes into it
	}
	for _, seq := range slices.Sorted(maps.Keys(union)) {
		if union[seq].state != Done {
			continue
		}
		for _, o := range m.change[seq].Ops {
			kind, id, node := after(o)
			k := nodeKey{kind, id}
			if node == nil {
				delete(out, k)
				continue
			}
			pos := o.At
			if was, has := out[k]; has && kind != headNode && kind != houseNode {
				pos = int(was.pos)
			}
			put(kind, id, pos, node) //nolint:errcheck // what came from JSON goes into it
		}
	}
	return out
}

// after answers the node that an operation leaves, nil for one that it deletes.
func after(o edit.Op) (kind, id string, node any) {
	switch {
	case o.Head != nil:
		return headNode, "head", o.Head.After
	case o.House != nil:
		return houseNode, "house", o.House.After
	case o.Page != nil:
		return either(pageNode, o.Page, func(n *edition.Page) string { return n.ID })
	case o.Story != nil:
		return either(storyNode, o.Story, func(n *edition.Story) string { return n.ID })
	case o.Picture != nil:
		return either(pictureNode, o.Picture, func(n *edition.Picture) string { return n.ID })
	case o.Flag != nil:
		return either(flagNode, o.Flag, func(n *edition.Flag) string { return n.ID })
	case o.Entry != nil:
		return either(entryNode, o.Entry, func(n *edition.Entry) string { return n.ID })
	}
	return "", "", nil
}

func either[T any](kind string, s *edit.Swap[T], id func(*T) string) (string, string, any) {
	if s.After != nil {
		return kind, id(s.After), s.After
	}
	if s.Before != nil {
		return kind, id(s.Before), nil
	}
	return kind, "", nil
}

// arrange makes an edition of nodes, in the order of their places; where two claim one, the backup's order decides.
func arrange(nodes map[nodeKey]*row, base *foundation) *edition.Edition {
	order := map[nodeKey]int{}
	if base != nil {
		eachNode(base.ed, func(kind, id string, at int, _ any) error { //nolint:errcheck // it answers none
			order[nodeKey{kind, id}] = at + 1
			return nil
		})
	}
	rows := cloneRows(nodes)
	slices.SortFunc(rows, func(a, b *row) int {
		if a.pos != b.pos {
			return int(a.pos - b.pos)
		}
		if d := order[nodeKey{a.kind, a.id}] - order[nodeKey{b.kind, b.id}]; d != 0 {
			return d
		}
		return strings.Compare(a.kind+a.id, b.kind+b.id)
	})
	ed := &edition.Edition{}
	head := false
	for _, r := range rows {
		switch n := r.node.(type) {
		case *edition.Head:
			ed.Head, head = *n, true
		case *edition.House:
			ed.House = n
		case *edition.Page:
			ed.Pages = append(ed.Pages, n)
		case *edition.Story:
			ed.Stories = append(ed.Stories, n)
		case *edition.Picture:
			ed.Pictures = append(ed.Pictures, n)
		case *edition.Flag:
			ed.Flags = append(ed.Flags, n)
		case *edition.Entry:
			ed.Record = append(ed.Record, n)
		}
	}
	if !head {
		ed.Head.Title = lostTitle
	}
	return ed
}

// lostTitle stands where the head of an edition is lost.
const lostTitle = "（报头已损坏）"

// replay answers the backup's edition with every later step done again, or nil if the steps do not lead on from it.
func (m *mending) replay(union map[int64]logRow) *edition.Edition {
	if m.base == nil || m.base.log == nil {
		return nil
	}
	var back, forth []int64
	for seq, r := range m.base.log {
		if r.state == Done && union[seq].state != Done {
			back = append(back, seq)
		}
		if was, now := m.base.log[seq], union[seq]; was.sum != now.sum && was.state == Done && now.state == Done {
			back, forth = append(back, seq), append(forth, seq) // a step that went on after the backup
		}
	}
	for seq, r := range union {
		if was, has := m.base.log[seq]; r.state == Done && (!has || was.state != Done) {
			forth = append(forth, seq)
		}
	}
	slices.Sort(back)
	slices.Sort(forth)
	slices.Reverse(back)
	ed := m.base.ed
	var err error
	for _, seq := range back {
		if ed, err = m.base.states[seq].Inverse().Apply(ed); err != nil {
			return nil
		}
	}
	for _, seq := range forth {
		if ed, err = m.change[seq].Apply(ed); err != nil {
			return nil
		}
	}
	if edition.Validate(ed) != nil {
		return nil
	}
	return ed
}

// patchwork answers what can be had where nothing is proven: every node from the file, what is missing from the
// history or the backup, and says of each where it came from.
func (m *mending) patchwork(union map[int64]logRow) *edition.Edition {
	m.lose("edition", "", words.Text{ZH: "不能证明与最后存盘的一致，请逐版核对", EN: "it cannot be proven to be what was saved last: look through every page"})
	nodes := maps.Clone(m.nodes)
	for k, r := range m.latest(union) {
		if _, has := nodes[k]; has {
			continue
		}
		nodes[k] = r
		m.lose(k.kind, k.id, words.Text{ZH: "取自历史或备份，可能不是最后的样子：%s", EN: "taken from the history or a backup, perhaps not as it was last: %s"}.F(nameOf(r.node)))
	}
	for k, list := range m.stray {
		if _, has := nodes[k]; has {
			continue
		}
		nodes[k] = list[len(list)-1]
		m.lose(k.kind, k.id, words.Text{ZH: "在文件的零散处找到，可能是旧稿或已删去的：%s", EN: "found on a stray page of the file, perhaps old or deleted: %s"}.F(nameOf(list[0].node)))
	}
	if len(nodes) == 0 {
		return nil
	}
	ed := arrange(nodes, m.base)
	if ed.Head.Title == lostTitle {
		m.lose(headNode, "", words.Text{ZH: "报头信息已丢失", EN: "the head of the edition is lost"})
	}
	if ed.House == nil {
		ed.House = edition.DefaultHouse()
		m.lose(houseNode, "", words.Text{ZH: "体例已丢失，换成程序自带的", EN: "the house style is lost; the program's own stands in"})
	}
	for i, r := range m.nodesByPlace() {
		if int64(i) >= 0 && r != "" {
			m.lose(r, "", words.Text{ZH: "序号不连续，可能少了几项", EN: "the places have gaps: some may be lost"})
		}
	}
	ed = m.severed(ed)
	if edition.Validate(ed) != nil {
		return nil
	}
	return ed
}

// nodesByPlace answers the kinds whose places have gaps.
func (m *mending) nodesByPlace() []string {
	var out []string
	for _, kind := range []string{pageNode, storyNode, pictureNode, flagNode, entryNode} {
		n, top := int64(0), int64(-1)
		for k, r := range m.nodes {
			if k.kind == kind {
				n++
				top = max(top, r.pos)
			}
		}
		if top+1 > n {
			out = append(out, kind)
		}
	}
	return out
}

func nameOf(node any) string {
	switch n := node.(type) {
	case *edition.Page:
		return fmt.Sprint(n.Number, " ", n.Name)
	case *edition.Story:
		return n.Slug
	case *edition.Picture:
		return n.Name
	case *edition.Head:
		return n.Title
	case *edition.Flag:
		return n.Quote + n.Note
	case *edition.Entry:
		return n.Who + " " + n.Name
	}
	return ""
}
