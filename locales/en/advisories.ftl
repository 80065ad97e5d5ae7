# What readers see of advisories. The sheet is also that of the preview and the review.

advisories-title = Advisories
advisories-search = Search your advisories
advisories-all = All advisories
advisories-none = No advisory for your party yet. The agency publishes one when a risk concerns you.
advisories-none-filtered = No advisory matches this filter.
advisories-none-found = No advisory contains “{ $words }”.
page-holds = This page holds:
to-read = To read
to-read-n = { $n } to read
to-read-lead =
    { $n ->
        [0] No advisory is waiting for you to confirm that you have read it.
        [one] { $n } advisory is waiting for you to confirm that you have read it.
       *[other] { $n } advisories are waiting for you to confirm that you have read them.
    }
to-read-many = Many advisories are waiting for you to confirm that you have read them.
already-confirmed = Confirmed
sort-state = By state
sort-date = By date
sort-severity = By severity
published-on = Published on
confirmed-on = Confirmed:
confirm-before = Confirm before
version-updated = Version { $n }, updated on

# The sheet.
advisory-ref = Advisory { $ref }
version-n = Version { $n }
severity = Severity:
severity-label = Severity
severity-critical = Critical
severity-high = High
severity-moderate = Moderate
severity-information = Information
not-chosen = Not chosen yet
act-before = Act before
published = Published
for-whom = For whom
for-whom-open = Not chosen yet
for-whom-all = All parties
for-whom-some = The parties concerned
for-whom-named = Named recipients
to-do-now = To do now
summary = Summary
indicators = Indicators
indicators-hint = The addresses are made harmless, so that nobody opens one by mistake. The file holds the exact ones.
indicator-type = Type
indicator-value = Value
indicator-comment = Comment
indicator-domain = Domain
indicator-ip = IP address
indicator-url = Web address
indicator-email = E-mail address
indicator-hash = File hash
indicator-other = Other
references = References
history = History
version = Version
change = Change
version-see = see this version
version-first = First version
version-old = This version has been replaced
version-newest = Read the latest version

# Confirming.
confirm-title = Confirm that you have read it
confirm-text = The agency will see your name, your party and the time. Nothing else.
confirm-button = I have read this
confirm-asked = Requested before
confirmed = Confirmed
confirmed-you = Confirmed by you:
confirmed-party = In your party
stand-legend = Where do you stand? The agency will see your answer.
stand-send = Save my answer
stand-missing = Choose where you stand.
stand-read = Advisory read
stand-not-concerned = It does not concern us
stand-acting = We are acting on it
stand-done = We have done it
stand-need-help = We need help
stale-advisory = This advisory has a newer version or has been withdrawn. Open it again and read it before you answer.
error-number = The version must be a number. Open the advisory again and answer from its page.

# Beside the text, and on paper.
files = Attachments
indicators-file = Exact indicators, CSV file
help-needed = Do you need help?
find-provider = Find a qualified provider
print-hint = To print, use your browser: the copy will carry your name.
copy-of = Copy of { $name }, { $party }
copy-n = copy no. { $n }
withdrawn-on = Withdrawn on
withdrawn-replacement = Read advisory { $ref }, which replaces it

overdue = Overdue
fields-required = Every field is required unless it says otherwise.
