# Writing, reviewing, publishing and withdrawing advisories.

desk-nothing = Nothing to do.
desk-to-approve = To review
desk-to-confirm = Contacts to confirm
desk-mine = Your drafts
desk-new = Write an advisory
desk-audit = Open the log
desk-advisories = Advisories
desk-only-mine = Only yours
desk-none = No advisory to show with this filter.
changed-on = Changed on
advisory-draft = Draft
advisory-in-review = To be reviewed
advisory-published = Published
advisory-withdrawn = Withdrawn

# Beginning.
new-language = Language of the advisory
new-language-missing = Choose the language of the advisory: French or English.
new-model = Model
new-model-missing = Choose one of the models in the list.
model-blank = Blank page
model-alert = Alert: risks, affected systems, workaround, solution, detection
model-guidance = Guidance: why, how, further reading

# The tasks.
tasks-title = Tasks
task-done = Completed
task-open = To do
task-content = Content
task-content-hint = Title, summary, to do now, text, indicators, references
task-marking = Marking and urgency
task-marking-hint = TLP, severity, dates
task-recipients = Recipients
task-recipients-hint = All parties, some parties, or named people
task-preview = Preview by party
task-preview-hint = Exactly what each party will see
imported-from = Imported from: { $source }
returned-title = Sent back with this comment
submit = Send for review
submit-text = The advisory cannot be changed while it is in review. Somebody else will publish it or send it back to you.
submit-not-yet = To send the advisory for review, complete the content, the marking and the recipients.
in-review-text = The advisory is in review. Somebody who has not worked on the text will publish it or send it back.
published-done = Published on
version-open = Open a new version

# Content.
content-title = Title
content-title-missing = Give the advisory a title.
content-title-long = Shorten the title: 200 characters at most.
content-summary-hint = Two to four sentences, for somebody who is not an engineer.
content-summary-long = Shorten the summary: 4,000 characters at most.
content-actions-hint = One action a line, five at most. Begin each with a verb.
content-actions-many = Keep five actions at most, one a line.
content-action-long = Shorten action { $n }: 300 characters at most.
content-body = Text
content-body-hint = Markdown: headings, lists, tables, links to https addresses. HTML is shown as plain text, and pictures are replaced by their description.
content-body-long = Shorten the text: 1,000,000 bytes at most.
content-indicators-hint = One a line: type, value, comment. Types: domain, ip, url, email, md5, sha1, sha256, other. Addresses may be made harmless, for example a[.]example.
content-indicators-many = Remove some indicators: 200,000 characters at most in all.
content-indicator-wrong = Correct line { $n }: write the type, a comma, then a value of that type. For example: domain, a.example
content-references-hint = One a line: title — https://address, an address alone, or a title alone.
content-references-many = Keep 100 references at most, one a line.
content-reference-wrong = Correct line { $n }: write a title, a dash and an https address without a space, 1,000 characters at most.
content-note = What has changed since the last version
content-note-missing = Say in one sentence what has changed.
content-note-long = Shorten the note: 500 characters at most.
save-stay = Save and stay
see-preview = Show the preview
preview-unsaved = Preview: nothing is saved yet.

# Marking.
marking-tlp = Marking
marking-tlp-missing = Choose a TLP label.
marking-severity-missing = Choose a severity.
marking-time-hint = In the time of { $zone }. A day without a time means its end.
marking-time-wrong = Write the date and the time like this: 2027-03-12 18:00.
marking-time-past = This time has passed. Choose a later one.

# Recipients.
recipients-legend = Who will receive this advisory
recipients-marking-first = Choose the marking first: it decides who the recipients may be.
audience-all-parties = All parties
recipients-all-hint = Those that join later too.
audience-some-parties = Some parties
recipients-some-hint = Tick them below and say why.
audience-named-people = Named people
recipients-named-hint = TLP:RED goes to people, never to a party. Tick them below and say why.
recipients-parties = Parties
recipients-groups = Groups of parties
recipients-people = People
recipients-reason = Reason
recipients-reason-hint = Required unless the advisory goes to all parties. It is kept with the advisory and shown at review.
count-people =
    { $n ->
        [one] { $n } person
       *[other] { $n } people
    }
count-parties =
    { $n ->
        [one] { $n } party
       *[other] { $n } parties
    }
recipients-missing = Choose who will receive the advisory.
recipients-red-people = TLP:RED goes to people: choose “Named people”.
recipients-people-red = Only TLP:RED goes to named people. Choose parties, or change the marking.
recipients-parties-missing = Tick at least one party or one group.
recipients-people-missing = Tick at least one person.
recipients-unknown = One of your choices no longer exists. Open the page again and choose from the list.
recipients-reason-missing = Say in a few words why the advisory does not go to all parties.
recipients-reason-long = Shorten the reason: 1,000 characters at most.

# Preview and review.
preview-for = Preview: what { $party } will see
preview-nothing = This party will see nothing, neither the title nor the reference.
review = Review
review-title = Review
review-readers = Who will be able to read it
review-narrow = This advisory does not go to all parties. Check that the reason justifies it.
review-nobody = Nobody can read this advisory yet: none of its recipients has open access.
publish = Publish
publish-text = The recipients above will be able to read the advisory at once. The published version can no longer be changed.
return = Send back
return-comment = What needs to be changed
return-comment-missing = Say what needs to be changed, in 3 to 4,000 characters.

# Withdrawal.
withdraw = Withdraw the advisory
withdrawal-text = The advisory leaves every list and its files close at once. Its page remains and says why. A withdrawal cannot be undone.
withdrawal-reason = Reason
withdrawal-reason-hint = The recipients will read it. Write it in the language of the advisory.
withdrawal-reason-missing = Say why the advisory is withdrawn, in 3 to 1,000 characters.
withdrawal-replacement = Reference of the advisory that replaces it
withdrawal-replacement-wrong = Give the reference of another advisory that is published and not withdrawn, for example 2027-K7QF, or leave the field empty.

# What cannot be done, and what to do instead.
error-version = Open the page again, then send the form once more.
refused-own-text = You have written or changed this text: somebody else must publish it.
refused-incomplete = The content, the marking or the recipients are not complete. Complete them, then try again.
refused-nobody = This advisory would have no recipient. Send it back, so that other recipients are chosen.
stale-draft = Somebody else has changed this advisory in the meantime. Look at what they changed before you save or publish.
stale-in-review = This advisory is in review and cannot be changed. Ask the approver to send it back.
stale-not-in-review = This advisory is no longer in review. Open its page to see where it stands.
stale-published = This version is published and no longer changes. To correct it, open a new version.
stale-version-open = A new version is already open. Carry on with it from the page of the advisory.
stale-withdrawn = This advisory is withdrawn already, or is not published. Open its page to see where it stands.

review-names = Show every name
