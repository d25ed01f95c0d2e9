//! Unpacking a zip file that somebody else made.
//!
//! Nothing leaves the directory, nothing becomes larger than it may, and a package that cannot be unpacked
//! leaves nothing behind.

use std::fs;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use super::directory;

/// What a package may hold, unpacked, bytes (Lambda quotas, "Deployment package").
pub(super) const UNPACKED_BYTES_MAX: u64 = 250 << 20;
/// Files and directories of a package. AWS names no number; this bounds what a small zip file can make.
pub(super) const FILES_MAX: usize = 65_535;
/// The longest target of a symbolic link, bytes.
const LINK_BYTES_MAX: u64 = 4096;

/// Why a zip file is not unpacked.
#[derive(Debug, thiserror::Error)]
pub(super) enum UnpackError {
    /// It is no zip file, or one with methods that nobody makes packages with.
    #[error("not a zip file that can be read: {0}")]
    Zip(#[from] ZipError),
    /// A name that leads outside.
    #[error("the name {0:?} leads outside")]
    Name(String),
    /// More bytes than a package may have.
    #[error("more than {UNPACKED_BYTES_MAX} bytes")]
    TooLarge,
    /// More files than a package may have.
    #[error("more than {FILES_MAX} files")]
    TooMany,
    /// The disk.
    #[error(transparent)]
    Io(io::Error),
}

/// Unpacks into a directory that does not exist yet; it exists, read-only, when everything is in it. Blocks.
///
/// # Errors
/// When the file cannot be unpacked; nothing is left then.
pub(super) fn unpack(zip: &[u8], target: &Path) -> Result<(), UnpackError> {
    let temporary = target.with_extension("part");
    match directory::delete(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(UnpackError::Io(error)),
        _ => {}
    }
    let unpacked = unpack_into(zip, &temporary).and_then(|()| {
        directory::make_read_only(&temporary)
            .and_then(|()| fs::rename(&temporary, target))
            .map_err(UnpackError::Io)
    });
    if unpacked.is_err() {
        // What is left of it is in nobody's way, and swept later.
        let _ = directory::delete(&temporary);
    }
    unpacked
}

fn unpack_into(zip: &[u8], directory: &Path) -> Result<(), UnpackError> {
    let mut archive = ZipArchive::new(Cursor::new(zip))?;
    if archive.len() > FILES_MAX {
        return Err(UnpackError::TooMany);
    }
    fs::create_dir_all(directory).map_err(UnpackError::Io)?;
    let mut left = UNPACKED_BYTES_MAX;
    // Made last, so that nothing is written through them.
    let mut links = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let inside = entry.enclosed_name().ok_or_else(|| UnpackError::Name(format!("{:?}", entry.name())))?;
        let path = directory.join(inside);
        if entry.is_dir() {
            fs::create_dir_all(&path).map_err(UnpackError::Io)?;
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(UnpackError::Io)?;
        }
        if entry.is_symlink() {
            links.push((path, link_target(&mut entry)?));
            continue;
        }
        let mode = entry.unix_mode();
        left = write_file(&mut entry, &path, left)?;
        set_mode(&path, mode).map_err(UnpackError::Io)?;
    }
    links.into_iter().try_for_each(|(path, target)| make_link(&path, &target)).map_err(UnpackError::Io)
}

/// Writes a file and returns how many bytes are left to the package.
fn write_file(entry: &mut impl Read, path: &Path, left: u64) -> Result<u64, UnpackError> {
    let mut file = fs::File::create(path).map_err(UnpackError::Io)?;
    // What the archive says of its sizes is not believed.
    let written = io::copy(&mut entry.take(left + 1), &mut file).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            UnpackError::Zip(ZipError::Io(error))
        }
        _ => UnpackError::Io(error),
    })?;
    left.checked_sub(written).ok_or(UnpackError::TooLarge)
}

fn link_target(entry: &mut impl Read) -> Result<PathBuf, UnpackError> {
    let mut target = String::new();
    let read = entry.take(LINK_BYTES_MAX).read_to_string(&mut target);
    read.map_err(|error| UnpackError::Zip(ZipError::Io(error)))?;
    Ok(target.into())
}

/// Read-only, as code is on AWS, and executable if the archive says so. An archive without modes was made
/// on Windows; then everything is executable, since nobody there could say.
#[cfg(unix)]
fn set_mode(path: &Path, mode: Option<u32>) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let executable = mode.is_none_or(|mode| mode & 0o111 != 0);
    fs::set_permissions(path, fs::Permissions::from_mode(if executable { 0o555 } else { 0o444 }))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: Option<u32>) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn make_link(path: &Path, target: &Path) -> io::Result<()> {
    match std::os::unix::fs::symlink(target, path) {
        // The archive has two entries of the name.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        outcome => outcome,
    }
}

#[cfg(not(unix))]
fn make_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(build: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        build(&mut writer);
        writer.finish().unwrap().into_inner()
    }

    struct Place(PathBuf);

    impl Place {
        fn new() -> Self {
            let path = std::env::temp_dir().join(format!("thingcore-unpack-{}", uuid::Uuid::new_v4()));
            fs::create_dir(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = directory::delete(&self.0);
        }
    }

    #[test]
    fn files_directories_modes_and_links_come_out() {
        let zip = archive(|zip| {
            zip.start_file("app.py", SimpleFileOptions::default().unix_permissions(0o644)).unwrap();
            zip.write_all(b"print()").unwrap();
            zip.start_file("bin/run", SimpleFileOptions::default().unix_permissions(0o755)).unwrap();
            zip.add_directory("empty/", SimpleFileOptions::default()).unwrap();
            zip.add_symlink("bin/again", "run", SimpleFileOptions::default()).unwrap();
        });
        let place = Place::new();
        let target = place.0.join("code");
        unpack(&zip, &target).unwrap();
        assert_eq!(fs::read(target.join("app.py")).unwrap(), b"print()");
        assert!(fs::metadata(target.join("app.py")).unwrap().permissions().readonly());
        assert!(target.join("empty").is_dir());
        assert_eq!(fs::read_link(target.join("bin/again")).unwrap(), Path::new("run"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            for name in ["", "bin", "bin/run", "empty"] {
                let mode = fs::metadata(target.join(name)).unwrap().permissions().mode();
                assert_eq!(mode & 0o777, 0o555, "{name}");
            }
        }
    }

    #[test]
    fn nothing_gets_outside() {
        let place = Place::new();
        for name in ["../evil", "a/../../evil", "/evil"] {
            let zip = archive(|zip| {
                zip.start_file(name, SimpleFileOptions::default()).unwrap();
                zip.write_all(b"x").unwrap();
            });
            // An absolute name may also be taken for a relative one.
            let _ = unpack(&zip, &place.0.join("code"));
            assert!(!place.0.join("evil").exists() && !Path::new("/evil").exists(), "{name}");
        }
        let zip = archive(|zip| {
            zip.add_symlink("out", place.0.to_str().unwrap(), SimpleFileOptions::default()).unwrap();
            zip.start_file("out/evil", SimpleFileOptions::default()).unwrap();
            zip.write_all(b"x").unwrap();
        });
        let _ = unpack(&zip, &place.0.join("linked"));
        assert!(!place.0.join("evil").exists());
    }

    #[test]
    fn a_small_file_does_not_become_a_large_one() {
        let zip = archive(|zip| {
            zip.start_file("zeros", SimpleFileOptions::default().large_file(true)).unwrap();
            let zeros = vec![0; 1 << 20];
            for _ in 0..=(UNPACKED_BYTES_MAX >> 20) {
                zip.write_all(&zeros).unwrap();
            }
        });
        assert!(zip.len() < 1 << 20);
        let place = Place::new();
        let error = unpack(&zip, &place.0.join("code")).unwrap_err();
        assert!(matches!(error, UnpackError::TooLarge), "{error}");
        assert_eq!(fs::read_dir(&place.0).unwrap().count(), 0);
    }

    #[test]
    fn what_is_no_zip_file_is_refused() {
        let place = Place::new();
        for bytes in [&b""[..], b"PK", b"this is no zip file at all, though it is long enough"] {
            let error = unpack(bytes, &place.0.join("code")).unwrap_err();
            assert!(matches!(error, UnpackError::Zip(_)), "{error}");
        }
        let mut zip = archive(|zip| {
            zip.start_file("a", SimpleFileOptions::default()).unwrap();
            zip.write_all(&[7; 4000]).unwrap();
        });
        let middle = zip.len() / 4;
        zip[middle..middle + 8].fill(0xff);
        assert!(unpack(&zip, &place.0.join("broken")).is_err());
    }
}
