# Mail: fixed sentences, without link, title, party or label. Then the page that accounts for it.

mail-subject = Message from the agency
mail-subject-urgent = Urgent: message from the agency
mail-no-link = The agency never sends a link.
mail-waiting = A document is waiting for you on the trusted channel. Open it from your bookmark.
mail-waiting-urgent = An urgent document is waiting for you on the trusted channel. Open it as soon as you can, from your bookmark.
mail-enrolment-code =
    Your enrolment code for the trusted channel: { $code }
    Enter it together with the one in the agency’s letter, at the address printed on that letter. Tell it to nobody: the agency will never ask you for it.
mail-account-opened = Access to the trusted channel has been prepared in your name. The agency’s letter will tell you how to enrol. If you are not expecting such a letter, call the agency on a number that you already know.
mail-confirmed = The agency has confirmed your access to the trusted channel. Open the channel from your bookmark.
mail-access-cut = Your access to the trusted channel has been cut. If you do not know why, call the agency on the number in your letter.
mail-reset-opened = The agency has begun to restore your access to the trusted channel. If you did not ask for it, call at once, on the number in your letter.
mail-factor-changed = One of your means of signing in to the trusted channel has changed. If it was not you, call the agency at once, on the number in your letter.
mail-passphrase-changed = Your passphrase for the trusted channel has changed. If it was not you, call the agency at once, on the number in your letter.
mail-recovery-code-used = One of your recovery codes has been used on the trusted channel. If it was not you, call the agency at once, on the number in your letter.
mail-sign-in-trouble = Somebody has tried many times to sign in to the trusted channel in your name. If it was not you, call the agency on the number in your letter.
mail-colleague-cut = A person of your party no longer has access to the trusted channel. Open the channel from your bookmark to see who has access.
mail-colleague-expired = The access of a person of your party to the trusted channel has expired. Open the channel from your bookmark to see who has access.
mail-alarm = Something on the trusted channel needs your attention. Open it as soon as you can, from your bookmark.
mail-provider-ended = The qualification of a provider has ended or is suspended. Open the trusted channel from your bookmark to see whether you follow it.
mail-reminder = A document is still waiting for your confirmation on the trusted channel. Open it from your bookmark.
mail-check = Check code of this message: { $code }. You can check it on the trusted channel.
mail-test = This is a test that you asked for on the trusted channel. There is nothing for you to do.

# What a mail is about, in a few words: on the page and in the log.
notice-waiting = A document is waiting
notice-waiting-urgent = An urgent document is waiting
notice-enrolment-code = Enrolment code
notice-account-opened = Access prepared
notice-confirmed = Access confirmed
notice-access-cut = Access cut
notice-reset-opened = Restoring of access begun
notice-factor-changed = Means of signing in changed
notice-passphrase-changed = Passphrase changed
notice-recovery-code-used = Recovery code used
notice-sign-in-trouble = Many attempts to sign in
notice-provider-ended = A qualification ended
notice-colleague-cut = A colleague’s access cut
notice-colleague-expired = A colleague’s access expired
notice-alarm = Alarm to staff
notice-reminder = A reminder
notice-test = Test

# Why a mail did not go, or may not have.
mail-why-refused = The mail server refused this address.
mail-why-rejected = The mail server refused the message.
mail-why-later = The mail server put it off until later.
mail-why-connection = The mail server did not answer, or the connection broke.
mail-why-tls = The encrypted connection to the mail server could not be made.
mail-why-login = The mail server refused the portal’s name or password.
mail-why-too-long = Sending failed for three days.
mail-why-lost = The connection broke just after sending: the mail may have arrived. It is not sent a second time.
mail-why-stopped = The portal stopped while sending: the mail may have arrived. It is not sent a second time.
mail-why-bounced = The mail came back: it could not be delivered.
mail-why-address = This address is not one that can be written to.
mail-why-code = The code of this mail can no longer be read.
mail-why-disk = The mail could not be written to the portal’s disk.
mail-why-not-for-them = The person may no longer get it.

# The administrator’s page.
nav-mail = Mail
admin-mail-title = Mail
admin-mail-where = Where mail goes
admin-mail-files = Into files, in the folder “outbox” of the portal’s data. No mail server is set.
admin-mail-smtp = To the mail server { $server }, over an encrypted connection.
admin-mail-waiting = Waiting
admin-mail-waiting-n =
    { $n ->
        [0] No mail is waiting.
        [one] { $n } mail is waiting.
       *[other] { $n } mails are waiting.
    }
admin-mail-last = Last sent
admin-mail-last-none = No mail has gone out yet.
admin-mail-troubles = Mail that did not arrive, or may not have
admin-mail-troubles-none = There is none.
admin-mail-why = Reason
admin-mail-gone = A person the portal does not know
admin-mail-test = Send a test to me
admin-mail-test-hint = The test goes to your own address. Reload this page after a few seconds to see whether it has gone.
contact-mail-trouble = A mail did not arrive
contact-mail-trouble-hint = Before you correct the address, call the person on a number that the agency already knows.
