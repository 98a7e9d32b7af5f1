"""The verbs that have a page: what each promises, what it asks, and which verb of the core it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from xiangyue.ledger.kinds.states import Level
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import errors, queries, rules
from xiangyue.ledger.matters.actions import Assignment, Order, Reply
from xiangyue.ledger.matters.states import LABELS, MOVES, Verb, Who
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.web.ledger import forms, offered, setting
from xiangyue.web.ledger.forms import ActForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from xiangyue.web.ledger.facts import Facts


@dataclass(frozen=True, slots=True)
class Asked:
    """A valid form, whose it is, and the pictures that came along."""

    facts: "Facts"
    form: ActForm
    order: Order
    pictures: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.facts.matter.pk

    @property
    def words(self) -> dict[str, Any]:
        return self.form.cleaned_data


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb as a page. `pictures` None: it takes none; else whether it must have one."""

    verb: Verb
    promise: "StrOrPromise"
    form: type[ActForm]
    carry_out: Callable[[Asked], Reply]
    pictures: "Callable[[Facts], bool] | None" = None
    start: "Callable[[Facts], dict[str, Any]] | None" = None

    @property
    def slug(self) -> str:
        return self.verb.value

    @property
    def label(self) -> "StrOrPromise":
        return LABELS[self.verb]

    def initial(self, facts: "Facts") -> dict[str, Any]:
        """What the form begins with."""
        return self.start(facts) if self.start is not None else {}


def require(facts: "Facts", verb: Verb) -> None:
    """Pass when the state and the person allow a verb; the core's own refusal says why not."""
    matter, who = facts.matter, MOVES[verb].who
    rules.require_move(verb, matter.state)
    if who is Who.OFFICE:
        rules.require_office(facts.member, verb, matter.office, matter.lead)
    require_hand(facts, verb)


def require_hand(facts: "Facts", verb: Verb) -> None:
    """Pass whoever the verb is for. Raises `NotYours`."""
    if not offered.is_theirs(facts, verb):
        raise errors.NotYours(verb=LABELS[verb], who=rules.WHO.get(MOVES[verb].who, _("有关单位")))


# ------------------------------------------------ forms into verbs of the core
def _assign(asked: Asked) -> Reply:
    form = asked.form
    assert isinstance(form, forms.AssignForm)
    words = asked.words
    routing = setting.route(asked.facts, asked.facts.kind.category(words["category"]))
    lead = words["lead"] or (routing.lead.code if routing.lead else "")
    helpers = form.helpers()
    if not words["lead"] and not helpers:
        helpers = [(unit.code, None) for unit in routing.co]
    assignment = Assignment(
        lead, words["category"], words["grade"], routing.line.code if routing.line else "", helpers, words["text"],
        form.until(),
    )  # fmt: skip
    return matters.assign(asked.name, assignment, asked.order)


def _assign_start(facts: "Facts") -> dict[str, Any]:
    matter = facts.matter
    found: dict[str, Any] = {"category": matter.category, "grade": matter.grade}
    if facts.category is None:
        return found
    routing = setting.route(facts, facts.category)
    found["lead"] = routing.lead.code if routing.lead else ""
    for row, unit in enumerate(routing.co[: forms.HELPERS], start=1):
        found[f"helper_{row}"] = unit.code
    return found


def _merge(asked: Asked) -> Reply:
    into = queries.by_number(asked.order.by, asked.words["into"].strip())
    return matters.merge(asked.name, into.pk, asked.words["text"], asked.order)


def _plan(asked: Asked) -> Reply:
    assert isinstance(asked.form, forms.PlanForm)
    return matters.plan(asked.name, asked.form.parts(), asked.order)


def _ask_extension(asked: Asked) -> Reply:
    words = asked.words
    return matters.ask_extension(asked.name, asked.form.moment("until"), words["reason"], words["text"], asked.order)


def _pause(asked: Asked) -> Reply:
    words = asked.words
    return matters.pause(asked.name, words["reason"], words["text"], asked.form.moment("until"), asked.order)


def _correct(asked: Asked) -> Reply:
    assert isinstance(asked.form, forms.CorrectForm)
    return matters.correct(asked.name, asked.order, reason=asked.words["text"], finding=asked.form.finding())


def _claim_needs(facts: "Facts") -> bool:
    return facts.category is not None and facts.kind.picture(facts.kind.evidence.claim, facts.category)


def _never(_facts: "Facts") -> bool:
    return False


_ALL = (
    Deed(Verb.ASSIGN, _("立案并交给承办单位，原期限从今天定下，以后不再改。"), forms.AssignForm, _assign,
         start=_assign_start),
    Deed(Verb.REJECT, _("不立案，就此了结。反映的人会看到理由。"), forms.RejectForm,
         lambda a: matters.reject(a.name, a.words["text"], a.order)),
    Deed(Verb.MERGE, _("和另一件是同一件事，并到那一件里办。"), forms.MergeForm, _merge),
    Deed(Verb.TRANSFER, _("属于台账以外的单位，移送后了结。"), forms.TransferForm,
         lambda a: matters.transfer(a.name, a.words["to"], a.words["text"], a.order)),
    Deed(Verb.ACCEPT, _("签收以后由你们整改。期限已经在走。"), forms.Nothing,
         lambda a: matters.accept(a.name, a.order)),
    Deed(Verb.RETURN, _("退给办公室重新交办，只能退一次。总时长不停。"), forms.ReturnForm,
         lambda a: matters.give_back(a.name, a.words["text"], a.order)),
    Deed(Verb.OFFER, _("转给另一个单位，它接手以前仍由你们负责。"), forms.OfferForm,
         lambda a: matters.offer(a.name, a.words["to"], a.words["text"], a.order)),
    Deed(Verb.TAKE_OVER, _("接手以后由你们承办，两个时限都不重新起算。"), forms.Nothing,
         lambda a: matters.take_over(a.name, a.order)),
    Deed(Verb.DECLINE, _("不接手，仍由原单位负责。"), forms.DeclineForm,
         lambda a: matters.decline(a.name, a.words["text"], a.order)),
    Deed(Verb.PLAN, _("每一项都要写全（五落实），缺一项不能报。"), forms.PlanForm, _plan),
    Deed(Verb.PROGRESS, _("写一句进展，不是必须。"), forms.ProgressForm,
         lambda a: matters.progress(a.name, a.words["text"], a.order, pictures=a.pictures), _never),
    Deed(Verb.DONE, _("你们协办的部分做完了。都做完，承办单位才能申请销号。"), forms.DoneForm,
         lambda a: matters.done(a.name, a.words["text"], a.order, pictures=a.pictures), _never),
    Deed(Verb.ASK_EXTENSION, _("由别的单位决定。原期限不变。"), forms.ExtensionForm, _ask_extension),
    Deed(Verb.DECIDE_EXTENSION, _("同意或不同意延期。原期限不变，考核仍按原期限。"), forms.DecideForm,
         lambda a: matters.decide_extension(
             a.name, a.order, granted=a.words["granted"] == "yes", text=a.words["text"])),
    Deed(Verb.PAUSE, _("暂停整改期限，总时长不停。"), forms.PauseForm, _pause),
    Deed(Verb.RESUME, _("期限接着走，缓办的工作日补在后面。"), forms.Nothing,
         lambda a: matters.resume(a.name, a.order)),
    Deed(Verb.CLAIM, _("请人来核查。你们不能自己销号；核查的人由抽签产生。"), forms.ClaimForm,
         lambda a: matters.claim(a.name, a.words["text"], a.order, pictures=a.pictures), _claim_needs),
    Deed(Verb.WITHDRAW, _("申请错了就撤回，接着整改，期限不停。只能撤一次；开始抽核查人，或者过了期限，就不能撤了。"),
         forms.WithdrawForm, lambda a: verifying.withdraw(a.name, a.words["text"], a.order)),
    Deed(Verb.UNABLE, _("现在解决不了，写明理由和再看的日子，到时自动恢复。"), forms.UnableForm,
         lambda a: matters.unable(a.name, a.words["text"], a.form.moment("review_at"), a.order)),
    Deed(Verb.ANNUL, _("收回销号，退回整改，期限如同没有停过。"), forms.AnnulForm,
         lambda a: matters.annul(a.name, a.words["text"], a.order, pictures=a.pictures), _never),
    Deed(Verb.ESCALATE, _("提前升一级：督办、挂牌、约谈。"), forms.EscalateForm,
         lambda a: matters.escalate(a.name, Level(a.words["level"]), a.words["text"], a.order)),
    Deed(Verb.CORRECT, _("更正登记的内容。原来写的留在记录里。"), forms.CorrectForm, _correct),
    Deed(Verb.PUBLISH, _("依决定向社会公开，或者收回。"), forms.PublishForm,
         lambda a: matters.publish(a.name, a.order, on=a.words["on"] == "yes", decision=a.words["text"])),
    Deed(Verb.TAG, _("归到一个专项里统计。"), forms.TagForm,
         lambda a: matters.tag(a.name, a.words["campaign"], a.order)),
    Deed(Verb.REDACT, _("依决定删去一段文字。"), forms.RedactForm,
         lambda a: matters.redact(a.name, a.words["of"], a.words["text"], a.order)),
    Deed(Verb.COMMENT, _("说一句话，看得到这件事的单位都看得到。"), forms.CommentForm,
         lambda a: matters.comment(a.name, a.words["text"], a.order, pictures=a.pictures), _never),
)  # fmt: skip

DEEDS: dict[Verb, Deed] = {deed.verb: deed for deed in _ALL}
