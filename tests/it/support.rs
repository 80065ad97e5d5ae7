//! A fresh portal for each test, on either database, served in this process with a clock that can be moved.
use crate::{
    client::{At, Client},
    server::Server,
    world::{self, World, email, seed, world},
};
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use vigie::{
    accounts::{self, may as account_may, totp},
    audit::{Act, verify::Verdict},
    clock::{Clock, Millis, SECOND},
    config::Settings,
    crypto::seal::KeyRing,
    db::{Db, Tx},
    ids::AccountId,
};

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// Makes two tests of each scenario, `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($name:ident)*) => { $(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::support::run($crate::support::Kind::Sqlite, super::$name);
            }
            #[test]
            fn postgres() {
                $crate::support::run($crate::support::Kind::Postgres, super::$name);
            }
        }
    )* };
}
pub(crate) use on_both;

/// Runs a scenario on a fresh portal.
pub fn run(kind: Kind, scenario: impl FnOnce(&Portal)) {
    if kind == Kind::Postgres && !has_postgres() {
        return;
    }
    scenario(&Portal::new(kind));
}

/// Whether a PostgreSQL cluster is at hand; says so if not.
pub fn has_postgres() -> bool {
    let there = variable("VIGIE_TEST_POSTGRES").is_some();
    if !there {
        eprintln!("PostgreSQL is not at hand: skipped");
    }
    there
}

/// A variable of the environment.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where the cluster and the shared data lie")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}

/// The address of a database of the cluster.
pub fn postgres_url(database: &str) -> String {
    let mut url = url::Url::parse(&variable("VIGIE_TEST_POSTGRES").unwrap()).unwrap();
    url.set_path(database);
    url.to_string()
}

/// A statement on the cluster itself, one at a time.
pub fn cluster(sql: &str) {
    try_cluster(sql).unwrap();
}

fn try_cluster(sql: &str) -> Result<(), sqlx::Error> {
    use sqlx::Connection;
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock();
    wait(async {
        let mut c = sqlx::PgConnection::connect(&variable("VIGIE_TEST_POSTGRES").unwrap_or_default()).await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut c).await?;
        c.close().await
    })
}

/// Runs a future to its end.
pub fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// A portal of a test's own.
pub struct Portal {
    pub kind: Kind,
    pub dir: PathBuf,
    pub clock: Clock,
    pub keys: Arc<KeyRing>,
    pub world: Arc<World>,
    pub server: Option<Server>,
    pub at: Arc<At>,
    pub database: String,
    /// The last step of the authenticator that a person spent.
    spent: Mutex<HashMap<String, i64>>,
    /// Browsers in which a person is signed in.
    signed_in: Mutex<HashMap<String, Client>>,
}

impl Portal {
    pub fn new(kind: Kind) -> Self {
        Self::with(kind, &[])
    }

    /// A portal with lines of the settings replaced.
    pub fn with(kind: Kind, changes: &[(&str, &str)]) -> Self {
        Self::prepared(kind, changes, |_| ())
    }

    /// The same, with files put into the data directory before it is served.
    pub fn prepared(kind: Kind, changes: &[(&str, &str)], prepare: impl FnOnce(&Path)) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let (world, n) = (world(kind), COUNT.fetch_add(1, Ordering::Relaxed));
        let (dir, database) = (world::tmp().join(format!("portal-{n}")), format!("vigie_{}_{n}", std::process::id()));
        copy(&world.dir, &dir);
        if kind == Kind::Postgres {
            cluster(&format!("CREATE DATABASE {database} TEMPLATE {}", world.database));
            let file = dir.join("vigie.toml");
            fs::write(&file, fs::read_to_string(&file).unwrap().replace(&postgres_url(&world.database), &postgres_url(&database))).unwrap();
        }
        prepare(&dir);
        let clock = Clock::default();
        let server = Server::start(&dir, &clock, changes);
        let keys = Arc::new(KeyRing::load(&dir.join("keys.ring")).unwrap());
        let (spent, signed_in) = Default::default();
        Self { kind, dir, clock, keys, world, at: server.at.clone(), server: Some(server), database, spent, signed_in }
    }

    /// Another server on the same database, with lines of the settings replaced.
    pub fn another(&self, changes: &[(&str, &str)]) -> Server {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let dir = world::tmp().join(format!("another-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
        for folder in ["tls", "mail", "documents"] {
            copy(&self.dir.join(folder), &dir.join(folder));
        }
        for name in ["vigie.toml", "keys.ring", "log.key"] {
            fs::copy(self.dir.join(name), dir.join(name)).unwrap();
        }
        // What lies beside the database from the first checkpoint on.
        let _ = fs::copy(self.dir.join("log.checkpoint"), dir.join("log.checkpoint"));
        let file = dir.join("vigie.toml");
        let text = fs::read_to_string(&file).unwrap().replace(&self.settings().config.origin, "https://localhost:1");
        fs::write(&file, text.replace("sqlite:vigie.db", &format!("sqlite:{}", self.dir.join("vigie.db").display()))).unwrap();
        Server::start(&dir, &self.clock, changes)
    }

    pub fn settings(&self) -> Settings {
        Settings::load(&self.dir).unwrap()
    }

    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    pub fn id(&self, key: &str) -> AccountId {
        self.world.ids[key].clone()
    }

    /// The code that a person's authenticator shows, some steps from now.
    pub fn code(&self, key: &str, steps: i64) -> String {
        totp::code_at(&seed(key), self.now() + steps * 30 * SECOND).unwrap()
    }

    /// Moves the clock until the person's authenticator shows a code that was not used.
    pub fn fresh_code(&self, key: &str) -> String {
        let mut spent = self.spent.lock().unwrap();
        let last = spent.get(key).copied().unwrap_or(0);
        let step = self.now() / (30 * SECOND);
        if step <= last {
            self.clock.advance((last + 1 - step) * 30 * SECOND);
        }
        // The middle of a step, so that no test stands on its edge.
        let within = self.now() % (30 * SECOND);
        if within > 20 * SECOND {
            self.clock.advance(35 * SECOND - within);
        }
        spent.insert(key.into(), self.now() / (30 * SECOND));
        drop(spent);
        self.code(key, 0)
    }

    pub fn nobody(&self) -> Client {
        Client::new(self.at.clone())
    }

    /// A browser after the passphrase.
    pub fn half(&self, key: &str) -> Client {
        let client = self.nobody();
        client.submit("/login", "/login", &[("username", &email(key)), ("password", world::PASSPHRASE)]).leads_to("/login/code");
        client
    }

    /// A browser in which a person has just signed in.
    pub fn sign_in(&self, key: &str) -> Client {
        let client = self.half(key);
        client.submit("/login/code", "/login/code", &[("code", &self.fresh_code(key))]).leads_to("/");
        client
    }

    /// A browser in which a person is signed in.
    pub fn by(&self, key: &str) -> Client {
        if let Some(there) = self.signed_in.lock().unwrap().get(key) {
            return there.fork();
        }
        let client = self.sign_in(key);
        self.signed_in.lock().unwrap().insert(key.into(), client.fork());
        client
    }

    pub fn author(&self) -> Client {
        self.by("author")
    }
    pub fn approver(&self) -> Client {
        self.by("approver")
    }
    pub fn vetting(&self) -> Client {
        self.by("vetting")
    }
    pub fn auditor(&self) -> Client {
        self.by("auditor")
    }
    pub fn administrator(&self) -> Client {
        self.by("administrator")
    }
    pub fn contact(&self, party: usize) -> Client {
        self.by(&format!("contact{party}"))
    }
    pub fn lead(&self, party: usize) -> Client {
        self.by(&format!("lead{party}"))
    }
    pub fn directory(&self, party: usize) -> Client {
        self.by(&format!("directory{party}"))
    }
    /// Somebody who has finished enrolment and is not confirmed.
    pub fn enrolled(&self) -> Client {
        self.by("enrolled")
    }
    /// Somebody who has entered the enrolment codes.
    pub fn enrolling(&self) -> Client {
        let (client, (letter, email)) = (self.nobody(), &self.world.codes);
        client.submit("/enrol", "/enrol", &[("letter_code", letter), ("email_code", email)]).leads_to("/enrol/identity");
        client
    }
    /// Somebody who was signed in when their access was cut.
    pub fn cut(&self, key: &str) -> Client {
        let client = self.sign_in(key);
        self.cut_access(key);
        client
    }
    pub fn cut_access(&self, key: &str) {
        self.act(async |tx, act| {
            let contact = accounts::by_email(tx, &email(key)).await?.unwrap();
            accounts::cut(tx, act, account_may::operator_cuts(&contact)?, "a test").await
        });
    }

    /// A database of the test's own, beside the server's.
    pub async fn open(&self) -> Db {
        Db::open(&self.settings(), &self.keys).await.unwrap()
    }

    /// What an operator does with the program's own verbs.
    pub fn act<T>(&self, work: impl AsyncFnOnce(&mut Tx, &Act) -> vigie::error::Result<T>) -> T {
        wait(async {
            let db = self.open().await;
            let mut tx = db.write().await.unwrap();
            let done = work(&mut tx, &Act::operator(self.keys.clone(), self.now())).await.unwrap();
            tx.commit().await.unwrap();
            db.close().await;
            done
        })
    }

    /// SQL behind the portal's back, in one transaction.
    pub fn try_sql(&self, sql: &str) -> Result<u64, sqlx::Error> {
        wait(async {
            let db = self.open().await;
            let mut tx = db.write().await.unwrap();
            let sql = sqlx::AssertSqlSafe(sql.to_owned());
            let done = vigie::on!(&mut tx, c => sqlx::raw_sql(sql).execute(c).await.map(|done| done.rows_affected()));
            // A transaction that is still open would keep the database from closing.
            if done.is_ok() {
                tx.commit().await.unwrap();
            } else {
                drop(tx);
            }
            db.close().await;
            done
        })
    }

    #[track_caller]
    pub fn sql(&self, sql: &str) -> u64 {
        self.try_sql(sql).unwrap()
    }

    /// The first column of every row, as text.
    pub fn column(&self, sql: &str) -> Vec<String> {
        wait(async {
            let db = self.open().await;
            let mut tx = db.read().await.unwrap();
            let sql = sqlx::AssertSqlSafe(sql.to_owned());
            let rows: Vec<(Option<String>,)> = vigie::on!(&mut tx, c => sqlx::query_as(sql).fetch_all(c).await.unwrap());
            drop(tx);
            db.close().await;
            rows.into_iter().map(|r| r.0.unwrap_or_default()).collect()
        })
    }

    /// How many rows, with a `FROM …`.
    pub fn count(&self, from: &str) -> usize {
        self.column(&format!("SELECT CAST(COUNT(*) AS TEXT) {from}"))[0].parse().unwrap()
    }

    /// The audit records: action, object, outcome, detail, in order. Those of the mails that go out beside are not among them.
    pub fn records(&self) -> Vec<String> {
        self.records_that("NOT LIKE")
    }

    /// The audit records of the mails.
    pub fn notice_records(&self) -> Vec<String> {
        self.records_that("LIKE")
    }

    fn records_that(&self, like: &str) -> Vec<String> {
        self.column(&format!("SELECT action || ' ' || object || ' ' || outcome || ' ' || detail FROM audit_record WHERE action {like} 'notice.%' ORDER BY n"))
    }

    /// The records that were written while `work` ran.
    pub fn records_of(&self, work: impl FnOnce()) -> Vec<String> {
        let before = self.records().len();
        work();
        self.records().split_off(before)
    }

    /// The records of mails that were written while `work` ran.
    pub fn notice_records_of(&self, work: impl FnOnce()) -> Vec<String> {
        let before = self.notice_records().len();
        work();
        self.notice_records().split_off(before)
    }

    pub fn verify(&self) -> Verdict {
        wait(async {
            let db = self.open().await;
            let mut tx = db.snapshot().await.unwrap();
            let verdict = vigie::audit::verify::verify(vigie::audit::verify::Source::One(&mut tx), &self.keys, Vec::new(), |_, _| ()).await.unwrap();
            drop(tx);
            db.close().await;
            verdict
        })
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        drop(self.server.take());
        let _ = fs::remove_dir_all(&self.dir);
        if self.kind == Kind::Postgres {
            // A cluster that is gone has dropped it already.
            let drop = format!("DROP DATABASE {} WITH (FORCE)", self.database);
            assert!(try_cluster(&drop).is_ok() || std::thread::panicking(), "{drop}");
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            let _ = fs::copy(entry.path(), target).unwrap();
        }
    }
}
