"""The county's habit of being watched: a checkpoint about each minute, a slip each evening, sent to its witnesses."""

import json
from collections.abc import Iterable
from typing import Any

from xiangyue.journal import actions, queries
from xiangyue.journal.models import Slip
from xiangyue.ledger.inspections import actions as inspections
from xiangyue.notify import actions as messages
from xiangyue.notify.channels import Attachment
from xiangyue.project.config import Config

LETTER = """{line}

这是{county}的见证条。它为到此刻为止的每一条记录作证：宣讲、授权、规则、管理员的操作。
请把它留存下来（不必保密），不要只留在{county}自己的系统里。
日后要核对时，把最后的“根”交给审计人员，或在 {address} 下载离线验证器自己核对：历史若被改过一个字，根就对不上。

This witness slip vouches for every record up to now. Please keep it outside the county's own systems.
"""


def keep(config: Config, heads_of_lines: Iterable[actions.LineHead]) -> Slip | None:
    """Checkpoint what moved; take and send the slip if it is due, and return it. Called by the worker each minute."""
    heads = list(heads_of_lines)
    if not actions.slip_is_due():
        actions.checkpoint(heads)
        return None
    return take(config, heads)


def take(config: Config, heads_of_lines: Iterable[actions.LineHead]) -> Slip:
    """Take a slip now, with the evening's root of what is sealed in it, and send it to every witness."""
    inspections.seal_evening()
    slip = actions.take_slip(heads_of_lines, county=config.county)
    header = queries.header(slip)
    letter = LETTER.format(
        line=queries.line(slip), county=header.county, address=f"{config.public_url.rstrip('/')}/witness/"
    )
    attachment = Attachment(f"slip-{header.no}.json", json.dumps(document(slip), ensure_ascii=False).encode())
    title = f"{header.county}见证条 {header.date} 第 {header.no} 号"
    messages.send(config.witnesses, title, letter, mail=config.mail, attachment=attachment)
    return slip


def document(slip: Slip, *, whole: bool = False) -> dict[str, Any]:
    """A slip as a file. The marks of single chains stay at home unless `whole`: their names and lengths could tell
    a stranger what is under way.
    """
    stated = queries.stated(slip)
    return {**stated, "body": slip.body} if whole else stated
