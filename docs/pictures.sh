#!/usr/bin/env bash
# Makes the pictures of the README with the program itself:  docs/pictures.sh
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pasteup() { cargo run --release --quiet -- "$@"; }

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
