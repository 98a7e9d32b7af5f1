"""Notices from files on the disk into the calendar, oldest first: so it grows as it did."""

from pathlib import Path

from xiangyue.kernel.errors import Fault
from xiangyue.ledger.calendars import actions, errors, rules
from xiangyue.ledger.calendars.actions import Published
from xiangyue.ledger.calendars.rules import NoticeText
from xiangyue.org.access.rules import Member


def publish(places: list[Path], *, by: Member) -> list[Published]:
    """Publish what files and folders say. Raises `Fault`, `BadNotice`, and as `calendars.actions.publish` does."""
    texts = [_read(file) for place in places for file in (sorted(place.glob("*.csv")) if place.is_dir() else [place])]
    return [actions.publish(text, by=by) for text in sorted(texts, key=lambda text: (text.dated_on, text.number))]


def _read(file: Path) -> NoticeText:
    try:
        return rules.read(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Fault(f"读不了 {file}：{error}", retry=False) from error
    except errors.BadNotice as bad:
        raise errors.BadNotice(f"{file.name}：{bad.sentence}") from bad
