# The advisory's whole life: languages, sections, annexes, release at a time, what changed, search.

# Languages.
language-fr = In French
language-en = In English
language-label = Language
read-in-fr = Lire en français
read-in-en = Read in English
translation-missing = This advisory has not been translated.
task-translation = Other language
translation-text = A reader sees the language of their pages and can switch. Indicators and references are shared.
translation-source = Text to translate
translation-remove = Remove this language
task-optional = Optional

# Sections.
section-risks = Risks
section-systems = Affected systems
section-workaround = Workaround
section-solution = Solution
section-detection = Detection
content-section-long = Shorten this section: 20,000 bytes at most.
advisory-valid-until = Valid until
expired = Expired
marking-expires-hint = After that the advisory stays readable and is marked as expired.
marking-providers = May a party pass it to the provider it has a contract with?
marking-providers-hint = Under TLP:AMBER and TLP:AMBER+STRICT this is allowed only if you say so here.
marking-providers-amber = Only TLP:AMBER and TLP:AMBER+STRICT leave this choice. Choose “No”, or change the marking.
marking-again = Ask readers to confirm again?
marking-again-hint = If not, what they answered to an earlier version still counts.
marking-supersedes = Reference of the advisory that this one replaces
marking-supersedes-hint = It stays readable. Its readers who also receive this one are led here.
marking-supersedes-wrong = Give the reference of another advisory that is published and not withdrawn, or leave the field empty.
marking-conflict-text = Your choices are below, ready to be saved again. This is what was saved in the meantime:
share-providers = Exception: the agency allows you to pass this advisory to the security provider you have a contract with.
no = No
model-threat-report = Threat report: the group, its methods, its targets
model-indicators = Indicators: origin, use, what to do about a match
model-influence = Information manipulation on social networks

# Annexes and co-authors.
task-annexes = Annexes by party
task-annexes-hint = Sections that one party alone will see
annexes-text = An annex is a section that the people of one party alone can read. Nobody else learns that it exists. It is reviewed and signed with the advisory.
annexes-nobody = Choose the recipients first.
annex-written = Written
annex-none = None
annex-for = Annex for { $party }
annex-text = Only the recipients of this party will read this section. Empty the field to remove it.
annex-hint-write = Markdown, as in the text.
annex-body-first = Write the annex in the language of the advisory first.
annex-title = For your party alone
annex-hint = No other party receives this section.
annexes = Annexes
refused-annex = An annex is written for a party that does not receive this advisory. Send it back, so that the annex is removed or the party added.
back-to-tasks = Back to the tasks
authors-title = Co-authors
authors-text = A co-author can never publish this version, even without having changed a word. Whoever changes the text is added by itself.
authors-now = Written by
authors-nobody = Every author is named already.
authors-legend = Authors to add
authors-add = Add co-authors
authors-missing = Tick at least one author in the list.

# Two at once.
content-conflict = { $name } has changed this page
content-conflict-text = Your text is in the fields, ready to be saved again. Under each field that differs you see what is saved now.
content-theirs = Saved by { $name }:

# Release.
advisory-scheduled = Approved, release planned
publish-check = Before you publish, check these five points.
check-audience = Recipients
check-marking = Marking
check-actions = Actions to do now
check-sources = References
check-languages = Languages
check-both = French and English
check-one = one only
publish-at = Release at a time
publish-at-hint = In the time of { $zone }. Leave it empty to publish at once. Until then only staff see it.
publish-at-past = This time has passed. Choose a later one, or leave the field empty to publish at once.
publish-at-far = Choose a time within a year.
publish-at-skipped = The clocks go forward that night and skip this time. Choose another hour.
publish-at-repeated = The clocks go back that night, so this time comes twice. Choose another hour.
scheduled-for = Release planned for
scheduled-text = All recipients will be able to read it at the same moment. It is checked once more then. Whoever takes it back voids the approval.
approved-by = approved by { $name }
recall = Take back
void-title = The approval no longer holds
void-changed = What was approved has changed since. It must be reviewed again.
void-approver = Whoever approved it may no longer approve. Somebody else must review it.
void-recalled = The release was taken back before its time. It must be reviewed again.
void-withdrawn = The advisory was withdrawn before its release.
void-nobody = At its time nobody would have been able to read it, or an annex had no reader. Choose other recipients.
alarm-approval-void = A planned release did not happen: the approval no longer holds
alarm-many-reads = Very many documents or directory entries opened in a short time

# Review.
review-changes = What has changed since version { $n }
review-audience = Look at the recipients
review-wider = It now goes to all parties; the last version did not.
review-added = New recipients:
review-removed = No longer recipients:
review-unusual = Unusual: advisories of this kind usually go to: { $usual }.
review-left-behind = These read the advisory that this one replaces and will not receive this one:
stale-readers = Who will read has changed since you opened this page. Look at it again before you publish.
diff-gap = Unchanged text is left out.
diff-added = Added:
diff-removed = Removed:
preview-word = PREVIEW

# What readers see of changes.
changed-since = Changed since you read it
changed-since-you-read = This advisory has changed since you read it.
changes-see = See what has changed since version { $n }
changes-title = What has changed
changes-from-to = From version { $from } to version { $to }.
changes-none = The text has not changed.
superseded = Replaced
superseded-title = A later advisory has taken the place of this one
superseded-read = Read advisory { $ref }
found-for = Found for “{ $words }”.

# Files and authenticity.
task-attachments = Attachments
task-attachments-hint = PDF, images, text, CSV, JSON
count-files =
    { $n ->
        [one] { $n } file
       *[other] { $n } files
    }
signed-text = Signed text
signature-file = Signature of the text
annex-signed-text = Signed text of your annex
annex-signature = Signature of your annex
verify-hint = The signature proves that the text is the agency’s.
verify-title = Check a document
readership-title = Who has read it

# In the log.
action-translation-saved = Other language saved
action-annex-saved = Annex saved
action-coauthors-named = Co-authors named
action-attachment-added = File added
action-attachment-removed = File removed
action-approved = Release approved
action-approval-void = Approval voided
action-recalled = Draft taken back
action-superseded = Advisory replaced
action-searched = Advisories searched
action-authenticity-asked = Document checked
action-readership-read = Readership read
action-treatment-read = Report on equal treatment read
action-canary-made = Canary of a party made
action-canary-removed = Canary removed
action-reminded = Readers reminded

# Readership and equal treatment.
readership-available = Available to all recipients since
readership-nobody = No party was addressed.
readership-caption = By party: who can read it, has opened it, has confirmed
readership-readers = Can read it
readership-opened = Opened
readership-confirmed = Confirmed
readership-first = first:
readership-opened-on = opened
remind = Send a reminder
remind-text = Those who have not confirmed get a mail without a link, one a day at most.
reminded-n =
    { $n ->
        [0] Nobody was reminded: everybody has confirmed or was reminded within a day.
        [one] { $n } person was reminded.
       *[other] { $n } people were reminded.
    }
nav-treatment = Equal treatment
treatment-title = Equal treatment
treatment-lead = What was published, for whom, since when: that the same text became available to all its recipients at the same moment, and why some went to fewer.
treatment-from = From
treatment-to = To
treatment-day-wrong = Write the day like this: 2027-03-12.
treatment-order = The first day must come before the last.
treatment-aggregate = What can be made public
treatment-aggregate-hint = These numbers name no party and no subject.
treatment-to-all =
    { $n ->
        [one] { $n } version went to all parties.
       *[other] { $n } versions went to all parties.
    }
treatment-to-fewer = { $n } versions went to fewer parties, each with a reason that is kept.
treatment-few = Fewer than five versions went to fewer parties, each with a reason that is kept.
treatment-delay = All recipients of a version could read it from the same moment.
treatment-versions = Versions
treatment-more = Only the newest 500 are shown. Choose a shorter time.
treatment-none = Nothing was published in this time.
treatment-caption = Published versions, newest first
treatment-since = Available since
treatment-hash = Text (SHA-256)
treatment-annexes =
    { $n ->
        [one] { $n } party has an annex
       *[other] { $n } parties have an annex
    }
treatment-export = Download the report
treatment-export-text = One row for each version and party. A code or passkey is asked for, and the download is in the log.
treatment-public = How many security advisories the agency published to all parties, and how many to fewer.
treatment-by-year = By year
year = Year
treatment-col-all = To all parties
treatment-col-fewer = To fewer
treatment-under-five = fewer than five
treatment-why-few = A number under five is not said, because it could show what others received.
reserved-reports = This page is reserved for authors, approvers and auditors.
action-exported = Report downloaded
advisory = Advisory

# Checking a document.
verify-lead = Is a document really from the agency? Give the file, its SHA-256, or the code of a message.
verify-by-file = Check a file
verify-file = File
verify-file-hint = Only its fingerprint is taken; the file is not kept.
verify-by-hash = Or a fingerprint or a code
verify-hash = SHA-256 of a file
verify-hash-hint = 64 digits and letters from a to f.
verify-hash-wrong = A SHA-256 has 64 digits and letters from a to f. Copy it whole.
verify-missing = Give a file, a SHA-256, or the code of a message.
verify-code = Code of a message
verify-code-hint = Twelve digits at the end of the agency’s mail. They are kept for ninety days.
verify-check = Check
verify-current = This document is ours and current
verify-superseded = This document is ours, but a later one has taken its place
verify-withdrawn = This document was ours and has been withdrawn
verify-message = This message is ours
verify-message-hint = If the message you received says something else, call the agency.
verify-not-ours = This is not ours
verify-not-ours-text = Nothing of the agency’s that you may see has this mark. Do not pass it on, and call the agency if somebody presents it as ours.
verify-what-text = Signed text
verify-what-annex = Signed text of your annex
verify-what-file = Attachment
verify-what-copy = Copy of an attachment, with a reader’s name on it
verify-log = Each check is logged. The agency sees that you asked, and the answer.

# An alert on one page.
alert-title = Write the alert
alert-text = Everything that an urgent advisory needs, on one page. Indicators, attachments and the other language can follow from the task list.
alert-red = TLP:RED goes to named people: save the alert with another marking, then change it from the task list.
alert-conflict = Your answers are in the fields, ready to be saved again. What is saved now is here:

# Attachments.
attachments-none = No file yet.
attachment-file = Add a file
attachment-hint = PDF, PNG, JPEG, text, CSV or JSON; { $most } at most. Pictures lose their metadata. A PDF that acts by itself is not taken. Readers get PDF copies with their name on them.
attachment-add = Add
attachment-remove = Remove
file-missing = Choose a file.
attachment-name-taken = There is already a file of this name. Give the new one another name, or remove the old one first.
attachment-many = This advisory holds as many files as it may. Remove one first.
attachment-quota = The portal’s room for attachments is full. Ask an administrator for more, or attach a smaller file.
