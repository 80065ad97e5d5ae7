//! One record: the list of its kinds and its fields.
use super::encoding::{Lasting, Personal};
use crate::clock::Millis;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $key:literal;)*) => {
        /// What can be recorded. The one list: the pages, `vigie routes` and the filters read it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Action { $($(#[$doc])* $name),* }
        impl Action {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
            /// As it stands in the record.
            pub fn text(self) -> &'static str { match self { $(Self::$name => $text),* } }
            /// The sentence that a person reads for it.
            pub fn key(text: &str) -> Option<&'static str> { match text { $($text => Some($key),)* _ => None } }
        }
    };
}

actions! {
    /// The portal was made.
    PortalMade = "portal.made", "action-portal-made";
    /// The database's raw key was shown to an operator.
    KeyShown = "database.key-shown", "action-key-shown";
    /// A passphrase was right.
    PassphraseGiven = "sign-in.passphrase", "action-passphrase-given";
    /// Both factors were right.
    SignedIn = "sign-in.done", "action-signed-in";
    /// A sign-in failed.
    SignInRefused = "sign-in.refused", "action-sign-in-refused";
    /// The second factor was delayed after ten failures.
    FactorBlocked = "sign-in.blocked", "action-factor-blocked";
    /// Somebody signed in with a passkey.
    PasskeyUsed = "sign-in.passkey", "action-passkey-used";
    /// A recovery code was used.
    RecoveryUsed = "sign-in.recovery", "action-recovery-used";
    /// A factor was given again, for an act that matters or after a lock.
    FactorGiven = "session.factor-given", "action-factor-given";
    /// A session was ended from the list of sessions.
    SessionEnded = "session.ended", "action-session-ended";
    /// Tries were used up: of an account, a network or all together.
    BudgetSpent = "sign-in.budget-spent", "action-budget-spent";
    /// A passkey's counter went back: it may have been copied.
    PasskeyCounterBack = "passkey.counter-back", "action-passkey-counter-back";
    /// A passkey was added.
    PasskeyAdded = "passkey.added", "action-passkey-added";
    /// A passkey was removed.
    PasskeyRemoved = "passkey.removed", "action-passkey-removed";
    /// The authenticator was replaced.
    AuthenticatorReplaced = "account.authenticator-replaced", "action-authenticator-replaced";
    /// The passphrase was changed.
    PassphraseChanged = "account.passphrase-changed", "action-passphrase-changed";
    /// New recovery codes were drawn.
    RecoveryDrawn = "account.recovery-drawn", "action-recovery-drawn";
    /// A session was ended by its owner.
    SignedOut = "sign-out", "action-signed-out";
    /// An account was made and its codes drawn.
    Invited = "account.invited", "action-invited";
    /// Enrolment codes were entered.
    EnrolmentOpened = "enrolment.opened", "action-enrolment-opened";
    /// Enrolment codes were wrong.
    EnrolmentRefused = "enrolment.refused", "action-enrolment-refused";
    /// The person said who they are and that they will respect the TLP.
    EnrolmentAccepted = "enrolment.accepted", "action-enrolment-accepted";
    /// The person said that the identity shown is not theirs.
    IdentityDenied = "enrolment.identity-denied", "action-identity-denied";
    /// A passphrase was set.
    PassphraseSet = "account.passphrase-set", "action-passphrase-set";
    /// An authenticator was proven.
    AuthenticatorProven = "account.authenticator-proven", "action-authenticator-proven";
    /// Enrolment is complete.
    Enrolled = "account.enrolled", "action-enrolled";
    /// The agency confirmed the person.
    Confirmed = "account.confirmed", "action-confirmed";
    /// Access was cut.
    AccessCut = "account.cut", "action-access-cut";
    /// A contact was proposed.
    Proposed = "account.proposed", "action-proposed";
    /// What was proposed was changed before it was decided.
    ProposalChanged = "account.proposal-changed", "action-proposal-changed";
    /// A proposal was taken back by the party that made it.
    ProposalWithdrawn = "account.proposal-withdrawn", "action-proposal-withdrawn";
    /// A vetting was opened for somebody who is known: to give access back, to reset it or to prolong it.
    VettingOpened = "vetting.opened", "action-vetting-opened";
    /// How the person was verified was written down.
    VettingFilled = "vetting.filled", "action-vetting-filled";
    /// It was sent to another officer for decision.
    VettingRecorded = "vetting.recorded", "action-vetting-recorded";
    /// Another officer decided that the person is admitted.
    VettingApproved = "vetting.approved", "action-vetting-approved";
    /// Another officer decided that the person is not.
    VettingRefused = "vetting.refused", "action-vetting-refused";
    /// A letter was printed; an earlier one is void.
    LetterPrinted = "account.letter-printed", "action-letter-printed";
    /// Means of sign-in were reset after two officers agreed.
    AccessReset = "account.reset", "action-access-reset";
    /// An invitation or a vetting ran out.
    AccessExpired = "account.expired", "action-access-expired";
    /// A staff member's roles were changed.
    RolesChanged = "staff.roles-changed", "action-roles-changed";
    /// The portal was set up.
    PortalSetUp = "portal.set-up", "action-portal-set-up";
    /// A new setup code was drawn at the command line.
    SetupCodeDrawn = "portal.setup-code", "action-setup-code";
    /// A setup code was wrong.
    SetupRefused = "portal.setup-refused", "action-setup-refused";
    /// The agency was alarmed.
    Alarmed = "alarm.raised", "action-alarmed";
    /// An alarm was seen to.
    AlarmSeen = "alarm.seen", "action-alarm-seen";
    /// The suspension, resumption or admission of a party was proposed.
    PartyChangeProposed = "party.change-proposed", "action-party-change-proposed";
    /// Another officer decided on it.
    PartyChangeDecided = "party.change-decided", "action-party-change-decided";
    /// A lead read what their party did in the portal.
    PartyActivityRead = "party.activity-read", "action-party-activity-read";
    /// The language of the pages was chosen.
    LanguageChosen = "account.language", "action-language-chosen";
    /// A party was added.
    PartyAdded = "party.added", "action-party-added";
    /// A group of parties was made.
    GroupMade = "group.made", "action-group-made";
    /// A draft was made on the desk.
    DraftMade = "advisory.drafted", "action-draft-made";
    /// A public document became a draft.
    DraftImported = "advisory.imported", "action-draft-imported";
    /// The content of a draft was saved.
    ContentSaved = "advisory.content-saved", "action-content-saved";
    /// The version of a draft in the other language was saved or taken away.
    TranslationSaved = "advisory.translation-saved", "action-translation-saved";
    /// A section of a draft for one party was saved or taken away.
    AnnexSaved = "advisory.annex-saved", "action-annex-saved";
    /// Co-authors of a draft were named.
    CoauthorsNamed = "advisory.coauthors-named", "action-coauthors-named";
    /// A file was added to a draft.
    AttachmentAdded = "advisory.attachment-added", "action-attachment-added";
    /// A file was taken off a draft.
    AttachmentRemoved = "advisory.attachment-removed", "action-attachment-removed";
    /// The marking of a draft was saved.
    MarkingSaved = "advisory.marking-saved", "action-marking-saved";
    /// The recipients of a draft were chosen.
    RecipientsSaved = "advisory.recipients-saved", "action-recipients-saved";
    /// A draft was sent for review.
    Submitted = "advisory.submitted", "action-submitted";
    /// A draft was sent back.
    Returned = "advisory.returned", "action-returned";
    /// A version was approved for release at a time.
    Approved = "advisory.approved", "action-approved";
    /// An approval is void: what it was given for has changed, or who gave it may no longer.
    ApprovalVoid = "advisory.approval-void", "action-approval-void";
    /// A draft was taken back from review by an author.
    Recalled = "advisory.recalled", "action-recalled";
    /// A version was published.
    Published = "advisory.published", "action-published";
    /// The next version of an advisory was opened.
    VersionOpened = "advisory.version-opened", "action-version-opened";
    /// An advisory's place was taken by another.
    Superseded = "advisory.superseded", "action-superseded";
    /// An advisory was withdrawn.
    Withdrawn = "advisory.withdrawn", "action-withdrawn";
    /// An advisory was read.
    Read = "advisory.read", "action-read";
    /// A reader searched, and the page showed words of what was found.
    Searched = "advisory.searched", "action-searched";
    /// Whether a document is the agency's was asked.
    AuthenticityAsked = "advisory.authenticity-asked", "action-authenticity-asked";
    /// Who has opened and confirmed an advisory was read.
    ReadershipRead = "advisory.readership-read", "action-readership-read";
    /// The report on equal treatment was read.
    TreatmentRead = "treatment.read", "action-treatment-read";
    /// A report left the portal as a file.
    Exported = "report.exported", "action-exported";
    /// The doctor made a canary of a party.
    CanaryMade = "canary.made", "action-canary-made";
    /// The doctor removed it.
    CanaryRemoved = "canary.removed", "action-canary-removed";
    /// Readers who had not confirmed were reminded.
    Reminded = "advisory.reminded", "action-reminded";
    /// A reader said where they stand.
    Acknowledged = "advisory.acknowledged", "action-acknowledged";
    /// Provider decisions were imported.
    ProvidersImported = "providers.imported", "action-providers-imported";
    /// A list, a word or a scheme for the register was proposed.
    RegisterChangeProposed = "register.change-proposed", "action-register-change-proposed";
    /// Another officer decided on it.
    RegisterChangeDecided = "register.change-decided", "action-register-change-decided";
    /// Who proposed it took it back.
    RegisterChangeWithdrawn = "register.change-withdrawn", "action-register-change-withdrawn";
    /// A scheme of qualification was described anew.
    SchemeSaved = "scheme.saved", "action-scheme-saved";
    /// A test of the mail was asked for.
    NoticeAsked = "notice.test-asked", "action-notice-asked";
    /// A mail went out.
    NoticeSent = "notice.sent", "action-notice-sent";
    /// A mail was refused for good, or could not be sent for three days.
    NoticeFailed = "notice.failed", "action-notice-failed";
    /// A mail may have arrived; it is not sent again.
    NoticeUnsure = "notice.unsure", "action-notice-unsure";
    /// A mail was not sent because its recipient may no longer get it.
    NoticeDropped = "notice.dropped", "action-notice-dropped";
    /// A mail came back.
    NoticeBounced = "notice.bounced", "action-notice-bounced";
    /// What records say of persons was deleted, as far as the time to keep it was over; the object is the first index that was kept.
    PersonalDeleted = "audit.personal-deleted", "action-personal-deleted";
    /// Nothing had happened for a while; the portal says that it is there.
    Heartbeat = "audit.heartbeat", "action-heartbeat";
    /// A key was taken into use that signs the log; the hash is of its public half.
    LogKeyTaken = "audit.key-taken", "action-log-key-taken";
    /// A witness was added, or given a new key or address.
    WitnessAdded = "audit.witness-added", "action-witness-added";
    /// A witness is no longer asked.
    WitnessRemoved = "audit.witness-removed", "action-witness-removed";
    /// The log was verified.
    LogVerified = "audit.verified", "action-log-verified";
    /// A proof or a checkpoint left the portal.
    ProofGiven = "audit.proof-given", "action-proof-given";
    /// The database turned out to be an older one than was signed: sessions and codes ended, the portal is locked.
    FoundRestored = "restored.found", "action-found-restored";
    /// One of two administrators opened a restored portal again.
    Unlocked = "restored.unlocked", "action-unlocked";
    /// Somebody read, or took away, what the log holds about them.
    OwnActivityRead = "account.activity-read", "action-own-activity-read";
    /// The record of a contact was opened on the desk.
    ContactRead = "contact.read", "action-contact-read";
    /// The page of a party was opened on the desk.
    PartyRead = "party.read", "action-party-read";
    /// The log was read.
    LogRead = "audit.read", "action-log-read";
    /// A page or an act was refused.
    AccessRefused = "access.refused", "action-access-refused";
}

/// Whether the act happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It did.
    Done,
    /// It was refused.
    Refused,
}

impl Outcome {
    /// As it stands in the record.
    pub fn text(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

/// One record of the log.
#[derive(Clone, Debug)]
pub struct Event {
    /// When, in milliseconds UTC.
    pub at: Millis,
    /// See [`super::Act::actor`].
    pub actor: String,
    /// What.
    pub action: Action,
    /// On what: an account's id, an advisory's reference, a party's slug, an address.
    pub object: String,
    /// The actor's party.
    pub party: String,
    /// Whether it happened.
    pub outcome: Outcome,
    /// Why, or with what: a word or a sentence, never the content of a document and never a secret.
    pub detail: String,
    /// SHA-256 of what was acted on, where there is content.
    pub hash: Option<[u8; 32]>,
    /// The request's id.
    pub request: String,
    /// Where it came from.
    pub network: String,
}

impl Event {
    /// What of record `n` stays for ever.
    pub fn lasting(&self, n: i64) -> Lasting<'_> {
        Lasting { n, at: self.at, action: self.action.text(), object: &self.object, outcome: self.outcome.text(), hash: self.hash.as_ref().map(|h| &h[..]) }
    }

    /// What of it says something of a person.
    pub fn personal(&self) -> Personal<'_> {
        Personal { actor: &self.actor, party: &self.party, detail: &self.detail, request: &self.request, network: &self.network }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        let mut texts: Vec<_> = Action::ALL.iter().map(|a| a.text()).collect();
        let all = texts.len();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), all);
        assert!(texts.iter().all(|t| Action::key(t).is_some()));
    }
}
