# shellcheck shell=sh
# Numbered checks of an edge. A check that has no object here is green and says so.

# check NAME COMMAND…: the next number. What the command prints is the remark.
check() {
    CHECK=$((CHECK + 1))
    _check=$(printf 'check_%02d_%s' "$CHECK" "$1")
    shift
    if _remark=$("$@" 2>&1); then _colour=GREEN; else _colour=RED; FAILURES=$((FAILURES + 1)); fi
    if [ "$SNAPSHOT" = 1 ]; then
        printf '%s=%s\n' "$_check" "$_colour"
    else
        printf '%-5s %s%s\n' "$_colour" "$_check" "${_remark:+ ($(printf '%s' "$_remark" | head -n 1))}"
    fi
}

# healthcheck [local]: as many failures as the exit code says, 125 at most. local asks the central nothing.
healthcheck() {
    CHECK=0
    FAILURES=0
    mkdir -p "$WORK/health"
    sample "$WORK/health"
    check config_readable health_config
    check identity_files health_identity
    check token_mode health_token_mode
    check token_accepted health_token_accepted "${1:-}"
    check containers health_containers
    check caddy_metrics health_metrics
    check caddyfile_metrics_directive grep -q '^[[:space:]]*metrics' "$ETC/Caddyfile"
    check upstream_series health_series
    check upstream_healthy health_upstream
    check caddyfile_hash health_rendered Caddyfile
    check xray_config_hash health_rendered xray-client.json
    check channels_verdict health_verdict
    check tunnel_xray health_probe xray ch1
    check tunnel_awg health_probe awg ch2
    check tunnel_hysteria2 health_probe hysteria2 ch3
    check tunnel_naive health_probe naive ch5
    check service_active health_service
    check refresh_timer health_timer
    check support_scripts health_scripts
    check config_applied health_applied
    check last_report health_last_report
    check undelivered_alerts health_undelivered
    [ "$SNAPSHOT" = 1 ] || say "$FAILURES of $CHECK checks failed"
    [ "$FAILURES" -le 125 ] || FAILURES=125
    return "$FAILURES"
}

health_config() { check_config "$CONFIG" || { printf '%s' "$CONF_ERROR"; return 1; }; }

health_identity() {
    for _file in reality.priv reality.pub reality.uuid awg-private.key awg-public.key token; do
        [ -s "$ETC/$_file" ] || { printf '%s is missing' "$_file"; return 1; }
    done
}

health_token_mode() { [ -n "$(find "$ETC/token" -perm 600 2>/dev/null)" ] || { printf '%s is not 0600' "$ETC/token"; return 1; }; }

health_token_accepted() {
    [ "$1" != local ] || { printf 'not asked'; return 0; }
    service_token >/dev/null || { printf 'no token'; return 1; }
    post_json /api/partner/heartbeat node_id "$(node_id)"
    [ "$HTTP_STATUS" = 200 ] || { answer_error "$WORK/answer"; return 1; }
}

health_containers() {
    [ "$(runtime)" = docker ] || { printf 'no docker here'; return 0; }
    for _channel in caddy xray hysteria2 naive; do
        [ "$_channel" = caddy ] || is_active "$_channel" || continue
        is_running "$_channel" || { printf '%s does not run' "$(container_of "$_channel")"; return 1; }
    done
}

health_metrics() {
    _status=$(cat "$WORK/health/upstreams.status")
    [ "$_status" = 200 ] || { printf 'the metrics answer %s' "$_status"; return 1; }
}

health_series() { grep -qs "^$METRIC{" "$WORK/health/upstreams" || { printf 'no %s' "$METRIC"; return 1; }; }

health_upstream() { grep -qsE "^$METRIC\{.*\} 1(\.0)?$" "$WORK/health/upstreams" || { printf 'no upstream is healthy'; return 1; }; }

health_rendered() {
    [ -r "$ETC/$1" ] || { [ "$1" != Caddyfile ] && ! is_active xray && printf 'not rendered' && return 0; printf '%s is missing' "$1"; return 1; }
    mkdir -p "$WORK/again"
    make_values "$CONFIG"
    for _channel in $CHANNELS; do
        ! is_active "$_channel" || put "$(printf '%s' "$_channel" | tr '[:lower:]' '[:upper:]')_ON" 1
    done
    awk -v values="$VALUES" -f "$PARTS/template.awk" "$TEMPLATES/$1.tmpl" >"$WORK/again/$1" 2>/dev/null && cmp -s "$WORK/again/$1" "$ETC/$1" ||
        { printf '%s was changed by hand, or waits for a refresh' "$1"; return 1; }
}

health_verdict() {
    [ -r "$STATUS_FILE" ] || { printf 'no %s' "$STATUS_FILE"; return 1; }
    if grep -qvE '=(active|skipped|skipped_no_server|skipped_fixture_host)$' "$STATUS_FILE"; then
        grep -vE '=(active|skipped|skipped_no_server|skipped_fixture_host)$' "$STATUS_FILE" | tr '\n' ' '
        return 1
    fi
}

health_probe() {
    is_active "$1" || { printf 'not provisioned'; return 0; }
    [ -e "$WORK/health/probes" ] || probe "$WORK/health/probes"
    grep -q "^$2 ok " "$WORK/health/probes" || { printf '%s does not answer through the channel' "$2"; return 1; }
}

health_service() { [ "$(service_active)" = 1 ] || { printf 'the reporting loop does not run'; return 1; }; }

health_timer() {
    has_systemd || { printf 'no systemd here'; return 0; }
    systemctl is-active --quiet oxpulse-partner-edge-refresh.timer || { printf 'the refresh timer is not active'; return 1; }
}

health_scripts() {
    [ -r "$LIBDIR/SHA256SUMS" ] || { printf 'no list of checksums'; return 1; }
    while read -r _sum _file; do
        _file=${_file#\*}
        _place=$(place_of "$_file") || continue
        [ -z "$_place" ] || [ "$(sha256_of "$_place" 2>/dev/null)" = "$_sum" ] || { printf '%s differs from what was installed' "$_place"; return 1; }
    done <"$LIBDIR/SHA256SUMS"
}

# Where the installer puts a file; templates change with the configuration and are not checked here.
place_of() {
    case $1 in
        oxpulse-*.service | oxpulse-*.timer) [ ! -d "$UNITS" ] || printf '%s/%s' "$UNITS" "$1" ;;
        oxpulse-*) printf '%s/%s' "$SBIN" "$1" ;;
        lib/*) printf '%s/%s' "$LIBDIR" "${1#lib/}" ;;
        telegram-alert-lib.sh) printf '%s/%s' "$LIBDIR" "$1" ;;
    esac
}

health_applied() {
    _last=$(first_line "$STATE/last-applied")
    case $_last in
        *' applied '*) ;;
        '') printf 'nothing has been applied yet'; return 1 ;;
        *) printf 'epoch %s' "$_last"; return 1 ;;
    esac
}

health_last_report() {
    [ "$(($(now_s) - $(number_in "$STATE/accepted-at" 0)))" -le "$(($(interval) * 3))" ] || { printf 'no report was accepted within three intervals'; return 1; }
}

health_undelivered() {
    [ "$(number_in "$STATE/undelivered" 0)" = 0 ] || { printf '%s since the last accepted report' "$(number_in "$STATE/undelivered" 0)"; return 1; }
}

# serveability: one line a provisioned tunnel.
serveability() {
    probe "$WORK/probes"
    sed -n 's/^\(ch[0-9]*\) ok .*/\1=OK/p; s/^\(ch[0-9]*\) fail .*/\1=DOWN/p' "$WORK/probes"
}

show_status() {
    say "node:        $(first_of "$(node_id)" 'not registered')"
    say "central:     ${BACKEND:-unknown}"
    say "epoch:       $(first_of "$(first_line "$STATE/last-applied")" none)"
    say "interval:    $(interval) s"
    say "spooled:     $(find "$STATE/spool" -mindepth 1 -maxdepth 1 -type d 2>/dev/null | wc -l | tr -d ' ') reports, undelivered $(number_in "$STATE/undelivered" 0)"
    [ ! -r "$BREAKER_FILE" ] || say "alerts:      $(breaker_words)"
    [ ! -r "$STATUS_FILE" ] || sed 's/^/channel:     /' "$STATUS_FILE"
}

breaker_words() {
    case $(conf_get "$BREAKER_FILE" STATE) in
        closed) printf 'told one by one' ;;
        *) printf 'parked since %s, %s changes, %s' "$(conf_get "$BREAKER_FILE" OPENED_AT)" "$(conf_get "$BREAKER_FILE" PARKED)" "$(conf_get "$BREAKER_FILE" REASON)" ;;
    esac
}
