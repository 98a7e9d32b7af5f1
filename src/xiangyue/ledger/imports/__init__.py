"""Imports 导入: lists of other ledgers, as offices keep them in Excel, become matters: each row once, none lost.

Verbs: receive, map, apply, drop. The worker surveys what was received, judges every row for the preview, and brings the
good ones in, batch by batch; the bad ones are kept with the reason of each. The same file again changes nothing, and no
file opens again what people closed here.
"""
