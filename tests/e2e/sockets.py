"""Sockets of which a test decides every byte, and what the server makes of them."""
import socket
import ssl
import struct
import time

#: How a socket ends when the other side closes it, with or without ceremony.
GONE = (ConnectionError, ssl.SSLError, socket.timeout)


def open_plain(port, receive_buffer=None):
    """A TCP connection; a small buffer makes that soon nothing more fits into it."""
    made = socket.socket()
    if receive_buffer:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    made.settimeout(10)
    made.connect(("127.0.0.1", port))
    return made


def open_tls(port, context, name="localhost", session=None, receive_buffer=None):
    """The same with TLS, after the handshake."""
    made = open_plain(port, receive_buffer)
    try:
        return context.wrap_socket(made, server_hostname=name, session=session)
    except BaseException:
        made.close()
        raise


def receive_exactly(made, count):
    data = b""
    while len(data) < count:
        more = made.recv(count - len(data))
        if not more:
            raise ConnectionResetError("the server closed the connection")
        data += more
    return data


def receive_packet(made):
    """First byte and body of the next MQTT packet."""
    first = receive_exactly(made, 1)[0]
    length = shift = 0
    while True:
        byte, = receive_exactly(made, 1)
        length |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return first, receive_exactly(made, length)


def enter(made, connect):
    """Sends a CONNECT that must be accepted."""
    made.sendall(connect)
    first, body = receive_packet(made)
    assert first == 0x20 and body[1] == 0, (first, body)
    return made


def expect_close(made, within):
    """Reads away what comes until the server closes; fails when it does not."""
    began = time.monotonic()
    while (left := began + within - time.monotonic()) > 0:
        made.settimeout(left)
        try:
            if not made.recv(1 << 16):
                break
        except socket.timeout:
            continue
        except (ConnectionError, ssl.SSLError):
            break
    else:
        raise AssertionError(f"still open after {within} s")
    made.close()


def answer_to_connect(port, context, connect, **options):
    """What a TLS client gets for its CONNECT: "accepted", "refused" with a code, or, without a CONNACK, "closed"."""
    try:
        with open_tls(port, context, **options) as made:
            made.sendall(connect)
            first, body = receive_packet(made)
    except (ConnectionError, ssl.SSLError):
        return "closed"
    assert first == 0x20, first
    return f"refused with {body[1]:#x}" if body[1] else "accepted"


def websocket(made, path="/mqtt"):
    """Upgrades a connection to the API port."""
    made.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Protocol: mqtt\r\n\r\n".encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += receive_exactly(made, 1)
    assert head.startswith(b"HTTP/1.1 101 "), head
    return made


BINARY, CONTINUATION, PING, PONG = 2, 0, 9, 10


def frame(payload, opcode=BINARY, final=True):
    """A frame of a client, masked with zeros, so that its payload is what it looks like."""
    head = bytes([(0x80 if final else 0) | opcode])
    if len(payload) < 126:
        head += bytes([0x80 | len(payload)])
    elif len(payload) < 1 << 16:
        head += b"\xfe" + struct.pack(">H", len(payload))
    else:
        head += b"\xff" + struct.pack(">Q", len(payload))
    return head + bytes(4) + payload


def receive_frame(made):
    """Opcode and payload of the next frame of the server."""
    first, length = receive_exactly(made, 2)
    if length == 126:
        length, = struct.unpack(">H", receive_exactly(made, 2))
    elif length == 127:
        length, = struct.unpack(">Q", receive_exactly(made, 8))
    return first & 15, receive_exactly(made, length)
