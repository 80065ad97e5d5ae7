-- Same tables and columns as ../sqlite/0005_life.sql; tests/it/schema.rs compares them.
-- The advisory's whole life: several hands, both languages, annexes, attachments, release at a time, signatures, search.

-- Two accounts of one person count as one: the later names the earlier.
ALTER TABLE account ADD COLUMN same_as TEXT REFERENCES account (id);

ALTER TABLE advisory ADD COLUMN model TEXT NOT NULL DEFAULT 'blank';
-- The reference of a later advisory that takes the place of this one, which stays readable.
ALTER TABLE advisory ADD COLUMN superseded_by TEXT;
ALTER TABLE advisory ADD COLUMN superseded_at BIGINT;

ALTER TABLE revision DROP CONSTRAINT revision_state_check;
ALTER TABLE revision ADD CONSTRAINT revision_state_check CHECK (state IN ('draft', 'in-review', 'scheduled', 'published'));
ALTER TABLE revision DROP CONSTRAINT revision_check3;
ALTER TABLE revision ADD CONSTRAINT revision_check3 CHECK ((state IN ('scheduled', 'published')) = (approver_id IS NOT NULL));
ALTER TABLE revision ADD COLUMN risks TEXT NOT NULL DEFAULT '';
ALTER TABLE revision ADD COLUMN systems TEXT NOT NULL DEFAULT '';
ALTER TABLE revision ADD COLUMN workaround TEXT NOT NULL DEFAULT '';
ALTER TABLE revision ADD COLUMN solution TEXT NOT NULL DEFAULT '';
ALTER TABLE revision ADD COLUMN detection TEXT NOT NULL DEFAULT '';
ALTER TABLE revision ADD COLUMN expires_at BIGINT;
ALTER TABLE revision ADD COLUMN to_providers BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE revision ADD COLUMN supersedes TEXT;
ALTER TABLE revision ADD COLUMN confirm_from BIGINT NOT NULL DEFAULT 1;
ALTER TABLE revision ADD COLUMN approved_at BIGINT;
ALTER TABLE revision ADD COLUMN approved_hash BYTEA;
ALTER TABLE revision ADD COLUMN release_at BIGINT;
ALTER TABLE revision ADD COLUMN void TEXT NOT NULL DEFAULT '';
ALTER TABLE revision ADD COLUMN changed_at BIGINT;
ALTER TABLE revision ADD COLUMN changed_by TEXT REFERENCES account (id);
ALTER TABLE revision ADD CONSTRAINT revision_scheduled
  CHECK (state <> 'scheduled' OR (author_id IS NOT NULL AND release_at IS NOT NULL AND approved_hash IS NOT NULL));
ALTER TABLE revision DISABLE TRIGGER USER;
UPDATE revision SET confirm_from = number;
ALTER TABLE revision ENABLE TRIGGER USER;
CREATE INDEX revision_by_release ON revision (release_at) WHERE state = 'scheduled';

-- Named co-authors are editors before they type a word: they may never approve.
ALTER TABLE revision_editor ADD COLUMN named BOOLEAN NOT NULL DEFAULT FALSE;

-- The same version in the other language.
CREATE TABLE translation (
  advisory_id TEXT    NOT NULL,
  number      BIGINT  NOT NULL,
  language    TEXT    NOT NULL CHECK (language IN ('en', 'fr')),
  title       TEXT    NOT NULL,
  change_note TEXT    NOT NULL,
  summary     TEXT    NOT NULL,
  actions     TEXT    NOT NULL,
  body        TEXT    NOT NULL,
  risks       TEXT    NOT NULL,
  systems     TEXT    NOT NULL,
  workaround  TEXT    NOT NULL,
  solution    TEXT    NOT NULL,
  detection   TEXT    NOT NULL,
  rendered    TEXT    NOT NULL,
  PRIMARY KEY (advisory_id, number, language),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
);

-- A section that one party alone reads, in the advisory's language and in the other.
CREATE TABLE annex (
  advisory_id         TEXT    NOT NULL,
  number              BIGINT  NOT NULL,
  party_id            TEXT    NOT NULL REFERENCES party (id),
  body                TEXT    NOT NULL CHECK (body <> ''),
  translated          TEXT    NOT NULL,
  rendered            TEXT    NOT NULL,
  rendered_translated TEXT    NOT NULL,
  PRIMARY KEY (advisory_id, number, party_id),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
);

-- Files, sealed in pieces; versions share them.
CREATE TABLE file (
  id       TEXT    NOT NULL PRIMARY KEY,
  kind     TEXT    NOT NULL CHECK (kind IN ('pdf', 'png', 'jpg', 'txt', 'csv', 'json')),
  size     BIGINT  NOT NULL CHECK (size > 0),
  hash     BYTEA   NOT NULL,
  added_at BIGINT  NOT NULL
);
CREATE INDEX file_by_hash ON file (hash);
CREATE TABLE file_piece (
  file_id TEXT    NOT NULL REFERENCES file (id),
  n       BIGINT  NOT NULL CHECK (n >= 0),
  sealed  BYTEA   NOT NULL,
  PRIMARY KEY (file_id, n)
);
CREATE TABLE attachment (
  advisory_id TEXT    NOT NULL,
  number      BIGINT  NOT NULL,
  name        TEXT    NOT NULL CHECK (name <> ''),
  file_id     TEXT    NOT NULL REFERENCES file (id),
  PRIMARY KEY (advisory_id, number, name),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
);
CREATE INDEX attachment_by_file ON attachment (file_id);
-- Copies that were handed out with a reader's name on them, so that one that leaks is known again.
CREATE TABLE file_copy (
  hash       BYTEA   NOT NULL PRIMARY KEY,
  file_id    TEXT    NOT NULL REFERENCES file (id),
  account_id TEXT    NOT NULL REFERENCES account (id),
  at         BIGINT  NOT NULL
);

-- What the agency signed: the text for all, and one for each party that has an annex. It never changes.
CREATE TABLE signed_text (
  advisory_id TEXT    NOT NULL,
  number      BIGINT  NOT NULL,
  for_party   TEXT    NOT NULL,
  text        TEXT    NOT NULL,
  hash        BYTEA   NOT NULL,
  signature   BYTEA   NOT NULL,
  PRIMARY KEY (advisory_id, number, for_party),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
);
CREATE INDEX signed_text_by_hash ON signed_text (hash);

-- Who opened which version first when.
CREATE TABLE reading (
  account_id  TEXT    NOT NULL REFERENCES account (id),
  advisory_id TEXT    NOT NULL,
  number      BIGINT  NOT NULL,
  party_id    TEXT    NOT NULL REFERENCES party (id),
  at          BIGINT  NOT NULL,
  PRIMARY KEY (account_id, advisory_id, number),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
);
CREATE INDEX reading_by_advisory ON reading (advisory_id, number);
CREATE INDEX acknowledgement_by_advisory ON acknowledgement (advisory_id, number);
CREATE INDEX audience_party_by_party ON audience_party (party_id);

-- The words of what readers see now; a party with an annex has a row of its own.
CREATE TABLE searchable (
  id          BIGINT  NOT NULL GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  advisory_id TEXT    NOT NULL REFERENCES advisory (id),
  for_party   TEXT    NOT NULL,
  words       TEXT    NOT NULL,
  UNIQUE (advisory_id, for_party)
);
CREATE INDEX searchable_words ON searchable USING gin (to_tsvector('simple', words));

INSERT INTO searchable (advisory_id, for_party, words)
  SELECT a.id, '', r.folded FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current WHERE a.withdrawn_at IS NULL;

-- Translations, annexes, attachments and signatures of a published version are as final as its text.
CREATE FUNCTION refuse_part_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published') THEN
    RAISE EXCEPTION 'a published version cannot be changed';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = NEW.advisory_id AND r.number = NEW.number AND r.state = 'published') THEN
    RAISE EXCEPTION 'a published version cannot be changed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER translation_final BEFORE INSERT OR UPDATE OR DELETE ON translation FOR EACH ROW EXECUTE FUNCTION refuse_part_change();
CREATE TRIGGER translation_no_truncate BEFORE TRUNCATE ON translation EXECUTE FUNCTION refuse_change('a published version cannot be changed');
CREATE TRIGGER annex_final BEFORE INSERT OR UPDATE OR DELETE ON annex FOR EACH ROW EXECUTE FUNCTION refuse_part_change();
CREATE TRIGGER annex_no_truncate BEFORE TRUNCATE ON annex EXECUTE FUNCTION refuse_change('a published version cannot be changed');
CREATE TRIGGER attachment_final BEFORE INSERT OR UPDATE OR DELETE ON attachment FOR EACH ROW EXECUTE FUNCTION refuse_part_change();
CREATE TRIGGER attachment_no_truncate BEFORE TRUNCATE ON attachment EXECUTE FUNCTION refuse_change('a published version cannot be changed');
CREATE TRIGGER file_no_update BEFORE UPDATE ON file EXECUTE FUNCTION refuse_change('a file cannot be changed');
CREATE TRIGGER file_piece_no_update BEFORE UPDATE ON file_piece EXECUTE FUNCTION refuse_change('a file cannot be changed');
CREATE TRIGGER signed_text_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON signed_text EXECUTE FUNCTION refuse_change('append only');
