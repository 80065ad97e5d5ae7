-- Up to where what a reader has not confirmed is written down by itself, so that finding it does not grow with what was confirmed.
CREATE TABLE reader_mark (
  account_id TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
  party_id   TEXT    NOT NULL,
  up_to      INTEGER NOT NULL
) STRICT;
CREATE TABLE reader_left (
  account_id   TEXT    NOT NULL REFERENCES account (id),
  advisory_id  TEXT    NOT NULL REFERENCES advisory (id),
  published_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, advisory_id)
) STRICT;
CREATE INDEX reader_left_by_publication ON reader_left (account_id, published_at DESC, advisory_id DESC);

-- Rows of the search are numbered in the order of publication, and the beginnings of words have lists of their own: a search shows the
-- newest without reading all that it finds.
DROP TRIGGER searchable_added;
DROP TRIGGER searchable_removed;
DROP TABLE searchable_words;
CREATE TABLE searchable_anew (
  id          INTEGER NOT NULL PRIMARY KEY,
  advisory_id TEXT    NOT NULL REFERENCES advisory (id),
  for_party   TEXT    NOT NULL,
  words       TEXT    NOT NULL,
  UNIQUE (advisory_id, for_party)
) STRICT;
INSERT INTO searchable_anew (advisory_id, for_party, words)
  SELECT s.advisory_id, s.for_party, s.words FROM searchable s JOIN advisory a ON a.id = s.advisory_id ORDER BY a.published_at, a.id, s.for_party;
DROP TABLE searchable;
ALTER TABLE searchable_anew RENAME TO searchable;
CREATE VIRTUAL TABLE searchable_words USING fts5 (words, content = 'searchable', content_rowid = 'id', prefix = '2 3 4', tokenize = "unicode61 remove_diacritics 0");
INSERT INTO searchable_words (searchable_words) VALUES ('rebuild');
CREATE TRIGGER searchable_added AFTER INSERT ON searchable
  BEGIN INSERT INTO searchable_words (rowid, words) VALUES (NEW.id, NEW.words); END;
CREATE TRIGGER searchable_removed AFTER DELETE ON searchable
  BEGIN INSERT INTO searchable_words (searchable_words, rowid, words) VALUES ('delete', OLD.id, OLD.words); END;
