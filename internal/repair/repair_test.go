package repair

import (
	"encoding/json"
	"os"
	"sync"
	"testing"

	"dayang/internal/manuscript"
	"dayang/internal/segment"
)

const realPage = "../../../shared/sample/pinghu-front-page.md"

var openDictionary = sync.OnceValues(segment.Open)

func dictionary(t testing.TB) segment.Segmenter {
	t.Helper()
	d, err := openDictionary()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func page(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile(realPage)
	if err != nil {
		t.Skip("the real page is not here: ", err)
	}
	text, _, err := manuscript.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestRealPage(t *testing.T) {
	out, rep := Text(page(t), dictionary(t))
	t.Log(out)
	for _, e := range rep.Edits {
		if e.Kind != Mark {
			b, _ := json.Marshal(e)
			t.Log(string(b))
		}
	}
	t.Log(rep.Made, rep.Asked)
}
