"""What people are told about kinds, and why a file is no kind."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class UnknownKind(Refusal):
    code = "unknown-kind"
    status = 404
    text = _("没有“{code}”这种事项。")  # type: ignore[assignment]


class UnknownGrade(Refusal):
    code = "unknown-grade"
    status = 400
    text = _("{kind}没有“{code}”这个等级。")  # type: ignore[assignment]


class UnknownCategory(Refusal):
    code = "unknown-category"
    status = 400
    text = _("{kind}没有“{code}”这个类别。")  # type: ignore[assignment]


class UnknownField(Refusal):
    code = "unknown-field"
    status = 404
    text = _("没有“{code}”这个领域。")  # type: ignore[assignment]


class BadKind(Refusal):
    """A file that is no kind: `where` is the path in it, as people point at it: hazard.verify.major."""

    code = "bad-kind"
    status = 422


class NotYaml(BadKind):
    code = "kind-not-yaml"
    text = _("{where} 读不懂：第 {line} 行，{why}。")  # type: ignore[assignment]


class NotATable(BadKind):
    code = "kind-not-a-table"
    text = _("{where} 应该是一组“名: 值”。")  # type: ignore[assignment]


class NotAList(BadKind):
    code = "kind-not-a-list"
    text = _("{where} 应该是一个列表。")  # type: ignore[assignment]


class NotAText(BadKind):
    code = "kind-not-a-text"
    text = _("{where} 应该是 1 到 {most} 个字。")  # type: ignore[assignment]


class NotANumber(BadKind):
    code = "kind-not-a-number"
    text = _("{where} 应该是 {least} 到 {most} 的整数，不是“{said}”。")  # type: ignore[assignment]


class NotAShare(BadKind):
    code = "kind-not-a-share"
    text = _("{where} 应该写成 10% 这样的比例，大于 0、不超过 100%，最细到 0.1%，不是“{said}”。")  # type: ignore[assignment]


class NotASpan(BadKind):
    code = "kind-not-a-span"
    text = _("{where} 应该写成 24h（小时）、15d（天）或 3wd（工作日），不是“{said}”。")  # type: ignore[assignment]


class NotADate(BadKind):
    code = "kind-not-a-date"
    text = _("{where} 应该写成 2026-01-01，不是“{said}”。")  # type: ignore[assignment]


class NotAnOffset(BadKind):
    code = "kind-not-an-offset"
    text = _("{where} 应该写成 due-1wd、due、due+3wd、plan 或 failed，不是“{said}”。")  # type: ignore[assignment]


class UnknownKey(BadKind):
    code = "kind-unknown-key"
    text = _("{where} 里没有“{key}”这一项。")  # type: ignore[assignment]


class MissingKey(BadKind):
    code = "kind-missing-key"
    text = _("{where} 里缺“{key}”。")  # type: ignore[assignment]


class UnknownWord(BadKind):
    code = "kind-unknown-word"
    text = _("{where} 写的是“{word}”，只能是：{words}。")  # type: ignore[assignment]


class UnknownVerb(BadKind):
    code = "kind-unknown-verb"
    text = _("{where} 里没有“{verb}”这个动作，只有：{verbs}。")  # type: ignore[assignment]


class NoDue(BadKind):
    code = "kind-no-due"
    text = _("{where} 没有时限：写 due: 3wd，或者 due: plan 加 plan_within。")  # type: ignore[assignment]


class DueTwice(BadKind):
    code = "kind-due-twice"
    text = _("{where} 的时限由整改方案定，类别表里不能再写一个。")  # type: ignore[assignment]


class VerifierIsLead(BadKind):
    code = "kind-verifier-is-lead"
    text = _("{where} 让责任单位核查自己：核查只能由别的单位来做。")  # type: ignore[assignment]


class SelfVerified(BadKind):
    code = "kind-self-verified"
    text = _("{where} 没有人核查，申请销号就等于销号：必须写明由谁、怎样核查。")  # type: ignore[assignment]


class SampleUnnamed(BadKind):
    code = "kind-sample-unnamed"
    text = _("{where} 是抽样核查，没抽到的必须叫“未抽查”：写 rest: 未抽查。")  # type: ignore[assignment]


class SampleIncomplete(BadKind):
    code = "kind-sample-incomplete"
    text = _("{where} 是抽样核查，要写明抽多少（share）、抽到的怎样核查（drawn）；别的核查不写这两项。")  # type: ignore[assignment]


class GraveUnguarded(BadKind):
    code = "kind-grave-unguarded"
    text = _("{where} 要督办，就必须有整改方案的内容（plan）、两个以上核查人、专家和现场核查，立案和销号都要公布。")  # type: ignore[assignment]


class AskerMisplaced(BadKind):
    code = "kind-asker-misplaced"
    text = _("{where}：提问人确认只用在居民提问的事项，由提问人自己确认。")  # type: ignore[assignment]


class ReleaseWithoutChildren(BadKind):
    code = "kind-release-without-children"
    text = _("{where}：发布即结只用在下面有事项可办的类型，要写 children。")  # type: ignore[assignment]


class PublicHousehold(BadKind):
    code = "kind-public-household"
    text = _("{where}：和户有关的事项，除了承办的单位，谁也看不到，更不能公开。")  # type: ignore[assignment]


class PublicTooOpen(BadKind):
    code = "kind-public-too-open"
    text = _("{where}：公众、举报人、无关的单位和责任主体都不能看到全部内容。")  # type: ignore[assignment]


class PersonAsSubject(BadKind):
    code = "kind-person-as-subject"
    text = _("{where}：“{word}”是人。人不能作为事项的对象。")  # type: ignore[assignment]


class PersonTracked(BadKind):
    code = "kind-person-tracked"
    text = _("{where}：“{word}”是在登记或跟踪人，这个系统不做这件事。")  # type: ignore[assignment]


class RadiusOutOfRange(BadKind):
    code = "kind-radius-out-of-range"
    text = _("{where}：查重半径是 {least} 到 {most} 米，不是“{said}”。")  # type: ignore[assignment]


class WatchOutOfRange(BadKind):
    code = "kind-watch-out-of-range"
    text = _("{where}：观察期是 {least} 到 {most} 天，写成 30d。")  # type: ignore[assignment]


class DuplicateCategory(BadKind):
    code = "kind-duplicate-category"
    text = _("{where}：类别代码“{code}”用了两次。")  # type: ignore[assignment]


class NoCategories(BadKind):
    code = "kind-no-categories"
    text = _("{where} 一个类别也没有。")  # type: ignore[assignment]


class NotOneSentence(BadKind):
    code = "kind-not-one-sentence"
    text = _("{where}：销号条件是一句话，以句号结尾，站在现场的人能答“是”或“不是”。")  # type: ignore[assignment]


class UnknownFieldInTable(BadKind):
    code = "kind-unknown-field"
    text = _("{where}：领域“{field}”不在 fields.csv 里。")  # type: ignore[assignment]


class UnknownGradeInTable(BadKind):
    code = "kind-unknown-grade"
    text = _("{where}：没有“{grade}”这个等级。")  # type: ignore[assignment]


class LadderOutOfOrder(BadKind):
    code = "kind-ladder-out-of-order"
    text = _("{where}：催办要一级比一级重，时间一级比一级晚，同一级只写一次。")  # type: ignore[assignment]


class ExtensionByLead(BadKind):
    code = "kind-extension-by-lead"
    text = _("{where}：延期不能由责任单位自己批。")  # type: ignore[assignment]


class NoPictures(BadKind):
    code = "kind-no-pictures"
    text = _("{where} 是看图核查，申请销号就要有图：evidence 的 claim 写 required 或 if_visual。")  # type: ignore[assignment]


class PictureOfNothing(BadKind):
    code = "kind-picture-of-nothing"
    text = _("{where}：“{category}”拍不出来，不能看图核查，给它一个现场核查的等级。")  # type: ignore[assignment]


class BadNumberPattern(BadKind):
    code = "kind-bad-number"
    text = _("{where}：编号里要有 {{year}} 和 {{seq}}，各一次，没有别的花括号。")  # type: ignore[assignment]


class BadTable(BadKind):
    code = "kind-bad-table"
    text = _("{where}：{why}")  # type: ignore[assignment]


class VersionNotRaised(BadKind):
    code = "kind-version-not-raised"
    status = 409
    text = _("{where} 的内容变了，版本还是 {version}：已经立案的事项认这个版本，请把版本改为 {next}。")  # type: ignore[assignment]


class VersionWentBack(BadKind):
    code = "kind-version-went-back"
    status = 409
    text = _("{where} 的版本是 {version}，已经装过更新的版本 {latest}。")  # type: ignore[assignment]


class UnknownRelative(BadKind):
    code = "kind-unknown-relative"
    text = _("{where}：没有“{kind}”这种事项，或者它没有认这边作{relation}。")  # type: ignore[assignment]
