"""Xiangyue 乡约: a hall where a county is told things, a ledger where things get done, one map of who is responsible."""

__version__ = "0.1.0"
