-- min_binary: 1
-- Partner edges and their alerts. An edge's events are committed with its state; each receiver accounts each of them once, with the
-- message that names it.
--
-- Organisation 0 (all zeros) is the deployment itself: it owns what belongs to no tenant, and no tenant's reader ever sees it.

CREATE TABLE partners (
    id               text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    organization_id  uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    display_name     text,
    -- A domain, or *.domain for everything below it; empty allows all.
    allowed_domains  text[] NOT NULL DEFAULT '{}',
    max_nodes        integer NOT NULL DEFAULT 1000 CHECK (max_nodes >= 0),
    status_page      boolean NOT NULL DEFAULT false,
    legacy_anon_keys boolean NOT NULL DEFAULT false,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX partners_by_organization ON partners (organization_id, id);

CREATE TABLE edge_registration_tokens (
    id              uuid PRIMARY KEY,
    token_hash      bytea NOT NULL,
    organization_id uuid NOT NULL,
    partner_id      text NOT NULL REFERENCES partners ON DELETE CASCADE,
    domain          text,
    expires_at      timestamptz NOT NULL,
    revoked_at      timestamptz,
    redeemed_at     timestamptz,
    node_id         text,
    -- Of the idempotency key and the identity keys: who may ask again for the answer that was lost.
    fingerprint     bytea,
    -- The service token, for that second answer; removed after its time.
    answer          bytea,
    created_by      text,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX edge_registration_tokens_hash ON edge_registration_tokens (token_hash);
CREATE INDEX edge_registration_tokens_by_partner ON edge_registration_tokens (partner_id, id);
CREATE INDEX edge_registration_tokens_answers ON edge_registration_tokens (redeemed_at) WHERE answer IS NOT NULL;

CREATE TABLE edges (
    node_id              text PRIMARY KEY,
    -- Its address within the mesh follows from it.
    ordinal              bigint GENERATED ALWAYS AS IDENTITY,
    organization_id      uuid NOT NULL,
    partner_id           text NOT NULL REFERENCES partners ON DELETE CASCADE,
    -- What messages call it; one of its kind within the partner.
    label                text NOT NULL,
    domain               text NOT NULL,
    public_ip            text NOT NULL,
    region               text NOT NULL DEFAULT '',
    tunnel               text,
    serve_countries      text[] NOT NULL DEFAULT '{}',
    display_name         text,
    channels_wanted      text[] NOT NULL DEFAULT '{}',
    reality_public_key   text,
    reality_uuid         text,
    awg_public_key       text,
    -- An operator's word that the next re-attachment may bring other keys.
    identity_may_change  boolean NOT NULL DEFAULT false,
    token_hash           bytea NOT NULL,
    previous_token_hash  bytea,
    previous_token_until timestamptz,
    installer_version    text,
    agent_version        text,
    interval_s           integer NOT NULL DEFAULT 60,
    held                 boolean NOT NULL DEFAULT false,
    hold_reason          text,
    liveness             text NOT NULL DEFAULT 'registered' CHECK (liveness IN ('registered', 'online', 'late', 'stale', 'silent', 'retired')),
    liveness_since       timestamptz NOT NULL DEFAULT now(),
    verdict              text NOT NULL DEFAULT 'unknown',
    upstreams_expected   integer NOT NULL DEFAULT 0,
    upstreams_healthy    integer NOT NULL DEFAULT 0,
    epoch_desired        bigint NOT NULL DEFAULT 1,
    epoch_issued         bigint NOT NULL DEFAULT 0,
    epoch_applied        bigint NOT NULL DEFAULT 0,
    -- Not indexed, so that noting it stays within the page.
    last_seen_at         timestamptz,
    retired_at           timestamptz,
    version              bigint NOT NULL DEFAULT 1,
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX edges_token ON edges (token_hash);
CREATE INDEX edges_previous_token ON edges (previous_token_hash) WHERE previous_token_hash IS NOT NULL;
CREATE UNIQUE INDEX edges_label ON edges (partner_id, label);
CREATE INDEX edges_by_organization ON edges (organization_id, node_id);
CREATE INDEX edges_by_domain ON edges (domain) WHERE retired_at IS NULL;

-- Which partner holds a domain: the claim of another is refused while a node of it lives there.
CREATE TABLE edge_domains (
    domain     text PRIMARY KEY,
    partner_id text NOT NULL REFERENCES partners ON DELETE CASCADE
);

CREATE TABLE edge_configs (
    node_id         text NOT NULL REFERENCES edges ON DELETE CASCADE,
    epoch           bigint NOT NULL,
    organization_id uuid NOT NULL,
    -- Sealed: it holds the secrets of the node.
    document        bytea NOT NULL,
    -- Tells whether a newly made document says anything else.
    digest          bytea NOT NULL,
    reason          text NOT NULL,
    created_by      text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    issued_at       timestamptz,
    applied_at      timestamptz,
    result          text CHECK (result IN ('applied', 'failed', 'rolled_back')),
    error           text,
    PRIMARY KEY (node_id, epoch)
);

-- One row: what all edges share.
CREATE TABLE edge_catalog (
    id         integer PRIMARY KEY CHECK (id = 1),
    version    bigint NOT NULL,
    document   bytea NOT NULL,
    updated_by text,
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- ---------------------------------------------------------------- history

CREATE TABLE edge_events (
    id              uuid PRIMARY KEY,
    xid             xid8 NOT NULL DEFAULT pg_current_xact_id(),
    organization_id uuid NOT NULL,
    partner_id      text NOT NULL,
    node_id         text NOT NULL,
    label           text NOT NULL,
    region          text NOT NULL,
    type            text NOT NULL,
    -- Word of the alert taxonomy; null for what is history only.
    alert           text,
    severity        text CHECK (severity IN ('info', 'warn', 'critical')),
    -- What has an interval of its own: node, what and subject.
    key             text,
    subject         text,
    from_state      text,
    to_state        text,
    -- Whether a trouble begins; false when it ends, and for what is neither.
    firing          boolean NOT NULL DEFAULT false,
    -- The event that began the trouble.
    incident_id     uuid,
    flapping        boolean NOT NULL DEFAULT false,
    -- Set when the edge was on hold.
    muted           text,
    text            text,
    details         jsonb,
    report_seq      bigint,
    observed_at     timestamptz NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CHECK (alert IS NULL OR (severity IS NOT NULL AND key IS NOT NULL AND text IS NOT NULL))
);
CREATE INDEX edge_events_by_node ON edge_events (node_id, id);
CREATE INDEX edge_events_feed ON edge_events (organization_id, xid, id);
CREATE INDEX edge_events_by_time ON edge_events (created_at);
CREATE INDEX edge_events_incidents ON edge_events (id) WHERE firing;

-- ---------------------------------------------------------------- alerts

CREATE TABLE alert_receivers (
    id              text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    organization_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    -- Null covers all partners of the organisation, and of organisation 0 all there are.
    partner_id      text REFERENCES partners ON DELETE CASCADE,
    webhook_url     text,
    telegram_chat   text,
    telegram_token  bytea,
    escalate_to     text,
    enabled         boolean NOT NULL DEFAULT true,
    status          text NOT NULL DEFAULT 'ready' CHECK (status IN ('ready', 'unrouted', 'misconfigured')),
    last_error      text,
    -- When it has to look again though nothing new has come.
    next_at         timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
-- Takes everything; where it sends is a matter of settings.
INSERT INTO alert_receivers (id) VALUES ('default');

-- No foreign keys: it is written with each event. Whoever removes a receiver or an event removes its rows here.
CREATE TABLE alert_accounts (
    receiver_id     text NOT NULL,
    event_id        uuid NOT NULL,
    organization_id uuid NOT NULL,
    how             text NOT NULL DEFAULT 'queued'
                    CHECK (how IN ('queued', 'deferred', 'alone', 'grouped', 'merged', 'flapping', 'parked', 'cascade', 'inhibited', 'silenced')),
    -- The outbox entry that names the event.
    entry_id        uuid,
    reason          text,
    until_at        timestamptz,
    accounted_at    timestamptz,
    PRIMARY KEY (receiver_id, event_id),
    CHECK ((entry_id IS NOT NULL) = (how IN ('alone', 'grouped', 'merged', 'flapping', 'parked', 'cascade')))
) WITH (fillfactor = 80);
CREATE INDEX alert_accounts_open ON alert_accounts (receiver_id, event_id) WHERE how IN ('queued', 'deferred');
CREATE INDEX alert_accounts_queued ON alert_accounts (receiver_id) WHERE how = 'queued';
CREATE INDEX alert_accounts_by_event ON alert_accounts (event_id);
CREATE INDEX alert_accounts_by_entry ON alert_accounts (entry_id) WHERE entry_id IS NOT NULL;

CREATE TABLE alert_silences (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('silence', 'maintenance')),
    -- Fields that must all be equal; a field that is null matches all.
    partner_id      text,
    node_id         text,
    region          text,
    alert           text,
    subject         text,
    severity        text,
    reason          text NOT NULL,
    author          text NOT NULL,
    starts_at       timestamptz NOT NULL DEFAULT now(),
    ends_at         timestamptz NOT NULL,
    repeat          text NOT NULL DEFAULT 'none' CHECK (repeat IN ('none', 'daily', 'weekly')),
    ended_at        timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CHECK (ends_at > starts_at)
);
CREATE INDEX alert_silences_by_organization ON alert_silences (organization_id, id);

CREATE TABLE alert_acks (
    incident_id     uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    author          text NOT NULL,
    note            text,
    created_at      timestamptz NOT NULL DEFAULT now()
);

-- ---------------------------------------------------------------- versions, isolation

-- Not for what the runtime notes of itself.
CREATE TRIGGER edges_version BEFORE UPDATE ON edges
    FOR EACH ROW WHEN (
        (OLD.partner_id, OLD.label, OLD.domain, OLD.public_ip, OLD.region, OLD.reality_public_key, OLD.reality_uuid, OLD.awg_public_key,
         OLD.identity_may_change, OLD.token_hash, OLD.previous_token_hash, OLD.held, OLD.retired_at)
        IS DISTINCT FROM
        (NEW.partner_id, NEW.label, NEW.domain, NEW.public_ip, NEW.region, NEW.reality_public_key, NEW.reality_uuid, NEW.awg_public_key,
         NEW.identity_may_change, NEW.token_hash, NEW.previous_token_hash, NEW.held, NEW.retired_at))
    EXECUTE FUNCTION bump_version();

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'partners', 'edge_registration_tokens', 'edges', 'edge_configs', 'edge_events', 'alert_receivers', 'alert_accounts', 'alert_silences', 'alert_acks'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY runtime ON %I TO %I USING (true) WITH CHECK (true)', name, current_user);
        EXECUTE format('CREATE POLICY tenant ON %I FOR SELECT TO vespid_query USING (organization_id = nullif(current_setting(''vespid.organization_id'', true), '''')::uuid)', name);
    END LOOP;
    GRANT SELECT ON partners, edge_events, alert_accounts, alert_silences, alert_acks TO vespid_query;
    -- Never hashes of tokens, and no sealed secrets.
    GRANT SELECT (id, organization_id, partner_id, domain, expires_at, revoked_at, redeemed_at, node_id, created_by, created_at) ON edge_registration_tokens TO vespid_query;
    GRANT SELECT (node_id, organization_id, partner_id, label, domain, public_ip, region, tunnel, serve_countries, display_name, channels_wanted, identity_may_change,
        installer_version, agent_version, interval_s, held, hold_reason, liveness, liveness_since, verdict, upstreams_expected, upstreams_healthy,
        epoch_desired, epoch_issued, epoch_applied, last_seen_at, retired_at, version, created_at, updated_at) ON edges TO vespid_query;
    GRANT SELECT (node_id, organization_id, epoch, reason, created_by, created_at, issued_at, applied_at, result, error) ON edge_configs TO vespid_query;
    GRANT SELECT (id, organization_id, partner_id, telegram_chat, escalate_to, enabled, status, last_error, created_at, updated_at) ON alert_receivers TO vespid_query;
END $$;
