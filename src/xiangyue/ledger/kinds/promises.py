"""What no kind may do, however it is written: the promises of the house, held against a `Kind`."""

from xiangyue.ledger.kinds import errors
from xiangyue.ledger.kinds.rules import Grade, Kind, Rung, Verification
from xiangyue.ledger.kinds.states import Anchor, Audience, How, Need, Party, Reporter, View
from xiangyue.ledger.subjects.states import Type

LONGEST_LINK = 730
"""Days within which something found again points at what was closed."""

LEAST_GRAVE_PEOPLE = 2

PEOPLE = (
    "抵返", "返乡人员", "重点人员", "外来人员", "流动人口", "上访", "信访人", "患者", "病人", "感染者", "矫正", "刑满",
    "社区矫正", "身份证", "手机号", "人脸", "行踪", "轨迹", "打卡", "签到",
)  # fmt: skip
"""Words by which a kind would register or follow people. A list can be got around; a reviewer reads the rest."""


def require(kind: Kind, where: str) -> None:
    """Pass, or raise the `BadKind` that says which promise would be broken."""
    _nobody_is_tracked(kind, where)
    _households_stay_unseen(kind, where)
    _nobody_sees_too_much(kind, where)
    for grade in kind.grades:
        _verified_as_it_should(kind, grade, kind.verify[grade.code], f"{where}.verify.{grade.code}")
        _grave_is_guarded(kind, grade, f"{where}.grades.{grade.code}")
        _pictures_show_something(kind, grade, where)
        _rises(kind.rungs(grade.code), f"{where}.ladder")


def _nobody_is_tracked(kind: Kind, where: str) -> None:
    named = [kind.name, *(reason.name for reason in kind.fields_asked)]
    named += [category.name for category in kind.categories]
    for name in named:
        for word in PEOPLE:
            if word in name:
                raise errors.PersonTracked(where=where, word=name)


def _households_stay_unseen(kind: Kind, where: str) -> None:
    hidden = (Audience.HOLDER, Audience.REPORTER, Audience.OTHERS, Audience.PUBLIC)
    if Type.HOUSEHOLD in kind.subjects and any(kind.view(audience) is not View.NONE for audience in hidden):
        raise errors.PublicHousehold(where=f"{where}.see")


def _nobody_sees_too_much(kind: Kind, where: str) -> None:
    allowed = {
        Audience.OTHERS: {View.NONE, View.ROW},
        Audience.PUBLIC: {View.NONE, View.ROW, View.OUTCOME},
        Audience.REPORTER: {View.NONE, View.ROW, View.OUTCOME},
        Audience.HOLDER: {View.NONE, View.NOTICE},
    }
    for audience, views in allowed.items():
        if kind.view(audience) not in views:
            raise errors.PublicTooOpen(where=f"{where}.see.{audience}")


def _verified_as_it_should(kind: Kind, grade: Grade, verify: Verification, where: str) -> None:
    asks = verify.how is How.ASKER
    if asks != (verify.by is Party.ASKER) or (asks and not kind.report_by & {Reporter.PUBLIC, Reporter.HALL}):
        raise errors.AskerMisplaced(where=where)
    if verify.how is How.RELEASE and not kind.children:
        raise errors.ReleaseWithoutChildren(where=where)
    if verify.how is How.SAMPLE and grade.supervised_by is not None:
        raise errors.GraveUnguarded(where=where)


def _pictures_show_something(kind: Kind, grade: Grade, where: str) -> None:
    """Who judges by pictures must have some, and of something that can be seen."""
    verify = kind.verify[grade.code]
    if How.PICTURES not in {verify.how, verify.drawn}:
        return
    if kind.evidence.claim not in {Need.REQUIRED, Need.IF_VISUAL}:
        raise errors.NoPictures(where=f"{where}.verify.{grade.code}")
    for category in kind.categories:
        if not category.visual and category.grade in {None, grade.code}:
            raise errors.PictureOfNothing(where=f"{where}.categories", category=category.name)


def _grave_is_guarded(kind: Kind, grade: Grade, where: str) -> None:
    """A supervised grade: plan, two people, an expert, on the spot, in public. There is no other way to its close."""
    if grade.supervised_by is None:
        return
    verify = kind.verify[grade.code]
    guarded = (
        grade.supervised_by in {Party.DISTRICT, Party.OFFICE}
        and grade.plan_parts
        and grade.publish_filed
        and grade.publish_closed
        and verify.how is How.ON_SITE
        and verify.by is Party.OTHER_UNIT
        and verify.expert
        and verify.people >= LEAST_GRAVE_PEOPLE
        and kind.evidence.verify is not Need.NONE
    )
    if not guarded:
        raise errors.GraveUnguarded(where=where)


def _rises(rungs: tuple[Rung, ...], where: str) -> None:
    """Each rung no milder than the one before, each counted from `due` later than the one before; none twice."""
    levels = [rung.level for rung in rungs]
    keys = {(rung.level, rung.at.anchor) for rung in rungs}
    moments = [_order(rung) for rung in rungs if rung.at.anchor is Anchor.DUE]
    if levels != sorted(levels) or len(keys) != len(rungs) or moments != sorted(set(moments)):
        raise errors.LadderOutOfOrder(where=where)


def _order(rung: Rung) -> tuple[int, float]:
    """Before, at or after due; then how far, a working day counted as 1.4 days, a day as 1, an hour as 1/24."""
    span = rung.at.span
    if span is None:
        return (0, 0.0)
    days = span.amount * {"h": 1 / 24, "d": 1.0, "wd": 1.4}[span.unit.value]
    return (-1, -days) if rung.at.before else (1, days)
