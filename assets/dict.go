package assets

import _ "embed"

//go:embed dict/words.txt.gz
var words string

// Dictionary answers the word list that ships with the program: gzip of UTF-8 text, one "word count tag" a line,
// sorted by word. How it is made and under which licences it stands is in dict/README.md. The caller owns the bytes.
func Dictionary() []byte { return []byte(words) }
