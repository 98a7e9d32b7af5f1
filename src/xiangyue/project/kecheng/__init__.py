"""The demo's county: Kecheng's units, studios, accounts and programme, as data with a loader.

`load_units()` founds the county, `load(now)` adds accounts, keys and the programme; both may be called again at any
time. Units are real names, everything said of them is invented; accounts are roles, not people.
"""

from xiangyue.project.kecheng.loader import (
    Account,
    Loaded,
    accounts,
    clerk,
    hand,
    load,
    load_accounts,
    load_past,
    load_units,
    stream_key,
    winter,
)

__all__ = [
    "Account",
    "Loaded",
    "accounts",
    "clerk",
    "hand",
    "load",
    "load_accounts",
    "load_past",
    "load_units",
    "stream_key",
    "winter",
]
