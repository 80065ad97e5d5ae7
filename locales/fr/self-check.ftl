# L’auto-évaluation : une page qui n’envoie rien.

nav-self-check = Auto-évaluation
self-check-lead = Vingt-cinq questions pour voir où en est votre équipe, en une demi-heure.
self-check-promise = Vos réponses restent chez vous
self-check-promise-1 = Rien de ce que vous cochez ne quitte cet appareil. L’agence ne peut voir aucune de vos réponses, ni savoir si vous avez répondu.
self-check-promise-2 = Vous pouvez le vérifier : la page n’a ni script ni bouton d’envoi, et sa règle (« form-action 'none' » dans Content-Security-Policy) interdit à votre navigateur d’envoyer un formulaire. Coupez le réseau si vous préférez : la page marche aussi sans.
self-check-promise-file = Vous pouvez le vérifier : le fichier n’a ni script ni bouton d’envoi, et sa règle (« form-action 'none' » dans ses premières lignes) interdit à votre navigateur d’envoyer un formulaire. Coupez le réseau si vous préférez : le fichier marche aussi sans.
self-check-lost = Recharger ou quitter la page efface vos réponses. Pour les garder, imprimez la page depuis votre navigateur, et mettez la feuille sous clé : elle dit où vous êtes vulnérable.
self-check-links = Les conseils ont un lien vers l’annuaire des prestataires, qui s’ouvre dans un nouvel onglet. Il demande au portail une liste, sans dire de quelle page vous venez, et ces recherches ne sont pas journalisées.
self-check-links-file = Les conseils ont un lien vers l’annuaire des prestataires, sur le portail : c’est la seule chose ici qui demande le réseau. Il demande une liste, sans dire d’où vous venez, et ces recherches ne sont pas journalisées.
self-check-download = Télécharger la page pour s’en servir hors ligne
self-check-copy = Copie du { $day }, téléchargée depuis { $origin }.
self-check-parts = Parties de l’auto-évaluation
self-check-partly = En partie
self-check-help = Voir les prestataires pour « { $need } »
self-check-tab = (nouvel onglet)
self-check-part-total = Dans cette partie :
self-check-all-total = Sur les vingt-cinq questions :
self-check-yes = oui
self-check-some = en partie
self-check-no = non
self-check-unanswered = sans réponse
self-check-result = Votre résultat
self-check-none = Vous n’avez encore répondu à aucune question.
self-check-first = Commencez par les clés d’accès, les mises à jour et les sauvegardes, si l’une d’elles manque : c’est ce qui arrête le plus d’attaques. Choisissez trois mesures pour ce mois-ci, chacune avec un nom et une date. Revenez ici dans un mois.
self-check-good = Rien n’est à reprendre parmi vos réponses. Faites vérifier par un audit que ce qui est décidé est aussi ce qui est en place.
self-check-reset = Effacer mes réponses

self-check-1 = Protéger le réseau
self-check-1-1 = Votre box et votre Wi-Fi sont-ils à jour, sans code d’usine, et les invités sur un réseau à part ?
self-check-1-1-do = Remplacez les codes d’usine de la box ou du routeur, celui de l’administration comme celui du Wi-Fi, et activez ses mises à jour automatiques. Interdisez son administration depuis internet. Créez un second Wi-Fi pour les visiteurs, les bénévoles et les téléphones personnels, sans accès à l’imprimante ni aux fichiers. Remplacez un routeur que son fabricant ne met plus à jour.
self-check-1-2 = Vos ordinateurs, vos téléphones et vos logiciels reçoivent-ils leurs mises à jour en quelques jours ?
self-check-1-2-do = Activez les mises à jour automatiques du système, du navigateur et de la messagerie sur chaque appareil, téléphones des bénévoles compris. Tenez la liste des appareils et des logiciels, avec le nom de la personne qui s’occupe de chacun. Écartez ce qui ne reçoit plus de mises à jour. Installez en deux jours ce que l’agence dit urgent.
self-check-1-3 = Savez-vous ce qui est joignable chez vous depuis internet, et un second facteur y est-il toujours exigé ?
self-check-1-3-do = Dressez la liste de ce qui répond depuis internet : accès à distance, serveur de fichiers, caméras, administration du site. Fermez ce qui ne sert pas, et placez le reste derrière un VPN à jour ou un service qui exige une clé d’accès. N’exposez jamais directement un bureau à distance ou un serveur de fichiers. Faites chercher par un tiers ce que vous avez oublié.
self-check-1-4 = Votre site et vos noms de domaine tiendraient-ils face à une attaque, la veille du scrutin ?
self-check-1-4-do = Protégez par une clé d’accès le compte chez votre bureau d’enregistrement, faites verrouiller vos noms de domaine et renouvelez-les au-delà du scrutin. Hébergez le site chez un prestataire qui absorbe les attaques par saturation et sauvegarde chaque jour. Préparez pour la dernière semaine une version statique du site, sans base de données.
self-check-1-5 = Si quelqu’un s’introduisait un samedi dans un de vos ordinateurs, le sauriez-vous avant lundi ?
self-check-1-5-do = Installez sur chaque ordinateur un outil de détection (EDR), dont quelqu’un lit les alertes, nuits et fins de semaine comprises. Gardez un an les journaux des connexions, du courriel et des fichiers, hors de portée d’un intrus. Confiez cette veille à un prestataire, si personne dans l’équipe n’en a le temps.

self-check-2 = Identifier les utilisateurs
self-check-2-1 = Chaque personne a-t-elle partout son propre compte, réseaux sociaux compris ?
self-check-2-1-do = Donnez à chacun, bénévoles compris, un compte à son nom. Remplacez les comptes communs, comme ceux de la presse ou de la trésorerie, par une boîte déléguée à des personnes nommées. Publiez sur les réseaux sociaux par un outil qui donne un rôle à chacun, pour que personne n’ait à connaître la phrase de passe du compte.
self-check-2-2 = Le courriel, les fichiers et les réseaux sociaux exigent-ils une clé d’accès ou une clé de sécurité ?
self-check-2-2-do = Commencez par le candidat, la direction, la trésorerie et les administrateurs : remettez à chacun deux clés de sécurité, dont une de secours. Étendez ensuite les clés d’accès à toute l’équipe. Désactivez les codes par SMS, puis ceux des applications : un attaquant les relaie en direct par une fausse page. Inscrivez les comptes exposés au programme de protection renforcée de leur fournisseur.
self-check-2-3 = Chacun se sert-il d’un gestionnaire de mots de passe, sans jamais réutiliser une phrase de passe ?
self-check-2-3-do = Fournissez à l’équipe un même gestionnaire, avec un coffre par personne et des coffres partagés par métier. Ouvrez-le par une clé d’accès, ou par une longue phrase de passe et un second facteur. Changez tout de suite ce qui a servi deux fois ou figure dans une fuite. N’envoyez aucun secret par courriel ni par messagerie.
self-check-2-4 = Les accès d’une personne qui part sont-ils coupés le jour même ?
self-check-2-4-do = Tenez la liste de qui a accès à quoi : courriel, fichiers, réseaux sociaux, groupes de discussion, locaux. Donnez aux bénévoles et aux stagiaires des comptes qui prennent fin à une date. Coupez tout le jour du départ, et fermez aussi les sessions ouvertes. Relisez la liste à deux, chaque mois.
self-check-2-5 = Les comptes d’administration sont-ils peu nombreux, nominatifs et sans autre usage ?
self-check-2-5-do = Gardez deux ou trois administrateurs, chacun avec un second compte qui ne sert ni au courriel ni à la navigation. Protégez ces comptes par une clé de sécurité. Rangez les codes de secours sur papier, sous clé, en deux lieux. Faites contrôler ces réglages par un tiers avant la campagne.

self-check-3 = Filtrer internet et le courriel
self-check-3-1 = Les faux courriels envoyés en votre nom sont-ils rejetés (SPF, DKIM, DMARC) ?
self-check-3-1-do = Réglez SPF et DKIM pour chaque service qui écrit en votre nom, lettre d’information et collecte de dons comprises. Publiez DMARC en observation (p=none), lisez ses rapports, puis passez en quelques semaines à « quarantine » et à « reject ». Publiez « reject » tout de suite pour les domaines qui n’envoient aucun courriel.
self-check-3-2 = Votre messagerie arrête-t-elle les pièces jointes et les liens dangereux avant qu’ils arrivent ?
self-check-3-2-do = Bloquez, venus de l’extérieur, les programmes, les documents à macros et les archives protégées par un mot de passe. Marquez les messages externes, surtout ceux qui portent le nom d’un dirigeant. Ouvrez ce que des inconnus envoient dans la visionneuse de la messagerie, jamais sur l’ordinateur.
self-check-3-3 = Vos appareils passent-ils par un service DNS qui bloque les adresses malveillantes ?
self-check-3-3-do = Choisissez un service DNS filtrant, et réglez-le sur la box et sur chaque appareil, pour qu’il protège aussi hors du bureau. Imposez un navigateur à jour avec un bloqueur de publicités. Ajoutez au filtre les indicateurs des avis de l’agence, si leur marque le permet.
self-check-3-4 = Êtes-vous prévenus d’une connexion inhabituelle, ou d’un transfert ajouté à une boîte ?
self-check-3-4-do = Interdisez le transfert automatique vers l’extérieur. Faites parvenir à deux personnes les alertes sur les connexions inhabituelles, les nouvelles règles et les applications autorisées. Relisez ces réglages chaque mois sur les boîtes du candidat, de la direction et de la trésorerie, où un espion reste longtemps sans bruit.
self-check-3-5 = Toute l’équipe sait-elle à qui signaler un message douteux, et qui appeler si le mal est fait ?
self-check-3-5-do = Nommez une personne à prévenir et son remplaçant, et remerciez qui signale, même après avoir cliqué. Rappelez un numéro connu avant un virement, un envoi de fichier ou un changement de code demandé par message, par téléphone ou en vidéo : une voix s’imite. Affichez le numéro d’urgence de l’agence. Choisissez avant la crise le prestataire qui viendrait.

self-check-4 = Chiffrer les échanges
self-check-4-1 = Les ordinateurs sont-ils chiffrés, et tous les appareils verrouillés par un code ?
self-check-4-1-do = Activez le chiffrement du disque (BitLocker, FileVault ou LUKS) sur chaque ordinateur, et gardez ailleurs la clé de secours. Exigez six chiffres au moins sur les téléphones, et un verrouillage au bout de quelques minutes. Préparez l’effacement à distance, et essayez-le une fois.
self-check-4-2 = Ce qui est sensible passe-t-il par une messagerie chiffrée de bout en bout, choisie par le parti ?
self-check-4-2-do = Choisissez une seule messagerie chiffrée de bout en bout, et dites ce qui doit y passer plutôt que par SMS, appel ordinaire ou courriel : stratégie, déplacements, données personnelles. Activez le code qui protège l’inscription du compte. Réglez l’effacement des messages au bout de quelques semaines, sauf pour ce que la loi vous fait garder. Comparez de vive voix les numéros de sécurité entre dirigeants.
self-check-4-3 = Les fichiers sont-ils partagés avec des personnes nommées, jamais par un lien ouvert à tous ?
self-check-4-3-do = Réunissez les fichiers dans un seul espace du parti, chez un hébergeur qualifié. Partagez avec des personnes nommées, pour une durée, et désactivez les liens publics. Chiffrez en plus ce dont la fuite ferait le plus de mal : adhérents, donateurs, sondages, investitures. Supprimez ce qui ne sert plus.
self-check-4-4 = Vos sauvegardes sont-elles chiffrées, hors de portée d’un attaquant et déjà essayées ?
self-check-4-4-do = Gardez trois copies de ce qui compte, dont une chiffrée et débranchée, ou là où rien ne s’efface avant une date. Sauvegardez aussi le courriel, le fichier des adhérents et le site, même hébergés en ligne. Restaurez un fichier chaque mois, et un ordinateur entier avant la campagne.
self-check-4-5 = En déplacement, l’équipe évite-t-elle les Wi-Fi publics, et part-elle à l’étranger sans ses archives ?
self-check-4-5-do = Passez par le partage de connexion d’un téléphone ou par le VPN du parti. Emportez à l’étranger un appareil prêté, presque vide, avec un compte temporaire, et réinitialisez-le au retour. Gardez vos appareils sur vous, même à l’hôtel, et chargez-les avec vos propres câbles.

self-check-5 = Séparer travail et messageries privées
self-check-5-1 = Le travail se fait-il dans les comptes du parti, jamais dans une boîte ou une messagerie privée ?
self-check-5-1-do = Donnez à toute l’équipe, bénévoles compris, une adresse et un espace du parti dès le premier jour : sans eux, chacun prend les siens. Interdisez de transférer du travail vers une boîte privée, un stockage personnel ou un assistant d’intelligence artificielle non admis. Déplacez ce qui s’y trouve, puis effacez-le. Protégez aussi les comptes privés des dirigeants par une clé d’accès, car ils sont visés.
self-check-5-2 = Les groupes de discussion et les appareils liés sont-ils contrôlés chaque mois ?
self-check-5-2-do = Ouvrez dans chaque messagerie la liste des appareils liés : si l’un vous est inconnu, notez-le, déconnectez-le et appelez l’agence. Refusez tout code QR à scanner, ou code à donner, pour « rejoindre un groupe » ou « vérifier un compte » : des services étrangers lient ainsi leur propre appareil. Retirez des groupes ceux qui sont partis, et désactivez les liens d’invitation.
self-check-5-3 = Les téléphones personnels qui servent au travail remplissent-ils des conditions écrites ?
self-check-5-3-do = Écrivez ces conditions sur une page : système à jour, code de six chiffres, effacement à distance, applications du magasin officiel. Isolez le travail dans un profil professionnel, que vous pouvez effacer sans toucher au reste. Refusez les appareils qui ne reçoivent plus de mises à jour, et prêtez un téléphone à qui en a besoin.
self-check-5-4 = Le candidat et la direction ont-ils protégé leur téléphone contre les logiciels espions ?
self-check-5-4-do = Activez le mode Isolement (iPhone) ou la Protection avancée (Android), installez les mises à jour le jour même et redémarrez chaque jour. Prenez au sérieux un avertissement d’Apple, de Google ou de WhatsApp : n’effacez rien, et appelez l’agence d’un autre téléphone. Laissez les téléphones hors de la pièce pour les réunions les plus sensibles.
self-check-5-5 = N’installe-t-on sur les ordinateurs de travail que les logiciels et les extensions que vous avez admis ?
self-check-5-5-do = Travaillez sans droits d’administrateur, avec une courte liste de logiciels et d’extensions admis. Empêchez les utilisateurs d’autoriser des applications tierces, car un seul « Accepter » peut livrer une boîte entière sans phrase de passe. Révoquez les autorisations dont personne ne se sert. Gardez l’ordinateur de travail pour le travail.
