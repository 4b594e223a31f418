package assets

import _ "embed"

//go:embed lm/words.lm
var wordModel string

//go:embed lm/terms.txt
var newWords string

// WordModel answers how likely words follow each other, in the form that internal/ngram reads. How it is made and
// under which licence it stands is in lm/README.md. The caller owns the bytes.
func WordModel() []byte { return []byte(wordModel) }

// NewWords answers words that the model and the word list are too old for, one a line; lines that begin with # are
// remarks.
func NewWords() string { return newWords }
