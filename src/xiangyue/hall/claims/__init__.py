"""Claims 领奖: who fetched what at the desk, and who steps in for somebody who did not come. Verbs: give, forfeit.

Nothing here says who a winner is: a number on the roster, and a code that only the phone with the ticket was shown.
"""
