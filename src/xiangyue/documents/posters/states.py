"""The designs of a poster and the forms it comes in."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Design(models.TextChoices):
    FRONT = "FRONT", _("头版")
    UPRIGHT = "UPRIGHT", _("竖排")


class Form(models.TextChoices):
    PHONE_PNG = "PHONE_PNG", _("手机图片（1080×1920）")
    A2_PDF = "A2_PDF", _("A2 海报（PDF，付印）")
    A2_PNG = "A2_PNG", _("A2 海报（图片）")
    PHONE_PDF = "PHONE_PDF", _("手机海报（PDF）")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in points, what is made of it, and how fine (pixels an inch, for pictures)."""

    width: float
    height: float
    picture: bool
    ppi: float = 72


MM = 72 / 25.4
_PHONE, _A2 = (1080.0, 1920.0), (420 * MM, 594 * MM)

SHEETS: dict[Form, Sheet] = {
    Form.PHONE_PNG: Sheet(*_PHONE, picture=True),
    Form.A2_PDF: Sheet(*_A2, picture=False),
    Form.A2_PNG: Sheet(*_A2, picture=True, ppi=150),  # 2480 x 3508: what a copy shop asks for
    Form.PHONE_PDF: Sheet(*_PHONE, picture=False),
}
