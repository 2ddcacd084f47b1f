#!/bin/sh
# The main job on the dumps beside this file: what comes out, and what was found. `make demo` runs it.
set -u
cd "$(dirname "$0")" || exit 2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

show() {
  if [ -t 1 ]; then printf '\n\033[1m$ %s\033[0m\n' "$*"; else printf '\n$ %s\n' "$*"; fi
}

show "paperconv parse listing.txt blocks.txt | wc -l"
paperconv parse -q listing.txt blocks.txt | wc -l

show "paperconv validate blocks.txt --select PC1"
paperconv validate blocks.txt --select PC1

show "paperconv convert blocks.txt --fix safe -o refs.bib"
paperconv convert blocks.txt --fix safe -o "$out/refs.bib"

show "paperconv dedupe listing.txt blocks.txt -o joined.bib      # true authors from one, identifiers and dates from the other"
paperconv dedupe listing.txt blocks.txt -o "$out/joined.bib"

show "cut -c1-110 joined.bib | head -34"
cut -c1-110 "$out/joined.bib" | head -34

show "paperconv dedupe exports      # a RIS, a PubMed and a Crossref export of the same two papers"
paperconv dedupe exports

show "paperconv convert reading-list.md cv.txt"
paperconv convert reading-list.md cv.txt

show "paperconv convert refs.bib -t csl-json"
paperconv convert refs.bib -t csl-json
