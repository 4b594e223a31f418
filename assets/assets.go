// Package assets holds what ships inside the program besides fonts: the sample edition, the dictionary, the press
// profile and the icon, as embedded files.
//
// Start with Sample. The package only hands out bytes; it reads and decides nothing.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed sample/*.json sample/*.md sample/*.jpg sample/*.png
var sample embed.FS

// Sample answers the sample edition: head.json is an edition's head, ear.json a piece of furniture, front-page.md
// the manuscript, and the pictures that the manuscript names stand beside it.
func Sample() fs.FS {
	sub, err := fs.Sub(sample, "sample")
	if err != nil {
		panic("assets: the sample edition is not embedded: " + err.Error())
	}
	return sub
}
