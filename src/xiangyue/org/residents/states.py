"""What is proved, and by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a person key is derived from. By telephone and at the desk the same number is the same person."""

    PHONE = "PHONE", _("手机号")
    CARD = "CARD", _("身份证号")
    WECHAT = "WECHAT", _("微信")


class Provider(models.TextChoices):
    """Who vouches that the subject is the resident's own."""

    TEXT = "TEXT", _("短信验证码")
    DESK = "DESK", _("现场工作人员")
    WECHAT = "WECHAT", _("微信登录")
