# La surveillance : essais manqués, alarmes, accès qui prennent fin.

tries-spent = Trop d’essais ont échoué. Vous pourrez recommencer à partir de ce moment : { $time }. Si c’est urgent, appelez l’agence au { $telephone }.

# Les alarmes.
nav-alarms = Alarmes
alarms-title = Alarmes
alarms-none = Aucune alarme. Ce que l’agence doit regarder s’affichera ici.
alarms-older = Alarmes plus anciennes
alarm-raised = Donnée le
alarm-attend = C’est traité
alarm-seen = Traitée par
alarm-unseen = À regarder
alarm-word-recovery = codes de secours
alarm-word-unknown = une adresse qui n’a pas de compte
alarm-word-all = tous les réseaux ensemble
alarm-word-network = le réseau { $address }
alarm-word-operator = l’opérateur du serveur (utilisateur { $user })
reserved-attending = Les auditeurs lisent les alarmes ; les agents chargés de la vérification des contacts et les administrateurs les traitent.
stale-alarm = Quelqu’un a déjà traité cette alarme. Ouvrez de nouveau la page des alarmes.
desk-alarms =
    { $n ->
        [one] { $n } alarme à regarder
       *[other] { $n } alarmes à regarder
    }

# Les accès qui prennent fin.
desk-expiring = À revérifier bientôt
desk-expires = À revérifier avant le
watch-word-network = un réseau
watch-word-idle = aucune connexion depuis longtemps
watch-word-invitation = invitation expirée
watch-word-vetting = vérification expirée
