package preflight

import "dayang/internal/words"

// say is what goes into the rules' messages.
var say = struct {
	noFont, noSubtype, noKid, noEncoding, noSystemInfo, collections, noGIDMap, names, noTag,
	syntax, deep, ring, tooMuch, extraQ, extraq, outsideText, openText, noOperator, noResource, noContent,
	text, fill, line, small,
	shading, pattern, rgb, type3, otherFonts, softImage, softMask, blend, stencil, inline, large,
	reference, outside, alternates, noSize, noData, noSpace, decode, mismatch, negative, colorants, sameICC, group, layers,
	encrypted, notPDF, binary, manyEOF, offset, tail, objectStreams, xrefStreams,
	array, str, name, depth,
	direct, noKey, trapped, trappedXMP, differ, none, filtered, notXML, several, noCondition, noProfile, noRegistry,
	notICC, iccClass, iccSpace, iccN, iccSize, iccVersion,
	noMedia, noTrim, twoBoxes, outsideBleed, outsideMedia, outsideCrop, largeBox,
	action, script, files, media, layerName, layerAuto, noPages, inks, xOther, xNone words.Text
}{
	noFont: w("字体不存在", "a font is missing"), noSubtype: w("没有写明类型", "its type is not stated"),
	noKid: w("没有下属字体", "it has no descendant"), noEncoding: w("没有编码", "it has no encoding"),
	noSystemInfo: w("CIDSystemInfo 不全", "CIDSystemInfo is incomplete"), collections: w("编码与字体的字符集（CIDSystemInfo）不同", "its encoding and its font are of different character collections (CIDSystemInfo)"), noGIDMap: w("没有 CIDToGIDMap", "it has no CIDToGIDMap"),
	names: w("各处名字不一致", "its names differ"), noTag: w("子集没有六字母前缀", "a subset without its six letters"),

	syntax: w("语法错误", "a syntax error"), deep: w("嵌套过深", "nested too deep"), ring: w("表单显示自己", "a form shows itself"), tooMuch: w("内容过多，没有查完", "too much content; the rest was not checked"),
	extraQ: w("Q 多于 q", "Q without q"), extraq: w("有 %d 个 q 没有 Q", "%d q without Q"),
	outsideText: w("文字在 BT…ET 之外", "text outside BT and ET"), openText: w("BT 没有 ET", "BT without ET"),
	noOperator: w("不认识的操作符 %s", "unknown operator %s"), noResource: w("资源 %s 不存在", "the resource %s does not exist"), noContent: w("内容解不开", "content does not decode"),

	text: w("文字", "Text is"), fill: w("色块", "A fill is"), line: w("线", "lines"), small: w("字", "text"),

	shading: w("渐变", "shadings"), pattern: w("图案", "patterns"), rgb: w("RGB 等未转换的颜色", "RGB and other colour not yet converted"),
	type3: w("Type 3 字体", "Type 3 fonts"), otherFonts: w("CFF、Type 1 等字体的文字", "text in CFF, Type 1 and other fonts"),
	softImage: w("图像软蒙版", "a picture's soft mask"), softMask: w("软蒙版", "a soft mask"), blend: w("混合模式", "blend modes"),
	stencil: w("图像蒙版", "stencil pictures"), inline: w("内嵌图像", "inline pictures"), large: w("过大的图片", "a very large picture"),

	reference: w("引用 XObject", "a reference XObject"), outside: w("文件之外的数据", "data outside the file"), alternates: w("替代图像", "alternate images"),
	noSize: w("没有大小", "it has no size"), noData: w("数据残缺", "the data is cut off or broken"), noSpace: w("没有颜色空间", "it has no colour space"),
	decode: w("Decode 与分量数不符", "Decode does not fit the components"), mismatch: w("数据的大小或分量与所写不同", "size or components differ from what is stated"),
	negative:  w("平均墨量 %.0f%%，像是负片（Adobe CMYK 反相没有还原）", "a mean ink of %.0f %%: it looks like a negative (Adobe's inverted CMYK)"),
	colorants: w("DeviceN 有 %d 种油墨", "DeviceN of %d inks"), sameICC: w("ICC CMYK 与输出意图相同", "ICC CMYK equal to the output intent"),
	group: w("透明组", "a transparency group"), layers: w("内容分图层", "content on layers"),

	encrypted: w("加了密，需要密码", "it is encrypted and asks for a password"), notPDF: w("不是 PDF", "it is no PDF"), binary: w("没有二进制注释", "no binary comment"),
	manyEOF: w("文件尾没有 %%EOF", "no %%EOF at the end"), offset: w("对象 %d 不在所写位置", "object %d is not where it should be"), tail: w("startxref 指向别处", "startxref points elsewhere"),
	objectStreams: w("对象流", "object streams"), xrefStreams: w("交叉引用流", "cross-reference streams"),
	array: w("数组有 %d 项", "an array of %d"), str: w("字符串长 %d", "a string of %d bytes"), name: w("名字长 %d", "a name of %d bytes"), depth: w("q 嵌套 %d 层", "q nests %d deep"),

	direct: w("Info 不是间接对象", "Info is not an indirect object"), noKey: w("没有 %s", "no %s"), trapped: w("Trapped 须为 True 或 False", "Trapped is neither True nor False"),
	trappedXMP: w("Trapped 与 Info 不一致", "Trapped differs from Info"), differ: w("%s 与 Info 不一致", "%s differs from Info"), none: w("没有", "there is none"),
	filtered: w("压缩了", "it is compressed"), notXML: w("不是合格的 XML", "it is not well-formed XML"), several: w("有 %d 个", "there are %d"),
	noCondition: w("没有 OutputConditionIdentifier", "no OutputConditionIdentifier"), noProfile: w("没有嵌入特性文件", "no profile is embedded"),
	noRegistry: w("没有登记处，也没有特性文件或说明", "neither a registry nor a profile nor a description"),
	notICC:     w("不是 ICC 文件", "it is no ICC file"), iccClass: w("不是印刷类（%s）", "its class is not prtr (%s)"), iccSpace: w("不是 CMYK（%s）", "it is not of CMYK (%s)"),
	iccN: w("N 不是 4", "N is not 4"), iccSize: w("写明的大小与数据不同", "its stated size differs from its data"), iccVersion: w("ICC %d 版", "ICC version %d"),

	noMedia: w("没有 MediaBox", "no MediaBox"), noTrim: w("没有 TrimBox", "no TrimBox"), twoBoxes: w("TrimBox 与 ArtBox 同时存在", "both TrimBox and ArtBox"),
	outsideBleed: w("TrimBox 超出 BleedBox", "TrimBox lies outside BleedBox"), outsideMedia: w("框超出 MediaBox", "a box lies outside MediaBox"),
	outsideCrop: w("框超出 CropBox", "a box lies outside CropBox"), largeBox: w("边长过 14400 点", "a side of over 14,400 pt"),

	action: w("动作", "actions"), script: w("脚本", "scripts"), files: w("附件", "attached files"), media: w("多媒体", "multimedia"),
	layerName: w("默认配置没有名字", "the default configuration has no name"), layerAuto: w("会自动切换（AS）", "they switch by themselves (AS)"),
	noPages: w("没有页面", "it has no pages"), inks: w("%d 种油墨", "%d inks"),
	xOther: w("“%s”", "%q"), xNone: w("普通 PDF", "plain PDF"),
}

func w(zh, en string) words.Text { return words.Text{ZH: zh, EN: en} }
