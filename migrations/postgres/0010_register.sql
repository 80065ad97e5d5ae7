-- What is said of a provider itself, each time anew: the newest word counts, the earlier ones stay.
CREATE TABLE provider_facts (
  provider_id TEXT    NOT NULL REFERENCES provider (id),
  n           BIGINT NOT NULL CHECK (n > 0),
  recorded_at BIGINT NOT NULL,
  siren       TEXT    NOT NULL,
  country     TEXT    NOT NULL,
  regions     TEXT    NOT NULL,
  languages   TEXT    NOT NULL,
  website     TEXT    NOT NULL,
  phone       TEXT    NOT NULL,
  email       TEXT    NOT NULL,
  on_call     TEXT    NOT NULL CHECK (on_call IN ('unknown', 'business-hours', 'around-the-clock')),
  arrival     BIGINT CHECK (arrival > 0),
  PRIMARY KEY (provider_id, n)
);
INSERT INTO provider_facts (provider_id, n, recorded_at, siren, country, regions, languages, website, phone, email, on_call, arrival)
  SELECT p.id, 1, COALESCE((SELECT MIN(d.recorded_at) FROM decision d WHERE d.provider_id = p.id), 0), p.siren, p.country, p.regions, p.languages,
         p.website, p.phone, p.email, p.on_call, NULL
    FROM provider p;
ALTER TABLE provider DROP COLUMN siren;
ALTER TABLE provider DROP COLUMN country;
ALTER TABLE provider DROP COLUMN regions;
ALTER TABLE provider DROP COLUMN languages;
ALTER TABLE provider DROP COLUMN website;
ALTER TABLE provider DROP COLUMN phone;
ALTER TABLE provider DROP COLUMN email;
ALTER TABLE provider DROP COLUMN on_call;

-- A word on a decision: from which day it counts ('' for from its beginning), whether it takes the place of the word before, in which order words
-- were recorded, the SHA-256 of the evidence.
ALTER TABLE decision ADD COLUMN effective TEXT NOT NULL DEFAULT '';
ALTER TABLE decision ADD COLUMN replaces BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE decision ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE decision ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decision EXECUTE FUNCTION refuse_change('append only');
CREATE TRIGGER provider_facts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON provider_facts EXECUTE FUNCTION refuse_change('append only');

-- What one officer proposes for the register, as CSV, and another decides on, unless whoever proposed it takes it back.
CREATE TABLE register_change (
  id          TEXT    NOT NULL PRIMARY KEY,
  kind        TEXT    NOT NULL CHECK (kind IN ('list', 'word', 'scheme')),
  name        TEXT    NOT NULL,
  csv         TEXT    NOT NULL,
  hash        BYTEA   NOT NULL,
  terms       TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  proposed_by TEXT    NOT NULL REFERENCES account (id),
  proposed_at BIGINT NOT NULL,
  decided_by  TEXT    REFERENCES account (id),
  decided_at  BIGINT,
  approved    BOOLEAN,
  withdrawn_at BIGINT,
  CHECK (decided_by IS NULL OR (decided_by <> proposed_by AND withdrawn_at IS NULL)),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (approved IS NULL))
);
CREATE INDEX register_change_by_time ON register_change (proposed_at DESC, id DESC);

-- Which providers a party follows: its own list.
CREATE TABLE follow (
  party_id    TEXT    NOT NULL REFERENCES party (id),
  provider_id TEXT    NOT NULL REFERENCES provider (id),
  since       BIGINT NOT NULL,
  PRIMARY KEY (party_id, provider_id)
);
CREATE INDEX follow_by_provider ON follow (provider_id);

-- What each provider was qualified for when the day's work looked last, a line each; and what it is not qualified for any more, since when: that is told.
CREATE TABLE provider_seen (
  provider_id TEXT NOT NULL PRIMARY KEY REFERENCES provider (id),
  held        TEXT NOT NULL
);
CREATE TABLE provider_lost (
  provider_id TEXT    NOT NULL REFERENCES provider (id),
  what        TEXT    NOT NULL,
  seen_at     BIGINT  NOT NULL,
  PRIMARY KEY (provider_id, what)
);

-- The schemes of qualification: which needs and techniques a scheme serves, and which scopes it has. The newest word on each counts.
CREATE TABLE scheme (
  code        TEXT    NOT NULL CHECK (code <> ''),
  n           BIGINT  NOT NULL CHECK (n > 0),
  recorded_at BIGINT  NOT NULL,
  position    BIGINT  NOT NULL,
  name_fr     TEXT    NOT NULL,
  name_en     TEXT    NOT NULL,
  needs       TEXT    NOT NULL,
  techniques  TEXT    NOT NULL,
  scopes      TEXT    NOT NULL,
  PRIMARY KEY (code, n)
);
INSERT INTO scheme (code, n, recorded_at, position, name_fr, name_en, needs, techniques, scopes) VALUES
  ('PASSI', 1, 0, 1, 'Audit de la sécurité des systèmes d’information', 'Security audit', 'audit', 'network|identity',
   'architecture|configuration|code source: network|tests d''intrusion: network, filtering|organisationnel et physique'),
  ('PRIS', 1, 0, 2, 'Réponse aux incidents de sécurité', 'Incident response', 'response', '',
   'pilotage technique|recherche d''indicateurs de compromission|investigation numérique|analyse de codes malveillants'),
  ('PDIS', 1, 0, 3, 'Détection des incidents de sécurité', 'Incident detection', 'detection', 'filtering',
   'gestion des incidents|gestion des événements|gestion des notifications'),
  ('PAMS', 1, 0, 4, 'Administration et maintenance sécurisées', 'Secure administration and maintenance', 'administration', 'network|identity|filtering',
   'administration|maintenance'),
  ('PACS', 1, 0, 5, 'Accompagnement et conseil en sécurité', 'Security advice', 'audit', 'network|encryption|separation',
   'conseil en homologation|gestion des risques|architecture|préparation à la crise'),
  ('SecNumCloud', 1, 0, 6, 'Services d’informatique en nuage', 'Cloud services', 'hosting', 'encryption|separation',
   'IaaS|PaaS|CaaS|SaaS');
CREATE TRIGGER scheme_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON scheme EXECUTE FUNCTION refuse_change('append only');

-- The techniques that an advisory asks for, so that it can name who helps with them.
ALTER TABLE revision ADD COLUMN techniques TEXT NOT NULL DEFAULT '';
