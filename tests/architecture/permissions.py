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


PLAN_FORM = (
    ("title", "医保怎么缴"),
    ("speaker", "宣讲员"),
    ("summary", ""),
    ("planned_at", "2026-11-24T19:30"),
)
COMMAND = ("command", "3f0b7a52-6a53-4bb9-9d3e-0a5b3f3f7a10")

INSIDE = (302, 403, 403, 200, 200, 200, 200, 403)
RUN = (302, 403, 403, 302, 302, 302, 403, 403)
PLAN = (302, 403, 403, 403, 302, 302, 403, 403)
KEYS = (302, 403, 403, 403, 200, 403, 403, 403)
SIGNED_IN = (302, *(200,) * 7)

TABLE = (
    # ------------------------------------------------ for everybody
    everybody("healthz"),
    everybody("metrics"),  # nothing of a person or a lecture in it; the shipped proxy keeps it inside all the same
    everybody("home:front"),
    everybody("hall:room"),
    everybody("hall:qr"),
    everybody("hall:lectures"),
    everybody("hall:lectures-ics"),
    everybody("hall:lectures-atom"),
    everybody("hall:studios"),
    everybody("hall:studio"),
    everybody("files:file"),  # who has the name was given it
    everybody("org:units"),
    everybody("witness:slips"),
    everybody("witness:slip"),
    everybody("witness:feed"),
    everybody("witness:verifier"),
    # ------------------------------------------------ for whoever signed in
    Row("org:desk", SIGNED_IN),
    # ------------------------------------------------ a studio from inside
    Row("hall:console", INSIDE),
    Row("hall:health", INSIDE),
    Row("hall:capture", (302, 403, 403, 200, 200, 200, 403, 403), state="LOBBY"),
    Row("hall:capture-permit", (302, 403, 403, 200, 200, 200, 403, 403), "POST", "LOBBY"),
    Row("hall:plan", (302, 403, 403, 400, 302, 302, 400, 403), "POST", form=PLAN_FORM),  # 400: the form says why
    Row("hall:key-make", KEYS, "POST", form=(("label", "编码器"),)),
    Row("hall:key-revoke", (302, 403, 403, 403, 302, 403, 403, 403), "POST"),
    Row("hall:lobby", RUN, "POST"),
    Row("hall:air", RUN, "POST", "LOBBY"),
    Row("hall:end", RUN, "POST", "ON_AIR"),
    Row("hall:cancel", PLAN, "POST"),
    Row("hall:replay", PLAN, "POST", "REPLAY"),
    Row("hall:notice", (302, 403, 403, 403, 302, 302, 403, 403), "POST", "ON_AIR", (("text", "八点抽奖"), COMMAND)),
    Row("hall:silence", (302, 403, 403, 403, 302, 302, 403, 403), "POST", "ON_AIR", (("on", "1"), COMMAND)),
    # ------------------------------------------------ slides
    Row("hall:slides", INSIDE),
    Row("hall:slides-list", INSIDE),
    Row("hall:slides-upload", RUN, "POST"),
    Row("hall:slides-show", (302, 403, 403, 200, 200, 200, 403, 403), "POST", "LOBBY", (("n", "1"), COMMAND)),
    Row("hall:slides-move", RUN, "POST", form=(("to", "2"),)),
    Row("hall:slides-alt", RUN, "POST", form=(("alt", "插线板"),)),
    Row("hall:slides-remove", RUN, "POST"),
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
