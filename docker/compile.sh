#!/bin/sh
# Builds the binary of the image and puts it into FILE: with the C library linked in, and with relocations in
# their short form, which takes 2 MB off. Only the last crate differs from an ordinary build.
#
# usage: compile.sh FILE
set -eu
cd "$(dirname "$0")/.."
cargo rustc --quiet --release --locked -p thingcore --bin thingcore -- \
    -C target-feature=+crt-static -C link-arg=-Wl,-z,pack-relative-relocs
mkdir -p "$(dirname "$1")"
cp "${CARGO_TARGET_DIR:-target}/release/thingcore" "$1"
