//! Form fields and query strings: read strictly, declared by type, and the mistakes shown beside them.
use crate::error::{Error, Result};

/// Names and values as they were sent, in order.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`. Line ends become `\n`.
    ///
    /// # Errors
    /// [`Error::Unreadable`] for what is not UTF-8 or holds control characters.
    pub fn parse(encoded: &[u8]) -> Result<Self> {
        let mut all = Self::default();
        for pair in encoded.split(|&b| b == b'&').filter(|p| !p.is_empty()) {
            let mut halves = pair.splitn(2, |&b| b == b'=');
            let name = decode(halves.next().unwrap_or_default())?;
            all.push(name, &decode(halves.next().unwrap_or_default())?)?;
        }
        Ok(all)
    }

    /// Adds a field as it was sent. Line ends become `\n`.
    ///
    /// # Errors
    /// [`Error::Unreadable`] for what holds control characters.
    pub fn push(&mut self, name: String, value: &str) -> Result<()> {
        // Word processors write a vertical tab for a line break.
        let value = value.replace(['\u{b}', '\u{c}'], "\n");
        if value.chars().chain(name.chars()).any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(Error::Unreadable("error-control", name.chars().filter(|c| !c.is_control()).collect()));
        }
        self.0.push((name, value.replace("\r\n", "\n").replace('\r', "\n")));
        Ok(())
    }

    /// The value of a field, empty if it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// The value of a field, `None` if it was not sent or is empty.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name).trim()).filter(|v| !v.is_empty())
    }

    /// Every value of a repeated field.
    pub fn many(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.clone()).collect()
    }

    /// As they would be sent again, without the form's token.
    pub fn encoded(&self) -> String {
        let pairs = self.0.iter().filter(|(name, _)| name != "csrf");
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    /// The names, as they were sent.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter()
    }

    /// Refuses a field that the page does not have, and one sent twice that may be sent once.
    ///
    /// # Errors
    /// [`Error::Unreadable`] with the field's name.
    pub fn only(&self, single: &[&str], many: &[&str]) -> Result<()> {
        for (i, (name, _)) in self.0.iter().enumerate() {
            let once = single.contains(&name.as_str());
            if !once && !many.contains(&name.as_str()) {
                return Err(Error::Unreadable("error-unknown-field", name.clone()));
            }
            if once && self.0.iter().skip(i.saturating_add(1)).any(|(n, _)| n == name) {
                return Err(Error::Unreadable("error-repeated-field", name.clone()));
            }
        }
        Ok(())
    }
}

fn decode(encoded: &[u8]) -> Result<String> {
    let mut out = Vec::with_capacity(encoded.len());
    let mut rest = encoded.iter();
    while let Some(&byte) = rest.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => match (rest.next().copied().and_then(hex), rest.next().copied().and_then(hex)) {
                (Some(high), Some(low)) => high << 4 | low,
                _ => return Err(Error::Unreadable("error-not-utf8", String::new())),
            },
            other => other,
        });
    }
    String::from_utf8(out).map_err(|_| Error::Unreadable("error-not-utf8", String::new()))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

/// A form: the one way to read a posted body, made by [`form!`](crate::form).
pub trait Form: Sized + 'static {
    /// Fields that may be sent once.
    const ONE: &'static [&'static str];
    /// Fields that may be repeated.
    const MANY: &'static [&'static str];
    /// Takes the fields; those not sent are empty.
    fn take(fields: &Fields) -> Self;
}

/// Declares a form by its field names: `form! { pub struct F { title, body; many party } }`.
#[macro_export]
macro_rules! form {
    ($(#[$doc:meta])* pub struct $name:ident { $($one:ident),* $(,)? $(; many $($many:ident),+)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            $(#[doc = concat!("The field `", stringify!($one), "`.")] pub $one: String,)*
            $($(#[doc = concat!("The repeated field `", stringify!($many), "`.")] pub $many: Vec<String>,)+)?
            /// The names that were sent.
            pub sent: Vec<String>,
        }
        impl $name {
            /// What was typed into a field, or what is kept where the field was not sent: nothing is lost by leaving one out.
            pub fn or_kept(&self, name: &str, typed: &str, kept: &str) -> String {
                if self.sent.iter().any(|s| s == name) { typed.to_owned() } else { kept.to_owned() }
            }
        }
        impl $crate::web::fields::Form for $name {
            const ONE: &'static [&'static str] = &["csrf" $(, stringify!($one))*];
            const MANY: &'static [&'static str] = &[$($(stringify!($many)),+)?];
            fn take(_fields: &$crate::web::Fields) -> Self {
                Self { $($one: _fields.text(stringify!($one)).to_owned(),)* $($($many: _fields.many(stringify!($many)),)+)? sent: _fields.names() }
            }
        }
    };
}

/// The mistakes in a form: which field, and the sentence that says how to put it right.
#[derive(Debug, Default)]
pub struct Errors(Vec<(&'static str, String)>);

impl Errors {
    /// None.
    pub fn none() -> Self {
        Self::default()
    }
    /// Notes a mistake.
    pub fn add(&mut self, field: &'static str, sentence: impl Into<String>) {
        self.0.push((field, sentence.into()));
    }
    /// The same mistakes at a field of another name.
    pub fn renamed(mut self, from: &str, to: &'static str) -> Self {
        self.0.iter_mut().filter(|(field, _)| *field == from).for_each(|(field, _)| *field = to);
        self
    }
    /// Whether there is any.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }
    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = &(&'static str, String)> {
        self.0.iter()
    }
    /// The sentence for one field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(f, _)| *f == field).map(|(_, s)| s.as_str())
    }
    /// Every sentence for one field.
    pub fn all(&self, field: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(f, _)| *f == field).map(|(_, s)| s.as_str())
    }
    /// Whether a field is wrong.
    pub fn has(&self, field: &str) -> bool {
        self.of(field).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_strictly() {
        let f = Fields::parse(b"a=1&b=%C3%A9t%C3%A9+1&b=&c").unwrap();
        assert_eq!((f.text("a"), f.many("b"), f.text("c"), f.text("d")), ("1", vec!["été 1".into(), String::new()], "", ""));
        assert_eq!(Fields::parse(b"t=a%0D%0Ab").unwrap().text("t"), "a\nb");
        for bad in [&b"a=%FF"[..], b"a=%", b"a=%2", b"a=%zz", b"a=%00", b"%1B=1"] {
            assert!(matches!(Fields::parse(bad), Err(Error::Unreadable(..))), "{bad:?}");
        }
        assert!(f.only(&["a", "c"], &["b"]).is_ok());
        assert!(f.only(&["a", "b", "c"], &[]).is_err(), "b was sent twice");
        assert!(f.only(&["a"], &["b"]).is_err(), "c is not known");
    }
}
