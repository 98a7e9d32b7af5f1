"""What a picture is for, how far it is, and what can be odd about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    BEFORE = "BEFORE", _("整改前")
    AFTER = "AFTER", _("整改后")
    VERIFY = "VERIFY", _("核查")
    OTHER = "OTHER", _("其他")


class State(models.TextChoices):
    WAITING = "WAITING", _("已收到，正在处理")
    READY = "READY", _("可以查看")
    BROKEN = "BROKEN", _("打不开")


class Flag(models.TextChoices):
    """A hint for whoever verifies. It may be innocent."""

    REUSED = "REUSED", _("同一张照片在别的事项里用过")
    ALIKE = "ALIKE", _("和整改前的照片几乎一样")
    FAR = "FAR", _("自述的拍摄地点离点位较远")
    EARLY = "EARLY", _("自述的拍摄时间早于登记时间")
