# Sourced by ./run, ./test and .ci/run: what a fresh machine needs before anything can be built.

fail() {
    printf '%s\n' "$1" >&2
    exit 2
}

command -v dotnet >/dev/null || fail "The .NET SDK $(sed -n 's/.*"version": "\(.*\)".*/\1/p' global.json) or later is needed: https://dot.net"

postgres_programs() {
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

# A server of one's own (DATABASE_URL) needs no programs here.
if [ -z "${DATABASE_URL:-}" ] && ! postgres_programs; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        printf 'Installing PostgreSQL for the private server\n' >&2
        apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -q postgresql >/dev/null ||
            fail "PostgreSQL 15 or later could not be installed; install it, or set DATABASE_URL."
    else
        fail "PostgreSQL 15 or later is needed: install it (Debian: apt-get install postgresql), or set DATABASE_URL."
    fi
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDTERMINALLOGGER=off
