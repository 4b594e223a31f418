package store

import (
	"encoding/binary"
	"hash/crc32"

	"dayang/internal/edit"
	"dayang/internal/words"
)

type nodeKey struct{ kind, id string }

// salvage is what a damaged file still says: only rows whose sums are right.
type salvage struct {
	nodes   map[nodeKey]*row   // what the trees lead to: as the file stood last
	stray   map[nodeKey][]*row // found on pages that no tree leads to: as it stood at some time
	log     map[int64]logRow
	changes map[int64]edit.Change // of the log
	moves   map[int64]move
	snaps   map[int64]keptSnapshot
	seal    *seal // nil: it is damaged, or there is none
	newer   int   // the version it claims, if that is newer
	whole   bool  // every tree could be followed to its end
	pictures
}

type pictures struct {
	pages *pages
	root  uint32
	seen  map[uint32]bool // pages of the other tables
}

type keptSnapshot struct {
	Snapshot
	packed []byte
}

// salvageFrom reads everything but the pictures.
func salvageFrom(p *pages) *salvage {
	s := &salvage{nodes: map[nodeKey]*row{}, stray: map[nodeKey][]*row{}, log: map[int64]logRow{}, changes: map[int64]edit.Change{},
		moves: map[int64]move{}, snaps: map[int64]keptSnapshot{}, whole: !p.walBad}
	s.pages, s.seen = p, map[uint32]bool{}
	head := p.get(1)
	if version := int(binary.BigEndian.Uint32(head[60:])); binary.BigEndian.Uint32(head[68:]) == applicationID && version > len(migrations) {
		s.newer = version
	}
	roots := p.roots(s.seen)
	s.root = roots["file"]
	for name, into := range map[string]func(cell){"node": s.node, "log": s.step, "move": s.move, "snapshot": s.snapshot, "seal": s.sealed} {
		if root, has := roots[name]; has {
			s.whole = p.walk(root, s.seen, into) && s.whole
		}
	}
	fromTree := s.nodes
	// What follows is found outside of the trees: a step or a node that the trees have is not overwritten.
	s.nodes = map[nodeKey]*row{}
	p.strays(s.seen, func(c cell) {
		s.node(c)
		for k, r := range s.nodes {
			s.stray[k] = append(s.stray[k], r)
			delete(s.nodes, k)
		}
		if len(c.values) == 8 {
			if _, has := s.log[c.rowid]; !has {
				s.step(c)
			}
		}
		if len(c.values) == 7 {
			if _, has := s.snaps[c.rowid]; !has {
				s.snapshot(c)
			}
		}
	})
	s.nodes = fromTree
	return s
}

// strays calls each with the rows on pages that no tree leads to.
func (p *pages) strays(seen map[uint32]bool, each func(cell)) {
	for n := uint32(2); n <= p.count; n++ {
		if seen[n] {
			continue
		}
		if page := p.get(n); page[0] == leafTable {
			p.leaf(n, page, nil, each)
		}
	}
}

func (s *salvage) node(c cell) {
	if len(c.values) != 6 {
		return
	}
	kind, ok1 := c.values[0].(string)
	id, ok2 := c.values[1].(string)
	pos, ok3 := c.values[2].(int64)
	text, ok4 := c.values[3].([]byte)
	sum, ok5 := c.values[4].(int64)
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 {
		return
	}
	r := &row{kind: kind, id: id, pos: pos, text: text, sum: sum}
	if r.read(); r.err == nil {
		s.nodes[nodeKey{kind, id}] = r
	}
}

func (s *salvage) step(c cell) {
	if len(c.values) != 8 {
		return
	}
	r := logRow{seq: c.rowid}
	var ok [7]bool
	var state string
	r.at, ok[0] = c.values[1].(int64)
	r.who, ok[1] = c.values[2].(string)
	r.zh, ok[2] = c.values[3].(string)
	r.en, ok[3] = c.values[4].(string)
	r.packed, ok[4] = c.values[5].([]byte)
	r.sum, ok[5] = c.values[6].(int64)
	state, ok[6] = c.values[7].(string)
	r.state = StepState(state)
	if ok != [7]bool{true, true, true, true, true, true, true} || r.state != Done && r.state != Undone && r.state != Dropped {
		return
	}
	change, err := unpack(r.packed, r.sum)
	if err != nil || change.At != r.at || change.Who != r.who || change.Label != (words.Text{ZH: r.zh, EN: r.en}) {
		return
	}
	s.log[r.seq], s.changes[r.seq] = r, change
}

func (s *salvage) move(c cell) {
	if len(c.values) != 6 {
		return
	}
	m := move{seq: c.rowid}
	var ok [5]bool
	var state string
	m.Step, ok[0] = c.values[1].(int64)
	m.At, ok[1] = c.values[2].(int64)
	m.Who, ok[2] = c.values[3].(string)
	state, ok[3] = c.values[4].(string)
	m.Cause, ok[4] = c.values[5].(int64)
	m.State = StepState(state)
	if ok == [5]bool{true, true, true, true, true} {
		s.moves[m.seq] = m
	}
}

func (s *salvage) snapshot(c cell) {
	if len(c.values) != 7 {
		return
	}
	k := keptSnapshot{Snapshot: Snapshot{ID: c.rowid}}
	var ok [6]bool
	k.At, ok[0] = c.values[1].(int64)
	k.Who, ok[1] = c.values[2].(string)
	k.Name, ok[2] = c.values[3].(string)
	k.Step, ok[3] = c.values[4].(int64)
	k.packed, ok[4] = c.values[5].([]byte)
	k.sum, ok[5] = c.values[6].(int64)
	if ok == [6]bool{true, true, true, true, true, true} && int64(crc32.Checksum(k.packed, castagnoli)) == k.sum {
		s.snaps[k.ID] = k
	}
}

func (s *salvage) sealed(c cell) {
	if len(c.values) != 5 {
		return
	}
	nodes, ok1 := c.values[1].(int64)
	placed, ok2 := c.values[2].(int64)
	log, ok3 := c.values[3].(int64)
	sum, ok4 := c.values[4].(int64)
	found := seal{uint64(nodes), uint64(placed), uint64(log)}
	if ok1 && ok2 && ok3 && ok4 && found.sum() == sum {
		s.seal = &found
	}
}

// logSeal is the history's part of the seal of what was found.
func (s *salvage) logSeal() uint64 {
	total := uint64(0)
	for _, r := range s.log {
		total += r.mark()
	}
	for _, m := range s.moves {
		total += m.mark()
	}
	for _, k := range s.snaps {
		total += k.mark()
	}
	return total
}

// each calls take with every picture file that reads as it came.
func (p pictures) each(take func(id string, turn int, data []byte) error) error {
	var failed error
	row := func(c cell) {
		if len(c.values) != 3 || failed != nil {
			return
		}
		id, ok1 := c.values[0].(string)
		turn, ok2 := c.values[1].(int64)
		data, ok3 := c.values[2].([]byte)
		if ok1 && ok2 && ok3 && isFile(id, data) {
			failed = take(id, int(turn), data)
		}
	}
	p.pages.again()
	seen := map[uint32]bool{}
	for n := range p.seen {
		seen[n] = true
	}
	p.pages.walk(p.root, seen, row)
	p.pages.strays(seen, row)
	return failed
}
