# shellcheck shell=sh
# Who this node is: its keys, its token, its configuration. Keys are made once; what is there is never made anew unless that is asked for.

IDENTITY_FILES='reality.priv reality.pub reality.uuid awg-private.key awg-public.key token node-config.json node-config.env install.env sfu-keys.env'

node_id() { conf_get "$CONFIG" NODE_ID; }

# key_pair PRIVATE PUBLIC FORM: an X25519 pair as base64; FORM url leaves out the padding.
key_pair() {
    if [ -s "$1" ] || [ -s "$2" ]; then
        [ -s "$1" ] && [ -s "$2" ] && return 0
        fail 3 "one of $1 and $2 is missing: restore it from the backup, keys are not made anew beside it"
    fi
    if command -v openssl >/dev/null 2>&1 && openssl genpkey -algorithm X25519 -outform DER -out "$WORK/key" 2>/dev/null; then
        _private=$(tail -c 32 "$WORK/key" | openssl base64 -A)
        _public=$(openssl pkey -inform DER -in "$WORK/key" -pubout -outform DER | tail -c 32 | openssl base64 -A)
        rm -f "$WORK/key"
    else
        for _tool in awg wg; do
            command -v "$_tool" >/dev/null 2>&1 || continue
            _private=$("$_tool" genkey)
            _public=$(printf '%s\n' "$_private" | "$_tool" pubkey)
            break
        done
    fi
    [ "${#_private}" -eq 44 ] && [ "${#_public}" -eq 44 ] || return 1
    if [ "$3" = url ]; then
        _private=$(printf '%s' "$_private" | tr '+/' '-_' | tr -d =)
        _public=$(printf '%s' "$_public" | tr '+/' '-_' | tr -d =)
    fi
    printf '%s\n' "$_private" | write_file "$1" 600 && printf '%s\n' "$_public" | write_file "$2" 600
}

make_identity() {
    mkdir -p "$ETC" && chmod 700 "$ETC" || fail 4 "$ETC cannot be made"
    _private=; _public=
    key_pair "$ETC/reality.priv" "$ETC/reality.pub" url || warn 'no tool here makes X25519 keys (openssl, awg or wg): registering without'
    _private=; _public=
    key_pair "$ETC/awg-private.key" "$ETC/awg-public.key" std || :
    [ -s "$ETC/reality.uuid" ] || random_hex 16 |
        sed 's/^\(........\)\(....\).\(...\).\(...\)\(............\)$/\1-\2-4\3-a\4-\5/' | write_file "$ETC/reality.uuid" 600
}

# Sets old keys aside, so that new ones are made.
set_keys_aside() {
    _aside=$ETC/keys-before-$(now_s)
    mkdir -p "$_aside"
    for _file in reality.priv reality.pub reality.uuid awg-private.key awg-public.key; do
        [ ! -e "$ETC/$_file" ] || mv "$ETC/$_file" "$_aside/"
    done
}

first_line() { [ ! -r "$1" ] || head -n 1 "$1"; }

# check_config FILE: whether it may take the place of the one that is there.
check_config() {
    conf_check "$1" || return 1
    _node=$(conf_get "$1" NODE_ID)
    case $_node in
        '' | *[!A-Za-z0-9._-]*) CONF_ERROR='it has no node_id'; return 1 ;;
    esac
    [ "${#_node}" -le 128 ] || { CONF_ERROR='its node_id is too long'; return 1; }
    _known=$(node_id)
    [ -z "$_known" ] || [ "$_known" = "$_node" ] || { CONF_ERROR="it is for another node ($_node)"; return 1; }
    if [ -z "$(conf_get "$1" CHANNELS)" ]; then
        for _need in REALITY_UUID REALITY_PUBLIC_KEY BACKEND_ENDPOINT; do
            [ -n "$(conf_get "$1" "$_need")" ] || { CONF_ERROR="it has neither channels nor $(printf %s "$_need" | tr '[:upper:]' '[:lower:]')"; return 1; }
        done
    fi
}

# plain_config ANSWER OUT: the configuration alone, without the credentials that come with it.
plain_config() {
    grep -vE '^(SERVICE_TOKEN|CROSS_PROBE_TOKEN|SKIPPED)=' "$1" >"$2"
    ! grep -q '^SKIPPED=' "$1" || warn "the central left out values that do not fit a line: $(sed -n 's/^SKIPPED=//p' "$1" | tr '\n' ' ')"
}

# The same as one flat JSON object, for backups and people. Values hold nothing that would need escaping.
config_json() { awk 'BEGIN { print "{" } { p = index($0, "="); printf "%s  \"%s\": \"%s\"", sep, tolower(substr($0, 1, p - 1)), substr($0, p + 1); sep = ",\n" } END { print "\n}" }' "$1"; }

store_config() {
    config_json "$1" | write_file "$ETC/node-config.json" 600 && write_file "$CONFIG" 600 <"$1"
}

# keep_token ANSWER: four cases, see docs/edges/agent.md.
keep_token() {
    _sent=$(conf_get "$1" SERVICE_TOKEN)
    if [ -n "$_sent" ] && [ ! -s "$ETC/token" ]; then
        is_token "$_sent" stkn_ || fail 3 'the central sent a service token of an unknown form'
        printf '%s\n' "$_sent" | write_file "$ETC/token" 600
    elif [ -n "$_sent" ]; then
        warn "keeping the service token that is in $ETC/token, not the one that was sent"
    elif [ ! -s "$ETC/token" ] && [ -z "${OXPULSE_SERVICE_TOKEN:-}" ]; then
        fail 1 "the central knows this node but sends its token only once. Rotate it there (rotate-token), write the new one to $ETC/token (mode 0600), run again"
    fi
}

# Redeems the registration token of OXPULSE_PARTNER_TOKEN; it goes along as a bearer, not as an argument.
register() {
    make_identity
    is_token "${OXPULSE_PARTNER_TOKEN:-}" ptkn_ || fail 2 'a registration token looks like ptkn_…'
    # A lost answer may be asked for again with the same key and the same identity.
    [ -s "$ETC/registration-key" ] || random_hex 16 | write_file "$ETC/registration-key" 600
    set -- --header "Idempotency-Key: $(first_line "$ETC/registration-key")"
    for _pair in "partner_id=${OXPULSE_PARTNER_ID:-}" "domain=${OXPULSE_DOMAIN:-}" "public_ip=$(public_ip)" "region=${OXPULSE_REGION:-}" \
        "tunnel=${OXPULSE_TUNNEL:-}" "reality_public_key=$(first_line "$ETC/reality.pub")" "reality_uuid=$(first_line "$ETC/reality.uuid")" \
        "awg_pubkey=$(first_line "$ETC/awg-public.key")" "channels_wanted=$(channels_wanted)"; do
        [ -z "${_pair#*=}" ] || set -- "$@" --form-string "$_pair"
    done
    central_retry POST /api/partner/register "$OXPULSE_PARTNER_TOKEN" "$WORK/answer" "$@"
    case $HTTP_STATUS in
        200 | 201) ;;
        *) give_up 'registration' "$WORK/answer" ;;
    esac
    conf_check "$WORK/answer" || fail 3 "the configuration that was answered is refused: $CONF_ERROR"
    plain_config "$WORK/answer" "$WORK/config"
    check_config "$WORK/config" || fail 3 "the configuration that was answered is refused: $CONF_ERROR"
    keep_token "$WORK/answer"
    store_config "$WORK/config" || fail 4 "$ETC cannot be written"
    rm -f "$ETC/registration-key" "$STATE/deregistered"
    say "registered as $(node_id)"
}

# Takes up the identity again. 0 done, 5 the central does not know it, 6 the central is away.
reattach() {
    [ -n "$(node_id)" ] || fail 3 'there is no node configuration to take up again'
    _bearer=$(service_token) || fail 3 "there is no service token in $ETC/token"
    make_identity
    set -- node_id "$(node_id)" installer_version "${OXPULSE_INSTALLER_VERSION:-$AGENT_VERSION}" rotate_identity "!${1:-false}"
    for _pair in "reality_public_key=$(first_line "$ETC/reality.pub")" "reality_uuid=$(first_line "$ETC/reality.uuid")" \
        "awg_pubkey=$(first_line "$ETC/awg-public.key")" "public_ip=$(public_ip)"; do
        [ -z "${_pair#*=}" ] || set -- "$@" "${_pair%%=*}" "${_pair#*=}"
    done
    json "$@" >"$WORK/body" || fail 3 'the identity has characters that are not allowed'
    central_retry POST /api/partner/reattach "$_bearer" "$WORK/answer" --header 'Content-Type: application/json' --data-binary "@$WORK/body"
    case $HTTP_STATUS in
        200) ;;
        401 | 404 | 410) return 5 ;;
        *) is_transient "$HTTP_STATUS" && return 6
            give_up 're-attachment' "$WORK/answer" ;;
    esac
    conf_check "$WORK/answer" || fail 3 "the configuration that was answered is refused: $CONF_ERROR"
    plain_config "$WORK/answer" "$WORK/config"
    check_config "$WORK/config" || fail 3 "the configuration that was answered is refused: $CONF_ERROR"
    store_config "$WORK/config" || fail 4 "$ETC cannot be written"
    say "re-attached as $(node_id)"
}

# Three tries when the central is away; the installer is interactive and must not wait for long.
central_retry() {
    _try=1
    while :; do
        call "$@"
        is_transient "$HTTP_STATUS" && [ "$_try" -lt 3 ] || return 0
        warn "the central answered: $(answer_error "$4"); trying again"
        sleep "${OXPULSE_RETRY_PAUSE:-5}"
        _try=$((_try + 1))
    done
}

give_up() {
    is_transient "$HTTP_STATUS" && fail 6 "$1: the central is away: $(answer_error "$2")"
    fail 1 "$1 was refused: $(answer_error "$2")"
}

public_ip() {
    if [ -n "${OXPULSE_PUBLIC_IP:-}" ]; then
        printf '%s' "$OXPULSE_PUBLIC_IP"
    else
        # The address that packets to the world would carry; nothing is sent.
        ip -4 route get 192.0.2.1 2>/dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p' | head -n 1
    fi
}

# manual_config FILE: a saved configuration, as JSON or as lines.
manual_config() {
    [ -r "$1" ] || fail 3 "$1 cannot be read"
    if [ "$(tr -d ' \t\r\n' <"$1" | head -c 1)" = '{' ]; then
        awk -f "$PARTS/json.awk" "$1" >"$WORK/manual" 2>"$WORK/why" || fail 3 "$1 is no JSON: $(cat "$WORK/why")"
    else
        cat "$1" >"$WORK/manual"
    fi
    conf_check "$WORK/manual" || fail 3 "$1 is refused: $CONF_ERROR"
    plain_config "$WORK/manual" "$WORK/config"
    check_config "$WORK/config" || fail 3 "$1 is refused: $CONF_ERROR"
    store_config "$WORK/config" || fail 4 "$ETC cannot be written"
}

# back_up DIR
back_up() {
    mkdir -p "$1" && chmod 700 "$1" || fail 4 "$1 cannot be made"
    for _file in $IDENTITY_FILES; do
        [ ! -e "$ETC/$_file" ] || cp -p "$ETC/$_file" "$1/" || fail 4 "$1/$_file cannot be written"
    done
}

# put_back DIR FORCE: files of a backup. Another identity that is already here is not overwritten without a word.
put_back() {
    [ -d "$1" ] || fail 3 "there is no backup $1"
    [ -s "$1/token" ] || [ -s "$1/node-config.json" ] || [ -s "$1/node-config.env" ] || fail 3 "$1 holds no identity"
    if [ -s "$1/token" ]; then
        is_token "$(head -n 1 "$1/token")" stkn_ || fail 3 "$1/token is no service token"
    fi
    if [ -s "$1/node-config.env" ]; then
        conf_check "$1/node-config.env" || fail 3 "$1/node-config.env is refused: $CONF_ERROR"
    fi
    mkdir -p "$ETC" && chmod 700 "$ETC"
    for _file in $IDENTITY_FILES; do
        [ "$_file" != install.env ] && [ -e "$1/$_file" ] && [ -e "$ETC/$_file" ] && ! cmp -s "$1/$_file" "$ETC/$_file" && [ "$2" != force ] &&
            fail 3 "$ETC/$_file is there and differs from the backup; --force overwrites it"
    done
    for _file in $IDENTITY_FILES; do
        [ ! -e "$1/$_file" ] || write_file "$ETC/$_file" 600 <"$1/$_file" || fail 4 "$ETC/$_file cannot be written"
    done
}

# The newest backup below /root.
newest_backup() {
    for _dir in "$ROOT"/root/oxpulse-backup-*; do
        [ ! -d "$_dir" ] || printf '%s\n' "$_dir"
    done | sort -t- -k3n | tail -n 1
}
