"""The signing secret: made once, whole or not at all, and never empty."""

import os

import pytest

from xiangyue.project.config import BadSetting, Config


def test_a_secret_is_made_once_and_kept_from_others(tmp_path):
    config = Config({"XIANGYUE_DATA": str(tmp_path / "new")})
    secret = config.secret()
    assert len(secret) == 52
    assert Config({"XIANGYUE_DATA": str(tmp_path / "new")}).secret() == secret
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]


def test_of_two_that_make_one_at_once_the_first_ones_stays(tmp_path, monkeypatch):
    def meanwhile(number):
        (tmp_path / "secret").write_text("the other one's")

    monkeypatch.setattr(os, "fsync", meanwhile)
    assert Config({"XIANGYUE_DATA": str(tmp_path)}).secret() == "the other one's"
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_disk_without_room_leaves_no_empty_secret(tmp_path, monkeypatch):
    def full(number):
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        Config({"XIANGYUE_DATA": str(tmp_path)}).secret()
    assert list(tmp_path.iterdir()) == []


def test_an_empty_secret_signs_nothing(tmp_path):
    (tmp_path / "secret").write_text("\n")
    with pytest.raises(BadSetting, match="secret"):
        Config({"XIANGYUE_DATA": str(tmp_path)}).secret()


def test_addresses_follow_the_ports_unless_they_are_set():
    usual = Config({})
    assert (usual.public_url, usual.rtmp_url) == ("http://localhost:8000", "rtmp://localhost/live")
    moved = Config({"XIANGYUE_PORT": "8100", "XIANGYUE_RTMP_PORT": "1945"})
    assert (moved.public_url, moved.rtmp_url) == ("http://localhost:8100", "rtmp://localhost:1945/live")
    named = Config({"XIANGYUE_PORT": "8100", "XIANGYUE_PUBLIC_URL": "https://xiangyue.example"})
    assert named.public_url == "https://xiangyue.example"
