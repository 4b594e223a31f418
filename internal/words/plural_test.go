package words

import "testing"

func TestCounted(t *testing.T) {
	for in, want := range map[string]string{
		"1 lines over":           "1 line over",
		"21 lines over":          "21 lines over",
		"0.1 lines":              "0.1 lines",
		"(1 stories, 1 pages)":   "(1 story, 1 page)",
		"1 files were written":   "1 file was written",
		"2 files were written":   "2 files were written",
		"1 pictures":             "1 picture",
		"page 1 of 1 pages":      "page 1 of 1 page",
		"3 errors, 1 warnings":   "3 errors, 1 warning",
		"1 chars · 1 lines":      "1 char · 1 line",
		"page 1 says":            "page 1 says",
		"all 1 pages are signed": "all 1 page is signed",
	} {
		if got := counted(in); got != want {
			t.Errorf("%q becomes %q, not %q", in, got, want)
		}
	}
	if got := (Text{"溢出 %d 行", "%d lines over"}).F(1); got != (Text{"溢出 1 行", "1 line over"}) {
		t.Errorf("F answers %q", got)
	}
}
