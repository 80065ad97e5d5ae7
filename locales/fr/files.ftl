# Les fichiers joints : ce qu’ils sont, et pourquoi l’un n’est pas pris.

file-empty = Ce fichier est vide. Choisissez-le de nouveau.
file-too-large = Ce fichier est trop lourd. Réduisez-le ou divisez-le en plusieurs.
file-other-kind = Les fichiers de cette sorte ne sont pas pris. Envoyez un PDF, une image PNG ou JPEG, du texte (.txt), un tableau CSV ou du JSON.
file-differs = Le nom de ce fichier dit { $what }, mais son contenu est autre chose. Exportez-le de nouveau en { $what }.
file-not-text = Ce fichier n’est pas du texte en UTF-8. Enregistrez-le de nouveau avec le codage UTF-8.
file-not-csv = Ce fichier ne se lit pas comme un tableau : ses lignes n’ont pas toutes la même longueur. Exportez-le de nouveau en CSV, en UTF-8.
file-not-json = Ce fichier ne se lit pas comme du JSON. Vérifiez-le avec le programme qui l’a fait, puis exportez-le de nouveau en UTF-8, sans marque d’ordre des octets.
file-picture-damaged = Cette image est abîmée. Ouvrez-la dans un programme d’images et enregistrez-la de nouveau.
file-pixels = Cette image a plus de 50 millions de pixels. Réduisez-la.
file-pdf-damaged = Ce PDF est abîmé. Imprimez-le dans un nouveau PDF et envoyez celui-là.
file-pdf-encrypted = Ce PDF est chiffré ou protégé par un mot de passe. Enregistrez-le sans, puis envoyez-le de nouveau.
file-pdf-active = Ce PDF peut agir automatiquement, ou contient d’autres fichiers ({ $what }). Imprimez-le dans un nouveau PDF et envoyez celui-là.
file-pdf-unwieldy = Ce PDF a plus de 2 000 pages, ou devient trop grand une fois décompressé. Divisez-le, ou imprimez-le dans un nouveau PDF.
file-found = L’analyseur a trouvé { $what } dans ce fichier, qui n’a donc pas été gardé. Ne l’ouvrez pas ; appelez votre équipe de sécurité.
file-scanner-silent = L’analyseur ne répond pas ; rien n’a été gardé. Essayez de nouveau dans quelques minutes ; si cela dure, appelez les administrateurs.
error-file-without-name = Ce fichier est arrivé sans nom. Choisissez-le de nouveau, puis envoyez le formulaire.
error-upload-broken = Le formulaire n’est pas arrivé en entier. Vérifiez votre connexion, puis envoyez-le de nouveau.
