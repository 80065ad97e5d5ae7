//! `/admin`: what is left before the portal opens, and how it is. Beside home.rs, because it too gathers from every feature.
use crate::{
    accounts::staff,
    audit, crypto,
    db::Db,
    error::Result,
    parties,
    web::{By, Frame, Section, by::Administrator, routes::Path, table},
};
use actix_web::HttpResponse;
use askama::Template;

/// Where a task stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// The data says that it is done.
    Done,
    /// The data says that it is not.
    Open,
    /// The portal cannot know: the operator does it by hand.
    ByHand,
}

impl Stands {
    fn when(done: bool) -> Self {
        if done { Self::Done } else { Self::Open }
    }
}

/// One line of the list.
struct Task {
    title: &'static str,
    /// What to do, or what there is.
    says: String,
    stands: Stands,
    /// Where it is done, if a page for it exists.
    href: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "staff/admin.html")]
struct AdminPage<'a> {
    f: Frame<'a>,
    tasks: Vec<Task>,
    left: i64,
    /// Sentences.
    health: Vec<String>,
}

/// What the list counts.
struct Counts {
    parties: i64,
    providers: i64,
    auditors: i64,
    vetting: i64,
}

/// `/admin`
pub async fn overview(by: By<Administrator>, _: Path<()>) -> Result<HttpResponse> {
    let v = &by.visit;
    let version = v.open.as_ref().map_or(0, |o| o.register_version);
    let register = v.app.register.get(&v.app.db, version).await?;
    let mut tx = v.app.db.snapshot().await?;
    let (auditors, vetting) = staff::counts(&mut tx).await?;
    let parties = parties::count(&mut tx).await?;
    let records = audit::size(&mut tx).await?;
    drop(tx);
    let counts = Counts { parties, providers: i64::try_from(register.providers.len()).unwrap_or(i64::MAX), auditors, vetting };
    let tasks = tasks(&by, &counts);
    let left = i64::try_from(tasks.iter().filter(|t| t.stands == Stands::Open).count()).unwrap_or(i64::MAX);
    let health = vec![certificate(&by), v.tn("admin-log", records), v.t(database(&v.app.db)).to_owned()];
    by.page(&AdminPage { f: by.frame(Section::Admin), tasks, left, health })
}

fn tasks(by: &By<Administrator>, c: &Counts) -> Vec<Task> {
    let v = &by.visit;
    // Pages that stand in another part of the portal are linked where they exist.
    let page = |path: &'static str| Some(path).filter(|p| table::has_page(p));
    let by_hand = |title, says, href| Task { title, says: v.t(says).to_owned(), stands: Stands::ByHand, href };
    let counted = |title, says, n: i64, enough: i64, href| Task { title, says: v.tn(says, n), stands: Stands::when(n >= enough), href };
    vec![
        counted("admin-vetting", "admin-vetting-count", c.vetting, 2, page("/admin/staff")),
        by_hand("admin-mail", "admin-mail-by-hand", page("/admin/mail")),
        by_hand("admin-backup", "admin-backup-by-hand", page("/admin/backups")),
        by_hand("admin-accessibility", "admin-accessibility-by-hand", page("/help/accessibility")),
        by_hand("admin-legal", "admin-legal-by-hand", page("/help/privacy")),
        counted("parties-title", "admin-parties-count", c.parties, 1, page("/desk/parties")),
        counted("admin-providers", "admin-providers-count", c.providers, 1, page("/providers")),
        counted("admin-auditor", "admin-auditor-count", c.auditors, 1, page("/admin/staff")),
        by_hand("admin-checkpoints", "admin-checkpoints-by-hand", None),
    ]
}

/// When the certificate ends, in words.
fn certificate(by: &By<Administrator>) -> String {
    let v = &by.visit;
    match crypto::tls::days_left(&v.app.settings.path("tls")) {
        Some(days) if days < 0 => v.t("admin-certificate-over").to_owned(),
        Some(days) => v.tn("admin-certificate", days.into()),
        None => v.t("admin-certificate-unread").to_owned(),
    }
}

fn database(db: &Db) -> &'static str {
    match db {
        Db::Sqlite { .. } => "admin-database-sqlite",
        Db::Postgres { .. } => "admin-database-postgres",
    }
}
