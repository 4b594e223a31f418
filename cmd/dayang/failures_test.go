package main

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"unicode"

	"dayang/app"
	"dayang/internal/edit/edittest"
	"dayang/internal/store"
)

var inBoth = regexp.MustCompile(`dayang recover (文件|FILE)\.dayang|\S*e\.dayang(-lock)?|gone\.dayang|\.docx|ninjs|NITF|NewsML-G2|JSON|Markdown|Word`)

// TestFailuresInWords: whatever befalls an edition file is told in whole sentences of either language, with what is safe and what
// to do, and the one never speaks the other.
func TestFailuresInWords(t *testing.T) {
	made := func(t *testing.T) string {
		path := filepath.Join(t.TempDir(), "e.dayang")
		f, err := store.Create(path, edittest.Edition(1))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		return path
	}
	changed := func(t *testing.T, change func([]byte) []byte) error {
		path := made(t)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, change(data), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err = store.Open(path)
		return app.About(path, err)
	}
	plain := func(err error) func(*testing.T) error {
		return func(*testing.T) error { return app.About("e.dayang", fmt.Errorf("save: %w", err)) }
	}
	for _, c := range []struct {
		name   string
		fail   func(*testing.T) error
		zh, en []string
	}{
		{"a newer version", func(t *testing.T) error {
			return changed(t, func(b []byte) []byte { binary.BigEndian.PutUint32(b[60:], 999); return b })
		}, []string{"更新版本", "升级", "没有被改动"}, []string{"newer", "Update", "not touched"}},
		{"cut off", func(t *testing.T) error { return changed(t, func(b []byte) []byte { return b[:len(b)/2] }) },
			[]string{"有损坏", "recover"}, []string{"damaged", "recover"}},
		{"flipped bits", func(t *testing.T) error {
			return changed(t, func(b []byte) []byte {
				for i := 4096; i < len(b); i += 97 {
					b[i] ^= 0x10
				}
				return b
			})
		}, []string{"有损坏", "recover"}, []string{"damaged", "recover"}},
		{"no edition", func(t *testing.T) error {
			return changed(t, func([]byte) []byte { return []byte("本报讯 昨天，全市开工。") })
		},
			[]string{"不是大样的报纸文件", "导入"}, []string{"not a Dayang edition", "Import"}},
		{"in use here", func(t *testing.T) error {
			path := made(t)
			f, err := store.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			_, err = store.Open(path)
			return err
		}, []string{"打开着", "关闭"}, []string{"in use by", "Close it there"}},
		{"in use on a share without locks", func(*testing.T) error {
			return store.ErrLocked{Path: "/s/e.dayang", Who: store.Holder{User: "li", Host: "far", PID: 3}}
		}, []string{"打开着", "死机", "e.dayang-lock"}, []string{"in use by", "crashed", "e.dayang-lock"}},
		{"a name that is taken", func(t *testing.T) error {
			path := made(t)
			_, err := store.Create(path, edittest.Edition(1))
			return app.About(path, err)
		}, []string{"已经有", "没有覆盖"}, []string{"already", "not overwritten"}},
		{"gone", func(*testing.T) error { _, err := store.Open("gone.dayang"); return app.About("gone.dayang", err) },
			[]string{"找不到", "改名"}, []string{"not found", "renamed"}},
		{"a full disk", plain(store.ErrDiskFull), []string{"磁盘满了", "没有丢失", "腾出空间"}, []string{"disk is full", "nothing is lost", "Make room"}},
		{"writes that fail", plain(store.ErrDisk), []string{"磁盘读写出错", "没有丢失", "另存为"}, []string{"disk failed", "nothing is lost", "Save As"}},
		{"reads that fail", plain(&fs.PathError{Op: "read", Path: "e.dayang", Err: syscall.EIO}), []string{"磁盘读写出错"}, []string{"disk failed"}},
		{"a folder that cannot be written", plain(fmt.Errorf("%w (%w)", store.ErrReadOnly, fs.ErrPermission)), []string{"不能写", "另存为"}, []string{"cannot be written", "Save As"}},
		{"no permission", plain(fs.ErrPermission), []string{"没有权限", "换一个文件夹"}, []string{"no permission", "another folder"}},
	} {
		err := c.fail(t)
		if err == nil {
			t.Errorf("%s: no failure", c.name)
			continue
		}
		said := explain(err)
		for _, w := range c.zh {
			if !strings.Contains(said.ZH, w) {
				t.Errorf("%s: %q does not say %q", c.name, said.ZH, w)
			}
		}
		for _, w := range c.en {
			if !strings.Contains(said.EN, w) {
				t.Errorf("%s: %q does not say %q", c.name, said.EN, w)
			}
		}
		tr := app.Explain(err)
		for _, part := range []string{tr.What.ZH, tr.Next.ZH} {
			part = inBoth.ReplaceAllString(part, "")
			part = strings.NewReplacer(holderOf(err), "", "li", "", "far", "").Replace(part)
			if strings.IndexFunc(part, func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) }) >= 0 {
				t.Errorf("%s: Latin in %q", c.name, part)
			}
		}
		if en := inBoth.ReplaceAllString(said.EN, ""); strings.IndexFunc(en, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0 {
			t.Errorf("%s: Chinese in %q", c.name, said.EN)
		}
		t.Logf("%s: %s / %s", c.name, said.ZH, said.EN)
	}
}

// holderOf answers the name of a user and a machine as the message has them.
func holderOf(err error) string {
	if l, ok := err.(store.ErrLocked); ok {
		return l.Who.User + "（" + l.Who.Host + "）"
	}
	return "\x00"
}
