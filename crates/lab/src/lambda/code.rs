//! Deployment packages: zip files by their digest, and what is in them.
//!
//! `code/DIGEST.zip` is as it came. `code/ACCOUNT/DIGEST/` is unpacked, read-only, and shared by all
//! environments of the account that run it: a function that makes it writable again, as any program of the
//! server's user can, has changed it for no other account.
//! Packages that no function is made of and no environment runs are deleted from time to time.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};

use aws_lc_rs::digest;
use base::AccountId;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use parking_lot::Mutex;

use super::directory;
use super::error::Error;
use super::record::Code;
use super::unpack::{self, UnpackError};
use crate::LabError;

/// The largest zip file that comes with a request, bytes (Lambda quotas, "Deployment package"). One from S3
/// may be as large as what is in it.
pub(super) const ZIP_BYTES_MAX: usize = 50 << 20;

/// An account and the digest of a package of its functions.
pub(super) type Owned = (AccountId, String);

/// Keeps a package from being deleted.
#[derive(Debug)]
pub(super) struct Pin;

/// The packages.
pub(super) struct CodeStore {
    directory: PathBuf,
    pins: Mutex<HashMap<Owned, Weak<Pin>>>,
    /// One package is unpacked or deleted at a time.
    files: Arc<Mutex<()>>,
}

impl CodeStore {
    /// Opens the packages below a directory, which is absolute.
    pub fn open(directory: PathBuf) -> Result<Self, LabError> {
        std::fs::create_dir_all(&directory)
            .map_err(|source| LabError::Io { path: directory.clone(), source })?;
        Ok(Self { directory, pins: Mutex::default(), files: Arc::default() })
    }

    /// Stores a zip file of an account after a look into it. It is kept while the pin is.
    ///
    /// # Errors
    /// When it is too large, or no zip file that can be unpacked.
    pub async fn add(&self, account: AccountId, zip: Bytes) -> Result<(Code, Arc<Pin>), Error> {
        if zip.len() as u64 > unpack::UNPACKED_BYTES_MAX {
            return Err(Error::invalid_parameter(format!(
                "Unzipped size must be smaller than {} bytes",
                unpack::UNPACKED_BYTES_MAX
            )));
        }
        let digest = hex(digest::digest(&digest::SHA256, &zip).as_ref());
        // A zip file is below 2^64 bytes.
        let code = Code { digest: digest.clone(), size: zip.len() as u64 };
        let pin = self.pin(account, &digest);
        let (target, archive) = (self.unpacked_to(account, &digest), self.archive(&digest));
        let files = Arc::clone(&self.files);
        let done = tokio::task::spawn_blocking(move || {
            let _files = files.lock();
            if !target.is_dir() {
                unpack::unpack(&zip, &target)?;
            }
            write_whole(&archive, &zip)
        });
        match done.await {
            Ok(Ok(())) => Ok((code, pin)),
            Ok(Err(error)) => Err(refusal(&error)),
            Err(_) => Err(Error::internal("the package was not unpacked: the server stops")),
        }
    }

    /// The unpacked package of an account, which is kept while the pin is.
    ///
    /// # Errors
    /// When its file is gone or damaged.
    pub async fn unpacked(&self, account: AccountId, digest: &str) -> Result<(PathBuf, Arc<Pin>), Error> {
        let pin = self.pin(account, digest);
        let target = self.unpacked_to(account, digest);
        if tokio::fs::metadata(&target).await.is_ok_and(|found| found.is_dir()) {
            return Ok((target, pin));
        }
        let archive = self.archive(digest);
        let (files, into) = (Arc::clone(&self.files), target.clone());
        let done = tokio::task::spawn_blocking(move || {
            let _files = files.lock();
            if into.is_dir() {
                return Ok(());
            }
            let zip = std::fs::read(&archive).map_err(UnpackError::Io)?;
            unpack::unpack(&zip, &into)
        });
        match done.await {
            Ok(Ok(())) => Ok((target, pin)),
            Ok(Err(error)) => {
                tracing::error!(digest, %error, "the code of a function cannot be unpacked");
                Err(Error::internal(format!("the code of the function cannot be unpacked: {error}")))
            }
            Err(_) => Err(Error::internal("the package was not unpacked: the server stops")),
        }
    }

    /// A zip file as it came.
    pub async fn zip(&self, digest: &str) -> Option<Bytes> {
        if digest.len() != 64 || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        tokio::fs::read(self.archive(digest)).await.ok().map(Bytes::from)
    }

    /// Deletes the packages that are not among those in use and that nobody has pinned.
    ///
    /// # Errors
    /// When one cannot be deleted; the others are nevertheless.
    pub async fn sweep(&self, used: HashSet<Owned>) -> Result<(), LabError> {
        let mut keep = used;
        {
            let mut pins = self.pins.lock();
            pins.retain(|_, pin| pin.strong_count() > 0);
            keep.extend(pins.keys().cloned());
        }
        let (directory, files) = (self.directory.clone(), Arc::clone(&self.files));
        let done = tokio::task::spawn_blocking(move || {
            let _files = files.lock();
            delete_others(&directory, &keep)
        });
        // The runtime stops; the next start sweeps again.
        done.await.unwrap_or(Ok(()))
    }

    fn archive(&self, digest: &str) -> PathBuf {
        self.directory.join(format!("{digest}.zip"))
    }

    fn unpacked_to(&self, account: AccountId, digest: &str) -> PathBuf {
        self.directory.join(account.as_str()).join(digest)
    }

    fn pin(&self, account: AccountId, digest: &str) -> Arc<Pin> {
        let owned = (account, digest.to_owned());
        let mut pins = self.pins.lock();
        if let Some(pin) = pins.get(&owned).and_then(Weak::upgrade) {
            return pin;
        }
        let pin = Arc::new(Pin);
        pins.insert(owned, Arc::downgrade(&pin));
        pin
    }
}

/// A file is there whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), UnpackError> {
    if path.is_file() {
        return Ok(());
    }
    let temporary = path.with_extension("zip-part");
    std::fs::write(&temporary, bytes)
        .and_then(|()| std::fs::rename(&temporary, path))
        .map_err(UnpackError::Io)
}

fn delete_others(directory: &Path, keep: &HashSet<Owned>) -> Result<(), LabError> {
    let archives: HashSet<&str> = keep.iter().map(|(_, digest)| digest.as_str()).collect();
    let mut outcome = Ok(());
    let mut note = |done: Result<(), LabError>| outcome = std::mem::replace(&mut outcome, Ok(())).and(done);
    for path in entries(directory)? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        match name.parse::<AccountId>() {
            Ok(account) if path.is_dir() => {
                for unpacked in entries(&path)? {
                    let digest = stem(&unpacked);
                    if !keep.contains(&(account, digest.to_owned())) {
                        note(delete(&unpacked));
                    }
                }
                // It is deleted only when it is empty.
                let _ = std::fs::remove_dir(&path);
            }
            // Directories of earlier versions, which all accounts shared, are not used any more.
            _ if path.is_dir() || !archives.contains(stem(&path)) => note(delete(&path)),
            _ => {}
        }
    }
    outcome
}

fn entries(directory: &Path) -> Result<Vec<PathBuf>, LabError> {
    let found =
        std::fs::read_dir(directory).map_err(|source| LabError::Io { path: directory.to_owned(), source })?;
    Ok(found.filter_map(Result::ok).map(|entry| entry.path()).collect())
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}

fn delete(path: &Path) -> Result<(), LabError> {
    let deleted = if path.is_dir() { directory::delete(path) } else { std::fs::remove_file(path) };
    deleted.map_err(|source| LabError::Io { path: path.to_owned(), source })
}

/// The texts of AWS.
fn refusal(error: &UnpackError) -> Error {
    match error {
        UnpackError::Zip(_) | UnpackError::Name(_) => Error::invalid_parameter(
            "Could not unzip uploaded file. Please check your file, then try to upload again.",
        ),
        UnpackError::TooLarge => Error::invalid_parameter(format!(
            "Unzipped size must be smaller than {} bytes",
            unpack::UNPACKED_BYTES_MAX
        )),
        UnpackError::TooMany => {
            Error::invalid_parameter(format!("A package has at most {} files.", unpack::FILES_MAX))
        }
        UnpackError::Io(_) => {
            tracing::error!(%error, "a deployment package cannot be stored");
            Error::internal(format!("the package cannot be stored: {error}"))
        }
    }
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `CodeSha256`: the digest in base64.
pub(super) fn base64_of_digest(digest: &str) -> String {
    let nibble = |byte: u8| (byte as char).to_digit(16).unwrap_or_default() as u8;
    let bytes: Vec<u8> =
        digest.as_bytes().chunks_exact(2).map(|pair| nibble(pair[0]) << 4 | nibble(pair[1])).collect();
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_is_shown_in_base64() {
        let empty = hex(digest::digest(&digest::SHA256, b"").as_ref());
        assert!(empty.starts_with("e3b0c442"));
        assert_eq!(base64_of_digest(&empty), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    fn package() -> Bytes {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file("app.py", zip::write::SimpleFileOptions::default()).unwrap();
        Bytes::from(writer.finish().unwrap().into_inner())
    }

    #[tokio::test]
    async fn each_account_has_its_own_directory_and_what_nobody_needs_goes() {
        let place = std::env::temp_dir().join(format!("thingcore-code-{}", uuid::Uuid::new_v4()));
        let store = CodeStore::open(place.clone()).unwrap();
        let (one, other): (AccountId, AccountId) =
            ("123456789012".parse().unwrap(), "000000000007".parse().unwrap());
        let (code, pin) = store.add(one, package()).await.unwrap();
        let (again, other_pin) = store.add(other, package()).await.unwrap();
        assert_eq!(code.digest, again.digest);
        let mine = store.unpacked(one, &code.digest).await.unwrap().0;
        let theirs = store.unpacked(other, &code.digest).await.unwrap().0;
        assert!(mine != theirs && mine.join("app.py").is_file() && theirs.join("app.py").is_file());
        // As versions before this one left it.
        std::fs::create_dir(place.join(&code.digest)).unwrap();
        store.sweep(HashSet::new()).await.unwrap();
        assert!(mine.is_dir() && theirs.is_dir() && !place.join(&code.digest).exists());
        drop((pin, other_pin));
        store.sweep(HashSet::from([(other, code.digest.clone())])).await.unwrap();
        assert!(!mine.exists() && !place.join(one.as_str()).exists() && theirs.is_dir());
        assert!(store.zip(&code.digest).await.is_some());
        store.sweep(HashSet::new()).await.unwrap();
        assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0);
        std::fs::remove_dir(&place).unwrap();
    }
}
