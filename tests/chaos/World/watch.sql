-- Watches the runtime from below. Each process signs in under a role of its own, which nothing in the process can change: so a write
-- of a process that has taken no epoch that holds shows, whatever epoch it claims: of a lone writer that is the last, of silos each its own.
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

INSERT INTO chaos.take_overs (epoch, process) SELECT epoch, @process FROM public.writer_lease WHERE holder <> 'silos';

CREATE FUNCTION chaos.note_take_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A joining silo moves the counter on to an epoch that nobody has, and takes one in a row of its own.
    IF NEW.id = 1 AND NEW.holder = 'silos' THEN
        RETURN NULL;
    ELSIF TG_OP = 'UPDATE' AND NEW.epoch <= OLD.epoch THEN
        INSERT INTO chaos.regressions (place) VALUES ('epoch ' || OLD.epoch || ' became ' || NEW.epoch);
    ELSE
        INSERT INTO chaos.take_overs (epoch, process) VALUES (NEW.epoch, session_user);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER chaos_take_over AFTER UPDATE ON public.writer_lease
    FOR EACH ROW WHEN (OLD.epoch IS DISTINCT FROM NEW.epoch) EXECUTE FUNCTION chaos.note_take_over();
CREATE TRIGGER chaos_join AFTER INSERT ON public.writer_lease FOR EACH ROW EXECUTE FUNCTION chaos.note_take_over();

CREATE FUNCTION chaos.note_intrusion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM chaos.take_overs t JOIN public.writer_lease l ON l.epoch = t.epoch WHERE t.process = session_user) THEN
        INSERT INTO chaos.intrusions (process, owner, place) VALUES (
            session_user, (SELECT string_agg(t.process, ', ') FROM chaos.take_overs t JOIN public.writer_lease l ON l.epoch = t.epoch), TG_OP || ' ' || TG_TABLE_NAME);
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
