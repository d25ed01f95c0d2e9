//! Deployment packages: zip files by their digest, and what is in them.
//!
//! `code/DIGEST.zip` is as it came, and on disk before it is acknowledged. `code/unpacked/ACCOUNT/DIGEST/` is made of
//! it when it is needed, read-only, and shared by all environments of the account that run it: a function that makes
//! it writable again, as any program of the server's user can, has changed it for no other account, and until the
//! server ends. Packages that no function is made of and no environment runs are deleted from time to time.

use std::collections::{HashMap, HashSet};
use std::io::Write as _;
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

/// The directory of what is unpacked.
const UNPACKED: &str = "unpacked";

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
    /// Opens the packages below a directory, which is absolute. What was unpacked before is not used: a function may
    /// have changed it, and it was never waited for to be on disk.
    pub fn open(directory: PathBuf) -> Result<Self, LabError> {
        std::fs::create_dir_all(&directory)
            .map_err(|source| LabError::Io { path: directory.clone(), source })?;
        let (unpacked, old) = (directory.join(UNPACKED), format!("old-{}", uuid::Uuid::new_v4()));
        // Deleted by the next sweep.
        match std::fs::rename(&unpacked, directory.join(old)) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(LabError::Io { path: unpacked, source });
            }
            _ => {}
        }
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
        let digest = digest_of(&zip);
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
            write_whole(&archive, &zip).map_err(UnpackError::Io)
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
        let (archive, digest_wanted) = (self.archive(digest), digest.to_owned());
        let (files, into) = (Arc::clone(&self.files), target.clone());
        let done = tokio::task::spawn_blocking(move || {
            let _files = files.lock();
            if into.is_dir() {
                return Ok(());
            }
            let zip = std::fs::read(&archive).map_err(UnpackError::Io)?;
            if digest_of(&zip) != digest_wanted {
                return Err(UnpackError::Io(std::io::Error::other("the file of the package is damaged")));
            }
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

    /// Makes what is unpacked writable, so that whoever deletes a data directory can.
    pub fn close(&self) {
        let unpacked = self.directory.join(UNPACKED);
        match directory::make_writable(&unpacked) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(path = %unpacked.display(), %error, "unpacked code stays read-only");
            }
            _ => {}
        }
    }

    fn archive(&self, digest: &str) -> PathBuf {
        self.directory.join(format!("{digest}.zip"))
    }

    fn unpacked_to(&self, account: AccountId, digest: &str) -> PathBuf {
        self.directory.join(UNPACKED).join(account.as_str()).join(digest)
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

/// Stores a file, and waits until it is on disk. One that is there already is left alone if it is whole.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let same_size = std::fs::metadata(path).is_ok_and(|found| found.len() == bytes.len() as u64);
    if same_size && std::fs::read(path).is_ok_and(|found| found == bytes) {
        return Ok(());
    }
    let temporary = path.with_extension("zip-part");
    let mut file = std::fs::File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&temporary, path)?;
    match path.parent() {
        Some(directory) => std::fs::File::open(directory)?.sync_all(),
        None => Ok(()),
    }
}

fn delete_others(directory: &Path, keep: &HashSet<Owned>) -> Result<(), LabError> {
    let archives: HashSet<&str> = keep.iter().map(|(_, digest)| digest.as_str()).collect();
    let mut outcome = Ok(());
    let mut note = |done: Result<(), LabError>| outcome = std::mem::replace(&mut outcome, Ok(())).and(done);
    for path in entries(directory)? {
        let is_unpacked = path.file_name().is_some_and(|name| name == UNPACKED);
        // Other directories are of earlier times.
        if !is_unpacked && (path.is_dir() || !archives.contains(stem(&path))) {
            note(delete(&path));
        }
    }
    let unpacked = directory.join(UNPACKED);
    let accounts = if unpacked.is_dir() { entries(&unpacked)? } else { Vec::new() };
    for path in accounts {
        let account = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
        for package in entries(&path)? {
            let is_kept = account.is_some_and(|account| keep.contains(&(account, stem(&package).to_owned())));
            if !is_kept {
                note(delete(&package));
            }
        }
        // It is deleted only when it is empty.
        let _ = std::fs::remove_dir(&path);
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

fn digest_of(zip: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, zip).as_ref())
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
        assert!(!mine.exists() && !mine.parent().unwrap().exists() && theirs.is_dir());
        assert!(store.zip(&code.digest).await.is_some());
        store.sweep(HashSet::new()).await.unwrap();
        assert!(std::fs::read_dir(&place).unwrap().all(|entry| entry.unwrap().file_name() == UNPACKED));
        std::fs::remove_dir_all(&place).unwrap();
    }

    #[tokio::test]
    async fn what_is_unpacked_is_made_anew_and_a_damaged_package_can_be_given_again() {
        let place = std::env::temp_dir().join(format!("thingcore-code-{}", uuid::Uuid::new_v4()));
        let store = CodeStore::open(place.clone()).unwrap();
        let account: AccountId = "123456789012".parse().unwrap();
        let (code, _pin) = store.add(account, package()).await.unwrap();
        let unpacked = store.unpacked(account, &code.digest).await.unwrap().0;
        store.close();
        std::fs::remove_file(unpacked.join("app.py")).unwrap();
        drop(store);
        let store = CodeStore::open(place.clone()).unwrap();
        assert!(store.unpacked(account, &code.digest).await.unwrap().0.join("app.py").is_file());
        store.close();
        drop(store);
        // As a power cut may leave a file that nobody waited for.
        std::fs::write(place.join(format!("{}.zip", code.digest)), b"").unwrap();
        let store = CodeStore::open(place.clone()).unwrap();
        assert!(store.unpacked(account, &code.digest).await.is_err());
        let _ = store.add(account, package()).await.unwrap();
        assert_eq!(store.zip(&code.digest).await.unwrap(), package());
        assert!(store.unpacked(account, &code.digest).await.unwrap().0.join("app.py").is_file());
        store.close();
        std::fs::remove_dir_all(&place).unwrap();
    }
}
