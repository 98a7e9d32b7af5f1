"""Winners 中奖者: told by a text of what they won and how to fetch it, where they left a number. Verb: tell_winners.

A number on a roster leads back to a person only by trying all keys, and only in this installation; that it was done,
and what for, is on record. The page of the draw tells a winner the same, whether a text came or not.
"""
