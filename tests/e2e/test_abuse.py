"""Clients that misbehave: what they cost is bounded in time and memory, and no other client notices.

A device keeps its rhythm and arrives anew all the while (neighbour.py). Afterwards the server has as many open
files as before, and about as much memory; its peak in between is bounded, too.
"""
import contextlib
import itertools
import os
import pathlib
import random
import selectors
import socket
import ssl
import struct
import threading
import time

import pytest

import wire
from neighbour import Neighbour
from sockets import (
    BINARY, CONTINUATION, PING, PONG, enter, expect_close, frame, open_plain, open_tls, receive_exactly, receive_frame,
    receive_packet, websocket)
from thingcore import Device, eventually

#: Seconds from accepting to the end of the TLS handshake, and from there to the CONNECT (accept.rs, connect.rs).
HANDSHAKE, CONNECT = 10, 10
#: Seconds for the head of an HTTP request (accept.rs) and for its body (http.rs).
HEAD, BODY = 75, 60
#: Seconds by which a busy machine may be late.
LATE = 3
#: Megabytes by which the server's memory may have grown afterwards.
KEPT = 12
#: The same after handshakes by the hundred: the allocator keeps much of what they took, for the next ones.
KEPT_OF_HANDSHAKES = 32

#: The beginning of a TLS hello, ten bytes of it.
HELLO = bytes.fromhex("16030100c8010000c403")
#: One megabyte, the same each time; it starts like nothing that the server speaks.
GARBAGE = b"\xa7" + random.Random(3).randbytes((1 << 20) - 1)


@pytest.fixture(scope="module")
def device(server):
    made = Device(server, "device")
    with Neighbour(server, made):
        # What is allocated once and for all is there from now on.
        time.sleep(0.5)
    return made


@pytest.fixture(scope="module")
def context(server, device):
    return wire.context_of(device, server.ca)


def memory(server, what):
    """VmRSS, what the process holds now, or VmHWM, what it held at most; megabytes."""
    for line in pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(what)


def open_files(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


@contextlib.contextmanager
def unnoticed(server, device, growth, kept=KEPT):
    """The neighbour lives through what happens in here, and the server's memory grows by so many megabytes at most."""
    files, resident = open_files(server), memory(server, "VmRSS")
    # The peak is counted from here on.
    pathlib.Path(f"/proc/{server.process.pid}/clear_refs").write_text("5")
    with Neighbour(server, device):
        yield
    peak = memory(server, "VmHWM")
    assert peak < resident + growth, f"{resident} MB before, {peak} MB at most"
    eventually(lambda: open_files(server) <= files)
    eventually(lambda: memory(server, "VmRSS") < resident + kept)


class Lingering:
    """Connections that the server must close some day, and when it did. Some drip a byte each second."""

    def __init__(self):
        self.selector = selectors.DefaultSelector()
        self.dripping, self.closed, self.answers, self.count = [], {}, {}, {}
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.done = False

    def add(self, kind, made, drip=b"", since=None):
        made.setblocking(False)
        self.selector.register(made, selectors.EVENT_READ, (kind, since or time.monotonic()))
        self.count[kind] = self.count.get(kind, 0) + 1
        if drip:
            self.dripping.append([made, iter(drip)])

    def run(self):
        next_drop = 0
        while not self.done and self.selector.get_map():
            for key, _ in self.selector.select(0.1):
                self.look(key.fileobj, *key.data)
            if time.monotonic() > next_drop:
                next_drop = time.monotonic() + 1
                for made, drops in self.dripping:
                    with contextlib.suppress(OSError, StopIteration):
                        made.send(bytes([next(drops)]))

    def look(self, made, kind, since):
        try:
            answer = made.recv(4096)
        except (BlockingIOError, ssl.SSLWantReadError):
            return
        except OSError:
            answer = b""
        if answer:
            self.answers[kind] = answer
            return
        self.closed.setdefault(kind, []).append(time.monotonic() - since)
        self.selector.unregister(made)
        self.dripping = [pair for pair in self.dripping if pair[0] is not made]
        made.close()

    def end(self):
        self.done = True
        self.thread.join()
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()

    def check(self, kind, after):
        """Waits until all of a kind are closed, which was to happen then, and neither sooner nor much later."""
        eventually(lambda: len(self.closed.get(kind, [])) == self.count[kind], within=after + LATE + 2, every=0.1)
        first, last = min(self.closed[kind]), max(self.closed[kind])
        assert after - 0.5 < first and last < after + LATE, (kind, first, last)


@pytest.fixture(scope="module", autouse=True)
def http_clients(server, device, context):
    """Clients of the HTTP ports that take their time; what the server gives them is long, so they begin early."""
    lingering = Lingering()
    head = b"GET /_thingcore/health HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 200
    post = b"POST /topics/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200\r\n\r\n"
    for opened in (lambda: open_plain(server.api_port), lambda: open_tls(server.https_port, context)):
        for _ in range(20):
            lingering.add("nothing", opened())
            lingering.add("head", opened(), drip=head)
            body = opened()
            body.sendall(post)
            lingering.add("body", body, drip=b"a" * 199)
    lingering.thread.start()
    yield lingering
    lingering.end()


def pour(made, count, packet):
    """Sends so many PUBLISH packets and waits until the server has handled them all."""
    def send():
        for _ in range(count // 10):
            made.sendall(packet * 10)
        made.sendall(wire.PINGREQ)

    made.settimeout(30)
    sender = threading.Thread(target=send)
    sender.start()
    while receive_packet(made)[0] >> 4 != wire.PINGRESP:
        pass
    sender.join()


@pytest.mark.parametrize("over", ["TCP", "TLS", "WebSocket"])
@pytest.mark.parametrize("qos", [0, 1])
def test_subscriber_that_never_reads(server, device, context, qos, over):
    """Others publish far more to it than may wait for it: 100 MB, and 16 MB (mailbox.rs)."""
    topic = f"flood/{qos}/{over}"
    with unnoticed(server, device, growth=24):
        if over == "TLS":
            deaf = open_tls(server.mqtts_port, context, receive_buffer=4096)
        else:
            deaf = open_plain(server.mqtt_port if over == "TCP" else server.api_port, receive_buffer=4096)
        beginning = [wire.connect(f"deaf-{qos}-{over}"), wire.subscribe(1, topic, qos=qos)]
        if over == "WebSocket":
            websocket(deaf).sendall(b"".join(map(frame, beginning)))
            assert [receive_frame(deaf)[1][0] for _ in beginning] == [0x20, 0x90]
        else:
            deaf.sendall(b"".join(beginning))
            assert [receive_packet(deaf)[0] for _ in beginning] == [0x20, 0x90]
        with enter(open_plain(server.mqtt_port), wire.connect(f"flood-{qos}-{over}")) as publisher:
            pour(publisher, 1000, wire.publish(topic, bytes(100_000), qos))
        deaf.close()


def test_subscriber_that_does_not_keep_up_is_disconnected(server, device):
    """8192 messages wait for it, and when as many more with QoS 1 were lost to it, it is told to go (mailbox.rs)."""
    with unnoticed(server, device, growth=24):
        deaf = enter(open_plain(server.mqtt_port, receive_buffer=4096), wire.connect("slow"))
        deaf.sendall(wire.subscribe(1, "flood/small"))
        receive_packet(deaf)
        with enter(open_plain(server.mqtt_port), wire.connect("fast")) as publisher:
            pour(publisher, 30_000, wire.publish("flood/small", b"x", 1))
        eventually(lambda: "does not read as fast as messages come for it" in server.log_text())
        expect_close(deaf, within=2)


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_bytes_one_at_a_time(server, device, context, tls):
    with unnoticed(server, device, growth=16):
        made = open_tls(server.mqtts_port, context) if tls else open_plain(server.mqtt_port)
        for packet, answer in [(wire.connect("typist"), 0x20), (wire.subscribe(1, "typed"), 0x90),
                               (wire.publish("typed", b"hello", 7), 0x40)]:
            for byte in packet:
                made.sendall(bytes([byte]))
                # Else the kernel would put them together again.
                time.sleep(0.002)
            assert receive_packet(made)[0] == answer
        first, body = receive_packet(made)
        assert wire.Published(first, body).payload == b"hello"
        made.close()


NUMBERS = itertools.count()


def plain_after_connect(server, context):
    return enter(open_plain(server.mqtt_port), wire.connect(f"garbler-{next(NUMBERS)}"))


DOORS = {
    "mqtts": lambda server, context: open_plain(server.mqtts_port),
    "https": lambda server, context: open_plain(server.https_port),
    "mqtt": lambda server, context: open_plain(server.mqtt_port),
    "mqtt after CONNECT": plain_after_connect,
    "api": lambda server, context: open_plain(server.api_port),
    "mqtts inside TLS": lambda server, context: open_tls(server.mqtts_port, context),
    "https inside TLS": lambda server, context: open_tls(server.https_port, context),
    "WebSocket": lambda server, context: websocket(open_plain(server.api_port)),
}


@pytest.mark.parametrize("door", DOORS)
def test_megabyte_of_garbage_at_every_door(server, device, context, door):
    with unnoticed(server, device, growth=8):
        garblers = [DOORS[door](server, context) for _ in range(20)]
        for made in garblers:
            send(made, GARBAGE)
        for made in garblers:
            expect_close(made, within=2)


@pytest.mark.parametrize("door", DOORS)
def test_half_closed_connection_is_closed(server, context, door):
    made = DOORS[door](server, context)
    made.shutdown(socket.SHUT_WR)
    expect_close(made, within=2)


def send(made, data):
    """Sends what the server takes before it has had enough."""
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        made.sendall(data)


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_packets_larger_than_allowed_are_not_waited_for(server, device, context, tls):
    """They end the connection as soon as they are announced, before a byte of them came."""
    def opened():
        return open_tls(server.mqtts_port, context) if tls else open_plain(server.mqtt_port)

    connect = wire.connect("giant")
    giants = {
        "CONNECT of 256 MB": b"\x10\xff\xff\xff\x7f",
        "length of five bytes": b"\x10\xff\xff\xff\xff\x01",
        "PUBLISH of 256 MB": connect + b"\x30\xff\xff\xff\x7f",
        "PUBLISH of 150 kB": connect + wire.packet(0x30, bytes(150_000))[:4],
    }
    with unnoticed(server, device, growth=16):
        for start in giants.values():
            for made in [opened() for _ in range(20)]:
                made.sendall(start)
                expect_close(made, within=2)


def test_payload_above_128_kb_ends_the_connection(server, device):
    for version, answer in ((4, b""), (5, b"\xe0")):
        head = wire.text("MQTT") + bytes([version, 2]) + struct.pack(">H", 60) + (b"\0" if version == 5 else b"")
        made = enter(open_plain(server.mqtt_port), wire.packet(0x10, head + wire.text("large")))
        properties = b"\0" if version == 5 else b""
        made.sendall(wire.packet(0x32, wire.text("t") + b"\0\1" + properties + bytes(131_072)))
        assert receive_packet(made)[0] == 0x40
        send(made, wire.packet(0x32, wire.text("t") + b"\0\2" + properties + bytes(131_073)))
        assert made.recv(1) == answer
        if answer:
            # Quota exceeded.
            assert receive_exactly(made, 2)[1] == 0x97
        expect_close(made, within=2)


def test_http_bodies_larger_than_allowed(server, device):
    """16 MB are taken (pipeline.rs); the rest is not read, however much was announced."""
    with unnoticed(server, device, growth=40):
        for length in (b"Content-Length: 10000000000", b"Transfer-Encoding: chunked"):
            made = open_plain(server.api_port)
            made.sendall(b"POST /topics/a HTTP/1.1\r\nHost: localhost\r\n" + length + b"\r\n\r\n")
            piece = bytes(1 << 20) if b"Length" in length else b"100000\r\n" + bytes(1 << 20) + b"\r\n"
            with contextlib.suppress(ConnectionError):
                for _ in range(60):
                    made.sendall(piece)
            expect_close(made, within=2)


def test_http_head_without_end(server, device):
    with unnoticed(server, device, growth=16):
        made = open_plain(server.api_port)
        made.sendall(b"GET / HTTP/1.1\r\n")
        send(made, b"X-More: and more\r\n" * 100_000)
        expect_close(made, within=2)


def test_http_answers_that_nobody_reads(server, device):
    """A hundred thousand requests at once, each for some 15 kB: unread, they wait as requests, not as answers."""
    with unnoticed(server, device, growth=16):
        made = open_plain(server.api_port, receive_buffer=4096)
        made.settimeout(1)
        with pytest.raises(socket.timeout):
            made.sendall(b"GET /_thingcore/coverage HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100_000)
        made.close()


def connected_websocket(server, name):
    made = websocket(open_plain(server.api_port))
    made.sendall(frame(wire.connect(name)))
    assert receive_frame(made) == (BINARY, b"\x20\x02\0\0")
    return made


def still_answers(made):
    """Skips pongs."""
    made.sendall(frame(wire.PINGREQ))
    while (answer := receive_frame(made))[0] == PONG:
        pass
    assert answer == (BINARY, b"\xd0\0")


def test_websocket_message_in_countless_fragments(server, device):
    """They are not gathered; most of them are empty."""
    with unnoticed(server, device, growth=16):
        made = connected_websocket(server, "fragments")
        made.sendall(frame(b"", final=False) + frame(b"", CONTINUATION, final=False) * 300_000)
        made.sendall(frame(wire.PINGREQ, CONTINUATION))
        assert receive_frame(made) == (BINARY, b"\xd0\0")
        still_answers(made)
        made.close()


def test_websocket_pings_whose_answers_nobody_reads(server, device):
    with unnoticed(server, device, growth=16):
        made = connected_websocket(server, "pings")
        made.sendall(frame(b"a" * 100, PING) * 200_000)
        still_answers(made)
        made.close()


@pytest.mark.parametrize("head, code", [
    # 31 MB are a frame still, but no MQTT packet.
    (b"\x82\xff" + struct.pack(">Q", 31 << 20) + bytes(4) + b"\x30\xff\xff\xff\x7f", None),
    (b"\x82\xff" + struct.pack(">Q", 1 << 62) + bytes(4), 1009),
    # Control frames hold 125 bytes at most.
    (b"\x89\xff" + struct.pack(">Q", 1 << 20) + bytes(4), 1002),
    (b"\x82\x05hello", 1002),
], ids=["31 MB", "4 EB", "1 MB ping", "unmasked"])
def test_websocket_frames_that_are_not_waited_for(server, device, head, code):
    with unnoticed(server, device, growth=16):
        for index in range(10):
            made = connected_websocket(server, f"giant-{index}")
            made.sendall(head)
            if code:
                assert receive_frame(made) == (8, struct.pack(">H", code))
            expect_close(made, within=2)


def test_handshake_storm(server, device, context):
    def storm(failures):
        try:
            for _ in range(100):
                open_tls(server.mqtts_port, context).close()
        except Exception as error:
            failures.append(error)

    with unnoticed(server, device, growth=32, kept=KEPT_OF_HANDSHAKES):
        failures = []
        threads = [threading.Thread(target=storm, args=[failures]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures


def test_those_who_never_get_to_the_point(server, device, context):
    """Half-open sockets, handshakes that stop or crawl, and clients that have nothing to say."""
    lingering = Lingering()
    with unnoticed(server, device, growth=48, kept=KEPT_OF_HANDSHAKES):
        for port in [server.mqtts_port, server.https_port] * 100:
            lingering.add("TCP", open_plain(port))
            begun = open_plain(port)
            begun.sendall(HELLO)
            lingering.add("TLS begun", begun)
        for _ in range(20):
            lingering.add("plain", open_plain(server.mqtt_port))
            lingering.add("TLS", open_tls(server.mqtts_port, context))
            lingering.add("handshake in drops", open_plain(server.mqtts_port), drip=HELLO + bytes(20))
            half = open_plain(server.mqtt_port)
            half.sendall(wire.connect("half")[:9])
            lingering.add("half a CONNECT", half)
            lingering.add("CONNECT in drops", open_plain(server.mqtt_port), drip=wire.connect("a" * 60))
            lingering.add("WebSocket", websocket(open_plain(server.api_port)))
        lingering.thread.start()
        for kind in lingering.count:
            lingering.check(kind, HANDSHAKE if kind in ("TCP", "TLS begun", "handshake in drops") else CONNECT)
    lingering.end()


def test_more_stalled_handshakes_than_are_made_at_a_time(server, device):
    """1024 are under way at once (accept.rs); who comes after them does not wait until they are given up."""
    with unnoticed(server, device, growth=64, kept=KEPT_OF_HANDSHAKES), contextlib.ExitStack() as stack:
        for _ in range(1200):
            begun = stack.enter_context(open_plain(server.mqtts_port))
            begun.sendall(HELLO)
        time.sleep(3)


@pytest.mark.parametrize("kind, seconds", [("body", BODY), ("nothing", HEAD), ("head", HEAD)])
def test_http_clients_that_take_their_time(http_clients, kind, seconds):
    """The last tests, because their clients have been there since the first."""
    http_clients.check(kind, seconds)
    if kind == "body":
        assert http_clients.answers[kind].startswith(b"HTTP/1.1 408 ")
