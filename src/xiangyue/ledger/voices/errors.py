"""What people are told about recordings."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class TooLong(Refusal):
    code = "voice-too-long"
    status = 400
    text = _("录音最长 {limit} 秒。")  # type: ignore[assignment]


class NoSuchVoice(Refusal):
    code = "no-such-voice"
    status = 400
    text = _("录音没有传上来，或者已经用在别的事项上。")  # type: ignore[assignment]
