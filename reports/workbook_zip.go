package reports

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"

	"github.com/xuri/excelize/v2"
)

// sortedZip writes a workbook's parts in an order of their own and without dates: excelize gives them in a different order each
// time. Parts are kept compressed until the end.
type sortedZip struct {
	to    io.Writer
	parts []*zipPart
}

type zipPart struct {
	name string
	text bytes.Buffer // compressed
	zip  *flate.Writer
	sum  uint32
	size uint64
}

// use is what a workbook asks for its archive with. It has no use for the buffer it offers: the archive goes to a file.
func (z *sortedZip) use(io.Writer) excelize.ZipWriter { return z }

func (z *sortedZip) Create(name string) (io.Writer, error) {
	p := &zipPart{name: name}
	var err error
	if p.zip, err = flate.NewWriter(&p.text, flate.DefaultCompression); err != nil {
		return nil, err
	}
	z.parts = append(z.parts, p)
	return p, nil
}

func (p *zipPart) Write(text []byte) (int, error) {
	p.sum = crc32.Update(p.sum, crc32.IEEETable, text)
	p.size += uint64(len(text))
	return p.zip.Write(text)
}

func (z *sortedZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the archive, the list of its contents first as is usual.
func (z *sortedZip) Close() error {
	const contents = "[Content_Types].xml"
	slices.SortFunc(z.parts, func(a, b *zipPart) int {
		return cmp.Or(-cmp.Compare(boolToInt(a.name == contents), boolToInt(b.name == contents)), cmp.Compare(a.name, b.name))
	})
	archive := zip.NewWriter(z.to)
	for _, p := range z.parts {
		if err := p.zip.Close(); err != nil {
			return err
		}
		w, err := archive.CreateRaw(&zip.FileHeader{
			Name: p.name, Method: zip.Deflate, CRC32: p.sum, CompressedSize64: uint64(p.text.Len()), UncompressedSize64: p.size,
		})
		if err != nil {
			return err
		}
		if _, err := w.Write(p.text.Bytes()); err != nil {
			return err
		}
	}
	return archive.Close()
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
