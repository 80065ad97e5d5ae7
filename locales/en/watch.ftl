# The watch: failed tries, alarms, access that comes to its end.

tries-spent = Too many tries have failed. You can try again from this time on: { $time }. If it is urgent, call the agency on { $telephone }.

# Alarms.
nav-alarms = Alarms
alarms-title = Alarms
alarms-none = No alarms. What the agency should look at will be shown here.
alarms-older = Older alarms
alarm-raised = Raised on
alarm-attend = Seen to
alarm-seen = Seen to by
alarm-unseen = To be looked at
alarm-word-recovery = recovery codes
alarm-word-unknown = an address without an account
alarm-word-all = all networks together
alarm-word-network = the network { $address }
alarm-word-operator = the server’s operator (user { $user })
reserved-attending = Auditors read the alarms; vetting officers and administrators see to them.
stale-alarm = Somebody has already seen to this alarm. Open the page of alarms again.
desk-alarms =
    { $n ->
        [one] { $n } alarm to look at
       *[other] { $n } alarms to look at
    }

# Access that comes to its end.
desk-expiring = To be vetted again soon
desk-expires = To be vetted again before
watch-word-network = a network
watch-word-idle = no sign-in for a long time
watch-word-invitation = the invitation ran out
watch-word-vetting = the vetting ran out
