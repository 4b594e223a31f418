package store

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"dayang/internal/edit/edittest"
)

// childLimit tells the child how large a file may become before the system refuses to write to it.
const childLimit = "DAYANG_CRASH_LIMIT"

func init() {
	limit, err := strconv.ParseUint(os.Getenv(childLimit), 10, 64)
	if err != nil {
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		fmt.Println("error", err)
	}
}

// TestFailingWrites: the system refuses to write past some place, in the log or in the file, in the midst of a step.
// The step is answered with an error, and the file holds those before it.
func TestFailingWrites(t *testing.T) {
	dir := quickDir(t)
	for i, limit := range []uint64{200_000, 263_171, 310_000, 401_408, 650_001, 900_000} {
		start := edittest.Edition(2)
		path := filepath.Join(dir, fmt.Sprint(i, ".dayang"))
		f, err := Create(path, start)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childFile+"="+path, childSeed+"=7", fmt.Sprintf("%s=%d", childLimit, limit))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		acknowledged, refused := int64(0), ""
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "error") {
				refused = lines.Text()
			} else if n, err := strconv.ParseInt(lines.Text(), 10, 64); err == nil {
				acknowledged = n
			}
		}
		cmd.Wait() //nolint:errcheck // it ends with the error, as it should
		if refused == "" {
			t.Fatalf("limit %d: no write failed", limit)
		}
		f, err = Open(path)
		if err != nil {
			t.Fatalf("limit %d, after %d steps and %q: %v", limit, acknowledged, refused, err)
		}
		check(t, f)
		m, d := &model{ed: start}, newDesk(7)
		for d.n < acknowledged {
			if err := d.step(m); err != nil {
				t.Fatal(err)
			}
		}
		if !m.is(t, f) {
			t.Errorf("limit %d: the file does not hold the %d steps acknowledged before %q", limit, acknowledged, refused)
		}
		t.Logf("limit %d: %d steps, then %s", limit, acknowledged, refused)
		f.Close()
	}
}
