-- Watches the runtime from below. Each process signs in under a role of its own, which nothing in the process can change: so a write
-- that comes from another process than the one that took over last shows, whatever epoch it claims.
CREATE SCHEMA chaos;

CREATE TABLE chaos.take_overs (
    epoch   bigint PRIMARY KEY,
    process text NOT NULL,
    at      timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE chaos.intrusions (
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    process text NOT NULL,
    owner   text,
    place   text NOT NULL
);

CREATE TABLE chaos.regressions (
    at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    place text NOT NULL
);

INSERT INTO chaos.take_overs (epoch, process) SELECT epoch, @process FROM public.writer_lease WHERE id = 1;

CREATE FUNCTION chaos.note_take_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.epoch <= OLD.epoch THEN
        INSERT INTO chaos.regressions (place) VALUES ('epoch ' || OLD.epoch || ' became ' || NEW.epoch);
    ELSE
        INSERT INTO chaos.take_overs (epoch, process) VALUES (NEW.epoch, session_user);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER chaos_take_over AFTER UPDATE ON public.writer_lease
    FOR EACH ROW WHEN (OLD.epoch IS DISTINCT FROM NEW.epoch) EXECUTE FUNCTION chaos.note_take_over();

CREATE FUNCTION chaos.note_intrusion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    writer text;
BEGIN
    SELECT process INTO writer FROM chaos.take_overs ORDER BY epoch DESC LIMIT 1;
    IF writer IS DISTINCT FROM session_user THEN
        INSERT INTO chaos.intrusions (process, owner, place) VALUES (session_user, writer, TG_OP || ' ' || TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER chaos_intrusion AFTER INSERT OR UPDATE ON public.inbound_messages FOR EACH ROW EXECUTE FUNCTION chaos.note_intrusion();
CREATE TRIGGER chaos_intrusion AFTER INSERT OR UPDATE ON public.runs FOR EACH ROW EXECUTE FUNCTION chaos.note_intrusion();
CREATE TRIGGER chaos_intrusion AFTER INSERT OR UPDATE ON public.outbox FOR EACH ROW EXECUTE FUNCTION chaos.note_intrusion();
CREATE TRIGGER chaos_intrusion AFTER INSERT OR UPDATE ON public.grain_state FOR EACH ROW EXECUTE FUNCTION chaos.note_intrusion();

CREATE FUNCTION chaos.note_regression() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO chaos.regressions (place) VALUES (OLD.key || ': ' || OLD.version || ' became ' || NEW.version);
    RETURN NULL;
END $$;
CREATE TRIGGER chaos_regression AFTER UPDATE ON public.grain_state
    FOR EACH ROW WHEN (NEW.version <= OLD.version) EXECUTE FUNCTION chaos.note_regression();
