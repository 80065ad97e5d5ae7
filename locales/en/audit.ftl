# The log.

audit-title = Log
audit-lead =
    { $n ->
        [one] The log holds { $n } entry. Your reading is entered in it too.
       *[other] The log holds { $n } entries, shown from the newest to the oldest. Your reading is entered in it too.
    }
audit-number = Number
audit-actor = Who
audit-action = Action
audit-object = Object
audit-outcome = Result
audit-from = From
audit-to = To
audit-time-wrong = One of the dates was left out of the filter. Write it like this: 2027-03-12.
audit-none = No entry matches this filter.
audit-older = Older entries
audit-entry = Entry { $n }
audit-content-hash = Hash of the content
audit-leaf = Hash of the entry
audit-request = Request
audit-network = Network address
outcome-done = Done
outcome-refused = Refused

action-portal-made = Portal made
action-key-shown = Database key shown to an operator
action-passphrase-given = Passphrase accepted
action-signed-in = Sign-in
action-sign-in-refused = Sign-in refused
action-factor-blocked = Codes delayed after too many tries
action-signed-out = Sign-out
action-invited = Person invited
action-enrolment-opened = Enrolment begun
action-enrolment-accepted = Identity and sharing rules accepted
action-enrolment-refused = Enrolment codes refused
action-identity-denied = Identity denied by the person
action-passphrase-set = Passphrase set
action-authenticator-proven = Authenticator app linked
action-enrolled = Enrolment completed
action-confirmed = Person confirmed by the agency
action-access-cut = Access cut
action-language-chosen = Language chosen
action-party-added = Party added
action-group-made = Group of parties made
action-draft-made = Draft begun
action-draft-imported = Draft imported
action-content-saved = Content saved
action-marking-saved = Marking saved
action-recipients-saved = Recipients chosen
action-submitted = Sent for review
action-returned = Sent back
action-published = Advisory published
action-version-opened = New version opened
action-withdrawn = Advisory withdrawn
action-read = Advisory opened
action-acknowledged = Reading confirmed or answer given
action-register-change-proposed = A change of the register of providers proposed
action-register-change-decided = A change of the register of providers decided on
action-register-change-withdrawn = A change of the register of providers taken back
action-scheme-saved = A scheme of qualification described
action-providers-imported = Qualifications of providers imported
action-notice-asked = Mail test asked for
action-notice-sent = Mail sent
action-notice-failed = Mail that could not be sent
action-notice-unsure = Mail that may have been sent
action-notice-dropped = Mail held back
action-notice-bounced = Mail that came back
action-personal-deleted = What old records said of persons deleted
action-heartbeat = Sign of life
action-log-key-taken = Key of the log taken into use
action-witness-added = Witness added
action-witness-removed = Witness removed
action-log-verified = Log verified
action-proof-given = Proof or checkpoint downloaded
action-found-restored = Older database found, portal locked
action-unlocked = Restored portal opened again
action-log-read = Log read
action-access-refused = Page or action refused

audit-word-visitor = a visitor
audit-word-absent = absent, or addressed to others
audit-word-reserved = a page of another role
audit-word-form = the form was too old or from another site
audit-word-passphrase = passphrase
audit-word-code = code
audit-word-blocked = delayed after ten failures
audit-word-email-code = e-mail code
audit-word-void = the letter is void
audit-word-over = void, over or done
audit-word-passkey = a passkey is required
audit-word-unknown = unknown
audit-word-register = the register
audit-word-portal = the portal
audit-word-database = the database
audit-word-log = the log

# Checkpoints, verification, exports
checkpoints-title = Checkpoints
checkpoints-lead = Each checkpoint is a signed statement of how many records the log had and of their hash. Print one or keep it elsewhere: with it anybody can see later whether the past was written anew.
checkpoints-signed = Signed checkpoints
checkpoints-none = No checkpoint yet: the first comes within a minute of the first record.
checkpoints-waiting = { $n ->
    [0] Every record is under a checkpoint.
    [one] One record is not under a checkpoint yet.
   *[other] { $n } records are not under a checkpoint yet.
  }
checkpoint-size = Records
checkpoint-root = Root hash
checkpoint-by = Signed by
checkpoint-by-portal = the portal
checkpoints-keys = Keys of the log
checkpoints-keys-text = Whoever verifies without trusting the portal needs the public key that counted at the time.
checkpoints-key-since = From record { $n } on
witnesses-title = Witnesses
witnesses-none = This portal has no witness. Whoever holds its server and its key could write the past anew unseen. “vigie witness add” names one that somebody else runs.
witness-silent = silent
witness-never = has not signed yet
witness-signed = { $n ->
    [one] signed up to the first record
   *[other] signed up to { $n } records
  }
verification-title = Verify the log
verification-lead = Every record is hashed again and compared with the tree, with every checkpoint and with what witnesses signed. It takes a few seconds for a hundred thousand records, and the portal goes on meanwhile.
verification-checkpoint = An earlier checkpoint (optional)
verification-checkpoint-hint = The whole text, with its signature lines, as you kept it. The log must extend it.
verification-start = Verify
verification-begun = The verification has begun.
verification-running = { $done } of { $all } records are verified.
verification-look = Look again
verification-whole = { $n ->
    [one] One record.
   *[other] { $n } records.
  }
verification-span = From { $from } to { $to }. None was changed, removed, added or moved.
verification-given = { $n ->
    [one] The log extends the checkpoint you gave, of one record.
   *[other] The log extends the checkpoint you gave, of { $n } records.
  }
verification-pledges = { $n ->
    [0] No checkpoint was there to compare with.
    [one] One signed statement fits.
   *[other] { $n } signed statements fit.
  }
verification-deleted = { $n ->
    [one] What one record said of a person was deleted by retention; its hash stands.
   *[other] What { $n } records said of persons was deleted by retention; their hashes stand.
  }
verification-at = Verified
verification-broken = The log is broken at record { $n }
verification-broken-do = Keep the server and its database as they are, call the agency’s security officer, and compare with the witnesses. This message cannot be dismissed.
verification-failed = The database failed while the log was verified. Verify again.
verification-not-a-note = This is not a checkpoint. Paste the whole text: three lines, an empty line, and the signature lines.
verification-not-ours = No key of this log signed this checkpoint. Either a character was lost, or it is another log’s.
verification-under-way = A verification is under way, without this checkpoint. Wait until it has ended, then send it again.
verification-yourself = Verify without trusting the portal
verification-yourself-text = Export the log in JSON Lines, take the policy from somebody you trust, and run on your own machine:
export-title = Export the log
export-lead = { $n ->
    [one] The log holds one record.
   *[other] The log holds { $n } records. Without dates all of them leave.
  }
export-from = First day (optional)
export-to = Last day (optional)
export-format = Format
export-format-missing = Choose a format.
export-jsonl = JSON Lines, with checkpoints: can be verified
export-csv = CSV for a spreadsheet
export-cef = CEF for a log collector
export-do = Download
export-after = The export leaves a record with its number of rows. The file says who read what: keep it as you keep the log.
entry-proof = Download the proof
entry-proof-hint = That this record is in the log, for “vigie audit proof check”.
audit-deleted = Deleted: the time to keep it was over. The hash stands.
fault-no-head = The log has no head.
fault-before = There is a record before the first.
fault-missing = The record is missing.
fault-cut = The record is missing: the end of the log was cut.
fault-beyond = The record was added behind the portal’s back.
fault-changed = The record was changed after it was written.
fault-format = The record has a format this program does not know.
fault-no-hash = The record’s hashes are missing from the tree.
fault-tree = The tree was changed at this record.
fault-tree-full = The tree cannot grow.
fault-hash-beyond = The tree holds a hash for a record that is not there.
fault-head-other = The head of the log does not belong to these records.
fault-head-forged = The head of the log was not written by this portal.
fault-deleted = What the record says of a person was deleted, and no retention run stands in the log that did it.
fault-key-unsaid = The log is said to have a new key from this record on, and the record says nothing of it.
fault-key-none = A key of the log or of a witness cannot be read.
fault-unsigned = A checkpoint over this record is not signed by the key that counted then.
fault-checkpoint-none = A checkpoint over this record is no signed note, or says something else than its row.
fault-other-own = From this record on the log is not the one whose checkpoint the portal signed: it was written anew.
fault-other-witness = From this record on the log is not the one that a witness signed: it was written anew.
fault-other-given = From this record on the log is not the one of the checkpoint you gave: it was written anew.
fault-cut-own = The log ends here, and the portal signed a longer one: the end was cut or an old state was put back.
fault-cut-witness = The log ends here, and a witness signed a longer one: the end was cut or an old state was put back.
fault-cut-given = The log ends here, and the checkpoint you gave is of a longer one: the end was cut or an old state was put back.
audit-word-checkpoint = checkpoint
fault-other-beside = The checkpoint beside the database, in log.checkpoint, was signed by no key of this log: the database is another one, or was put back.
fault-damaged-beside = The checkpoint beside the database, log.checkpoint, is damaged: put back a copy from a backup or another node. Without one, put the file aside and compare with a witness, or with a checkpoint kept elsewhere.
mismatch-account-gone = The log says that the account was made, and there is none.
mismatch-account-unsaid = The account was made, and no record says so.
mismatch-admitted = The person is admitted, and the log says otherwise.
mismatch-roles = The account has other roles, or is of another party, than the log gives it.
mismatch-witness-unsaid = A witness is asked that the log does not name, or with another key.
mismatch-witness-gone = The log names a witness that is not asked any more.
mismatch-party-gone = The log says that the party was added, and there is none.
mismatch-party-unsaid = The party was added, and no record says so.
mismatch-party-state = The party is admitted or suspended, or bears another party’s address, and the log says otherwise.
mismatch-version-gone = The log says that a version was published, and there is none such.
mismatch-version-unsaid = A version is published, and no record says so.
mismatch-version-other = A published version is not the one that was approved: its text, files, marking or audience was changed.
mismatch-version-hidden = Readers are not shown the newest version that was published.
mismatch-shown-other = Readers are shown another text than the one that was approved.
mismatch-signed-other = The text that the portal gives as signed is not the one that was approved.
mismatch-successor-other = The advisory is said to be replaced, and the log says otherwise, or the other way round.
mismatch-withdrawn-unsaid = The advisory is withdrawn, and no record says so.
mismatch-withdrawal-gone = The log says that the advisory was withdrawn, and it is not.
mismatch-title = { $n ->
    [one] The log is whole, and one thing is not what it says
   *[other] The log is whole, and { $n } things are not what it says
}
mismatch-do = Somebody changed the tables behind the portal’s back. Keep the server and its database as they are and call the agency’s security officer. This message cannot be dismissed.
mismatch-record = Newest record about it
verification-agrees = Accounts, roles, parties, witnesses and published advisories are what the log says.
