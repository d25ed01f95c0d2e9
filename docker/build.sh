#!/usr/bin/env bash
# Builds the image from this checkout and runs the tests of the image on it. Where no container engine is, they
# run on the same root file system under chroot.
#
#   docker/build.sh [NAME]     the image is called NAME, by default thingcore
set -euo pipefail
cd "$(dirname "$0")/.."
image=${1:-thingcore}
if docker info >/dev/null 2>&1; then
    docker build -f docker/Dockerfile -t "$image" .
    docker image inspect --format "$image: {{.Size}} bytes" "$image"
    THINGCORE_IMAGE=$image exec ./test image
fi
echo "no container engine answers: testing the root file system instead" >&2
exec ./test e2e tests/e2e/test_docker.py
