#!/usr/bin/env python3
"""What a message costs Thingcore and mosquitto: the same load for both, in turn, case by case.

    cargo build --release -p thingcore
    python benches/compare.py --quick          a table in three minutes
    python benches/compare.py                  the full run
    python benches/compare.py fan-in pairs     some cases only

CPU time is that of all threads of the broker, user and system, in nanoseconds as the scheduler counts it.
Thingcore runs with policies enforced on Connect, Publish, Subscribe and Receive; mosquitto without any
access control, without persistence and without a log. Both use P-256 keys on both sides.
Needs boto3 (tests/requirements.txt), openssl and, for the comparison, mosquitto (Debian: mosquitto).
"""
import argparse
import json
import pathlib
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))
from thingcore import BINARY, CLEAN_ENV, Server, arn  # noqa: E402

#: A client is allowed what its own client id says. One certificate serves them all.
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "iot:Connect", "Resource": arn("client", "${iot:ClientId}")},
        {"Effect": "Allow", "Action": "iot:Publish",
         "Resource": [arn("topic", "bench/${iot:ClientId}/*"), arn("topic", "bench/r/*")]},
        {"Effect": "Allow", "Action": "iot:Subscribe",
         "Resource": [arn("topicfilter", name) for name in ("bench/*/${iot:ClientId}", "bench/*/all", "bench/r/*")]},
        {"Effect": "Allow", "Action": "iot:Receive",
         "Resource": [arn("topic", name) for name in ("bench/*/${iot:ClientId}", "bench/*/all", "bench/r/*")]},
    ],
}
MOSQUITTO = shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
#: Longest that one run may take, seconds.
RUN_WITHIN = 240
#: Deliveries, or connections, of a run: quick and full.
CASES = {
    ("fan-in", 0): (250_000, 1_000_000),
    ("fan-in", 1): (150_000, 600_000),
    ("pairs", 0): (250_000, 1_000_000),
    ("pairs", 1): (120_000, 400_000),
    ("pairs-unbatched", 1): (50_000, 200_000),
    ("fan-out", 0): (250_000, 1_000_000),
    ("fan-out", 1): (150_000, 600_000),
    ("rate", 1): (20_000, 50_000),
    ("routing", 0): (120_000, 400_000),
    ("connect", None): (1_500, 6_000),
    ("idle", None): (2_000, 10_000),
    ("offline-queue", 1): (50_000, 100_000),
}
#: Handshakes exist only with TLS.
TLS_ONLY = {"connect"}
#: The cases whose figure is another than CPU time: field, heading, factor.
FIGURES = {"idle": ("bytesPerConnection", "KiB/connection", 1 / 1024)}
#: Further figures of some cases, shown below the row.
FURTHER = {
    "rate": ["latencyMicrosP50", "latencyMicrosP99", "sendDelayMicrosP50"],
    "routing": ["bytesPerSubscription"],
    "connect": ["connectsPerBrokerCpuSecond"],
    "offline-queue": ["acknowledgedPerSecond", "resumeMessagesPerSecond", "resumeCpuMicrosPerMessage"],
}
USUAL = ("cpuMicrosPerMessage", "cpu us/message", 1)


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, timeout=30)
    if done.returncode != 0:
        sys.exit(f"openssl {arguments[0]}: {done.stderr}")


class Pki:
    """A CA, a server and a client certificate, all P-256."""

    def __init__(self, directory):
        self.directory = directory
        self.ca = directory / "ca.pem"
        key = self.new_key("ca")
        openssl("req", "-x509", "-new", "-key", key, "-subj", "/CN=bench CA", "-days", "7", "-out", self.ca)
        self.server = self.issue("server", "localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1")
        self.client = self.issue("client", "bench", "extendedKeyUsage=clientAuth")

    def new_key(self, name):
        key = self.directory / f"{name}.key"
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key)
        key.chmod(0o600)
        return key

    def request(self, name, common_name, key):
        request = self.directory / f"{name}.csr"
        openssl("req", "-new", "-key", key, "-subj", f"/CN={common_name}", "-out", request)
        return request

    def issue(self, name, common_name, extension):
        key, certificate = self.new_key(name), self.directory / f"{name}.pem"
        extensions = self.directory / f"{name}.ext"
        extensions.write_text(extension + "\n")
        openssl("x509", "-req", "-in", self.request(name, common_name, key), "-CA", self.ca,
                "-CAkey", self.directory / "ca.key", "-CAcreateserial", "-days", "7", "-extfile", extensions,
                "-out", certificate)
        return certificate, key


class Thingcore:
    name = "thingcore"

    def __init__(self, directory, pki, transport, case):
        directory.mkdir(parents=True)
        policy = directory / "policy.json"
        policy.write_text(json.dumps(POLICY))
        options = ["--log", "warn", "--limits", "off" if case == "routing" else "lab"]
        if transport == "tcp":
            options += ["--mqtt-port", "0", "--plain-policy", policy]
        self.server = Server(directory, *options)
        self.pid = self.server.process.pid
        if transport == "tcp":
            self.options = ["--port", self.server.mqtt_port]
            return
        key = pki.new_key("device")
        request = pki.request("device", "bench", key).read_text()
        iot = self.server.client("iot")
        made = iot.create_certificate_from_csr(certificateSigningRequest=request, setAsActive=True)
        certificate = directory / "device.pem"
        certificate.write_text(made["certificatePem"])
        iot.create_policy(policyName="bench", policyDocument=json.dumps(POLICY))
        iot.attach_policy(policyName="bench", target=made["certificateArn"])
        self.options = ["--port", self.server.mqtts_port, "--ca", self.server.ca, "--cert", certificate, "--key", key]

    def log(self):
        return self.server.log_text()

    def stop(self):
        self.server.stop()


class Mosquitto:
    name = "mosquitto"

    def __init__(self, directory, pki, transport, case):
        directory.mkdir(parents=True)
        self.log_path = directory / "mosquitto.log"
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        lines = [
            f"listener {port} 127.0.0.1", "allow_anonymous true", "persistence false", "log_type none",
            "connection_messages false", "set_tcp_nodelay true", "sys_interval 0", "user root",
            # Nothing may be lost; packet ids end at 65,535.
            "max_queued_messages 0", "max_queued_bytes 0", "max_inflight_bytes 0", "max_inflight_messages 20000",
        ]
        self.options = ["--port", port]
        if transport != "tcp":
            (certificate, key), (own, own_key) = pki.server, pki.client
            lines += [f"cafile {pki.ca}", f"certfile {certificate}", f"keyfile {key}", "require_certificate true"]
            self.options += ["--ca", pki.ca, "--cert", own, "--key", own_key]
        config = directory / "mosquitto.conf"
        config.write_text("\n".join(lines) + "\n")
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen([MOSQUITTO, "-c", str(config)], stdout=log, stderr=log, env=CLEAN_ENV)
        self.pid = self.process.pid
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.stop()
                    sys.exit(f"mosquitto did not start: {self.log()}")
                time.sleep(0.01)

    def log(self):
        return self.log_path.read_text(errors="replace")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def measure(broker_class, directory, pki, load):
    """One run against a fresh broker; what went wrong when it gave no figure."""
    case, qos, transport, messages, more = load
    broker = broker_class(directory, pki, transport, case)
    try:
        command = [BINARY, "bench", case, "--json", "--pid", broker.pid, "--messages", messages, *broker.options, *more]
        if qos is not None:
            command += ["--qos", qos]
        if transport == "tls1.2":
            command += ["--tls-version", "1.2"]
        try:
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=RUN_WITHIN,
                                  env=CLEAN_ENV)
        except subprocess.TimeoutExpired:
            return None, f"no end after {RUN_WITHIN} s"
        if done.returncode != 0:
            return None, f"{done.stderr.strip()} {broker.log()[-300:].strip()}".strip()
        return json.loads(done.stdout), None
    finally:
        broker.stop()


def compare(load, rounds, brokers, pki, directory):
    """Rounds of one case, the brokers in turn."""
    case, qos, transport, messages, _ = load
    field, heading, factor = FIGURES.get(case, USUAL)
    runs, errors = {broker.name: [] for broker in brokers}, []
    for number in range(rounds):
        # Neither is always the first.
        for broker in brokers if number % 2 == 0 else brokers[::-1]:
            where = directory / f"{case}-{qos}-{transport}-{number}-{broker.name}"
            report, error = measure(broker, where, pki, load)
            if error:
                errors.append(f"{broker.name}: {error}")
                print(f"{case} qos {qos} {transport}: {errors[-1]}", file=sys.stderr)
            else:
                runs[broker.name].append({"round": number, **report})
            shutil.rmtree(where, ignore_errors=True)
    figures = {name: [run[field] * factor for run in reports] for name, reports in runs.items()}
    by_round = {name: {run["round"]: run[field] for run in reports} for name, reports in runs.items()}
    ours, theirs = by_round.get("thingcore", {}), by_round.get("mosquitto", {})
    ratios = [theirs[number] / ours[number] for number in theirs if ours.get(number, 0) > 0]
    return {
        "case": case, "qos": qos, "transport": transport, "messages": messages, "figure": heading,
        **{name: spread(values) for name, values in figures.items()},
        "mosquittoToThingcore": spread(ratios), "errors": errors, "runs": runs,
    }


def spread(values):
    if not values:
        return None
    return {"median": statistics.median(values), "min": min(values), "max": max(values), "rounds": len(values)}


def further(result):
    """Lines with the further figures of a case: their medians."""
    for field in FURTHER.get(result["case"], []):
        medians = [
            f"{name} {statistics.median(run[field] for run in runs):,.0f}"
            for name, runs in result["runs"].items() if runs and field in runs[0]
        ]
        yield f"    {field}: {', '.join(medians)}"


HEADING = f"{'case':<16} qos {'transport':<9} {'figure':<15}{'thingcore':>28}{'mosquitto':>28}{'ratio':>22}"


def row(result):
    def cell(value, width):
        if value is None:
            return f"{'-':>{width}}"
        text = f"{value['median']:.2f}"
        if value["rounds"] > 1:
            text += f" ({value['min']:.2f}..{value['max']:.2f})"
        return f"{text:>{width}}"
    qos = "-" if result["qos"] is None else result["qos"]
    return (f"{result['case']:<16} {qos:>3} {result['transport']:<9} {result['figure']:<15}"
            f"{cell(result.get('thingcore'), 28)}{cell(result.get('mosquitto'), 28)}"
            f"{cell(result['mosquittoToThingcore'], 22)}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = list(dict.fromkeys(case for case, _ in CASES))
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"some of {', '.join(names)}; all by default")
    parser.add_argument("--quick", action="store_true", help="few messages, one round, TLS 1.3 only")
    parser.add_argument("--rounds", type=int, help="rounds of each case (3; quick: 1)")
    parser.add_argument("--qos", type=int, choices=[0, 1], help="only this quality of service")
    parser.add_argument("--transport", action="append", choices=["tls1.3", "tls1.2", "tcp"],
                        help="may be repeated (tls1.3 and tcp; quick: tls1.3)")
    parser.add_argument("--messages", type=int, help="of every run, instead of the case's own number")
    parser.add_argument("--subscriptions", type=int, help="of routing (100,000 and, in a full run, 1,000,000)")
    parser.add_argument("--clients", type=int, help="connections of the case, or its subscribers")
    parser.add_argument("--only", choices=["thingcore", "mosquitto"], help="one broker only")
    parser.add_argument("--json", metavar="FILE", help="also write everything, every run included, as JSON")
    given = parser.parse_args()
    if unknown := [case for case in given.cases if case not in names]:
        parser.error(f"no case {unknown[0]!r}: {', '.join(names)}")
    return given


def loads(given):
    """What is run: case, quality of service, transport, messages, further options."""
    transports = given.transport or (["tls1.3"] if given.quick else ["tls1.3", "tcp"])
    for (case, qos), (quick, full) in CASES.items():
        if given.cases and case not in given.cases or given.qos is not None and qos not in (None, given.qos):
            continue
        messages = given.messages or (quick if given.quick else full)
        for transport in transports:
            if case in TLS_ONLY and transport == "tcp":
                continue
            more = ["--clients", given.clients] if given.clients else []
            if case != "routing":
                yield case, qos, transport, messages, more
                continue
            counts = [given.subscriptions] if given.subscriptions else [100_000] if given.quick else [100_000, 1_000_000]
            for count in counts:
                yield case, qos, transport, messages, [*more, "--subscriptions", count]


def main():
    given = arguments()
    # Ends like Ctrl-C does, so that no broker and no directory stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    brokers = [broker for broker in (Thingcore, Mosquitto) if given.only in (None, broker.name)]
    if Mosquitto in brokers and not MOSQUITTO:
        brokers.remove(Mosquitto)
        print("mosquitto is not installed (Debian: apt-get install mosquitto): Thingcore alone", file=sys.stderr)
    if not brokers:
        sys.exit("nothing to measure")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    rounds = given.rounds or (1 if given.quick else 3)
    results = []
    print(HEADING)
    with tempfile.TemporaryDirectory(prefix="thingcore-bench-") as directory:
        directory = pathlib.Path(directory)
        pki = Pki(directory)
        for load in loads(given):
            result = compare(load, rounds, brokers, pki, directory)
            results.append(result)
            label = {"subscriptions": load[4][-1]} if "--subscriptions" in load[4] else {}
            result.update(label)
            suffix = f"  {label['subscriptions']:,} subscriptions" if label else ""
            print(row(result) + suffix, *further(result), sep="\n", flush=True)
    if given.json:
        pathlib.Path(given.json).write_text(json.dumps(results, indent=1) + "\n")
    if any(result["errors"] for result in results):
        sys.exit("some runs failed")


if __name__ == "__main__":
    main()
