package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"slices"
)

// What follows reads a database without SQLite, which gives up at the first page that is not in order. It follows the
// trees as far as they lead and then looks at every page by itself; what it finds there is as it stands, right or
// wrong: the checksums of the rows tell which. "Database File Format" and "Write-Ahead Log" of SQLite's documents.

// pages are those of a damaged database, with what its write-ahead log holds laid over them.
type pages struct {
	r       io.ReaderAt
	size    int64
	page    int64
	count   uint32
	overlay map[uint32][]byte
	budget  int64 // bytes that long rows may still make of it: a page that points in circles must not fill the memory
	walBad  bool  // the log is damaged: what it held may not all be there
	walTorn bool  // its last transaction is not whole
}

const (
	leafTable     = 0x0d
	interiorTable = 0x05
	walHeader     = 32
	walFrame      = 24
)

// openPages answers the pages of the database in r, and of its write-ahead log, which may be nil.
func openPages(r io.ReaderAt, size int64, wal []byte) *pages {
	p := &pages{r: r, size: size, page: 4096, overlay: map[uint32][]byte{}} // what this program writes
	head := make([]byte, 100)
	if n, _ := r.ReadAt(head, 0); n == 100 {
		switch s := int64(binary.BigEndian.Uint16(head[16:])); {
		case s == 1:
			p.page = 65536
		case s >= 512 && s&(s-1) == 0:
			p.page = s
		}
	}
	p.count = uint32((size + p.page - 1) / p.page)
	p.again()
	w := readWAL(wal, p.page)
	p.walBad, p.walTorn = w.bad, w.torn
	most := p.count + uint32(int64(len(wal))/p.page)
	for n, content := range w.pages {
		if n <= most { // a flipped bit would make it a file of many gigabytes
			p.overlay[n] = content
			p.count = max(p.count, n)
		}
	}
	return p
}

// wal is what a write-ahead log says.
type wal struct {
	pages map[uint32][]byte // up to the last commit
	bad   bool              // there was more than can be trusted
	torn  bool              // it ends in the middle of a transaction, which is left out
}

// readWAL reads a log, also past a frame that does not add up: the sum of each frame goes on from the one before it,
// which is written there. A last transaction that is torn was acknowledged to nobody and is no damage.
func readWAL(data []byte, page int64) wal {
	w := wal{pages: map[uint32][]byte{}}
	if len(data) < walHeader {
		w.bad = len(data) > 0
		return w
	}
	var order binary.ByteOrder = binary.LittleEndian
	if data[3]&1 == 1 {
		order = binary.BigEndian
	}
	frames := (len(data) - walHeader) / int(walFrame+page)
	frame := func(i int) []byte { return data[walHeader+i*int(walFrame+page):][:walFrame+page] }
	a, b := walSum(order, 0, 0, data[:24])
	salt := data[16:24]
	if a != binary.BigEndian.Uint32(data[24:]) || b != binary.BigEndian.Uint32(data[28:]) || int64(binary.BigEndian.Uint32(data[8:])) != page {
		// The header is damaged: the frames say among themselves what belongs together.
		if frames == 0 {
			return w
		}
		w.bad = true
		salt = frame(0)[8:16]
		a, b = binary.BigEndian.Uint32(data[24:]), binary.BigEndian.Uint32(data[28:])
	}
	pending := map[uint32][]byte{}
	wrongAt, commits := -1, 0 // the first frame that does not add up, and the commits from there on
	for i := range frames {
		f := frame(i)
		c, d := walSum(order, a, b, f[:8])
		c, d = walSum(order, c, d, f[walFrame:])
		right := bytes.Equal(f[8:16], salt) && c == binary.BigEndian.Uint32(f[16:]) && d == binary.BigEndian.Uint32(f[20:])
		if !right && !bytes.Equal(f[8:16], salt) && wrongAt < 0 && !laterFrames(frame, i+1, frames, salt) {
			break // left from before the log was begun anew
		}
		if !right && wrongAt < 0 {
			wrongAt = i
		}
		a, b = binary.BigEndian.Uint32(f[16:]), binary.BigEndian.Uint32(f[20:])
		n, commit := binary.BigEndian.Uint32(f), binary.BigEndian.Uint32(f[4:])
		if n == 0 || n > 1<<24 {
			continue
		}
		pending[n] = f[walFrame:]
		if commit != 0 {
			if wrongAt >= 0 {
				commits++
			}
			for n, content := range pending {
				w.pages[n] = content
			}
			clear(pending)
		}
	}
	if wrongAt >= 0 && commits > 0 {
		w.bad = true
	}
	rest := data[walHeader+frames*int(walFrame+page):]
	w.torn = wrongAt >= 0 || len(pending) > 0 || len(rest) >= 16 && bytes.Equal(rest[8:16], salt)
	return w
}

// laterFrames reports whether frames from i on belong to the log of a salt.
func laterFrames(frame func(int) []byte, i, n int, salt []byte) bool {
	for ; i < n; i++ {
		if bytes.Equal(frame(i)[8:16], salt) {
			return true
		}
	}
	return false
}

// walSum is the running sum of a write-ahead log.
func walSum(order binary.ByteOrder, a, b uint32, data []byte) (uint32, uint32) {
	for i := 0; i+8 <= len(data); i += 8 {
		a += order.Uint32(data[i:]) + b
		b += order.Uint32(data[i+4:]) + a
	}
	return a, b
}

// lookAtWAL answers what is wrong with the log beside a database that nobody has open. If it is damaged, SQLite takes what
// comes before the damage for the whole, and what had been acknowledged after it would be gone without a word. If it is
// torn, its last transaction is not whole: mostly one that a crash kept from being acknowledged, but a disk that lost
// what it had promised to keep leaves the same.
func lookAtWAL(path string) (damaged, torn bool, err error) {
	data, err := os.ReadFile(path + "-wal")
	if err != nil || len(data) <= walHeader {
		return false, false, nil //nolint:nilerr // no log, nothing to lose
	}
	f, err := os.Open(path)
	if err != nil {
		return false, false, err
	}
	defer f.Close()
	at, err := f.Stat()
	if err != nil {
		return false, false, err
	}
	p := openPages(f, at.Size(), data)
	return p.walBad, p.walTorn, nil
}

// again allows for one more reading of everything.
func (p *pages) again() { p.budget = 4*p.size + 64<<20 }

// get answers a page, short of what the file does not hold; pages count from 1.
func (p *pages) get(n uint32) []byte {
	if content, ok := p.overlay[n]; ok {
		return content
	}
	out := make([]byte, p.page)
	p.r.ReadAt(out, int64(n-1)*p.page) //nolint:errcheck // what is not there reads as zeros and is found out by its sums
	return out
}

// cell is one row of a table: its number and its values, nil, int64, float64, string or []byte.
type cell struct {
	rowid  int64
	values []any
}

// walk follows the tree at root and calls each with every row; seen notes the pages it went through. It reports
// whether the tree was whole.
func (p *pages) walk(root uint32, seen map[uint32]bool, each func(cell)) bool {
	if root == 0 || root > p.count || seen[root] {
		return false
	}
	seen[root] = true
	page := p.get(root)
	head := 0
	if root == 1 {
		head = 100
	}
	switch page[head] {
	case leafTable:
		return p.leaf(root, page, seen, each)
	case interiorTable:
		n := int(binary.BigEndian.Uint16(page[head+3:]))
		if head+12+2*n > len(page) {
			return false
		}
		ok := true
		for i := range n {
			at := int(binary.BigEndian.Uint16(page[head+12+2*i:]))
			if at+4 > len(page) {
				ok = false
				continue
			}
			ok = p.walk(binary.BigEndian.Uint32(page[at:]), seen, each) && ok
		}
		return p.walk(binary.BigEndian.Uint32(page[head+8:]), seen, each) && ok
	}
	return false
}

// leaf reads the rows of one page; more, if not nil, notes the pages that long rows go on in.
func (p *pages) leaf(n uint32, page []byte, more map[uint32]bool, each func(cell)) bool {
	head := 0
	if n == 1 {
		head = 100
	}
	count := int(binary.BigEndian.Uint16(page[head+3:]))
	if head+8+2*count > len(page) {
		return false
	}
	ok := true
	for i := range count {
		at := int(binary.BigEndian.Uint16(page[head+8+2*i:]))
		c, err := p.cell(page, at, more)
		if err != nil {
			ok = false
			continue
		}
		each(c)
	}
	return ok
}

var errCell = fmt.Errorf("not a row: %w", ErrDamaged)

// cell reads one row.
func (p *pages) cell(page []byte, at int, more map[uint32]bool) (cell, error) {
	if at <= 0 || at >= len(page) {
		return cell{}, errCell
	}
	size, n := varint(page[at:])
	at += n
	if at >= len(page) {
		return cell{}, errCell
	}
	rowid, n := varint(page[at:])
	at += n
	if size < 0 || size > int64(p.count)*p.page || size > MaxPictureBytes+1<<20 {
		return cell{}, errCell
	}
	usable := p.page
	local := size
	if most := usable - 35; size > most {
		least := (usable-12)*32/255 - 23
		local = least + (size-least)%(usable-4)
		if local > most {
			local = least
		}
	}
	if at+int(local) > len(page) {
		return cell{}, errCell
	}
	if p.budget -= size; p.budget < 0 {
		return cell{}, errCell
	}
	payload := slices.Clone(page[at : at+int(local)])
	if local < size {
		if at+int(local)+4 > len(page) {
			return cell{}, errCell
		}
		next := binary.BigEndian.Uint32(page[at+int(local):])
		for int64(len(payload)) < size {
			if next == 0 || next > p.count {
				return cell{}, errCell
			}
			if more != nil {
				more[next] = true
			}
			content := p.get(next)
			payload = append(payload, content[4:min(int64(len(content)), 4+size-int64(len(payload)))]...)
			next = binary.BigEndian.Uint32(content)
		}
	}
	values, err := record(payload)
	return cell{rowid: rowid, values: values}, err
}

// record reads the values of a row.
func record(data []byte) ([]any, error) {
	head, n := varint(data)
	if n == 0 || head < int64(n) || head > int64(len(data)) {
		return nil, errCell
	}
	kinds, body := data[n:head], data[head:]
	var out []any
	for len(kinds) > 0 {
		kind, n := varint(kinds)
		if n == 0 {
			return nil, errCell
		}
		kinds = kinds[n:]
		width := int64(0)
		switch {
		case kind >= 12:
			width = (kind - 12) / 2
		case kind >= 1 && kind <= 4:
			width = kind
		case kind == 5:
			width = 6
		case kind == 6 || kind == 7:
			width = 8
		case kind < 0 || kind == 10 || kind == 11:
			return nil, errCell
		}
		if width > int64(len(body)) {
			return nil, errCell
		}
		v := body[:width]
		body = body[width:]
		switch {
		case kind == 0:
			out = append(out, nil)
		case kind == 8 || kind == 9:
			out = append(out, kind-8)
		case kind <= 6:
			x := int64(int8(v[0]))
			for _, b := range v[1:] {
				x = x<<8 | int64(b)
			}
			out = append(out, x)
		case kind == 7:
			out = append(out, nil) // this program writes no fractions
		case kind%2 == 0:
			out = append(out, v)
		default:
			out = append(out, string(v))
		}
	}
	return out, nil
}

// varint reads a number of one to nine bytes; n is 0 if it is cut off.
func varint(data []byte) (v int64, n int) {
	for i := range min(9, len(data)) {
		if i == 8 {
			return v<<8 | int64(data[i]), 9
		}
		v = v<<7 | int64(data[i]&0x7f)
		if data[i] < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}

// roots answers where each table begins: as the file says, and where it cannot be understood, as a new file has it.
func (p *pages) roots(seen map[uint32]bool) map[string]uint32 {
	out := map[string]uint32{}
	whole := p.walk(1, seen, func(c cell) {
		if len(c.values) != 5 || c.values[0] != "table" {
			return
		}
		name, ok1 := c.values[1].(string)
		root, ok2 := c.values[3].(int64)
		if ok1 && ok2 && root > 0 && root <= int64(p.count) {
			out[name] = uint32(root)
		}
	})
	usual, err := usualRoots()
	if err != nil || whole && out["node"] != 0 {
		return out
	}
	for name, root := range usual {
		if _, known := out[name]; !known && root <= p.count {
			out[name] = root
		}
	}
	return out
}
