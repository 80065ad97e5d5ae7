//! Regions and départements of France as data (INSEE, Code officiel géographique, 1 January 2026), and where a region lies on the map of
//! tiles: each an equal square, roughly in its place.
use crate::text::fold;

/// A region.
#[derive(Debug, PartialEq, Eq)]
pub struct Region {
    /// Its INSEE code.
    pub code: &'static str,
    /// Its official name.
    pub name: &'static str,
    /// The letters in its tile.
    pub short: &'static str,
    /// Its column on the map, from 0.
    pub column: u8,
    /// Its row, from 0.
    pub row: u8,
}

/// A département.
#[derive(Debug, PartialEq, Eq)]
pub struct Departement {
    /// Its code, as people write it: `01`, `2A`, `971`.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The code of its region.
    pub region: &'static str,
}

const fn region_at(code: &'static str, name: &'static str, short: &'static str, column: u8, row: u8) -> Region {
    Region { code, name, short, column, row }
}

const fn dep(code: &'static str, name: &'static str, region: &'static str) -> Departement {
    Departement { code, name, region }
}

/// Columns of the map.
pub const COLUMNS: u32 = 5;
/// Rows of the map.
pub const ROWS: u32 = 7;

/// Every region, those of the mainland first.
pub const REGIONS: [Region; 18] = [
    region_at("84", "Auvergne-Rhône-Alpes", "ARA", 3, 3),
    region_at("27", "Bourgogne-Franche-Comté", "BFC", 3, 2),
    region_at("53", "Bretagne", "BRE", 0, 2),
    region_at("24", "Centre-Val de Loire", "CVL", 2, 2),
    region_at("94", "Corse", "COR", 4, 5),
    region_at("44", "Grand Est", "GES", 3, 1),
    region_at("32", "Hauts-de-France", "HDF", 2, 0),
    region_at("11", "Île-de-France", "IDF", 2, 1),
    region_at("28", "Normandie", "NOR", 1, 1),
    region_at("75", "Nouvelle-Aquitaine", "NAQ", 1, 3),
    region_at("76", "Occitanie", "OCC", 2, 4),
    region_at("52", "Pays de la Loire", "PDL", 1, 2),
    region_at("93", "Provence-Alpes-Côte d’Azur", "PAC", 3, 4),
    region_at("01", "Guadeloupe", "GUA", 0, 6),
    region_at("03", "Guyane", "GUY", 2, 6),
    region_at("04", "La Réunion", "REU", 3, 6),
    region_at("02", "Martinique", "MAR", 1, 6),
    region_at("06", "Mayotte", "MAY", 4, 6),
];

/// Every département.
#[rustfmt::skip]
pub const DEPARTEMENTS: [Departement; 101] = [
    dep("01", "Ain", "84"), dep("02", "Aisne", "32"), dep("03", "Allier", "84"), dep("04", "Alpes-de-Haute-Provence", "93"), dep("05", "Hautes-Alpes", "93"),
    dep("06", "Alpes-Maritimes", "93"), dep("07", "Ardèche", "84"), dep("08", "Ardennes", "44"), dep("09", "Ariège", "76"), dep("10", "Aube", "44"),
    dep("11", "Aude", "76"), dep("12", "Aveyron", "76"), dep("13", "Bouches-du-Rhône", "93"), dep("14", "Calvados", "28"), dep("15", "Cantal", "84"),
    dep("16", "Charente", "75"), dep("17", "Charente-Maritime", "75"), dep("18", "Cher", "24"), dep("19", "Corrèze", "75"), dep("2A", "Corse-du-Sud", "94"),
    dep("2B", "Haute-Corse", "94"), dep("21", "Côte-d’Or", "27"), dep("22", "Côtes-d’Armor", "53"), dep("23", "Creuse", "75"), dep("24", "Dordogne", "75"),
    dep("25", "Doubs", "27"), dep("26", "Drôme", "84"), dep("27", "Eure", "28"), dep("28", "Eure-et-Loir", "24"), dep("29", "Finistère", "53"),
    dep("30", "Gard", "76"), dep("31", "Haute-Garonne", "76"), dep("32", "Gers", "76"), dep("33", "Gironde", "75"), dep("34", "Hérault", "76"),
    dep("35", "Ille-et-Vilaine", "53"), dep("36", "Indre", "24"), dep("37", "Indre-et-Loire", "24"), dep("38", "Isère", "84"), dep("39", "Jura", "27"),
    dep("40", "Landes", "75"), dep("41", "Loir-et-Cher", "24"), dep("42", "Loire", "84"), dep("43", "Haute-Loire", "84"), dep("44", "Loire-Atlantique", "52"),
    dep("45", "Loiret", "24"), dep("46", "Lot", "76"), dep("47", "Lot-et-Garonne", "75"), dep("48", "Lozère", "76"), dep("49", "Maine-et-Loire", "52"),
    dep("50", "Manche", "28"), dep("51", "Marne", "44"), dep("52", "Haute-Marne", "44"), dep("53", "Mayenne", "52"), dep("54", "Meurthe-et-Moselle", "44"),
    dep("55", "Meuse", "44"), dep("56", "Morbihan", "53"), dep("57", "Moselle", "44"), dep("58", "Nièvre", "27"), dep("59", "Nord", "32"),
    dep("60", "Oise", "32"), dep("61", "Orne", "28"), dep("62", "Pas-de-Calais", "32"), dep("63", "Puy-de-Dôme", "84"),
    dep("64", "Pyrénées-Atlantiques", "75"), dep("65", "Hautes-Pyrénées", "76"), dep("66", "Pyrénées-Orientales", "76"), dep("67", "Bas-Rhin", "44"),
    dep("68", "Haut-Rhin", "44"), dep("69", "Rhône", "84"), dep("70", "Haute-Saône", "27"), dep("71", "Saône-et-Loire", "27"), dep("72", "Sarthe", "52"),
    dep("73", "Savoie", "84"), dep("74", "Haute-Savoie", "84"), dep("75", "Paris", "11"), dep("76", "Seine-Maritime", "28"),
    dep("77", "Seine-et-Marne", "11"), dep("78", "Yvelines", "11"), dep("79", "Deux-Sèvres", "75"), dep("80", "Somme", "32"), dep("81", "Tarn", "76"),
    dep("82", "Tarn-et-Garonne", "76"), dep("83", "Var", "93"), dep("84", "Vaucluse", "93"), dep("85", "Vendée", "52"), dep("86", "Vienne", "75"),
    dep("87", "Haute-Vienne", "75"), dep("88", "Vosges", "44"), dep("89", "Yonne", "27"), dep("90", "Territoire de Belfort", "27"),
    dep("91", "Essonne", "11"), dep("92", "Hauts-de-Seine", "11"), dep("93", "Seine-Saint-Denis", "11"), dep("94", "Val-de-Marne", "11"),
    dep("95", "Val-d’Oise", "11"), dep("971", "Guadeloupe", "01"), dep("972", "Martinique", "02"), dep("973", "Guyane", "03"), dep("974", "La Réunion", "04"),
    dep("976", "Mayotte", "06"),
];

/// The region that somebody means: by its name, or by the name or the number of one of its départements, with or without accents. A number
/// is a département's, as people write it.
pub fn region(text: &str) -> Option<&'static Region> {
    let wanted = fold(text);
    let wanted = match wanted.as_str() {
        "paca" => fold("Provence-Alpes-Côte d’Azur"),
        "reunion" => fold("La Réunion"),
        _ => wanted,
    };
    let own = REGIONS.iter().find(|r| fold(r.name) == wanted);
    own.or_else(|| DEPARTEMENTS.iter().find(|d| fold(d.code) == wanted || fold(d.name) == wanted).and_then(|d| by_code(d.region)))
}

/// The region of an INSEE code.
pub fn by_code(code: &str) -> Option<&'static Region> {
    REGIONS.iter().find(|r| r.code == code)
}

/// The départements of a region.
pub fn departements(region: &str) -> impl Iterator<Item = &'static Departement> {
    DEPARTEMENTS.iter().filter(move |d| d.region == region)
}

/// Whether the words mean the whole country, in whatever way a register says so.
pub fn is_everywhere(text: &str) -> bool {
    matches!(fold(text).as_str(), "france" | "france entiere" | "toute la france" | "national")
}

/// Whether they mean its mainland and Corsica.
pub fn is_mainland(text: &str) -> bool {
    matches!(fold(text).as_str(), "metropole" | "france metropolitaine")
}

/// The regions of the mainland, and Corsica.
pub fn mainland() -> impl Iterator<Item = &'static Region> {
    REGIONS.iter().take(13)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_departement_lies_in_a_region_and_no_tile_covers_another() {
        let codes: HashSet<&str> = DEPARTEMENTS.iter().map(|d| d.code).collect();
        let names: HashSet<&str> = DEPARTEMENTS.iter().map(|d| d.name).collect();
        assert_eq!((codes.len(), names.len()), (101, 101));
        assert!(DEPARTEMENTS.iter().all(|d| by_code(d.region).is_some()));
        assert!(REGIONS.iter().all(|r| departements(r.code).next().is_some()));
        let tiles: HashSet<_> = REGIONS.iter().map(|r| (r.column, r.row)).collect();
        assert_eq!(tiles.len(), 18);
        assert!(REGIONS.iter().all(|r| u32::from(r.column) < COLUMNS && u32::from(r.row) < ROWS));
        let counts = [("11", 8), ("84", 12), ("76", 13), ("75", 12), ("44", 10), ("27", 8), ("94", 2), ("01", 1)];
        for (region, count) in counts {
            assert_eq!(departements(region).count(), count, "{region}");
        }
    }

    #[test]
    fn a_region_is_found_as_people_write_it() {
        for (typed, name) in [
            ("ile de france", "Île-de-France"),
            ("Île-de-France", "Île-de-France"),
            ("Paris", "Île-de-France"),
            ("75", "Île-de-France"),
            ("11", "Occitanie"),
            ("2a", "Corse"),
            ("PACA", "Provence-Alpes-Côte d’Azur"),
            ("provence alpes cote d'azur", "Provence-Alpes-Côte d’Azur"),
            ("Rhone", "Auvergne-Rhône-Alpes"),
            ("Réunion", "La Réunion"),
            ("974", "La Réunion"),
            ("cotes d armor", "Bretagne"),
        ] {
            assert_eq!(region(typed).map(|r| r.name), Some(name), "{typed}");
        }
        assert_eq!((region("Outre-mer"), region(""), region("20")), (None, None, None));
        assert!(is_everywhere("France entière") && !is_everywhere("métropole") && !is_everywhere("Bretagne"));
        assert!(is_mainland("Métropole") && mainland().any(|r| r.name == "Corse") && !mainland().any(|r| r.name == "Mayotte"));
    }
}
