// Package pdfx makes PDF/X of what gopdf writes.
//
// Start with Finish. It parses gopdf's bytes, checks that every object is there (gopdf swallows the errors of its
// parts), and writes them anew: page boxes, output intent, metadata, file identifier, exact glyph widths, text
// mapping, overprint states and spot inks, which gopdf has no way to set. Lengths are points with the origin at the
// lower left of the media, as PDF counts. The same input gives the same bytes. The package reads only files with a
// classic cross-reference table, which gopdf's are; it is no reader for strangers' PDFs.
package pdfx

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"time"
)

// Standard is what a finished file promises.
type Standard int

const (
	// Proof promises nothing of the press: no output intent. It is for screens and office printers.
	Proof Standard = iota
	// X4 is PDF/X-4, ISO 15930-7:2010.
	X4
	// X1a is PDF/X-1a:2003, ISO 15930-4:2003.
	X1a
)

// ErrBroken is wrapped by every error about input that is not a whole file.
var ErrBroken = errors.New("pdf is not whole")

// ErrProfile is answered when a standard needs a press profile that is not given or is of a version it forbids.
var ErrProfile = errors.New("press profile does not suit the standard")

// Box is a rectangle: left, bottom, right, top.
type Box [4]float64

// Page gives one page its boxes.
type Page struct {
	Media, Trim, Bleed Box
	Clear              bool // something on it is see-through: what meets there mixes as inks
}

// Form is what pages show as one object, such as an advertiser's page: Add puts it and all it needs into the file and
// answers it.
type Form interface {
	Add(f *File) (Ref, error)
}

// Font is what the finisher needs of an embedded font; *fontpack.Pack is one.
type Font interface {
	Len() int
	Text(id uint16) string
	Advance(id uint16) float64 // thousandths of an em
}

// Spot is a named ink and its stand-in, 0..1.
type Spot struct {
	Name       string
	C, M, Y, K float64
}

// Output is the press condition a file is made for.
type Output struct {
	Profile   []byte // ICC
	Version   int    // of the profile's format, 2 or 4
	Condition string // the identifier of a registered condition, or ""
	Info      string // in words
}

// Options say what the file is. States and spots become resources that page content may name.
type Options struct {
	Standard          Standard
	Title, Author     string
	Creator, Producer string
	Created           time.Time
	Pages             []Page
	Fonts             map[string]Font // by the family name gopdf was given
	Spots             []Spot          // resources SpotResource(0), SpotResource(1), …
	Images            []*Stream       // resources ImageResource(0), ImageResource(1), …
	Salt              []byte          // tells apart documents that differ only in images and forms
	Forms             []Form          // resources FormResource(0), FormResource(1), …
	Output            Output
}

// Names of the graphics states every page may set: inks print over what lies below, or cut it out.
const (
	Overprint = "GSover"
	Knockout  = "GSknock"
)

// SpotResource names the colour space of the i-th spot ink.
func SpotResource(i int) string { return fmt.Sprintf("Spot%d", i) }

// FormResource names the i-th form.
func FormResource(i int) string { return fmt.Sprintf("Form%d", i) }

// ImageResource names the i-th image.
func ImageResource(i int) string { return fmt.Sprintf("Im%d", i) }

// Finish writes the finished file of raw, which gopdf wrote.
func Finish(w io.Writer, raw []byte, o Options) error {
	if err := o.check(); err != nil {
		return err
	}
	f, err := Parse(raw)
	if err != nil {
		return err
	}
	f.Version = map[Standard]string{Proof: "1.6", X4: "1.6", X1a: "1.4"}[o.Standard]
	rootRef, ok := f.Trailer["Root"].(Ref)
	if !ok {
		return fmt.Errorf("%w: no catalog", ErrBroken)
	}
	root := f.dict(rootRef)
	delete(root, "Outlines")
	delete(root, "PageMode")

	if err := f.finishPages(root, &o); err != nil {
		return err
	}
	if o.Standard != Proof {
		root["OutputIntents"] = Array{f.Add(o.outputIntent(f))}
	}
	h := sha256.New()
	h.Write(raw)
	h.Write(o.Salt)
	id := h.Sum(nil)
	info := f.Add(o.info())
	root["Metadata"] = f.Add(&Stream{Dict: Dict{"Type": Name("Metadata"), "Subtype": Name("XML")}, Data: o.xmp(id[:16])})
	if err := f.resolves(rootRef, info); err != nil {
		return err
	}
	f.compress()
	return f.Write(w, rootRef, info)
}

// check refuses options the standard forbids.
func (o *Options) check() error {
	if o.Standard == Proof {
		return nil
	}
	if len(o.Output.Profile) == 0 {
		return fmt.Errorf("%w: none given", ErrProfile)
	}
	if o.Standard == X1a && o.Output.Version > 2 {
		return fmt.Errorf("%w: PDF/X-1a takes version 2 profiles, this is version %d", ErrProfile, o.Output.Version)
	}
	return nil
}

// finishPages sets the boxes and completes the resources, which gopdf shares between all pages.
func (f *File) finishPages(root Dict, o *Options) error {
	tree := f.dict(root["Pages"])
	kids, _ := f.Resolve(tree["Kids"]).(Array)
	if len(kids) != len(o.Pages) || len(kids) == 0 {
		return fmt.Errorf("%w: %d pages of %d", ErrBroken, len(kids), len(o.Pages))
	}
	delete(tree, "MediaBox")
	done := map[Ref]bool{}
	for i, kid := range kids {
		p := f.dict(kid)
		if p == nil || p["Type"] != Name("Page") || p["Contents"] == nil {
			return fmt.Errorf("%w: page %d", ErrBroken, i+1)
		}
		delete(p, "CropBox")
		p["MediaBox"] = o.Pages[i].Media.array()
		p["TrimBox"] = o.Pages[i].Trim.array()
		p["BleedBox"] = o.Pages[i].Bleed.array()
		if o.Pages[i].Clear && o.Standard != X1a { // ISO 15930-7, 6.2.4: else a reader would mix in a space of its choice
			p["Group"] = Dict{"Type": Name("Group"), "S": Name("Transparency"), "CS": Name("DeviceCMYK")}
		}
		ref, ok := p["Resources"].(Ref)
		if !ok {
			return fmt.Errorf("%w: page %d has no resources", ErrBroken, i+1)
		}
		if done[ref] {
			continue
		}
		done[ref] = true
		if err := f.finishResources(f.dict(ref), o); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) finishResources(res Dict, o *Options) error {
	if res == nil {
		return fmt.Errorf("%w: resources", ErrBroken)
	}
	delete(res, "ProcSet")
	for name, ref := range f.dict(res["Font"]) {
		if err := f.finishFont(f.dict(ref), o); err != nil {
			return fmt.Errorf("font %s: %w", name, err)
		}
	}
	state := func(over bool, mode int) Dict {
		return Dict{"Type": Name("ExtGState"), "OP": over, "op": over, "OPM": Int(mode)}
	}
	res["ExtGState"] = Dict{Overprint: state(true, 1), Knockout: state(false, 0)}
	spaces := Dict{}
	for i, s := range o.Spots {
		spaces[Name(SpotResource(i))] = f.Add(s.space())
	}
	res["ColorSpace"] = spaces
	if len(o.Forms)+len(o.Images) > 0 {
		shown := f.dict(res["XObject"])
		if shown == nil {
			shown = Dict{}
		}
		for i, img := range o.Images {
			shown[Name(ImageResource(i))] = f.Add(img)
		}
		for i, form := range o.Forms {
			ref, err := form.Add(f)
			if err != nil {
				return err
			}
			shown[Name(FormResource(i))] = ref
		}
		res["XObject"] = shown
	}
	for _, k := range []Name{"ColorSpace", "XObject", "Font"} {
		if len(f.dict(res[k])) == 0 {
			delete(res, k)
		}
	}
	return nil
}

// space is the Separation colour space of an ink: its tint runs from paper to the stand-in.
func (s Spot) space() Array {
	return Array{Name("Separation"), Name(s.Name), Name("DeviceCMYK"), Dict{
		"FunctionType": Int(2), "Domain": Array{Int(0), Int(1)}, "N": Int(1),
		"C0": Array{Int(0), Int(0), Int(0), Int(0)},
		"C1": Array{Real(s.C, 3), Real(s.M, 3), Real(s.Y, 3), Real(s.K, 3)},
	}}
}

func (b Box) array() Array {
	return Array{Real(b[0], 4), Real(b[1], 4), Real(b[2], 4), Real(b[3], 4)}
}
