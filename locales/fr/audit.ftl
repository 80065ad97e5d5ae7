# Le journal.

audit-title = Journal
audit-lead =
    { $n ->
        [one] Le journal compte { $n } entrée. Votre lecture y est inscrite aussi.
       *[other] Le journal compte { $n } entrées, de la plus récente à la plus ancienne. Votre lecture y est inscrite aussi.
    }
audit-number = Numéro
audit-actor = Qui
audit-action = Action
audit-object = Objet
audit-outcome = Résultat
audit-from = Du
audit-to = Au
audit-time-wrong = L’une des dates a été laissée de côté. Écrivez-la ainsi : 2027-03-12.
audit-none = Aucune entrée ne répond à ce filtre.
audit-older = Entrées plus anciennes
audit-entry = Entrée { $n }
audit-content-hash = Empreinte du contenu
audit-leaf = Empreinte de l’entrée
audit-request = Demande
audit-network = Adresse réseau
outcome-done = Fait
outcome-refused = Refusé

action-portal-made = Portail créé
action-key-shown = Clé de la base montrée à un opérateur
action-passphrase-given = Phrase de passe acceptée
action-signed-in = Connexion
action-sign-in-refused = Connexion refusée
action-factor-blocked = Codes retardés après trop d’essais
action-signed-out = Déconnexion
action-invited = Personne invitée
action-enrolment-opened = Inscription commencée
action-enrolment-accepted = Identité et règles de partage acceptées
action-enrolment-refused = Codes d’inscription refusés
action-identity-denied = Identité démentie par la personne
action-passphrase-set = Phrase de passe choisie
action-authenticator-proven = Application d’authentification reliée
action-enrolled = Inscription terminée
action-confirmed = Personne confirmée par l’agence
action-access-cut = Accès coupé
action-language-chosen = Langue choisie
action-party-added = Parti ajouté
action-group-made = Groupe de partis créé
action-draft-made = Brouillon commencé
action-draft-imported = Brouillon importé
action-content-saved = Contenu enregistré
action-marking-saved = Marquage enregistré
action-recipients-saved = Destinataires choisis
action-submitted = Envoi en relecture
action-returned = Renvoi
action-published = Avis publié
action-version-opened = Nouvelle version ouverte
action-withdrawn = Avis retiré
action-read = Avis ouvert
action-acknowledged = Lecture confirmée ou réponse donnée
action-providers-imported = Qualifications de prestataires importées
action-notice-asked = Essai de courriel demandé
action-notice-sent = Courriel envoyé
action-notice-failed = Courriel impossible à envoyer
action-notice-unsure = Courriel peut-être envoyé
action-notice-dropped = Courriel retenu
action-notice-bounced = Courriel revenu
action-log-read = Journal lu
action-access-refused = Page ou action refusée

audit-word-visitor = un visiteur
audit-word-absent = absent, ou adressé à d’autres
audit-word-reserved = page d’un autre rôle
audit-word-form = formulaire trop ancien ou venu d’un autre site
audit-word-passphrase = phrase de passe
audit-word-code = code
audit-word-blocked = retardé après dix échecs
audit-word-email-code = code du courriel
audit-word-void = la lettre est annulée
audit-word-over = annulée, expirée ou terminée
audit-word-passkey = clé d’accès exigée
audit-word-unknown = inconnu
audit-word-register = le registre
audit-word-portal = le portail
audit-word-database = la base de données
audit-word-log = le journal
