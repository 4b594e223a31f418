package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dayang/internal/edition"
	"dayang/internal/store"
	"dayang/internal/words"
)

// heard is a console's output that the test reads while the program writes.
type heard struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *heard) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(p)
}

func (s *heard) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

func TestWatch(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "x.dayang")
	f, err := store.Create(file, &edition.Edition{House: edition.DefaultHouse()})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	in := filepath.Join(dir, "来稿")
	if err := os.Mkdir(in, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(in, "稿.md"), []byte("## 洪水退了\n\n本报讯 水退了。\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var out heard
	ended := make(chan int)
	go func() {
		ended <- run(ctx, &console{out: &out, err: &out, lang: words.ZH, shop: shop}, []string{"watch", in, file})
	}()
	for late := time.Now().Add(20 * time.Second); !strings.Contains(out.String(), "新增 1 篇"); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("nothing was taken in:\n%s", out.String())
		}
	}
	stop()
	if code := <-ended; code != exitDone {
		t.Errorf("exit %d:\n%s", code, out.String())
	}
	if f, err = store.OpenReadOnly(file); err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if n := len(f.Edition().Stories); n != 1 {
		t.Errorf("%d stories", n)
	}
	must(t, exitFailed, "watch", in)
}
