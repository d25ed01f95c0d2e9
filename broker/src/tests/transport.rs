//! Transports with rules of their own: how they end, and how long they last.

use std::io;
use std::pin::Pin;
use std::task::{self, Poll, ready};

use tokio::io::ReadBuf;

use super::*;

/// A transport that gives a reason when its peer is gone.
struct Reasoned(DuplexStream, TransportEnd);

impl AsyncRead for Reasoned {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.0).poll_read(context, buffer))?;
        match buffer.filled().len() > before {
            true => Poll::Ready(Ok(())),
            false => Poll::Ready(Err(io::Error::other(self.1.clone()))),
        }
    }
}

impl AsyncWrite for Reasoned {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

fn with_will(client_id: &str) -> Connect<'_> {
    let will =
        Will { topic: "gone", payload: b"bye", qos: QOS1, retain: false, properties: Properties::EMPTY };
    Connect { will: Some(will), ..connect(Version::V5, client_id) }
}

#[tokio::test]
async fn transport_that_the_client_closed_is_a_disconnect_and_one_that_it_broke_is_not() {
    let bench = Bench::new();
    let mut watcher = bench.client(Version::V311, "watcher").await;
    watcher.subscribe("gone", QOS1).await;
    for (end, is_will_sent) in
        [(TransportEnd::ByClient, false), (TransportEnd::Broken("text frame".into()), true)]
    {
        let (near, far) = tokio::io::duplex(1 << 20);
        bench.serve(Reasoned(far, end), true);
        let mut client = bench.connect_on(near, with_will("client")).await;
        client.connack().await;
        client.transport.shutdown().await.unwrap();
        // Nothing in MQTT: the transport has its own last word.
        client.expect_close().await;
        if is_will_sent {
            let will = watcher.received().await;
            assert_eq!(will.payload, b"bye");
            watcher.acknowledge(will.packet_id).await;
        }
        watcher.expect_silence().await;
    }
}

#[tokio::test]
async fn websocket_ends_with_its_will_when_its_time_is_over() {
    let limits = Limits { websocket_seconds: 20, ..Limits::of(Profile::Lab) };
    let bench = Bench::with_limits(Store::memory().unwrap(), ALLOW_ALL, limits);
    let account = bench.broker.account(&tenant());
    let mut watcher = bench.client(Version::V311, "watcher").await;
    watcher.subscribe("gone", QOS1).await;
    let (near, far) = tokio::io::duplex(1 << 20);
    bench.serve(far, true);
    let mut client = bench.connect_on(near, with_will("client")).await;
    client.connack().await;
    account.end_silent(19);
    client.expect_silence().await;
    // Before anybody's keep-alive of 60 s.
    account.end_silent(40);
    assert_eq!(client.disconnect_reason().await, 0x98);
    assert_eq!(watcher.received().await.payload, b"bye");
}
