"""The tables of matters. A `Matter` is the fold of its chain (`folding.Standing`), kept for searching."""

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from xiangyue.ledger.matters.states import MOVES, Outcome, State, Verb

MATTER = 16
"""Letters of a matter's public name."""

CODE = 40
"""Letters of a code of ours: kinds, categories, grades."""

_HELD = Q(state__in=sorted(MOVES[Verb.OFFER].sources))


NOTHING = RawSQL("''", ())
"""Empty text written out. Django hands over values as parameters, and SQLite cannot see from a parameter that a partial
index has the row: a million matters were read to find one's children.
"""


def named(column: str, value: str) -> Q:
    """The condition that a column which is mostly empty has a value: answered by its partial index."""
    return ~Q(**{column: NOTHING}) & Q(**{column: value})


class Matter(models.Model):
    """One matter. Every column but the last few is a field of `Standing` under the same name."""

    id = models.CharField(max_length=MATTER, primary_key=True)
    seq = models.PositiveIntegerField()
    number = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=CODE)
    version = models.PositiveIntegerField()
    category = models.CharField(max_length=CODE, blank=True)
    grade = models.CharField(max_length=CODE, blank=True)
    subject = models.CharField(max_length=32, blank=True)
    place = models.ForeignKey("org.Unit", models.PROTECT, to_field="code", null=True, related_name="+", db_index=False)
    line = models.ForeignKey("org.Unit", models.PROTECT, to_field="code", null=True, related_name="+", db_index=False)
    office = models.ForeignKey("org.Unit", models.PROTECT, to_field="code", related_name="+", db_index=False)
    lead = models.ForeignKey("org.Unit", models.PROTECT, to_field="code", null=True, related_name="+", db_index=False)
    helpers = models.JSONField(default=dict)
    title = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)
    spot = models.CharField(max_length=200, blank=True)
    lat = models.IntegerField(null=True)
    lon = models.IntegerField(null=True)
    datum = models.CharField(max_length=8, blank=True)
    via = models.CharField(max_length=12)
    reporter = models.CharField(max_length=32, blank=True)
    reporting = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=8, choices=State)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    found_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    assigned_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    original_due = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    calendar = models.CharField(max_length=64, blank=True)
    next_rung = models.PositiveSmallIntegerField(default=0)
    next_rung_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    asked_until = models.DateTimeField(null=True)
    offered = models.CharField(max_length=32, blank=True)
    planned = models.BooleanField(default=False)
    hands = models.JSONField(default=list)
    how = models.CharField(max_length=12, blank=True)
    batch = models.CharField(max_length=MATTER, blank=True)
    verifiers = models.JSONField(default=list)
    vouched = models.JSONField(default=list)
    check_due = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)
    watch_until = models.DateTimeField(null=True)
    review_at = models.DateTimeField(null=True)
    published = models.BooleanField(default=False)
    review_required = models.BooleanField(default=False)
    parent = models.CharField(max_length=MATTER, blank=True)
    merged_into = models.CharField(max_length=MATTER, blank=True)
    rebound_of = models.CharField(max_length=MATTER, blank=True)
    cluster = models.CharField(max_length=MATTER)
    campaign = models.CharField(max_length=CODE, blank=True)
    source = models.CharField(max_length=CODE, blank=True)
    external = models.CharField(max_length=80, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    hand_offs = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    fails = models.PositiveSmallIntegerField(default=0)
    annuls = models.PositiveSmallIntegerField(default=0)
    rebounds = models.PositiveSmallIntegerField(default=0)
    rechecks = models.PositiveSmallIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    evidence = models.PositiveIntegerField(default=0)
    auto_accepted = models.BooleanField(default=False)
    added_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # A unit's desk: what it leads, open, nearest due first; lists and figures without a look at a row.
            models.Index(
                fields=["lead", "due", "id", "state", "paused_at", "fails", "annuls", "place", "line"],
                condition=Q(closed_at__isnull=True),
                name="matter_open",
            ),
            # The overdue in their order: the office's, the county's, a unit's, the public's, from the index alone.
            models.Index(
                fields=["due", "id", "state", "lead", "place", "line", "office", "kind", "category", "published"],
                condition=Q(closed_at__isnull=True, paused_at__isnull=True),
                name="matter_late",
            ),
            models.Index(fields=["state", "reported_at"], name="matter_state_oldest"),
            models.Index(fields=["due"], condition=Q(asked_until__isnull=False), name="matter_asked"),
            models.Index(fields=["reported_at"], condition=Q(review_required=True), name="matter_to_review"),
            # Desks: of what its reporter had something to add since the last claim.
            models.Index(fields=["added_at"], condition=Q(added_at__isnull=False), name="matter_added"),
            # The same of a unit: else SQLite goes through all that the unit has open to find that there is none.
            models.Index(fields=["lead", "added_at"], condition=Q(added_at__isnull=False), name="matter_added_of_lead"),
            # Lists, newest first: of all, of one kind, of one place, of one lead.
            models.Index(fields=["-reported_at"], name="matter_newest"),
            models.Index(fields=["kind", "-reported_at"], name="matter_kind_newest"),
            models.Index(fields=["place", "-reported_at"], name="matter_place_newest"),
            models.Index(fields=["lead", "-reported_at"], name="matter_lead_newest"),
            # Of a town one category: a rare one is not among the newest fifty of anything.
            models.Index(fields=["place", "category", "-reported_at"], name="matter_place_category"),
            # What was found here before: duplicates and rebounds.
            models.Index(fields=["subject", "category", "-reported_at"], name="matter_of_subject"),
            models.Index(fields=["category", "lat"], condition=Q(lat__isnull=False), name="matter_nearby"),
            models.Index(fields=["parent"], condition=~Q(parent=""), name="matter_children"),
            models.Index(fields=["cluster"], name="matter_cluster"),
            models.Index(fields=["reporter", "-reported_at"], condition=~Q(reporter=""), name="matter_of_reporter"),
            models.Index(fields=["rebound_of"], condition=~Q(rebound_of=""), name="matter_rebounds"),
            models.Index(fields=["campaign", "state"], condition=~Q(campaign=""), name="matter_campaign"),
            models.Index(fields=["offered"], condition=~Q(offered=""), name="matter_offered"),
            # Timers: the ladder, acceptance in time, what waits for the day's draw, what wakes, what is paused.
            models.Index(fields=["next_rung_at"], condition=_HELD & Q(paused_at__isnull=True), name="matter_ladder"),
            models.Index(fields=["assigned_at"], condition=Q(state=State.ASSIGNED), name="matter_to_accept"),
            models.Index(fields=["claimed_at"], condition=Q(state=State.CLAIMED, how=""), name="matter_to_draw"),
            models.Index(fields=["review_at"], condition=Q(review_at__isnull=False), name="matter_to_wake"),
            models.Index(fields=["paused_until"], condition=Q(paused_until__isnull=False), name="matter_paused"),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="matter_closed"),
            models.Index(fields=["calendar"], condition=_HELD, name="matter_calendar"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external"], condition=~Q(external=""), name="ledger_matter_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=State.CLOSED) & Q(closed_at__isnull=True, outcome=""),
                name="ledger_matter_closed_whole",
            ),
            # Mended is only what somebody drawn for it has passed.
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.FIXED) | ~Q(vouched=[]), name="ledger_matter_fixed_by_others"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ASSIGNED, State.WORKING, State.CLAIMED]) | Q(lead__isnull=False),
                name="ledger_matter_led",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    """That a unit, or one under it, is concerned in a matter now: what `visible` asks, and in which order lists come.

    A matter of a village has a row for the village and one for its street, so that a list of either is one walk along
    an index, however many units stand under it.
    """

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="parties", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, to_field="code", related_name="+", db_index=False)
    reported_at = models.DateTimeField()
    helps = models.BooleanField(default=False)
    offered = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="ledger_party_of_matter")]
        indexes = [
            models.Index(fields=["unit", "-reported_at"], name="ledger_party_newest"),
            models.Index(fields=["unit", "matter"], condition=Q(helps=True), name="ledger_party_helps"),
            models.Index(fields=["unit", "matter"], condition=Q(offered=True), name="ledger_party_offered"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.matter_id}"


class Task(models.Model):
    """That somebody was drawn to verify a matter, and may see it for that; in the order in which lists come."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="tasks", db_index=False)
    person = models.CharField(max_length=32)
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "matter"], name="ledger_task_once")]
        indexes = [
            models.Index(fields=["matter"], name="ledger_task_of_matter"),
            models.Index(fields=["person", "-reported_at"], name="ledger_task_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.matter_id}"


class Command(models.Model):
    """A command that was carried out, and the reply it got: sent again, it gets the same."""

    id = models.UUIDField(primary_key=True)
    by = models.CharField(max_length=32, blank=True)
    verb = models.CharField(max_length=20)
    matter = models.CharField(max_length=MATTER, blank=True)
    reply = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Numbering(models.Model):
    """The last number given to a kind in a year."""

    kind = models.CharField(max_length=CODE)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="ledger_numbering_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class Count(models.Model):
    """How many matters entered (+) or left (-) a box of the dashboard on a day. Summed up to a day, it is that day's.

    Rows are only added: writers never wait for one another. The worker puts rows of one box and day together.
    """

    on = models.DateField()
    kind = models.CharField(max_length=CODE)
    place = models.CharField(max_length=32, blank=True)
    lead = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=8)
    outcome = models.CharField(max_length=9, blank=True)
    n = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["on", "kind", "place", "lead", "state", "outcome"], name="ledger_count_box"),
            models.Index(fields=["lead", "on"], name="ledger_count_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind} {self.state} {self.n:+}"


class Balance(models.Model):
    """How many matters stood in one box at the end of a day: where summing may begin, so that it need not at the first.

    The worker draws a balance whenever some thousand rows of `Count` have come together; rows before it never change.
    """

    on = models.DateField()
    kind = models.CharField(max_length=CODE)
    place = models.CharField(max_length=32, blank=True)
    lead = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=8)
    outcome = models.CharField(max_length=9, blank=True)
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "kind", "place", "lead", "state", "outcome"], name="ledger_balance_box_once"
            )
        ]
        indexes = [models.Index(fields=["lead", "on"], name="ledger_balance_lead")]

    def __str__(self) -> str:
        return f"{self.on} {self.kind} {self.state} {self.n}"
