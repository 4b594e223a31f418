package manuscript

import (
	"strings"
	"unicode"

	"dayang/internal/edition"
)

// recognise gives every block a role and a story.
func (d *Document) recognise() {
	for _, b := range d.Blocks {
		b.form()
	}
	if !d.headings() {
		d.guessHeadings()
	}
	d.stories()
	for _, b := range d.Blocks {
		if b.Role == Role(edition.Headline) || b.Role == Role(edition.Kicker) {
			continue
		}
		b.Split = 0
	}
}

func (d *Document) headings() bool {
	for _, b := range d.Blocks {
		if b.Kind == Heading {
			return true
		}
	}
	return false
}

// form gives the role that a block's own form shows, and Unknown where it shows none.
func (b *Block) form() {
	s := squash(b.Text)
	set := func(r edition.Role, sure float64) { b.Role, b.Sure = Role(r), sure }
	switch {
	case b.Kind == Rule:
		b.Role, b.Sure = Divider, 1
	case b.Kind == Picture:
		b.Role, b.Sure = Image, 1
	case b.Kind == Heading:
	case b.given != Unknown:
		b.Role, b.Sure = b.given, 1
	case len(b.Text) <= 40 && imprint.MatchString(s):
		b.Role, b.Sure = HeadLine, 0.85
	case Credit(s):
		set(edition.Credit, 0.95)
	case Byline(s):
		set(edition.Byline, 0.95)
	case Label(s):
		set(edition.Label, 0.95)
	case Jump(s):
		set(edition.JumpLine, 0.9)
	case noteForm.MatchString(s):
		set(edition.EditorsNote, 0.8)
	case captionRun.MatchString(s) && len(b.Text) <= 160:
		set(edition.Caption, 0.9)
	case headLine(b.Text):
		b.Role, b.Sure = HeadLine, 0.8
	}
}

// headLine reports whether a line is of the nameplate or folio by what it says.
func headLine(rs []rune) bool {
	if len(rs) > 60 || ends(rs) {
		return false
	}
	s := squash(rs)
	if dateForm.MatchString(s) && (weekday.MatchString(s) || len([]rune(s)) <= 14) {
		return true
	}
	return serialForm.MatchString(string(rs)) || sheetsForm.MatchString(s) || issueForm.MatchString(s) && len(rs) <= 24 ||
		lunarForm.MatchString(s) && len(rs) <= 20 || ownerForm.MatchString(s) && len(rs) <= 40 && strings.ContainsAny(s, ":：")
}

// running reports whether a block is running text: long, or ended as a sentence is, or a row of a table.
func (b *Block) running() bool {
	if b.Kind != Paragraph {
		return false
	}
	if b.row {
		return true
	}
	switch b.Role {
	case Unknown, Role(edition.EditorsNote), Role(edition.Caption), Role(edition.Body), Role(edition.Lead):
	default:
		return false
	}
	return len(b.Text) > 40 || ends(b.Text) || Dateline(squash(b.Text))
}

// guessHeadings makes headings of a text that has none marked: short lines without a final mark at the start, before
// a byline, or before a paragraph that opens as news does.
func (d *Document) guessHeadings() {
	bs := d.Blocks
	short := func(b *Block) bool {
		return b.Kind == Paragraph && b.Role == Unknown && len(b.Text) <= 50 && !ends(b.Text) && len(b.Text) >= 2 && !b.List
	}
	made := false
	for i, b := range bs {
		if !short(b) {
			continue
		}
		// What follows the run of short lines that b belongs to?
		j := i + 1
		for j < len(bs) && j-i <= 4 && short(bs[j]) {
			j++
		}
		if j == len(bs) || j-i > 4 {
			continue
		}
		next := bs[j]
		opens := next.Role == Role(edition.Byline) || next.running() && Dateline(squash(next.Text))
		photo := next.running() && len(next.Text) <= 160 && j+1 < len(bs) && bs[j+1].Role == Role(edition.Credit)
		switch {
		case opens || photo || !made && next.running():
			b.Kind, b.Level, b.Sure = Heading, 3, 0.8
			made = true
		case next.running() && j == i+1 && i > 0 && len(b.Text) <= 30:
			b.Kind, b.Level, b.Sure = Heading, 4, 0.6
		}
	}
}

// opens reports whether the block at i is a heading that a story begins with: past other heading lines there comes
// a byline, news text, or a caption with a credit.
func (d *Document) opens(i int) bool {
	bs := d.Blocks
	for j := i + 1; j < len(bs) && j <= i+4; j++ {
		b := bs[j]
		switch {
		case b.Role == Role(edition.Byline):
			return true
		case b.Kind == Heading:
			return false
		case b.running():
			if Dateline(squash(b.Text)) {
				return true
			}
			return b.Role == Role(edition.Caption) || len(b.Text) <= 160 && j+1 < len(bs) && bs[j+1].Role == Role(edition.Credit)
		case b.Role == Image || b.Role == Divider || b.Role == Unknown || b.Role == Role(edition.Credit) || b.Role == Role(edition.Caption):
			continue // a deck, a picture
		default:
			return false
		}
	}
	return false
}

// stories gathers the blocks into stories and gives the roles that depend on what stands around.
func (d *Document) stories() {
	bs := d.Blocks
	certain := make([]bool, len(bs))
	level := 0 // the deepest level that surely opens stories
	for i, b := range bs {
		if b.Kind == Heading && !numbered.MatchString(squash(b.Text)) && d.opens(i) {
			certain[i] = true
			level = max(level, b.Level)
		}
	}
	if level == 0 { // no form tells: the first heading with text below it sets the level
		for i, b := range bs {
			if b.Kind == Heading && i+1 < len(bs) && (bs[i+1].running() || bs[i+1].Role == Image) {
				level, certain[i] = b.Level, true
				break
			}
		}
	}
	story := -1
	text := false // the present story has running text or a byline
	for i := 0; i < len(bs); i++ {
		b := bs[i]
		switch {
		case b.Kind == Heading && (certain[i] || i+1 < len(bs) && certain[i+1] || d.topped(i, certain) || b.Level <= level && !(text && d.section(i))):
			j := i
			for j+1 < len(bs) && bs[j+1].Kind == Heading && (!certain[j] && (bs[j+1].Level <= level || certain[j+1]) || bs[j+1].marked(edition.Deck)) &&
				!(bs[j].marked(edition.Deck) && !bs[j+1].marked(edition.Deck)) {
				j++
			}
			if !certain[j] && !(j+1 < len(bs) && (bs[j+1].running() || bs[j+1].Role == Image)) && (story < 0 || !certain[j] && j+1 < len(bs) && bs[j+1].Kind == Heading) {
				// Headings with no text of a story below: the page's own.
				for k := i; k <= j; k++ {
					d.own(bs[k], story)
				}
				i = j
				continue
			}
			story = d.head(i, j, story, level)
			text = false
			i = j
		case b.Kind == Heading:
			if story < 0 {
				d.own(b, story)
				continue
			}
			b.Role, b.Story, b.Sure = Role(edition.Subhead), story, 0.95
		case b.Role == Divider:
			b.Story = story
		case story < 0:
			switch {
			case b.Role == Unknown && !b.running():
				b.Role, b.Sure = HeadLine, 0.7
			case b.Role == HeadLine || b.Role == Role(edition.Label):
			default:
				story = d.Stories // a story without a head
				d.Stories++
				b.Story = story
				text = text || b.running()
			}
		case b.Role == HeadLine:
			if !text { // under a headline a date line is a deck's business, not the nameplate's
				b.Role = Unknown
			} else {
				continue
			}
			b.Story = story
		default:
			b.Story = story
			text = text || b.running() || b.Role == Role(edition.Byline)
		}
	}
	of := make([][]*Block, d.Stories)
	for _, b := range bs {
		if b.Story >= 0 {
			of[b.Story] = append(of[b.Story], b)
		}
	}
	for _, blocks := range of {
		inside(blocks)
	}
}

// topped reports whether the heading at i is a kicker above a headline with a deck: a deeper one, then two of one level,
// the second of which surely opens a story.
func (d *Document) topped(i int, certain []bool) bool {
	if i+2 >= len(d.Blocks) || !certain[i+2] {
		return false
	}
	a, b, c := d.Blocks[i], d.Blocks[i+1], d.Blocks[i+2]
	return b.Kind == Heading && a.Level > b.Level && b.Level == c.Level
}

// section reports whether a heading of a story's own level is a subhead all the same: it is numbered, or its text
// opens with a run-in head.
func (d *Document) section(i int) bool {
	if numbered.MatchString(squash(d.Blocks[i].Text)) {
		return true
	}
	return i+1 < len(d.Blocks) && d.Blocks[i+1].running() && RunIn(d.Blocks[i+1].Text, d.Blocks[i+1].Spans) > 0
}

// own gives a heading to the page: the nameplate before the first story, a banner after.
func (d *Document) own(b *Block, story int) {
	b.Story = -1
	if story < 0 && !bannerForm.MatchString(squash(b.Text)) {
		b.Role, b.Sure = HeadLine, 0.8
		return
	}
	b.Role, b.Sure = Banner, 0.7
}

// head opens a story with the headings from i to j and answers its number. Of several headings the banner, the
// kicker, the headline and the deck are told apart by level, by form and by place.
func (d *Document) head(i, j, before, level int) int {
	bs := d.Blocks[i : j+1]
	// The page's own heads stand first: lines of the nameplate, or a banner of a shallower level or a banner's form.
	for len(bs) > 1 {
		b, next := bs[0], bs[1]
		s := squash(b.Text)
		page := before < 0 && (titleForm.MatchString(s) || pageForm.MatchString(s) || !hasHan(b.Text) || headLine(b.Text))
		banner := b.Level < next.Level && b.Level < level || bannerForm.MatchString(s) && b.Level <= next.Level
		if !page && !banner {
			break
		}
		if page || before < 0 && !bannerForm.MatchString(s) {
			b.Role, b.Sure, b.Story = HeadLine, 0.8, -1
		} else {
			b.Role, b.Sure, b.Story = Banner, 0.85, -1
		}
		bs = bs[1:]
	}
	n := d.Stories
	d.Stories++
	main := 0
	for k, b := range bs {
		b.Story = n
		if b.Level < bs[main].Level {
			main = k
		}
	}
	for k := len(bs) - 1; k >= 0; k-- { // the writer's own mark says more than a level
		if bs[k].marked(edition.Headline) {
			main = k
		}
	}
	if bs[main].marked(edition.Kicker) || bs[main].marked(edition.Deck) {
		for k, b := range bs {
			if b.given == Unknown || b.marked(edition.Headline) {
				main = k
				break
			}
		}
	}
	// Of equal levels a first line in a kicker's form is the kicker.
	if main == 0 && bs[0].given == Unknown && len(bs) > 1 && bs[1].Level == bs[0].Level && kickerEnd.MatchString(squash(bs[0].Text)) {
		main = 1
	}
	for k, b := range bs {
		switch {
		case b.given != Unknown && k != main:
			b.Role, b.Sure = b.given, 1
		case k < main:
			b.Role, b.Sure = Role(edition.Kicker), 0.85
		case k == main:
			b.Role, b.Sure = Role(edition.Headline), 0.95
			if main == 0 && !b.exact {
				b.Split, b.SplitSure = kickerSplit(b.Text)
			}
		default:
			b.Role, b.Sure = Role(edition.Deck), 0.8
			if strings.HasPrefix(squash(b.Text), "—") {
				b.Sure = 0.95
			}
		}
	}
	return n
}

func hasHan(rs []rune) bool {
	for _, r := range rs {
		if Han(r) {
			return true
		}
	}
	return false
}

// inside gives the blocks of one story the roles that depend on their place in it.
func inside(bs []*Block) {
	set := func(b *Block, r edition.Role, sure float64) { b.Role, b.Sure = Role(r), sure }
	headed, texted := false, false
	for i, b := range bs {
		next := func() *Block {
			if i+1 < len(bs) {
				return bs[i+1]
			}
			return nil
		}()
		switch b.Role {
		case Role(edition.Headline), Role(edition.Kicker):
			headed = true
			continue
		case Role(edition.Caption):
			// A caption's form without picture or credit near is text.
			if !near(bs, i) && texted && b.given == Unknown {
				set(b, edition.Body, 0.6)
			}
			continue
		case Unknown:
		default:
			if b.Role == Role(edition.EditorsNote) || b.Role == Role(edition.Body) || b.Role == Role(edition.Lead) {
				texted = true
			}
			continue
		}
		n := len(b.Text)
		switch {
		case i > 0 && bs[i-1].Role == Image && len(bs[i-1].Text) == 0 && n <= 120 && !Dateline(squash(b.Text)) && next != nil && (next.Role == Role(edition.Credit) || n <= 60 && texted):
			set(b, edition.Caption, 0.85)
		case !texted && headed && !b.running() && strings.HasPrefix(squash(b.Text), "—"):
			set(b, edition.Deck, 0.95)
		case !texted && headed && !b.running() && n >= 2 && n <= 4 && hanOnly(b.Text) && next != nil && next.running():
			set(b, edition.Byline, 0.6)
		case !texted && headed && !b.running() && next != nil && n <= 48:
			set(b, edition.Deck, 0.7)
		case texted && !b.running() && b.Kind == Paragraph && n <= 24 && allBold(b):
			set(b, edition.Subhead, 0.85)
		case texted && !b.running() && n <= 24 && numbered.MatchString(squash(b.Text)) && next != nil && next.running():
			set(b, edition.Subhead, 0.7)
		case !texted:
			texted = true
			sure := 0.9
			if Dateline(squash(b.Text)) {
				sure = 1
			}
			set(b, edition.Lead, sure)
		case next != nil && next.Role == Role(edition.Credit) && n <= 60 && caption(bs, i):
			set(b, edition.Caption, 0.6)
		default:
			set(b, edition.Body, 0.9)
			if !b.running() {
				b.Sure = 0.6
			}
		}
	}
	photo(bs)
}

// near reports whether a picture or a credit stands beside block i.
func near(bs []*Block, i int) bool {
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(bs) && (bs[j].Role == Image || bs[j].Role == Role(edition.Credit)) {
			return true
		}
	}
	return false
}

// caption reports whether the short paragraph i before a credit reads as a caption: the text before it has ended.
func caption(bs []*Block, i int) bool {
	return i > 0 && bs[i-1].Kind == Paragraph && ends(bs[i-1].Text) && len(bs[i-1].Text) > 60
}

// maxCaption is how long the text of a photo story may be; a longer text with a credit is a story with a picture.
const maxCaption = 200

// photo makes a photo story's text its caption: a headline, a short text, a credit, no byline.
func photo(bs []*Block) {
	credit, byline, images := false, false, 0
	var text []*Block
	n := 0
	for _, b := range bs {
		switch b.Role {
		case Role(edition.Credit):
			credit = true
		case Role(edition.Byline):
			byline = true
		case Image:
			images++
		case Role(edition.Lead), Role(edition.Body):
			if b.given != Unknown {
				return
			}
			text = append(text, b)
			n += len(b.Text)
		case Role(edition.Subhead), Role(edition.JumpLine):
			return
		}
	}
	if byline || len(text) == 0 || len(text) > 2 || n > maxCaption || !credit && images == 0 || Dateline(squash(text[0].Text)) {
		return
	}
	for _, b := range text {
		b.Role, b.Sure = Role(edition.Caption), 0.9
	}
}

func hanOnly(rs []rune) bool {
	for _, r := range rs {
		if !Han(r) && !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

func allBold(b *Block) bool {
	n := 0
	for _, s := range b.Spans {
		if s.Style == edition.Bold {
			n += s.To - s.From
		}
	}
	return n == len(b.Text)
}
