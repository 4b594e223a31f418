// Package house reads and writes the house-style file (社内体例): one TOML file in which a paper keeps how each role is
// set, its 字号, colours, pages, make-up weights, checks and press conditions.
//
// Start with Load. A file says only what differs from assets/house/default.toml, the commented file that ships; what
// comes out is an edition.House with every value resolved. Save is its inverse. In the file, sizes are points or 字号
// ("9pt", "小五"), indents and tracking are in characters ("2字"), white in body lines ("1行"), shares in per cent, page
// measures in millimetres. The package opens no file, knows no font and judges no page.
package house

import (
	"maps"
	"reflect"
	"slices"
	"sync"

	"dayang/assets"
	"dayang/internal/edition"
	"dayang/internal/words"
	"dayang/layout/dummy"
)

// shipped is the file that ships, as a tree. It is never changed.
var shipped = sync.OnceValue(func() *node {
	root, err := parse(assets.House(), "default.toml")
	if err != nil {
		panic("house: the default that ships does not read: " + err.Error())
	}
	return root
})

// Default answers the house style a new title starts from.
func Default() *edition.House { return edition.DefaultHouse() }

// Preset is a house style that ships, to start a title from.
type Preset struct {
	Name words.Text
	Data []byte // the file; Load reads it
}

// Presets answers the house styles that ship: for 四开 pages, which is the default, and for 对开.
func Presets() []Preset {
	return []Preset{
		{words.Text{ZH: "四开小报", EN: "Tabloid"}, assets.House()},
		{words.Text{ZH: "对开大报", EN: "Broadsheet"}, assets.Broadsheet()},
	}
}

// Load reads a house-style file; name is for messages. What the file does not say is as in the default that ships. An
// error is an Errors with every fault of the file.
func Load(data []byte, name string) (*edition.House, error) {
	return load(shipped(), data, name)
}

func load(base *node, data []byte, name string) (*edition.House, error) {
	root, err := parse(data, name)
	if err != nil {
		return nil, err
	}
	r := &reader{file: name, base: base, own: root}
	h := r.read()
	if err := r.done(); err != nil {
		return nil, err
	}
	return h, nil
}

// Weights answers a title's make-up weights: the program's own, with the title's over them.
func Weights(h *edition.House) dummy.Weights {
	w := dummy.DefaultWeights()
	v := reflect.ValueOf(&w).Elem()
	for name, x := range h.MakeUp {
		if f := v.FieldByName(name); f.IsValid() {
			f.SetFloat(x)
		}
	}
	return w
}

// Restyle answers the house with another style under a name. Styles based on it follow, setting by setting, where
// they had the value of the style before; h itself is not changed.
func Restyle(h *edition.House, name string, style edition.TextStyle) *edition.House {
	out := *h
	out.Styles = maps.Clone(h.Styles)
	if out.Styles == nil {
		out.Styles = map[string]edition.TextStyle{}
	}
	out.Styles[name] = style
	done := map[string]bool{name: true}
	for queue := []string{name}; len(queue) > 0; queue = queue[1:] {
		parent := queue[0]
		was, known := h.Styles[parent]
		now := out.Styles[parent]
		for _, child := range slices.Sorted(maps.Keys(h.Styles)) {
			s := h.Styles[child]
			if !known || s.Based != parent || done[child] || s.Character != now.Character {
				continue
			}
			done[child] = true
			for _, set := range styleSettings {
				if !s.Character || set.character {
					if get(set.at(&s)) == get(set.at(&was)) {
						put(set.at(&s), get(set.at(&now)))
					}
				}
			}
			out.Styles[child] = s
			queue = append(queue, child)
		}
	}
	return &out
}
