#!/bin/sh
# The alert rules of k8s/components/monitoring as a plain rule file, for a Prometheus without its operator:
#   ops/alert-rules.sh > /etc/prometheus/vespid.rules.yaml && promtool check rules /etc/prometheus/vespid.rules.yaml
set -eu
here=$(dirname "$0")
sed -e '1,/^spec:$/d' -e 's/^  //' "$here/../k8s/components/monitoring/rules.yaml"
