"""What people are told about questions of the bank and their import."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadQuestion(Refusal):
    code = "bad-question"
    status = 400


class AlreadyThere(Refusal):
    code = "question-already-there"
    status = 409
    text = _("题库里已经有这道题了。")  # type: ignore[assignment]


class AlreadyRetired(Refusal):
    code = "question-retired"
    status = 409
    text = _("这道题已经停用。")  # type: ignore[assignment]


class NoSheet(Refusal):
    """The file is no workbook, has no rows, or none of its headings is known."""

    code = "no-sheet"
    status = 400


TEXT = _("请写题目，{limit} 个字以内。")
OPTIONS = _("选项要有 2 到 8 个，各不相同，每个 {limit} 个字以内。")
NO_RIGHT = _("没有指定正确答案。")
ONE_RIGHT = _("单选题只能有一个正确答案；有几个对的，请改成多选题。")
NO_SUCH_OPTION = _("答案“{answer}”不在选项里。")
TRUE_OR_FALSE = _("判断题的答案写“对”或“错”。")
ORDER = _("排序题的答案要把每个选项排一次，不能缺、不能重。")
NUMBER = _("数字题的答案要是一个数，最多 12 位整数、6 位小数。")
MEASURE = _("数字的单位最多 {limit} 个字。")
SECONDS = _("答题时间是 {least} 到 {most} 秒。")
WHY = _("解释和依据合起来最多 {limit} 个字，现在多了 {over} 个。")
KIND = _("不认识的题型“{kind}”，请写单选、多选、判断、排序或数字。")

NO_WORKBOOK = _("这不是 Excel 工作簿（.xlsx）。老格式 .xls 请先另存为 .xlsx；有密码的请先去掉密码。")
TOO_LARGE = _("文件太大：最多 {mb} MB。")
TOO_MANY = _("一次最多导入 {limit} 道题，这份有 {rows} 行，请分成几份。")
NO_HEADINGS = _("第一行没有认出“题目”和“答案”两列。请用模板，或者把列名改成：{known}。")
NO_ROWS = _("表里没有题目。")
