//! `/audit/verification`: the whole log is hashed again, beside the portal's other work; one run at a time, whose result stays on the page.
use super::{
    Action, Disagreement,
    checkpoint::{self, Pledge},
    epoch,
    note::Note,
    submission,
    verify::{Source, Verdict, verify},
};
use crate::{
    clock::Millis,
    error::Result,
    form,
    web::{App, By, Errors, Frame, Posted, Section, by::Auditor, routes::Path, see},
};
use actix_web::HttpResponse;
use askama::Template;
use std::sync::{Arc, Mutex, PoisonError};

/// Where the verification of this node stands.
#[derive(Clone, Default)]
pub struct Runs(Arc<Mutex<State>>);

#[derive(Clone, Default)]
enum State {
    /// None was asked for since the portal was started.
    #[default]
    None,
    /// So many records of so many.
    Running(i64, i64),
    /// What came of it.
    Done(Box<Found>),
    /// The database failed.
    Failed(Millis),
}

/// What a run found.
#[derive(Clone)]
struct Found {
    at: Millis,
    records: i64,
    span: Option<(i64, i64)>,
    deleted: i64,
    pledges: i64,
    root: String,
    /// The size of the checkpoint that was given.
    given: Option<i64>,
    /// The first bad record and the key of the sentence that says what is wrong with it.
    broken: Option<(i64, &'static str)>,
    /// Where the tables are not what the log says: how many, and the first.
    apart: Option<(i64, Disagreement)>,
}

impl Runs {
    /// Whether the last run found the log broken, or tables that are not what it says: an alarm until another finds all whole.
    pub fn is_broken(&self) -> bool {
        matches!(self.now(), State::Done(found) if found.broken.is_some() || found.apart.is_some())
    }

    fn now(&self) -> State {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, state: State) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// True when no run was under way; then one is.
    fn begin(&self) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let free = !matches!(*state, State::Running(..));
        if free {
            *state = State::Running(0, 0);
        }
        free
    }
}

#[derive(Template)]
#[template(path = "audit/verification.html")]
struct VerificationPage<'a> {
    f: Frame<'a>,
    form: &'a VerificationForm,
    state: State,
    errors: Errors,
}

form! {
    /// `/audit/verification`
    pub struct VerificationForm { checkpoint }
}

/// `/audit/verification`
pub async fn page(by: By<Auditor>, _: Path<()>) -> Result<HttpResponse> {
    let state = by.visit.app.verification.now();
    by.page(&VerificationPage { f: by.frame(Section::Audit), form: &VerificationForm::default(), state, errors: Errors::none() })
}

/// Starts a run. A checkpoint that was kept elsewhere must be of this log, signed by one of its keys.
pub async fn start(by: By<Auditor>, _: Path<()>, Posted(form): Posted<VerificationForm>) -> Result<HttpResponse> {
    let v = &by.visit;
    let given = match form.checkpoint.trim() {
        "" => None,
        text => match given(&by, text).await? {
            Ok(pledge) => Some(pledge),
            Err(key) => {
                let mut errors = Errors::none();
                errors.add("checkpoint", v.t(key));
                // What an earlier run found must not look like an answer to this checkpoint.
                return by.mistaken(&VerificationPage { f: by.failed(Section::Audit), form: &form, state: State::None, errors });
            }
        },
    };
    if given.is_some() && matches!(v.app.verification.now(), State::Running(..)) {
        // What runs does not know this checkpoint: it must not look as if it had been compared.
        let mut errors = Errors::none();
        errors.add("checkpoint", v.t("verification-under-way"));
        let state = v.app.verification.now();
        return by.mistaken(&VerificationPage { f: by.failed(Section::Audit), form: &form, state, errors });
    }
    let mut event = by.act().did(Action::LogVerified, "audit");
    event.detail = given.as_ref().map(|p| format!("checkpoint of {}", p.size)).unwrap_or_default();
    v.app.journal.record(event).await?;
    if v.app.verification.begin() {
        tokio::spawn(run(v.app.clone(), given));
    }
    Ok(see("/audit/verification"))
}

/// The pledge of a pasted checkpoint, or the key of what is wrong with it.
async fn given(by: &By<Auditor>, text: &str) -> Result<std::result::Result<Pledge, &'static str>> {
    // A browser sends its own line ends, and people lose the last.
    let text = format!("{}\n", text.replace("\r\n", "\n").trim_end());
    let Ok(note) = Note::parse(text.as_bytes()) else { return Ok(Err("verification-not-a-note")) };
    if submission::checkpoint(note.text()).is_err() {
        return Ok(Err("verification-not-a-note"));
    }
    Ok(checkpoint::kept(&mut by.visit.app.db.read().await?, &note).await?.ok_or("verification-not-ours"))
}

async fn run(app: Arc<App>, given: Option<Pledge>) {
    let (at, runs) = (app.clock.now(), app.verification.clone());
    runs.set(match look(&app, given, at).await {
        Ok(found) => State::Done(Box::new(found)),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the log could not be verified");
            State::Failed(at)
        }
    });
}

/// The whole log, with what was signed of it here and kept elsewhere; then the tables beside it.
async fn look(app: &App, given: Option<Pledge>, at: Millis) -> Result<Found> {
    let size = given.as_ref().and_then(|p| i64::try_from(p.size).ok());
    let mut pledges: Vec<Pledge> = given.into_iter().collect();
    // The connection goes back before the long work begins.
    let beside = epoch::beside(&mut app.db.read().await?, app.notary.beside()).await?;
    let verdict = match beside {
        Err(reason) => Verdict::Broken { record: 0, reason },
        Ok(beside) => {
            pledges.extend(beside);
            let runs = app.verification.clone();
            verify(Source::Steps(&app.db), &app.keys, pledges, |done, all| runs.set(State::Running(done, all))).await?
        }
    };
    let mut found = found(verdict, at, size);
    let apart = app.disagreements().await?;
    if let Some(first) = apart.first() {
        tracing::error!(record = first.record, object = first.object, says = %first.says, "the tables are not what the log says");
        found.apart = Some((i64::try_from(apart.len()).unwrap_or(i64::MAX), first.clone()));
    }
    Ok(found)
}

fn found(verdict: Verdict, at: Millis, given: Option<i64>) -> Found {
    let mut found = Found { at, records: 0, span: None, deleted: 0, pledges: 0, root: String::new(), given, broken: None, apart: None };
    match verdict {
        Verdict::Whole { records, root, deleted, pledges, span, .. } => {
            (found.records, found.deleted, found.span) = (records, deleted, span);
            found.pledges = i64::try_from(pledges).unwrap_or(i64::MAX);
            found.root = data_encoding::BASE64.encode(&root);
        }
        Verdict::Broken { record, reason } => {
            tracing::error!(record, %reason, "the log is broken");
            found.broken = Some((record, reason.key()));
        }
    }
    found
}
