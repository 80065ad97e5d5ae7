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
action-register-change-proposed = Changement du registre des prestataires proposé
action-register-change-decided = Changement du registre des prestataires décidé
action-register-change-withdrawn = Changement du registre des prestataires retiré
action-scheme-saved = Schéma de qualification décrit
action-providers-imported = Qualifications de prestataires importées
action-notice-asked = Essai de courriel demandé
action-notice-sent = Courriel envoyé
action-notice-failed = Courriel impossible à envoyer
action-notice-unsure = Courriel peut-être envoyé
action-notice-dropped = Courriel retenu
action-notice-bounced = Courriel revenu
action-personal-deleted = Données personnelles des anciennes entrées effacées
action-heartbeat = Signe de vie
action-log-key-taken = Clé du journal mise en service
action-witness-added = Témoin ajouté
action-witness-removed = Témoin retiré
action-log-verified = Journal vérifié
action-proof-given = Preuve ou point de contrôle téléchargé
action-found-restored = Base plus ancienne détectée, portail verrouillé
action-unlocked = Portail restauré rouvert
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

# Points de contrôle, vérification, exports
checkpoints-title = Points de contrôle
checkpoints-lead = Chaque point de contrôle est une déclaration signée du nombre d’entrées du journal et de leur empreinte. Imprimez-en un ou gardez-le ailleurs : il permet à chacun de voir plus tard si le passé a été réécrit.
checkpoints-signed = Points de contrôle signés
checkpoints-none = Pas encore de point de contrôle : le premier vient dans la minute qui suit la première entrée.
checkpoints-waiting = { $n ->
    [0] Toutes les entrées sont couvertes par un point de contrôle.
    [one] Une entrée n’est pas encore couverte par un point de contrôle.
   *[other] { $n } entrées ne sont pas encore couvertes par un point de contrôle.
  }
checkpoint-size = Entrées
checkpoint-root = Empreinte racine
checkpoint-by = Signé par
checkpoint-by-portal = le portail
checkpoints-keys = Clés du journal
checkpoints-keys-text = Qui vérifie sans faire confiance au portail a besoin de la clé publique qui comptait à ce moment.
checkpoints-key-since = À partir de l’entrée { $n }
witnesses-title = Témoins
witnesses-none = Ce portail n’a pas de témoin. Qui tient son serveur et sa clé pourrait réécrire le passé sans être vu. « vigie witness add » en désigne un que quelqu’un d’autre exploite.
witness-silent = silencieux
witness-never = n’a encore rien signé
witness-signed = { $n ->
    [one] a signé jusqu’à la première entrée
   *[other] a signé jusqu’à { $n } entrées
  }
verification-title = Vérifier le journal
verification-lead = L’empreinte de chaque entrée est recalculée et comparée à l’arbre, à chaque point de contrôle et à ce que les témoins ont signé. Cela prend quelques secondes pour cent mille entrées ; le portail continue pendant ce temps.
verification-checkpoint = Un point de contrôle antérieur (facultatif)
verification-checkpoint-hint = Le texte entier, avec ses lignes de signature, tel que vous l’avez gardé. Le journal doit le prolonger.
verification-start = Vérifier
verification-begun = La vérification a commencé.
verification-running = { $done } entrées sur { $all } sont vérifiées.
verification-look = Regarder à nouveau
verification-whole = { $n ->
    [one] Une entrée.
   *[other] { $n } entrées.
  }
verification-span = Du { $from } au { $to }. Aucune n’a été modifiée, retirée, ajoutée ou déplacée.
verification-given = { $n ->
    [one] Le journal prolonge le point de contrôle donné, d’une entrée.
   *[other] Le journal prolonge le point de contrôle donné, de { $n } entrées.
  }
verification-pledges = { $n ->
    [0] Aucun point de contrôle n’était là pour comparer.
    [one] Une déclaration signée concorde.
   *[other] { $n } déclarations signées concordent.
  }
verification-deleted = { $n ->
    [one] Ce qu’une entrée disait d’une personne a été effacé au terme de sa durée de conservation ; son empreinte demeure.
   *[other] Ce que { $n } entrées disaient de personnes a été effacé au terme de leur durée de conservation ; leurs empreintes demeurent.
  }
verification-at = Vérifié le
verification-broken = La chaîne est rompue à l’entrée { $n }
verification-broken-do = Laissez le serveur et sa base en l’état, appelez le responsable de la sécurité de l’agence et comparez avec les témoins. Ce message ne peut pas être écarté.
verification-failed = La base de données a fait défaut pendant la vérification. Vérifiez à nouveau.
verification-not-a-note = Ce n’est pas un point de contrôle. Collez le texte entier : trois lignes, une ligne vide et les lignes de signature.
verification-not-ours = Aucune clé de ce journal n’a signé ce point de contrôle. Un caractère s’est perdu, ou c’est celui d’un autre journal.
verification-under-way = Une vérification est en cours, sans ce point de contrôle. Attendez sa fin, puis envoyez-le de nouveau.
verification-yourself = Vérifier sans faire confiance au portail
verification-yourself-text = Exportez le journal en JSON Lines, prenez la politique auprès de quelqu’un de confiance et lancez sur votre propre machine :
export-title = Exporter le journal
export-lead = { $n ->
    [one] Le journal contient une entrée.
   *[other] Le journal contient { $n } entrées. Sans dates, toutes partent.
  }
export-from = Premier jour (facultatif)
export-to = Dernier jour (facultatif)
export-format = Format
export-format-missing = Choisissez un format.
export-jsonl = JSON Lines, avec les points de contrôle : vérifiable
export-csv = CSV pour un tableur
export-cef = CEF pour un collecteur de journaux
export-do = Télécharger
export-after = L’export laisse une entrée avec son nombre de lignes. Le fichier dit qui a lu quoi : gardez-le comme le journal.
entry-proof = Télécharger la preuve
entry-proof-hint = Que cette entrée est au journal, pour « vigie audit proof check ».
audit-deleted = Effacé : sa durée de conservation est écoulée. L’empreinte demeure.
fault-no-head = Le journal n’a pas de tête.
fault-before = Il y a une entrée avant la première.
fault-missing = L’entrée manque.
fault-cut = L’entrée manque : la fin du journal a été coupée.
fault-beyond = L’entrée a été ajoutée à l’insu du portail.
fault-changed = L’entrée a été modifiée après son écriture.
fault-format = L’entrée a un format que ce programme ne connaît pas.
fault-no-hash = Les empreintes de l’entrée manquent dans l’arbre.
fault-tree = L’arbre a été modifié à cette entrée.
fault-tree-full = L’arbre ne peut plus croître.
fault-hash-beyond = L’arbre contient une empreinte pour une entrée qui n’existe pas.
fault-head-other = La tête du journal n’est pas celle de ces entrées.
fault-head-forged = La tête du journal n’a pas été écrite par ce portail.
fault-deleted = Ce que l’entrée disait d’une personne a été effacé, et aucun effacement au terme de la conservation n’est au journal.
fault-key-unsaid = Le journal aurait une nouvelle clé à partir de cette entrée, et l’entrée n’en dit rien.
fault-key-none = Une clé du journal ou d’un témoin est illisible.
fault-unsigned = Un point de contrôle sur cette entrée n’est pas signé par la clé qui comptait alors.
fault-checkpoint-none = Un point de contrôle sur cette entrée n’est pas une note signée, ou dit autre chose que sa ligne.
fault-other-own = À partir de cette entrée le journal n’est pas celui dont le portail a signé le point de contrôle : il a été réécrit.
fault-other-witness = À partir de cette entrée le journal n’est pas celui qu’un témoin a signé : il a été réécrit.
fault-other-given = À partir de cette entrée le journal n’est pas celui du point de contrôle donné : il a été réécrit.
fault-cut-own = Le journal s’arrête ici, et le portail en a signé un plus long : la fin a été coupée ou un ancien état remis en place.
fault-cut-witness = Le journal s’arrête ici, et un témoin en a signé un plus long : la fin a été coupée ou un ancien état remis en place.
fault-cut-given = Le journal s’arrête ici, et le point de contrôle donné en concerne un plus long : la fin a été coupée ou un ancien état remis en place.
audit-word-checkpoint = point de contrôle
fault-other-beside = Aucune clé de ce journal n’a signé le point de contrôle gardé à côté de la base, dans log.checkpoint : la base est une autre, ou a été remise en place.
fault-damaged-beside = Le point de contrôle à côté de la base, log.checkpoint, est abîmé : remettez une copie d’une sauvegarde ou d’un autre nœud. À défaut, mettez le fichier de côté et comparez avec un témoin, ou avec un point de contrôle conservé ailleurs.
mismatch-account-gone = Le journal dit que le compte a été créé, et il n’existe pas.
mismatch-account-unsaid = Le compte a été créé, et aucune entrée ne le dit.
mismatch-admitted = La personne est admise, et le journal dit le contraire.
mismatch-roles = Le compte a d’autres rôles, ou un autre parti, que ceux du journal.
mismatch-witness-unsaid = Un témoin est interrogé que le journal ne nomme pas, ou avec une autre clé.
mismatch-witness-gone = Le journal nomme un témoin qui n’est plus interrogé.
mismatch-party-gone = Le journal dit que le parti a été ajouté, et il n’existe pas.
mismatch-party-unsaid = Le parti a été ajouté, et aucune entrée ne le dit.
mismatch-party-state = Le parti est admis ou suspendu, ou porte l’adresse d’un autre, et le journal dit le contraire.
mismatch-version-gone = Le journal dit qu’une version a été publiée, et elle n’existe pas.
mismatch-version-unsaid = Une version est publiée, et aucune entrée ne le dit.
mismatch-version-other = Une version publiée n’est pas celle qui a été approuvée : son texte, ses fichiers, son marquage ou ses destinataires ont été modifiés.
mismatch-version-hidden = La version la plus récente publiée n’est pas celle que voient les lecteurs.
mismatch-shown-other = Les lecteurs voient un autre texte que celui qui a été approuvé.
mismatch-signed-other = Le texte que le portail remet comme signé n’est pas celui qui a été approuvé.
mismatch-successor-other = L’avis est dit remplacé et le journal dit le contraire, ou l’inverse.
mismatch-withdrawn-unsaid = L’avis est retiré, et aucune entrée ne le dit.
mismatch-withdrawal-gone = Le journal dit que l’avis a été retiré, et il ne l’est pas.
mismatch-title = { $n ->
    [one] Le journal est entier, et une chose n’est pas ce qu’il dit
   *[other] Le journal est entier, et { $n } choses ne sont pas ce qu’il dit
}
mismatch-do = Quelqu’un a modifié les tables à l’insu du portail. Laissez le serveur et sa base en l’état et appelez le responsable de la sécurité de l’agence. Ce message ne peut pas être écarté.
mismatch-record = Dernière entrée à ce sujet
verification-agrees = Comptes, rôles, partis, témoins et avis publiés sont ce que dit le journal.
