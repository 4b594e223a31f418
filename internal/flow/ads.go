package flow

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/pdf"
	"dayang/internal/pdf/ads"
	"dayang/internal/preflight"
	"dayang/internal/words"
	"dayang/layout/display"
)

// AdReport is what an advertiser's file was found to be before it is placed.
type AdReport struct {
	Name   string
	PDF    bool
	W, H   float64 // of the trim, upright, mm; 0 of an image
	Trim   string  // the box taken for the trim
	Pages  int     // of the file; the first is placed
	Clear  bool    // it draws with transparency
	Found  []finding.Finding
	Intent string // the press condition it says it was made for
}

// CheckAd looks an advertiser's PDF over before it goes in, against the press it will be printed for: fonts, colours,
// boxes, resolution, smallest text, total ink, transparency. A file that must not be placed at all answers an error with
// a *ads.Refusal in its chain. An image is not looked into.
func CheckAd(ctx context.Context, name string, data []byte, press Press, house *edition.House) (AdReport, error) {
	rep := AdReport{Name: filepath.Base(name)}
	if _, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		return rep, nil
	}
	ad, err := ads.Read(ctx, data)
	if err != nil {
		return rep, fmt.Errorf("read the ad %q: %w", rep.Name, err)
	}
	rep.PDF, rep.W, rep.H, rep.Trim, rep.Pages, rep.Clear, rep.Intent = true, ad.W*25.4/72, ad.H*25.4/72, ad.Trim, ad.Pages, ad.Clear, ad.Intent
	std := heldTo[press.Options.Standard]
	if std == preflight.Any {
		std = preflight.X4
	}
	file := preflight.File(ctx, data, preflight.FileOptions{
		Press: press.Press, House: house, Standard: std, Placed: true, Clear: ad.Clear, Intent: press.Identifier,
	})
	rep.Found = file.Findings
	if ad.Pages > 1 {
		rep.Found = append(rep.Found, finding.Finding{Rule: preflight.RuleAdSize, Category: "preflight", Level: finding.Warning, Score: 1,
			Message: words.Text{ZH: "文件有 %d 页，只放第一页。", EN: "The file has %d pages; only the first is placed."}.F(ad.Pages)})
	}
	return rep, ctx.Err()
}

// AdStore keeps advertisers' files with the edition; *store.File is one.
type AdStore interface {
	Edition() *edition.Edition
	AddAd(name string, data []byte) (edition.Picture, error)
}

// ErrNotAdSpace is a frame that is no space for an ad.
var ErrNotAdSpace = errors.New("the frame is no advertising space")

// AdChange answers the change that shows a kept file in an ad's space. "" for pic empties the space.
func AdChange(ed *edition.Edition, page, frame, pic string) (edit.Change, error) {
	p := ed.Page(page)
	if p == nil {
		return edit.Change{}, fmt.Errorf("page %q: %w", page, ErrNoPage)
	}
	f := p.Frame(frame)
	if f == nil || f.Furniture == nil || f.Furniture.Kind != edition.Advert {
		return edit.Change{}, fmt.Errorf("frame %q on page %q: %w", frame, page, ErrNotAdSpace)
	}
	changed, fu := *f, *f.Furniture
	fu.Ad = pic
	changed.Furniture = &fu
	return edit.SetFrame(ed, page, &changed)
}

// How ads are shown on screen.
const (
	adSide    = 2400             // pixels of the longer side
	adTime    = 20 * time.Second // a stranger's file may keep a renderer busy for ever
	adBudget  = 64 << 20         // bytes of pictures kept
	adMostDPI = 200
)

// AdPictures gives pages' drivers pictures of ads, beside what a source of pictures gives. It runs poppler's pdftoppm or
// Ghostscript where the machine has one, in a process of its own; where neither is, ads are shown as a labelled box.
type AdPictures struct {
	display.PictureSource
	mu   sync.Mutex
	kept map[string]*adPicture
	size int
}

type adPicture struct {
	once sync.Once
	data []byte
	err  error
}

// NewAdPictures answers a source over another.
func NewAdPictures(pics display.PictureSource) *AdPictures {
	return &AdPictures{PictureSource: pics, kept: map[string]*adPicture{}}
}

// ErrNoRenderer is a machine with no program that draws PDF.
var ErrNoRenderer = errors.New("neither pdftoppm nor gs is installed")

// AdRenderer names the program that draws ads on this machine, "" when there is none.
func AdRenderer() string {
	for _, name := range []string{"pdftoppm", "gs", "gswin64c"} {
		if _, err := exec.LookPath(name); err == nil {
			return name
		}
	}
	return ""
}

// AdPicture answers a PNG of an ad's trim.
func (p *AdPictures) AdPicture(id string) ([]byte, error) {
	p.mu.Lock()
	a := p.kept[id]
	if a == nil {
		a = &adPicture{}
		p.kept[id] = a
	}
	p.mu.Unlock()
	a.once.Do(func() {
		a.data, a.err = p.render(id)
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.size += len(a.data); p.size > adBudget {
			p.size = len(a.data)
			p.kept = map[string]*adPicture{id: a}
		}
	})
	return a.data, a.err
}

func (p *AdPictures) render(id string) ([]byte, error) {
	data, err := p.PictureBytes(id)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(context.Background(), adTime)
	defer stop()
	return RenderAd(ctx, data)
}

// RenderAd draws the trim of an ad's first page as a PNG, by a program of the machine.
func RenderAd(ctx context.Context, data []byte) ([]byte, error) {
	tool := AdRenderer()
	if tool == "" {
		return nil, ErrNoRenderer
	}
	ad, err := ads.Read(ctx, data)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "dayang-ad-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	in := filepath.Join(dir, "ad.pdf")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		return nil, err
	}
	mw, mh := ad.W+ad.Media[0]+ad.Media[2], ad.H+ad.Media[1]+ad.Media[3]
	dpi := math.Min(adSide*72/math.Max(mw, mh), adMostDPI)
	out := filepath.Join(dir, "ad")
	var cmd *exec.Cmd
	if tool == "pdftoppm" {
		cmd = exec.CommandContext(ctx, tool, "-png", "-singlefile", "-f", "1", "-l", "1", "-r", fmt.Sprintf("%.3f", dpi), in, out)
	} else {
		cmd = exec.CommandContext(ctx, tool, "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dFirstPage=1", "-dLastPage=1", "-dUseMediaBox", "-sDEVICE=png16m",
			"-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", fmt.Sprintf("-r%.3f", dpi), "-sOutputFile="+out+".png", in)
	}
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("draw the ad with %s: %w", tool, err)
	}
	raw, err := os.ReadFile(out + ".png")
	if err != nil {
		return nil, fmt.Errorf("draw the ad with %s: %w", tool, err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("draw the ad with %s: %w", tool, err)
	}
	b := img.Bounds()
	kx, ky := float64(b.Dx())/mw, float64(b.Dy())/mh
	trim := image.Rect(round(ad.Media[0]*kx), round(ad.Media[1]*ky), round((ad.Media[0]+ad.W)*kx), round((ad.Media[1]+ad.H)*ky)).Add(b.Min).Intersect(b)
	if trim.Empty() {
		return nil, fmt.Errorf("draw the ad with %s: the trim lies outside the page", tool)
	}
	cut := image.NewRGBA(image.Rectangle{Max: trim.Size()})
	draw.Draw(cut, cut.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(cut, cut.Rect, img, trim.Min, draw.Over)
	var png8 bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&png8, cut); err != nil {
		return nil, err
	}
	return png8.Bytes(), nil
}

func round(v float64) int { return int(math.Round(v)) }

// AdWords answers why an ad cannot be placed or printed, when that is what an error says.
func AdWords(err error) (words.Text, bool) {
	var at *pdf.AdError
	var no *ads.Refusal
	why := words.Text{}
	switch onPage, refused := errors.As(err, &at), errors.As(err, &no); {
	case refused:
		why = no.Words()
	case onPage:
		why = words.Text{ZH: err.Error(), EN: err.Error()}
	default:
		return why, false
	}
	if at != nil {
		return words.Text{ZH: "第%d版的广告放不进去：%s。没有输出 PDF。", EN: "the ad on page %d cannot be placed: %s. No PDF was written."}.F(at.Page, why), true
	}
	return words.Text{ZH: "这个广告文件不能用：%s。", EN: "this ad cannot be used: %s."}.F(why), true
}
