package manuscript

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

const realPage = "../../../shared/sample/pinghu-front-page.md"

func page(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile(realPage)
	if err != nil {
		t.Skip("the real page is not here: ", err)
	}
	text, _, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func brief(b *Block) string {
	s := []rune(b.String())
	if len(s) > 16 {
		s = append(s[:16:16], '…')
	}
	return fmt.Sprintf("%d %-9s %s", b.Story, b.Role, string(s))
}

func TestRealPage(t *testing.T) {
	d := Markdown(page(t))
	var out []string
	for _, b := range d.Blocks {
		out = append(out, brief(b))
	}
	t.Log("\n" + strings.Join(out, "\n"))
	if d.Stories != 4 {
		t.Fatalf("%d stories", d.Stories)
	}
}
