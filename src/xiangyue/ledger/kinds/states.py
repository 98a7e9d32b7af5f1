"""The words a kind may use. Each is written in the files exactly as its value."""

from enum import IntEnum, StrEnum


class How(StrEnum):
    """How a claim is verified."""

    ON_SITE = "on_site"
    """现场核查: the verifier stands there and brings evidence of their own."""
    PICTURES = "pictures"
    """看图核查: another unit judges the pictures."""
    PAPERS = "papers"
    """看材料核查: another unit judges a report or document."""
    SAMPLE = "sample"
    """抽样核查: a share is drawn and verified; the rest are closed as not checked (未抽查), without the seal."""
    ASKER = "asker"
    """提问人确认: who asked says whether it answers; their silence closes it as not confirmed."""
    RELEASE = "release"
    """发布即结: an inspection ends when its findings are released. Only for kinds whose children carry the work."""


class Party(StrEnum):
    """Who verifies a claim or decides an extension. The lead is a word so that the loader can refuse it."""

    OTHER_UNIT = "other_unit"
    """Drawn from a pool; never the lead's line, never who reported, never anybody in the claim."""
    ISSUER = "issuer"
    """The unit that ordered it: a directive comes back to the office that issued it."""
    OFFICE = "office"
    """The district's office for such matters."""
    DISTRICT = "district"
    """A leader of the district, above every line."""
    ASKER = "asker"
    LEAD = "lead"


class Reporter(StrEnum):
    """Who may report a matter of a kind."""

    UNIT = "unit"
    OFFICE = "office"
    INSPECTOR = "inspector"
    PUBLIC = "public"
    IMPORT = "import"
    HALL = "hall"
    """A question of a lecture."""
    MATTER = "matter"
    """Another matter has it as a child: a measure of a review."""


class Audience(StrEnum):
    """Those who look, nearest first."""

    LEAD = "lead"
    CO = "co"
    HOLDER = "holder"
    REPORTER = "reporter"
    OTHERS = "others"
    """Other units of the county."""
    PUBLIC = "public"


class View(StrEnum):
    """How much of a matter somebody sees."""

    FULL = "full"
    NOTICE = "notice"
    """What is asked of a duty holder, until when, and their own answers."""
    OUTCOME = "outcome"
    """What became of it, in plain words."""
    ROW = "row"
    """Number, category, place, state, dates."""
    NONE = "none"


class Need(StrEnum):
    """Whether a picture must come along."""

    REQUIRED = "required"
    IF_VISUAL = "if_visual"
    """Required where the category's closing condition can be seen."""
    OPTIONAL = "optional"
    NONE = "none"


class Level(IntEnum):
    """Rungs of the ladder, in order; written in files by their lower-case name."""

    BLUE = 1
    """蓝: near its due moment."""
    YELLOW = 2
    """黄: behind its plan, or poor."""
    RED = 3
    """红: overdue."""
    SUPERVISE = 4
    """督办: a supervision notice."""
    LIST = 5
    """挂牌: supervised by name."""
    TALK = 6
    """约谈: the unit's head is called in."""


class Anchor(StrEnum):
    """What a rung is counted from."""

    DUE = "due"
    """The current due moment."""
    PLAN = "plan"
    """The moment by which a plan must be there."""
    FAILED = "failed"
    """A verification that failed."""


class Side(StrEnum):
    """Whom routing means by a word: the two axes of every matter (块、条)."""

    PLACE = "place"
    """属地: the town or street where the subject stands."""
    FIELD = "field"
    """主管部门: the department that answers for the category's field."""
    SUBJECT_FIELD = "subject_field"
    """行业主管部门: the department that answers for the subject, as registered."""
    NAMED = "named"
    """Who files it names the lead: directives, questions, measures."""


class FirstStep(StrEnum):
    """What a visit begins with."""

    PERSUADE = "persuade"
    """当场劝导: said and mended on the spot, nothing sent."""
    NOTICE = "notice"
    """整改通知: a notice with a deadline."""
    STOP = "stop"
    """先停后改: work or use stops until it is mended."""
