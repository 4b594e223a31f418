package para

// Limits are the amounts the engine keeps to when it adjusts a line, in ems.
type Limits struct {
	Gap, GapMin, GapMax  float64 // between Han and Western
	SpaceMin, SpaceMax   float64 // of a word space
	MarkMin              float64 // of a full-width mark squeezed to the full
	Hang                 float64 // what a hanging mark may stand out
	InterlinearOneSide   float64 // least gap between lines with dots or lines on one side
	InterlinearBothSides float64 // and on both
}

// LimitsOf answers the limits; their sources stand at the constants they come from.
func LimitsOf() Limits {
	return Limits{
		Gap: 1.0 / gapDen, GapMin: 1.0 / gapMinDen, GapMax: 1.0 / gapMaxDen,
		SpaceMin: 1.0 / spaceMinDen, SpaceMax: 1.0 / spaceMaxDen,
		MarkMin: 0.5, Hang: 1.0 / hangLimitDen,
		InterlinearOneSide: 0.5, InterlinearBothSides: 0.625,
	}
}
