package proof

import "sync"

// allRules answers every rule, families together.
var allRules = sync.OnceValue(func() []*rule {
	var out []*rule
	for _, l := range [][]*rule{markRules, numberRules, dateRules, duplicateRules, pageRules, paraRules, nameRules, spellingRules, styleRules} {
		out = append(out, l...)
	}
	return out
})
