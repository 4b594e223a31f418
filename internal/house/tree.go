package house

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// node is a value of the file and the line it stands on. A table has keys; anything else a value.
type node struct {
	line  int
	path  string // dotted, for messages
	value any    // string, int64, float64, bool, []any, or something no setting takes
	keys  map[string]*node
}

// child answers the value under a key; nil in a nil table.
func (n *node) child(key string) *node {
	if n == nil {
		return nil
	}
	return n.keys[key]
}

// names answers the keys of a table in the order of the file; those of one line by name.
func (n *node) names() []string {
	if n == nil {
		return nil
	}
	out := slices.Sorted(maps.Keys(n.keys))
	slices.SortStableFunc(out, func(a, b string) int { return n.keys[a].line - n.keys[b].line })
	return out
}

// parse reads TOML into a tree.
func parse(data []byte, file string) (*node, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some editors of Windows put one
	if !utf8.Valid(data) {
		return nil, Errors{{File: file, Message: say.utf8}}
	}
	values := map[string]any{}
	if err := toml.Unmarshal(data, &values); err != nil {
		e := &Error{File: file}
		what := strings.TrimPrefix(err.Error(), "toml: ")
		if at := new(toml.DecodeError); errors.As(err, &at) {
			e.Line, _ = at.Position()
			e.Key = strings.Join(at.Key(), ".")
		}
		e.Message = say.syntax.F(what)
		if bareHan(data, e.Line) {
			e.Key, e.Message = "", say.bare
		}
		return nil, Errors{e}
	}
	root := &node{line: 1}
	root.keys = grow(values, root, "", lines(data))
	return root, nil
}

// bareHan reports whether the key or the header on a line has a character that TOML wants in quotes there.
func bareHan(data []byte, line int) bool {
	all := bytes.Split(data, []byte("\n"))
	if line < 1 || line > len(all) {
		return false
	}
	quote := rune(0)
	header := bytes.HasPrefix(bytes.TrimSpace(all[line-1]), []byte("["))
	for _, r := range string(all[line-1]) {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'':
			quote = r
		case r == '#' || r == '=' && !header:
			return false
		case r > 0x7f:
			return true
		}
	}
	return false
}

// grow makes the values of a table into nodes. A key whose line is not known, as in an array, has its table's.
func grow(values map[string]any, parent *node, id string, line map[string]int) map[string]*node {
	out := make(map[string]*node, len(values))
	for k, v := range values {
		n := &node{line: parent.line, path: k, value: v}
		if parent.path != "" {
			n.path = parent.path + "." + k
		}
		key := id + "\x00" + k
		if l, ok := line[key]; ok {
			n.line = l
		}
		if t, ok := v.(map[string]any); ok {
			n.value = nil
			n.keys = grow(t, n, key, line)
		}
		out[k] = n
	}
	return out
}

// lines answers the line on which each key of a valid file first stands.
func lines(data []byte) map[string]int {
	var starts []int
	for i, b := range data {
		if b == '\n' {
			starts = append(starts, i+1)
		}
	}
	out := map[string]int{}
	table := ""
	var p unstable.Parser
	// key notes the parts of a dotted key below a prefix and answers the whole.
	key := func(it unstable.Iterator, prefix string) string {
		for it.Next() {
			k := it.Node()
			prefix += "\x00" + string(k.Data)
			if _, ok := out[prefix]; !ok {
				out[prefix] = 1 + sort.SearchInts(starts, int(k.Raw.Offset)+1)
			}
		}
		return prefix
	}
	var inline func(n *unstable.Node, prefix string)
	inline = func(n *unstable.Node, prefix string) {
		if n.Kind != unstable.InlineTable {
			return
		}
		for it := n.Children(); it.Next(); {
			if kv := it.Node(); kv.Kind == unstable.KeyValue {
				inline(kv.Value(), key(kv.Key(), prefix))
			}
		}
	}
	for p.Reset(data); p.NextExpression(); {
		switch e := p.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = key(e.Key(), "")
		case unstable.KeyValue:
			inline(e.Value(), key(e.Key(), table))
		}
	}
	return out
}

// reader turns a tree into a house and collects what is wrong with it.
type reader struct {
	file      string
	base, own *node // the parent file and the one being read
	house     *edition.House
	errs      Errors
}

func (r *reader) fail(n *node, m words.Text) {
	r.errs = append(r.errs, &Error{File: r.file, Line: n.line, Key: n.path, Message: m})
}

func (r *reader) done() error {
	if len(r.errs) == 0 {
		return nil
	}
	return r.errs.sorted()
}
