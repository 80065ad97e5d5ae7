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
