import hashlib
import io
import json
from dataclasses import asdict

import pypdfium2
import pytest
from docx import Document
from tests.factories import matters as factory

from xiangyue.documents.notices import actions, errors, queries, word, writing
from xiangyue.documents.notices.models import Notice
from xiangyue.documents.notices.states import Form, State
from xiangyue.documents.notices.writing import Facts, Item, Words
from xiangyue.documents.press import typesetting
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters.actions import Order
from xiangyue.org.access.errors import Forbidden

DAY = 24 * 3_600_000


def an_item(n=1, **changes):
    return Item(
        **{
            "number": f"隐〔2026〕{n}号", "title": "三楼安全出口堆满纸箱", "text": "通道宽度不足一米", "spot": "新桥街 8 号",
            "category": "安全出口堵塞", "closing": "安全出口无杂物", "lead": "府山街道", "found": "2026-11-20",
            "due": "2026-11-26", "original": "2026-11-26", "state": "整改中", "rung": "", "is_overdue": False, **changes,
        }
    )  # fmt: skip


def facts(form, *items, **words):
    return Facts(form, "柯城区安全生产委员会办公室", "府山街道", "2026-11-23", items, Words(**words))


def said(sheet):
    """Every sentence of a notice."""
    return "\n".join([*sheet.paragraphs, *sheet.closing, *sheet.receipt, sheet.foot])


def test_a_rectification_notice_says_what_where_until_when_and_how_it_is_checked():
    sheet = writing.write(facts(Form.RECTIFY, an_item(), basis="《浙江省消防条例》", contact="王某 3021234"))
    assert (sheet.title, sheet.to, sheet.dated) == ("整改通知书", "府山街道：", "2026年11月23日")
    assert sheet.paragraphs == (
        "依据《浙江省消防条例》，经检查，你单位责任范围内存在下列问题，现通知如下。",
        "三楼安全出口堆满纸箱（隐〔2026〕1号）。地点：新桥街 8 号。通道宽度不足一米。",
        "整改到位的标准：安全出口无杂物。",
        "整改期限：2026年11月26日24时前。",
    )
    assert sheet.closing[1].startswith("整改到位后申请销号，由其他单位按规定核查")
    assert sheet.closing[2] == "联系人：王某 3021234"
    assert sheet.signed == "柯城区安全生产委员会办公室"


def test_every_thing_has_its_own_deadline_and_none_that_is_over_is_ordered():
    late = an_item(2, due="2026-10-25", is_overdue=True)
    items = (
        an_item(1, clock="15:30"),
        late,
        an_item(3, due=""),
        an_item(4, is_paused=True),
        an_item(5, due="2026-11-20"),
    )
    sheet = writing.write(facts(Form.RECTIFY, *items, until="2026-12-02"))
    assert [words for words in sheet.paragraphs if words.startswith("整改期限")] == [
        "整改期限：2026年11月26日15时30分前。",
        "整改期限：原为2026年10月25日24时，已逾期29日，限2026年12月2日24时前整改到位。",
        "整改期限：按经审定的方案确定。",
        "整改期限：现为缓办，恢复后按台账重新计算的期限整改到位。",
        "整改期限：2026年11月20日24时，你单位已经申请销号，等待核查。",
    ]


@pytest.mark.parametrize("form", Form)
def test_no_word_of_our_own_trade_stands_in_an_official_paper(form):
    sheet = writing.write(facts(form, an_item(1), an_item(2, is_overdue=True, due="2026-11-01"), until="2026-12-02"))
    assert [word for word in ("线外", "线内", "None", "WORKING") if word in said(sheet)] == []


@pytest.mark.parametrize("form", [Form.RECTIFY, Form.SUPERVISE])
def test_what_is_filled_in_by_hand_has_room_in_the_word_file(form):
    sheet = writing.write(facts(form, an_item()))
    lines = [paragraph.text for paragraph in Document(io.BytesIO(word.docx(sheet))).paragraphs]
    assert [line for line in sheet.receipt if line not in lines] == []
    assert any(f"年{writing.BLANK * 2}月" in line for line in lines)


def test_who_signs_stands_with_the_last_sentences_in_the_word_file():
    sheet = writing.write(facts(Form.RECTIFY, an_item(), contact="王某 3021234"))
    kept = [p.text for p in Document(io.BytesIO(word.docx(sheet))).paragraphs if p.paragraph_format.keep_with_next]
    assert kept[:4] == [sheet.closing[1], sheet.closing[2], "", sheet.signed]


@pytest.mark.slow  # Typst
@pytest.mark.parametrize("count", range(1, 9))
def test_who_signs_stands_with_the_last_sentences_on_paper(count):
    items = [an_item(n, text="通道宽度不足一米，" * n) for n in range(1, count + 1)]
    sheet = writing.write(facts(Form.RECTIFY, *items, contact="王某 3021234"))
    data = {**asdict(sheet), "page": {"width": 595.28, "height": 841.89}}
    document = pypdfium2.PdfDocument(typesetting.print_pdf("notices/notice.typ", data))
    pages = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    [signed] = [text for text in pages if f"{sheet.signed}{sheet.dated}" in text]
    assert "联系人：王某3021234" in signed


def test_a_sheet_is_read_as_it_was_kept():
    sheet = writing.write(facts(Form.BULLETIN, an_item()))
    assert writing.sheet_of(json.loads(json.dumps(asdict(sheet)))) == sheet


def test_a_supervision_notice_keeps_both_dates():
    late = an_item(original="2026-11-20", due="2026-11-22", is_overdue=True, rung="督办")
    [_opening, told] = writing.write(facts(Form.SUPERVISE, late, until="2026-12-02")).paragraphs
    assert told.endswith(
        "原定2026年11月20日办结，经决定延至2026年11月22日24时，已逾期1日；现状为整改中，目前为“督办”。限2026年12月2日24时前办结。"
    )


@pytest.mark.parametrize(("count", "says"), [(3, False), (12, True)])
def test_a_bulletin_names_no_share_of_small_numbers(count, says):
    sheet = writing.write(facts(Form.BULLETIN, *(an_item(n, is_overdue=n == 1) for n in range(1, count + 1))))
    assert ("%" in sheet.paragraphs[0]) is says
    assert sheet.rows[0][:3] == ("府山街道", str(count), "1")


@pytest.fixture
def desk(county, store):
    factory.kinds()
    return factory.a_desk(county)


@pytest.mark.django_db
class TestOffice:
    def drafted(self, desk, form=Form.RECTIFY, **words):
        said = Words(**{"signed": "柯城区安全生产委员会办公室", **words})
        return actions.draft(form, [factory.assigned(desk).pk], said, by=desk.office)

    def test_facts_are_frozen_when_it_is_drafted(self, desk, clock):
        notice = self.drafted(desk)
        clock.move(30 * DAY)
        assert writing.facts_of(Notice.objects.get().facts).on == "2026-11-23"
        assert notice.to == "府山街道"

    def test_only_an_outsider_who_dispatches_drafts(self, desk):
        name = factory.assigned(desk).pk
        for who in (desk.clerk, desk.auditor, desk.inspectors[0]):
            with pytest.raises(Forbidden):
                actions.draft(Form.RECTIFY, [name], Words(), by=who)

    def test_a_matter_without_a_lead_gets_no_notice(self, desk):
        with pytest.raises(errors.NoLead):
            actions.draft(Form.RECTIFY, [factory.reported(desk).pk], Words(), by=desk.office)
        with pytest.raises(errors.NothingChosen):
            actions.draft(Form.RECTIFY, [], Words(), by=desk.office)
        with pytest.raises(errors.TooLong):
            self.drafted(desk, demand="长" * 501)

    @pytest.mark.parametrize("signed", ["", "柯城区"])
    def test_a_county_signs_nothing(self, desk, signed):
        with pytest.raises((errors.NoSigner, errors.NotAnOffice)):
            self.drafted(desk, signed=signed)

    def test_what_is_late_is_asked_for_until_a_new_day(self, desk, clock):
        late = factory.working(desk)
        clock.move(10 * DAY)
        signed = {"signed": "柯城区安全生产委员会办公室"}
        with pytest.raises(errors.NoNewDay):
            actions.draft(Form.RECTIFY, [late.pk], Words(**signed), by=desk.office)
        for over in ("2026-12-02", "昨天"):
            with pytest.raises(errors.DayOver):
                actions.draft(Form.SUPERVISE, [late.pk], Words(**signed, until=over), by=desk.office)
        made = actions.draft(Form.RECTIFY, [late.pk], Words(**signed, until="2026-12-05"), by=desk.office)
        assert "已逾期7日，限2026年12月5日24时前整改到位" in said(writing.write(writing.facts_of(made.facts)))
        assert factory.look(late.pk).due == late.due  # the ledger's own date stays

    @pytest.mark.slow  # Typst and a Word file
    def test_a_draft_whose_day_went_by_is_not_issued(self, desk, clock):
        notice = self.drafted(desk)
        actions.make_due()
        clock.move(10 * DAY)
        with pytest.raises(errors.Outdated):
            actions.issue(notice.pk, by=desk.office)

    def test_nothing_is_ordered_of_what_is_closed(self, desk):
        matter = factory.reported(desk)
        matters.reject(matter.pk, "重复。", Order(desk.office))
        with pytest.raises(errors.Settled):
            actions.draft(Form.RECTIFY, [matter.pk], Words(signed="区安委办"), by=desk.office)

    @pytest.mark.slow  # Typst and a Word file
    def test_the_issued_version_stands_by_its_hash_in_the_chain(self, desk):
        notice = self.drafted(desk, number="柯安委办〔2026〕5号", demand='=1+1 #read("/etc/passwd")')
        with pytest.raises(errors.WrongStage):
            actions.issue(notice.pk, by=desk.office)
        assert actions.make_due() == 1
        notice.refresh_from_db()
        pdf = queries.content(notice, "pdf")
        page = pypdfium2.PdfDocument(pdf)[0]
        assert [round(side / 72 * 25.4) for side in page.get_size()] == [210, 297]
        text = page.get_textpage().get_text_bounded().replace(" ", "")
        assert "柯安委办〔2026〕5号" in text
        assert '#read("/etc/passwd")' in text
        document = Document(io.BytesIO(queries.content(notice, "docx")))
        assert document.paragraphs[0].text == "整改通知书"
        assert round(document.sections[0].top_margin.mm) == 37
        with pytest.raises(NotFound):
            queries.get(desk.clerk, notice.pk)
        actions.issue(notice.pk, by=desk.office)
        notice.refresh_from_db()
        assert (notice.state, notice.sha256) == (State.ISSUED, hashlib.sha256(pdf).hexdigest())
        [matter] = notice.matters
        noted = ledger.timeline(desk.office, ledger.get(desk.office, matter))[-1]
        assert (noted.data["what"], noted.data["sha256"]) == ("notice", notice.sha256)
        assert (noted.data["by"], noted.data["signed"]) == (desk.office.username, "柯城区安全生产委员会办公室")
        assert writing.sheet_of(notice.sheet) == writing.write(writing.facts_of(notice.facts))
        assert queries.get(desk.clerk, notice.pk) == notice  # the lead reads what was sent to it
        with pytest.raises(NotFound):
            queries.get(desk.other_clerk, notice.pk)
        with pytest.raises(errors.WrongStage):
            actions.rewrite(notice.pk, Words(), by=desk.office)

    def test_a_draft_can_be_thrown_away(self, desk):
        notice = self.drafted(desk)
        actions.drop(notice.pk, by=desk.office)
        assert Notice.objects.count() == 0
