package main

import (
	"fmt"
	"os"
	"strings"
)

// progress draws a bar on a terminal and is silent in a pipe.
type progress struct {
	on   bool
	last int
}

func newProgress() *progress {
	st, err := os.Stderr.Stat()
	return &progress{on: err == nil && st.Mode()&os.ModeCharDevice != 0, last: -1}
}

// step shows that done of total is done.
func (p *progress) step(done, total int) {
	if !p.on || total <= 0 {
		return
	}
	const width = 30
	n := done * width / total
	if n == p.last {
		return
	}
	p.last = n
	fmt.Fprintf(os.Stderr, "\r[%s%s] %d/%d", strings.Repeat("█", n), strings.Repeat("·", width-n), done, total)
	if done >= total {
		fmt.Fprint(os.Stderr, "\r\033[K")
	}
}
