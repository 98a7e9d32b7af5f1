"""The room's tables, where Django looks for them. Private to `ledger`: everybody else asks `queries` and `actions`."""

__all__: list[str] = []
