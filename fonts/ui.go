package fonts

import _ "embed"

// The window's own letters, made by ui/make.sh: a whole Chinese face as a theme font takes 450 MB of memory.
var (
	//go:embed ui/UI-Regular.ttf
	uiRegular []byte
	//go:embed ui/UI-Bold.ttf
	uiBold []byte
)

// UIRegular answers the font file of the window's text: GB 2312, Latin and signs. It must not be changed.
func UIRegular() []byte { return uiRegular }

// UIBold answers the font file of the window's bold text. It must not be changed.
func UIBold() []byte { return uiBold }
