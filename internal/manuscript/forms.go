package manuscript

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dayang/internal/edition"
)

// The forms of lines that newsrooms write: see newspaper desk habits in any local daily. Half-width and full-width
// marks and blanks count alike; compare on squash(text).
var (
	bullet = `[■□◎●○◆◇▲△★☆▶►◤◢▍▌◼◻⊙•·*]?`
	writer = `(?:本报|本台|本刊|本网|新华社|全媒体|融媒体|见习|实习|首席|特约|特派|报道组|文字|摄影)*(?:记者|通讯员|评论员|特稿|编辑|作者|供稿|整理|编译|撰文|文字|文)`
	name   = `[\p{Han}·]{2,12}|[A-Za-z.]{2,20}`

	bylineForm = regexp.MustCompile(`^` + bullet + `[（(]?(?:文/图|图/文|文图|图文|文/摄影|文/摄|` + writer + `)[/:：]?(?:` + name + `|[、,，/:：;；()（）]|` + writer + `|文/图|图/文|文/摄|文并摄|摄影|摄|图)*[）)]?$`)
	creditForm = regexp.MustCompile(`^` + bullet + `[（(]?(?:(?:摄影|图片|图|摄|供图|制图|绘图|制表|漫画)(?:记者|报道|提供)?[/:：]?(?:` + name + `|[、,，/()（）])+|(?:图片?由)?(?:` + name + `|[、,，/])+(?:摄影报道|摄影|/摄|/图|摄|供图|提供|制图|绘图|制表))[）)]?$`)
	labelForm  = regexp.MustCompile(`^` + bullet + `(?:更多|精彩|详细|完整)?.{0,12}(?:扫一扫|扫码|扫描|扫下方|扫上方|二维码|码上)`)
	jumpForm   = regexp.MustCompile(`^[（(【\[▶►>》]*(?:[（(]?紧?接|下转|上接|转|详见|相关报道[见详]*|全文[见详]*|报道[见详])第?[A-Za-z]?[0-9０-９一二三四五六七八九十]{1,3}[-—]?[0-9]*版?.{0,12}$`)
	jumpTail   = regexp.MustCompile(`[（(]\s*(?:紧?接|下转|转)第?\s*[A-Za-z]?[0-9]{1,3}\s*版?\s*[）)]$`)
	noteForm   = regexp.MustCompile(`^[【\[（(]?(?:编者按|编者的话|开栏的话|开栏语|编后|编辑点评|记者手记|新闻链接)`)
	datelining = regexp.MustCompile(`^[（(【]?(?:本报|本台|本刊|据?新华社|据?中新社|据?中新网|据?央视|据?人民日报)[\p{Han}A-Za-z0-9、]{0,16}?(?:讯|电|消息|报道|日电)|^[\p{Han}]{2,8}讯[（( 　]`)
	captionRun = regexp.MustCompile(`^[▲△▶►◀◄▼↑↓←→①②③④⑤⑥]?[（(]?(?:图为|图[一二三四五六七八九十①②③0-9]*[:：]|上图|下图|左图|右图|本组图片|题图|资料图|图片说明)|^[▲△▼↑]`)
	numbered   = regexp.MustCompile(`^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、]|第[一二三四五六七八九十]{1,3}[章节部分]|[（(]?[0-9]{1,2}[）)、.．]|[①②③④⑤⑥⑦⑧⑨⑩])`)

	imprint    = regexp.MustCompile(`^[■□●▲]?(?:本版)?(?:责任编辑|责编|编辑|版式|美编|校对|组版|视觉|审读|值班)[:：]?[\p{Han}/]{2,4}(?:责任编辑|责编|编辑|版式|美编|校对|组版|视觉|审读|值班|电话|[:：/0-9\p{Han}-])*$`)
	dateForm   = regexp.MustCompile(`(\d{4})年(\d{1,2})月(\d{1,2})日`)
	weekday    = regexp.MustCompile(`(?:星期|周)[一二三四五六日天]`)
	lunarForm  = regexp.MustCompile(`(?:农历)?[\p{Han}]{2}年?(?:闰|[正冬腊一二三四五六七八九十]{1,2})月(?:初|[十廿卅]|二十|三十)[\p{Han}]{0,2}|农历[\p{Han}]{3,12}`)
	issueForm  = regexp.MustCompile(`(?:总?第|总)(\d{1,6})期|第(\d{1,6})号`)
	serialForm = regexp.MustCompile(`CN\s*\d{2}[-—]\d{4}(?:[/／][A-Z]+)?`)
	sheetsForm = regexp.MustCompile(`(?:今日|本期|共)[:：]?(\d{1,3}|[一二三四五六七八九十]{1,3})[个]?版`)
	ownerForm  = regexp.MustCompile(`(?:主管|主办|出版|承办|编辑部|社长|总编辑|责任编辑|责编|版式|校对|电话|邮编|邮箱|地址|网址|零售|定价|邮发代号|新闻热线)`)
	pageForm   = regexp.MustCompile(`^(?:第?[A-Za-z]?\d{1,3}版|[A-Za-z]\d{1,2})[:： 　·|]*([\p{Han}]{1,8})?$|^([\p{Han}]{1,6})(?:版|新闻版)$`)
	titleForm  = regexp.MustCompile(`(?:日报|晚报|早报|晨报|时报|商报|导报|快报|周报|学报|都市报|新报|报|周刊|时讯|新闻|传媒)$`)
	bannerForm = regexp.MustCompile(`(?:特别报道|专题|专版|专栏|专刊|特刊|系列报道|特别策划|聚焦|进行时|大家谈|主题报道|巡礼|综合报道|连线|直击|观察|展播|风采|之窗)$|^(?:喜迎|聚焦|关注|庆祝|奋进|走进|学习贯彻)`)
	kickerEnd  = regexp.MustCompile(`(?:时|中|后|之际|期间|会上|强调|指出|要求|表示|提出|部署|主持|举行|召开|出席|讲话|出台|启动|开幕|闭幕|现场|显示|透露|获悉|前夕|以来|——)$`)
)

// simple gives the traditional characters that the forms are written with their simplified ones.
var simple = func() map[rune]rune {
	m := map[rune]rune{}
	old, new := []rune("記報臺網華體媒見習實約別組攝訊評論員編輯譯圖製繪漫畫導維碼掃描轉緊詳關號聞鏈題資說詞責視覺審讀農曆總間電話郵箱單價專談會當後際強調開"),
		[]rune("记报台网华体媒见习实约别组摄讯评论员编辑译图制绘漫画导维码扫描转紧详关号闻链题资说词责视觉审读农历总间电话邮箱单价专谈会当后际强调开")
	for i, r := range old {
		m[r] = new[i]
	}
	return m
}()

// squash takes all blanks out, makes full-width Latin half-width and the forms' traditional characters simplified, so that
// a form is one form.
func squash(rs []rune) string {
	var b strings.Builder
	for _, r := range rs {
		switch {
		case unicode.IsSpace(r):
		case r >= '！' && r <= '～' && !strings.ContainsRune("，：；！？（）", r):
			b.WriteRune(r - '！' + '!')
		default:
			if s, ok := simple[r]; ok {
				r = s
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// special reports whether a line by its form alone is no part of a running paragraph.
func special(rs []rune) bool {
	if len(rs) == 0 || len(rs) > 60 {
		return false
	}
	s := squash(rs)
	return Byline(s) || Credit(s) || Label(s) || Jump(s)
}

// The tests below take squashed text of a whole line: see Squash.

// Squash answers runes without blanks, full-width Latin made half-width: the form that Byline, Credit, Label and
// Jump look at.
func Squash(rs []rune) string { return squash(rs) }

// Byline reports whether a line is a byline (署名): ■记者 X, 本报记者 X 通讯员 Y, 文/图 X, （记者 X）.
func Byline(s string) bool {
	return len([]rune(s)) <= 48 && bylineForm.MatchString(s) && !Credit(s)
}

// Credit reports whether a line is a picture's credit: ■摄影 X, X 摄, 图/X.
func Credit(s string) bool {
	n := len([]rune(s))
	if n > 32 || n < 2 || !creditForm.MatchString(s) {
		return false
	}
	for _, both := range []string{"文/图", "图/文", "图文", "文/摄", "文并摄", "文图"} { // who wrote and took the pictures
		if strings.Contains(s, both) {
			return false
		}
	}
	return true
}

// Label reports whether a line is the label of a QR code: 扫一扫 看视频.
func Label(s string) bool {
	return len([]rune(s)) <= 24 && labelForm.MatchString(s) && !strings.HasSuffix(s, "。")
}

// Jump reports whether a line is a jump line: 下转第4版, 上接第1版.
func Jump(s string) bool { return len([]rune(s)) <= 24 && jumpForm.MatchString(s) }

// JumpTail answers where a jump line begins that ends a paragraph, （下转第2版）, or -1.
func JumpTail(rs []rune) int {
	from := max(0, len(rs)-16)
	at := jumpTail.FindStringIndex(string(rs[from:]))
	if at == nil {
		return -1
	}
	return from + utf8.RuneCountInString(string(rs[from:])[:at[0]])
}

// Dateline reports whether a paragraph opens as news does: 本报讯, 新华社北京12月9日电.
func Dateline(s string) bool { return datelining.MatchString(s) }

// RunIn answers how many runes of a block are its run-in head: bold at the start, ended by a colon. 0 is none.
func RunIn(text []rune, spans []edition.Span) int {
	if len(spans) == 0 || spans[0].From != 0 || spans[0].Style != edition.Bold {
		return 0
	}
	return runIn(text, spans[0])
}

// runIn answers where a bold stretch that is a run-in head ends, its colon counted; 0 if it is none.
func runIn(text []rune, s edition.Span) int {
	if s.To-s.From > 16 || s.To-s.From < 2 {
		return 0
	}
	if r := text[s.To-1]; r == ':' || r == '：' {
		return s.To
	}
	if s.To < len(text) && (text[s.To] == ':' || text[s.To] == '：') {
		return s.To + 1
	}
	return 0
}

// InnerRunIns answers where in a block run-in heads begin that do not open it: a paragraph break was lost there.
func InnerRunIns(text []rune, spans []edition.Span) []int {
	var out []int
	for _, s := range spans {
		if s.From == 0 || s.Style != edition.Bold || runIn(text, s) == 0 {
			continue
		}
		if Ends(text[:s.From]) {
			out = append(out, s.From)
		}
	}
	return out
}

// Ends reports whether runes end as a sentence does, closing marks and blanks passed over.
func Ends(rs []rune) bool { return ends(rs) }

// kickerSplit answers where a heading's kicker ends, in runes, and how sure that is; 0 is no kicker.
func kickerSplit(text []rune) (int, float64) {
	parts := senses(text)
	if len(parts) < 2 {
		return 0, 0
	}
	at, sure := 0, 0.0
	// The last part but the headline's that ends as kickers do.
	for i, p := range parts[:len(parts)-1] {
		if i > 1 {
			break
		}
		if kickerEnd.MatchString(string(text[p[0]:p[1]])) {
			at, sure = p[1], 0.95
		}
	}
	if at > 0 {
		return at, sure
	}
	first, longest := parts[0][1]-parts[0][0], 0
	for _, p := range parts[1:] {
		longest = max(longest, p[1]-p[0])
	}
	switch {
	case first >= 10 && first >= longest+4:
		return parts[0][1], 0.7
	case len(parts) == 2 && first >= 8 && strings.ContainsRune("——", text[parts[1][0]]):
		return 0, 0 // a deck, not a headline, follows
	}
	return 0, 0
}

// senses answers the parts of a heading between its blanks. A blank beside Latin or a digit divides nothing.
func senses(text []rune) [][2]int {
	var out [][2]int
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && !unicode.IsSpace(text[i]) {
			continue
		}
		if i < len(text) && i > 0 && i+1 < len(text) && latin(text[i-1]) && latin(text[i+1]) {
			continue
		}
		if i > start {
			out = append(out, [2]int{start, i})
		}
		start = i + 1
	}
	return out
}
