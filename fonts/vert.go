package fonts

// verticalForms reads the single substitutions of a GSUB table's feature vert, and of vrt2 where vert has none.
// OpenType specification, "GSUB — Glyph Substitution Table" and "OpenType Layout Common Table Formats". Language
// systems are not told apart: fonts of one script give the feature to all alike.
func verticalForms(gsub table) map[uint16]uint16 {
	forms := make(map[uint16]uint16)
	features, lookups := gsub.from(gsub.u16(6)), gsub.from(gsub.u16(8))
	if len(gsub) < 10 {
		return forms
	}
	for _, tag := range []string{"vert", "vrt2"} {
		done := make(map[int]bool)
		for i := range features.u16(0) {
			at := 2 + 6*i
			if at+6 > len(features) {
				break
			}
			if string(features[at:at+4]) != tag {
				continue
			}
			feature := features.from(features.u16(at + 4))
			for j := range min(feature.u16(2), len(feature)/2) {
				n := feature.u16(4 + 2*j)
				if done[n] || n >= lookups.u16(0) {
					continue
				}
				done[n] = true
				lookup := lookups.from(lookups.u16(2 + 2*n))
				for k := range min(lookup.u16(4), len(lookup)/2) {
					kind, sub := lookup.u16(0), lookup.from(lookup.u16(6+2*k))
					if kind == 7 { // an extension: the subtable lies farther away than 64 kB
						kind, sub = sub.u16(2), sub.from(sub.u32(4))
					}
					if kind == 1 {
						singles(forms, sub)
					}
				}
			}
		}
	}
	return forms
}

// singles adds a single substitution subtable to forms; what is there already stays.
func singles(forms map[uint16]uint16, sub table) {
	add := func(index, gid int) {
		to := 0
		switch sub.u16(0) {
		case 1:
			to = (gid + sub.u16(4)) & 0xffff
		case 2:
			if index < sub.u16(4) {
				to = sub.u16(6 + 2*index)
			}
		}
		if _, has := forms[uint16(gid)]; !has && to != 0 {
			forms[uint16(gid)] = uint16(to)
		}
	}
	cover := sub.from(sub.u16(2))
	switch cover.u16(0) {
	case 1:
		for i := range min(cover.u16(2), len(cover)/2) {
			add(i, cover.u16(4+2*i))
		}
	case 2:
		for i := range min(cover.u16(2), len(cover)/6) {
			at := 4 + 6*i
			first, last, index := cover.u16(at), cover.u16(at+2), cover.u16(at+4)
			for gid := first; gid <= last; gid++ {
				add(index+gid-first, gid)
			}
		}
	}
}
