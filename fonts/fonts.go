// Package fonts holds the page's typefaces: those that ship with the program and those a title adds.
//
// Start with Registry, then Face. A Face answers in font units, of which UnitsPerEm make one em, with y upwards as
// font files have it; glyph numbers are the file's own. Every face is read where it lies: opening one costs 0.2 ms
// and 0.3 MB, and an outline is decoded when it is asked for, since a full parse of one Chinese face took 54 MB and
// 0.2 s. The package reads TrueType and CFF outlines, single files and members of a collection; it looks for no font
// on the machine, sets no text into lines and draws nothing.
package fonts

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// The faces that ship, under the SIL Open Font License; LICENSES.md names their sources.
var (
	//go:embed data/NotoSerifSC-Regular.ttf
	songData []byte
	//go:embed data/NotoSerifSC-Black.ttf
	songBlackData []byte
	//go:embed data/NotoSansSC-Regular.ttf
	heiData []byte
	//go:embed data/NotoSansSC-Bold.ttf
	heiBoldData []byte
	//go:embed data/LXGWWenKai-Regular.ttf
	kaiData []byte
)

// builtin are the faces that ship, each opened by the first who asks and then shared by every Registry.
var builtin = []source{
	{"song", sync.OnceValue(func() *Face { return mustOpen("song", songData) })},
	{"song-black", sync.OnceValue(func() *Face { return mustOpen("song-black", songBlackData) })},
	{"hei", sync.OnceValue(func() *Face { return mustOpen("hei", heiData) })},
	{"hei-bold", sync.OnceValue(func() *Face { return mustOpen("hei-bold", heiBoldData) })},
	{"kai", sync.OnceValue(func() *Face { return mustOpen("kai", kaiData) })},
}

// chains tell which face steps in when one lacks a character: first the one whose colour on the page is nearest.
// 楷 comes into every chain because LXGW WenKai alone holds the rarer characters of names (𠮷, U+20BB7).
var chains = map[string][]string{
	"song":       {"hei", "kai", "song-black", "hei-bold"},
	"song-black": {"hei-bold", "song", "kai", "hei"},
	"hei":        {"song", "kai", "hei-bold", "song-black"},
	"hei-bold":   {"song-black", "hei", "kai", "song"},
	"kai":        {"song", "hei", "song-black", "hei-bold"},
}

// Errors that tell why a font cannot be used.
var (
	ErrNotFont     = errors.New("not a TrueType, OpenType or collection file")
	ErrDamaged     = errors.New("font file is damaged")
	ErrNoMember    = errors.New("no such member in the font collection")
	ErrUnsupported = errors.New("kind of font is not supported")
)

type source struct {
	id   string
	open func() *Face
}

// Registry knows faces by their ids. It is safe for concurrent use.
type Registry struct {
	mu      sync.RWMutex
	sources []source // in the order they were added
}

// Builtin answers a new registry of the faces that ship: song, song-black, hei, hei-bold and kai.
func Builtin() *Registry {
	return &Registry{sources: slices.Clone(builtin)}
}

// Add opens a title's own font and registers it under id, in the place of any face of that id. The file may be
// TrueType, OpenType with CFF outlines, or a collection, of which index names the member; for a single file index is
// 0. The data is kept and must not be changed afterwards.
func (r *Registry) Add(id string, data []byte, index int) error {
	f, err := open(id, data, index)
	if err != nil {
		return fmt.Errorf("add font %q: %w", id, err)
	}
	s := source{id, func() *Face { return f }}
	r.mu.Lock()
	defer r.mu.Unlock()
	if i := slices.IndexFunc(r.sources, func(s source) bool { return s.id == id }); i >= 0 {
		r.sources[i] = s
	} else {
		r.sources = append(r.sources, s)
	}
	return nil
}

// Face answers the face with an id.
func (r *Registry) Face(id string) (*Face, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, s := range r.sources {
		if s.id == id {
			return s.open(), true
		}
	}
	return nil, false
}

// IDs answers the ids of all faces: those that ship first, then the added ones in their order.
func (r *Registry) IDs() []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	ids := make([]string, len(r.sources))
	for i, s := range r.sources {
		ids[i] = s.id
	}
	return ids
}

// Chain answers where a character is looked for when a text asks for face id: the face itself, the faces nearest to
// it, then all others. A face that a title added falls back as song does.
func (r *Registry) Chain(id string) []string {
	ids := r.IDs()
	near, ok := chains[id]
	if !ok {
		near = append([]string{"song"}, chains["song"]...)
	}
	chain := make([]string, 0, len(ids))
	for _, list := range [][]string{{id}, near, ids} {
		for _, one := range list {
			if slices.Contains(ids, one) && !slices.Contains(chain, one) {
				chain = append(chain, one)
			}
		}
	}
	return chain
}

// Fallback answers the first face of id's chain that has a character, and its glyph there; false if none has it.
func (r *Registry) Fallback(id string, ru rune) (*Face, uint32, bool) {
	if f, ok := r.Face(id); ok {
		if g, ok := f.Glyph(ru); ok {
			return f, g, true
		}
	}
	for _, one := range r.Chain(id) {
		f, _ := r.Face(one)
		if g, ok := f.Glyph(ru); ok {
			return f, g, true
		}
	}
	return nil, 0, false
}

// mustOpen opens a face that ships; that it opens is tested, so a failure means a broken build.
func mustOpen(id string, data []byte) *Face {
	f, err := open(id, data, 0)
	if err != nil {
		panic(fmt.Sprintf("fonts: built-in face %q: %v", id, err))
	}
	return f
}
