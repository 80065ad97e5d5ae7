# Écrire, relire, publier et retirer les avis.

desk-nothing = Rien à traiter.
desk-to-approve = À relire
desk-to-confirm = Contacts à confirmer
desk-mine = Vos brouillons
desk-new = Rédiger un avis
desk-audit = Ouvrir le journal
desk-advisories = Avis
desk-only-mine = Seulement les vôtres
desk-none = Aucun avis à montrer avec ce filtre.
changed-on = Modifié le
advisory-draft = Brouillon
advisory-in-review = À relire
advisory-published = Publié
advisory-withdrawn = Retiré

# Commencer.
new-language = Langue de l’avis
new-language-missing = Choisissez la langue de l’avis : le français ou l’anglais.
new-model = Modèle
new-model-missing = Choisissez l’un des modèles de la liste.
model-blank = Page vierge
model-alert = Alerte : risques, systèmes concernés, contournement provisoire, solution, détection
model-guidance = Guide : pourquoi, comment, pour aller plus loin

# Les tâches.
tasks-title = Tâches
task-done = Terminé
task-open = À faire
task-content = Contenu
task-content-hint = Titre, résumé, à faire maintenant, texte, indicateurs, documentation
task-marking = Marquage et urgence
task-marking-hint = TLP, gravité, échéances
task-recipients = Destinataires
task-recipients-hint = Tous les partis, certains partis ou des personnes nommées
task-preview = Aperçu par parti
task-preview-hint = Exactement ce que verra chaque parti
imported-from = Importé de : { $source }
returned-title = Renvoyé avec ce commentaire
submit = Envoyer en relecture
submit-text = L’avis ne peut pas être modifié tant qu’il est en relecture. Une autre personne le publiera ou vous le renverra.
submit-not-yet = Pour envoyer l’avis en relecture, terminez le contenu, le marquage et les destinataires.
in-review-text = L’avis est en relecture. Une personne qui n’a pas travaillé au texte le publiera ou le renverra.
published-done = Publié le
version-open = Ouvrir une nouvelle version

# Le contenu.
content-title = Titre
content-title-missing = Donnez un titre à l’avis.
content-title-long = Raccourcissez le titre : 200 caractères au plus.
content-summary-hint = Deux à quatre phrases, pour une personne qui n’est pas du métier.
content-summary-long = Raccourcissez le résumé : 4 000 caractères au plus.
content-actions-hint = Une action par ligne, cinq au plus. Commencez chacune par un verbe.
content-actions-many = Gardez cinq actions au plus, une par ligne.
content-action-long = Raccourcissez l’action { $n } : 300 caractères au plus.
content-body = Texte
content-body-hint = Markdown : titres, listes, tableaux, liens vers des adresses https. Le HTML est affiché comme du texte, et les images sont remplacées par leur description.
content-body-long = Raccourcissez le texte : 1 000 000 octets au plus.
content-indicators-hint = Un par ligne : type, valeur, commentaire. Types : domaine, ip, url, courriel, md5, sha1, sha256, autre. Les adresses peuvent être neutralisées, par exemple a[.]example.
content-indicators-many = Retirez des indicateurs : 200 000 caractères au plus en tout.
content-indicator-wrong = Corrigez la ligne { $n } : écrivez le type, une virgule, puis une valeur de ce type. Par exemple : domaine, a.example
content-references-hint = Une par ligne : titre — https://adresse, une adresse seule, ou un titre seul.
content-references-many = Gardez 100 références au plus, une par ligne.
content-reference-wrong = Corrigez la ligne { $n } : écrivez un titre, un tiret et une adresse https sans espace, 1 000 caractères au plus.
content-note = Ce qui a changé depuis la version précédente
content-note-missing = Dites en une phrase ce qui a changé.
content-note-long = Raccourcissez la note : 500 caractères au plus.
save-stay = Enregistrer et rester
see-preview = Voir l’aperçu
preview-unsaved = Aperçu : rien n’est encore enregistré.

# Le marquage.
marking-tlp = Marquage
marking-tlp-missing = Choisissez une marque TLP.
marking-severity-missing = Choisissez une gravité.
marking-time-hint = À l’heure de { $zone }. Un jour sans heure signifie la fin de ce jour.
marking-time-wrong = Écrivez la date et l’heure ainsi : 2027-03-12 18:00.
marking-time-past = Ce moment est passé. Choisissez-en un plus tardif.

# Les destinataires.
recipients-legend = Qui recevra cet avis
recipients-marking-first = Choisissez d’abord le marquage : il décide des destinataires possibles.
audience-all-parties = Tous les partis
recipients-all-hint = Y compris ceux qui s’ajouteront plus tard.
audience-some-parties = Certains partis
recipients-some-hint = Cochez-les ci-dessous et dites pourquoi.
audience-named-people = Des personnes nommées
recipients-named-hint = TLP:RED s’adresse à des personnes, jamais à un parti. Cochez-les ci-dessous et dites pourquoi.
recipients-parties = Partis
recipients-groups = Groupes de partis
recipients-people = Personnes
recipients-reason = Motif
recipients-reason-hint = Obligatoire si l’avis ne va pas à tous les partis. Il est gardé avec l’avis et montré à la relecture.
count-people =
    { $n ->
        [one] { $n } personne
       *[other] { $n } personnes
    }
count-parties =
    { $n ->
        [one] { $n } parti
       *[other] { $n } partis
    }
recipients-missing = Choisissez qui recevra l’avis.
recipients-red-people = TLP:RED s’adresse à des personnes : choisissez « Des personnes nommées ».
recipients-people-red = Seul TLP:RED s’adresse à des personnes nommées. Choisissez des partis, ou changez le marquage.
recipients-parties-missing = Cochez au moins un parti ou un groupe.
recipients-people-missing = Cochez au moins une personne.
recipients-unknown = L’un de vos choix n’existe plus. Ouvrez de nouveau la page et choisissez dans la liste.
recipients-reason-missing = Dites en quelques mots pourquoi l’avis ne va pas à tous les partis.
recipients-reason-long = Raccourcissez le motif : 1 000 caractères au plus.

# L’aperçu et la relecture.
preview-for = Aperçu : ce que verra { $party }
preview-nothing = Ce parti ne verra rien, ni titre ni référence.
review = Relire
review-title = Relecture
review-readers = Qui pourra le lire
review-narrow = Cet avis ne va pas à tous les partis. Vérifiez que le motif le justifie.
review-nobody = Personne ne peut encore lire cet avis : aucun de ses destinataires n’a d’accès ouvert.
publish = Publier
publish-text = Les destinataires ci-dessus pourront lire l’avis aussitôt. La version publiée ne pourra plus être modifiée.
return = Renvoyer
return-comment = Ce qu’il faut reprendre
return-comment-missing = Dites ce qu’il faut reprendre, en 3 à 4 000 caractères.

# Le retrait.
withdraw = Retirer l’avis
withdrawal-text = L’avis quitte toutes les listes et ses fichiers se ferment aussitôt. Sa page demeure et dit pourquoi. Un retrait ne peut pas être annulé.
withdrawal-reason = Motif
withdrawal-reason-hint = Les destinataires le liront. Écrivez-le dans la langue de l’avis.
withdrawal-reason-missing = Dites pourquoi l’avis est retiré, en 3 à 1 000 caractères.
withdrawal-replacement = Référence de l’avis qui le remplace
withdrawal-replacement-wrong = Donnez la référence d’un autre avis, publié et non retiré, par exemple 2027-K7QF, ou laissez le champ vide.

# Ce qui ne peut pas se faire, et que faire à la place.
error-version = Ouvrez de nouveau la page, puis renvoyez le formulaire.
refused-own-text = Vous avez écrit ou modifié ce texte : une autre personne doit le publier.
refused-incomplete = Le contenu, le marquage ou les destinataires ne sont pas complets. Complétez-les, puis recommencez.
refused-nobody = Cet avis n’aurait aucun destinataire. Renvoyez-le, pour que d’autres destinataires soient choisis.
stale-draft = Une autre personne a modifié cet avis entre-temps. Regardez ce qu’elle a changé avant d’enregistrer ou de publier.
stale-in-review = Cet avis est en relecture et ne peut pas être modifié. Demandez à la personne qui le relit de vous le renvoyer.
stale-not-in-review = Cet avis n’est plus en relecture. Ouvrez sa page pour voir où il en est.
stale-published = Cette version est publiée et ne change plus. Pour la corriger, ouvrez une nouvelle version.
stale-version-open = Une nouvelle version est déjà ouverte. Poursuivez-la depuis la page de l’avis.
stale-withdrawn = Cet avis est déjà retiré, ou n’est pas publié. Ouvrez sa page pour voir où il en est.

review-names = Afficher tous les noms
