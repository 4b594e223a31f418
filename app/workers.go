package app

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// setting is one order to lay an edition out.
type setting struct {
	gen   int
	draft bool // a hand still holds a frame: not the document, only what it would be
	ed    *edition.Edition
}

// draftPause is the least time between two drafts: more than thirty pages a second are not seen.
const draftPause = 33 * time.Millisecond

// setter lays editions out on its own goroutine, always the latest order; orders that were overtaken while it worked
// are never begun.
type setter struct {
	make func() func(*edition.Edition) Composed
	post func(func())
	done func(setting, Composed, error)

	mu     sync.Mutex
	wake   *sync.Cond
	next   *setting
	fresh  bool
	closed bool
	ended  sync.WaitGroup

	turn    sync.Mutex // held while composing: proposals are composed with the same caches
	compose func(*edition.Edition) Composed
}

func newSetter(compose func() func(*edition.Edition) Composed, post func(func()), done func(setting, Composed, error)) *setter {
	s := &setter{make: compose, post: post, done: done, fresh: true}
	s.wake = sync.NewCond(&s.mu)
	s.ended.Add(1)
	go s.work()
	return s
}

// restart drops the caches: another edition is on the desk.
func (s *setter) restart() {
	s.mu.Lock()
	s.fresh, s.next = true, nil
	s.mu.Unlock()
}

func (s *setter) submit(o setting) {
	s.mu.Lock()
	s.next = &o
	s.mu.Unlock()
	s.wake.Signal()
}

func (s *setter) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.wake.Broadcast()
	s.ended.Wait()
}

func (s *setter) work() {
	defer s.ended.Done()
	for {
		s.mu.Lock()
		for s.next == nil && !s.closed {
			s.wake.Wait()
		}
		if s.closed {
			s.mu.Unlock()
			return
		}
		o := *s.next
		s.next = nil
		fresh := s.fresh
		s.fresh = false
		s.mu.Unlock()
		began := time.Now()
		c, err := s.composeOnce(o.ed, fresh)
		s.post(func() { s.done(o, c, err) })
		if o.draft {
			time.Sleep(max(0, draftPause-time.Since(began)))
		}
	}
}

// composeOnce lays one edition out, waiting for whoever is at it.
func (s *setter) composeOnce(ed *edition.Edition, fresh bool) (c Composed, err error) {
	s.turn.Lock()
	defer s.turn.Unlock()
	defer func() {
		if p := recover(); p != nil {
			s.compose = nil // its caches may be half made
			err = fmt.Errorf("lay out: %w: %v\n%s", errInside, p, debug.Stack())
		}
	}()
	if s.make == nil {
		return Composed{}, errors.New("nothing to lay out with")
	}
	if fresh || s.compose == nil {
		s.compose = s.make()
	}
	return s.compose(ed), nil
}

// job is long work that the status bar shows and that can be stopped.
type job struct {
	title  words.Text
	done   int
	total  int // 0: unknown
	cancel context.CancelFunc
}

// jobShown is how long a job runs before the status bar shows it: what is over at once would only flicker.
const jobShown = 300 * time.Millisecond

// run starts a job on its own goroutine. work is handed a context and a way to tell how far it is; then runs on the
// UI goroutine with work's error, unless the edition has been closed or the job stopped, when it is told so.
func (d *Desk) run(title words.Text, work func(ctx context.Context, tell func(done, total int)) error, then func(err error)) *job {
	ctx, cancel := context.WithCancel(context.Background())
	j := &job{title: title, cancel: cancel}
	d.jobs = append(d.jobs, j)
	d.deps.After(jobShown, func() { d.frame.status.showJobs() })
	d.working.Add(1)
	var last time.Time
	tell := func(done, total int) {
		// The bar need not move more often than the eye sees.
		if now := time.Now(); done < total && now.Sub(last) < 50*time.Millisecond {
			return
		} else {
			last = now
		}
		d.post(func() {
			j.done, j.total = done, total
			d.frame.status.showJobs()
		})
	}
	go func() {
		defer d.working.Done()
		err := d.guarded(title.EN, func() error { return work(ctx, tell) })
		d.tidy.Do(debug.FreeOSMemory)                // the first reading loads the dictionary; what that took is given back
		if title != wJobProof && title != wJobRoom { // these answer a hand that waits
			debug.FreeOSMemory() // so is what a search or an export took: desks of newsrooms have little
		}
		d.post(func() {
			stopped := ctx.Err() != nil
			cancel()
			for i := range d.jobs {
				if d.jobs[i] == j {
					d.jobs = append(d.jobs[:i], d.jobs[i+1:]...)
					break
				}
			}
			if d.closed {
				return
			}
			d.frame.status.showJobs()
			if stopped && err == nil {
				err = context.Canceled
			}
			then(err)
		})
	}()
	return j
}

// cancelJobs stops what runs for the edition that is being closed.
func (d *Desk) cancelJobs() {
	for _, j := range d.jobs {
		j.cancel()
	}
}

// busy reports whether a job of a title is running.
func (d *Desk) busy(title words.Text) bool {
	for _, j := range d.jobs {
		if j.title == title {
			return true
		}
	}
	return false
}

// patience is how long closing waits for jobs that were told to stop. Make-up looks at its context between searches
// only, and a window that will not close is worse than a search nobody reads.
const patience = 3 * time.Second

// waitForJobs waits until the jobs have ended; they post and never wait for the UI goroutine.
func (d *Desk) waitForJobs() {
	ended := make(chan struct{})
	go func() {
		d.working.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(patience):
		d.log.Warn("closing while work goes on", "jobs", len(d.jobs))
	}
}
