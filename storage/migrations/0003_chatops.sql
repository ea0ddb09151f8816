-- min_binary: 1
-- Rooms that bridge chats of several platforms. The link between a message and its copies is written with the decision to send, so that
-- whatever happens to the process, a copy is known before it can exist.
--
-- All of it belongs to the deployment: no tenant's reader sees any of these tables.

CREATE TABLE chat_rooms (
    id         text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 200),
    name       text NOT NULL,
    type       text NOT NULL DEFAULT 'group' CHECK (type IN ('direct', 'group', 'channel', 'thread')),
    origin     text NOT NULL DEFAULT 'config',
    -- Its history is kept beyond the retention times.
    legal_hold boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE chat_bindings (
    id               text PRIMARY KEY,
    room_id          text NOT NULL REFERENCES chat_rooms,
    channel          text NOT NULL,
    instance_id      text NOT NULL,
    external_room_id text NOT NULL,
    topic_id         text,
    enabled          boolean NOT NULL DEFAULT true,
    status           text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'paused_loop', 'blocked', 'conflict')),
    status_reason    text,
    -- When a pause ends by itself.
    resume_at        timestamptz,
    -- Of a conflict: whose the address is.
    owner_room_id    text,
    options          jsonb NOT NULL DEFAULT '{}',
    probe            jsonb,
    -- Webhook of ours in the channel: what it says is our own echo.
    webhook_id       text,
    migrated_from    text,
    last_in_at       timestamptz,
    last_in_id       text,
    last_out_at      timestamptz,
    origin           text NOT NULL DEFAULT 'config',
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 70);
-- An address belongs to one room; who comes second is kept as a conflict, and shown.
CREATE UNIQUE INDEX chat_bindings_address ON chat_bindings (channel, instance_id, external_room_id, coalesce(topic_id, '')) WHERE status <> 'conflict';
CREATE INDEX chat_bindings_by_room ON chat_bindings (room_id, id);

CREATE TABLE chat_instances (
    id                   text PRIMARY KEY,
    channel              text NOT NULL,
    status               text NOT NULL CHECK (status IN ('starting', 'connecting', 'connected', 'disconnected', 'error')),
    bot_id               text,
    bot_name             text,
    last_event_at        timestamptz,
    last_error           text,
    consecutive_failures integer NOT NULL DEFAULT 0,
    reconnect_attempt    integer NOT NULL DEFAULT 0,
    updated_at           timestamptz NOT NULL DEFAULT now()
);

-- Chats that reached a bot and are bound to no room.
CREATE TABLE chat_unbound (
    channel          text NOT NULL,
    instance_id      text NOT NULL,
    external_room_id text NOT NULL,
    topic_id         text,
    title            text,
    events           bigint NOT NULL DEFAULT 1,
    last_seen_at     timestamptz NOT NULL DEFAULT now(),
    noticed_at       timestamptz,
    PRIMARY KEY (channel, instance_id, external_room_id)
);

-- ---------------------------------------------------------------- messages and their copies

CREATE TABLE chat_messages (
    id          uuid PRIMARY KEY,
    room_id     text NOT NULL,
    -- Null for what no platform said: announcements, answers, probes.
    binding_id  text,
    -- External room at that time: numbers start anew when a group becomes a supergroup.
    place       text,
    external_id text,
    role        text NOT NULL CHECK (role IN ('user', 'assistant', 'system')),
    kind        text NOT NULL CHECK (kind IN ('message', 'command', 'reply', 'announcement', 'probe')),
    channel     text,
    sender_id   text,
    sender_name text,
    text        text NOT NULL,
    attachments integer NOT NULL DEFAULT 0,
    reply_to    uuid,
    edit_mark   text,
    said_at     timestamptz,
    edited_at   timestamptz,
    deleted_at  timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now()
);
-- What makes an event of a platform the same event.
CREATE UNIQUE INDEX chat_messages_origin ON chat_messages (binding_id, place, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX chat_messages_by_room ON chat_messages (room_id, id);
CREATE INDEX chat_messages_by_time ON chat_messages (created_at);

CREATE TABLE chat_copies (
    message_id         uuid NOT NULL,
    binding_id         text NOT NULL,
    part               integer NOT NULL,
    -- Outbox entry that sends it.
    entry_id           uuid NOT NULL,
    status             text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sent', 'dead_letter', 'expired', 'canceled', 'withdrawn')),
    via                text CHECK (via IN ('bot', 'webhook')),
    place              text NOT NULL,
    external_id        text,
    -- An attempt whose end nobody knows came before: there may be a second one.
    possible_duplicate boolean NOT NULL DEFAULT false,
    created_at         timestamptz NOT NULL DEFAULT now(),
    sent_at            timestamptz,
    PRIMARY KEY (message_id, binding_id, part)
) WITH (fillfactor = 70);
CREATE INDEX chat_copies_external ON chat_copies (binding_id, place, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX chat_copies_pending ON chat_copies (binding_id) WHERE status = 'pending';
CREATE INDEX chat_copies_by_entry ON chat_copies (entry_id);

-- ---------------------------------------------------------------- commands

CREATE TABLE chat_actions (
    id                uuid PRIMARY KEY,
    action            text NOT NULL,
    mode              text,
    outcome           text NOT NULL CHECK (outcome IN ('pending', 'accepted', 'succeeded', 'blocked', 'failed', 'cancelled', 'expired', 'unknown')),
    authz_status      text CHECK (authz_status IN ('authorized', 'unauthorized', 'mutations_disabled', 'unknown')),
    mutation_enabled  boolean NOT NULL,
    reason            text,
    label             text NOT NULL,
    message           text,
    source            text NOT NULL DEFAULT 'router',
    channel           text,
    external_user_id  text,
    room_id           text,
    binding_id        text,
    source_message_id uuid,
    run_id            text,
    correlation_id    text,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX chat_actions_by_time ON chat_actions (created_at);
CREATE INDEX chat_actions_by_run ON chat_actions (run_id) WHERE run_id IS NOT NULL;

-- Beside the row of kind 'command' in runs.
CREATE TABLE chat_runs (
    id           uuid PRIMARY KEY,
    run_id       text NOT NULL UNIQUE,
    mode         text NOT NULL,
    room_id      text,
    action_id    uuid,
    requested_by text NOT NULL,
    requester    text,
    changes      integer,
    delivered    integer,
    output_url   text
);
-- One at a time.
CREATE UNIQUE INDEX runs_one_command ON runs (organization_id) WHERE kind = 'command' AND status IN ('queued', 'running');

CREATE TABLE chat_approvals (
    id                text PRIMARY KEY,
    room_id           text NOT NULL,
    binding_id        text NOT NULL,
    source_message_id uuid NOT NULL,
    action_id         uuid NOT NULL,
    command           text NOT NULL,
    group_name        text NOT NULL,
    requester         text NOT NULL,
    requester_name    text,
    status            text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'denied', 'expired')),
    decided_by        text,
    decided_at        timestamptz,
    expires_at        timestamptz NOT NULL,
    created_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX chat_approvals_pending ON chat_approvals (expires_at) WHERE status = 'pending';

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'chat_rooms', 'chat_bindings', 'chat_instances', 'chat_unbound', 'chat_messages', 'chat_copies', 'chat_actions', 'chat_runs', 'chat_approvals'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY runtime ON %I TO %I USING (true) WITH CHECK (true)', name, current_user);
    END LOOP;
END $$;
