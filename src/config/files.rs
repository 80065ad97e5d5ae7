//! Files that hold secrets: written for their owner alone, refused when others can read them.
use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::Path,
};

/// Writes a new file with mode 0600 and makes it durable.
///
/// # Errors
/// A sentence that names the file.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let failed = |e: std::io::Error| format!("{} cannot be written: {e}.", path.display());
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)
}

/// Makes a directory with mode 0700.
///
/// # Errors
/// A sentence that names the directory.
pub fn make_dir(path: &Path) -> Result<(), String> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|e| format!("{} cannot be made: {e}; choose a directory you may write to.", path.display()))
}

/// Refuses a file that its group or others can read.
///
/// # Errors
/// A sentence that names the file and the mend.
pub fn check_private(path: &Path) -> Result<(), String> {
    let meta = fs::metadata(path)
        .map_err(|e| format!("{} cannot be read: {e}; restore it from your backup, or give this user the right to read it.", path.display()))?;
    if meta.mode() & 0o077 != 0 {
        return Err(format!("{} can be read by others; run: chmod 600 {}", path.display(), path.display()));
    }
    Ok(())
}

/// Refuses a file that its group or others can write.
///
/// # Errors
/// A sentence that names the file and the mend.
pub fn check_not_writable_by_others(path: &Path) -> Result<(), String> {
    let meta = fs::metadata(path).map_err(|e| format!("{} cannot be read: {e}.", path.display()))?;
    if meta.mode() & 0o022 != 0 {
        return Err(format!("{} can be written by others; run: chmod 600 {}", path.display(), path.display()));
    }
    Ok(())
}

/// Reads a private file as text.
///
/// # Errors
/// A sentence that names the file and the mend.
pub fn read_private(path: &Path) -> Result<String, String> {
    check_private(path)?;
    fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}.", path.display()))
}
