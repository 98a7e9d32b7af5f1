"""A kind for questions, and one that waits for its asker's word."""

from pathlib import Path

from xiangyue.kernel import clock
from xiangyue.ledger.kinds.models import Edition, Field
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.questions import actions
from xiangyue.ledger.tellers.actions import Contact
from xiangyue.org.access.rules import HOUSE

KINDS = Path(__file__).parents[2] / "kinds"
COMMAND = "5d2f3a10-9c51-4a4e-8c67-0c9a3b0d1e55"


def a_kind(code):
    """A shipped kind as a row, without reading all the others."""
    rules, table = ((KINDS / f"{code}.{ending}").read_text(encoding="utf-8") for ending in ("yaml", "csv"))
    Edition.objects.get_or_create(
        kind=code,
        version=1,
        defaults={
            "name": code, "fingerprint": f"shipped {code}", "effective_on": "2026-01-01", "rules": rules, "table": table,
            "loaded_at": clock.now(),
        },
    )  # fmt: skip


def kinds(county):
    """Questions, and who answers for medical insurance."""
    a_kind("question")
    Field.objects.update_or_create(
        code="medical", defaults={"position": 1, "name": "医疗保障", "name_en": "Medical", "unit": county.yibao}
    )


def something_answered(county):
    """A question of a resident's page that the department has answered, as addresses have it."""
    kinds(county)
    finding = Finding(kind="question", category="medical", title="断保了怎么补缴？", place="fushan")
    told = actions.ask(finding, Contact(), command=COMMAND, shown=True)
    matters.accept(told.reply.matter, Order(HOUSE))
    actions.answer(told.reply.matter, "到社区窗口补缴。", "当年参保缴费通知", Order(HOUSE))
    actions.follow_due()
    return {"posed": told.reply.matter, "secret": told.secret}
