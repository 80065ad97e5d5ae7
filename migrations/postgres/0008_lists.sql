-- Up to where what a reader has not confirmed is written down by itself, so that finding it does not grow with what was confirmed.
CREATE TABLE reader_mark (
  account_id TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
  party_id   TEXT    NOT NULL,
  up_to      BIGINT  NOT NULL
);
CREATE TABLE reader_left (
  account_id   TEXT    NOT NULL REFERENCES account (id),
  advisory_id  TEXT    NOT NULL REFERENCES advisory (id),
  published_at BIGINT  NOT NULL,
  PRIMARY KEY (account_id, advisory_id)
);
CREATE INDEX reader_left_by_publication ON reader_left (account_id, published_at DESC, advisory_id DESC);
