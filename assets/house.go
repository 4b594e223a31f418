package assets

import _ "embed"

var (
	//go:embed house/default.toml
	house string
	//go:embed house/broadsheet.toml
	broadsheet string
)

// House answers the house style that ships, a commented TOML file that internal/house reads: what a paper's own file
// does not say is as here. The caller owns the bytes.
func House() []byte { return []byte(house) }

// Broadsheet answers the house style for 对开 pages: what differs from House. The caller owns the bytes.
func Broadsheet() []byte { return []byte(broadsheet) }
