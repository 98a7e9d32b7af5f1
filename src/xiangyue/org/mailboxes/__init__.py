"""Mailboxes 收件处: where a unit is told what concerns it, by the messages of its work group or by mail. Verb: set_up.

An address of a work group's robot is a key to it: sealed in the table, masked on every page, and only its channel and
its number in the journal.
"""
