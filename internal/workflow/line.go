package workflow

import (
	"errors"
	"slices"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// ActName answers what was done, in a word or two: 终审, 大样 二校, 签样.
func ActName(e *edition.Entry) words.Text {
	switch e.Act {
	case edition.ActReview:
		return Stage(e.Stage).Name()
	case edition.ActProof:
		n := Stage(e.Stage).Name()
		return words.Text{ZH: "出" + n.ZH, EN: n.EN + " drawn"}
	case edition.ActRead:
		n, r := Stage(e.Stage).Name(), RoundName(e.Round)
		return words.Text{ZH: n.ZH + " " + r.ZH, EN: n.EN + ", " + r.EN}
	case edition.ActCheck:
		return words.Text{ZH: "核红", EN: "proofs compared"}
	case edition.ActSign:
		return words.Text{ZH: "签样", EN: "signed off"}
	case edition.ActRelease:
		return words.Text{ZH: "付印", EN: "released"}
	case edition.ActWithdraw:
		return words.Text{ZH: "撤销签样", EN: "sign-off withdrawn"}
	case edition.ActExport:
		return words.Text{ZH: "出片", EN: "exported"}
	case edition.ActNote:
		return words.Text{ZH: "备注", EN: "note"}
	}
	return words.Text{ZH: string(e.Act), EN: string(e.Act)}
}

// Details answers what an entry says beyond who, when and what: over what it was signed, the file, the words.
func Details(e *edition.Entry) words.Text {
	var zh, en []string
	put := func(t words.Text) { zh, en = append(zh, t.ZH), append(en, t.EN) }
	if x := e.Export; x != nil {
		put(words.Text{ZH: x.File, EN: x.File})
		for _, s := range []string{x.Standard, x.Preset} {
			if s != "" {
				put(words.Text{ZH: s, EN: s})
			}
		}
		if x.Errors+x.Warnings > 0 {
			put(words.Text{ZH: "错误 %d、警告 %d", EN: "%d errors, %d warnings"}.F(x.Errors, x.Warnings))
		}
		if x.Hash != "" {
			put(words.Text{ZH: "SHA-256 " + x.Hash, EN: "SHA-256 " + x.Hash})
		}
	}
	for _, code := range e.Over {
		n := ObstacleName(code)
		if code == OverFlags {
			n = words.Text{ZH: "有 %d 条未办批注", EN: "%d open flags"}.F(e.Open)
		}
		put(n)
	}
	if e.Words != "" {
		put(words.Text{ZH: "“" + e.Words + "”", EN: "“" + e.Words + "”"})
	}
	return words.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
}

// Of answers the entries of the record that concern a page: its own, the reviews of the stories that stand on it, and
// the files it is in; oldest first.
func Of(ed *edition.Edition, page string) []*edition.Entry {
	var on []string
	if p := ed.Page(page); p != nil {
		on = storiesOn(p)
	}
	var out []*edition.Entry
	for _, e := range ed.Record {
		if e.Page == page || e.Story != "" && slices.Contains(on, e.Story) || e.Export != nil && slices.Contains(e.Export.Pages, page) {
			out = append(out, e)
		}
	}
	return out
}

// MarkName answers what a proof mark is called. GB/T 14706-1993.
func MarkName(m edition.Mark) words.Text {
	names := map[edition.Mark]words.Text{
		edition.MarkCorrect:   {ZH: "改正", EN: "correct"},
		edition.MarkDelete:    {ZH: "删除", EN: "delete"},
		edition.MarkInsert:    {ZH: "增补", EN: "insert"},
		edition.MarkScript:    {ZH: "改正上下角", EN: "super- or subscript"},
		edition.MarkUpright:   {ZH: "转正", EN: "turn upright"},
		edition.MarkTranspose: {ZH: "对调", EN: "transpose"},
		edition.MarkRunOn:     {ZH: "接排", EN: "run on"},
		edition.MarkBreak:     {ZH: "另起段", EN: "new paragraph"},
		edition.MarkMove:      {ZH: "转移", EN: "move"},
		edition.MarkVertical:  {ZH: "上下移", EN: "move up or down"},
		edition.MarkSideways:  {ZH: "左右移", EN: "move left or right"},
		edition.MarkAlign:     {ZH: "排齐", EN: "align"},
		edition.MarkStagger:   {ZH: "排阶梯形", EN: "stagger"},
		edition.MarkPicture:   {ZH: "正图", EN: "turn the picture"},
		edition.MarkMoreSpace: {ZH: "加大空距", EN: "more space"},
		edition.MarkLessSpace: {ZH: "减小空距", EN: "less space"},
		edition.MarkSpace:     {ZH: "空字距", EN: "set a space"},
		edition.MarkPart:      {ZH: "分开", EN: "part"},
		edition.MarkStet:      {ZH: "保留", EN: "stet"},
		edition.MarkReplace:   {ZH: "代替", EN: "replace all"},
		edition.MarkExplain:   {ZH: "说明", EN: "note"},
	}
	return names[m]
}

// FlagStateName answers what became of a flag.
func FlagStateName(s edition.FlagState) words.Text {
	switch s {
	case edition.FlagDone:
		return words.Text{ZH: "已办", EN: "done"}
	case edition.FlagRefused:
		return words.Text{ZH: "不改", EN: "refused"}
	}
	return words.Text{ZH: "未办", EN: "open"}
}

// Explain says in words why something was not entered, and what to do; ok is false for an error that is not of this
// package.
func Explain(err error) (t words.Text, ok bool) {
	var unsaid *Unsaid
	switch {
	case errors.As(err, &unsaid):
		var zh, en []string
		for _, o := range unsaid.Obstacles {
			zh, en = append(zh, o.Text.ZH), append(en, o.Text.EN)
		}
		return words.Text{ZH: "没有签样：" + strings.Join(zh, "；") + "。", EN: "Not signed: " + strings.Join(en, "; ") + "."}, true
	case errors.Is(err, ErrNobody):
		return words.Text{ZH: "请写明是谁。", EN: "Say who it is."}, true
	case errors.Is(err, ErrSamePerson):
		return words.Text{ZH: "同一篇稿件的几道审不能由一个人做。", EN: "One person does not do two reviews of one story."}, true
	case errors.Is(err, ErrOrder):
		return words.Text{ZH: "次序不对：初审、复审、终审依次进行，校次从一校起，不能跳过。", EN: "Out of order: first, second and final review follow each other, and no reading is left out."}, true
	case errors.Is(err, ErrNotSigned):
		return words.Text{ZH: "这个版现在没有签样。", EN: "The page is not signed off as it is now."}, true
	case errors.Is(err, ErrNotFound):
		return words.Text{ZH: "这期报纸里没有这个版或这篇稿件。", EN: "The edition has no such page or story."}, true
	}
	return t, false
}
