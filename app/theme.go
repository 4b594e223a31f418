package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"dayang/app/pageview"
	"dayang/fonts"
)

// look is the program's theme: the window's own letters, compact sizes, quiet colours. The paper is white in both
// variants, since ink on the press is judged against paper.
type look struct {
	dark    bool
	text    float32 // size of the window's text, in Fyne's units
	regular fyne.Resource
	bold    fyne.Resource
}

func newLook(dark bool, text float32) *look {
	return &look{dark: dark, text: text, regular: fyne.NewStaticResource("UI-Regular.ttf", fonts.UIRegular()), bold: fyne.NewStaticResource("UI-Bold.ttf", fonts.UIBold())}
}

// Font implements fyne.Theme. Italics do not exist in Chinese: they come out upright.
func (l *look) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Monospace, s.Symbol:
		return theme.DefaultTheme().Font(s)
	case s.Bold:
		return l.bold
	}
	return l.regular
}

// Icon implements fyne.Theme.
func (l *look) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size implements fyne.Theme: 13-unit text and small paddings, so that 1366×768 holds the whole frame.
func (l *look) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameText:
		return l.text
	case theme.SizeNameCaptionText:
		return l.text - 2
	case theme.SizeNameSubHeadingText:
		return l.text + 2
	case theme.SizeNameHeadingText:
		return 20
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding:
		return 6
	case theme.SizeNameLineSpacing:
		return 3
	case theme.SizeNameInlineIcon:
		return 17
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius, theme.SizeNameButtonRadius:
		return 4
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 3
	case theme.SizeNameSplitThickness:
		return 5
	}
	return theme.DefaultTheme().Size(n)
}

// The colours of the window that Fyne has no name for.
const (
	colourPanel  fyne.ThemeColorName = "dayang.panel"  // ground of the docks
	colourBar    fyne.ThemeColorName = "dayang.bar"    // toolbar and status bar
	colourFaint  fyne.ThemeColorName = "dayang.faint"  // second lines
	colourStripe fyne.ThemeColorName = "dayang.stripe" // headers of the docks

	colourRevised fyne.ThemeColorName = "dayang.revised" // what was changed in a story
	colourNotice  fyne.ThemeColorName = "dayang.notice"  // ground of what is announced above the page

	colourFault = theme.ColorNameError
	textSize    = theme.SizeNameText
)

// whitePaper is the paper in every appearance.
var whitePaper = color.White

// A menu's ground is a little darker than paper in the light appearance, so that its edge shows on a white page.

var lightColours = map[fyne.ThemeColorName]color.NRGBA{
	theme.ColorNameBackground:        {0xf7, 0xf8, 0xfa, 255},
	theme.ColorNameForeground:        {0x1d, 0x21, 0x27, 255},
	theme.ColorNamePrimary:           {0x1f, 0x5f, 0xbf, 255},
	theme.ColorNameFocus:             {0x1f, 0x5f, 0xbf, 0x40},
	theme.ColorNameHyperlink:         {0x1f, 0x5f, 0xbf, 255},
	theme.ColorNameButton:            {0xe9, 0xec, 0xf0, 255},
	theme.ColorNameDisabledButton:    {0xf0, 0xf2, 0xf4, 255},
	theme.ColorNameDisabled:          {0x99, 0xa1, 0xab, 255},
	theme.ColorNameInputBackground:   {0xff, 0xff, 0xff, 255},
	theme.ColorNameInputBorder:       {0xc6, 0xcc, 0xd4, 255},
	theme.ColorNamePlaceHolder:       {0x8a, 0x93, 0x9e, 255},
	theme.ColorNameHover:             {0x1d, 0x21, 0x27, 0x12},
	theme.ColorNamePressed:           {0x1d, 0x21, 0x27, 0x24},
	theme.ColorNameSelection:         {0x1f, 0x5f, 0xbf, 0x30},
	theme.ColorNameSeparator:         {0xd8, 0xdc, 0xe2, 255},
	theme.ColorNameMenuBackground:    {0xf1, 0xf3, 0xf6, 255},
	theme.ColorNameOverlayBackground: {0xff, 0xff, 0xff, 255},
	theme.ColorNameHeaderBackground:  {0xee, 0xf0, 0xf3, 255},
	theme.ColorNameScrollBar:         {0x00, 0x00, 0x00, 0x50},
	theme.ColorNameShadow:            {0x00, 0x00, 0x00, 0x60},
	theme.ColorNameError:             {0xc0, 0x25, 0x25, 255},
	theme.ColorNameWarning:           {0xb2, 0x5f, 0x00, 255},
	theme.ColorNameSuccess:           {0x1b, 0x7a, 0x3d, 255},
	colourPanel:                      {0xfb, 0xfb, 0xfc, 255},
	colourBar:                        {0xf0, 0xf2, 0xf5, 255},
	colourFaint:                      {0x66, 0x6f, 0x7a, 255},
	colourStripe:                     {0xec, 0xef, 0xf3, 255},
	colourRevised:                    {0x9c, 0x1f, 0x8a, 255},
	colourNotice:                     {0xff, 0xf4, 0xd6, 255},
}

var darkColours = map[fyne.ThemeColorName]color.NRGBA{
	theme.ColorNameBackground:          {0x22, 0x25, 0x2a, 255},
	theme.ColorNameForeground:          {0xe4, 0xe7, 0xeb, 255},
	theme.ColorNamePrimary:             {0x6c, 0xa8, 0xf5, 255},
	theme.ColorNameForegroundOnPrimary: {0x10, 0x18, 0x22, 255},
	theme.ColorNameFocus:               {0x6c, 0xa8, 0xf5, 0x50},
	theme.ColorNameHyperlink:           {0x6c, 0xa8, 0xf5, 255},
	theme.ColorNameButton:              {0x35, 0x3a, 0x42, 255},
	theme.ColorNameDisabledButton:      {0x2b, 0x2f, 0x35, 255},
	theme.ColorNameDisabled:            {0x6d, 0x75, 0x80, 255},
	theme.ColorNameInputBackground:     {0x1a, 0x1c, 0x20, 255},
	theme.ColorNameInputBorder:         {0x48, 0x4f, 0x59, 255},
	theme.ColorNamePlaceHolder:         {0x78, 0x81, 0x8c, 255},
	theme.ColorNameHover:               {0xff, 0xff, 0xff, 0x14},
	theme.ColorNamePressed:             {0xff, 0xff, 0xff, 0x28},
	theme.ColorNameSelection:           {0x6c, 0xa8, 0xf5, 0x45},
	theme.ColorNameSeparator:           {0x3a, 0x3f, 0x47, 255},
	theme.ColorNameMenuBackground:      {0x2b, 0x2f, 0x35, 255},
	theme.ColorNameOverlayBackground:   {0x2b, 0x2f, 0x35, 255},
	theme.ColorNameHeaderBackground:    {0x2a, 0x2e, 0x34, 255},
	theme.ColorNameScrollBar:           {0xff, 0xff, 0xff, 0x50},
	theme.ColorNameShadow:              {0x80, 0x88, 0x92, 0x70},
	theme.ColorNameError:               {0xff, 0x7b, 0x72, 255},
	theme.ColorNameWarning:             {0xf0, 0xa3, 0x4a, 255},
	theme.ColorNameSuccess:             {0x6f, 0xc8, 0x8a, 255},
	colourPanel:                        {0x26, 0x29, 0x2f, 255},
	colourBar:                          {0x2a, 0x2e, 0x34, 255},
	colourFaint:                        {0x9a, 0xa4, 0xb0, 255},
	colourStripe:                       {0x2e, 0x32, 0x39, 255},
	colourRevised:                      {0xe0, 0x8b, 0xd4, 255},
	colourNotice:                       {0x4a, 0x3f, 0x22, 255},
}

// Color implements fyne.Theme; the variant is the program's own choice, not the system's.
func (l *look) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	own, variant := lightColours, theme.VariantLight
	if l.dark {
		own, variant = darkColours, theme.VariantDark
	}
	if c, ok := own[n]; ok {
		return c
	}
	return theme.DefaultTheme().Color(n, variant)
}

func (l *look) palette() pageview.Palette {
	if l.dark {
		return pageview.DarkPalette
	}
	return pageview.LightPalette
}
