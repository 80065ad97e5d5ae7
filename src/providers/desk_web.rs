//! Keeping the register: what waits for a second officer, what ends soon, the import of a list and the page that checks it.
use super::{
    change::{self, Change, Kind, Look, Proposal},
    check::What,
    follow,
    history::{At, Provider},
    may, register as csv,
    scheme::{Need, Technique},
    terms::Terms,
    web::{register, today},
};
use crate::{
    accounts::web::NoFields,
    apart,
    error::{Error, Result},
    form,
    web::{
        By, Errors, Frame, Posted, Section,
        by::Vetting,
        routes::Path,
        see,
        upload::{Sent, Uploaded},
        visit::Visit,
    },
};
use actix_web::HttpResponse;
use askama::Template;
use jiff::{ToSpan, civil::Date};

/// Changes on the list.
const MOST: i64 = 10;
/// Providers on the list; who looks for one writes a part of its name.
const LINES: usize = 20;
/// Rows of a report on one page.
const ROWS: usize = 100;
/// Characters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 3..=500;

#[derive(Template)]
#[template(path = "providers/desk.html")]
struct DeskPage<'a> {
    f: Frame<'a>,
    changes: &'a [Change],
    /// Where older ones begin, when there are any.
    older: Option<i64>,
    ended: Vec<follow::Ended>,
    ending: Vec<(&'a Provider, String)>,
    found: Vec<&'a Provider>,
    total: i64,
    q: &'a str,
}

/// `/desk/providers`
pub async fn list(by: By<Vetting>, _: Path<()>) -> Result<HttpResponse> {
    let (register, query) = (register(&by).await?, by.visit.query()?);
    let f = by.frame(Section::Register);
    let day = today(&f)?;
    let soon = day.checked_add(60.days()).unwrap_or(day);
    let at = At::now(day);
    let last = |p: &Provider| p.decisions(at).filter(|d| d.holds(day)).filter_map(|d| d.to).filter(|to| *to <= soon).min();
    let mut ending: Vec<_> = register.providers.iter().filter_map(|p| Some((p, last(p)?.to_string()))).collect();
    ending.sort_by(|a, b| a.1.cmp(&b.1));
    ending.truncate(LINES);
    let q = crate::text::fold(query.text("q"));
    let matching: Vec<&Provider> = register.providers.iter().filter(|p| p.folded.contains(&q)).collect();
    let mut tx = by.visit.app.db.read().await?;
    let from = query.text("from").parse::<i64>().unwrap_or(0).max(0);
    let mut changes = change::page(&mut tx, from, MOST.saturating_add(1)).await?;
    let ended = follow::ended(&mut tx, by.visit.now, MOST).await?;
    drop(tx);
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let older = (changes.len() > most).then(|| from.saturating_add(MOST));
    changes.truncate(most);
    let total = i64::try_from(matching.len()).unwrap_or(0);
    by.page(&DeskPage { f, changes: &changes, older, ended, ending, found: matching.into_iter().take(LINES).collect(), total, q: query.text("q") })
}

/// A fault in the reader's language.
pub(super) fn in_words(visit: &Visit, says: &csv::Says) -> String {
    visit.app.texts.says(visit.lang, says.key, &says.args)
}

form! {
    /// `/desk/providers/imports`
    pub struct ImportForm { gone, gone_from, reason }
}

#[derive(Template)]
#[template(path = "providers/import.html")]
struct ImportPage<'a> {
    f: Frame<'a>,
    form: &'a ImportForm,
    refused: &'a [csv::Refused],
    errors: Errors,
    /// Bytes of a file at most.
    most: i64,
}

/// The smaller of what an upload and what a list may have.
fn most(by: &By<Vetting>) -> i64 {
    i64::try_from(by.visit.app.settings.config.attachments.max_bytes.min(csv::MAX_BYTES)).unwrap_or(0)
}

impl ImportPage<'_> {
    fn in_words(&self, says: &csv::Says) -> String {
        self.f.says(says.key, &says.args)
    }
}

/// `/desk/providers/imports/new`
pub async fn new(by: By<Vetting>, _: Path<()>) -> Result<HttpResponse> {
    by.page(&ImportPage { f: by.frame(Section::Register), form: &ImportForm::default(), refused: &[], errors: Errors::none(), most: most(&by) })
}

/// A reason in one line, or the sentence that asks for one.
pub(super) fn reason(by: &By<Vetting>, text: &str, errors: &mut Errors) -> String {
    let reason = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !REASON.contains(&reason.chars().count()) {
        errors.add("reason", by.visit.t("register-reason-missing"));
    }
    reason
}

/// From which day what the list leaves out is withdrawn.
fn terms(by: &By<Vetting>, form: &ImportForm, errors: &mut Errors) -> Terms {
    match (form.gone.as_str(), csv::date(form.gone_from.trim())) {
        ("withdraw", Some(day)) => return Terms::Gone(day),
        ("withdraw", None) => errors.add("gone_from", by.visit.t("error-date")),
        ("keep", _) => {}
        _ => errors.add("gone", by.visit.t("register-gone-missing")),
    }
    Terms::Keep
}

/// Reads a list and keeps it for a second officer to look at. A list with a fault is not kept: each is named with its line.
pub async fn import(by: By<Vetting>, _: Path<()>, sent: Uploaded<ImportForm, Sent>) -> Result<HttpResponse> {
    let (form, mut errors) = (sent.form, Errors::none());
    let form = &form;
    let why = reason(&by, &form.reason, &mut errors);
    let terms = terms(&by, form, &mut errors);
    let (name, bytes) = sent.file.map_or((None, Vec::new()), |f| (Some(f.name), f.bytes));
    let read = if name.is_none() {
        errors.add("file", by.visit.t("register-file-missing"));
        Ok(csv::Report::default())
    } else {
        apart::run(move || csv::parse(&bytes)).await?
    };
    let report = read.unwrap_or_else(|faults| {
        faults.iter().for_each(|says| errors.add("file", in_words(by.visit.as_ref(), says)));
        csv::Report::default()
    });
    if !report.refused.is_empty() {
        errors.add("file", by.visit.tn("register-refused", i64::try_from(report.refused.len()).unwrap_or(i64::MAX)));
    } else if report.rows.is_empty() && !errors.has("file") {
        errors.add("file", by.visit.t("register-no-rows"));
    }
    if errors.any() {
        let refused = report.refused.get(..ROWS).unwrap_or(&report.refused);
        return by.mistaken(&ImportPage { f: by.failed(Section::Register), form, refused, errors, most: most(&by) });
    }
    let name: String = name.unwrap_or_default().chars().filter(|c| !c.is_control()).take(120).collect();
    let csv = apart::run(move || change::written(&report.rows)).await??;
    propose(&by, &Proposal { kind: Kind::List, name: &name, csv: &csv, terms, reason: &why }).await
}

/// Keeps a proposal and leads to it.
pub(super) async fn propose(by: &By<Vetting>, p: &Proposal<'_>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let id = change::propose(&mut tx, &by.act(), may::keep(&by.who)?, p).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/providers/changes/{id}")))
}

#[derive(Template)]
#[template(path = "providers/change.html")]
struct ChangePage<'a> {
    f: Frame<'a>,
    look: &'a Look,
    /// The version of the register and the day on which it was compared.
    version: String,
    /// Whether the looker proposed it.
    own: bool,
    /// How many rows stand on the pages before.
    from: usize,
    errors: Errors,
}

impl ChangePage<'_> {
    /// What changes, and what to look at: one page of it.
    fn lines(&self) -> Vec<&super::check::Line> {
        self.moves().skip(self.from).take(ROWS).collect()
    }
    fn moves(&self) -> impl Iterator<Item = &super::check::Line> {
        self.look.checked.lines.iter().filter(|l| l.what != What::Known || !l.warnings.is_empty())
    }
    /// The first row of the next page, when there is one.
    fn next(&self) -> Option<usize> {
        let next = self.from.saturating_add(ROWS);
        (self.moves().count() > next).then_some(next)
    }
    /// What a column is called: in a list as its file says, of a scheme in words.
    fn label<'d>(&'d self, column: &'d str) -> &'d str {
        match (self.look.change.kind, column) {
            (Kind::Scheme, "name_fr") => self.f.t("scheme-name-fr"),
            (Kind::Scheme, "name_en") => self.f.t("scheme-name-en"),
            (Kind::Scheme, "needs") => self.f.t("scheme-needs"),
            (Kind::Scheme, "techniques") => self.f.t("scheme-techniques"),
            (Kind::Scheme, "scopes") => self.f.t("scheme-scopes"),
            (_, column) => column,
        }
    }
    /// What a cell says, in the same way.
    fn said(&self, column: &str, cell: &str) -> String {
        if self.look.change.kind != Kind::Scheme {
            return cell.to_owned();
        }
        let word = |word: &str| match column {
            "needs" => Need::from_text(word).map_or_else(|| word.to_owned(), |n| self.f.t(n.key()).to_owned()),
            "techniques" => Technique::from_text(word).map_or_else(|| word.to_owned(), |t| self.f.t(t.key()).to_owned()),
            _ => word.to_owned(),
        };
        cell.split('|').map(word).collect::<Vec<_>>().join(" · ")
    }
    /// From which day what the list leaves out is withdrawn.
    fn gone_from(&self) -> Option<String> {
        match self.look.terms {
            Terms::Gone(day) => Some(self.f.date(&day.to_string())),
            _ => None,
        }
    }
    /// What a word by hand does to the one before.
    fn terms(&self) -> Option<String> {
        let day = |day: Date| self.f.date(&day.to_string());
        match self.look.terms {
            Terms::Correction { from: None, .. } => Some(self.f.t("word-is-correction").to_owned()),
            Terms::Correction { from: Some(from), .. } => Some(self.f.tw("word-is-correction-from", "date", &day(from))),
            Terms::Change { from, .. } => Some(self.f.tw("word-is-change", "date", &day(from))),
            Terms::Keep | Terms::Gone(_) | Terms::First { .. } => None,
        }
    }
    /// Whether a word by hand says something new of the provider itself, which knows no day.
    fn touches_provider(&self) -> bool {
        let of_provider = |d: &super::check::Difference| csv::OF_PROVIDER.contains(&d.column) && !d.fresh;
        self.look.change.kind == Kind::Word && self.look.checked.lines.iter().any(|l| l.differences.iter().any(of_provider))
    }
    /// How many of what the list leaves out are withdrawn from a day on which they did not hold yet: as if they had never been.
    fn gone_before_all(&self) -> i64 {
        let Terms::Gone(day) = self.look.terms else { return 0 };
        let early = self.look.checked.gone.iter().filter(|r| r.valid_from.is_some_and(|from| day <= from));
        i64::try_from(early.count()).unwrap_or(i64::MAX)
    }
    fn gone_count(&self) -> i64 {
        i64::try_from(self.look.checked.gone.len()).unwrap_or(i64::MAX)
    }
}

async fn look(by: &By<Vetting>, id: &str) -> Result<(Look, String)> {
    let day = today(&by.frame(Section::Register))?;
    let version = by.visit.open.as_ref().map_or(0, |o| o.register_version);
    Ok((change::look(&by.visit.app.db, id, day).await?, compared(version, day)))
}

/// What a proposal was compared with: a version of the register, on a day.
fn compared(version: i64, day: Date) -> String {
    format!("{version} {day}")
}

/// `/desk/providers/changes/{id}`: what it would do to the register as it stands.
pub async fn show(by: By<Vetting>, Path(id): Path<String>) -> Result<HttpResponse> {
    let (look, version) = look(&by, &id).await?;
    let own = look.change.proposed_by == by.who.id;
    let from = by.visit.query()?.text("from").parse().unwrap_or(0);
    by.page(&ChangePage { f: by.frame(Section::Register), look: &look, version, own, from, errors: Errors::none() })
}

form! {
    /// `/desk/providers/changes/{id}/decision`
    pub struct DecisionForm { decision, version }
}

/// `/desk/providers/changes/{id}/decision`: another officer takes it or does not, on the register that their page showed.
pub async fn decide(by: By<Vetting>, Path(id): Path<String>, Posted(form): Posted<DecisionForm>) -> Result<HttpResponse> {
    let (looked, version) = look(&by, &id).await?;
    let go = may::decide(&by.who, looked.change.clone())?;
    let approve = match form.decision.as_str() {
        "approve" => true,
        "refuse" => false,
        _ => {
            let mut errors = Errors::none();
            errors.add("decision", by.visit.t("party-decision-missing"));
            return by.mistaken(&ChangePage { f: by.failed(Section::Register), look: &looked, version, own: false, from: 0, errors });
        }
    };
    let day = today(&by.frame(Section::Register))?;
    let mut tx = by.visit.app.db.write().await?;
    // What the page showed, and what is taken now, were compared with this very version of the register, and today.
    let now = compared(change::version(&mut tx).await?, day);
    if approve && (now != form.version || now != version) {
        return Err(Error::Stale("stale-register"));
    }
    change::decide(&mut tx, &by.act(), go, looked, approve, day).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/providers/changes/{id}")))
}

/// `/desk/providers/changes/{id}/withdrawal`: whoever proposed it takes it back.
pub async fn withdraw(by: By<Vetting>, Path(id): Path<String>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let go = may::withdraw(&by.who, change::find(&mut tx, &id).await?)?;
    change::withdraw(&mut tx, &by.act(), &go).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/providers/changes/{id}")))
}
