# Parties and providers.

parties-title = Parties
parties-none = No party yet. The staff who vet contacts add them.
parties-readers = Readers
parties-pending = Pending
party-add = Add a party
party-name = Official name
party-name-missing = Give the party’s official name on one line, in 2 to 120 characters.
party-switchboard = Switchboard number
party-switchboard-hint = Take it from an official source, never from an e-mail.
party-switchboard-missing = Give the switchboard’s telephone number: at least six digits, 40 characters at most.
party-people = Contacts
party-nobody = No contact yet.
party-names-only = The contacts of this party are shown only to the staff in charge of vetting, administration and audit.
stale-party = A party or a group already has this name. Give another.
own-party = Your party
own-party-lead = These people have access on behalf of your party.
own-party-change = To add somebody or to cut an access, ask your party’s lead contact, or call the agency:

# The directory.
providers-title = Qualified providers
providers-lead = What do you need? The state has checked each company in this list. The agency recommends none of them.
providers-by-name = In alphabetical order.
providers-name = Sort by name
providers-rotating = In rotating alphabetical order: another provider comes first each day.
providers-rotate = Return to the rotating order
providers-not-logged = Your searches here are not recorded.
providers-refine = Refine the search
providers-words = Words to look for
providers-on = Qualified on
providers-none = No provider meets all these criteria.
providers-drop = Drop the criterion “{ $criterion }”
count-providers =
    { $n ->
        [one] { $n } provider
       *[other] { $n } providers
    }
need-audit = Have an audit done
need-response = Respond to an attack
need-detection = Detect attacks
need-administration = Have systems administered
need-hosting = Host in a safe place
criterion-need = Need
criterion-scheme = Qualification
criterion-scope = Scope
criterion-region = Region
criterion-available = Availability
criterion-on = Date
criterion-words = Words
error-date = Write the date like this: 2027-03-12.
on-call-always = Day and night
on-call-hours = Business hours
call = Call
no-telephone = Number not given
languages = Languages
website = Website
country = Country

# Qualifications.
qualifications = Qualifications
qualified-for = Qualified for
level = Level
national-security = National security needs
decision-number = Attestation
conditions = Conditions
source = Source
valid-until = Valid until
valid-open = In force, with no end date
valid-days =
    { $n ->
        [0] Last day
        [one] Expires in { $n } day
       *[other] Expires in { $n } days
    }
valid-to = Valid until { $date }
valid-not-yet = Valid from { $date }
valid-expired = Expired on { $date }
valid-ended = Ended
valid-suspended = Suspended
valid-withdrawn = Withdrawn
valid-in-evaluation = Being evaluated
provider-suspended = This provider’s qualification is suspended, so its telephone number is not shown. Choose another provider.
provider-not-valid = This provider has no qualification in force today. Choose another provider.
