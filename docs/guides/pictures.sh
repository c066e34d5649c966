#!/usr/bin/env bash
# Copies the pictures that the guides show from where the end-to-end run leaves them. Run tests/run first.
# pictures/NAME.png is NAME on a desk, pictures/NAME-phone.png is NAME in a hand. Ends with 1 when one of them was not made, and copies nothing then.
set -euo pipefail
cd "$(dirname "$0")"
made="${1:-../../artifacts/pages}"

mapfile -t wanted < <(grep -ohE '\(pictures/[a-z0-9-]+\.png\)' ./*.md | sed -E 's|^\(pictures/(.*)\.png\)$|\1|' | sort -u)
((${#wanted[@]})) || { echo "The guides show no picture: nothing to copy." >&2; exit 1; }

from() {
  case "$1" in
    *-phone) echo "$made/${1%-phone}.phone-light.top.png" ;;
    *) echo "$made/$1.desktop-light.top.png" ;;
  esac
}

missing=0
for name in "${wanted[@]}"; do
  if [ ! -s "$(from "$name")" ]; then
    echo "Not made: $(from "$name"), which the guides show as pictures/$name.png" >&2
    missing=$((missing + 1))
  fi
done
if ((missing)); then
  echo "$missing of ${#wanted[@]} pictures are missing in $made. Nothing was copied. Run tests/run first." >&2
  exit 1
fi

mkdir -p pictures
for name in "${wanted[@]}"; do cp "$(from "$name")" "pictures/$name.png"; done
echo "${#wanted[@]} pictures copied."
