//! The one error a handler may return. The visitor reads our sentence; the log gets the cause, once.
use actix_web::http::StatusCode;

/// What a handler or a verb returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in: off to the sign-in page.
    #[error("not signed in")]
    SignedOut,
    /// The passphrase was given, the code was not: off to the code page.
    #[error("the second factor is missing")]
    Half,
    /// A factor was given and a form waits for it: it is done in the session of this token, if it is still the one of this
    /// mark.
    #[error("a kept form is to be done")]
    Resume(crate::secret::Secret<String>, String),
    /// Enrolment is not finished: off to its next step.
    #[error("enrolment is not finished")]
    Enrolling,
    /// A page of several steps was opened in the middle, or too late: off to its beginning.
    #[error("to be begun at {0}")]
    Begin(&'static str),
    /// The function is for somebody else; the key of the sentence that says for whom.
    #[error("reserved: {0}")]
    Reserved(&'static str),
    /// An act that the rules do not allow; the key of the sentence that says why.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// Absent, or out of the asker's sight: the two answers are the same to the byte.
    #[error("not found")]
    NotFound,
    /// The address exists, the method does not.
    #[error("method not allowed")]
    Method,
    /// Somebody else changed it first; the key of the sentence that says what to do.
    #[error("changed meanwhile: {0}")]
    Stale(&'static str),
    /// The form came from another site or too late.
    #[error("the form's token does not fit")]
    Expired,
    /// The form came too late; what was typed is given back.
    #[error("the form came too late")]
    Late(Box<crate::web::Fields>),
    /// The request cannot be read; the key of the sentence that says what is wrong, and the field.
    #[error("unreadable: {0} {1}")]
    Unreadable(&'static str, String),
    /// The body is larger than allowed.
    #[error("too large")]
    TooLarge,
    /// The body is not a form.
    #[error("not a form")]
    NotAForm,
    /// The body took too long.
    #[error("too slow")]
    TooSlow,
    /// The request is for another host.
    #[error("another host")]
    OtherHost,
    /// No account exists yet: nothing is answered but how to set the portal up.
    #[error("not set up")]
    NotSetUp,
    /// The database was put back: nothing is answered until two administrators have opened the portal again.
    #[error("the database was put back")]
    Restored,
    /// Too much at once: come back in a moment.
    #[error("busy")]
    Busy,
    /// The log cannot be written, so nothing may happen.
    #[error("audit log: {0}")]
    Log(&'static str),
    /// The database.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A page could not be made.
    #[error("template: {0}")]
    Template(#[from] askama::Error),
    /// OpenSSL, or a sealed value that does not open.
    #[error("cryptography: {0}")]
    Crypto(&'static str),
}

impl From<crate::crypto::password::Busy> for Error {
    fn from(_: crate::crypto::password::Busy) -> Self {
        Self::Busy
    }
}

impl Error {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut | Self::Half | Self::Resume(..) | Self::Enrolling | Self::Begin(_) => StatusCode::SEE_OTHER,
            Self::Reserved(_) | Self::Refused(_) | Self::Expired | Self::Late(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Stale(_) => StatusCode::CONFLICT,
            Self::Unreadable(..) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::OtherHost => StatusCode::MISDIRECTED_REQUEST,
            Self::Busy | Self::Log(_) | Self::NotSetUp | Self::Restored => StatusCode::SERVICE_UNAVAILABLE,
            Self::Database(e) if away(e) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Database(_) | Self::Template(_) | Self::Crypto(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The keys of the heading and of the sentence a visitor reads.
    pub fn sentences(&self) -> (&'static str, &'static str) {
        match self {
            Self::SignedOut | Self::Half | Self::Resume(..) | Self::Enrolling | Self::Begin(_) => ("error-reserved", "error-sign-in"),
            Self::Reserved(whom) => ("error-reserved", whom),
            Self::Refused(why) => ("error-refused", why),
            Self::NotFound => ("error-not-found", "error-not-found-text"),
            Self::Method => ("error-method", "error-method-text"),
            Self::Stale(what) => ("error-stale", what),
            Self::Expired | Self::Late(_) => ("error-expired", "error-expired-text"),
            Self::Unreadable(why, _) => ("error-unreadable", why),
            Self::TooLarge => ("error-too-large", "error-too-large-text"),
            Self::NotAForm => ("error-not-a-form", "error-not-a-form-text"),
            Self::TooSlow => ("error-too-slow", "error-too-slow-text"),
            Self::OtherHost => ("error-other-host", "error-other-host-text"),
            Self::NotSetUp => ("setup-closed", "setup-closed-text"),
            Self::Restored => ("restored-closed", "restored-closed-text"),
            Self::Busy => ("error-busy", "error-busy-text"),
            Self::Log(_) | Self::Database(_) | Self::Template(_) | Self::Crypto(_) => match self.status() {
                StatusCode::SERVICE_UNAVAILABLE => ("error-closed", "error-closed-text"),
                _ => ("error-failed", "error-failed-text"),
            },
        }
    }
}

/// Whether the database is away, locked, full or read-only, rather than the statement wrong.
fn away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(e) => {
            let code = e.code().unwrap_or_default();
            // SQLite: busy, locked, read-only, input/output, full, cannot open. PostgreSQL: connection, deadlock, resources,
            // lock time-out, operator, read-only.
            let sqlite = code.parse::<u32>().is_ok_and(|c| matches!(c & 0xff, 5 | 6 | 8 | 10 | 13 | 14)) && code.len() <= 4;
            sqlite || ["08", "40", "53", "55P03", "57", "25006"].iter().any(|c| code.starts_with(c) && code.len() == 5)
        }
        _ => false,
    }
}
