-- Same tables and columns as ../postgres/0001_foundation.sql; tests/it/schema.rs compares them.

CREATE TABLE installation (
  only_row         INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  created_at       INTEGER NOT NULL,
  demo             INTEGER NOT NULL CHECK (demo IN (0, 1)),
  register_version INTEGER NOT NULL
) STRICT;

-- Parties and groups of parties.
CREATE TABLE party (
  id          TEXT    NOT NULL PRIMARY KEY,
  slug        TEXT    NOT NULL UNIQUE CHECK (slug <> ''),
  name        TEXT    NOT NULL,
  folded      TEXT    NOT NULL UNIQUE,
  switchboard TEXT    NOT NULL,
  created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE party_group (
  id     TEXT NOT NULL PRIMARY KEY,
  name   TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE party_group_member (
  group_id TEXT NOT NULL REFERENCES party_group (id),
  party_id TEXT NOT NULL REFERENCES party (id),
  PRIMARY KEY (group_id, party_id)
) STRICT;

-- People: the agency's staff and the parties' contacts.
CREATE TABLE account (
  id              TEXT    NOT NULL PRIMARY KEY,
  email           TEXT    NOT NULL UNIQUE,
  name            TEXT    NOT NULL,
  phone           TEXT    NOT NULL,
  membership      TEXT    NOT NULL CHECK (membership IN ('staff', 'lead', 'contact', 'directory')),
  party_id        TEXT    REFERENCES party (id),
  author          INTEGER NOT NULL CHECK (author IN (0, 1)),
  approver        INTEGER NOT NULL CHECK (approver IN (0, 1)),
  vetting         INTEGER NOT NULL CHECK (vetting IN (0, 1)),
  auditor         INTEGER NOT NULL CHECK (auditor IN (0, 1)),
  administrator   INTEGER NOT NULL CHECK (administrator IN (0, 1)),
  state           TEXT    NOT NULL CHECK (state IN ('invited', 'enrolled', 'confirmed', 'cut')),
  password        TEXT,
  language        TEXT    CHECK (language IN ('en', 'fr')),
  created_at      INTEGER NOT NULL,
  confirmed_at    INTEGER,
  signed_in_at    INTEGER,
  CHECK ((membership = 'staff') = (party_id IS NULL)),
  CHECK (membership = 'staff' OR NOT (author OR approver OR vetting OR auditor OR administrator)),
  CHECK (NOT (auditor AND (author OR approver OR vetting OR administrator)))
) STRICT;
CREATE INDEX account_by_party ON account (party_id);

CREATE TABLE totp (
  account_id    TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
  seed          BLOB    NOT NULL,
  proven        INTEGER NOT NULL CHECK (proven IN (0, 1)),
  last_step     INTEGER NOT NULL,
  failures      INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_code (
  digest     BLOB    NOT NULL PRIMARY KEY,
  account_id TEXT    NOT NULL REFERENCES account (id),
  created_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT;
CREATE INDEX recovery_code_by_account ON recovery_code (account_id);

CREATE TABLE invitation (
  account_id    TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
  letter_digest BLOB    NOT NULL UNIQUE,
  email_digest  BLOB    NOT NULL,
  tries         INTEGER NOT NULL,
  step          TEXT    NOT NULL CHECK (step IN ('codes', 'identity', 'passphrase', 'authenticator', 'recovery-codes', 'done')),
  codes         BLOB,
  created_at    INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  digest     BLOB    NOT NULL PRIMARY KEY,
  account_id TEXT    NOT NULL REFERENCES account (id),
  level      TEXT    NOT NULL CHECK (level IN ('passphrase', 'enrolment', 'full')),
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  idle_ms    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  factor_at  INTEGER NOT NULL,
  previous   INTEGER,
  network    TEXT    NOT NULL,
  device     TEXT    NOT NULL
) STRICT;
CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_end ON session (expires_at);

-- Advisories: what stays the same, and one row a version.
CREATE TABLE advisory (
  id               TEXT    NOT NULL PRIMARY KEY,
  reference        TEXT    NOT NULL UNIQUE,
  source           TEXT    UNIQUE,
  language         TEXT    NOT NULL CHECK (language IN ('en', 'fr')),
  current          INTEGER NOT NULL,
  working          INTEGER NOT NULL,
  published_at     INTEGER,
  withdrawn_at     INTEGER,
  withdrawn_reason TEXT,
  replacement      TEXT,
  created_by       TEXT    REFERENCES account (id),
  created_at       INTEGER NOT NULL,
  changed_at       INTEGER NOT NULL,
  CHECK ((current = 0) = (published_at IS NULL)),
  CHECK (working >= current AND working <= current + 1)
) STRICT;
CREATE INDEX advisory_by_publication ON advisory (published_at DESC, id DESC);
CREATE INDEX advisory_by_change ON advisory (changed_at DESC, id DESC);

CREATE TABLE revision (
  advisory_id  TEXT    NOT NULL REFERENCES advisory (id),
  number       INTEGER NOT NULL,
  state        TEXT    NOT NULL CHECK (state IN ('draft', 'in-review', 'published')),
  title        TEXT    NOT NULL,
  tlp          TEXT    CHECK (tlp IN ('RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR')),
  severity     TEXT    CHECK (severity IN ('critical', 'high', 'moderate', 'information')),
  audience     TEXT    CHECK (audience IN ('all-parties', 'some-parties', 'named-people')),
  reason       TEXT    NOT NULL,
  act_by       INTEGER,
  confirm_by   INTEGER,
  author_id    TEXT    REFERENCES account (id),
  submitted_at INTEGER,
  approver_id  TEXT    REFERENCES account (id),
  published_at INTEGER,
  comment      TEXT    NOT NULL,
  lock_version INTEGER NOT NULL,
  content_hash BLOB,
  folded       TEXT    NOT NULL,
  change_note  TEXT    NOT NULL,
  summary      TEXT    NOT NULL,
  actions      TEXT    NOT NULL,
  refs         TEXT    NOT NULL,
  indicators   TEXT    NOT NULL,
  body         TEXT    NOT NULL,
  rendered     TEXT    NOT NULL,
  PRIMARY KEY (advisory_id, number),
  CHECK (approver_id IS NULL OR approver_id <> author_id),
  CHECK (tlp IS NULL OR tlp <> 'RED' OR audience IS NULL OR audience = 'named-people'),
  CHECK (audience IS NULL OR audience = 'all-parties' OR reason <> ''),
  CHECK ((state = 'published') = (approver_id IS NOT NULL)),
  CHECK (state <> 'published' OR (author_id IS NOT NULL AND published_at IS NOT NULL AND content_hash IS NOT NULL
    AND tlp IS NOT NULL AND severity IS NOT NULL AND audience IS NOT NULL))
) STRICT;

CREATE TRIGGER revision_published_is_final BEFORE UPDATE ON revision WHEN OLD.state = 'published'
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER revision_published_stays BEFORE DELETE ON revision WHEN OLD.state = 'published'
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be deleted'); END;

-- Everybody who changed a version: none of them may approve it.
CREATE TABLE revision_editor (
  advisory_id TEXT    NOT NULL,
  number      INTEGER NOT NULL,
  account_id  TEXT    NOT NULL REFERENCES account (id),
  PRIMARY KEY (advisory_id, number, account_id),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
) STRICT;

-- Who may read a version: the parties (groups resolved at publication) or the people.
CREATE TABLE audience_party (
  advisory_id TEXT    NOT NULL,
  number      INTEGER NOT NULL,
  party_id    TEXT    NOT NULL REFERENCES party (id),
  PRIMARY KEY (advisory_id, number, party_id),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
) STRICT;

CREATE TABLE audience_group (
  advisory_id TEXT    NOT NULL,
  number      INTEGER NOT NULL,
  group_id    TEXT    NOT NULL REFERENCES party_group (id),
  PRIMARY KEY (advisory_id, number, group_id),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
) STRICT;

CREATE TABLE audience_person (
  advisory_id TEXT    NOT NULL,
  number      INTEGER NOT NULL,
  account_id  TEXT    NOT NULL REFERENCES account (id),
  PRIMARY KEY (advisory_id, number, account_id),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
) STRICT;

CREATE TABLE acknowledgement (
  account_id  TEXT    NOT NULL REFERENCES account (id),
  advisory_id TEXT    NOT NULL,
  number      INTEGER NOT NULL,
  party_id    TEXT    NOT NULL REFERENCES party (id),
  state       TEXT    NOT NULL CHECK (state IN ('read', 'not-concerned', 'acting', 'done', 'need-help')),
  at          INTEGER NOT NULL,
  PRIMARY KEY (account_id, advisory_id, number),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
) STRICT;
CREATE INDEX acknowledgement_by_time ON acknowledgement (account_id, at DESC);

-- Vetted providers: who they are, and one row a qualification decision.
CREATE TABLE provider (
  id        TEXT NOT NULL PRIMARY KEY,
  slug      TEXT NOT NULL UNIQUE,
  name      TEXT NOT NULL,
  folded    TEXT NOT NULL UNIQUE,
  siren     TEXT NOT NULL,
  country   TEXT NOT NULL,
  regions   TEXT NOT NULL,
  languages TEXT NOT NULL,
  website   TEXT NOT NULL,
  phone     TEXT NOT NULL,
  email     TEXT NOT NULL,
  on_call   TEXT NOT NULL CHECK (on_call IN ('unknown', 'business-hours', 'around-the-clock'))
) STRICT;

CREATE TABLE decision (
  digest            BLOB    NOT NULL PRIMARY KEY,
  provider_id       TEXT    NOT NULL REFERENCES provider (id),
  scheme            TEXT    NOT NULL,
  scheme_version    TEXT    NOT NULL,
  offer             TEXT    NOT NULL,
  scopes            TEXT    NOT NULL,
  level             TEXT    NOT NULL,
  national_security INTEGER CHECK (national_security IN (0, 1)),
  decision_no       TEXT    NOT NULL,
  decision_date     TEXT,
  valid_from        TEXT,
  valid_to          TEXT,
  status            TEXT    NOT NULL CHECK (status IN ('qualified', 'in_evaluation', 'suspended', 'withdrawn', 'expired')),
  conditions        TEXT    NOT NULL,
  source            TEXT    NOT NULL,
  recorded_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_by_provider ON decision (provider_id);

-- The audit log: records, the hashes each one adds to the tree, and the head.
CREATE TABLE audit_record (
  n       INTEGER NOT NULL PRIMARY KEY CHECK (n >= 0),
  format  INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  actor   TEXT    NOT NULL,
  action  TEXT    NOT NULL,
  object  TEXT    NOT NULL,
  party   TEXT    NOT NULL,
  outcome TEXT    NOT NULL,
  detail  TEXT    NOT NULL,
  hash    BLOB,
  request TEXT    NOT NULL,
  network TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_record_by_actor ON audit_record (actor, n);
CREATE INDEX audit_record_by_action ON audit_record (action, n);
CREATE INDEX audit_record_by_object ON audit_record (object, n);

CREATE TABLE audit_tree (
  n      INTEGER NOT NULL PRIMARY KEY CHECK (n >= 0),
  hashes BLOB    NOT NULL
) STRICT;

CREATE TABLE audit_head (
  only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  size     INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  root     BLOB    NOT NULL,
  edge     BLOB    NOT NULL,
  mac      BLOB    NOT NULL
) STRICT;

CREATE TRIGGER audit_record_no_update BEFORE UPDATE ON audit_record BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_record_no_delete BEFORE DELETE ON audit_record BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_tree_no_update BEFORE UPDATE ON audit_tree BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_tree_no_delete BEFORE DELETE ON audit_tree BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head WHEN NEW.size < OLD.size
  BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;

-- INSERT OR REPLACE fires no delete trigger.
CREATE TRIGGER audit_record_no_replace BEFORE INSERT ON audit_record WHEN EXISTS (SELECT 1 FROM audit_record WHERE n = NEW.n)
  BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_tree_no_replace BEFORE INSERT ON audit_tree WHEN EXISTS (SELECT 1 FROM audit_tree WHERE n = NEW.n)
  BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER revision_published_no_replace BEFORE INSERT ON revision
  WHEN EXISTS (SELECT 1 FROM revision WHERE advisory_id = NEW.advisory_id AND number = NEW.number AND state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;

-- Nor does the audience of a published version change.
CREATE TRIGGER audience_party_final_insert BEFORE INSERT ON audience_party
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = NEW.advisory_id AND r.number = NEW.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'the audience of a published version cannot be changed'); END;
CREATE TRIGGER audience_party_final_update BEFORE UPDATE ON audience_party
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'the audience of a published version cannot be changed'); END;
CREATE TRIGGER audience_party_final_delete BEFORE DELETE ON audience_party
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'the audience of a published version cannot be changed'); END;
CREATE TRIGGER audience_group_final_insert BEFORE INSERT ON audience_group
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = NEW.advisory_id AND r.number = NEW.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'the audience of a published version cannot be changed'); END;
CREATE TRIGGER audience_group_final_update BEFORE UPDATE ON audience_group
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'the audience of a published version cannot be changed'); END;
CREATE TRIGGER audience_group_final_delete BEFORE DELETE ON audience_group
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'the audience of a published version cannot be changed'); END;
CREATE TRIGGER audience_person_final_insert BEFORE INSERT ON audience_person
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = NEW.advisory_id AND r.number = NEW.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'the audience of a published version cannot be changed'); END;
CREATE TRIGGER audience_person_final_update BEFORE UPDATE ON audience_person
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'the audience of a published version cannot be changed'); END;
CREATE TRIGGER audience_person_final_delete BEFORE DELETE ON audience_person
  WHEN EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = OLD.advisory_id AND r.number = OLD.number AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'the audience of a published version cannot be changed'); END;
