# shellcheck shell=sh
# shellcheck disable=SC2030,SC2031  # the whole of it runs in a shell of its own
# tg_alert TEXT [force] [KEY]: one message to the operators, by webhook, else by Telegram.
#
#   KEY      messages of one key keep OXPULSE_TG_MIN_INTERVAL seconds between them; without one the text's first line is the key.
#            What was held back is counted, and the next message of that key says how many.
#   force    (or 1) goes at once.
#   Returns  0 delivered, or held back by the interval; 1 neither way worked: the text is in undelivered.log.
#
# OXPULSE_TG_WEBHOOK (http://10.9.0.2:8765/webhook/monitor/healthcheck)  first way, "none" leaves it out; only 2xx counts as delivered
# TG_TOKEN, OXPULSE_TG_CHAT (or TG_CHAT)                                second way, read when a message is sent
# OXPULSE_TG_API_FALLBACK (sendMessage of that bot)                      another address for the second way
# OXPULSE_TG_MIN_INTERVAL (600)                                          seconds
# OXPULSE_TG_STATE_DIR (/var/lib/oxpulse-partner-edge/telegram)          last-alert-ts, .lock, undelivered.log
#
# A key's time moves only when its message was delivered, so that a failure is told again at the next try.

tg_alert() (
    umask 077
    LC_ALL=C
    tg_dir=${OXPULSE_TG_STATE_DIR:-${OXPULSE_ROOT:-}/var/lib/oxpulse-partner-edge/telegram}
    tg_text=$1
    tg_now=$(date +%s)
    case ${OXPULSE_TG_MIN_INTERVAL:-600} in
        *[!0-9]* | ??????????*) printf 'OXPULSE_TG_MIN_INTERVAL must be a number of seconds\n' >&2; return 2 ;;
    esac
    tg_key=$(printf '%s' "${3:-$(printf '%s\n' "$tg_text" | head -n 1)}" | cksum | tr ' ' '-')
    mkdir -p "$tg_dir" || return 1
    tg_lock || return 1
    tg_work=$(mktemp -d "${TMPDIR:-/tmp}/tg.XXXXXXXX") || { tg_unlock; return 1; }
    trap 'rm -rf "$tg_work"; tg_unlock' EXIT
    trap 'exit 143' TERM
    trap 'exit 130' INT

    tg_last=0
    tg_held=0
    if [ -r "$tg_dir/last-alert-ts" ]; then
        tg_line=$(grep "^$tg_key " "$tg_dir/last-alert-ts" | tail -n 1 | grep -E '^[0-9-]+ [0-9]+ [0-9]+$')
        # shellcheck disable=SC2086  # three numbers
        [ -z "$tg_line" ] || { set -- $tg_line "${2:-}"; tg_last=$2; tg_held=$3; set -- "" "$4"; }
    fi
    case ${2:-} in
        force | 1) ;;
        *) if [ "$tg_last" -gt 0 ] && [ $((tg_now - tg_last)) -ge 0 ] && [ $((tg_now - tg_last)) -lt "${OXPULSE_TG_MIN_INTERVAL:-600}" ]; then
            tg_note "$tg_last" $((tg_held + 1))
            exit 0
        fi ;;
    esac
    [ "$tg_held" -eq 0 ] || tg_text="$tg_text
($tg_held more like this were held back)"

    if tg_webhook || tg_telegram; then
        tg_note "$tg_now" 0
        exit 0
    fi
    printf '%s UNDELIVERED: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(printf '%s' "$tg_text" | tr '\n' ' ')" >>"$tg_dir/undelivered.log"
    exit 1
)

# One sender at a time; what a killed one left is gone after a minute.
tg_lock() {
    tg_tries=0
    until mkdir "$tg_dir/.lock" 2>/dev/null; do
        [ -z "$(find "$tg_dir/.lock" -prune -mmin +1 2>/dev/null)" ] || { rmdir "$tg_dir/.lock" 2>/dev/null; continue; }
        tg_tries=$((tg_tries + 1))
        [ "$tg_tries" -lt 60 ] || {
            printf '%s UNDELIVERED: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(printf '%s' "$tg_text" | tr '\n' ' ')" >>"$tg_dir/undelivered.log"
            return 1
        }
        sleep 1
    done
}

tg_unlock() { rmdir "$tg_dir/.lock" 2>/dev/null; }

# tg_note TIME HELD
tg_note() {
    { [ ! -r "$tg_dir/last-alert-ts" ] || grep -v "^$tg_key " "$tg_dir/last-alert-ts" | tail -n 199; printf '%s %s %s\n' "$tg_key" "$1" "$2"; } >"$tg_dir/last-alert-ts.new" &&
        mv -f "$tg_dir/last-alert-ts.new" "$tg_dir/last-alert-ts"
}

# A JSON text from any bytes: what JSON has no character for is left out.
tg_json() {
    printf '%s\n' "$1" | tr -d '\000-\010\013-\037\177' | sed 's/\\/\\\\/g; s/"/\\"/g; s/	/\\t/g' |
        awk 'BEGIN { printf "{\"message\":\"" } { printf "%s%s", sep, $0; sep = "\\n" } END { printf "\"}" }'
}

tg_webhook() {
    [ "${OXPULSE_TG_WEBHOOK:-}" != none ] || return 1
    tg_json "$tg_text" >"$tg_work/body"
    tg_status=$(printf 'url = "%s"\n' "${OXPULSE_TG_WEBHOOK:-http://10.9.0.2:8765/webhook/monitor/healthcheck}" |
        curl -q --config - --silent --output /dev/null --write-out '%{http_code}' --proto '=http,https' --connect-timeout 3 --max-time 5 \
            --header 'Content-Type: application/json' --data-binary "@$tg_work/body") || return 1
    case $tg_status in
        2??) return 0 ;;
    esac
    return 1
}

tg_telegram() {
    tg_chat=${OXPULSE_TG_CHAT:-${TG_CHAT:-}}
    [ -n "${TG_TOKEN:-}" ] && [ -n "$tg_chat" ] || return 1
    case $TG_TOKEN in
        *[!A-Za-z0-9:_-]*) return 1 ;;
    esac
    # Telegram takes 4096 characters; parts end at a line's end.
    printf '%s\n' "$tg_text" | awk -v name="$tg_work/part" '
        BEGIN { part = 1 }
        {
            line = $0
            while (length(line) > 4000) { if (size) part++; print substr(line, 1, 4000) > (name part); line = substr(line, 4001); part++; size = 0 }
            if (size + length(line) + 1 > 4096) { part++; size = 0 }
            print line > (name part)
            size += length(line) + 1
        }'
    tg_part=1
    while [ -e "$tg_work/part$tg_part" ]; do
        tg_status=$(printf 'url = "%s"\n' "${OXPULSE_TG_API_FALLBACK:-https://api.telegram.org/bot$TG_TOKEN/sendMessage}" |
            curl -q --config - --silent --output "$tg_work/answer" --write-out '%{http_code}' --proto '=http,https' --connect-timeout 5 --max-time 10 \
                --data-urlencode "chat_id=$tg_chat" --data-urlencode 'disable_web_page_preview=true' --data-urlencode "text@$tg_work/part$tg_part") || return 1
        [ "$tg_status" = 200 ] && tr -d ' \n' <"$tg_work/answer" | grep -q '"ok":true' || return 1
        tg_part=$((tg_part + 1))
    done
}
