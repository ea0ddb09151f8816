# shellcheck shell=sh
# From the node's configuration to the files that its proxies read. Nothing takes effect before everything has been checked.

RENDERED='Caddyfile xray-client.json hysteria2.yaml naive.json awg0.conf docker-compose.yml'
CHANNELS='xray hysteria2 naive awg'
AWG_PARAMETERS='JC JMIN JMAX S1 S2 S4 H1 H2 H3 H4'

# docker when containers are started and watched here, none when somebody else runs the channels.
runtime() {
    case ${OXPULSE_RUNTIME:-auto} in
        docker | none) printf '%s' "$OXPULSE_RUNTIME" ;;
        auto) if command -v docker >/dev/null 2>&1; then printf docker; else printf none; fi ;;
        *) fail 2 'OXPULSE_RUNTIME must be auto, docker or none' ;;
    esac
}

channels_wanted() {
    printf 'xray,awg'
    [ -z "${HYSTERIA2_SERVER:-}" ] || printf ',hysteria2'
    [ -z "${NAIVE_SERVER:-}" ] || printf ',naive'
}

# put KEY VALUE: one more value for the templates; what is put last counts.
put() {
    case $2 in
        *[!A-Za-z0-9._:/,@+=~%-]*) render_error values "$1 has characters that are not allowed"; return 1 ;;
    esac
    printf '%s=%s\n' "$1" "$2" >>"$VALUES"
}

get() { conf_get "$VALUES" "$1"; }

# first_of VALUE …: the first that is not empty.
first_of() {
    for _candidate in "$@"; do
        [ -z "$_candidate" ] || { printf '%s' "$_candidate"; return; }
    done
}

render_error() {
    printf '%s: %s\n' "$1" "$2" >>"$WORK/render-errors"
    warn "$1: $2"
}

# The server name of the day, the same for everybody who knows the node: the SHA-256 of id and date as one number, modulo the size of the pool.
# Digit by digit, since a shell's numbers are too small.
server_name_of_the_day() {
    _pool=$(first_of "$(get REALITY_SERVER_NAMES)" "$(get REALITY_SERVER_NAME)" www.samsung.com)
    printf '%s:%s' "$(get NODE_ID)" "$(date -u +%Y-%m-%d)" >"$WORK/day"
    printf '%s\n%s\n' "$(sha256_of "$WORK/day")" "$_pool" | awk '
        NR == 1 { digest = $0 }
        NR == 2 {
            size = split($0, names, ",")
            for (i = 1; i <= length(digest); i++) rest = (rest * 16 + index("0123456789abcdef", substr(digest, i, 1)) - 1) % size
            print names[rest + 1]
        }'
}

percent() { printf '%s' "$1" | sed 's/%/%25/g; s/@/%40/g; s/:/%3A/g; s#/#%2F#g; s/+/%2B/g; s/=/%3D/g; s/,/%2C/g; s/~/%7E/g'; }

is_test_host() {
    case $1 in
        localhost | *.example.com | *.example.net | *.example.org | example.com | example.net | example.org | *.test) return 0 ;;
    esac
    return 1
}

# make_values CONFIG: what the templates may name.
make_values() {
    VALUES=$WORK/values
    cp "$1" "$VALUES"
    if [ -s "$ETC/awg-params.env" ] && conf_check "$ETC/awg-params.env"; then
        for _name in $AWG_PARAMETERS S3; do
            _value=$(conf_get "$ETC/awg-params.env" "$_name")
            [ -z "$_value" ] || put "AWG_$_name" "$_value"
        done
    fi
    put REALITY_PRIVATE_KEY "$(first_line "$ETC/reality.priv")"
    put AWG_PRIVATE_KEY "$(first_line "$ETC/awg-private.key")"
    _endpoint=$(get BACKEND_ENDPOINT)
    put XRAY_HOST "${_endpoint%:*}"
    put XRAY_PORT "${_endpoint##*:}"
    prefer_first_channel
    put REALITY_SNI "$(server_name_of_the_day)"
    put REALITY_ENCRYPTION "$(first_of "$(get REALITY_ENCRYPTION)" none)"
    put REALITY_SHORT_ID "$(get REALITY_SHORT_ID)"
    put XHTTP_PATH "$(first_of "$(get CHANNELS_0_XRAY_XHTTP_PATH)" /xh)"
    put XHTTP_MODE "$(first_of "$(get CHANNELS_0_XRAY_XHTTP_MODE)" stream-one)"
    put XHTTP_PADDING "$(first_of "$(get CHANNELS_0_XRAY_XHTTP_EXTRA_XPADDINGBYTES)" 100-1000)"
    put XMUX_CONCURRENCY "$(first_of "$(get CHANNELS_0_XRAY_XHTTP_XMUX_MAXCONCURRENCY)" 1)"
    put XMUX_REUSE "$(first_of "$(get CHANNELS_0_XRAY_XHTTP_XMUX_CMAXREUSETIMES)" 64)"
    put XMUX_LIFETIME "$(first_of "$(get CHANNELS_0_XRAY_XHTTP_XMUX_CMAXLIFETIMEMS)" 15000)"
    put BACKEND_PORT "${OXPULSE_BACKEND_PORT:-8907}"
    put AWG_MOTHERLY_AWG_IP "$(first_of "${OXPULSE_AWG_MOTHERLY_IP:-}" "$(get AWG_MOTHERLY_AWG_IP)" 10.9.0.2)"
    put XRAY_UPSTREAM "${OXPULSE_XRAY_UPSTREAM:-xray-client:3080}"
    put AWG_UPSTREAM "$(get AWG_MOTHERLY_AWG_IP):$(get BACKEND_PORT)"
    put HYSTERIA2_UPSTREAM "${OXPULSE_HY2_UPSTREAM:-host.docker.internal:18443}"
    put HYSTERIA2_LISTEN "${OXPULSE_HY2_LOCAL_LISTEN:-127.0.0.1:18443}"
    put CADDY_ADMIN "${OXPULSE_CADDY_ADMIN:-127.0.0.1:2019}"
    put CADDY_SITE "$(first_of "${OXPULSE_CADDY_SITE:-}" "$(get DOMAIN)")"
    put HEALTH_INTERVAL "${OXPULSE_HEALTH_INTERVAL:-10}s"
    put IMAGE_CADDY "$(image "${OXPULSE_CADDY_IMAGE:-caddy:2}")"
    put IMAGE_XRAY "$(image "${OXPULSE_XRAY_IMAGE:-teddysun/xray}")"
    put IMAGE_HYSTERIA2 "$(image "${OXPULSE_HYSTERIA2_IMAGE:-tobyxdd/hysteria}")"
    put IMAGE_NAIVE "$(image "${OXPULSE_NAIVE_IMAGE:-pocat/naiveproxy}")"
    put ETC "$ETC"
    put VAR "$VAR"

    put HYSTERIA2_SERVER "$(first_of "${HYSTERIA2_SERVER:-}" "$(get HYSTERIA2_SERVER)")"
    put HYSTERIA2_PORT "$(first_of "${HYSTERIA2_PORT:-}" "$(get HYSTERIA2_PORT)" 443)"
    put HYSTERIA2_AUTH "$(first_of "${HYSTERIA2_AUTH:-}" "$(conf_get "$ETC/hy2.env" AUTH_PASS)" "$(get HYSTERIA2_AUTH)")"
    put HYSTERIA2_OBFS "$(first_of "${HYSTERIA2_OBFS:-}" "$(conf_get "$ETC/hy2.env" OBFS_PASS)" "$(get HYSTERIA2_OBFS)")"
    put NAIVE_SERVER "$(first_of "${NAIVE_SERVER:-}" "$(get NAIVE_SERVER)")"
    put NAIVE_SOCKS_PORT "$(first_of "${NAIVE_SOCKS_PORT:-}" "$(get NAIVE_SOCKS_PORT)" 1080)"
    _user=$(first_of "${NAIVE_USERNAME:-}" "$(get NAIVE_USER)")
    _pass=$(first_of "${NAIVE_PASSWORD:-}" "$(get NAIVE_PASS)")
    _port=$(get NAIVE_PORT)
    put NAIVE_CREDENTIALS "${_user:+$_user:$_pass}"
    put NAIVE_PROXY "https://$(percent "$_user"):$(percent "$_pass")@$(get NAIVE_SERVER)${_port:+:$_port}"
}

# The list of channels says it better than the flat fields, when its first is of this kind.
prefer_first_channel() {
    [ "$(get CHANNELS_0_PROTOCOL)" = vless-reality ] || return 0
    for _pair in XRAY_HOST=HOST XRAY_PORT=PORT REALITY_UUID=XRAY_UUID REALITY_PUBLIC_KEY=XRAY_PUBLIC_KEY REALITY_ENCRYPTION=XRAY_ENCRYPTION \
        REALITY_SHORT_ID=XRAY_SHORT_ID REALITY_SERVER_NAMES=XRAY_SERVER_NAMES; do
        _value=$(get "CHANNELS_0_${_pair#*=}")
        [ -z "$_value" ] || put "${_pair%%=*}" "$_value"
    done
}

# An image without a tag gets the version that was asked for.
image() {
    case ${1##*/} in
        *:*) printf '%s' "$1" ;;
        *) printf '%s:%s' "$1" "${OXPULSE_IMAGE_VERSION:-latest}" ;;
    esac
}

# Whether a channel has what it needs: active, or the word for why not.
channel_wish() {
    case $1 in
        xray) printf active ;;
        awg) if [ -n "$(get AWG_ALLOCATED_IP)" ]; then printf active; else printf skipped; fi ;;
        hysteria2) optional_wish "$(get HYSTERIA2_SERVER)" "$(get HYSTERIA2_AUTH)" ;;
        naive) optional_wish "$(get NAIVE_SERVER)" "$(get NAIVE_CREDENTIALS)" ;;
    esac
}

optional_wish() {
    if [ -z "$1" ] && [ -n "$2" ]; then
        printf skipped_no_server
    elif [ -z "$1" ] || [ -z "$2" ]; then
        printf skipped
    elif is_test_host "$1"; then
        printf skipped_fixture_host
    else
        printf active
    fi
}

channel_file() {
    case $1 in
        xray) printf xray-client.json ;;
        hysteria2) printf hysteria2.yaml ;;
        naive) printf naive.json ;;
        awg) printf awg0.conf ;;
    esac
}

# render TEMPLATES OUT: sets RENDER_FAILED to the channels that did not come out; fails when the proxy's own files did not.
render() {
    RENDER_FAILED=
    : >"$WORK/render-errors"
    : >"$WORK/wishes"
    mkdir -p "$2"
    for _channel in $CHANNELS; do
        _wish=$(channel_wish "$_channel")
        if [ "$_wish" = active ]; then
            _file=$(channel_file "$_channel")
            if render_file "$1" "$2" "$_file"; then
                [ "$_channel" != awg ] || [ -z "$(missing_awg_parameters)" ] || _wish=degraded
                put "$(printf '%s' "$_channel" | tr '[:lower:]' '[:upper:]')_ON" 1
            else
                _wish=failed_at_render
                RENDER_FAILED="$RENDER_FAILED $_channel"
                rm -f "$2/$_file"
            fi
        fi
        printf '%s=%s\n' "$_channel" "$_wish" >>"$WORK/wishes"
    done
    render_file "$1" "$2" Caddyfile && render_file "$1" "$2" docker-compose.yml
}

missing_awg_parameters() {
    for _name in $AWG_PARAMETERS; do
        [ -n "$(get "AWG_$_name")" ] || printf '%s ' "$_name"
    done
}

render_file() {
    if [ ! -r "$1/$3.tmpl" ]; then
        render_error "$3" 'there is no template'
        return 1
    fi
    if ! awk -v values="$VALUES" -f "$PARTS/template.awk" "$1/$3.tmpl" >"$2/$3" 2>"$WORK/why"; then
        render_error "$3" "$(head -n 1 "$WORK/why")"
        return 1
    fi
    if ! validate "$3" "$2/$3" >"$WORK/why" 2>&1; then
        render_error "$3" "$(tail -n 1 "$WORK/why" | tr -c 'A-Za-z0-9 ._:/,@+=~\n-' ' ' | cut -c1-300)"
        return 1
    fi
    case $3 in
        Caddyfile | docker-compose.yml) chmod 644 "$2/$3" ;;
        *) chmod 600 "$2/$3" ;;
    esac
}

validate() {
    case $1 in
        Caddyfile) validate_caddyfile "$2" ;;
        xray-client.json)
            awk -f "$PARTS/json.awk" "$2" >/dev/null || return 1
            ! command -v xray >/dev/null 2>&1 || limited xray run -test -config "$2" ;;
        *.json) awk -f "$PARTS/json.awk" "$2" >/dev/null ;;
        docker-compose.yml)
            awk -f "$PARTS/yaml.awk" "$2" || return 1
            [ "$(runtime)" = none ] || limited docker compose -f "$2" config -q ;;
        *.yaml) awk -f "$PARTS/yaml.awk" "$2" ;;
        *.conf) awk '/^[ \t]*(#.*)?$/ { next } /^\[[A-Za-z]+\]$/ { s = 1; next } /^[A-Za-z0-9]+ = [^ ].*$/ && s { next } { print "line " NR ": neither a section nor a setting"; exit 1 }' "$2" ;;
    esac
}

limited() {
    if command -v timeout >/dev/null 2>&1; then timeout 60 "$@"; else "$@"; fi
}

validate_caddyfile() {
    if command -v caddy >/dev/null 2>&1; then
        XDG_DATA_HOME=$WORK XDG_CONFIG_HOME=$WORK limited caddy validate --adapter caddyfile --config "$1"
    elif [ "$(runtime)" = docker ]; then
        # By standard input: the daemon does not see the private folder that this runs in.
        limited docker run --rm --interactive --network none --entrypoint /bin/sh "$(get IMAGE_CADDY)" \
            -c 'cat >/tmp/Caddyfile && caddy validate --adapter caddyfile --config /tmp/Caddyfile' <"$1"
    else
        awk '{ line = $0; sub(/#.*/, "", line); open += gsub(/{/, "", line); close_ += gsub(/}/, "", line); if (close_ > open) exit 1 } END { exit open != close_ }' "$1" ||
            { printf 'braces do not match\n'; return 1; }
    fi
}

# install_rendering NEW CONFIG: all files at once as far as the rest can tell: a run that is cut off half-way is undone by the next.
install_rendering() {
    rm -rf "$ETC/previous.new"
    mkdir -p "$ETC/previous.new"
    for _file in $RENDERED node-config.env node-config.json; do
        [ ! -e "$ETC/$_file" ] || cp -p "$ETC/$_file" "$ETC/previous.new/" || return 1
    done
    [ ! -e "$STATUS_FILE" ] || cp -p "$STATUS_FILE" "$ETC/previous.new/" || return 1
    rm -rf "$ETC/previous"
    mv "$ETC/previous.new" "$ETC/previous" || return 1
    mkdir -p "$STATE"
    : >"$STATE/swapping"
    for _file in $RENDERED; do
        if [ -e "$1/$_file" ]; then
            cp -p "$1/$_file" "$ETC/.$_file.new" && mv -f "$ETC/.$_file.new" "$ETC/$_file" || return 1
        else
            rm -f "$ETC/$_file"
        fi
    done
    store_config "$2" || return 1
    rm -f "$STATE/swapping"
}

restore_rendering() {
    for _file in $RENDERED node-config.env node-config.json; do
        if [ -e "$ETC/previous/$_file" ]; then
            cp -p "$ETC/previous/$_file" "$ETC/.$_file.new" && mv -f "$ETC/.$_file.new" "$ETC/$_file"
        else
            rm -f "$ETC/$_file"
        fi
    done
    [ ! -e "$ETC/previous/channels-status.env" ] || write_file "$STATUS_FILE" 640 <"$ETC/previous/channels-status.env"
    rm -f "$STATE/swapping"
}

recover_rendering() {
    [ ! -e "$STATE/swapping" ] || [ ! -d "$ETC/previous" ] || { warn 'the last run was cut off while it replaced files: going back to those before'; restore_rendering; }
}

is_rendered() { [ -e "$ETC/Caddyfile" ]; }

differs() { ! cmp -s "$ETC/$1" "$ETC/previous/$1"; }
