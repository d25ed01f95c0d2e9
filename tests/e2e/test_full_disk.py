"""A disk that takes nothing more: nothing is acknowledged that is not stored, and everything goes on later.

The disk is full as far as the server can tell: the kernel refuses every write that would make a file longer.
"""
import resource
import time

import botocore.exceptions
import pytest

from thingcore import Device, eventually

#: Python ignores the signal that comes with the refusal, and lets its children inherit that.
INHERIT = {"restore_signals": False}


class Disk:
    """The disk of one server."""

    def __init__(self, server):
        self.server = server

    def _limit(self, size):
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def fill(self):
        """No file may grow beyond the longest that there is."""
        self._limit(max(file.stat().st_size for file in self.server.data_dir.iterdir()))

    def make_room(self):
        self._limit(resource.RLIM_INFINITY)


def sleeper_with_publisher(server):
    sleeper, publisher = Device(server, "sleeper"), Device(server, "publisher")
    session = sleeper.mqtt(clean=False).connect()
    assert session.subscribe("stored") == [1]
    session.disconnect()
    client = publisher.mqtt().connect()
    for number in range(50):
        assert client.publish("stored", str(number)) == 0
    return sleeper, client


def wait_for_all(sleeper, numbers):
    session = sleeper.mqtt(clean=False).connect()
    assert session.flags[0].session_present
    session.wait(lambda: set(numbers) <= {int(message.payload) for message in session.messages})
    received = [int(message.payload) for message in session.messages]
    assert received == sorted(received)
    session.disconnect()


def test_full_disk_holds_acknowledgements_back_until_there_is_room(fresh):
    server = fresh(popen=INHERIT)
    sleeper, client = sleeper_with_publisher(server)
    other = Device(server, "other").mqtt().connect()
    other.subscribe("live")
    disk = Disk(server)
    disk.fill()
    # Into a queue on disk: no PUBACK. Small ones, which may fit into what SQLite has already.
    mids = [client.paho.publish("stored", f"{number:0600}", qos=1).mid for number in range(50, 80)]
    eventually(lambda: "cannot store" in server.log_text())
    time.sleep(1)
    assert mids[-1] not in client.pubacks
    # What needs no disk goes on, on other connections.
    live = sleeper.mqtt(client_id="live").connect()
    assert live.publish("live", "QoS 0 and 1 between those who are there") == 0
    other.expect(1)
    # An API call says so instead of waiting for ever.
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        server.client("iot").create_thing(thingName="no-room")
    assert refused.value.response["Error"]["Code"] == "ServiceUnavailableException"

    disk.make_room()
    client.wait(lambda: all(mid in client.pubacks for mid in mids))
    assert "the store takes writes again" in server.log_text()
    server.client("iot").create_thing(thingName="room")
    assert client.publish("stored", "80") == 0
    wait_for_all(sleeper, range(81))


def test_kill_while_the_disk_is_full_loses_nothing_acknowledged(fresh):
    server = fresh(popen=INHERIT)
    sleeper, client = sleeper_with_publisher(server)
    Disk(server).fill()
    sent = {client.paho.publish("stored", f"{number:0600}", qos=1).mid: number for number in range(50, 80)}
    eventually(lambda: "cannot store" in server.log_text())
    time.sleep(1)
    server.kill()
    client.paho.loop_stop()
    acknowledged = [number for mid, number in sent.items() if mid in client.pubacks]
    assert len(acknowledged) < len(sent)
    server.restart()
    wait_for_all(sleeper, [*range(50), *acknowledged])
