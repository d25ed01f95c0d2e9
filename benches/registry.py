#!/usr/bin/env python3
"""How the registry does with many things in one account: latencies of single calls, memory, a restart.

    cargo build --release -p thingcore
    python benches/registry.py                 100,000 things, a minute or two
    python benches/registry.py --things 10000

One keep-alive connection and one call at a time, with a client that costs far less than an SDK, so that a figure is
the server's. Every change is on disk before it is answered (`--durability strict`). Needs boto3 (tests/requirements.txt) only
for starting the server.
"""
import argparse
import http.client
import json
import pathlib
import statistics
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))
from thingcore import Server  # noqa: E402

#: Says whose account and which service; nothing is verified without --credentials.
SIGNED = ("AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iot/aws4_request, SignedHeaders=host, "
          "Signature=00")


class Client:
    def __init__(self, server):
        self.http = http.client.HTTPConnection(server.api.removeprefix("http://"))
        self.times = {}

    def call(self, name, method, path, body=None):
        data = json.dumps(body) if body is not None else None
        began = time.perf_counter()
        self.http.request(method, path, data, {"Authorization": SIGNED})
        answer = self.http.getresponse()
        text = answer.read()
        self.times.setdefault(name, []).append(time.perf_counter() - began)
        if answer.status != 200:
            sys.exit(f"{name}: {answer.status} {text[:300]}")
        return json.loads(text or "{}")

    def report(self):
        print(f"{'call':<28} {'count':>8} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8}")
        for name, times in self.times.items():
            times = sorted(times)
            p99 = times[min(len(times) - 1, len(times) * 99 // 100)]
            row = [statistics.median(times), p99, times[-1]]
            print(f"{name:<28} {len(times):>8} " + " ".join(f"{1000 * value:>8.2f}" for value in row))
        self.times.clear()


def resident(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) * 1024


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--things", type=int, default=100_000)
    count = options.parse_args().things
    with tempfile.TemporaryDirectory() as directory:
        server = Server(pathlib.Path(directory))
        try:
            run(server, count)
        finally:
            server.stop()


def run(server, count):
    client = Client(server)
    client.call("CreateThingType", "POST", "/thing-types/sensor", {})
    client.times.clear()
    before = resident(server)
    for number in range(count):
        attributes = {"site": f"site-{number % 100}", "serial": f"SN{number:08}", "model": f"m{number % 7}"}
        client.call("CreateThing", "POST", f"/things/thing-{number:06}",
                    {"thingTypeName": "sensor", "attributePayload": {"attributes": attributes}})
    after = resident(server)
    for number in range(0, count, max(1, count // 10_000)):
        client.call("DescribeThing", "GET", f"/things/thing-{number:06}")
    for name, query in (("ListThings, all pages", ""), ("ListThings, by attribute", "&attributeName=site&attributeValue=site-42")):
        token, found = "", 0
        while token is not None:
            more = f"&nextToken={urllib.parse.quote(token)}" if token else ""
            page = client.call(name, "GET", f"/things?maxResults=250{query}{more}")
            found, token = found + len(page["things"]), page.get("nextToken")
        expected = count if not query else sum(number % 100 == 42 for number in range(count))
        assert found == expected, (found, expected)
    client.report()
    print(f"resident memory: {before / 2**20:.0f} MB before, {after / 2**20:.0f} MB with {count:,} things: "
          f"{(after - before) / count:.0f} bytes each")
    client.call("UpdateIndexingConfiguration", "POST", "/indexing/config",
                {"thingIndexingConfiguration": {"thingIndexingMode": "REGISTRY"}})
    client.times.clear()
    for name, query in (("SearchIndex, rare value", "attributes.serial:SN00000042"),
                        ("SearchIndex, common value", "attributes.site:site-42"),
                        ("SearchIndex, nothing found", "attributes.site:nowhere")):
        for _ in range(50):
            client.call(name, "POST", "/indices/search", {"queryString": query, "maxResults": 100})
    client.report()
    server.terminate()
    began = time.perf_counter()
    server.restart()
    print(f"restart: {time.perf_counter() - began:.2f} s until it serves")


if __name__ == "__main__":
    main()
