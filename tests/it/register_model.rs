//! What officers write down over months, in an order of chance, against a calendar that is painted over by the rules of docs/providers.md.
use crate::support::{Portal, on_both, wait};
use jiff::civil::Date;
use vigie::{
    audit::Act,
    clock::DAY,
    db::Db,
    providers::{
        self,
        history::At,
        may,
        recording::{self, Batch, Empty},
        register::{self, Row},
        terms::Counts,
    },
};

on_both! {
    what_officers_write_down_is_told_for_every_day_as_it_was_known
}

/// Numbers of chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % n
    }
}

/// A word, as the calendar keeps it.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    known_from: i64,
    counts_from: Option<Date>,
    replaces: bool,
    decided: Date,
    status: &'static str,
    to: Date,
}

/// What an officer does.
struct Writes {
    decision: usize,
    counts: Counts,
    decided: Date,
    status: &'static str,
    to: Date,
    today: Date,
    at: i64,
}

/// The word that it adds, if it says anything new.
fn adds(w: &Writes, before: Option<&Said>) -> Option<Said> {
    let word = |counts_from, replaces| Said { known_from: w.at, counts_from, replaces, decided: w.decided, status: w.status, to: w.to };
    let Some(before) = before else { return Some(word(None, false)) };
    let same = (before.decided, before.status, before.to) == (w.decided, w.status, w.to);
    let added = match w.counts {
        Counts::Correction(day) => word(day.or(before.counts_from), true),
        Counts::From(day) => word(Some(day), false),
        Counts::Listed if w.status == before.status => word(before.counts_from, true),
        // A list counts from a new day of decision that is not before what counts, else from the day on which it is taken.
        Counts::Listed if w.decided != before.decided && before.counts_from.is_none_or(|from| w.decided >= from) => word(Some(w.decided), false),
        Counts::Listed => word(Some(w.today), false),
    };
    (!same || (added.replaces && added.counts_from != before.counts_from)).then_some(added)
}

/// What holds on a day as known at a moment: a correction takes the place of the word before, and each that is left is painted over the
/// days from which it counts.
fn painted(said: &[Said], day: Date, known: i64) -> Option<(&'static str, Date)> {
    let mut left: Vec<&Said> = Vec::new();
    for word in said.iter().filter(|w| w.known_from <= known) {
        left.pop_if(|_| word.replaces);
        left.push(word);
    }
    left.iter().rfind(|w| w.counts_from.is_none_or(|from| from <= day)).map(|w| (w.status, w.to))
}

fn row(w: &Writes) -> Row {
    let header = register::COLUMNS.join(",");
    let cells = format!("Balise,,FR,,,,+33 1 99 00 00 01,,,PRIS,3.1,Offre {n},,,,B-{n},{},2026-01-01,{},{},,", w.decided, w.to, w.status, n = w.decision);
    let mut row = register::parse(format!("{header}\n{cells}\n").as_bytes()).unwrap().rows.remove(0);
    row.counts = w.counts;
    row
}

async fn take(p: &Portal, db: &Db, w: &Writes) -> u64 {
    let mut tx = db.write().await.unwrap();
    let act = Act::portal(p.keys.clone(), w.at);
    let batch = Batch { rows: &[row(w)], empty: Empty::Keeps, today: w.today };
    let done = recording::import(&mut tx, &act, &may::operator_takes(), &batch, || ()).await.unwrap();
    tx.commit().await.unwrap();
    done.new
}

/// The calendar of each decision after so many acts of chance, and the day of the last.
async fn months(p: &Portal, db: &Db, chance: &mut Chance) -> (Vec<Vec<Said>>, i64) {
    let (mut said, mut passed) = (vec![Vec::new(); 3], 0);
    for _ in 0..120 {
        passed += chance.below(3);
        let day = |n: i64| jiff::civil::date(2026, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap();
        let writes = Writes {
            decision: usize::try_from(chance.below(3)).unwrap(),
            counts: match chance.below(5) {
                0 => Counts::Correction(None),
                1 => Counts::Correction(Some(day((passed - chance.below(12)).max(0)))),
                2 => Counts::From(day((passed - chance.below(12)).max(0))),
                _ => Counts::Listed,
            },
            decided: day((passed - chance.below(12)).max(0)),
            status: ["qualified", "qualified", "suspended", "withdrawn"][usize::try_from(chance.below(4)).unwrap()],
            to: day(60 + 30 * chance.below(4)),
            today: day(passed),
            at: p.now() + passed * DAY + i64::try_from(said.iter().map(Vec::len).sum::<usize>()).unwrap(),
        };
        let thread: &mut Vec<Said> = &mut said[writes.decision];
        let word = adds(&writes, thread.last());
        assert_eq!(take(p, db, &writes).await, u64::from(word.is_some()));
        thread.extend(word);
    }
    (said, passed)
}

fn what_officers_write_down_is_told_for_every_day_as_it_was_known(p: &Portal) {
    wait(async {
        let db = p.open().await;
        let mut chance = Chance(11);
        let (said, passed) = months(p, &db, &mut chance).await;
        let register = providers::load(&mut db.read().await.unwrap()).await.unwrap();
        db.close().await;
        let provider = register.providers.iter().find(|p| p.name == "Balise").unwrap();
        let (mut compared, mut held) = (0, 0);
        for (n, said) in said.iter().enumerate() {
            let offer = format!("Offre {n}");
            let days = (0..passed + 5).map(|d| jiff::civil::date(2026, 1, 1).checked_add(jiff::Span::new().days(d)).unwrap());
            for (day, known) in days.flat_map(|day| (-1..=passed + 1).step_by(4).map(move |d| (day, d))) {
                let at = At { day, known: p.now() + known * DAY + 60 };
                let ours = provider.decisions(at).find(|d| d.offer == offer).map(|d| (d.status.as_str(), d.to.unwrap()));
                assert_eq!(ours, painted(said, day, at.known), "{offer} on {day}, known after {known} days: {said:?}");
                compared += 1;
                held += i32::from(ours.is_some_and(|(status, to)| status == "qualified" && day <= to));
            }
        }
        assert!(compared > 5_000 && held > 500, "{compared}, {held}");
    });
}
