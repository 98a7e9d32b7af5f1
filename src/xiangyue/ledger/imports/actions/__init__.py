"""Everything that changes an import: what a person asks for (`asking`), and what the worker does (`working`)."""

from xiangyue.ledger.imports.actions.asking import apply, drop, map_columns, receive, stored
from xiangyue.ledger.imports.actions.working import finish, words_to_match, work_due

__all__ = ["apply", "drop", "finish", "map_columns", "receive", "stored", "words_to_match", "work_due"]
