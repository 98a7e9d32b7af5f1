import hashlib
import io

import pypdfium2
import pytest
from docx import Document
from tests.factories import matters as factory

from xiangyue.documents.notices import actions, errors, queries, writing
from xiangyue.documents.notices.models import Notice
from xiangyue.documents.notices.states import Form, State
from xiangyue.documents.notices.writing import Facts, Item, Words
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.matters import queries as ledger
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
    return Facts(form, "柯城区", "府山街道", "2026-11-23", items, Words(**words))


def test_a_rectification_notice_says_what_where_until_when_and_how_it_is_checked():
    sheet = writing.write(facts(Form.RECTIFY, an_item(), basis="《浙江省消防条例》", contact="王某 3021234"))
    assert (sheet.title, sheet.to, sheet.dated) == ("整改通知书", "府山街道：", "2026年11月23日")
    assert sheet.paragraphs == (
        "依据《浙江省消防条例》，经检查，你单位责任范围内存在下列问题，现通知如下。",
        "三楼安全出口堆满纸箱（隐〔2026〕1号）。地点：新桥街 8 号。通道宽度不足一米。",
        "整改到位的标准：安全出口无杂物。",
    )
    assert sheet.closing[1].startswith("请于2026年11月26日前整改到位并申请销号，由线外单位核查")
    assert sheet.closing[2] == "联系人：王某 3021234"


def test_a_supervision_notice_keeps_both_dates():
    late = an_item(original="2026-11-20", due="2026-11-22", is_overdue=True, rung="督办")
    [_opening, said] = writing.write(facts(Form.SUPERVISE, late)).paragraphs
    assert said.endswith("原定2026年11月20日办结，经决定延至2026年11月22日，已经逾期；现状为整改中，目前为“督办”。")


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
        return actions.draft(form, [factory.assigned(desk).pk], Words(**words), by=desk.office)

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
        word = Document(io.BytesIO(queries.content(notice, "docx")))
        assert word.paragraphs[0].text == "整改通知书"
        assert round(word.sections[0].top_margin.mm) == 37
        with pytest.raises(NotFound):
            queries.get(desk.clerk, notice.pk)
        actions.issue(notice.pk, by=desk.office)
        notice.refresh_from_db()
        assert (notice.state, notice.sha256) == (State.ISSUED, hashlib.sha256(pdf).hexdigest())
        [matter] = notice.matters
        noted = ledger.timeline(desk.office, ledger.get(desk.office, matter))[-1]
        assert (noted.data["what"], noted.data["sha256"]) == ("notice", notice.sha256)
        assert queries.get(desk.clerk, notice.pk) == notice  # the lead reads what was sent to it
        with pytest.raises(NotFound):
            queries.get(desk.other_clerk, notice.pk)
        with pytest.raises(errors.WrongStage):
            actions.rewrite(notice.pk, Words(), by=desk.office)

    def test_a_draft_can_be_thrown_away(self, desk):
        notice = self.drafted(desk)
        actions.drop(notice.pk, by=desk.office)
        assert Notice.objects.count() == 0
