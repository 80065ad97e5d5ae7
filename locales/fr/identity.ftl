# Identité : ce qui est redemandé, où en est chacun, alarmes.

factor-title = Confirmez que c’est bien vous
factor-text = Ce que vous allez faire est important, et votre dernier code ou votre dernière clé d’accès date de plus de cinq minutes. Ce sera fait dès que vous aurez confirmé.
factor-passkey-only = Utilisez votre clé d’accès : pour vous, un code ne suffit pas.
unlock-title = Votre session est verrouillée
unlock-text = Personne n’a utilisé cette page depuis un moment : le portail l’a verrouillée. Confirmez que c’est bien vous pour reprendre où vous en étiez. Un formulaire envoyé entre-temps est gardé quinze minutes et vous revient rempli.
state-proposed = Proposé
state-refused = Refusé
state-expired = Expiré
reserved-leads = Elle est réservée au contact référent d’un parti. Si vous en avez besoin, demandez au contact référent de votre parti.

action-passkey-used = Connexion par clé d’accès
action-recovery-used = Code de secours utilisé
action-factor-given = Confirmé de nouveau par code ou clé d’accès
action-session-ended = Session fermée
action-budget-spent = Trop d’essais
action-passkey-counter-back = Clé d’accès refusée : son compteur a reculé
action-passkey-added = Clé d’accès ajoutée
action-passkey-removed = Clé d’accès retirée
action-authenticator-replaced = Application d’authentification remplacée
action-passphrase-changed = Phrase de passe changée
action-recovery-drawn = Codes de secours renouvelés
action-proposed = Contact proposé
action-proposal-changed = Proposition modifiée
action-vetting-opened = Vérification ouverte
action-vetting-filled = Vérification consignée
action-vetting-recorded = Vérification envoyée pour décision
action-vetting-approved = Vérification approuvée
action-vetting-refused = Vérification refusée
action-letter-printed = Lettre imprimée
action-access-reset = Moyens de connexion réinitialisés
action-access-expired = Accès expiré
action-roles-changed = Rôles modifiés
action-portal-set-up = Portail mis en place
action-alarmed = Alarme
action-alarm-seen = Alarme traitée
action-party-change-proposed = Changement d’un parti proposé
action-party-change-decided = Changement d’un parti décidé
action-party-activity-read = Activité de son propre parti consultée

alarm-enrolment-void = Codes d’inscription faux : la lettre est annulée
alarm-identity-denied = À l’inscription, quelqu’un a répondu : ce n’est pas moi
alarm-enrolment-twice = Une lettre a été utilisée deux fois au même moment
alarm-budget-spent = Trop d’essais de connexion manqués
alarm-counter-back = Une clé d’accès a peut-être été copiée : son compteur a reculé
alarm-look-alike = Un nom ou une adresse ressemble à un autre
alarm-out-of-hours = Administration en dehors des heures de bureau
alarm-witness-silent = Un témoin du journal n’a rien signé depuis trop longtemps
alarm-witness-ahead = Un témoin du journal en connaît un plus long, ou un autre
alarm-log-broken = Le journal a été vérifié : il est rompu, ou les tables ne sont pas ce qu’il dit
alarm-log-unstreamed = Des entrées du journal n’arrivent pas au collecteur
alarm-log-unsigned = Des entrées du journal attendent une signature
alarm-restored = La base est plus ancienne que ce qui a été signé
alarm-last-administrator = Quelqu’un a voulu retirer le dernier administrateur

# Ses propres moyens de connexion.
recovery-codes-title = Codes de secours
recovery-title = Utiliser un code de secours
recovery-text = Un code de secours remplace votre application d’authentification, une seule fois. Vos sessions ouvertes seront fermées, et vous relierez une application avant toute autre chose.
recovery-label = Code de secours
recovery-hint = 15 caractères. Espaces, tirets et minuscules sont acceptés.
recovery-use = Utiliser ce code
recovery-wrong = Ce code n’est pas l’un des vôtres, ou il a déjà servi. Prenez le suivant sur votre feuille.
recovery-none = Je n’ai pas de code de secours
recovery-left =
    { $n ->
        [0] Plus aucun code
        [one] { $n } code restant
       *[other] { $n } codes restants
    }
recovery-draw-text = De nouveaux codes remplacent aussitôt les anciens. Vous les verrez à la page suivante jusqu’à ce que vous disiez les avoir gardés.
recovery-draw = Créer de nouveaux codes
recovery-useless = Votre rôle se connecte par clé d’accès seulement : ces codes n’ouvrent pas votre compte. Ajoutez une seconde clé d’accès sur un autre appareil ; si vous perdez les deux, appelez l’agence.
authenticator-title = Relier une nouvelle application
authenticator-recovering = Votre code de secours était bon. Reliez maintenant une application d’authentification : rien d’autre ne s’ouvre avant.
authenticator-text = L’application actuelle reste reliée tant que vous n’avez pas tapé un code de la nouvelle. Vos autres sessions seront alors fermées.
authenticator-draw = Afficher une nouvelle clé
authenticator-replace = Remplacer l’application
stale-authenticator = Cette clé date de plus de quinze minutes ou a été remplacée. Demandez-en une nouvelle depuis votre compte.
passphrase-title = Changer de phrase de passe
passphrase-text = Vos autres sessions seront fermées.
passphrase-present = Phrase de passe actuelle
passphrase-present-wrong = Ce n’est pas votre phrase de passe actuelle. Tapez-la encore une fois.
passphrase-new = Nouvelle phrase de passe
passphrase-change = Changer de phrase de passe
stale-passphrase = Votre phrase de passe a été changée depuis une autre session. Reconnectez-vous ; si ce n’était pas vous, appelez aussitôt l’agence.
sessions-title = Sessions ouvertes
sessions-text = Fermez ce que vous ne reconnaissez pas. Si l’une n’est pas à vous, appelez aussi l’agence.
sessions-here = Celle-ci
sessions-place = Depuis { $network }, { $how }
sessions-opened = Ouverte le
sessions-used = dernière utilisation
sessions-end = Fermer
sessions-end-others = Fermer toutes les autres
sessions-open =
    { $n ->
        [one] { $n } session
       *[other] { $n } sessions
    }
factor-none = sans second facteur
factor-recovery = avec un code de secours
factor-totp = avec un code
factor-passkey = avec une clé d’accès
account-passkey-only = Votre rôle se connecte par clé d’accès : une fausse page peut relayer un code, pas une clé d’accès.
account-code-hours =
    { $n ->
        [one] Une connexion par code dure { $n } heure. Une fausse page peut relayer un code, pas une clé d’accès.
       *[other] Une connexion par code dure { $n } heures au plus. Une fausse page peut relayer un code, pas une clé d’accès.
    }
account-code-no-red =
    { $n ->
        [one] Une connexion par code dure { $n } heure et n’ouvre pas ce qui est marqué TLP:RED : une fausse page peut relayer un code, pas une clé d’accès.
       *[other] Une connexion par code dure { $n } heures au plus et n’ouvre pas ce qui est marqué TLP:RED : une fausse page peut relayer un code, pas une clé d’accès.
    }
reserved-red = Elle est marquée TLP:RED, et votre session a été ouverte par un code, qu’une fausse page pourrait relayer. Ajoutez une clé d’accès depuis votre compte, connectez-vous avec elle, puis rouvrez cette page.
stale-kept = Ce qui attendait votre confirmation a été remplacé entre-temps. Rien n’a été fait : recommencez depuis la page elle-même.
