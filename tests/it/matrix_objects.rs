//! The advisories of the matrix, one in each state, and the people who ask for them.
use crate::{
    attachments::pdf,
    client::Client,
    support::Portal,
    verbs::{self, Agency, For, Text},
    world::email,
};
use std::collections::HashMap;
use vigie::{
    accounts::Membership,
    advisories::Tlp,
    audit::Act,
    clock::{DAY, HOUR, MINUTE, SECOND},
    crypto::sha256,
    db::Tx,
    error::Result,
    ids::PartyId,
    parties::change,
};

/// The states, each a block of the table.
pub const OBJECTS: [(&str, &str); 15] = [
    ("draft", "to all parties, being written"),
    ("review", "to all parties, waits for review"),
    ("scheduled", "to all parties, to be released in twenty days"),
    ("clear", "TLP:CLEAR, to all parties"),
    ("some", "to some parties"),
    ("group", "to the parties of a group"),
    ("red", "TLP:RED, to named people"),
    ("open", "to some parties; a second version for all is being written"),
    ("corrected", "the first version for some parties, the second for others"),
    ("superseded", "to some parties; 'successor' has taken its place"),
    ("successor", "has taken the place of 'superseded', with other readers"),
    ("expired", "to some parties, no longer valid"),
    ("withdrawn", "to some parties, withdrawn; 'red' is its replacement"),
    ("beside", "to some parties, withdrawn while a second version for all is scheduled"),
    ("annexed", "to all parties; the first version has an annex, the second has none"),
];

/// Who asks: the column's word, what they are to the objects, and the key of their account.
pub const ASKERS: [(&str, &str, &str); 17] = [
    ("cont", "contact of the party that every version is addressed to; annexes are for that party", "contact0"),
    ("lead", "its lead contact", "lead0"),
    ("name", "the person of that party whom TLP:RED names; read every first version", "colleague0"),
    ("join", "joined that party after everything", "joiner"),
    ("next", "contact of a party of the group; in 'corrected' and 'superseded' for the later document alone", "contact2"),
    ("prev", "contact of a party that the first version of 'corrected' was for, and 'superseded'", "contact1"),
    ("othr", "contact of a party that nothing but what is for all is addressed to", "contact3"),
    ("dir", "has the directory alone, in the addressed party", "directory0"),
    ("enrd", "enrolled and not confirmed, in the addressed party", "enrolled"),
    ("cut", "of the addressed party, access cut after everything", "former"),
    ("susp", "contact of an addressed party that was suspended after everything; TLP:RED named them", "suspended"),
    ("auth", "author", "author"),
    ("appr", "approver", "approver"),
    ("vett", "vetting officer", "vetting"),
    ("audt", "auditor", "auditor"),
    ("admn", "administrator", "administrator"),
    ("noby", "nobody", ""),
];

/// One advisory. Its words: `qa…` in the title, `qb…` in the first version, `qe…` in the second, `qc…` in the annex, `qd…` in the
/// translation, `qf…` the file's name.
#[derive(Clone)]
pub struct Object {
    pub name: &'static str,
    pub reference: String,
    /// The newest signed text, the first one, the annex's, an attached list, an attached report, a reader's copy of it.
    pub bytes: Vec<(&'static str, Vec<u8>)>,
}

impl Object {
    /// What never existed.
    pub fn never() -> Self {
        let bytes = ["text", "first", "annex", "file", "pdf", "copy"].map(|what| (what, format!("never {what}").into_bytes()));
        Self { name: "never", reference: "2026-ZZZZ".into(), bytes: bytes.to_vec() }
    }
    pub fn bytes(&self, what: &str) -> &[u8] {
        &self.bytes.iter().find(|(w, _)| *w == what).unwrap().1
    }
    pub fn hash(&self, what: &str) -> String {
        data_encoding::HEXLOWER.encode(&sha256(self.bytes(what)))
    }
    pub fn word(&self, letter: char) -> String {
        format!("q{letter}{}", self.name)
    }
    /// Everything that tells of it.
    pub fn marks(&self) -> Vec<String> {
        "abcdef".chars().map(|c| self.word(c)).chain([self.reference.clone()]).collect()
    }
}

/// The objects, each in its state, and a browser for each of the askers.
pub struct Scene {
    pub objects: Vec<Object>,
    /// Whose each mark is.
    pub marks: HashMap<String, usize>,
    pub browsers: Vec<Client>,
    /// `E-MAIL REFERENCE` for each mail that was queued when a version came out.
    pub mails: Vec<String>,
}

struct Maker<'a> {
    agency: Agency,
    parties: [PartyId; 5],
    p: &'a Portal,
    start: i64,
}

impl Maker<'_> {
    fn at(&self, act: &Act, n: usize) -> Act {
        Act { at: self.start + i64::try_from(n).unwrap() * MINUTE, ..act.clone() }
    }

    fn parties(&self, of: &[usize]) -> For {
        For::Parties(of.iter().map(|n| self.parties[*n].clone()).collect())
    }

    /// Whom the first version of each is for.
    fn audience(&self, name: &str, named: &[vigie::ids::AccountId]) -> For {
        match name {
            "draft" | "review" | "scheduled" => For::All(Tlp::Amber),
            "clear" => For::All(Tlp::Clear),
            "annexed" => For::All(Tlp::Green),
            "group" => For::Group(self.p.world.groups[0].clone()),
            "red" => For::People(named.to_vec()),
            "corrected" | "superseded" => self.parties(&[0, 1, 4]),
            "successor" => self.parties(&[0, 2, 4]),
            _ => self.parties(&[0, 4]),
        }
    }

    async fn make(&self, tx: &mut Tx, act: &Act, name: &str, to: &For, older: Option<String>) -> Result<String> {
        let word = |letter: char| format!("q{letter}{name}");
        let text = Text::new(&word('a'), &word('b'), "");
        let r = self.agency.draft(tx, act, &text).await?;
        let expires = (name == "expired").then_some(act.at + SECOND);
        self.agency.address(tx, act, &r, to, |m| (m.supersedes, m.expires_at) = (older, expires)).await?;
        self.agency.translate(tx, act, &r, &Text::new(&word('a'), &word('d'), "")).await?;
        self.agency.annex(tx, act, &r, &self.parties[0], &word('c')).await?;
        self.agency.attach(tx, act, &r, &format!("{}.csv", word('f')), format!("domain\n{}.example\n", word('f')).as_bytes()).await?;
        self.agency.attach(tx, act, &r, "rapport.pdf", &pdf(&word('f'))).await?;
        match name {
            "draft" => {}
            "review" => self.agency.submit(tx, act, &r).await?,
            "scheduled" => self.agency.schedule(tx, act, &r, self.p.now() + 20 * DAY).await?,
            _ => self.agency.publish(tx, act, &r).await?,
        }
        Ok(r)
    }

    /// What becomes of some of them once their first version has been read.
    async fn later(&self, tx: &mut Tx, act: &Act, of: impl Fn(&str) -> String) -> Result<()> {
        let a = &self.agency;
        for name in ["open", "corrected", "beside", "annexed"] {
            a.next_version(tx, act, &of(name), &Text::new(&format!("qa{name}"), &format!("qe{name}"), "Une suite")).await?;
        }
        a.address(tx, act, &of("open"), &For::All(Tlp::Amber), |_| ()).await?;
        a.address(tx, act, &of("corrected"), &self.parties(&[0, 2, 4]), |_| ()).await?;
        a.publish(tx, act, &of("corrected")).await?;
        a.annex(tx, act, &of("annexed"), &self.parties[0], "").await?;
        a.publish(tx, &Act { at: act.at + MINUTE, ..act.clone() }, &of("annexed")).await?;
        a.address(tx, act, &of("beside"), &For::All(Tlp::Amber), |_| ()).await?;
        a.schedule(tx, act, &of("beside"), self.p.now() + 20 * DAY).await?;
        a.withdraw(tx, act, &of("beside"), None).await?;
        a.withdraw(tx, act, &of("withdrawn"), Some(&of("red"))).await?;
        verbs::switch(tx, act, "parti-suspendu", change::Kind::Suspension).await?;
        verbs::member(tx, act, "joiner", Membership::Contact, &self.parties[0]).await?;
        Ok(())
    }
}

/// Makes everything.
pub fn scene(p: &Portal) -> Scene {
    let (agency, first) = (Agency::of(p), [0, 1, 2].map(|n| verbs::party_id(p, n)));
    let (maker, references) = p.act(async |tx, act| {
        let (three, four) = (verbs::party(tx, act, "Saule Uni").await?, verbs::party(tx, act, "Parti Suspendu").await?);
        verbs::member(tx, act, "contact3", Membership::Contact, &three).await?;
        verbs::member(tx, act, "former", Membership::Contact, &first[0]).await?;
        let suspended = verbs::member(tx, act, "suspended", Membership::Contact, &four).await?;
        let [zero, one, two] = first;
        let maker = Maker { agency, parties: [zero, one, two, three, four], p, start: p.now() - 3 * HOUR };
        // Enough for a second page of every list; older than the rest.
        for n in 0..25 {
            let act = Act { at: maker.start - HOUR + n * SECOND, ..act.clone() };
            let r = maker.agency.draft(tx, &act, &Text::new(&format!("Ancien {n}"), "ancien", "")).await?;
            maker.agency.address(tx, &act, &r, &For::All(Tlp::Clear), |_| ()).await?;
            maker.agency.publish_in_silence(tx, &act, &r).await?;
        }
        let (named, mut references) = ([p.id("colleague0"), suspended], Vec::<String>::new());
        for (n, (name, _)) in OBJECTS.iter().enumerate() {
            let older = (*name == "successor").then(|| references[n - 1].clone());
            references.push(maker.make(tx, &maker.at(act, n), name, &maker.audience(name, &named), older).await?);
        }
        Ok((maker, references))
    });
    let browsers: Vec<Client> = ASKERS.map(|(_, _, key)| if matches!(key, "" | "joiner") { p.nobody() } else { p.by(key) }).to_vec();
    let reader = &browsers[2];
    let copy = |r: &str| reader.get(&format!("/advisories/{r}/attachments/rapport.pdf")).body;
    let copies: Vec<Vec<u8>> = references.iter().map(|r| copy(r)).collect();
    for r in &references {
        reader.get(&format!("/advisories/{r}"));
    }
    let of = |name: &str| -> String { references[OBJECTS.iter().position(|(n, _)| *n == name).unwrap()].clone() };
    p.act(async |tx, act| maker.later(tx, &maker.at(act, OBJECTS.len()), &of).await);
    p.cut_access("former");
    let mut browsers = browsers;
    browsers[3] = p.by("joiner");
    let objects: Vec<Object> = OBJECTS.iter().zip(&references).zip(copies).map(|(((name, _), r), copy)| object(p, name, r, copy)).collect();
    let marks = objects.iter().enumerate().flat_map(|(n, o)| o.marks().into_iter().map(move |m| (m, n))).collect();
    // What came out minute by minute: the first versions, then the second ones.
    let mut moments = references.clone();
    moments.extend([of("corrected"), of("annexed")]);
    Scene { objects, marks, browsers, mails: mails(p, &maker, &moments) }
}

fn object(p: &Portal, name: &'static str, reference: &str, copy: Vec<u8>) -> Object {
    let texts = |which: &str| {
        let sql = format!("SELECT s.text FROM signed_text s JOIN advisory a ON a.id = s.advisory_id WHERE a.reference = '{reference}' AND {which}");
        p.column(&sql).pop().unwrap_or_else(|| format!("{name} has none where {which}")).into_bytes()
    };
    let list = format!("domain\nqf{name}.example\n").into_bytes();
    let report = p.approver().get(&format!("/desk/advisories/{reference}/attachments/rapport.pdf")).is(200).body;
    let bytes = vec![
        ("text", texts("s.for_party = '' ORDER BY s.number")),
        ("first", texts("s.for_party = '' AND s.number = 1")),
        ("annex", texts("s.for_party <> '' ORDER BY s.number")),
        ("file", list),
        ("pdf", report),
        ("copy", copy),
    ];
    Object { name, reference: reference.to_owned(), bytes }
}

/// Whom a mail was queued for, by the moment at which a version came out.
fn mails(p: &Portal, maker: &Maker<'_>, moments: &[String]) -> Vec<String> {
    let rows = p.column("SELECT w.email || ' ' || CAST(o.queued_at AS TEXT) FROM outbox o JOIN account w ON w.id = o.account_id WHERE o.kind = 'waiting'");
    let read = |row: &String| {
        let (email, at) = row.split_once(' ').unwrap();
        let n = usize::try_from((at.parse::<i64>().unwrap() - maker.start) / MINUTE).unwrap();
        format!("{email} {}", moments[n])
    };
    rows.iter().map(read).collect()
}

/// Whether a mail was queued for somebody about an object.
pub fn has_mail(scene: &Scene, key: &str, o: &Object) -> bool {
    scene.mails.contains(&format!("{} {}", email(key), o.reference))
}
