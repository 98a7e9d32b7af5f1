"""What programs are told; the specification knows 400 and 404."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class Wrong(Refusal):
    code = "open311-bad-request"
    status = 400


class Unknown(Refusal):
    code = "open311-not-found"
    status = 404


NO_SERVICE = _("service_code was not found：没有这个服务代码。")
SERVICE_MISSING = _("service_code was not provided：请写明服务代码。")
NO_REQUEST = _("service_request_id was not found：没有这个编号，或者不公开。")
NO_TOKEN = _("token was not found：没有这个凭据。")
NO_JURISDICTION = _("jurisdiction_id was not found：这里只有一个地区，不必填写。")
BAD_DATE = _("{name} 应写成带时区的 W3C 日期，如 2026-11-23T19:00:00+08:00。")
BACKWARDS = _("start_date 要早于 end_date。")
TOO_LONG = _("一次最多查 {days} 天。")
BAD_STATUS = _("status 只能是 open、closed。")
NO_PLACE = _("lat 和 long，或者 address_string，要有一种。")
BAD_POSITION = _("lat、long 应是 WGS-84 的度数。")
NO_TEXT = _("description was not provided：请写明情况，最多 {limit} 个字。")
