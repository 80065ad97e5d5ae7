# The register of providers: finding, keeping, following.
nav-register = Registre
technique-network = Protéger les réseaux
technique-identity = Identifier les utilisateurs
technique-filtering = Filtrer internet et le courriel
technique-encryption = Chiffrer les échanges
technique-separation = Séparer travail et messageries privées
criterion-technique = Technique
criterion-arrival = Sur place
criterion-language = Langue
criterion-until = Valide au moins jusqu’au
criterion-known = Telle que connue le
criterion-known-hint = Pour voir ce que l’agence savait un jour passé.
language-name-fr = français
language-name-en = anglais
arrival-within =
    { $n ->
        [one] Sur place en { $n } heure
       *[other] Sur place en { $n } heures
    }
arrival-hours =
    { $n ->
        [one] en { $n } heure
       *[other] en { $n } heures
    }
providers-day = Situation au { $day }.
providers-known = Telle que l’agence la connaissait le { $day }.
providers-map = Choisir sur une carte
providers-more = Autres critères
providers-take = Emporter
providers-take-text = Le téléchargement est journalisé ; ce que vous avez cherché ne l’est pas.
providers-csv = Ces résultats en tableau (CSV)
providers-signed = Le registre entier, signé par l’agence
providers-printed = État au { $when }. Journal :
compare-this = Comparer
compare = Comparer les prestataires cochés
comparison-title = Prestataires côte à côte
comparison-lead = L’agence n’en recommande aucun.
comparison-left-out = Non qualifiés ce jour-là, et donc laissés de côté :
comparison-choose =
    { $n ->
        [0] Rien n’est coché. Revenez en arrière et cochez deux à quatre prestataires.
        [one] Un seul prestataire est coché. Revenez en arrière et cochez-en deux à quatre.
       *[other] { $n } prestataires sont cochés ; deux à quatre, qualifiés aujourd’hui, se comparent. Revenez en arrière et cochez-en d’autres.
    }
not-given = Non indiqué
regions-title = Choisir une région
regions-lead = Qui intervient dans la région choisie, ou partout.
regions-anywhere = Partout
regions-list = Les régions
follow-text = Les contacts de votre parti sont avertis quand sa qualification prend fin ou est suspendue. L’agence ne voit pas ce que vous suivez.
follow-start = Suivre ce prestataire
follow-stop = Ne plus suivre
follow-on = Votre parti suit ce prestataire.
status-qualified = Qualifié
status-expired = Expiré
status-from = à compter du { $date }
status-since = depuis le { $date }
evidence = Pièce (SHA-256)
providers-now = Voir aujourd’hui
register-history = Tout ce qui a été enregistré
register-history-text = Rien n’est écrasé : chaque inscription sur une décision prise reste, avec le jour à partir duquel elle compte.
recorded-on = Enregistré le
counts-from = Compte à partir du
until-day = jusqu’au { $date }
from-beginning = le début
register-title = Registre des prestataires
register-lead = Un agent propose, un autre décide. Rien n’est écrasé.
register-import = Importer une liste
register-word = Saisir une décision
register-changes = Propositions
register-changes-none = Personne n’a rien proposé.
register-older = Propositions plus anciennes
register-waits = Attend un second agent
register-kind-list = Liste
register-kind-word = Décision
register-kind-scheme = Schéma
register-ending = Qualifications qui prennent fin sous 60 jours
register-find = Prestataire
register-correct = Corriger ou modifier
register-add-decision = Ajouter une décision
register-more = Seuls les 20 premiers sont affichés. Écrivez une partie du nom.
register-import-lead = Le fichier est comparé au registre. Vous voyez ce qu’il changerait, et un second agent décide.
register-reason = D’où vient-elle, et pourquoi maintenant ?
register-reason-hint = Par exemple : liste officielle du 15 septembre, téléchargée sur le site de l’agence.
register-reason-missing = Écrivez le motif en 3 à 500 caractères.
register-gone-question = Que deviennent les décisions valables aujourd’hui et absentes du fichier ?
register-gone-keep = Elles restent
register-gone-withdraw = Elles sont retirées
register-gone-hint = Pour les seuls schémas nommés par le fichier.
register-gone-missing = Choisissez si elles restent ou sont retirées.
register-gone-from = Retirées à partir du
register-file = La liste
register-file-hint = CSV, UTF-8, séparé par des virgules, avec la ligne d’en-tête du registre. { $size } et 100 000 lignes au plus.
register-file-missing = Choisissez le fichier.
register-no-rows = Il ne contient aucune ligne. Exportez la liste de nouveau et importez ce fichier.
word-empty = Rien n’est rempli. Écrivez au moins le prestataire, le schéma et l’état.
word-known = Le registre contient déjà cette décision de { $name }. Trouvez-la dans le registre et choisissez « Corriger ou modifier ».
word-counts = Que saisissez-vous ?
word-change = Un changement : il en est autrement à partir d’un jour
word-change-hint = Par exemple une suspension. Ce qui valait les jours d’avant reste. Donnez le jour ci-dessous.
word-correction = Une correction : ce qui est inscrit est faux
word-correction-hint = Elle prend la place de ce qui est inscrit, à partir du même jour, ou du jour ci-dessous.
word-counts-missing = Choisissez entre un changement et une correction.
word-day-missing = Écrivez le jour à partir duquel il en est autrement.
word-overtaken = Une autre inscription sur cette décision est entrée au registre pendant votre saisie ; son état est maintenant : { $state }. Revoyez vos champs, puis envoyez-les.
word-is-correction = Une correction : elle prend la place de ce qui est inscrit, à partir du même jour.
word-is-correction-from = Une correction : elle prend la place de ce qui est inscrit, à partir du { $date }.
word-is-change = Un changement à partir du { $date }.
register-refused =
    { $n ->
        [one] { $n } ligne est fausse : rien n’a été pris. Corrigez-la et choisissez le fichier de nouveau.
       *[other] { $n } lignes sont fausses : rien n’a été pris. Corrigez-les et choisissez le fichier de nouveau.
    }
register-refused-rows = Ce qui ne va pas
register-line = ligne { $n }
register-check = Comparer au registre
register-does = Ce que cela ferait
register-proposed = Ce qui a été proposé
register-new = Décisions nouvelles
register-changed = Modifiées
register-known = Déjà connues
register-gone = Absentes du fichier
register-gone-before-all = { $n ->
    [one] L’une d’elles serait retirée dès avant son premier jour, comme si elle n’avait jamais valu. Vérifiez le jour : l’année est-elle juste ?
   *[other] { $n } d’entre elles seraient retirées dès avant leur premier jour, comme si elles n’avaient jamais valu. Vérifiez le jour : l’année est-elle juste ?
}
register-gone-stay = elles restent telles quelles
register-gone-end = elles sont retirées à partir du { $date }
register-gone-ended = retirées à partir du { $date }
register-gone-would = à retirer à partir du { $date }
register-what-provider = Nouveau prestataire
register-what-decision = Nouvelle décision
register-what-scheme = Nouveau schéma
register-what-changed = Modification
register-what-known = Connue
register-empty = vide
register-warning-long = Qualifié pour plus de trois ans
register-warning-early = Prend fin avant le dernier jour indiqué
register-warning-apart = Un renouvellement qui ne commence pas où finit la décision précédente
register-warning-silent = Qualifié, et sans numéro de téléphone
register-warning-siren = Un autre prestataire a le même SIREN : peut-être une entreprise sous deux noms
register-warning-over = Compte à partir d’un jour antérieur à ce qu’il suit : il n’en reste rien
register-own = Vous l’avez proposé : un autre agent décide. Dites à un collègue que cela attend.
register-withdraw = Retirer la proposition
register-withdrawn = Retirée
register-taken = Entré au registre.
register-not-taken = Refusé.
register-approve-hint = Le registre le dit dès maintenant, à tous les partis au même moment.
register-refuse-hint = Rien ne change. La proposition reste dans la liste.
refused-own-register-change = Vous avez proposé ce changement vous-même : un autre agent doit décider. Demandez-le à un collègue chargé de la vérification.
refused-others-register-change = Un autre agent a fait cette proposition : lui seul la retire. Vous pouvez la refuser.
stale-register-change = Cette proposition a été décidée ou retirée entre-temps. Ouvrez-la de nouveau pour voir comment.
stale-register-word = Une autre inscription sur cette décision est entrée au registre depuis cette proposition. Refusez-la, ou retirez-la, et proposez-la de nouveau à partir du registre tel qu’il est.
stale-register = Le registre a changé depuis que vous avez regardé. Ouvrez de nouveau la proposition et voyez ce qu’elle ferait maintenant.
word-lead = Dites tout : un champ vide dit qu’il n’y a rien. Un second agent décide.
word-provider = Le prestataire
word-provider-hint = Ce qui est dit du prestataire lui-même compte dès son entrée au registre.
word-decision = La décision
word-one-a-line = Un élément par ligne.
word-send = Envoyer à un second agent
field-provider = Nom
field-scheme-version = Version du schéma
field-offer = Offre
field-scopes = Portées
field-regions = Régions
field-arrival = Sur place en combien d’heures
field-decided = Jour de la décision
field-from = Premier jour
field-siren = SIREN (neuf chiffres)
schemes-title = Schémas de qualification
schemes-lead = Quels besoins et techniques chaque schéma sert. Cela décide où un prestataire est trouvé.
schemes-unknown = Des décisions nomment ces schémas, et personne n’a dit à quoi ils servent. Leurs prestataires ne sont trouvés que par leur nom.
scheme-add = Ajouter un schéma
scheme-code = Code
scheme-code-hint = Tel que les décisions l’écrivent, par exemple PASSI.
scheme-code-wrong = Écrivez le code en lettres, chiffres, tirets, points et espaces, 40 au plus ; « new » est pris.
scheme-code-taken = Ce schéma existe déjà. Ouvrez-le dans la liste pour le modifier.
scheme-code-unfit = Les décisions l’écrivent « { $code } », ce qui ne peut pas faire partie d’une adresse. Importez d’abord leur liste avec un autre nom du schéma.
scheme-name-fr = Nom en français
scheme-name-en = Nom en anglais
scheme-name-missing = Écrivez le nom en 1 à 120 caractères.
scheme-needs = Quels besoins sert-il ?
scheme-techniques = Quelles techniques sert-il ?
scheme-scopes = Portées
scheme-scopes-hint = Une par ligne. Une portée qui sert d’autres techniques le dit après deux-points, par leurs mots : « tests d’intrusion: network, filtering ».
scheme-scope-wrong = Cette ligne n’est pas une portée : « { $line } ». Écrivez son nom, 200 caractères au plus.
scheme-scope-twice = Cette portée figure deux fois : « { $line } ». Gardez une ligne et donnez-y ses techniques.
scheme-technique-unknown = « { $word } » n’est pas une technique. Écrivez network, identity, filtering, encryption ou separation.
scheme-reason = Pourquoi ce changement ?
scheme-next = Rien ne change encore : un autre agent voit ce que cela ferait, et décide.
scheme-propose = Proposer
scheme-unchanged = Rien ne diffère de ce qui compte déjà. Changez quelque chose, ou revenez en arrière.
scheme-scopes-many = Écrivez 100 portées au plus.
scheme-touched =
    { $n ->
        [0] Aucune qualification ne nomme ce schéma.
        [one] { $n } qualification relève de ce schéma : l’endroit où l’on trouve son prestataire peut changer.
       *[other] { $n } qualifications relèvent de ce schéma : l’endroit où l’on trouve leurs prestataires peut changer.
    }
follow-ended = Prestataires suivis qui ne sont plus qualifiés
desk-register = Registre des prestataires : à décider

# What is wrong with a list.
csv-empty = Le fichier est vide ; exportez le registre de nouveau, avec sa ligne d’en-tête, et importez ce fichier.
csv-too-large = Le fichier a { $bytes } octets, plus que les 20 Mio qui sont lus ; divisez-le et importez les parties une à une.
csv-not-utf8 = Le fichier n’est pas en UTF-8 à l’octet { $byte } ; ouvrez-le dans votre tableur et enregistrez-le en UTF-8 (« CSV UTF-8 »).
csv-unreadable = Le fichier ne peut pas être lu comme CSV (ligne { $line }) ; exportez-le de nouveau en CSV séparé par des virgules.
csv-too-many = Le fichier a plus de { $most } lignes ; divisez-le et importez les parties une à une.
csv-lacks = Il manque à la ligne d’en-tête les colonnes { $columns } : ajoutez-les ; elles peuvent rester vides.
csv-unknown = La ligne d’en-tête a des colonnes inconnues, { $columns } : retirez-les ou renommez-les.
csv-twice = La ligne d’en-tête a plusieurs fois les colonnes { $columns } : gardez-en une de chaque.
csv-semicolons = Le fichier est séparé par des points-virgules ; enregistrez-le en CSV séparé par des virgules (dans un tableur français, choisissez « , » comme séparateur de champs).
csv-tabs = Le fichier est séparé par des tabulations ; enregistrez-le en CSV séparé par des virgules.
csv-cells = la ligne a { $cells } cellules et l’en-tête { $wanted } ; mettez entre guillemets doubles les cellules qui contiennent une virgule
csv-contradicts = la ligne contredit la ligne { $line } : mêmes provider, scheme, offer, decision_no et valid_from avec un autre { $columns } ; gardez celle qui est juste et retirez l’autre
cell-long = { $value } dans { $column } a { $length } caractères ; ramenez-la à { $most } et voyez si un guillemet est resté ouvert
cell-control = { $value } dans { $column } contient le caractère de contrôle { $letter } ; retirez-le et écrivez la cellule sur une ligne
cell-no-provider = { $column } manque ; écrivez le nom du prestataire
cell-no-scheme = { $column } manque ; écrivez le schéma, par exemple PASSI
cell-no-status = { $column } manque ; écrivez qualified, in_evaluation, suspended, withdrawn ou expired
cell-no-date = { $value } dans { $column } n’est pas une date ; écrivez AAAA-MM-JJ
cell-order = { $from } dans valid_from vient après { $to } dans { $column } ; corrigez l’une des deux
cell-status = { $value } dans { $column } n’est pas connu ; écrivez qualified, in_evaluation, suspended, withdrawn ou expired
cell-siren = { $value } dans { $column } n’est pas un SIREN ; écrivez ses 9 chiffres, ou laissez vide
cell-website = { $value } dans { $column } n’est pas une adresse internet ; écrivez-la en entier, en commençant par https:// ou http://
cell-phone = { $value } dans { $column } n’est pas un numéro de téléphone ; écrivez-en un, comme +33 1 99 00 00 01, ou laissez vide
cell-email = { $value } dans { $column } n’est pas une adresse de courriel ; écrivez-en une, comme contact@prestataire.example, ou laissez vide
cell-arrival = { $value } dans { $column } n’est pas un nombre d’heures ; écrivez un entier de 1 à 1000, ou laissez vide
cell-evidence = { $value } dans { $column } n’est pas un SHA-256 ; écrivez ses 64 chiffres hexadécimaux, ou laissez vide
cell-on-call = { $value } dans { $column } n’est pas connu ; écrivez 24/7 ou business-hours, ou laissez vide
cell-security = { $value } dans { $column } n’est pas connu ; écrivez yes ou no, ou laissez vide
marking-techniques = Que demande-t-il aux partis de faire ?
marking-techniques-hint = L’avis mène alors aux prestataires qui y aident.
who-helps = Qui peut aider
language-name-de = allemand
language-name-es = espagnol
language-name-it = italien
csv-provider-contradicts = la ligne dit du prestataire autre chose que la ligne { $line } : { $columns } ; gardez ce qui est juste et écrivez-le dans les deux
register-first-rows = Les premières lignes
register-ended = Qualifications qui ont pris fin depuis 60 jours
