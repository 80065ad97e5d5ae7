# The register of providers: finding, keeping, following.
nav-register = Register
technique-network = Protect networks
technique-identity = Identify users
technique-filtering = Filter web and e-mail
technique-encryption = Encrypt communications
technique-separation = Keep work and private messaging apart
criterion-technique = Technique
criterion-arrival = On site
criterion-language = Language
criterion-until = Valid at least until
criterion-known = As it was known on
criterion-known-hint = To see what the agency knew on a past day.
language-name-fr = French
language-name-en = English
arrival-within =
    { $n ->
        [one] On site within { $n } hour
       *[other] On site within { $n } hours
    }
arrival-hours =
    { $n ->
        [one] within { $n } hour
       *[other] within { $n } hours
    }
providers-day = This is what held on { $day }.
providers-known = As the agency knew it on { $day }.
providers-map = Choose on a map
providers-more = More criteria
providers-take = Take it with you
providers-take-text = That you took a file is recorded; what you searched for is not.
providers-csv = These results as a table (CSV)
providers-signed = The whole register, signed by the agency
providers-printed = As of { $when }. State of the log:
compare-this = Compare
compare = Compare those chosen
comparison-title = Providers side by side
comparison-lead = The agency recommends none of them.
comparison-left-out = Not qualified on this day, and so left out:
comparison-choose =
    { $n ->
        [0] Nothing is chosen. Go back and tick two to four providers.
        [one] One provider is chosen. Go back and tick two to four.
       *[other] { $n } providers are chosen, and two to four that are qualified today can be compared. Go back and tick others.
    }
not-given = Not given
regions-title = Choose a region
regions-lead = Who works in the region that you choose, and everywhere.
regions-anywhere = Anywhere
regions-list = The regions
follow-text = Your party’s contacts are told when its qualification ends or is suspended. The agency does not see what you follow.
follow-start = Follow this provider
follow-stop = Stop following
follow-on = Your party follows this provider.
status-qualified = Qualified
status-expired = Expired
status-from = from { $date }
status-since = since { $date }
evidence = Evidence (SHA-256)
providers-now = Show today
register-history = All that was recorded
register-history-text = Nothing is overwritten: each word on a decision that was taken stays, with the day from which it counts.
recorded-on = Recorded
counts-from = Counts from
until-day = until { $date }
from-beginning = its beginning
register-title = Register of providers
register-lead = One officer proposes, another decides. Nothing is overwritten.
register-import = Import a list
register-word = Write down a decision
register-changes = Proposals
register-changes-none = Nobody has proposed anything.
register-older = Older proposals
register-waits = Waits for a second officer
register-kind-list = List
register-kind-word = Decision
register-kind-scheme = Scheme
register-ending = Qualifications that end within 60 days
register-find = Provider
register-correct = Correct or change
register-add-decision = Add a decision
register-more = Only the first 20 are shown. Write a part of the name.
register-import-lead = The file is compared with the register. You see what it would change, and a second officer decides.
register-reason = Where does it come from, and why now?
register-reason-hint = For example: official list of 15 September, downloaded from the agency’s site.
register-reason-missing = Write the reason in 3 to 500 characters.
register-gone-question = What of decisions that hold today and are not in the file?
register-gone-keep = They stay
register-gone-withdraw = They are withdrawn
register-gone-hint = Only of the schemes that the file names.
register-gone-missing = Choose whether they stay or are withdrawn.
register-gone-from = Withdrawn from
register-file = The list
register-file-hint = CSV, UTF-8, separated by commas, with the header row of the register. { $size } and 100,000 rows at most.
register-file-missing = Choose the file.
register-no-rows = There is no row in it. Export the list again, and import that file.
word-empty = Nothing is filled in. Write at least the provider, the scheme and the state.
word-known = The register has this decision of { $name } already. Find it in the register and choose “Correct or change”.
word-counts = What do you write down?
word-change = A change: it is otherwise from a day on
word-change-hint = For example a suspension. What was said of the days before stays. Give the day below.
word-correction = A correction: what stands there is wrong
word-correction-hint = It takes the place of what stands there, from the same day, or from the day below.
word-counts-missing = Choose whether it is a change or a correction.
word-day-missing = Write the day from which it is otherwise.
word-overtaken = Another officer’s word on this decision was taken while you wrote; its state is now: { $state }. Look at your fields again, then send them.
word-is-correction = A correction: it takes the place of the word before, from the same day.
word-is-correction-from = A correction: it takes the place of the word before, from { $date }.
word-is-change = A change from { $date }.
register-refused =
    { $n ->
        [one] { $n } row is wrong, so nothing was taken. Correct it and choose the file again.
       *[other] { $n } rows are wrong, so nothing was taken. Correct them and choose the file again.
    }
register-refused-rows = What is wrong
register-line = line { $n }
register-check = Compare with the register
register-does = What it would do
register-proposed = What was proposed
register-new = New decisions
register-changed = Changed
register-known = Known already
register-gone = Not in the file
register-gone-before-all = { $n ->
    [one] One of these would be withdrawn from before its first day on, as if it had never held. Look at the day: is its year right?
   *[other] { $n } of these would be withdrawn from before their first day on, as if they had never held. Look at the day: is its year right?
}
register-gone-stay = they stay as they are
register-gone-end = they are withdrawn from { $date }
register-gone-ended = withdrawn from { $date }
register-gone-would = to be withdrawn from { $date }
register-what-provider = New provider
register-what-decision = New decision
register-what-scheme = New scheme
register-what-changed = Changed
register-what-known = Known
register-empty = empty
register-warning-long = Qualified for more than three years
register-warning-early = Ends before the last day that is stated
register-warning-apart = A renewal that does not begin where the decision before it ends
register-warning-silent = Qualified, and without a telephone number
register-warning-siren = Another provider has the same SIREN: perhaps one company under two names
register-warning-over = Counts from before the word that it follows: nothing is left of that one
register-own = You proposed this: another officer decides. Tell a colleague that it waits.
register-withdraw = Take it back
register-withdrawn = Taken back
register-taken = Taken into the register.
register-not-taken = Not taken.
register-approve-hint = The register says so from now on, to every party at the same moment.
register-refuse-hint = Nothing changes. The proposal stays in this list.
refused-own-register-change = You proposed this change yourself: another officer must decide. Ask a colleague in charge of vetting.
refused-others-register-change = Another officer proposed this: they alone take it back. You can refuse it.
stale-register-change = This proposal was decided or taken back meanwhile. Open it again to see how.
stale-register-word = Another word on this decision was taken since this one was proposed. Refuse it, or take it back, and propose it anew from the register as it stands.
stale-register = The register has changed since you looked. Open the proposal again and see what it would do now.
word-lead = Say the whole of it: an empty field says that there is nothing. A second officer decides.
word-provider = The provider
word-provider-hint = What is said of the provider itself counts as soon as it is taken.
word-decision = The decision
word-one-a-line = One on each line.
word-send = Send to a second officer
field-provider = Name
field-scheme-version = Version of the scheme
field-offer = Offer
field-scopes = Scopes
field-regions = Regions
field-arrival = On site within how many hours
field-decided = Day of the decision
field-from = First day
field-siren = SIREN (nine digits)
schemes-title = Schemes of qualification
schemes-lead = Which needs and techniques each scheme serves. This decides where a provider is found.
schemes-unknown = Decisions name these schemes, and nobody has said what they serve. Their providers are found by name alone.
scheme-add = Add a scheme
scheme-code = Code
scheme-code-hint = As decisions write it, for example PASSI.
scheme-code-wrong = Write the code in letters, digits, hyphens, dots and spaces, 40 at most; “new” is taken.
scheme-code-taken = This scheme is there already. Open it in the list to change it.
scheme-code-unfit = Decisions write it “{ $code }”, which cannot be a part of an address. Import their list with another name of the scheme first.
scheme-name-fr = Name in French
scheme-name-en = Name in English
scheme-name-missing = Write the name in 1 to 120 characters.
scheme-needs = Which needs does it serve?
scheme-techniques = Which techniques does it serve?
scheme-scopes = Scopes
scheme-scopes-hint = One on each line. A scope that serves other techniques says so after a colon, by their words: “tests d’intrusion: network, filtering”.
scheme-scope-wrong = This line is no scope: “{ $line }”. Write its name, 200 characters at most.
scheme-scope-twice = This scope stands twice: “{ $line }”. Keep one line and list its techniques there.
scheme-technique-unknown = “{ $word }” is no technique. Write network, identity, filtering, encryption or separation.
scheme-reason = Why this change?
scheme-next = Nothing changes yet: another officer sees what it would do, and decides.
scheme-propose = Propose
scheme-unchanged = Nothing is different from what counts already. Change something, or go back.
scheme-scopes-many = Write 100 scopes at most.
scheme-touched =
    { $n ->
        [0] No qualification names this scheme.
        [one] { $n } qualification is of this scheme: where its provider is found may change.
       *[other] { $n } qualifications are of this scheme: where their providers are found may change.
    }
follow-ended = Providers you follow that are no longer qualified
desk-register = Register of providers: to decide

# What is wrong with a list.
csv-empty = The file is empty; export the register again, with its header row, and import that file.
csv-too-large = The file has { $bytes } bytes, more than the 20 MiB that are read; split it and import the parts one by one.
csv-not-utf8 = The file is not UTF-8 at byte { $byte }; open it in your spreadsheet and save as UTF-8 (“CSV UTF-8”).
csv-unreadable = The file cannot be read as CSV (line { $line }); export it again as comma-separated CSV.
csv-too-many = The file has more than { $most } rows; split it and import the parts one by one.
csv-lacks = The header row lacks the columns { $columns }: add them; they may be left empty.
csv-unknown = The header row has the unknown columns { $columns }: remove or rename them.
csv-twice = The header row has the columns { $columns } more than once: keep one of each.
csv-semicolons = The file is separated by semicolons; save it as CSV separated by commas (in a French or German spreadsheet, choose “,” as the field separator when saving).
csv-tabs = The file is separated by tabs; save it as CSV separated by commas.
csv-cells = the row has { $cells } cells where the header has { $wanted }; put cells that contain a comma between double quotation marks
csv-contradicts = the row contradicts line { $line }: the same provider, scheme, offer, decision_no and valid_from with another { $columns }; keep the one that is right and remove the other
cell-long = { $value } in { $column } has { $length } characters; shorten it to { $most }, and see whether a quotation mark was left open
cell-control = { $value } in { $column } contains the control character { $letter }; remove it, and write the cell on one line
cell-no-provider = { $column } is missing; write the provider’s name
cell-no-scheme = { $column } is missing; write the scheme, for example PASSI
cell-no-status = { $column } is missing; write qualified, in_evaluation, suspended, withdrawn or expired
cell-no-date = { $value } in { $column } is not a date; write YYYY-MM-DD
cell-order = { $from } in valid_from is after { $to } in { $column }; correct one of them
cell-status = { $value } in { $column } is not known; write qualified, in_evaluation, suspended, withdrawn or expired
cell-siren = { $value } in { $column } is not a SIREN; write its 9 digits, or leave it empty
cell-website = { $value } in { $column } is not a web address; write it in full, beginning with https:// or http://
cell-phone = { $value } in { $column } is not a telephone number; write one, like +33 1 99 00 00 01, or leave it empty
cell-email = { $value } in { $column } is not an e-mail address; write one, like contact@provider.example, or leave it empty
cell-arrival = { $value } in { $column } is no number of hours; write a whole number from 1 to 1000, or leave it empty
cell-evidence = { $value } in { $column } is no SHA-256; write its 64 hexadecimal digits, or leave it empty
cell-on-call = { $value } in { $column } is not known; write 24/7 or business-hours, or leave it empty
cell-security = { $value } in { $column } is not known; write yes or no, or leave it empty
marking-techniques = What does it ask parties to do?
marking-techniques-hint = The advisory then leads to the providers who help with it.
who-helps = Who can help
language-name-de = German
language-name-es = Spanish
language-name-it = Italian
csv-provider-contradicts = the row says otherwise of the provider than line { $line }: { $columns }; keep what is right and write it in both
register-first-rows = The first rows
register-ended = Qualifications that ended in the last 60 days
