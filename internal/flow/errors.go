package flow

import "errors"

// What the steps refuse, for callers that decide.
var (
	ErrNoPage     = errors.New("the edition has no such page")
	ErrNoStories  = errors.New("no story is there to place")
	ErrNoPreset   = errors.New("no page preset of that name")
	ErrNoProposal = errors.New("no lawful page was found")
)
