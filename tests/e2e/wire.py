"""A cheap MQTT 3.1.1 client on raw bytes: hundreds of them fit into one process."""
import asyncio
import ssl
import struct


def text(value):
    value = value.encode() if isinstance(value, str) else value
    return struct.pack(">H", len(value)) + value


def packet(first, body):
    length, out = len(body), bytearray([first])
    while True:
        out.append(length % 128 | (128 if length > 127 else 0))
        length //= 128
        if not length:
            return bytes(out) + body


def connect(client_id, clean=True, keep_alive=1200):
    return packet(0x10, text("MQTT") + bytes([4, 2 if clean else 0]) + struct.pack(">H", keep_alive) + text(client_id))


def publish(topic, payload, packet_id=0, retain=False):
    """QoS 1 when there is a packet identifier, else QoS 0."""
    body = text(topic) + (struct.pack(">H", packet_id) if packet_id else b"") + payload
    return packet(0x30 | (2 if packet_id else 0) | retain, body)


def subscribe(packet_id, *filters, qos=1):
    return packet(0x82, struct.pack(">H", packet_id) + b"".join(text(each) + bytes([qos]) for each in filters))


def puback(packet_id):
    return packet(0x40, struct.pack(">H", packet_id))


DISCONNECT = packet(0xE0, b"")
PINGREQ = packet(0xC0, b"")
CONNACK, PUBLISH, PUBACK, SUBACK, PINGRESP = 2, 3, 4, 9, 13


class Published:
    """A PUBLISH that came."""

    def __init__(self, first, body):
        length = struct.unpack_from(">H", body)[0]
        self.topic = body[2:2 + length].decode()
        rest = body[2 + length:]
        self.qos, self.retain = first >> 1 & 3, first & 1
        self.packet_id = struct.unpack_from(">H", rest)[0] if self.qos else 0
        self.payload = rest[2:] if self.qos else rest


class Wire:
    """One connection. Reads are by packet; who cuts it, cuts it without a DISCONNECT."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, port, client_id, context=None, clean=True, host="127.0.0.1"):
        reader, writer = await asyncio.open_connection(host, port, ssl=context, server_hostname=context and "localhost")
        wire = cls(reader, writer)
        wire.send(connect(client_id, clean))
        kind, _, body = await wire.receive()
        assert kind == CONNACK and body[1] == 0, (kind, body)
        wire.session_present = bool(body[0])
        return wire

    def send(self, data):
        self.writer.write(data)

    async def receive(self):
        """Type, first byte and body of the next packet."""
        first = (await self.reader.readexactly(1))[0]
        length = shift = 0
        while True:
            byte = (await self.reader.readexactly(1))[0]
            length |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        return first >> 4, first, await self.reader.readexactly(length)

    async def until(self, wanted):
        """The first byte and body of the next packet of a type; others are skipped."""
        while True:
            kind, first, body = await self.receive()
            if kind == wanted:
                return first, body

    def cut(self):
        """Closes the socket and says nothing."""
        self.writer.transport.abort()


#: How a connection ends when the server dies under it.
GONE = (asyncio.IncompleteReadError, OSError, ssl.SSLError)


def context_of(device, ca):
    """The TLS side of a device."""
    context = ssl.create_default_context(cafile=ca)
    context.load_cert_chain(device.certificate, device.key)
    return context
