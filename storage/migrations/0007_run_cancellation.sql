-- min_binary: 1
-- Who is asked to end a run need not be who carries it out, nor in the same process.

ALTER TABLE chat_runs ADD COLUMN cancel_requested_at timestamptz;
