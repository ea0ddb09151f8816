#!/bin/sh
# Takes a pair of processes on machines of one's own to another release, the standby first, and back if it does not become healthy:
#   ops/switch.sh RELEASE [INSTANCE…]        instances of vespid@.service in the order of their restart; standby active without any
# A release is a folder of /opt/vespid/releases; /opt/vespid/current is the link that the unit starts from.
set -eu

root=${VESPID_ROOT:-/opt/vespid}
release=${1:-}
case $release in '' | */* | .* | -*) printf 'switch.sh RELEASE [INSTANCE…]; releases are: %s\n' "$(ls "$root/releases")" >&2 && exit 2 ;; esac
shift
[ $# -gt 0 ] || set -- standby active
[ -x "$root/releases/$release/ops/start.sh" ] || { printf 'There is no release %s in %s/releases\n' "$release" "$root" >&2 && exit 2; }
before=$(readlink "$root/current" || true)

point() {
    # A rename: at no moment is there no link.
    ln -s "$1" "$root/.current.$$"
    mv -T "$root/.current.$$" "$root/current"
}

done=''
point "releases/$release"
for instance in "$@"; do
    # The unit is started when its health gate has passed, and failed when it has not.
    if systemctl restart "vespid@$instance"; then
        printf 'vespid@%s runs %s\n' "$instance" "$release"
        done="$instance $done"
        continue
    fi
    printf 'vespid@%s does not become healthy with %s\n' "$instance" "$release" >&2
    [ -n "$before" ] || exit 1
    point "$before"
    for back in $instance $done; do
        systemctl restart "vespid@$back" || printf 'vespid@%s does not start with %s either\n' "$back" "$before" >&2
    done
    printf 'Back on %s\n' "$before" >&2
    exit 1
done
printf 'Before: %s\n' "${before:-none}"
