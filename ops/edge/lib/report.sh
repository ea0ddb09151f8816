# shellcheck shell=sh
# Reports: what the proxy's metrics, the channels and the probes say, as a form with files; the central reads the texts.

REPORT_LIMIT=500
CATCH_UP=5
METRIC=caddy_reverse_proxy_upstreams_healthy

number_in() {
    _number=$(first_line "$1")
    is_number "$_number" 99999999999 || _number=$2
    printf '%s' "$_number"
}

keep_number() { printf '%s\n' "$2" | write_file "$1" 600; }

interval() { number_in "$STATE/interval" "${OXPULSE_REPORT_INTERVAL:-60}"; }

# The central tells reports apart by boot and number; a new installation and a new boot of the machine start a new count.
number_report() {
    _kernel=$(kernel_boot)
    if [ "$(sed -n 1p "$STATE/boot" 2>/dev/null)" != "$_kernel" ] || [ -z "$(sed -n 2p "$STATE/boot" 2>/dev/null)" ]; then
        printf '%s\n%s\n' "$_kernel" "$(random_hex 16)" | write_file "$STATE/boot" 600
        rm -f "$STATE/seq"
    fi
    BOOT_ID=$(sed -n 2p "$STATE/boot")
    SEQ=$(($(number_in "$STATE/seq" 0) + 1))
    keep_number "$STATE/seq" "$SEQ"
}

# sample DIR: upstreams, upstreams.status, upstreams.at.
sample() {
    _source=${OXPULSE_METRICS_SRC:-http://127.0.0.1:2019/metrics}
    now_iso >"$1/upstreams.at"
    case $_source in
        http://* | https://*)
            _status=$(curl -q --silent --output "$WORK/metrics" --write-out '%{http_code}' --max-time 3 --max-filesize 16777216 "$_source" 2>/dev/null) || _status=000 ;;
        *) if head -c 16777216 "$_source" >"$WORK/metrics" 2>/dev/null; then _status=200; else _status=000; fi ;;
    esac
    printf '%s\n' "$_status" >"$1/upstreams.status"
    if [ "$_status" = 200 ]; then
        grep -aE "^(# (HELP|TYPE) )?$METRIC" "$WORK/metrics" | head -c 131072 >"$1/upstreams"
    else
        rm -f "$1/upstreams"
    fi
    rm -f "$WORK/metrics"
}

# probe_http NAME OUT [curl arguments] URL: ok is 2xx, end to end; else the status, or that there was none.
probe_http() {
    _name=$1 _to=$2
    shift 2
    _result=$(curl -q --silent --output /dev/null --write-out '%{http_code} %{time_total}' --max-time "$PROBE_TIMEOUT" "$@" 2>/dev/null) || _result="000 ${_result##* }"
    _ms=$(printf '%s\n' "${_result##* }" | awk '{ printf "%d", $1 * 1000 }')
    case $_result in
        2??\ *) printf '%s ok %s %s\n' "$_name" "$_ms" "$(now_iso)" >"$_to" ;;
        000*) printf '%s fail %s %s no_answer\n' "$_name" "$_ms" "$(now_iso)" >"$_to" ;;
        *) printf '%s fail %s %s %s\n' "$_name" "$_ms" "$(now_iso)" "${_result%% *}" >"$_to" ;;
    esac
}

# probe OUT: all provisioned channels and the relay at once, each with its own end.
probe() {
    _port=${OXPULSE_BACKEND_PORT:-8907}
    _peer=$(first_of "${OXPULSE_AWG_MOTHERLY_IP:-}" "$(conf_get "$CONFIG" AWG_MOTHERLY_AWG_IP)" 10.9.0.2)
    _socks=$(first_of "${NAIVE_SOCKS_PORT:-}" "$(conf_get "$CONFIG" NAIVE_SOCKS_PORT)" 1080)
    rm -f "$WORK"/probe-*
    ! is_active xray || probe_http ch1 "$WORK/probe-1" "${OXPULSE_CH1_CANARY_URL:-http://127.0.0.1:3080/api/health}" &
    ! is_active awg || probe_http ch2 "$WORK/probe-2" "http://$_peer:$_port/api/health" &
    ! is_active hysteria2 || probe_http ch3 "$WORK/probe-3" "http://127.0.0.1:${OXPULSE_HY2_FALLBACK_PORT:-18443}/api/health" &
    ! is_active naive || probe_http ch5 "$WORK/probe-5" --proxy "socks5h://127.0.0.1:$_socks" "http://$_peer:$_port/api/health" &
    [ -z "${OXPULSE_COTURN_PROBE_TARGET:-}" ] || probe_turn "$WORK/probe-4" &
    wait
    cat "$WORK"/probe-* >"$1" 2>/dev/null || :
}

status_of() { [ ! -r "$STATUS_FILE" ] || sed -n "s/^$1=//p" "$STATUS_FILE" | tail -n 1; }

is_active() {
    case $(status_of "$1") in
        active | degraded) return 0 ;;
    esac
    return 1
}

# Whether the loop runs: by systemd, else by its lock.
service_active() {
    if has_systemd; then
        if systemctl is-active --quiet oxpulse-partner-edge.service; then printf 1; else printf 0; fi
    elif [ -e "$STATE/run.lock" ] && holder_lives "$STATE/run.lock"; then
        printf 1
    else
        printf 0
    fi
}

field() { [ -z "$2" ] || printf '%s=%s\n' "$1" "$2" >>"$REPORT/fields"; }

# compose_report REASON DIR: a folder with the form's fields and files.
compose_report() {
    REPORT=$2
    mkdir -p "$REPORT"
    : >"$REPORT/fields"
    derive_statuses
    sample "$REPORT"
    [ ! -r "$STATUS_FILE" ] || head -c 32768 "$STATUS_FILE" >"$REPORT/channels"
    if [ "$1" = manual ] || [ $(($(now_s) - $(number_in "$STATE/probed-at" 0))) -ge 55 ]; then
        probe "$REPORT/probes"
        # shellcheck disable=SC2034  # the command looks at it
        PROBED=1
        keep_number "$STATE/probed-at" "$(now_s)"
    fi
    _http=$(cat "$REPORT/upstreams.status")
    field node_id "$(node_id)"
    field seq "$SEQ"
    field boot_id "$BOOT_ID"
    field sent_at "$(now_iso)"
    field reason "$1"
    field interval_s "$(interval)"
    field agent_version "$AGENT_VERSION"
    field installer_version "${OXPULSE_INSTALLER_VERSION:-}"
    field service_active "$(service_active)"
    field epoch_applied "$(number_in "$STATE/epoch-applied" '')"
    field keys_version "$(conf_get "$STATE/keys" VERSION)"
    field channels_version "$(conf_get "$STATE/keys" CHANNELS_VERSION)"
    field upstreams_ok "$([ "$_http" = 200 ] && printf 1 || printf 0)"
    field upstreams_http_status "${_http#000}"
    field upstreams_sampled_at "$(cat "$REPORT/upstreams.at")"
    field channels_ok "$([ -r "$STATUS_FILE" ] && printf 1 || printf 0)"
    field hold "$([ -e "$STATE/hold" ] && printf 1 || printf 0)"
    field undelivered "$(number_in "$STATE/undelivered" 0)"
    field commands_done "$([ ! -r "$STATE/commands-pending" ] || head -n 64 "$STATE/commands-pending" | tr '\n' ',' | sed 's/,$//')"
    rm -f "$REPORT/upstreams.status" "$REPORT/upstreams.at"
}

# send DIR: sets HTTP_STATUS, the answer is in $WORK/answer.
send() {
    _dir=$1
    set --
    while IFS= read -r _line; do
        set -- "$@" --form-string "$_line"
    done <"$_dir/fields"
    for _file in upstreams channels probes; do
        [ ! -e "$_dir/$_file" ] || set -- "$@" --form "$_file=@$_dir/$_file;type=text/plain"
    done
    call POST /api/partner/edge-report "$(service_token)" "$WORK/answer" "$@"
}

# Fails when nobody waits for reports of this node; ends with 3 when there is nothing to report with.
may_report() {
    [ -n "$(node_id)" ] || fail 3 'this host is not registered'
    service_token >/dev/null || fail 3 "there is no service token in $ETC/token"
    [ -e "$STATE/deregistered" ] || return 0
    say 'this node has been deregistered: nothing to report'
    return 1
}

# report REASON: 0 accepted, or kept because the central is away; 1 refused.
report() {
    may_report || return 0
    mkdir -p "$STATE/spool"
    rm -rf "$STATE/spool"/.building-*
    number_report
    _built=$STATE/spool/.building-$$
    compose_report "$1" "$_built"
    # What is new is sent again at each look until the central has it: a minute is too long for it.
    _says=$(signature "$_built")
    [ "$_says" = "$(first_line "$STATE/last-sample")" ] || : >"$STATE/untold"
    printf '%s\n' "$_says" >"$STATE/last-sample"
    # In the spool before it is sent: what a crash interrupts is sent by the next run.
    _kept=$STATE/spool/$(printf '%011d-%09d' "$(now_s)" "$SEQ")
    mv "$_built" "$_kept"
    trim_spool
    deliver "$_kept" 1
}

# again: the newest report that was not delivered, as it was.
again() {
    may_report || return 0
    _kept=$(kept | tail -n 1)
    [ -n "$_kept" ] || return 0
    SEQ=$(sed -n 's/^seq=//p' "$_kept/fields")
    deliver "$_kept" 0
}

# deliver DIR COUNTS: 0 accepted, or kept because the central is away; 1 refused. What is not delivered counts so many times.
deliver() {
    send "$1"
    if [ "$HTTP_STATUS" = 200 ] && conf_check "$WORK/answer"; then
        accepted "$1"
        catch_up
        return 0
    fi
    [ "$HTTP_STATUS" != 200 ] || { warn "the answer is refused: $CONF_ERROR"; HTTP_STATUS=000; }
    keep_number "$STATE/undelivered" $(($(number_in "$STATE/undelivered" 0) + $2))
    warn "report $SEQ is not delivered: $(answer_error "$WORK/answer")"
    if is_transient "$HTTP_STATUS"; then
        cut_off
        return 0
    fi
    rm -f "$STATE/untold"
    case $HTTP_STATUS in
        400 | 413 | 422) rm -rf "$1" ;;
        410) retired ;;
    esac
    return 1
}

# The central has taken this node out of service: nobody waits for its reports any more. Another registration ends that.
retired() {
    [ "$(answer_error "$WORK/answer")" = '410 node_retired' ] || return 0
    : >"$STATE/deregistered"
    rm -rf "$STATE/spool"
    ! has_systemd || systemctl disable --now oxpulse-partner-edge-refresh.timer >/dev/null 2>&1
}

# What a change of shows as a change: the gauges and the channels, not the times.
signature() { cat "$1/upstreams" "$1/channels" 2>/dev/null | grep -v '^#' | sort | cksum; }

# Whether there is something else to see than the last report said. A failed scrape is no change: it is told with the next report.
has_changed() {
    mkdir -p "$WORK/look"
    sample "$WORK/look"
    rm -f "$WORK/look/channels"
    [ ! -r "$STATUS_FILE" ] || cp "$STATUS_FILE" "$WORK/look/channels"
    [ "$(cat "$WORK/look/upstreams.status")" = 200 ] && [ "$(signature "$WORK/look")" != "$(first_line "$STATE/last-sample")" ]
}

# All that was not delivered, oldest first.
kept() { find "$STATE/spool" -mindepth 1 -maxdepth 1 -type d ! -name '.*' | sort; }

trim_spool() {
    _count=$(kept | wc -l)
    [ "$_count" -le "$REPORT_LIMIT" ] || kept | head -n $((_count - REPORT_LIMIT)) | while IFS= read -r _old; do
        rm -rf "$_old"
    done
}

# accepted DIR: forgets what it carried and takes what the answer says.
accepted() {
    acknowledge "$(sed -n 's/^commands_done=//p' "$1/fields")"
    rm -rf "$1" "$STATE/away-since" "$STATE/untold"
    keep_number "$STATE/undelivered" 0
    keep_number "$STATE/accepted-at" "$(now_s)"
    _next=$(conf_get "$WORK/answer" NEXT_INTERVAL_S)
    if is_number "$_next" 3600 && [ "$_next" -ge 5 ]; then
        keep_number "$STATE/interval" "$_next"
    fi
    sed -n 's/^COMMAND=//p' "$WORK/answer" >"$STATE/commands-new"
    mirror_breaker
}

# What the central holds back of this edge, for whoever looks at the host. A central that says nothing of it changes nothing.
mirror_breaker() {
    case $(conf_get "$WORK/answer" BREAKER_STATE) in
        closed | open | half_open) ;;
        *) return 0 ;;
    esac
    for _key in STATE OPENED_AT NOTIFIED PARKED REASON; do
        printf '%s=%s\n' "$_key" "$(conf_get "$WORK/answer" "BREAKER_$_key")"
    done | write_file "$BREAKER_FILE" 640
}

# Older reports, newest first, a few at a time; the central takes one in two seconds. A change does not wait for them.
catch_up() {
    kept | sort -r | head -n "$CATCH_UP" >"$WORK/kept"
    while IFS= read -r _old; do
        sleep "${OXPULSE_CATCH_UP_PAUSE:-3}"
        ! has_changed </dev/null || return 0
        send "$_old" </dev/null
        case $HTTP_STATUS in
            200 | 400 | 413 | 422) rm -rf "$_old" ;;
            *) return 0 ;;
        esac
    done <"$WORK/kept"
}

# The central has been away for three minutes: this edge tells its operators itself.
cut_off() {
    [ -e "$STATE/away-since" ] || keep_number "$STATE/away-since" "$(now_s)"
    _away=$(($(now_s) - $(number_in "$STATE/away-since" 0)))
    [ "$_away" -ge "${OXPULSE_CUT_OFF_AFTER:-180}" ] || return 0
    tg_alert "[$(node_id)] central unreachable for ${_away}s" '' "$(node_id)/CENTRAL_UNREACHABLE" ||
        keep_number "$STATE/undelivered" $(($(number_in "$STATE/undelivered" 0) + 1))
}
