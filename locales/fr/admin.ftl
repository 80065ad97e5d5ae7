# La mise en place, les réglages et les agents.

setup-closed = Ce portail n’est pas encore en service
setup-closed-text = Il s’ouvrira quand l’agence l’aura mis en place.
setup-closed-operator = Si c’est vous qui l’installez, ayez sous la main le code affiché dans le terminal.
setup-title = Mettre le portail en place
setup-step = Mise en place, page { $n } sur 3
setup-lead = Comptez un quart d’heure. Ayez sous la main le code affiché dans le terminal du serveur, et un téléphone avec une application d’authentification.
setup-code = Code de mise en place
setup-code-hint = Douze lettres et chiffres, en trois groupes. Les espaces, les tirets et les minuscules conviennent.
setup-code-wrong = Ce code n’est pas le bon, ou n’est plus bon. Vérifiez-le et saisissez-le de nouveau. Après cinq essais il est annulé : tirez-en un autre sur le serveur, par la commande « vigie setup code ».
setup-portal = Le nom du portail
setup-name = Nom du portail
setup-name-hint = Court : il figure en haut de chaque page.
setup-name-missing = Donnez le nom du portail sur une ligne, en 2 à 60 caractères.
setup-agency = Nom de l’agence
setup-agency-missing = Donnez le nom de l’agence sur une ligne, en 2 à 120 caractères.
setup-telephone = Téléphone de l’agence
setup-telephone-hint = Celui auquel quelqu’un répond jour et nuit. Il figure au bas de chaque page.
setup-telephone-missing = Donnez le numéro de téléphone de l’agence : trois chiffres au moins, 40 caractères au plus.
setup-language = Langue par défaut
setup-language-hint = Pour les visiteurs dont le navigateur ne demande ni le français ni l’anglais. Chacun peut en changer.
setup-language-missing = Choisissez une langue.
setup-zone = Fuseau horaire
setup-zone-hint = Son nom dans la base IANA, par exemple Europe/Paris.
setup-zone-missing = Écrivez le fuseau horaire ainsi : Europe/Paris.
setup-administrator = Le premier administrateur
setup-administrator-text = C’est vous, qui tenez le code. Vous inviterez ensuite les autres agents.
setup-email-hint = Elle vous sert d’identifiant à chaque connexion.
setup-tlp = Les règles de partage
person-name = Nom et prénom
person-name-missing = Donnez le nom et le prénom sur une ligne, en 2 à 120 caractères.
person-email-missing = Donnez une adresse électronique telle que prenom.nom@agence.fr.
action-setup-code = Nouveau code de mise en place tiré
action-setup-refused = Code de mise en place refusé
audit-word-setup-code = code de mise en place
audit-word-new-codes = nouveaux codes
refused-set-up = Ce portail est déjà en place.
refused-is-staff = Cette personne est un agent de l’agence. Ouvrez sa page parmi les agents.

# Les réglages.
nav-admin = Réglages
nav-staff = Agents
admin-go-on = Voir ce qui reste à faire
admin-before = Avant l’ouverture
admin-left =
    { $n ->
        [0] Le portail ne voit plus rien à faire. Vérifiez encore ce qui se fait à la main.
        [one] Le portail voit encore { $n } chose à faire. Ce qui se fait à la main, il ne peut pas le vérifier.
       *[other] Le portail voit encore { $n } choses à faire. Ce qui se fait à la main, il ne peut pas le vérifier.
    }
admin-by-hand = À vérifier
admin-vetting = Deux agents pour vérifier les contacts
admin-vetting-count =
    { $n ->
        [0] Aucun n’a encore accès. Il en faut deux : l’un vérifie, l’autre décide.
        [one] Un seul a accès. Il en faut deux : l’un vérifie, l’autre décide.
       *[other] { $n } ont accès.
    }
admin-mail = Courriel
admin-mail-by-hand = Assurez-vous qu’un message du portail arrive bien. D’ici là, transmettez les codes de vive voix.
admin-backup = Sauvegarde et essai de restauration
admin-backup-by-hand = Sauvegardez la base et, ailleurs, le fichier keys.ring. Restaurez les deux une fois sur une autre machine ; le README dit comment.
admin-accessibility = Déclaration d’accessibilité
admin-accessibility-by-hand = Relisez-la : elle dit qu’aucun audit n’a été fait.
admin-legal = Textes légaux
admin-legal-by-hand = Faites relire par votre délégué à la protection des données la page sur les données personnelles.
admin-parties-count =
    { $n ->
        [0] Aucun parti pour l’instant.
        [one] { $n } parti.
       *[other] { $n } partis.
    }
admin-providers = Prestataires qualifiés
admin-providers-count =
    { $n ->
        [0] L’annuaire est vide. Il se remplit sur le serveur, par la commande « vigie import providers ».
        [one] { $n } prestataire dans l’annuaire.
       *[other] { $n } prestataires dans l’annuaire.
    }
admin-auditor = Un auditeur
admin-auditor-count =
    { $n ->
        [0] Personne ne lit encore le journal. Invitez quelqu’un qui n’a pas d’autre rôle.
        [one] Un auditeur a accès.
       *[other] { $n } auditeurs ont accès.
    }
admin-checkpoints = Un lieu pour les points de contrôle du journal
admin-checkpoints-by-hand = Choisissez qui, hors de l’agence, conservera l’empreinte du journal. La commande « vigie audit verify » l’affiche.
admin-health = État du service
admin-certificate =
    { $n ->
        [0] Le certificat du serveur expire aujourd’hui : remplacez-le.
        [one] Le certificat du serveur expire demain : remplacez-le.
       *[other] Le certificat du serveur expire dans { $n } jours.
    }
admin-certificate-over = Le certificat du serveur a expiré : remplacez-le.
admin-certificate-unread = Le certificat du serveur n’a pas pu être lu. La commande « vigie doctor » dit pourquoi.
admin-log =
    { $n ->
        [one] Le journal compte { $n } entrée.
       *[other] Le journal compte { $n } entrées.
    }
admin-database-sqlite = La base de données est un fichier SQLite sur ce serveur.
admin-database-postgres = La base de données est sur PostgreSQL.

# Les agents.
staff-title = Agents
staff-see = Voir les agents
staff-invite = Inviter un agent
staff-invite-text = La personne recevra deux codes par deux chemins : vous lui remettez l’un, l’autre part par courriel. Quand elle aura terminé son inscription, un autre administrateur ou un agent chargé de la vérification la confirmera.
staff-invited = L’invitation est prête
staff-invited-lead = Remettez ce code à { $name }, en main propre ou sur papier.
staff-invited-once = Il n’est affiché qu’une fois. Imprimez cette page ou recopiez le code. Ne l’envoyez pas par courriel : l’autre code y est déjà.
staff-invited-next = Les deux codes se saisissent sur la page d’accueil du portail, sous « J’ai reçu une lettre », dans les 14 jours.
staff-roles = Rôles
staff-never = Jamais
staff-invited-by = Invité par
staff-by-operator = l’exploitant du serveur
staff-confirmed-at = Confirmé
staff-cut-at = Accès coupé
staff-confirm-text = Avant de confirmer, parlez à cette personne de vive voix et assurez-vous qu’elle vient bien de s’inscrire, avec ces rôles.
staff-confirm = Confirmer cet agent
staff-change-roles = Changer les rôles
staff-change-roles-text = Les sessions ouvertes de cette personne se ferment. Les nouveaux rôles comptent dès sa prochaine connexion.
staff-save-roles = Enregistrer les rôles
staff-waiting-title = Un collègue va confirmer votre accès
staff-waiting-text = Votre accès s’ouvrira quand un autre administrateur ou un agent chargé de la vérification l’aura confirmé.
desk-colleagues = Agents à confirmer
role-author-hint = Écrit les avis.
role-approver-hint = Relit et publie ce que d’autres ont écrit.
role-vetting-hint = Vérifie les contacts des partis et confirme les agents.
role-auditor-hint = Lit le journal. N’a aucun autre rôle.
role-administrator-hint = Gère le service et les agents. Ne lit aucun avis.
staff-cut = Couper l’accès
staff-cut-title = Couper l’accès de { $name }
staff-cut-sessions =
    { $n ->
        [0] Aucune session n’est ouverte en ce moment.
        [one] Une session ouverte sera fermée aussitôt.
       *[other] { $n } sessions ouvertes seront fermées aussitôt.
    }
staff-cut-effect = Cette personne ne pourra plus se connecter : sa phrase de passe, ses codes et ses clés d’accès seront refusés, et une invitation en cours annulée. Ce qu’elle a fait reste au journal.
staff-cut-reason = Pourquoi
staff-cut-reason-missing = Choisissez la raison.
staff-cut-left = La personne a quitté l’agence
staff-cut-lost = Un appareil ou la phrase de passe est perdu
staff-cut-misuse = On soupçonne un usage abusif
staff-cut-other = Autre raison
staff-cut-done = L’accès est coupé
staff-cut-done-text = Ses sessions sont fermées et plus rien ne lui est ouvert. L’acte est au journal.
reserved-confirming = Elle est réservée aux administrateurs et aux agents qui vérifient les contacts. Si cela relève de vos fonctions, demandez à l’un d’eux.
reserved-staff-records = Elle est réservée aux administrateurs, aux auditeurs et aux agents qui vérifient les contacts. Si cela relève de vos fonctions, demandez à l’un d’eux.
refused-own-invitation = Vous avez invité cette personne. Demandez à un autre administrateur, ou à un agent chargé de la vérification, de la confirmer.
refused-own-roles = Personne ne change ses propres rôles. Demandez-le à un autre administrateur.
refused-last-administrator = C’est le dernier administrateur du portail. Donnez d’abord ce rôle à quelqu’un d’autre. L’essai est signalé à l’agence.
stale-staff = La fiche de cet agent a changé. Ouvrez-la de nouveau pour voir où il en est.
stale-staff-email = Cette adresse électronique a déjà un compte. Donnez-en une autre, ou cherchez la personne parmi les agents et les contacts.
error-role = Ce rôle n’existe pas. Ouvrez de nouveau la page et choisissez parmi ses cases.

# Une base remise en place
restored-title = Ce portail tourne sur une base plus ancienne
restored-lead = Il a été signé plus que cette base ne contient. Elle vient d’une sauvegarde, ou quelqu’un l’a ramenée en arrière pour cacher quelque chose. Tant que deux administrateurs n’ont pas regardé, personne ne lit ni ne change rien.
restored-found = Constaté
restored-here = Dans cette base
restored-signed = Signé auparavant
restored-records = { $n ->
    [one] une entrée
   *[other] { $n } entrées
  }
restored-by-file = point de contrôle gardé à côté de la base
restored-by-witness = un témoin
restored-means = Ce que cela signifie
restored-means-lost = Ce qui s’est passé après la sauvegarde a disparu : avis, retraits, confirmations, comptes créés ou coupés. Passez-les en revue avec vos collègues avant d’ouvrir.
restored-means-codes = Toutes les sessions, tous les codes de lettre et de secours sont finis : un code déjà utilisé pourrait sinon servir à nouveau.
restored-means-alive = Un accès coupé après la sauvegarde est peut-être rouvert. Coupez-le en premier.
restored-means-log = Le journal continue sous un nouveau nom avec une nouvelle clé ; donnez-la aux exploitants des témoins. Les anciens points de contrôle restent la preuve de ce qui a été perdu.
restored-first = Vous êtes le premier des deux administrateurs. Le portail reste verrouillé jusqu’à ce qu’un collègue l’ouvre aussi.
restored-second = Un collègue l’a ouvert. Avec vous, le portail est de nouveau ouvert.
restored-waits = Vous l’avez ouvert. Un deuxième administrateur doit le faire aussi.
restored-open = Rouvrir le portail
restored-closed = Le portail est verrouillé
restored-closed-text = Sa base s’est révélée plus ancienne que ce qui a été signé. L’agence l’examine. Cette page n’a rien perdu de ce que vous avez fait.
restored-admins = Pour les administrateurs : le rouvrir
refused-restored-twice = Vous êtes le premier des deux. Quelqu’un d’autre doit être le second.
stale-restored = Un collègue vient de faire de même. Ouvrez de nouveau la page.
