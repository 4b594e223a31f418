package importer

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"

	"golang.org/x/image/tiff"

	"dayang/internal/colour"
)

// inkQuality is that of a CMYK JPEG made of a picture that comes otherwise: what it loses is below what a screen of
// 175 lines shows.
const inkQuality = 95

// markedJPEG answers a JPEG as every reader takes it: one of four inks without Adobe's marker, which says nothing of
// how its inks are stored and which many readers refuse, is set anew with it.
func markedJPEG(data []byte) ([]byte, error) {
	probe, err := colour.ProbePicture(data)
	if err != nil || probe.Channels != 4 || probe.Adobe {
		return data, err
	}
	pic, err := colour.Decode(data)
	if err != nil {
		return nil, err
	}
	px, err := pic.Resample(context.Background(), image.Rect(0, 0, pic.W, pic.H), pic.W, pic.H)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = colour.EncodeCMYK(&out, px.Pix, px.W, px.H, inkQuality)
	return out.Bytes(), err
}

// Tags of TIFF 6.0.
const (
	tagWidth       = 256
	tagHeight      = 257
	tagPhotometric = 262
	tagSamples     = 277
	tagPlanar      = 284
	tagExtra       = 338
	tagProfile     = 34675 // ICC.1, annex B.5
	separated      = 5     // photometric interpretation of inks
)

// directory is a TIFF's first directory.
type directory struct {
	order   binary.ByteOrder
	entries [][]byte // 12 bytes each, by tag
}

var errTIFF = errors.New("TIFF directory")

func readDirectory(data []byte) (d directory, err error) {
	if len(data) < 8 {
		return d, errTIFF
	}
	d.order = binary.ByteOrder(binary.LittleEndian)
	if data[0] == 'M' {
		d.order = binary.BigEndian
	}
	at := int64(d.order.Uint32(data[4:]))
	if at+2 > int64(len(data)) {
		return d, errTIFF
	}
	n := int64(d.order.Uint16(data[at:]))
	if at+2+12*n > int64(len(data)) {
		return d, errTIFF
	}
	for i := range n {
		d.entries = append(d.entries, data[at+2+12*i:][:12:12])
	}
	return d, nil
}

// value answers a tag's value where it is one number, and whether there is one.
func (d directory) value(tag uint16) (int64, bool) {
	for _, e := range d.entries {
		if d.order.Uint16(e) == tag && d.order.Uint32(e[4:]) == 1 {
			if d.order.Uint16(e[2:]) == 3 {
				return int64(d.order.Uint16(e[8:])), true
			}
			return int64(d.order.Uint32(e[8:])), true
		}
	}
	return 0, false
}

// bytesOf answers a tag's bytes that lie elsewhere in the file, or nil.
func (d directory) bytesOf(data []byte, tag uint16) []byte {
	for _, e := range d.entries {
		if n, at := int64(d.order.Uint32(e[4:])), int64(d.order.Uint32(e[8:])); d.order.Uint16(e) == tag && n > 4 && at+n <= int64(len(data)) {
			return data[at : at+n]
		}
	}
	return nil
}

// inksOfTIFF answers a TIFF of four inks as a CMYK JPEG with the same inks. ok is false for a TIFF of another kind, and
// for one whose inks the library cannot be brought to read. The library knows no inks, but it knows red, green, blue
// and alpha, which are four samples as well: the file is given a directory that calls them so.
func inksOfTIFF(data []byte) (out []byte, ok bool) {
	d, err := readDirectory(data)
	if err != nil {
		return nil, false
	}
	kind, _ := d.value(tagPhotometric)
	samples, _ := d.value(tagSamples)
	planar, has := d.value(tagPlanar)
	w, _ := d.value(tagWidth)
	h, _ := d.value(tagHeight)
	if kind != separated || samples != 4 || has && planar != 1 || w < 1 || h < 1 || w > maxPictureSide || h > maxPictureSide || w*h > maxPicturePixels {
		return nil, false
	}
	short := func(tag, v uint16) []byte {
		e := make([]byte, 12)
		d.order.PutUint16(e, tag)
		d.order.PutUint16(e[2:], 3)
		d.order.PutUint32(e[4:], 1)
		d.order.PutUint16(e[8:], v)
		return e
	}
	var entries [][]byte
	added := false
	for _, e := range d.entries {
		switch tag := d.order.Uint16(e); {
		case tag == tagExtra:
			continue
		case tag == tagPhotometric:
			e = short(tagPhotometric, 2)
		case tag > tagExtra && !added:
			entries, added = append(entries, short(tagExtra, 2)), true // alpha that is not multiplied in
		}
		entries = append(entries, e)
	}
	if !added {
		entries = append(entries, short(tagExtra, 2))
	}
	at := (len(data) + 1) &^ 1
	file := make([]byte, at, at+2+12*len(entries)+4)
	copy(file, data)
	d.order.PutUint32(file[4:], uint32(at))
	file = append(file, 0, 0)
	d.order.PutUint16(file[at:], uint16(len(entries)))
	for _, e := range entries {
		file = append(file, e...)
	}
	file = append(file, 0, 0, 0, 0)
	img, err := decodeSafely(func(b []byte) (image.Image, error) { return tiff.Decode(bytes.NewReader(b)) }, file)
	if err != nil {
		return nil, false
	}
	var inks []byte
	switch img := img.(type) {
	case *image.NRGBA:
		inks = img.Pix
	case *image.NRGBA64:
		inks = make([]byte, len(img.Pix)/2)
		for i := range inks {
			inks[i] = img.Pix[2*i]
		}
	default:
		return nil, false
	}
	width, height := img.Bounds().Dx(), img.Bounds().Dy()
	if turn := turnOf(packetsOf(data)); turn > 1 {
		up := upright(&image.NRGBA{Pix: inks, Stride: 4 * width, Rect: image.Rect(0, 0, width, height)}, turn)
		width, height = up.Bounds().Dx(), up.Bounds().Dy()
		inks = make([]byte, 0, len(inks))
		for y := range height {
			for x := range width {
				c := up.At(x, y).(color.NRGBA)
				inks = append(inks, c.R, c.G, c.B, c.A)
			}
		}
	}
	var b bytes.Buffer
	if err := colour.EncodeCMYK(&b, inks, width, height, inkQuality); err != nil {
		return nil, false
	}
	return b.Bytes(), true
}

// sourceProfile answers the ICC profile that a TIFF or a WebP file carries, or nil. WebP Container Specification, ICCP.
func sourceProfile(data []byte) []byte {
	if len(data) < 12 || string(data[:4]) != "RIFF" {
		d, err := readDirectory(data)
		if err != nil {
			return nil
		}
		return d.bytesOf(data, tagProfile)
	}
	for at := int64(12); at+8 <= int64(len(data)); {
		n := int64(binary.LittleEndian.Uint32(data[at+4:]))
		if at+8+n > int64(len(data)) {
			return nil
		}
		if string(data[at:at+4]) == "ICCP" {
			return data[at+8 : at+8+n]
		}
		at += 8 + (n+1)&^1
	}
	return nil
}

// withProfile puts an ICC profile into a PNG, behind its head. PNG, 11.3.2.3.
func withProfile(png, profile []byte) ([]byte, error) {
	const head = 8 + 4 + 4 + 13 + 4
	if len(profile) == 0 || len(png) < head {
		return png, nil
	}
	chunk := bytes.NewBufferString("iCCPICC\x00\x00")
	z := zlib.NewWriter(chunk)
	if _, err := z.Write(profile); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	out := append(make([]byte, 0, len(png)+chunk.Len()+8), png[:head]...)
	out = binary.BigEndian.AppendUint32(out, uint32(chunk.Len()-4))
	out = append(out, chunk.Bytes()...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk.Bytes()))
	return append(out, png[head:]...), nil
}
