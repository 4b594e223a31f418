package bounded

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"strings"
	"testing"
)

func packed(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestArchive(t *testing.T) {
	limits := Limits{Entries: 6, Unpacked: 25, Part: 10, XML: 20, Depth: 3, Elements: 4}
	a, err := Open(packed(t, "a", "first", "a", "second", `b\c`, "x", "../../etc/passwd", "y", "big", strings.Repeat("z", 11)), limits)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(a.Names(), " "); got != "a b/c etc/passwd big" {
		t.Errorf("names %s: none leads out, none comes twice", got)
	}
	if data, err := a.Read("a"); err != nil || string(data) != "first" {
		t.Errorf("%q %v", data, err)
	}
	refused := func(err error, want Limit) {
		t.Helper()
		var l *LimitError
		if !errors.As(err, &l) || l.Limit != want || !errors.Is(err, ErrLimit) || l.Words().ZH == "" || l.Words().EN == "" {
			t.Errorf("%v, want the limit %s", err, want)
		}
	}
	_, err = a.Read("big")
	refused(err, Part)
	_, err = a.Read("big") // 5, 11 and 9 of 25 bytes are read by now
	refused(err, Unpacked)
	if _, err := a.Read("none"); !errors.Is(err, ErrNoPart) {
		t.Error(err)
	}
	_, err = Open(packed(t, "1", "", "2", "", "3", "", "4", "", "5", "", "6", "", "7", ""), limits)
	refused(err, Entries)
	if _, err := Open([]byte("PK\x03\x04 and no more"), limits); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

func TestXML(t *testing.T) {
	limits := Limits{Depth: 3, Elements: 4}
	read := func(text string) (string, error) {
		x := NewXML("t", []byte(text), limits)
		root, err := x.Root()
		if err != nil {
			return "", err
		}
		out := root.Name.Local + ":"
		err = x.Children(func(e xml.StartElement) error {
			if e.Name.Local == "skip" {
				return x.Skip()
			}
			out += e.Name.Local + Attr(e, "id") + "("
			err := x.Children(func(xml.StartElement) error { return x.Skip() }, func(b []byte) { out += string(b) })
			out += ")"
			return err
		}, func(b []byte) { out += strings.TrimSpace(string(b)) })
		return out, err
	}
	for _, c := range []struct {
		in, want string
		err      error
	}{
		{`<?xml version="1.0"?><r>x<a id="1">一&nbsp;二</a><skip><a>no</a></skip><b/></r>`, "r:xa1(一\u00a0二)b()", &LimitError{Limit: Elements}},
		{`<r>x<a id="1">一&#20108;</a><b/></r>`, "r:xa1(一二)b()", nil},
		{`<r><a><b><c/></b></a></r>`, "", &LimitError{Limit: Depth}},
		{`<r><a/><a/><a/><a/></r>`, "", &LimitError{Limit: Elements}},
		{`<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>`, "", &LimitError{Limit: Entity}},
		{`<!DOCTYPE r SYSTEM "r.dtd"><r>x</r>`, "r:x", nil},
		{`<r>&e;</r>`, "", ErrDamaged}, {`<r><a>`, "", ErrDamaged}, {`<r></s>`, "", ErrDamaged}, {``, "", ErrDamaged},
	} {
		got, err := read(c.in)
		var want, l *LimitError
		switch {
		case errors.As(c.err, &want):
			if !errors.As(err, &l) || l.Limit != want.Limit {
				t.Errorf("%s: %v, want the limit %s", c.in, err, want.Limit)
			}
		case c.err != nil:
			if !errors.Is(err, c.err) {
				t.Errorf("%s: %v, want %v", c.in, err, c.err)
			}
		case err != nil || got != c.want:
			t.Errorf("%s: %q %v, want %q", c.in, got, err, c.want)
		}
	}
}
