package repair

import (
	"sort"
	"strconv"

	"dayang/internal/edition"
	"dayang/internal/segment"
)

// Stories mends the stories of an imported edition as Text mends a manuscript. It answers new stories where
// something changed and the same ones where nothing did; the stories it was given stay as they are. A paragraph that
// was joined keeps the first piece's id.
func Stories(stories []*edition.Story, seg segment.Segmenter) ([]*edition.Story, Report) {
	return StoriesAs(stories, seg, nil)
}

// StoriesAs mends stories as Stories does, but take decides of each edit whether it is made; a nil take makes what is
// not asked about. It is asked with the edits that Stories reports, of which it may refuse sure ones and take doubtful
// ones. Marks of a story are taken or refused together, by the first; where a move is refused all paragraphs of the
// story stand in the order that they came in. What no edit mends, a repetition or a lost beginning, stays.
func StoriesAs(stories []*edition.Story, seg segment.Segmenter, take func(Edit) bool) ([]*edition.Story, Report) {
	var rep Report
	unmarked := map[string]bool{} // stories whose marks stay
	var flow []*piece
	var at []*edition.Para // by block
	owner := []string{}
	for n, s := range stories {
		for _, p := range s.All() {
			block := len(at)
			at, owner = append(at, p), append(owner, s.ID)
			rs := []rune(p.Text)
			flow = append(flow, pieces(rs, p.Spans, p.Role, false, n, block, 1)...)
			for _, m := range marks(rs) {
				e := Edit{Kind: Mark, Story: s.ID, Para: p.ID, From: m.from, To: m.to, Next: -1, Before: m.got, After: m.after, Sure: m.sure, Message: m.say()}
				if _, asked := unmarked[s.ID]; !asked {
					unmarked[s.ID] = take != nil && !take(e)
				}
				e.Ask = unmarked[s.ID]
				rep.add(e)
			}
			if running(p.Role) || p.Role == edition.Caption {
				for _, u := range twice(rs, seg) {
					unit := string(rs[u[0]:u[1]])
					rep.add(Edit{Kind: Duplicate, Story: s.ID, Para: p.ID, From: u[0], To: u[1], Next: -1, Before: unit, Ask: true, Sure: 0.95, Message: say.twice.F(unit)})
				}
			}
		}
	}
	edit := func(kind string, a *piece, from, to int) Edit {
		return Edit{Kind: kind, Story: owner[a.block], Para: at[a.block].ID, From: a.at + from, To: a.at + to, Next: -1}
	}
	ofSplit := func(s split) Edit {
		return Edit{Kind: Break, Story: owner[s.block], Para: at[s.block].ID, From: s.at, To: s.at, Next: -1, Sure: 0.97, Ask: s.ask, Message: say.lost.F(s.label)}
	}
	ofLink := func(l link) Edit {
		a, b := flow[l.from], flow[l.to]
		e := edit(Join, a, len(a.text), len(a.text))
		e.Next, e.NextPara, e.Sure, e.Ask, e.Message = b.at, at[b.block].ID, l.sure, l.ask, l.say(a, b)
		return e
	}
	ofMove := func(m move) Edit {
		a, b := flow[m.first], flow[m.before]
		e := edit(Move, a, 0, len(a.text))
		e.Next, e.NextPara, e.Sure, e.Ask = b.at, at[b.block].ID, m.sure, m.ask
		e.Before, e.Message = excerpt(a.text), say.move.F(excerpt(b.text))
		return e
	}
	var w will
	if take != nil {
		w = will{
			link:  func(l link) bool { return take(ofLink(l)) },
			split: func(s split) bool { return take(ofSplit(s)) },
			move:  func(m move) bool { return take(ofMove(m)) },
		}
	}
	p := arrange(flow, newScorer(seg), w)
	for _, s := range p.splits {
		rep.add(ofSplit(s))
	}
	for _, l := range p.links {
		rep.add(ofLink(l))
	}
	for _, i := range p.open {
		e := edit(Open, flow[i], len(flow[i].text), len(flow[i].text))
		e.Ask, e.Sure, e.Message = true, 0.9, say.open
		rep.add(e)
	}
	for _, m := range p.moves {
		rep.add(ofMove(m))
	}
	for _, h := range headless(flow) {
		a := flow[h.piece]
		e := edit(Headless, a, 0, h.n)
		e.Ask, e.Sure, e.Before = true, h.sure, string(a.text[:h.n])
		e.Message = say.headless.F(e.Before)
		rep.add(e)
	}
	out := make([]*edition.Story, len(stories))
	for n, s := range stories {
		out[n] = rebuild(s, n, flow, p, at, unmarked[s.ID])
	}
	rep.count()
	return out, rep
}

// rebuild answers a story with its text in order and its marks mended, unless they are to stay bare; the story itself if nothing changed.
func rebuild(s *edition.Story, n int, flow []*piece, p plan, at []*edition.Para, bare bool) *edition.Story {
	mendPara := mendPara
	if bare {
		mendPara = func(q *edition.Para) *edition.Para { return q }
	}
	changed := false
	mended := func(q *edition.Para) *edition.Para {
		if q == nil {
			return nil
		}
		c := mendPara(q)
		changed = changed || c != q
		return c
	}
	c := *s
	c.Paras = nil
	ids := map[string]bool{}
	for _, q := range s.All() {
		ids[q.ID] = true
	}
	fresh := func(id string) string {
		for k := 2; ; k++ {
			if t := id + "-" + strconv.Itoa(k); !ids[t] {
				ids[t] = true
				return t
			}
		}
	}
	inFlow := map[*edition.Para]bool{}
	for _, a := range flow {
		if a.story == n {
			inFlow[at[a.block]] = true
		}
	}
	written := false
	attached := map[*edition.Para]bool{}
	for i, bs := range p.attached {
		if flow[i].story == n {
			for _, b := range bs {
				attached[at[b]] = true
			}
		}
	}
	for _, q := range s.Paras {
		switch {
		case attached[q]:
		case !inFlow[q]:
			c.Paras = append(c.Paras, mended(q))
		case !written:
			written = true
			for _, group := range p.order[n] {
				c.Paras = append(c.Paras, joined(flow, group, at, fresh, mendPara, &changed))
				for _, g := range group {
					for _, b := range p.attached[g] {
						c.Paras = append(c.Paras, mended(at[b]))
					}
				}
			}
		}
	}
	for i, u := range s.Pictures {
		v := u
		v.Caption, v.Credit = mended(u.Caption), mended(u.Credit)
		if v != u {
			if &c.Pictures[0] == &s.Pictures[0] {
				c.Pictures = append([]edition.PictureUse(nil), s.Pictures...)
			}
			c.Pictures[i] = v
		}
	}
	if len(c.Paras) == len(s.Paras) {
		for i, q := range c.Paras {
			changed = changed || q != s.Paras[i]
		}
	} else {
		changed = true
	}
	if !changed {
		return s
	}
	return &c
}

// joined answers the paragraph that a group of pieces makes.
func joined(flow []*piece, group []int, at []*edition.Para, fresh func(string) string, mendPara func(*edition.Para) *edition.Para, changed *bool) *edition.Para {
	first := flow[group[0]]
	q := at[first.block]
	whole, own := 0, true
	for _, g := range group {
		whole += len(flow[g].text)
		own = own && flow[g].block == first.block
	}
	if own && first.at == 0 && whole == len([]rune(q.Text)) {
		return mendPara(q)
	}
	*changed = true
	out := &edition.Para{ID: q.ID, Role: q.Role}
	if first.at > 0 {
		out.ID = fresh(q.ID)
		if out.Role == edition.Lead {
			out.Role = edition.Body
		}
	}
	n := 0
	text := make([]rune, 0, len(first.text)*2)
	for _, g := range group {
		a := flow[g]
		text = append(text, a.text...)
		for _, s := range at[a.block].Spans {
			from, to := max(s.From, a.at), min(s.To, a.at+len(a.text))
			if from < to {
				out.Spans = append(out.Spans, edition.Span{From: from - a.at + n, To: to - a.at + n, Style: s.Style})
			}
		}
		n += len(a.text)
	}
	out.Text = string(text)
	return mendPara(out)
}

// mendPara answers a paragraph with its marks mended, its spans with them.
func mendPara(q *edition.Para) *edition.Para {
	rs := []rune(q.Text)
	ms := marks(rs)
	if len(ms) == 0 {
		return q
	}
	sort.Slice(ms, func(i, j int) bool { return ms[i].from < ms[j].from })
	var out []rune
	place := make([]int, len(rs)+1) // where each rune of the old text now stands
	k := 0
	for i := 0; i < len(rs); {
		place[i] = len(out)
		if k < len(ms) && ms[k].from == i {
			for j := i; j < ms[k].to; j++ {
				place[j] = len(out)
			}
			out = append(out, []rune(ms[k].after)...)
			i = ms[k].to
			k++
			continue
		}
		out = append(out, rs[i])
		i++
	}
	place[len(rs)] = len(out)
	c := *q
	c.Text = string(out)
	c.Spans = nil
	for _, s := range q.Spans {
		c.Spans = append(c.Spans, edition.Span{From: place[s.From], To: place[s.To], Style: s.Style})
	}
	return &c
}
