# Les partis et les prestataires.

parties-title = Partis
parties-none = Aucun parti pour l’instant. Les agents qui vérifient les contacts les ajoutent.
parties-readers = Lecteurs
parties-pending = En attente
party-add = Ajouter un parti
party-name = Nom officiel
party-name-missing = Donnez le nom officiel du parti sur une ligne, en 2 à 120 caractères.
party-switchboard = Numéro du standard
party-switchboard-hint = Prenez-le dans une source officielle, jamais dans un courriel.
party-switchboard-missing = Donnez le numéro de téléphone du standard : six chiffres au moins, 40 caractères au plus.
party-people = Contacts
party-nobody = Aucun contact pour l’instant.
party-names-only = Les contacts de ce parti ne sont montrés qu’aux agents chargés de la vérification des contacts, de l’administration et de l’audit.
stale-party = Un parti ou un groupe porte déjà ce nom. Donnez-en un autre.
own-party = Votre parti
own-party-lead = Ces personnes ont accès au portail au nom de votre parti.
own-party-change = Pour ajouter une personne ou couper un accès, adressez-vous au contact référent de votre parti, ou appelez l’agence :

# L’annuaire.
providers-title = Prestataires qualifiés
providers-lead = De quoi avez-vous besoin ? L’État a contrôlé chaque société de cette liste. L’agence n’en recommande aucune.
providers-by-name = Par ordre alphabétique.
providers-name = Classer par nom
providers-rotating = Par ordre alphabétique tournant : le premier de la liste change chaque jour.
providers-rotate = Revenir à l’ordre tournant
providers-not-logged = Vos recherches ne sont pas journalisées.
providers-refine = Préciser la recherche
providers-words = Mots à chercher
providers-on = Qualifié à la date du
providers-none = Aucun prestataire ne remplit tous ces critères.
providers-drop = Retirer le critère « { $criterion } »
count-providers =
    { $n ->
        [one] { $n } prestataire
       *[other] { $n } prestataires
    }
need-audit = Faire un audit
need-response = Réagir à une attaque
need-detection = Repérer les attaques
need-administration = Confier l’administration
need-hosting = Héberger en lieu sûr
criterion-need = Besoin
criterion-scheme = Qualification
criterion-scope = Portée
criterion-region = Région
criterion-available = Disponibilité
criterion-on = Date
criterion-words = Mots
error-date = Écrivez la date ainsi : 2027-03-12.
on-call-always = Jour et nuit
on-call-hours = Heures ouvrées
call = Appeler
no-telephone = Numéro non communiqué
languages = Langues
website = Site web
country = Pays

# Les qualifications.
qualifications = Qualifications
qualified-for = Qualifié pour
level = Niveau
national-security = Besoins de sécurité nationale
decision-number = Attestation
conditions = Conditions
source = Source
valid-until = Valable jusqu’au
valid-open = En vigueur, sans date de fin
valid-days =
    { $n ->
        [0] Dernier jour
        [one] Expire dans { $n } jour
       *[other] Expire dans { $n } jours
    }
valid-to = Valable jusqu’au { $date }
valid-not-yet = Valable à partir du { $date }
valid-expired = Expirée le { $date }
valid-ended = Terminée
valid-suspended = Suspendue
valid-withdrawn = Retirée
valid-in-evaluation = En cours d’évaluation
provider-suspended = La qualification de ce prestataire est suspendue : son numéro de téléphone n’est pas affiché. Choisissez un autre prestataire.
provider-not-valid = Ce prestataire n’a pas de qualification en vigueur aujourd’hui. Choisissez un autre prestataire.
