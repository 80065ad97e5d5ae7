//! A small blocking HTTPS client with a cookie jar. It trusts the portal's own authority, follows nothing by itself, and
//! can send what no browser would.
use openssl::ssl::{SslConnector, SslMethod, SslStream};
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

/// Where a portal answers.
pub struct At {
    pub port: u16,
    pub authority: String,
    connector: SslConnector,
    /// Connections that wait for the next request: a new one costs a handshake and a delayed acknowledgement.
    idle: Mutex<Vec<SslStream<TcpStream>>>,
}

impl At {
    pub fn new(port: u16, ca: &Path) -> Self {
        let mut connector = SslConnector::builder(SslMethod::tls_client()).unwrap();
        connector.set_ca_file(ca).unwrap();
        Self { port, authority: format!("localhost:{port}"), connector: connector.build(), idle: Mutex::default() }
    }
    pub fn origin(&self) -> String {
        format!("https://{}", self.authority)
    }
    /// An open connection, for those who send byte by byte.
    pub fn connect(&self) -> SslStream<TcpStream> {
        let tcp = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        tcp.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        tcp.set_nodelay(true).unwrap();
        self.connector.connect("localhost", tcp).unwrap()
    }
    /// Sends bytes on a connection of their own and reads one answer.
    pub fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // The portal may answer and close before it has read everything.
        let _ = stream.write_all(bytes);
        read(&mut stream)
    }
}

impl At {
    /// Ends the connections that wait.
    pub fn hang_up(&self) {
        self.idle.lock().unwrap().clear();
    }
    /// Sends a request and reads one answer, on a connection that waits or on a new one.
    fn exchange(&self, bytes: &[u8], head: bool) -> Answer {
        loop {
            let waiting = self.idle.lock().unwrap().pop();
            let (again, mut stream) = (waiting.is_some(), waiting.unwrap_or_else(|| self.connect()));
            let _ = stream.write_all(bytes);
            let (mut got, mut buffer) = (Vec::new(), [0; 16 * 1024]);
            let mut whole = false;
            while !whole && let Ok(n @ 1..) = stream.read(&mut buffer) {
                got.extend_from_slice(&buffer[..n]);
                whole = is_whole(&got, head);
            }
            if got.is_empty() && again {
                continue;
            }
            let answer = Answer::parse(&got);
            if whole && answer.header("connection") != "close" {
                self.idle.lock().unwrap().push(stream);
            }
            return answer;
        }
    }
}

/// Whether these bytes are an answer to its end, as far as its head says where that is.
fn is_whole(got: &[u8], head: bool) -> bool {
    let Some(end) = got.windows(4).position(|w| w == b"\r\n\r\n").map(|n| n + 4) else { return false };
    let answer = Answer::parse(&got[..end]);
    match answer.header("content-length").parse::<usize>() {
        _ if head => true,
        Ok(n) => got.len() - end >= n,
        Err(_) => answer.header("transfer-encoding") == "chunked" && got.ends_with(b"0\r\n\r\n"),
    }
}

/// Reads one answer, or as much as comes of it.
pub fn read(stream: &mut SslStream<TcpStream>) -> Answer {
    let (mut got, mut buffer) = (Vec::new(), [0; 16 * 1024]);
    while !is_whole(&got, false)
        && let Ok(n @ 1..) = stream.read(&mut buffer)
    {
        got.extend_from_slice(&buffer[..n]);
    }
    Answer::parse(&got)
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|l| l.split(' ').nth(1)).and_then(|s| s.parse().ok()).unwrap_or(0);
        let headers: Vec<_> = lines.filter_map(|l| l.split_once(':')).map(|(n, v)| (n.trim().to_ascii_lowercase(), v.trim().to_owned())).collect();
        let body = bytes.get(end + 4..).unwrap_or_default();
        let chunked = headers.iter().any(|(n, v)| n == "transfer-encoding" && v == "chunked");
        Self { status, body: if chunked { unchunk(body) } else { body.to_vec() }, headers }
    }
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    /// A header's value, empty if it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }
    pub fn location(&self) -> &str {
        self.header("location")
    }
    pub fn cookies(&self) -> Vec<&str> {
        self.headers.iter().filter(|(n, _)| n == "set-cookie").map(|(_, v)| v.as_str()).collect()
    }
    /// The answer, if its status is this one.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} {}", self.location(), self.page().text("main"));
        self
    }
    /// The answer, if it leads to this path.
    #[track_caller]
    pub fn leads_to(self, path: &str) -> Self {
        assert_eq!((self.status, self.location()), (303, path), "{}", self.page().text("main"));
        self
    }
    pub fn page(&self) -> crate::page::Page {
        crate::page::Page::new(&self.text())
    }
}

fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(end) = rest.windows(2).position(|w| w == b"\r\n") {
        let len = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap_or("0"), 16).unwrap_or(0);
        if len == 0 || rest.len() < end + 2 + len {
            break;
        }
        out.extend_from_slice(&rest[end + 2..end + 2 + len]);
        rest = rest.get(end + 4 + len..).unwrap_or_default();
    }
    out
}

/// A browser: clones are tabs of the same one.
#[derive(Clone)]
pub struct Client {
    pub at: Arc<At>,
    jar: Arc<Mutex<BTreeMap<String, String>>>,
    /// The cookie and the token that belongs to it.
    token: Arc<Mutex<(String, String)>>,
}

/// A request being written.
pub struct Request<'a> {
    client: &'a Client,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

pub const FORM: &str = "application/x-www-form-urlencoded";

impl Client {
    pub fn new(at: Arc<At>) -> Self {
        Self { at, jar: Arc::default(), token: Arc::default() }
    }
    /// Another browser with the same cookies.
    pub fn fork(&self) -> Self {
        Self { at: self.at.clone(), jar: Arc::new(Mutex::new(self.jar.lock().unwrap().clone())), token: Arc::default() }
    }
    /// The same browser at another server.
    pub fn at(&self, at: &Arc<At>) -> Self {
        Self { at: at.clone(), jar: self.jar.clone(), token: self.token.clone() }
    }
    pub fn cookie(&self, name: &str) -> String {
        self.jar.lock().unwrap().get(name).cloned().unwrap_or_default()
    }
    pub fn session(&self) -> String {
        self.cookie("__Host-session")
    }
    pub fn set_session(&self, token: &str) {
        self.jar.lock().unwrap().insert("__Host-session".into(), token.into());
    }
    pub fn request(&self, method: &str, path: &str) -> Request<'_> {
        Request { client: self, method: method.into(), path: path.into(), headers: Vec::new(), body: Vec::new() }
    }
    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", path).send()
    }
    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        headers.iter().fold(self.request("GET", path), |r, (n, v)| r.header(n, v)).send()
    }
    /// A form with a file, as a browser sends it: the fields first.
    fn multipart(&self, action: &str, fields: &[(String, String)], name: &str, bytes: &[u8]) -> Request<'_> {
        let mut body = Vec::new();
        for (field, value) in fields {
            body.extend_from_slice(format!("--zorglub\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").as_bytes());
        }
        let about =
            format!("--zorglub\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        body.extend_from_slice(about.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--zorglub--\r\n");
        self.request("POST", action).header("Content-Type", "multipart/form-data; boundary=zorglub").body(body)
    }
    pub fn send_file(&self, action: &str, fields: &[(String, String)], name: &str, bytes: &[u8]) -> Answer {
        self.multipart(action, fields, name, bytes).send()
    }
    /// Sends half of it and hangs up.
    pub fn cut_file(&self, action: &str, fields: &[(String, String)], name: &str, bytes: &[u8]) {
        let whole = self.multipart(action, fields, name, bytes).bytes();
        let mut stream = self.at.connect();
        let _ = stream.write_all(&whole[..whole.len() / 2]);
        let _ = stream.shutdown();
    }
    /// A form's token, as every page carries it.
    pub fn token(&self) -> String {
        let mut kept = self.token.lock().unwrap();
        if kept.0.is_empty() || kept.0 != self.session() {
            let token = self.get("/help/tlp").page().attr("form[action='/language'] input[name=csrf]", "value");
            *kept = (self.session(), token);
        }
        kept.1.clone()
    }
    /// Posts fields with the token of this browser, without loading the page that holds the form.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.request("POST", path).fields(&all).send()
    }
    /// Loads a page, keeps the hidden fields of the form with this action, fills in the rest and sends it.
    #[track_caller]
    pub fn submit(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let hidden = self.get(page).is(200).page().hidden(action);
        self.send_form(action, &hidden, fields)
    }
    /// Sends a form with hidden fields that were kept from a page.
    pub fn send_form(&self, action: &str, hidden: &[(String, String)], fields: &[(&str, &str)]) -> Answer {
        let given = |name: &str| fields.iter().any(|(n, _)| *n == name);
        let mut all: Vec<(&str, &str)> = hidden.iter().filter(|(n, _)| !given(n)).map(|(n, v)| (n.as_str(), v.as_str())).collect();
        all.extend_from_slice(fields);
        self.request("POST", action).fields(&all).send()
    }
    fn keep(&self, answer: &Answer) {
        let mut jar = self.jar.lock().unwrap();
        for cookie in answer.cookies() {
            let Some((name, value)) = cookie.split(';').next().and_then(|c| c.split_once('=')) else { continue };
            if value.is_empty() || cookie.contains("Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.into(), value.into());
            }
        }
    }
}

impl Request<'_> {
    /// A header; one that the client would send by itself is replaced, and left out if the value is empty.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_ascii_lowercase(), value.into()));
        self
    }
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }
    pub fn fields(self, fields: &[(&str, &str)]) -> Self {
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.body(body)
    }
    /// The bytes that go over the wire.
    pub fn bytes(&self) -> Vec<u8> {
        let jar = self.client.jar.lock().unwrap();
        let cookies: Vec<String> = jar.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let mut all = vec![("host".to_owned(), self.client.at.authority.clone())];
        if !cookies.is_empty() {
            all.push(("cookie".into(), cookies.join("; ")));
        }
        if self.method != "GET" && self.method != "HEAD" {
            all.push(("content-type".into(), FORM.into()));
            all.push(("content-length".into(), self.body.len().to_string()));
        }
        all.retain(|(name, _)| !self.headers.iter().any(|(n, _)| n == name));
        all.extend(self.headers.iter().filter(|(_, v)| !v.is_empty()).cloned());
        let lines: Vec<String> = all.iter().map(|(n, v)| format!("{n}: {v}\r\n")).collect();
        let head = lines.concat();
        [format!("{} {} HTTP/1.1\r\n{head}\r\n", self.method, self.path).as_bytes(), &self.body].concat()
    }
    pub fn send(self) -> Answer {
        let answer = self.client.at.exchange(&self.bytes(), self.method == "HEAD");
        self.client.keep(&answer);
        answer
    }
}
