"""The calendar file, against the rules of RFC 5545."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from xiangyue.web.hall import calendar

AT = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)


def an_entry(**changed):
    facts = {
        "uid": "u@xiangyue",
        "start": AT,
        "title": "冬季用电安全",
        "place": "红荷颂",
        "address": "http://x/l/1/",
        "about": "",
        "changed": AT,
    }
    return calendar.Entry(**{**facts, **changed})


def unfold(body: bytes) -> list[str]:
    return body.decode().replace("\r\n ", "").split("\r\n")


def test_file_holds_one_event_with_its_moment_in_utc():
    lines = unfold(calendar.write("柯城宣讲", [an_entry()]))
    assert lines == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Xiangyue//Programme//ZH", "X-WR-CALNAME:柯城宣讲",
        "BEGIN:VEVENT", "UID:u@xiangyue", "SEQUENCE:0", "DTSTAMP:20261124T113000Z", "DTSTART:20261124T113000Z", "DTEND:20261124T123000Z",
        "SUMMARY:冬季用电安全", "LOCATION:红荷颂", "URL:http://x/l/1/", "DESCRIPTION:", "STATUS:CONFIRMED",
        "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "DESCRIPTION:冬季用电安全", "END:VALARM",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


def test_cancelled_lecture_stays_in_the_file_and_says_so():
    lines = unfold(calendar.write("x", [an_entry(cancelled=True)]))
    assert "STATUS:CANCELLED" in lines
    assert "BEGIN:VALARM" not in lines


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_every_line_fits_and_unfolds_to_what_was_written(title: str):
    body = calendar.write("x", [an_entry(title=title)])
    assert max(len(line) for line in body.split(b"\r\n")) <= calendar.LINE_OCTETS
    summary = next(line for line in unfold(body) if line.startswith("SUMMARY:"))
    plain = summary.removeprefix("SUMMARY:").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert plain == title


def test_line_breaks_in_a_summary_do_not_start_a_new_property():
    lines = unfold(calendar.write("x", [an_entry(about="第一段\r\nSTATUS:CANCELLED\n第二段")]))
    assert "DESCRIPTION:第一段\\nSTATUS:CANCELLED\\n第二段" in lines
