//! Bodies as browsers, and others, send them.
use super::*;
use crate::form;
use actix_web::http::header::HeaderValue;
use futures_util::stream;

form! {
    /// What comes beside the file.
    pub struct Beside { title, note; many party }
}

const TOKEN: &str = "the-token";
const LIMIT: usize = 1000;
const SHORT: Patience = Patience { whole: Duration::from_millis(400), idle: Duration::from_millis(100) };

/// A part; the file's name is given as it stands in the header.
fn part(name: &str, filename: Option<&str>, content: &[u8]) -> Vec<u8> {
    let file = filename.map(|f| format!("; filename=\"{f}\"\r\nContent-Type: application/octet-stream")).unwrap_or_default();
    [format!("--XyZ\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes(), content, b"\r\n"].concat()
}

fn body(parts: &[Vec<u8>]) -> Vec<u8> {
    [parts.concat(), b"--XyZ--\r\n".to_vec()].concat()
}

fn token() -> Vec<u8> {
    part("csrf", None, TOKEN.as_bytes())
}

fn headers(kind: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(kind).unwrap());
    headers
}

async fn sent_as<K: Kept>(kind: &str, pieces: Vec<Vec<u8>>) -> Result<Uploaded<Beside, K>> {
    let stream = stream::iter(pieces.into_iter().map(|p| Ok(Bytes::from(p))));
    parts(&headers(kind), stream, TOKEN, LIMIT, PATIENCE).await
}

async fn sent(body: Vec<u8>) -> Result<Uploaded<Beside>> {
    sent_as("multipart/form-data; boundary=XyZ", vec![body]).await
}

/// Why a body is refused, as it goes into the log; empty if it is not.
async fn why(body: Vec<u8>) -> String {
    sent(body).await.err().map(|e| e.to_string()).unwrap_or_default()
}

const BROKEN: &str = "unreadable: error-upload-broken ";

#[actix_web::test]
async fn a_form_and_its_file_arrive_however_they_are_cut() {
    let content: Vec<u8> = [&b"\r\n--XyQ\r\n\0\xff--XyZ--\r"[..], b"\r\n--Xy"].concat();
    let whole = body(&[
        token(),
        part("title", None, "Été\r\n2".as_bytes()),
        part("party", None, b"a"),
        part("party", None, b"b"),
        part("file", Some("n.pdf"), &content),
        part("note", None, b"after"),
    ]);
    for size in [1, 2, 3, 7, 50, whole.len()] {
        let pieces = whole.chunks(size).map(<[u8]>::to_vec).collect();
        let Uploaded { form, file } = sent_as::<Sent>("multipart/form-data; boundary=\"XyZ\"", pieces).await.unwrap();
        assert_eq!((form.title.as_str(), form.note.as_str(), form.party.clone()), ("Été\n2", "after", vec!["a".into(), "b".into()]));
        let file = file.unwrap();
        assert_eq!(form.or_kept("title", "typed", "kept"), "typed");
        assert_eq!((file.name.as_str(), file.bytes), ("n.pdf", content.clone()), "pieces of {size}");
    }
}

#[actix_web::test]
async fn a_file_that_is_not_kept_leaves_its_digest() {
    let whole = body(&[token(), part("file", Some("a"), b"abc")]);
    let pieces = whole.chunks(5).map(<[u8]>::to_vec).collect();
    let file = sent_as::<Digest>("multipart/form-data; boundary=XyZ", pieces).await.unwrap().file.unwrap();
    assert_eq!((file.length, file.name.as_str()), (3, "a"));
    assert_eq!(file.hash(), crypto::sha256(b"abc"));
}

#[actix_web::test]
async fn no_file_is_read_before_the_token_fits() {
    let file = || part("file", Some("a.txt"), b"text");
    for bad in [
        vec![file(), token()],
        vec![file()],
        vec![part("title", None, b"x"), file(), token()],
        vec![part("csrf", None, b""), file()],
        vec![part("csrf", None, b"the-tokem"), file()],
        vec![token(), part("csrf", None, b"x"), file()],
        vec![part("title", None, b"x")],
        vec![],
    ] {
        assert_eq!(why(body(&bad)).await, Error::Expired.to_string(), "{bad:?}");
    }
    // What comes after it is not even asked for.
    let early = stream::iter([Ok(Bytes::from(file()))]).chain(stream::pending());
    let done = parts::<Beside, Sent>(&headers("multipart/form-data; boundary=XyZ"), early, TOKEN, LIMIT, PATIENCE).await;
    assert!(matches!(done, Err(Error::Expired)));
}

#[actix_web::test]
async fn what_the_page_does_not_have_is_refused() {
    let file = || part("file", Some("a.txt"), b"text");
    for (parts, says) in [
        (vec![token(), file(), file()], "unreadable: error-repeated-field file"),
        (vec![token(), part("title", None, b"a"), part("title", None, b"b")], "unreadable: error-repeated-field title"),
        (vec![token(), token(), file()], "unreadable: error-repeated-field csrf"),
        (vec![token(), part("other", None, b"a")], "unreadable: error-unknown-field other"),
        (vec![token(), part("file2", Some("a.txt"), b"a")], "unreadable: error-unknown-field file2"),
        (vec![token(), part("title", None, b"\xff")], "unreadable: error-not-utf8 title"),
        (vec![token(), part("title", None, b"a\0")], "unreadable: error-control title"),
        (vec![token(), part("file", None, b"text")], "unreadable: error-file-without-name file"),
        (vec![token(), part("file", Some(""), b"text")], "unreadable: error-file-without-name file"),
    ] {
        assert_eq!(why(body(&parts)).await, says);
    }
    assert!(sent(body(&[token(), part("file", Some(""), b"")])).await.unwrap().file.is_none(), "none was chosen");
    assert!(sent(body(&[token()])).await.unwrap().file.is_none());
    let empty = sent(body(&[token(), part("file", Some("a.txt"), b"")])).await.unwrap().file.unwrap();
    assert!(empty.bytes.is_empty(), "an empty file is a file");
}

#[actix_web::test]
async fn sizes_are_kept_to_while_it_comes() {
    let file = |n| part("file", Some("a.txt"), &vec![b'x'; n]);
    assert_eq!(sent(body(&[token(), file(LIMIT)])).await.unwrap().file.unwrap().bytes.len(), LIMIT);
    let large = Error::TooLarge.to_string();
    assert_eq!(why(body(&[token(), file(LIMIT + 1)])).await, large);
    assert_eq!(why(body(&[token(), part("title", None, &vec![b'x'; TEXT])])).await, large);
    let many: Vec<_> = (0..TEXT).map(|_| part("party", None, b"")).collect();
    assert_eq!(why(body(&[vec![token()], many].concat())).await, large);
    assert_eq!(why([b"line before the first part\r\n".repeat(10_000), body(&[token()])].concat()).await, large);
    let head = format!("--XyZ\r\nX: {}\r\n\r\n", "x".repeat(200_000));
    assert_eq!(why([token(), head.into_bytes()].concat()).await, large);
    // An endless body ends.
    let endless = stream::iter([Ok(Bytes::from([token(), part("file", Some("a.txt"), b"")].concat()))])
        .chain(stream::repeat_with(|| Ok(Bytes::from_static(&[b'x'; 64]))));
    let done = parts::<Beside, Digest>(&headers("multipart/form-data; boundary=XyZ"), endless, TOKEN, LIMIT, PATIENCE).await;
    assert!(matches!(done, Err(Error::TooLarge | Error::Unreadable(..))));
}

#[actix_web::test]
async fn a_body_that_is_cut_or_is_none_leaves_nothing() {
    let whole = body(&[token(), part("title", None, b"t"), part("file", Some("a.txt"), b"text")]);
    // Without its last two signs it is whole.
    for at in 0..whole.len().saturating_sub(2) {
        let says = why(whole[..at].to_vec()).await;
        assert!(says == BROKEN || says == Error::Expired.to_string(), "cut at {at}: {says}");
    }
    for kind in ["application/x-www-form-urlencoded", "multipart/mixed; boundary=XyZ", "text/plain", "", "multipart/form-dat; boundary=XyZ"] {
        assert!(matches!(sent_as::<Sent>(kind, vec![whole.clone()]).await, Err(Error::NotAForm)), "{kind}");
    }
    for kind in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=other", "multipart/form-data; boundary=\u{7f}"] {
        let Ok(value) = HeaderValue::from_str(kind) else { continue };
        let refused = sent_as::<Sent>(value.to_str().unwrap(), vec![whole.clone()]).await;
        assert!(matches!(refused, Err(Error::Unreadable(..))), "{kind}");
    }
    let nested =
        b"--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in--\r\n".to_vec();
    assert_eq!(why(body(&[token(), nested])).await, BROKEN);
    let nameless = b"--XyZ\r\nContent-Disposition: form-data\r\n\r\nx\r\n".to_vec();
    assert_eq!(why(body(&[token(), nameless])).await, BROKEN);
    let bare = b"--XyZ\r\n\r\nx\r\n".to_vec();
    assert_eq!(why(body(&[token(), bare])).await, BROKEN);
    let gone = stream::iter([Ok(Bytes::from(token())), Err(PayloadError::Incomplete(None))]);
    let done = parts::<Beside, Sent>(&headers("multipart/form-data; boundary=XyZ"), gone, TOKEN, LIMIT, PATIENCE).await;
    assert!(matches!(done, Err(Error::Unreadable("error-upload-broken", _))));
}

#[actix_web::test]
async fn who_is_slow_or_silent_is_not_waited_for() {
    let kind = headers("multipart/form-data; boundary=XyZ");
    let silent = stream::iter([Ok(Bytes::from(token()))]).chain(stream::pending());
    assert!(matches!(parts::<Beside, Sent>(&kind, silent, TOKEN, LIMIT, SHORT).await, Err(Error::TooSlow)));
    let begun = [token(), b"--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n".to_vec()].concat();
    let dripping = stream::iter([Ok(Bytes::from(begun))]).chain(stream::unfold((), |()| async {
        tokio::time::sleep(Duration::from_millis(30)).await;
        Some((Ok(Bytes::from_static(b"x")), ()))
    }));
    assert!(matches!(parts::<Beside, Sent>(&kind, Box::pin(dripping), TOKEN, LIMIT, SHORT).await, Err(Error::TooSlow)));
}

#[actix_web::test]
async fn names_come_as_they_were_sent_and_are_made_safe_elsewhere() {
    for (name, given, safe) in [
        ("../../etc/passwd", "../../etc/passwd", "passwd"),
        ("C:\\\\a\\\\b.pdf", "C:\\a\\b.pdf", "b.pdf"),
        ("a\\\"b.pdf", "a\"b.pdf", "a_b.pdf"),
        ("a%22%0D%0Ab.pdf", "a%22%0D%0Ab.pdf", "a_22_0D_0Ab.pdf"),
        ("Été 报告.pdf", "Été 报告.pdf", "Été 报告.pdf"),
    ] {
        let file = sent(body(&[token(), part("file", Some(name), b"x")])).await.unwrap().file.unwrap();
        assert_eq!((file.name.as_str(), crate::files::name::safe(&file.name).as_str()), (given, safe));
    }
    // A line end within a name begins another header, or ends the part's.
    assert_eq!(why(body(&[token(), part("file", Some("a\r\nX: y"), b"x")])).await, BROKEN);
}

#[actix_web::test]
async fn only_so_many_files_are_held_at_once() {
    let seats = Seats::default();
    let held: Vec<_> = (0..HELD).map(|_| seats.take::<Sent>().unwrap()).collect();
    assert!(matches!(seats.take::<Sent>(), Err(Error::Busy)));
    assert!(seats.take::<Digest>().is_ok(), "what holds nothing has places of its own");
    drop(held);
    assert!(seats.take::<Sent>().is_ok());
}
