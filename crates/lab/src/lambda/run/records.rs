//! Log records in what a function prints: lines, and frames, which runtimes write so that a record may have
//! several lines (`FramedTelemetryLogSink` of awslambdaric, `TelemetryLogger` of aws-lambda-ric).
//!
//! A frame is a type of four bytes, the length of its message in four, the time in eight, and the message;
//! numbers are big-endian. On AWS frames have a pipe of their own. Here they come between the lines, which
//! keeps what a function prints and what it logs in order: what a frame begins with has bytes that no text has.

/// The largest log event, bytes (CloudWatch Logs quotas). What is longer becomes several.
const EVENT_BYTES_MAX: usize = 256 << 10;
/// The longest message that is believed of a frame, bytes.
const MESSAGE_BYTES_MAX: usize = 16 << 20;
/// Bytes before a frame's message.
const HEADER_BYTES: usize = 16;
/// What every type of frame begins with.
const MARK: [u8; 3] = [0xa5, 0x5a, 0];

/// Bytes of a function's output that are not passed on yet, at most those of the largest event and one read.
#[derive(Default)]
pub(super) struct Records {
    begun: Vec<u8>,
    /// Bytes of the message that is being read.
    left: Option<usize>,
}

impl Records {
    /// Adds what was read.
    pub fn push(&mut self, bytes: &[u8]) {
        self.begun.extend_from_slice(bytes);
    }

    /// Takes the records that are whole, and pieces of one that is too long.
    pub fn take(&mut self) -> Vec<String> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(used) = self.next(from, &mut found) {
            from += used;
        }
        self.begun.drain(..from);
        found
    }

    /// Takes what has no end yet: there will be none.
    pub fn end(&mut self) -> Option<String> {
        self.left = None;
        let rest = std::mem::take(&mut self.begun);
        (!rest.is_empty()).then(|| text(&rest))
    }

    /// Takes one record, or the header of a frame, from where the last ended. Tells how many bytes it had;
    /// nothing when there have to be more.
    fn next(&mut self, from: usize, found: &mut Vec<String>) -> Option<usize> {
        let rest = &self.begun[from..];
        if let Some(left) = self.left {
            let piece = left.min(EVENT_BYTES_MAX);
            let message = rest.get(..piece)?;
            self.left = (left > piece).then(|| left - piece);
            // A frame ends by its length; the line break that most messages end with is not theirs.
            let line = if self.left.is_none() { message.strip_suffix(b"\n") } else { None };
            found.push(text(line.unwrap_or(message)));
            return Some(piece);
        }
        let boundary = boundary(rest);
        let until = match &boundary {
            Boundary::Line(at) | Boundary::Frame(at, _) | Boundary::PerhapsFrame(at) => *at,
            Boundary::None => rest.len(),
        };
        if until > EVENT_BYTES_MAX {
            found.push(text(&rest[..EVENT_BYTES_MAX]));
            return Some(EVENT_BYTES_MAX);
        }
        match boundary {
            Boundary::Line(at) => {
                found.push(text(&rest[..at]));
                Some(at + 1)
            }
            Boundary::Frame(at, length) => {
                // A line that was begun ends where the frame begins.
                if at > 0 {
                    found.push(text(&rest[..at]));
                }
                self.left = Some(length);
                Some(at + HEADER_BYTES)
            }
            Boundary::PerhapsFrame(_) | Boundary::None => None,
        }
    }
}

/// Where the text before it ends.
enum Boundary {
    Line(usize),
    /// Where it begins and the length of its message.
    Frame(usize, usize),
    /// More bytes will tell.
    PerhapsFrame(usize),
    None,
}

fn boundary(rest: &[u8]) -> Boundary {
    for (at, byte) in rest.iter().enumerate() {
        if *byte == b'\n' {
            return Boundary::Line(at);
        }
        if *byte == MARK[0] {
            match header(&rest[at..]) {
                Header::Frame(length) => return Boundary::Frame(at, length),
                Header::Unfinished => return Boundary::PerhapsFrame(at),
                Header::None => {}
            }
        }
    }
    Boundary::None
}

enum Header {
    /// The length of its message.
    Frame(usize),
    Unfinished,
    None,
}

/// Reads a header. One of a type that no runtime writes, or with a length beyond belief, is none.
fn header(bytes: &[u8]) -> Header {
    if bytes.iter().zip(MARK).any(|(byte, mark)| *byte != mark) {
        return Header::None;
    }
    // The fourth byte has the level, and whether the message is JSON or text.
    if bytes.get(3).is_some_and(|kind| kind & 0b10 == 0 || *kind > 0x1f) {
        return Header::None;
    }
    let Some(length) = bytes.get(4..8).filter(|_| bytes.len() >= HEADER_BYTES) else {
        return Header::Unfinished;
    };
    let length = length.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
    if length > MESSAGE_BYTES_MAX { Header::None } else { Header::Frame(length) }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kind: u8, message: &[u8]) -> Vec<u8> {
        let length = u32::try_from(message.len()).unwrap();
        [&[0xa5, 0x5a, 0, kind][..], &length.to_be_bytes(), &1_800_000_000_000_000_u64.to_be_bytes(), message]
            .concat()
    }

    fn take(bytes: &[u8]) -> (Vec<String>, Option<String>) {
        let mut records = Records::default();
        records.push(bytes);
        (records.take(), records.end())
    }

    #[test]
    fn lines_are_cut_at_their_ends_and_when_they_are_too_long() {
        let mut records = Records::default();
        records.push(b"one\ntwo\n\nthr");
        assert_eq!(records.take(), ["one", "two", ""]);
        records.push(b"ee\xff\n");
        assert_eq!(records.take(), ["three\u{fffd}"]);
        records.push(&vec![b'x'; 2 * EVENT_BYTES_MAX + 5]);
        assert_eq!(records.take().iter().map(String::len).collect::<Vec<_>>(), [EVENT_BYTES_MAX; 2]);
        assert_eq!(records.end().as_deref(), Some("xxxxx"));
        assert_eq!(records.end(), None);
    }

    #[test]
    fn a_frame_is_one_record_of_several_lines_between_those_before_and_after_it() {
        let bytes = [b"printed\nbegun", &frame(3, b"a\nb\n")[..], &frame(0x16, b"{}"), b"after\n"].concat();
        let expected = ["printed", "begun", "a\nb", "{}", "after"];
        assert_eq!(take(&bytes), (expected.map(String::from).to_vec(), None));
        // However the pipe cuts it.
        for size in [1, 2, 3, 7] {
            let mut records = Records::default();
            let found = bytes.chunks(size).flat_map(|part| {
                records.push(part);
                records.take()
            });
            assert_eq!(found.collect::<Vec<_>>(), expected, "{size}");
        }
    }

    #[test]
    fn a_long_frame_is_cut_and_never_kept_whole() {
        let bytes = frame(3, &vec![b'x'; 2 * EVENT_BYTES_MAX + 5]);
        let mut records = Records::default();
        let mut lengths = Vec::new();
        for part in bytes.chunks(16 << 10) {
            records.push(part);
            lengths.extend(records.take().iter().map(String::len));
            assert!(records.begun.len() <= EVENT_BYTES_MAX + (16 << 10));
        }
        assert_eq!(lengths, [EVENT_BYTES_MAX, EVENT_BYTES_MAX, 5]);
    }

    #[test]
    fn a_frame_that_breaks_off_ends_with_the_invocation() {
        let whole = frame(3, b"never finished");
        let mut records = Records::default();
        records.push(&whole[..20]);
        assert_eq!((records.take(), records.end()), (vec![], Some("neve".into())));
        records.push(b"next\n");
        assert_eq!(records.take(), ["next"]);
        records.push(&whole[..5]);
        assert_eq!(records.take(), Vec::<String>::new());
        assert!(records.end().is_some_and(|text| text.starts_with('\u{fffd}')));
    }

    #[test]
    fn what_only_looks_like_a_frame_is_text() {
        for (bytes, expected) in [
            ("5 ¥Z\n".as_bytes().to_vec(), "5 ¥Z"),
            ([&frame(4, b"x")[..], b"\n"].concat(), "\u{fffd}Z\0"),
            (
                [0xa5, 0x5a, 0, 3, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, b'\n'].to_vec(),
                "\u{fffd}Z\0",
            ),
            (b"\xa5\n\n\n".to_vec(), "\u{fffd}"),
        ] {
            let (found, _) = take(&bytes);
            assert!(found[0].starts_with(expected), "{found:?}");
        }
    }
}
