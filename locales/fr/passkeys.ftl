# Les clés d’accès.

passkeys-title = Clés d’accès
passkey-use = Utiliser une clé d’accès
passkey-add = Ajouter une clé d’accès
passkey-why = Votre appareil vous reconnaît et répond au portail lui-même : il n’y a rien à saisir, et un faux site ne peut rien vous prendre.
passkey-without-script = Une clé d’accès demande que votre navigateur les connaisse et exécute le script de cette page. Si rien d’autre ne s’affiche, autorisez le script ou changez de navigateur.
passkey-refused = Votre appareil n’a pas donné de clé d’accès. Appuyez de nouveau sur le bouton, ou continuez autrement.
passkey-not-taken = La clé d’accès n’a pas pu être acceptée. Appuyez encore une fois sur le bouton ; si cela ne change rien, continuez autrement ou appelez l’agence.
passkey-none = Vous n’en avez pas encore.
passkey-count =
    { $n ->
        [0] aucune
        [one] { $n } clé
       *[other] { $n } clés
    }
passkey-added = Ajoutée le
passkey-used = Dernière utilisation :
passkey-never-used = Jamais utilisée.
passkey-remove = Retirer
passkey-enough = Vous en avez dix, le nombre le plus grand. Retirez-en une pour en ajouter une autre.
passkey-new-text = Votre appareil va vous demander comment il vous reconnaît : empreinte, visage ou code. Vos autres sessions seront fermées.
passkey-name = Nom de la clé
passkey-name-hint = Pour la reconnaître dans la liste, par exemple le nom de l’appareil. 60 caractères au plus.
passkey-name-missing = Donnez un nom à la clé d’accès.
passkey-name-long = Raccourcissez le nom de la clé d’accès : 60 caractères au plus.
passkey-default-name = Clé d’accès { $n }
passkey-later = Plus tard
enrol-passkey-needed = Votre rôle en demande une : un code ne suffit pas.
enrol-passkey-without = Une clé d’accès demande un navigateur qui les connaisse et qui exécute le script de cette page. Vous pourrez en ajouter une plus tard, depuis la page de votre compte.
refused-passkey-needed = Ajoutez une clé d’accès pour terminer : votre rôle en demande une. Si votre appareil ne le permet pas, appelez l’agence.
refused-last-passkey = Votre rôle demande une clé d’accès : la dernière ne peut pas être retirée. Ajoutez-en d’abord une autre.
stale-passkey = Vos clés d’accès ont changé entre-temps. Ouvrez de nouveau leur page pour voir où elles en sont.

audit-word-passkey-foreign = clé d’accès : autre session ou autre demande
audit-word-passkey-late = clé d’accès : réponse trop tardive
audit-word-passkey-spent = clé d’accès : réponse déjà donnée
audit-word-passkey-unreadable = clé d’accès : réponse illisible
audit-word-passkey-unknown = clé d’accès : inconnue, ou d’une autre personne
audit-word-passkey-site = clé d’accès : réponse donnée sur un autre site
audit-word-passkey-party = clé d’accès : faite pour un autre site
audit-word-passkey-unverified = clé d’accès : personne non reconnue par l’appareil
audit-word-passkey-counter = clé d’accès : le compteur n’a pas avancé
audit-word-passkey-known = clé d’accès : déjà connue, ou une de trop
audit-word-passkey-wrong = clé d’accès : réponse fausse
