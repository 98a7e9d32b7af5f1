"""Why the journal says no."""

from xiangyue.kernel.errors import Fault, Refusal


class MovedMeanwhile(Fault):
    """Somebody else wrote to the chain in between, against the lock. Trying the whole transaction again is right."""

    def __init__(self, chain: str) -> None:
        super().__init__(f"chain {chain} moved while it was written", retry=True)


class NotErasable(Refusal):
    code = "not-erasable"
    status = 409
    text = "删除决定本身和检查点不能删除。 Decisions to erase and checkpoints cannot be erased."


class AlreadyErased(Refusal):
    code = "already-erased"
    status = 409
    text = "这条记录的内容已经依决定删除过了。 This record was erased before."


class NoSlip(Refusal):
    code = "no-slip"
    status = 404
    text = "没有这一天、这一号的见证条。 There is no such witness slip."
