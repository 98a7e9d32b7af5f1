"""Every setting there is: one typed list that feeds the program, its help and docs/settings.md.

A setting is read from the environment as XIANGYUE_<NAME>; a secret also from the file named by XIANGYUE_<NAME>_FILE.
A word that does not fit stops the start with the name and what would fit. Imports nothing of Django: the live role
reads the same list.
"""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xiangyue.kernel.errors import Fault


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `kind` is one of str, int, float, bool, path, list, secret; `help` is a Chinese sentence, then English."""

    name: str
    kind: str
    default: Any
    help: str
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


SETTINGS: tuple[Setting, ...] = (
    Setting("SECRET_KEY", "secret", "", "签名用的密钥；留空则首次启动时生成并存入数据目录。 Signing secret; made at first start and kept in the data folder when empty."),
    Setting("DATA", "path", "var", "数据目录：数据库、直播记录、录像都在这里。 Data folder: database, lines, recordings."),
    Setting("KINDS", "path", "kinds", "事项类型、类别表、放假通知所在的目录。 Folder of the kinds of matter, their categories and the calendar's notices."),
    Setting("DATABASE", "str", "", "PostgreSQL 地址，如 postgresql://user@host/name；留空用数据目录里的 SQLite。 PostgreSQL address; empty means SQLite in the data folder."),
    Setting("HOST", "str", "0.0.0.0", "网页监听的地址。 Address the pages listen on."),  # noqa: S104 - a server is there to be reached
    Setting("PORT", "int", 8000, "网页端口。 Port of the pages.", minimum=1, maximum=65535),
    Setting("RTMP_PORT", "int", 1935, "编码器推流端口。 Port encoders publish to.", minimum=1, maximum=65535),
    Setting("LIVE_URL", "str", "", "直播进程的内部地址；留空即本机。 Internal address of the live role; empty means this machine."),
    Setting("PUBLIC_URL", "str", "", "居民看到的地址，用于二维码与分享；留空即 http://localhost 加网页端口。 Address residents see, for QR codes and sharing; empty means this machine and the port of the pages."),
    Setting("RTMP_URL", "str", "", "编码器看到的推流地址；留空即 rtmp://localhost 加推流端口。 Address encoders see; empty means this machine and the port of the encoders."),
    Setting("COUNTY", "str", "柯城区", "县（市、区）名称，印在报头。 Name of the county, printed in the masthead."),
    Setting("DEBUG", "bool", False, "开发模式：显示错误详情，切勿用于正式环境。 Development mode; never in production."),
    Setting("SECURE", "bool", False, "前面有 TLS：会话只走加密连接。 TLS stands in front: sessions travel encrypted only."),
    Setting("TRUSTED_PROXIES", "list", (), "可信反向代理的地址，逗号分隔；只有它们报的来源地址才算数。 Addresses of trusted reverse proxies."),
    Setting("SPEAKING", "str", "guest", "谁可以发言：guest 打开就能说，verified 须先核验身份。正式使用请设 verified。 Who may speak; set verified in production.", choices=("guest", "verified")),
    Setting("WINNING", "str", "guest", "谁能进抽奖名单：guest 答题即可，verified 须先核验身份。正式使用请设 verified。 Who enters a draw; set verified in production.", choices=("guest", "verified")),
    Setting("SMS", "str", "", "短信验证码的通道：含 {phone} 与 {code}（或 {text}）的 http(s) 地址（POST），或含 {phone} 的 Apprise 地址，演示用 file:路径；留空则只能由现场工作人员核验。 Channel of text codes; empty leaves the desk."),
    Setting("PART_MS", "int", 333, "分片时长（毫秒）。越短延迟越低、请求越多。 Part target in milliseconds.", minimum=200, maximum=1000),
    Setting("HOLD_MS", "int", 2000, "弹幕先审后发的停留时间（毫秒）。 How long danmaku wait for a moderator before they are sealed.", minimum=0, maximum=10000),
    Setting("DANMAKU_PER_S", "int", 20, "每个直播间每秒最多公开的弹幕；超出按公布的规则抽样。 Danmaku shown per room and second; above it they are sampled.", minimum=1, maximum=1000),
    Setting("ENCODER_TIMEOUT_S", "float", 10.0, "编码器多久没有数据算断开（秒）。 Silence after which an encoder counts as gone.", minimum=5, maximum=60),
    Setting("DISK_LOW_PERCENT", "float", 10.0, "磁盘剩余低于此百分比：提醒并清理到期录像。 Free space below which expired recordings are removed.", minimum=1, maximum=50),
    Setting("DISK_STOP_PERCENT", "float", 3.0, "磁盘剩余低于此百分比：停止录像，直播继续。 Free space below which recording stops and air goes on.", minimum=0.5, maximum=49),
    Setting("RETENTION_DAYS", "int", 730, "录像保留天数；标为长期保存的不受限。 Days a recording is kept unless marked for keeping.", minimum=1, maximum=36500),
    Setting("WITNESSES", "list", (), "见证条收件人，逗号分隔的 Apprise 地址（邮件、钉钉、企业微信）；至少两个单位外的收件人。 Recipients of the witness slip, at least two outside the operator."),
    Setting("MAIL", "str", "", "发信的 Apprise 地址。 Apprise address for mail."),
    Setting("UPLOAD_MB", "int", 60, "一次上传最多多少 MB（课件 PDF 与图片合计）；反向代理的上限要比它大。 Largest upload in MB; the proxy's limit must be above it.", minimum=1, maximum=2000),
    Setting("IMAGE_MB", "int", 20, "一张图片最多多少 MB。 Largest image in MB.", minimum=1, maximum=200),
    Setting("SLIDE_PAGES", "int", 200, "一份课件最多多少页。 Most pages of a deck of slides.", minimum=1, maximum=400),
    Setting("THREADS", "int", 4, "处理网页请求的线程数。 Threads that answer pages.", minimum=1, maximum=32),
)  # fmt: skip

RTMP_PORT = 1935
"""The port of RTMP; an address that names none means it."""
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class BadSetting(Fault):
    """A setting that does not fit; the start stops and the sentence says what would fit."""

    def __init__(self, text: str) -> None:
        super().__init__(text, retry=False)


class Config:
    """The settings of one process, as attributes in lower case: `config.part_ms`."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        values = {setting.name.lower(): _read(setting, environ) for setting in SETTINGS}
        values["public_url"] = values["public_url"] or f"http://localhost:{values['port']}"
        values["rtmp_url"] = values["rtmp_url"] or f"rtmp://localhost{_beside(RTMP_PORT, values['rtmp_port'])}/live"
        self._values: dict[str, Any] = values

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None

    def secret(self) -> str:
        """The signing secret: the one set, else the one kept in the data folder, made on first use."""
        if self.secret_key:
            return str(self.secret_key)
        kept: Path = self.data / "secret"
        if not kept.exists():
            from xiangyue.kernel import ids  # noqa: PLC0415 - only a first start makes a secret

            kept.parent.mkdir(parents=True, exist_ok=True)
            _keep_first(kept, ids.new_secret(52))
        if secret := kept.read_text().strip():
            return secret
        # Signing with an empty secret would let anybody sign.
        raise BadSetting(f"{kept} 是空的：删掉它再启动，会生成新的密钥。")


def load() -> Config:
    """The settings of this process, from its environment. Raises `BadSetting`."""
    return Config(os.environ)


def _beside(usual: int, port: int) -> str:
    return "" if port == usual else f":{port}"


def _keep_first(place: Path, text: str) -> None:
    """Put a private file in its place whole or not at all; of two processes the first one's stays."""
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        with open(draft, "w", opener=_private) as file:  # Path.open takes no opener
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            place.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _read(setting: Setting, environ: Mapping[str, str]) -> Any:
    name = f"XIANGYUE_{setting.name}"
    raw = environ.get(name)
    if raw is None and setting.kind == "secret" and (file := environ.get(f"{name}_FILE")):
        raw = Path(file).read_text().strip()
    if raw is None:
        return Path(setting.default) if setting.kind == "path" else setting.default
    value = _convert(setting, name, raw.strip())
    if setting.choices and value not in setting.choices:
        raise BadSetting(f"{name} 应为 {'、'.join(setting.choices)} 之一，不是“{raw}”。")
    if setting.minimum is not None and setting.maximum is not None and not setting.minimum <= value <= setting.maximum:
        raise BadSetting(f"{name} 应在 {setting.minimum:g} 与 {setting.maximum:g} 之间，不是“{raw}”。")
    return value


def _convert(setting: Setting, name: str, raw: str) -> Any:
    try:
        match setting.kind:
            case "int":
                return int(raw)
            case "float":
                return float(raw)
            case "bool" if raw.lower() in _TRUE | _FALSE:
                return raw.lower() in _TRUE
            case "list":
                return tuple(part.strip() for part in raw.split(",") if part.strip())
            case "path":
                return Path(raw)
            case "str" | "secret":
                return raw
    except ValueError:
        pass
    wanted = {"int": "整数", "float": "数字", "bool": "true 或 false"}[setting.kind]
    raise BadSetting(f"{name} 应为{wanted}，不是“{raw}”。")
