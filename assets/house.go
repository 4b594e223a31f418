package assets

import _ "embed"

//go:embed house/default.toml
var house string

// House answers the house style that ships, a commented TOML file that internal/house reads: what a paper's own file
// does not say is as here. The caller owns the bytes.
func House() []byte { return []byte(house) }
