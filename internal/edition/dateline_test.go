package edition

import "testing"

// TestDateLine: a date is written with its day of the week; what is no date stays as it is.
func TestDateLine(t *testing.T) {
	for date, want := range map[string]string{
		"2026-11-24": "2026年11月24日　星期二", "2026-03-01": "2026年3月1日　星期日", "2028-02-29": "2028年2月29日　星期二",
		"2026-02-30": "2026-02-30", "试刊": "试刊", "": "",
	} {
		if got := (Head{Date: date}).DateLine(); got != want {
			t.Errorf("%q is written %q, want %q", date, got, want)
		}
	}
}
