#!/usr/bin/env bash
# Makes the pictures of docs/printing.md with the program itself and poppler:  docs/pictures-print.sh
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pasteup() { ${PASTEUP:-cargo run --release --quiet --} "$@"; }
# A drawing of pages side by side: WIDTH HEIGHT NAME, and images on standard input.
sheet() {
  printf '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d"><rect width="%d" height="%d" fill="#bbb"/>%s</svg>' \
    "$1" "$2" "$1" "$2" "$1" "$2" "$(cat)" >"$work/$3.svg"
  pasteup make --quiet --layout "$work/$3.svg" --size drawn --output "docs/$3.png"
}
image() { printf '<image href="%s.png" x="%d" y="%d" width="%d" height="%d"/>' "$@"; }

# Nine pages for a kitchen table: the map, and eight sheets as they will hang.
pasteup make --quiet "To remember is to fight!" --layout sun --size a2 --tile a4 --output "$work/tiles.pdf"
pdftoppm -r 25 -png "$work/tiles.pdf" "$work/page"
{
  image page-1 12 12 207 292
  for i in 0 1 2 3 4 5 6 7; do
    image "page-$((i + 2))" $((i % 2 * 304 + 240)) $((i / 2 * 217 + 12)) 292 207
  done
} | sheet 860 880 tiles

# One poster with less and less ink, and on yellow paper.
make() { pasteup make --quiet "To remember is to *fight!*" --layout stack --size a5 --output "$work/$1" "${@:2}"; }
page() { make "$1.pdf" "${@:2}" && pdftoppm -r 35 -png -singlefile "$work/$1.pdf" "$work/$1"; }
page drawn
page white --ink-saver
page outline --ink-saver=outline
page mono --mono
make yellow.png --dpi 35 --paper-colour yellow
for name in drawn white outline mono yellow; do
  image "$name" $((${i2:=0} * 216 + 12)) 12 204 289
  i2=$((i2 + 1))
done | sheet 1092 313 ink

# The first people of a row: what they carry, and what they see.
pasteup make --quiet "Freedom to all!" --size a4 --banner letters --output "$work/banner.pdf"
pdftoppm -r 20 -l 16 -png "$work/banner.pdf" "$work/person"
for i in 0 1 2 3 4 5 6 7; do
  image "person-$(printf '%02d' $((i * 2 + 1)))" $((i * 136 + 12)) 12 124 175
  image "person-$(printf '%02d' $((i * 2 + 2)))" $((i * 136 + 12)) 199 124 175
done | sheet 1100 386 banner
