"""Devices that come, publish, vanish and return, for as long as one likes: nothing may be left of them.

    THINGCORE_BIN=target/release/thingcore python tests/e2e/soak.py --seconds 120 --clients 500

Every device connects with mutual TLS, subscribes, publishes to the others, and cuts its socket without a word;
some of them in the middle of a packet. Afterwards: no connection, no task, no backlog, memory at the level that
it had before, and every delivery was either made or counted as dropped. CI runs twenty seconds (test_soak.py).
"""
import argparse
import asyncio
import contextlib
import json
import pathlib
import random
import socket
import struct
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import wire  # noqa: E402
from thingcore import Device, Server, eventually  # noqa: E402

#: Devices that share a topic: each message goes to so many.
GROUP = 5
#: Parts of the long stay, each until nobody is connected.
STRETCHES = 4
#: Messages of one visit.
VISIT = 10
#: Connections that are being opened at the same time.
HANDSHAKES = 32
#: Tasks without a connection that a port keeps at the most (accept.rs).
SPARE_TASKS = 16


def metrics(server):
    """The server's numbers by name, without the prefix."""
    with urllib.request.urlopen(f"{server.api}/_thingcore/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    pairs = (line.split() for line in lines if not line.startswith("#"))
    return {name.removeprefix("thingcore_"): int(value) for name, value in pairs}


def resident(server):
    """Memory of the process, MB."""
    for line in pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


class Crowd:
    """All the devices."""

    def __init__(self, server, device, clients):
        self.server, self.clients = server, clients
        self.context = wire.context_of(device, server.ca)
        self.gate = asyncio.Semaphore(HANDSHAKES)
        self.visits = self.published = self.acknowledged = self.received = self.refused = 0

    async def visit(self, index):
        """One device from its connect to the cut of its socket."""
        async with self.gate:
            connection = await wire.Wire.open(
                self.server.mqtts_port, f"soak-{index}", self.context, clean=index % 4 != 0)
        try:
            topic = f"soak/{index // GROUP}"
            connection.send(wire.subscribe(1, topic))
            await connection.until(wire.SUBACK)
            for number in range(1, VISIT + 1):
                quality = number % 2
                connection.send(wire.publish(topic, b"x" * random.randrange(300), number if quality else 0))
                self.published += 1
                while quality:
                    kind, first, body = await connection.receive()
                    if kind == wire.PUBACK:
                        self.acknowledged += 1
                        break
                    self.take(connection, first, body)
            with contextlib.suppress(TimeoutError):
                while True:
                    _, first, body = await asyncio.wait_for(connection.receive(), random.uniform(0.01, 0.5))
                    self.take(connection, first, body)
            if random.random() < 0.3:
                connection.send(wire.publish(topic, b"never whole", 99)[:7])
        finally:
            connection.cut()
        self.visits += 1

    def take(self, connection, first, body):
        message = wire.Published(first, body)
        self.received += 1
        # Some are never acknowledged, so that persistent sessions have something to keep.
        if message.qos and random.random() < 0.9:
            connection.send(wire.puback(message.packet_id))

    async def device(self, index, until):
        await asyncio.sleep(random.uniform(0, 1))
        while time.monotonic() < until:
            try:
                await self.visit(index)
            except wire.GONE:
                self.refused += 1
            await asyncio.sleep(random.uniform(0, 1))

    async def stay(self, seconds):
        until = time.monotonic() + seconds
        await asyncio.gather(*(self.device(index, until) for index in range(self.clients)))

    async def clean_up(self):
        """Ends the persistent sessions, so that nothing waits for anybody."""
        for index in range(0, self.clients, 4):
            async with self.gate:
                connection = await wire.Wire.open(self.server.mqtts_port, f"soak-{index}", self.context)
                connection.cut()


def fill_spare_tasks(server):
    """Lets every port keep as many tasks for coming connections as it ever does (accept.rs), so that none of them
    is mistaken for one that is left over."""
    for port in (server.mqtts_port, server.api_port):
        before = metrics(server)["runtime_tasks"]
        opened = [socket.create_connection(("127.0.0.1", port)) for _ in range(2 * SPARE_TASKS)]
        # Those that were spare are busy now, and at least as many are new.
        eventually(lambda: metrics(server)["runtime_tasks"] >= before + SPARE_TASKS)
        busy = metrics(server)["runtime_tasks"]
        for each in opened:
            each.close()
        eventually(lambda: metrics(server)["runtime_tasks"] <= busy - SPARE_TASKS, within=15)


def level(server):
    """Waits until nobody is connected any more and returns memory and tasks."""
    eventually(lambda: metrics(server)["broker_connections"] == 0, within=30)
    eventually(lambda: metrics(server)["store_backlog_bytes"] == 0, within=30)
    # Tasks end a moment after their connections; the lowest number is what stays.
    tasks = min(metrics(server)["runtime_tasks"] for _ in range(50))
    return resident(server), tasks


async def count_exactly(server, device):
    """Known numbers of messages between two clients add up to the last one."""
    context = wire.context_of(device, server.ca)
    before = metrics(server)
    receiver = await wire.Wire.open(server.mqtts_port, "counted-r", context)
    receiver.send(wire.subscribe(1, "counted"))
    await receiver.until(wire.SUBACK)
    sender = await wire.Wire.open(server.mqtts_port, "counted-s", context)
    for number in range(1, 501):
        sender.send(wire.publish("counted", struct.pack(">I", number), number if number % 2 else 0))
    for number in range(1, 501):
        first, body = await asyncio.wait_for(receiver.until(wire.PUBLISH), 10)
        message = wire.Published(first, body)
        assert struct.unpack(">I", message.payload)[0] == number, "in order"
        if message.qos:
            receiver.send(wire.puback(message.packet_id))
    receiver.cut()
    # Nobody is there for these: a persistent session takes no QoS 0 while it is away.
    absent = await wire.Wire.open(server.mqtts_port, "counted-a", context, clean=False)
    absent.send(wire.subscribe(1, "absent"))
    await absent.until(wire.SUBACK)
    absent.cut()
    # Only the sender is left.
    await asyncio.to_thread(eventually, lambda: metrics(server)["broker_connections"] == 1)
    for _ in range(20):
        sender.send(wire.publish("absent", b"x"))
    sender.send(wire.PINGREQ)
    await sender.until(wire.PINGRESP)
    sender.cut()
    (await wire.Wire.open(server.mqtts_port, "counted-a", context)).cut()
    await asyncio.to_thread(level, server)
    after = metrics(server)
    grown = {name: after[f"broker_{name}_total"] - before[f"broker_{name}_total"]
             for name in ("published", "delivered", "dropped")}
    assert grown == {"published": 520, "delivered": 500, "dropped": 20}, grown


def run(directory, seconds, clients):
    """Warm-up, the long part, and the accounts. Returns what was measured."""
    server = Server(directory, env={"THINGCORE_LOG": "warn"})
    try:
        device = Device(server, "soak")
        warm = Crowd(server, device, clients)
        asyncio.run(_stay(warm, max(seconds / 4, 5)))
        fill_spare_tasks(server)
        memory_before, tasks_before = level(server)
        crowd = Crowd(server, device, clients)
        memory = [memory_before]
        for _ in range(STRETCHES):
            asyncio.run(_stay(crowd, seconds / STRETCHES))
            memory_after, tasks_after = level(server)
            memory.append(memory_after)
        asyncio.run(count_exactly(server, device))
        numbers = metrics(server)
        result = {
            "clients": clients, "seconds": seconds, "visits": crowd.visits, "published": crowd.published,
            "acknowledged": crowd.acknowledged, "received": crowd.received, "refused": crowd.refused,
            "memory MB": [round(each, 1) for each in memory], "tasks": [tasks_before, tasks_after],
            "delivered": numbers["broker_delivered_total"], "dropped": numbers["broker_dropped_total"],
        }
        print(json.dumps(result), flush=True)
        assert crowd.refused == 0 and warm.refused == 0, result
        assert tasks_after <= tasks_before, result
        # An allocator keeps what a crowd once needed, and finds its level; a leak grows with the visits.
        assert memory_after < max(memory[:-1]) * 1.05 + 2, result
        assert numbers["broker_connections"] == 0 and numbers["broker_sessions"] == 0, numbers
        ended = numbers["broker_connections_ended_total"] + numbers["broker_connects_refused_total"]
        assert numbers["broker_connections_accepted_total"] == ended, numbers
        # A client that cuts its socket may have had something on its way.
        assert crowd.acknowledged + warm.acknowledged <= numbers["broker_published_total"], numbers
        assert numbers["broker_published_total"] <= crowd.published + warm.published + 520, numbers
        assert crowd.received + warm.received <= numbers["broker_delivered_total"], numbers
        assert "panicked" not in server.log_text()
        return result
    finally:
        server.stop()


async def _stay(crowd, seconds):
    crowd.gate = asyncio.Semaphore(HANDSHAKES)
    await crowd.stay(seconds)
    await crowd.clean_up()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--clients", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        run(directory, options.seconds, options.clients)


if __name__ == "__main__":
    main()
