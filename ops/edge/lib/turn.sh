# shellcheck shell=sh
# The relay of this host, where there is one: an allocation over TCP with credentials of the shared secret, as RFC 8656 and TURN REST have it.
# Messages are hex in variables; what is secret passes through pipes and shell builtins, never through an argument of a program.

TURN_COOKIE=2112a442

# probe_turn OUT: "coturn ok - TIME allocate"; stun-degraded without a secret to allocate with; "coturn fail - TIME WHY".
probe_turn() {
    _host=$OXPULSE_COTURN_PROBE_TARGET
    case $_host in
        *[!A-Za-z0-9.-]* | -*) warn 'OXPULSE_COTURN_PROBE_TARGET is no host' && return 0 ;;
    esac
    curl --version 2>/dev/null | grep '^Protocols' | grep -qw telnet || { warn "the relay is not probed: curl here has no telnet, which carries the probe's bytes"; return 0; }
    _secret=$(first_of "${OXPULSE_TURN_SECRET:-}" "$(conf_get "$CONFIG" TURN_SECRET)")
    trap '' PIPE
    mkfifo "$WORK/turn.in" && : >"$WORK/turn.out" || return 0
    {
        curl -q --silent --no-buffer --output "$WORK/turn.out" --connect-timeout "$PROBE_TIMEOUT" --max-time "$PROBE_TIMEOUT" \
            "telnet://$_host:${OXPULSE_COTURN_PORT:-3478}" <"$WORK/turn.in" &
        printf '%s' "$!" >"$WORK/turn.pid"
        wait "$!"
        : >"$WORK/turn.end"
    } >/dev/null 2>&1 &
    _turn=$!
    exec 4>"$WORK/turn.in"
    _found=$(speak_turn "$_secret" 2>/dev/null)
    exec 4>&-
    # It does not end when there is nothing more to send.
    kill "$(cat "$WORK/turn.pid")" 2>/dev/null
    wait "$_turn"
    rm -f "$WORK"/turn.*
    case $_found in
        allocate | stun-degraded) printf 'coturn ok - %s %s\n' "$(now_iso)" "$_found" >"$1" ;;
        *) printf 'coturn fail - %s %s\n' "$(now_iso)" "$_found" >"$1" ;;
    esac
}

# speak_turn SECRET: requests to descriptor 4, answers from turn.out; prints what came of it.
speak_turn() {
    if [ -z "$1" ]; then
        unhex "$(stun_message 0001 "$(transaction)" '')" >&4
        turn_answer 1 || { printf timeout; return; }
        case $_answer in
            0101*) printf stun-degraded ;;
            *) printf unknown ;;
        esac
        return
    fi
    _wanted=$(stun_attribute 0019 11000000)
    unhex "$(stun_message 0003 "$(transaction)" "$_wanted")" >&4
    turn_answer 1 || { printf timeout; return; }
    case $_answer in
        0103*) printf allocate; return ;;
        0113*) ;;
        *) printf unknown; return ;;
    esac
    _realm=$(stun_value 0014)
    _nonce=$(stun_value 0015)
    [ -n "$_realm" ] && [ -n "$_nonce" ] || { turn_refusal; return; }
    _user=$(to_hex "$(($(now_s) + 600)):probe")
    _word=$(unhex "$(hmac_sha1 "$(to_hex "$1")" "$_user")" | base64 | tr -d '\n')
    _long_term=$(unhex "${_user}3a${_realm}3a$(to_hex "$_word")" | digest md5)
    _wanted=$_wanted$(stun_attribute 0006 "$_user")$(stun_attribute 0014 "$_realm")$(stun_attribute 0015 "$_nonce")
    # curl writes a byte 0xff twice, as telnet has it: another transaction, other bytes.
    for _try in 1 2 3 4 5 6 7 8 9; do
        _id=$(transaction)
        # The sum covers a length that counts it.
        _head=$(stun_message 0003 "$_id" "$_wanted" 24)
        _request=$_head$(stun_attribute 0008 "$(hmac_sha1 "$_long_term" "$_head")")
        printf '%s' "$_request" | sed 's/../& /g' | grep -q ff || break
    done
    unhex "$_request" >&4
    turn_answer 2 || { printf timeout; return; }
    case $_answer in
        0103*) printf allocate ;;
        0113*) turn_refusal ;;
        *) printf unknown ;;
    esac
}

# The error of the last answer, in the words of the report: 486 is a quota that is used up.
turn_refusal() {
    case $(stun_value 0009) in
        ????0456*) printf auth-486 ;;
        *) printf other ;;
    esac
}

# turn_answer NUMBER: that message of what has come, in _answer; fails once curl has ended without it. Of the second only what is looked at is
# waited for: as telnet has it, curl leaves out the zero after a byte 0x0d, and the code of a lifetime is such.
turn_answer() {
    while :; do
        if [ -e "$WORK/turn.end" ]; then _last=1; else _last=''; fi
        _rest=$(od -An -v -tx1 "$WORK/turn.out" | tr -d ' \n')
        _number=1
        while [ "${#_rest}" -ge 40 ]; do
            _size=$((40 + 2 * 0x$(printf '%s' "$_rest" | cut -c5-8)))
            case $_number,$_rest in
                2,0103*) _size=40 ;;
                2,*) [ "$_size" -le 56 ] || _size=56 ;;
            esac
            [ "${#_rest}" -ge "$_size" ] || break
            _answer=$(printf '%s' "$_rest" | cut -c"1-$_size")
            [ "$_number" -lt "$1" ] || return 0
            _number=$((_number + 1))
            _rest=$(printf '%s' "$_rest" | cut -c"$((_size + 1))-")
        done
        [ -z "$_last" ] || return 1
        sleep 0.1 2>/dev/null || sleep 1
    done
}

# stun_message TYPE TRANSACTION ATTRIBUTES [MORE]: MORE bytes are still to come.
stun_message() { printf '%s%04x%s%s%s' "$1" "$((${#3} / 2 + ${4:-0}))" "$TURN_COOKIE" "$2" "$3"; }

# stun_attribute TYPE VALUE: filled up to four bytes.
stun_attribute() {
    _fill=$(((8 - ${#2} % 8) % 8))
    printf '%s%04x%s' "$1" "$((${#2} / 2))" "$2"
    case $_fill in
        2) printf 00 ;;
        4) printf 0000 ;;
        6) printf 000000 ;;
    esac
}

# stun_value TYPE: of the last answer.
stun_value() {
    printf '%s\n' "$_answer" | awk -v wanted="$1" '
        function number(hex,    i, n) { for (i = 1; i <= length(hex); i++) n = n * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1; return n }
        {
            for (at = 41; at + 7 <= length($0); at += 8 + int((size + 3) / 4) * 8) {
                size = number(substr($0, at + 4, 4))
                if (substr($0, at, 4) == wanted) { print substr($0, at + 8, 2 * size); exit }
            }
        }'
}

# No byte of it is 0xff, which would be sent twice, and none 0x0d: in the answer a zero follows it, which would be left out.
transaction() { random_hex 12 | sed 's/../& /g; s/ff/fe/g; s/0d/0c/g; s/ //g'; }

to_hex() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; }

# unhex HEX: the bytes. printf is the shell's own, so they are no argument of a program.
unhex() {
    # shellcheck disable=SC2059  # the octal escapes are the format
    printf "$(printf '%s\n' "$1" | awk '
        { for (i = 1; i < length($0); i += 2) printf "\\%03o", (index(hex, substr($0, i, 1)) - 1) * 16 + index(hex, substr($0, i + 1, 1)) - 1 }' hex=0123456789abcdef)"
}

# digest md5|sha1: of standard input, as hex.
digest() {
    if command -v "$1sum" >/dev/null 2>&1; then
        "$1sum" | cut -d' ' -f1
    else
        openssl dgst "-$1" | sed 's/.*[= ]//'
    fi
}

# hmac_sha1 KEY TEXT: all hex.
hmac_sha1() {
    _hmac_key=$1
    [ "${#_hmac_key}" -le 128 ] || _hmac_key=$(unhex "$_hmac_key" | digest sha1)
    _inner=$(unhex "$(padded_key "$_hmac_key" 32107654ba98fedc 67452301efcdab89)$2" | digest sha1)
    unhex "$(padded_key "$_hmac_key" 54761032dcfe98ba cdef89ab45670123)$_inner" | digest sha1
}

# padded_key KEY HIGH LOW: 64 bytes of it, each half byte looked up: what 0x36 and 0x5c make of it.
padded_key() {
    printf '%s\n' "$1" | awk -v high="$2" -v low="$3" '
        { for (i = 1; i <= 128; i++) { half = index("0123456789abcdef", substr($0, i, 1)); printf "%s", substr(i % 2 ? high : low, half ? half : 1, 1) } }'
}
