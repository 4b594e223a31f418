package edition

// Entry is one line of the edition's record (流程记录): who did what to which story or page, when and as what. The
// record only grows: no undo takes an entry back, and what follows from the entries is worked out anew each time.
// Package workflow writes and reads them.
type Entry struct {
	ID   string `json:"id"`
	At   int64  `json:"at"` // Unix milliseconds
	Who  string `json:"who"`
	Role string `json:"role,omitempty"` // as what: 责编, 部主任, 总编, 校对 …
	Act  Act    `json:"act"`

	Story string `json:"story,omitempty"` // of a review
	Page  string `json:"page,omitempty"`  // of the others
	Name  string `json:"name,omitempty"`  // what the story or page was called at the time
	Stage string `json:"stage,omitempty"` // which review, which proof
	Round int    `json:"round,omitempty"` // 校次, from 1

	// Print is a fingerprint of what the entry speaks of; a sign-off holds as long as that reads the same.
	Print    string `json:"print,omitempty"`
	Snapshot int64  `json:"snapshot,omitempty"` // the state kept with it, as the store numbers them

	Words string   `json:"words,omitempty"` // what the person said: why all the same, why withdrawn
	Over  []string `json:"over,omitempty"`  // what stood against it and was said so, by the names package workflow gives
	Open  int      `json:"open,omitempty"`  // open flags at the time

	Export *Export `json:"export,omitempty"`
}

// Act is what an entry says was done.
type Act string

// The acts of the record.
const (
	ActReview   Act = "review"   // 审: a story was read and passed
	ActProof    Act = "proof"    // a proof of a page was drawn off (打样)
	ActRead     Act = "read"     // 校: a proof was read
	ActCheck    Act = "check"    // 核红: a proof was compared with the one before
	ActSign     Act = "sign"     // 签样
	ActRelease  Act = "release"  // 付印
	ActWithdraw Act = "withdraw" // 撤签: the sign-off was taken back
	ActExport   Act = "export"   // a file was made
	ActNote     Act = "note"     // anything worth keeping, in words
)

// Export is what an entry says of a file that was made.
type Export struct {
	File     string   `json:"file"`               // its name
	Hash     string   `json:"sha256"`             // of its bytes, in hex
	Pages    []string `json:"pages,omitempty"`    // ids
	Preset   string   `json:"preset,omitempty"`   // the press condition
	Standard string   `json:"standard,omitempty"` // such as PDF/X-4
	Errors   int      `json:"errors,omitempty"`   // findings of the press check
	Warnings int      `json:"warnings,omitempty"`
	Rules    []string `json:"rules,omitempty"` // of those findings, each once
}
