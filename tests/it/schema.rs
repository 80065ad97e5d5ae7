//! Both databases hold the same tables with the same columns in the same order.
use crate::support::{Kind, Portal, has_postgres};

/// Table, column, whether it may be empty, in order.
/// The words of the search are the one thing the two keep differently: a virtual table here, an index there.
pub fn columns(p: &Portal) -> Vec<String> {
    p.column(match p.kind {
        Kind::Sqlite => {
            "SELECT m.name || '.' || c.name || CASE c.\"notnull\" WHEN 1 THEN '' ELSE ' null' END FROM sqlite_schema m JOIN pragma_table_info(m.name) c
              WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'searchable\\_words%' ESCAPE '\\' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY m.name, c.cid"
        }
        Kind::Postgres => {
            "SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN '' ELSE ' null' END FROM information_schema.columns
              WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%' ORDER BY table_name COLLATE \"C\", ordinal_position"
        }
    })
}

fn indexes(p: &Portal) -> Vec<String> {
    p.column(match p.kind {
        Kind::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE INDEX%' ORDER BY name",
        Kind::Postgres => {
            "SELECT indexname::TEXT FROM pg_indexes WHERE schemaname = 'public' AND indexdef NOT LIKE '%UNIQUE%' AND indexname <> 'searchable_words' ORDER BY indexname COLLATE \"C\""
        }
    })
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    if !has_postgres() {
        return;
    }
    let (sqlite, postgres) = (Portal::new(Kind::Sqlite), Portal::new(Kind::Postgres));
    let found = columns(&sqlite);
    assert!(found.len() > 100, "{found:?}");
    assert_eq!(found, columns(&postgres));
    assert_eq!(indexes(&sqlite), indexes(&postgres));
}

#[test]
fn both_databases_repeat_the_same_rules() {
    let files = |kind: &str| {
        let folder = std::fs::read_dir(format!("{}/migrations/{kind}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let mut files: Vec<_> = folder.map(|f| f.unwrap().path()).collect();
        files.sort();
        files
    };
    let names = |kind: &str| files(kind).iter().map(|f| f.file_name().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(names("sqlite"), names("postgres"));
    let read = |kind: &str| files(kind).iter().map(|f| std::fs::read_to_string(f).unwrap()).collect::<Vec<_>>().join("\n");
    let checks = |text: &str| {
        let one: String = text.lines().map(|l| l.split("--").next().unwrap_or("")).collect::<Vec<_>>().join(" ");
        let one = one.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut found: Vec<String> = one.match_indices("CHECK (").map(|(at, _)| until_closed(&one[at + 6..])).collect();
        found.retain(|c| !c.ends_with("IN (0, 1))"));
        found
    };
    let (sqlite, postgres) = (checks(&read("sqlite")), checks(&read("postgres")));
    assert!(sqlite.len() > 15);
    // SQLite makes a table anew to change it, and so says its rules again.
    let once = |mut all: Vec<String>| {
        all.sort();
        all.dedup();
        all
    };
    assert_eq!(once(sqlite), once(postgres));
}

/// The text up to the bracket that closes the first one.
fn until_closed(text: &str) -> String {
    let mut depth = 0;
    let end = text.char_indices().find(|(_, c)| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    text[..=end.unwrap().0].to_owned()
}
