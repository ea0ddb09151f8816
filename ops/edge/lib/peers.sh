# shellcheck shell=sh
# What this edge sees of its peers: one voice among several, the central judges.

# Who the peers are, and the token that is shown: fetched anew four times a day. The token holds for seven days.
PEERS_AGE=21600

# fetch_peers: in $STATE/peers. A bad answer never takes the place of a good one.
fetch_peers() {
    [ $(($(now_s) - $(number_in "$STATE/peers-at" 0))) -ge "$PEERS_AGE" ] || return 0
    call GET /api/partner/cross-probe-token "$(service_token)" "$WORK/peers.new" --header "X-Node-Id: $(node_id)"
    [ "$HTTP_STATUS" = 200 ] && conf_check "$WORK/peers.new" || return 0
    write_file "$STATE/peers" 600 <"$WORK/peers.new" && keep_number "$STATE/peers-at" "$(now_s)"
}

is_cross_probe() {
    case $1 in
        xprb_?*) is_plain "$1" && [ "${#1}" -le 512 ] ;;
        *) return 1 ;;
    esac
}

# probe_peers: a few of the roster each time, in turn, all at once.
probe_peers() {
    _most=${OXPULSE_PEER_PROBE_MAX:-2}
    [ "$_most" -gt 0 ] || return 0
    fetch_peers
    sed -n 's/^PEER_ROSTER_\([0-9]\{1,4\}\)_NODE_ID=.*/\1/p' "$STATE/peers" 2>/dev/null >"$WORK/roster"
    _size=$(wc -l <"$WORK/roster")
    [ "$_size" -gt 0 ] || return 0
    PEER_BEARER=$(first_of "${OXPULSE_CROSS_PROBE_TOKEN:-}" "$(conf_get "$STATE/peers" CROSS_PROBE_TOKEN)")
    is_cross_probe "$PEER_BEARER" || { warn 'peers are not probed: there is no cross-probe token'; return 0; }
    [ "$_most" -le "$_size" ] || _most=$_size
    _from=$(($(number_in "$STATE/peer-offset" 0) % _size))
    keep_number "$STATE/peer-offset" $(((_from + _most) % _size))
    cat "$WORK/roster" "$WORK/roster" | tail -n "+$((_from + 1))" | head -n "$_most" >"$WORK/peers"
    while read -r _peer_index; do
        probe_peer "$_peer_index" "$WORK/peer-$_peer_index" &
    done <"$WORK/peers"
    wait
    while read -r _peer_index; do
        [ ! -s "$WORK/peer-$_peer_index" ] || tell_peer "$WORK/peer-$_peer_index" || return 0
    done <"$WORK/peers"
}

# probe_peer INDEX OUT: a TLS handshake with the peer's relay. What is spoken inside is not asked, so the certificate is not judged either.
probe_peer() {
    _peer=$(conf_get "$STATE/peers" "PEER_ROSTER_$1_NODE_ID")
    _host=$(conf_get "$STATE/peers" "PEER_ROSTER_$1_TURNS_HOST")
    _port=$(conf_get "$STATE/peers" "PEER_ROSTER_$1_TURNS_PORT")
    case $_host in
        '' | *[!A-Za-z0-9.-]* | -*) return 0 ;;
    esac
    is_number "$_port" 65535 || return 0
    _shaken=$(curl -q --silent --insecure --output /dev/null --write-out '%{time_appconnect}' --connect-timeout "$PROBE_TIMEOUT" --max-time "$PROBE_TIMEOUT" \
        "https://$_host:$_port/" 2>/dev/null) || :
    printf '%s %s %s\n' "$_peer" "$(printf '%s\n' "${_shaken:-0}" | awk '{ printf "%d", $1 * 1000 + ($1 > 0) }')" "$(now_iso)" >"$2"
}

# tell_peer FILE: 1 when the central is away or does not take the token, so that the rest can be left out.
tell_peer() {
    read -r _peer _ms _at <"$1"
    if [ "$_ms" -gt 0 ]; then _ok='!true'; else _ok='!false'; fi
    json prober_node_id "$(node_id)" target_node_id "$_peer" channel_name coturn-tls handshake_ok "$_ok" rtt_ms "#$_ms" probe_mode peer probed_at "$_at" \
        >"$WORK/body" || return 0
    call POST /api/partner/channel-health "$PEER_BEARER" "$WORK/peer-answer" --header 'Content-Type: application/json' --data-binary "@$WORK/body"
    case $HTTP_STATUS in
        200 | 404) return 0 ;;
        401)
            rm -f "$STATE/peers" "$STATE/peers-at" ;;
    esac
    warn "what was seen of $_peer is not delivered: $(answer_error "$WORK/peer-answer")"
    return 1
}
