"""Who gets what at which address: the one list. A new address missing from it fails the suite.

Columns are the cast of `tests/factories/people.py`, in the order of PEOPLE. The studio and the lecture are those of
府山街道, whose keeper is the officer and whose lecturer is the host.
"""

from dataclasses import dataclass

PEOPLE = ("guest", "stranger", "neighbour", "host", "officer", "office", "auditor", "admin")

LOGIN = 302
"""Sent to sign in first (only in the guest's column), or sent on after an order was carried out."""


@dataclass(frozen=True)
class Row:
    """One address: its name, the status each of PEOPLE gets, the method, and what the scene must look like.

    `state` is the lecture's before the request; `form` what is sent.
    """

    name: str
    statuses: tuple[int, ...]
    method: str = "GET"
    state: str = "PUBLISHED"
    form: tuple[tuple[str, str], ...] = ()


def everybody(name: str, status: int = 200) -> Row:
    return Row(name, (status,) * len(PEOPLE))


def everybody_posts(name: str, status: int) -> Row:
    return Row(name, (status,) * len(PEOPLE), "POST")


PLAN_FORM = (
    ("title", "医保怎么缴"),
    ("speaker", "宣讲员"),
    ("summary", ""),
    ("planned_at", "2026-11-24T19:30"),
)
DRAW_FORM = (
    ("title", "另一次抽奖"),
    ("eligibility", "TOOK_PART"),
    ("dice", "on"),
    ("claim", "文化站"),
    ("claim_days", "7"),
    ("prize-name", "雨伞"),
    ("prize-count", "2"),
)
SCRIPT_FORM = (
    ("title", "医保怎么缴"),
    ("name_0", "宣讲员"),
    *((f"minutes_{part}", "5") for part in range(1, 7)),
)
QUESTION_FORM = (("kind", "NUMBER"), ("text", "火警电话？"), ("number", "119"), ("seconds", "20"))
COMMAND = ("command", "3f0b7a52-6a53-4bb9-9d3e-0a5b3f3f7a10")

INSIDE = (302, 403, 403, 200, 200, 200, 200, 403)
RUN = (302, 403, 403, 302, 302, 302, 403, 403)
PLAN = (302, 403, 403, 403, 302, 302, 403, 403)
DRAFTING = (302, 404, 404, 403, 302, 302, 403, 404)
"""A draft, a rehearsal: to those outside the studio it is not there."""
KEYS = (302, 403, 403, 403, 200, 403, 403, 403)
HIDDEN = (302, 404, 404, 200, 200, 200, 200, 404)
READER = (302, 404, *(200,) * 6)
"""Whoever works in the county may read the numbers of a draw; a mere account may not."""
SEALED = (302, *(404,) * 7)
EDIT = (302, 403, 403, 403, 200, 200, 403, 403)
"""The page on which those who may plan change something."""
MODERATE, MODERATE_TOLD = PLAN, EDIT
"""Another right, today in the same hands: sent on after a form, or told in the answer itself."""
WRITE = (302, 403, 403, 400, 302, 302, 400, 403)  # 400: the form says why
DISTRICT = (302, 403, 403, 403, 403, 200, 403, 200)
DISPATCHES = (302, 403, 403, 403, 403, 200, 403, 403)
"""Who files and hands out for the county."""
REGISTER = (302, 403, 403, 403, 403, 200, 403, 403)
SIGNED_IN = (302, *(200,) * 7)
COUNTY = (302, 403, 403, 403, 403, 200, 200, 403)
"""For who sees the ledger of the whole county."""
CONCERNED = (302, 404, 404, 404, 404, 200, 200, 404)
"""A matter: to whom it does not concern, it is not there."""


DISPATCHED = (302, 404, 404, 404, 404, 302, 403, 404)
"""What the office alone orders about a matter; the auditor reads it and orders nothing."""
CAUSE_FORM = tuple((name, "写了") for name in ("happened", "direct", "indirect", "root", "check"))
MEASURE_FORM = (("title", "清出通道"), ("category", "rule"), ("grade", "once"))

TABLE = (
    # ------------------------------------------------ for everybody
    everybody("healthz"),
    everybody("metrics"),  # nothing of a person or a lecture in it; the shipped proxy keeps it inside all the same
    everybody("home:front"),
    everybody("hall:room"),
    everybody("hall:qr"),
    Row("hall:summary", (200,) * 8, state="REPLAY"),
    everybody("hall:rehearsal"),  # the link itself is the right
    everybody("hall:lecture-ics"),
    everybody("hall:remind"),
    Row("hall:remind-mail", (302,) * 8, "POST", form=(("address", "zhang@example.com"),)),
    Row("hall:remind-push", (400,) * 8, "POST"),  # an empty form is no browser's
    everybody("hall:push-worker"),
    everybody("hall:reminder"),  # the link itself is the right, here and below
    Row("hall:reminder-confirm", (302,) * 8, "POST"),
    Row("hall:reminder-drop", (302,) * 8, "POST"),
    everybody("hall:lectures"),
    everybody("hall:lectures-ics"),
    everybody("hall:lectures-atom"),
    everybody("hall:studios"),
    everybody("hall:studio"),
    everybody("hall:answers"),
    everybody("hall:answers-later"),
    everybody("ledger:answers"),
    everybody("ledger:ask"),
    everybody("ledger:asked"),  # the link itself is the right, here and below
    Row("ledger:judge", (302,) * 8, "POST", form=(("answers", "yes"),)),
    everybody("files:file"),  # who has the name was given it
    everybody("org:units"),
    # ------------------------------------------------ Open311, for other programs
    *(everybody(f"open311:{name}") for name in ("discovery", "services", "requests")),
    *(everybody(f"open311:{name}", 404) for name in ("service", "request", "token")),  # nothing is public in the scene
    everybody("residents:me"),
    # Spoken to by pages in JSON, without session or token: tests/web/test_residents.py.
    *(everybody(f"residents:{name}", 405) for name in ("text", "redeem", "kept", "traces", "erase", "asked", "judge")),
    # The capture page is the same for everybody; what it asks is answered to who signed in: tests/web/street.
    everybody("capture:page"),
    everybody("capture:worker"),
    Row("capture:lists", (401, *(200,) * 7)),
    Row("capture:upload", (401, *(200,) * 7)),
    everybody("capture:commands", 405),
    everybody("places:place"),
    everybody("places:report"),
    Row("places:report-send", (400,) * 8, "POST"),  # an empty form says what is missing
    everybody("places:veiled"),
    everybody("places:follow"),  # the link itself is the right, here and below
    everybody("places:follow-photo"),
    Row("places:follow-add", (400,) * 8, "POST"),  # an empty form says what is missing
    Row("places:follow-again", (400,) * 8, "POST"),
    Row("places:follow-answer", (302,) * 8, "POST"),
    everybody("witness:slips"),
    everybody("witness:slip"),
    everybody("witness:feed"),
    everybody("witness:verifier"),
    # ------------------------------------------------ for whoever signed in
    Row("org:desk", SIGNED_IN),
    # ------------------------------------------------ the ledger in the street
    Row("capture:voice", (302, 404, 404, 404, 404, 200, 200, 404)),  # whoever sees the matter in full
    Row("places:register", (302, 403, 403, 403, 403, 200, 200, 403)),
    Row("places:plates", (302, 403, 403, 403, 403, 302, 302, 403)),  # 302: none was ticked, said on the list
    Row("places:card", REGISTER),
    Row("places:sheet", REGISTER),
    # ------------------------------------------------ who approves
    Row("hall:approval", SIGNED_IN),  # how a unit approves is no secret; who could take a step is, outside
    Row("hall:approval-set", (302, 403, 403, 403, 403, 302, 403, 302), "POST", form=(("how", "nobody"),)),
    # ------------------------------------------------ a studio from inside
    Row("hall:console", INSIDE),
    Row("hall:health", INSIDE),
    Row("hall:recording", (302, 404, 404, 200, 200, 200, 200, 404), state="ENDED"),
    Row("hall:capture", (302, 403, 403, 200, 200, 200, 403, 403), state="LOBBY"),
    Row("hall:capture-permit", (302, 403, 403, 200, 200, 200, 403, 403), "POST", "LOBBY"),
    Row("hall:plan", (302, 403, 403, 400, 302, 302, 400, 403), "POST", form=PLAN_FORM),  # 400: the form says why
    Row("hall:new", (302, 403, 200, 403, 200, 200, 403, 403)),
    # 400: the neighbour may plan, only not in that studio
    Row("hall:new-plan", (302, 403, 400, 403, 302, 302, 403, 403), "POST", form=(*PLAN_FORM, ("studio", "fushan"))),
    Row("hall:key-make", KEYS, "POST", form=(("label", "编码器"),)),
    Row("hall:key-revoke", (302, 403, 403, 403, 302, 403, 403, 403), "POST"),
    Row("hall:lobby", RUN, "POST"),
    Row("hall:air", RUN, "POST", "LOBBY"),
    Row("hall:end", RUN, "POST", "ON_AIR"),
    Row("hall:cancel", PLAN, "POST"),
    Row("hall:replay", PLAN, "POST", "REPLAY"),
    Row("hall:notice", MODERATE, "POST", "ON_AIR", (("text", "八点抽奖"), COMMAND)),
    Row("hall:silence", MODERATE, "POST", "ON_AIR", (("on", "1"), COMMAND)),
    # ------------------------------------------------ a helper at the desk
    Row("residents:helper", INSIDE),
    Row("residents:helper-code", (302, 403, 403, 200, 200, 200, 403, 403), "POST", form=(("subject", "13857012345"),)),
    Row("residents:helper-erase", (302, 403, 403, 403, 403, 400, 403, 403), "POST"),  # 400: no decision named
    # ------------------------------------------------ bans: the district's alone
    Row("residents:bans", DISTRICT),
    Row("residents:bans-add", (302, 403, 403, 403, 403, 400, 403, 400), "POST"),  # 400: nobody is named
    Row(
        "residents:bans-change",
        (302, 403, 403, 403, 403, 302, 403, 302),
        "POST",
        form=(("do", "lift"), ("words", "处理决定")),
    ),
    # ------------------------------------------------ slides
    Row("hall:slides", INSIDE),
    Row("hall:slides-list", INSIDE),
    Row("hall:slides-upload", PLAN, "POST"),
    Row("hall:slides-show", (302, 403, 403, 200, 200, 200, 403, 403), "POST", "LOBBY", (("n", "1"), COMMAND)),
    Row("hall:slides-move", PLAN, "POST", form=(("to", "2"),)),
    Row("hall:slides-alt", PLAN, "POST", form=(("alt", "插线板"),)),
    Row("hall:slides-remove", PLAN, "POST"),
    # ------------------------------------------------ posters and papers
    everybody("documents:poster-png"),
    Row("documents:poster", INSIDE),
    Row("documents:poster-file", INSIDE),
    Row("documents:poster-make", (302, 403, 403, 302, 302, 302, 302, 403), "POST"),
    Row("documents:poster-choose", PLAN, "POST", form=(("design", "UPRIGHT"), ("headline", ""))),
    Row("documents:papers", INSIDE),
    Row("documents:papers-make", (302, 403, 403, 302, 302, 302, 302, 403), "POST", "REPLAY"),
    Row("documents:paper-file", INSIDE),
    Row("documents:person", (302, 403, 403, 403, 400, 400, 403, 403), "POST", "REPLAY", (("who", "nobody"),)),
    Row("documents:person-file", (302, 403, 403, 403, 404, 404, 403, 403), "POST", "REPLAY", (("who", "nobody"),)),
    Row(
        "documents:person-erase",
        (302, 403, 403, 403, 403, 404, 403, 403),
        "POST",
        "REPLAY",
        (("who", "nobody"), ("decision", "书面申请")),
    ),
    # ------------------------------------------------ a draw that was announced (荷花街道's)
    everybody("draws:verifier"),
    everybody("draws:page"),
    everybody("draws:of", 302),
    everybody("draws:roster"),
    everybody("draws:file"),
    everybody("draws:card"),
    everybody("draws:mine", 403),  # without a ticket of that lecture nobody is told anything
    Row("draws:numbers", READER),
    Row("draws:type", (302, 404, 302, 302, 302, 302, 302, 302), "POST", form=(("source-1", "316"),)),
    # ------------------------------------------------ a draw that is being prepared (府山街道's): to others it is not there
    Row("draws:steps", HIDDEN),
    Row("draws:state", HIDDEN),
    Row("draws:take", (302, 404, 404, 302, 302, 302, 403, 404), "POST", "ON_AIR"),
    Row("draws:again", (302, 404, 404, 302, 302, 302, 403, 404), "POST"),
    Row("draws:desk", (302, 404, 404, 200, 200, 200, 403, 404)),
    Row("draws:give", (302, 404, 404, 302, 302, 302, 403, 404), "POST", form=(("code", "0000-0000"),)),
    Row("draws:forfeit", (302, 404, 404, 302, 302, 302, 403, 404), "POST", form=(("label", "x"),)),
    Row("draws:edit", (302, 404, 404, 403, 200, 200, 403, 404)),
    Row("draws:change", (302, 404, 404, 403, 302, 302, 403, 404), "POST", form=DRAW_FORM),
    Row("draws:drop", (302, 404, 404, 403, 302, 302, 403, 404), "POST"),
    Row("draws:studio", INSIDE),
    Row("draws:new", EDIT),
    Row("draws:prepare", PLAN, "POST", form=DRAW_FORM),
    Row("draws:prize-add", PLAN, "POST", form=(("name", "雨伞"),)),
    Row("draws:prize-retire", PLAN, "POST"),
    # ------------------------------------------------ preparing a lecture
    Row("hall:prepare", INSIDE),
    Row("hall:write", PLAN, "POST", form=SCRIPT_FORM),
    Row("hall:reschedule", PLAN, "POST", form=(("planned_at", "2026-11-24T19:30"),)),
    Row("hall:submit", DRAFTING, "POST", "DRAFT"),
    Row("hall:withdraw", DRAFTING, "POST", "SUBMITTED"),
    Row("hall:publish", DRAFTING, "POST", "APPROVED"),
    Row("hall:approve", DRAFTING, "POST", "SUBMITTED", (("seen", "0" * 64),)),
    Row("hall:send-back", DRAFTING, "POST", "SUBMITTED", (("sentence", "题目太长"),)),
    Row("hall:copy", PLAN, "POST"),
    Row("hall:again", PLAN, "POST"),
    Row("hall:rehearse", RUN, "POST"),
    Row("hall:rehearsal-forget", (302, 404, 404, 302, 302, 302, 403, 404), "POST"),
    # ------------------------------------------------ the director's console
    Row("hall:director", INSIDE, state="ON_AIR"),
    Row("hall:director-follow", INSIDE, state="ON_AIR"),
    Row("hall:director-prepared", INSIDE, state="ON_AIR"),
    Row("hall:director-press", MODERATE_TOLD, "POST", "ON_AIR", (("verb", "review"), ("on", "on"), COMMAND)),
    Row("hall:director-evidence", MODERATE_TOLD, "POST", "ON_AIR", (("since", "19:00"), ("until", "20:00"))),
    Row("hall:words", EDIT),
    Row("hall:word-add", PLAN, "POST", form=(("word", "加微信"),)),
    Row("hall:word-remove", PLAN, "POST"),
    # ------------------------------------------------ the question bank
    Row("hall:bank", INSIDE),
    Row("hall:bank-template", INSIDE),
    Row("hall:bank-add", WRITE, "POST", form=QUESTION_FORM),
    Row("hall:bank-import", (302, 403, 403, 403, 400, 400, 403, 403), "POST"),  # 400: nothing was chosen
    Row("hall:bank-edit", EDIT),
    Row("hall:bank-retire", PLAN, "POST"),
    # ------------------------------------------------ quiz, polls, questions of a lecture
    Row("hall:quiz", INSIDE),
    Row("hall:quiz-state", INSIDE),
    Row("hall:quiz-add", WRITE, "POST", form=QUESTION_FORM),
    Row("hall:quiz-take", PLAN, "POST"),
    Row("hall:quiz-speed", PLAN, "POST"),
    Row("hall:quiz-edit", EDIT),
    Row("hall:quiz-remove", PLAN, "POST"),
    Row("hall:quiz-move", PLAN, "POST", form=(("to", "1"),)),
    Row("hall:quiz-put", RUN, "POST", "ON_AIR", (COMMAND,)),
    Row("hall:quiz-reveal", (302, 403, 403, 409, 409, 409, 403, 403), "POST", "ON_AIR", (COMMAND,)),  # not put yet
    Row("hall:polls", INSIDE),
    Row("hall:polls-state", INSIDE),
    Row("hall:polls-add", WRITE, "POST", form=(("text", "几点好？"), ("options", "七点\n八点"))),
    Row("hall:polls-edit", EDIT),
    Row("hall:polls-remove", PLAN, "POST"),
    Row("hall:polls-move", PLAN, "POST", form=(("to", "1"),)),
    Row("hall:polls-open", RUN, "POST", "ON_AIR", (COMMAND,)),
    Row("hall:polls-close", (302, 403, 403, 409, 409, 409, 403, 403), "POST", "ON_AIR", (COMMAND,)),  # not open yet
    Row("hall:questions", INSIDE),
    Row("hall:questions-prepare", WRITE, "POST", form=(("text", "断保了怎么办？"),)),
    Row("hall:questions-remove", PLAN, "POST"),
    Row("hall:questions-put", MODERATE, "POST", "ON_AIR", (COMMAND,)),
    Row("hall:questions-move", MODERATE, "POST", "ON_AIR", (COMMAND,)),
    Row("hall:questions-hand", MODERATE, "POST", "ON_AIR", (("category", "medical"),)),
    Row("hall:questions-answer", MODERATE, "POST", "ON_AIR", (COMMAND, ("answer", "能。"), ("unit", "区医保局"))),
    Row("hall:results", INSIDE),
    Row("hall:results-items", INSIDE),
    Row("hall:results-scores", INSIDE),
    Row("hall:results-all", INSIDE),
    # ------------------------------------------------ the ledger's desk: a matter of 府山街道, reported; a filter of the officer
    Row("ledger:desk", SIGNED_IN),
    Row("ledger:list", SIGNED_IN),
    Row("ledger:export", SIGNED_IN),
    Row("ledger:export-csv", SIGNED_IN),  # each their own: what they may not see is not in it
    Row("ledger:export-xlsx", SIGNED_IN),
    Row("ledger:export-fill", (302, *(400,) * 7), "POST"),  # 400: no template was chosen
    Row("ledger:filter-keep", (302,) * 8, "POST", form=(("name", "待交办"), ("state", "REPORTED"))),
    Row("ledger:filter-drop", (302, 404, 404, 404, 302, 404, 404, 404), "POST"),
    Row("ledger:hand-down", (302, 403, 403, 403, 403, 200, 403, 403)),
    Row("ledger:hand-down-act", (302, 403, 403, 403, 403, 302, 403, 403), "POST"),
    Row("ledger:figures", COUNTY),
    Row("ledger:digests", (302, 403, 403, 403, 403, 200, 200, 403)),
    Row("ledger:mailbox", (302, 403, 403, 403, 403, 302, 403, 302), "POST"),
    Row("ledger:responsibility", COUNTY),
    Row("ledger:past", COUNTY),
    Row("ledger:matter", CONCERNED),
    Row("ledger:answer", CONCERNED),
    Row("ledger:review", CONCERNED),
    Row("ledger:review-begin", (302, 404, 404, 404, 404, 200, 403, 404)),
    Row("ledger:review-write", (302, 404, 404, 404, 404, 403, 403, 404), "POST", form=(*CAUSE_FORM, COMMAND)),
    Row("ledger:review-measure", DISPATCHED, "POST", form=(*MEASURE_FORM, COMMAND)),
    Row("ledger:review-lecture", DISPATCHED, "POST", form=(("studio", "fushan"), ("title", "为什么不能堵"), COMMAND)),
    Row("hall:commissions", INSIDE),
    Row("hall:commission-take", PLAN, "POST", form=(("speaker", "宣讲员"), ("planned_at", "2026-11-24T19:30"))),
    Row("hall:commission-decline", PLAN, "POST", form=(("reason", "来不及"),)),
    Row("ledger:matter-past", CONCERNED),
    # The verbs of a matter, each for everybody around it: tests/web/ledger/test_permissions.py.
    Row("ledger:form", (302, 404, 404, 404, 404, 200, 403, 404)),
    Row(
        "ledger:act",
        (302, 404, 404, 404, 404, 302, 403, 404),
        "POST",
        form=(COMMAND, ("expected", "2"), ("text", "收到")),
    ),
    Row("ledger:campaigns", SIGNED_IN),
    Row("ledger:campaign", SIGNED_IN),
    Row("ledger:campaign-found", (302, 403, 403, 403, 403, 400, 403, 403), "POST"),  # 400: an empty form
    # Notices to a firm or shop are its lead's; the link itself is the right. tests/web/ledger/test_notices.py
    Row("ledger:notices", (302, 404, 404, 404, 404, 403, 403, 404)),
    Row("ledger:notice-send", (302, 404, 404, 404, 404, 403, 403, 404), "POST"),
    Row("ledger:notice-revoke", (302, *(404,) * 7), "POST"),
    Row("ledger:notice-time", (302, *(404,) * 7)),  # to all but the lead's people it is not there
    everybody("ledger:notice", 404),
    Row("ledger:notice-answer", (404,) * 8, "POST"),
    Row("ledger:check", (302, *(404,) * 7)),  # a seat is its holder's alone
    Row("ledger:check-photo", (404,) * 8),
    Row("ledger:photo", (404, 404, 404, 404, 404, 200, 200, 404)),  # whoever sees the matter, on each request
    everybody("ledger:notice-photo", 404),
    Row("ledger:decide", (302, *(404,) * 7), "POST"),
    Row("ledger:recuse", (302, *(404,) * 7), "POST"),
    # ------------------------------------------------ for programs, by token and never by cookie: tests/web/test_api.py
    everybody("api:openapi"),
    everybody("api:nothing", 404),
    *(everybody(f"api:{name}", 401) for name in ("matters", "matter", "seats")),
    *(everybody(f"api:{name}", 405) for name in ("act", "decide", "recuse")),
    Row("api:keys", SIGNED_IN),
    Row("api:key-make", (302, 403, *(200,) * 6), "POST", form=(("label", "四平台"),)),
    Row("api:key-revoke", (302, *(404,) * 7), "POST"),  # nobody has one
    # ------------------------------------------------ what the office sends out (a draft)
    Row("notices:list", DISPATCHES),
    Row("notices:draft", (302, 403, 403, 403, 403, 400, 403, 403), "POST"),  # 400: no matter was named
    Row("notices:page", (302, 404, 404, 404, 404, 200, 404, 404)),
    Row("notices:rewrite", (302, 403, 403, 403, 403, 302, 403, 403), "POST"),
    Row("notices:issue", (302, 403, 403, 403, 403, 409, 403, 403), "POST"),  # 409: it is not set yet
    Row("notices:drop", (302, 403, 403, 403, 403, 302, 403, 403), "POST"),
    Row("notices:file", (302, *(404,) * 7)),  # nothing is set yet
    # ------------------------------------------------ lists of other ledgers
    Row("imports:list", DISPATCHES),
    Row("imports:receive", (302, 403, 403, 403, 403, 400, 403, 403), "POST"),  # 400: nothing was chosen
    Row("imports:page", DISPATCHES),
    Row("imports:map", (302, 403, 403, 403, 403, 400, 403, 403), "POST"),  # 400: no column was named
    Row("imports:apply", (302, 403, 403, 403, 403, 409, 403, 403), "POST"),  # 409: nothing was checked yet
    Row("imports:drop", (302, 403, 403, 403, 403, 302, 403, 403), "POST"),
    Row("imports:refused", DISPATCHES),
    # ------------------------------------------------ inspections: to who is not of the crew a sealed one is not there
    Row("inspections:mine", (302, *(403,) * 7)),
    Row("inspections:new", (302, *(403,) * 7)),
    Row("inspections:make", (302, *(403,) * 7), "POST"),
    Row("inspections:coverage", (302, 403, 403, 403, 403, 200, 200, 200)),
    Row("inspections:history", (302, 403, 403, 403, 403, 200, 200, 200)),
    everybody("inspections:carried"),  # an empty frame
    everybody("inspections:carried-worker"),
    *(Row(f"inspections:{name}", SEALED) for name in ("plan", "document", "elsewhere", "place", "decision", "photo")),
    *(Row(f"inspections:{name}", SEALED) for name in ("release", "readings", "alive")),
    *(Row(f"inspections:{name}", SEALED, "POST") for name in ("enter", "draw", "recuse", "drop", "add-elsewhere")),
    *(Row(f"inspections:{name}", SEALED, "POST") for name in ("add", "visit", "decide", "withdraw", "release-file")),
    *(Row(f"inspections:{name}", SEALED, "POST") for name in ("pack", "revoke")),
    everybody_posts("inspections:unlock", 403),  # only from our own page: tests/web/inspections
    # ------------------------------------------------ signing in
    Row("account_login", (200, *(302,) * 7)),
    Row("account_logout", (302, *(200,) * 7)),
    everybody("account_inactive"),
    Row("account_signup", (200, *(302,) * 7)),
    Row("account_reauthenticate", SIGNED_IN),
    Row("account_change_password", SIGNED_IN),
    Row("account_set_password", (302,) * 8),
    Row("mfa_index", SIGNED_IN),
    everybody("mfa_authenticate", 302),
    Row("mfa_reauthenticate", SIGNED_IN),
    everybody("mfa_activate_totp", 302),  # who has one is sent to the index, after proving who they are
    everybody("mfa_deactivate_totp", 302),
    Row("mfa_view_recovery_codes", (302, *(404,) * 7)),
    Row("mfa_generate_recovery_codes", (302,) * 8),
    Row("mfa_download_recovery_codes", (302, *(404,) * 7)),
)
