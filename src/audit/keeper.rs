//! What a witness and a signer have in common: a log may only grow. The latest size and root of each log lie in one small file,
//! durable before anything is answered; comparing and storing is one step, under one lock.
use super::{key::from_base64, submission::MOST};
use crate::config::files;
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::Mutex,
};
use tlog_tiles::{EMPTY_HASH, Hash, check_tree};

/// What was seen.
const SEEN: &str = "seen.json";
/// That something was once seen: without it a lost file would look like a beginning.
const BEGUN: &str = "begun";

/// The latest that was seen of a log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    /// How many records.
    pub size: u64,
    /// The tree's root.
    pub root: Hash,
}

impl Head {
    /// Of a log that was never seen.
    pub const NOTHING: Self = Self { size: 0, root: EMPTY_HASH };
}

/// That a log has grown.
pub struct Growth<'a> {
    /// Which log.
    pub origin: &'a str,
    /// From the size that is taken for known,
    pub old: u64,
    /// by this proof (RFC 6962, 2.1.2),
    pub proof: &'a [Hash],
    /// to this.
    pub new: Head,
}

/// Why a growth is not taken; then nothing has changed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Another size is known.
    #[error("The size known here is {0}; prove the growth from there.")]
    Conflict(u64),
    /// At the very size that is known the root is another: the log has two pasts.
    #[error("At size {0} another root is known here: the log was changed in between.")]
    OtherRoot(u64),
    /// The proof does not lead from what is known to what is new.
    #[error("The proof does not lead from what is known here to this checkpoint.")]
    Proof,
    /// It cannot be remembered, so it is not answered.
    #[error("It cannot be kept: {0}.")]
    NotKept(String),
}

/// The file, and the lock on its folder.
#[derive(Debug)]
pub struct Keeper {
    dir: PathBuf,
    handle: File,
    seen: Mutex<BTreeMap<String, Head>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    format: u8,
    logs: BTreeMap<String, StoredHead>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredHead {
    size: u64,
    root: String,
}

impl Keeper {
    /// Takes a folder, and makes it where there is none. One process at a time.
    ///
    /// # Errors
    /// A sentence that names the file and the mend: another process has it, or what was seen is lost or damaged.
    pub fn open(dir: &Path) -> Result<Self, String> {
        files::make_dir(dir)?;
        let handle = File::open(dir).map_err(|e| format!("{} cannot be opened: {e}.", dir.display()))?;
        rustix::fs::flock(&handle, rustix::fs::FlockOperation::NonBlockingLockExclusive)
            .map_err(|_| format!("{} is in use by another witness or signer; stop that one first, or choose another --state directory.", dir.display()))?;
        let seen = read(dir)?;
        let first = seen.is_none();
        let keeper = Self { dir: dir.to_path_buf(), handle, seen: Mutex::new(seen.unwrap_or_default()) };
        let failed = |e: std::io::Error| format!("{} cannot be written: {e}; give this user the right to write it.", dir.display());
        if first {
            keeper.write(&BTreeMap::new()).map_err(failed)?;
        }
        File::create(dir.join(BEGUN)).and_then(|f| f.sync_all()).and_then(|()| keeper.handle.sync_all()).map_err(failed)?;
        Ok(keeper)
    }

    /// Takes a growth: judges it by what is known, makes it durable, and only then, still before anybody else, does `then`.
    ///
    /// # Errors
    /// Why not; then nothing has changed.
    pub fn grow<T>(&self, growth: &Growth<'_>, then: impl FnOnce() -> T) -> Result<T, Refused> {
        let mut seen = self.seen.lock().map_err(|_| Refused::NotKept("this process failed before; restart it".into()))?;
        let known = seen.get(growth.origin).copied().unwrap_or(Head::NOTHING);
        judge(growth, known)?;
        if growth.new.size > known.size {
            let mut next = seen.clone();
            next.insert(growth.origin.to_owned(), growth.new);
            self.write(&next).map_err(|e| Refused::NotKept(format!("{}: {e}", self.dir.join(SEEN).display())))?;
            *seen = next;
        }
        Ok(then())
    }

    /// The latest of each log.
    pub fn seen(&self) -> BTreeMap<String, Head> {
        self.seen.lock().map(|s| s.clone()).unwrap_or_default()
    }

    /// A reader, and a machine that stops, find the old file or the new one, never a part.
    fn write(&self, seen: &BTreeMap<String, Head>) -> std::io::Result<()> {
        let logs = seen.iter().map(|(origin, h)| (origin.clone(), StoredHead { size: h.size, root: BASE64.encode(&h.root.0) })).collect();
        let text = serde_json::to_string_pretty(&Stored { format: 1, logs })?;
        let (beside, path) = (self.dir.join("seen.json.new"), self.dir.join(SEEN));
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(format!("{text}\n").as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &path)?;
        self.handle.sync_all()
    }
}

fn judge(growth: &Growth<'_>, known: Head) -> Result<(), Refused> {
    let Growth { old, proof, new, .. } = growth;
    if *old != known.size {
        return Err(Refused::Conflict(known.size));
    }
    if new.size == known.size {
        let same = new.root == known.root;
        return if !same {
            Err(Refused::OtherRoot(known.size))
        } else if proof.is_empty() {
            Ok(())
        } else {
            Err(Refused::Proof)
        };
    }
    if *old == 0 {
        return if proof.is_empty() && new.size <= MOST { Ok(()) } else { Err(Refused::Proof) };
    }
    // Larger sizes would overflow the arithmetic within.
    if new.size > MOST {
        return Err(Refused::Proof);
    }
    check_tree(&proof.to_vec(), new.size, new.root, *old, known.root).map_err(|_| Refused::Proof)
}

/// What was seen, or `None` at the very beginning.
fn read(dir: &Path) -> Result<Option<BTreeMap<String, Head>>, String> {
    let path = dir.join(SEEN);
    let mend =
        "no older copy may take its place, for that would let a log have two pasts. Begin with a new --state directory, and tell those who rely on this one";
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound && !dir.join(BEGUN).exists() => return Ok(None),
        Err(e) if e.kind() == ErrorKind::NotFound => return Err(format!("{} is lost, and with it what was seen; {mend}.", path.display())),
        Err(e) => return Err(format!("{} cannot be read: {e}; give this user the right to read it.", path.display())),
    };
    parse(&text).map(Some).ok_or_else(|| format!("{} is damaged; {mend}.", path.display()))
}

fn parse(text: &str) -> Option<BTreeMap<String, Head>> {
    let stored: Stored = serde_json::from_str(text).ok().filter(|s: &Stored| s.format == 1)?;
    let head = |(origin, h): (String, StoredHead)| {
        let root = Hash(from_base64(&h.root)?.try_into().ok()?);
        (1..=MOST).contains(&h.size).then_some((origin, Head { size: h.size, root }))
    };
    stored.logs.into_iter().map(head).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::trial::{Chance, Tree};
    use ct_merkle::mem_backed_tree::MemoryBackedTree;
    use sha2::Sha256;
    use std::sync::Barrier;

    /// A folder of a test's own.
    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            Self(std::env::temp_dir().join(format!("vigie-keeper-{}", data_encoding::HEXLOWER.encode(&crate::crypto::random::<8>()))))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn tree() -> Tree {
        Tree::new(|n| format!("record {n}"), 80)
    }

    fn growth<'a>(tree: &Tree, old: u64, proof: &'a [Hash], size: u64) -> Growth<'a> {
        Growth { origin: "log.example/audit", old, proof, new: Head { size, root: tree.root(size) } }
    }

    #[test]
    fn every_growth_is_taken_and_no_changed_one() {
        let (tree, mut chance) = (tree(), Chance::new(3));
        for old in 0..=70 {
            let known = Head { size: old, root: tree.root(old) };
            for new in old..=70 {
                let proof = tree.proof(old, new);
                assert_eq!(judge(&growth(&tree, old, &proof, new), known), Ok(()), "{old} to {new}");
                let mut longer = proof.clone();
                longer.insert(chance.below(proof.len() + 1), Hash([chance.byte(); 32]));
                assert_eq!(judge(&growth(&tree, old, &longer, new), known), Err(Refused::Proof), "{old} to {new}, a hash more");
                for at in 0..proof.len() {
                    let mut bad = proof.clone();
                    bad[at].0[chance.below(32)] ^= 1 << chance.below(8);
                    assert_eq!(judge(&growth(&tree, old, &bad, new), known), Err(Refused::Proof), "{old} to {new}, a changed hash");
                    bad.remove(at);
                    assert_eq!(judge(&growth(&tree, old, &bad, new), known), Err(Refused::Proof), "{old} to {new}, a hash less");
                }
                let mut other = growth(&tree, old, &proof, new);
                other.new.root.0[chance.below(32)] ^= 1 << chance.below(8);
                let said = judge(&other, known);
                // From nothing any root is a beginning.
                let fits = if old == new {
                    Err(Refused::OtherRoot(old))
                } else if old == 0 {
                    Ok(())
                } else {
                    Err(Refused::Proof)
                };
                assert_eq!(said, fits, "{old} to {new}, another root");
                for wrong in [old.wrapping_sub(1), old + 1, new + 1] {
                    assert_eq!(judge(&growth(&tree, wrong, &proof, new), known), Err(Refused::Conflict(old)), "{old} to {new} as from {wrong}");
                }
            }
        }
    }

    #[test]
    fn proofs_that_others_make_are_taken() {
        let mut theirs = MemoryBackedTree::<Sha256, String>::new();
        let (ours, mut roots) = (tree(), vec![Head::NOTHING.root]);
        for n in 0..40 {
            theirs.push(format!("record {n}"));
            roots.push(Hash(theirs.root().as_bytes().as_slice().try_into().unwrap()));
            assert_eq!(*roots.last().unwrap(), ours.root(n + 1));
            for old in 1..=n {
                let proof = theirs.prove_consistency(usize::try_from(n + 1 - old).unwrap());
                let proof: Vec<Hash> = proof.as_bytes().chunks(32).map(|c| Hash(c.try_into().unwrap())).collect();
                assert_eq!(proof, ours.proof(old, n + 1));
                let known = Head { size: old, root: roots[usize::try_from(old).unwrap()] };
                assert_eq!(judge(&growth(&ours, old, &proof, n + 1), known), Ok(()));
            }
        }
    }

    #[test]
    fn sizes_without_end_are_refused_and_break_nothing() {
        let known = Head { size: 3, root: tree().root(3) };
        for size in [MOST, MOST + 1, u64::MAX - 1, u64::MAX] {
            for hashes in [0, 1, 62, 63, 64, 200] {
                let proof = vec![Hash([1; 32]); hashes];
                assert_eq!(judge(&Growth { origin: "x", old: 3, proof: &proof, new: Head { size, root: Hash([2; 32]) } }, known), Err(Refused::Proof));
            }
        }
        assert_eq!(judge(&Growth { origin: "x", old: 3, proof: &[], new: Head { size: 2, root: Hash([2; 32]) } }, known), Err(Refused::Proof));
    }

    #[test]
    fn of_many_at_once_exactly_one_is_taken() {
        let folder = Folder::new();
        let keeper = Keeper::open(&folder.0).unwrap();
        let common = |n| format!("record {n}");
        keeper.grow(&growth(&Tree::new(common, 5), 0, &[], 5), || ()).unwrap();
        let barrier = Barrier::new(16);
        let one = |which: u64| {
            let (size, own) = (6 + which, move |n| if n < 5 { common(n) } else { format!("record {n} of {which}") });
            let tree = Tree::new(own, size);
            let proof = tree.proof(5, size);
            barrier.wait();
            keeper.grow(&growth(&tree, 5, &proof, size), || (size, tree.root(size)))
        };
        let taken: Vec<_> = std::thread::scope(|scope| {
            let (one, mut threads) = (&one, Vec::new());
            (0..16).for_each(|which| threads.push(scope.spawn(move || one(which))));
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        let won: Vec<_> = taken.iter().filter_map(|t| t.as_ref().ok()).collect();
        assert_eq!(won.len(), 1, "{taken:?}");
        let (size, root) = *won[0];
        assert!(taken.iter().all(|t| t.is_ok() || *t == Err(Refused::Conflict(size))), "{taken:?}");
        assert_eq!(keeper.seen()["log.example/audit"], Head { size, root });
        drop(keeper);
        assert_eq!(Keeper::open(&folder.0).unwrap().seen()["log.example/audit"], Head { size, root });
    }

    #[test]
    fn what_was_seen_outlives_the_process_and_none_other_takes_the_folder() {
        let (folder, tree) = (Folder::new(), tree());
        let keeper = Keeper::open(&folder.0).unwrap();
        assert!(keeper.seen().is_empty());
        let said = Keeper::open(&folder.0).unwrap_err();
        assert!(said.contains("in use") && said.contains(&folder.0.display().to_string()), "{said}");
        keeper.grow(&growth(&tree, 0, &[], 0), || ()).unwrap();
        keeper.grow(&growth(&tree, 0, &[], 7), || ()).unwrap();
        drop(keeper);
        let keeper = Keeper::open(&folder.0).unwrap();
        assert_eq!(keeper.seen()["log.example/audit"], Head { size: 7, root: tree.root(7) });
        assert_eq!(keeper.grow(&growth(&tree, 0, &[], 7), || ()), Err(Refused::Conflict(7)));
        keeper.grow(&growth(&tree, 7, &[], 7), || ()).unwrap();
        keeper.grow(&growth(&tree, 7, &tree.proof(7, 9), 9), || ()).unwrap();
        // Another log is another matter.
        let other = Growth { origin: "other.example/audit", ..growth(&tree, 0, &[], 3) };
        keeper.grow(&other, || ()).unwrap();
        assert_eq!(keeper.seen().len(), 2);
    }

    #[test]
    fn what_cannot_be_kept_is_not_answered() {
        let (folder, tree) = (Folder::new(), tree());
        let keeper = Keeper::open(&folder.0).unwrap();
        // A folder stands where the new file would be written.
        fs::create_dir(folder.0.join("seen.json.new")).unwrap();
        let mut done = false;
        let said = keeper.grow(&growth(&tree, 0, &[], 7), || done = true).unwrap_err();
        assert!(matches!(said, Refused::NotKept(_)) && !done && keeper.seen().is_empty(), "{said}");
        fs::remove_dir(folder.0.join("seen.json.new")).unwrap();
        keeper.grow(&growth(&tree, 0, &[], 7), || done = true).unwrap();
        assert!(done);
    }

    #[test]
    fn a_lost_or_damaged_file_is_not_a_beginning() {
        let (folder, tree) = (Folder::new(), tree());
        let open = || Keeper::open(&folder.0);
        open().unwrap().grow(&growth(&tree, 0, &[], 7), || ()).unwrap();
        let path = folder.0.join(SEEN);
        let whole = fs::read_to_string(&path).unwrap();
        let cut = &whole[..whole.len() / 2];
        for bad in [
            "",
            "{}",
            "[]",
            cut,
            &whole.replace("\"format\": 1", "\"format\": 2"),
            &whole.replace("\"size\": 7", "\"size\": -7"),
            &whole.replace("\"size\": 7", "\"size\": 0"),
        ] {
            fs::write(&path, bad).unwrap();
            let said = open().unwrap_err();
            assert!(said.contains("seen.json is damaged") && said.contains("--state"), "{bad}: {said}");
        }
        fs::remove_file(&path).unwrap();
        let said = open().unwrap_err();
        assert!(said.contains("seen.json is lost"), "{said}");
        fs::write(&path, &whole).unwrap();
        assert_eq!(open().unwrap().seen().len(), 1);
    }
}
