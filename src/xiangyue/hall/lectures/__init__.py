"""Lectures 宣讲: one occasion, from draft to replay.

Verbs: plan, change, open_lobby, go_on_air, end, publish_replay, withhold_replay, cancel; and, while it runs, notice,
silence, slow, redact. What happens in a lecture is on its line; the row here follows it, and `audience` sees to that.
"""
