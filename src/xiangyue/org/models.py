"""The room's tables, where Django looks for them. Private to `org`: everybody else asks `queries` and `actions`."""

from xiangyue.org.access.models import Grant
from xiangyue.org.mailboxes.models import Mailbox
from xiangyue.org.people.models import Person
from xiangyue.org.residents.models import Ban, Code, Identity, Miss
from xiangyue.org.tokens.models import Token
from xiangyue.org.units.models import Committee, Seat, Unit

__all__ = ["Ban", "Code", "Committee", "Grant", "Identity", "Mailbox", "Miss", "Person", "Seat", "Token", "Unit"]
