# shellcheck shell=sh
# Commands that ride on the answer to a report. Each is carried out once, however often it comes, and named as done in the next report.

# acknowledge IDS: the central has seen them.
acknowledge() {
    [ -n "$1" ] && [ -r "$STATE/commands-pending" ] || return 0
    printf '%s\n' "$1" | tr ',' '\n' >"$WORK/seen"
    { grep -vxF -f "$WORK/seen" "$STATE/commands-pending" || :; } | write_file "$STATE/commands-pending" 600
}

# carry_out: what the last answer brought. A command that was cut off is carried out again; all of them may be.
carry_out() {
    [ -s "$STATE/commands-new" ] || return 0
    while IFS=, read -r _id _type _argument <&3; do
        case $_id in
            '' | *[!A-Za-z0-9._:-]*) continue ;;
        esac
        [ "${#_id}" -le 64 ] || continue
        if ! grep -qxF "$_id" "$STATE/commands-done" 2>/dev/null; then
            one_command "$_type" "$_argument" </dev/null || warn "command $_id ($_type) failed"
            { [ ! -r "$STATE/commands-done" ] || tail -n 499 "$STATE/commands-done"; printf '%s\n' "$_id"; } | write_file "$STATE/commands-done" 600
        fi
        grep -qxF "$_id" "$STATE/commands-pending" 2>/dev/null || { cat "$STATE/commands-pending" 2>/dev/null; printf '%s\n' "$_id"; } | write_file "$STATE/commands-pending" 600
    done 3<"$STATE/commands-new"
    rm -f "$STATE/commands-new"
}

one_command() {
    say "command: $1"
    case $1 in
        refresh_config | refresh) refresh command ;;
        probe_now | probe) rm -f "$STATE/probed-at" ;;
        set_interval)
            is_number "$2" 3600 && [ "$2" -ge 5 ] || return 1
            keep_number "$STATE/interval" "$2" ;;
        hold) : >"$STATE/hold" ;;
        unhold) rm -f "$STATE/hold" ;;
        rotate_service_token | rotate_token) take_token "$2" ;;
        *) warn "$1 is not a command of version $AGENT_VERSION" && return 1 ;;
    esac
}

# take_token TOKEN: the new one counts once the central has accepted it; else the old one comes back.
take_token() {
    is_token "$1" stkn_ || return 1
    _before=$(first_line "$ETC/token")
    printf '%s\n' "$1" | write_file "$ETC/token" 600 || return 1
    post_json /api/partner/heartbeat node_id "$(node_id)"
    case $HTTP_STATUS in
        401 | 403)
            printf '%s\n' "$_before" | write_file "$ETC/token" 600
            warn 'the central does not know the new service token: the old one stays'
            return 1 ;;
    esac
}
