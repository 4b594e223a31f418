package edition

// Press is a press condition (印刷条件): what a PDF is made for and what preflight holds it to. Of a pair of limits the
// first makes an error, the second a warning; 0 checks nothing.
type Press struct {
	Name       string `json:"name"`
	Based      string `json:"based,omitempty"`      // the condition whose values it takes in the house-style file where it says none
	Profile    string `json:"profile,omitempty"`    // file name of the press's ICC profile; "" is the one that ships
	Identifier string `json:"identifier,omitempty"` // registered name of the condition; "" is a condition of one's own
	Standard   string `json:"standard"`             // "x4", "x1a" or "proof"
	Marks      bool   `json:"marks,omitempty"`      // crop and registration marks outside the bleed

	InkError   float64 `json:"ink_error"`   // total ink, per cent
	InkWarning float64 `json:"ink_warning"` //
	BlackMax   float64 `json:"black_max"`   // black in shadows, per cent: a warning above

	PictureError   int `json:"picture_error"`   // resolution in the page: dpi of colour and grey, errors and warnings below
	PictureWarning int `json:"picture_warning"` //
	PictureDPI     int `json:"picture_dpi"`     // finer pictures are brought down to this; 0 is the program's choice
	LineArtError   int `json:"line_art_error"`  // dpi of pictures of one bit
	LineArtWarning int `json:"line_art_warning"`

	TextError    float64 `json:"text_error"`              // the smallest text in one solid ink, points
	TextWarning  float64 `json:"text_warning"`            //
	TintText     float64 `json:"tint_text"`               // a warning below, points: text in a tint of one ink
	ManyInkText  float64 `json:"many_ink_text"`           // in two inks or more
	ReversedText float64 `json:"reversed_text"`           // paper-white out of an ink
	ReversedMany float64 `json:"reversed_many,omitempty"` // paper-white out of two inks or more
	LineError    float64 `json:"line_error"`              // the thinnest line, points
	LineWarning  float64 `json:"line_warning"`            //
	TintLine     float64 `json:"tint_line"`               // a warning below, points: a line in a tint or in several inks
	Overprint    float64 `json:"overprint"`               // black text below this size prints over what lies under it, points
}

// The press conditions that ship with the program.
const (
	NewsprintA = "newsprint 220" // ISO 12647-3:2013 recommends 220 % for coldset
	NewsprintB = "newsprint 240" // ISO 12647-3 before 2013, and many houses still
)

// Presses answers the press conditions that ship with the program. Ink limits are ISO 12647-3's; resolution is GWG
// 2015's for newspapers; smallest text and lines follow what newspapers ask of advertisers. An error is 20 % of ink
// above the recommendation: presses differ by that much.
func Presses() []Press {
	a := Press{
		Name: NewsprintA, Standard: "x4",
		InkError: 240, InkWarning: 220, BlackMax: 95,
		PictureError: 100, PictureWarning: 150, PictureDPI: 220, LineArtError: 550, LineArtWarning: 800,
		TextError: 5, TextWarning: 6, TintText: 8, ManyInkText: 10, ReversedText: 8, ReversedMany: 10,
		LineError: 0.1, LineWarning: 0.25, TintLine: 1, Overprint: 12,
	}
	b := a
	b.Name, b.InkError, b.InkWarning = NewsprintB, 260, 240
	return []Press{a, b}
}

// PressNamed answers the title's press condition of a name, or the program's; "" is NewsprintA.
func (h *House) PressNamed(name string) (Press, bool) {
	if name == "" {
		name = NewsprintA
	}
	for _, list := range [][]Press{h.Presses, Presses()} {
		for _, p := range list {
			if p.Name == name {
				return p, true
			}
		}
	}
	return Press{}, false
}
