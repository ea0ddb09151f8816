-- min_binary: 1
-- What a deployment leaves behind, and what waits for an operator after an older backup was restored.

-- ---------------------------------------------------------------- deployment records: append-only, each bound to the one before

CREATE TABLE deployment_records (
    -- Without gaps: one that is missing shows.
    seq                  bigint PRIMARY KEY,
    id                   uuid NOT NULL UNIQUE,
    kind                 text NOT NULL CHECK (kind IN ('deployment', 'gate', 'note')),
    env                  text NOT NULL CHECK (env IN ('local', 'staging', 'production')),
    image_digest         text NOT NULL DEFAULT '',
    lock_checksum        text NOT NULL DEFAULT '',
    build_sha            text NOT NULL DEFAULT '',
    config_manifest_hash text NOT NULL DEFAULT '',
    -- Names and values of the settings; of a secret only that it is set.
    manifest             jsonb NOT NULL DEFAULT '{}',
    secret_versions      jsonb NOT NULL DEFAULT '{}',
    operator_id          text NOT NULL CHECK (operator_id <> ''),
    approver_id          text,
    change_record        text NOT NULL DEFAULT '',
    started_at           timestamptz NOT NULL,
    finished_at          timestamptz,
    result               text NOT NULL CHECK (result IN ('succeeded', 'failed', 'rolled_back', 'promoted', 'refused', 'noted')),
    rollback_of          uuid,
    reason               text,
    incident_id          text,
    -- Of a gate: what was asked, measured and answered.
    gates                jsonb,
    recorded_at          timestamptz NOT NULL,
    previous_hash        bytea NOT NULL,
    hash                 bytea NOT NULL,
    CHECK (env <> 'production' OR kind <> 'deployment' OR (approver_id IS NOT NULL AND approver_id <> operator_id))
);

-- What a record says, in one text that does not depend on who asks.
CREATE FUNCTION deployment_record_text(r deployment_records) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(
        r.id, r.kind, r.env, r.image_digest, r.lock_checksum, r.build_sha, r.config_manifest_hash, r.manifest, r.secret_versions, r.operator_id, r.approver_id,
        r.change_record, extract(epoch FROM r.started_at), extract(epoch FROM r.finished_at), r.result, r.rollback_of, r.reason, r.incident_id, r.gates,
        extract(epoch FROM r.recorded_at))::text
$$;

CREATE FUNCTION chain_deployment_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- One at a time, so that each knows the one before it.
    PERFORM pg_advisory_xact_lock(6220986574215533382);
    -- Whatever the statement says.
    NEW.recorded_at := date_trunc('milliseconds', clock_timestamp());
    SELECT r.seq + 1, r.hash INTO NEW.seq, NEW.previous_hash FROM deployment_records r ORDER BY r.seq DESC LIMIT 1;
    NEW.seq := coalesce(NEW.seq, 1);
    NEW.previous_hash := coalesce(NEW.previous_hash, '\x');
    NEW.hash := sha256(NEW.previous_hash || convert_to(deployment_record_text(NEW), 'UTF8'));
    RETURN NEW;
END $$;
CREATE TRIGGER deployment_records_chain BEFORE INSERT ON deployment_records FOR EACH ROW EXECUTE FUNCTION chain_deployment_record();

CREATE FUNCTION refuse_change_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'VS002', MESSAGE = 'deployment records are only ever added';
END $$;
CREATE TRIGGER deployment_records_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON deployment_records FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record();

-- ---------------------------------------------------------------- after a restore

-- One row: which database the rows were written in. A copy that came from a backup carries the mark of its origin.
CREATE TABLE restore_mark (
    id       integer PRIMARY KEY CHECK (id = 1),
    identity text
);
INSERT INTO restore_mark (id) VALUES (1);

CREATE TABLE restore_holds (
    id             uuid PRIMARY KEY,
    cause          text NOT NULL,
    evidence       jsonb NOT NULL DEFAULT '{}',
    outbox_entries integer NOT NULL,
    runs           integer NOT NULL,
    alerts         integer NOT NULL,
    held_at        timestamptz NOT NULL DEFAULT now(),
    ended_at       timestamptz,
    ended_by       text
);

-- Null but for what waits: nothing that is held is sent, claimed or told.
ALTER TABLE outbox ADD COLUMN hold_id uuid;
ALTER TABLE runs ADD COLUMN hold_id uuid;
ALTER TABLE alert_accounts ADD COLUMN hold_id uuid;
CREATE INDEX outbox_held ON outbox (hold_id) WHERE hold_id IS NOT NULL;
CREATE INDEX runs_held ON runs (hold_id) WHERE hold_id IS NOT NULL;
CREATE INDEX alert_accounts_held ON alert_accounts (hold_id) WHERE hold_id IS NOT NULL;
