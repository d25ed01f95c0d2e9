"""A device that minds its own business while others misbehave, and how long everything took it.

It publishes to itself with QoS 1 in a steady rhythm, and now and then it also arrives anew. It is a process of its
own, so that it has no lock in common with those that misbehave.
"""
import json
import ssl
import statistics
import subprocess
import sys
import threading
import time

import wire
from sockets import enter, open_tls, receive_packet

#: Seconds between two messages, and between two arrivals.
RHYTHM, ARRIVALS = 0.02, 0.2
#: How often it does either, however soon it may leave.
TIMES_MIN = 3
#: What it takes at most, in seconds. A machine that is busy with others makes everybody wait a little.
USUAL, LONGEST = 0.1, 2.0


class Neighbour:
    """While this context lasts, the device is there; at its end it must not have noticed anything."""

    def __init__(self, server, device):
        self.command = [sys.executable, __file__, server.mqtts_port, server.ca, device.certificate, device.key]

    def __enter__(self):
        self.process = subprocess.Popen(list(map(str, self.command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        assert self.process.stdout.readline() == "ready\n"
        return self

    def __exit__(self, kind, *_):
        try:
            output, _ = self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        if kind is None:
            assert self.process.returncode == 0, "the neighbour was disturbed"
            self.check(**json.loads(output))

    @staticmethod
    def check(trips, arrivals):
        for what, seconds in (("a message", trips), ("an arrival", arrivals)):
            usual, longest = statistics.median(seconds), max(seconds)
            assert usual < USUAL and longest < LONGEST, (
                f"{what} took {usual:.3f} s, and {longest:.3f} s at worst, of {len(seconds)}")


def arrive(port, context, name):
    return enter(open_tls(port, context), wire.connect(name))


def keep_arriving(port, context, done, seconds):
    while True:
        began = time.monotonic()
        arrive(port, context, "newcomer").close()
        seconds.append(time.monotonic() - began)
        if done.wait(ARRIVALS) and len(seconds) >= TIMES_MIN:
            return


def keep_rhythm(port, context, done, seconds):
    with arrive(port, context, "neighbour") as made:
        made.sendall(wire.subscribe(1, "neighbour"))
        receive_packet(made)
        print("ready", flush=True)
        number = 0
        while not done.wait(RHYTHM) or len(seconds) < TIMES_MIN:
            number = number % 60_000 + 1
            began = time.monotonic()
            made.sendall(wire.publish("neighbour", b"%d" % number, number))
            # The acknowledgement and the message itself, in either order.
            for first, body in (receive_packet(made), receive_packet(made)):
                if first >> 4 == wire.PUBLISH:
                    message = wire.Published(first, body)
                    assert message.payload == b"%d" % number
                    made.sendall(wire.puback(message.packet_id))
                else:
                    assert first >> 4 == wire.PUBACK
            seconds.append(time.monotonic() - began)


def main():
    port, ca, certificate, key = sys.argv[1:]
    context = ssl.create_default_context(cafile=ca)
    context.load_cert_chain(certificate, key)
    done, trips, arrivals, failures = threading.Event(), [], [], []

    def noting(work, seconds):
        try:
            work(int(port), context, done, seconds)
        except Exception as error:
            failures.append(error)
            print(f"{work.__name__}: {error!r}", file=sys.stderr)

    threads = [threading.Thread(target=noting, args=pair)
               for pair in ((keep_rhythm, trips), (keep_arriving, arrivals))]
    for thread in threads:
        thread.start()
    # The end of the input is the end of the stay.
    sys.stdin.read()
    done.set()
    for thread in threads:
        thread.join()
    print(json.dumps({"trips": trips, "arrivals": arrivals}))
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
