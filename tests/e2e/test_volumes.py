"""A volume from an older version opens."""
import tarfile

import pytest

from thingcore import Server
from volumes import VOLUMES, check


@pytest.mark.parametrize("archive", sorted(VOLUMES.glob("*.tar.gz")), ids=lambda archive: archive.name.split(".")[0])
def test_volume_of_an_earlier_program_opens(tmp_path, archive):
    with tarfile.open(archive) as files:
        files.extractall(tmp_path, filter="data")
    server = Server(tmp_path / "server", data_dir=tmp_path / "data")
    try:
        check(server, tmp_path)
    finally:
        server.stop()
    assert "panicked" not in server.log_text() and " ERROR " not in server.log_text()
