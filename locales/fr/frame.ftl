# Le cadre de chaque page, les erreurs, l’aide, les premières pages.

error-prefix = Erreur :
skip = Aller au contenu
sign-in = Se connecter
sign-out = Se déconnecter
demo-label = Démonstration
demo-text = Ceci est une démonstration. Les noms sont inventés, et les agents s’y connectent sans clé d’accès.
nav-label = Rubriques
nav-emergency = Signaler un incident
nav-providers = Prestataires
nav-advisories = Avis
nav-party = Votre parti
nav-desk = À traiter
nav-parties = Partis
nav-audit = Journal
foot-genuine = Vérifier que ce site est le vrai
foot-tlp = Règles de partage (TLP)
foot-accessibility = Accessibilité : non conforme
foot-privacy = Données personnelles
foot-site-map = Plan du site
foot-emergency = Urgence, jour et nuit :
foot-logged = Chaque ouverture d’un document est journalisée.
foot-zone = Toutes les heures sont à l’heure de { $zone }.

# Les mots et les éléments communs.
colon = { " " }:
continue = Continuer
save = Enregistrer
search = Chercher
filter = Filtrer
filter-state = État
all = Tout
apply = Appliquer
optional = (facultatif)
see = Voir
pages = Pages
next-page = Page suivante
next-page-title = suite
actions = Actions
date = Date
yes = Oui
name = Nom
email = Adresse électronique
phone = Téléphone
party = Parti
role = Rôle
to-start = Aller à l’accueil
problem = Il y a un problème

# Le partage selon TLP 2.0 : un mot à côté de la marque, et ce que le lecteur peut ou non transmettre.
sharing = Ce que vous pouvez partager
tlp-red = Vous seul
tlp-amber-strict = Votre parti seulement
tlp-amber = Votre parti et ses clients, si nécessaire
tlp-green = Votre communauté, sans publication
tlp-clear = Sans restriction
share-red-yes = Gardez-le pour vous : il vous est adressé nommément.
share-red-no = Ne le transmettez à personne, pas même au sein de votre parti.
share-amber-strict-yes = Vous pouvez le partager au sein de votre parti, avec les personnes qui en ont besoin pour protéger le parti.
share-amber-strict-no = Ne le transmettez ni à un client, ni à un prestataire, ni à un autre parti, ni à la presse.
share-amber-yes = Vous pouvez le partager au sein de votre parti, et avec ceux dont votre parti assure la sécurité informatique (ses clients), s’ils en ont besoin pour se protéger.
share-amber-no = Ne le transmettez ni à un autre parti, ni à la presse, ni à un prestataire sous contrat, sauf si l’avis permet de le transmettre à ce dernier.
share-green-yes = Vous pouvez le partager avec vos homologues et les organisations partenaires de la communauté : les partis politiques, leurs campagnes et les agences qui les protègent.
share-green-no = Ne le rendez pas public : ni sur un site, ni sur les réseaux sociaux, ni dans la presse.
share-clear-yes = Vous pouvez le partager avec tout le monde, y compris en public.
share-clear-no = Il n’y a pas d’autre limite que le droit d’auteur.

# La page de départ et l’accueil.
start-title = Les avis de l’agence aux partis politiques
start-lead = L’agence publie ici ses avis de sécurité pour les contacts des partis politiques qu’elle a vérifiés, avec un annuaire de prestataires qualifiés.
start-letter = J’ai reçu une lettre
start-call = Appeler l’agence, jour et nuit :
waiting-title = L’agence va vous appeler
waiting-lead = { $name }, votre inscription est terminée.
waiting-text = L’agence vous appellera à un numéro qu’elle connaît déjà, pour s’assurer que c’est bien vous, puis ouvrira votre accès. Vous n’avez rien d’autre à faire.
home-title = À faire
home-nothing = Rien ne vous attend.
home-last = Dernier avis :
home-more = D’autres avis vous attendent dans la liste.
home-no-more = Rien d’autre.
home-all = Voir tous les avis
home-last-sign-in = Dernière connexion :
home-not-you = Si ce n’était pas vous, appelez l’agence.

# Un formulaire envoyé trop tard.
late-title = Ce formulaire a expiré
late-text = Vos réponses sont gardées et figurent ci-dessous. Relisez-les : un seul bouton les renvoie telles quelles.
late-send = Envoyer mes réponses

# Les erreurs : un titre, et une phrase qui dit quoi faire.
error-call = Besoin d’aide ? Appelez l’agence :
error-about = Champ concerné : { $field }
error-reference = Référence à donner à l’agence : { $id }
error-reserved = Cette page est réservée
error-sign-in = Connectez-vous, puis ouvrez de nouveau cette page.
error-refused = Cette action n’a pas été faite
error-not-found = Page introuvable
error-not-found-text = Cette adresse ne mène à rien que vous puissiez ouvrir. Vérifiez-en chaque caractère, ou repartez de l’accueil.
error-method = Cette action ne peut pas se faire ici
error-method-text = Revenez à la page précédente et utilisez ses boutons.
error-stale = Quelque chose a changé entre-temps
error-expired = Ce formulaire a expiré
error-expired-text = Rien n’a été enregistré. Ouvrez de nouveau la page, puis renvoyez le formulaire.
error-unreadable = L’envoi n’a pas pu être lu
error-too-large = L’envoi est trop long
error-too-large-text = Raccourcissez le texte, puis envoyez-le de nouveau.
error-not-a-form = Cet envoi ne vient pas d’un formulaire du portail
error-not-a-form-text = Ouvrez la page dans votre navigateur et utilisez son formulaire.
error-too-slow = L’envoi a duré trop longtemps
error-too-slow-text = Vérifiez votre connexion, puis renvoyez le formulaire.
error-other-host = Cette adresse n’est pas celle du portail
error-other-host-text = Saisissez l’adresse imprimée sur la lettre de l’agence.
error-busy = Beaucoup de personnes utilisent le portail en ce moment
error-busy-text = Attendez un instant, puis recommencez.
error-closed = Le portail est momentanément fermé
error-closed-text = Rien n’a été montré ni enregistré. Recommencez dans quelques minutes.
error-failed = Le service a un problème
error-failed-text = Votre demande n’a pas abouti. Recommencez ; si le problème demeure, appelez l’agence et donnez la référence ci-dessous.
error-control = Un champ contient un caractère qui ne peut pas être affiché. Videz le champ, puis saisissez de nouveau le texte.
error-unknown-field = La page a envoyé un champ que le portail n’attend pas. Ouvrez de nouveau la page et recommencez.
error-repeated-field = La page a envoyé deux fois le même champ. Ouvrez de nouveau la page et recommencez.
error-not-utf8 = Le texte est arrivé abîmé. Ouvrez de nouveau la page et saisissez-le une nouvelle fois.
error-language = Choisissez le français ou l’anglais.

# À qui une page est réservée, et à qui s’adresser.
reserved-signed-in = Elle s’ouvre après la connexion. Connectez-vous, puis ouvrez-la de nouveau.
reserved-confirmed = Elle s’ouvrira quand l’agence aura confirmé votre accès. L’agence vous appellera pour cela ; vous pouvez aussi l’appeler.
reserved-readers = Elle est réservée aux contacts des partis. Si vous avez besoin de lire les avis, demandez-le à l’agence.
reserved-publishing = Elle est réservée aux agents qui rédigent ou publient les avis. Si cela fait partie de vos fonctions, adressez-vous à l’administrateur du portail.
reserved-staff = Elle est réservée aux agents de l’agence. Si vous cherchez un avis ou un prestataire, repartez de l’accueil.
reserved-contacts = Elle est réservée aux agents chargés de la vérification des contacts, de l’administration ou de l’audit. Si cela fait partie de vos fonctions, adressez-vous à l’administrateur du portail.
reserved-auditors = Elle est réservée aux auditeurs. Si cela fait partie de vos fonctions, adressez-vous à l’administrateur du portail.
reserved-administrators = Elle est réservée aux administrateurs du portail. Si cela fait partie de vos fonctions, adressez-vous à l’un d’eux.
reserved-vetting = Elle est réservée aux agents qui vérifient les contacts. Si cela fait partie de vos fonctions, adressez-vous à l’administrateur du portail.
reserved-authors = Elle est réservée aux agents qui rédigent les avis. Si cela fait partie de vos fonctions, adressez-vous à l’administrateur du portail.
reserved-approvers = Elle est réservée aux agents qui relisent et publient les avis. Si cela fait partie de vos fonctions, adressez-vous à l’administrateur du portail.

# L’aide.
help-genuine = Vérifier que ce site est le vrai
help-genuine-1 = Comparez l’adresse affichée par votre navigateur avec celle imprimée sur la lettre de l’agence, caractère par caractère. C’est la lettre qui fait foi. L’adresse du portail est aussi écrite au bas de ce texte.
help-genuine-2 = Les courriels de l’agence ne contiennent jamais de lien ni de pièce jointe. Ouvrez le portail depuis votre favori, ou saisissez son adresse. Si un message vous conduit à une page semblable à celle-ci, n’y saisissez rien.
help-genuine-3 = L’agence ne vous demande jamais votre phrase de passe ni vos codes, ni par téléphone ni par courriel. En cas de doute, appelez-la au numéro de votre lettre avant toute autre chose.
help-tlp = Règles de partage (TLP)
help-tlp-1 = Chaque avis porte une marque du Traffic Light Protocol (TLP 2.0), la norme internationale du partage d’informations. Cette marque dit à qui vous pouvez transmettre ce que vous avez lu. Pour partager plus largement, demandez d’abord à l’agence.
help-emergency = Signaler un incident
help-emergency-1 = N’éteignez pas les appareils et n’effacez rien : les traces seront utiles. Si vous le pouvez, débranchez les appareils du réseau. Appelez l’agence, jour et nuit, depuis un téléphone qui n’est pas touché.
help-emergency-2 = Ayez sous la main, si possible : votre nom et votre parti, ce que vous avez constaté et depuis quand, les appareils ou les comptes touchés, ce qui a déjà été fait, et un numéro où vous rappeler. N’attendez pas de tout savoir.
help-accessibility = Déclaration d’accessibilité
help-accessibility-1 = Ce portail n’est pas conforme au référentiel général d’amélioration de l’accessibilité (RGAA) : aucun audit n’a encore été enregistré et, d’ici là, il doit être tenu pour non conforme. Il est conçu pour s’utiliser sans JavaScript (seule une clé d’accès en demande), au clavier seul, avec un lecteur d’écran et avec un texte agrandi.
help-accessibility-2 = Si une page vous arrête, appelez l’agence au numéro écrit au bas de chaque page : elle vous donnera l’information d’une autre façon. Si la réponse ne vous convient pas, vous pouvez, en France, saisir le Défenseur des droits.
help-privacy = Nous ne vous surveillons pas
help-privacy-1 = Le portail conserve votre nom, votre adresse électronique, votre numéro de téléphone, votre parti et votre rôle ; vos connexions, avec leur heure, l’adresse réseau et le navigateur ; les avis que vous avez ouverts, vos confirmations et vos réponses. Être le contact d’un parti peut révéler une opinion politique : le portail ne garde donc que ce qu’il faut pour vous joindre et pour savoir qui a lu quoi. Ses cookies ne servent qu’à votre session et à votre langue.
help-privacy-2 = Vos recherches dans l’annuaire des prestataires ne sont pas journalisées. Les autres pages que vous regardez, le temps que vous y passez et ce sur quoi vous cliquez ne le sont pas non plus. Le portail ne contient aucun traceur ni aucune mesure d’audience, et ne recueille rien sur les réseaux ni sur les appareils de votre parti. Il ne transmet rien à un autre site.
help-privacy-3 = Les agents qui vérifient les contacts, les administrateurs et les auditeurs voient votre fiche ; les auditeurs lisent le journal ; ceux qui préparent un avis peuvent voir le nom de ses destinataires. Les personnes de votre parti voient votre nom, votre rôle et l’état de votre accès, et son contact référent voit vos connexions et, parmi les avis qui lui sont adressés, ceux que vous avez ouverts et confirmés. Aucun autre parti ne voit rien de vous.
help-site-map = Plan du site
help-lost = Vous n’arrivez pas à vous connecter
help-lost-1 = Vous avez oublié votre phrase de passe : appelez l’agence.
help-lost-2 = Votre téléphone ou votre appareil est perdu ou volé : appelez l’agence aussitôt, pour qu’elle coupe l’accès. Si vous avez seulement besoin d’une nouvelle application et gardez vos codes de secours, connectez-vous avec votre phrase de passe, puis choisissez « Utiliser un code de secours ».
help-lost-3 = L’agence vous rappellera au numéro qu’elle connaît, puis vous aidera à rétablir votre accès. Elle ne le fait jamais par courriel, car votre messagerie est peut-être aux mains d’un attaquant.
