-- no-transaction
-- Same tables and columns as ../postgres/0002_identity.sql; tests/it/schema.rs compares them.
-- SQLite changes a CHECK by making the table anew (sqlite.org/lang_altertable.html, section 7): outside a transaction, for
-- only there can the checking of references be put off.
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;

-- People: proposed → (refused) invited → enrolled → confirmed → cut, or expired.
CREATE TABLE account_anew (
  id              TEXT    NOT NULL PRIMARY KEY,
  email           TEXT    NOT NULL,
  name            TEXT    NOT NULL,
  phone           TEXT    NOT NULL,
  membership      TEXT    NOT NULL CHECK (membership IN ('staff', 'lead', 'contact', 'directory')),
  party_id        TEXT    REFERENCES party (id),
  author          INTEGER NOT NULL CHECK (author IN (0, 1)),
  approver        INTEGER NOT NULL CHECK (approver IN (0, 1)),
  vetting         INTEGER NOT NULL CHECK (vetting IN (0, 1)),
  auditor         INTEGER NOT NULL CHECK (auditor IN (0, 1)),
  administrator   INTEGER NOT NULL CHECK (administrator IN (0, 1)),
  state           TEXT    NOT NULL CHECK (state IN ('proposed', 'refused', 'invited', 'enrolled', 'confirmed', 'cut', 'expired')),
  password        TEXT,
  language        TEXT    CHECK (language IN ('en', 'fr')),
  created_at      INTEGER NOT NULL,
  confirmed_at    INTEGER,
  signed_in_at    INTEGER,
  reason          TEXT    NOT NULL,
  ended_at        INTEGER,
  ended_why       TEXT    NOT NULL,
  revet_at        INTEGER,
  CHECK ((membership = 'staff') = (party_id IS NULL)),
  CHECK (membership = 'staff' OR NOT (author OR approver OR vetting OR auditor OR administrator)),
  CHECK (NOT (auditor AND (author OR approver OR vetting OR administrator)))
) STRICT;
INSERT INTO account_anew (id, email, name, phone, membership, party_id, author, approver, vetting, auditor, administrator, state, password,
    language, created_at, confirmed_at, signed_in_at, reason, ended_at, ended_why, revet_at)
  SELECT id, email, name, phone, membership, party_id, author, approver, vetting, auditor, administrator, state, password,
    language, created_at, confirmed_at, signed_in_at, '', NULL, '', NULL FROM account;
DROP TABLE account;
ALTER TABLE account_anew RENAME TO account;
CREATE INDEX account_by_party ON account (party_id);
CREATE INDEX account_by_state ON account (state, created_at);
-- A proposal takes no address from anybody: a lead must not learn from a refusal who is known already.
CREATE UNIQUE INDEX account_by_email ON account (email) WHERE state NOT IN ('proposed', 'refused');

ALTER TABLE party ADD COLUMN state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('proposed', 'active', 'suspended'));
ALTER TABLE party ADD COLUMN switchboard_source TEXT NOT NULL DEFAULT '';

-- Admitting, suspending and resuming a party takes two officers.
CREATE TABLE party_change (
  id          TEXT    NOT NULL PRIMARY KEY,
  party_id    TEXT    NOT NULL REFERENCES party (id),
  kind        TEXT    NOT NULL CHECK (kind IN ('admission', 'suspension', 'resumption')),
  reason      TEXT    NOT NULL,
  proposed_by TEXT    NOT NULL REFERENCES account (id),
  proposed_at INTEGER NOT NULL,
  decided_by  TEXT    REFERENCES account (id),
  decided_at  INTEGER,
  approved    INTEGER CHECK (approved IN (0, 1)),
  CHECK (decided_by IS NULL OR decided_by <> proposed_by),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX party_change_open ON party_change (party_id) WHERE decided_at IS NULL;

-- How a person was verified: what officer A recorded, and what officer B decided on exactly that.
CREATE TABLE vetting (
  id              TEXT    NOT NULL PRIMARY KEY,
  account_id      TEXT    NOT NULL REFERENCES account (id),
  purpose         TEXT    NOT NULL CHECK (purpose IN ('admission', 'restoration', 'reset', 'renewal')),
  state           TEXT    NOT NULL CHECK (state IN ('open', 'recorded', 'approved', 'refused', 'void')),
  opened_by       TEXT    NOT NULL REFERENCES account (id),
  opened_at       INTEGER NOT NULL,
  reason          TEXT    NOT NULL,
  method          TEXT    CHECK (method IN ('call-back', 'in-person')),
  source          TEXT    NOT NULL,
  number          TEXT    NOT NULL,
  met_at          INTEGER,
  spoken_to       TEXT    NOT NULL,
  document        TEXT    NOT NULL,
  filled_by       TEXT    REFERENCES account (id),
  recorded_by     TEXT    REFERENCES account (id),
  recorded_at     INTEGER,
  hash            BLOB,
  decided_by      TEXT    REFERENCES account (id),
  decided_at      INTEGER,
  decision_reason TEXT    NOT NULL,
  ready_at        INTEGER,
  CHECK (decided_by IS NULL OR decided_by <> opened_by),
  CHECK (decided_by IS NULL OR decided_by <> filled_by),
  CHECK (decided_by IS NULL OR decided_by <> recorded_by),
  CHECK (state <> 'approved' OR (decided_by IS NOT NULL AND filled_by IS NOT NULL AND recorded_by IS NOT NULL AND hash IS NOT NULL AND method IS NOT NULL))
) STRICT;
CREATE INDEX vetting_by_account ON vetting (account_id, opened_at);
CREATE UNIQUE INDEX vetting_open ON vetting (account_id) WHERE state IN ('open', 'recorded');

CREATE TABLE invitation_anew (
  account_id    TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
  letter_digest BLOB    NOT NULL UNIQUE,
  email_digest  BLOB    NOT NULL,
  tries         INTEGER NOT NULL,
  step          TEXT    NOT NULL CHECK (step IN ('codes', 'identity', 'passphrase', 'authenticator', 'recovery-codes', 'passkey', 'done')),
  codes         BLOB,
  created_at    INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL
) STRICT;
INSERT INTO invitation_anew (account_id, letter_digest, email_digest, tries, step, codes, created_at, expires_at)
  SELECT account_id, letter_digest, email_digest, tries, step, codes, created_at, expires_at FROM invitation;
DROP TABLE invitation;
ALTER TABLE invitation_anew RENAME TO invitation;

-- Sessions end with the upgrade: they did not say by which factor they were opened.
DROP TABLE session;
CREATE TABLE session (
  digest         BLOB    NOT NULL PRIMARY KEY,
  account_id     TEXT    NOT NULL REFERENCES account (id),
  level          TEXT    NOT NULL CHECK (level IN ('passphrase', 'enrolment', 'recovery', 'full')),
  created_at     INTEGER NOT NULL,
  seen_at        INTEGER NOT NULL,
  idle_ms        INTEGER NOT NULL,
  expires_at     INTEGER NOT NULL,
  factor         TEXT    NOT NULL CHECK (factor IN ('none', 'recovery', 'totp', 'passkey')),
  factor_at      INTEGER NOT NULL,
  factor_network TEXT    NOT NULL,
  previous       INTEGER,
  network        TEXT    NOT NULL,
  device         TEXT    NOT NULL
) STRICT;
CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_end ON session (expires_at);

-- A form that came when the session was locked, or before the factor was given again: sealed, for a quarter of an hour.
CREATE TABLE kept_form (
  session_digest BLOB    NOT NULL PRIMARY KEY REFERENCES session (digest) ON DELETE CASCADE,
  purpose        TEXT    NOT NULL CHECK (purpose IN ('late', 'confirm')),
  path           TEXT    NOT NULL,
  fields         BLOB    NOT NULL,
  expires_at     INTEGER NOT NULL
) STRICT;

-- Passkeys (WebAuthn credentials), sealed to their row; challenges that were answered.
CREATE TABLE passkey (
  id            TEXT    NOT NULL PRIMARY KEY,
  account_id    TEXT    NOT NULL REFERENCES account (id),
  credential_id BLOB    NOT NULL UNIQUE,
  name          TEXT    NOT NULL,
  credential    BLOB    NOT NULL,
  counter       INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  used_at       INTEGER
) STRICT;
CREATE INDEX passkey_by_account ON passkey (account_id);

CREATE TABLE spent_challenge (
  digest     BLOB    NOT NULL PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT;

-- A new seed waits for its proof; a new sheet of recovery codes waits until its owner says that it is kept.
CREATE TABLE pending_totp (
  account_id TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
  seed       BLOB    NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE recovery_sheet (
  account_id TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
  codes      BLOB    NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Failures are counted per account, network and in all; the key is a keyed digest, not a name or an address.
CREATE TABLE budget (
  key           BLOB    NOT NULL PRIMARY KEY,
  began_at      INTEGER NOT NULL,
  failures      INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL
) STRICT;
CREATE INDEX budget_by_time ON budget (began_at);
-- Networks from which a person has signed in: strangers elsewhere do not use up their tries.
CREATE TABLE known_place (
  account_id TEXT    NOT NULL REFERENCES account (id),
  network    TEXT    NOT NULL,
  seen_at    INTEGER NOT NULL,
  PRIMARY KEY (account_id, network)
) STRICT;

-- What the agency should look at.
CREATE TABLE alarm (
  id      TEXT    NOT NULL PRIMARY KEY,
  at      INTEGER NOT NULL,
  kind    TEXT    NOT NULL,
  object  TEXT    NOT NULL,
  detail  TEXT    NOT NULL,
  seen_at INTEGER,
  seen_by TEXT    REFERENCES account (id)
) STRICT;
CREATE INDEX alarm_by_time ON alarm (at DESC, id DESC);

-- Work that runs once for all nodes.
CREATE TABLE job (
  name   TEXT    NOT NULL PRIMARY KEY,
  ran_at INTEGER NOT NULL
) STRICT;

-- What the first run asks for; empty means what vigie.toml says.
ALTER TABLE installation ADD COLUMN setup_digest BLOB;
ALTER TABLE installation ADD COLUMN setup_tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE installation ADD COLUMN names TEXT NOT NULL DEFAULT '';

CREATE INDEX audit_record_by_party ON audit_record (party, n);

COMMIT;
PRAGMA foreign_keys = ON;
