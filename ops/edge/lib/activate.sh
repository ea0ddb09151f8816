# shellcheck shell=sh
# Rendered files take effect: containers where docker is, the tunnel where its tools are, the proxy through its own interface.

compose() { docker compose --project-name oxpulse-partner --file "$ETC/docker-compose.yml" "$@" >"$WORK/compose" 2>&1; }

service_of() {
    case $1 in
        xray) printf xray-client ;;
        *) printf '%s' "$1" ;;
    esac
}

container_of() {
    case $1 in
        xray) printf oxpulse-partner-xray ;;
        hysteria2) printf oxpulse-partner-hy2 ;;
        naive) printf oxpulse-partner-naive ;;
        caddy) printf oxpulse-partner-caddy ;;
    esac
}

is_running() { [ "$(docker inspect --format '{{.State.Running}}' "$(container_of "$1")" 2>/dev/null)" = true ]; }

wish() { sed -n "s/^$1=//p" "$WORK/wishes"; }

set_wish() { sed "s/^$1=.*/$1=$2/" "$WORK/wishes" >"$WORK/wishes.new" && mv "$WORK/wishes.new" "$WORK/wishes"; }

# activate: fails when the proxy or every attempted channel did not come up; a channel that did not is marked.
activate() {
    activate_awg
    if [ "$(runtime)" = docker ]; then
        if ! compose up --detach --remove-orphans; then
            warn "docker compose: $(tail -n 1 "$WORK/compose")"
        fi
        for _channel in xray hysteria2 naive; do
            [ "$(wish "$_channel")" = active ] && [ -e "$ETC/previous/$(channel_file "$_channel")" ] && differs "$(channel_file "$_channel")" || continue
            compose up --detach --no-deps --force-recreate "$(service_of "$_channel")" || warn "$_channel: $(tail -n 1 "$WORK/compose")"
        done
    fi
    load_caddyfile || return 1
    [ "$(runtime)" = docker ] || return 0
    sleep "${OXPULSE_VERIFY_WAIT:-5}"
    for _channel in xray hysteria2 naive; do
        [ "$(wish "$_channel")" != active ] || is_running "$_channel" || set_wish "$_channel" failed_at_start
    done
    is_running caddy || { render_error Caddyfile 'the proxy does not run'; return 1; }
}

# One path less for control traffic, never a reason to stop.
activate_awg() {
    case $(wish awg) in
        active | degraded) ;;
        *) return 0 ;;
    esac
    [ "$(runtime)" = docker ] || return 0
    if ! command -v awg-quick >/dev/null 2>&1; then
        warn 'awg: awg-quick is not installed'
        set_wish awg failed_at_setup
        return 0
    fi
    _awg=$ROOT/etc/amnezia/amneziawg
    mkdir -p "$_awg"
    if cmp -s "$ETC/awg0.conf" "$_awg/awg0.conf" && awg show awg0 >/dev/null 2>&1; then
        return 0
    fi
    awg-quick down awg0 >/dev/null 2>&1
    write_file "$_awg/awg0.conf" 600 <"$ETC/awg0.conf" && limited awg-quick up awg0 >"$WORK/why" 2>&1 ||
        { warn "awg: $(tail -n 1 "$WORK/why")"; set_wish awg failed_at_setup; }
}

caddy_admin() { printf 'http://%s' "${OXPULSE_CADDY_ADMIN:-127.0.0.1:2019}"; }

caddy_answers() { curl -q --silent --output /dev/null --max-time 3 "$(caddy_admin)/config/"; }

# The proxy takes a configuration whole or keeps the one it has, and says so.
load_caddyfile() {
    if ! caddy_answers; then
        [ "$(runtime)" = docker ] || say 'Caddy does not answer here; it reads the new file when it is started'
        return 0
    fi
    _status=$(curl -q --silent --show-error --output "$WORK/load" --write-out '%{http_code}' --max-time 20 --request POST \
        --header 'Content-Type: text/caddyfile' --data-binary "@$ETC/Caddyfile" "$(caddy_admin)/load" 2>"$WORK/why") || _status=000
    [ "$_status" = 200 ] || { render_error Caddyfile "Caddy refuses it ($_status)"; return 1; }
}

write_statuses() { write_file "$STATUS_FILE" 640 <"$WORK/wishes"; }

# Active channels whose container has gone, and the way back.
derive_statuses() {
    [ -r "$STATUS_FILE" ] && [ "$(runtime)" = docker ] || return 0
    cp "$STATUS_FILE" "$WORK/wishes"
    for _channel in xray hysteria2 naive; do
        case $(wish "$_channel") in
            active) is_running "$_channel" || set_wish "$_channel" failed_at_runtime ;;
            failed_at_runtime) ! is_running "$_channel" || set_wish "$_channel" active ;;
        esac
    done
    cmp -s "$WORK/wishes" "$STATUS_FILE" || write_statuses
}

# mark_failed CHANNEL: by the word of a rendering that did not take effect; the others keep theirs.
mark_failed() {
    if [ -r "$STATUS_FILE" ]; then
        { grep -v "^$1=" "$STATUS_FILE"; printf '%s=failed_at_render\n' "$1"; } | write_file "$STATUS_FILE" 640
    else
        printf '%s=failed_at_render\n' "$1" | write_file "$STATUS_FILE" 640
    fi
}

# all_failed: whether each channel that was attempted failed; the mesh alone carries no users.
all_failed() {
    ! grep -E '^(xray|hysteria2|naive)=' "$WORK/wishes" | grep -q '=active$'
}
