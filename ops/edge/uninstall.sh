#!/bin/sh
# uninstall.sh: takes the edge off this host.
#
#   --yes            does not ask
#   --keep-backups   keeps the identity in /root/oxpulse-backup-<seconds> and the node known at the central, for a re-installation.
#                    Without it the node is deregistered and its keys are gone.
#
# Exit codes: 0 done; 2 usage or not confirmed; 4 a backup could not be written, nothing was removed.
set -u
umask 077

ROOT=${OXPULSE_ROOT:-}
ROOT=${ROOT%/}
case $ROOT in
    '' | /*) ;;
    *) printf 'uninstall.sh: OXPULSE_ROOT must be an absolute path\n' >&2; exit 2 ;;
esac
ETC=$ROOT/etc/oxpulse-partner-edge
SBIN=$ROOT/usr/local/sbin
AGENT=$SBIN/oxpulse-edge-agent
UNITS='oxpulse-partner-edge.service oxpulse-partner-edge-refresh.service oxpulse-partner-edge-refresh.timer'

yes='' keep=''
for flag in "$@"; do
    case $flag in
        --yes) yes=1 ;;
        --keep-backups) keep=1 ;;
        *) sed -n '2,/^set -u/p' "$0" | sed -n 's/^# \{0,1\}//p' >&2; exit 2 ;;
    esac
done
[ -n "$ROOT" ] || [ "$(id -u)" = 0 ] || { printf 'uninstall.sh: run it as root\n' >&2; exit 2; }
if [ -z "$yes" ]; then
    printf 'Remove the edge from this host? Type yes: '
    IFS= read -r answer || :
    [ "$answer" = yes ] || exit 2
fi

if [ -n "$keep" ] && [ -d "$ETC" ]; then
    backup=$ROOT/root/oxpulse-backup-$(date +%s)
    "$AGENT" backup "$backup" >/dev/null || { printf 'uninstall.sh: the backup could not be written: nothing was removed\n' >&2; exit 4; }
    printf 'Backup landed in %s/\n' "$backup"
fi

if [ -z "$ROOT" ] && [ -d /run/systemd/system ]; then
    # shellcheck disable=SC2086  # three names
    systemctl disable --now $UNITS >/dev/null 2>&1
fi
if [ -x "$AGENT" ]; then
    if [ -n "$keep" ]; then
        "$AGENT" report --reason stop || printf 'uninstall.sh: the last report was not taken\n' >&2
    else
        "$AGENT" unregister || printf 'uninstall.sh: the central could not be told: deregister the node there\n' >&2
    fi
fi
if [ -e "$ETC/docker-compose.yml" ] && command -v docker >/dev/null 2>&1; then
    docker compose --project-name oxpulse-partner --file "$ETC/docker-compose.yml" down >/dev/null 2>&1 ||
        printf 'uninstall.sh: the containers could not be stopped\n' >&2
fi
if [ -e "$ROOT/etc/amnezia/amneziawg/awg0.conf" ]; then
    ! command -v awg-quick >/dev/null 2>&1 || awg-quick down awg0 >/dev/null 2>&1
    rm -f "$ROOT/etc/amnezia/amneziawg/awg0.conf"
fi

for unit in $UNITS; do
    rm -f "$ROOT/etc/systemd/system/$unit"
done
rm -rf "$ETC" "$ROOT/var/lib/oxpulse-partner-edge" "$ROOT/usr/local/lib/oxpulse-partner-edge"
rm -f "$AGENT" "$SBIN/oxpulse-partner-edge-healthcheck" "$SBIN/oxpulse-channels-health-report.sh"
[ -n "$ROOT" ] || [ ! -d /run/systemd/system ] || systemctl daemon-reload
printf 'The edge is off this host.\n'
