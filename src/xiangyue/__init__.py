"""Xiangyue 乡约: a hall where a county is told things, a ledger where things get done, one map of duties."""

__version__ = "0.1.0"
