"""`thingcore kit --format c`: what a compiler makes of the header."""
import json
import shutil
import stat
import subprocess

import pytest

from thingcore import BINARY, CLEAN_ENV, Mqtt

PROGRAM = r"""
#include <stdio.h>
#include "thingcore_credentials.h"

/* Macros stand in concatenations and constant expressions. */
static const char shadow[] = "$aws/things/" THINGNAME "/shadow/update";
static char ports[AWS_IOT_PORT > 0 ? 1 : -1];

int main(int count, char **names) {
    const char *all[] = {AWS_IOT_ENDPOINT, AWS_IOT_CLIENT_ID, AWS_IOT_PUBLISH_TOPIC, AWS_IOT_SUBSCRIBE_TOPIC,
                         AWS_CERT_CA, AWS_CERT_CRT, AWS_CERT_PRIVATE, shadow};
    (void)names;
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++) fwrite(all[i], 1, __builtin_strlen(all[i]) + 1, stdout);
    printf("%d", AWS_IOT_PORT + ports[count - 1]);
    return 0;
}
"""


def kit(server, *arguments):
    return subprocess.run([BINARY, "kit", "board_1", "--endpoint", server.api, *arguments], capture_output=True,
                          text=True, timeout=20, env=CLEAN_ENV)


@pytest.mark.parametrize("compiler, language", [
    ("cc", ["-std=c99", "-x", "c"]), ("cc", ["-std=c17", "-x", "c"]), ("c++", ["-std=c++11", "-x", "c++"])])
def test_header_compiles_to_what_the_device_needs(fresh, tmp_path, compiler, language):
    if not shutil.which(compiler):
        pytest.skip(f"needs {compiler}")
    server = fresh("--extra-host", "thingcore.lan")
    done = kit(server, "--out", tmp_path, "--format", "c", "--host", "thingcore.lan")
    assert done.returncode == 0, done.stderr
    header = tmp_path / "thingcore_credentials.h"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [header.name] and header.name in done.stdout
    assert stat.S_IMODE(header.stat().st_mode) == 0o600
    (tmp_path / "main.c").write_text(PROGRAM)
    subprocess.run([compiler, *language, "-pedantic", "-Wall", "-Werror", tmp_path / "main.c", "-o", tmp_path / "main"],
                   check=True, timeout=60)
    endpoint, client_id, publish, subscribe, ca, certificate, key, shadow, port = subprocess.run(
        [tmp_path / "main"], check=True, capture_output=True, text=True, timeout=20).stdout.split("\0")
    assert (endpoint, client_id, port) == ("thingcore.lan", "board_1", str(server.mqtts_port))
    assert (publish, subscribe) == ("board_1/data", "board_1/#")
    assert shadow == "$aws/things/board_1/shadow/update"
    with open(server.ca) as file:
        assert ca == file.read()
    # The strings are a device that connects.
    principal, = server.client("iot").list_thing_principals(thingName="board_1")["principals"]
    described = server.client("iot").describe_certificate(certificateId=principal.rsplit("/", 1)[1])
    assert certificate == described["certificateDescription"]["certificatePem"]

    class Board:
        pass

    board = Board()
    board.certificate, board.key = tmp_path / "crt.pem", tmp_path / "key.pem"
    board.certificate.write_text(certificate)
    board.key.write_text(key)
    client = Mqtt(server, board, client_id).connect()
    client.subscribe(subscribe)
    client.publish(publish, "x")
    assert client.expect(1)[0].topic == publish
    client.disconnect()


def test_report_names_no_file_that_is_not_there(fresh, tmp_path):
    server = fresh()
    done = kit(server, "--out", tmp_path, "--format", "c", "--json")
    report = json.loads(done.stdout)
    assert report["clientId"] == "board_1" and report["endpoint"] == "127.0.0.1" and "privateKey" not in report
    assert "a board needs --host" in kit(server, "--out", tmp_path, "--format", "c").stdout
    refused = kit(server, "--out", tmp_path, "--format", "pascal")
    assert refused.returncode != 0 and "pascal" in refused.stderr


def test_files_take_the_host_too(fresh, tmp_path):
    server = fresh()
    assert kit(server, "--out", tmp_path, "--host", "localhost").returncode == 0
    assert json.loads((tmp_path / "connect.json").read_text())["endpoint"] == "localhost"
    assert not (tmp_path / "thingcore_credentials.h").exists()
