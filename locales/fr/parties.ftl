# Les partis, leurs contacts référents, et ce qui se ressemble.

# Ce qui se ressemble.
alike-text = Cela ressemble à ce que le portail connaît déjà :
alike-same = identique
alike-form = seules les majuscules ou l’écriture Unicode diffèrent
alike-accents = seuls les accents, les espaces ou la ponctuation diffèrent
alike-confusable = des lettres différentes qui se ressemblent à l’œil
alike-edits = un ou deux caractères de différence
alike-ending = même nom de domaine, autre terminaison
odd-text = Ces caractères ne sont pas ce qu’ils paraissent :
odd-bidi = il inverse le sens de lecture du texte
odd-invisible = il ne se voit pas
odd-script = il vient d’un autre alphabet
odd-domain = un domaine s’écrit d’ordinaire de a à z
odd-form = c’est une forme particulière d’un caractère ordinaire
script-latin = alphabet latin
script-cyrillic = alphabet cyrillique
script-greek = alphabet grec
script-armenian = alphabet arménien
script-hebrew = alphabet hébreu
script-arabic = alphabet arabe
script-cherokee = syllabaire cherokee
script-georgian = alphabet géorgien
script-common = signe commun à plusieurs écritures
script-other = autre écriture

# Proposer, retirer, couper.
action-proposal-withdrawn = Proposition retirée par le parti
refused-proposals-many = Vingt propositions de votre parti attendent déjà l’agence. Attendez qu’elle en ait traité une, ou retirez-en une.
refused-own-access = Votre propre accès ne se coupe pas d’ici. Appelez l’agence : elle le fait aussitôt.
stale-party-state = Ce parti n’est pas actif : personne ne peut y être admis pour l’instant. Ouvrez sa page pour voir où il en est.
