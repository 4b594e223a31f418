package importer

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"dayang/internal/bounded"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/manuscript"
	"dayang/internal/words"
)

// PhotoData is what a picture's file says of itself: IPTC-IIM, XMP and EXIF.
type PhotoData struct {
	Headline string // 标题
	Caption  string // 图片说明
	Creator  string // who took it
	Credit   string // whom to name: an agency, a paper
}

// The bounds of a picture's own data: XMP packets are a few kilobytes, some hundred with an editor's history.
const (
	maxSegments  = 256
	maxPhotoText = 2000 // characters of a caption
	maxTags      = 512  // of one EXIF directory, data sets of IPTC
)

var xmpLimits = bounded.Limits{Entries: 1, Unpacked: 1 << 20, Part: 1 << 20, XML: 1 << 20, Depth: 64, Elements: 20_000}

// ReadPhotoData reads what a JPEG, TIFF, WebP or PNG file says of itself. XMP is believed first, as the program that wrote last
// writes it, then IPTC-IIM, then EXIF: Metadata Working Group, "Guidelines for Handling Image Metadata". A picture
// without any, or of another format, says nothing.
func ReadPhotoData(data []byte) PhotoData {
	p := packetsOf(data)
	out := readXMP(p.xmp)
	iptc := readDataSets(p.iptc)
	if iptc == (PhotoData{}) {
		iptc = readIPTC(p.photoshop)
	}
	for _, d := range []PhotoData{iptc, readEXIF(p.exif)} {
		for _, f := range [][2]*string{{&out.Headline, &d.Headline}, {&out.Caption, &d.Caption}, {&out.Creator, &d.Creator}, {&out.Credit, &d.Credit}} {
			if *f[0] == "" {
				*f[0] = *f[1]
			}
		}
	}
	return out
}

// cameraWords are what cameras and scanners write where a caption should be.
var cameraWords = []string{"olympus digital camera", "sony dsc", "dcim", "default", "minolta digital camera", "samsung csc", "konica minolta", "exif_jpeg", "jpeg", "created by", "ascii", "processed with", "dji", "screenshot"}

// photoText answers a field as one line, or "" for what no person wrote.
func photoText(s string) string {
	if !utf8.ValidString(s) {
		return ""
	}
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r == '\ufeff' {
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if n := []rune(s); len(n) > maxPhotoText {
		s = string(n[:maxPhotoText])
	}
	low := strings.ToLower(s)
	for _, w := range cameraWords {
		if strings.HasPrefix(low, w) {
			return ""
		}
	}
	return s
}

// readXMP reads a packet: Dublin Core's description and creator, Photoshop's headline and credit. ISO 16684-1.
func readXMP(packet []byte) PhotoData {
	var d PhotoData
	if len(packet) == 0 || len(packet) > int(xmpLimits.XML) {
		return d
	}
	x := bounded.NewXML("XMP", packet, xmpLimits)
	set := func(space, local, value string) {
		value = photoText(value)
		var field *string
		switch space + local {
		case "http://purl.org/dc/elements/1.1/description":
			field = &d.Caption
		case "http://purl.org/dc/elements/1.1/creator":
			field = &d.Creator
		case "http://ns.adobe.com/photoshop/1.0/Headline", "http://purl.org/dc/elements/1.1/title":
			field = &d.Headline
		case "http://ns.adobe.com/photoshop/1.0/Credit":
			field = &d.Credit
		default:
			return
		}
		switch {
		case *field == "":
			*field = value
		case field == &d.Creator && value != "" && !strings.Contains(*field, value):
			*field += " " + value
		}
	}
	var walk func(name xml.Name) func(e xml.StartElement) error
	walk = func(name xml.Name) func(e xml.StartElement) error {
		return func(e xml.StartElement) error {
			inner := name
			switch e.Name.Local {
			case "Alt", "Seq", "Bag", "li", "value": // of a list or of languages: the field's own name counts
			default:
				inner = e.Name
			}
			if e.Name.Local == "Description" {
				for _, a := range e.Attr {
					set(a.Name.Space, a.Name.Local, a.Value)
				}
			}
			var text strings.Builder
			err := x.Children(walk(inner), func(b []byte) { text.Write(b) })
			if s := strings.TrimSpace(text.String()); s != "" {
				set(inner.Space, inner.Local, s)
			}
			return err
		}
	}
	if _, err := x.Root(); err == nil {
		_ = x.Children(walk(xml.Name{}), nil) // what was read before the damage is good
	}
	return d
}

// readIPTC reads the IPTC data sets among Photoshop's image resources. IPTC-NAA Information Interchange Model 4.
func readIPTC(res []byte) PhotoData {
	var d PhotoData
	for n := 0; len(res) >= 12 && string(res[:4]) == "8BIM" && n < maxTags; n++ {
		id := binary.BigEndian.Uint16(res[4:])
		name := int(res[6]) + 1
		name += name & 1
		if 6+name+4 > len(res) {
			return d
		}
		size := int(binary.BigEndian.Uint32(res[6+name:]))
		from := 6 + name + 4
		if size < 0 || from+size > len(res) || from+size < from {
			return d
		}
		if id == 0x0404 {
			d = readDataSets(res[from : from+size])
		}
		if next := from + size + size&1; next <= len(res) {
			res = res[next:]
		} else {
			return d
		}
	}
	return d
}

func readDataSets(b []byte) PhotoData {
	var d PhotoData
	utf := false
	fields := map[byte][]string{}
	for n := 0; len(b) >= 5 && b[0] == 0x1c && n < maxTags; n++ {
		record, set := b[1], b[2]
		size := int(binary.BigEndian.Uint16(b[3:]))
		if size&0x8000 != 0 || 5+size > len(b) { // longer data sets hold no words
			break
		}
		value := b[5 : 5+size]
		switch {
		case record == 1 && set == 90:
			utf = bytes.Equal(value, []byte("\x1b%G"))
		case record == 2:
			fields[set] = append(fields[set], string(value))
		}
		b = b[5+size:]
	}
	text := func(set byte, all bool) string {
		var out []string
		for _, v := range fields[set] {
			if !utf && !utf8.ValidString(v) {
				t, _, err := manuscript.Decode([]byte(v)) // old programs write what the machine's language has: GBK
				if err != nil {
					continue
				}
				v = t
			}
			if v = photoText(v); v != "" {
				out = append(out, v)
			}
			if !all {
				break
			}
		}
		return strings.Join(out, " ")
	}
	d.Headline, d.Caption, d.Creator, d.Credit = text(105, false), text(120, false), text(80, true), text(110, false)
	return d
}

// readEXIF reads the first directory's description, artist, and the fields that Windows writes. Exif 2.32, TIFF 6.0.
func readEXIF(t []byte) PhotoData {
	var d PhotoData
	title, author := "", ""
	eachTag(t, func(tag uint16, value []byte, _ binary.ByteOrder) {
		if len(value) > 1<<16 {
			return
		}
		switch tag {
		case 0x010e:
			d.Caption = exifText(value)
		case 0x013b:
			d.Creator = exifText(value)
		case 0x9c9b:
			title = windowsText(value)
		case 0x9c9c:
			if c := windowsText(value); d.Caption == "" {
				d.Caption = c
			}
		case 0x9c9d:
			author = windowsText(value)
		}
	})
	if d.Caption == "" {
		d.Caption = title
	}
	if d.Creator == "" {
		d.Creator = author
	}
	return d
}

func exifText(b []byte) string {
	b = bytes.TrimRight(b, "\x00 ")
	if utf8.Valid(b) {
		return photoText(string(b))
	}
	if s, _, err := manuscript.Decode(b); err == nil {
		return photoText(s)
	}
	return ""
}

// windowsText reads the UTF-16 that Windows writes into EXIF.
func windowsText(b []byte) string {
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return photoText(strings.TrimRight(string(utf16.Decode(u)), "\x00"))
}

// creditOf answers the words under a picture for who took it and whom to name. A person's bare name gets 摄.
func creditOf(creator, credit string) string {
	creator, credit = strings.TrimSpace(creator), strings.TrimSpace(credit)
	han := creator != "" && strings.IndexFunc(creator, func(r rune) bool { return !manuscript.Han(r) && r != '·' && r != ' ' && r != '、' }) < 0
	if han && len([]rune(creator)) <= 12 && !manuscript.Credit(manuscript.Squash([]rune(creator))) {
		creator += " 摄"
	}
	switch {
	case credit == "" || strings.Contains(creator, credit):
		return creator
	case creator == "" || strings.Contains(credit, strings.TrimSuffix(creator, " 摄")):
		return credit
	}
	return credit + " " + creator
}

var sayPhoto = words.Text{ZH: "图片说明、署名取自图片文件自带的信息，请核对。", EN: "The caption and the credit come from the picture file's own data; check them."}

// captions gives pictures without a caption or a credit those that their files hold.
func (c *collector) captions() {
	files := map[string][]byte{}
	for _, f := range c.Pictures {
		files[f.ID] = f.Data
	}
	read := map[string]PhotoData{}
	for _, s := range c.Stories {
		for i := range s.Pictures {
			u := &s.Pictures[i]
			data := files[u.Picture]
			if u.Picture == "" || data == nil || u.Caption != nil && u.Credit != nil {
				continue
			}
			d, ok := read[u.Picture]
			if !ok {
				d = ReadPhotoData(data)
				read[u.Picture] = d
			}
			caption := d.Caption
			if caption == "" {
				caption = d.Headline
			}
			credit := creditOf(d.Creator, d.Credit)
			if credit != "" && strings.Contains(caption, credit) {
				credit = ""
			}
			place := finding.Place{Story: s.ID}
			add := func(p **edition.Para, r edition.Role, text string) {
				if *p == nil && text != "" {
					*p = &edition.Para{ID: freshPara(s), Role: r, Text: text}
					place.Para = (*p).ID
				}
			}
			if u.Credit == nil { // a credit may stand in the manuscript's caption
				add(&u.Credit, edition.Credit, credit)
			}
			add(&u.Caption, edition.Caption, caption)
			if place.Para != "" {
				c.note(NoteCaption, finding.Hint, place, caption+credit, sayPhoto)
			}
		}
	}
}

// freshPara answers a paragraph id that a story does not have.
func freshPara(s *edition.Story) string {
	used := map[string]bool{}
	for _, p := range s.All() {
		used[p.ID] = true
	}
	return nextID(used)
}

// nextID answers the first paragraph id after as many as are used that is not among them.
func nextID(used map[string]bool) string {
	for n := len(used) + 1; ; n++ {
		if id := "p" + strconv.Itoa(n); !used[id] {
			return id
		}
	}
}
