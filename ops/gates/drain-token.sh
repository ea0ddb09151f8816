#!/bin/sh
# How old the token of the log drain is: 0 when it may be used, 1 when it has to be rotated first, 2 when the command line is wrong.
#   ops/gates/drain-token.sh --issued-at 2026-01-05T10:00:00Z [--max-days 90]
#   ops/gates/drain-token.sh --secret vespid-log-drain [--namespace vespid]     its annotation vespid/issued-at, through kubectl
# It is a gate for releases; nothing that runs is stopped for an old token.
set -eu

usage() { printf 'drain-token.sh (--issued-at TIME | --secret NAME [--namespace NAME]) [--max-days N]\n' >&2 && exit 2; }

issued='' secret='' namespace=vespid most=90
while [ $# -gt 1 ]; do
    case $1 in
        --issued-at) issued=$2 ;;
        --secret) secret=$2 ;;
        --namespace) namespace=$2 ;;
        --max-days) most=$2 ;;
        *) usage ;;
    esac
    shift 2
done
[ $# -eq 0 ] || usage
case $most in '' | *[!0-9]*) usage ;; esac
[ -z "$secret" ] || issued=$(kubectl get secret "$secret" -n "$namespace" -o 'jsonpath={.metadata.annotations.vespid/issued-at}')
[ -n "$issued" ] || usage
from=$(date -u -d "$issued" +%s 2>/dev/null) || { printf 'Not a time: %s\n' "$issued" >&2 && exit 2; }

days=$((($(date -u +%s) - from) / 86400))
left=$((most - days))
if [ "$days" -lt 0 ]; then
    printf 'The drain token is issued in the future: %s\n' "$issued" >&2
    exit 1
elif [ "$left" -lt 0 ]; then
    printf 'The drain token is %d days old, at most %d are allowed: rotate it (docs/operations/upgrade.md)\n' "$days" "$most" >&2
    exit 1
elif [ "$left" -le 15 ]; then
    printf 'The drain token is %d days old and has to be rotated within %d days\n' "$days" "$left"
else
    printf 'The drain token is %d days old\n' "$days"
fi
