//! The opening handshake, and frames of all kinds in pieces of all sizes.

use std::io::Cursor;

use broker::TransportEnd;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tungstenite::protocol::frame::coding::{CloseCode, Control, Data, OpCode};
use tungstenite::protocol::frame::{Frame, FrameHeader};

use super::frames::FrameReader;
use super::stream::WebSocketStream;
use super::*;

const BINARY: OpCode = OpCode::Data(Data::Binary);
const CONTINUE: OpCode = OpCode::Data(Data::Continue);
const PING: OpCode = OpCode::Control(Control::Ping);
const CLOSE: OpCode = OpCode::Control(Control::Close);

/// A frame as a client sends it.
fn frame(opcode: OpCode, is_final: bool, payload: &[u8]) -> Vec<u8> {
    let mut frame = Frame::message(payload.to_vec(), BINARY, is_final);
    frame.header_mut().opcode = opcode;
    frame.header_mut().mask = Some([0x37, 0xfa, 0x21, payload.len() as u8]);
    let mut bytes = Vec::new();
    frame.format(&mut bytes).unwrap();
    bytes
}

#[test]
fn payloads_come_together_whatever_the_pieces() {
    let large: Vec<u8> = (0..70_000_u32).map(|number| number as u8).collect();
    let frames = [
        frame(BINARY, false, b"ab"),
        frame(PING, true, b"still there?"),
        frame(CONTINUE, false, b""),
        frame(CONTINUE, true, b"cdefg"),
        frame(BINARY, true, b""),
        frame(BINARY, true, &large),
        frame(BINARY, true, &[7; 200]),
    ];
    let sent = frames.concat();
    let expected = [b"abcdefg", large.as_slice(), &[7; 200]].concat();
    for size in [1, 2, 3, 5, 13, 14, 15, 1000, sent.len()] {
        let mut reader = FrameReader::default();
        let mut read = Vec::new();
        for piece in sent.chunks(size) {
            let mut piece = piece.to_vec();
            let count = reader.decode(&mut piece);
            read.extend_from_slice(&piece[..count]);
        }
        assert!(read == expected, "in pieces of {size}");
        assert_eq!(reader.ping.as_deref(), Some(b"still there?".as_slice()));
        assert!(reader.ending.is_none());
    }
}

#[test]
fn broken_frames_end_the_connection_with_a_code() {
    let with = |first: u8, bytes: &[u8]| [&[first], bytes].concat();
    let masked = |first: u8, length: u8| with(first, &[0x80 | length, 1, 2, 3, 4]);
    let oversize = with(0x82, &[0xff, 0, 0, 0, 0, 0x02, 0, 0, 1, 1, 2, 3, 4]);
    for (bytes, code, why) in [
        (vec![0x82, 0x01, 0x00], CloseCode::Protocol, "a frame of the client is not masked"),
        (
            vec![0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58],
            CloseCode::Unsupported,
            "MQTT came in a text frame, not a binary one",
        ),
        (masked(0xc2, 1), CloseCode::Protocol, "a frame belongs to an extension that was not agreed on"),
        (oversize, CloseCode::Size, "a frame is too large"),
        (masked(0x80, 1), CloseCode::Protocol, "a fragment is out of order"),
        (
            [frame(BINARY, false, b"a"), frame(BINARY, true, b"b")].concat(),
            CloseCode::Protocol,
            "a fragment is out of order",
        ),
        (masked(0x09, 0), CloseCode::Protocol, "a control frame is fragmented or too large"),
        (frame(PING, true, &[0; 126]), CloseCode::Protocol, "a control frame is fragmented or too large"),
        (frame(CLOSE, true, &[3]), CloseCode::Protocol, "a close frame has no valid code"),
        (frame(CLOSE, true, &1006_u16.to_be_bytes()), CloseCode::Protocol, "a close frame has no valid code"),
    ] {
        let mut reader = FrameReader::default();
        reader.decode(&mut bytes.clone());
        let ending = reader.ending.unwrap_or_else(|| panic!("{bytes:02x?} passed"));
        assert_eq!((ending.code, ending.end), (code, TransportEnd::Broken(why.into())), "{bytes:02x?}");
    }
    let mut reader = FrameReader::default();
    reader.decode(&mut masked(0x83, 0));
    assert_eq!(reader.ending.map(|ending| ending.code), Some(CloseCode::Protocol), "a reserved opcode");
}

/// A socket with little room, and its client's end.
fn socket(room: usize) -> (WebSocketStream<DuplexStream>, DuplexStream) {
    let (far, near) = tokio::io::duplex(room);
    (WebSocketStream::new(far), near)
}

/// The next frame that the server sent.
async fn next(client: &mut DuplexStream) -> (OpCode, Vec<u8>) {
    let mut bytes = Vec::new();
    loop {
        let mut cursor = Cursor::new(&bytes);
        if let Some((header, length)) = FrameHeader::parse(&mut cursor).unwrap() {
            assert!(header.is_final && header.mask.is_none());
            assert_eq!(cursor.position() as usize, bytes.len(), "nothing is read beyond the header");
            let mut payload = vec![0; length as usize];
            client.read_exact(&mut payload).await.unwrap();
            return (header.opcode, payload);
        }
        bytes.push(client.read_u8().await.unwrap());
    }
}

/// The reason that a read gives for the end.
async fn end(socket: &mut WebSocketStream<DuplexStream>) -> TransportEnd {
    let error = socket.read_u8().await.unwrap_err();
    error.get_ref().and_then(|inner| inner.downcast_ref::<TransportEnd>()).unwrap().clone()
}

/// A PUBLISH with so many bytes behind its fixed header.
fn packet(length: usize) -> Vec<u8> {
    let mut packet = vec![0x30];
    let mut rest = length;
    loop {
        let byte = (rest % 128) as u8;
        rest /= 128;
        packet.push(if rest > 0 { byte | 0x80 } else { byte });
        if rest == 0 {
            break;
        }
    }
    packet.extend(vec![length as u8; length]);
    packet
}

#[tokio::test]
async fn every_packet_is_one_frame() {
    for room in [1, 5, 4096, 1 << 20] {
        let (mut socket, mut client) = socket(room);
        let packets = [2, 123, 124, 200, 66_000, 0].map(packet);
        let writing = async {
            socket.write_all(&packets[0]).await.unwrap();
            socket.write_all(&packets[1..].concat()).await.unwrap();
            socket.flush().await.unwrap();
        };
        let reading = async {
            for packet in &packets {
                assert!(next(&mut client).await == (BINARY, packet.clone()), "with room for {room}");
            }
        };
        tokio::join!(writing, reading);
    }
}

#[tokio::test]
async fn pings_are_answered_between_data_and_only_the_latest_one() {
    let (mut socket, mut client) = socket(64);
    client.write_all(&frame(PING, true, b"one")).await.unwrap();
    client.write_all(&frame(BINARY, true, b"data")).await.unwrap();
    let mut read = [0; 4];
    socket.read_exact(&mut read).await.unwrap();
    assert_eq!(&read, b"data");
    // The answer goes out with whatever the socket does next, before new data.
    socket.write_all(&packet(6)).await.unwrap();
    assert_eq!(next(&mut client).await, (OpCode::Control(Control::Pong), b"one".to_vec()));
    assert_eq!(next(&mut client).await, (BINARY, packet(6)));

    // Nobody takes what the server sends: in the middle of a frame, nothing else may be sent.
    let packet = packet(100);
    assert_eq!(poll_write(&mut socket, &packet).await, std::task::Poll::Ready(packet.len()));
    for ping in [b"two", b"six"] {
        client.write_all(&frame(PING, true, ping)).await.unwrap();
        assert!(poll_read(&mut socket).await.is_pending());
    }
    // Nor is more taken, or a slow client would have us keep ever more for it.
    assert!(poll_write(&mut socket, &packet).await.is_pending());
    let (flushed, first) = tokio::join!(socket.flush(), next(&mut client));
    flushed.unwrap();
    assert_eq!(first, (BINARY, packet));
    assert_eq!(next(&mut client).await, (OpCode::Control(Control::Pong), b"six".to_vec()));
}

async fn poll_write(socket: &mut WebSocketStream<DuplexStream>, bytes: &[u8]) -> std::task::Poll<usize> {
    use tokio::io::AsyncWrite;
    std::future::poll_fn(|context| {
        let written = std::pin::Pin::new(&mut *socket).poll_write(context, bytes);
        std::task::Poll::Ready(written.map(Result::unwrap))
    })
    .await
}

async fn poll_read(socket: &mut WebSocketStream<DuplexStream>) -> std::task::Poll<()> {
    use tokio::io::AsyncRead;
    std::future::poll_fn(|context| {
        let mut space = [0; 64];
        let mut buffer = tokio::io::ReadBuf::new(&mut space);
        let read = std::pin::Pin::new(&mut *socket).poll_read(context, &mut buffer);
        std::task::Poll::Ready(read.map(Result::unwrap))
    })
    .await
}

#[tokio::test]
async fn close_frame_is_answered_and_ends_reading_behind_the_data() {
    let (mut socket, mut client) = socket(4096);
    let bytes = [frame(BINARY, true, b"last"), frame(CLOSE, true, &1001_u16.to_be_bytes())].concat();
    client.write_all(&bytes).await.unwrap();
    let mut read = [0; 64];
    assert_eq!(socket.read(&mut read).await.unwrap(), 4);
    // An answer to the data comes too late, and is no reason to call the connection lost.
    socket.write_all(b"too late").await.unwrap();
    assert_eq!(end(&mut socket).await, TransportEnd::ByClient);
    assert_eq!(next(&mut client).await, (CLOSE, 1001_u16.to_be_bytes().to_vec()));
    socket.shutdown().await.unwrap();
    assert_eq!(client.read(&mut [0]).await.unwrap(), 0);
}

#[tokio::test]
async fn end_without_a_close_frame_is_no_close() {
    let (mut socket, mut client) = socket(4096);
    client.write_all(&frame(BINARY, true, b"x")).await.unwrap();
    client.shutdown().await.unwrap();
    let mut all = Vec::new();
    socket.read_to_end(&mut all).await.unwrap();
    assert_eq!(all, b"x");
}

#[tokio::test]
async fn server_closes_with_a_frame_of_its_own() {
    let (mut socket, mut client) = socket(4096);
    socket.write_all(b"bye").await.unwrap();
    socket.shutdown().await.unwrap();
    assert_eq!(next(&mut client).await, (BINARY, b"bye".to_vec()));
    assert_eq!(next(&mut client).await, (CLOSE, 1000_u16.to_be_bytes().to_vec()));
    assert!(socket.write_all(b"more").await.is_err());
}

fn request(change: impl FnOnce(&mut Parts)) -> Parts {
    let (mut parts, ()) = http::Request::get("/mqtt")
        .header("connection", "keep-alive, Upgrade")
        .header("upgrade", "WebSocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .body(())
        .unwrap()
        .into_parts();
    change(&mut parts);
    parts
}

fn set(name: &'static str, value: &'static str) -> impl FnOnce(&mut Parts) {
    move |parts| {
        parts.headers.insert(name, HeaderValue::from_static(value));
    }
}

#[test]
fn handshake_is_that_of_the_standard() {
    let (status, answer) = handshake(&request(|_| {})).unwrap();
    assert_eq!(status, 101);
    assert_eq!(answer["connection"], "Upgrade");
    assert_eq!(answer["upgrade"], "websocket");
    // The example of RFC 6455 §1.3.
    assert_eq!(answer["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    let refused = |change: Box<dyn FnOnce(&mut Parts)>| handshake(&request(change)).unwrap_err().0;
    assert_eq!(refused(Box::new(|parts| parts.method = Method::POST)), 400);
    assert_eq!(refused(Box::new(|parts| parts.version = Version::HTTP_10)), 400);
    assert_eq!(refused(Box::new(set("upgrade", "h2c"))), 400);
    assert_eq!(refused(Box::new(set("connection", "close"))), 400);
    assert_eq!(refused(Box::new(set("sec-websocket-key", "short"))), 400);
    assert_eq!(refused(Box::new(set("sec-websocket-version", "8"))), 426);
}

#[test]
fn mqtt_6_0_0_4_subprotocol_is_mqtt() {
    for (offered, chosen) in [
        ("mqtt", Some("mqtt")),
        ("mqttv3.1, mqtt", Some("mqtt")),
        ("chat,mqtt,mqttv3.1", Some("mqtt")),
        // Clients of MQTT 3.1, which has no such rule.
        ("chat, mqttv3.1", Some("mqttv3.1")),
        ("chat", None),
    ] {
        let (_, answer) = handshake(&request(set("sec-websocket-protocol", offered))).unwrap();
        let echoed = answer.get("sec-websocket-protocol").map(|value| value.to_str().unwrap());
        assert_eq!(echoed, chosen, "{offered}");
    }
    let (_, answer) = handshake(&request(|_| {})).unwrap();
    assert!(!answer.contains_key("sec-websocket-protocol"));
}

#[tokio::test]
async fn mqtt_6_0_0_1_packets_are_in_binary_frames_and_other_data_ends_the_connection() {
    let (mut socket, mut client) = socket(4096);
    socket.write_all(&[0xd0, 0]).await.unwrap();
    assert_eq!(next(&mut client).await, (BINARY, vec![0xd0, 0]));
    client.write_all(&frame(OpCode::Data(Data::Text), true, &[0xc0, 0])).await.unwrap();
    let why = "MQTT came in a text frame, not a binary one";
    assert_eq!(end(&mut socket).await, TransportEnd::Broken(why.into()));
    assert_eq!(next(&mut client).await.0, CLOSE);
}

#[tokio::test]
async fn mqtt_6_0_0_2_packets_are_not_aligned_with_frames() {
    let (mut socket, mut client) = socket(4096);
    // Two packets and a half, the other half in two frames, one of them empty.
    for part in [&b"\xc0\x00\xc0\x00\x30\x03\x00"[..], b"", b"\x01t"] {
        client.write_all(&frame(BINARY, true, part)).await.unwrap();
    }
    let mut read = [0; 9];
    socket.read_exact(&mut read).await.unwrap();
    assert_eq!(&read, b"\xc0\x00\xc0\x00\x30\x03\x00\x01t");
}
