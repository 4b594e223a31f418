package preflight

import (
	"bytes"
	"errors"
	"math"
	"strconv"
)

// matrix is a transformation as PDF writes it: a b c d e f.
type matrix [6]float64

var unity = matrix{1, 0, 0, 1, 0, 0}

// times answers m followed by n.
func (m matrix) times(n matrix) matrix {
	return matrix{m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5]}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// scale answers how much larger areas become, as a length.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2])) }

// inverse answers the way back, and false for a matrix that flattens.
func (m matrix) inverse() (matrix, bool) {
	det := m[0]*m[3] - m[1]*m[2]
	if math.Abs(det) < 1e-12 || math.IsNaN(det) || math.IsInf(det, 0) {
		return m, false
	}
	return matrix{m[3] / det, -m[1] / det, -m[2] / det, m[0] / det,
		(m[2]*m[5] - m[3]*m[4]) / det, (m[1]*m[4] - m[0]*m[5]) / det}, true
}

// The operands of content streams: float64, bool, nil, and these.
type (
	nameOp   string
	stringOp []byte
	arrayOp  []any
	dictOp   map[string]any
)

// lexer reads a content stream.
type lexer struct {
	b  []byte
	at int
}

var errContent = errors.New("content stream")

// word is an operator.
type word string

func isSpace(c byte) bool { return c == 0 || c == 9 || c == 10 || c == 12 || c == 13 || c == 32 }

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (l *lexer) skip() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case isSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// next answers an operand or a word; ok is false at the end.
func (l *lexer) next(depth int) (v any, ok bool, err error) {
	l.skip()
	if l.at >= len(l.b) {
		return nil, false, nil
	}
	if depth > mostDepth {
		return nil, false, errContent
	}
	switch c := l.b[l.at]; c {
	case '/':
		l.at++
		return nameOp(l.nameText()), true, nil
	case '(':
		return l.literal(), true, nil
	case '[':
		l.at++
		var a arrayOp
		for {
			l.skip()
			if l.at >= len(l.b) {
				return nil, false, errContent
			}
			if l.b[l.at] == ']' {
				l.at++
				return a, true, nil
			}
			v, ok, err := l.next(depth + 1)
			if err != nil || !ok {
				return nil, false, errContent
			}
			a = append(a, v)
		}
	case '<':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '<' {
			l.at += 2
			d := dictOp{}
			for {
				l.skip()
				if l.at+1 < len(l.b) && l.b[l.at] == '>' && l.b[l.at+1] == '>' {
					l.at += 2
					return d, true, nil
				}
				k, ok, err := l.next(depth + 1)
				name, isName := k.(nameOp)
				if err != nil || !ok || !isName {
					return nil, false, errContent
				}
				v, ok, err := l.next(depth + 1)
				if err != nil || !ok {
					return nil, false, errContent
				}
				d[string(name)] = v
			}
		}
		return l.hex()
	case '>', ']', ')', '{', '}':
		l.at++
		return nil, false, errContent
	}
	from := l.at
	for l.at < len(l.b) && !isSpace(l.b[l.at]) && !isDelimiter(l.b[l.at]) {
		l.at++
	}
	w := l.b[from:l.at]
	if c := w[0]; c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
		if f, ok := parseNumber(w); ok {
			return f, true, nil
		}
		return nil, false, errContent
	}
	switch string(w) {
	case "true":
		return true, true, nil
	case "false":
		return false, true, nil
	case "null":
		return nil, true, nil
	}
	return word(w), true, nil
}

func parseNumber(w []byte) (float64, bool) {
	neg, i := false, 0
	for i < len(w) && (w[i] == '-' || w[i] == '+') {
		neg = neg || w[i] == '-'
		i++
	}
	v, scale, dot, digits := 0.0, 1.0, false, 0
	for ; i < len(w); i++ {
		switch c := w[i]; {
		case c == '.' && !dot:
			dot = true
		case c >= '0' && c <= '9':
			digits++
			v = v*10 + float64(c-'0')
			if dot {
				scale *= 10
			}
		default:
			return 0, false
		}
	}
	if digits == 0 && !dot {
		return 0, false
	}
	v /= scale
	if math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, false
	}
	if neg {
		v = -v
	}
	return v, true
}

func (l *lexer) nameText() string {
	from, escaped := l.at, false
	for l.at < len(l.b) && !isSpace(l.b[l.at]) && !isDelimiter(l.b[l.at]) {
		escaped = escaped || l.b[l.at] == '#'
		l.at++
	}
	if !escaped {
		return string(l.b[from:l.at])
	}
	return unescapeName(string(l.b[from:l.at]))
}

// unescapeName resolves #xx.
func unescapeName(s string) string {
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '#' && i+2 < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

func (l *lexer) literal() stringOp {
	l.at++
	var out stringOp
	for depth := 1; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.at++
				return out
			}
		case '\\':
			if l.at++; l.at >= len(l.b) {
				return out
			}
			switch c = l.b[l.at]; c {
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
					for k := 0; k < 3 && l.at < len(l.b) && l.b[l.at] >= '0' && l.b[l.at] <= '7'; k++ {
						v = v<<3 | int(l.b[l.at]-'0')
						l.at++
					}
					l.at--
					c = byte(v)
				}
			}
		}
		out = append(out, c)
	}
	return out
}

func (l *lexer) hex() (any, bool, error) {
	l.at++
	out := stringOp{}
	digit, n := 0, 0
	for ; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		var v int
		switch {
		case c == '>':
			l.at++
			if n%2 == 1 {
				out = append(out, byte(digit<<4))
			}
			return out, true, nil
		case isSpace(c):
			continue
		case c >= '0' && c <= '9':
			v = int(c - '0')
		case c >= 'a' && c <= 'f':
			v = int(c-'a') + 10
		case c >= 'A' && c <= 'F':
			v = int(c-'A') + 10
		default:
			return nil, false, errContent
		}
		digit = digit<<4&0xFF | v
		if n++; n%2 == 0 {
			out = append(out, byte(digit))
		}
	}
	return nil, false, errContent
}

// inlineData answers the data of an inline picture, from after ID to EI.
func (l *lexer) inlineData() []byte {
	if l.at < len(l.b) && isSpace(l.b[l.at]) {
		l.at++
	}
	from := l.at
	for at := l.at; ; {
		i := bytes.Index(l.b[at:], []byte("EI"))
		if i < 0 {
			l.at = len(l.b)
			return l.b[from:]
		}
		end := at + i
		if (end == from || isSpace(l.b[end-1])) && (end+2 >= len(l.b) || isSpace(l.b[end+2])) {
			l.at = end + 2
			return l.b[from:end]
		}
		at = end + 2
	}
}
