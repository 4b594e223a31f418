package app

import (
	"dayang/internal/edition"
	"dayang/internal/words"
)

// Words of what the hand does on the page.
var (
	wFrame        = w("版块", "Block")
	wMove         = w("移动", "Move")
	wResize       = w("改变大小", "Resize")
	wUnlock       = w("解除锁定", "Unlock")
	wSelectFrames = w("全选版块", "Select All Blocks")
	wFineLeft     = w("左移 0.1 毫米", "Nudge Left 0.1 mm")
	wFineRight    = w("右移 0.1 毫米", "Nudge Right 0.1 mm")
	wFineUp       = w("上移 0.1 毫米", "Nudge Up 0.1 mm")
	wFineDown     = w("下移 0.1 毫米", "Nudge Down 0.1 mm")

	wAlignLeft        = w("左齐", "Align Left")
	wAlignCentre      = w("左右居中", "Centre Across")
	wAlignRight       = w("右齐", "Align Right")
	wAlignTop         = w("上齐", "Align Top")
	wAlignMiddle      = w("上下居中", "Centre Down")
	wAlignBottom      = w("下齐", "Align Bottom")
	wDistributeAcross = w("横向等距", "Distribute Across")
	wDistributeDown   = w("纵向等距", "Distribute Down")
	wSwapPlaces       = w("互换位置", "Swap Places")
	wToFront          = w("移到最前", "Bring to Front")
	wForward          = w("上移一层", "Bring Forward")
	wBackward         = w("下移一层", "Send Backward")
	wToBack           = w("移到最后", "Send to Back")
	wGroup            = w("编组", "Group")
	wUngroup          = w("解组", "Ungroup")
	wDuplicate        = w("再制一份", "Duplicate")
	wBodyLines        = w("基线网格", "Baseline Grid")
	wGuides           = w("辅助线", "Guides")
	wClearGuides      = w("清除本版辅助线", "Clear This Page's Guides")

	wCutFrames      = w("剪切版块", "Cut Blocks")
	wCopyFrames     = w("复制版块", "Copy Blocks")
	wPasteFrames    = w("粘贴", "Paste")
	wPasteInPlace   = w("原位粘贴", "Paste in Place")
	wNothingToPaste = w("剪贴板里没有可以粘贴的版块或文字。", "There are no blocks and no text on the clipboard.")
	wPicturesLeft   = w("粘贴了版块；%d 张图片的原图不在本期，图框留空待补。", "The blocks are here; %d pictures are not in this edition and their frames wait for them.")
	wPastedText     = w("粘贴的文字", "Pasted text")
	wPastedStory    = w("文字已作为新稿件放进稿件栏，还没有上版。", "The text is a new story in the list, not placed yet.")

	wBlocksN       = w("%d 个版块", "%d blocks")
	wUnitCharacter = w("字", "em")
	wUnitLine      = w("行", "lines")
	wInCharacters  = w("按字和行计量", "Measure in Characters and Lines")
	wBadLength     = w("“%s”读不成长度。可以写 12字、3行、2栏、30mm、9pt、小五，也可以相加减。", "“%s” is no length. Write 12ch, 3 lines, 2 col, 30mm, 9pt or a sum of them.")
	wLengthOut     = w("这个长度排不出来。", "Nothing can be that long or that small.")

	wMakeRoom      = w("拖放时其他稿件让位", "Others Make Room for What Is Dropped")
	wJobRoom       = w("让位", "Make Room")
	wOthersGiveWay = w("放下后其他稿件让位", "others will make room")
	wRoomMade      = w("已让位：移动了 %d 个版块，全部排下。", "Room was made: %d blocks moved, everything fits.")
	wRoomOver      = w("已让位：移动了 %d 个版块。现在溢出：%s", "Room was made: %d blocks moved. Over now: %s")
	wRoomOverlaps  = w("让不开：还有 %d 处重叠。可以撤销，或换个地方放。", "There is no room: %d blocks still overlap. Undo, or drop it elsewhere.")
	wStoryOver     = w("“%s”%d 行", "“%s” by %d lines")
	wListComma     = w("，", ", ")

	wInPicture      = w("在框内移动图片", "Move Picture Inside Its Frame")
	wPictureLarger  = w("图片放大", "Picture Larger")
	wPictureSmaller = w("图片缩小", "Picture Smaller")
	wPictureFit     = w("图片恢复居中满框", "Picture Fills Its Frame")
	wChoosePicture  = w("置入图片…", "Choose a Picture…")
	wReplacePicture = w("换图", "Replace Picture")
	wPlacePicture   = w("图片上版", "Place Picture")
	wPlaceAd        = w("广告上版", "Place Advertisement")
	wPictureHint    = w("拖动移图 · 滚轮缩放 · Esc 退出", "drag moves · wheel zooms · Esc leaves")
	wJobPictures    = w("读入图片", "Reading Pictures")

	wPasteHere     = w("粘贴到这里", "Paste Here")
	wAlign         = w("对齐", "Align")
	wStacking      = w("层次", "Order")
	wJumpTo        = w("转到", "Run On to Page")
	wJumpOn        = w("转到另一版…", "Run On to Another Page…")
	wJumped        = w("余文已转到第 %d 版。", "The rest runs on to page %d.")
	wNoRoomThere   = w("第 %d 版没有空地方了。", "There is no free place on page %d.")
	wNoRoomHere    = w("本版没有空地方了。", "There is no free place on this page.")
	wNoRoomBelow   = w("下面没有空行了。", "There is nothing free below.")
	wGrow          = w("加高到排下", "Grow the Block until It Fits")
	wRunOn         = w("在本版空处续排", "Run On into Free Space Here")
	wShorten       = w("去删减文字", "Shorten the Text")
	wNothingStands = w("这篇稿件还没有一行排上。", "Not a line of this story stands on a page.")

	wInsert        = w("插入", "Insert")
	wInsertStory   = w("稿件", "Story")
	wInsertText    = w("续文", "Running Text")
	wInsertPicture = w("图片", "Picture")
	wInsertWords   = w("文字", "Words")
	wInsertBanner  = w("栏头", "Banner")
	wInsertRule    = w("线", "Rule")
	wInsertBox     = w("花边框", "Box")
	wInsertTint    = w("底纹", "Tint")
	wInsertQR      = w("二维码", "QR Code")
	wInsertAd      = w("广告位", "Advertising Space")
	wNewWords      = w("文字", "Words")
	wNewBanner     = w("栏头", "Banner")
	wNewQR         = w("扫一扫", "Scan")
	wNewAd         = w("广告", "Advertisement")
	wNewHeadline   = w("新标题", "New headline")
	wDrawIt        = w("在版面上拖出“%s”的位置，或点一下；Esc 放弃。", "Drag out the place of the %s on the page, or click; Esc gives up.")

	wMaster       = w("主版", "Master Page")
	wMasterKeep   = w("本版存为主版", "Keep This Page as a Master")
	wMasterApply  = w("套用主版…", "Apply a Master Page…")
	wMasterUpdate = w("按主版更新", "Update from the Master")
	wMasterDetach = w("脱离主版", "Detach from the Master")
	wMasterFree   = w("从主版释放", "Free from the Master")

	wSecText         = w("文字排法", "Text")
	wSecLines        = w("线与底", "Lines and Grounds")
	wSecShape        = w("形状与绕排", "Shape and Wrap")
	wSecWords        = w("说明与文字", "Words")
	wHeadScale       = w("标题大小 %", "Head size %")
	wHeadCols        = w("标题占栏", "Head spans")
	wHeadRight       = w("标题在右", "Head at the right")
	wSplit           = w("破栏", "Columns by")
	wMeasures        = w("栏宽", "Measures")
	wSplitGap        = w("栏间空", "Gap")
	wLeadingShare    = w("行距 %", "Leading %")
	wOnGrid          = w("对齐基线网格", "On the baseline grid")
	wBalance         = w("栏末平齐", "Columns end level")
	wColumnRule      = w("栏线", "Column rule")
	wAsPage          = w("随版面", "as the page")
	wNone            = w("无", "none")
	wBlack           = w("黑", "black")
	wLineKind        = w("线型花边", "Line or border")
	wLineWeight      = w("线粗", "Weight")
	wLineColour      = w("线色", "Line colour")
	wTint            = w("底色", "Ground")
	wShade           = w("底纹", "Shade")
	wShadeShare      = w("底纹浓度 %", "Shade %")
	wShadeColour     = w("底纹颜色", "Shade colour")
	wShadePitch      = w("底纹间距", "Pitch")
	wNotch           = w("缺角", "Notch")
	wNotchW          = w("缺口宽", "Notch width")
	wNotchH          = w("缺口高", "Notch height")
	wWrap            = w("绕排", "Wrap")
	wWrapSide        = w("文字在", "Text at")
	wWrapMargins     = w("四边空", "Margins")
	wFurnitureWords  = w("文字", "Words")
	wQRData          = w("码的内容", "Code says")
	wProofWindow     = w("大样", "Page Proof")
	wProofWindowOpen = w("大样窗口", "Proof Window")
	wFollow          = w("跟随当前版", "Follow the desk")
	wFindingsN       = w("提示 %d 条", "%d findings")
	wPictureList     = w("图片", "Pictures")
	wNoPictures      = w("本期还没有图片。把图片文件拖到版面上，或随稿件导入。", "No pictures yet. Drop picture files on the page, or import them with their stories.")
	wPixels          = w("%d × %d 像素", "%d × %d px")
	wTurn            = w("旋转 度", "Turned by °")
	wBlockRule       = w("块间线", "Between blocks")
	wAsHouse         = w("随体例", "as the house")
	wKeyAdd          = w("多选、取消其一", "Select several, take one out")
	wKeyAddHow       = w("Shift+单击", "Shift + click")
	wKeyBand         = w("框选", "Select by a band")
	wKeyBandHow      = w("空处拖动；Shift+拖动", "drag from a bare place; Shift + drag")
	wKeyInside       = w("进入编组、图片", "Go inside a group or a picture")
	wKeyInsideHow    = w("双击", "double click")
	wKeyGuide        = w("拉出辅助线；拖回去掉", "Pull out a guide; back removes it")
	wKeyGuideHow     = w("从标尺拖动", "drag from a ruler")
	wKeyUnitsHow     = w("单击标尺交角", "click where the rulers meet")
	wBadPercent      = w("这个数不合适。", "That number does not fit.")
	wEditWords       = w("改文字", "Edit Words")
)

// The ways to break columns, and what they are called.
var (
	splitModes = []edition.SplitMode{"", edition.SplitAbsolute, edition.SplitFree, edition.SplitRelative, edition.SplitAuto}
	splitNames = []words.Text{w("按版面栏", "page columns"), w("绝对：同一栏宽", "one measure"), w("自由：各栏自定", "own measures"), w("相对：等分", "equal shares"), w("自动：基本栏", "basic columns")}

	shadeKinds = []edition.ShadeKind{"", edition.ShadeTint, edition.ShadeDots, edition.ShadeLines, edition.ShadeSlant, edition.ShadeCross}
	shadeNames = []words.Text{w("无", "none"), w("平网", "even tint"), w("点纹", "dots"), w("横线", "lines"), w("斜线", "slanting lines"), w("网格", "crossed lines")}

	notchCorners = []edition.Corner{"", edition.TopLeft, edition.TopRight, edition.BottomLeft, edition.BottomRight}
	notchNames   = []words.Text{w("无", "none"), w("左上", "top left"), w("右上", "top right"), w("左下", "bottom left"), w("右下", "bottom right")}

	wrapKinds = []edition.WrapKind{"", edition.WrapNone, edition.WrapColumns, edition.WrapBox, edition.WrapShape}
	wrapNames = []words.Text{w("照常", "as usual"), w("不绕", "none"), w("整栏让开", "whole columns"), w("绕外框", "around the box"), w("绕外形", "around the shape")}

	wrapSides = []edition.WrapSide{edition.WrapBoth, edition.WrapLeft, edition.WrapRight, edition.WrapLarger}
	sideNames = []words.Text{w("两边", "both sides"), w("左边", "the left"), w("右边", "the right"), w("宽的一边", "the wider side")}

	// The colours every title has; its own have the names it gave them.
	colourTexts = map[string]words.Text{"black": w("黑", "black"), "red": w("红", "red"), "tint": w("浅底", "pale")}

	// Kinds of lines are called by their Chinese names in the edition; these are all of them.
	lineTexts = map[string]words.Text{
		edition.LineThin: w("正线", "hairline"), edition.LineThick: w("反线", "thick"), edition.LineDouble: w("双线", "double"),
		edition.LineWenwu: w("文武线", "thick and thin"), edition.LineDotted: w("点线", "dotted"), edition.LineWave: w("波线", "wave"),
		edition.EdgeBeads: w("连珠边", "beads"), edition.EdgeDiamonds: w("菱花边", "diamonds"), edition.EdgeMeander: w("回纹边", "meander"),
		edition.EdgeRope: w("绳纹边", "rope"), edition.EdgeTeeth: w("锯齿边", "teeth"), edition.EdgeCloud: w("云纹边", "clouds"),
	}
)
