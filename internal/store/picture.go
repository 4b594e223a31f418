package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"path/filepath"

	"dayang/internal/colour"
	"dayang/internal/edit"
	"dayang/internal/edition"
	"dayang/internal/pdf/ads"
)

// What a picture may be. A full broadsheet page at 300 dpi is 30 million pixels; the largest cameras make 150.
const (
	MaxPictureBytes  = 200 << 20
	MaxPictureSide   = 20_000
	MaxPicturePixels = 160_000_000
)

var (
	// ErrNotPicture is wrapped for bytes that are no JPEG or PNG, or claim to be and do not decode.
	ErrNotPicture = errors.New("not a picture that can be used")
	// ErrPictureTooLarge is wrapped for a picture beyond one of the limits.
	ErrPictureTooLarge = errors.New("the picture is too large")
)

// PictureError is why a picture was not taken. It wraps ErrNotPicture or ErrPictureTooLarge.
type PictureError struct {
	Name   string // of the file
	Format string // "jpeg", "png"; another format's name if its bytes say so; "" if nothing is known
	Width  int    // pixels, as far as they are known
	Height int
	Bytes  int
	Err    error
}

func (e *PictureError) Error() string { return fmt.Sprintf("picture %q: %v", e.Name, e.Err) }

func (e *PictureError) Unwrap() error { return e.Err }

// Pictures is a PictureSource in memory, for an edition that has no file yet.
type Pictures map[string][]byte

// Add probes a picture and keeps its bytes.
func (p Pictures) Add(name string, data []byte) (edition.Picture, error) {
	pic, err := Probe(name, data)
	if err == nil {
		p[pic.ID] = data
	}
	return pic, err
}

// AddAd probes an advertiser's file and keeps its bytes.
func (p Pictures) AddAd(name string, data []byte) (edition.Picture, error) {
	pic, err := ProbeAd(name, data)
	if err == nil {
		p[pic.ID] = data
	}
	return pic, err
}

// PictureBytes answers what Add was given.
func (p Pictures) PictureBytes(id string) ([]byte, error) {
	if data, ok := p[id]; ok {
		return data, nil
	}
	return nil, fmt.Errorf("picture %q: %w", id, ErrNoPicture)
}

// Probe answers what is to be known of a picture: its format by its bytes and not by its name, its size upright, how
// it lies. The whole picture is decoded once, since a file that is cut off or lies about itself should be told now,
// not on press night. It takes about as long as showing the picture does, and may run on any goroutine.
func Probe(name string, data []byte) (edition.Picture, error) { return probe(name, data, false) }

// ProbeAd answers what is to be known of an advertiser's file: a PDF's first page, or a picture. A PDF that cannot be
// placed is refused with a *ads.Refusal in the error's chain, and EPS with advice.
func ProbeAd(name string, data []byte) (edition.Picture, error) { return probe(name, data, true) }

func probe(name string, data []byte, ad bool) (edition.Picture, error) {
	e := &PictureError{Name: filepath.Base(name), Bytes: len(data)}
	refuse := func(kind error, format string, args ...any) (edition.Picture, error) {
		e.Err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), kind)
		return edition.Picture{}, e
	}
	e.Format = sniff(data)
	var config func([]byte) (image.Config, error)
	var decode func([]byte) (image.Image, error)
	switch e.Format {
	case "jpeg":
		config = func(b []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(b)) }
		decode = func(b []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) }
	case "png":
		config = func(b []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(b)) }
		decode = func(b []byte) (image.Image, error) { return png.Decode(bytes.NewReader(b)) }
	case "pdf", "eps":
		if ad {
			return probePDF(e, data)
		}
		return refuse(ErrNotPicture, "%s, where only jpeg and png can be used", e.Format)
	case "":
		return refuse(ErrNotPicture, "its bytes are of no known picture format")
	default:
		return refuse(ErrNotPicture, "%s, where only jpeg and png can be used", e.Format)
	}
	if len(data) > MaxPictureBytes {
		return refuse(ErrPictureTooLarge, "%d bytes of at most %d", len(data), MaxPictureBytes)
	}
	c, err := config(data)
	if err != nil {
		return refuse(ErrNotPicture, "its header does not read (%v)", err)
	}
	e.Width, e.Height = c.Width, c.Height
	switch {
	case c.Width <= 0 || c.Height <= 0:
		return refuse(ErrNotPicture, "it has no pixels")
	case c.Width > MaxPictureSide || c.Height > MaxPictureSide:
		return refuse(ErrPictureTooLarge, "%d by %d pixels of at most %d a side", c.Width, c.Height, MaxPictureSide)
	case c.Width*c.Height > MaxPicturePixels:
		return refuse(ErrPictureTooLarge, "%d by %d pixels of at most %d million", c.Width, c.Height, MaxPicturePixels/1_000_000)
	}
	if _, err := decode(data); err != nil {
		return refuse(ErrNotPicture, "its pixels do not read (%v)", err)
	}
	sum := sha256.Sum256(data)
	pic := edition.Picture{ID: hex.EncodeToString(sum[:]), Name: e.Name, Format: e.Format, Width: c.Width, Height: c.Height, Bytes: int64(len(data))}
	if e.Format == "jpeg" {
		if pic.Turn = orientation(data); pic.Turn >= 5 {
			pic.Width, pic.Height = pic.Height, pic.Width
		}
	}
	return pic, nil
}

// probePDF answers an ad's trim as its size.
func probePDF(e *PictureError, data []byte) (edition.Picture, error) {
	ad, err := ads.Read(context.Background(), data)
	if err != nil {
		e.Err = fmt.Errorf("%w: %w", ErrNotPicture, err)
		return edition.Picture{}, e
	}
	sum := sha256.Sum256(data)
	units := func(pt float64) int { return int(math.Round(pt * edition.PDFUnits)) }
	return edition.Picture{ID: hex.EncodeToString(sum[:]), Name: e.Name, Format: "pdf", Width: units(ad.W), Height: units(ad.H), Bytes: int64(len(data))}, nil
}

// sniff answers the format that a picture's first bytes speak of.
func sniff(data []byte) string {
	for _, f := range []struct {
		name, magic string
		at          int
	}{
		{"jpeg", "\xff\xd8\xff", 0}, {"png", "\x89PNG\r\n\x1a\n", 0}, {"gif", "GIF8", 0}, {"webp", "WEBP", 8},
		{"tiff", "II*\x00", 0}, {"tiff", "MM\x00*", 0}, {"bmp", "BM", 0}, {"heic", "ftyphei", 4}, {"heic", "ftypmif1", 4},
		{"avif", "ftypavif", 4}, {"psd", "8BPS", 0}, {"eps", "%!PS", 0}, {"pdf", "%PDF", 0}, {"jpeg2000", "\x00\x00\x00\x0cjP  ", 0},
	} {
		if len(data) >= f.at+len(f.magic) && string(data[f.at:f.at+len(f.magic)]) == f.magic {
			return f.name
		}
	}
	return ""
}

// segments calls each with the marker and the content of every segment before a JPEG's pixels.
// ITU-T T.81, Annex B.1.1.
func segments(data []byte, each func(marker byte, content []byte)) {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker := data[at+1]
		if marker == 0xff { // a fill byte
			at++
			continue
		}
		if marker == 0xda || marker == 0xd9 { // the pixels, or the end
			return
		}
		n := int(binary.BigEndian.Uint16(data[at+2:]))
		if n < 2 || at+2+n > len(data) {
			return
		}
		each(marker, data[at+4:at+2+n])
		at += 2 + n
	}
}

// orientation answers a JPEG's EXIF orientation, 1 to 8; 0 if it says none. Exif 2.3, tag 0x0112 of the first IFD.
func orientation(data []byte) int {
	turn := 0
	segments(data, func(marker byte, c []byte) {
		if marker != 0xe1 || len(c) < 14 || string(c[:6]) != "Exif\x00\x00" || turn != 0 {
			return
		}
		c = c[6:]
		var order binary.ByteOrder = binary.BigEndian
		if string(c[:2]) == "II" {
			order = binary.LittleEndian
		}
		ifd := int64(order.Uint32(c[4:]))
		if ifd+2 > int64(len(c)) {
			return
		}
		for i := range int64(order.Uint16(c[ifd:])) {
			at := ifd + 2 + 12*i
			if at+12 > int64(len(c)) {
				return
			}
			if order.Uint16(c[at:]) == 0x0112 && order.Uint16(c[at+2:]) == 3 { // a SHORT
				if v := int(order.Uint16(c[at+8:])); v >= 1 && v <= 8 {
					turn = v
				}
				return
			}
		}
	})
	return turn
}

// uprightQuality is that of the JPEG made of a picture that lies on its side: at 95 the loss of a second encoding is
// below what a 175-line screen shows.
const uprightQuality = 95

// upright answers a JPEG with its pixels turned as its EXIF says, its colour profile kept and no orientation.
func upright(data []byte, turn int) ([]byte, error) {
	src, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if inks, ok := src.(*image.CMYK); ok { // the four samples are turned like any other four; the press prints inks, no profile
		b := inks.Bounds()
		four := turned(&image.RGBA{Pix: inks.Pix, Stride: inks.Stride, Rect: b}, turn).(*image.RGBA)
		err := colour.EncodeCMYK(&out, four.Pix, four.Rect.Dx(), four.Rect.Dy(), uprightQuality)
		return out.Bytes(), err
	}
	if err := jpeg.Encode(&out, turned(src, turn), &jpeg.Options{Quality: uprightQuality}); err != nil {
		return nil, err
	}
	whole := append([]byte(nil), out.Bytes()[:2]...)
	segments(data, func(marker byte, c []byte) {
		if marker == 0xe2 && bytes.HasPrefix(c, []byte("ICC_PROFILE\x00")) {
			whole = append(whole, 0xff, marker)
			whole = binary.BigEndian.AppendUint16(whole, uint16(len(c)+2))
			whole = append(whole, c...)
		}
	})
	return append(whole, out.Bytes()[2:]...), nil
}

// turned answers the picture upright. The EXIF values: 2 mirrored, 3 upside down, 4 both; 5 to 8 the same four
// across the diagonal, so that 6 wants a quarter turn clockwise and 8 one against the clock.
func turned(src image.Image, turn int) image.Image {
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	size := image.Rect(0, 0, w, h)
	if turn >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	// from answers the pixel of the source that comes to x, y.
	from := func(x, y int) (int, int) {
		switch turn {
		case 2:
			return w - 1 - x, y
		case 3:
			return w - 1 - x, h - 1 - y
		case 4:
			return x, h - 1 - y
		case 5:
			return y, x
		case 6:
			return y, h - 1 - x
		case 7:
			return w - 1 - y, h - 1 - x
		case 8:
			return w - 1 - y, x
		}
		return x, y
	}
	if grey, ok := src.(*image.Gray); ok {
		out := image.NewGray(size)
		for y := range size.Dy() {
			for x := range size.Dx() {
				sx, sy := from(x, y)
				out.Pix[y*out.Stride+x] = grey.Pix[sy*grey.Stride+sx]
			}
		}
		return out
	}
	flat := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(flat, flat.Rect, src, b.Min, draw.Src)
	out := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			sx, sy := from(x, y)
			copy(out.Pix[y*out.Stride+4*x:][:4], flat.Pix[sy*flat.Stride+4*sx:][:4])
		}
	}
	return out
}

// AddPicture keeps a picture's bytes, once by content, and makes it known to the edition as one step. A picture the
// edition has already is answered as it is. The error is a *PictureError if the bytes are at fault.
func (f *File) AddPicture(name string, data []byte) (edition.Picture, error) {
	pic, err := Probe(name, data)
	if err != nil {
		return edition.Picture{}, err
	}
	return f.keepPicture(pic, data)
}

// AddAd is AddPicture for an advertiser's file; see ProbeAd. What it answers goes into Furniture.Ad.
func (f *File) AddAd(name string, data []byte) (edition.Picture, error) {
	pic, err := ProbeAd(name, data)
	if err != nil {
		return edition.Picture{}, err
	}
	return f.keepPicture(pic, data)
}

func (f *File) keepPicture(pic edition.Picture, data []byte) (edition.Picture, error) {
	ed, err := f.do(func(ed *edition.Edition) edit.Change { return edit.AddPicture(ed, pic) },
		func(tx *sql.Tx) error { return keepFile(tx, pic, data) })
	if err != nil {
		return edition.Picture{}, err
	}
	return *ed.Picture(pic.ID), nil
}

// keepFile stores a picture's bytes unless the file has them.
func keepFile(tx *sql.Tx, pic edition.Picture, data []byte) error {
	_, err := tx.Exec("INSERT INTO file (id, turn, bytes) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING", pic.ID, pic.Turn, data)
	return err
}

// PictureBytes answers a picture's file with its pixels upright: the very bytes that came, unless their EXIF says
// that they lie on their side. It answers pictures that an undone step brought as well.
func (f *File) PictureBytes(id string) ([]byte, error) {
	fail := func(err error) ([]byte, error) {
		return nil, fmt.Errorf("picture %q in %s: %w", id, f.path, plain(err))
	}
	var turn int
	err := f.db.QueryRow("SELECT turn FROM file WHERE id = ?", id).Scan(&turn)
	if errors.Is(err, sql.ErrNoRows) {
		return fail(ErrNoPicture)
	}
	if err != nil {
		return fail(err)
	}
	var data []byte
	if turn > 1 {
		err := f.db.QueryRow("SELECT bytes FROM upright WHERE id = ?", id).Scan(&data)
		if err == nil {
			return data, nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return fail(err)
		}
	}
	if data, err = f.fileBytes(f.db, id); err != nil {
		return fail(err)
	}
	if turn <= 1 {
		return data, nil
	}
	if data, err = upright(data, turn); err != nil {
		return fail(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.writable() == nil {
		// Kept to save time only: a full disk must not keep a picture from being seen.
		f.db.Exec("INSERT INTO upright (id, bytes) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", id, data) //nolint:errcheck
	}
	return data, nil
}
