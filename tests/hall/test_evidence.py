"""Evidence of what somebody said, as a third party checks it."""

import json

import pytest
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.hall import stage
from xiangyue.hall.chat import actions, errors, evidence
from xiangyue.hall.lectures.states import State
from xiangyue.journal import actions as journal
from xiangyue.journal.models import Entry
from xiangyue.kernel import clock as the_clock
from xiangyue.org.access.errors import Forbidden
from xiangyue.project import audit, bundle

pytestmark = pytest.mark.slow  # every append is an fsync


@pytest.fixture
def lecture(county, cast, bridge):
    return a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)


def taken(tmp_path, cast, lecture, wanted):
    """The file as it is carried away, and what it says."""
    path = tmp_path / "evidence.json"
    path.write_text("".join(evidence.export(cast.officer, lecture, wanted)))
    return path, json.loads(path.read_text())


def test_one_persons_words_and_what_was_done_about_them_prove_themselves_against_a_slip(
    lecture, cast, bridge, tmp_path
):
    bad = bridge.speak(lecture.pk, "troll", "骂人的话")
    bridge.speak(lecture.pk, "villager", "别人的话")
    actions.refuse(lecture, bad, by=cast.officer, reason="辱骂")
    actions.mute(lecture, bad, 10, by=cast.officer, command="mute", net=True)
    slip = journal.take_slip(stage.heads(), county="柯城区")
    path, stated = taken(tmp_path, cast, lecture, evidence.by_sentence(cast.officer, lecture, bad))

    report = audit.examine(bundle.Bundle(path), audit.InHand(bytes(slip.root), slip.body))
    assert (report.intact, report.partial, report.chains) == (True, True, 1)
    assert report.vouched is not None
    assert "别人的话" not in path.read_text()
    assert [(one["kind"], one.get("text"), one["by"]) for one in stated["said"]] == [
        ("say", "骂人的话", "troll"),
        ("refused", None, "officer"),
        ("mute", None, "officer"),
    ]
    assert Entry.objects.filter(chain=f"lecture/{lecture.pk}", verb="export-evidence").count() == 1

    forged = path.read_text().replace("骂人的话", "夸人的话")
    path.write_text(forged)
    (broken,) = audit.examine(bundle.Bundle(path)).breaks
    assert (broken.kind.value, broken.first) == ("changed", bad)


def test_a_span_holds_what_was_said_in_it(lecture, cast, bridge, clock, tmp_path):
    bridge.speak(lecture.pk, "one", "之前")
    clock.move(60_000)
    since = the_clock.now_ms()
    bridge.speak(lecture.pk, "two", "其间")
    held = bridge.speak(lecture.pk, "three", "贷款", kind="held", word="贷款")
    clock.move(60_000)
    bridge.speak(lecture.pk, "one", "之后")
    actions.judge(lecture, held, False, by=cast.officer)
    _path, stated = taken(tmp_path, cast, lecture, evidence.Wanted("", since, since + 30_000))
    assert [(one["kind"], one.get("text")) for one in stated["said"]] == [
        ("say", "其间"),
        ("held", "贷款"),
        ("verdict", None),
    ]


def test_what_was_erased_by_decision_stays_erased_and_breaks_nothing(lecture, cast, bridge, tmp_path):
    gone, there = bridge.speak(lecture.pk, "troll", "一"), bridge.speak(lecture.pk, "troll", "二")
    bridge.public(lecture.pk)
    bridge.erase(lecture.pk, [gone], reason="网信决定", by="office", command="erase")
    path, stated = taken(tmp_path, cast, lecture, evidence.by_sentence(cast.officer, lecture, there))
    report = audit.examine(bundle.Bundle(path))
    assert (report.intact, [one.decision for one in report.erased]) == (True, ["网信决定"])
    assert [one["seq"] for one in stated["said"] if one["kind"] == "say"] == [there]


def test_evidence_is_for_those_who_moderate_here_and_of_residents_only(lecture, cast, bridge):
    said = bridge.speak(lecture.pk, "villager", "讲得好")
    ours = actions.speak(lecture, "host", "大家好", by=cast.officer, command="say").seq
    for outsider in (cast.host, cast.neighbour, cast.auditor):
        with pytest.raises(Forbidden):
            evidence.by_sentence(outsider, lecture, said)
        with pytest.raises(Forbidden):
            evidence.export(outsider, lecture, evidence.Wanted("villager"))
    with pytest.raises(errors.OneOfUs):
        evidence.by_sentence(cast.officer, lecture, ours)
    with pytest.raises(errors.UnknownSentence):
        evidence.by_sentence(cast.officer, lecture, 1)
