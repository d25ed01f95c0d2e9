//! The files that objects lie in: one for each body that was uploaded, written once and never changed.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;

/// Bytes that are read at once.
const READ_BYTES: usize = 256 << 10;

/// A file, by its name in the directory, and its size in bytes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Piece {
    pub file: String,
    pub size: u64,
}

/// The directory.
#[derive(Debug)]
pub(super) struct Files {
    directory: PathBuf,
    /// It is deleted in the end: there is no data directory.
    is_scratch: bool,
}

impl Files {
    /// Makes `s3` below the lab's directory; without one, a directory of this process's own among the temporary
    /// ones. Blocks.
    pub fn open(directory: Option<&Path>) -> io::Result<Self> {
        let (directory, is_scratch) = match directory {
            Some(directory) => (directory.join("s3"), false),
            None => (std::env::temp_dir().join(format!("thingcore-s3-{}", uuid::Uuid::new_v4())), true),
        };
        if !is_scratch {
            std::fs::create_dir_all(&directory)?;
        }
        Ok(Self { directory, is_scratch })
    }

    /// Makes the directory, if that waits for the first file. Blocks.
    pub fn prepare(&self) -> io::Result<()> {
        if self.is_scratch { std::fs::create_dir_all(&self.directory) } else { Ok(()) }
    }

    /// Deletes what was to be kept for this process only. Blocks.
    pub fn close(&self) {
        if self.is_scratch {
            // What stays is in the system's directory for such things.
            let _ = std::fs::remove_dir_all(&self.directory);
        }
    }

    /// A name for a new file, with its path.
    pub fn new_path(&self) -> (String, PathBuf) {
        let name = uuid::Uuid::new_v4().simple().to_string();
        let path = self.directory.join(&name);
        (name, path)
    }

    pub fn path(&self, piece: &Piece) -> PathBuf {
        self.directory.join(&piece.file)
    }

    /// Makes the names of files last as long as their content. Blocks.
    pub fn sync(&self) -> io::Result<()> {
        File::open(&self.directory)?.sync_all()
    }

    /// The same content under another name. Blocks.
    pub fn link(&self, piece: &Piece) -> io::Result<Piece> {
        let (file, path) = self.new_path();
        let from = self.path(piece);
        // Not every file system has links.
        std::fs::hard_link(&from, &path).or_else(|_| std::fs::copy(&from, &path).map(|_| ()))?;
        Ok(Piece { file, size: piece.size })
    }

    /// Deletes files in the background. One that cannot be deleted is deleted at the next start.
    pub fn remove(&self, pieces: &[Piece]) {
        if pieces.is_empty() {
            return;
        }
        let paths: Vec<PathBuf> = pieces.iter().map(|piece| self.path(piece)).collect();
        let remove = move || {
            for path in paths {
                if let Err(error) = std::fs::remove_file(&path) {
                    tracing::warn!(path = %path.display(), %error, "a file of S3 cannot be deleted");
                }
            }
        };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(remove)),
            Err(_) => remove(),
        }
    }

    /// Deletes what no row knows: uploads that broke off with the program. Blocks.
    pub fn sweep(&self, known: &HashSet<&str>) -> io::Result<()> {
        if self.is_scratch {
            return Ok(());
        }
        for entry in std::fs::read_dir(&self.directory)? {
            let entry = entry?;
            let is_known = entry.file_name().to_str().is_some_and(|name| known.contains(name));
            if !is_known && entry.file_type()?.is_file() {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// What S3 answers: bytes, or a part of a file, which is read while it is sent.
pub struct ObjectBody {
    source: Source,
    left: u64,
}

enum Source {
    Bytes(Option<Bytes>),
    Files(Reader),
}

/// Reads files one after another.
struct Reader {
    files: Arc<Files>,
    /// In the opposite order, so that the next is at the end.
    pieces: Vec<Piece>,
    /// Where in the next piece to begin.
    skip: u64,
    open: Option<File>,
    reading: Option<JoinHandle<io::Result<(File, Bytes)>>>,
}

impl ObjectBody {
    /// A body of bytes.
    pub(super) fn bytes(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self { left: bytes.len() as u64, source: Source::Bytes(Some(bytes)) }
    }

    /// Bytes of some pieces: from an offset on, so many. The first file is open when this returns, so that an object
    /// in one piece can be replaced while it is read.
    ///
    /// # Errors
    /// When that file cannot be opened.
    pub(super) async fn open(
        files: &Arc<Files>,
        pieces: &[Piece],
        offset: u64,
        length: u64,
    ) -> io::Result<Self> {
        let mut body = Self::files(files, pieces, offset, length);
        if let Source::Files(reader) = &mut body.source
            && length > 0
            && let Some(piece) = reader.pieces.pop()
        {
            let (path, skip) = (reader.files.path(&piece), std::mem::take(&mut reader.skip));
            let opened = tokio::task::spawn_blocking(move || {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(skip))?;
                Ok(file)
            });
            reader.open = Some(opened.await.unwrap_or_else(|error| Err(io::Error::other(error)))?);
        }
        Ok(body)
    }

    fn files(files: &Arc<Files>, pieces: &[Piece], mut offset: u64, length: u64) -> Self {
        let mut left = Vec::new();
        let mut skip = 0;
        for piece in pieces {
            if left.is_empty() && offset >= piece.size {
                offset -= piece.size;
                continue;
            }
            if left.is_empty() {
                skip = offset;
            }
            left.push(piece.clone());
        }
        left.reverse();
        let reader = Reader { files: Arc::clone(files), pieces: left, skip, open: None, reading: None };
        Self { source: Source::Files(reader), left: length }
    }
}

impl Reader {
    /// Begins to read; false when there is nothing more.
    fn begin(&mut self, most: u64) -> bool {
        // At most the buffer's size, which fits.
        let most = most.min(READ_BYTES as u64) as usize;
        let skip = std::mem::take(&mut self.skip);
        let next = match self.open.take() {
            Some(file) => Ok(file),
            None => match self.pieces.pop() {
                Some(piece) => Err(self.files.path(&piece)),
                None => return false,
            },
        };
        self.reading = Some(tokio::task::spawn_blocking(move || {
            let mut file = match next {
                Ok(file) => file,
                Err(path) => {
                    let mut file = File::open(path)?;
                    file.seek(SeekFrom::Start(skip))?;
                    file
                }
            };
            let mut bytes = vec![0; most];
            let count = file.read(&mut bytes)?;
            bytes.truncate(count);
            Ok((file, bytes.into()))
        }));
        true
    }
}

impl Body for ObjectBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = &mut *self;
        let reader = match &mut this.source {
            Source::Bytes(bytes) => {
                this.left = 0;
                return Poll::Ready(
                    bytes.take().filter(|bytes| !bytes.is_empty()).map(|bytes| Ok(Frame::data(bytes))),
                );
            }
            Source::Files(reader) => reader,
        };
        loop {
            if this.left == 0 {
                return Poll::Ready(None);
            }
            if reader.reading.is_none() && !reader.begin(this.left) {
                return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
            }
            let Some(reading) = &mut reader.reading else { continue };
            let read = ready!(Pin::new(reading).poll(context));
            reader.reading = None;
            match read.unwrap_or_else(|error| Err(io::Error::other(error))) {
                // The end of this file; the next one follows.
                Ok((_, bytes)) if bytes.is_empty() => {}
                Ok((file, bytes)) => {
                    reader.open = Some(file);
                    this.left -= bytes.len() as u64;
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
