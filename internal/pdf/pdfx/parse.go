package pdfx

import (
	"bytes"
	"fmt"
	"strconv"
)

// Parse reads a file with a classic cross-reference table and no updates.
func Parse(b []byte) (*File, error) {
	if len(b) < 8 || string(b[:5]) != "%PDF-" {
		return nil, fmt.Errorf("%w: no header", ErrBroken)
	}
	f := &File{Version: string(b[5:8]), Objects: map[Ref]any{}}
	at := bytes.LastIndex(b, []byte("startxref"))
	if at < 0 {
		return nil, fmt.Errorf("%w: no startxref", ErrBroken)
	}
	s := &scanner{b: b, at: at + len("startxref")}
	if s.at = s.int(); s.err != nil || s.next() != keyword("xref") {
		return nil, fmt.Errorf("%w: no cross-reference table", ErrBroken)
	}
	offsets := map[Ref]int{}
	for s.err == nil {
		t := s.next()
		if t == keyword("trailer") {
			break
		}
		first, ok := t.(Number)
		n := s.int()
		if !ok || n < 0 || n > len(b) {
			return nil, fmt.Errorf("%w: cross-reference table", ErrBroken)
		}
		start, _ := strconv.Atoi(string(first))
		for i := 0; i < n && s.err == nil; i++ {
			off := s.int()
			s.int()
			if s.next() == keyword("n") {
				offsets[Ref(start+i)] = off
				f.top = max(f.top, Ref(start+i))
			}
		}
	}
	trailer, ok := s.object(0).(Dict)
	if s.err != nil || !ok || trailer["Prev"] != nil || trailer["Encrypt"] != nil {
		return nil, fmt.Errorf("%w: trailer", ErrBroken)
	}
	f.Trailer = trailer
	for r, off := range offsets {
		o, err := parseObject(b, r, off)
		if err != nil {
			return nil, err
		}
		f.Objects[r] = o
	}
	return f, nil
}

// parseObject reads the object r at off.
func parseObject(b []byte, r Ref, off int) (any, error) {
	if off < 0 || off >= len(b) {
		return nil, fmt.Errorf("%w: object %d lies outside", ErrBroken, r)
	}
	s := &scanner{b: b, at: off}
	n := s.int()
	s.int()
	if s.err != nil || Ref(n) != r || s.next() != keyword("obj") {
		return nil, fmt.Errorf("%w: object %d is not where the table says", ErrBroken, r)
	}
	o := s.object(0)
	if s.err != nil {
		return nil, fmt.Errorf("object %d: %w", r, s.err)
	}
	d, isDict := o.(Dict)
	switch t := s.next(); {
	case t == keyword("endobj"):
		return o, nil
	case t != keyword("stream") || !isDict:
		return nil, fmt.Errorf("%w: object %d does not end", ErrBroken, r)
	}
	if s.at < len(b) && b[s.at] == '\r' {
		s.at++
	}
	s.at++
	length, ok := d["Length"].(Number)
	size, err := strconv.Atoi(string(length))
	if !ok || err != nil || size < 0 || size > len(b)-s.at {
		return nil, fmt.Errorf("%w: stream %d has no length", ErrBroken, r)
	}
	st := &Stream{Dict: d, Data: b[s.at : s.at+size]}
	s.at += size
	if s.next() != keyword("endstream") {
		return nil, fmt.Errorf("%w: stream %d does not end where it says", ErrBroken, r)
	}
	delete(d, "Length")
	return st, nil
}

// keyword is anything that is not an object: obj, R, ], >>.
type keyword string

// maxDepth bounds how deep objects nest; gopdf's are four deep.
const maxDepth = 64

// scanner reads tokens and objects; its first error stays.
type scanner struct {
	b   []byte
	at  int
	err error
}

func (s *scanner) fail(what string) any {
	if s.err == nil {
		s.err = fmt.Errorf("%w: %s at byte %d", ErrBroken, what, s.at)
	}
	return nil
}

func isSpace(c byte) bool { return c == 0 || c == 9 || c == 10 || c == 12 || c == 13 || c == 32 }

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (s *scanner) int() int {
	n, ok := s.next().(Number)
	v, err := strconv.Atoi(string(n))
	if !ok || err != nil {
		s.fail("a number is missing")
	}
	return v
}

// word reads on while the bytes are regular.
func (s *scanner) word() string {
	from := s.at
	for s.at < len(s.b) && !isSpace(s.b[s.at]) && !isDelimiter(s.b[s.at]) {
		s.at++
	}
	return string(s.b[from:s.at])
}

// next reads one token: a Name, Number, String or keyword.
func (s *scanner) next() any {
	for s.at < len(s.b) {
		if c := s.b[s.at]; c == '%' {
			for s.at < len(s.b) && s.b[s.at] != '\n' && s.b[s.at] != '\r' {
				s.at++
			}
		} else if !isSpace(c) {
			break
		} else {
			s.at++
		}
	}
	if s.at >= len(s.b) {
		return s.fail("the file ends")
	}
	switch c := s.b[s.at]; c {
	case '/':
		s.at++
		return unescapeName(s.word())
	case '(':
		return s.literal()
	case '<', '>':
		if s.at+1 < len(s.b) && s.b[s.at+1] == c {
			s.at += 2
			return keyword([]byte{c, c})
		}
		if c == '<' {
			return s.hex()
		}
		return s.fail("a stray >")
	case '[', ']', '{', '}', ')':
		s.at++
		return keyword([]byte{c})
	}
	w := s.word()
	if w[0] >= '0' && w[0] <= '9' || w[0] == '-' || w[0] == '+' || w[0] == '.' {
		return Number(w)
	}
	return keyword(w)
}

func unescapeName(w string) Name {
	var n []byte
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) {
			if v, err := strconv.ParseUint(w[i+1:i+3], 16, 8); err == nil {
				n = append(n, byte(v))
				i += 2
				continue
			}
		}
		n = append(n, w[i])
	}
	return Name(n)
}

func (s *scanner) hex() any {
	s.at++
	end := bytes.IndexByte(s.b[s.at:], '>')
	if end < 0 {
		return s.fail("a string does not end")
	}
	var out []byte
	var digit, n int
	for _, c := range s.b[s.at : s.at+end] {
		if isSpace(c) {
			continue
		}
		v, err := strconv.ParseUint(string(c), 16, 4)
		if err != nil {
			return s.fail("not a hexadecimal digit")
		}
		digit = digit<<4 | int(v)
		if n++; n%2 == 0 {
			out = append(out, byte(digit))
		}
	}
	if n%2 == 1 {
		out = append(out, byte(digit<<4))
	}
	s.at += end + 1
	return String(out)
}

func (s *scanner) literal() any {
	s.at++
	var out []byte
	for depth := 1; s.at < len(s.b); s.at++ {
		c := s.b[s.at]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				s.at++
				return String(out)
			}
		case '\\':
			if s.at++; s.at >= len(s.b) {
				return s.fail("a string does not end")
			}
			c = s.b[s.at]
			switch c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case '\n':
				continue
			default:
				if c >= '0' && c <= '7' {
					v := 0
					for k := 0; k < 3 && s.at < len(s.b) && s.b[s.at] >= '0' && s.b[s.at] <= '7'; k++ {
						v = v<<3 | int(s.b[s.at]-'0')
						s.at++
					}
					s.at--
					c = byte(v)
				}
			}
		}
		out = append(out, c)
	}
	return s.fail("a string does not end")
}

// object reads one object.
func (s *scanner) object(depth int) any {
	if depth > maxDepth {
		return s.fail("objects nest too deep")
	}
	t := s.next()
	switch t := t.(type) {
	case Number: // perhaps "12 0 R"
		back, err := s.at, s.err
		if g, ok := s.next().(Number); ok && g == "0" && s.next() == keyword("R") {
			if n, err := strconv.Atoi(string(t)); err == nil && s.err == nil {
				return Ref(n)
			}
		}
		s.at, s.err = back, err
		return t
	case Name, String:
		return t
	case keyword:
		switch t {
		case "true":
			return true
		case "false":
			return false
		case "null":
			return nil
		case "[":
			a := Array{}
			for s.err == nil {
				back := s.at
				if s.next() == keyword("]") {
					return a
				}
				s.at = back
				a = append(a, s.object(depth+1))
			}
			return nil
		case "<<":
			d := Dict{}
			for s.err == nil {
				k := s.next()
				if k == keyword(">>") {
					return d
				}
				n, ok := k.(Name)
				if !ok {
					return s.fail("a dictionary key is no name")
				}
				d[n] = s.object(depth + 1)
			}
			return nil
		}
		return s.fail("unexpected " + strconv.Quote(string(t)))
	}
	return nil
}
