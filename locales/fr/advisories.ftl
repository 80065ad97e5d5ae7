# Ce que les lecteurs voient des avis. La même feuille sert à l’aperçu et à la relecture.

advisories-title = Avis
advisories-search = Chercher dans vos avis
advisories-all = Tous les avis
advisories-none = Aucun avis pour votre parti. L’agence en publie quand un risque vous concerne.
advisories-none-filtered = Aucun avis ne répond à ce filtre.
advisories-none-found = Aucun avis ne contient « { $words } ».
page-holds = Cette page contient :
to-read = À lire
to-read-n = { $n } à lire
to-read-lead =
    { $n ->
        [0] Aucun avis n’attend votre confirmation de lecture.
        [one] { $n } avis attend votre confirmation de lecture.
       *[other] { $n } avis attendent votre confirmation de lecture.
    }
to-read-many = De nombreux avis attendent votre confirmation de lecture.
already-confirmed = Déjà confirmés
sort-state = Par état
sort-date = Par date
sort-severity = Par gravité
published-on = Publié le
confirmed-on = Confirmé :
confirm-before = À confirmer avant
version-updated = Version { $n }, mise à jour le

# La feuille.
advisory-ref = Avis { $ref }
version-n = Version { $n }
severity = Gravité :
severity-label = Gravité
severity-critical = Critique
severity-high = Élevée
severity-moderate = Modérée
severity-information = Information
not-chosen = Pas encore choisi
act-before = Agir avant
published = Publié
for-whom = Pour qui
for-whom-open = Pas encore choisi
for-whom-all = Tous les partis
for-whom-some = Les partis concernés
for-whom-named = Destinataires nommés
to-do-now = À faire maintenant
summary = Résumé
indicators = Indicateurs
indicators-hint = Les adresses sont neutralisées pour éviter un clic par erreur. Le fichier contient les adresses exactes.
indicator-type = Type
indicator-value = Valeur
indicator-comment = Commentaire
indicator-domain = Domaine
indicator-ip = Adresse IP
indicator-url = Adresse web
indicator-email = Adresse électronique
indicator-hash = Empreinte de fichier
indicator-other = Autre
references = Documentation
history = Historique
version = Version
change = Changement
version-see = voir cette version
version-first = Version initiale
version-old = Cette version a été remplacée
version-newest = Lire la dernière version

# La confirmation.
confirm-title = Confirmer la lecture
confirm-text = L’agence verra votre nom, votre parti et l’heure. Rien d’autre.
confirm-button = J’ai lu cet avis
confirm-asked = Demandé avant
confirmed = Confirmé
confirmed-you = Confirmé par vous :
confirmed-party = Dans votre parti
stand-legend = Où en êtes-vous ? L’agence verra votre réponse.
stand-send = Enregistrer ma réponse
stand-missing = Choisissez où vous en êtes.
stand-read = Avis lu
stand-not-concerned = Nous ne sommes pas concernés
stand-acting = Nous agissons
stand-done = Nous avons fait le nécessaire
stand-need-help = Nous avons besoin d’aide
stale-advisory = Cet avis a une version plus récente ou a été retiré. Ouvrez-le de nouveau et lisez-le avant de répondre.
error-number = La version doit être un nombre. Ouvrez de nouveau l’avis et répondez depuis sa page.

# À côté du texte, et sur le papier.
files = Pièces jointes
indicators-file = Indicateurs exacts, fichier CSV
help-needed = Besoin d’aide ?
find-provider = Trouver un prestataire qualifié
print-hint = Pour imprimer, utilisez votre navigateur : la copie portera votre nom.
copy-of = Copie de { $name }, { $party }
copy-n = copie n° { $n }
withdrawn-on = Retiré le
withdrawn-replacement = Lire l’avis { $ref }, qui le remplace

overdue = Délai passé
fields-required = Tous les champs sont requis, sauf mention contraire.
