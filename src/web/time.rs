//! Moments in words, in the portal's zone and the reader's language.
use super::i18n::Lang;
use crate::clock::Millis;
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

const EN: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const FR: [&str; 12] = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

/// A moment to be said.
pub struct Local<'a> {
    /// When.
    pub at: Millis,
    /// The portal's zone.
    pub zone: &'a TimeZone,
    /// The reader's language.
    pub lang: Lang,
}

impl Local<'_> {
    fn zoned(&self, at: Millis) -> Zoned {
        Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(self.zone.clone())
    }

    /// `12 mars 2027, 9 h 30` or `12 March 2027, 9:30`.
    pub fn full(&self) -> String {
        let z = self.zoned(self.at);
        format!("{}, {}", day_words(self.lang, z.date()), self.clock(&z))
    }

    /// `12 mars 2027, 14:05:31`.
    pub fn exact(&self) -> String {
        format!("{}, {}", self.day(), self.zoned(self.at).strftime("%H:%M:%S"))
    }

    /// As [`Local::full`], with today and tomorrow by name.
    pub fn near(&self, now: Millis) -> String {
        let z = self.zoned(self.at);
        let (day, today) = (z.date(), self.zoned(now).date());
        let name = match (self.lang, day == today, today.tomorrow().is_ok_and(|t| t == day)) {
            (Lang::Fr, true, _) => "aujourd’hui",
            (Lang::Fr, _, true) => "demain",
            (Lang::En, true, _) => "today",
            (Lang::En, _, true) => "tomorrow",
            _ => return format!("{}, {}", day_words(self.lang, day), self.clock(&z)),
        };
        format!("{name}, {}", self.clock(&z))
    }

    /// `12 mars 2027`.
    pub fn day(&self) -> String {
        day_words(self.lang, self.zoned(self.at).date())
    }

    /// `9 h 30` with no-break spaces, or `9:30`.
    fn clock(&self, z: &Zoned) -> String {
        match (self.lang, z.minute()) {
            (Lang::Fr, 0) => format!("{}\u{a0}h", z.hour()),
            (Lang::Fr, minute) => format!("{}\u{a0}h\u{a0}{minute:02}", z.hour()),
            (Lang::En, minute) => format!("{}:{minute:02}", z.hour()),
        }
    }

    /// RFC 3339 with the offset.
    pub fn iso(&self) -> String {
        self.zoned(self.at).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// `2027-03-12`.
    pub fn date(&self) -> String {
        self.zoned(self.at).strftime("%Y-%m-%d").to_string()
    }

    /// `2027-03-12T18:00`.
    pub fn input(&self) -> String {
        self.zoned(self.at).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// `Paris (UTC+1)`.
    pub fn zone_words(&self) -> String {
        let place = self.zone.iana_name().unwrap_or("UTC").rsplit('/').next().unwrap_or("UTC").replace('_', " ");
        let minutes = self.zoned(self.at).offset().seconds() / 60;
        let (hours, rest) = (minutes / 60, (minutes % 60).abs());
        if rest == 0 { format!("{place} (UTC{hours:+})") } else { format!("{place} (UTC{hours:+}:{rest:02})") }
    }
}

fn day_words(lang: Lang, date: Date) -> String {
    let month = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
    match lang {
        Lang::Fr => {
            let day = if date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
            format!("{day}\u{a0}{}\u{a0}{}", FR.get(month).unwrap_or(&""), date.year())
        }
        Lang::En => format!("{}\u{a0}{}\u{a0}{}", date.day(), EN.get(month).unwrap_or(&""), date.year()),
    }
}

/// A date `YYYY-MM-DD` in words; anything else as it is.
pub fn date(lang: Lang, text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_owned(), |d| day_words(lang, d))
}

/// What a person typed into a date-and-time field, in the portal's zone: `2027-03-12T18:00`, a space for the T, or a day
/// alone, which means its end. A time that a clock change skips or repeats is taken as the earlier of the two.
pub fn parse(text: &str, zone: &TimeZone) -> Option<Millis> {
    let text = text.trim().replace(' ', "T");
    let moment = match text.parse::<jiff::civil::DateTime>() {
        Ok(moment) if text.contains('T') => moment,
        _ => text.parse::<Date>().ok()?.at(23, 59, 0, 0),
    };
    zone.to_ambiguous_timestamp(moment).earlier().ok().map(Timestamp::as_millisecond)
}

/// Why a moment that was typed is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inexact {
    /// It is no date and time.
    Unreadable,
    /// The clocks jump over it.
    Skipped,
    /// The clocks show it twice.
    Repeated,
}

/// A date and a time as in [`parse`], for an act: it must be one moment and no other.
///
/// # Errors
/// Why it is not.
pub fn exact(text: &str, zone: &TimeZone) -> Result<Millis, Inexact> {
    let text = text.trim().replace(' ', "T");
    let moment = text.parse::<jiff::civil::DateTime>().ok().filter(|_| text.contains('T')).ok_or(Inexact::Unreadable)?;
    let found = zone.to_ambiguous_timestamp(moment);
    match found.offset() {
        jiff::tz::AmbiguousOffset::Unambiguous { .. } => found.unambiguous().map(Timestamp::as_millisecond).map_err(|_| Inexact::Unreadable),
        jiff::tz::AmbiguousOffset::Gap { .. } => Err(Inexact::Skipped),
        jiff::tz::AmbiguousOffset::Fold { .. } => Err(Inexact::Repeated),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_said_in_both_languages_and_read_back() {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        let at = parse("2027-03-12T18:00", &zone).unwrap();
        let say = |lang| Local { at, zone: &zone, lang };
        assert_eq!(say(Lang::Fr).full(), "12\u{a0}mars\u{a0}2027, 18\u{a0}h");
        assert_eq!(say(Lang::En).full(), "12\u{a0}March\u{a0}2027, 18:00");
        assert_eq!(say(Lang::Fr).near(at - 3_600_000), "aujourd’hui, 18\u{a0}h");
        assert_eq!(say(Lang::Fr).iso(), "2027-03-12T18:00:00+01:00");
        assert_eq!(say(Lang::Fr).zone_words(), "Paris (UTC+1)");
        assert_eq!(say(Lang::Fr).input(), "2027-03-12T18:00");
        assert_eq!(parse("2027-03-12 18:00", &zone), Some(at));
        assert_eq!(parse("2027-03-12", &zone), parse("2027-03-12T23:59", &zone));
        assert!(parse("2027-03-28T02:30", &zone).is_some(), "a skipped hour is still an hour");
        assert_eq!(parse("tomorrow", &zone), None);
        assert_eq!(exact("2027-03-12T18:00", &zone), Ok(at));
        assert_eq!(exact("2027-03-28T02:30", &zone), Err(Inexact::Skipped));
        assert_eq!(exact("2027-10-31T02:30", &zone), Err(Inexact::Repeated));
        assert_eq!(exact("2027-10-31", &zone), Err(Inexact::Unreadable));
        assert_eq!(date(Lang::Fr, "2027-01-01"), "1er\u{a0}janvier\u{a0}2027");
    }
}
