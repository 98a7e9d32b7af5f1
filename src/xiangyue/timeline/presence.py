"""Who is watching: a pseudonym counts from its first beat until it has been silent for a while."""

from collections.abc import Iterable


class Presence:
    """Beats are not in the log; the figure told from them is, together with the pseudonyms that were new to it,
    privately: so the total survives a restart.
    """

    def __init__(self, presence_ms: int) -> None:
        self._presence_ms = presence_ms
        self._last: dict[str, int] = {}
        self._fresh: dict[str, None] = {}
        self._gone: dict[str, None] = {}
        self._seen: set[str] = set()

    def beat(self, pseudonym: str, now_ms: int) -> None:
        self._last[pseudonym] = now_ms
        if pseudonym not in self._seen:
            self._seen.add(pseudonym)
            self._fresh[pseudonym] = None

    def left(self, pseudonym: str) -> None:
        """A phone goes on under another name, which counts from its next beat."""
        self._last.pop(pseudonym, None)
        if pseudonym not in self._seen:
            return
        self._seen.discard(pseudonym)
        if pseudonym in self._fresh:
            del self._fresh[pseudonym]
        else:
            self._gone[pseudonym] = None

    def remember(self, pseudonyms: Iterable[str]) -> None:
        """Take in who was counted before a restart."""
        self._seen.update(pseudonyms)

    def forget(self, pseudonyms: Iterable[str]) -> None:
        """Take in who went on under another name before a restart."""
        self._seen.difference_update(pseudonyms)

    def figure(self, now_ms: int) -> dict[str, int]:
        """How many now, how many different ones in all."""
        gone = [pseudonym for pseudonym, at in self._last.items() if at < now_ms - self._presence_ms]
        for pseudonym in gone:
            del self._last[pseudonym]
        return {"now": len(self._last), "total": len(self._seen)}

    def take_fresh(self) -> dict[str, list[str]]:
        """The pseudonyms not yet written down as `new`, and those no longer counted as `gone`; each given out once."""
        told = {"new": list(self._fresh), "gone": list(self._gone)}
        self._fresh, self._gone = {}, {}
        return {name: pseudonyms for name, pseudonyms in told.items() if pseudonyms or name == "new"}
