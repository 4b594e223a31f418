package pdfx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"
	"unicode/utf16"
)

// Text answers a text string: ASCII as it is, anything else in UTF-16 with its mark.
func Text(s string) String {
	for i := range len(s) {
		if s[i] > '~' || s[i] < ' ' {
			b := []byte{0xFE, 0xFF}
			for _, u := range utf16.Encode([]rune(s)) {
				b = append(b, byte(u>>8), byte(u))
			}
			return String(b)
		}
	}
	return String(s)
}

// date writes a time as ISO 32000-1, 7.9.4 has it.
func date(t time.Time) String {
	_, off := t.Zone()
	sign := byte('+')
	if off < 0 {
		sign, off = '-', -off
	}
	return String(fmt.Sprintf("D:%s%c%02d'%02d'", t.Format("20060102150405"), sign, off/3600, off/60%60))
}

// versions are the identifications the standards ask for.
var versions = map[Standard]string{X4: "PDF/X-4", X1a: "PDF/X-1a:2003"}

func (o *Options) info() Dict {
	d := Dict{
		"Title": Text(o.Title), "Author": Text(o.Author), "Creator": Text(o.Creator), "Producer": Text(o.Producer),
		"CreationDate": date(o.Created), "ModDate": date(o.Created), "Trapped": Name("False"),
	}
	if v := versions[o.Standard]; v != "" {
		d["GTS_PDFXVersion"] = String(v)
	}
	return d
}

// registry is where registered printing conditions are kept. ISO 15930-7, 6.2.2.
const registry = "http://www.color.org"

func (o *Options) outputIntent(f *File) Dict {
	d := Dict{"Type": Name("OutputIntent"), "S": Name("GTS_PDFX"), "Info": Text(o.Output.Info),
		"OutputConditionIdentifier": Text("Custom"),
		"DestOutputProfile":         f.Add(&Stream{Dict: Dict{"N": Int(4)}, Data: o.Output.Profile}),
	}
	if o.Output.Condition != "" {
		d["OutputConditionIdentifier"] = Text(o.Output.Condition)
		d["RegistryName"] = Text(registry)
	}
	return d
}

// xmp says the same as info, in the metadata stream's form. id makes the document's identifiers.
func (o *Options) xmp(id []byte) []byte {
	esc := func(s string) string {
		var b bytes.Buffer
		xml.EscapeText(&b, []byte(s)) // a bytes.Buffer takes everything
		return b.String()
	}
	when := o.Created.Format("2006-01-02T15:04:05-07:00")
	uuid := fmt.Sprintf("uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:16])
	space, version := "", ""
	switch o.Standard {
	case X4:
		space = ` xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"`
		version = "<pdfxid:GTS_PDFXVersion>" + versions[X4] + "</pdfxid:GTS_PDFXVersion>\n"
	case X1a:
		space = ` xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/"`
		version = "<pdfx:GTS_PDFXVersion>" + versions[X1a] + "</pdfx:GTS_PDFXVersion>\n"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"%s>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
<xmp:CreatorTool>%s</xmp:CreatorTool>
<xmp:CreateDate>%s</xmp:CreateDate>
<xmp:ModifyDate>%s</xmp:ModifyDate>
<xmp:MetadataDate>%s</xmp:MetadataDate>
<pdf:Producer>%s</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<xmpMM:DocumentID>%s</xmpMM:DocumentID>
<xmpMM:InstanceID>%s</xmpMM:InstanceID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
%s</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
`, "\uFEFF", space, esc(o.Title), esc(o.Author), esc(o.Creator), when, when, when, esc(o.Producer), uuid, uuid, version)
	return b.Bytes()
}
