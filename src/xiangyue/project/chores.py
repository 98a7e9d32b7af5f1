"""What the work child does, round by round: figures, slides, prints, messages, the day's witness, room on the disk."""

import logging
import shutil
from collections.abc import Callable

from django.db import Error, close_old_connections

from xiangyue.documents.notices import actions as notices
from xiangyue.documents.papers import making as papers
from xiangyue.documents.posters import actions as posters
from xiangyue.documents.posters import making as posters_making
from xiangyue.documents.press import actions as press
from xiangyue.files import actions as files
from xiangyue.hall import stage
from xiangyue.hall.audience import actions as audience
from xiangyue.hall.chat import actions as chat
from xiangyue.hall.decks import actions as decks
from xiangyue.hall.draws import actions as draws
from xiangyue.hall.rehearsals import actions as rehearsal_acts
from xiangyue.hall.rehearsals import queries as rehearsals
from xiangyue.hall.reminders import actions as reminders
from xiangyue.hall.winners import actions as winners
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Fault, Refusal
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.imports import actions as imports
from xiangyue.ledger.inspections import actions as inspections
from xiangyue.ledger.questions import actions as questions
from xiangyue.ledger.reporting import actions as reporting
from xiangyue.ledger.timers import actions as timers
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.media import retention
from xiangyue.notify import actions as messages
from xiangyue.org.residents import actions as residents
from xiangyue.project import config as settings_list
from xiangyue.project import recordings, witness
from xiangyue.web.hall import letters
from xiangyue.web.ledger import letters as ledger_letters

logger = logging.getLogger(__name__)

WITNESS_S = 60.0
"""A history recomputed later contradicts the checkpoint of its minute."""

TELL_S = 10.0
"""How late a winner may be told by text."""

REMIND_S = 20.0
"""How late a reminder may be."""

SWEEP_S = 60.0
"""How long after the end an address, or a deleted rehearsal, may still be on the disk."""

KEEP_UP_S = 10.0
"""How soon a poster follows a lecture that changed."""

LEDGER_S = 30.0
"""How late a rung, a pause that is over or the day's draw may be."""

ANSWERS_S = 5.0
"""How soon a department's answer stands where the question was asked."""

MAKERS: dict[str, press.Maker] = {"poster": posters_making.make, "paper": papers.maker(recordings.frame)}
"""Who makes what the press is asked for, by the first word of its name."""

ROOM_S = 600.0
"""How often expired recordings are looked for."""


CODES_S = 3600.0
"""How often verification codes of days ago, and the like, are deleted."""


class Chores:
    """Each chore at its own pace; one that fails is said and tried again, the others go on."""

    def __init__(self) -> None:
        self._config = settings_list.load()
        self._looked_again = False
        self._due: dict[Callable[[], None], tuple[float, float]] = {
            self._follow: (0.0, 1.0),
            self._finish_draws: (0.0, 2.0),
            self._tell_winners: (0.0, TELL_S),
            self._render: (0.0, 1.0),
            self._tell_words: (0.0, 1.0),
            self._keep_up: (0.0, KEEP_UP_S),
            self._print: (0.0, 1.0),
            self._import: (0.0, 0.0),
            self._deliver: (0.0, 5.0),
            self._remind: (0.0, REMIND_S),
            self._sweep: (0.0, SWEEP_S),
            self._witness: (0.0, WITNESS_S),
            self._look_at_pictures: (0.0, 1.0),
            self._carry_answers: (0.0, ANSWERS_S),
            self._tell_time: (0.0, LEDGER_S),
            self._draw_verifiers: (0.0, LEDGER_S),
            self._tidy_ledger: (0.0, ROOM_S),
            self._make_room: (0.0, ROOM_S),
            self._forget_codes: (0.0, CODES_S),
        }

    def round(self) -> None:
        """Do what is due."""
        close_old_connections()
        now = clock.monotonic()
        for chore, (due, every_s) in self._due.items():
            if now < due:
                continue
            self._due[chore] = (now + every_s, every_s)
            try:
                chore()
            except (Fault, Refusal, Error, OSError) as error:
                logger.warning("%s will be tried again: %s", chore.__name__.strip("_"), error)
            except Exception:
                # A mistake in one chore is loud, and does not stop the others.
                logger.exception("%s failed", chore.__name__.strip("_"))

    def _follow(self) -> None:
        audience.follow_all()

    def _finish_draws(self) -> None:
        draws.resume_all()

    def _tell_winners(self) -> None:
        winners.tell_winners()

    def _render(self) -> None:
        decks.render_due()

    def _tell_words(self) -> None:
        chat.tell_words()

    def _keep_up(self) -> None:
        posters.keep_up()

    def _print(self) -> None:
        press.make_due(MAKERS)
        notices.make_due()

    def _import(self) -> None:
        imports.work_due()

    def _deliver(self) -> None:
        messages.deliver_due()

    def _witness(self) -> None:
        uncounted = rehearsals.uncounted()
        witness.keep(self._config, [head for head in stage.heads() if head[0] not in uncounted])

    def _remind(self) -> None:
        letters.remind_due()

    def _sweep(self) -> None:
        """Delete what is kept no longer than it is needed: addresses of residents, slides never shown, rehearsals."""
        reminders.forget_over()
        decks.sweep()
        rehearsal_acts.forget_old()
        for lecture in rehearsals.to_sweep():
            for place in (self._config.data / "lines" / lecture, self._config.data / "media" / lecture):
                if place.exists():
                    shutil.rmtree(place)
            rehearsal_acts.swept(lecture)

    def _forget_codes(self) -> None:
        """Forget what counts no more: codes, uploads that nobody finished, how often a network reported."""
        residents.forget_codes()
        files.forget_arrivals()
        reporting.forget_knocks()

    def _look_at_pictures(self) -> None:
        if not self._looked_again:
            evidence.look_again()
            self._looked_again = True
        evidence.look_due()

    def _carry_answers(self) -> None:
        questions.follow_due()
        questions.close_silent()

    def _tell_time(self) -> None:
        timers.run_due()
        timers.recalc_due()
        ledger_letters.tell_due()

    def _draw_verifiers(self) -> None:
        verifying.run_due()

    def _tidy_ledger(self) -> None:
        timers.compact_counts()
        timers.forget_commands()
        inspections.forget_due()

    def _make_room(self) -> None:
        root = self._config.data / "media"
        if not root.exists():
            return
        config = self._config
        policy = retention.Policy(config.disk_low_percent, config.disk_stop_percent, config.retention_days)
        plan = retention.plan(clock.now_ms(), retention.disk(root), retention.survey(root), policy)
        if plan.low:
            logger.warning("the disk is nearly full: %d expired recordings go", len(plan.delete))
        retention.apply(root, plan.delete)
