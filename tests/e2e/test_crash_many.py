"""Ten of the random kills of crash_many.py."""
import crash_many


def test_what_is_acknowledged_survives_kills_at_random_points(tmp_path):
    counted = crash_many.run(tmp_path, rounds=10, seed=20)
    assert counted["acknowledged"] > 100 and counted["things"] > 10, counted
