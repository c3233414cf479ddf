#!/usr/bin/env bash
# Makes the pictures of the README with the program itself:  docs/pictures.sh
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pasteup() { ${PASTEUP:-cargo run --release --quiet --} "$@"; }

# Six posters, then a drawing that shows them side by side.
palettes=(red signal night constructivist green blue)
langs=(en ru ar hi th ja)
{
  printf '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="796" viewBox="0 0 1200 796">'
  for i in 0 1 2 3 4 5; do
    pasteup make --quiet --slogan january-19/remember --lang "${langs[i]}" --palette "${palettes[i]}" \
      --size square --output "$work/${langs[i]}.svg"
    printf '<image href="%s.svg" x="%d" y="%d" width="392" height="392"/>' \
      "${langs[i]}" $((i % 3 * 404)) $((i / 3 * 404))
  done
  printf '</svg>'
} >"$work/six-scripts.svg"
pasteup make --quiet --layout "$work/six-scripts.svg" --size drawn --output docs/six-scripts.png

# The contact sheet: one slogan in all languages of the catalogue, each with its name.
langs=$(pasteup slogans list --json | grep '"january-19/remember"' |
  sed 's/.*"langs":\[\([^]]*\)\].*/\1/; s/"//g')
pasteup make --quiet --slogan january-19/remember --lang "$langs" --layout plain --size square --format svg \
  --output "$work/sheet"
columns=12 tile=94
{
  count=$(tr ',' '\n' <<<"$langs" | wc -l)
  rows=$(((count + columns - 1) / columns))
  printf '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d">' $((columns * tile + 10)) $((rows * (tile + 18) + 10))
  printf '<rect width="100%%" height="100%%" fill="#ddd"/>'
  i=0
  for lang in ${langs//,/ }; do
    x=$((i % columns * tile + 10)) y=$((i / columns * (tile + 18) + 10))
    printf '<image href="%s" x="%d" y="%d" width="%d" height="%d"/>' \
      "sheet/$(basename "$(ls "$work"/sheet/*-plain-"$lang"-square.svg)")" $x $y $((tile - 10)) $((tile - 10))
    printf '<text x="%d" y="%d" font-size="9" font-family="Fira Sans Extra Condensed">%s</text>' $x $((y + tile + 2)) "$lang"
    i=$((i + 1))
  done
  printf '</svg>'
} >"$work/languages.svg"
pasteup make --quiet --layout "$work/languages.svg" --size drawn --output docs/languages.png

# The wall: the preview of every layout, seven in a row.
i=0
for preview in layouts/*/preview.png; do
  name=$(basename "$(dirname "$preview")")
  cp "$preview" "$work/$name.png"
  printf '<image href="%s.png" x="%d" y="%d" width="160" height="196"/>' \
    "$name" $((i % 7 * 172 + 12)) $((i / 7 * 208 + 12))
  i=$((i + 1))
done >"$work/wall"
height=$(((i + 6) / 7 * 208 + 12))
printf '<svg xmlns="http://www.w3.org/2000/svg" width="1216" height="%d" viewBox="0 0 1216 %d"><rect width="1216" height="%d" fill="#ddd"/>%s</svg>' \
  "$height" "$height" "$height" "$(cat "$work/wall")" >"$work/layouts.svg"
pasteup make --quiet --layout "$work/layouts.svg" --size drawn --output docs/layouts.png

# The designer's guide: one new layout, tried.
mkdir -p docs/designers
guide="$work/guide"
mkdir -p "$guide"
pasteup layouts new "$guide/picket" >"$work/said"
gallery() { pasteup layouts list --gallery "$@" >"$work/said"; }
gallery docs/designers/languages.png -l "$guide/picket.svg" --lang en,ar,hi,ja
gallery docs/designers/palettes.png -l "$guide/picket.svg" --palette all
gallery docs/designers/shapes.png -l "$guide/picket.svg" --size a4,square,story,header
pasteup layouts stress "$guide/picket.svg" --output docs/designers/stress.png >"$work/said"
# The drawing as a browser shows it beside the poster: its sample is set as plain text, its slot is a
# dashed frame. The elements stand on several lines, so they are taken as a whole.
perl -0pe 's/data-sample="(slogan|note)"/id="drawn-$1"/g;
  s{<rect data-slot="slogan".*?/>}{<rect x="60" y="60" width="880" height="1134" fill="none" stroke="#0072c6" stroke-width="4" stroke-dasharray="18 12"/>}s;
  s{<rect data-slot="note".*?/>}{}s' "$guide/picket.svg" >"$guide/drawing.svg"
pasteup make --quiet --layout "$guide/drawing.svg" --size 400x566px --output "$guide/a.svg"
pasteup make --quiet "Freedom to all political prisoners!" --layout "$guide/picket.svg" --size 400x566px --output "$guide/b.svg"
printf '<svg xmlns="http://www.w3.org/2000/svg" width="860" height="606" viewBox="0 0 860 606"><rect width="860" height="606" fill="#ddd"/><image href="a.svg" x="20" y="20" width="400" height="566"/><image href="b.svg" x="440" y="20" width="400" height="566"/></svg>' >"$guide/pair.svg"
pasteup make --quiet --layout "$guide/pair.svg" --size drawn --output docs/designers/drawing-and-poster.png

# For the guide on printing.
docs/pictures-print.sh
