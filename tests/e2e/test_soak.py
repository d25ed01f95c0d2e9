"""Twenty seconds of soak.py."""
import soak


def test_nothing_is_left_of_devices_that_come_and_vanish(tmp_path):
    result = soak.run(tmp_path, seconds=12, clients=60)
    assert result["visits"] > 60, result
