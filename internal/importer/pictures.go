package importer

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/png"
	"strings"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"dayang/internal/words"
)

// The bounds of a picture that is set anew: those of the edition file.
const (
	maxPictureSide   = 20_000
	maxPicturePixels = 160_000_000
)

// pictureError says why a picture cannot be used.
type pictureError struct{ why words.Text }

func (e *pictureError) Error() string     { return e.why.EN }
func (e *pictureError) Words() words.Text { return e.why }

var sayPicture = struct{ vector, cmyk, kind, eps, psd, heic, large, broken, other words.Text }{
	vector: words.Text{ZH: "是 Windows 矢量图（EMF/WMF），请另存为 PNG 或 JPEG", EN: "it is a Windows metafile (EMF, WMF); save it as PNG or JPEG"},
	cmyk:   words.Text{ZH: "是 CMYK 的 TIFF，读不出来，请另存为 CMYK 的 JPEG，颜色才不会变", EN: "it is a CMYK TIFF of a kind that cannot be read; save it as a CMYK JPEG, so that its inks stay"},
	kind:   words.Text{ZH: "是读不了的 TIFF（%v），请另存为 JPEG 或 PNG", EN: "it is a TIFF of a kind that cannot be read (%v); save it as JPEG or PNG"},
	eps:    words.Text{ZH: "是 EPS，请另存为 PDF（广告）或 JPEG", EN: "it is EPS; save it as PDF (for an advertisement) or JPEG"},
	psd:    words.Text{ZH: "是 Photoshop 文件，请另存为 JPEG", EN: "it is a Photoshop file; save it as JPEG"},
	heic:   words.Text{ZH: "是手机的 HEIC 照片，请另存为 JPEG", EN: "it is a phone's HEIC photo; save it as JPEG"},
	large:  words.Text{ZH: "太大（%d×%d 像素）", EN: "it is too large (%d by %d pixels)"},
	broken: words.Text{ZH: "已损坏或不完整", EN: "it is damaged or cut off"},
	other:  words.Text{ZH: "不是能用的图片格式", EN: "it is of no picture format that can be used"},
}

// UsablePicture answers a picture's file as the edition can keep it: JPEG and PNG as they are, GIF (its first frame), BMP, TIFF
// and WebP set anew as PNG, upright, with their colour profile and with what the file said of itself; and pictures of four inks that are no JPEG with Adobe's marker set
// anew as one, with their inks and without a profile: the press prints the inks. The same file gives the same bytes each time. The error is a *pictureError.
func UsablePicture(name string, data []byte) (string, []byte, error) {
	refuse := func(why words.Text) (string, []byte, error) { return "", nil, &pictureError{why} }
	has := func(at int, magic string) bool {
		return len(data) >= at+len(magic) && string(data[at:at+len(magic)]) == magic
	}
	var config func([]byte) (image.Config, error)
	var decode func([]byte) (image.Image, error)
	switch {
	case has(0, "\xff\xd8\xff"), has(0, "\x89PNG"):
		if _, _, err := image.DecodeConfig(bytes.NewReader(data)); err != nil {
			return refuse(sayPicture.broken)
		}
		if has(0, "\xff") {
			marked, err := markedJPEG(data)
			if err != nil {
				return refuse(sayPicture.broken)
			}
			data = marked
		}
		return name, data, nil
	case has(0, "GIF8"):
		config = func(b []byte) (image.Config, error) { return gif.DecodeConfig(bytes.NewReader(b)) }
		decode = func(b []byte) (image.Image, error) { return gif.Decode(bytes.NewReader(b)) }
	case has(0, "BM"):
		config = func(b []byte) (image.Config, error) { return bmp.DecodeConfig(bytes.NewReader(b)) }
		decode = func(b []byte) (image.Image, error) { return bmp.Decode(bytes.NewReader(b)) }
	case has(0, "II*\x00"), has(0, "MM\x00*"):
		config = func(b []byte) (image.Config, error) { return tiff.DecodeConfig(bytes.NewReader(b)) }
		decode = func(b []byte) (image.Image, error) { return tiff.Decode(bytes.NewReader(b)) }
	case has(0, "RIFF") && has(8, "WEBP"):
		config = func(b []byte) (image.Config, error) { return webp.DecodeConfig(bytes.NewReader(b)) }
		decode = func(b []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(b)) }
	case has(0, "\xd7\xcd\xc6\x9a"), has(0, "\x01\x00\x09\x00\x00\x03"), has(0, "\x01\x00\x00\x00") && has(40, " EMF"),
		strings.HasSuffix(strings.ToLower(name), ".emf"), strings.HasSuffix(strings.ToLower(name), ".wmf"):
		return refuse(sayPicture.vector)
	case has(0, "%!PS"), has(0, "\xc5\xd0\xd3\xc6"):
		return refuse(sayPicture.eps)
	case has(0, "8BPS"):
		return refuse(sayPicture.psd)
	case has(4, "ftypheic"), has(4, "ftypheix"), has(4, "ftypmif1"):
		return refuse(sayPicture.heic)
	default:
		return refuse(sayPicture.other)
	}
	c, err := config(data)
	var unsupported tiff.UnsupportedError
	switch {
	case errors.As(err, &unsupported):
		if d, err := readDirectory(data); err == nil {
			if v, _ := d.value(tagPhotometric); v == separated {
				if inks, ok := inksOfTIFF(data); ok {
					return strings.TrimSuffix(name, ext(name)) + ".jpg", inks, nil
				}
				return refuse(sayPicture.cmyk)
			}
		}
		return refuse(sayPicture.kind.F(string(unsupported)))
	case err != nil || c.Width <= 0 || c.Height <= 0:
		return refuse(sayPicture.broken)
	case c.Width > maxPictureSide || c.Height > maxPictureSide || c.Width*c.Height > maxPicturePixels:
		return refuse(sayPicture.large.F(c.Width, c.Height))
	}
	img, err := decodeSafely(decode, data)
	switch {
	case errors.As(err, &unsupported):
		return refuse(sayPicture.kind.F(string(unsupported)))
	case err != nil:
		return refuse(sayPicture.broken)
	}
	if _, inks := img.(*image.CMYK); inks {
		return refuse(sayPicture.cmyk)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, upright(img, turnOf(packetsOf(data)))); err != nil {
		return refuse(sayPicture.broken)
	}
	whole := out.Bytes()
	if has(0, "II*\x00") || has(0, "MM\x00*") || has(0, "RIFF") {
		if whole, err = withProfile(whole, sourceProfile(data)); err != nil {
			return refuse(sayPicture.broken)
		}
	}
	return strings.TrimSuffix(name, ext(name)) + ".png", withPhotoData(whole, ReadPhotoData(data)), nil
}

// decodeSafely decodes, and makes an error of a decoder's panic: a stranger's bytes must not end an import.
func decodeSafely(decode func([]byte) (image.Image, error), data []byte) (img image.Image, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("decode a picture: %v", p)
		}
	}()
	return decode(data)
}

// whyPicture answers why a picture was not taken, as a visible phrase.
func whyPicture(err error) words.Text {
	var p *pictureError
	if errors.As(err, &p) {
		return p.why
	}
	return Why(err)
}
