package assets

import "embed"

//go:embed help
var helpFiles embed.FS

// HelpPicture answers a picture of the guide, a PNG, by its name and language such as page-zh; nil if there is none.
func HelpPicture(name string) []byte {
	b, err := helpFiles.ReadFile("help/" + name + ".png")
	if err != nil {
		return nil
	}
	return b
}
