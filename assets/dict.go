package assets

import _ "embed"

//go:embed dict/words.txt.gz
var words string

// Dictionary answers the word list that ships with the program: gzip of UTF-8 text, one "word count tag" a line,
// sorted by word. How it is made and under which licences it stands is in dict/README.md. The caller owns the bytes.
func Dictionary() []byte { return []byte(words) }

//go:embed dict/tags.txt.gz
var tags string

// Tags answers which part of speech follows which: gzip of UTF-8 text, one "before after log" a line. The classes
// are the tags of Dictionary with 1 for words of one character or 2 for longer ones; ^ is the start of a sentence.
// The caller owns the bytes.
func Tags() []byte { return []byte(tags) }
