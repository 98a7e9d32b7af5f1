"""All lines of one process, for those who need no single one."""

from xiangyue.timeline.line import Lines

__all__ = ["Lines"]
