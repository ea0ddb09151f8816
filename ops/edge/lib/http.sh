# shellcheck shell=sh
# Calls to the central. The bearer goes to curl by its standard input, never by an argument that a process list shows.

: "${CALL_TIMEOUT:=15}"

backend_url() {
    BACKEND=${OXPULSE_BACKEND_API:-${OXPULSE_BACKEND_URL:-}}
    BACKEND=${BACKEND%/}
    case $BACKEND in
        http://?* | https://?*) ;;
        '') fail 3 'the address of the central is not known: set OXPULSE_BACKEND_URL' ;;
        *) fail 3 'OXPULSE_BACKEND_URL must begin with http:// or https://' ;;
    esac
    is_plain "$BACKEND" || fail 3 'OXPULSE_BACKEND_URL has characters that are not allowed'
}

# The service token of this node; 3 when there is none that could be one.
service_token() {
    _token=${OXPULSE_SERVICE_TOKEN:-}
    [ -n "$_token" ] || [ ! -r "$ETC/token" ] || _token=$(head -n 1 "$ETC/token")
    is_token "$_token" stkn_ || return 3
    printf '%s' "$_token"
}

# is_token TEXT PREFIX
is_token() {
    case $1 in
        "$2"*) _rest=${1#"$2"} ;;
        *) return 1 ;;
    esac
    case $_rest in
        *[!A-Za-z0-9_-]*) return 1 ;;
    esac
    [ "${#_rest}" -ge 8 ] && [ "${#_rest}" -le 128 ]
}

# call METHOD PATH BEARER OUT [curl arguments]: sets HTTP_STATUS, 000 when there was no whole answer.
call() {
    _call_method=$1 _call_path=$2 _call_bearer=$3 _call_out=$4
    shift 4
    : >"$_call_out"
    HTTP_STATUS=$(
        {
            [ -z "$_call_bearer" ] || printf 'header = "Authorization: Bearer %s"\n' "$_call_bearer"
            printf 'url = "%s"\n' "$BACKEND$_call_path"
        } | curl -q --config - --silent --show-error --proto '=http,https' --request "$_call_method" --output "$_call_out" --dump-header "$WORK/headers" \
            --write-out '%{http_code}' --connect-timeout 5 --max-time "$CALL_TIMEOUT" --max-filesize "$CONF_LIMIT" \
            --header 'Accept: text/plain' --header 'Expect:' --header "User-Agent: oxpulse-edge-agent/$AGENT_VERSION" \
            --header "X-Installer-Version: ${OXPULSE_INSTALLER_VERSION:-$AGENT_VERSION}" "$@" 2>"$WORK/curl-error"
    ) || HTTP_STATUS=000
}

# Whether the central is away rather than unwilling.
is_transient() {
    case $1 in
        000 | 408 | 429 | 5??) return 0 ;;
    esac
    return 1
}

# What an answer says went wrong: its code when it names one, else the status, else what curl said.
answer_error() {
    if [ "$HTTP_STATUS" = 000 ]; then
        printf 'no answer (%s)' "$(head -n 1 "$WORK/curl-error" | tr -cd 'A-Za-z0-9 ._:/()-' | cut -c1-120)"
        return
    fi
    _error=
    ! conf_check "$1" || _error=$(conf_get "$1" ERROR)
    printf '%s %s' "$HTTP_STATUS" "$_error" | sed 's/ $//'
}

# json NAME VALUE …: an object of texts, numbers after #, words after !. A value outside the set is refused, so nothing needs escaping.
json() {
    _json=; _sep=
    while [ $# -ge 2 ]; do
        case $2 in
            '#'*) is_number "${2#\#}" 999999999 || return 1; _item=${2#\#} ;;
            '!true' | '!false') _item=${2#!} ;;
            *[!A-Za-z0-9\ ._:/,@+=~-]*) return 1 ;;
            *) _item="\"$2\"" ;;
        esac
        _json="$_json$_sep\"$1\":$_item"
        _sep=,
        shift 2
    done
    printf '{%s}' "$_json"
}

# post_json PATH NAME VALUE …: with the node's bearer; the answer goes to $WORK/answer.
post_json() {
    _to=$1
    shift
    json "$@" >"$WORK/body" || return 1
    call POST "$_to" "$(service_token)" "$WORK/answer" --header 'Content-Type: application/json' --data-binary "@$WORK/body"
}
