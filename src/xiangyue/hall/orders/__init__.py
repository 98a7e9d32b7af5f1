"""Orders 流程: the run of show: where a lecture stands, and which one button comes next. No verbs of its own.

A person alone runs the whole evening with "next": lobby, on air with the lead, the talk, polls one by one, the closing
summary, quiz questions and their answers, the draw step by step, the end. `next_step` says what the button does and
what is written on it; carrying it out is the verb of whoever owns the thing (`lectures`, polls, quiz, draws).
"""
