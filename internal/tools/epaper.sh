#!/bin/sh
# epaper.sh opens the digital paper of the sample edition in a real browser, headless: every picture loads, the point in
# the middle of a story leads to its article, and the article says the story's headline. Screenshots of a desk and of a
# phone stay in out/epaper to be looked at.
set -eu

bin=bin/dayang
out=out/epaper
rm -rf "$out"
mkdir -p "$out"
"$bin" demo -o "$out/demo" >/dev/null
"$bin" epaper "$out/demo/edition.dayang" -o "$out/paper" --pdf --lang zh >/dev/null

browser() {
	# The paper is files; the checking page must look into them as one.
	timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
		--disable-component-update --disable-sync --hide-scrollbars --allow-file-access-from-files \
		--user-data-dir="$out/profile" "$@" 2>"$out/browser.log"
}
url="file://$(pwd)/$out/paper"

# A page outside the paper that walks through it in a frame, as a reader would, and says what it met.
cat >"$out/paper/check.html" <<'HTML'
<!doctype html><meta charset="utf-8"><body><iframe id="f" style="width:1200px;height:2000px"></iframe><pre id="said">never ended</pre><script>
const frame = document.getElementById("f"), said = [];
const open = u => new Promise(r => { frame.onload = () => r(frame.contentDocument); if (u) frame.src = u; });
const loaded = i => i.complete ? Promise.resolve() : new Promise(r => { i.onload = i.onerror = r; i.loading = "eager"; });
const pictures = d => Promise.all([...d.images].map(i => loaded(i).then(() => { if (!i.naturalWidth) said.push("no picture: " + i.getAttribute("src")); })));
(async () => {
	let d = await open("index.html");
	await pictures(d);
	const pages = [...d.querySelectorAll(".pages a")].map(a => a.getAttribute("href")).filter(u => u !== "index.html");
	if (!pages.length) said.push("the contents name no page");
	let walked = 0;
	for (const page of pages) {
		d = await open(page);
		await pictures(d);
		if (d.documentElement.dataset.ready !== "yes") said.push(page + ": the script did not run");
		for (let i = 0, n = d.querySelectorAll(".sheet a").length; i < n; i++) {
			const area = d.querySelectorAll(".sheet a")[i];
			area.scrollIntoView({block: "center"});
			const b = area.getBoundingClientRect();
			const hit = d.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2);
			if (b.width < 5 || b.height < 5 || hit !== area) { said.push(page + ": area " + i + " cannot be hit"); continue; }
			const want = area.title, next = open();
			hit.click();
			d = await next;
			await pictures(d);
			if (d.querySelector("h1").textContent !== want || !d.querySelector(".text p, figcaption")) said.push(page + ": area " + i + " leads to " + d.title);
			walked++;
			d = await open(page);
		}
	}
	document.getElementById("said").textContent = said.length ? said.join("\n") : "walked " + walked + " stories";
})().catch(e => { document.getElementById("said").textContent = "stopped: " + e; });
</script></body>
HTML
browser --virtual-time-budget=60000 --dump-dom "$url/check.html" >"$out/check.txt"
rm "$out/paper/check.html"
said=$(sed -n 's/.*<pre id="said">//; t on; b; :on; s/<\/pre>.*//; p' "$out/check.txt")
browser --window-size=1400,1000 --screenshot="$out/desk.png" "$url/page-01.html" >/dev/null
browser --window-size=500,1000 --screenshot="$out/phone.png" "$url/page-01.html" >/dev/null
browser --window-size=500,1000 --screenshot="$out/phone-article.png" "$url/article-01-01.html" >/dev/null
browser --window-size=1400,900 --screenshot="$out/contents.png" "$url/index.html" >/dev/null
for f in desk phone phone-article contents; do
	[ "$(stat -c %s "$out/$f.png" 2>/dev/null || echo 0)" -gt 20000 ] || said="$said
no screenshot $f"
done
echo "epaper: $said"
case $said in "walked 0 stories") exit 1 ;; "walked "*" stories") ;; *) exit 1 ;; esac
