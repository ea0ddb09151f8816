-- min_binary: 1
-- Several silos of one cluster write side by side, each under an epoch of its own. Row 1 is the lone writer's, and counts the epochs of all;
-- a silo's row has its epoch, negated, as its id.

ALTER TABLE writer_lease DROP CONSTRAINT writer_lease_id_check;
ALTER TABLE writer_lease ADD CONSTRAINT writer_lease_id_check CHECK (id = 1 OR id < 0 AND id = -epoch);
CREATE UNIQUE INDEX writer_lease_epoch ON writer_lease (epoch);

-- Who is sending an entry: while that silo lives, its result is waited for.
ALTER TABLE outbox ADD COLUMN sending_epoch bigint;
