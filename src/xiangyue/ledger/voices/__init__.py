"""Voices 录音: what somebody with wet hands says instead of typing. Verbs: keep, attach.

A recording is heard by those who see its matter in full, and by nobody else; it is kept as it came, and never played in
public: a voice says who speaks.
"""
