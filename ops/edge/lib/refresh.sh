# shellcheck shell=sh
# Brings the edge to what the central wants: heartbeat, keys, templates, configuration, rendering, then a word about the outcome.

# refresh REASON: 0 up to date, or the central is away; 1 refused; 7 the new one was not taken and the old one stays.
refresh() {
    [ -n "$(node_id)" ] || fail 3 'this host is not registered'
    service_token >/dev/null || fail 3 "there is no service token in $ETC/token"
    mkdir -p "$STATE"
    recover_rendering
    # First, and whatever becomes of the rest: nobody should take this edge for dead because a key could not be fetched.
    post_json /api/partner/heartbeat node_id "$(node_id)"
    [ "$HTTP_STATUS" = 200 ] || warn "heartbeat: $(answer_error "$WORK/answer")"
    fetch_beside
    fetch_templates
    fetch_config || return $?
    apply_config "${1:-}"
}

# install_config: the first rendering, from the files that were just installed.
install_config() {
    mkdir -p "$STATE"
    recover_rendering
    [ -r "$CONFIG" ] || fail 3 'there is no node configuration'
    ! service_token >/dev/null || fetch_beside
    cp "$CONFIG" "$WORK/config"
    apply_config
}

# What lies beside the configuration: versions of the keys, credentials, parameters of the mesh.
fetch_beside() {
    fetch_lines /api/partner/keys "$STATE/keys"
    [ -z "$(first_of "${HYSTERIA2_SERVER:-}" "$(conf_get "$CONFIG" HYSTERIA2_SERVER)")" ] || fetch_lines /api/partner/hy2-credentials "$ETC/hy2.env"
    fetch_lines '/api/partner/awg-params/latest?component=awg' "$ETC/awg-params.env"
}

# fetch_lines PATH FILE: best effort; a bad answer never takes the place of a good one.
fetch_lines() {
    call GET "$1" "$(service_token)" "$WORK/lines" --header "X-Node-Id: $(node_id)"
    case $HTTP_STATUS in
        200)
            if conf_check "$WORK/lines"; then
                write_file "$2" 600 <"$WORK/lines"
            else
                warn "$1: the answer is refused: $CONF_ERROR"
            fi ;;
        404 | 503) ;;
        *) warn "$1: $(answer_error "$WORK/lines")" ;;
    esac
}

# fetch_config: the wanted configuration in $WORK/config, the present one when nothing is newer.
fetch_config() {
    cp "$CONFIG" "$WORK/config"
    _epoch=$(number_in "$STATE/epoch-applied" '')
    set -- --header "X-Node-Id: $(node_id)"
    [ -z "$_epoch" ] || set -- "$@" --header "If-None-Match: \"$_epoch\""
    call GET /api/partner/node-config "$(service_token)" "$WORK/answer" "$@"
    case $HTTP_STATUS in
        200) ;;
        304) return 0 ;;
        *)
            warn "node-config: $(answer_error "$WORK/answer")"
            is_transient "$HTTP_STATUS" || return 1
            return 0 ;;
    esac
    if conf_check "$WORK/answer" && plain_config "$WORK/answer" "$WORK/config.new" && check_config "$WORK/config.new"; then
        mv "$WORK/config.new" "$WORK/config"
        return 0
    fi
    warn "the configuration is refused: $CONF_ERROR"
    # Its epoch cannot be told from a text that is not trusted; the entity tag is a number or nothing.
    _epoch=$(tr -d '\r' <"$WORK/headers" | sed -n 's/^[Ee][Tt][Aa][Gg]: "\([0-9]\{1,9\}\)"$/\1/p' | tail -n 1)
    [ -z "$_epoch" ] || tell_applied "$_epoch" failed "configuration refused: $CONF_ERROR"
    return 7
}

# Templates that changed at the central, each checked against the list; they are kept only once everything rendered from them is good.
fetch_templates() {
    STAGED=$WORK/templates
    rm -rf "$STAGED"
    cp -R "$TEMPLATES" "$STAGED" 2>/dev/null || mkdir -p "$STAGED"
    call GET /edge/SHA256SUMS '' "$WORK/sums"
    [ "$HTTP_STATUS" = 200 ] || return 0
    sed -n 's/^\([0-9a-f]*\) [ *]\(templates\/[A-Za-z0-9._-]*\.tmpl\)$/\1 \2/p' "$WORK/sums" >"$WORK/wanted"
    while read -r _sum _file; do
        _staged=$STAGED/${_file#templates/}
        [ ! -e "$_staged" ] || [ "$(sha256_of "$_staged")" != "$_sum" ] || continue
        call GET "/edge/$_file" '' "$WORK/template" </dev/null
        if [ "$HTTP_STATUS" = 200 ] && [ "$(sha256_of "$WORK/template")" = "$_sum" ]; then
            cp "$WORK/template" "$_staged"
        else
            warn "$_file could not be fetched, or its checksum is wrong: the old one stays"
        fi
    done <"$WORK/wanted"
}

keep_templates() {
    ! cmp_folders "$STAGED" "$TEMPLATES" || return 0
    rm -rf "$TEMPLATES.new"
    mkdir -p "${TEMPLATES%/*}"
    cp -R "$STAGED" "$TEMPLATES.new" && chmod -R u=rwX,go=rX "$TEMPLATES.new" && rm -rf "$TEMPLATES" && mv "$TEMPLATES.new" "$TEMPLATES"
}

cmp_folders() {
    [ "$(cd "$1" && cat ./*.tmpl 2>/dev/null | cksum; ls "$1")" = "$(cd "$2" 2>/dev/null && cat ./*.tmpl 2>/dev/null | cksum; ls "$2" 2>/dev/null)" ]
}

# apply_config REASON: renders $WORK/config from $STAGED; 0 in effect, 7 not taken.
apply_config() {
    _wanted=$(conf_get "$WORK/config" EPOCH)
    [ -n "${STAGED:-}" ] || STAGED=$TEMPLATES
    make_values "$WORK/config"
    if ! render "$STAGED" "$WORK/rendered"; then
        is_rendered || for _channel in $CHANNELS; do mark_failed "$_channel"; done
        tell_applied "$_wanted" failed "failed_at_render: $(render_reasons)"
        return 7
    fi
    if [ -n "$RENDER_FAILED" ] && is_rendered; then
        for _channel in $RENDER_FAILED; do mark_failed "$_channel"; done
        tell_applied "$_wanted" failed "failed_at_render: $(render_reasons)"
        return 7
    fi
    if same_as_before; then
        keep_templates
        # A proxy that lost its configuration, or never had the metrics, gets it again.
        metrics_answer || load_caddyfile || :
        derive_statuses
        [ "$(number_in "$STATE/epoch-applied" '')" = "$_wanted" ] || tell_applied "$_wanted" applied ''
        return 0
    fi
    install_rendering "$WORK/rendered" "$WORK/config" || { restore_rendering; fail 4 "$ETC cannot be written"; }
    if ! activate; then
        _why=$(render_reasons)
        restore_rendering
        load_caddyfile || :
        [ "$(runtime)" != docker ] || ! [ -e "$ETC/docker-compose.yml" ] || compose up --detach --force-recreate --remove-orphans || :
        tell_applied "$_wanted" rolled_back "$_why"
        return 7
    fi
    write_statuses
    keep_templates
    if [ -n "$RENDER_FAILED" ]; then
        tell_applied "$_wanted" failed "failed_at_render: $(render_reasons)"
    else
        tell_applied "$_wanted" applied ''
    fi
    tell_awg
    ! all_failed || return 7
}

render_reasons() { tr '\n' ' ' <"$WORK/render-errors"; }

same_as_before() {
    is_rendered && [ -z "$RENDER_FAILED" ] && cmp -s "$WORK/config" "$CONFIG" || return 1
    for _file in $RENDERED; do
        if [ -e "$WORK/rendered/$_file" ] || [ -e "$ETC/$_file" ]; then
            cmp -s "$WORK/rendered/$_file" "$ETC/$_file" || return 1
        fi
    done
    # What failed before and renders now is taken up again.
    ! grep -qE '=(failed_|degraded)' "$STATUS_FILE" 2>/dev/null || cmp -s "$WORK/wishes" "$STATUS_FILE"
}

metrics_answer() {
    mkdir -p "$WORK/now"
    sample "$WORK/now"
    [ "$(cat "$WORK/now/upstreams.status")" = 200 ] && [ -s "$WORK/now/upstreams" ]
}

# tell_applied EPOCH RESULT ERROR: the version is kept only when it is in effect.
tell_applied() {
    [ -n "$1" ] || return 0
    [ "$2" != applied ] || keep_number "$STATE/epoch-applied" "$1"
    printf '%s %s %s\n' "$1" "$2" "$3" | write_file "$STATE/last-applied" 600
    _why=$(printf '%s' "$3" | tr -c 'A-Za-z0-9 ._:/,@+=~-' ' ' | cut -c1-400)
    set -- node_id "$(node_id)" epoch "#$1" result "$2"
    [ -z "$_why" ] || set -- "$@" error "$_why"
    post_json /api/partner/node-config/applied "$@"
    case $HTTP_STATUS in
        204 | 200) ;;
        *) warn "the central was not told about the configuration: $(answer_error "$WORK/answer")" ;;
    esac
}

tell_awg() {
    _awg_epoch=$(conf_get "$ETC/awg-params.env" EPOCH)
    case $(wish awg) in
        active | degraded) ;;
        *) return 0 ;;
    esac
    is_number "$_awg_epoch" 999999999 || return 0
    [ "$(number_in "$STATE/awg-epoch" '')" != "$_awg_epoch" ] || return 0
    post_json /api/partner/awg-params/applied node_id "$(node_id)" component awg epoch "#$_awg_epoch"
    case $HTTP_STATUS in
        20?) keep_number "$STATE/awg-epoch" "$_awg_epoch" ;;
    esac
}
