package proof

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"dayang/internal/finding"
)

// ErrLine is returned by JSONL for a line that is no JSON object of the form it reads.
var ErrLine = errors.New("not a line of the expected form")

// LineError says which line of a JSONL input could not be read.
type LineError struct {
	Line int // from 1
	Err  error
}

// Error says the line and the reason.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap answers the reason.
func (e *LineError) Unwrap() error { return e.Err }

// Others are the answers to lines that are not about one text; internal/repair gives them. A nil function leaves
// its lines out of the output.
type Others struct {
	// Successors answers the right successor of every fragment, -1 for none.
	Successors func(fragments []string) []int
	// Pair answers what two stories, given as paragraphs, are to each other and how much they share; nil judges by
	// containment.
	Pair func(a, b []string) (label string, score float64)
}

type jsonlIn struct {
	ID        string   `json:"id"`
	Text      *string  `json:"text"`
	Pub       string   `json:"pub"`
	Fragments []string `json:"fragments"`
	A         texts    `json:"a"`
	B         texts    `json:"b"`
}

// texts is a list of paragraphs, or one text in place of a list.
type texts []string

// UnmarshalJSON reads a string or a list of strings.
func (t *texts) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*t = texts{s}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(t))
}

type jsonlFinding struct {
	Start int     `json:"start"`
	End   int     `json:"end"`
	Cat   string  `json:"cat"`
	Rule  string  `json:"rule"`
	Level string  `json:"level"`
	Fix   *string `json:"fix,omitempty"`
}

type jsonlOut struct {
	ID       string         `json:"id"`
	Findings []jsonlFinding `json:"findings"`
	MS       float64        `json:"ms"`
}

// maxLine is the longest line JSONL reads, in bytes: a whole edition's text has room in it.
const maxLine = 256 << 20

// JSONL reads lines {"id","text"[,"pub"]} and writes {"id","findings":[{"start","end","cat","rule","level","fix"}],
// "ms"}; offsets are runes. Lines with "fragments" are answered {"id","successor"}, lines with "a" and "b"
// {"id","label","score"}. A line that cannot be read ends it with a *LineError.
func (c *Checker) JSONL(r io.Reader, w io.Writer, o Others) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 64<<10), maxLine)
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if o.Pair == nil {
		o.Pair = judgePair
	}
	for n := 1; sc.Scan(); n++ {
		line := sc.Bytes()
		if len(line) == 0 {
			continue
		}
		var in jsonlIn
		if err := json.Unmarshal(line, &in); err != nil {
			return &LineError{n, fmt.Errorf("%w: %w", ErrLine, err)}
		}
		var answer any
		switch {
		case in.Fragments != nil:
			if o.Successors == nil {
				continue
			}
			answer = struct {
				ID        string `json:"id"`
				Successor []int  `json:"successor"`
			}{in.ID, o.Successors(in.Fragments)}
		case in.A != nil || in.B != nil:
			label, score := o.Pair(in.A, in.B)
			answer = struct {
				ID    string  `json:"id"`
				Label string  `json:"label"`
				Score float64 `json:"score"`
			}{in.ID, label, score}
		case in.Text != nil:
			began := time.Now()
			found := c.Text(*in.Text, in.Pub)
			answer = jsonlOut{in.ID, jsonlFindings(found), float64(time.Since(began).Microseconds()) / 1000}
		default:
			return &LineError{n, fmt.Errorf("no text, fragments, or a and b: %w", ErrLine)}
		}
		if err := enc.Encode(answer); err != nil {
			return fmt.Errorf("write line %d: %w", n, err)
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("read lines: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write lines: %w", err)
	}
	return nil
}

func jsonlFindings(found []finding.Finding) []jsonlFinding {
	out := make([]jsonlFinding, 0, len(found))
	for _, f := range found {
		j := jsonlFinding{Start: f.Place.From, End: f.Place.To, Cat: f.Category, Rule: f.Rule, Level: f.Level.String()}
		if len(f.Suggestions) > 0 {
			s := f.Suggestions[0].Text
			j.Fix = &s
		}
		out = append(out, j)
	}
	return out
}

// judgePair names what two stories are to each other by the containment of their four-rune pieces.
func judgePair(a, b []string) (string, float64) {
	x, y := make([][]rune, len(a)), make([][]rune, len(b))
	for i, s := range a {
		x[i] = []rune(s)
	}
	for i, s := range b {
		y[i] = []rune(s)
	}
	gx, gy := gramsOf(x...), gramsOf(y...)
	v := containment(gx, gy)
	switch {
	case v < sharedStoryAt:
		return "different", v
	case v < sameStoryAt:
		return "one_paragraph_shared", v
	}
	if len(a) == len(b) {
		same := true
		for i := range a {
			same = same && a[i] == b[i]
		}
		if same {
			return "same", v
		}
	}
	if v >= 0.9 && len(gx) > 0 && float64(min(len(gx), len(gy))) >= 0.9*float64(max(len(gx), len(gy))) {
		return "reordered", v
	}
	return "cut", v
}
