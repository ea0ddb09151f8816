# shellcheck shell=sh
# shellcheck disable=SC2034  # CONF_ERROR is read by callers
# KEY=VALUE lines. They are looked up as text and never given to a shell: a line outside the set spoils the whole file.

CONF_LIMIT=262144

# conf_check FILE: whether each line is KEY=VALUE of the restricted set; CONF_ERROR says what is wrong, never with the text itself.
conf_check() {
    CONF_ERROR=
    [ -r "$1" ] || { CONF_ERROR='it cannot be read'; return 1; }
    [ -s "$1" ] || { CONF_ERROR='it is empty'; return 1; }
    [ "$(wc -c <"$1")" -le "$CONF_LIMIT" ] || { CONF_ERROR="it is larger than $CONF_LIMIT bytes"; return 1; }
    # Bytes first: a NUL or a carriage return would end or hide a line for the tools below.
    [ "$(tr -d 'A-Za-z0-9._:/,@+=~\n-' <"$1" | wc -c)" -eq 0 ] || { CONF_ERROR="line $(conf_bad_line "$1") has characters that are not allowed"; return 1; }
    _bad=$(conf_bad_line "$1")
    [ -z "$_bad" ] || { CONF_ERROR="line $_bad is not KEY=VALUE"; return 1; }
}

conf_bad_line() { grep -anvE '^[A-Z0-9_]+=[A-Za-z0-9._:/,@+=~-]*$' "$1" | head -n 1 | cut -d: -f1; }

# conf_get FILE KEY: the last value, empty when there is none.
conf_get() { [ ! -r "$1" ] || sed -n "s/^$2=//p" "$1" | tail -n 1; }

# conf_set FILE KEY VALUE: in place of all lines of that key, mode 0600.
conf_set() {
    { [ ! -r "$1" ] || grep -v "^$2=" "$1"; printf '%s=%s\n' "$2" "$3"; } | write_file "$1" 600
}

is_plain() {
    case $1 in
        *[!A-Za-z0-9._:/,@+=~-]*) return 1 ;;
    esac
}

# What an operator may set; install.env keeps it for runs that are not started by him.
SETTINGS='OXPULSE_BACKEND_URL OXPULSE_PARTNER_ID OXPULSE_DOMAIN OXPULSE_TUNNEL OXPULSE_REGION OXPULSE_PUBLIC_IP OXPULSE_INSTALLER_VERSION
OXPULSE_IMAGE_VERSION OXPULSE_CADDY_IMAGE OXPULSE_XRAY_IMAGE OXPULSE_HYSTERIA2_IMAGE OXPULSE_NAIVE_IMAGE OXPULSE_RUNTIME
OXPULSE_METRICS_SRC OXPULSE_SAMPLE_INTERVAL OXPULSE_REPORT_INTERVAL OXPULSE_PEER_PROBE_MAX OXPULSE_CHANNEL_PROBE_TIMEOUT OXPULSE_CH1_CANARY_URL
OXPULSE_AWG_MOTHERLY_IP OXPULSE_BACKEND_PORT OXPULSE_HY2_LOCAL_LISTEN OXPULSE_HY2_FALLBACK_PORT OXPULSE_HY2_UPSTREAM OXPULSE_XRAY_UPSTREAM
OXPULSE_COTURN_PROBE_TARGET OXPULSE_COTURN_PORT OXPULSE_TURN_SECRET OXPULSE_CADDY_ADMIN OXPULSE_CADDY_SITE OXPULSE_HEALTH_INTERVAL OXPULSE_VERIFY_WAIT
OXPULSE_TG_WEBHOOK OXPULSE_TG_MIN_INTERVAL OXPULSE_TG_CHAT TG_CHAT TG_TOKEN OXPULSE_TG_API_FALLBACK OXPULSE_TG_STATE_DIR
HYSTERIA2_SERVER HYSTERIA2_PORT HYSTERIA2_AUTH HYSTERIA2_OBFS NAIVE_SERVER NAIVE_SOCKS_PORT NAIVE_USERNAME NAIVE_PASSWORD'

# Takes what the environment does not say from a file of the operator. Values there may be URLs with a query.
load_settings() {
    [ -r "$1" ] || return 0
    while IFS= read -r _line || [ -n "$_line" ]; do
        case $_line in
            '' | '#'*) continue ;;
            *=*) ;;
            *) fail 3 "$1 has a line that is not KEY=VALUE" ;;
        esac
        _key=${_line%%=*}
        _value=${_line#*=}
        case " $(printf '%s' "$SETTINGS" | tr '\n' ' ') " in
            *" $_key "*) ;;
            *) continue ;;
        esac
        case $_value in
            *[!A-Za-z0-9._:/,@+=~?\&%-]*) fail 3 "$1: $_key has characters that are not allowed" ;;
        esac
        [ -n "$(env | sed -n "s/^$_key=//p" | head -n 1)" ] || export "$_key=$_value"
    done <"$1"
}

# save_settings FILE: what the environment and the file together say.
save_settings() {
    for _key in $SETTINGS; do
        _value=$(env | sed -n "s/^$_key=//p" | head -n 1)
        case $_value in
            '') continue ;;
            *[!A-Za-z0-9._:/,@+=~?\&%-]*) fail 2 "$_key has characters that are not allowed" ;;
        esac
        printf '%s=%s\n' "$_key" "$_value"
    done | write_file "$1" 600
}

# setting_number NAME VALUE LEAST MOST: a bad number stops the start, with the name.
setting_number() {
    is_number "$2" "$4" && [ "$2" -ge "$3" ] || fail 2 "$1 must be a number from $3 to $4"
}
