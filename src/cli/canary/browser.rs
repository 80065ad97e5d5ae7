//! A browser of the smallest kind: GET over TLS with one cookie, and the links of a page.
use crate::config::Settings;
use openssl::ssl::{SslConnector, SslMethod, SslStream};
use std::{
    io::{Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

/// The most that is read of one answer, in bytes.
const MOST: usize = 64 * 1024 * 1024;

/// Asks one portal, as one person.
pub struct Browser {
    at: SocketAddr,
    host: String,
    authority: String,
    cookie: String,
    connector: SslConnector,
}

impl Browser {
    /// For the portal of these settings, on this machine, with a session's token.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn new(settings: &Settings, token: &str) -> Result<Self, String> {
        let failed = |e: openssl::error::ErrorStack| format!("TLS cannot be prepared: {e}.");
        let mut connector = SslConnector::builder(SslMethod::tls_client()).map_err(failed)?;
        let authority = settings.path("tls/ca.pem");
        if authority.is_file() {
            connector.set_ca_file(&authority).map_err(failed)?;
        }
        let mut at = settings.config.server.listen;
        if at.ip().is_unspecified() {
            at.set_ip(if at.is_ipv4() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { IpAddr::V6(Ipv6Addr::LOCALHOST) });
        }
        let authority = settings.config.origin.trim_start_matches("https://").to_owned();
        Ok(Self { at, host: settings.host(), authority, cookie: format!("__Host-session={token}"), connector: connector.build() })
    }

    fn connect(&self) -> Result<SslStream<TcpStream>, String> {
        let away =
            |e: &dyn std::fmt::Display| format!("The portal does not answer at {}: {e}. Start it with `vigie serve`, then run the doctor again.", self.at);
        let tcp = TcpStream::connect_timeout(&self.at, Duration::from_secs(5)).map_err(|e| away(&e))?;
        let limits = tcp.set_read_timeout(Some(Duration::from_mins(1))).and_then(|()| tcp.set_nodelay(true));
        limits.map_err(|e| away(&e))?;
        self.connector.connect(&self.host, tcp).map_err(|e| away(&e))
    }

    /// Status and body of a page.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn get(&mut self, path: &str) -> Result<(u16, String), String> {
        let mut stream = self.connect()?;
        let asked = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nAccept-Language: fr\r\nConnection: close\r\n\r\n", self.authority, self.cookie);
        stream.write_all(asked.as_bytes()).map_err(|e| format!("The portal broke off: {e}."))?;
        let (mut got, mut piece) = (Vec::new(), vec![0; 64 * 1024]);
        // A connection that ends without TLS's farewell has given all it had.
        while let Ok(n @ 1..) = stream.read(&mut piece) {
            got.extend_from_slice(piece.get(..n).unwrap_or_default());
            if got.len() > MOST {
                break;
            }
        }
        let text = String::from_utf8_lossy(&got).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Ok((status, body.to_owned()))
    }
}

/// The addresses within the portal that a page links to, in order.
pub fn links(html: &str) -> Vec<String> {
    html.split(" href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with('/') && !href.starts_with("//") && !href.starts_with("/static/"))
        .map(|href| href.replace("&#38;", "&").replace("&amp;", "&").split('#').next().unwrap_or_default().to_owned())
        .collect()
}

/// A text as pages print it.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;").replace('\'', "&#39;")
}

/// A text as the value of a query.
pub fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A page without what was asked for in its address.
pub fn without_query(html: &str, path: &str) -> String {
    let asked = url::form_urlencoded::parse(path.split_once('?').map_or("", |(_, q)| q).as_bytes()).find(|(name, _)| name == "q");
    asked.map_or_else(|| html.to_owned(), |(_, value)| html.replace(&escaped(&value), ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_within_the_portal_are_followed_and_no_others() {
        let html = "<a href=\"/advisories?sort=date&#38;after=x#top\">a</a> <a href=\"https://x.example/\">b</a> <a href=\"#main\">c</a> <link href=\"/static/vigie.css\">";
        assert_eq!(links(html), ["/advisories?sort=date&after=x"]);
        assert_eq!(without_query("<input value=\"a&#38;b\"> c", "/search?q=a%26b"), "<input value=\"\"> c");
    }
}
