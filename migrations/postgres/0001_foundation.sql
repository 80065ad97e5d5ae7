-- Same tables and columns as ../sqlite/0001_foundation.sql; tests/it/schema.rs compares them.

CREATE TABLE installation (
  only_row         BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
  created_at       BIGINT NOT NULL,
  demo             BOOLEAN NOT NULL,
  register_version BIGINT NOT NULL
);

-- Parties and groups of parties.
CREATE TABLE party (
  id          TEXT    NOT NULL PRIMARY KEY,
  slug        TEXT    NOT NULL UNIQUE CHECK (slug <> ''),
  name        TEXT    NOT NULL,
  folded      TEXT    NOT NULL UNIQUE,
  switchboard TEXT    NOT NULL,
  created_at  BIGINT NOT NULL
);

CREATE TABLE party_group (
  id     TEXT NOT NULL PRIMARY KEY,
  name   TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE
);

CREATE TABLE party_group_member (
  group_id TEXT NOT NULL REFERENCES party_group (id),
  party_id TEXT NOT NULL REFERENCES party (id),
  PRIMARY KEY (group_id, party_id)
);

-- People: the agency's staff and the parties' contacts.
CREATE TABLE account (
  id              TEXT    NOT NULL PRIMARY KEY,
  email           TEXT    NOT NULL UNIQUE,
  name            TEXT    NOT NULL,
  phone           TEXT    NOT NULL,
  membership      TEXT    NOT NULL CHECK (membership IN ('staff', 'lead', 'contact', 'directory')),
  party_id        TEXT    REFERENCES party (id),
  author          BOOLEAN NOT NULL,
  approver        BOOLEAN NOT NULL,
  vetting         BOOLEAN NOT NULL,
  auditor         BOOLEAN NOT NULL,
  administrator   BOOLEAN NOT NULL,
  state           TEXT    NOT NULL CHECK (state IN ('invited', 'enrolled', 'confirmed', 'cut')),
  password        TEXT,
  language        TEXT    CHECK (language IN ('en', 'fr')),
  created_at      BIGINT NOT NULL,
  confirmed_at    BIGINT,
  signed_in_at    BIGINT,
  CHECK ((membership = 'staff') = (party_id IS NULL)),
  CHECK (membership = 'staff' OR NOT (author OR approver OR vetting OR auditor OR administrator)),
  CHECK (NOT (auditor AND (author OR approver OR vetting OR administrator)))
);
CREATE INDEX account_by_party ON account (party_id);

CREATE TABLE totp (
  account_id    TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
  seed          BYTEA    NOT NULL,
  proven        BOOLEAN NOT NULL,
  last_step     BIGINT NOT NULL,
  failures      BIGINT NOT NULL,
  blocked_until BIGINT NOT NULL
);

CREATE TABLE recovery_code (
  digest     BYTEA    NOT NULL PRIMARY KEY,
  account_id TEXT    NOT NULL REFERENCES account (id),
  created_at BIGINT NOT NULL,
  used_at    BIGINT
);
CREATE INDEX recovery_code_by_account ON recovery_code (account_id);

CREATE TABLE invitation (
  account_id    TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
  letter_digest BYTEA    NOT NULL UNIQUE,
  email_digest  BYTEA    NOT NULL,
  tries         BIGINT NOT NULL,
  step          TEXT    NOT NULL CHECK (step IN ('codes', 'identity', 'passphrase', 'authenticator', 'recovery-codes', 'done')),
  codes         BYTEA,
  created_at    BIGINT NOT NULL,
  expires_at    BIGINT NOT NULL
);

CREATE TABLE session (
  digest     BYTEA    NOT NULL PRIMARY KEY,
  account_id TEXT    NOT NULL REFERENCES account (id),
  level      TEXT    NOT NULL CHECK (level IN ('passphrase', 'enrolment', 'full')),
  created_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  idle_ms    BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  factor_at  BIGINT NOT NULL,
  previous   BIGINT,
  network    TEXT    NOT NULL,
  device     TEXT    NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_end ON session (expires_at);

-- Advisories: what stays the same, and one row a version.
CREATE TABLE advisory (
  id               TEXT    NOT NULL PRIMARY KEY,
  reference        TEXT    NOT NULL UNIQUE,
  source           TEXT    UNIQUE,
  language         TEXT    NOT NULL CHECK (language IN ('en', 'fr')),
  current          BIGINT NOT NULL,
  working          BIGINT NOT NULL,
  published_at     BIGINT,
  withdrawn_at     BIGINT,
  withdrawn_reason TEXT,
  replacement      TEXT,
  created_by       TEXT    REFERENCES account (id),
  created_at       BIGINT NOT NULL,
  changed_at       BIGINT NOT NULL,
  CHECK ((current = 0) = (published_at IS NULL)),
  CHECK (working >= current AND working <= current + 1)
);
CREATE INDEX advisory_by_publication ON advisory (published_at DESC, id DESC);
CREATE INDEX advisory_by_change ON advisory (changed_at DESC, id DESC);

CREATE TABLE revision (
  advisory_id  TEXT    NOT NULL REFERENCES advisory (id),
  number       BIGINT NOT NULL,
  state        TEXT    NOT NULL CHECK (state IN ('draft', 'in-review', 'published')),
  title        TEXT    NOT NULL,
  tlp          TEXT    CHECK (tlp IN ('RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR')),
  severity     TEXT    CHECK (severity IN ('critical', 'high', 'moderate', 'information')),
  audience     TEXT    CHECK (audience IN ('all-parties', 'some-parties', 'named-people')),
  reason       TEXT    NOT NULL,
  act_by       BIGINT,
  confirm_by   BIGINT,
  author_id    TEXT    REFERENCES account (id),
  submitted_at BIGINT,
  approver_id  TEXT    REFERENCES account (id),
  published_at BIGINT,
  comment      TEXT    NOT NULL,
  lock_version BIGINT NOT NULL,
  content_hash BYTEA,
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
);


-- Everybody who changed a version: none of them may approve it.
CREATE TABLE revision_editor (
  advisory_id TEXT    NOT NULL,
  number      BIGINT NOT NULL,
  account_id  TEXT    NOT NULL REFERENCES account (id),
  PRIMARY KEY (advisory_id, number, account_id),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
);

-- Who may read a version: the parties (groups resolved at publication) or the people.
CREATE TABLE audience_party (
  advisory_id TEXT    NOT NULL,
  number      BIGINT NOT NULL,
  party_id    TEXT    NOT NULL REFERENCES party (id),
  PRIMARY KEY (advisory_id, number, party_id),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
);

CREATE TABLE audience_group (
  advisory_id TEXT    NOT NULL,
  number      BIGINT NOT NULL,
  group_id    TEXT    NOT NULL REFERENCES party_group (id),
  PRIMARY KEY (advisory_id, number, group_id),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
);

CREATE TABLE audience_person (
  advisory_id TEXT    NOT NULL,
  number      BIGINT NOT NULL,
  account_id  TEXT    NOT NULL REFERENCES account (id),
  PRIMARY KEY (advisory_id, number, account_id),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
);

CREATE TABLE acknowledgement (
  account_id  TEXT    NOT NULL REFERENCES account (id),
  advisory_id TEXT    NOT NULL,
  number      BIGINT NOT NULL,
  party_id    TEXT    NOT NULL REFERENCES party (id),
  state       TEXT    NOT NULL CHECK (state IN ('read', 'not-concerned', 'acting', 'done', 'need-help')),
  at          BIGINT NOT NULL,
  PRIMARY KEY (account_id, advisory_id, number),
  FOREIGN KEY (advisory_id, number) REFERENCES revision (advisory_id, number)
);
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
);

CREATE TABLE decision (
  digest            BYTEA    NOT NULL PRIMARY KEY,
  provider_id       TEXT    NOT NULL REFERENCES provider (id),
  scheme            TEXT    NOT NULL,
  scheme_version    TEXT    NOT NULL,
  offer             TEXT    NOT NULL,
  scopes            TEXT    NOT NULL,
  level             TEXT    NOT NULL,
  national_security BOOLEAN,
  decision_no       TEXT    NOT NULL,
  decision_date     TEXT,
  valid_from        TEXT,
  valid_to          TEXT,
  status            TEXT    NOT NULL CHECK (status IN ('qualified', 'in_evaluation', 'suspended', 'withdrawn', 'expired')),
  conditions        TEXT    NOT NULL,
  source            TEXT    NOT NULL,
  recorded_at       BIGINT NOT NULL
);
CREATE INDEX decision_by_provider ON decision (provider_id);

-- The audit log: records, the hashes each one adds to the tree, and the head.
CREATE TABLE audit_record (
  n       BIGINT NOT NULL PRIMARY KEY CHECK (n >= 0),
  format  BIGINT NOT NULL,
  at      BIGINT NOT NULL,
  actor   TEXT    NOT NULL,
  action  TEXT    NOT NULL,
  object  TEXT    NOT NULL,
  party   TEXT    NOT NULL,
  outcome TEXT    NOT NULL,
  detail  TEXT    NOT NULL,
  hash    BYTEA,
  request TEXT    NOT NULL,
  network TEXT    NOT NULL
);
CREATE INDEX audit_record_by_actor ON audit_record (actor, n);
CREATE INDEX audit_record_by_action ON audit_record (action, n);
CREATE INDEX audit_record_by_object ON audit_record (object, n);

CREATE TABLE audit_tree (
  n      BIGINT NOT NULL PRIMARY KEY CHECK (n >= 0),
  hashes BYTEA    NOT NULL
);

CREATE TABLE audit_head (
  only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
  size     BIGINT NOT NULL,
  at       BIGINT NOT NULL,
  root     BYTEA    NOT NULL,
  edge     BYTEA    NOT NULL,
  mac      BYTEA    NOT NULL
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TRIGGER audit_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_record EXECUTE FUNCTION refuse_change('append only');
CREATE TRIGGER audit_tree_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_tree EXECUTE FUNCTION refuse_change('append only');
CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON audit_head EXECUTE FUNCTION refuse_change('append only');
CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head FOR EACH ROW WHEN (NEW.size < OLD.size)
  EXECUTE FUNCTION refuse_change('the log only grows');
CREATE TRIGGER revision_published_is_final BEFORE UPDATE ON revision FOR EACH ROW WHEN (OLD.state = 'published')
  EXECUTE FUNCTION refuse_change('a published version cannot be changed');
CREATE TRIGGER revision_published_stays BEFORE DELETE ON revision FOR EACH ROW WHEN (OLD.state = 'published')
  EXECUTE FUNCTION refuse_change('a published version cannot be deleted');
CREATE TRIGGER revision_no_truncate BEFORE TRUNCATE ON revision EXECUTE FUNCTION refuse_change('a published version cannot be deleted');

-- Nor does the audience of a published version change.
CREATE FUNCTION refuse_audience_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed record;
BEGIN
  IF TG_OP = 'INSERT' THEN changed := NEW; ELSE changed := OLD; END IF;
  IF EXISTS (SELECT 1 FROM revision r WHERE r.advisory_id = changed.advisory_id AND r.number = changed.number AND r.state = 'published') THEN
    RAISE EXCEPTION 'the audience of a published version cannot be changed';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audience_party_final BEFORE INSERT OR UPDATE OR DELETE ON audience_party FOR EACH ROW EXECUTE FUNCTION refuse_audience_change();
CREATE TRIGGER audience_party_no_truncate BEFORE TRUNCATE ON audience_party EXECUTE FUNCTION refuse_change('the audience of a published version cannot be changed');
CREATE TRIGGER audience_group_final BEFORE INSERT OR UPDATE OR DELETE ON audience_group FOR EACH ROW EXECUTE FUNCTION refuse_audience_change();
CREATE TRIGGER audience_group_no_truncate BEFORE TRUNCATE ON audience_group EXECUTE FUNCTION refuse_change('the audience of a published version cannot be changed');
CREATE TRIGGER audience_person_final BEFORE INSERT OR UPDATE OR DELETE ON audience_person FOR EACH ROW EXECUTE FUNCTION refuse_audience_change();
CREATE TRIGGER audience_person_no_truncate BEFORE TRUNCATE ON audience_person EXECUTE FUNCTION refuse_change('the audience of a published version cannot be changed');
