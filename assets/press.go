package assets

import _ "embed"

//go:embed press/newsprint-ifra26s-tac220.icc
var pressProfile []byte

// PressProfile answers the press profile that ships with the program: coldset newsprint, total ink 220 %. Where it
// comes from and under which terms is in press/README.md. Callers must not change the bytes.
func PressProfile() []byte { return pressProfile }
