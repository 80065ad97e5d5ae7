//! The people and parties of every test. Made once for each database by the program's own `vigie init`, then copied.
use crate::support::{Kind, postgres_url, wait};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, LazyLock, Mutex, OnceLock},
};
use vigie::{
    accounts::{Membership, Roles, filling, invite, may as account_may},
    audit::Act,
    clock::Clock,
    config::Settings,
    crypto::{password, seal::KeyRing, sha256},
    db::{Db, Tx},
    ids::{AccountId, GroupId, PartyId},
    parties,
    providers::{self, register},
};

pub const PASSPHRASE: &str = "une tortue lit  le journal du soir";
pub const PARTIES: [&str; 3] = ["Érable Nouveau", "Alliance du Tilleul", "Hêtre et Progrès"];
pub const SLUGS: [&str; 3] = ["erable-nouveau", "alliance-du-tilleul", "hetre-et-progres"];
/// The group that holds the first and the third party.
pub const GROUP: &str = "Forêt";
/// Staff: key and roles.
const STAFF: [(&str, &[&str]); 11] = [
    ("author", &["author"]),
    ("coauthor", &["author"]),
    ("approver", &["approver"]),
    ("approver2", &["approver"]),
    ("chief", &["author", "approver"]),
    ("vetting", &["vetting"]),
    ("vetting2", &["vetting"]),
    ("vetting3", &["vetting"]),
    ("auditor", &["auditor"]),
    ("administrator", &["administrator"]),
    ("boss", &["author", "administrator", "approver"]),
];
/// Contacts of each party: key and membership.
const CONTACTS: [(&str, Membership); 4] =
    [("lead", Membership::Lead), ("contact", Membership::Contact), ("colleague", Membership::Contact), ("directory", Membership::Directory)];

pub const PROVIDERS: &str = "provider,siren,country,regions,languages,website,phone,email,on_call,scheme,scheme_version,offer,scopes,level,national_security,decision_no,decision_date,valid_from,valid_to,status,conditions,source
Vigilance Ouest,123456789,FR,Bretagne|Normandie,fr|en,https://vigilance-ouest.example,+33 2 99 00 00 01,contact@vigilance-ouest.example,24/7,PRIS,2.0,Réponse à incident,forensic|pilotage,élevé,yes,D-1,2025-01-10,2025-01-10,2031-01-09,qualified,,https://register.example
Audit Levant,987654321,FR,Provence,fr,https://audit-levant.example,+33 4 99 00 00 02,,business-hours,PASSI,3.1,Audit,architecture|code,substantiel,no,D-2,2025-02-10,2025-02-10,2031-02-09,qualified,,https://register.example
Nuage Clair,,FR,,fr,https://nuage-clair.example,,,,SecNumCloud,3.2,Nuage,IaaS,,,D-3,2023-02-10,2023-02-10,2024-02-09,qualified,,https://register.example
Guet Suspendu,,FR,,fr,https://guet.example,+33 1 99 00 00 03,,,PDIS,2.0,Guet,detection,,,D-4,2025-02-10,2025-02-10,2031-02-09,suspended,,https://register.example
";

/// A portal to copy.
pub struct World {
    pub dir: PathBuf,
    /// The name of the PostgreSQL database to copy.
    pub database: String,
    pub ids: HashMap<String, AccountId>,
    pub groups: Vec<GroupId>,
    /// The letter's code and the e-mail's code of the person who is invited.
    pub codes: (String, String),
}

/// The authenticator's seed of a person.
pub fn seed(key: &str) -> Vec<u8> {
    sha256(key.as_bytes())[..20].to_vec()
}

pub fn email(key: &str) -> String {
    format!("{key}@vigie.example")
}

pub fn name(key: &str) -> String {
    format!("Personne {key}")
}

/// argon2 once for the whole run.
pub fn hash() -> &'static str {
    static HASH: LazyLock<String> = LazyLock::new(|| password::hash_now(PASSPHRASE).unwrap());
    &HASH
}

/// Where this run's files lie; those of runs that have ended are removed.
pub fn tmp() -> &'static Path {
    static TMP: LazyLock<PathBuf> = LazyLock::new(|| {
        let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
        for old in std::fs::read_dir(base).into_iter().flatten().flatten() {
            let name = old.file_name().to_string_lossy().into_owned();
            if name.strip_prefix("it-").is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
                let _ = std::fs::remove_dir_all(old.path());
            }
        }
        let dir = base.join(format!("it-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        dir
    });
    &TMP
}

/// The portal that tests copy.
pub fn world(kind: Kind) -> Arc<World> {
    static MADE: [OnceLock<Arc<World>>; 2] = [OnceLock::new(), OnceLock::new()];
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock();
    MADE[kind as usize].get_or_init(|| Arc::new(make(kind))).clone()
}

fn make(kind: Kind) -> World {
    let dir = tmp().join(format!("world-{kind:?}"));
    let database = format!("vigie_world_{}", std::process::id());
    let mut init = Command::new(env!("CARGO_BIN_EXE_vigie"));
    init.args(["init", "--origin", "https://localhost:1", "--data-dir"]).arg(&dir);
    if kind == Kind::Postgres {
        crate::support::cluster(&format!("CREATE DATABASE {database}"));
        init.args(["--database", &postgres_url(&database)]);
    }
    let done = init.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    // Most tests sign staff in by code; those about passkeys ask for them.
    let file = dir.join("vigie.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("requires_passkey = true", "requires_passkey = false").replace("totp_reads_red = false", "totp_reads_red = true"))
        .unwrap();
    let mut world = World { dir, database, ids: HashMap::new(), groups: Vec::new(), codes: Default::default() };
    wait(async {
        let settings = Settings::load(&world.dir).unwrap();
        let keys = Arc::new(KeyRing::load(&settings.path("keys.ring")).unwrap());
        let db = Db::open(&settings, &keys).await.unwrap();
        let act = Act::operator(keys, Clock::default().now());
        let mut tx = db.write().await.unwrap();
        fill(&mut tx, &act, &mut world).await.unwrap();
        tx.commit().await.unwrap();
        db.close().await;
    });
    world
}

async fn fill(tx: &mut Tx, act: &Act, w: &mut World) -> Result<(), vigie::error::Error> {
    for (key, roles) in STAFF {
        let is = |role| roles.contains(&role);
        let roles =
            Roles { author: is("author"), approver: is("approver"), vetting: is("vetting"), auditor: is("auditor"), administrator: is("administrator") };
        person(tx, act, w, key, Membership::Staff, None, roles).await?;
    }
    let mut ids = Vec::new();
    for (n, party) in PARTIES.into_iter().enumerate() {
        let new = parties::New { name: party, switchboard: &format!("+33 1 99 00 01 0{n}"), source: "https://annuaire.example" };
        let party = parties::add(tx, act, parties::may::operator_adds(), &new).await?;
        for (key, membership) in CONTACTS {
            person(tx, act, w, &format!("{key}{n}"), membership, Some(&party.id), Roles::default()).await?;
        }
        ids.push(party.id);
    }
    w.groups.push(parties::add_group(tx, act, parties::may::operator_adds(), GROUP, &[ids[0].clone(), ids[2].clone()]).await?);
    person(tx, act, w, "enrolled", Membership::Contact, Some(&ids[0]), Roles::default()).await?;
    vigie::exec!(tx, "UPDATE account SET state = 'enrolled', confirmed_at = NULL WHERE email = $1", email("enrolled"))?;
    let go = account_may::operator_invites_contact(Membership::Contact, ids[0].clone())?;
    let (name, email) = (name("newcomer"), email("newcomer"));
    let codes = invite::invite(tx, act, go, &invite::Person { name: &name, email: &email, phone: "+33 6 99 00 12 34" }).await?;
    w.ids.insert("newcomer".into(), codes.account.clone());
    w.codes = (codes.letter, codes.email);
    let report = register::parse(PROVIDERS.as_bytes()).unwrap();
    assert!(report.refused.is_empty(), "{:?}", report.refused.iter().map(|r| &r.reasons).collect::<Vec<_>>());
    let batch = providers::recording::Batch { rows: &report.rows, empty: providers::recording::Empty::Keeps, today: jiff::civil::date(2026, 1, 1) };
    providers::import(tx, act, &providers::may::operator_takes(), &batch, || ()).await?;
    Ok(())
}

async fn person(
    tx: &mut Tx,
    act: &Act,
    w: &mut World,
    key: &str,
    membership: Membership,
    party: Option<&PartyId>,
    roles: Roles,
) -> Result<(), vigie::error::Error> {
    let (name, email) = (name(key), email(key));
    let person = invite::Person { name: &name, email: &email, phone: "+33 6 99 00 00 00" };
    let ready = filling::Ready { person, membership, party, roles, password: hash(), seed: &seed(key) };
    w.ids.insert(key.into(), filling::add(tx, act, &ready).await?);
    Ok(())
}
