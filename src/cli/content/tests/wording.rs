//! Links, addresses and typography of the advisories.

use super::*;

#[test]
fn links_and_addresses_are_reserved() {
    for advisory in content(3, Scale::Large, TODAY).advisories {
        for link in advisory.references.iter().map(String::as_str).chain(advisory.body.split('(').skip(1)) {
            let Some(rest) = link.strip_prefix("https://") else {
                continue;
            };
            assert!(rest.split(['/', ')']).next().unwrap().ends_with(".example"), "{link}");
        }
        assert!(!advisory.body.contains("http://"));
        for (kind, value, _) in &advisory.indicators {
            let good = match kind.as_str() {
                "ipv4" => ["192.0.2.", "198.51.100.", "203.0.113."].iter().any(|network| value.starts_with(network)),
                "domain" | "email" => value.ends_with(".example"),
                "url" => value.starts_with("https://") && value.contains(".example"),
                "sha256" => value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit()),
                _ => false,
            };
            assert!(good && !value.contains([',', ' ']), "{kind} {value}");
        }
        let values: BTreeSet<_> = advisory.indicators.iter().map(|(_, value, _)| value).collect();
        assert_eq!(values.len(), advisory.indicators.len());
    }
}

/// The text without code, links and the rules of tables.
fn prose(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("|---"));
    let text = lines.collect::<Vec<_>>().join("\n");
    text.split('`').step_by(2).collect::<Vec<_>>().join("…")
}

#[test]
fn french_typography_is_right() {
    for advisory in content(4, Scale::Large, TODAY).advisories {
        for text in sentences(&advisory) {
            let text = prose(text);
            assert!(!text.contains('\''), "{text}");
            if advisory.language == "fr" {
                for bad in [" :", " ;", " ?", " !", " %", " »", "« "] {
                    assert!(!text.contains(bad), "{bad:?} in {text}");
                }
            }
        }
    }
}
