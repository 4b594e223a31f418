package pdfx

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// order answers the keys of a dictionary as they are written: Type and Subtype first, then by name.
func order(d Dict) []Name {
	rank := func(n Name) int {
		switch n {
		case "Type":
			return 0
		case "Subtype":
			return 1
		}
		return 2
	}
	return slices.SortedFunc(maps.Keys(d), func(a, b Name) int {
		if r := rank(a) - rank(b); r != 0 {
			return r
		}
		return strings.Compare(string(a), string(b))
	})
}

// reachable answers the objects used from roots, breadth first, so that numbers do not depend on how the input
// numbered them.
func (f *File) reachable(roots ...Ref) (list []Ref, missing []Ref) {
	seen := map[Ref]bool{}
	var visit func(o any)
	visit = func(o any) {
		switch v := o.(type) {
		case Ref:
			if seen[v] {
				return
			}
			seen[v] = true
			if _, ok := f.Objects[v]; ok {
				list = append(list, v)
			} else {
				missing = append(missing, v)
			}
		case Dict:
			for _, k := range order(v) {
				visit(v[k])
			}
		case Array:
			for _, e := range v {
				visit(e)
			}
		case *Stream:
			visit(v.Dict)
		}
	}
	for _, r := range roots {
		visit(r)
	}
	for i := 0; i < len(list); i++ {
		visit(f.Objects[list[i]])
	}
	return list, missing
}

// resolves reports a reference that leads nowhere.
func (f *File) resolves(roots ...Ref) error {
	if _, missing := f.reachable(roots...); len(missing) > 0 {
		return fmt.Errorf("%w: object %d is missing", ErrBroken, missing[0])
	}
	return nil
}

// deflate compresses b with w, which is used again and again: a fresh one costs more than a megabyte.
func deflate(w *zlib.Writer, b []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(b)/2 + 64)
	w.Reset(&out)
	w.Write(b) // a bytes.Buffer takes everything
	w.Close()
	return out.Bytes()
}

// compress deflates every stream that is stored plain, several at a time; each lands in its own place.
func (f *File) compress() {
	var todo []*Stream
	for _, o := range f.Objects {
		if s, ok := o.(*Stream); ok && s.From == nil && s.Dict["Filter"] == nil && s.Dict["Type"] != Name("Metadata") {
			todo = append(todo, s)
		}
	}
	// The largest first, so that no one waits for a large one begun last.
	slices.SortFunc(todo, func(a, b *Stream) int { return len(b.Data) - len(a.Data) })
	var wg sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			z := zlib.NewWriter(nil)
			for i := next.Add(1) - 1; i < int64(len(todo)); i = next.Add(1) - 1 {
				todo[i].Data = deflate(z, todo[i].Data)
				todo[i].Dict["Filter"] = Name("FlateDecode")
			}
		})
	}
	wg.Wait()
}

// writer counts and hashes what it passes on; its first error stays.
type writer struct {
	to     *bufio.Writer
	count  int
	digest hash.Hash
	number map[Ref]int
	buf    []byte
	err    error
}

func (w *writer) flush() {
	if w.err == nil {
		_, w.err = w.to.Write(w.buf)
	}
	w.digest.Write(w.buf)
	w.count += len(w.buf)
	w.buf = w.buf[:0]
}

// data passes a stream's data on without a copy of it.
func (w *writer) data(s *Stream) {
	if s.From == nil {
		if w.err == nil {
			_, w.err = w.to.Write(s.Data)
		}
		w.digest.Write(s.Data)
		w.count += len(s.Data)
		return
	}
	if w.err != nil {
		return
	}
	if _, w.err = s.From.Seek(0, io.SeekStart); w.err == nil {
		var n int64
		n, w.err = io.Copy(io.MultiWriter(w.to, w.digest), s.From)
		w.count += int(n)
	}
}

func (s *Stream) size() int {
	if s.From != nil {
		return int(s.From.Size())
	}
	return len(s.Data)
}

// Write writes the objects used from root and info as one clean revision. The file identifier is a hash of all that
// stands before the cross-reference table.
func (f *File) Write(to io.Writer, root, info Ref) error {
	list, _ := f.reachable(root, info)
	w := &writer{to: bufio.NewWriterSize(to, 1<<16), digest: sha256.New(), number: make(map[Ref]int, len(list))}
	for i, r := range list {
		w.number[r] = i + 1
	}
	w.buf = append(w.buf, "%PDF-"+f.Version+"\n%\xE2\xE3\xCF\xD3\n"...)
	offsets := make([]int, len(list))
	for i, r := range list {
		w.flush()
		offsets[i] = w.count
		w.buf = fmt.Appendf(w.buf, "%d 0 obj\n", i+1)
		if s, ok := f.Objects[r].(*Stream); ok {
			d := maps.Clone(s.Dict)
			d["Length"] = Int(s.size())
			w.object(d)
			w.buf = append(w.buf, "\nstream\n"...)
			w.flush()
			w.data(s)
			w.buf = append(w.buf, "\nendstream"...)
		} else {
			w.object(f.Objects[r])
		}
		w.buf = append(w.buf, "\nendobj\n"...)
	}
	w.flush()
	id := String(w.digest.Sum(nil)[:16])
	table := w.count
	w.buf = fmt.Appendf(w.buf, "xref\n0 %d\n0000000000 65535 f \n", len(list)+1)
	for _, off := range offsets {
		w.buf = fmt.Appendf(w.buf, "%010d 00000 n \n", off)
	}
	w.buf = append(w.buf, "trailer\n"...)
	w.object(Dict{"Size": Int(len(list) + 1), "Root": root, "Info": info, "ID": Array{id, id}})
	w.buf = fmt.Appendf(w.buf, "\nstartxref\n%d\n%%%%EOF\n", table)
	w.flush()
	if w.err != nil {
		return w.err
	}
	return w.to.Flush()
}

// lineLength is about where arrays break into lines; some readers dislike very long ones.
const lineLength = 200

func (w *writer) object(o any) {
	switch v := o.(type) {
	case nil:
		w.buf = append(w.buf, "null"...)
	case bool:
		w.buf = fmt.Append(w.buf, v)
	case Number:
		w.buf = append(w.buf, v...)
	case Name:
		w.name(v)
	case Ref:
		if n, ok := w.number[v]; ok {
			w.buf = fmt.Appendf(w.buf, "%d 0 R", n)
		} else {
			w.buf = append(w.buf, "null"...)
		}
	case String:
		w.string(v)
	case Array:
		w.buf = append(w.buf, '[')
		line := len(w.buf)
		for i, e := range v {
			if i > 0 {
				if len(w.buf)-line > lineLength {
					w.buf = append(w.buf, '\n')
					line = len(w.buf)
				} else {
					w.buf = append(w.buf, ' ')
				}
			}
			w.object(e)
		}
		w.buf = append(w.buf, ']')
	case Dict:
		w.buf = append(w.buf, "<<"...)
		for _, k := range order(v) {
			w.name(k)
			w.buf = append(w.buf, ' ')
			w.object(v[k])
			w.buf = append(w.buf, '\n')
		}
		w.buf = append(w.buf, ">>"...)
	default:
		panic(fmt.Sprintf("pdfx: no way to write %T", o))
	}
}

func (w *writer) name(n Name) {
	w.buf = append(w.buf, '/')
	for i := range len(n) {
		if c := n[i]; c < '!' || c > '~' || c == '#' || isDelimiter(c) {
			w.buf = fmt.Appendf(w.buf, "#%02X", c)
		} else {
			w.buf = append(w.buf, c)
		}
	}
}

func (w *writer) string(s String) {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			w.buf = append(w.buf, '<')
			w.buf = append(w.buf, strings.ToUpper(hex.EncodeToString([]byte(s)))...)
			w.buf = append(w.buf, '>')
			return
		}
	}
	w.buf = append(w.buf, '(')
	for i := range len(s) {
		if s[i] == '(' || s[i] == ')' || s[i] == '\\' {
			w.buf = append(w.buf, '\\')
		}
		w.buf = append(w.buf, s[i])
	}
	w.buf = append(w.buf, ')')
}
