package preflight

import (
	"dayang/internal/finding"
	"dayang/internal/words"
)

// Rule is one thing that is looked for.
type Rule struct {
	ID      string
	Level   finding.Level // the heaviest its findings have
	Page    bool          // looked for on the display list
	File    bool          // looked for in a PDF
	Message words.Text    // with verbs for what was found
	Reason  words.Text    // why it matters, with its source
}

// The rules. The first group is about what is printed; it is looked for on the page, in the file or in both. The
// second is about the file alone.
const (
	RuleResolution = "PF-01"
	RuleLineArt    = "PF-02"
	RuleConverted  = "PF-03"
	RuleNoPicture  = "PF-04"
	RuleText       = "PF-05"
	RuleTintText   = "PF-06"
	RuleInksText   = "PF-07"
	RuleReversed   = "PF-08"
	RuleLine       = "PF-09"
	RuleTintLine   = "PF-10"
	RuleRichBlack  = "PF-11"
	RuleSpot       = "PF-12"
	RuleWhiteOver  = "PF-13"
	RuleBlackKnock = "PF-14"
	RuleInk        = "PF-15"
	RuleBleed      = "PF-16"
	RuleEmpty      = "PF-17"
	RuleOverset    = "PF-18"
	RuleBlackMax   = "PF-19"
	RuleSize       = "PF-20"
	RuleNotSeen    = "PF-21"
	RuleAdSize     = "PF-22"
	RuleAdPress    = "PF-23"
	RuleAdMissing  = "PF-24"
	RuleCount      = "PF-25"

	RuleBroken     = "PF-30"
	RuleVersion    = "PF-31"
	RuleXref       = "PF-32"
	RuleStreams    = "PF-33"
	RuleID         = "PF-34"
	RuleEncrypted  = "PF-35"
	RuleLimits     = "PF-36"
	RuleInfo       = "PF-37"
	RuleStandard   = "PF-38"
	RuleXMP        = "PF-39"
	RuleIntent     = "PF-40"
	RuleProfile    = "PF-41"
	RuleBoxes      = "PF-42"
	RulePageKeys   = "PF-43"
	RuleFont       = "PF-50"
	RuleGlyph      = "PF-51"
	RuleWidths     = "PF-52"
	RuleFontNames  = "PF-53"
	RuleUnicode    = "PF-54"
	RuleSpace      = "PF-60"
	RuleICC        = "PF-61"
	RuleFilter     = "PF-62"
	RuleXObject    = "PF-63"
	RuleImage      = "PF-64"
	RuleState      = "PF-65"
	RuleClear      = "PF-66"
	RuleGroup      = "PF-67"
	RuleAction     = "PF-70"
	RuleAnnotation = "PF-71"
	RuleLayers     = "PF-72"
	RuleContent    = "PF-73"
)

const (
	hint, warning, fault = finding.Hint, finding.Warning, finding.Error
)

// rules is the table, in order.
var rules = []Rule{
	{RuleResolution, fault, true, true,
		words.Text{ZH: "图片分辨率 %.0f dpi，低于 %d dpi。", EN: "The picture has %.0f dpi where it stands, under %d."},
		words.Text{ZH: "报纸 85～110 线加网，图片宜 170～220 dpi；GWG 2015 报纸变体低于 150 警告、100 报错。缩小图片或换大图。", EN: "Newspaper screens of 85 to 110 lines want 170 to 220 dpi; GWG 2015 for newspapers warns under 150 and refuses under 100. Show it smaller, or get a larger file."}},
	{RuleLineArt, fault, true, true,
		words.Text{ZH: "线条稿分辨率 %.0f dpi，低于 %d dpi。", EN: "The line art has %.0f dpi where it stands, under %d."},
		words.Text{ZH: "一位图没有灰阶，锯齿可见；GWG 2015 低于 800 警告、550 报错。", EN: "One-bit pictures show their steps; GWG 2015 warns under 800 and refuses under 550."}},
	{RuleConverted, hint, true, false,
		words.Text{ZH: "图片是 %s，输出时按印厂特性文件转换。", EN: "The picture is %s; it is converted with the press profile as it is exported."},
		words.Text{ZH: "PDF/X-1a 与报纸印刷只用青、品红、黄、黑；转换后颜色会收窄，可先软打样。", EN: "The press prints cyan, magenta, yellow and black only; colours narrow as they are converted. A soft proof shows how."}},
	{RuleNoPicture, fault, true, false,
		words.Text{ZH: "图片缺失或读不出来。", EN: "A picture is missing or cannot be read."},
		words.Text{ZH: "付印版面不得有空图位。补上图片，或删去图位。", EN: "No page goes to press with an empty picture: supply it, or take its place away."}},
	{RuleText, fault, true, true,
		words.Text{ZH: "文字 %.2f 点，小于 %v 点。", EN: "Text of %.2f pt, under %v pt."},
		words.Text{ZH: "新闻纸上过小的字糊笔；英爱报业 NIAD 规定单色实地不小于 6 点。", EN: "Strokes fill in on newsprint; NIAD asks for 6 pt at least in one solid ink."}},
	{RuleTintText, warning, true, true,
		words.Text{ZH: "网点字 %.2f 点，小于 %v 点。", EN: "Text in a tint of %.2f pt, under %v pt."},
		words.Text{ZH: "加网使笔画断开；NIAD 规定网点字不小于 8 点。", EN: "The screen breaks strokes up; NIAD asks for 8 pt in a tint."}},
	{RuleInksText, warning, true, true,
		words.Text{ZH: "多色套印的字 %.2f 点，小于 %v 点。", EN: "Text in several inks of %.2f pt, under %v pt."},
		words.Text{ZH: "轮转机套准允差 0.5～0.7 毫米，小字套不准会发虚；NIAD、Tempo 规定不小于 10 点。", EN: "Web presses misregister by 0.5 to 0.7 mm and small type blurs; NIAD and Tempo ask for 10 pt."}},
	{RuleReversed, warning, true, true,
		words.Text{ZH: "反白字 %.2f 点，小于 %v 点。", EN: "Reversed text of %.2f pt, under %v pt."},
		words.Text{ZH: "油墨会渗入反白笔画；NIAD 规定单色反白不小于 8 点，多色 10 点。", EN: "Ink creeps into the strokes; NIAD asks for 8 pt out of one ink, 10 out of several."}},
	{RuleLine, fault, true, true,
		words.Text{ZH: "线粗 %.3f 点，细于 %v 点。", EN: "A line of %.3f pt, under %v pt."},
		words.Text{ZH: "过细的线印不出来；GWG 2015 有此项检查，界限见印刷条件。", EN: "Hairlines vanish in platemaking; GWG 2015 checks for them. The limit is the press condition's."}},
	{RuleTintLine, warning, true, true,
		words.Text{ZH: "网点或多色线粗 %.3f 点，细于 %v 点。", EN: "A tinted or many-ink line of %.3f pt, under %v pt."},
		words.Text{ZH: "网点线会断，多色线套不准；NIAD 规定不细于 1 点。", EN: "Tinted lines break, many-ink lines misregister; NIAD asks for 1 pt."}},
	{RuleRichBlack, warning, true, true,
		words.Text{ZH: "%s用多色黑 %s。", EN: "%s in a black of several inks, %s."},
		words.Text{ZH: "黑字只用黑版：多色黑套不准，墨量大；套准色只用于套准线。GWG 2015“Rich Black Text”。", EN: "Black type belongs on the black plate alone; registration ink is for marks. GWG 2015, “Rich Black Text”."}},
	{RuleSpot, warning, true, true,
		words.Text{ZH: "专色“%s”不在本报计划的油墨里。", EN: "The spot ink %q is not among those planned."},
		words.Text{ZH: "每种专色多一块版；没有安排的专色会漏印或被转成四色。NIAD、WBJ：报纸不收专色。", EN: "Every spot ink is a plate more; one nobody planned is lost or converted. NIAD, WBJ: none in newspapers."}},
	{RuleWhiteOver, fault, true, true,
		words.Text{ZH: "白色设了叠印。", EN: "White is set to overprint."},
		words.Text{ZH: "叠印的白色印不出来，反白的内容会消失。GWG 2015、NIAD：白色必须挖空。", EN: "White that overprints is not there: what was reversed out is lost. GWG 2015, NIAD: white knocks out."}},
	{RuleBlackKnock, warning, true, true,
		words.Text{ZH: "黑%s %.2f 点没有叠印。", EN: "Black %s of %.2f pt does not overprint."},
		words.Text{ZH: "小黑字、黑细线挖空后套不准会露白边；GWG 2015：小于 12 点的黑字须叠印（OPM 1）。", EN: "Small black type and hairlines that knock out show white edges; GWG 2015: black under 12 pt overprints (OPM 1)."}},
	{RuleInk, fault, true, true,
		words.Text{ZH: "总墨量 %.0f%%，超过 %.0f%%。", EN: "Total ink of %.0f %%, over %.0f %%."},
		words.Text{ZH: "新闻纸吸墨有限，过量会背印、粘脏、断纸；ISO 12647-3:2013 建议冷固 220%，此前 240%。", EN: "Newsprint takes little ink: more sets off and breaks the web. ISO 12647-3:2013 recommends 220 % for coldset, 240 % before."}},
	{RuleBleed, warning, true, true,
		words.Text{ZH: "内容到了切边，但出血不足 3 毫米。", EN: "Art reaches the trim without 3 mm of bleed."},
		words.Text{ZH: "裁切有误差，不足的出血会露白边；不出血的内容应退到版心。", EN: "Cutting wanders and leaves white edges; what does not bleed should keep to the type area."}},
	{RuleEmpty, fault, true, true,
		words.Text{ZH: "空白版：没有任何内容。", EN: "The page is empty."},
		words.Text{ZH: "漏版比错版更糟。GWG 2015“Empty Pages”。", EN: "A missing page is worse than a wrong one. GWG 2015, “Empty Pages”."}},
	{RuleOverset, fault, true, false,
		words.Text{ZH: "%s", EN: "%s"},
		words.Text{ZH: "溢出的文字不会印出：放大框、删改，或转版。", EN: "What is over is not printed: enlarge the frame, cut the text, or jump it."}},
	{RuleBlackMax, warning, false, true,
		words.Text{ZH: "图片暗部黑版达 %.0f%%，超过 %.0f%%。", EN: "Shadows of a picture reach %.0f %% black, over %.0f %%."},
		words.Text{ZH: "暗部黑版 85～95% 为宜，再深只会糊。Petit Press：K 85～95。", EN: "Shadows keep their detail at 85 to 95 % black. Petit Press: K 85 to 95."}},
	{RuleSize, fault, false, true,
		words.Text{ZH: "成品 %.1f×%.1f 毫米，应为 %.1f×%.1f 毫米。", EN: "The trim is %.1f × %.1f mm; it should be %.1f × %.1f mm."},
		words.Text{ZH: "版面大小须与约定相同，不得缩放。GWG 2015“Page Size”“Page Scaling”。", EN: "A page has the agreed size and is not scaled. GWG 2015, “Page Size”, “Page Scaling”."}},
	{RuleAdSize, warning, true, false,
		words.Text{ZH: "广告缩放到 %.1f%%：来稿 %.1f×%.1f 毫米，版位 %.1f×%.1f 毫米。", EN: "The ad is scaled to %.1f %%: it measures %.1f by %.1f mm, its place %.1f by %.1f."},
		words.Text{ZH: "广告按合同尺寸付费，缩放后字号、线粗、分辨率都变；改版位，或请广告方按版位重做。", EN: "Space is sold by size, and scaling changes type, lines and resolution: change the place, or ask for an ad of its size."}},
	{RuleAdPress, hint, false, true,
		words.Text{ZH: "广告为“%s”制作，本版按“%s”付印。", EN: "The ad was made for %q; the page is printed for %q."},
		words.Text{ZH: "油墨值照样付印，不再转换；两种印刷条件相差大时颜色会变。", EN: "Its inks are printed as they are; where the two conditions differ much, so do the colours."}},
	{RuleAdMissing, warning, true, false,
		words.Text{ZH: "广告版位还空着。", EN: "The advertising space is still empty."},
		words.Text{ZH: "空着付印会印出占位框；放入广告，或删去版位。", EN: "It would be printed with the box that keeps its place: put the ad in, or take the space away."}},
	{RuleCount, fault, false, true,
		words.Text{ZH: "文件有 %d 版，应为 %d 版。", EN: "The file has %d pages; it should have %d."},
		words.Text{ZH: "缺版、多版要在出片前发现。GWG 2015“Page Count”。", EN: "A page too few or too many must show before plates are made. GWG 2015, “Page Count”."}},
	{RuleNotSeen, hint, false, true,
		words.Text{ZH: "墨量估算没有计入：%s。", EN: "Not counted in the total ink: %s."},
		words.Text{ZH: "本程序自绘分色来量墨；这些内容它画不出来，实际墨量可能更高。", EN: "The ink is measured on plates the program draws; it cannot draw these, so there may be more."}},

	{RuleBroken, fault, false, true,
		words.Text{ZH: "文件读不出来：%s", EN: "The file cannot be read: %s"},
		words.Text{ZH: "RIP 多半也读不了。请对方重新输出。", EN: "The RIP will hardly do better. Ask for a new export."}},
	{RuleVersion, fault, false, true,
		words.Text{ZH: "文件头写 PDF %s；%s 最高 %s。", EN: "The header says PDF %s; %s allows %s at most."},
		words.Text{ZH: "ISO 15930-4 以 PDF 1.4、ISO 15930-7 以 PDF 1.6 为准；文件头后须有二进制注释。", EN: "ISO 15930-4 is built on PDF 1.4, ISO 15930-7 on PDF 1.6; a comment of binary bytes follows the header."}},
	{RuleXref, fault, false, true,
		words.Text{ZH: "交叉引用有误：%s", EN: "The cross-reference is wrong: %s"},
		words.Text{ZH: "ISO 32000-1, 7.5.4：每个对象的位置必须准确，否则各家软件各自修补，结果不一。", EN: "ISO 32000-1, 7.5.4: every offset must be right; else each program repairs in its own way."}},
	{RuleStreams, fault, false, true,
		words.Text{ZH: "用了%s，PDF/X-1a 不允许。", EN: "The file uses %s, which PDF/X-1a forbids."},
		words.Text{ZH: "ISO 15930-4 以 PDF 1.4 为准，没有对象流和交叉引用流。", EN: "ISO 15930-4 is built on PDF 1.4, which has neither object streams nor cross-reference streams."}},
	{RuleID, fault, false, true,
		words.Text{ZH: "文件没有标识（ID）。", EN: "The file has no identifier (ID)."},
		words.Text{ZH: "ISO 15930：trailer 须有两个字符串的 ID。", EN: "ISO 15930: the trailer has an ID of two strings."}},
	{RuleEncrypted, fault, false, true,
		words.Text{ZH: "文件加了密。", EN: "The file is encrypted."},
		words.Text{ZH: "ISO 15930 不允许加密；印厂打不开。请对方去掉密码再输出。", EN: "ISO 15930 forbids encryption, and the plate room cannot open it. Ask for a file without a password."}},
	{RuleLimits, fault, false, true,
		words.Text{ZH: "超出实现限度：%s", EN: "Beyond an implementation limit: %s"},
		words.Text{ZH: "PDF Reference 1.4，附录 C：数组 8191、字符串 65535、名字 127、q 嵌套 28。", EN: "PDF Reference 1.4, appendix C: arrays 8,191, strings 65,535, names 127, q nesting 28."}},
	{RuleInfo, fault, false, true,
		words.Text{ZH: "文档信息缺少或不对：%s", EN: "Document information is missing or wrong: %s"},
		words.Text{ZH: "ISO 15930：Title、CreationDate、ModDate、Trapped（True 或 False）必填。", EN: "ISO 15930: Title, CreationDate, ModDate and Trapped (True or False) are required."}},
	{RuleStandard, fault, false, true,
		words.Text{ZH: "文件自称%s，应为%s。", EN: "The file says it is %s; %s was asked for."},
		words.Text{ZH: "PDF/X 文件要写明所守的标准（GTS_PDFXVersion）；没有写的，印厂不能确认。", EN: "A PDF/X file says which standard it keeps (GTS_PDFXVersion); without that nobody vouches for it."}},
	{RuleXMP, fault, false, true,
		words.Text{ZH: "XMP 元数据缺少或不对：%s", EN: "XMP metadata is missing or wrong: %s"},
		words.Text{ZH: "ISO 15930-7, 6.5：元数据流不压缩，写明标识、日期，与文档信息一致。", EN: "ISO 15930-7, 6.5: the stream is not compressed, names identifiers and dates, and agrees with Info."}},
	{RuleIntent, fault, false, true,
		words.Text{ZH: "输出意图缺少或不对：%s", EN: "The output intent is missing or wrong: %s"},
		words.Text{ZH: "ISO 15930：恰有一个 GTS_PDFX 输出意图，写明印刷条件；PDF/X-4 须嵌特性文件。", EN: "ISO 15930: exactly one GTS_PDFX intent names the printing condition; PDF/X-4 embeds its profile."}},
	{RuleProfile, fault, false, true,
		words.Text{ZH: "输出特性文件不对：%s", EN: "The output profile is wrong: %s"},
		words.Text{ZH: "须是印刷类（prtr）CMYK 特性文件，PDF/X-1a 限 ICC 2 版。", EN: "It is a printer profile (prtr) of CMYK; PDF/X-1a takes ICC version 2 only."}},
	{RuleBoxes, fault, false, true,
		words.Text{ZH: "页面框不对：%s", EN: "The page boxes are wrong: %s"},
		words.Text{ZH: "ISO 15930：TrimBox 与 ArtBox 恰有其一；成品框在出血框内，出血框在媒体框内；边长不过 14400 点。", EN: "ISO 15930: exactly one of TrimBox and ArtBox; trim within bleed within media; no side over 14,400 pt."}},
	{RulePageKeys, fault, false, true,
		words.Text{ZH: "页面设了 %s。", EN: "The page sets %s."},
		words.Text{ZH: "缩放单位、旋转、预分色会使拼版走样。GWG 2015“Page Scaling”；ISO 15930。", EN: "Scaled units, rotation and pre-separation upset imposition. GWG 2015, “Page Scaling”; ISO 15930."}},
	{RuleFont, fault, false, true,
		words.Text{ZH: "字体“%s”没有嵌入或程序损坏。", EN: "The font %q is not embedded, or its program is broken."},
		words.Text{ZH: "ISO 15930：所用字体全部嵌入；否则印厂以别的字体代替。", EN: "ISO 15930: every font used is embedded; else the plate room substitutes another."}},
	{RuleGlyph, fault, false, true,
		words.Text{ZH: "字体“%s”缺 %d 个所用字形。", EN: "The font %q lacks %d of the glyphs used."},
		words.Text{ZH: "缺字印成空白或方框。", EN: "They print as blanks or boxes."}},
	{RuleWidths, fault, false, true,
		words.Text{ZH: "字体“%s”的字宽与字体程序不符（%d 处）。", EN: "Widths of the font %q differ from its program (%d glyphs)."},
		words.Text{ZH: "ISO 15930：W 与字体程序相差不得过千分之一。", EN: "ISO 15930: stated and real widths agree within 1/1000."}},
	{RuleFontNames, fault, false, true,
		words.Text{ZH: "字体“%s”：%s", EN: "The font %q: %s"},
		words.Text{ZH: "ISO 32000-1, 9.6～9.9：名字一致，子集有六字母前缀，CIDToGIDMap、CIDSystemInfo 齐全。", EN: "ISO 32000-1, 9.6 to 9.9: one name, six letters before a subset's, CIDToGIDMap and CIDSystemInfo stated."}},
	{RuleUnicode, warning, false, true,
		words.Text{ZH: "字体“%s”没有文字对照（ToUnicode）。", EN: "The font %q has no text mapping (ToUnicode)."},
		words.Text{ZH: "文字不能检索和复核；付印不受影响。", EN: "Its text can be neither searched nor compared; print is not affected."}},
	{RuleSpace, fault, false, true,
		words.Text{ZH: "用了 %s 颜色。", EN: "Colour in %s is used."},
		words.Text{ZH: "ISO 15930-4 只许灰、CMYK、专色；ISO 15930-7 在 CMYK 输出意图下不许裸 RGB。", EN: "ISO 15930-4 takes gray, CMYK and spots only; ISO 15930-7 takes no bare RGB with a CMYK intent."}},
	{RuleICC, fault, false, true,
		words.Text{ZH: "颜色空间不许可：%s", EN: "A colour space is not allowed: %s"},
		words.Text{ZH: "与输出意图相同的 ICC CMYK 会改变叠印；PDF/X-1a 不许 Default 空间。ISO 15930-7, 6.2.4。", EN: "ICC CMYK like the intent's changes overprint; PDF/X-1a has no Default spaces. ISO 15930-7, 6.2.4."}},
	{RuleFilter, fault, false, true,
		words.Text{ZH: "用了 %s 压缩。", EN: "Compressed with %s."},
		words.Text{ZH: "ISO 15930 不许 LZW；PDF/X-1a 也不许 JBIG2、JPEG 2000。", EN: "ISO 15930 forbids LZW; PDF/X-1a JBIG2 and JPEG 2000 also."}},
	{RuleXObject, fault, false, true,
		words.Text{ZH: "含有 %s。", EN: "The file holds %s."},
		words.Text{ZH: "ISO 15930：不许 PostScript、引用 XObject、OPI 与替代图像。", EN: "ISO 15930: no PostScript or reference XObjects, no OPI, no alternate images."}},
	{RuleImage, fault, false, true,
		words.Text{ZH: "图片数据不对：%s", EN: "Picture data is wrong: %s"},
		words.Text{ZH: "分量、大小与数据不符，或反相没有还原，会印成负片或花屏。", EN: "Components, size or inversion do not fit the data; it prints as a negative or as noise."}},
	{RuleState, fault, false, true,
		words.Text{ZH: "图形状态含 %s。", EN: "A graphics state has %s."},
		words.Text{ZH: "ISO 15930：不许传递函数、HTP，网目与意图名受限。", EN: "ISO 15930: no transfer functions or HTP; halftones and rendering intents are restricted."}},
	{RuleClear, fault, false, true,
		words.Text{ZH: "含透明：%s。", EN: "Transparency: %s."},
		words.Text{ZH: "ISO 15930-4（PDF/X-1a）不许任何透明。", EN: "ISO 15930-4 (PDF/X-1a) has no transparency of any kind."}},
	{RuleGroup, fault, false, true,
		words.Text{ZH: "透明组的颜色空间是 %s，不是 CMYK。", EN: "A transparency group blends in %s, not in CMYK."},
		words.Text{ZH: "在 RGB 中混色再转换，黑字会变成四色。ISO 15930-7, 6.2.4。", EN: "Blending in RGB turns black type into four inks. ISO 15930-7, 6.2.4."}},
	{RuleAction, fault, false, true,
		words.Text{ZH: "含有 %s。", EN: "The file holds %s."},
		words.Text{ZH: "ISO 15930 不许动作、脚本、附件和多媒体。", EN: "ISO 15930 forbids actions, scripts, attachments and multimedia."}},
	{RuleAnnotation, fault, false, true,
		words.Text{ZH: "版面上有批注（%s）。", EN: "There is an annotation (%s) on the page."},
		words.Text{ZH: "ISO 15930：除陷印与印刷标记外，批注须在出血框外。", EN: "ISO 15930: other than TrapNet and PrinterMark, annotations lie outside the bleed."}},
	{RuleLayers, fault, false, true,
		words.Text{ZH: "图层：%s", EN: "Layers: %s"},
		words.Text{ZH: "PDF/X-1a 没有图层；PDF/X-4 的图层须有具名的默认配置，不得自动切换。", EN: "PDF/X-1a has no layers; in PDF/X-4 they have a named default and do not switch by themselves."}},
	{RuleContent, fault, false, true,
		words.Text{ZH: "页面内容有误：%s", EN: "Page content is wrong: %s"},
		words.Text{ZH: "各家 RIP 遇错各自处理，结果不一。ISO 32000-1, 7.8.2、8.4.2。", EN: "Every RIP treats errors in its own way. ISO 32000-1, 7.8.2 and 8.4.2."}},
}

// Rules answers all rules, in order.
func Rules() []Rule { return append([]Rule(nil), rules...) }

func ruleOf(id string) Rule {
	for _, r := range rules {
		if r.ID == id {
			return r
		}
	}
	panic("preflight: no rule " + id)
}
