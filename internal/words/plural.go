package words

import "regexp"

// one finds a count of one before a word that may be a plural, and the verb that goes with it.
var one = regexp.MustCompile(`(^|[^\d.,:/-])1 ([a-z]+)( [a-z]+)?\b`)

// singular are the plurals that the program counts with.
var singular = map[string]string{
	"blocks": "block", "cells": "cell", "changes": "change", "characters": "character", "chars": "char", "columns": "column",
	"errors": "error", "faults": "fault", "files": "file", "findings": "finding", "flags": "flag", "hints": "hint", "lines": "line",
	"manuscripts": "manuscript", "pages": "page", "pictures": "picture", "places": "place", "proposals": "proposal", "readings": "reading",
	"rows": "row", "steps": "step", "stories": "story", "times": "time", "warnings": "warning", "words": "word",
}

var singularVerb = map[string]string{" are": " is", " were": " was", " have": " has", " say": " says", " wait": " waits"}

// counted puts English words that a count of one stands before in the singular: 1 lines, 1 files were.
func counted(s string) string {
	return one.ReplaceAllStringFunc(s, func(m string) string {
		p := one.FindStringSubmatch(m)
		noun, known := singular[p[2]]
		if !known {
			return m
		}
		verb := p[3]
		if v, ok := singularVerb[verb]; ok {
			verb = v
		}
		return p[1] + "1 " + noun + verb
	})
}
