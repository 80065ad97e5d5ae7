# Passkeys.

passkeys-title = Passkeys
passkey-use = Use a passkey
passkey-add = Add a passkey
passkey-why = Your device recognises you and answers the portal itself: there is nothing to type, and a false site can take nothing from you.
passkey-without-script = A passkey needs a browser that knows them and runs the script of this page. If nothing else appears here, allow the script or use another browser.
passkey-refused = Your device gave no passkey. Press the button again, or continue another way.
passkey-not-taken = The passkey could not be accepted. Press the button once more; if that changes nothing, continue another way or call the agency.
passkey-none = You do not have one yet.
passkey-count =
    { $n ->
        [0] none
        [one] { $n } passkey
       *[other] { $n } passkeys
    }
passkey-added = Added on
passkey-used = Last used:
passkey-never-used = Never used.
passkey-remove = Remove
passkey-enough = You have ten, which is the most. Remove one to add another.
passkey-new-text = Your device will ask you for the way it recognises you: fingerprint, face or PIN. Your other sessions will be ended.
passkey-name = Name of the passkey
passkey-name-hint = To know it in the list, such as the name of the device. 60 characters at most.
passkey-name-missing = Give the passkey a name.
passkey-name-long = Shorten the name of the passkey: 60 characters at most.
passkey-default-name = Passkey { $n }
passkey-later = Later
enrol-passkey-needed = Your role demands one: a code is not enough.
enrol-passkey-without = A passkey needs a browser that knows them and runs the script of this page. You can add one later, from your account page.
refused-passkey-needed = Add a passkey to finish: your role demands one. If your device cannot, call the agency.
refused-last-passkey = Your role demands a passkey: the last one cannot be removed. Add another one first.
stale-passkey = Your passkeys were changed meanwhile. Open their page again to see where they stand.

audit-word-passkey-foreign = passkey: another session or request
audit-word-passkey-late = passkey: answered too late
audit-word-passkey-spent = passkey: answered before
audit-word-passkey-unreadable = passkey: unreadable answer
audit-word-passkey-unknown = passkey: unknown, or another person’s
audit-word-passkey-site = passkey: answered on another site
audit-word-passkey-party = passkey: made for another site
audit-word-passkey-unverified = passkey: person not recognised by the device
audit-word-passkey-counter = passkey: the counter did not advance
audit-word-passkey-known = passkey: known already, or one too many
audit-word-passkey-wrong = passkey: wrong answer
