#!/bin/sh
# Assembles the root file system of the image: the static binary of compile.sh, a user and its directories. The
# Dockerfile's last stage is exactly this; the tests run it under chroot.
#
# usage: assemble-root.sh BINARY ROOT
set -eu
binary=$1
root=$2
mkdir -p "$root/usr/local/bin" "$root/etc/ssl/certs" "$root/tmp" "$root/data"
install -m 0755 "$binary" "$root/usr/local/bin/thingcore"

# For rule actions that go to https endpoints.
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
fi

# Names: what the engine writes into /etc/hosts, then its DNS.
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
echo 'thingcore:x:10001:10001:thingcore:/data:/' >"$root/etc/passwd"
echo 'thingcore:x:10001:' >"$root/etc/group"
chmod 1777 "$root/tmp"
chown 10001:10001 "$root/data"
