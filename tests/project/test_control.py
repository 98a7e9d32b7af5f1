"""Where the control tower looks for the live role."""

import pytest

from xiangyue.project.config import Config
from xiangyue.project.control import live_address


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("", "http://127.0.0.1:8000"),
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("192.0.2.7", "http://192.0.2.7:8000"),
        ("::", "http://[::1]:8000"),
        ("2001:db8::7", "http://[2001:db8::7]:8000"),
    ],
)
def test_the_live_role_is_where_the_pages_listen(host, address):
    assert live_address(Config({"XIANGYUE_HOST": host})) == address


def test_a_live_role_elsewhere_is_where_it_was_said_to_be():
    config = Config({"XIANGYUE_HOST": "192.0.2.7", "XIANGYUE_LIVE_URL": "http://192.0.2.8:9000"})
    assert live_address(config) == "http://192.0.2.8:9000"
