"""Every verb that has a page, asked for by everybody around a matter: the one list of who may press what.

The states are those in which a verb makes sense; letters say what each gets: `y` the form, `n` that it is somebody
else's, `s` that the state does not allow it, `-` that the matter is not there.
"""

import pytest
from tests.factories import matters as factory

from xiangyue.ledger.matters.states import Verb
from xiangyue.web.ledger.deeds import DEEDS

pytestmark = pytest.mark.slow  # nine people ask for one address

PEOPLE = ("office", "clerk", "village_clerk", "bureau_clerk", "other_clerk", "own_inspector", "expert", "auditor")
LETTERS = {200: "y", 403: "n", 409: "s", 404: "-"}
MADE = {
    "reported": lambda desk: factory.reported(desk, category="exit"),
    "assigned": lambda desk: factory.assigned(desk, helpers=[("yibao", None)]),
    "working": lambda desk: factory.working(desk, helpers=[("yibao", None)]),
    "claimed": factory.claimed,
}
#                        office  lead  below  helps  third  inspector  expert  auditor
TABLE = {
    ("reported", Verb.ASSIGN): "yn-" "--" "--" "n",
    ("reported", Verb.REJECT): "yn-" "--" "--" "n",
    ("reported", Verb.TRANSFER): "yn-" "--" "--" "n",
    ("reported", Verb.ACCEPT): "ss-" "--" "--" "s",
    ("assigned", Verb.ACCEPT): "ny-" "n-" "--" "n",
    ("assigned", Verb.RETURN): "ny-" "n-" "--" "n",
    ("assigned", Verb.OFFER): "ny-" "n-" "--" "n",
    ("assigned", Verb.MERGE): "yn-" "n-" "--" "n",
    ("assigned", Verb.CLAIM): "ss-" "s-" "--" "s",
    ("working", Verb.PROGRESS): "ny-" "y-" "--" "n",
    ("working", Verb.DONE): "nn-" "y-" "--" "n",
    ("working", Verb.ASK_EXTENSION): "ny-" "n-" "--" "n",
    ("working", Verb.PAUSE): "yn-" "n-" "--" "n",
    ("working", Verb.UNABLE): "yn-" "n-" "--" "n",
    ("working", Verb.ESCALATE): "yn-" "n-" "--" "n",
    ("working", Verb.CORRECT): "yn-" "n-" "--" "n",
    ("working", Verb.PUBLISH): "yn-" "n-" "--" "n",
    ("working", Verb.REDACT): "yn-" "n-" "--" "n",
    ("working", Verb.COMMENT): "yy-" "y-" "--" "n",
    ("claimed", Verb.CLAIM): "ss-" "--" "--" "s",
    ("claimed", Verb.WITHDRAW): "ny-" "--" "--" "n",
    ("working", Verb.WITHDRAW): "ss-" "s-" "--" "s",
    ("claimed", Verb.ANNUL): "ss-" "--" "--" "s",
    ("claimed", Verb.COMMENT): "yy-" "--" "--" "n",
}  # fmt: skip


@pytest.mark.parametrize(("state", "verb"), TABLE, ids=str)
def test_everybody_around_a_matter_gets_what_the_table_says(desk, as_, state, verb):
    matter = MADE[state](desk)
    got = {who: as_(getattr(desk, who)).get(f"/ledger/{matter.pk}/do/{verb.value}/").status_code for who in PEOPLE}
    wanted = dict(zip(PEOPLE, TABLE[state, verb], strict=True))
    assert {who: LETTERS[status] for who, status in got.items()} == wanted


def test_every_verb_with_a_page_is_in_the_table_or_has_a_test_of_its_own():
    elsewhere = {Verb.TAKE_OVER, Verb.DECLINE, Verb.PLAN, Verb.DECIDE_EXTENSION, Verb.RESUME, Verb.TAG}
    assert {verb for _state, verb in TABLE} | elsewhere == set(DEEDS)


@pytest.mark.parametrize("verb", [Verb.TAKE_OVER, Verb.DECLINE])
def test_only_the_unit_it_was_offered_to_answers(desk, as_, press, verb):
    matter = factory.working(desk)
    press(desk.clerk, matter, "offer", to="hehua", text="路在那边。")
    got = {
        who: as_(getattr(desk, who)).get(f"/ledger/{matter.pk}/do/{verb.value}/").status_code
        for who in ("office", "clerk", "other_clerk", "bureau_clerk", "auditor")
    }
    assert got == {"office": 403, "clerk": 403, "other_clerk": 200, "bureau_clerk": 404, "auditor": 403}


def test_more_time_and_pauses_are_decided_outside_the_line(desk, as_, press):
    matter = factory.working(desk)
    press(desk.clerk, matter, "ask-extension", until="2026-12-04", reason="material", text="货在路上。")
    decide = {
        who: as_(getattr(desk, who)).get(f"/ledger/{matter.pk}/do/decide-extension/").status_code for who in PEOPLE
    }
    assert {who for who, status in decide.items() if status == 200} == {"office"}
    press(desk.office, factory.look(matter.pk), "pause", until="2026-12-04", reason="weather", text="大雪。")
    resume = {who: as_(getattr(desk, who)).get(f"/ledger/{matter.pk}/do/resume/").status_code for who in PEOPLE}
    assert {who for who, status in resume.items() if status == 200} == {"office"}


def test_campaigns_are_the_office_s_to_tag(desk, as_):
    matter = factory.working(desk)
    tag = {who: as_(getattr(desk, who)).get(f"/ledger/{matter.pk}/do/tag/").status_code for who in PEOPLE}
    assert {who for who, status in tag.items() if status == 200} == {"office"}
