// Package words is the one way a visible string exists: in Chinese and in English at once.
//
// Start with Text. A package that speaks to people keeps its strings as Text values side by side, so that neither
// language can be forgotten; whoever shows one asks for it In a language. The package knows no language at run
// time but the one it is asked for.
package words

import "fmt"

// Lang is a language of the user interface.
type Lang uint8

// The languages the program speaks; Chinese is the first.
const (
	ZH Lang = iota
	EN
)

// Text is one visible string in both languages. English must be complete, not a gloss.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// In answers the string in a language.
func (t Text) In(l Lang) string {
	if l == EN {
		return t.EN
	}
	return t.ZH
}

// F fills both languages' verbs with the same arguments, as fmt.Sprintf does; an argument that is itself a Text
// is filled in the matching language.
func (t Text) F(args ...any) Text {
	return Text{fmt.Sprintf(t.ZH, in(ZH, args)...), counted(fmt.Sprintf(t.EN, in(EN, args)...))}
}

func in(l Lang, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(Text); ok {
			a = t.In(l)
		}
		out[i] = a
	}
	return out
}

// ParseLang answers the language of a locale name such as "zh_CN.UTF-8" or "en"; anything unknown is Chinese.
func ParseLang(locale string) Lang {
	if len(locale) >= 2 && (locale[:2] == "en" || locale[:2] == "EN") {
		return EN
	}
	return ZH
}
