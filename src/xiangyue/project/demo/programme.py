"""What the demo's lecture does, second by second: six parts in ten minutes, as data. Two evenings' worth, in turn."""

from dataclasses import dataclass
from typing import Any

from xiangyue.project.demo.script import Slide

ROUND_S = 600
"""One round of all six parts."""


@dataclass(frozen=True, slots=True)
class Poll:
    text: str
    options: tuple[str, ...]
    most: int = 1
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A question of the quiz; `answer` as the line wants it: numbers of options (first 0), or a number in words."""

    kind: str
    text: str
    answer: list[int] | str
    why: str
    options: tuple[str, ...] = ()
    unit: str = ""
    seconds: int = 15


@dataclass(frozen=True, slots=True)
class Cue:
    """`verb` of `evening.Evening` with what it takes, so many seconds into the round."""

    at_s: int
    verb: str
    what: Any = None


@dataclass(frozen=True, slots=True)
class Programme:
    """One subject. `asks` are what residents ask, each with the official answer that stays."""

    name: str
    unit: str
    welcome: str
    closing: str
    first_slide: int
    slides: int
    poll: Poll
    also: Poll
    asks: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]

    def cues(self) -> tuple[Cue, ...]:
        """The round, in order: each item is open for its seconds and until the slowest phone had them too."""
        talk = [Cue(40 + 32 * at, "slide", self.first_slide + at) for at in range(self.slides)]
        quiz: list[Cue] = []
        for number, item in enumerate(self.items, 1):
            begin = 330 + 43 * (number - 1)
            quiz += [Cue(begin, "item", (number, item)), Cue(begin + item.seconds + 27, "reveal", item)]
        return (
            Cue(0, "part", (1, "主题海报")),
            Cue(4, "part", (2, "开场导语")),
            Cue(5, "slide", self.first_slide),
            Cue(6, "notice", self.welcome),
            Cue(36, "part", (3, self.name)),
            *talk,
            Cue(238, "part", (4, "互动答疑")),
            Cue(240, "approve", 3),
            Cue(243, "poll", self.poll),
            Cue(262, "answer", 2),
            Cue(276, "close"),
            Cue(279, "poll", self.also),
            Cue(306, "close"),
            Cue(310, "part", (5, "结尾总结")),
            Cue(312, "slide", self.first_slide + self.slides - 1),
            Cue(313, "notice", self.closing),
            Cue(324, "part", (6, "知识竞答与抽奖")),
            Cue(326, "announce"),
            *quiz,
            Cue(548, "lock"),
            Cue(555, "open"),
            Cue(562, "throw"),
            Cue(568, "settle"),
            Cue(590, "slide", 0),
        )


ELECTRICITY = Programme(
    name="冬季用电，三件事",
    unit="消防救援大队",
    welcome="今晚先讲三件用电的事，再答疑、竞答、抽奖。答对三题就有抽奖号码。",
    closing="记住三句：插线板不发烫，电热毯上床就关，电动车不进楼。",
    first_slide=1,
    slides=6,
    poll=Poll("您家的电动自行车在哪里充电？", ("楼下充电棚", "家里或楼道", "单位、店里", "没有电动车"), is_shown=True),
    also=Poll("回家以后，您先检查哪几样？（最多两样）", ("插线板", "电热毯", "取暖器", "老电线", "充电器"), most=2),
    asks=(
        ("充电棚在几幢？", "荷花三路 12 幢、26 幢北侧各一处，扫码充电，满电自停。位置图已贴在各单元门口。"),
        ("楼道里还有人充电，怎么办？", "请打网格员电话或 12345，说清幢号单元；消防救援大队和社区当天上门劝离。"),
        ("老人一个人在家，能不能上门看看？", "可以。七十岁以上独居老人，社区电工免费上门检查一次，报名在社区服务台。"),
        ("电线老化换一次要多少钱？", "普通两居室入户线更换约八百到一千五百元，低保户由街道承担，先到社区登记。"),
        ("取暖器放卫生间行不行？", "不行。卫生间潮湿，普通取暖器没有防水，请用带漏电保护的浴霸。"),
    ),
    items=(
        Item("single", "电热毯最稳妥的用法是哪一种？", [1], "睡着以后没有人看着，过热不会有人发现。",
             ("开着低温睡一夜", "睡前预热，上床就关", "折起来盖在脚上")),
        Item("truefalse", "电动自行车的电池可以拿回家里充电。", [1], "锂电池起火几秒就封门，电池不进家门。",
             ("对", "错")),
        Item("multiple", "下面哪几样不能共用一块插线板？", [0, 1], "取暖器和电热水壶都是大功率，合用会让插线板发烫。",
             ("取暖器", "电热水壶", "台灯", "手机充电器")),
        Item("order", "家里着火，先后做哪三步？请排好次序。", [0, 1, 2], "先断电，再护住口鼻弯腰走，出来以后打 119。",
             ("拉闸断电", "湿毛巾捂口鼻，弯腰走", "出来以后打 119")),
        Item("number", "电热毯用到第几年就该换新的？", "6", "线芯老化看不见，满六年就换。", unit="年"),
    ),
)  # fmt: skip

INSURANCE = Programme(
    name="城乡居民医保，怎么缴",
    unit="区医保局",
    welcome="这一轮请区医保局讲医保缴费，当场回答问题；竞答之后抽奖。",
    closing="记住三句：年底前缴清，断缴有等待期，看病先刷码。",
    first_slide=7,
    slides=4,
    poll=Poll("您一般怎么缴医保？", ("浙里办", "村社代收点", "银行柜台", "家里人帮忙缴"), is_shown=True),
    also=Poll("您最想听医保局讲哪几样？（最多两样）", ("门诊慢病", "异地就医", "家庭共济", "大病保险", "生育报销"), most=2),
    asks=(
        ("断缴以后补缴，多久能报销？", "集中缴费期以后补缴的，有三个月等待期，等待期里的费用不报。请在年底前缴清。"),
        ("异地住院要先备案吗？", "要。在浙里办搜“异地就医备案”，三分钟办好；急诊可以先住院、五个工作日内补。"),
        ("父母的医保能用我的个人账户缴吗？", "能。开通家庭共济以后，职工医保个人账户可以给父母、配偶、子女缴费。"),
        ("高血压吃药能报多少？", "先到定点医院备案门诊慢病，社区卫生院的报销比例比大医院高，药可以一次开三个月。"),
    ),
    items=(
        Item("single", "明年的城乡居民医保，最好什么时候缴？", [2], "集中缴费期到年底；过了再补缴有等待期。",
             ("生病的时候", "明年夏天", "今年年底以前")),
        Item("truefalse", "异地住院急诊，可以先住院再补备案。", [0], "急诊先救人，五个工作日内补办备案。", ("对", "错")),
        Item("multiple", "职工医保个人账户可以给哪些家人缴居民医保？", [0, 1, 2], "家庭共济：父母、配偶、子女。",
             ("父母", "配偶", "子女", "邻居")),
        Item("order", "门诊慢病报销，先后做哪三步？请排好次序。", [0, 1, 2], "先备案，再到定点医院开药，刷码当场报。",
             ("到定点医院备案", "在定点医院、药店开药", "刷医保码当场结算")),
        Item("number", "集中缴费期以后才补缴的，等待期是几个月？", "3", "等待期三个月，这段时间的费用不报。", unit="个月"),
    ),
)  # fmt: skip

ROUNDS = (ELECTRICITY, INSURANCE)

PRIZES = (("电热毯", 1), ("带保护的插线板", 3), ("雨伞", 6))

INSURANCE_SLIDES = (
    Slide("城乡居民医保：明年怎么缴", ("区医保局", "缴多少、什么时候缴、断缴怎么办"), ""),
    Slide("什么时候缴", ("集中缴费：今年年底以前", "过了再补缴：等待期三个月", "新生儿：出生九十天内"), ""),
    Slide("在哪里缴", ("浙里办、微信、支付宝", "村社代收点，收据留好", "家庭共济：子女替父母缴"), ""),
    Slide("今天讲的，再说一遍", ("年底前缴清", "断缴有等待期", "看病先刷码"), ""),
)

ITEMS = {item.text: item for programme in ROUNDS for item in programme.items}
REPLIES = {text: (answer, programme.unit) for programme in ROUNDS for text, answer in programme.asks}
