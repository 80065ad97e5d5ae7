# Setting up, settings and staff.

setup-closed = This portal is not set up yet
setup-closed-text = It will open once the agency has set it up.
setup-closed-operator = If you are the one installing it, have at hand the code that the terminal printed.
setup-title = Set the portal up
setup-step = Setting up, page { $n } of 3
setup-lead = Allow a quarter of an hour. Have at hand the code that the server’s terminal printed, and a telephone with an authenticator app.
setup-code = Setup code
setup-code-hint = Twelve letters and digits in three groups. Spaces, dashes and lower case are fine.
setup-code-wrong = This code is not right, or no longer good. Check it and type it again. After five tries it is void: draw another on the server with “vigie setup code”.
setup-portal = What the portal is called
setup-name = Name of the portal
setup-name-hint = Keep it short: it stands at the top of every page.
setup-name-missing = Give the portal’s name on one line, in 2 to 60 characters.
setup-agency = Name of the agency
setup-agency-missing = Give the agency’s name on one line, in 2 to 120 characters.
setup-telephone = Telephone of the agency
setup-telephone-hint = One that is answered day and night. It stands at the foot of every page.
setup-telephone-missing = Give the agency’s telephone number: at least three digits, at most 40 characters.
setup-language = Usual language
setup-language-hint = For visitors whose browser asks for neither French nor English. Anyone can change it.
setup-language-missing = Choose a language.
setup-zone = Time zone
setup-zone-hint = Its IANA name, for example Europe/Paris.
setup-zone-missing = Write the time zone like this: Europe/Paris.
setup-administrator = The first administrator
setup-administrator-text = That is you, who hold the code. You will invite the other staff afterwards.
setup-email-hint = It is your user name each time you sign in.
setup-tlp = The sharing rules
person-name = Full name
person-name-missing = Give the full name on one line, in 2 to 120 characters.
person-email-missing = Give an e-mail address such as first.last@agency.org.
action-setup-code = New setup code drawn
action-setup-refused = Setup code refused
audit-word-setup-code = setup code
audit-word-new-codes = new codes
refused-set-up = This portal is set up already.
refused-is-staff = This person is staff of the agency. Open their page among the staff.

# Settings.
nav-admin = Settings
nav-staff = Staff
admin-go-on = See what is left to do
admin-before = Before opening
admin-left =
    { $n ->
        [0] The portal sees nothing left to do. Check what is done by hand as well.
        [one] The portal sees { $n } thing left to do. It cannot check what is done by hand.
       *[other] The portal sees { $n } things left to do. It cannot check what is done by hand.
    }
admin-by-hand = To check
admin-vetting = Two officers to vet contacts
admin-vetting-count =
    { $n ->
        [0] Nobody has access yet. It takes two: one verifies, the other decides.
        [one] Only one has access. It takes two: one verifies, the other decides.
       *[other] { $n } have access.
    }
admin-mail = E-mail
admin-mail-by-hand = Make sure that a message from the portal arrives. Until then, pass codes on by voice.
admin-backup = Backup and restore test
admin-backup-by-hand = Back up the database and, elsewhere, the file keys.ring. Restore both once on another machine; the README says how.
admin-accessibility = Accessibility statement
admin-accessibility-by-hand = Read it through: it says that no audit has been made.
admin-legal = Legal texts
admin-legal-by-hand = Have your data protection officer read the page on personal data.
admin-parties-count =
    { $n ->
        [0] No party yet.
        [one] { $n } party.
       *[other] { $n } parties.
    }
admin-providers = Vetted providers
admin-providers-count =
    { $n ->
        [0] The directory is empty. It is filled on the server with “vigie import providers”.
        [one] { $n } provider in the directory.
       *[other] { $n } providers in the directory.
    }
admin-auditor = An auditor
admin-auditor-count =
    { $n ->
        [0] Nobody reads the log yet. Invite somebody who holds no other role.
        [one] One auditor has access.
       *[other] { $n } auditors have access.
    }
admin-checkpoints = A place for the log’s checkpoints
admin-checkpoints-by-hand = Choose who, outside the agency, will keep the log’s hash. “vigie audit verify” prints it.
admin-health = How the service is
admin-certificate =
    { $n ->
        [0] The server’s certificate ends today: replace it.
        [one] The server’s certificate ends tomorrow: replace it.
       *[other] The server’s certificate ends in { $n } days.
    }
admin-certificate-over = The server’s certificate has ended: replace it.
admin-certificate-unread = The server’s certificate could not be read. “vigie doctor” says why.
admin-log =
    { $n ->
        [one] The log holds { $n } record.
       *[other] The log holds { $n } records.
    }
admin-database-sqlite = The database is an SQLite file on this server.
admin-database-postgres = The database is on PostgreSQL.

# Staff.
staff-title = Staff
staff-see = See the staff
staff-invite = Invite a colleague
staff-invite-text = The person gets two codes by two ways: you hand over one, the other goes by e-mail. Once they have enrolled, another administrator or a vetting officer confirms them.
staff-invited = The invitation is ready
staff-invited-lead = Give this code to { $name }, in person or on paper.
staff-invited-once = It is shown once. Print this page or write the code down. Do not send it by e-mail: the other code is there already.
staff-invited-next = Both codes are entered from the portal’s start page, under “I have received a letter”, within 14 days.
staff-roles = Roles
staff-never = Never
staff-invited-by = Invited by
staff-by-operator = the operator of the server
staff-confirmed-at = Confirmed
staff-cut-at = Access cut
staff-confirm-text = Before you confirm, speak with this person and make sure that they have just enrolled, with these roles.
staff-confirm = Confirm this colleague
staff-change-roles = Change roles
staff-change-roles-text = This person’s open sessions close. The new roles count from their next sign-in.
staff-save-roles = Save roles
staff-waiting-title = A colleague will confirm your access
staff-waiting-text = Your access opens once another administrator or a vetting officer has confirmed it.
desk-colleagues = Staff to confirm
role-author-hint = Writes advisories.
role-approver-hint = Reviews and publishes what others wrote.
role-vetting-hint = Vets the contacts of parties and confirms staff.
role-auditor-hint = Reads the log. Holds no other role.
role-administrator-hint = Runs the service and manages staff. Reads no advisory.
staff-cut = Cut access
staff-cut-title = Cut the access of { $name }
staff-cut-sessions =
    { $n ->
        [0] No session is open at this moment.
        [one] One open session will close at once.
       *[other] { $n } open sessions will close at once.
    }
staff-cut-effect = This person will not be able to sign in any more: their passphrase, codes and passkeys will be refused, and an open invitation is void. What they did stays in the log.
staff-cut-reason = Why
staff-cut-reason-missing = Choose the reason.
staff-cut-left = The person has left the agency
staff-cut-lost = A device or the passphrase is lost
staff-cut-misuse = Misuse is suspected
staff-cut-other = Another reason
staff-cut-done = Access is cut
staff-cut-done-text = Their sessions are closed and nothing is open to them any more. The act is in the log.
reserved-confirming = It is for administrators and vetting officers. If this is part of your duties, ask one of them.
reserved-staff-records = It is for administrators, auditors and vetting officers. If this is part of your duties, ask one of them.
refused-own-invitation = You invited this person. Ask another administrator, or a vetting officer, to confirm them.
refused-own-roles = Nobody changes their own roles. Ask another administrator.
refused-last-administrator = This is the portal’s last administrator. Give that role to somebody else first. The attempt is reported to the agency.
stale-staff = This colleague’s record has changed. Open it again to see where it stands.
stale-staff-email = This e-mail address has an account already. Give another, or look for the person among staff and contacts.
error-role = This role does not exist. Open the page again and choose among its boxes.

# A database that was put back
restored-title = This portal runs on an older database
restored-lead = More was signed than this database holds. It was put back from a backup, or somebody rolled it back to hide something. Until two administrators have looked, nobody reads or changes anything.
restored-found = Found
restored-here = In this database
restored-signed = Signed before
restored-records = { $n ->
    [one] one record
   *[other] { $n } records
  }
restored-by-file = checkpoint kept beside the database
restored-by-witness = a witness
restored-means = What that means
restored-means-lost = What happened after the backup is gone: advisories, withdrawals, confirmations, accounts that were made or cut. Look through them with your colleagues before you open.
restored-means-codes = Every session, letter code and recovery code is over: one that was used up might otherwise work again.
restored-means-alive = Access that was cut after the backup may be open again. Cut it first thing.
restored-means-log = The log goes on under a new name with a new key; the witnesses’ operators must be given it. The old checkpoints stay proof of what was lost.
restored-first = You are the first of the two administrators. The portal stays locked until a colleague opens it too.
restored-second = A colleague has opened it. With you the portal is open again.
restored-waits = You have opened it. A second administrator must do so too.
restored-open = Open the portal again
restored-closed = The portal is locked
restored-closed-text = Its database turned out to be older than what was signed. The agency is looking into it. Nothing you did was lost by this page.
restored-admins = For administrators: open it again
refused-restored-twice = You are the first of the two. Somebody else must be the second.
stale-restored = A colleague has just done the same. Open the page again.
