"""What the work child does, round by round: figures, slides, messages, the day's witness, room on the disk."""

import logging
from collections.abc import Callable

from django.db import Error, close_old_connections

from xiangyue.hall import stage
from xiangyue.hall.audience import actions as audience
from xiangyue.hall.chat import actions as chat
from xiangyue.hall.decks import actions as decks
from xiangyue.hall.draws import actions as draws
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Fault, Refusal
from xiangyue.media import retention
from xiangyue.notify import actions as messages
from xiangyue.org.residents import actions as residents
from xiangyue.project import config as settings_list
from xiangyue.project import witness

logger = logging.getLogger(__name__)

WITNESS_S = 60.0
"""A history recomputed later contradicts the checkpoint of its minute."""

ROOM_S = 600.0
"""How often expired recordings are looked for."""


CODES_S = 3600.0
"""How often verification codes of days ago are deleted."""


class Chores:
    """Each chore at its own pace; one that fails is said and tried again, the others go on."""

    def __init__(self) -> None:
        self._config = settings_list.load()
        self._due: dict[Callable[[], None], tuple[float, float]] = {
            self._follow: (0.0, 1.0),
            self._finish_draws: (0.0, 2.0),
            self._render: (0.0, 1.0),
            self._tell_words: (0.0, 1.0),
            self._deliver: (0.0, 5.0),
            self._witness: (0.0, WITNESS_S),
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

    def _render(self) -> None:
        decks.render_due()

    def _tell_words(self) -> None:
        chat.tell_words()

    def _deliver(self) -> None:
        messages.deliver_due()

    def _witness(self) -> None:
        witness.keep(self._config, stage.heads())

    def _forget_codes(self) -> None:
        residents.forget_codes()

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
