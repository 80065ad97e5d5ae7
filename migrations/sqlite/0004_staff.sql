-- Same tables and columns as ../postgres/0004_staff.sql; tests/it/schema.rs compares them.
-- Who invited a member of staff by the pages, and who else confirmed them. Staff whom the operator invites are not in here:
-- they are confirmed by finishing enrolment.
CREATE TABLE staff_invitation (
  account_id   TEXT    NOT NULL PRIMARY KEY REFERENCES account (id),
  invited_by   TEXT    NOT NULL REFERENCES account (id),
  confirmed_by TEXT    REFERENCES account (id),
  CHECK (account_id <> invited_by),
  CHECK (confirmed_by <> invited_by),
  CHECK (confirmed_by <> account_id)
) STRICT;
