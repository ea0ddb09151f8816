-- min_binary: 1
-- Tables of the channel runtime, its work and its outbox, and what every grain needs: state, reminders, the writer's lease.
--
-- Hot tables (inbound_messages, runs, outbox) have no foreign keys: a key-share lock on one account row for each message would
-- make that row the bottleneck. Whoever deletes an account deletes its rows in the same transaction.

-- ---------------------------------------------------------------- the writer

-- One row. Every commit locks it for share and compares the epoch; taking over updates it, and so waits for commits in flight.
CREATE TABLE writer_lease (
    id          int PRIMARY KEY CHECK (id = 1),
    epoch       bigint NOT NULL,
    holder      text NOT NULL,
    address     text,
    acquired_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO writer_lease (id, epoch, holder) VALUES (1, 0, 'nobody');

-- Undoes a statement in which a commit's guard missed after another part of the same commit had been written. The message is the verdict.
CREATE FUNCTION commit_guard_missed(verdict integer) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'VS001', MESSAGE = verdict::text;
END $$;

CREATE TABLE grain_state (
    -- Bytewise order, so that the states of one account's conversations are a range.
    key             text COLLATE "C" PRIMARY KEY,
    version         bigint NOT NULL,
    payload         jsonb NOT NULL,
    commit_id       uuid,
    organization_id uuid,
    updated_at      timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);

CREATE TABLE reminders (
    grain_id   text NOT NULL,
    name       text NOT NULL,
    grain_hash bigint NOT NULL,
    start_at   timestamptz NOT NULL,
    period     interval NOT NULL,
    etag       bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (grain_id, name)
);
CREATE INDEX reminders_by_hash ON reminders (grain_hash);

CREATE TABLE runtime_flags (
    name       text PRIMARY KEY,
    enabled    boolean NOT NULL,
    reason     text,
    updated_by text,
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- ---------------------------------------------------------------- people and organisations

CREATE TABLE users (
    id              uuid PRIMARY KEY,
    email           text NOT NULL CHECK (email = lower(email)),
    display_name    text,
    password_hash   text NOT NULL,
    deployment_role text CHECK (deployment_role IN ('operator')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email ON users (email);

CREATE TABLE organizations (
    id                      uuid PRIMARY KEY,
    name                    text NOT NULL,
    channel_runtime_enabled boolean NOT NULL DEFAULT true,
    agent_kind              text NOT NULL DEFAULT 'none' CHECK (agent_kind IN ('none', 'echo', 'pull', 'push')),
    agent_endpoint          text,
    agent_secret            bytea,
    monthly_run_limit       integer CHECK (monthly_run_limit >= 0),
    inflight_run_limit      integer CHECK (inflight_run_limit >= 0),
    version                 bigint NOT NULL DEFAULT 1,
    created_at              timestamptz NOT NULL DEFAULT now(),
    updated_at              timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE memberships (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    user_id         uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    role            text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX memberships_by_user ON memberships (user_id);

-- A sign-in. The refresh token rotates; the one before it is kept so that its second use can be told from a stranger's guess.
CREATE TABLE auth_sessions (
    id                    uuid PRIMARY KEY,
    user_id               uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    refresh_hash          bytea NOT NULL,
    previous_refresh_hash bytea,
    created_at            timestamptz NOT NULL DEFAULT now(),
    rotated_at            timestamptz NOT NULL DEFAULT now(),
    expires_at            timestamptz NOT NULL,
    revoked_at            timestamptz
);
CREATE INDEX auth_sessions_by_user ON auth_sessions (user_id);
CREATE UNIQUE INDEX auth_sessions_refresh ON auth_sessions (refresh_hash);
CREATE INDEX auth_sessions_previous_refresh ON auth_sessions (previous_refresh_hash);

CREATE TABLE worker_tokens (
    id                 uuid PRIMARY KEY,
    organization_id    uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    name               text NOT NULL,
    token_hash         bytea NOT NULL,
    created_by_user_id uuid REFERENCES users ON DELETE SET NULL,
    created_at         timestamptz NOT NULL DEFAULT now(),
    revoked_at         timestamptz
);
CREATE UNIQUE INDEX worker_tokens_hash ON worker_tokens (token_hash);
CREATE INDEX worker_tokens_by_organization ON worker_tokens (organization_id);

-- ---------------------------------------------------------------- channel accounts

CREATE TABLE channel_accounts (
    id                       uuid PRIMARY KEY,
    organization_id          uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    channel_id               text NOT NULL,
    account_key              text NOT NULL CHECK (length(account_key) BETWEEN 1 AND 120),
    ingress_key              text NOT NULL,
    display_name             text,
    enabled                  boolean NOT NULL DEFAULT true,
    status                   text NOT NULL DEFAULT 'stopped',
    dm_policy                text NOT NULL DEFAULT 'pairing',
    group_policy             text NOT NULL DEFAULT 'allowlist',
    require_mention_in_group boolean NOT NULL DEFAULT true,
    webhook_url              text,
    metadata                 jsonb NOT NULL DEFAULT '{}',
    last_error               text,
    last_seen_at             timestamptz,
    version                  bigint NOT NULL DEFAULT 1,
    created_by_user_id       uuid REFERENCES users ON DELETE RESTRICT,
    updated_by_user_id       uuid REFERENCES users ON DELETE RESTRICT,
    created_at               timestamptz NOT NULL DEFAULT now(),
    updated_at               timestamptz NOT NULL DEFAULT now()
);
-- One claim of (channel, key) over all organisations: the ingress route names no organisation.
CREATE UNIQUE INDEX channel_accounts_claim ON channel_accounts (channel_id, account_key);
CREATE UNIQUE INDEX channel_accounts_ingress_key ON channel_accounts (ingress_key);
-- For the few that connect by themselves, looked for every two seconds among the many that wait for requests.
CREATE INDEX channel_accounts_running ON channel_accounts USING gin (metadata) WHERE enabled AND status <> 'stopped';
CREATE INDEX channel_accounts_by_organization ON channel_accounts (organization_id, updated_at DESC, id);

CREATE TABLE channel_account_secrets (
    id                 uuid PRIMARY KEY,
    organization_id    uuid NOT NULL,
    account_id         uuid NOT NULL REFERENCES channel_accounts ON DELETE CASCADE,
    name               text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    kek_id             text NOT NULL,
    dek_ciphertext     bytea NOT NULL,
    dek_iv             bytea NOT NULL,
    dek_tag            bytea NOT NULL,
    secret_ciphertext  bytea NOT NULL,
    secret_iv          bytea NOT NULL,
    secret_tag         bytea NOT NULL,
    -- Set on the older of two values during a rotation: both verify until then.
    retires_at         timestamptz,
    created_by_user_id uuid REFERENCES users ON DELETE SET NULL,
    updated_by_user_id uuid REFERENCES users ON DELETE SET NULL,
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX channel_account_secrets_name ON channel_account_secrets (account_id, name) WHERE retires_at IS NULL;
CREATE INDEX channel_account_secrets_by_account ON channel_account_secrets (account_id);

CREATE TABLE channel_allowlist_entries (
    id                 uuid PRIMARY KEY,
    organization_id    uuid NOT NULL,
    account_id         uuid NOT NULL REFERENCES channel_accounts ON DELETE CASCADE,
    scope              text NOT NULL CHECK (length(scope) BETWEEN 1 AND 64),
    subject            text NOT NULL CHECK (length(subject) BETWEEN 1 AND 240),
    created_by_user_id uuid REFERENCES users ON DELETE SET NULL,
    created_at         timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX channel_allowlist_entries_subject ON channel_allowlist_entries (account_id, scope, subject);

CREATE TABLE channel_pairing_requests (
    id                     uuid PRIMARY KEY,
    organization_id        uuid NOT NULL,
    account_id             uuid NOT NULL REFERENCES channel_accounts ON DELETE CASCADE,
    scope                  text NOT NULL DEFAULT 'dm',
    requester_id           text NOT NULL,
    requester_display_name text,
    code                   text NOT NULL,
    status                 text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'rejected', 'expired')),
    expires_at             timestamptz NOT NULL,
    approved_by_user_id    uuid REFERENCES users ON DELETE SET NULL,
    approved_at            timestamptz,
    rejected_at            timestamptz,
    created_at             timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX channel_pairing_requests_pending ON channel_pairing_requests (account_id, scope, requester_id) WHERE status = 'pending';
CREATE UNIQUE INDEX channel_pairing_requests_code ON channel_pairing_requests (account_id, code) WHERE status = 'pending';
CREATE INDEX channel_pairing_requests_listing ON channel_pairing_requests (organization_id, created_at DESC, id);
CREATE INDEX channel_pairing_requests_expiry ON channel_pairing_requests (expires_at) WHERE status = 'pending';

CREATE TABLE workflows (
    id                 uuid PRIMARY KEY,
    organization_id    uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    name               text NOT NULL,
    status             text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published')),
    revision           integer NOT NULL DEFAULT 1,
    dsl                jsonb NOT NULL,
    created_by_user_id uuid REFERENCES users ON DELETE SET NULL,
    updated_by_user_id uuid REFERENCES users ON DELETE SET NULL,
    published_at       timestamptz,
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX workflows_by_organization ON workflows (organization_id, created_at DESC, id);

CREATE TABLE agent_sessions (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    account_id      uuid,
    conversation_id text,
    title           text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    archived_at     timestamptz
);
CREATE INDEX agent_sessions_by_organization ON agent_sessions (organization_id, id);

-- ---------------------------------------------------------------- messages, runs, outbox

CREATE TABLE inbound_messages (
    id                  uuid NOT NULL,
    organization_id     uuid NOT NULL,
    account_id          uuid NOT NULL,
    conversation_id     text NOT NULL,
    -- Thread or topic within the conversation, for a reply to go back to.
    thread_id           text,
    sender_id           text NOT NULL,
    sender_display_name text,
    provider_message_id text NOT NULL,
    -- What makes a message the same message: the provider's id, with the conversation in front where the vendor numbers per chat.
    dedupe_key          text NOT NULL,
    event               text NOT NULL,
    mention_matched     boolean NOT NULL,
    text                text NOT NULL,
    status              text NOT NULL CHECK (status IN ('accepted', 'dropped')),
    reason              text NOT NULL,
    session_id          uuid,
    workflows_triggered integer NOT NULL DEFAULT 0,
    payload             json,
    received_at         timestamptz,
    traceparent         text,
    created_at          timestamptz NOT NULL DEFAULT now(),
    -- A message is only ever looked for by its account: one index serves that and the account's list.
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX inbound_messages_dedupe ON inbound_messages (account_id, dedupe_key);
CREATE INDEX inbound_messages_by_conversation ON inbound_messages (account_id, conversation_id, id);

CREATE TABLE runs (
    id                   uuid PRIMARY KEY,
    seq                  bigint GENERATED ALWAYS AS IDENTITY,
    organization_id      uuid NOT NULL,
    kind                 text NOT NULL CHECK (kind IN ('workflow', 'turn', 'job', 'command')),
    status               text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out')),
    -- False while the organisation's run quota holds the trigger back.
    admitted             boolean NOT NULL DEFAULT true,
    workflow_id          uuid,
    session_id           uuid,
    account_id           uuid,
    conversation_id      text,
    message_id           uuid,
    trigger_type         text,
    trigger_source       text,
    requested_by_user_id uuid,
    -- Null when the input is the message that message_id names.
    input                json,
    output               json,
    error                text,
    attempt_count        integer NOT NULL DEFAULT 0,
    max_attempts         integer NOT NULL DEFAULT 3,
    next_attempt_at      timestamptz,
    claimed_by           text,
    lease_token          uuid,
    lease_until          timestamptz,
    traceparent          text,
    created_at           timestamptz NOT NULL DEFAULT now(),
    started_at           timestamptz,
    finished_at          timestamptz
) WITH (fillfactor = 80);
CREATE INDEX runs_claimable ON runs (organization_id, seq) WHERE status = 'queued';
CREATE INDEX runs_leased ON runs (lease_until) WHERE status = 'running';
CREATE INDEX runs_open_turns ON runs (session_id, seq) WHERE session_id IS NOT NULL AND status IN ('queued', 'running');
-- By seq, not by id: a run's id is derived from its message and says nothing of its age.
CREATE INDEX runs_by_workflow ON runs (workflow_id, seq) WHERE workflow_id IS NOT NULL;
CREATE INDEX runs_by_organization ON runs (organization_id, created_at);
CREATE INDEX runs_held_back ON runs (organization_id, seq) WHERE status = 'queued' AND NOT admitted;
CREATE INDEX runs_by_session ON runs (session_id, seq) WHERE session_id IS NOT NULL;

CREATE TABLE outbox (
    id                  uuid PRIMARY KEY,
    -- Order within a lane; a redriven entry takes a new one and so goes to the tail.
    seq                 bigint GENERATED BY DEFAULT AS IDENTITY,
    lane_key            text NOT NULL,
    kind                text NOT NULL,
    organization_id     uuid NOT NULL,
    account_id          uuid,
    conversation_id     text,
    payload             json NOT NULL,
    status              text NOT NULL DEFAULT 'queued'
                        CHECK (status IN ('queued', 'sending', 'retrying', 'sent', 'unknown', 'dead_letter', 'expired', 'canceled')),
    -- Attempts the receiver answered; waiting for a rate limit or an outage does not count.
    attempt_count       integer NOT NULL DEFAULT 0,
    due_at              timestamptz NOT NULL DEFAULT now(),
    expires_at          timestamptz NOT NULL,
    last_error          text,
    error_class         text,
    provider_message_id text,
    possible_duplicate  boolean NOT NULL DEFAULT false,
    run_id              uuid,
    session_id          uuid,
    session_seq         bigint,
    traceparent         text,
    created_at          timestamptz NOT NULL DEFAULT now(),
    updated_at          timestamptz NOT NULL DEFAULT now(),
    sent_at             timestamptz
) WITH (fillfactor = 70);
CREATE INDEX outbox_lane ON outbox (lane_key, seq) WHERE status IN ('queued', 'sending', 'retrying', 'unknown');
CREATE INDEX outbox_due ON outbox (due_at) WHERE status IN ('queued', 'sending', 'retrying', 'unknown');
CREATE INDEX outbox_by_account ON outbox (account_id, id);
CREATE INDEX outbox_dead_letters ON outbox (organization_id, id) WHERE status = 'dead_letter';

-- Replies to web chat visitors: the channel's own delivery, read by their event streams. One row an outbox entry, so a repeat changes nothing.
CREATE TABLE webchat_messages (
    seq             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid             xid8 NOT NULL DEFAULT pg_current_xact_id(),
    entry_id        uuid NOT NULL UNIQUE,
    organization_id uuid NOT NULL,
    account_id      uuid NOT NULL,
    conversation_id text NOT NULL,
    text            text NOT NULL,
    reply_to        text,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX webchat_messages_by_conversation ON webchat_messages (account_id, conversation_id, seq);

-- ---------------------------------------------------------------- history

CREATE TABLE channel_event_log (
    id              uuid PRIMARY KEY,
    xid             xid8 NOT NULL DEFAULT pg_current_xact_id(),
    organization_id uuid NOT NULL,
    account_id      uuid NOT NULL,
    conversation_id text,
    event_type      text NOT NULL,
    level           text NOT NULL DEFAULT 'info' CHECK (level IN ('info', 'warn', 'error')),
    message         text,
    payload         jsonb,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX channel_event_log_by_account ON channel_event_log (account_id, id);
CREATE INDEX channel_event_log_feed ON channel_event_log (organization_id, xid, id);

CREATE TABLE audit_events (
    id              uuid PRIMARY KEY,
    xid             xid8 NOT NULL DEFAULT pg_current_xact_id(),
    organization_id uuid,
    actor_kind      text NOT NULL,
    actor_id        text,
    action          text NOT NULL,
    target_kind     text NOT NULL,
    target_id       text,
    -- What changed, secrets masked: {"from": ..., "to": ...}.
    change          jsonb,
    remote_address  text,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_events_by_organization ON audit_events (organization_id, id);
CREATE INDEX audit_events_feed ON audit_events (organization_id, xid, id);

-- ---------------------------------------------------------------- versions: whatever changes an entity, a commit that relied on it notices

CREATE FUNCTION bump_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    NEW.updated_at := now();
    RETURN NEW;
END $$;

-- What the runtime itself notes on an account (its status and last error) decides nothing, so it leaves the version alone.
CREATE TRIGGER channel_accounts_version BEFORE UPDATE ON channel_accounts
    FOR EACH ROW WHEN (
        (OLD.enabled, OLD.dm_policy, OLD.group_policy, OLD.require_mention_in_group, OLD.webhook_url, OLD.metadata,
         OLD.account_key, OLD.channel_id, OLD.ingress_key, OLD.organization_id, OLD.display_name, OLD.version)
        IS DISTINCT FROM
        (NEW.enabled, NEW.dm_policy, NEW.group_policy, NEW.require_mention_in_group, NEW.webhook_url, NEW.metadata,
         NEW.account_key, NEW.channel_id, NEW.ingress_key, NEW.organization_id, NEW.display_name, NEW.version))
    EXECUTE FUNCTION bump_version();
CREATE TRIGGER organizations_version BEFORE UPDATE ON organizations FOR EACH ROW EXECUTE FUNCTION bump_version();

CREATE FUNCTION bump_account_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE channel_accounts SET version = version + 1 WHERE id IN (OLD.account_id, NEW.account_id);
    RETURN NULL;
END $$;
CREATE FUNCTION bump_organization_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE organizations SET version = version + 1 WHERE id IN (OLD.organization_id, NEW.organization_id);
    RETURN NULL;
END $$;
CREATE TRIGGER allowlist_bumps_account AFTER INSERT OR UPDATE OR DELETE ON channel_allowlist_entries
    FOR EACH ROW EXECUTE FUNCTION bump_account_version();
CREATE TRIGGER secret_bumps_account AFTER INSERT OR UPDATE OR DELETE ON channel_account_secrets
    FOR EACH ROW EXECUTE FUNCTION bump_account_version();
CREATE TRIGGER workflow_bumps_organization AFTER INSERT OR UPDATE OR DELETE ON workflows
    FOR EACH ROW EXECUTE FUNCTION bump_organization_version();

-- A change made behind the runtime's back reaches its snapshots at once. Losing the notice is harmless: every commit verifies the versions.
CREATE FUNCTION announce_entity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('vespid_entities', TG_TABLE_NAME || ':' || coalesce(NEW.id, OLD.id)::text);
    RETURN NULL;
END $$;
CREATE TRIGGER channel_accounts_announce AFTER INSERT OR DELETE ON channel_accounts
    FOR EACH ROW EXECUTE FUNCTION announce_entity();
-- Not for what the runtime notes: notices serialise the commits that carry them.
CREATE TRIGGER channel_accounts_announce_change AFTER UPDATE ON channel_accounts
    FOR EACH ROW WHEN (OLD.version IS DISTINCT FROM NEW.version) EXECUTE FUNCTION announce_entity();
CREATE TRIGGER organizations_announce AFTER INSERT OR UPDATE OR DELETE ON organizations
    FOR EACH ROW EXECUTE FUNCTION announce_entity();

-- ---------------------------------------------------------------- the tables as operators know them

CREATE VIEW channel_messages WITH (security_invoker = true) AS
SELECT m.id, m.organization_id, m.account_id, m.conversation_id, 'inbound' AS direction, m.provider_message_id,
       NULL::bigint AS session_event_seq, m.status, 0 AS attempt_count, m.payload,
       CASE WHEN m.status = 'accepted' THEN NULL WHEN m.reason = 'dm_pairing_required' THEN 'PAIRING_REQUIRED' ELSE m.reason END AS error,
       m.sender_id, m.text, m.session_id, m.created_at, m.created_at AS updated_at
FROM inbound_messages m
UNION ALL
SELECT o.id, o.organization_id, o.account_id, o.conversation_id, 'outbound', coalesce(o.provider_message_id, o.id::text),
       o.session_seq,
       CASE o.status WHEN 'queued' THEN 'pending' WHEN 'sending' THEN 'pending' WHEN 'sent' THEN 'accepted' ELSE o.status END,
       o.attempt_count, o.payload, o.last_error, NULL, o.payload ->> 'text', o.session_id, o.created_at, o.updated_at
FROM outbox o
WHERE o.account_id IS NOT NULL;

-- The kinds that follow from the messages themselves are not stored a second time.
CREATE VIEW channel_events WITH (security_invoker = true) AS
SELECT e.id, e.organization_id, e.account_id, e.conversation_id, e.event_type, e.level, e.message, e.payload, e.created_at
FROM channel_event_log e
UNION ALL
SELECT m.id, m.organization_id, m.account_id, m.conversation_id,
       CASE m.status WHEN 'accepted' THEN 'channel.message.accepted' ELSE 'channel.message.dropped' END,
       CASE m.status WHEN 'accepted' THEN 'info' ELSE 'warn' END,
       m.reason,
       CASE m.status
           WHEN 'accepted' THEN jsonb_build_object('event', m.event, 'mentionMatched', m.mention_matched,
                                                   'sessionRouted', m.session_id IS NOT NULL, 'workflowsTriggered', m.workflows_triggered)
           ELSE jsonb_build_object('senderId', m.sender_id, 'event', m.event)
       END,
       m.created_at
FROM inbound_messages m
UNION ALL
SELECT md5(m.id::text || ':triggered')::uuid, m.organization_id, m.account_id, m.conversation_id, 'channel.workflow.triggered', 'info',
       m.workflows_triggered || ' triggered', jsonb_build_object('messageId', m.id, 'triggered', m.workflows_triggered), m.created_at
FROM inbound_messages m
WHERE m.workflows_triggered > 0
UNION ALL
SELECT o.id, o.organization_id, o.account_id, o.conversation_id, 'channel.message.outbound',
       CASE WHEN o.status = 'sent' THEN 'info' ELSE 'error' END,
       CASE WHEN o.status = 'sent' THEN 'accepted' ELSE o.status END,
       jsonb_build_object('status', CASE WHEN o.status = 'sent' THEN 'accepted' ELSE o.status END, 'attemptCount', o.attempt_count,
                          'providerMessageId', o.provider_message_id, 'sessionId', o.session_id, 'sessionEventSeq', o.session_seq,
                          'possibleDuplicate', o.possible_duplicate, 'error', o.last_error),
       o.updated_at
FROM outbox o
WHERE o.account_id IS NOT NULL AND o.status IN ('sent', 'dead_letter', 'expired', 'canceled');

-- ---------------------------------------------------------------- isolation: lists are read under a role that sees one organisation

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'vespid_query') THEN
        CREATE ROLE vespid_query NOLOGIN;
    END IF;
    EXECUTE format('GRANT vespid_query TO %I', current_user);
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'organizations', 'memberships', 'worker_tokens', 'channel_accounts', 'channel_account_secrets', 'channel_allowlist_entries',
        'channel_pairing_requests', 'workflows', 'agent_sessions', 'inbound_messages', 'runs', 'outbox', 'webchat_messages',
        'channel_event_log', 'audit_events'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY runtime ON %I TO %I USING (true) WITH CHECK (true)', name, current_user);
        EXECUTE format('CREATE POLICY tenant ON %I FOR SELECT TO vespid_query USING (%I = nullif(current_setting(''vespid.organization_id'', true), '''')::uuid)',
                       name, CASE name WHEN 'organizations' THEN 'id' ELSE 'organization_id' END);
        EXECUTE format('GRANT SELECT ON %I TO vespid_query', name);
    END LOOP;
    GRANT SELECT ON channel_messages, channel_events TO vespid_query;

    -- Of people only those of the organisation, and never the hash of their password.
    ALTER TABLE users ENABLE ROW LEVEL SECURITY;
    ALTER TABLE users FORCE ROW LEVEL SECURITY;
    EXECUTE format('CREATE POLICY runtime ON users TO %I USING (true) WITH CHECK (true)', current_user);
    CREATE POLICY tenant ON users FOR SELECT TO vespid_query
        USING (EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = users.id));
    GRANT SELECT (id, email, display_name) ON users TO vespid_query;
END $$;
