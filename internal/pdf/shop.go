package pdf

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"image"
	"image/jpeg"
	"io"
	"math"
	"os"
	"runtime"
	"sync"

	"dayang/internal/colour"
	"dayang/internal/pdf/pdfx"
	"dayang/layout/display"
	"dayang/layout/geom"
)

// readyPicture is a picture as the file will hold it.
type readyPicture struct {
	w, h   int             // of the whole picture as imported, in pixels
	part   image.Rectangle // of it that data shows
	data   []byte          // as the file will hold it
	form   form
	number int // of the resource
}

// form is how a file says what a picture's data is.
type form struct {
	w, h     int // pixels of the data
	channels int
	flate    bool // else a JPEG
	negative bool // 255 is no ink, as in Adobe's CMYK JPEGs
}

// dict is the dictionary of the picture's stream.
func (f form) dict() pdfx.Dict {
	d := pdfx.Dict{
		"Type": pdfx.Name("XObject"), "Subtype": pdfx.Name("Image"), "Width": pdfx.Int(f.w), "Height": pdfx.Int(f.h), "BitsPerComponent": pdfx.Int(8),
		"ColorSpace": map[int]pdfx.Name{1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}[f.channels], "Filter": pdfx.Name("DCTDecode"),
	}
	if f.flate {
		d["Filter"] = pdfx.Name("FlateDecode")
	}
	if f.negative {
		turn := pdfx.Array{}
		for range f.channels {
			turn = append(turn, pdfx.Int(1), pdfx.Int(0))
		}
		d["Decode"] = turn
	}
	return d
}

// need is what a document wants of one picture: the part seen anywhere, and the largest the whole of it is seen.
type need struct {
	crop  display.Crop // around all crops
	fullW geom.Length
	fullH geom.Length
	uses  int // not yet drawn
}

// need enters one use of a picture.
func (pl *plan) need(p *display.Picture) {
	if p.Box.Empty() {
		return
	}
	crop := usableCrop(p.Crop)
	n := pl.needs[p.ID]
	if n == nil {
		n = &need{crop: crop}
		pl.needs[p.ID] = n
	}
	right, bottom := max(n.crop.X+n.crop.W, crop.X+crop.W), max(n.crop.Y+n.crop.H, crop.Y+crop.H)
	n.crop.X, n.crop.Y = min(n.crop.X, crop.X), min(n.crop.Y, crop.Y)
	n.crop.W, n.crop.H = right-n.crop.X, bottom-n.crop.Y
	n.uses++
	n.fullW = max(n.fullW, p.Box.W.Times(10000, int64(crop.W)))
	n.fullH = max(n.fullH, p.Box.H.Times(10000, int64(crop.H)))
}

// shop prepares pictures for press, each once, a page's at a time. It keeps what goes into the file and no decoded
// picture.
type shop struct {
	press *colour.Profile // nil: pictures may stay RGB
	pics  display.PictureSource
	needs map[string]*need
	o     Options
	cache *Cache
	ready map[string]*readyPicture
	large sync.Mutex // held while a very large picture is decoded

	spool  spool // the data of finished pictures
	images []*pdfx.Stream
	salt   hash.Hash // of all of them
}

// spool keeps what the file will hold until it is written: the first of it in memory, the rest in a temporary file, so
// that memory does not grow with the number of pictures.
type spool struct {
	held int // bytes in memory
	file *os.File
	end  int64 // of the file
}

// inMemory is how much of a document's pictures is kept in memory: some pages'.
const inMemory = 16 << 20

// put answers where data can be read again.
func (s *spool) put(data []byte) (*io.SectionReader, error) {
	if s.file == nil && s.held+len(data) <= inMemory {
		s.held += len(data)
		return io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data))), nil
	}
	if s.file == nil {
		f, err := os.CreateTemp("", "dayang-pictures-")
		if err != nil {
			return nil, fmt.Errorf("keep pictures on their way: %w", err)
		}
		s.file = f
	}
	n, err := s.file.WriteAt(data, s.end)
	if err != nil {
		return nil, fmt.Errorf("keep pictures on their way: %w", err)
	}
	at := s.end
	s.end += int64(n)
	return io.NewSectionReader(s.file, at, int64(n)), nil
}

func (s *spool) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}

func newShop(press *colour.Profile, pics display.PictureSource, needs map[string]*need, o Options) *shop {
	s := &shop{press: press, pics: pics, needs: needs, o: o, cache: o.Cache, ready: map[string]*readyPicture{}, salt: sha256.New()}
	if s.cache == nil {
		s.cache = NewCache(0)
	}
	return s
}

// prepare makes ready what a page shows, as many pictures at a time as there are processors.
func (s *shop) prepare(ctx context.Context, p *display.Page) error {
	var todo []string
	display.Walk(*p, func(it display.Item, _ geom.Point) {
		if pic, ok := it.(display.Picture); ok && !pic.Box.Empty() && s.ready[pic.ID] == nil {
			s.ready[pic.ID] = &readyPicture{} // asked for; filled below
			todo = append(todo, pic.ID)
		}
	})
	errs := make([]error, len(todo))
	var wg sync.WaitGroup
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, id := range todo {
		into := s.ready[id]
		wg.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			if errs[i] = ctx.Err(); errs[i] != nil {
				return
			}
			ready, err := s.picture(ctx, id)
			if err != nil {
				errs[i] = &PictureError{Picture: id, Page: p.Number, Err: err}
				return
			}
			*into = *ready
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, err := range errs { // the first on the page, whatever came first in time
		if err != nil {
			return err
		}
	}
	for _, id := range todo { // in the order of the page: the file's bytes do not depend on which was ready first
		r := s.ready[id]
		from, err := s.spool.put(r.data)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(r.data)
		s.salt.Write(sum[:])
		r.number, r.data = len(s.images), nil
		s.images = append(s.images, &pdfx.Stream{Dict: r.form.dict(), From: from})
	}
	return nil
}

// drawn counts a use of a picture and forgets it after the last.
func (s *shop) drawn(id string) {
	n := s.needs[id]
	if n.uses--; n.uses <= 0 {
		delete(s.ready, id)
	}
}

// How pictures are kept.
const (
	// downsampleSlack is how much finer than wanted a picture may be before it is resampled: a small reduction costs
	// sharpness and saves little.
	downsampleSlack = 1.25
	// lineArtColours is the most colours a drawing, a chart or a QR code has; more is a photograph.
	lineArtColours = 16
	// lineArtDPI is what line art is kept at, at least: edges of a plate, not tones, limit it.
	lineArtDPI = 1000
	// largePicture is from how many pixels on only one is decoded at a time: 40 million take 120 to 160 MB.
	largePicture = 40_000_000
	// photoQuality and lineArtQuality are of JPEG. 90 measured 43.6 dB on a press photo at 2.6 MB for 6 million pixels.
	photoQuality   = 90
	lineArtQuality = 98

	// A small picture's shadows ring further over the press's black limit than a large one's, and cost little to keep:
	// a night picture of one column came back at 98 % black from 90.
	smallPicture = 1 << 20 // pixels
	smallQuality = 96
)

// errNoSource is answered when a page shows a picture and Write was given no source.
var errNoSource = errors.New("no source of pictures")

// picture reads, cuts, scales, separates and encodes one picture.
func (s *shop) picture(ctx context.Context, id string) (*readyPicture, error) {
	if s.pics == nil {
		return nil, errNoSource
	}
	data, err := s.pics.PictureBytes(id)
	if err != nil {
		return nil, err
	}
	probe, err := colour.ProbePicture(data)
	if err != nil {
		return nil, err
	}
	n := s.needs[id]
	key := s.key(data, n)
	if r := s.cache.get(key); r != nil {
		return r, nil
	}
	if probe.W*probe.H > largePicture {
		s.large.Lock()
		defer s.large.Unlock()
	}
	if r := s.asItIs(data, probe, n); r != nil {
		s.cache.put(key, r)
		return r, nil
	}
	pic, err := colour.Decode(data)
	if err != nil {
		return nil, err
	}
	lineArt := probe.Format != "jpeg" && pic.Colours(lineArtColours+1) <= lineArtColours
	r := &readyPicture{w: pic.W, h: pic.H, part: partOf(n.crop, pic.W, pic.H)}
	w, h := r.part.Dx(), r.part.Dy()
	dpi := float64(s.o.PictureDPI)
	if lineArt {
		dpi = max(dpi, lineArtDPI)
	}
	if k := s.scale(n, pic.W, pic.H, dpi); k < 1 {
		w, h = max(int(math.Ceil(float64(w)*k)), 1), max(int(math.Ceil(float64(h)*k)), 1)
	}
	whole := r.part == image.Rect(0, 0, pic.W, pic.H) && w == pic.W && h == pic.H
	// Inks are the sender's decision and stay. A colour JPEG of red, green and blue says so in ways not all readers know.
	if whole && probe.Format == "jpeg" && (pic.Channels == 4 || s.press == nil && (pic.Channels == 1 || pic.YCbCr)) {
		r.data, r.form = data, formOf(probe)
		s.cache.put(key, r)
		return r, nil
	}
	px, err := pic.Resample(ctx, r.part, w, h)
	if err != nil {
		return nil, err
	}
	if s.press != nil && px.Channels != 4 {
		px, _ = px.Grey()
		sep, err := s.cache.separation(pic.Profile, s.press, s.o.Intent)
		if err != nil {
			return nil, err
		}
		px = sep.Pixels(px)
		if px.Channels == 1 { // a PDF's grey is light, not ink
			for i, v := range px.Pix {
				px.Pix[i] = 255 - v
			}
		}
	}
	if r.data, r.form, err = encode(px, lineArt); err != nil {
		return nil, err
	}
	s.cache.put(key, r)
	return r, ctx.Err()
}

// formOf is the form of a JPEG that goes into the file as it came.
func formOf(p colour.Probe) form {
	return form{w: p.W, h: p.H, channels: p.Channels, negative: p.Channels == 4 && p.Adobe}
}

// asItIs answers a JPEG that goes into the file as it came, or nil: one that is shown whole, is no finer than wanted,
// has the inks the file wants, and runs from its first marker to its last. It need not be decoded, which takes ten
// times as long as all else that is done with it.
func (s *shop) asItIs(data []byte, p colour.Probe, n *need) *readyPicture {
	if p.Format != "jpeg" || p.Channels != 4 && (s.press != nil || p.Channels != 1 && !p.YCbCr) {
		return nil
	}
	r := &readyPicture{w: p.W, h: p.H, part: partOf(n.crop, p.W, p.H), data: data, form: formOf(p)}
	if r.part != image.Rect(0, 0, p.W, p.H) || s.scale(n, p.W, p.H, float64(s.o.PictureDPI)) < 1 || !wholeJPEG(data) {
		return nil
	}
	return r
}

// scale answers by how much a picture is to be made smaller for a resolution: 1 for one that is fine as it is.
func (s *shop) scale(n *need, w, h int, dpi float64) float64 {
	if k := math.Max(dpi*inches(n.fullW)/float64(w), dpi*inches(n.fullH)/float64(h)); k*downsampleSlack < 1 {
		return k
	}
	return 1
}

// wholeJPEG reports whether a JPEG's segments follow each other up to its end marker. ITU-T T.81, annex B.
func wholeJPEG(data []byte) bool {
	const soi, eoi, sos = 0xD8, 0xD9, 0xDA
	if len(data) < 4 || data[0] != 0xFF || data[1] != soi {
		return false
	}
	scans := 0
	for i := 2; i+1 < len(data); {
		if data[i] != 0xFF {
			return false
		}
		marker := data[i+1]
		switch {
		case marker == 0xFF: // fill
			i++
			continue
		case marker == eoi:
			return scans > 0
		case i+3 >= len(data):
			return false
		}
		i += 2 + int(data[i+2])<<8 + int(data[i+3])
		if marker != sos {
			continue
		}
		scans++
		for { // a scan's own bytes: a marker in them is stuffed or a restart
			k := bytes.IndexByte(data[min(i, len(data)):], 0xFF)
			if k < 0 || i+k+1 >= len(data) {
				return false
			}
			i += k
			if m := data[i+1]; m != 0 && (m < 0xD0 || m > 0xD7) {
				break
			}
			i += 2
		}
	}
	return false
}

func inches(l geom.Length) float64 { return float64(l) / float64(geom.Inch) }

// partOf answers the pixels that a crop touches.
func partOf(c display.Crop, w, h int) image.Rectangle {
	r := image.Rect(c.X*w/10000, c.Y*h/10000, ((c.X+c.W)*w+9999)/10000, ((c.Y+c.H)*h+9999)/10000).Intersect(image.Rect(0, 0, w, h))
	if r.Empty() {
		return image.Rect(0, 0, w, h)
	}
	return r
}

// encode writes pixels in a form a PDF holds.
func encode(px colour.Pixels, lineArt bool) ([]byte, form, error) {
	var b bytes.Buffer
	f := form{w: px.W, h: px.H, channels: px.Channels}
	quality := photoQuality
	if px.W*px.H <= smallPicture {
		quality = smallQuality
	}
	if lineArt {
		quality = lineArtQuality
	}
	var err error
	switch px.Channels {
	case 1:
		if lineArt { // without loss: a QR code must stay black and white
			f.flate = true
			z := zlib.NewWriter(&b)
			z.Write(px.Pix) // a bytes.Buffer takes everything
			z.Close()
			break
		}
		err = jpeg.Encode(&b, &image.Gray{Pix: px.Pix, Stride: px.W, Rect: image.Rect(0, 0, px.W, px.H)}, &jpeg.Options{Quality: quality})
	case 3:
		img := image.NewRGBA(image.Rect(0, 0, px.W, px.H))
		for i := range px.W * px.H {
			copy(img.Pix[4*i:], px.Pix[3*i:3*i+3])
			img.Pix[4*i+3] = 255
		}
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	default:
		f.negative = true
		err = colour.EncodeCMYK(&b, px.Pix, px.W, px.H, quality)
	}
	if err != nil {
		return nil, f, fmt.Errorf("encode: %w", err)
	}
	return b.Bytes(), f, nil
}

// Cache keeps converted pictures and baked separations between calls of Write, so that an edition exported again,
// or page by page, converts each picture once. It is safe for concurrent use.
type Cache struct {
	mu    sync.Mutex
	limit int
	size  int
	kept  map[[32]byte]*readyPicture
	order [][32]byte // oldest first
	seps  map[sepKey]*colour.Separation
}

// NewCache answers a cache that keeps at most limit bytes of converted pictures.
func NewCache(limit int) *Cache {
	return &Cache{limit: limit, kept: map[[32]byte]*readyPicture{}, seps: map[sepKey]*colour.Separation{}}
}

type sepKey struct {
	source, press [32]byte
	intent        colour.Intent
}

func (s *shop) key(data []byte, n *need) (k [32]byte) {
	if s.cache.limit == 0 {
		return k
	}
	h := sha256.New()
	h.Write(data)
	if s.press != nil {
		press := sha256.Sum256(s.press.Bytes())
		h.Write(press[:])
	}
	fmt.Fprintf(h, "%d %v %d %d %d", s.o.Intent, n.crop, n.fullW, n.fullH, s.o.PictureDPI)
	h.Sum(k[:0])
	return k
}

func (c *Cache) get(k [32]byte) *readyPicture {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.kept[k]
}

func (c *Cache) put(k [32]byte, r *readyPicture) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept[k] != nil || len(r.data) > c.limit {
		return
	}
	c.kept[k] = r
	c.order = append(c.order, k)
	for c.size += len(r.data); c.size > c.limit; {
		old := c.order[0]
		c.order = c.order[1:]
		c.size -= len(c.kept[old].data)
		delete(c.kept, old)
	}
}

// separation answers the way from a source (nil is sRGB) to a press. Two callers may bake the same one at once;
// both get equal ones.
func (c *Cache) separation(source, press *colour.Profile, intent colour.Intent) (*colour.Separation, error) {
	k := sepKey{press: sha256.Sum256(press.Bytes()), intent: intent}
	if source != nil {
		k.source = sha256.Sum256(source.Bytes())
	}
	c.mu.Lock()
	sep := c.seps[k]
	c.mu.Unlock()
	if sep != nil {
		return sep, nil
	}
	sep, err := colour.Separate(source, press, intent)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.seps[k]; old != nil {
		return old, nil
	}
	if len(c.seps) >= maxSeparations {
		clear(c.seps)
	}
	c.seps[k] = sep
	return sep, nil
}

// maxSeparations bounds the baked tables, 300 kB each; a desk meets two or three source profiles.
const maxSeparations = 8
