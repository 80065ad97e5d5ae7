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
action-providers-imported = Qualifications of providers imported
action-notice-asked = Mail test asked for
action-notice-sent = Mail sent
action-notice-failed = Mail that could not be sent
action-notice-unsure = Mail that may have been sent
action-notice-dropped = Mail held back
action-notice-bounced = Mail that came back
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
