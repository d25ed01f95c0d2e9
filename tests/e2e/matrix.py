"""The story that every client tells over every transport, and what the tests of the clients share."""
import http.server
import json
import selectors
import socket
import threading

from thingcore import eventually

#: Temporary credentials, as Cognito or STS hand out: the server `guarded` verifies what is signed with them.
KEY, SECRET, TOKEN = "ASIA", "s3cret", "to/ken+=="
#: A name as AWS gives to an endpoint; the certificate of `guarded` has it too.
AWS_HOST = "a1b2c3d4-ats.iot.us-east-1.amazonaws.com"

#: Every byte that a payload can have.
BYTES = bytes(range(256))


class Client:
    """What the story asks of a client: `connect`, `subscribe`, `publish` and `disconnect` return when the
    server has acknowledged, or raise."""

    #: Whether the CONNACK said that there was a session; None where a client keeps that to itself.
    session_present = None

    def __init__(self):
        self.messages = []
        self.changed = threading.Condition()

    def note(self, topic, payload, qos):
        with self.changed:
            self.messages.append((topic, bytes(payload), int(qos)))
            self.changed.notify_all()

    def expect(self, *messages, within=10):
        """These messages have come in this order, and no other."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.messages) >= len(messages), within)
            assert self.messages == list(messages)


def talk_and_resume(server, name, connect, tells_session=True):
    """Connects, subscribes, publishes and receives with QoS 0 and 1, leaves, and returns to its session.

    `connect` makes a connected client that asks for a session that stays.
    """
    data = server.client("iot-data")
    zero, one = f"{name}/0", f"{name}/1"
    client = connect()
    assert client.session_present is (False if tells_session else None)
    assert client.subscribe(zero, 0) in (0, None)
    assert client.subscribe(one, 1) in (1, None)
    # A message has the lower of the two QoS. None is published before the one ahead of it has come, and the last
    # ones need no acknowledgement: clients leave without a thought for those that they still owe.
    expected = []
    for topic, payload, qos in [(one, BYTES, 1), (one, b"", 1), (one, b"a", 0), (zero, b"b", 0), (zero, b"c", 1)]:
        client.publish(topic, payload, qos)
        expected.append((topic, payload, min(qos, int(topic[-1]))))
        client.expect(*expected)
    leave(data, client, name)

    # QoS 0 is never kept.
    data.publish(topic=one, qos=0, payload=b"lost")
    data.publish(topic=zero, qos=1, payload=b"lost")
    kept = [b"%d" % number for number in range(5)]
    for payload in kept:
        data.publish(topic=one, qos=1, payload=payload)
    client = connect()
    assert client.session_present is (True if tells_session else None)
    expected = [(one, payload, 1) for payload in kept]
    client.expect(*expected)
    # Nobody has subscribed again. Whoever has this message has acknowledged those before it.
    client.publish(zero, b"back", 0)
    client.expect(*expected, (zero, b"back", 0))
    leave(data, client, name)

    # What was acknowledged does not come again.
    client = connect()
    assert client.session_present is (True if tells_session else None)
    client.publish(one, b"again", 0)
    client.expect((one, b"again", 0))
    leave(data, client, name)


def leave(data, client, name):
    """Disconnects, and waits until the server says so."""
    client.disconnect()
    ended = eventually(lambda: (found := data.get_connection(clientId=name))["connected"] is False and found)
    assert ended["disconnectReason"] == "CLIENT_INITIATED_DISCONNECT"


def connected_again(server, client, name, wait_for_return):
    """A client whose connection the server ends returns by itself, to its session."""
    data = server.client("iot-data")
    topic = f"{name}/back"
    client.subscribe(topic, 1)
    data.delete_connection(clientId=name)
    data.publish(topic=topic, qos=1, payload=b"while away")
    wait_for_return()
    client.expect((topic, b"while away", 1))
    client.disconnect()


class Tunnel:
    """An HTTP proxy that leads every CONNECT to one port, so that a client may call it 443."""

    def __init__(self, port):
        self.targets = targets = []

        class Handler(http.server.BaseHTTPRequestHandler):
            rbufsize = 0

            def do_CONNECT(self):
                targets.append(self.path)
                with socket.create_connection(("localhost", port)) as there:
                    self.send_response(200)
                    self.end_headers()
                    copy(self.connection, there)
                self.close_connection = True

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("localhost", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def copy(here, there):
    """Carries bytes both ways until either side ends."""
    with selectors.DefaultSelector() as selector:
        selector.register(here, selectors.EVENT_READ, there)
        selector.register(there, selectors.EVENT_READ, here)
        while True:
            for ready, _ in selector.select():
                try:
                    some = ready.fileobj.recv(65536)
                    ready.data.sendall(some)
                except OSError:
                    return
                if not some:
                    return


def write_keys(path, account):
    """The key file of `guarded`: the key of the tests' own API calls, one that stays and one that is temporary."""
    keys = [("test", "test", None), ("AKID", SECRET, None), (KEY, SECRET, TOKEN)]
    lines = []
    for key, secret, token in keys:
        lines += ["[[key]]", f"access_key_id = {json.dumps(key)}", f"secret_access_key = {json.dumps(secret)}"]
        lines += [f"session_token = {json.dumps(token)}"] if token else []
        lines += [f"account = {json.dumps(account)}"]
    path.write_text("\n".join(lines) + "\n")
