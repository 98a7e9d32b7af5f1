"""The slips as everybody sees them."""

import hashlib
import json
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xiangyue.journal import actions, slips, spelling

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
DAY_MS = timedelta(days=1) // timedelta(milliseconds=1)


@pytest.fixture
def three(clock):
    """Three evenings' slips."""
    taken = []
    for _ in range(3):
        actions.record("county", "grant", {"secret": "chain of the county"}, by="office")
        taken.append(actions.take_slip([], county="柯城区"))
        clock.move(DAY_MS)
    return taken


def test_page_without_slips_says_when_the_first_comes(page):
    shown = page.get("/witness/")
    assert shown.status_code == 200
    assert "还没有取过见证条" in shown.content.decode()


def test_page_shows_the_newest_slip_whole_and_the_earlier_ones_in_a_table(page, three):
    shown = page.get("/witness/")
    text = shown.content.decode()
    roots = [spelling.spell(bytes(slip.root)) for slip in three]
    header = slips.read(three[2].body)[0]
    assert slips.line(header, bytes(three[2].root)) in text
    assert [root in text for root in roots] == [True, True, True]
    assert text.count("<li>" + roots[2].split("-")[0] + "</li>") == 1
    assert f'<dd class="mono">{roots[1]}</dd>' in text  # spelt as on its own slip, so that two papers can be compared
    assert shown.headers["Cache-Control"] == "public, max-age=15"
    assert "Cookie" not in shown.headers.get("Vary", "")
    assert "Set-Cookie" not in shown.headers


def test_page_costs_one_read_however_many_slips_there_are(page, three):
    with CaptureQueriesContext(
        connection,
    ) as counted:
        page.get("/witness/")
    assert len(counted) == 1


def test_earlier_slips_are_turned_to(page, three):
    text = page.get("/witness/?before=3").content.decode()
    assert "/witness/2.json" in text
    assert "/witness/3.json" not in text
    assert page.get("/witness/?before=x").status_code == 200


def test_a_slip_is_a_file_that_names_no_chain(page, three):
    shown = page.get("/witness/2.json")
    stated = json.loads(shown.content)
    assert stated["root"] == bytes(three[1].root).hex()
    assert stated["previous"] == bytes(three[0].root).hex()
    assert stated["line"].startswith("乡约 柯城区 2026-11-24 第 2 号 · 链 2 条 · 记录 4 条 · 根 ")
    assert "county" not in {key for key in stated if key != "county"} | {stated["line"]}
    assert sorted(stated) == sorted(
        ["at", "chains", "county", "date", "kind", "line", "no", "previous", "records", "root", "spelled", "v"]
    )
    assert shown.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_unknown_slip_is_404_and_not_kept(page):
    shown = page.get("/witness/7.json", headers={"accept": "application/json"})
    assert (shown.status_code, shown.json()["error"]["code"]) == (404, "no-slip")
    assert shown.headers["Cache-Control"] == "no-store"


def test_the_feed_carries_every_line(page, three, settings):
    settings.PUBLIC_URL = "https://xiangyue.example"
    feed = ET.fromstring(page.get("/witness/slips.atom").content)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        f"urn:xiangyue:slip:{bytes(slip.root).hex()}" for slip in reversed(three)
    ]
    assert entries[0].find(f"{ATOM}link").get("href") == "https://xiangyue.example/witness/3.json"
    header = slips.read(three[2].body)[0]
    assert entries[0].findtext(f"{ATOM}title") == slips.line(header, bytes(three[2].root))


def test_the_verifier_is_handed_out_as_a_file_and_its_fingerprint_printed(page):
    shown = page.get("/witness/verifier")
    assert shown.headers["Content-Disposition"] == 'attachment; filename="xiangyue-verifier.html"'
    assert hashlib.sha256(shown.content).hexdigest() in page.get("/witness/").content.decode()


@pytest.mark.parametrize("address", ["/witness/", "/witness/1.json", "/witness/slips.atom", "/witness/verifier"])
def test_nothing_can_be_posted(page, address):
    assert page.post(address).status_code == 405
