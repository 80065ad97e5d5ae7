# Identity: what is asked again, what stands where, alarms.

factor-title = Confirm that it is you
factor-text = What you are about to do matters, and your last code or passkey is older than five minutes. It will be done as soon as you have confirmed.
factor-passkey-only = Use your passkey: for you, a code is not enough.
unlock-title = Your session is locked
unlock-text = Nobody has used this page for a while, so the portal locked it. Confirm that it is you to go on where you were. A form that you sent meanwhile is kept for fifteen minutes and comes back filled in.
state-proposed = Proposed
state-refused = Refused
state-expired = Expired
reserved-leads = It is for the lead contact of a party. If you need it, ask your party’s lead contact.

action-passkey-used = Sign-in by passkey
action-recovery-used = Recovery code used
action-factor-given = Confirmed again by code or passkey
action-session-ended = Session closed
action-budget-spent = Too many tries
action-passkey-counter-back = Passkey refused: its counter went back
action-passkey-added = Passkey added
action-passkey-removed = Passkey removed
action-authenticator-replaced = Authenticator app replaced
action-passphrase-changed = Passphrase changed
action-recovery-drawn = Recovery codes drawn
action-proposed = Contact proposed
action-proposal-changed = Proposal changed
action-vetting-opened = Vetting opened
action-vetting-filled = Verification written down
action-vetting-recorded = Vetting sent for decision
action-vetting-approved = Vetting approved
action-vetting-refused = Vetting refused
action-letter-printed = Letter printed
action-access-reset = Means of sign-in reset
action-access-expired = Access expired
action-roles-changed = Roles changed
action-portal-set-up = Portal set up
action-alarmed = Alarm
action-alarm-seen = Alarm seen to
action-party-change-proposed = Change to a party proposed
action-party-change-decided = Change to a party decided
action-party-activity-read = Activity of one’s own party read

alarm-enrolment-void = Wrong enrolment codes: the letter is void
alarm-identity-denied = Somebody enrolling said: this is not me
alarm-enrolment-twice = One letter was used twice at the same moment
alarm-budget-spent = Too many failed tries to sign in
alarm-counter-back = A passkey may have been copied: its counter went back
alarm-look-alike = A name or an address looks like another one
alarm-out-of-hours = Administration outside office hours
alarm-witness-silent = A witness of the log has signed nothing for too long
alarm-witness-ahead = A witness of the log knows a longer one, or another
alarm-log-broken = The log was verified: it is broken, or the tables are not what it says
alarm-log-unstreamed = Records of the log do not reach the collector
alarm-log-unsigned = Records of the log wait for a signature
alarm-restored = The database is an older one than was signed
alarm-last-administrator = Somebody tried to remove the last administrator

# One's own means of sign-in.
recovery-codes-title = Recovery codes
recovery-title = Use a recovery code
recovery-text = A recovery code stands in for your authenticator app, once. Your open sessions will be closed, and you will link an app again before anything else.
recovery-label = Recovery code
recovery-hint = 15 characters. Spaces, dashes and lower case do not matter.
recovery-use = Use this code
recovery-wrong = This code is not one of yours, or has been used. Take the next one on your sheet.
recovery-none = I have no recovery code
recovery-left =
    { $n ->
        [0] No code left
        [one] { $n } code left
       *[other] { $n } codes left
    }
recovery-draw-text = New codes replace the old ones at once. You will see them on the next page until you say that you have kept them.
recovery-draw = Draw new codes
recovery-useless = Your role signs in with a passkey alone, so these codes do not open your account. Add a second passkey on another device; if you lose both, call the agency.
authenticator-title = Link a new authenticator app
authenticator-recovering = Your recovery code was right. Link an authenticator app now: nothing else opens before.
authenticator-text = Your present app stays linked until you have typed a code of the new one. Your other sessions will then be closed.
authenticator-draw = Show a new key
authenticator-replace = Replace the app
stale-authenticator = This key is older than fifteen minutes or has been replaced. Ask for a new one from your account page.
passphrase-title = Change the passphrase
passphrase-text = Your other sessions will be closed.
passphrase-present = Present passphrase
passphrase-present-wrong = This is not your present passphrase. Type it once more.
passphrase-new = New passphrase
passphrase-change = Change the passphrase
stale-passphrase = Your passphrase has been changed from another session. Sign in again; if it was not you, call the agency at once.
sessions-title = Open sessions
sessions-text = Close what you do not recognise. If one is not yours, call the agency too.
sessions-here = This one
sessions-place = From { $network }, { $how }
sessions-opened = Opened on
sessions-used = last used
sessions-end = Close
sessions-end-others = Close all the others
sessions-open =
    { $n ->
        [one] { $n } session
       *[other] { $n } sessions
    }
factor-none = without a second factor
factor-recovery = with a recovery code
factor-totp = with a code
factor-passkey = with a passkey
account-passkey-only = Your role signs in with a passkey: a false page can relay a code, but not a passkey.
account-code-hours =
    { $n ->
        [one] A sign-in by code lasts { $n } hour. A false page can relay a code, but not a passkey.
       *[other] A sign-in by code lasts { $n } hours at most. A false page can relay a code, but not a passkey.
    }
account-code-no-red =
    { $n ->
        [one] A sign-in by code lasts { $n } hour and does not open what is marked TLP:RED: a false page can relay a code, but not a passkey.
       *[other] A sign-in by code lasts { $n } hours at most and does not open what is marked TLP:RED: a false page can relay a code, but not a passkey.
    }
reserved-red = It is marked TLP:RED, and your session was opened by a code, which a false page could relay. Add a passkey on your account page, sign in with it, then open this page again.
stale-kept = What was waiting for your confirmation has been replaced in the meantime. Nothing was done: begin again from the page itself.
