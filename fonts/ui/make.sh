#!/bin/sh
# Makes the window's two fonts from the page's 黑: GB 2312, Latin and the signs a panel needs, without hints and
# without features. Whole Chinese faces as a theme font cost the toolkit hundreds of megabytes; these cost tens.
# Needs fontTools (Debian: fonttools); PYTHON names the interpreter that has it.
set -eu
cd "$(dirname "$0")"
PYTHON=${PYTHON:-python3}

"$PYTHON" - > chars.txt <<'PY'
chars = set()
for hi in range(0xA1, 0xF8):  # GB 2312: every double byte that means something
    for lo in range(0xA1, 0xFF):
        try:
            chars.add(bytes((hi, lo)).decode("gb2312"))
        except UnicodeDecodeError:
            pass
# Characters of common given names that GB 2312 lacks.
chars |= set("镕祎堃喆玥珺彧翀旻昉垚")
ranges = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x2C6, 0x2DD), (0x2010, 0x2027), (0x2030, 0x203E),
    (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218F), (0x2190, 0x21FF),
    (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x24FF), (0x25A0, 0x25FF), (0x2600, 0x267F),
    (0x2700, 0x27BF), (0x3000, 0x303F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
]
for first, last in ranges:
    chars |= {chr(c) for c in range(first, last + 1)}
print("".join(sorted(chars)))
PY

for weight in Regular Bold; do
	"$PYTHON" -m fontTools.subset "../data/NotoSansSC-$weight.ttf" --text-file=chars.txt \
		--output-file="UI-$weight.ttf" --no-hinting --layout-features='' --name-IDs='0,1,2,3,4,5,6,13,14' \
		--drop-tables+=GSUB,GPOS,GDEF,BASE,STAT,vhea,vmtx,gasp,DSIG --notdef-outline --no-recalc-timestamp
	"$PYTHON" - "$weight" <<'PY'
import sys
from fontTools.ttLib import TTFont
weight = sys.argv[1]
path = f"UI-{weight}.ttf"
font = TTFont(path, recalcTimestamp=False)
names = {1: "Dayang UI", 2: weight, 3: f"Dayang UI {weight}", 4: f"Dayang UI {weight}", 6: f"DayangUI-{weight}"}
for record in font["name"].names:
    if record.nameID in names:
        record.string = names[record.nameID]
font.save(path)
PY
done
rm chars.txt
