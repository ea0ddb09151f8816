-- min_binary: 1
-- What a receiver has parked, for whoever asks on behalf of an edge: written with each of its decisions.

ALTER TABLE alert_receivers ADD COLUMN breakers jsonb NOT NULL DEFAULT '[]';
