# Les courriels : des phrases fixes, sans lien, sans titre, sans parti, sans marque de partage. Puis la page qui en rend compte.

mail-subject = Message de l’agence
mail-subject-urgent = Urgent : message de l’agence
mail-no-link = L’agence n’envoie jamais de lien.
mail-waiting = Un document vous attend sur le canal de confiance. Ouvrez-le depuis votre favori.
mail-waiting-urgent = Un document urgent vous attend sur le canal de confiance. Ouvrez-le dès que possible, depuis votre favori.
mail-enrolment-code =
    Votre code d’inscription au canal de confiance : { $code }
    Saisissez-le avec celui de la lettre de l’agence, à l’adresse imprimée sur cette lettre. Ne le dites à personne : l’agence ne vous le demandera jamais.
mail-account-opened = Un accès au canal de confiance a été préparé à votre nom. La lettre de l’agence vous dira comment vous inscrire. Si vous n’attendez pas cette lettre, appelez l’agence à un numéro que vous connaissez déjà.
mail-confirmed = L’agence a confirmé votre accès au canal de confiance. Ouvrez le canal depuis votre favori.
mail-access-cut = Votre accès au canal de confiance est coupé. Si vous ne savez pas pourquoi, appelez l’agence au numéro de votre lettre.
mail-reset-opened = L’agence a commencé le rétablissement de votre accès au canal de confiance. Si vous ne l’avez pas demandé, appelez-la sans attendre au numéro de votre lettre.
mail-factor-changed = L’un de vos moyens de connexion au canal de confiance a changé. Si ce n’était pas vous, appelez l’agence sans attendre au numéro de votre lettre.
mail-passphrase-changed = Votre phrase de passe a changé sur le canal de confiance. Si ce n’était pas vous, appelez l’agence sans attendre au numéro de votre lettre.
mail-recovery-code-used = L’un de vos codes de secours a servi sur le canal de confiance. Si ce n’était pas vous, appelez l’agence sans attendre au numéro de votre lettre.
mail-sign-in-trouble = Quelqu’un a essayé de nombreuses fois de se connecter au canal de confiance sous votre nom. Si ce n’était pas vous, appelez l’agence au numéro de votre lettre.
mail-colleague-cut = Une personne de votre parti n’a plus accès au canal de confiance. Ouvrez le canal depuis votre favori pour voir qui y a accès.
mail-colleague-expired = L’accès d’une personne de votre parti au canal de confiance a expiré. Ouvrez le canal depuis votre favori pour voir qui y a accès.
mail-alarm = Sur le canal de confiance, quelque chose demande votre attention. Ouvrez-le dès que possible, depuis votre favori.
mail-provider-ended = La qualification d’un prestataire a pris fin ou est suspendue. Ouvrez le canal de confiance depuis votre favori pour voir si vous le suivez.
mail-reminder = Un document attend encore votre confirmation sur le canal de confiance. Ouvrez-le depuis votre favori.
mail-check = Code de contrôle de ce message : { $code }. Vous pouvez le vérifier sur le canal de confiance.
mail-test = Ceci est un essai, que vous avez demandé sur le canal de confiance. Vous n’avez rien à faire.

# De quoi parle un courriel, en peu de mots : sur la page et dans le journal.
notice-waiting = Un document attend
notice-waiting-urgent = Un document urgent attend
notice-enrolment-code = Code d’inscription
notice-account-opened = Accès préparé
notice-confirmed = Accès confirmé
notice-access-cut = Accès coupé
notice-reset-opened = Rétablissement de l’accès commencé
notice-factor-changed = Moyen de connexion changé
notice-passphrase-changed = Phrase de passe changée
notice-recovery-code-used = Code de secours utilisé
notice-sign-in-trouble = Nombreux essais de connexion
notice-provider-ended = Une qualification a pris fin
notice-colleague-cut = Accès d’un collègue coupé
notice-colleague-expired = Accès d’un collègue expiré
notice-alarm = Alerte aux agents
notice-reminder = Relance
notice-test = Essai

# Pourquoi un courriel n’est pas parti, ou peut-être pas.
mail-why-refused = Le serveur de messagerie a refusé cette adresse.
mail-why-rejected = Le serveur de messagerie a refusé le message.
mail-why-later = Le serveur de messagerie a remis l’envoi à plus tard.
mail-why-connection = Le serveur de messagerie n’a pas répondu, ou la connexion s’est interrompue.
mail-why-tls = La connexion chiffrée au serveur de messagerie n’a pas pu s’établir.
mail-why-login = Le serveur de messagerie a refusé le nom ou le mot de passe du portail.
mail-why-too-long = L’envoi a échoué pendant trois jours.
mail-why-lost = La connexion s’est interrompue juste après l’envoi : le courriel est peut-être arrivé. Il n’est pas envoyé une seconde fois.
mail-why-stopped = Le portail s’est arrêté pendant l’envoi : le courriel est peut-être arrivé. Il n’est pas envoyé une seconde fois.
mail-why-bounced = Le courriel est revenu : il n’a pas pu être remis.
mail-why-address = Cette adresse n’est pas de celles auxquelles on peut écrire.
mail-why-code = Le code de ce courriel ne peut plus être lu.
mail-why-disk = Le courriel n’a pas pu être écrit sur le disque du portail.
mail-why-not-for-them = La personne ne peut plus le recevoir.

# La page de l’administrateur.
nav-mail = Courriels
admin-mail-title = Courriels
admin-mail-where = Où vont les courriels
admin-mail-files = Dans des fichiers, dans le dossier « outbox » des données du portail. Aucun serveur de messagerie n’est réglé.
admin-mail-smtp = Au serveur de messagerie { $server }, par une connexion chiffrée.
admin-mail-waiting = En attente
admin-mail-waiting-n =
    { $n ->
        [0] Aucun courriel n’attend.
        [one] { $n } courriel attend.
       *[other] { $n } courriels attendent.
    }
admin-mail-last = Dernier envoi
admin-mail-last-none = Aucun courriel n’est encore parti.
admin-mail-troubles = Courriels qui ne sont pas arrivés, ou peut-être pas
admin-mail-troubles-none = Il n’y en a aucun.
admin-mail-why = Raison
admin-mail-gone = Personne inconnue du portail
admin-mail-test = M’envoyer un essai
admin-mail-test-hint = L’essai part à votre propre adresse. Rechargez cette page après quelques secondes pour voir s’il est parti.
contact-mail-trouble = Un courriel n’est pas arrivé
contact-mail-trouble-hint = Avant de corriger l’adresse, appelez la personne à un numéro que l’agence connaît déjà.
