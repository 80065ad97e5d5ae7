# The frame of every page, errors, help, the first pages.

error-prefix = Error:
skip = Go to the content
sign-in = Sign in
sign-out = Sign out
demo-label = Demonstration
demo-text = This is a demonstration. The names are invented, and staff sign in here without a passkey.
nav-label = Sections
nav-emergency = Report an incident
nav-providers = Providers
nav-advisories = Advisories
nav-party = Your party
nav-desk = To do
nav-parties = Parties
nav-audit = Log
foot-genuine = Check that this site is the real one
foot-tlp = Sharing rules (TLP)
foot-accessibility = Accessibility: not compliant
foot-privacy = Personal data
foot-site-map = Site map
foot-emergency = Emergency, day and night:
foot-logged = Each opening of a document is logged.
foot-zone = All times are in the time of { $zone }.

# Words and pieces that pages share.
colon = :
continue = Continue
save = Save
search = Search
filter = Filter
filter-state = State
all = All
apply = Apply
optional = (optional)
see = Show
pages = Pages
next-page = Next page
next-page-title = continued
actions = Actions
date = Date
yes = Yes
name = Name
email = E-mail address
phone = Telephone
party = Party
role = Role
to-start = Go to the start page
problem = There is a problem

# Sharing under TLP 2.0: a word beside the label, and what a reader may and may not pass on.
sharing = What you may share
tlp-red = You alone
tlp-amber-strict = Your party only
tlp-amber = Your party and its clients, where needed
tlp-green = Your community, not for publication
tlp-clear = No restriction
share-red-yes = Keep it to yourself: it is addressed to you by name.
share-red-no = Do not pass it on to anybody, not even within your party.
share-amber-strict-yes = You may share it within your party, with the people who need it to protect the party.
share-amber-strict-no = Do not pass it on to a client, a provider, another party or the press.
share-amber-yes = You may share it within your party, and with those whose IT security your party looks after (its clients), if they need it to protect themselves.
share-amber-no = Do not pass it on to another party or the press, nor to a provider under contract unless the advisory says that you may.
share-green-yes = You may share it with your peers and partner organisations in the community: political parties, their campaigns and the agencies that protect them.
share-green-no = Do not make it public: not on a website, not on social media, not in the press.
share-clear-yes = You may share it with anybody, in public too.
share-clear-no = There is no limit other than copyright.

# The start page and home.
start-title = The agency’s advisories to political parties
start-lead = The agency publishes its security advisories here for the contacts of political parties whom it has checked, with a directory of qualified providers.
start-letter = I have received a letter
start-call = Call the agency, day and night:
waiting-title = The agency will call you
waiting-lead = { $name }, your enrolment is complete.
waiting-text = The agency will call you on a number that it already knows, to make sure that it is you, and will then open your access. You have nothing else to do.
home-title = To do
home-nothing = Nothing is waiting for you.
home-last = Latest advisory:
home-more = More advisories are waiting for you in the list.
home-no-more = Nothing else.
home-all = See all advisories
home-last-sign-in = Last sign-in:
home-not-you = If this was not you, call the agency.

# A form that came too late.
late-title = This form has expired
late-text = Your answers are kept and stand below. Read them: one button sends them again, as they are.
late-send = Send my answers

# Errors: a heading, and a sentence that says what to do.
error-call = Do you need help? Call the agency:
error-about = Field concerned: { $field }
error-reference = Reference to give to the agency: { $id }
error-reserved = This page is reserved
error-sign-in = Sign in, then open this page again.
error-refused = This has not been done
error-not-found = Page not found
error-not-found-text = Nothing that you can open stands at this address. Check each character of it, or begin again from the start page.
error-method = This cannot be done here
error-method-text = Go back to the previous page and use its buttons.
error-stale = Something has changed in the meantime
error-expired = This form has expired
error-expired-text = Nothing has been saved. Open the page again, then send the form once more.
error-unreadable = What was sent could not be read
error-too-large = What was sent is too long
error-too-large-text = Shorten the text, then send it again.
error-not-a-form = This did not come from a form of the portal
error-not-a-form-text = Open the page in your browser and use its form.
error-too-slow = Sending took too long
error-too-slow-text = Check your connection, then send the form again.
error-other-host = This address is not the portal’s
error-other-host-text = Type the address that is printed on the agency’s letter.
error-busy = Many people are using the portal at this moment
error-busy-text = Wait a moment, then try again.
error-closed = The portal is closed for a moment
error-closed-text = Nothing has been shown or saved. Try again in a few minutes.
error-failed = The service has a problem
error-failed-text = Your request could not be completed. Try again; if the problem remains, call the agency and give the reference below.
error-control = A field holds a character that cannot be shown. Clear the field, then type the text again.
error-unknown-field = The page sent a field that the portal does not expect. Open the page again and start over.
error-repeated-field = The page sent the same field twice. Open the page again and start over.
error-not-utf8 = The text arrived damaged. Open the page again and type it once more.
error-language = Choose French or English.

# For whom a page is reserved, and whom to ask.
reserved-signed-in = It opens once you have signed in. Sign in, then open it again.
reserved-confirmed = It will open once the agency has confirmed your access. The agency will call you for this; you may call it too.
reserved-readers = It is for the contacts of the parties. If you need to read the advisories, ask the agency.
reserved-publishing = It is for staff who write or publish advisories. If this is part of your duties, ask the portal’s administrator.
reserved-staff = It is for the agency’s staff. If you are looking for an advisory or a provider, begin again from the start page.
reserved-contacts = It is for staff in charge of vetting, administration or audit. If this is part of your duties, ask the portal’s administrator.
reserved-auditors = It is for auditors. If this is part of your duties, ask the portal’s administrator.
reserved-administrators = It is for the portal’s administrators. If this is part of your duties, ask one of them.
reserved-vetting = It is for staff who vet contacts. If this is part of your duties, ask the portal’s administrator.
reserved-authors = It is for staff who write advisories. If this is part of your duties, ask the portal’s administrator.
reserved-approvers = It is for staff who review and publish advisories. If this is part of your duties, ask the portal’s administrator.

# Help.
help-genuine = Check that this site is the real one
help-genuine-1 = Compare the address in your browser with the one printed on the agency’s letter, character by character. The letter is what counts. The portal’s address is also written at the bottom of this text.
help-genuine-2 = The agency’s e-mails never contain a link or an attachment. Open the portal from your bookmark, or type its address. If a message takes you to a page like this one, type nothing into it.
help-genuine-3 = The agency never asks for your passphrase or your codes by telephone or e-mail. If you are in doubt, call it on the number on your letter before you do anything else.
help-tlp = Sharing rules (TLP)
help-tlp-1 = Each advisory carries a label of the Traffic Light Protocol (TLP 2.0), the international standard for sharing information. The label says to whom you may pass on what you have read. To share more widely, ask the agency first.
help-emergency = Report an incident
help-emergency-1 = Do not switch the devices off, and do not delete anything: the traces will be needed. If you can, disconnect the devices from the network. Call the agency, day and night, from a telephone that is not affected.
help-emergency-2 = Have at hand, if you can: your name and your party, what you have noticed and since when, which devices or accounts are affected, what has already been done, and a number on which to call you back. Do not wait until you know everything.
help-accessibility = Accessibility statement
help-accessibility-1 = This portal does not comply with the French accessibility standard, RGAA: no audit has been recorded yet, and until then it must be considered not compliant. It is made to be used without JavaScript (only a passkey needs it), with the keyboard alone, with a screen reader and with enlarged text.
help-accessibility-2 = If something on a page stops you, call the agency on the number at the bottom of each page: it will give you the information in another way. If the answer does not suit you, you may, in France, turn to the Défenseur des droits.
help-privacy = We do not monitor you
help-privacy-1 = The portal stores your name, your e-mail address, your telephone number, your party and your role; your sign-ins, with their time, network address and browser; and the advisories that you have opened, your confirmations and your answers. Being the contact of a party may reveal a political opinion, so the portal keeps no more than it needs to reach you and to know who has read what. Its cookies serve only your session and your language.
help-privacy-2 = What you search for in the directory of providers is not recorded. Neither are the other pages that you look at, the time that you spend on them or what you click on. The portal holds no tracker and measures no audience, and it collects nothing about your party’s networks and devices. It passes nothing on to another site.
help-privacy-3 = The staff who vet contacts, the administrators and the auditors see your record; the auditors read the log; those who prepare an advisory may see the names of its recipients. The people of your own party see your name, your role and the state of your access, and its lead contact sees your sign-ins and, of the advisories addressed to them, which ones you have opened and confirmed. No other party sees anything of you.
help-site-map = Site map
help-lost = You cannot sign in
help-lost-1 = You have forgotten your passphrase: call the agency.
help-lost-2 = Your telephone or your device is lost or stolen: call the agency at once, so that it can cut the access. If you only need a new app and have your recovery codes, sign in with your passphrase, then choose “Use a recovery code”.
help-lost-3 = The agency will call you back on the number that it knows, then help you to set up your access again. It never does so by e-mail, because your mailbox may be in the hands of an attacker.
