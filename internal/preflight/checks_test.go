package preflight

import (
	"strings"
	"testing"
)

// listed is one check that a PDF/X preflight for newspapers should make, the rule that makes it, and the faults seeded
// for it among faults, by their words; page names the test of the display list that seeds one. not says why there is no
// rule, or what of the check is left out.
type listed struct {
	check  string
	rule   string
	seeded []string
	page   string
	not    string
}

// demands is what PDF/X (ISO 15930-4 and -7) and newspapers ask, group by group.
var demands = []listed{
	// Structure
	{"header at most 1.4 (X-1a), 1.6 (X-4)", RuleVersion, []string{"1.7"}, "", ""},
	{"a comment of binary bytes", RuleXref, []string{"no binary comment"}, "", ""},
	{"offsets of the cross-reference", RuleXref, []string{"an offset one off"}, "", ""},
	{"an end of file", RuleXref, []string{"no end"}, "", "more than one is allowed: ISO 32000-1, 7.5.6, incremental updates"},
	{"no object streams in X-1a", RuleStreams, []string{"object streams"}, "", ""},
	{"an ID of two strings", RuleID, []string{"none"}, "", ""},
	{"no encryption", RuleEncrypted, []string{"an open password", "a password"}, "", ""},
	{"arrays of at most 8,191", RuleLimits, []string{"an array of 9,000"}, "", ""},
	{"strings of at most 65,535", RuleLimits, []string{"a string of 70,000"}, "", ""},
	{"names of at most 127", RuleLimits, []string{"a name of 200"}, "", ""},
	{"q at most 28 deep", RuleLimits, []string{"q 40 deep"}, "", ""},
	{"DeviceN of at most 8", RuleLimits, []string{"nine inks in one space"}, "", ""},
	// Identity
	{"Info is indirect", RuleInfo, []string{"direct"}, "", ""},
	{"Title", RuleInfo, []string{"no title"}, "", ""},
	{"dates", RuleInfo, []string{"no date"}, "", ""},
	{"Trapped is True or False", RuleInfo, []string{"trapped unknown"}, "", ""},
	{"GTS_PDFXVersion of X-1a", RuleInfo, []string{"no version"}, "", ""},
	{"pdfxid of X-4", RuleStandard, []string{"says nothing", "the other standard"}, "", ""},
	{"XMP dates", RuleXMP, []string{"no MetadataDate"}, "", ""},
	{"XMP identifiers", RuleXMP, []string{"no DocumentID"}, "", ""},
	{"Info and XMP agree", RuleXMP, []string{"another title", "another date", "another Trapped"}, "", ""},
	{"XMP is well-formed", RuleXMP, []string{"not well-formed", "no metadata"}, "", ""},
	{"XMP is not compressed", RuleXMP, []string{"compressed"}, "", ""},
	// Output intent
	{"exactly one GTS_PDFX", RuleIntent, []string{"none", "two"}, "", ""},
	{"OutputConditionIdentifier", RuleIntent, []string{"no condition"}, "", ""},
	{"a profile in X-4", RuleIntent, []string{"no profile"}, "", ""},
	{"a registered name in X-1a, else Info", RuleIntent, []string{"no profile, no registry"}, "", ""},
	{"class prtr", RuleProfile, []string{"a scanner's"}, "", ""},
	{"space CMYK", RuleProfile, []string{"of RGB"}, "", ""},
	{"N of 4", RuleProfile, []string{"N of 3"}, "", ""},
	{"the size field", RuleProfile, []string{"a lying size"}, "", ""},
	{"ICC version 2 (X-1a), at most 4 (X-4)", RuleProfile, []string{"version 4", "version 5"}, "", ""},
	// Pages
	{"MediaBox", RuleBoxes, []string{"no media"}, "", ""},
	{"exactly one of TrimBox and ArtBox", RuleBoxes, []string{"no trim", "trim and art"}, "", ""},
	{"trim in bleed in media", RuleBoxes, []string{"bleed inside trim", "bleed outside media"}, "", ""},
	{"trim and bleed in CropBox", RuleBoxes, []string{"crop inside trim"}, "", ""},
	{"no UserUnit", RulePageKeys, []string{"UserUnit"}, "", ""},
	{"no separation info", RulePageKeys, []string{"separated"}, "", ""},
	{"sides of at most 14,400", RuleBoxes, []string{"15,000 pt wide"}, "", ""},
	// Fonts
	{"embedded", RuleFont, []string{"not embedded", "a broken program", "one of the old fourteen"}, "", ""},
	{"embedded in forms and ads", RuleFont, []string{"not embedded, in a form"}, "", ""},
	{"what Type 3 glyphs use", RuleSpace, []string{"RGB in a Type 3 glyph"}, "", ""},
	{"every glyph used is there", RuleGlyph, []string{"a glyph that is not there", ".notdef"}, "", "CFF and Type 1 programs in ads are not read; PF-21 says so"},
	{"widths within 1/1000", RuleWidths, []string{"other widths"}, "", "CFF, Type 1 and TrueType with an encoding: as above"},
	{"one name", RuleFontNames, []string{"two names", "no subtype"}, "", ""},
	{"a subset's tag", RuleFontNames, []string{"no tag"}, "", ""},
	{"CIDToGIDMap", RuleFontNames, []string{"no CIDToGIDMap"}, "", ""},
	{"CIDSystemInfo is consistent", RuleFontNames, []string{"no CIDSystemInfo", "two character collections"}, "", ""},
	{"ToUnicode", RuleUnicode, []string{"none"}, "", ""},
	// Colour
	{"X-1a: no Lab, no CalRGB", RuleSpace, []string{"Lab"}, "", ""},
	{"X-1a: no ICC space", RuleSpace, []string{"an ICC space"}, "", ""},
	{"X-1a: alternates in gray or CMYK", RuleSpace, []string{"a spot over RGB"}, "", ""},
	{"X-1a: no Default spaces", RuleICC, []string{"DefaultRGB"}, "", ""},
	{"X-4: no DeviceRGB", RuleSpace, []string{"rg"}, "", ""},
	{"X-4: no ICC CMYK equal to the intent's", RuleICC, []string{"the intent's profile"}, "", ""},
	{"operators of strokes", RuleSpace, []string{"RG"}, "", ""},
	{"Indexed", RuleSpace, []string{"RGB by an index"}, "", ""},
	{"pictures", RuleSpace, []string{"an RGB picture"}, "", ""},
	{"inline pictures", RuleSpace, []string{"an inline RGB picture"}, "", ""},
	{"shadings", RuleSpace, []string{"an RGB shading"}, "", ""},
	{"patterns", RuleSpace, []string{"an RGB pattern"}, "", ""},
	{"soft masks", RuleSpace, []string{"RGB in a soft mask"}, "", ""},
	// Pictures
	{"no LZW", RuleFilter, []string{"LZW", "LZW inline", "LZW in a soft mask"}, "", ""},
	{"X-1a: no JBIG2, no JPEG 2000", RuleFilter, []string{"JBIG2", "JPEG 2000"}, "", ""},
	{"no alternates", RuleXObject, []string{"alternates"}, "", ""},
	{"no OPI", RuleXObject, []string{"OPI"}, "", ""},
	{"no reference XObjects", RuleXObject, []string{"a reference"}, "", ""},
	{"no PostScript", RuleXObject, []string{"PostScript", "a form of PostScript"}, "", ""},
	{"components match the space", RuleImage, []string{"four components called one"}, "", ""},
	{"Decode fits the JPEG's inversion", RuleImage, []string{"a negative"}, "", ""},
	{"size and data agree", RuleImage, []string{"a lying width", "cut off"}, "", ""},
	// Graphics state
	{"no TR", RuleState, []string{"a transfer function"}, "", ""},
	{"TR2 only Default", RuleState, []string{"TR2"}, "", ""},
	{"no HTP", RuleState, []string{"a halftone's phase"}, "", ""},
	{"halftones of type 1 or 5 without name", RuleState, []string{"a named halftone", "a halftone of type 6"}, "", ""},
	{"a rendering intent of the four", RuleState, []string{"an unknown intent"}, "", ""},
	// Transparency
	{"X-1a: SMask None", RuleClear, []string{"a soft mask in a state"}, "", ""},
	{"X-1a: ca and CA of 1", RuleClear, []string{"opacity"}, "", ""},
	{"X-1a: BM Normal or Compatible", RuleClear, []string{"multiply"}, "", ""},
	{"X-1a: no group on page or form", RuleClear, []string{"a group", "a form's group"}, "", ""},
	{"X-1a: no picture with a soft mask", RuleClear, []string{"a soft mask"}, "", ""},
	{"X-4: groups blend in CMYK", RuleGroup, []string{"RGB"}, "", ""},
	// What acts
	{"no actions", RuleAction, []string{"on opening", "a page's"}, "", ""},
	{"no scripts", RuleAction, []string{"scripts"}, "", ""},
	{"no attached files", RuleAction, []string{"attached files"}, "", ""},
	{"no multimedia", RuleAction, []string{"a film"}, "", ""},
	{"annotations outside the bleed", RuleAnnotation, []string{"a note on the page"}, "", ""},
	{"X-1a: no layers", RuleLayers, []string{"any"}, "", ""},
	{"X-4: named configurations", RuleLayers, []string{"no name", "another configuration without a name"}, "", ""},
	{"X-4: no switching", RuleLayers, []string{"switching"}, "", ""},
	{"q and Q balance", RuleContent, []string{"q without Q", "Q without q"}, "", ""},

	// Newspapers' rules and numbers
	{"total ink, one object", RuleInk, []string{"300 %", "230 %"}, "300 %", ""},
	{"total ink, composed", RuleInk, []string{"black over a tint", "a headline over a tint"}, "a headline over a tint", ""},
	{"black in shadows", RuleBlackMax, []string{"a picture of solid black"}, "", ""},
	{"resolution", RuleResolution, []string{"90 dpi", "127 dpi"}, "127 dpi", ""},
	{"line art", RuleLineArt, []string{"one bit at 23 dpi"}, "", "on pages what is of one bit is not known"},
	{"black text", RuleText, []string{"4 pt", "5.5 pt"}, "5.5 pt", ""},
	{"text in a tint", RuleTintText, []string{"7 pt in a tint"}, "7 pt in K50", ""},
	{"text in several inks", RuleInksText, []string{"9 pt in two inks"}, "9 pt in red", "whether a face is thin or has serifs is not known; the house sets its limit"},
	{"reversed out of one ink", RuleReversed, []string{"7 pt reversed"}, "7 pt white", ""},
	{"reversed out of several", RuleReversed, []string{"9 pt out of two inks"}, "9 pt white on two inks", ""},
	{"lines", RuleLine, []string{"0.05 pt", "no width", "a fill 0.2 pt high"}, "0.2 pt", ""},
	{"tinted and many-ink lines", RuleTintLine, []string{"half a point in a tint"}, "half a point of K50", "one limit for both"},
	{"black text overprints", RuleBlackKnock, []string{"9 pt"}, "9 pt", ""},
	{"black hairlines overprint", RuleBlackKnock, []string{"a hairline"}, "a hairline", ""},
	{"white knocks out", RuleWhiteOver, []string{"white fill", "white text"}, "white", ""},
	{"rich black text", RuleRichBlack, []string{"text in four inks"}, "four inks", ""},
	{"registration only for marks", RuleRichBlack, []string{"registration"}, "", ""},
	{"spot inks are planned", RuleSpot, []string{"an ink nobody planned"}, "unplanned", ""},
	{"no empty page", RuleEmpty, []string{"nothing", "a white fill"}, "", ""},
	{"page count", RuleCount, []string{"two pages for one"}, "", ""},
	{"the agreed trim size", RuleSize, []string{"a second page of another size"}, "", ""},
	{"no rotation", RulePageKeys, []string{"rotated"}, "", ""},
	{"3 mm of bleed", RuleBleed, []string{"ends at the trim"}, "ends at the trim", ""},
}

// TestEveryDemandHasItsRuleAndItsFault: what faults holds is found is TestEverySeededFaultIsFound's to show.
func TestEveryDemandHasItsRuleAndItsFault(t *testing.T) {
	have := map[string]bool{}
	for _, f := range faults {
		have[f.rule+"/"+f.what] = true
	}
	for _, f := range pageFaults(t) {
		have["page/"+f.rule+"/"+f.what] = true
	}
	named := map[string]bool{}
	for _, d := range demands {
		named[d.rule] = true
		if len(d.seeded) == 0 {
			t.Errorf("%s: %s has no fault", d.check, d.rule)
		}
		for _, s := range d.seeded {
			if !have[d.rule+"/"+s] {
				t.Errorf("%s: %s has no seeded fault %q", d.check, d.rule, s)
			}
		}
		if d.page != "" && !have["page/"+d.rule+"/"+d.page] {
			t.Errorf("%s: %s has no fault %q on a page", d.check, d.rule, d.page)
		}
	}
	beside := []string{RuleConverted, RuleNoPicture, RuleOverset, RuleNotSeen, RuleAdSize, RuleAdPress, RuleAdMissing, RuleBroken} // the program's own
	for _, r := range Rules() {
		if !named[r.ID] && !strings.Contains(strings.Join(beside, " "), r.ID) {
			t.Errorf("%s belongs to no demand", r.ID)
		}
	}
}
