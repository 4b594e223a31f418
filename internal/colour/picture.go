package colour

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // registers the decoder
	_ "image/jpeg"
	_ "image/png"
	"io"
	"strings"
)

// What callers decide on when a picture cannot be used.
var (
	ErrPicture      = errors.New("not a picture that can be read (JPEG, PNG or GIF)")
	ErrPictureLarge = errors.New("picture too large")
)

// maxPixels keeps a small file from asking for all memory: 160 million pixels are 40 × 25 cm at 1,000 ppi, more
// than any camera of a newsroom gives.
const maxPixels = 160_000_000

// Probe is what a picture's head tells without decoding it.
type Probe struct {
	W, H     int
	Format   string // "jpeg", "png" or "gif"
	Channels int    // 1 grey, 3 colour, 4 inks
	Adobe    bool   // a JPEG with Adobe's marker, whose inks are stored turned round
	YCbCr    bool   // colour is stored as lightness and two differences, as JPEGs usually do
}

// ProbePicture reads a picture's head.
func ProbePicture(data []byte) (Probe, error) {
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Probe{}, fmt.Errorf("%w: %v", ErrPicture, err)
	}
	if c.Width < 1 || c.Height < 1 {
		return Probe{}, fmt.Errorf("%w: %d × %d pixels", ErrPicture, c.Width, c.Height)
	}
	if c.Width > maxPixels/c.Height {
		return Probe{}, fmt.Errorf("%w: %d × %d pixels", ErrPictureLarge, c.Width, c.Height)
	}
	p := Probe{W: c.Width, H: c.Height, Format: format, Channels: 3}
	switch c.ColorModel {
	case color.GrayModel, color.Gray16Model:
		p.Channels = 1
	case color.CMYKModel:
		p.Channels = 4
		p.Adobe = adobeMarker(data)
	case color.YCbCrModel:
		p.YCbCr = true
	}
	return p, nil
}

// Picture is a decoded picture.
type Picture struct {
	Probe
	Profile *Profile // the one embedded in the file, when it can be a source for Separate; else nil
	img     image.Image
	palette [][3]byte
}

// Decode reads a JPEG (grey, RGB, CMYK, YCCK), PNG (8 or 16 bit, transparent parts become white paper) or GIF.
func Decode(data []byte) (*Picture, error) {
	probe, err := ProbePicture(data)
	if err != nil {
		return nil, err
	}
	img, err := decodeImage(data, probe)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrPicture, err)
	}
	p := &Picture{Probe: probe, img: img}
	p.W, p.H = img.Bounds().Dx(), img.Bounds().Dy() // a GIF's frame may be smaller than its screen
	if p.W < 1 || p.H < 1 {
		return nil, fmt.Errorf("%w: empty", ErrPicture)
	}
	switch img := img.(type) {
	case *image.Gray, *image.Gray16:
		p.Channels = 1
	case *image.CMYK:
		p.Channels = 4
	case *image.Paletted:
		p.Channels = 3
		for _, c := range img.Palette {
			n := color.NRGBA64Model.Convert(c).(color.NRGBA64)
			p.palette = append(p.palette, [3]byte{over(n.R, n.A), over(n.G, n.A), over(n.B, n.A)})
		}
	default:
		p.Channels = 3
	}
	if prof, err := ParseProfile(embeddedProfile(data, probe.Format)); err == nil && p.Channels != 4 {
		if _, err := prof.toXYZ(); err == nil && (prof.space == "GRAY") == (p.Channels == 1) {
			p.Profile = prof
		}
	}
	return p, nil
}

// decodeImage decodes a picture. The library takes a JPEG of four inks only with Adobe's marker, and for turned round;
// one without it has its inks as they are. ITU-T T.872, 6.5.3.
func decodeImage(data []byte, probe Probe) (image.Image, error) {
	if probe.Format != "jpeg" || probe.Channels != 4 || probe.Adobe {
		img, _, err := image.Decode(bytes.NewReader(data))
		return img, err
	}
	const marker = "\xFF\xEE\x00\x0EAdobe\x00\x64\x00\x00\x00\x00\x00"
	img, _, err := image.Decode(io.MultiReader(bytes.NewReader(data[:2]), strings.NewReader(marker), bytes.NewReader(data[2:])))
	if c, ok := img.(*image.CMYK); ok {
		for i, v := range c.Pix {
			c.Pix[i] = 255 - v
		}
	}
	return img, err
}

// adobeMarker reports whether a JPEG has Adobe's segment. ITU-T T.872, 6.5.3.
func adobeMarker(data []byte) bool {
	for at := 2; at+4 <= len(data) && data[at] == 0xFF; {
		if data[at+1] == 0xFF { // fill
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if data[at+1] == 0xDA || size < 2 || at+2+size > len(data) {
			return false
		}
		if data[at+1] == 0xEE && size >= 14 && string(data[at+4:at+9]) == "Adobe" {
			return true
		}
		at += 2 + size
	}
	return false
}

// over lays a 16-bit sample over white paper and answers 8 bits.
func over(v, alpha uint16) byte {
	return byte((uint32(v)*uint32(alpha)/0xFFFF + 0xFFFF - uint32(alpha) + 128) / 257)
}

// over8 does the same with 8-bit samples.
func over8(v, alpha byte) byte {
	return byte((uint32(v)*uint32(alpha) + 255*(255-uint32(alpha)) + 127) / 255)
}

// row writes pixels x..x+n of row y as packed channels.
func (p *Picture) row(dst []byte, x, y, n int) {
	b := p.img.Bounds()
	x0, y0 := b.Min.X+x, b.Min.Y+y
	switch m := p.img.(type) {
	case *image.Gray:
		copy(dst[:n], m.Pix[m.PixOffset(x0, y0):])
	case *image.Gray16:
		at := m.PixOffset(x0, y0)
		for i := range n {
			dst[i] = byte((uint32(m.Pix[at+2*i])<<8 | uint32(m.Pix[at+2*i+1]) + 128) / 257)
		}
	case *image.CMYK:
		copy(dst[:4*n], m.Pix[m.PixOffset(x0, y0):])
	case *image.YCbCr:
		at := m.YOffset(x0, y0)
		for i := range n {
			c := m.COffset(x0+i, y0)
			dst[3*i], dst[3*i+1], dst[3*i+2] = color.YCbCrToRGB(m.Y[at+i], m.Cb[c], m.Cr[c])
		}
	case *image.NRGBA:
		s := m.Pix[m.PixOffset(x0, y0):]
		for i := range n {
			a := s[4*i+3]
			dst[3*i], dst[3*i+1], dst[3*i+2] = over8(s[4*i], a), over8(s[4*i+1], a), over8(s[4*i+2], a)
		}
	case *image.RGBA: // premultiplied: the paper shows by what alpha lacks
		s := m.Pix[m.PixOffset(x0, y0):]
		for i := range n {
			a := 255 - s[4*i+3]
			dst[3*i], dst[3*i+1], dst[3*i+2] = s[4*i]+a, s[4*i+1]+a, s[4*i+2]+a
		}
	case *image.Paletted:
		s := m.Pix[m.PixOffset(x0, y0):]
		for i := range n {
			c := [3]byte{255, 255, 255}
			if int(s[i]) < len(p.palette) {
				c = p.palette[s[i]]
			}
			copy(dst[3*i:], c[:])
		}
	default:
		for i := range n {
			c := color.NRGBA64Model.Convert(m.At(x0+i, y0)).(color.NRGBA64)
			dst[3*i], dst[3*i+1], dst[3*i+2] = over(c.R, c.A), over(c.G, c.A), over(c.B, c.A)
		}
	}
}

// Pixels are packed channels, row by row: 1 grey or black ink, 3 RGB, 4 inks.
type Pixels struct {
	W, H, Channels int
	Pix            []byte
}

// neutralSlack is how far red, green and blue may differ in a picture without colour: JPEG's rounding makes 2.
const neutralSlack = 2

// Grey answers the pixels as one channel when the picture is RGB without any colour, so that a scan saved as RGB
// prints from the black plate alone.
func (p Pixels) Grey() (Pixels, bool) {
	if p.Channels != 3 {
		return p, p.Channels == 1
	}
	for i := 0; i+2 < len(p.Pix); i += 3 {
		r, g, b := int(p.Pix[i]), int(p.Pix[i+1]), int(p.Pix[i+2])
		if max(r, g, b)-min(r, g, b) > neutralSlack {
			return p, false
		}
	}
	out := Pixels{W: p.W, H: p.H, Channels: 1, Pix: make([]byte, p.W*p.H)}
	for i := range out.Pix {
		out.Pix[i] = p.Pix[3*i+1]
	}
	return out, true
}

// embeddedProfile finds the ICC profile a JPEG or PNG file carries, or nil.
func embeddedProfile(data []byte, format string) []byte {
	switch format {
	case "jpeg":
		return jpegProfile(data)
	case "png":
		return pngProfile(data)
	}
	return nil
}

// jpegProfile joins the APP2 segments of a JPEG. ICC.1, "Embedding ICC profiles in JPEG files": name, number, count.
func jpegProfile(data []byte) []byte {
	const name = "ICC_PROFILE\x00"
	var parts [256][]byte
	for at := 2; at+4 <= len(data) && data[at] == 0xFF; {
		marker := data[at+1]
		if marker == 0xFF { // fill
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == 0xDA || size < 2 || at+2+size > len(data) {
			break
		}
		if seg := data[at+4 : at+2+size]; marker == 0xE2 && len(seg) > len(name)+2 && string(seg[:len(name)]) == name {
			parts[seg[len(name)]] = seg[len(name)+2:]
		}
		at += 2 + size
	}
	return bytes.Join(parts[:], nil)
}

// maxProfile bounds what a compressed profile may grow to; press profiles reach 3 MB.
const maxProfile = 16 << 20

func pngProfile(data []byte) []byte {
	for at := 8; at+12 <= len(data); {
		size := int(binary.BigEndian.Uint32(data[at:]))
		kind := string(data[at+4 : at+8])
		if size < 0 || size > len(data)-at-12 || kind == "IDAT" {
			return nil
		}
		if kind == "iCCP" {
			_, rest, ok := bytes.Cut(data[at+8:at+8+size], []byte{0})
			if !ok || len(rest) < 2 {
				return nil
			}
			z, err := zlib.NewReader(bytes.NewReader(rest[1:]))
			if err != nil {
				return nil
			}
			out, err := io.ReadAll(io.LimitReader(z, maxProfile))
			if err != nil {
				return nil
			}
			return out
		}
		at += 12 + size
	}
	return nil
}

// Colours counts the different colours of the picture, and stops at limit.
func (p *Picture) Colours(limit int) int {
	seen := map[[4]byte]bool{}
	row := make([]byte, p.W*p.Channels)
	var last [4]byte
	for y := range p.H {
		p.row(row, 0, y, p.W)
		for i := 0; i < len(row); i += p.Channels {
			var c [4]byte
			copy(c[:], row[i:i+p.Channels])
			if c == last && len(seen) > 0 {
				continue
			}
			last = c
			if seen[c] = true; len(seen) >= limit {
				return limit
			}
		}
	}
	return len(seen)
}
