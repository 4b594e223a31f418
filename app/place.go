package app

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"dayang/internal/words"
)

// whereabouts is where the eye was in an edition: kept beside the preferences, one file for an edition, so that it opens
// there again. Open is true while a window works on it: found true when nobody has the file, the program went down.
type whereabouts struct {
	Path      string  `json:"path"`
	Page      string  `json:"page"`
	Story     string  `json:"story,omitempty"`
	Selected  string  `json:"selected,omitempty"`
	Workspace string  `json:"workspace,omitempty"`
	Zoom      float64 `json:"zoom,omitempty"` // units per millimetre; 0 fits the page
	X         float32 `json:"x,omitempty"`    // of the page's corner in the view
	Y         float32 `json:"y,omitempty"`
	Open      bool    `json:"open,omitempty"`
	At        int64   `json:"at"` // Unix milliseconds
}

// stateOf answers the file in the state folder that keeps something about an edition.
func (d *Desk) stateOf(path, ext string) string {
	sum := sha256.Sum256([]byte(path))
	return filepath.Join(d.deps.State, "places", hex.EncodeToString(sum[:8])+ext)
}

// placeNow answers where the eye is.
func (d *Desk) placeNow(open bool) whereabouts {
	p := whereabouts{Path: d.path, Page: d.page, Story: d.story, Selected: d.selected, Open: open, At: d.deps.Now().UnixMilli()}
	p.Workspace = d.frame.workspace
	if zoom, at, free := d.view.Place(); free {
		p.Zoom, p.X, p.Y = zoom, at.X, at.Y
	}
	return p
}

// placePause is how long a new place waits to be written: a row of clicks is one.
const placePause = time.Second

// placeSoon writes where the eye is, a little later.
func (d *Desk) placeSoon() {
	if d.deps.State == "" || d.store == nil || d.placeDue {
		return
	}
	d.placeDue = true
	d.deps.After(placePause, func() {
		d.placeDue = false
		if !d.closed && d.store != nil {
			d.keepPlace(true)
		}
	})
}

// keepPlace writes where the eye is; open says that the window goes on working there.
func (d *Desk) keepPlace(open bool) {
	if d.deps.State == "" || d.store == nil || d.readOnly() {
		return
	}
	p := d.placeNow(open)
	was := d.placed
	was.At, p.At = 0, 0
	if was == p {
		return
	}
	d.placed = p
	p.At = d.deps.Now().UnixMilli()
	b, err := json.Marshal(p)
	if err == nil {
		err = writeWhole(d.stateOf(d.path, ".json"), b)
	}
	if err != nil {
		d.log.Warn("keep place", "path", d.path, "err", err)
	}
}

// placeOf answers where the eye was in an edition.
func (d *Desk) placeOf(path string) (whereabouts, bool) {
	var p whereabouts
	if d.deps.State == "" {
		return p, false
	}
	b, err := os.ReadFile(d.stateOf(path, ".json"))
	if err != nil || json.Unmarshal(b, &p) != nil || p.Path != path {
		return whereabouts{}, false
	}
	return p, true
}

// goBack shows the edition where the eye was, and says so if the program went down there.
func (d *Desk) goBack(p whereabouts) {
	if p.Workspace != "" && p.Open && p.Workspace != d.frame.workspace {
		d.SetWorkspace(p.Workspace)
	}
	if d.ed.Page(p.Page) != nil {
		d.page = p.Page
	}
	if d.ed.Story(p.Story) != nil {
		d.story = p.Story
	}
	if pg := d.pageNow(); pg != nil && pg.Frame(p.Selected) != nil {
		d.selected = p.Selected
		d.view.SetSelected(p.Selected)
	}
	d.showSheet() // the view knows the page before it goes to a place on it
	if p.Zoom > 0 {
		d.view.GoTo(p.Zoom, fyne.NewPos(p.X, p.Y))
	}
	if p.Open && !d.readOnly() {
		when := time.UnixMilli(p.At).Format("01-02 15:04")
		d.announce(notice{id: "crash", text: wCameBack.F(when), action: wShowLog, run: d.showLogFolder(d.lastCrash())})
	}
}

// Crashed answers the edition that a window of this program was working on when it went down, or "". One that
// somebody has open is not such.
func (d *Desk) Crashed() string {
	if d.deps.State == "" {
		return ""
	}
	files, _ := filepath.Glob(filepath.Join(d.deps.State, "places", "*.json"))
	var last whereabouts
	for _, f := range files {
		var p whereabouts
		b, err := os.ReadFile(f)
		if err != nil || json.Unmarshal(b, &p) != nil || !p.Open || p.At < last.At {
			continue
		}
		if _, err := os.Stat(p.Path); err == nil {
			last = p
		}
	}
	return last.Path
}

// Begin opens what the program starts with: the file it was given; else the edition that was open when it went down;
// else, if the preferences say so, the one that was open last. Without any of them the welcome stays.
func (d *Desk) Begin(file string) {
	if file == "" {
		file = d.Crashed()
	}
	if file == "" && d.app.Preferences().Bool(prefReopen) {
		if recent := d.recent(); len(recent) > 0 {
			if _, err := os.Stat(recent[0]); err == nil {
				file = recent[0]
			}
		}
	}
	if file != "" {
		_ = d.Open(file) // told in the window
	}
}

// lastCrash answers the newest log of a crash, or "".
func (d *Desk) lastCrash() string {
	if d.deps.State == "" {
		return ""
	}
	files, _ := filepath.Glob(filepath.Join(d.deps.State, "crash-*.log"))
	if len(files) == 0 {
		return ""
	}
	return files[len(files)-1]
}

// showLogFolder answers what the notice's button does, nil without a log.
func (d *Desk) showLogFolder(log string) func() {
	if log == "" {
		return nil
	}
	return func() {
		text, err := os.ReadFile(log)
		if err != nil {
			d.fail(about{log, err})
			return
		}
		lines := strings.SplitN(string(text), "\n", 3)
		d.info(wCrashLog, wCrashLogIs.F(log, words.Text{ZH: strings.Join(lines[:min(2, len(lines))], "\n"), EN: strings.Join(lines[:min(2, len(lines))], "\n")}))
	}
}

// writeWhole puts a small file in place whole or not at all.
func writeWhole(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // after the rename there is nothing left to remove
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func writePNG(path string, img image.Image) error {
	var b strings.Builder
	if err := png.Encode(&b, img); err != nil {
		return err
	}
	return writeWhole(path, []byte(b.String()))
}

func readPNG(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}
