-- What a record says of a person stands in the tree as a salted commitment, so that it can be deleted when its time is over.
ALTER TABLE audit_record ADD COLUMN salt BYTEA;
ALTER TABLE audit_record ADD COLUMN commitment BYTEA;

-- The one change that the table lets through: the person goes, below a bound that stands in the log; nothing else changes.
DROP TRIGGER audit_record_append_only ON audit_record;
CREATE TRIGGER audit_record_append_only BEFORE DELETE OR TRUNCATE ON audit_record EXECUTE FUNCTION refuse_change('append only');
CREATE FUNCTION refuse_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.format > 1 AND OLD.salt IS NOT NULL AND NEW.salt IS NULL
    AND NEW.actor = '' AND NEW.party = '' AND NEW.detail = '' AND NEW.request = '' AND NEW.network = ''
    AND NEW.n = OLD.n AND NEW.format = OLD.format AND NEW.at = OLD.at AND NEW.action = OLD.action AND NEW.object = OLD.object
    AND NEW.outcome = OLD.outcome AND NEW.hash IS NOT DISTINCT FROM OLD.hash AND NEW.commitment IS NOT DISTINCT FROM OLD.commitment
    AND EXISTS (SELECT 1 FROM audit_record e, audit_head h WHERE e.action = 'audit.personal-deleted' AND e.outcome = 'done' AND e.n > OLD.n AND e.n < h.size
      AND CAST(e.object AS BIGINT) > OLD.n AND OLD.at <= e.at - 15552000000)
  THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION 'append only';
END $$;
CREATE TRIGGER audit_record_no_update BEFORE UPDATE ON audit_record FOR EACH ROW EXECUTE FUNCTION refuse_record_change();

-- Signed statements of size and root (C2SP tlog-checkpoint), and what witnesses signed beneath them.
CREATE TABLE audit_checkpoint (
  size BIGINT NOT NULL PRIMARY KEY CHECK (size >= 0),
  root BYTEA  NOT NULL,
  at   BIGINT NOT NULL,
  note TEXT   NOT NULL
);
CREATE TRIGGER audit_checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint EXECUTE FUNCTION refuse_change('append only');

-- The keys that may have signed checkpoints, from which size of the log on.
CREATE TABLE audit_key (
  vkey  TEXT   NOT NULL PRIMARY KEY,
  since BIGINT NOT NULL CHECK (since >= 0),
  at    BIGINT NOT NULL
);
CREATE TRIGGER audit_key_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_key EXECUTE FUNCTION refuse_change('append only');

CREATE TABLE witness (
  name     TEXT   NOT NULL PRIMARY KEY,
  vkey     TEXT   NOT NULL,
  url      TEXT   NOT NULL,
  added_at BIGINT NOT NULL,
  size     BIGINT NOT NULL,
  heard_at BIGINT NOT NULL,
  tried_at BIGINT NOT NULL,
  trouble  TEXT   NOT NULL
);

CREATE TABLE audit_cosignature (
  size    BIGINT NOT NULL REFERENCES audit_checkpoint (size),
  witness TEXT   NOT NULL,
  line    TEXT   NOT NULL,
  PRIMARY KEY (size, witness)
);
CREATE TRIGGER audit_cosignature_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_cosignature EXECUTE FUNCTION refuse_change('append only');

-- Databases that were put back, and the two administrators who opened the portal again.
-- One at a time.
CREATE TABLE restoration (
  id          TEXT    NOT NULL PRIMARY KEY,
  found_at    BIGINT  NOT NULL,
  found_size  BIGINT  NOT NULL,
  signed_size BIGINT  NOT NULL,
  source      TEXT    NOT NULL CHECK (source IN ('file', 'witness')),
  first_by    TEXT    REFERENCES account (id),
  second_by   TEXT    REFERENCES account (id),
  ended_at    BIGINT ,
  CHECK (second_by IS NULL OR (first_by IS NOT NULL AND second_by <> first_by)),
  CHECK ((ended_at IS NULL) = (second_by IS NULL))
);

-- How far the log was sent to the agency's collector.
CREATE TABLE audit_stream (
  only_row BIGINT  NOT NULL PRIMARY KEY CHECK (only_row = 1),
  sent     BIGINT  NOT NULL,
  at       BIGINT  NOT NULL,
  trouble  TEXT    NOT NULL
);
CREATE UNIQUE INDEX restoration_open ON restoration ((1)) WHERE ended_at IS NULL;
