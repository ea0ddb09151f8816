# shellcheck shell=sh
# Sourced by the agent and its parts: places, messages, files, time, checksums.
# shellcheck disable=SC2034  # what is set here is used by the parts

AGENT_VERSION=1.0.0

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
fail() {
    code=$1
    shift
    printf 'oxpulse-edge-agent: %s\n' "$*" >&2
    exit "$code"
}

# Everything lives below this prefix; without one it is the machine's own root.
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
VAR=$ROOT/var/lib/oxpulse-partner-edge
LIBDIR=$ROOT/usr/local/lib/oxpulse-partner-edge
SBIN=$ROOT/usr/local/sbin
UNITS=$ROOT/etc/systemd/system
STATE=$VAR/agent
STATUS_FILE=$VAR/channels-status.env
BREAKER_FILE=$VAR/circuit-breaker.state
CONFIG=$ETC/node-config.env
TEMPLATES=$LIBDIR/templates

umask 077
LC_ALL=C
export LC_ALL

now_s() { date +%s; }
now_iso() { date -u +%Y-%m-%dT%H:%M:%SZ; }

# A private folder that goes when the script ends.
make_work() {
    WORK=$(mktemp -d "${TMPDIR:-/tmp}/oxpulse.XXXXXXXX") || fail 4 'no temporary folder can be made'
    trap 'leave' EXIT
    trap 'exit 143' TERM
    trap 'exit 130' INT
    trap 'exit 129' HUP
}

leave() {
    _left=$?
    trap - EXIT
    release_locks
    [ -z "${WORK:-}" ] || rm -rf "$WORK"
    exit "$_left"
}

release_locks() { :; }

# write_file PATH MODE <contents: there whole or not at all, never readable by others for a moment.
write_file() {
    _new=$1.new.$$
    cat >"$_new" && chmod "$2" "$_new" && mv -f "$_new" "$1" && return 0
    rm -f "$_new"
    return 1
}

sha256_of() {
    if command -v sha256sum >/dev/null 2>&1; then
        sha256sum <"$1" | cut -d' ' -f1
    elif command -v openssl >/dev/null 2>&1; then
        openssl dgst -sha256 <"$1" | sed 's/.*[= ]//'
    else
        shasum -a 256 <"$1" | cut -d' ' -f1
    fi
}

# Lower-case hex, twice as many digits as bytes asked for.
random_hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# is_number TEXT MOST
is_number() {
    case $1 in
        '' | *[!0-9]* | ????????????*) return 1 ;;
    esac
    [ "$1" -le "$2" ]
}

has_systemd() { [ -z "$ROOT" ] && [ -d /run/systemd/system ] && command -v systemctl >/dev/null 2>&1; }
