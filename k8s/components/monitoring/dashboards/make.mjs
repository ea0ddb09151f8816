// Writes the four dashboards beside it. A metric that docs/reference.md does not list is refused:
//   node k8s/components/monitoring/dashboards/make.mjs [folder]
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? here;
const job = 'job="$job"';

const rate = (metric, by, labels = "") => `sum by (${by}) (rate(${metric}{${job}${labels}}[$__rate_interval]))`;
const one = (metric, by = "job", labels = "") => `max by (${by}) (${metric}{${job}${labels}})`;
const quantile = (q, metric, labels = "") => `histogram_quantile(${q}, sum by (le) (rate(${metric}_bucket{${job}${labels}}[$__rate_interval])))`;
const quantiles = (metric, labels) => [
  [quantile(0.5, metric, labels), "p50"], [quantile(0.95, metric, labels), "p95"], [quantile(0.99, metric, labels), "p99"],
];

// A panel: title, unit, series as [expression, legend], and the value from which it is red.
const dashboards = {
  telegram_router_latency: ["Vespid: latency", [
    ["Round trip: message accepted to answer queued", "ms", quantiles("latency_round_trip_ms"), 12000],
    ["Answering the ingress, by channel (p95)", "s", [[`histogram_quantile(0.95, sum by (le, channel) (rate(channel_ingress_duration_seconds_bucket{${job}}[$__rate_interval])))`, "{{channel}}"]]],
    ["One attempt at sending", "s", quantiles("channel_outbound_duration_seconds"), 10],
    ["Attempts by result", "ops", [[rate("channel_outbound_duration_seconds_count", "result"), "{{result}}"]]],
    ["Commits: call to verdict", "s", quantiles("vespid_storage_commit_duration"), 1.5],
    ["Commits by verdict", "ops", [[rate("vespid_storage_commits", "verdict"), "{{verdict}}"]]],
    ["Edges: from sample to alert (p95)", "s", [[`histogram_quantile(0.95, sum by (le, severity) (rate(partner_edge_alert_delay_seconds_bucket{${job}}[$__rate_interval])))`, "{{severity}}"]], 90],
  ]],
  telegram_router_queue: ["Vespid: queues", [
    ["Most overdue entry", "s", [[one("vespid_outbox_oldest_due_seconds"), "due for"]], 60],
    ["Entries that have not left", "short", [[one("vespid_outbox_backlog"), "entries"]]],
    ["Runs", "short", [[one("vespid_work_depth"), "queued"], [one("vespid_work_in_progress"), "claimed"], [one("vespid_triggers_held_back"), "held back by a quota"]], 20],
    ["Oldest run that nobody took", "s", [[one("vespid_work_oldest_unclaimed_seconds"), "age"]], 300],
    ["Commits waiting", "short", [[`max by (instance) (vespid_storage_commit_queue_depth{${job}})`, "{{instance}}"]], 1000],
    ["Messages in, by channel", "ops", [[rate("channel_inbound_total", "channel"), "{{channel}}"]]],
    ["Refused, by reason", "ops", [[rate("channel_drop_total", "reason"), "{{reason}}"]]],
    ["Requests over a limit", "ops", [[rate("rate_limit_hit_total", "limit"), "{{limit}}"]]],
    ["Pairing requests that wait", "short", [[one("channel_pairing_pending"), "requests"]]],
  ]],
  a2a_failures: ["Vespid: failures", [
    ["Calls to agents that failed, by class", "ops", [[rate("a2a_failure_total", "classification"), "{{classification}}"]]],
    ["The same by reason", "ops", [[rate("a2a_failure_total", "reason"), "{{reason}}"]]],
    ["Calls to agents", "ops", [[rate("a2a_request_total", "agent"), "{{agent}}"]]],
    ["Messages out, by how they ended", "ops", [[rate("channel_outbound_total", "status"), "{{status}}"]]],
    ["Dead letters", "short", [[one("vespid_dead_letters"), "entries"]]],
    ["Requests that failed authenticity", "ops", [[rate("channel_auth_fail_total", "channel, reason"), "{{channel}} {{reason}}"]]],
    ["Faults of connections", "ops", [[rate("channel_connection_fault_total", "channel, fault"), "{{channel}} {{fault}}"]]],
    ["Wait of connections that are tried again", "s", [[one("channel_connection_backoff_seconds", "channel"), "{{channel}}"]], 60],
    ["Alerts of edges, by hop and result", "ops", [[rate("partner_edge_delivery_total", "hop, result"), "{{hop}} {{result}}"]]],
  ]],
  router_rollouts: ["Vespid: rollouts", [
    ["Processes by commit, settings and role", "short", [[`count by (build_sha, config_manifest_hash, role) (vespid_build_info{${job}})`, "{{build_sha}} {{config_manifest_hash}} {{role}}"]]],
    ["Uptime", "s", [[`max by (instance) (router_uptime_seconds{${job}})`, "{{instance}}"]]],
    ["The one that writes", "short", [[`max by (instance) (vespid_writer_active{${job}})`, "{{instance}}"]]],
    ["Ready", "short", [[`max by (instance) (vespid_health_ready{${job}})`, "{{instance}}"]]],
    ["Components: 2 ready, 1 degraded, 0 down", "short", [[`min by (component) (health_component_status{${job}})`, "{{component}}"]]],
    ["Round trip across the rollout (p95)", "ms", [[quantile(0.95, "latency_round_trip_ms"), "p95"]], 12000],
    ["Most overdue entry across the rollout", "s", [[one("vespid_outbox_oldest_due_seconds"), "due for"]], 60],
    ["Grain calls that ran out of time", "ops", [[rate("vespid_embedded_call_timeouts", "instance"), "{{instance}}"]]],
  ]],
};

const known = new Set([...readFileSync(join(here, "../../../../docs/reference.md"), "utf8").matchAll(/^\| `([a-z0-9_]+)` \| (?:counter|gauge|histogram) \|/gm)].map((row) => row[1]));
const source = { type: "prometheus", uid: "${datasource}" };

function check(expression) {
  for (const [, name] of expression.matchAll(/([a-z0-9_]+)\{/g))
    if (!known.has(name) && !known.has(name.replace(/_(bucket|count|sum)$/, "")))
      throw new Error(`docs/reference.md has no metric ${name}`);
  return expression;
}

function panel([title, unit, series, limit], index) {
  const steps = [{ color: "green", value: null }, ...(limit === undefined ? [] : [{ color: "red", value: limit }])];
  return {
    id: index + 1, type: "timeseries", title, datasource: source,
    gridPos: { h: 8, w: 12, x: (index % 2) * 12, y: Math.floor(index / 2) * 8 },
    fieldConfig: {
      defaults: {
        unit, min: 0, thresholds: { mode: "absolute", steps },
        custom: { lineWidth: 1, fillOpacity: 10, showPoints: "never", thresholdsStyle: { mode: limit === undefined ? "off" : "line" } },
      },
      overrides: [],
    },
    options: { legend: { displayMode: "table", placement: "bottom", calcs: ["mean", "max", "lastNotNull"] }, tooltip: { mode: "multi", sort: "desc" } },
    targets: series.map(([expr, legendFormat], i) => ({ refId: String.fromCharCode(65 + i), datasource: source, expr: check(expr), legendFormat })),
  };
}

// A mark for each release: a build that a process did not have two minutes before.
const releases = {
  name: "Releases", enable: true, datasource: source, iconColor: "blue", step: "60s",
  expr: check(`count by (version, build_sha, config_manifest_hash) (vespid_build_info{${job}} unless vespid_build_info{${job}} offset 2m)`),
  titleFormat: "{{build_sha}}", textFormat: "{{version}}, settings {{config_manifest_hash}}", tagKeys: "build_sha,config_manifest_hash",
};

for (const [name, [title, panels]] of Object.entries(dashboards)) {
  const dashboard = {
    uid: name, title, tags: ["vespid"], timezone: "utc", schemaVersion: 39, version: 1, editable: false, refresh: "30s",
    time: { from: "now-6h", to: "now" },
    annotations: { list: [releases] },
    templating: {
      list: [
        { name: "datasource", type: "datasource", query: "prometheus", label: "Prometheus" },
        { name: "job", type: "query", datasource: source, query: "label_values(vespid_build_info, job)", refresh: 1, label: "Job" },
      ],
    },
    panels: panels.map(panel),
  };
  writeFileSync(join(target, `${name}.json`), JSON.stringify(dashboard, null, 2) + "\n");
}
