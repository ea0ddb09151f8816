#!/bin/sh
# Tries a deployment from the template on: settings of .env.example with the stub transport, preflight, start, health gate, a message in, figures,
# stop. Needs a build (./run, or dotnet build -c Release silo/vespid.csproj), curl and PostgreSQL's programs; no network.
#   tests/smoke/test_deployment.sh [PORT_OFFSET]
set -u

here=$(cd "$(dirname "$0")/../.." && pwd)
offset=${1:-10000}
folder=$(mktemp -d)
launcher=''
finish() {
    [ -z "$launcher" ] || kill -TERM "$launcher" 2>/dev/null
    [ -z "$launcher" ] || wait "$launcher"
    rm -rf "$folder"
}
trap finish EXIT
chmod 755 "$folder"

fail() {
    printf 'FAILED: %s\n' "$1"
    [ ! -f "$folder/log" ] || tail -n 40 "$folder/log"
    exit 1
}
check() { printf 'ok: %s\n' "$1"; }

cp "$here/.env.example" "$folder/env"
cat >>"$folder/env" <<SETTINGS
TELEGRAM_TRANSPORT_MODE=stub
VESPID_PORT_OFFSET=$offset
VESPID_DATA_DIR=$folder/data
SETTINGS

"$here/ops/start.sh" local --env-file "$folder/env" --check-config 2>"$folder/log" || fail "the template's settings are not valid"
check "the template passes the preflight"
! "$here/ops/start.sh" local --env-file "$folder/none" --check-config 2>/dev/null || fail "a missing file was taken"
(cat "$folder/env" && printf 'CHANNEL_OUTBOUND_MAX_ATTEMPTS=none\n') >"$folder/bad"
! "$here/ops/start.sh" local --env-file "$folder/bad" --check-config 2>"$folder/log" || fail "a bad setting was taken"
grep -q CHANNEL_OUTBOUND_MAX_ATTEMPTS "$folder/log" || fail "the bad setting is not named"
check "what is missing or wrong is refused by name"

"$here/ops/start.sh" local --env-file "$folder/env" --interval 1 2>"$folder/log" >"$folder/out" &
launcher=$!
tries=0
until curl -fs --max-time 5 "http://127.0.0.1:$((8080 + offset))/healthz" >"$folder/health"; do
    tries=$((tries + 1))
    [ "$tries" -lt 30 ] || fail "not healthy after 30 looks"
    kill -0 "$launcher" 2>/dev/null || fail "it ended while it started"
    sleep 2
done
"$here/ops/start.sh" local --env-file "$folder/env" --wait-healthy 3 --interval 1 2>>"$folder/log" || fail "three samples in a row were not good"
grep -q '"active":true' "$folder/health" || fail "the health body does not say that it writes: $(cat "$folder/health")"
check "healthy for three samples in a row"

answer=$(curl -fsS --max-time 10 "http://127.0.0.1:$((3002 + offset))/ingress/channels/telegram/main" -H 'content-type: application/json' \
    -d '{"senderId":"smoke","conversationId":"dm:smoke","text":"ping","messageId":"smoke-1","isDirectMessage":true}') || fail "the ingress does not answer"
case $answer in *dm_pairing_required*) check "a message is taken and a stranger refused" ;; *) fail "the ingress answered $answer" ;; esac

figures=$(curl -fsS --max-time 10 "http://127.0.0.1:$((9464 + offset))/metrics") || fail "there are no figures"
for figure in router_uptime_seconds vespid_writer_active vespid_health_ready channel_inbound_total; do
    printf '%s' "$figures" | grep -q "^$figure" || fail "the figure $figure is missing"
done
check "figures can be scraped"

"$here/ops/start.sh" local --env-file "$folder/env" --inspect-queue >"$folder/queue" || fail "the queue cannot be inspected"
check "the queue can be inspected"

kill -TERM "$launcher"
wait "$launcher"
code=$?
launcher=''
[ "$code" -eq 0 ] || fail "it ended with $code after TERM"
! curl -fs --max-time 2 "http://127.0.0.1:$((8080 + offset))/livez" >/dev/null || fail "something still answers"
check "TERM ends it with 0"
