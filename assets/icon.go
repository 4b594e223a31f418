package assets

import _ "embed"

//go:embed icon.png
var icon []byte

// Icon answers the program's icon, a PNG of 512 pixels drawn by internal/tools/mkicon. Callers must not change it.
func Icon() []byte { return icon }
