#!/bin/sh
# One report of this edge's channels and upstreams, now. Exit codes are those of oxpulse-edge-agent.
exec "$(dirname -- "$0")/oxpulse-edge-agent" report "$@"
