# La vie entière d’un avis : langues, sections, annexes, publication à une heure donnée, changements, recherche.

# Langues.
language-fr = En français
language-en = En anglais
language-label = Langue
read-in-fr = Lire en français
read-in-en = Read in English
translation-missing = Cet avis n’est pas traduit.
task-translation = Autre langue
translation-text = Chaque lecteur voit la langue de ses pages et peut en changer. Les indicateurs et les références sont communs.
translation-source = Texte à traduire
translation-remove = Retirer cette langue
task-optional = Facultatif

# Sections.
section-risks = Risques
section-systems = Systèmes concernés
section-workaround = Contournement provisoire
section-solution = Solution
section-detection = Détection
content-section-long = Raccourcissez cette section : 20 000 octets au plus.
advisory-valid-until = Valable jusqu’au
expired = Expiré
marking-expires-hint = Ensuite, l’avis reste lisible et porte la mention « Expiré ».
marking-providers = Un parti peut-il le transmettre au prestataire avec lequel il a un contrat ?
marking-providers-hint = Sous TLP:AMBER et TLP:AMBER+STRICT, seulement si vous le dites ici.
marking-providers-amber = Seuls TLP:AMBER et TLP:AMBER+STRICT laissent ce choix. Choisissez « Non » ou changez le marquage.
marking-again = Demander une nouvelle confirmation aux lecteurs ?
marking-again-hint = Sinon, leur réponse à une version précédente reste valable.
marking-supersedes = Référence de l’avis que celui-ci remplace
marking-supersedes-hint = Il reste lisible. Ceux de ses lecteurs qui reçoivent aussi celui-ci y sont conduits.
marking-supersedes-wrong = Donnez la référence d’un autre avis, publié et non retiré, ou laissez le champ vide.
marking-conflict-text = Vos choix sont ci-dessous, prêts à être enregistrés de nouveau. Voici ce qui a été enregistré entre-temps :
share-providers = Exception : l’agence vous autorise à transmettre cet avis au prestataire de sécurité avec lequel vous avez un contrat.
no = Non
model-threat-report = Rapport sur une menace : le groupe, ses méthodes, ses cibles
model-indicators = Indicateurs : origine, emploi, conduite à tenir
model-influence = Manipulation de l’information sur les réseaux sociaux

# Annexes et coauteurs.
task-annexes = Annexes par parti
task-annexes-hint = Des sections qu’un seul parti verra
annexes-text = Une annexe est une section que seules les personnes d’un parti peuvent lire. Personne d’autre n’apprend qu’elle existe. Elle est relue et signée avec l’avis.
annexes-nobody = Choisissez d’abord les destinataires.
annex-written = Rédigée
annex-none = Aucune
annex-for = Annexe pour { $party }
annex-text = Seuls les destinataires de ce parti liront cette section. Videz le champ pour la retirer.
annex-hint-write = Markdown, comme dans le texte.
annex-body-first = Écrivez d’abord l’annexe dans la langue de l’avis.
annex-title = Pour votre parti seulement
annex-hint = Aucun autre parti ne reçoit cette section.
annexes = Annexes
refused-annex = Une annexe est écrite pour un parti qui ne reçoit pas cet avis. Renvoyez-le pour retirer l’annexe ou ajouter le parti.
back-to-tasks = Retour aux tâches
authors-title = Coauteurs
authors-text = Un coauteur ne peut jamais publier cette version, même sans avoir changé un mot. Qui change le texte est ajouté automatiquement.
authors-now = Rédigé par
authors-nobody = Tous les auteurs sont déjà désignés.
authors-legend = Auteurs à ajouter
authors-add = Ajouter des coauteurs
authors-missing = Cochez au moins un auteur de la liste.

# Deux à la fois.
content-conflict = { $name } a modifié cette page
content-conflict-text = Votre texte est dans les champs, prêt à être enregistré de nouveau. Sous chaque champ qui diffère, vous voyez ce qui est enregistré maintenant.
content-theirs = Enregistré par { $name } :

# Publication.
advisory-scheduled = Approuvé, publication prévue
publish-check = Avant de publier, vérifiez ces cinq points.
check-audience = Destinataires
check-marking = Marquage
check-actions = Actions à faire maintenant
check-sources = Références
check-languages = Langues
check-both = français et anglais
check-one = une seule
publish-at = Publier à une heure donnée
publish-at-hint = À l’heure de { $zone }. Laissez vide pour publier tout de suite. D’ici là, seuls les agents le voient.
publish-at-past = Cette heure est passée. Choisissez-en une plus tardive, ou laissez vide pour publier tout de suite.
publish-at-far = Choisissez une heure dans l’année qui vient.
publish-at-skipped = On passe à l’heure d’été cette nuit-là et cette heure n’existe pas. Choisissez une autre heure.
publish-at-repeated = On passe à l’heure d’hiver cette nuit-là et cette heure revient deux fois. Choisissez une autre heure.
scheduled-for = Publication prévue le
scheduled-text = Tous les destinataires pourront le lire au même instant. Il est vérifié encore une fois à ce moment. Le ramener au brouillon annule l’approbation.
approved-by = approuvé par { $name }
recall = Ramener au brouillon
void-title = L’approbation n’est plus valable
void-changed = Ce qui a été approuvé a changé depuis. Une nouvelle relecture est nécessaire.
void-approver = La personne qui l’a approuvé ne peut plus le faire. Quelqu’un d’autre doit le relire.
void-recalled = La publication a été annulée avant l’heure. Une nouvelle relecture est nécessaire.
void-withdrawn = L’avis a été retiré avant sa publication.
void-nobody = À l’heure dite, personne n’aurait pu le lire, ou une annexe n’avait pas de lecteur. Choisissez d’autres destinataires.
alarm-approval-void = Une publication prévue n’a pas eu lieu : l’approbation n’est plus valable
alarm-many-reads = Un très grand nombre de documents ou de fiches ouverts en peu de temps

# Relecture.
review-changes = Ce qui a changé depuis la version { $n }
review-audience = Regardez les destinataires
review-wider = Il va désormais à tous les partis ; la dernière version, non.
review-added = Nouveaux destinataires :
review-removed = Ne sont plus destinataires :
review-unusual = Inhabituel : les avis de cette sorte ont d’ordinaire d’autres destinataires ({ $usual }).
review-left-behind = Ceux-ci lisent l’avis que celui-ci remplace et ne le recevront pas :
stale-readers = Les destinataires ont changé depuis que vous avez ouvert cette page. Regardez-les de nouveau avant de publier.
diff-gap = Le texte inchangé est omis.
diff-added = Ajouté :
diff-removed = Supprimé :
preview-word = APERÇU

# Ce que les lecteurs voient des changements.
changed-since = Modifié depuis votre lecture
changed-since-you-read = Cet avis a changé depuis votre lecture.
changes-see = Voir ce qui a changé depuis la version { $n }
changes-title = Ce qui a changé
changes-from-to = De la version { $from } à la version { $to }.
changes-none = Le texte n’a pas changé.
superseded = Remplacé
superseded-title = Un avis plus récent remplace celui-ci
superseded-read = Lire l’avis { $ref }
found-for = Trouvé pour « { $words } ».

# Pièces et authenticité.
task-attachments = Pièces jointes
task-attachments-hint = PDF, images, texte, CSV, JSON
count-files =
    { $n ->
        [one] { $n } pièce
       *[other] { $n } pièces
    }
signed-text = Texte signé
signature-file = Signature du texte
annex-signed-text = Texte signé de votre annexe
annex-signature = Signature de votre annexe
verify-hint = La signature prouve que le texte est celui de l’agence.
verify-title = Vérifier un document
readership-title = Qui l’a lu

# Dans le journal.
action-translation-saved = Autre langue enregistrée
action-annex-saved = Annexe enregistrée
action-coauthors-named = Coauteurs désignés
action-attachment-added = Pièce ajoutée
action-attachment-removed = Pièce retirée
action-approved = Publication approuvée
action-approval-void = Approbation annulée
action-recalled = Ramené au brouillon
action-superseded = Avis remplacé
action-searched = Recherche dans les avis
action-authenticity-asked = Document vérifié
action-readership-read = Lectorat consulté
action-treatment-read = Rapport sur l’égalité de traitement consulté
action-canary-made = Canari d’un parti créé
action-canary-removed = Canari retiré
action-reminded = Lecteurs relancés

# Lectorat et égalité de traitement.
readership-available = Disponible pour tous les destinataires depuis le
readership-nobody = Aucun parti n’était destinataire.
readership-caption = Par parti : qui peut le lire, l’a ouvert, l’a confirmé
readership-readers = Peuvent le lire
readership-opened = Ouvert
readership-confirmed = Confirmé
readership-first = premier :
readership-opened-on = ouvert le
remind = Relancer
remind-text = Ceux qui n’ont pas confirmé reçoivent un courriel sans lien, un par jour au plus.
reminded-n =
    { $n ->
        [0] Personne n’a été relancé : tous ont confirmé ou ont été relancés depuis moins d’un jour.
        [one] { $n } personne relancée.
       *[other] { $n } personnes relancées.
    }
nav-treatment = Égalité de traitement
treatment-title = Égalité de traitement
treatment-lead = Ce qui a été publié, pour qui, depuis quand : le même texte est devenu disponible pour tous ses destinataires au même instant, et pourquoi certains n’ont été envoyés qu’à une partie d’entre eux.
treatment-from = Du
treatment-to = Au
treatment-day-wrong = Écrivez le jour ainsi : 2027-03-12.
treatment-order = Le premier jour doit précéder le dernier.
treatment-aggregate = Ce qui peut être rendu public
treatment-aggregate-hint = Ces nombres ne nomment aucun parti ni aucun sujet.
treatment-to-all =
    { $n ->
        [one] { $n } version est allée à tous les partis.
       *[other] { $n } versions sont allées à tous les partis.
    }
treatment-to-fewer = { $n } versions sont allées à certains partis seulement, chacune avec un motif conservé.
treatment-few = Moins de cinq versions sont allées à certains partis seulement, chacune avec un motif conservé.
treatment-delay = Tous les destinataires d’une version ont pu la lire à partir du même instant.
treatment-versions = Versions
treatment-more = Seules les 500 plus récentes sont affichées. Choisissez une période plus courte.
treatment-none = Rien n’a été publié pendant cette période.
treatment-caption = Versions publiées, les plus récentes d’abord
treatment-since = Disponible depuis
treatment-hash = Texte (SHA-256)
treatment-annexes =
    { $n ->
        [one] { $n } parti a une annexe
       *[other] { $n } partis ont une annexe
    }
treatment-export = Télécharger le rapport
treatment-export-text = Une ligne par version et par parti. Un code ou une clé d’accès est demandé, et le téléchargement est au journal.
treatment-public = Combien d’avis de sécurité l’agence a publiés pour tous les partis, et combien pour certains seulement.
treatment-by-year = Par année
year = Année
treatment-col-all = À tous les partis
treatment-col-fewer = À certains partis seulement
treatment-under-five = moins de cinq
treatment-why-few = Un nombre inférieur à cinq n’est pas indiqué, car il pourrait montrer ce que d’autres ont reçu.
reserved-reports = Cette page est réservée aux auteurs, aux approbateurs et aux auditeurs.
action-exported = Rapport téléchargé
advisory = Avis

# Vérifier un document.
verify-lead = Un document vient-il vraiment de l’agence ? Donnez le fichier, son SHA-256 ou le code d’un message.
verify-by-file = Vérifier un fichier
verify-file = Fichier
verify-file-hint = Seule son empreinte est calculée ; le fichier n’est pas conservé.
verify-by-hash = Ou une empreinte ou un code
verify-hash = SHA-256 d’un fichier
verify-hash-hint = 64 chiffres et lettres de a à f.
verify-hash-wrong = Un SHA-256 a 64 chiffres et lettres de a à f. Copiez-le en entier.
verify-missing = Donnez un fichier, un SHA-256 ou le code d’un message.
verify-code = Code d’un message
verify-code-hint = Douze chiffres à la fin du courriel de l’agence. Ils sont conservés quatre-vingt-dix jours.
verify-check = Vérifier
verify-current = Ce document vient bien de l’agence et il est en vigueur
verify-superseded = Ce document vient bien de l’agence, mais un plus récent l’a remplacé
verify-withdrawn = Ce document vient de l’agence et a été retiré
verify-message = Ce message vient bien de l’agence
verify-message-hint = Si le message que vous avez reçu dit autre chose, appelez l’agence.
verify-not-ours = Ceci ne vient pas de l’agence
verify-not-ours-text = Rien de ce que l’agence vous a adressé ne lui correspond. Ne le transmettez pas, et appelez l’agence si quelqu’un le présente comme nôtre.
verify-what-text = Texte signé
verify-what-annex = Texte signé de votre annexe
verify-what-file = Pièce jointe
verify-what-copy = Copie d’une pièce jointe, au nom d’un lecteur
verify-log = Chaque vérification est au journal. L’agence voit que vous avez demandé, et la réponse.

# Une alerte sur une page.
alert-title = Rédiger l’alerte
alert-text = Tout ce qu’il faut à un avis urgent, sur une page. Les indicateurs, les pièces et l’autre langue peuvent suivre depuis la liste des tâches.
alert-red = TLP:RED va à des personnes désignées : enregistrez l’alerte avec un autre marquage, puis changez-le depuis la liste des tâches.
alert-conflict = Vos réponses sont dans les champs, prêtes à être enregistrées de nouveau. Ce qui est enregistré maintenant est ici :

# Pièces jointes.
attachments-none = Aucune pièce pour l’instant.
attachment-file = Ajouter une pièce
attachment-hint = PDF, PNG, JPEG, texte, CSV ou JSON ; { $most } au plus. Les images perdent leurs métadonnées. Un PDF qui peut agir automatiquement n’est pas accepté. Les lecteurs reçoivent une copie des PDF à leur nom.
attachment-add = Ajouter
attachment-remove = Retirer
file-missing = Choisissez un fichier.
attachment-name-taken = Une pièce porte déjà ce nom. Donnez-en un autre à la nouvelle, ou retirez d’abord l’ancienne.
attachment-many = Cet avis contient déjà autant de pièces qu’il le peut. Retirez-en une d’abord.
attachment-quota = La place réservée aux pièces jointes est pleine. Demandez-en davantage à un administrateur, ou joignez un fichier plus petit.
