package assets

import _ "embed"

// What the proof desk starts from; a paper's own lists are added to it. Where each list comes from and under which
// terms is in proof/README.md.
var (
	//go:embed proof/slips.txt
	slips string
	//go:embed proof/idioms.txt
	idioms string
	//go:embed proof/sounds.txt
	sounds string
	//go:embed proof/shapes.txt
	shapes string
)

// Slips answers the list of known slips of the pen: wrong, right and the contexts in which the wrong form is right,
// parted by tabs; lines that begin with # are remarks.
func Slips() string { return slips }

// Idioms answers fixed phrases of four characters, one a line.
func Idioms() string { return idioms }

// Sounds answers the characters of every Mandarin syllable without its tone: "syllable characters" a line, the
// commonest first; behind "|" stand those that have the syllable as a second reading.
func Sounds() string { return sounds }

// Shapes answers groups of characters that look alike, one group a line; lines that begin with # are remarks.
func Shapes() string { return shapes }
