package importer

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"hash/crc32"
	"image"
	"image/color"
	"strings"
)

// packets are the places in a picture's file where programs write about it; nil where the file has none.
type packets struct {
	xmp       []byte // ISO 16684-1
	photoshop []byte // image resources, IPTC among them
	iptc      []byte // IPTC-IIM data sets by themselves, as TIFF has them
	exif      []byte // a TIFF structure
}

const xmpKeyword = "XML:com.adobe.xmp" // of a PNG's text chunk: XMP part 3, 1.1.5

// packetsOf finds them in JPEG, TIFF, WebP and PNG.
func packetsOf(data []byte) packets {
	has := func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }
	switch {
	case has("\xff\xd8"):
		return jpegPackets(data)
	case has("II*\x00"), has("MM\x00*"):
		return tiffPackets(data)
	case has("RIFF") && len(data) >= 12 && string(data[8:12]) == "WEBP":
		return webpPackets(data[12:])
	case has("\x89PNG\r\n\x1a\n"):
		return pngPackets(data[8:])
	}
	return packets{}
}

// jpegPackets walks the segments before the picture itself. ITU-T T.81, Annex B.1.1.
func jpegPackets(data []byte) (p packets) {
	n := 0
	for at := 2; at+4 <= len(data) && data[at] == 0xff && n < maxSegments; n++ {
		marker := data[at+1]
		if marker == 0xff {
			at++
			continue
		}
		if marker == 0xda || marker == 0xd9 {
			break
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if size < 2 || at+2+size > len(data) {
			break
		}
		seg := data[at+4 : at+2+size]
		switch {
		case marker == 0xe1 && bytes.HasPrefix(seg, []byte("http://ns.adobe.com/xap/1.0/\x00")):
			p.xmp = seg[29:]
		case marker == 0xe1 && bytes.HasPrefix(seg, []byte("Exif\x00\x00")):
			p.exif = seg[6:]
		case marker == 0xed && bytes.HasPrefix(seg, []byte("Photoshop 3.0\x00")):
			p.photoshop = seg[14:]
		}
		at += 2 + size
	}
	return p
}

// tiffPackets reads the first directory: tag 700 is XMP, 33723 IPTC, 34377 Photoshop's resources. The whole file is what EXIF
// is made like. TIFF 6.0; Adobe, TIFF technical note 3.
func tiffPackets(data []byte) packets {
	p := packets{exif: data}
	eachTag(data, func(tag uint16, value []byte, _ binary.ByteOrder) {
		switch tag {
		case 700:
			p.xmp = value
		case 33723: // bytes, also where a program calls them 32-bit numbers
			p.iptc = value
		case 34377:
			p.photoshop = value
		}
	})
	return p
}

// eachTag calls back with every tag of the first directory of a TIFF structure whose value lies inside it.
func eachTag(t []byte, tell func(tag uint16, value []byte, order binary.ByteOrder)) {
	if len(t) < 8 {
		return
	}
	var order binary.ByteOrder = binary.LittleEndian
	if t[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(t[4:]))
	if at+2 > int64(len(t)) {
		return
	}
	for i := range min(int64(order.Uint16(t[at:])), maxTags) {
		e := at + 2 + i*12
		if e+12 > int64(len(t)) {
			return
		}
		wide := int64(1)
		switch order.Uint16(t[e+2:]) {
		case 3:
			wide = 2
		case 4:
			wide = 4
		case 1, 2, 7:
		default: // no words are kept as fractions
			continue
		}
		n, from := wide*int64(order.Uint32(t[e+4:])), e+8
		if n > 4 {
			from = int64(order.Uint32(t[e+8:]))
		}
		if from+n > int64(len(t)) {
			continue
		}
		tell(order.Uint16(t[e:]), t[from:from+n], order)
	}
}

// webpPackets walks the chunks of a WebP file. RFC 9649, 2.7.1.
func webpPackets(data []byte) (p packets) {
	for n := 0; len(data) >= 8 && n < maxSegments; n++ {
		size := int64(binary.LittleEndian.Uint32(data[4:]))
		if 8+size > int64(len(data)) {
			return p
		}
		value := data[8 : 8+size]
		switch string(data[:4]) {
		case "XMP ":
			p.xmp = value
		case "EXIF":
			p.exif = bytes.TrimPrefix(value, []byte("Exif\x00\x00")) // some programs take JPEG's heading along
		}
		data = data[min(8+size+size&1, int64(len(data))):]
	}
	return p
}

// pngPackets walks the chunks of a PNG file. PNG, third edition, 11.3.
func pngPackets(data []byte) (p packets) {
	for n := 0; len(data) >= 12 && n < 1<<14; n++ {
		size := int64(binary.BigEndian.Uint32(data))
		if 12+size > int64(len(data)) {
			return p
		}
		value := data[8 : 8+size]
		switch string(data[4:8]) {
		case "iTXt": // keyword, not compressed, no method, no language, no translated keyword
			if xmp, ok := bytes.CutPrefix(value, []byte(xmpKeyword+"\x00\x00\x00\x00\x00")); ok {
				p.xmp = xmp
			}
		case "eXIf":
			p.exif = value
		case "IEND":
			return p
		}
		data = data[12+size:]
	}
	return p
}

// withPhotoData answers a PNG file with an XMP packet that says what d says, so that a picture set anew still knows who
// took it. The same words give the same bytes.
func withPhotoData(file []byte, d PhotoData) []byte {
	const headEnd = 8 + 12 + 13 // signature and IHDR
	if d == (PhotoData{}) || len(file) < headEnd {
		return file
	}
	text := func(s string) string {
		var b strings.Builder
		xml.EscapeText(&b, []byte(s)) //nolint:errcheck // a Builder takes everything
		return b.String()
	}
	var x strings.Builder
	x.WriteString(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">`)
	for _, f := range []struct{ value, before, after string }{
		{d.Headline, `<photoshop:Headline>`, `</photoshop:Headline>`},
		{d.Caption, `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">`, `</rdf:li></rdf:Alt></dc:description>`},
		{d.Creator, `<dc:creator><rdf:Seq><rdf:li>`, `</rdf:li></rdf:Seq></dc:creator>`},
		{d.Credit, `<photoshop:Credit>`, `</photoshop:Credit>`},
	} {
		if f.value != "" {
			x.WriteString(f.before + text(f.value) + f.after)
		}
	}
	x.WriteString(`</rdf:Description></rdf:RDF></x:xmpmeta>`)
	value := xmpKeyword + "\x00\x00\x00\x00\x00" + x.String()
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(value)))
	chunk = append(chunk, "iTXt"+value...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return bytes.Join([][]byte{file[:headEnd], chunk, file[headEnd:]}, nil)
}

// turnOf answers how a picture lies by its EXIF or TIFF tag 274: 1 to 8, and 1 where it says nothing.
func turnOf(p packets) int {
	turn := 1
	eachTag(p.exif, func(tag uint16, value []byte, order binary.ByteOrder) {
		if tag == 274 && len(value) == 2 {
			if v := int(order.Uint16(value)); v >= 1 && v <= 8 {
				turn = v
			}
		}
	})
	return turn
}

// turned is a picture seen upright. Exif 2.32, tag 274: what is row 0 and what is column 0 of the upright picture.
type turned struct {
	image.Image
	turn int
}

// upright answers a picture as it is to be seen.
func upright(img image.Image, turn int) image.Image {
	if turn <= 1 {
		return img
	}
	return turned{img, turn}
}

func (t turned) Bounds() image.Rectangle {
	b := t.Image.Bounds()
	if t.turn >= 5 {
		return image.Rect(0, 0, b.Dy(), b.Dx())
	}
	return image.Rect(0, 0, b.Dx(), b.Dy())
}

func (t turned) At(x, y int) color.Color {
	b := t.Image.Bounds()
	if t.turn >= 5 {
		x, y = y, x
	}
	switch t.turn {
	case 2, 3, 7, 8:
		x = b.Dx() - 1 - x
	}
	switch t.turn {
	case 3, 4, 6, 7:
		y = b.Dy() - 1 - y
	}
	return t.Image.At(b.Min.X+x, b.Min.Y+y)
}
