//! What the agency's staff do on the desk, over HTTP.
use crate::{client::Client, support::Portal, world::SLUGS};

/// Whom an advisory is for.
#[derive(Clone, Copy)]
pub enum To<'a> {
    All,
    /// Parties by number.
    Parties(&'a [usize]),
    /// The group that holds the first and the third party.
    Group,
    /// People by key; the marking becomes TLP:RED.
    People(&'a [&'a str]),
}

pub const BODY: &str = "## Constat\n\nDes courriels **imitent** la messagerie.";
pub const INDICATORS: &str = "domain, support-messagerie.example, seen 9 March\nurl, https://support-messagerie.example/x, =cmd|' /C calc'!A0";

/// The reference at the end of an address.
pub fn reference(location: &str) -> String {
    location.rsplit('/').next().unwrap().to_owned()
}

/// A draft with content alone.
pub fn draft(author: &Client, title: &str) -> String {
    let new = author.submit("/desk/advisories/new", "/desk/advisories", &[("title", title), ("language", "fr"), ("model", "blank")]).is(303);
    let reference = reference(new.location());
    write(author, &reference, title, "").is(303);
    reference
}

/// Saves the content.
pub fn write(author: &Client, reference: &str, title: &str, note: &str) -> crate::client::Answer {
    let page = format!("/desk/advisories/{reference}/content");
    let references = "Bulletin — https://cert.example/bulletin";
    let actions = "Bloquer le domaine\nPrévenir les équipes";
    let content = [("title", title), ("summary", "Une campagne vise les partis."), ("actions", actions), ("body", BODY), ("change_note", note)];
    let lists = [("references", references), ("indicators", INDICATORS)];
    author.submit(&page, &page, &[&content[..], &lists[..]].concat())
}

/// Chooses marking and recipients.
pub fn address(p: &Portal, author: &Client, reference: &str, to: To<'_>) {
    let tlp = if matches!(to, To::People(_)) { "RED" } else { "AMBER" };
    let page = format!("/desk/advisories/{reference}/marking");
    author.submit(&page, &page, &[("tlp", tlp), ("severity", "high"), ("act_by", ""), ("confirm_by", "")]).is(303);
    recipients(p, author, reference, to).is(303);
}

/// Chooses recipients.
pub fn recipients(p: &Portal, author: &Client, reference: &str, to: To<'_>) -> crate::client::Answer {
    let page = format!("/desk/advisories/{reference}/recipients");
    let ids: Vec<String> = if let To::People(keys) = to { keys.iter().map(|k| p.id(k).to_string()).collect() } else { Vec::new() };
    let mut fields = vec![("reason", "Ils sont visés.")];
    match to {
        To::All => fields.push(("audience", "all-parties")),
        To::Parties(all) => {
            fields.push(("audience", "some-parties"));
            fields.extend(all.iter().map(|n| ("party", SLUGS[*n])));
        }
        To::Group => fields.extend([("audience", "some-parties"), ("group", p.world.groups[0].as_str())]),
        To::People(_) => {
            fields.push(("audience", "named-people"));
            fields.extend(ids.iter().map(|id| ("person", id.as_str())));
        }
    }
    author.submit(&page, &page, &fields)
}

/// A draft that is complete.
pub fn complete(p: &Portal, title: &str, to: To<'_>) -> String {
    let author = p.author();
    let reference = draft(&author, title);
    address(p, &author, &reference, to);
    reference
}

/// Sends a draft for review.
pub fn submit(author: &Client, reference: &str) -> crate::client::Answer {
    author.submit(&format!("/desk/advisories/{reference}"), &format!("/desk/advisories/{reference}/submission"), &[])
}

/// A draft that waits for review.
pub fn in_review(p: &Portal, title: &str, to: To<'_>) -> String {
    let reference = complete(p, title, to);
    submit(&p.author(), &reference).is(303);
    reference
}

/// Publishes what waits for review.
pub fn publish(approver: &Client, reference: &str) -> crate::client::Answer {
    approver.submit(&format!("/desk/advisories/{reference}/review"), &format!("/desk/advisories/{reference}/publication"), &[])
}

/// An advisory that is published.
pub fn published(p: &Portal, title: &str, to: To<'_>) -> String {
    let reference = in_review(p, title, to);
    publish(&p.approver(), &reference).leads_to(&format!("/desk/advisories/{reference}"));
    // The notices leave records of their own, a moment later: who counts records counts them after that.
    crate::sink::until("the notices have gone out", || p.count("FROM outbox WHERE state = 'queued'") == 0);
    reference
}

/// Withdraws an advisory.
pub fn withdraw(approver: &Client, reference: &str, replacement: &str) -> crate::client::Answer {
    let page = format!("/desk/advisories/{reference}/withdrawal");
    approver.submit(&page, &page, &[("reason", "Remplacé."), ("replacement", replacement)])
}

/// Opens, writes, submits and publishes the next version.
pub fn next_version(p: &Portal, reference: &str, title: &str, note: &str, to: To<'_>) {
    let author = p.author();
    author.submit(&format!("/desk/advisories/{reference}"), &format!("/desk/advisories/{reference}/versions"), &[]).is(303);
    write(&author, reference, title, note).is(303);
    recipients(p, &author, reference, to).is(303);
    submit(&author, reference).is(303);
    publish(&p.approver(), reference).is(303);
}
