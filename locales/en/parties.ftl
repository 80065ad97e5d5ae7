# Parties, their lead contacts, and what looks alike.

# What looks alike.
alike-text = This resembles what the portal already knows:
alike-same = the same
alike-form = only capitals or the Unicode form differ
alike-accents = only accents, spaces or punctuation differ
alike-confusable = different letters that look the same
alike-edits = one or two characters differ
alike-ending = the same domain name with another ending
odd-text = These characters are not what they look like:
odd-bidi = it turns the direction in which the text is read
odd-invisible = it cannot be seen
odd-script = it comes from another alphabet
odd-domain = a domain is usually written with a to z
odd-form = it is a special form of an ordinary character
script-latin = Latin alphabet
script-cyrillic = Cyrillic alphabet
script-greek = Greek alphabet
script-armenian = Armenian alphabet
script-hebrew = Hebrew alphabet
script-arabic = Arabic alphabet
script-cherokee = Cherokee syllabary
script-georgian = Georgian alphabet
script-common = sign shared by several scripts
script-other = another script

# Proposing, taking back, cutting.
action-proposal-withdrawn = Proposal taken back by the party
refused-proposals-many = Twenty proposals of your party are already waiting for the agency. Wait until it has dealt with one, or take one back.
refused-own-access = Your own access cannot be cut from here. Call the agency: it does so at once.
stale-party-state = This party is not active: nobody can be admitted to it for now. Open its page to see where it stands.
