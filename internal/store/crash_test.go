package store

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"dayang/internal/edit"
	"dayang/internal/edit/edittest"
	"dayang/internal/edition"
)

// childFile and childSeed tell a copy of the test program to edit a file until it is killed.
const (
	childFile = "DAYANG_CRASH_FILE"
	childSeed = "DAYANG_CRASH_SEED"
)

// desk does the same run of changes, undoings, redoings and pictures for the same seed, to a file or to a model.
type desk struct {
	r    *rand.Rand
	n    int64
	last bool // the step before was a change: only then may this one join it
}

func newDesk(seed uint64) *desk { return &desk{r: rand.New(rand.NewPCG(seed, 3))} }

// hand is what the desk works with.
type hand interface {
	state() *edition.Edition
	do(edit.Change) error
	undo() error
	redo() error
	picture(name string, data []byte) error
}

func (d *desk) step(h hand) error {
	d.n++
	joins := d.last
	d.last = false
	switch d.r.IntN(20) {
	case 0, 1, 2:
		return h.undo()
	case 3, 4:
		return h.redo()
	case 5:
		// From a few bytes to some hundred pages of the database.
		return h.picture(fmt.Sprint("picture ", d.n), noise(1+d.r.IntN(120), d.r.Uint64()))
	}
	c := edittest.Random(h.state(), d.r)
	c.At, c.Who = d.n*400, "child"
	if !joins {
		c.Merge = ""
	}
	d.last = !c.Empty()
	return h.do(c)
}

// noise answers a picture that hardly compresses.
func noise(side int, seed uint64) []byte { return noisePNG(side, rand.New(rand.NewPCG(seed, 4))) }

type fileHand struct{ f *File }

func (h fileHand) state() *edition.Edition { return h.f.Edition() }
func (h fileHand) do(c edit.Change) error  { _, err := h.f.Do(c); return err }
func (h fileHand) undo() error             { _, _, err := h.f.Undo(); return some(err) }
func (h fileHand) redo() error             { _, _, err := h.f.Redo(); return some(err) }
func (h fileHand) picture(name string, data []byte) error {
	_, err := h.f.AddPicture(name, data)
	return err
}

func some(err error) error {
	if errors.Is(err, ErrNothing) {
		return nil
	}
	return err
}

// model is what the file should hold.
type model struct {
	ed *edition.Edition
	h  edit.History
}

func (m *model) state() *edition.Edition { return m.ed }
func (m *model) do(c edit.Change) (err error) {
	if m.ed, err = c.Apply(m.ed); err == nil {
		m.h = m.h.Push(c)
	}
	return err
}
func (m *model) undo() (err error) {
	if c, after, ok := m.h.Undo(); ok {
		m.h = after
		m.ed, err = c.Apply(m.ed)
	}
	return err
}
func (m *model) redo() (err error) {
	if c, after, ok := m.h.Redo(); ok {
		m.h = after
		m.ed, err = c.Apply(m.ed)
	}
	return err
}
func (m *model) picture(name string, data []byte) error {
	pic, err := Probe(name, data)
	if err != nil {
		return err
	}
	c := edit.AddPicture(m.ed, pic)
	c.Who = "child"
	return m.do(c)
}

// child edits the file and says each step that has been acknowledged, until it is killed.
func child(path string) int {
	seed, err := strconv.ParseUint(os.Getenv(childSeed), 10, 64)
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	f, err := Open(path)
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	for d := newDesk(seed); ; {
		if err := d.step(fileHand{f}); err != nil {
			fmt.Println("error", err)
			return 1
		}
		fmt.Println(d.n)
	}
}

// TestCrash kills a process that edits, at random moments from its start on, again and again on one file. Each time
// the file opens, passes its check, and holds every step that had been acknowledged and no half of one. The number
// of kills is DAYANG_CRASHES.
func TestCrash(t *testing.T) {
	kills := 20
	if n, err := strconv.Atoi(os.Getenv("DAYANG_CRASHES")); err == nil {
		kills = n
	} else if testing.Short() {
		kills = 8
	}
	start := edittest.Edition(2)
	path := filepath.Join(t.TempDir(), "crash.dayang")
	f, err := Create(path, start)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	m := &model{ed: start}
	r := rand.New(rand.NewPCG(uint64(kills), 5))
	steps, atWork, unsaid, began := int64(0), 0, 0, time.Now()
	for kill := range kills {
		after := time.Duration(r.IntN(80_000)) * time.Microsecond
		acknowledged := crash(t, path, uint64(kill), after)
		if acknowledged > 0 {
			atWork++
		}
		steps += acknowledged
		f, err := Open(path)
		if err != nil {
			t.Fatalf("kill %d after %v, %d steps: %v", kill, after, acknowledged, err)
		}
		if err := f.Check(); err != nil {
			t.Fatalf("kill %d after %v, %d steps: %v", kill, after, acknowledged, err)
		}
		if n, _ := f.Lost(); n > 0 {
			t.Fatalf("kill %d after %v: all is there, and %d steps are called lost", kill, after, n)
		}
		d := newDesk(uint64(kill))
		for d.n < acknowledged {
			if err := d.step(m); err != nil {
				t.Fatal(err)
			}
		}
		if !m.is(t, f) {
			// The one step more that was on disk before anyone could be told.
			if err := d.step(m); err != nil {
				t.Fatal(err)
			}
			if unsaid++; !m.is(t, f) {
				t.Fatalf("kill %d after %v: the file holds neither the %d steps acknowledged nor one more", kill, after, acknowledged)
			}
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d of them at work, %d steps acknowledged and all there, %d held one more that nobody had been told; %v",
		kills, atWork, steps, unsaid, time.Since(began).Round(time.Millisecond))
	if atWork < kills/2 {
		t.Errorf("only %d of %d kills met a process at work", atWork, kills)
	}
	if f, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for {
		if _, _, err := f.Undo(); errors.Is(err, ErrNothing) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	same(t, "all undone after all crashes", f.Edition(), start)
	check(t, f)
}

// is reports whether the file holds what the model does, history included.
func (m *model) is(t *testing.T, f *File) bool {
	t.Helper()
	if !equal(f.Edition(), m.ed) {
		return false
	}
	steps, err := f.History(0)
	if err != nil {
		t.Fatal(err)
	}
	count := map[StepState]int{}
	for _, s := range steps {
		count[s.State]++
	}
	done, undone := m.h.Len()
	return count[Done] == done && count[Undone] == undone
}

// crash starts a child on the file, kills it a while after its start or its first step, and answers how many steps it had been acknowledged.
func crash(t *testing.T, path string, seed uint64, after time.Duration) int64 {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childFile+"="+path, fmt.Sprintf("%s=%d", childSeed, seed))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := func() { cmd.Process.Signal(syscall.SIGKILL) } //nolint:errcheck // it may be gone already
	var timer *time.Timer
	if seed%2 == 0 { // while it opens the file, or at its first steps
		timer = time.AfterFunc(after, kill)
	}
	last := int64(0)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if timer == nil { // in the midst of its work, however slow the machine is
			timer = time.AfterFunc(after, kill)
		}
		if strings.HasPrefix(lines.Text(), "error") {
			t.Fatalf("the child: %s", lines.Text())
		}
		if n, err := strconv.ParseInt(lines.Text(), 10, 64); err == nil {
			last = n
		}
	}
	if timer != nil {
		timer.Stop()
	}
	cmd.Wait() //nolint:errcheck // killed, as it should be
	return last
}

// TestTwoProcesses: a second process is told who has the file, may look on, and has it as soon as the first is dead.
func TestTwoProcesses(t *testing.T) {
	f := newFile(t, 1)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childFile+"="+f.path, childSeed+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Scan() // it is at work; then it goes on until nobody reads what it says
	var held ErrLocked
	if _, err := Open(f.path); !errors.As(err, &held) || held.Who.PID != cmd.Process.Pid {
		t.Errorf("opened beside process %d: %v", cmd.Process.Pid, err)
	}
	g, err := OpenReadOnly(f.path)
	if err != nil {
		t.Error(err)
	} else {
		check(t, g)
		// The child works until its pipe is full: what it has done meanwhile is there when asked for.
		news := false
		for deadline := time.Now().Add(10 * time.Second); !news && time.Now().Before(deadline); {
			lines.Scan()
			if _, news, err = g.Refresh(); err != nil {
				t.Fatal(err)
			}
		}
		if !news {
			t.Error("one who looks on sees nothing of what another process does")
		}
		check(t, g)
		g.Close()
	}
	cmd.Process.Kill() //nolint:errcheck // it may be gone already
	cmd.Wait()         //nolint:errcheck // killed, as it should be
	if f, err = Open(f.path); err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	check(t, f)
}
