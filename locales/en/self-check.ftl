# The self-check: a page that sends nothing.

nav-self-check = Self-check
self-check-lead = Twenty-five questions to see where your team stands, in half an hour.
self-check-promise = Your answers stay with you
self-check-promise-1 = Nothing that you tick leaves this device. The agency can see none of your answers, nor whether you have answered.
self-check-promise-2 = You can check this: the page has neither a script nor a button to send, and its policy (“form-action 'none'” in Content-Security-Policy) forbids your browser to send a form. Go offline if you prefer: the page works without the network too.
self-check-promise-file = You can check this: the file has neither a script nor a button to send, and its policy (“form-action 'none'” in its first lines) forbids your browser to send a form. Go offline if you prefer: the file works without the network too.
self-check-lost = Reloading or leaving the page loses your answers. To keep them, print the page from your browser, and lock the paper away: it says where you are vulnerable.
self-check-links = Advice comes with a link to the directory of providers, which opens in a new tab. It asks the portal for a list without saying which page you come from, and these searches are not logged.
self-check-links-file = Advice comes with a link to the directory of providers, on the portal: nothing else here needs the network. It asks for a list without saying where you come from, and these searches are not logged.
self-check-download = Download the page to use it offline
self-check-copy = Copy of { $day }, downloaded from { $origin }.
self-check-parts = Parts of the self-check
self-check-partly = Partly
self-check-help = See providers for “{ $need }”
self-check-tab = (new tab)
self-check-part-total = In this part:
self-check-all-total = Of the twenty-five questions:
self-check-yes = yes
self-check-some = partly
self-check-no = no
self-check-unanswered = without an answer
self-check-result = Your result
self-check-none = You have not answered any question yet.
self-check-first = Begin with passkeys, updates and backups, if one of them is missing: they stop most attacks. Choose three measures for this month, each with a name and a date. Come back here in a month.
self-check-good = Nothing needs mending among your answers. Have an audit confirm that what was decided is also what is in place.
self-check-reset = Clear my answers

self-check-1 = Protect the network
self-check-1-1 = Are your router and Wi-Fi up to date, without factory codes, and guests on a network apart?
self-check-1-1-do = Replace the factory codes of the router, for its settings as well as for the Wi-Fi, and turn on its automatic updates. Forbid changing its settings from the internet. Set up a second Wi-Fi for visitors, volunteers and personal phones, without access to printers or files. Replace a router that its maker no longer updates.
self-check-1-2 = Do your computers, phones and software receive their updates within days?
self-check-1-2-do = Turn on automatic updates of the system, the browser and the mail program on every device, volunteers’ phones included. Keep a list of devices and software, with the name of the person who looks after each. Retire what no longer receives updates. Install within two days what the agency calls urgent.
self-check-1-3 = Do you know what of yours can be reached from the internet, and does all of it ask for a second factor?
self-check-1-3-do = List what answers from the internet: remote access, file server, cameras, the administration of your site. Close what nobody uses, and put the rest behind an up-to-date VPN or a service that asks for a passkey. Never expose a remote desktop or a file server directly. Have somebody from outside look for what you have forgotten.
self-check-1-4 = Would your site and your domain names withstand an attack on the eve of the vote?
self-check-1-4-do = Protect the account at your registrar with a passkey, have your domain names locked, and renew them to a date beyond the vote. Host the site with a provider that absorbs floods of traffic and backs up every day. Prepare a static version of the site, without a database, for the last week.
self-check-1-5 = If somebody broke into one of your computers on a Saturday, would you know before Monday?
self-check-1-5-do = Install a detection tool (EDR) on every computer, and have somebody read its alerts, at night and at weekends too. Keep the logs of sign-ins, mail and files for a year, out of an intruder’s reach. Hand this watch to a provider if nobody on the team has the time.

self-check-2 = Identify users
self-check-2-1 = Does everybody have an account of their own everywhere, on social media too?
self-check-2-1-do = Give everybody, volunteers included, an account in their own name. Replace shared accounts, such as those of the press office or the treasury, with a mailbox delegated to named people. Post on social media through a tool that gives each person a role, so that nobody needs to know the passphrase of the account.
self-check-2-2 = Do mail, files and social media ask for a passkey or a security key?
self-check-2-2-do = Begin with the candidate, the leadership, the treasury and the administrators: hand each of them two security keys, one as a spare. Extend passkeys to the whole team next. Turn off codes by SMS, then those of applications: an attacker relays them at once through a false page. Enrol exposed accounts in their provider’s programme of stronger protection.
self-check-2-3 = Does everybody use a password manager, and never the same passphrase twice?
self-check-2-3-do = Give the team one manager, with a vault for each person and shared vaults for each line of work. Open it with a passkey, or with a long passphrase and a second factor. Change at once what was used twice or stands in a leak. Send no secret by mail or messenger.
self-check-2-4 = Is the access of a person who leaves cut on the same day?
self-check-2-4-do = Keep a list of who has access to what: mail, files, social media, chat groups, premises. Give volunteers and interns accounts that end on a date. Cut everything on the day they leave, and close open sessions too. Go through the list every month, two of you together.
self-check-2-5 = Are administrator accounts few, personal, and used for nothing else?
self-check-2-5-do = Keep two or three administrators, each with a second account that is used neither for mail nor for browsing. Protect these accounts with a security key. Store the recovery codes on paper, under lock, in two places. Have these settings checked by somebody from outside before the campaign.

self-check-3 = Filter web and mail
self-check-3-1 = Are false e-mails sent in your name rejected (SPF, DKIM, DMARC)?
self-check-3-1-do = Set SPF and DKIM for every service that writes in your name, newsletter and fund-raising included. Publish DMARC for observation (p=none), read its reports, then move to “quarantine” and “reject” within weeks. Publish “reject” at once for domains that send no mail.
self-check-3-2 = Does your mail system stop dangerous attachments and links before they arrive?
self-check-3-2-do = Block programs, documents with macros and archives with a password, when they come from outside. Mark external messages, above all those that bear a leader’s name. Open what strangers send in the mail system’s viewer, never on the computer.
self-check-3-3 = Do your devices use a DNS service that blocks malicious addresses?
self-check-3-3-do = Choose a filtering DNS service, and set it on the router and on every device, so that it protects outside the office too. Require an up-to-date browser with an ad blocker. Add the indicators of the agency’s advisories to the filter, where their marking allows it.
self-check-3-4 = Are you told of an unusual sign-in, or of a forwarding rule added to a mailbox?
self-check-3-4-do = Forbid automatic forwarding to the outside. Have alerts about unusual sign-ins, new rules and authorised applications sent to two people. Go through these settings every month on the mailboxes of the candidate, the leadership and the treasury, where a spy stays quiet for long.
self-check-3-5 = Does the whole team know to whom they report a doubtful message, and whom to call when harm is done?
self-check-3-5-do = Name one person to tell and a deputy, and thank whoever reports, even after a click. Call back a known number before a payment, a file or a change of code that was asked for by message, by telephone or on video: a voice can be imitated. Put the agency’s emergency number on the wall. Choose the provider who would come before there is a crisis.

self-check-4 = Encrypt communications
self-check-4-1 = Are computers encrypted, and all devices locked with a code?
self-check-4-1-do = Turn on disk encryption (BitLocker, FileVault or LUKS) on every computer, and keep the recovery key elsewhere. Require six digits at least on phones, and locking after a few minutes. Prepare remote erasure, and try it once.
self-check-4-2 = Do sensitive matters go through an end-to-end encrypted messenger that the party has chosen?
self-check-4-2-do = Choose a single end-to-end encrypted messenger, and say what must go through it rather than by SMS, ordinary call or mail: strategy, travel, personal data. Turn on the code that protects the account’s registration. Set messages to disappear after a few weeks, but for what the law makes you keep. Compare safety numbers between leaders by voice.
self-check-4-3 = Are files shared with named people, and never by a link that is open to all?
self-check-4-3-do = Gather files in a single place of the party, with a qualified host. Share with named people, for a time, and turn off public links. Encrypt in addition what would do the most harm in a leak: members, donors, polls, nominations. Delete what is no longer needed.
self-check-4-4 = Are your backups encrypted, out of an attacker’s reach, and tried already?
self-check-4-4-do = Keep three copies of what matters, one of them encrypted and unplugged, or where nothing can be deleted before a date. Back up mail, the members’ file and the site too, even if they are hosted online. Restore a file every month, and a whole computer before the campaign.
self-check-4-5 = On the move, does the team avoid public Wi-Fi, and travel abroad without its archives?
self-check-4-5-do = Use the connection of a phone, or the party’s VPN. Take a borrowed, nearly empty device abroad, with a temporary account, and reset it on return. Keep your devices on you, at the hotel too, and charge them with your own cables.

self-check-5 = Keep work tools apart from private messaging
self-check-5-1 = Is work done in the party’s accounts, and never in a private mailbox or messenger?
self-check-5-1-do = Give the whole team, volunteers included, an address and a workspace of the party from the first day: without them people use their own. Forbid moving work to a private mailbox, personal storage or an AI assistant that is not approved. Move what is there already, then erase it. Protect leaders’ private accounts with a passkey too, because they are targets.
self-check-5-2 = Are chat groups and linked devices checked every month?
self-check-5-2-do = Open the list of linked devices in every messenger: if one is unknown to you, note it, disconnect it and call the agency. Refuse any QR code to scan, or code to give away, in order to “join a group” or “verify an account”: foreign services link a device of their own that way. Remove those who have left from groups, and turn off invitation links.
self-check-5-3 = Do personal phones that are used for work meet written conditions?
self-check-5-3-do = Write these conditions on one page: system up to date, code of six digits, remote erasure, applications from the official store. Keep work in a work profile that you can erase without touching the rest. Refuse devices that no longer receive updates, and lend a phone to whoever needs one.
self-check-5-4 = Have the candidate and the leadership protected their phones against spyware?
self-check-5-4-do = Turn on Lockdown Mode (iPhone) or Advanced Protection (Android), install updates on the same day, and restart every day. Take a warning from Apple, Google or WhatsApp seriously: erase nothing, and call the agency from another phone. Leave phones outside the room for the most sensitive meetings.
self-check-5-5 = Is only software and extensions that you have approved installed on work computers?
self-check-5-5-do = Work without administrator rights, with a short list of approved software and extensions. Keep users from authorising third-party applications, because a single “Accept” can hand over a whole mailbox without a passphrase. Revoke authorisations that nobody uses. Keep the work computer for work.
