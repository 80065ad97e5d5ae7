//! Asks a witness for its cosignature (C2SP tlog-witness, "add-checkpoint"): HTTP/1.1, over TLS unless the witness is on this
//! machine. Follows no redirect, waits five seconds, reads 16 KiB.
use super::{note::Signature, submission::parse_size};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Request, Response, body::Bytes, body::Incoming, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use openssl::{
    ssl::{SslConnector, SslMethod, SslVersion},
    x509::{X509, store::X509StoreBuilder},
};
use std::{path::Path, pin::Pin, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::JoinSet,
    time::timeout,
};
use url::{Host, Url};

/// How long a witness may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of a witness's answer, at most.
const ANSWER: usize = 16 * 1024;

/// What a witness says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Lines that claim to be its cosignatures, each with its newline; whose they are is to be proved with its key.
    Cosigned(String),
    /// It knows the log at this size: ask again with a proof from there.
    Known(u64),
    /// It does not cosign; its status, and its words.
    Refused(u16, String),
    /// It does not answer, or not as a witness does; a sentence.
    Away(String),
}

/// A line to somebody.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Asks the witness at this address for a cosignature. `body` is a [`super::submission`] with a signed checkpoint. With a
/// `ca_file` no other authority is trusted.
pub async fn ask(url: &str, ca_file: Option<&Path>, body: String) -> Answer {
    within(PATIENCE, url, ca_file, body).await
}

async fn within(patience: Duration, url: &str, ca_file: Option<&Path>, body: String) -> Answer {
    let away = |why: String| Answer::Away(format!("The witness at {url} does not answer: {why}."));
    match timeout(patience, exchange(url, ca_file, body)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(why)) => away(why),
        Err(_) => away("it took too long".into()),
    }
}

async fn exchange(url: &str, ca_file: Option<&Path>, body: String) -> Result<Answer, String> {
    let url = address(url)?;
    let io = TokioIo::new(connect(&url, ca_file).await?);
    let (mut sender, connection) = http1::handshake(io).await.map_err(|e| e.to_string())?;
    // Ends with this function, whatever comes of it.
    let mut beside = JoinSet::new();
    beside.spawn(connection);
    let host = url.host_str().unwrap_or_default();
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let request = Request::post(url.path()).header(header::HOST, host).header(header::CONTENT_TYPE, "text/plain; charset=utf-8");
    let request = request.body(Full::new(Bytes::from(body))).map_err(|e| e.to_string())?;
    read(sender.send_request(request).await.map_err(|e| e.to_string())?).await
}

/// Where checkpoints go: the prefix and `/add-checkpoint`. Across a network over TLS alone: sizes tell how busy the portal is.
///
/// # Errors
/// Why an address is none of a witness.
pub fn address(prefix: &str) -> Result<Url, String> {
    let mut url = Url::parse(prefix).map_err(|e| format!("this is no address ({e})"))?;
    let path = format!("{}/add-checkpoint", url.path().trim_end_matches('/'));
    url.set_path(&path);
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => return Err("this is no address".into()),
    };
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
        return Err("its address holds more than host, port and path".into());
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if here => Ok(url),
        _ => Err("its address must begin with https://, for it is not on this machine".into()),
    }
}

async fn connect(url: &Url, ca_file: Option<&Path>) -> Result<Box<dyn Stream>, String> {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let port = url.port_or_known_default().unwrap_or(443);
    if url.scheme() == "http" { Ok(Box::new(reach(host, port).await?)) } else { secure(host, port, ca_file).await }
}

async fn reach(host: &str, port: u16) -> Result<TcpStream, String> {
    let tcp = TcpStream::connect((host, port)).await.map_err(|e| e.to_string())?;
    tcp.set_nodelay(true).map_err(|e| e.to_string())?;
    Ok(tcp)
}

/// A line over TLS to somebody whose certificate is for this host. With a `ca_file` no other authority is trusted.
///
/// # Errors
/// Why there is none.
pub async fn secure(host: &str, port: u16, ca_file: Option<&Path>) -> Result<Box<dyn Stream>, String> {
    let tcp = reach(host, port).await?;
    let failed = |e: openssl::error::ErrorStack| format!("OpenSSL does not start: {e}");
    let mut connector = SslConnector::builder(SslMethod::tls_client()).map_err(failed)?;
    connector.set_min_proto_version(Some(SslVersion::TLS1_2)).map_err(failed)?;
    if let Some(path) = ca_file {
        let read = std::fs::read(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
        let trusted = X509::stack_from_pem(&read).ok().filter(|all| !all.is_empty()).ok_or_else(|| format!("{} holds no certificate", path.display()))?;
        let mut store = X509StoreBuilder::new().map_err(failed)?;
        trusted.into_iter().try_for_each(|cert| store.add_cert(cert)).map_err(failed)?;
        connector.set_cert_store(store.build());
    }
    let ssl = connector.build().configure().and_then(|c| c.into_ssl(host)).map_err(failed)?;
    let mut stream = tokio_openssl::SslStream::new(ssl, tcp).map_err(failed)?;
    Pin::new(&mut stream).connect().await.map_err(|e| format!("no TLS with it ({e})"))?;
    Ok(Box::new(stream))
}

async fn read(response: Response<Incoming>) -> Result<Answer, String> {
    let (head, body) = response.into_parts();
    let body = Limited::new(body, ANSWER).collect().await.map_err(|e| format!("its answer breaks off or is too long ({e})"))?;
    let text = String::from_utf8_lossy(&body.to_bytes()).into_owned();
    let kind = head.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    Ok(understand(head.status.as_u16(), kind, text))
}

fn understand(status: u16, kind: &str, text: String) -> Answer {
    let lines = text.strip_suffix('\n');
    if status == 200 && lines.is_some_and(|lines| lines.split('\n').all(|l| Signature::parse(l).is_some())) {
        return Answer::Cosigned(text);
    }
    if status == 409
        && kind.split(';').next().is_some_and(|k| k.trim().eq_ignore_ascii_case("text/x.tlog.size"))
        && let Some(size) = lines.and_then(parse_size)
    {
        return Answer::Known(size);
    }
    Answer::Refused(status, text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect::<String>().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::key::{Key, Kind};
    use std::{
        io::{Read, Write},
        net::TcpListener,
    };

    #[test]
    fn an_answer_is_read_strictly() {
        let line = Key::generate("w.example", Kind::Cosignature).unwrap().sign("text\n", 5).unwrap();
        let lines = format!("{line}\n{line}\n");
        assert_eq!(understand(200, "", lines.clone()), Answer::Cosigned(lines));
        for bad in ["", "\n", "ok\n", &line, &format!("{line}\n\n")] {
            assert!(matches!(understand(200, "", bad.into()), Answer::Refused(200, _)), "{bad}");
        }
        assert_eq!(understand(409, "text/x.tlog.size", "12\n".into()), Answer::Known(12));
        assert_eq!(understand(409, "Text/x.tlog.size; charset=utf-8", "0\n".into()), Answer::Known(0));
        for (kind, text) in [("text/plain", "12\n"), ("text/x.tlog.size", "12"), ("text/x.tlog.size", "012\n"), ("text/x.tlog.size", "-1\n")] {
            assert!(matches!(understand(409, kind, text.into()), Answer::Refused(409, _)), "{kind} {text}");
        }
        assert_eq!(understand(403, "", "no\nsuch\0key\n".into()), Answer::Refused(403, "no such key".into()));
    }

    #[test]
    fn across_a_network_it_is_tls_or_nothing() {
        for good in ["https://w.example", "https://w.example:8443/some/prefix/", "http://127.0.0.1:80", "http://[::1]:80/", "http://localhost:1"] {
            let url = address(good).unwrap();
            assert!(url.path().ends_with("/add-checkpoint") && !url.path().contains("//"), "{url}");
        }
        for bad in [
            "",
            "w.example",
            "http://w.example",
            "http://10.0.0.1",
            "ftp://w.example",
            "https://",
            "https://u@w.example",
            "https://w.example/?x=",
            "https://w.example/#x",
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }

    /// Answers one connection with these bytes, then holds it open until the other side ends it.
    fn answers(bytes: Vec<u8>) -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).unwrap();
            let _ = stream.write_all(&bytes);
            while let Ok(1..) = stream.read(&mut buffer) {}
        });
        url
    }

    #[tokio::test]
    async fn what_a_hostile_witness_sends_is_not_taken() {
        let head = |more: &str| format!("HTTP/1.1 {more}\r\n\r\n").into_bytes();
        let long = [head("200 OK\r\ncontent-length: 200000"), vec![b'x'; 200_000]].concat();
        let url = answers(long);
        assert!(matches!(ask(&url, None, "old 0\n\n".into()).await, Answer::Away(why) if why.contains("too long")));
        let url = answers(head("302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0"));
        assert_eq!(ask(&url, None, "old 0\n\n".into()).await, Answer::Refused(302, String::new()));
        let url = answers(b"SSH-2.0-nothing\r\n".to_vec());
        assert!(matches!(ask(&url, None, "old 0\n\n".into()).await, Answer::Away(_)));
        let nobody = format!("http://{}", TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap());
        assert!(matches!(ask(&nobody, None, String::new()).await, Answer::Away(why) if why.contains(&nobody)));
    }

    #[tokio::test]
    async fn a_witness_that_stays_silent_is_not_waited_for() {
        let url = answers(Vec::new());
        assert!(matches!(within(Duration::from_millis(50), &url, None, String::new()).await, Answer::Away(why) if why.contains("too long")));
    }
}
