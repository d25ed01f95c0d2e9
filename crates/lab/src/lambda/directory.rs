//! Directories that are read-only, and getting rid of those that somebody else made read-only.

use std::fs;
use std::io;
use std::path::Path;

/// Takes the right to make, rename and delete away from a directory and all below it. Blocks.
///
/// # Errors
/// When the system refuses; some may be read-only then.
pub(super) fn make_read_only(directory: &Path) -> io::Result<()> {
    set_modes(directory, 0o555)
}

/// Gives it back. Blocks.
///
/// # Errors
/// When there is none, or the system refuses.
pub(super) fn make_writable(directory: &Path) -> io::Result<()> {
    set_modes(directory, 0o755)
}

/// Deletes a directory with all that is in it, whatever can be read or written there. Blocks.
///
/// # Errors
/// When there is none, or something cannot be deleted.
pub(super) fn delete(directory: &Path) -> io::Result<()> {
    make_writable(directory)?;
    fs::remove_dir_all(directory)
}

/// Sets the modes of a directory and of those below it. Links are not followed.
#[cfg(unix)]
fn set_modes(directory: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if !fs::symlink_metadata(directory)?.is_dir() {
        return Err(io::Error::from(io::ErrorKind::NotADirectory));
    }
    let mut left = vec![directory.to_owned()];
    while let Some(next) = left.pop() {
        fs::set_permissions(&next, fs::Permissions::from_mode(mode))?;
        for entry in fs::read_dir(&next)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                left.push(entry.path());
            }
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn set_modes(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_is_read_only_can_be_deleted_and_links_lead_nowhere() {
        let place = std::env::temp_dir().join(format!("thingcore-directory-{}", uuid::Uuid::new_v4()));
        let (outside, inside) = (place.join("outside"), place.join("inside"));
        fs::create_dir_all(&outside).unwrap();
        fs::create_dir_all(inside.join("a/b")).unwrap();
        fs::write(inside.join("a/b/file"), b"x").unwrap();
        std::os::unix::fs::symlink(&outside, inside.join("a/link")).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let before = mode(&outside);
        make_read_only(&inside).unwrap();
        for directory in [inside.clone(), inside.join("a"), inside.join("a/b")] {
            assert_eq!(mode(&directory), 0o555);
        }
        assert_eq!(mode(&outside), before);
        fs::set_permissions(inside.join("a"), fs::Permissions::from_mode(0o000)).unwrap();
        delete(&inside).unwrap();
        assert!(!inside.exists() && outside.exists());
        assert_eq!(delete(&inside).unwrap_err().kind(), io::ErrorKind::NotFound);
        fs::remove_dir_all(&place).unwrap();
    }
}
