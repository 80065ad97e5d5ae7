//! What can be wrong with a log, and between it and the tables: two lists, each with the sentence for the command line and the key of the
//! one for pages.
use std::fmt;

macro_rules! faults {
    ($(#[$doc:meta])* $list:ident { $($name:ident = $text:literal, $key:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each says itself in words")]
        pub enum $list { $($name),* }
        impl $list {
            /// The key of the sentence that a person reads for it.
            pub fn key(self) -> &'static str { match self { $(Self::$name => $key),* } }
        }
        impl fmt::Display for $list {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(match self { $(Self::$name => $text),* }) }
        }
    };
}

faults! {
    /// What is wrong with the first record that is not as it was.
    Fault {
        NoHead = "The log has no head.", "fault-no-head";
        Before = "There is a record before the first.", "fault-before";
        Missing = "The record is missing.", "fault-missing";
        Cut = "The record is missing: the end of the log was cut.", "fault-cut";
        Beyond = "The record was added behind the portal's back.", "fault-beyond";
        Changed = "The record was changed after it was written.", "fault-changed";
        Format = "The record has a format this program does not know.", "fault-format";
        NoHash = "The record's hashes are missing from the tree.", "fault-no-hash";
        Tree = "The tree was changed at this record.", "fault-tree";
        TreeFull = "The tree cannot grow.", "fault-tree-full";
        HashBeyond = "The tree holds a hash for a record that is not there.", "fault-hash-beyond";
        HeadOther = "The head of the log does not belong to these records.", "fault-head-other";
        HeadForged = "The head of the log was not written by this portal.", "fault-head-forged";
        Deleted = "What the record says of a person was deleted, and no retention run stands in the log that did it.", "fault-deleted";
        KeyUnsaid = "The log is said to have a new key from this record on, and the record says nothing of it.", "fault-key-unsaid";
        KeyNone = "A key of the log or of a witness is none.", "fault-key-none";
        Unsigned = "A checkpoint over this record is not signed by the key that counted then.", "fault-unsigned";
        CheckpointNone = "A checkpoint over this record is no signed note, or says something else than its row.", "fault-checkpoint-none";
        OtherOwn = "From this record on the log is not the one whose checkpoint the portal signed: it was written anew.", "fault-other-own";
        OtherWitness = "From this record on the log is not the one that a witness signed: it was written anew.", "fault-other-witness";
        OtherGiven = "From this record on the log is not the one of the checkpoint you gave: it was written anew.", "fault-other-given";
        CutOwn = "The log ends here, and the portal signed a longer one: the end was cut or an old state was put back.", "fault-cut-own";
        CutWitness = "The log ends here, and a witness signed a longer one: the end was cut or an old state was put back.", "fault-cut-witness";
        CutGiven = "The log ends here, and the checkpoint you gave is of a longer one: the end was cut or an old state was put back.", "fault-cut-given";
        OtherBeside = "The checkpoint beside the database, in log.checkpoint, was signed by no key of this log: the database is another one, or was put back.", "fault-other-beside";
        DamagedBeside = "The checkpoint beside the database, log.checkpoint, is damaged: put back a copy from a backup or another node. Without one, put the file aside and compare with a witness, or with a checkpoint kept elsewhere (--checkpoint).", "fault-damaged-beside";
    }
}

faults! {
    /// What a table says otherwise than the log, which is whole: it was changed behind the portal's back.
    Mismatch {
        AccountGone = "The log says that the account was made, and there is none.", "mismatch-account-gone";
        AccountUnsaid = "The account was made, and no record says so.", "mismatch-account-unsaid";
        Admitted = "The person is admitted, and the log says otherwise.", "mismatch-admitted";
        Roles = "The account has other roles, or is of another party, than the log gives it.", "mismatch-roles";
        WitnessUnsaid = "A witness is asked that the log does not name, or with another key.", "mismatch-witness-unsaid";
        WitnessGone = "The log names a witness that is not asked any more.", "mismatch-witness-gone";
        PartyGone = "The log says that the party was added, and there is none.", "mismatch-party-gone";
        PartyUnsaid = "The party was added, and no record says so.", "mismatch-party-unsaid";
        PartyState = "The party is admitted or suspended, or bears another party's address, and the log says otherwise.", "mismatch-party-state";
        VersionGone = "The log says that a version was published, and there is none such.", "mismatch-version-gone";
        VersionUnsaid = "A version is published, and no record says so.", "mismatch-version-unsaid";
        VersionOther = "A published version is not the one that was approved: its text, files, marking or audience was changed.", "mismatch-version-other";
        VersionHidden = "Readers are not shown the newest version that was published.", "mismatch-version-hidden";
        ShownOther = "Readers are shown another text than the one that was approved.", "mismatch-shown-other";
        SignedOther = "The text that the portal gives as signed is not the one that was approved.", "mismatch-signed-other";
        SuccessorOther = "The advisory is said to be replaced, and the log says otherwise, or the other way round.", "mismatch-successor-other";
        WithdrawnUnsaid = "The advisory is withdrawn, and no record says so.", "mismatch-withdrawn-unsaid";
        WithdrawalGone = "The log says that the advisory was withdrawn, and it is not.", "mismatch-withdrawal-gone";
    }
}
