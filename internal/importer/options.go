package importer

// TrackedChanges is what becomes of the changes that a Word file tracks (修订).
type TrackedChanges uint8

// The ways to deal with tracked changes.
const (
	TakeChanges   TrackedChanges = iota // the text as its last writer wants it
	RefuseChanges                       // the text as it was before
)

// Options is what the readers of manuscripts may be told. The zero value is what a person who drops a file wants.
type Options struct {
	Changes TrackedChanges
	// Encoding is that of text files and web pages, one of manuscript.Encodings; "" lets each file tell.
	Encoding string
	// Root is the folder that the manuscripts come from: those in folders below it keep their path in Story.Source, so
	// that two of one name stay apart. "" takes a folder that is read as its own root.
	Root string
	// Beside are picture files that stories may name or be named for. They are taken if one does and passed over in
	// silence if none does.
	Beside []string
	// Skip makes a finding of a named file that cannot be read, as of a folder's, instead of an error of the whole.
	Skip bool
	// Progress is told how many of the files have been read, from the goroutine that reads; nil: nobody.
	Progress func(done, total int)
}
