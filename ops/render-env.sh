#!/bin/sh
# Puts settings and secrets into one file for a process, readable by its owner and group only, and its checksum beside it:
#   ops/render-env.sh --settings FILE --secrets FOLDER --out FILE
# FILE holds NAME=value lines and no secrets; it can be kept in version control. FOLDER holds one file a secret, named as its variable, as vault
# agents and systemd's credentials lay them down. A name that both have, or that .env.example does not know, is refused.
set -eu
umask 027

usage() { printf 'render-env.sh --settings FILE --secrets FOLDER --out FILE\n' >&2 && exit 2; }
fail() { printf '%s\n' "$1" >&2 && exit 1; }

settings='' secrets='' out=''
while [ $# -gt 1 ]; do
    case $1 in
        --settings) settings=$2 ;;
        --secrets) secrets=$2 ;;
        --out) out=$2 ;;
        *) usage ;;
    esac
    shift 2
done
[ $# -eq 0 ] || usage
for option in "$settings" "$secrets" "$out"; do
    [ -n "$option" ] || usage
done
[ -r "$settings" ] || fail "$settings cannot be read"
[ -d "$secrets" ] || fail "$secrets is no folder"

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
catalogue=$here/../.env.example
names() { sed -n 's/^#\{0,1\}\([A-Z][A-Z0-9_]*\)=.*/\1/p' "$1"; }
# NAME_FILE stands for NAME.
known() { names "$catalogue" | grep -qxE "(${1%_FILE}|$1)" || printf '%s' "$1" | grep -qxE 'CHANNEL_[A-Z0-9_]+_ENABLED'; }

part=$(mktemp "$(dirname "$out")/.env.XXXXXX")
trap 'rm -f "$part"' EXIT
chmod 640 "$part"
printf '# Rendered by ops/render-env.sh; do not edit.\n' >"$part"
grep -E '^(export )?[A-Z]' "$settings" | sed 's/^export //' >>"$part" || true
unknown=$(sed -n 's/^\([A-Z][A-Z0-9_]*\)=.*/\1/p' "$part" | while read -r name; do known "$name" || printf ' %s' "$name"; done)
[ -z "$unknown" ] || fail "$settings: not in .env.example:$unknown"
for path in "$secrets"/*; do
    [ -f "$path" ] || continue
    name=$(basename "$path")
    known "$name" || fail "$path: $name is not in .env.example"
    ! grep -q "^$name=" "$part" || fail "$name stands in $settings and in $secrets"
    value=$(cat "$path")
    [ "$(printf '%s' "$value" | wc -l)" -eq 0 ] || fail "$path has more than one line"
    case $value in
        *\"*\'* | *\'*\"*) fail "$path has both kinds of quotes" ;;
        *\"*) printf "%s='%s'\n" "$name" "$value" >>"$part" ;;
        *) printf '%s="%s"\n' "$name" "$value" >>"$part" ;;
    esac
done
mv "$part" "$out"
(cd "$(dirname "$out")" && sha256sum "$(basename "$out")" >"$(basename "$out").sha256")
cut -d' ' -f1 "$out.sha256"
