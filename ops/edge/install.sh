#!/bin/sh
# install.sh (served also as partner-edge-installer.sh): makes this host a partner edge. POSIX sh, the usual POSIX tools and curl.
#
#   OXPULSE_BACKEND_URL=https://central.example  install.sh --partner-id=ID --domain=NAME --token=ptkn_…
#
#   --partner-id=ID --domain=NAME   who this edge belongs to and how users reach it
#   --token=ptkn_… | --token=- | --token-file=FILE   registration token; better in OXPULSE_PARTNER_TOKEN, where no process list shows it
#   --manual-config=FILE            a saved node-config.json instead of a registration; the identity is taken up again when the central answers
#   --restore[=DIR]                 puts the identity of a backup back first (the newest /root/oxpulse-backup-* without DIR)
#   --backend-url=URL --region=R --public-ip=IP --tunnel=vless|wg|https --image-version=TAG
#   --healthcheck-timeout=SECONDS   how long to wait for a healthy upstream where containers run (300; 0 does not wait)
#   --check                         looks at the host only        --dry-run   fetches and checks the files, changes nothing
#   --bake                          installs the files without registering, for images of machines
#   --allow-degraded                ends well although no channel came up
#   --rotate-identity (--force-keygen)   new keys for a node that is there
#   --no-integrity (OXPULSE_NO_INTEGRITY=1)   takes files without looking at their checksums; not recommended
#   --clean-sbin (OXPULSE_CLEAN_SBIN=1)       removes scripts of earlier versions
#
# OXPULSE_ROOT=/some/folder installs below that folder, without root and without systemd.
# Without an address of the central the one of install.env, or of the newest backup, is taken.
#
# Exit codes: 0 done; 1 the central refuses; 2 usage; 3 a file that cannot be used; 4 the host lacks something;
# 5 a checksum is wrong, nothing was installed; 6 the central is away; 7 installed, but no channel came up or the configuration does not render.
set -u
umask 022
LC_ALL=C
export LC_ALL

fail() {
    code=$1
    shift
    printf 'install.sh: %s\n' "$*" >&2
    exit "$code"
}
step() { printf '[%s/10] %s\n' "$1" "$2"; }
usage() {
    sed -n '2,/^set -u/p' "$0" | sed -n 's/^# \{0,1\}//p' >&2
    exit 2
}

ROOT=${OXPULSE_ROOT:-}
ROOT=${ROOT%/}
case $ROOT in
    '' | /*) ;;
    *) fail 2 'OXPULSE_ROOT must be an absolute path' ;;
esac
case $ROOT in
    *[!A-Za-z0-9/._-]*) fail 2 'OXPULSE_ROOT may hold letters, digits and / . _ - only' ;;
esac
ETC=$ROOT/etc/oxpulse-partner-edge
LIBDIR=$ROOT/usr/local/lib/oxpulse-partner-edge
SBIN=$ROOT/usr/local/sbin
UNITS=$ROOT/etc/systemd/system
AGENT=$SBIN/oxpulse-edge-agent

manual='' restore='' mode=install degraded='' rotate='' integrity=1 wait=300
clean=${OXPULSE_CLEAN_SBIN:-}
[ -z "${OXPULSE_NO_INTEGRITY:-}" ] || integrity=0
for flag in "$@"; do
    value=${flag#*=}
    case $flag in
        --partner-id=*) OXPULSE_PARTNER_ID=$value ;;
        --domain=*) OXPULSE_DOMAIN=$value ;;
        --token=-) IFS= read -r OXPULSE_PARTNER_TOKEN || : ;;
        --token=*) OXPULSE_PARTNER_TOKEN=$value ;;
        --token-file=*)
            [ -r "$value" ] || fail 2 "$value cannot be read"
            OXPULSE_PARTNER_TOKEN=$(head -n 1 "$value") ;;
        --manual-config=*) manual=$value ;;
        --restore) restore=newest ;;
        --restore=*) restore=$value ;;
        --backend-url=*) OXPULSE_BACKEND_URL=$value ;;
        --region=*) OXPULSE_REGION=$value ;;
        --public-ip=*) OXPULSE_PUBLIC_IP=$value ;;
        --tunnel=vless | --tunnel=wg | --tunnel=https) OXPULSE_TUNNEL=$value ;;
        --image-version=*) OXPULSE_IMAGE_VERSION=$value ;;
        --healthcheck-timeout=*) wait=$value ;;
        --check) mode=check ;;
        --dry-run) mode=dry ;;
        --bake) mode=bake ;;
        --allow-degraded) degraded=1 ;;
        --rotate-identity | --force-keygen) rotate=1 ;;
        --no-integrity) integrity=0 ;;
        --clean-sbin) clean=1 ;;
        *) printf 'install.sh: unknown option %s\n' "${flag%%=*}" >&2; usage ;;
    esac
done
case $wait in
    '' | *[!0-9]* | ?????*) fail 2 '--healthcheck-timeout must be a number of seconds' ;;
esac

step 1 'looking at this host'
[ -n "$ROOT" ] || [ "$(id -u)" = 0 ] || fail 4 'run it as root, or set OXPULSE_ROOT to a folder of your own'
for tool in curl awk sed grep tr cut od mktemp find; do
    command -v "$tool" >/dev/null 2>&1 || fail 4 "$tool is missing"
done
if command -v sha256sum >/dev/null 2>&1; then
    sha256() { sha256sum <"$1" | cut -d' ' -f1; }
elif command -v openssl >/dev/null 2>&1; then
    sha256() { openssl dgst -sha256 <"$1" | sed 's/.*[= ]//'; }
elif command -v shasum >/dev/null 2>&1; then
    sha256() { shasum -a 256 <"$1" | cut -d' ' -f1; }
else
    fail 4 'sha256sum, openssl or shasum is needed to check what is downloaded'
fi
newest=$(for dir in "$ROOT"/root/oxpulse-backup-*; do [ ! -d "$dir" ] || printf '%s\n' "$dir"; done | sed 's/.*-\([0-9]*\)$/\1 &/' | sort -n | tail -n 1 | cut -d' ' -f2-)
OXPULSE_BACKEND_URL=${OXPULSE_BACKEND_API:-${OXPULSE_BACKEND_URL:-}}
for known in "$ETC/install.env" "$newest/install.env"; do
    [ -n "$OXPULSE_BACKEND_URL" ] || [ ! -r "$known" ] || OXPULSE_BACKEND_URL=$(sed -n 's/^OXPULSE_BACKEND_URL=//p' "$known" | tail -n 1)
done
OXPULSE_BACKEND_URL=${OXPULSE_BACKEND_URL%/}
case $OXPULSE_BACKEND_URL in
    https://?* | http://127.* | http://localhost*) ;;
    http://?*) printf 'install.sh: %s is not encrypted: tokens can be read on the way\n' "$OXPULSE_BACKEND_URL" >&2 ;;
    *) fail 2 'the address of the central is needed: OXPULSE_BACKEND_URL or --backend-url' ;;
esac
case $OXPULSE_BACKEND_URL in
    *[!A-Za-z0-9._:/-]*) fail 2 'the address of the central has characters that are not allowed' ;;
esac
if [ "$restore" = newest ]; then
    [ -n "$newest" ] || fail 3 "there is no backup below $ROOT/root"
    restore=$newest
fi
if [ "$mode" = install ] && [ -z "$manual$restore" ] && [ ! -s "$ETC/token" ]; then
    [ -n "${OXPULSE_PARTNER_ID:-}" ] || fail 2 '--partner-id is missing'
    [ -n "${OXPULSE_DOMAIN:-}" ] || fail 2 '--domain is missing'
    [ -n "${OXPULSE_PARTNER_TOKEN:-}" ] || fail 2 'a registration token is missing: OXPULSE_PARTNER_TOKEN, --token-file or --token'
fi
case ${OXPULSE_PARTNER_TOKEN:-ptkn_none_none} in
    ptkn_*[!A-Za-z0-9_-]*) fail 2 'a registration token looks like ptkn_…' ;;
    ptkn_????????*) ;;
    *) fail 2 'a registration token looks like ptkn_…' ;;
esac
OXPULSE_INSTALLER_VERSION=1.0.0
export OXPULSE_BACKEND_URL OXPULSE_INSTALLER_VERSION
for name in OXPULSE_PARTNER_ID OXPULSE_DOMAIN OXPULSE_PARTNER_TOKEN OXPULSE_REGION OXPULSE_PUBLIC_IP OXPULSE_TUNNEL OXPULSE_IMAGE_VERSION; do
    # shellcheck disable=SC2163  # the names, not what they hold
    export "$name"
done
[ "$mode" != check ] || { printf 'this host can be an edge of %s\n' "$OXPULSE_BACKEND_URL"; exit 0; }

work=$(mktemp -d "${TMPDIR:-/tmp}/oxpulse-install.XXXXXXXX") || fail 4 'no temporary folder can be made'
trap 'rm -rf "$work"' EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

# fetch: files named on standard input, below $work/files, over one connection.
fetch() {
    while read -r name; do
        printf 'url = "%s/edge/%s"\noutput = "%s/files/%s"\n' "$OXPULSE_BACKEND_URL" "$name" "$work" "$name"
    done | curl -q --config - --fail --fail-early --silent --show-error --create-dirs --proto '=http,https' --connect-timeout 10 --max-time 120 \
        --max-filesize 1048576 || fail 6 "the files cannot be fetched from $OXPULSE_BACKEND_URL/edge"
}

step 2 "fetching the files from $OXPULSE_BACKEND_URL"
echo SHA256SUMS | fetch || exit $?
# Only names that an edge knows a place for; a list can point nowhere else.
sed -n 's/^\([0-9a-f]\{64\}\) [ *]\(\(lib\/\|templates\/\)\{0,1\}[A-Za-z0-9][A-Za-z0-9._-]*\)$/\1 \2/p' "$work/files/SHA256SUMS" >"$work/list"
for needed in uninstall.sh oxpulse-edge-agent telegram-alert-lib.sh lib/common.sh templates/Caddyfile.tmpl; do
    grep -q " $needed\$" "$work/list" || fail 5 "the list of checksums does not name $needed"
done
cut -d' ' -f2 "$work/list" | grep -vxE 'install\.sh|partner-edge-installer\.sh|SHA256SUMS' | fetch || exit $?

step 3 'checking their checksums'
if [ "$integrity" = 1 ]; then
    while read -r sum file; do
        case $file in
            install.sh)
                # A pipe into a shell has no file to look at.
                [ -f "$0" ] && grep -q '^# install.sh ' "$0" || continue
                [ "$(sha256 "$0")" = "$sum" ] || fail 5 "this installer is not the one of $OXPULSE_BACKEND_URL: fetch $OXPULSE_BACKEND_URL/edge/install.sh again" ;;
            partner-edge-installer.sh | SHA256SUMS) ;;
            *) [ "$(sha256 "$work/files/$file")" = "$sum" ] || fail 5 "$file does not have the checksum of the list: nothing was installed" ;;
        esac
    done <"$work/list"
else
    printf 'install.sh: checksums are not looked at\n' >&2
fi
if [ "$mode" = dry ]; then
    printf 'would install below %s:\n' "${ROOT:-/}"
    sed 's/^[0-9a-f]* /  /' "$work/list"
    exit 0
fi

step 4 'installing the scripts'
mkdir -p "$SBIN" "$LIBDIR/templates" "$ROOT/root" || fail 4 "$SBIN cannot be made"
put() {
    cp "$work/files/$1" "$2.new" && chmod "$3" "$2.new" && mv -f "$2.new" "$2" || fail 4 "$2 cannot be written"
}
while read -r sum file; do
    case $file in
        install.sh | partner-edge-installer.sh | SHA256SUMS) ;;
        uninstall.sh) put "$file" "$ROOT/root/uninstall.sh" 755 ;;
        lib/*) put "$file" "$LIBDIR/${file#lib/}" 644 ;;
        templates/*) put "$file" "$LIBDIR/$file" 644 ;;
        telegram-alert-lib.sh) put "$file" "$LIBDIR/$file" 644 ;;
        *.service | *.timer)
            mkdir -p "$UNITS"
            put "$file" "$UNITS/$file" 644 ;;
        oxpulse-*) put "$file" "$SBIN/$file" 755 ;;
    esac
done <"$work/list"
cp "$work/list" "$LIBDIR/SHA256SUMS"
for script in "$SBIN"/oxpulse-*; do
    [ -e "$script" ] && ! grep -q " ${script##*/}\$" "$work/list" || continue
    if [ -n "$clean" ]; then
        rm -f "$script"
    else
        printf 'install.sh: %s is of another version; --clean-sbin removes it\n' "$script" >&2
    fi
done
[ "$mode" != bake ] || { printf 'baked: run install.sh again with a token to register\n'; exit 0; }

step 5 'identity'
[ -z "$restore" ] || "$AGENT" restore "$restore" || exit $?
"$AGENT" save-settings || exit $?
[ -z "$manual" ] || "$AGENT" manual-config "$manual" || exit $?

step 6 'registering'
if [ -n "$manual" ] && [ ! -s "$ETC/token" ] && [ -z "${OXPULSE_SERVICE_TOKEN:-}" ]; then
    printf 'install.sh: there is no service token: this edge cannot report until one is in %s/token\n' "$ETC" >&2
elif [ -n "$rotate" ] && [ -s "$ETC/token" ]; then
    "$AGENT" reattach --rotate-identity || exit $?
else
    "$AGENT" register || exit $?
fi

step 7 'fetching credentials, rendering, starting channels'
outcome=0
"$AGENT" install-config || outcome=$?
case $outcome in
    0 | 7) ;;
    *) exit "$outcome" ;;
esac

step 8 'units'
if [ -z "$ROOT" ] && [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl enable --now oxpulse-partner-edge.service oxpulse-partner-edge-refresh.timer || fail 4 'the units cannot be started'
else
    printf 'no systemd here: keep "%s run" running\n' "$AGENT"
fi

step 9 'first report'
"$AGENT" report --reason start || printf 'install.sh: the first report was refused\n' >&2
if [ "$outcome" = 0 ] && [ "$wait" -gt 0 ] && [ -z "$ROOT" ] && command -v docker >/dev/null 2>&1; then
    until "$AGENT" healthcheck --local --snapshot | grep -q 'upstream_healthy=GREEN'; do
        wait=$((wait - 5))
        [ "$wait" -gt 0 ] || { outcome=7; break; }
        sleep 5
    done
fi
if [ "$outcome" != 0 ] && [ -z "$degraded" ]; then
    fail "$outcome" "installed, but no channel serves: see $SBIN/oxpulse-partner-edge-healthcheck"
fi

printf '[10/10] done\nStep 10/10 done\n'
