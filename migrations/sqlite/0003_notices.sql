-- Same tables and columns as ../postgres/0003_notices.sql; tests/it/schema.rs compares them.

-- Mail that waits, and what became of it: one row a person and a message. It holds no address and no text: whom to write to
-- is looked up when the message goes, and the text follows from the kind.
CREATE TABLE outbox (
  id            TEXT    NOT NULL PRIMARY KEY,
  account_id    TEXT    NOT NULL,
  kind          TEXT    NOT NULL CHECK (kind <> ''),
  turn          INTEGER NOT NULL,
  code          BLOB,
  state         TEXT    NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'unsure', 'dropped')),
  queued_at     INTEGER NOT NULL,
  attempts      INTEGER NOT NULL CHECK (attempts >= 0),
  next_at       INTEGER NOT NULL,
  claim         TEXT    NOT NULL,
  claimed_until INTEGER NOT NULL,
  handed_at     INTEGER,
  message_id    TEXT    UNIQUE,
  ended_at      INTEGER,
  why           TEXT    NOT NULL,
  error         TEXT    NOT NULL,
  bounced_at    INTEGER,
  CHECK ((state = 'queued') = (ended_at IS NULL)),
  CHECK (code IS NULL OR state = 'queued'),
  CHECK (bounced_at IS NULL OR state <> 'queued')
) STRICT;
CREATE INDEX outbox_by_turn ON outbox (turn, next_at) WHERE state = 'queued';
CREATE INDEX outbox_by_account ON outbox (account_id, queued_at);
CREATE INDEX outbox_by_end ON outbox (state, ended_at);
