package assets

import _ "embed"

//go:embed hyphen/en-us.txt
var hyphen string

// Hyphen answers the patterns by which English words are divided; hyphen/README.md tells their form, source and terms.
func Hyphen() string { return hyphen }
