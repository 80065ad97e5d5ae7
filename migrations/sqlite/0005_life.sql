-- no-transaction
-- Same tables and columns as ../postgres/0005_life.sql; tests/it/schema.rs compares them.
-- The advisory's whole life: several hands, both languages, annexes, attachments, release at a time, signatures, search.
PRAGMA foreign_keys = OFF;
-- The triggers on the audience name the table that is made anew: they stay as they are.
PRAGMA legacy_alter_table = ON;
BEGIN IMMEDIATE;

-- Two accounts of one person count as one: the later names the earlier.
ALTER TABLE account ADD COLUMN same_as TEXT REFERENCES account (id);

ALTER TABLE advisory ADD COLUMN model TEXT NOT NULL DEFAULT 'blank';
-- The reference of a later advisory that takes the place of this one, which stays readable.
ALTER TABLE advisory ADD COLUMN superseded_by TEXT;
ALTER TABLE advisory ADD COLUMN superseded_at INTEGER;

CREATE TABLE revision_anew (
  advisory_id   TEXT    NOT NULL REFERENCES advisory (id),
  number        INTEGER NOT NULL,
  state         TEXT    NOT NULL CHECK (state IN ('draft', 'in-review', 'scheduled', 'published')),
  title         TEXT    NOT NULL,
  tlp           TEXT    CHECK (tlp IN ('RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR')),
  severity      TEXT    CHECK (severity IN ('critical', 'high', 'moderate', 'information')),
  audience      TEXT    CHECK (audience IN ('all-parties', 'some-parties', 'named-people')),
  reason        TEXT    NOT NULL,
  act_by        INTEGER,
  confirm_by    INTEGER,
  author_id     TEXT    REFERENCES account (id),
  submitted_at  INTEGER,
  approver_id   TEXT    REFERENCES account (id),
  published_at  INTEGER,
  comment       TEXT    NOT NULL,
  lock_version  INTEGER NOT NULL,
  content_hash  BLOB,
  folded        TEXT    NOT NULL,
  change_note   TEXT    NOT NULL,
  summary       TEXT    NOT NULL,
  actions       TEXT    NOT NULL,
  refs          TEXT    NOT NULL,
  indicators    TEXT    NOT NULL,
  body          TEXT    NOT NULL,
  rendered      TEXT    NOT NULL,
  risks         TEXT    NOT NULL DEFAULT '',
  systems       TEXT    NOT NULL DEFAULT '',
  workaround    TEXT    NOT NULL DEFAULT '',
  solution      TEXT    NOT NULL DEFAULT '',
  detection     TEXT    NOT NULL DEFAULT '',
  expires_at    INTEGER,
  to_providers  INTEGER NOT NULL DEFAULT 0 CHECK (to_providers IN (0, 1)),
  supersedes    TEXT,
  confirm_from  INTEGER NOT NULL DEFAULT 1,
  approved_at   INTEGER,
  approved_hash BLOB,
  release_at    INTEGER,
  void          TEXT    NOT NULL DEFAULT '',
  changed_at    INTEGER,
  changed_by    TEXT    REFERENCES account (id),
  PRIMARY KEY (advisory_id, number),
  CHECK (approver_id IS NULL OR approver_id <> author_id),
  CHECK (tlp IS NULL OR tlp <> 'RED' OR audience IS NULL OR audience = 'named-people'),
  CHECK (audience IS NULL OR audience = 'all-parties' OR reason <> ''),
  CHECK ((state IN ('scheduled', 'published')) = (approver_id IS NOT NULL)),
  CHECK (state <> 'scheduled' OR (author_id IS NOT NULL AND release_at IS NOT NULL AND approved_hash IS NOT NULL)),
  CHECK (state <> 'published' OR (author_id IS NOT NULL AND published_at IS NOT NULL AND content_hash IS NOT NULL
    AND tlp IS NOT NULL AND severity IS NOT NULL AND audience IS NOT NULL))
) STRICT;
INSERT INTO revision_anew (advisory_id, number, state, title, tlp, severity, audience, reason, act_by, confirm_by, author_id, submitted_at, approver_id,
    published_at, comment, lock_version, content_hash, folded, change_note, summary, actions, refs, indicators, body, rendered, confirm_from)
  SELECT advisory_id, number, state, title, tlp, severity, audience, reason, act_by, confirm_by, author_id, submitted_at, approver_id,
    published_at, comment, lock_version, content_hash, folded, change_note, summary, actions, refs, indicators, body, rendered, number FROM revision;
DROP TABLE revision;
ALTER TABLE revision_anew RENAME TO revision;
CREATE INDEX revision_by_release ON revision (release_at) WHERE state = 'scheduled';
CREATE TRIGGER revision_published_is_final BEFORE UPDATE ON revision WHEN OLD.state = 'published'
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER revision_published_stays BEFORE DELETE ON revision WHEN OLD.state = 'published'
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be deleted'); END;
CREATE TRIGGER revision_published_no_replace BEFORE INSERT ON revision
  WHEN EXISTS (SELECT 1 FROM revision WHERE advisory_id = NEW.advisory_id AND number = NEW.number AND state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;

-- Named co-authors are editors before they type a word: they may never approve.
ALTER TABLE revision_editor ADD COLUMN named INTEGER NOT NULL DEFAULT 0 CHECK (named IN (0, 1));

-- The same version in the other language.
CREATE TABLE translation (
  advisory_id TEXT    NOT NULL,
  number      INTEGER NOT NULL,
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
) STRICT;

-- A section that one party alone reads, in the advisory's language and in the other.
CREATE TABLE annex (
  advisory_id         TEXT    NOT NULL,
  number              INTEGER NOT NULL,
  party_id            TEXT    NOT NULL REFERENCES party (id),
  body                TEXT    NOT NULL CHECK (body <> ''),
  translated          TEXT    NOT NULL,
  rendered            TEXT    NOT NULL,
  rendered_translated TEXT    NOT NULL,
  PRIMARY KEY (advisory_id, number, party_id),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
) STRICT;

-- Files, sealed in pieces; versions share them.
CREATE TABLE file (
  id       TEXT    NOT NULL PRIMARY KEY,
  kind     TEXT    NOT NULL CHECK (kind IN ('pdf', 'png', 'jpg', 'txt', 'csv', 'json')),
  size     INTEGER NOT NULL CHECK (size > 0),
  hash     BLOB    NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX file_by_hash ON file (hash);
CREATE TABLE file_piece (
  file_id TEXT    NOT NULL REFERENCES file (id),
  n       INTEGER NOT NULL CHECK (n >= 0),
  sealed  BLOB    NOT NULL,
  PRIMARY KEY (file_id, n)
) STRICT;
CREATE TABLE attachment (
  advisory_id TEXT    NOT NULL,
  number      INTEGER NOT NULL,
  name        TEXT    NOT NULL CHECK (name <> ''),
  file_id     TEXT    NOT NULL REFERENCES file (id),
  PRIMARY KEY (advisory_id, number, name),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
) STRICT;
CREATE INDEX attachment_by_file ON attachment (file_id);
-- Copies that were handed out with a reader's name on them, so that one that leaks is known again.
CREATE TABLE file_copy (
  hash       BLOB    NOT NULL PRIMARY KEY,
  file_id    TEXT    NOT NULL REFERENCES file (id),
  account_id TEXT    NOT NULL REFERENCES account (id),
  at         INTEGER NOT NULL
) STRICT;

-- What the agency signed: the text for all, and one for each party that has an annex. It never changes.
CREATE TABLE signed_text (
  advisory_id TEXT    NOT NULL,
  number      INTEGER NOT NULL,
  for_party   TEXT    NOT NULL,
  text        TEXT    NOT NULL,
  hash        BLOB    NOT NULL,
  signature   BLOB    NOT NULL,
  PRIMARY KEY (advisory_id, number, for_party),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
) STRICT;
CREATE INDEX signed_text_by_hash ON signed_text (hash);

-- Who opened which version first when.
CREATE TABLE reading (
  account_id  TEXT    NOT NULL REFERENCES account (id),
  advisory_id TEXT    NOT NULL,
  number      INTEGER NOT NULL,
  party_id    TEXT    NOT NULL REFERENCES party (id),
  at          INTEGER NOT NULL,
  PRIMARY KEY (account_id, advisory_id, number),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
) STRICT;
CREATE INDEX reading_by_advisory ON reading (advisory_id, number);
CREATE INDEX acknowledgement_by_advisory ON acknowledgement (advisory_id, number);
CREATE INDEX audience_party_by_party ON audience_party (party_id);

-- The words of what readers see now; a party with an annex has a row of its own.
CREATE TABLE searchable (
  id          INTEGER NOT NULL PRIMARY KEY,
  advisory_id TEXT    NOT NULL REFERENCES advisory (id),
  for_party   TEXT    NOT NULL,
  words       TEXT    NOT NULL,
  UNIQUE (advisory_id, for_party)
) STRICT;
CREATE VIRTUAL TABLE searchable_words USING fts5 (words, content = 'searchable', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 0");
CREATE TRIGGER searchable_added AFTER INSERT ON searchable
  BEGIN INSERT INTO searchable_words (rowid, words) VALUES (NEW.id, NEW.words); END;
CREATE TRIGGER searchable_removed AFTER DELETE ON searchable
  BEGIN INSERT INTO searchable_words (searchable_words, rowid, words) VALUES ('delete', OLD.id, OLD.words); END;

INSERT INTO searchable (advisory_id, for_party, words)
  SELECT a.id, '', r.folded FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current WHERE a.withdrawn_at IS NULL;

-- Translations, annexes, attachments and signatures of a published version are as final as its text.
CREATE TRIGGER translation_final_insert BEFORE INSERT ON translation
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = NEW.advisory_id AND r.number = NEW.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER translation_final_update BEFORE UPDATE ON translation
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER translation_final_delete BEFORE DELETE ON translation
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER annex_final_insert BEFORE INSERT ON annex
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = NEW.advisory_id AND r.number = NEW.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER annex_final_update BEFORE UPDATE ON annex
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER annex_final_delete BEFORE DELETE ON annex
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER attachment_final_insert BEFORE INSERT ON attachment
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = NEW.advisory_id AND r.number = NEW.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER attachment_final_update BEFORE UPDATE ON attachment
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER attachment_final_delete BEFORE DELETE ON attachment
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER file_no_update BEFORE UPDATE ON file BEGIN SELECT RAISE(ABORT, 'a file cannot be changed'); END;
CREATE TRIGGER file_piece_no_update BEFORE UPDATE ON file_piece BEGIN SELECT RAISE(ABORT, 'a file cannot be changed'); END;
CREATE TRIGGER signed_text_no_update BEFORE UPDATE ON signed_text BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER signed_text_no_delete BEFORE DELETE ON signed_text BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER signed_text_no_replace BEFORE INSERT ON signed_text
  WHEN EXISTS (SELECT 1 FROM signed_text WHERE advisory_id = NEW.advisory_id AND number = NEW.number AND for_party = NEW.for_party)
  BEGIN SELECT RAISE(ABORT, 'append only'); END;

COMMIT;
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
