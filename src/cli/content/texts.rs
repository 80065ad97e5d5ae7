//! The texts of the advisories, one Markdown file a theme with a short head (see `theme.rs`).

/// Themes in French; the first three open every demonstration.
pub(super) const FR: &[&str] = &[
    include_str!("texts/fr/01-hameconnage-relais.md"),
    include_str!("texts/fr/02-lettre-information.md"),
    include_str!("texts/fr/03-logiciel-espion-messagerie.md"),
    include_str!("texts/fr/04-consentement-oauth.md"),
    include_str!("texts/fr/05-documents-falsifies.md"),
    include_str!("texts/fr/06-regles-de-transfert.md"),
    include_str!("texts/fr/07-fausse-visioconference.md"),
    include_str!("texts/fr/08-acces-distant.md"),
    include_str!("texts/fr/09-navigateur-telephone.md"),
    include_str!("texts/fr/10-effaceur-rancongiciel.md"),
    include_str!("texts/fr/11-soiree-electorale-site.md"),
    include_str!("texts/fr/12-hypertrucage-audio.md"),
    include_str!("texts/fr/13-faux-sites-de-dons.md"),
    include_str!("texts/fr/14-carte-sim.md"),
    include_str!("texts/fr/15-comptes-partages.md"),
    include_str!("texts/fr/16-spf-dkim-dmarc.md"),
    include_str!("texts/fr/17-messagerie-pro-perso.md"),
    include_str!("texts/fr/18-deplacements.md"),
    include_str!("texts/fr/19-sous-traitant.md"),
    include_str!("texts/fr/20-preparation-soiree.md"),
];
/// Themes in English.
pub(super) const EN: &[&str] = &[
    include_str!("texts/en/01-meeting-wifi.md"),
    include_str!("texts/en/02-usb-rallies.md"),
    include_str!("texts/en/03-volunteer-access.md"),
    include_str!("texts/en/04-backup-checks.md"),
    include_str!("texts/en/05-credential-leaks.md"),
    include_str!("texts/en/06-journalist-impersonation.md"),
    include_str!("texts/en/07-messenger-linking.md"),
    include_str!("texts/en/08-cloud-sharing.md"),
    include_str!("texts/en/09-domain-hijack.md"),
    include_str!("texts/en/10-office-network.md"),
];
/// Sections that fit every theme, French.
pub(super) const FR_PLUS: &str = include_str!("texts/fr/plus.md");
/// Sections that fit every theme, English.
pub(super) const EN_PLUS: &str = include_str!("texts/en/plus.md");
/// Lines of the chronology, French.
pub(super) const FR_EVENTS: &str = include_str!("texts/fr/events.md");
/// Lines of the chronology, English.
pub(super) const EN_EVENTS: &str = include_str!("texts/en/events.md");
