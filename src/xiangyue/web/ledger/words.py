"""What people call the words of a kind: how it is verified, by whom, each rung, where a report came from."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from xiangyue.documents.notices.states import Form
from xiangyue.ledger.kinds.states import How, Level, Party, Reporter

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HOW: dict[How, "StrOrPromise"] = {
    How.ON_SITE: _("到现场核查"),
    How.PICTURES: _("看照片核查"),
    How.PAPERS: _("看材料核查"),
    How.SAMPLE: _("抽样核查"),
    How.ASKER: _("由提问人确认"),
    How.RELEASE: _("发布即结"),
}
BY: dict[Party, "StrOrPromise"] = {
    Party.OTHER_UNIT: _("责任单位以外的人，抽签产生"),
    Party.ISSUER: _("下达任务的单位"),
    Party.OFFICE: _("区级办公室"),
    Party.DISTRICT: _("区级"),
    Party.ASKER: _("提问人"),
    Party.LEAD: _("责任单位"),
}
RUNGS: dict[Level, "StrOrPromise"] = {
    Level.BLUE: _("蓝色提醒"),
    Level.YELLOW: _("黄色提醒"),
    Level.RED: _("红色提醒"),
    Level.SUPERVISE: _("督办"),
    Level.LIST: _("挂牌督办"),
    Level.TALK: _("约谈"),
}
VIA: dict[Reporter, "StrOrPromise"] = {
    Reporter.UNIT: _("单位自查"),
    Reporter.OFFICE: _("办公室登记"),
    Reporter.INSPECTOR: _("督查发现"),
    Reporter.PUBLIC: _("群众反映"),
    Reporter.IMPORT: _("导入"),
    Reporter.HALL: _("宣讲里的提问"),
    Reporter.MATTER: _("由别的事项立下"),
}
NOTES: dict[str, "StrOrPromise"] = {
    "captured": _("随手记带来"),
    "inspection": _("督查发布"),
    "notice": _("发出文书"),
    "holder-invited": _("给责任主体发了整改通知"),
    "holder-revoked": _("收回了给责任主体的链接"),
    "holder-answered": _("责任主体答复"),
    "holder-asked-time": _("责任主体要求宽限"),
    "holder-time-granted": _("同意责任主体宽限"),
    "holder-time-refused": _("不同意责任主体宽限"),
    "from-reporter": _("反映人补充"),
    "disputes": _("反映人说上次没有整改好"),
    "disputed": _("反映人说没有整改好，另立了一件"),
    "measure-proposed": _("复盘提出一条措施"),
    "lecture-ordered": _("约了一场宣讲"),
    "lecture-planned": _("宣讲排定了"),
    "lecture-given": _("宣讲讲过了"),
}


def how(way: How) -> str:
    return str(HOW[way])


def by(party: Party) -> str:
    return str(BY[party])


def rung(level: Level) -> str:
    return str(RUNGS[level])


def via(code: str) -> str:
    """Where a report came from; what a later version names is shown as it is written."""
    return str(VIA[Reporter(code)]) if code in set(Reporter) else code


def note(what: str) -> str:
    """What another part of the ledger noted about a matter."""
    return str(NOTES.get(what, what))


def paper(code: str) -> str:
    """What a form of notice is called; what a later version names is not."""
    return str(Form(code).label) if code in set(Form) else ""
