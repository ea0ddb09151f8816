#!/bin/sh
# Starts the runtime for an environment and says when it is well:
#   ops/start.sh <local|staging|production> --env-file FILE [options]
# 1. preflight: the file, its permissions and its checksum, and `vespid check-config`, strict but in local
# 2. `vespid run` with the options turned into variables
# 3. health gate: three good samples of /healthz in a row within 60 s, or it is stopped again
# Then it waits for the process. INT and TERM are passed on; after 30 s the process is killed. Ends with the process's own code;
# 1 when the preflight or the gate refused, 2 when the command line is wrong.
set -u

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
program=${VESPID_PROGRAM:-$here/../vespid}
releases=${VESPID_RELEASES:-/opt/vespid/releases}
samples=3 patience=60 interval=2 drain=30 body=''
file='' task=run emit=''

usage() {
    cat >&2 <<'TEXT'
ops/start.sh <local|staging|production> --env-file FILE [options]

  --check-config               only the preflight
  --inspect-queue              what waits in the running process, as JSON
  --wait-healthy [N]           start nothing; wait for N good samples (3) of a process that runs
  --samples N                  good samples in a row that the gate wants (3)
  --interval SECONDS           between samples (2)
  --health-timeout SECONDS     how long it may take (60)
  --log-level LEVEL            Trace, Debug, Information, Warning or Error
  --log-format json            the only format there is
  --log-forward URL            tcp://host:port or udp://host:port that log lines go to as well
  --metrics-endpoint :PORT     where /metrics is read; moves all ports by VESPID_PORT_OFFSET
  --emit-metrics stdout        print the figures every 15 s
  --otel                       OTEL_EXPORTER_OTLP_ENDPOINT must be set
  --otel-endpoint URL          set it
  --digest D                   start the release D of /opt/vespid/releases instead of this one
  --build-sha S --config-hash H  facts for the log
  --passive                    never become the writer; forward only
  --skip-sync --uv-arg A       accepted for old command lines, without effect
TEXT
    exit 2
}

say() {
    printf '{"Timestamp":"%s","EventName":"%s","Status":"%s","Message":"%s"}\n' "$(date -u +%Y-%m-%dT%H:%M:%S.000Z)" "$1" "$2" "$3" >&2
}

refuse() {
    say "$1" rejected "$2"
    exit 1
}

whole() {
    case $2 in '' | *[!0-9]*) printf '%s must be a whole number, but is %s\n' "$1" "$2" >&2 && exit 2 ;; esac
}

# A setting as the process will see it: its own variable, else the file's last line of that name.
setting() {
    eval "value=\${$1:-}"
    # shellcheck disable=SC2154
    [ -n "$value" ] || value=$(sed -n "s/^[[:space:]]*\(export \)\{0,1\}$1[[:space:]]*=[[:space:]]*//p" "$file" | tail -n 1 | sed -e 's/[[:space:]]\{1,\}#.*$//' -e 's/[[:space:]]*$//' -e "s/^\([\"']\)\(.*\)\1\$/\2/")
    printf '%s' "$value"
}

environment=${1:-}
case $environment in
    local | staging | production) shift ;;
    *) usage ;;
esac

# Another release than this one: its own launcher knows how to start it.
digest='' word=''
for next in "$@"; do
    [ "$word" != --digest ] || digest=$next
    word=$next
done
if [ -n "$digest" ] && [ "$(readlink -f "$releases/$digest" 2>/dev/null)" != "$(readlink -f "$here/..")" ]; then
    case $digest in */* | .*) refuse config.guard "--digest $digest is no name of a release" ;; esac
    [ -x "$releases/$digest/ops/start.sh" ] || refuse config.guard "--digest $digest: there is no $releases/$digest"
    exec "$releases/$digest/ops/start.sh" "$environment" "$@"
fi

needs() { [ "$2" -ge 2 ] || { printf '%s needs a value\n' "$1" >&2 && usage; }; }
while [ $# -gt 0 ]; do
    case $1 in
        --env-file | --samples | --interval | --health-timeout | --log-level | --log-format | --log-forward | --metrics-endpoint | --emit-metrics | --otel-endpoint | --digest | --build-sha | --config-hash | --uv-arg)
            needs "$1" $# ;;
    esac
    case $1 in
        --env-file) file=$2 && shift ;;
        --check-config) task=check ;;
        --inspect-queue) task=inspect ;;
        --wait-healthy)
            task='wait'
            case ${2:-} in '' | -*) ;; *) samples=$2 && shift ;; esac ;;
        --samples) samples=$2 && shift ;;
        --interval) interval=$2 && shift ;;
        --health-timeout) patience=$2 && shift ;;
        --log-level) export VESPID_LOG_LEVEL="$2" && shift ;;
        --log-format) [ "$2" = json ] || refuse config.guard "--log-format $2: logs are JSON lines, and nothing else"
            shift ;;
        --log-forward) export LOG_FORWARD_ENDPOINT="$2" && shift ;;
        --metrics-endpoint) port=${2##*:} && whole "$1" "$port" && export VESPID_PORT_OFFSET=$((port - 9464)) && shift ;;
        --emit-metrics) [ "$2" = stdout ] || usage
            emit=yes && shift ;;
        --otel) otel=yes ;;
        --otel-endpoint) export OTEL_EXPORTER_OTLP_ENDPOINT="$2" && shift ;;
        --digest) export VESPID_IMAGE_DIGEST="$2" && shift ;;
        --build-sha) export VESPID_BUILD_SHA="$2" && shift ;;
        --config-hash) export CONFIG_MANIFEST_HASH="$2" && shift ;;
        --passive) export VESPID_ROLE=gateway ;;
        --skip-sync) say launcher.option ignored "--skip-sync: what runs is already built" ;;
        --uv-arg) say launcher.option ignored "--uv-arg $2" && shift ;;
        *) printf 'unknown option %s\n' "$1" >&2 && usage ;;
    esac
    shift
done
whole --samples "$samples"
whole --interval "$interval"
whole --health-timeout "$patience"

[ -n "$file" ] || { printf 'The option --env-file is needed\n' >&2 && usage; }
[ -r "$file" ] || refuse config.guard "--env-file $file: no such file, or it may not be read"
[ -x "$program" ] || refuse config.guard "$program: not built; see docs/operations/install.md"

offset=$(setting VESPID_PORT_OFFSET)
offset=${offset:-0}
health="http://127.0.0.1:$((8080 + offset))/healthz"

gate() {
    good=0 until=$(($(date +%s) + patience))
    while [ "$(date +%s)" -le "$until" ]; do
        [ -z "${child:-}" ] || kill -0 "$child" 2>/dev/null || return 1
        if body=$("$program" healthcheck --url "$health" 2>&1); then good=$((good + 1)); else good=0; fi
        [ "$good" -lt "$samples" ] || return 0
        sleep "$interval"
    done
    return 1
}

preflight() {
    named=$(sed -n 's/^[[:space:]]*\(export \)\{0,1\}VESPID_ENV[[:space:]]*=[[:space:]]*//p' "$file" | tail -n 1 | tr -d "\"'[:space:]")
    [ -z "$named" ] || [ "$named" = "$environment" ] || refuse config.guard "$file is for $named, not for $environment"
    if [ "$environment" != local ] && [ -n "$(find -L "$file" -maxdepth 0 -perm /007)" ]; then
        refuse config.guard "$file holds secrets and is open to everybody: chmod 640"
    fi
    if [ -f "$file.sha256" ]; then
        (cd "$(dirname "$file")" && sha256sum --status -c "$(basename "$file").sha256") || refuse config.guard "$file is not the file that $file.sha256 was made of"
    fi
    if [ -n "${otel:-}" ] && [ -z "$(setting OTEL_EXPORTER_OTLP_ENDPOINT)" ]; then
        refuse config.guard "--otel needs OTEL_EXPORTER_OTLP_ENDPOINT, or --otel-endpoint"
    fi
    strict=--strict
    [ "$environment" != local ] || strict=''
    # shellcheck disable=SC2086
    "$program" check-config --env-file "$file" $strict >&2 || refuse config.guard "the configuration is not valid"
    say config.guard accepted "$file"
}

export VESPID_ENV="$environment"
case $task in
    inspect) exec "$program" inspect-queue --json --env-file "$file" ;;
    wait)
        if gate; then
            say health.gate passed "$samples good samples in a row"
            exit 0
        fi
        say health.gate failed "not $samples good samples in a row within $patience s"
        printf '%s\n' "$body" >&2
        exit 1 ;;
esac
preflight
[ "$task" = run ] || exit 0

stop() {
    trap '' INT TERM
    [ -n "${metrics:-}" ] && kill "$metrics" 2>/dev/null
    kill -"$1" "$child" 2>/dev/null
    waited=0
    while kill -0 "$child" 2>/dev/null && [ "$waited" -lt $((drain * 10)) ]; do
        # A process that a shell started beside itself may not hear INT.
        [ "$1 $waited" != "INT 20" ] || kill -TERM "$child" 2>/dev/null
        sleep 0.1
        waited=$((waited + 1))
    done
    if kill -0 "$child" 2>/dev/null; then
        say launcher.stop forced "not gone after $drain s"
        kill -KILL "$child"
    fi
    wait "$child"
}

"$program" run --env-file "$file" &
child=$!
trap 'stop INT; exit $?' INT
trap 'stop TERM; exit $?' TERM

if ! gate; then
    say health.gate failed "not $samples good samples in a row within $patience s"
    printf '%s\n' "$body" >&2
    stop TERM
    exit 1
fi
say health.gate passed "$samples good samples in a row"
[ -z "${NOTIFY_SOCKET:-}" ] || systemd-notify --ready --status="healthy"

if [ -n "$emit" ]; then
    while sleep 15; do curl -fsS --max-time 5 "http://127.0.0.1:$((9464 + offset))/metrics"; done &
    metrics=$!
fi
wait "$child"
code=$?
[ -z "${metrics:-}" ] || kill "$metrics" 2>/dev/null
exit "$code"
