-- Same tables and columns as ../sqlite/0002_identity.sql; tests/it/schema.rs compares them.

-- People: proposed → (refused) invited → enrolled → confirmed → cut, or expired.
ALTER TABLE account DROP CONSTRAINT account_state_check;
ALTER TABLE account ADD CONSTRAINT account_state_check
  CHECK (state IN ('proposed', 'refused', 'invited', 'enrolled', 'confirmed', 'cut', 'expired'));
ALTER TABLE account DROP CONSTRAINT account_email_key;
ALTER TABLE account ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN ended_at BIGINT;
ALTER TABLE account ADD COLUMN ended_why TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN revet_at BIGINT;
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
  proposed_at BIGINT  NOT NULL,
  decided_by  TEXT    REFERENCES account (id),
  decided_at  BIGINT,
  approved    BOOLEAN,
  CHECK (decided_by IS NULL OR decided_by <> proposed_by),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
CREATE UNIQUE INDEX party_change_open ON party_change (party_id) WHERE decided_at IS NULL;

-- How a person was verified: what officer A recorded, and what officer B decided on exactly that.
CREATE TABLE vetting (
  id              TEXT    NOT NULL PRIMARY KEY,
  account_id      TEXT    NOT NULL REFERENCES account (id),
  purpose         TEXT    NOT NULL CHECK (purpose IN ('admission', 'restoration', 'reset', 'renewal')),
  state           TEXT    NOT NULL CHECK (state IN ('open', 'recorded', 'approved', 'refused', 'void')),
  opened_by       TEXT    NOT NULL REFERENCES account (id),
  opened_at       BIGINT  NOT NULL,
  reason          TEXT    NOT NULL,
  method          TEXT    CHECK (method IN ('call-back', 'in-person')),
  source          TEXT    NOT NULL,
  number          TEXT    NOT NULL,
  met_at          BIGINT,
  spoken_to       TEXT    NOT NULL,
  document        TEXT    NOT NULL,
  filled_by       TEXT    REFERENCES account (id),
  recorded_by     TEXT    REFERENCES account (id),
  recorded_at     BIGINT,
  hash            BYTEA,
  decided_by      TEXT    REFERENCES account (id),
  decided_at      BIGINT,
  decision_reason TEXT    NOT NULL,
  ready_at        BIGINT,
  CHECK (decided_by IS NULL OR decided_by <> opened_by),
  CHECK (decided_by IS NULL OR decided_by <> filled_by),
  CHECK (decided_by IS NULL OR decided_by <> recorded_by),
  CHECK (state <> 'approved' OR (decided_by IS NOT NULL AND filled_by IS NOT NULL AND recorded_by IS NOT NULL AND hash IS NOT NULL AND method IS NOT NULL))
);
CREATE INDEX vetting_by_account ON vetting (account_id, opened_at);
CREATE UNIQUE INDEX vetting_open ON vetting (account_id) WHERE state IN ('open', 'recorded');

ALTER TABLE invitation DROP CONSTRAINT invitation_step_check;
ALTER TABLE invitation ADD CONSTRAINT invitation_step_check
  CHECK (step IN ('codes', 'identity', 'passphrase', 'authenticator', 'recovery-codes', 'passkey', 'done'));

-- Sessions end with the upgrade: they did not say by which factor they were opened.
DROP TABLE session;
CREATE TABLE session (
  digest         BYTEA   NOT NULL PRIMARY KEY,
  account_id     TEXT    NOT NULL REFERENCES account (id),
  level          TEXT    NOT NULL CHECK (level IN ('passphrase', 'enrolment', 'recovery', 'full')),
  created_at     BIGINT  NOT NULL,
  seen_at        BIGINT  NOT NULL,
  idle_ms        BIGINT  NOT NULL,
  expires_at     BIGINT  NOT NULL,
  factor         TEXT    NOT NULL CHECK (factor IN ('none', 'recovery', 'totp', 'passkey')),
  factor_at      BIGINT  NOT NULL,
  factor_network TEXT    NOT NULL,
  previous       BIGINT,
  network        TEXT    NOT NULL,
  device         TEXT    NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_end ON session (expires_at);

-- A form that came when the session was locked, or before the factor was given again: sealed, for a quarter of an hour.
CREATE TABLE kept_form (
  session_digest BYTEA   NOT NULL PRIMARY KEY REFERENCES session (digest) ON DELETE CASCADE,
  purpose        TEXT    NOT NULL CHECK (purpose IN ('late', 'confirm')),
  path           TEXT    NOT NULL,
  fields         BYTEA   NOT NULL,
  expires_at     BIGINT  NOT NULL
);

-- Passkeys (WebAuthn credentials), sealed to their row; challenges that were answered.
CREATE TABLE passkey (
  id            TEXT    NOT NULL PRIMARY KEY,
  account_id    TEXT    NOT NULL REFERENCES account (id),
  credential_id BYTEA   NOT NULL UNIQUE,
  name          TEXT    NOT NULL,
  credential    BYTEA   NOT NULL,
  counter       BIGINT  NOT NULL,
  created_at    BIGINT  NOT NULL,
  used_at       BIGINT 
);
CREATE INDEX passkey_by_account ON passkey (account_id);

CREATE TABLE spent_challenge (
  digest     BYTEA   NOT NULL PRIMARY KEY,
  expires_at BIGINT  NOT NULL
);

-- A new seed waits for its proof; a new sheet of recovery codes waits until its owner says that it is kept.
CREATE TABLE pending_totp (
  account_id TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
  seed       BYTEA   NOT NULL,
  created_at BIGINT  NOT NULL
);
CREATE TABLE recovery_sheet (
  account_id TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
  codes      BYTEA   NOT NULL,
  created_at BIGINT  NOT NULL
);

-- Failures are counted per account, network and in all; the key is a keyed digest, not a name or an address.
CREATE TABLE budget (
  key           BYTEA   NOT NULL PRIMARY KEY,
  began_at      BIGINT  NOT NULL,
  failures      BIGINT  NOT NULL,
  blocked_until BIGINT  NOT NULL
);
CREATE INDEX budget_by_time ON budget (began_at);
-- Networks from which a person has signed in: strangers elsewhere do not use up their tries.
CREATE TABLE known_place (
  account_id TEXT    NOT NULL REFERENCES account (id),
  network    TEXT    NOT NULL,
  seen_at    BIGINT  NOT NULL,
  PRIMARY KEY (account_id, network)
);

-- What the agency should look at.
CREATE TABLE alarm (
  id      TEXT    NOT NULL PRIMARY KEY,
  at      BIGINT  NOT NULL,
  kind    TEXT    NOT NULL,
  object  TEXT    NOT NULL,
  detail  TEXT    NOT NULL,
  seen_at BIGINT,
  seen_by TEXT    REFERENCES account (id)
);
CREATE INDEX alarm_by_time ON alarm (at DESC, id DESC);

-- Work that runs once for all nodes.
CREATE TABLE job (
  name   TEXT    NOT NULL PRIMARY KEY,
  ran_at BIGINT  NOT NULL
);

-- What the first run asks for; empty means what vigie.toml says.
ALTER TABLE installation ADD COLUMN setup_digest BYTEA;
ALTER TABLE installation ADD COLUMN setup_tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE installation ADD COLUMN names TEXT NOT NULL DEFAULT '';

CREATE INDEX audit_record_by_party ON audit_record (party, n);
