//! What is told of a provider, against a calendar that is painted over.
use super::{super::find::tests::word, *};

/// What a word says, in a model of its own: a table of days and moments.
#[derive(Clone, Debug)]
struct Said {
    known_from: i64,
    counts_from: Option<Date>,
    replaces: bool,
    status: &'static str,
    to: Date,
}

/// The state on a day as known at a moment: every word that was known is painted over the days from which it counts, one after another; but not
/// one whose place the next takes.
fn painted(said: &[Said], first: Date, day: Date, known: i64) -> Option<(&'static str, Date)> {
    let days = usize::try_from(first.until(day).unwrap().get_days()).unwrap();
    let mut calendar = vec![None; days.saturating_add(1)];
    let known: Vec<&Said> = said.iter().filter(|w| w.known_from <= known).collect();
    let next = known.iter().skip(1).map(Some).chain([None]);
    for (word, _) in known.iter().zip(next).filter(|(_, next)| !next.is_some_and(|next| next.replaces)) {
        for (n, cell) in calendar.iter_mut().enumerate() {
            let date = first.checked_add(jiff::Span::new().days(i64::try_from(n).unwrap())).unwrap();
            if word.counts_from.is_none_or(|from| from <= date) {
                *cell = Some((word.status, word.to));
            }
        }
    }
    calendar.pop().flatten()
}

/// A small generator of numbers, the same in every run.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[test]
fn random_histories_agree_with_a_calendar_that_is_painted_over() {
    let first = jiff::civil::date(2026, 1, 1);
    let day = |n: u64| first.checked_add(jiff::Span::new().days(i64::try_from(n).unwrap())).unwrap();
    let (mut seed, mut compared, mut held) = (7, 0, 0);
    for round in 0..200 {
        let mut provider = Provider::new(ProviderRow { id: ProviderId::new(), slug: "p".into(), name: "P".into(), folded: "p".into() });
        let (mut said, mut known) = (Vec::new(), 0);
        for n in 0..=next(&mut seed) % 6 {
            known += i64::try_from(next(&mut seed) % 20).unwrap();
            let status = ["qualified", "suspended", "withdrawn", "expired", "qualified"][usize::try_from(next(&mut seed) % 5).unwrap()];
            let counts_from = (n > 0).then(|| day(next(&mut seed) % 60));
            let replaces = n > 0 && next(&mut seed).is_multiple_of(3);
            let to = day(next(&mut seed) % 60);
            let row = word(status, "2026-01-01", Some(&to.to_string()));
            provider.add(DecisionRow { effective: counts_from.map(|d| d.to_string()).unwrap_or_default(), replaces, recorded_at: known, ..row });
            said.push(Said { known_from: known, counts_from, replaces, status, to });
        }
        assert_eq!(provider.threads().len(), 1);
        for n in 0..60 {
            for known in (-1..=known + 1).step_by(3) {
                let at = At { day: day(n), known };
                let ours = provider.decisions(at).next().map(|d| (d.status.as_str(), d.to.unwrap()));
                let theirs = painted(&said, first, day(n), known);
                assert_eq!(ours, theirs, "round {round}, day {n}, known {known}: {said:?}");
                let holds = theirs.is_some_and(|(status, to)| status == "qualified" && day(n) <= to);
                assert_eq!(provider.holds(at), holds);
                compared += 1;
                held += i32::from(holds);
            }
        }
    }
    assert!(compared > 10_000 && held > 1_000, "{compared}, {held}");
}
