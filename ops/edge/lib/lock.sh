# shellcheck shell=sh
# One run at a time. A lock is a file that names its process in full, so that what a crash or a reboot left is recognised.

LOCKS=

process_start() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
kernel_boot() { cat /proc/sys/kernel/random/boot_id 2>/dev/null || uname -n; }

# lock PATH SECONDS: waits that long at most; fails when another run still holds it.
lock() {
    _until=$(($(now_s) + $2))
    while :; do
        printf '%s %s %s\n' "$$" "$(kernel_boot)" "$(process_start "$$")" >"$1.$$"
        if ln "$1.$$" "$1" 2>/dev/null; then
            rm -f "$1.$$"
            LOCKS="$LOCKS $1"
            return 0
        fi
        rm -f "$1.$$"
        break_stale "$1" && continue
        [ "$(now_s)" -lt "$_until" ] || return 1
        sleep 1
    done
}

holder_lives() {
    read -r _pid _boot _start <"$1" 2>/dev/null || return 0
    [ "$_boot" = "$(kernel_boot)" ] && kill -0 "$_pid" 2>/dev/null && [ "$_start" = "$(process_start "$_pid")" ]
}

# Two that find the same remains must not remove the lock that one of them has just taken: only one may look and remove.
break_stale() {
    holder_lives "$1" && return 1
    if ! mkdir "$1.breaking" 2>/dev/null; then
        [ -z "$(find "$1.breaking" -prune -mmin +1 2>/dev/null)" ] || rmdir "$1.breaking" 2>/dev/null
        return 1
    fi
    holder_lives "$1" || rm -f "$1"
    rmdir "$1.breaking"
}

unlock() {
    rm -f "$1"
    LOCKS=$(printf '%s' "$LOCKS" | tr ' ' '\n' | grep -vxF "$1" | tr '\n' ' ')
}

release_locks() {
    for _held in $LOCKS; do
        rm -f "$_held"
    done
    LOCKS=
}
