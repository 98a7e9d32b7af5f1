"""Which persons may neither speak nor win: the control tower's word."""

from xiangyue.project.polled import Polled


class Bans(Polled[str]):
    """The keys of banned persons: `edge.hall.Hall.banned`. Nothing about who they are."""

    name, query, shape = "bans", "SELECT person FROM org_ban", list[str]
