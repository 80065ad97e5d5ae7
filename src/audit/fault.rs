//! What can be wrong with a log: one list, with the sentence for the command line and the key of the one for pages.
use std::fmt;

macro_rules! faults {
    ($($name:ident = $text:literal, $key:literal;)*) => {
        /// What is wrong with the first record that is not as it was.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each says itself in words")]
        pub enum Fault { $($name),* }
        impl Fault {
            /// The key of the sentence that a person reads for it.
            pub fn key(self) -> &'static str { match self { $(Self::$name => $key),* } }
        }
        impl fmt::Display for Fault {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(match self { $(Self::$name => $text),* }) }
        }
    };
}

faults! {
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
}
