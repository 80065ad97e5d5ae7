//! The self-check: a page that finds a party's gaps and can send nothing. It stands outside the frame of the other pages, which
//! carries forms; its policy forbids to send any, so that a reader can see for themselves that no answer leaves the device.
use super::{By, Frame, Section, assets, by::Anyone, headers, i18n::Lang, routes::Path, visit::Visit};
use crate::error::Result;
use actix_web::{HttpResponse, http::header};
use askama::Template;
use std::sync::LazyLock;

/// Who helps with what a question is about: the directory's need and the key of its words.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// As the directory's address has it.
    pub text: &'static str,
    /// The key of its words.
    pub key: &'static str,
}

const AUDIT: Need = Need { text: "audit", key: "need-audit" };
const RESPONSE: Need = Need { text: "response", key: "need-response" };
const DETECTION: Need = Need { text: "detection", key: "need-detection" };
const ADMINISTRATION: Need = Need { text: "administration", key: "need-administration" };
const HOSTING: Need = Need { text: "hosting", key: "need-hosting" };

/// A question: the keys of its words and of its advice, and who helps.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The key of the question.
    pub text: &'static str,
    /// The key of what to do where the answer is not yes.
    pub advice: &'static str,
    /// Who helps.
    pub need: Need,
}

const fn ask(text: &'static str, advice: &'static str, need: Need) -> Question {
    Question { text, advice, need }
}

/// A part of the self-check: the key of its title, and its questions.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The key of its title.
    pub title: &'static str,
    /// What is asked.
    pub questions: [Question; 5],
}

/// All that is asked.
pub const PARTS: [Part; 5] = [
    Part {
        title: "self-check-1",
        questions: [
            ask("self-check-1-1", "self-check-1-1-do", ADMINISTRATION),
            ask("self-check-1-2", "self-check-1-2-do", ADMINISTRATION),
            ask("self-check-1-3", "self-check-1-3-do", AUDIT),
            ask("self-check-1-4", "self-check-1-4-do", HOSTING),
            ask("self-check-1-5", "self-check-1-5-do", DETECTION),
        ],
    },
    Part {
        title: "self-check-2",
        questions: [
            ask("self-check-2-1", "self-check-2-1-do", ADMINISTRATION),
            ask("self-check-2-2", "self-check-2-2-do", ADMINISTRATION),
            ask("self-check-2-3", "self-check-2-3-do", ADMINISTRATION),
            ask("self-check-2-4", "self-check-2-4-do", ADMINISTRATION),
            ask("self-check-2-5", "self-check-2-5-do", AUDIT),
        ],
    },
    Part {
        title: "self-check-3",
        questions: [
            ask("self-check-3-1", "self-check-3-1-do", ADMINISTRATION),
            ask("self-check-3-2", "self-check-3-2-do", ADMINISTRATION),
            ask("self-check-3-3", "self-check-3-3-do", ADMINISTRATION),
            ask("self-check-3-4", "self-check-3-4-do", DETECTION),
            ask("self-check-3-5", "self-check-3-5-do", RESPONSE),
        ],
    },
    Part {
        title: "self-check-4",
        questions: [
            ask("self-check-4-1", "self-check-4-1-do", ADMINISTRATION),
            ask("self-check-4-2", "self-check-4-2-do", ADMINISTRATION),
            ask("self-check-4-3", "self-check-4-3-do", HOSTING),
            ask("self-check-4-4", "self-check-4-4-do", HOSTING),
            ask("self-check-4-5", "self-check-4-5-do", ADMINISTRATION),
        ],
    },
    Part {
        title: "self-check-5",
        questions: [
            ask("self-check-5-1", "self-check-5-1-do", HOSTING),
            ask("self-check-5-2", "self-check-5-2-do", RESPONSE),
            ask("self-check-5-3", "self-check-5-3-do", ADMINISTRATION),
            ask("self-check-5-4", "self-check-5-4-do", RESPONSE),
            ask("self-check-5-5", "self-check-5-5-do", AUDIT),
        ],
    },
];

#[derive(Template)]
#[template(path = "self-check/page.html")]
struct PageOnline<'a> {
    f: Frame<'a>,
    parts: &'a [Part; 5],
    /// The address of the directory.
    directory: &'a str,
    offline: bool,
}

#[derive(Template)]
#[template(path = "self-check/file.html")]
struct PageOffline<'a> {
    f: Frame<'a>,
    parts: &'a [Part; 5],
    directory: &'a str,
    offline: bool,
    /// The SHA-256 of its style, as a policy names it.
    style: &'a str,
}

/// The file's style and its hash.
static STYLE: LazyLock<(String, String)> = LazyLock::new(|| {
    let text = assets::self_check_styles();
    let hash = data_encoding::BASE64.encode(&crate::crypto::sha256(text.as_bytes()));
    (text, hash)
});

/// The language that the address asks for: no form of this page could ask for another.
fn in_language(by: &By<Anyone>) -> Result<Visit> {
    let query = by.visit.query()?;
    query.only(&["lang"], &[])?;
    Ok(by.visit.speaking(query.given("lang").and_then(Lang::from_code).unwrap_or(by.visit.lang)))
}

/// The directory that a reader can open: the public one, where there is one, for those without an account.
fn directory(visit: &Visit, stranger: bool) -> &'static str {
    if stranger && visit.app.settings.config.providers.public { "/directory" } else { "/providers" }
}

/// `/self-check`. Without the cookie that binds forms: there is none to bind.
pub async fn page(by: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    let visit = in_language(&by)?;
    let directory = directory(&visit, by.who.is_none());
    let html = PageOnline { f: Frame::new(&visit, Section::SelfCheck), parts: &PARTS, directory, offline: false }.render()?;
    Ok(headers::formless(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8")).body(html)))
}

/// `/self-check/file`: the same as one file, with its style in it and its policy in its head.
pub async fn file(by: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    let visit = in_language(&by)?;
    let (style, hash) = &*STYLE;
    // Whoever gets the file from a colleague need not have an account.
    let directory = format!("{}{}", visit.app.settings.config.origin, directory(&visit, true));
    let html = PageOffline { f: Frame::new(&visit, Section::SelfCheck), parts: &PARTS, directory: &directory, offline: true, style: hash }.render()?;
    // Templates print nothing unescaped, and the style must stand as it was hashed.
    let html = html.replacen("</head>", &format!("<style>{style}</style>\n</head>"), 1);
    let name = if visit.lang == Lang::Fr { "auto-evaluation.html" } else { "self-check.html" };
    Ok(headers::download(name, "text/html; charset=utf-8", html.into_bytes()))
}
