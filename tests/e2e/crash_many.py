"""kill -9 at random points, many times over: what was acknowledged is there.

    THINGCORE_BIN=target/release/thingcore python tests/e2e/crash_many.py --rounds 200

One round: publishers send QoS 1 messages to an offline persistent session, retained messages, and API calls
run; the server is killed in the middle and started again. Then every retained message, subscription, thing and
shadow that was acknowledged is there, and the session is sent every acknowledged message, each publisher's in
its order. CI runs ten rounds (test_crash_many.py).
"""
import argparse
import asyncio
import contextlib
import json
import pathlib
import random
import struct
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import wire  # noqa: E402
from thingcore import Server  # noqa: E402

PUBLISHERS = 3
#: Messages of one publisher that may wait for their acknowledgement.
WINDOW = 30
#: Topics with a retained message.
KEPT = 8


class Fault(AssertionError):
    """Something acknowledged is not there."""


def check(condition, *what):
    if not condition:
        raise Fault(*what)


class Expected:
    """What the server has acknowledged, over all rounds, and what it may have done besides."""

    def __init__(self):
        self.acknowledged = [set() for _ in range(PUBLISHERS)]
        self.sent = [0] * PUBLISHERS
        self.received = [set() for _ in range(PUBLISHERS)]
        #: By topic: the last acknowledged value, and the last one sent.
        self.kept = {}
        self.things, self.filters = set(), set()
        self.shadow = 0
        self.shadow_sent = 0


async def publisher(port, index, expected):
    """Publishes numbers to the session as fast as they are acknowledged."""
    connection = await wire.Wire.open(port, f"publisher-{index}")
    waiting = {}

    def fill():
        while len(waiting) < WINDOW:
            number = expected.sent[index]
            expected.sent[index] += 1
            packet_id = number % 60_000 + 1
            waiting[packet_id] = number
            connection.send(wire.publish(f"stream/{index}", struct.pack(">I", number), packet_id))

    while True:
        fill()
        _, body = await connection.until(wire.PUBACK)
        expected.acknowledged[index].add(waiting.pop(struct.unpack(">H", body)[0]))


async def keeper(port, expected):
    """Sets retained messages, one after the other."""
    connection = await wire.Wire.open(port, "keeper")
    for packet_id in range(1, 60_000):
        topic = f"kept/{random.randrange(KEPT)}"
        known, sent = expected.kept.get(topic, (0, 0))
        expected.kept[topic] = (known, sent + 1)
        connection.send(wire.publish(topic, str(sent + 1).encode(), packet_id, retain=True))
        await connection.until(wire.PUBACK)
        expected.kept[topic] = (sent + 1, sent + 1)


async def subscriber(port, expected, round_number):
    """Adds subscriptions to a second persistent session."""
    connection = await wire.Wire.open(port, "subscriber", clean=False)
    check(round_number == 0 or connection.session_present, "the subscriber's session is lost")
    for number in range(2 if len(expected.filters) < 40 else 0):
        topic = f"round/{round_number}/{number}"
        connection.send(wire.subscribe(1, topic))
        await connection.until(wire.SUBACK)
        expected.filters.add(topic)


def caller(server, expected, round_number, stop):
    """API calls until the server is gone."""
    iot, data = server.client("iot"), server.client("iot-data")
    for number in range(1000):
        if stop.is_set():
            return
        name = f"thing-{round_number}-{number}"
        iot.create_thing(thingName=name)
        expected.things.add(name)
        expected.shadow_sent += 1
        state = json.dumps({"state": {"reported": {"n": expected.shadow_sent}}})
        data.update_thing_shadow(thingName="shadow", payload=state)
        expected.shadow = expected.shadow_sent


async def load(server, expected, round_number, seconds):
    """Everything at once, until the kill."""
    import threading
    stop = threading.Event()
    loop = asyncio.get_running_loop()
    calls = loop.run_in_executor(None, caller, server, expected, round_number, stop)
    port = server.mqtt_port
    tasks = [asyncio.create_task(publisher(port, index, expected)) for index in range(PUBLISHERS)]
    tasks += [
        asyncio.create_task(keeper(port, expected)),
        asyncio.create_task(subscriber(port, expected, round_number)),
    ]
    await asyncio.sleep(seconds)
    server.kill()
    stop.set()
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Fault):
            raise outcome
    with contextlib.suppress(Exception):
        await calls  # An API call that the kill cut off.


async def receive_all(server, expected):
    """The session comes back, takes what waits for it, acknowledges it, and leaves."""
    connection = await wire.Wire.open(server.mqtt_port, "sleeper", clean=False)
    check(connection.session_present, "the session is lost")
    newest = [-1] * PUBLISHERS
    missing = [expected.acknowledged[i] - expected.received[i] for i in range(PUBLISHERS)]

    async def take():
        first, body = await connection.until(wire.PUBLISH)
        message = wire.Published(first, body)
        index, number = int(message.topic.rsplit("/", 1)[1]), struct.unpack(">I", message.payload)[0]
        check(number > newest[index], "order of publisher", index, newest[index], number)
        newest[index] = number
        missing[index].discard(number)
        expected.received[index].add(number)
        connection.send(wire.puback(message.packet_id))

    while any(missing):
        try:
            await asyncio.wait_for(take(), 15)
        except TimeoutError:
            raise Fault("lost", [sorted(each)[:10] for each in missing], list(map(len, missing))) from None
    # The answer comes behind the acknowledgements, so those have been read.
    connection.send(wire.PINGREQ)
    while (await connection.receive())[0] != wire.PINGRESP:
        pass
    connection.send(wire.DISCONNECT)
    await connection.writer.drain()
    connection.writer.close()


async def check_kept(server, expected):
    connection = await wire.Wire.open(server.mqtt_port, "reader")
    for topic, (known, sent) in sorted(expected.kept.items()):
        if not known:
            continue
        connection.send(wire.subscribe(1, topic, qos=0))
        first, body = await asyncio.wait_for(connection.until(wire.PUBLISH), 5)
        message = wire.Published(first, body)
        check(message.topic == topic and message.retain, message.topic, "instead of", topic)
        check(known <= int(message.payload) <= sent, "retained", topic, known, message.payload, sent)
        # What a kill left open is settled now.
        expected.kept[topic] = (int(message.payload), int(message.payload))
    connection.cut()


async def check_filters(server, expected):
    """Every acknowledged subscription of the second session still receives."""
    connection = await wire.Wire.open(server.mqtt_port, "subscriber", clean=False)
    check(connection.session_present, "the subscriber's session is lost")
    sender = await wire.Wire.open(server.mqtt_port, "sender")
    wanted = set(expected.filters)
    for topic in wanted:
        sender.send(wire.publish(topic, b"x"))
    while wanted:
        first, body = await asyncio.wait_for(connection.until(wire.PUBLISH), 5)
        wanted.discard(wire.Published(first, body).topic)
    connection.cut()
    sender.cut()


def check_api(server, expected):
    iot, data = server.client("iot"), server.client("iot-data")
    pages = iot.get_paginator("list_things").paginate()
    names = {thing["thingName"] for page in pages for thing in page["things"]}
    check(expected.things <= names, "things", sorted(expected.things - names)[:5])
    if expected.shadow:
        state = json.loads(data.get_thing_shadow(thingName="shadow")["payload"].read())
        number = state["state"]["reported"]["n"]
        check(expected.shadow <= number <= expected.shadow_sent, "shadow", expected.shadow, number)


async def prepare(server):
    connection = await wire.Wire.open(server.mqtt_port, "sleeper", clean=False)
    connection.send(wire.subscribe(1, "stream/+"))
    await connection.until(wire.SUBACK)
    connection.cut()


def run(directory, rounds, seed):
    """Does it all and returns what was counted."""
    random.seed(seed)
    server = Server(directory, "--mqtt-port", "0")
    expected = Expected()
    began = time.monotonic()
    try:
        asyncio.run(prepare(server))
        for number in range(rounds):
            try:
                asyncio.run(load(server, expected, number, random.uniform(0.03, 0.5)))
                server.restart()
                # Half of the time the queue grows over several kills.
                if random.random() < 0.5 or number == rounds - 1:
                    asyncio.run(receive_all(server, expected))
                asyncio.run(check_kept(server, expected))
                asyncio.run(check_filters(server, expected))
                check_api(server, expected)
            except Fault as fault:
                raise Fault(f"round {number}, seed {seed}", *fault.args) from fault
        check("panicked" not in server.log_text(), "a panic")
    finally:
        server.stop()
    return {
        "rounds": rounds,
        "seconds": round(time.monotonic() - began, 1),
        "acknowledged": sum(map(len, expected.acknowledged)),
        "received": sum(map(len, expected.received)),
        "things": len(expected.things),
        "retained values": sum(known for known, _ in expected.kept.values()),
        "subscriptions": len(expected.filters),
        "shadow versions": expected.shadow,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--directory", help="kept when given")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        directory = options.directory or stack.enter_context(tempfile.TemporaryDirectory())
        print(json.dumps({"seed": options.seed, **run(directory, options.rounds, options.seed)}, indent=1))


if __name__ == "__main__":
    main()
