package app

import "fyne.io/fyne/v2"

// icon makes a 24×24 icon of path data; the theme gives it its colour.
func icon(name, path string) fyne.Resource {
	return fyne.NewStaticResource(name+".svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><path fill="#000000" d="`+path+`"/></svg>`))
}

// The icons that Fyne's theme lacks, drawn for this program on a grid of 24 units. Holes are drawn the other way round.
var (
	iconSelect   = icon("select", "M6 3 L6 18.5 L9.7 15 L12.4 21 L14.8 19.9 L12.2 14.1 L17.3 13.8 Z")
	iconNew      = icon("new", "M5 2 L14 2 L19 7 L19 12 L17 12 L17 8 L13 8 L13 4 L7 4 L7 20 L12 20 L12 22 L5 22 Z M16.5 14 L18.5 14 L18.5 17 L21.5 17 L21.5 19 L18.5 19 L18.5 22 L16.5 22 L16.5 19 L13.5 19 L13.5 17 L16.5 17 Z")
	iconHand     = icon("hand", "M8 11 L8 5.5 L10 5.5 L10 10 L11 10 L11 4 L13 4 L13 10 L14 10 L14 5 L16 5 L16 11 L17 11 L17 7.5 L19 7.5 L19 15 L16.5 20.5 L10 20.5 L4.5 14 L6 12.3 L8 13.6 Z")
	iconMakeup   = icon("makeup", "M4 3 L20 3 L20 21 L4 21 Z M6 5 L6 8 L18 8 L18 5 Z M6 10 L6 19 L11 19 L11 10 Z M13 10 L13 13.5 L18 13.5 L18 10 Z M13 15.5 L13 19 L18 19 L18 15.5 Z")
	iconRoom     = icon("room", "M9 6 L15 6 L15 18 L9 18 Z M11 8 L11 16 L13 16 L13 8 Z M7 12 L4 9 L4 11 L1 11 L1 13 L4 13 L4 15 Z M17 12 L20 15 L20 13 L23 13 L23 11 L20 11 L20 9 Z M1 3 L23 3 L23 4.6 L1 4.6 Z M1 19.4 L23 19.4 L23 21 L1 21 Z")
	iconProof    = icon("proof", "M3 4 L15 4 L15 6 L3 6 Z M3 9 L12 9 L12 11 L3 11 Z M3 14 L9 14 L9 16 L3 16 Z M10.6 16.4 L12 15 L14.8 17.8 L20.6 10.6 L22.2 11.9 L15 20.8 Z")
	iconPDF      = icon("pdf", "M5 2 L14 2 L19 7 L19 12 L17 12 L17 8 L13 8 L13 4 L7 4 L7 20 L12 20 L12 22 L5 22 Z M16 14 L18 14 L18 18.2 L20 16.2 L21.4 17.6 L17 22 L12.6 17.6 L14 16.2 L16 18.2 Z")
	iconImport   = icon("import", "M4 4 L10 4 L12 6 L21 6 L21 20 L4 20 Z M6 8 L6 18 L19 18 L19 8 Z M11.5 9.5 L13.5 9.5 L13.5 13 L15.3 11.4 L16.6 12.8 L12.5 16.8 L8.4 12.8 L9.7 11.4 L11.5 13 Z")
	iconFitPage  = icon("fit-page", "M6 2 L18 2 L18 22 L6 22 Z M8 4 L8 20 L16 20 L16 4 Z M12 6 L14.5 9 L9.5 9 Z M12 18 L9.5 15 L14.5 15 Z M11.3 9 L12.7 9 L12.7 15 L11.3 15 Z")
	iconFitWidth = icon("fit-width", "M2 5 L4 5 L4 19 L2 19 Z M20 5 L22 5 L22 19 L20 19 Z M5 12 L9 8.5 L9 11 L15 11 L15 8.5 L19 12 L15 15.5 L15 13 L9 13 L9 15.5 Z")
	iconGrid     = icon("grid", "M3 3 L21 3 L21 21 L3 21 Z M4.6 4.6 L4.6 8.6 L8.4 8.6 L8.4 4.6 Z M10 4.6 L10 8.6 L14 8.6 L14 4.6 Z M15.6 4.6 L15.6 8.6 L19.4 8.6 L19.4 4.6 Z M4.6 10.2 L4.6 14 L8.4 14 L8.4 10.2 Z M10 10.2 L10 14 L14 14 L14 10.2 Z M15.6 10.2 L15.6 14 L19.4 14 L19.4 10.2 Z M4.6 15.6 L4.6 19.4 L8.4 19.4 L8.4 15.6 Z M10 15.6 L10 19.4 L14 19.4 L14 15.6 Z M15.6 15.6 L15.6 19.4 L19.4 19.4 L19.4 15.6 Z")
)
