//! Names to choose from. First and last names are common ones, joined at random; combinations that belong to
//! well-known politicians cannot arise, since their last names are not here.

/// First names.
#[rustfmt::skip]
pub(super) const FIRST: &[&str] = &[
    "Adèle", "Agathe", "Aïcha", "Alban", "Alexis", "Aline", "Amina", "Anaïs", "André", "Antoine", "Armel", "Astrid",
    "Aurélie", "Awa", "Basile", "Béatrice", "Benoît", "Blandine", "Boubacar", "Camille", "Capucine", "Cécile", "Charlotte",
    "Chloé", "Clémence", "Colette", "Cyril", "Damien", "Delphine", "Denis", "Diane", "Djamila", "Édith", "Élodie", "Éloi",
    "Émile", "Estelle", "Étienne", "Fanny", "Farid", "Félix", "Florence", "Gaëlle", "Gaspard", "Geneviève", "Gwenaël",
    "Hakim", "Hélène", "Hugo", "Inès", "Irène", "Isabelle", "Ismaël", "Jean-Baptiste", "Jeanne", "Joachim", "Joséphine",
    "Juliette", "Karim", "Kévin", "Lætitia", "Léa", "Léonie", "Linh", "Loïc", "Louise", "Lucien", "Madeleine", "Maël",
    "Malika", "Margaux", "Marie-Anne", "Mathilde", "Maxime", "Mehdi", "Mireille", "Moussa", "Myriam", "Nadia", "Noémie",
    "Odile", "Pauline", "Quentin", "Rachid", "Raphaël", "Rémi", "Romane", "Sabine", "Salomé", "Samir", "Simon",
    "Solène", "Sophie", "Sylvain", "Teva", "Thanh", "Théo", "Valentine", "Victor", "Violette", "Yann", "Yasmine", "Zoé",
];

/// Last names.
#[rustfmt::skip]
pub(super) const LAST: &[&str] = &[
    "Abadie", "Aubry-Lacaze", "Auger", "Barreau", "Baudoin", "Belkacemi", "Benoist", "Bertin", "Besnier", "Blin", "Bodin",
    "Bouvard", "Brunel", "Cadiou", "Carlier", "Chabert", "Chauvel", "Chevrier", "Cissokho", "Clavel",
    "Cordier", "Corre", "Coulon", "Courtin", "Delaunoy", "Delmas", "Derrien", "Desplat", "Diallo", "Diarra", "Doucet",
    "Dubreuil", "Duchesne", "Dumoulin", "Duvivier", "Estève", "Évrard", "Faucher", "Favreau", "Ferrand", "Fofana", "Forestier",
    "Fournel", "Galland", "Gaudin-Roche", "Gilard", "Giraudon", "Gosselin", "Grandjean", "Guégan", "Guérin",
    "Guilbert", "Hébrard", "Henriot", "Hoareau", "Jacquet", "Jaffré", "Jourdain", "Klein",
    "Labarre", "Lacombe", "Lagarrigue", "Lambert", "Langlois", "Larcheron", "Lebrun", "Leclercq", "Lefèvre", "Legrand",
    "Lemoine", "Leroux", "Lesage", "Levasseur", "Lhomme", "Mallet", "Marchand", "Maréchal-Pons", "Martin",
    "Masson", "Meunier", "Monnier", "Morvan", "N’Diaye", "Nguyen", "Nicolle", "Ollivier", "Pasquier", "Payet",
    "Péron", "Perrin", "Picard", "Pichon", "Poirier", "Prigent", "Rahmani", "Raynal", "Renault-Blin", "Riou", "Rivière",
    "Robin", "Rolland", "Roques", "Rouvière", "Sabatier", "Saïdi", "Salaün", "Sauvage", "Schmitt", "Serrano", "Sylla",
    "Tanguy", "Tavernier", "Teissier", "Tessier", "Thévenot", "Vaillant", "Vasseur", "Verdier",
    "Vidal", "Villard", "Vincent", "Weber", "Yildiz", "Zamora",
];

/// The six parties of the small scale: name, and the name of their domain.
pub(super) const SIX: [(&str, &str); 6] = [
    ("Parti de l’Érable", "erable"),
    ("Alliance du Fleuve", "fleuve"),
    ("Union des Collines", "collines"),
    ("Mouvement de la Clairière", "clairiere"),
    ("Cercle des Moulins", "moulins"),
    ("Entente du Littoral", "littoral"),
];

/// What a party calls itself.
#[rustfmt::skip]
pub(super) const KINDS: &[&str] = &[
    "Alliance", "Assemblée", "Atelier", "Cercle", "Chantier", "Concert", "Conseil", "Convention", "Entente", "Fédération",
    "Forum", "Ligue", "Mouvement", "Parti", "Réseau", "Union",
];

/// What it is named after: neutral things of the countryside, no colours and no emblems in use.
#[rustfmt::skip]
pub(super) const AFTER: &[&str] = &[
    "de l’Aqueduc", "de l’Ardoise", "de l’Argile", "de l’Aubépine", "de l’Aulne", "de l’Auvent", "de l’Avoine", "de l’Écluse",
    "de l’Embouchure", "de l’Épicéa", "de l’Érable", "de l’Escale", "de l’Estuaire", "de l’Île", "de l’Osier",
    "de la Bergerie", "de la Bruyère", "de la Cascade", "de la Charpente", "de la Clairière", "de la Combe", "de la Criée",
    "de la Digue", "de la Dune", "de la Falaise", "de la Fenaison", "de la Fontaine", "de la Forge", "de la Fougère",
    "de la Garrigue", "de la Halle", "de la Lande", "de la Lavande", "de la Luzerne", "de la Margelle", "de la Marée",
    "de la Moisson", "de la Passerelle", "de la Péniche", "de la Plaine", "de la Prairie", "de la Source", "de la Tonnelle",
    "de la Tourbière", "de la Tuilerie", "de la Vallée", "de la Verrerie", "de la Vigne",
    "des Alpages", "des Berges", "des Bocages", "des Bouleaux", "des Campanules", "des Canaux", "des Charmilles",
    "des Châtaigniers", "des Cimes", "des Collines", "des Coteaux", "des Étangs", "des Fougères", "des Galets", "des Gorges",
    "des Granges", "des Grèves", "des Haies", "des Hameaux", "des Hêtres", "des Jardins", "des Jetées", "des Lavoirs",
    "des Mélèzes", "des Moulins", "des Noisetiers", "des Passeurs", "des Ponts", "des Pépinières", "des Quais", "des Rivages",
    "des Roselières", "des Sentiers", "des Terrasses", "des Tilleuls", "des Tisserands", "des Vergers", "des Viaducs",
    "du Bassin", "du Beffroi", "du Causse", "du Cloître", "du Clocher", "du Colombier", "du Confluent", "du Courlis",
    "du Delta", "du Fanal", "du Fleuve", "du Gué", "du Halage", "du Houblon", "du Lac", "du Lagon", "du Littoral", "du Maquis",
    "du Marais", "du Massif", "du Méandre", "du Môle", "du Noyer", "du Pertuis", "du Plateau", "du Platane", "du Pressoir",
    "du Puits", "du Ruisseau", "du Sillon", "du Torrent", "du Vallon", "du Village",
];

/// Roots of companies' names.
#[rustfmt::skip]
pub(super) const ROOTS: &[&str] = &[
    "Aldric", "Arvelin", "Bastrel", "Belvane", "Bréhault", "Calvern", "Cardane", "Castrelle", "Dalmont", "Darvigne",
    "Elmor", "Esparel", "Falvert", "Ferrane", "Gardelin", "Garvoise", "Helvane", "Isarn", "Jorval", "Kermor", "Kervane",
    "Lanvel", "Lorvane", "Malbrec", "Marvoine", "Mervan", "Morvelle", "Nervault", "Ostrel", "Palvern",
    "Pervigne", "Quervel", "Rocvert", "Salvane", "Sarvelle", "Silvern", "Tervane", "Torvigne", "Ulvane",
    "Valtrel", "Vernelle", "Vervane", "Volmer", "Ysalve", "Zéphane",
];
/// Things that keep watch or hold fast.
#[rustfmt::skip]
pub(super) const THINGS: &[&str] = &[
    "Amarre", "Ancre Neuve", "Balise", "Barbacane", "Bastingage", "Beffroi", "Cairn", "Chemin de Ronde", "Contrefort",
    "Échauguette", "Estacade", "Fanal", "Garde-Corps", "Girouette", "Herse", "Hourd", "Lanterne", "Merlon", "Palissade",
    "Parapet", "Passe-Muraille", "Poterne", "Quart de Nuit", "Redan", "Sémaphore", "Tocsin", "Tour Carrée", "Verrou",
];
/// How a company's name is made of a root or a thing.
#[rustfmt::skip]
pub(super) const FORMS: &[&str] = &[
    "{} Sécurité", "{} Audit", "{} Conseil", "{} Cyberdéfense", "{} Numérique", "{} Réponse", "Atelier {}", "Cabinet {}",
    "Compagnie {}", "Laboratoire {}", "Maison {}", "{} et Associés",
];
