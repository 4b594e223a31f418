package compose

import (
	"dayang/internal/finding"
	"dayang/internal/words"
	"dayang/layout/makeup"
)

// The rules of this package's findings; those of make-up are makeup's note codes.
const (
	RuleNoGlyph    = "FT-01" // no font has the character
	RuleLentGlyph  = "FT-02" // another font lent it
	RuleNoStory    = "MK-08" // a frame holds a story or picture that the edition does not have
	RuleQRCode     = "MK-09" // a QR code whose data cannot be coded
	RuleEmptyFrame = "MK-10" // a frame for text that no story is in
	RuleJump       = "MK-11" // 转版 whose two ends do not meet
)

// say is what the findings say.
var say = struct {
	noGlyph, noGlyphWhy, lent, lentWhy, noStory, noStoryWhy, qr, qrWhy, wanted, advert, advertFile words.Text
	empty, emptyWhy, noRest, noPage, restElsewhere, wrongJump, jumpWhy                             words.Text
	jumpTo, jumpFrom, issue, sheets, page                                                          words.Text
}{
	noGlyph:       words.Text{ZH: "没有一种字体有“%s”（U+%04X），版面上以方框代替。", EN: "No font has %q (U+%04X); a box stands for it on the page."},
	noGlyphWhy:    words.Text{ZH: "缺字不得空白付印；可添加含此字的字体，或改用通行字。", EN: "A missing character must not go to press as a blank: add a font that has it, or write it another way."},
	lent:          words.Text{ZH: "“%s”（U+%04X）由字体 %s 代为显示。", EN: "%q (U+%04X) is drawn from the font %s."},
	lentWhy:       words.Text{ZH: "所选字体没有这个字，字形可能与前后文不一致。", EN: "The chosen font lacks it; its shape may not match its neighbours."},
	noStory:       words.Text{ZH: "版面上的框指向不存在的内容“%s”。", EN: "A frame points to %q, which this edition does not have."},
	noStoryWhy:    words.Text{ZH: "稿件或图片已被删除；请为此框另选内容或删去此框。", EN: "The story or picture was deleted: choose another for the frame, or delete the frame."},
	qr:            words.Text{ZH: "二维码内容无法编码。", EN: "The QR code's content cannot be coded."},
	qrWhy:         words.Text{ZH: "内容为空或过长（不超过约 2900 字节）。", EN: "It is empty or too long (about 2,900 bytes at most)."},
	empty:         words.Text{ZH: "文字框里没有稿件。", EN: "No story is in this frame."},
	emptyWhy:      words.Text{ZH: "空框印出来是白：排入稿件、与别的框续排，或删去。", EN: "An empty frame prints as white: put a story in, link it to another frame, or delete it."},
	noRest:        words.Text{ZH: "版上印着“下转第%d版”，但第%d版没有接排的框。", EN: "The page says that the story goes on on page %d, but page %d has no frame for the rest."},
	noPage:        words.Text{ZH: "版上印着“下转第%d版”，但本期没有第%d版。", EN: "The page says that the story goes on on page %d, but this edition has no page %d."},
	restElsewhere: words.Text{ZH: "稿件定为转第%d版，接排的框却在第%d版。", EN: "The story is to go on on page %d, but the frame for the rest is on page %d."},
	wrongJump:     words.Text{ZH: "文中写着“%s”，而版上这篇稿件%s。", EN: "The text says %q, but on the pages this story %s."},
	jumpWhy:       words.Text{ZH: "转版的两头要对得上，读者才找得到下文。", EN: "Both ends of a jump must meet, or readers lose the story."},
	// What the page itself prints is Chinese in both languages: it is the newspaper's text, not the program's.
	wanted:     words.Text{ZH: "图片待补", EN: "图片待补"},
	advert:     words.Text{ZH: "广　告", EN: "广　告"},
	advertFile: words.Text{ZH: "广告　%s　%.0f×%.0f 毫米", EN: "广告　%s　%.0f×%.0f 毫米"}, // on the page, in the paper's language
	jumpTo:     words.Text{ZH: "（下转第%d版）", EN: "（下转第%d版）"},
	jumpFrom:   words.Text{ZH: "（上接第%d版）", EN: "（上接第%d版）"},
	issue:      words.Text{ZH: "第%d期", EN: "第%d期"},
	sheets:     words.Text{ZH: "今日%d版", EN: "今日%d版"},
	page:       words.Text{ZH: "%02d版", EN: "%02d版"},
}

// noteWords is what each note of make-up says and why, and how much it weighs.
var noteWords = map[makeup.NoteCode]struct {
	level        finding.Level
	message, why words.Text
	counts       func(n makeup.Note) []any
}{
	makeup.NoteOverset: {finding.Error,
		words.Text{ZH: "有 %d 字、%d 行没有排下。", EN: "%d characters in %d lines found no room."},
		words.Text{ZH: "溢出的文字不会印出：放大框、删改文字，或转到别的版。", EN: "What is over is not printed: enlarge the frame, cut the text, or let it run on to another page."},
		func(n makeup.Note) []any { return []any{n.Runes, n.Lines} }},
	makeup.NoteShort: {finding.Warning,
		words.Text{ZH: "文字短 %d 行，栏末留有空白。", EN: "The text is %d lines short; columns end in white."},
		words.Text{ZH: "栏末宜平齐：缩小框，或加文字、加图。", EN: "Columns should end level: make the frame smaller, or add text or a picture."},
		func(n makeup.Note) []any { return []any{n.Lines} }},
	makeup.NoteHeadTooWide: {finding.Error,
		words.Text{ZH: "标题用最小字号仍排不进这一宽度。", EN: "The headline is too wide for the frame even at its smallest size."},
		words.Text{ZH: "改短标题，或让框占更多栏。", EN: "Shorten the headline, or give the frame more columns."},
		func(makeup.Note) []any { return nil }},
	makeup.NotePictureMissing: {finding.Warning,
		words.Text{ZH: "图片待补：版面上留有位置。", EN: "A picture is missing; its place is kept."},
		words.Text{ZH: "付印前须补上图片或删去图位。", EN: "Supply the picture, or remove its place, before sign-off."},
		func(makeup.Note) []any { return nil }},
	makeup.NotePictureCrop: {finding.Warning,
		words.Text{ZH: "图框与图片的比例相差超过 15%%。", EN: "The frame's shape is more than 15 %% off the picture's."},
		words.Text{ZH: "图片不变形，裁切过多会伤画面：调整图框或选定裁切范围。", EN: "Pictures are never distorted, and much cropping hurts them: reshape the frame or choose the crop."},
		func(makeup.Note) []any { return nil }},
	makeup.NoteFrameTooSmall: {finding.Error,
		words.Text{ZH: "框太小，连标题和图片也排不下。", EN: "The frame is too small even for headline and pictures."},
		words.Text{ZH: "放大框，或把稿件移到别处。", EN: "Enlarge the frame, or move the story elsewhere."},
		func(makeup.Note) []any { return nil }},
	makeup.NoteNothingLeft: {finding.Warning,
		words.Text{ZH: "文字到前一个框已经排完，这个框是空的。", EN: "The text ends before this frame, which stays empty."},
		words.Text{ZH: "删去这个框，或让前面的框小一些。", EN: "Delete the frame, or make the ones before it smaller."},
		func(makeup.Note) []any { return nil }},
	makeup.NoteForcedLine: {finding.Hint,
		words.Text{ZH: "这一行无法满足避头尾规则。", EN: "This line cannot obey the rules for line starts and ends."},
		words.Text{ZH: "GB/T 15834：点号不居行首，引号括号不拆；可改动一两个字。", EN: "GB/T 15834, marks at line edges: a change of a character or two helps."},
		func(makeup.Note) []any { return nil }},
}

// fromNote makes a finding of a note.
func fromNote(n makeup.Note) finding.Finding {
	w := noteWords[n.Code]
	return finding.Finding{
		Rule: string(n.Code), Category: "makeup", Level: w.level, Score: 1,
		Place:   finding.Place{Page: n.Page, Frame: n.Frame, Story: n.Story, Para: n.Para, From: n.From, To: n.To, Spot: n.Spot},
		Message: w.message.F(w.counts(n)...), Reason: w.why,
	}
}
