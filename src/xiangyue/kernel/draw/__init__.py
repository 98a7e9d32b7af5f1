"""The draw that nobody can rig, as arithmetic: who is drawn follows from what everybody can read.

Order is everything, and it is the protocol: rules and commitment, then the roster locked and published, then the
organiser's secret opened, then public numbers last, then the result that any phone computes again.

    rfc3797   the published algorithm of the IETF, kept as a conformance test of our arithmetic
    xyd1      our profile: hash chain, HKDF, sort (after draft-thomson-elegy-vrs)
    xyd2      the same with the rules mixed in: what draws are made by
    tickets   what a roster's lines are called, and the code that fetches a prize
    locking   what another choice rests on, in one spelling
    roster    the one spelling of a roster, and its fingerprint
    entropy   sources of public numbers, what people type, and the one spelling of it
    strength  how many numbers a draw needs
    proof     an exported draw, examined step by step; static/js/draw is its twin
"""

from xiangyue.kernel.draw.tickets import claim_code, label

__all__ = ["claim_code", "label"]
