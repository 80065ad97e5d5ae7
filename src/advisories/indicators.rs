//! Indicators: one a line, `type, value, comment`. Stored exact, shown defanged, so that nobody opens one by mistake.

/// The types that are known, as the formats name them.
pub const TYPES: [&str; 9] = ["domain", "ipv4", "ipv6", "url", "email", "md5", "sha1", "sha256", "other"];

/// One indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// One of [`TYPES`].
    pub kind: &'static str,
    /// The exact value.
    pub value: String,
    /// What it is, or when it was seen.
    pub comment: String,
}

/// Reads what a person typed. A value may come defanged.
///
/// # Errors
/// The number of the first bad line, from 1.
pub fn parse(text: &str) -> Result<Vec<Indicator>, usize> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(n, line)| one(line).ok_or(n.saturating_add(1))).collect()
}

fn one(line: &str) -> Option<Indicator> {
    // Setting up a reader of CSV costs more than the rest of an advisory's page, and few lines need one.
    if !line.contains(['"', '\r']) {
        return from_cells(line.split(',').map(str::trim));
    }
    // People put a space behind a comma; the reader of CSV knows a quote only right behind it.
    let line = line.trim().replace(", \"", ",\"");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(line.as_bytes());
    let cells: csv::StringRecord = reader.records().next()?.ok()?;
    from_cells(cells.iter())
}

fn from_cells<'a>(mut cells: impl Iterator<Item = &'a str>) -> Option<Indicator> {
    let kind = kind(cells.next()?)?;
    let value = refang(cells.next()?);
    let comment = cells.collect::<Vec<_>>().join(", ");
    fits(kind, &value).then_some(Indicator { kind, value, comment })
}

fn kind(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    let plain = match text.as_str() {
        "domaine" | "hostname" | "host" | "fqdn" => "domain",
        "ip" | "ip-dst" | "ip-src" | "ipv4-addr" => "ipv4",
        "ipv6-addr" => "ipv6",
        "uri" | "link" => "url",
        "e-mail" | "mail" | "email-src" | "courriel" => "email",
        "sha-1" => "sha1",
        "sha-256" => "sha256",
        "autre" => "other",
        same => same,
    };
    TYPES.into_iter().find(|t| *t == plain)
}

fn fits(kind: &str, value: &str) -> bool {
    let hex = |len: usize| value.len() == len && value.bytes().all(|b| b.is_ascii_hexdigit());
    match kind {
        "ipv4" => value.split('/').next().is_some_and(|ip| ip.parse::<std::net::IpAddr>().is_ok()),
        "ipv6" => value.split('/').next().is_some_and(|ip| ip.parse::<std::net::Ipv6Addr>().is_ok()),
        "domain" => value.contains('.') && !value.contains(['/', ' ', '@']),
        "url" => value.contains("://"),
        "email" => value.contains('@'),
        "md5" => hex(32),
        "sha1" => hex(40),
        "sha256" => hex(64),
        _ => !value.is_empty(),
    }
}

fn refang(value: &str) -> String {
    let value = value.replace("[.]", ".").replace("(.)", ".").replace("[:]", ":").replace("[@]", "@").replace("[at]", "@");
    match value.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("hxxp") => format!("http{}", value.get(4..).unwrap_or_default()),
        _ => value,
    }
}

impl Indicator {
    /// The value as it is shown: no program and no person takes it for an address.
    pub fn defanged(&self) -> String {
        match self.kind {
            "domain" | "ipv4" | "ipv6" | "url" | "email" => {
                let safe = self.value.replace('.', "[.]").replace('@', "[@]");
                let start = safe.get(..4).unwrap_or_default();
                let safe = if start.eq_ignore_ascii_case("http") { format!("hxxp{}", safe.get(4..).unwrap_or_default()) } else { safe };
                if self.kind == "ipv6" { safe.replace(':', "[:]") } else { safe.replace("://", "[:]//") }
            }
            _ => self.value.clone(),
        }
    }

    /// The line that [`parse`] reads back.
    pub fn line(&self) -> String {
        let cell = |text: &str| if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() };
        format!("{}, {}, {}", self.kind, cell(&self.value), cell(&self.comment)).trim_end_matches([',', ' ']).to_owned()
    }

    /// The key of the type's word.
    pub fn key(&self) -> &'static str {
        match self.kind {
            "domain" => "indicator-domain",
            "ipv4" | "ipv6" => "indicator-ip",
            "url" => "indicator-url",
            "email" => "indicator-email",
            "other" => "indicator-other",
            _ => "indicator-hash",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_shown_safe_and_written_back() {
        let text = "domain, support-messagerie[.]example, seen 9 March\n\nIP, 203.0.113.84\nurl, \"hxxps://a.example/x,y\"\nsha256, 2C26B46B68FFC68FF99B453C1D30413413422D706483BFA0F98A5E886266E7AE, a, b";
        let all = parse(text).unwrap();
        assert_eq!(all.len(), 4);
        assert_eq!(all[0].value, "support-messagerie.example");
        assert_eq!(all[0].defanged(), "support-messagerie[.]example");
        assert_eq!(all[2].value, "https://a.example/x,y");
        assert_eq!(all[2].defanged(), "hxxps[:]//a[.]example/x,y");
        assert_eq!(all[3].comment, "a, b");
        let lines: Vec<String> = all.iter().map(Indicator::line).collect();
        assert_eq!(parse(&lines.join("\n")).unwrap(), all);
        assert_eq!(parse("domain, a.example\ncolour, red"), Err(2));
        assert_eq!(parse("sha256, abc"), Err(1));
    }
}
