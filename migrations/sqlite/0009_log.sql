-- What a record says of a person stands in the tree as a salted commitment, so that it can be deleted when its time is over.
ALTER TABLE audit_record ADD COLUMN salt BLOB;
ALTER TABLE audit_record ADD COLUMN commitment BLOB;

-- The one change that the table lets through: the person goes, below a bound that stands in the log; nothing else changes.
DROP TRIGGER audit_record_no_update;
CREATE TRIGGER audit_record_no_update BEFORE UPDATE ON audit_record
  WHEN NOT (OLD.format > 1 AND OLD.salt IS NOT NULL AND NEW.salt IS NULL
    AND NEW.actor = '' AND NEW.party = '' AND NEW.detail = '' AND NEW.request = '' AND NEW.network = ''
    AND NEW.n = OLD.n AND NEW.format = OLD.format AND NEW.at = OLD.at AND NEW.action = OLD.action AND NEW.object = OLD.object
    AND NEW.outcome = OLD.outcome AND NEW.hash IS OLD.hash AND NEW.commitment IS OLD.commitment
    AND EXISTS (SELECT 1 FROM audit_record e, audit_head h WHERE e.action = 'audit.personal-deleted' AND e.outcome = 'done' AND e.n > OLD.n AND e.n < h.size
      AND CAST(e.object AS INTEGER) > OLD.n AND OLD.at <= e.at - 15552000000))
  BEGIN SELECT RAISE(ABORT, 'append only'); END;

-- Signed statements of size and root (C2SP tlog-checkpoint), and what witnesses signed beneath them.
CREATE TABLE audit_checkpoint (
  size INTEGER NOT NULL PRIMARY KEY CHECK (size >= 0),
  root BLOB    NOT NULL,
  at   INTEGER NOT NULL,
  note TEXT    NOT NULL
) STRICT;
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'append only'); END;

-- The keys that may have signed checkpoints, from which size of the log on.
CREATE TABLE audit_key (
  vkey TEXT    NOT NULL PRIMARY KEY,
  since INTEGER NOT NULL CHECK (since >= 0),
  at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_key_no_update BEFORE UPDATE ON audit_key BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_key_no_delete BEFORE DELETE ON audit_key BEGIN SELECT RAISE(ABORT, 'append only'); END;

CREATE TABLE witness (
  name       TEXT    NOT NULL PRIMARY KEY,
  vkey       TEXT    NOT NULL,
  url        TEXT    NOT NULL,
  added_at   INTEGER NOT NULL,
  size       INTEGER NOT NULL,
  heard_at   INTEGER NOT NULL,
  tried_at   INTEGER NOT NULL,
  trouble    TEXT    NOT NULL
) STRICT;

CREATE TABLE audit_cosignature (
  size    INTEGER NOT NULL REFERENCES audit_checkpoint (size),
  witness TEXT    NOT NULL,
  line    TEXT    NOT NULL,
  PRIMARY KEY (size, witness)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_cosignature_no_update BEFORE UPDATE ON audit_cosignature BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_cosignature_no_delete BEFORE DELETE ON audit_cosignature BEGIN SELECT RAISE(ABORT, 'append only'); END;

-- INSERT OR REPLACE fires no delete trigger.
CREATE TRIGGER audit_checkpoint_no_replace BEFORE INSERT ON audit_checkpoint WHEN EXISTS (SELECT 1 FROM audit_checkpoint WHERE size = NEW.size)
  BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER audit_cosignature_no_replace BEFORE INSERT ON audit_cosignature
  WHEN EXISTS (SELECT 1 FROM audit_cosignature WHERE size = NEW.size AND witness = NEW.witness)
  BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER audit_head_no_replace BEFORE INSERT ON audit_head WHEN EXISTS (SELECT 1 FROM audit_head)
  BEGIN SELECT RAISE(ABORT, 'the log has a head'); END;
CREATE TRIGGER audit_key_no_replace BEFORE INSERT ON audit_key WHEN EXISTS (SELECT 1 FROM audit_key WHERE vkey = NEW.vkey)
  BEGIN SELECT RAISE(ABORT, 'append only'); END;

-- Databases that were put back, and the two administrators who opened the portal again.
-- One at a time.
CREATE TABLE restoration (
  id          TEXT    NOT NULL PRIMARY KEY,
  found_at    INTEGER NOT NULL,
  found_size  INTEGER NOT NULL,
  signed_size INTEGER NOT NULL,
  source      TEXT    NOT NULL CHECK (source IN ('file', 'witness')),
  first_by    TEXT    REFERENCES account (id),
  second_by   TEXT    REFERENCES account (id),
  ended_at    INTEGER,
  CHECK (second_by IS NULL OR (first_by IS NOT NULL AND second_by <> first_by)),
  CHECK ((ended_at IS NULL) = (second_by IS NULL))
) STRICT;

-- How far the log was sent to the agency's collector.
CREATE TABLE audit_stream (
  only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  sent     INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  trouble  TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX restoration_open ON restoration ((1)) WHERE ended_at IS NULL;
