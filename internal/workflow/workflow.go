// Package workflow is the way of an edition through the house: three reviews of every story (初审 复审 终审), three
// proofs of every page (小样 大样 清样) with their readings (一校 二校 三校), sign-off (签样) and release (付印).
//
// Start with PageState and StoryState, which say where a page and a story stand, and with Review, Read, Sign,
// Release, Withdraw and Exported, which answer the entry for the record that says so; edit.Enter adds it. The record
// only grows, and nothing of a state is kept: it follows from the record and from the edition as it is. A sign-off is
// tied to a fingerprint of everything that the page prints, so that a page is signed as long as it would print the
// same, whoever changed it and by whatever way, and is signed again when the change is taken back.
//
// Times are Unix milliseconds and given by the caller. The package knows who somebody is by the name they give: it
// keeps honest people from slips, not others from forging. It changes no edition.
package workflow

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dayang/internal/edition"
	"dayang/internal/words"
)

// By is who does something, as what, and when.
type By struct {
	Who  string
	Role string // one of Roles, or a house's own word
	At   int64  // Unix milliseconds
}

// Stage is one of the reviews of a story or one of the proofs of a page.
type Stage string

// The reviews of a story, in their order (三审).
const (
	FirstReview  Stage = "first"  // 初审, by the page's editor
	SecondReview Stage = "second" // 复审, by the head of the desk
	FinalReview  Stage = "final"  // 终审, by the editor in chief or who is on duty
)

// The proofs of a page, in their order.
const (
	Galley     Stage = "galley"      // 小样
	PageProof  Stage = "page-proof"  // 大样
	FinalProof Stage = "final-proof" // 清样
)

// Rounds is how many readings a page has before it is signed (三校).
const Rounds = 3

// Reviews answers the reviews in their order.
func Reviews() []Stage { return []Stage{FirstReview, SecondReview, FinalReview} }

// Proofs answers the proofs in their order.
func Proofs() []Stage { return []Stage{Galley, PageProof, FinalProof} }

// Name answers what the stage is called.
func (s Stage) Name() words.Text {
	switch s {
	case FirstReview:
		return words.Text{ZH: "初审", EN: "first review"}
	case SecondReview:
		return words.Text{ZH: "复审", EN: "second review"}
	case FinalReview:
		return words.Text{ZH: "终审", EN: "final review"}
	case Galley:
		return words.Text{ZH: "小样", EN: "galley"}
	case PageProof:
		return words.Text{ZH: "大样", EN: "page proof"}
	case FinalProof:
		return words.Text{ZH: "清样", EN: "final proof"}
	}
	return words.Text{ZH: string(s), EN: string(s)}
}

// RoundName answers what the n-th reading is called, from 1.
func RoundName(n int) words.Text {
	zh := fmt.Sprint("第", n, "校")
	if n >= 1 && n <= 9 {
		zh = string([]rune("一二三四五六七八九")[n-1]) + "校"
	}
	return words.Text{ZH: zh, EN: fmt.Sprint("reading ", n)}
}

// Role is what somebody is at the paper.
type Role struct {
	ID   string
	Name words.Text
}

// Roles answers the roles that the program knows by name.
func Roles() []Role {
	return []Role{
		{"editor", words.Text{ZH: "责任编辑", EN: "page editor"}},
		{"desk", words.Text{ZH: "部主任", EN: "desk head"}},
		{"chief", words.Text{ZH: "值班总编", EN: "chief on duty"}},
		{"proofreader", words.Text{ZH: "校对", EN: "proofreader"}},
		{"checker", words.Text{ZH: "检查", EN: "checker"}},
		{"designer", words.Text{ZH: "美编", EN: "designer"}},
		{"author", words.Text{ZH: "记者", EN: "author"}},
	}
}

// RoleName answers what a role is called; a house's own word is itself.
func RoleName(id string) words.Text {
	for _, r := range Roles() {
		if r.ID == id {
			return r.Name
		}
	}
	return words.Text{ZH: id, EN: id}
}

// UsualRole answers who does such a thing as a rule.
func UsualRole(act edition.Act, stage Stage) string {
	switch {
	case act == edition.ActReview && stage == FirstReview:
		return "editor"
	case act == edition.ActReview && stage == SecondReview:
		return "desk"
	case act == edition.ActReview, act == edition.ActSign, act == edition.ActRelease, act == edition.ActWithdraw:
		return "chief"
	case act == edition.ActRead, act == edition.ActCheck:
		return "proofreader"
	}
	return "editor"
}

// The errors callers decide on.
var (
	// ErrNobody is returned where nobody is named: nothing is signed by nobody.
	ErrNobody = errors.New("nobody is named")
	// ErrSamePerson is returned where one person would review a story twice.
	ErrSamePerson = errors.New("one person does not review a story twice")
	// ErrOrder is returned for a review or a reading before the one that comes first, and for a release before the
	// sign-off.
	ErrOrder = errors.New("something comes first")
	// ErrNotFound is returned for a story or a page that the edition does not hold.
	ErrNotFound = errors.New("not in the edition")
	// ErrNotSigned is returned where there is no sign-off to withdraw.
	ErrNotSigned = errors.New("not signed off")
)

// Unsaid is why a page was not signed: something stands against it that nobody has said a word to.
type Unsaid struct{ Obstacles []Obstacle }

// Error answers the obstacles.
func (u *Unsaid) Error() string {
	var all []string
	for _, o := range u.Obstacles {
		all = append(all, o.Text.EN)
	}
	return "not signed: " + strings.Join(all, "; ")
}

// Review answers the entry for a review of a story.
func Review(ed *edition.Edition, story string, stage Stage, by By, say string) (edition.Entry, error) {
	s := ed.Story(story)
	if s == nil {
		return edition.Entry{}, fmt.Errorf("story %q: %w", story, ErrNotFound)
	}
	at := slices.Index(Reviews(), stage)
	if at < 0 {
		return edition.Entry{}, fmt.Errorf("review %q of story %q: %w", stage, story, ErrOrder)
	}
	e, err := entry(edition.ActReview, by, say)
	if err != nil {
		return e, err
	}
	state := StoryState(ed, story)
	for i, r := range state.Reviews {
		switch {
		case i < at && r == nil:
			return e, fmt.Errorf("%s of story %q: %s is wanting: %w", stage.Name().EN, story, Reviews()[i].Name().EN, ErrOrder)
		case i != at && r != nil && person(r.Who) == person(by.Who):
			return e, fmt.Errorf("%s of story %q by %s, who did the %s: %w", stage.Name().EN, story, by.Who, Reviews()[i].Name().EN, ErrSamePerson)
		}
	}
	e.Story, e.Name, e.Stage, e.Print = story, s.Slug, string(stage), StoryPrint(s)
	e.Open = StoryFlags(ed, story).Open
	return e, nil
}

// Draw answers the entry for a proof of a page that is drawn off (打样): what is read, and compared with later.
// snapshot is the state that the store has kept for it, or 0.
func Draw(ed *edition.Edition, page string, proof Stage, by By, snapshot int64) (edition.Entry, error) {
	e, err := pageEntry(ed, page, edition.ActProof, by, "")
	if err == nil && !slices.Contains(Proofs(), proof) {
		err = fmt.Errorf("proof %q of page %q: %w", proof, page, ErrOrder)
	}
	e.Stage, e.Snapshot = string(proof), snapshot
	return e, err
}

// Read answers the entry for the reading of a proof. Rounds count from 1 and none is left out; the same may be read
// by several people. Round 0 is the one after the last.
func Read(ed *edition.Edition, page string, proof Stage, round int, by By, say string) (edition.Entry, error) {
	e, err := pageEntry(ed, page, edition.ActRead, by, say)
	if err != nil {
		return e, err
	}
	last := PageState(ed, page).Round
	if round == 0 {
		round = last + 1
	}
	if round < 1 || round > last+1 || !slices.Contains(Proofs(), proof) {
		return e, fmt.Errorf("%s of %s of page %d: %w", RoundName(round).EN, proof.Name().EN, ed.Page(page).Number, ErrOrder)
	}
	e.Stage, e.Round = string(proof), round
	return e, nil
}

// Check answers the entry for a comparison of a proof with the one before it (核红).
func Check(ed *edition.Edition, page string, by By, say string) (edition.Entry, error) {
	return pageEntry(ed, page, edition.ActCheck, by, say)
}

// Sure is what somebody says who signs: Over are the codes of the obstacles they have been told of, Words why all the
// same.
type Sure struct {
	Words    string
	Over     []string
	Snapshot int64 // the state that the store has kept for it, or 0
}

// Sign answers the entry for the sign-off of a page. What stands against it must be named in Sure: otherwise the
// answer is an *Unsaid. What is named goes into the record.
func Sign(ed *edition.Edition, page string, by By, found Found, sure Sure) (edition.Entry, error) {
	e, err := pageEntry(ed, page, edition.ActSign, by, sure.Words)
	if err != nil {
		return e, err
	}
	unsaid := &Unsaid{}
	for _, o := range Obstacles(ed, page, found) {
		if !slices.Contains(sure.Over, o.Code) {
			unsaid.Obstacles = append(unsaid.Obstacles, o)
		}
		e.Over = append(e.Over, o.Code)
	}
	e.Snapshot = sure.Snapshot
	if len(unsaid.Obstacles) > 0 {
		return e, unsaid
	}
	return e, nil
}

// Release answers the entry for a page's release to print (付印). It must be signed off as it is now.
func Release(ed *edition.Edition, page string, by By, sure Sure) (edition.Entry, error) {
	e, err := pageEntry(ed, page, edition.ActRelease, by, sure.Words)
	if err == nil && PageState(ed, page).Signed == nil {
		err = fmt.Errorf("release page %d: %w", ed.Page(page).Number, ErrNotSigned)
	}
	e.Snapshot = sure.Snapshot
	return e, err
}

// Withdraw answers the entry that takes back the sign-off of a page, and its release with it.
func Withdraw(ed *edition.Edition, page string, by By, say string) (edition.Entry, error) {
	e, err := pageEntry(ed, page, edition.ActWithdraw, by, say)
	if s := PageState(ed, page); err == nil && s.Signed == nil && s.Lapsed == nil {
		err = fmt.Errorf("withdraw page %d: %w", ed.Page(page).Number, ErrNotSigned)
	}
	return e, err
}

// Exported answers the entry for a file that was made: who, when, its name and hash, the press condition and
// standard, what the press check found, and the words with which it was made all the same. One file may hold several
// pages. Its Print is that of its first page; PageState answers with it whether the file is what would be made now.
func Exported(ed *edition.Edition, by By, file edition.Export, say string) (edition.Entry, error) {
	e, err := entry(edition.ActExport, by, say)
	e.Export = &file
	if len(file.Pages) > 0 {
		e.Page = file.Pages[0]
		if p := ed.Page(e.Page); p != nil {
			e.Name, e.Print = pageName(p), PagePrint(ed, p.ID)
		}
	}
	return e, err
}

// Note answers the entry for a remark about a page, or about the edition where page is "".
func Note(ed *edition.Edition, page string, by By, say string) (edition.Entry, error) {
	if page == "" {
		return entry(edition.ActNote, by, say)
	}
	return pageEntry(ed, page, edition.ActNote, by, say)
}

func entry(act edition.Act, by By, say string) (edition.Entry, error) {
	e := edition.Entry{At: by.At, Who: strings.TrimSpace(by.Who), Role: by.Role, Act: act, Words: strings.TrimSpace(say)}
	if e.Who == "" {
		return e, ErrNobody
	}
	return e, nil
}

func pageEntry(ed *edition.Edition, page string, act edition.Act, by By, say string) (edition.Entry, error) {
	p := ed.Page(page)
	if p == nil {
		return edition.Entry{}, fmt.Errorf("page %q: %w", page, ErrNotFound)
	}
	e, err := entry(act, by, say)
	e.Page, e.Name, e.Print, e.Open = page, pageName(p), PagePrint(ed, page), PageFlags(ed, page).Open
	return e, err
}

func pageName(p *edition.Page) string { return strings.TrimSpace(fmt.Sprint(p.Number, " ", p.Name)) }

// person answers a name as names are compared.
func person(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), "")) }
